"""The cohorts that a report speaks of, each with what its size allows to be said."""

import pandas as pd

from analysis.cohorts import proportion
from analysis.data import ENGLAND
from analysis.granularity import granularity, possible_counts, possible_denominators
from analysis.observations import select
from analysis.verdicts import verdict

COLUMNS = [
    *("label", "measure", "pupil_group", "year", "area", "area_name", "numerator", "denominator", "value"),
    *("lower", "upper", "one_pupil_points", "rank_low", "rank_high", "possible", "verdict", "reason"),
]
#: Cohorts up to this size are searched for those that a printed percentage is possible in.
SEARCHED = 150


def named_cohorts(data) -> pd.DataFrame:
    """Every cohort, count and percentage that the transcribed papers name, with its interval and check.

    Parameters
    ----------
    data : analysis.data.Data
        With an edition; without one the result is empty.

    Returns
    -------
    DataFrame
        The columns of ``small_cohorts.csv`` (DESIGN: output contract), percentages in per cent, then
        ``id, paper, location, line, kind, percentage`` (as printed), ``england``. ``verdict`` is on the
        statement that the figure lies on the side of England's on which it is printed; it is empty where
        there is nothing to compare, and ``reason`` says why.
    """
    if data.edition is None:
        return pd.DataFrame(
            columns=[*COLUMNS, "id", "paper", "location", "line", "kind", "percentage", "england"]
        )
    rows = _with_possible_bases(data.edition.cohorts)
    england = select(data.observations, area=ENGLAND).set_index(["measure", "pupil_group", "year"])["value"]
    keys = zip(rows["measure"], rows["pupil_group"], rows["year"], strict=True)
    rows = rows.assign(england=[england.get(key) for key in keys])
    found = pd.DataFrame([_assessed(row) for row in rows.itertuples()], index=rows.index)
    rows = rows.drop(columns=["numerator", "denominator"]).join(found)
    rows["order"] = rows["pupil_group"].eq("").astype(int)
    rows = rows.sort_values(["order", "id"], kind="stable", ignore_index=True)
    rows = rows.assign(area=data.area.code, area_name=data.area.name, rank_low=pd.NA, rank_high=pd.NA)
    return rows[[*COLUMNS, "id", "paper", "location", "line", "kind", "percentage", "england"]]


def _with_possible_bases(cohorts: pd.DataFrame) -> pd.DataFrame:
    """The cohorts, and a percentage of an unstated group once more for each cohort it may be of.

    A cohort is a candidate if the row names it as related, it is of the same pupils and year, and a whole
    number of it prints as the percentage.
    """
    by_id = cohorts.set_index("id")
    rows = []
    for row in cohorts.to_dict("records"):
        rows.append(row)
        if not pd.isna(row["denominator"]) or pd.isna(row["percent"]) or not row["pupil_group"]:
            continue
        sizes = set()
        for related in by_id.loc[row["related"].split()].itertuples():
            if not related.percentage and (related.pupil_group, related.year) == (
                row["pupil_group"],
                row["year"],
            ):
                sizes |= {int(n) for n in (related.numerator, related.denominator) if not pd.isna(n)}
        for n in sorted(sizes):
            if possible_counts(row["percentage"], int(row["decimals"]), n):
                rows.append(row | {"denominator": n, "label": f"{row['label']}, if of {n} pupils"})
    return pd.DataFrame(rows).astype({"numerator": "Int64", "denominator": "Int64", "decimals": "Int8"})


def _assessed(row) -> dict:
    """What one printed cohort comes to."""
    n, k = row.denominator, row.numerator
    result = {
        "numerator": k,
        "denominator": n,
        "value": row.percent,
        "possible": "",
        "verdict": "",
        "reason": "",
    }
    if row.kind == "change":
        return result | {"reason": "no interval: a change, checked against its parts below"}
    if pd.isna(row.percent):
        return result | _size(row)
    if pd.isna(n):
        return result | {"reason": _without_base(row)}
    if not pd.isna(row.percent):
        counts = possible_counts(row.percentage, int(row.decimals), int(n))
        check = granularity(
            row.percentage, int(row.decimals), None if pd.isna(k) else int(k), denominator=int(n)
        )
        result |= {"possible": "yes" if check.possible else "no", "reason": check.reason}
        if pd.isna(k) and len(counts) == 1:
            k = counts[0]
    if pd.isna(k):
        return result | {"reason": f"no interval: several counts of {n} print as {row.percentage}"}
    share = proportion(int(k), int(n))
    low, high = share.confidence_interval().percent.low, share.confidence_interval().percent.high
    result |= {
        "numerator": k,
        "value": share.percent,
        "lower": low,
        "upper": high,
        "one_pupil_points": share.one_pupil_points,
    }
    if pd.isna(row.england):
        return result | {
            "reason": "; ".join(filter(None, [result["reason"], "no figure of England's to compare with"]))
        }
    side = "below" if share.percent < row.england else "above"
    judged = verdict(share.value, share.confidence_interval(), row.england / 100, side, n=int(n))
    return result | {"verdict": judged.wording, "reason": judged.reason}


def _size(row) -> dict:
    """A cohort's size, or a count of something else: what one pupil is worth, and no interval."""
    if not row.pupil_group:
        return {"reason": "no interval: a count, not a share of a group"}
    sizes = [int(n) for n in (row.numerator, row.denominator) if not pd.isna(n)]
    worth = " and ".join(f"{100 / n:.1f} of {n}" for n in sizes)
    return {
        "one_pupil_points": 100 / sizes[0],
        "reason": f"no interval: the size of a cohort, not a result; one pupil is worth {worth} (points)",
    }


def _without_base(row) -> str:
    """Why a percentage of an unstated group has no interval, and how large the group must be."""
    text = "no interval: the papers do not print the number in the group"
    sizes = possible_denominators(row.percentage, int(row.decimals), SEARCHED)
    if row.decimals and sizes and sizes[0] > 3:
        return f"{text}; {row.percentage.strip()} needs at least {sizes[0]}"
    return text


def arithmetic(cohorts: pd.DataFrame) -> pd.DataFrame:
    """Printed differences and totals against the figures that they are made of.

    Returns
    -------
    DataFrame
        ``id, label, location, line, printed, recomputed, adds_up, working`` for every row with a relation.
    """
    value = cohorts.set_index("id")["numerator"].astype("Float64").fillna(cohorts.set_index("id")["percent"])
    rows = []
    for row in cohorts[cohorts["relation"] != ""].itertuples():
        if row.relation.startswith("sum_to_100:"):
            parts = [float(value[part]) for part in row.relation.removeprefix("sum_to_100:").split()]
            printed, found = 100.0, sum(parts)
            # shares rounded to whole numbers may miss 100 by half of one each
            adds_up = abs(found - printed) <= len(parts) / 2
            working = " + ".join(f"{part:g}" for part in parts)
        else:
            first, sign, second, *rest = row.relation.split()
            printed = float(value[row.id])
            terms = [float(value[first])]
            signs = [1.0]
            for operator, part in zip([sign, *rest[::2]], [second, *rest[1::2]], strict=True):
                terms.append(float(value[part]))
                signs.append(-1.0 if operator == "-" else 1.0)
            found = sum(s * t for s, t in zip(signs, terms, strict=True))
            adds_up = abs(found - printed) < 1e-9
            working = f"{terms[0]:g}" + "".join(
                f" {'−' if s < 0 else '+'} {t:g}" for s, t in zip(signs[1:], terms[1:], strict=True)
            )
        rows.append([row.id, row.label, row.location, row.line, printed, found, adds_up, working])
    return pd.DataFrame(
        rows, columns=["id", "label", "location", "line", "printed", "recomputed", "adds_up", "working"]
    )
