"""The cohorts, counts and percentages that transcribed papers name: what each can show, and whether it adds up."""

import pandas as pd

from analysis.basics.numbers import format_value
from analysis.catalogue.areas import ENGLAND
from analysis.catalogue.observations import select
from analysis.report.cohorts.results import NOTHING, share_result
from analysis.report.rankings.chapter import RankingsChapter
from analysis.report.rankings.moves import Ladder, ladders
from analysis.statistics.possible_counts import granularity, possible_counts, possible_denominators
from analysis.statistics.shares import proportion

#: Columns of the papers kept beside the results.
PRINTED = ["id", "paper", "location", "line", "kind", "percentage", "note"]
#: The kind of numbers that the papers print as approximate, rounded or forecast.
ESTIMATE = "estimate"
#: Cohorts up to this size are searched for those that a printed percentage is possible in.
SEARCHED = 150
#: Counts of pupils that DfE suppresses. One that the papers do not print is not worked out either.
SUPPRESSED = range(1, 6)


def named_cohorts(report: RankingsChapter) -> pd.DataFrame:
    """Every cohort, count and percentage that the transcribed papers name, with its interval and check.

    Parameters
    ----------
    report : RankingsChapter
        With an edition; without one the result is empty.

    Returns
    -------
    DataFrame
        ``label, measure, pupil_group, year, numerator, denominator``, the columns of
        ``cohort_results.NOTHING``, ``england, england_decimals`` and ``PRINTED``. ``hypothetical`` is whether
        the papers print the percentage without its group, and the row tries a group that they name nearby.
    """
    if report.paper is None:
        return pd.DataFrame(
            columns=[*_FIRST, *NOTHING, "england", "england_decimals", *PRINTED, "hypothetical"]
        )
    rows = _with_possible_bases(report.paper.cohorts)
    england = select(report.figures, area=ENGLAND).set_index(["measure", "pupil_group", "year"])
    england = england[["value", "decimals"]].set_axis(["england", "england_decimals"], axis=1)
    rows = rows.join(england, on=["measure", "pupil_group", "year"])
    own = {year: _ladders(report, rows[rows["year"] == year]) for year in rows["year"].unique()}
    found = [_assessed(row, own[row.year].get((row.measure, row.pupil_group))) for row in rows.itertuples()]
    rows = rows.drop(columns=["numerator", "denominator"]).join(pd.DataFrame(found, index=rows.index))
    rows["order"] = rows["pupil_group"].eq("").astype(int)
    rows = rows.sort_values(["order", "id"], kind="stable", ignore_index=True)
    return rows[[*_FIRST, *NOTHING, "england", "england_decimals", *PRINTED, "hypothetical"]]


_FIRST = ["label", "measure", "pupil_group", "year", "numerator", "denominator"]


def _ladders(report: RankingsChapter, rows: pd.DataFrame) -> dict[tuple[str, str], Ladder]:
    keys = rows.loc[rows["measure"].ne("") & rows["pupil_group"].ne(""), ["measure", "pupil_group"]]
    if keys.empty:
        return {}
    return ladders(
        report, int(rows["year"].iloc[0]), list(keys.drop_duplicates().itertuples(index=False, name=None))
    )


def _with_possible_bases(cohorts: pd.DataFrame) -> pd.DataFrame:
    """The cohorts, and a percentage of an unstated group once more for each group that it may be of.

    A group is a candidate if the row names it as related, it is of the same pupils and year, and a whole number of
    it prints as the percentage.
    """
    by_id = cohorts.set_index("id")
    rows = []
    for row in cohorts.to_dict("records"):
        rows.append(row | {"hypothetical": False, "tried": ""})
        if not pd.isna(row["denominator"]) or pd.isna(row["percent"]) or row["kind"] in ("change", ESTIMATE):
            continue
        sizes = _sizes_nearby(by_id.loc[row["related"].split()], row)
        fits = [n for n in sizes if possible_counts(row["percentage"], int(row["decimals"]), n)]
        rows[-1]["tried"] = _tried(row["percentage"].strip(), sizes, fits)
        base = f"of {{}} {'pupils' if row['pupil_group'] else 'of them'}".removesuffix(" of them")
        for n in fits:
            label = f"{row['label']}, if {base.format(n)}"
            rows.append(row | {"denominator": n, "label": label, "hypothetical": True, "tried": ""})
    return pd.DataFrame(rows).astype({"numerator": "Int64", "denominator": "Int64", "decimals": "Int8"})


def _sizes_nearby(related: pd.DataFrame, row: dict) -> list[int]:
    plain = related[(related["percentage"] == "") & ~related["kind"].isin(["change", ESTIMATE])]
    same = plain[(plain["pupil_group"] == row["pupil_group"]) & (plain["year"] == row["year"])]
    return sorted({int(n) for name in ("numerator", "denominator") for n in same[name].dropna()})


def _tried(percentage: str, sizes: list[int], fits: list[int]) -> str:
    if not sizes:
        return ""
    named = " or ".join(map(str, sizes))
    if fits == sizes:
        return f"{named}, named nearby, would be possible"
    return f"of {named}, named nearby, {' or '.join(map(str, fits)) or 'none'} can be {percentage}"


def _assessed(row, ladder: Ladder | None) -> dict:
    """What one printed cohort comes to."""
    n, k = row.denominator, row.numerator
    result = {"numerator": k, "denominator": n} | NOTHING | {"value": row.percent}
    if row.kind == "change":
        parts = "checked against its parts below" if row.relation else "whose parts are not all printed"
        return result | {"reason": f"no interval: a change, {parts}"}
    if row.note.startswith("A target"):
        return result | {"reason": "no interval: a target, not a result"}
    if row.kind == ESTIMATE:
        return result | {"reason": "no interval: an estimate or a rounded number, not a count"}
    if pd.isna(row.percent):
        return result | _size(row)
    if pd.isna(n):
        return result | {"reason": _without_base(row)}
    check = granularity(row.percentage, int(row.decimals), None if pd.isna(k) else int(k), denominator=int(n))
    result |= {"possible": "yes" if check.possible else "no", "reason": check.reason}
    if pd.isna(k):
        counts = check.implied_numerators
        if any(count in SUPPRESSED for count in counts):
            return result | {
                "reason": f"no interval: of {n} it would be fewer than 6, a number that is not worked out here"
            }
        if len(counts) > 1:
            return result | _several(counts, int(n), row.percentage.strip())
        if not counts:
            return result | {"reason": f"no interval: {check.reason}"}
        k = counts[0]
    decimals = 0 if pd.isna(row.england_decimals) else int(row.england_decimals)
    found = share_result(proportion(int(k), int(n)), row.england, decimals, ladder)
    reason = found["reason"] if found["verdict"] and check.possible else f"{check.reason}; {found['reason']}"
    return result | found | {"numerator": k, "possible": result["possible"], "reason": reason}


def _several(counts: tuple[int, ...], n: int, percentage: str) -> dict:
    """The interval of a percentage that several counts print as: it reaches from the fewest's to the most's."""
    fewest, most = proportion(counts[0], n), proportion(counts[-1], n)
    return {
        "lower": fewest.confidence_interval().percent.low,
        "upper": most.confidence_interval().percent.high,
        "interval_from": "Wilson's score interval, of every count that prints so",
        "one_pupil_points": fewest.one_pupil_points,
        "reason": f"{counts[0]} to {counts[-1]} of {n} print as {percentage}",
    }


def _size(row) -> dict:
    """A cohort's size, or a count of something else: what one pupil is worth, and no interval."""
    if not row.pupil_group:
        return {"reason": "no interval: a count, not a share of a group"}
    sizes = [int(n) for n in (row.numerator, row.denominator) if not pd.isna(n)]
    worth = " and ".join(f"{format_value(100 / n, 'points', 1)} of {n}" for n in sizes)
    return {
        "one_pupil_points": 100 / sizes[0],
        "reason": f"no interval: the size of a cohort, not a result; one pupil is worth {worth} (points)",
    }


def _without_base(row) -> str:
    """Why a percentage of an unstated group has no interval, and how large the group must be."""
    text = "no interval: the papers do not print the number in the group"
    sizes = possible_denominators(row.percentage, int(row.decimals), SEARCHED)
    least = (
        f"{row.percentage.strip()} needs at least {sizes[0]}"
        if row.decimals and sizes and sizes[0] > 3
        else ""
    )
    return "; ".join(filter(None, [text, least, row.tried]))


def arithmetic(cohorts: pd.DataFrame) -> pd.DataFrame:
    """Printed differences, totals and parts against the figures that they are made of.

    Returns
    -------
    DataFrame
        ``id, label, location, line, note, printed, recomputed, adds_up, working, finding`` for every row with a
        relation; ``recomputed`` of a part is the whole that it may not exceed.
    """
    by_id = cohorts.set_index("id")
    value = by_id["numerator"].astype("Float64").fillna(by_id["percent"])
    rows = []
    for row in cohorts[cohorts["relation"] != ""].itertuples():
        if row.relation.startswith("sum_to_100:"):
            parts = [float(value[part]) for part in row.relation.removeprefix("sum_to_100:").split()]
            printed, found = 100.0, sum(parts)
            # shares rounded to whole numbers may miss 100 by half of one each
            adds_up = abs(found - printed) <= len(parts) / 2
            working = " + ".join(f"{part:g}" for part in parts)
            finding = f"{working} is {found:g}"
        elif row.relation.startswith("part_of:"):
            printed, found = float(value[row.id]), float(value[row.relation.removeprefix("part_of:").strip()])
            adds_up = printed <= found
            working, finding = f"a part of {found:g}", f"a part of {found:g} cannot be more than {found:g}"
        else:
            first, *rest = row.relation.split()
            terms = [(sign, float(value[part])) for sign, part in zip(rest[::2], rest[1::2], strict=True)]
            printed = float(value[row.id])
            found = float(value[first]) + sum(-term if sign == "-" else term for sign, term in terms)
            adds_up = abs(found - printed) < 1e-9
            working = f"{value[first]:g}" + "".join(
                f" {'−' if sign == '-' else '+'} {term:g}" for sign, term in terms
            )
            finding = f"{working} is {found:g}"
        about = [row.id, row.label, row.location, row.line, row.note]
        rows.append([*about, printed, found, adds_up, working, finding])
    columns = [
        "id",
        "label",
        "location",
        "line",
        "note",
        "printed",
        "recomputed",
        "adds_up",
        "working",
        "finding",
    ]
    return pd.DataFrame(rows, columns=columns)
