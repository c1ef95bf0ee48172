"""What share of a year group a pupil group is, in each LA: approximate, from shares of all pupils of its schools.

The census has, for each LA and year, the share of primary and of secondary pupils who are eligible for free school meals,
were in the last six years, have SEN support or an EHC plan. A year group's share differs from that by what the stage and
DfE's definition make of it (``national_ratios``): by as much as it does in England, where a group's share follows from
published results, which are a mean of those of its parts.
"""

import numpy as np
import pandas as pd

from analysis.catalogue.areas import ENGLAND
from analysis.data.birth_cohorts import context, counted_once
from analysis.data.england import England

#: Group -> the share that is published of primary (or secondary) pupils, and whether it is a count or a measure.
SHARES = {
    "disadvantaged": "fsm6_{}",
    "fsm": "fsm_{}",
    "sen_support": "sen_support_{}",
    # of all schools: many with a plan are in special ones
    "ehc_plan": "sen_ehc_plan_all",
}
OTHERS = {"disadvantaged": "not_disadvantaged", "fsm": "not_fsm"}
#: Stages -> the level whose shares are nearest to it.
LEVEL = {
    "eyfs": "primary",
    "phonics": "primary",
    "ks1": "primary",
    "ks2": "primary",
    "ks4": "secondary",
    "older": "secondary",
}
#: Groups that are all the others.
REST = {"not_disadvantaged": ("disadvantaged",), "not_fsm": ("fsm",), "no_sen": ("sen_support", "ehc_plan")}
ETHNIC = ("white", "mixed", "asian", "black", "other_ethnic")
#: How far a group's share is off, one standard deviation as a share of it; and those of children counted in one year.
ERROR = {"disadvantaged": 0.12, "fsm": 0.12, "sen_support": 0.2, "ehc_plan": 0.3}
ETHNIC_ERROR = 0.3
#: Where a size is from, in words.
ALL = "children and pupils of the same year group counted at other ages"
SHARE = "the size of the year group, and the published share of such pupils in the authority's schools"
ETHNICITY = "the size of the year group, and the group's share among children at the end of reception in 2022"
#: EHC plans are known best where several measures are published of each group.
BEST_OF_SEN = "ks4"
YEAR = 2022
#: So many years away a share may be from the year that it stands for.
NEAR = 2


def published_shares(england: England) -> pd.DataFrame:
    """Shares of pupils, from 0 to 1, by area and year: a column ``<group>/<level>`` for each group and level."""
    table = england.once(context)
    measures = england.published
    columns = {}
    for level in ("primary", "secondary"):
        for group, name in SHARES.items():
            column = name.format(level)
            if group in OTHERS:
                if column in table:
                    columns[f"{group}/{level}"] = table[column] / 100
                continue
            rows = measures[(measures["measure"] == column) & (measures["pupil_group"] == "all")]
            columns[f"{group}/{level}"] = rows.set_index(["area", "year"])["value"].dropna() / 100
    known = [name for name, share in columns.items() if len(share)]
    if not known:
        return pd.DataFrame(
            columns=[*columns], index=pd.MultiIndex.from_arrays([[], []], names=["area", "year"])
        )
    table = pd.DataFrame({name: columns[name] for name in known}).rename_axis(["area", "year"]).sort_index()
    areas, years = (table.index.unique(name) for name in ("area", "year"))
    table = table.reindex(pd.MultiIndex.from_product([areas, sorted(years)], names=["area", "year"]))
    # a new LA has its first share later than its first results
    table = table.groupby(level="area").bfill(limit=NEAR)
    return table.groupby(level="area").ffill(limit=NEAR).dropna(how="all")


def national_ratios(england: England) -> dict[tuple[str, str], float]:
    """By stage and group: how many times the published share of all pupils of the level the group's share is, in England.

    Where A is the result of all pupils, G of the group and O of the others, the group's share w has A = wG + (1 - w)O. Over
    all measures and years of a stage, w is the published share times one number, found by least squares. Where DfE
    publishes no such results the ratio is not known, and left out.
    """
    shares = england.once(published_shares)
    there = ENGLAND in shares.index.get_level_values("area")
    shares = shares.xs(ENGLAND, level="area") if there else shares.iloc[:0].droplevel("area")
    rows = england.published
    rows = rows[(rows["area"] == ENGLAND) & rows["value"].notna()]
    stage = rows["measure"].str.split("_").str[0]
    # a mean is as good as a share; progress is of fewer pupils
    rows = rows[stage.isin(list(LEVEL)) & ~rows["measure"].str.contains("multiplication|progress")]
    wide = rows.pivot_table(index=["measure", "year"], columns="pupil_group", values="value")
    found: dict[tuple[str, str], float] = {}
    for name in (BEST_OF_SEN, *(each for each in LEVEL if each not in (BEST_OF_SEN, "older"))):
        own = wide[wide.index.get_level_values(0).str.startswith(f"{name}_")].reset_index("measure")
        own = own.join(shares[[column for column in shares if column.endswith(LEVEL[name])]])
        for group, other in OTHERS.items():
            ratio = _ratio(own, group, other, f"{group}/{LEVEL[name]}")
            found |= {(name, group): ratio} if ratio else {}
        found |= _of_sen(own, name, found.get((BEST_OF_SEN, "ehc_plan")))
    return found


def _ratio(rows: pd.DataFrame, group: str, other: str, share: str) -> float:
    """The number that makes results of all pupils the mean of those of a group and of the others; 0 if it is not known."""
    if not {"all", group, other, share} <= {*rows}:
        return 0.0
    rows = rows[["all", group, other, share]].dropna()
    part = (rows[other] - rows[group]) * rows[share]
    return float(part @ (rows[other] - rows["all"]) / (part @ part)) if len(rows) else 0.0


def _of_sen(rows: pd.DataFrame, stage: str, known_ratio: float | None) -> dict[tuple[str, str], float]:
    """The same for two groups and their common others, pupils without SEN."""
    groups = ["sen_support", "ehc_plan"]
    shares = [f"{group}/{LEVEL[stage]}" for group in groups]
    if not {"all", "no_sen", *groups, *shares} <= {*rows}:
        return {}
    rows = rows[["all", "no_sen", *groups, *shares]].dropna()
    if rows.empty:
        return {}
    parts = [
        (rows["no_sen"] - rows[group]) * rows[share] for group, share in zip(groups, shares, strict=True)
    ]
    whole = rows["no_sen"] - rows["all"]
    if known_ratio:
        plans = known_ratio
        support = float(parts[0] @ (whole - plans * parts[1]) / (parts[0] @ parts[0]))
    else:
        support, plans = (float(x) for x in np.linalg.lstsq(np.column_stack(parts), whole, rcond=None)[0])
    return {(stage, "sen_support"): support, (stage, "ehc_plan"): plans} if min(support, plans) > 0 else {}


def group_shares(england: England) -> pd.DataFrame:
    """What share of a year group a pupil group is: ``stage, pupil_group, area, year, share, anchored``.

    ``anchored`` is whether the LA's own share was counted in one year, so that only its change since is approximate.
    """
    shares, ratios = england.once(published_shares), england.once(national_ratios)
    columns = ["stage", "pupil_group", "area", "year", "share", "anchored"]
    if shares.empty:
        return pd.DataFrame(columns=columns)
    everybody = counted_once(england, "ees-early-years")
    parts = []
    for stage, level in LEVEL.items():
        for group in SHARES:
            ratio = ratios.get((stage if stage != "older" else "ks4", group))
            if f"{group}/{level}" not in shares:
                continue
            share = shares[f"{group}/{level}"].dropna()
            if stage == "eyfs" and group != "disadvantaged":
                counted = (counted_once(england, "ees-early-years", group) / everybody).dropna()
                factor = counted / share.xs(YEAR, level="year")
                factor = factor[np.isfinite(factor) & (factor > 0)]
                usual = factor.median() if len(factor) else np.nan
                own = share.index.get_level_values("area").map(factor)
                found = share * own.where(pd.notna(own), usual)
            elif ratio or stage in ("phonics", "ks1"):
                own = None
                found = share * (ratio or 1.0)
            else:
                continue
            about = {"stage": stage, "pupil_group": group, "share": found}
            parts.append(pd.DataFrame(about).assign(anchored=False if own is None else pd.notna(own)))
    table = pd.concat(parts).rename_axis(["area", "year"]).reset_index() if parts else pd.DataFrame()
    return table[columns].dropna() if parts else pd.DataFrame(columns=columns)


def shares_of(england: England, rows: pd.DataFrame) -> tuple[pd.Series, pd.Series, pd.Series]:
    """The share of all pupils that each row is of, its error (relative) and where it is from; missing where none is known.

    ``rows`` have ``stage, pupil_group, year, area``.
    """
    share = pd.Series(np.nan, index=rows.index)
    share[rows["pupil_group"] == "all"] = 1.0
    error = pd.Series(0.0, index=rows.index)
    source = pd.Series(ALL, index=rows.index, dtype="str")
    table = england.once(group_shares)
    wide = table.pivot(index=["stage", "area", "year"], columns="pupil_group", values="share")
    known = rows[["stage", "area", "year"]].join(wide, on=["stage", "area", "year"])
    for group, parts in {**{g: (g,) for g in SHARES}, **REST, "sen": REST["no_sen"]}.items():
        own = rows["pupil_group"] == group
        if not {*parts} <= {*known}:
            continue
        part = known.loc[own, list(parts)]
        total = part.sum(axis=1, skipna=False).clip(upper=0.95)
        off = np.hypot.reduce([part[each] * ERROR[each] for each in parts])
        share[own] = 1 - total if group in REST else total
        error[own] = off / share[own]
        source[own] = SHARE
    everybody = counted_once(england, "ees-early-years")
    for group in ETHNIC:
        own = rows["pupil_group"] == group
        fraction = counted_once(england, "ees-early-years", group) / everybody
        share[own] = rows.loc[own, "area"].map(fraction)
        error[own], source[own] = ETHNIC_ERROR, ETHNICITY
    return share, error, source
