"""How many pupils stand behind each figure of an LA: counted where that is published, else approximate, with its error.

An approximate size gives words and gates ("about 290 pupils"), never a printed interval, and it is made of nothing that
DfE suppresses: of published counts of other years, measures and ages, and of shares of all pupils. How far each way is
off is measured against true counts where there are any (docs/methods.md).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.basics.numbers import half_away
from analysis.catalogue.observations import KEY
from analysis.data.birth_cohorts import birth_cohorts
from analysis.data.england import England
from analysis.data.group_shares import shares_of

COLUMNS = [*KEY, "area", "pupils", "error", "source", "counted"]
ON = ["stage", "pupil_group", "year", "area"]
#: Below this a size is not told but as being below it.
FEW = 20


@dataclass(frozen=True)
class Way:
    """How the size of all pupils of a measure is found: the year groups it is of, and how far that is off.

    ``ages`` are years after reception, of which ``of`` (a share) have a result. ``error`` is relative, one standard
    deviation.
    """

    stage: str
    ages: tuple[int, ...]
    error: float
    of: float = 1.0


PRIMARY, SECONDARY = tuple(range(7)), tuple(range(7, 12))
#: By the beginning of a measure's name, the longest that fits. Of what is not here no size can be said: schools judged by
#: Ofsted, technical qualifications, special schools, tribunals.
WAYS = {
    "eyfs": Way("eyfs", (0,), 0.05),
    "absence_age_4": Way("eyfs", (0,), 0.08),
    "phonics": Way("phonics", (1,), 0.06),
    "ks1": Way("ks1", (2,), 0.07),
    "ks2": Way("ks2", (6,), 0.08),
    "ks2_multiplication": Way("ks2", (4,), 0.08),
    "ks4": Way("ks4", (11,), 0.15),
    "destinations": Way("older", (12,), 0.15),
    "participation": Way("older", (12, 13), 0.1),
    "september_guarantee": Way("older", (11, 12), 0.1),
    "neet": Way("older", (12, 13), 0.1),
    "activity_not_known": Way("older", (12, 13), 0.1),
    "ks5_three": Way("", (13,), 0.5, of=0.4),
    "ks5_aab": Way("", (13,), 0.5, of=0.4),
    "ks5_aps_alevel": Way("", (13,), 0.5, of=0.4),
    "ks5_aps_best": Way("", (13,), 0.5, of=0.4),
    "age19": Way("older", (14,), 0.15),
    "higher_education": Way("older", (14,), 0.15),
    **{
        f"{kind}{level}": Way(stage, ages, error)
        for kind in (
            "absence",
            "absence_authorised",
            "absence_unauthorised",
            "persistent_absence",
            "severe_absence",
        )
        for level, stage, ages, error in (
            ("", "", PRIMARY[1:] + SECONDARY, 0.1),
            ("_primary", "ks2", PRIMARY[1:], 0.06),
            ("_secondary", "ks4", SECONDARY, 0.15),
        )
    },
    "attendance_primary": Way("ks2", PRIMARY[1:], 0.06),
    **{
        f"{kind}{level}": Way(stage, ages, error)
        for kind in ("permanent_exclusions", "suspensions", "suspended_pupils", "permanently_excluded_pupils")
        for level, stage, ages, error in (
            ("", "", PRIMARY + SECONDARY, 0.1),
            ("_primary", "ks2", PRIMARY, 0.06),
            ("_secondary", "ks4", SECONDARY, 0.15),
        )
    },
}
#: No size: these begin like others, and are of pupils who are counted nowhere.
WITHOUT = ("_special",)
#: Words for where a size is from.
SAME = "published with the figure"
ELIGIBLE = "published as the number of eligible pupils"
SISTER = "published with another measure of the same pupils"
OTHER_YEAR = "published with the same figure in other years"
TAKE_UP = "the published number of children who take part, by the share that they are"
SISTER_ERROR, TAKE_UP_ERROR = 0.05, 0.05
#: Of groups that are counted in some years: how far their usual number is off in another.
OTHER_YEAR_ERROR = {"looked_after": 0.25, "in_need": 0.25, "protection_plan": 0.4}


def way_of(measure: str) -> Way | None:
    """How the size of all pupils of a measure is found; None if it cannot be said.

    Examples
    --------
    >>> way_of("ks2_multiplication_average").ages, way_of("ks5_aps_tech"), way_of("absence_special")
    ((4,), None, None)
    """
    if measure.endswith(WITHOUT):
        return None
    exact = {"absence", "persistent_absence", "severe_absence", "suspensions"}
    fits = [name for name in WAYS if measure == name or measure.startswith(f"{name}_")]
    if measure.split("_overall")[0] in exact:
        fits = [measure.split("_overall")[0]]
    return WAYS[max(fits, key=len)] if fits else None


def cohort_sizes(england: England) -> pd.DataFrame:
    """The number of pupils behind each figure of an LA of which it can be said, counted or approximate.

    Returns
    -------
    DataFrame
        A row for each figure with a value: ``measure, pupil_group, year, area``; ``pupils``, more than 0; ``error``, how
        far that may be off, one standard deviation as a share of it, 0 if it is ``counted``; ``source``, in words. Whoever
        shows a size that is not counted rounds it (``about``).
    """
    rows = england.published
    rows = rows[(rows["area_type"] == "la") & rows["value"].notna()]
    rows = rows[[*KEY, "area", "value", "numerator", "denominator"]].copy()
    rows["stage"] = _stages(rows["measure"])
    found = rows.assign(pupils=rows["denominator"].astype("float64"), error=0.0, source=SAME, counted=True)
    found["pupils"] = found["pupils"].where(found["pupils"] > 0)
    _fill(found, _eligible(england, found), counted=True)
    for sizes in (_sisters, _other_years, _take_up):
        _fill(found, sizes(found))
    _fill(found, _approximate(england, found))
    found = found[found["pupils"].notna()]
    return found[COLUMNS].reset_index(drop=True)


def shown_size(pupils: float, error: float = 1.0) -> float:
    """A size as it may be shown: an approximate one by its two first digits, and missing below ``FEW``.

    Examples
    --------
    >>> shown_size(4123), shown_size(12), shown_size(57, error=0)
    (4100.0, nan, 57.0)
    """
    if error == 0 or np.isnan(pupils):
        return float(pupils)
    if pupils < FEW:
        return float("nan")
    return float(half_away(pupils, 1 - int(np.floor(np.log10(pupils)))))


def about(pupils: float, error: float = 1.0) -> str:
    """A size in words, as ``shown_size`` shows it.

    Examples
    --------
    >>> about(287.3), about(4123), about(12), about(57, error=0)
    ('about 290', 'about 4,100', 'fewer than about 20', '57')
    """
    shown = shown_size(pupils, error)
    if np.isnan(shown):
        return f"fewer than about {FEW}"
    return f"{'about ' if error else ''}{int(half_away(shown, 0)):,}"


def _stages(measures: pd.Series) -> pd.Series:
    """Measures of the same pupils have one stage: the first word, and for absence the kind of school."""
    names = {}
    for name in measures.unique():
        first = str(name).split("_")[0]
        level = next((part for part in ("primary", "secondary", "special") if part in str(name)), "")
        absent = first in (
            "absence",
            "persistent",
            "severe",
            "suspended",
            "permanently",
        ) and "age_4" not in str(name)
        alike = "progress" in str(name) or "multiplication" in str(name)
        names[name] = f"absence {level}" if absent else str(name) if alike else first
    return measures.map(names)


def _eligible(england: England, found: pd.DataFrame) -> pd.DataFrame:
    """The eligible pupils of key stage 2, where their file is at hand; progress scores are of fewer."""
    on = ["pupil_group", "year", "area"]
    sizes = _as_sizes(found, england.sizes.set_index(on)["pupils"], on, 0.0, ELIGIBLE)
    return sizes[found["stage"] == "ks2"]


def _fill(found: pd.DataFrame, sizes: pd.DataFrame, counted: bool = False) -> None:
    """Take ``pupils, error, source`` of the same index where nothing better is known."""
    sizes = sizes[found.loc[sizes.index, "pupils"].isna() & (sizes["pupils"] > 0)]
    for column in ("pupils", "error", "source"):
        found.loc[sizes.index, column] = sizes[column]
    found.loc[sizes.index, "counted"] = counted


def _sisters(found: pd.DataFrame) -> pd.DataFrame:
    known = found[found["pupils"].notna()].groupby(ON)["pupils"].median()
    return _as_sizes(found, known, ON, SISTER_ERROR, SISTER)


def _other_years(found: pd.DataFrame) -> pd.DataFrame:
    """Groups that are counted in some years: the middle one of their numbers. All pupils are found better otherwise."""
    known = found[found["pupils"].notna() & found["pupil_group"].isin(OTHER_YEAR_ERROR)]
    known = known.groupby(["stage", "pupil_group", "area"])["pupils"].median()
    sizes = _as_sizes(found, known, ["stage", "pupil_group", "area"], 0.0, OTHER_YEAR)
    return sizes.assign(error=found["pupil_group"].map(OTHER_YEAR_ERROR))


def _take_up(found: pd.DataFrame) -> pd.DataFrame:
    pupils = 100 * found["numerator"].astype("float64") / found["value"].where(found["value"] > 0)
    return pd.DataFrame({"pupils": pupils, "error": TAKE_UP_ERROR, "source": TAKE_UP})


def _as_sizes(
    found: pd.DataFrame, known: pd.Series, on: list[str], error: float, source: str
) -> pd.DataFrame:
    pupils = found[on].join(known.rename("pupils"), on=on)["pupils"]
    return pd.DataFrame({"pupils": pupils, "error": error, "source": source})


def _approximate(england: England, found: pd.DataFrame) -> pd.DataFrame:
    """Sizes from year groups and shares, for all rows whose measure has a way."""
    cohorts = england.once(birth_cohorts)
    ways = {name: way for name in found["measure"].unique() if (way := way_of(name))}
    rows = found.loc[found["measure"].isin(ways), ["measure", "pupil_group", "year", "area"]].copy()
    rows["ways"] = rows["measure"].map(ways)
    rows["all"] = 0.0
    long = cohorts.rename_axis("area").reset_index().melt("area", var_name="reception", value_name="size")
    long = long.astype({"reception": "int64"}).set_index(["area", "reception"])
    for way, own in rows.groupby("ways", sort=False):
        total = sum(
            own.assign(reception=own["year"] - age).join(long, on=["area", "reception"])["size"]
            for age in way.ages
        )
        rows.loc[own.index, "all"] = way.of * total
    rows["stage"] = rows["ways"].map(lambda way: way.stage)
    rows["error"] = rows["ways"].map(lambda way: way.error)
    share, error, source = shares_of(england, rows)
    return pd.DataFrame(
        {"pupils": rows["all"] * share, "error": np.hypot(rows["error"], error), "source": source}
    )
