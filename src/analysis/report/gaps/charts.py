"""Gaps as charts: the levels, the years, and the LA among all LAs."""

from dataclasses import replace

import pandas as pd

from analysis.basics.numbers import format_value, rounded
from analysis.basics.patterns import NUMBER
from analysis.basics.phrases import joined
from analysis.catalogue.areas import ENGLAND
from analysis.catalogue.measures import group_phrase, group_title
from analysis.catalogue.observations import KEY, select
from analysis.output.charts import chart as charts
from analysis.output.table import Table
from analysis.report.gaps.chapter import GapsChapter
from analysis.report.gaps.deprivation import deprived, label
from analysis.report.gaps.ranks import gap_distribution
from analysis.report.gaps.standing import others as others_of
from analysis.report.gaps.standing import side_of, standing, standing_alone
from analysis.report.rankings.cells import so_far
from analysis.report.rankings.sentences import placed

CUTS = {
    "q0": "Lowest LA",
    "q10": "10%",
    "q25": "25%",
    "q50": "Median LA",
    "q75": "75%",
    "q90": "90%",
    "q100": "Highest LA",
}


def level_chart(table: pd.DataFrame, report: GapsChapter) -> charts.Chart | None:
    """Disadvantaged pupils of the LA beside other pupils in England, a dumbbell for each percentage measure.

    Measures that are not published for disadvantaged pupils are shown for those eligible for free school meals.
    """
    rows = deprived(table)
    rows = rows[(rows["unit"] == "percent") & (rows["polarity"] == "high")]
    labels = [label(row) for row in rows.itertuples()]
    groups = [group_phrase(group) for group in rows["pupil_group"].unique()]
    return _dumbbells(rows, labels, "Other pupils in England", report, f"of {joined(groups)}")


def group_chart(table: pd.DataFrame, measure: str, report: GapsChapter) -> charts.Chart | None:
    """Every group of the LA on one percentage measure, beside those it is compared with in England.

    Groups whose 0 may stand for no pupils at all are left out.
    """
    rows = select(table, comparator="national_other", measure=measure)
    rows = rows[rows["gap"].notna() & ~rows["doubtful"]].sort_values("gap", kind="stable")
    labels = [group_title(group) for group in rows["pupil_group"]]
    about = "" if rows.empty else rows["title"].iloc[0]
    return _dumbbells(rows, labels, "Those compared with, in England", report, f"in “{about}”")


def _dumbbells(
    rows: pd.DataFrame, labels: list[str], others: str, report: GapsChapter, which: str
) -> charts.Chart | None:
    if rows.empty:
        return None
    title = _furthest_behind(rows, which) + so_far(rows)
    # a decimal is enough for a chart; the tables have what is published
    drawn = pd.DataFrame(
        {
            "label": labels,
            "value": rounded(rows["value"], rows["decimals"].clip(upper=1)).to_numpy(),
            "comparison_value": rounded(
                rows["comparison_value"], rows["comparison_decimals"].clip(upper=1)
            ).to_numpy(),
        }
    )
    compared = [others_of(row) for row in rows.itertuples()]
    parts = [
        f"{row.label}: {row.value:g}%, {who} {row.comparison_value:g}%."
        for row, who in zip(drawn.itertuples(), compared, strict=True)
    ]
    alt = f"For each row the percentage of the group in {report.area.name} and of {others[0].lower()}{others[1:]}. {' '.join(parts)}"
    names = (f"The group in {report.area.name}", others)
    return charts.dumbbell_chart(drawn, names, "Per cent", title, alt, lambda value: f"{value:g}")


def _furthest_behind(rows: pd.DataFrame, which: str) -> str:
    """The row furthest behind those it is compared with, or that none is; "one of" where rounding leaves it open.

    ``which`` says of which gaps that holds: "of disadvantaged pupils".
    """
    last = next(rows.sort_values("gap", kind="stable").itertuples())
    open_ = int((rows["gap"] - rows["rounding"] <= last.gap + last.rounding).sum()) > 1
    last = last._replace(gap_decimals=min(last.gap_decimals, 1))
    who = f"{group_phrase(last.pupil_group)} ({last.short_title[0].lower()}{last.short_title[1:]})"
    side = side_of(last, last.gap)
    gap = f"{who}, {standing(last, last.gap, side)} {others_of(last)}"
    if len(rows) == 1:
        return f"The one gap shown {which}: {gap}"
    shown = f"of the {len(rows)} gaps shown {which}"
    which = "one of the" if open_ else "the"
    if side == "behind":
        return f"O{shown[1:]}, this is {which} widest. It is of {gap}"
    return f"None {shown} is behind. This is {which} nearest: {gap}"


#: The title of ``_furthest_behind`` as far as the figure.
FURTHEST_BEHIND = rf"(?:The one gap shown .*: |Of the {NUMBER} gaps shown .*, this is (?:one of )?the widest\. It is of )(?P<group>[A-Za-z ,-]+) \((?P<name>.+?)\), (?=\d)"


def gap_strip(table: pd.DataFrame, report: GapsChapter) -> charts.Chart | None:
    """The gaps of ``deprived`` among those of all LAs, with England's own gap and the median LA."""
    rows = deprived(table)
    rows = rows[rows["rank"].notna() & (rows["rank_basis"] == "recomputed")]
    if rows.empty:
        return None
    england = select(table, area=ENGLAND)[[*KEY, "gap"]].rename(columns={"gap": "england"})
    rows = rows.merge(england, on=KEY, how="left").join(
        report.england.once(gap_distribution, report.year, report.papers_of)[list(CUTS)], on=KEY
    )
    rows["label"] = [label(row) for row in rows.itertuples()]
    rows["place"] = [f"{placed(row)} of {row.n_ranked}" for row in rows.itertuples()]
    drawn = rows.assign(value=rows["gap"], neighbours=rows["q50"])
    # a shared place counts as the last of those that share it
    better = int((rows["tie_last"].fillna(rows["rank"]) <= rows["n_ranked"] / 2).sum())
    title = (
        f"On {better or 'none'} of {len(rows)} gaps to other pupils in England, {report.area.name} is in the better half of "
        "local authorities"
        if len(rows) > 1
        else f"On the one gap shown, to other pupils in England, {report.area.name} is {'' if better else 'not '}in the better half of "
        "local authorities"
    )
    title += so_far(rows)
    parts = [
        f"{row.label}: {standing_alone(row, row.gap)}, {row.place}; within England {_side_by(row, row.england)}, median local "
        f"authority {_side_by(row, row.q50)}."
        for row in rows.itertuples()
    ]
    alt = f"For each gap to other pupils in England, {report.area.name} on a strip from the widest to the smallest gap of any local authority, with the middle half and middle four fifths of them. {' '.join(parts)}"
    names = {
        "value": report.area.name,
        "neighbours": "Median local authority",
        "england": "England's own gap",
    }
    chart = charts.strip_chart(drawn, names, title, alt, _number)
    return replace(chart, data=_strip_table(title, rows, report))


def _strip_table(title: str, rows: pd.DataFrame, report: GapsChapter) -> Table:
    body = [
        {
            "Gap": row.label,
            report.area.name: _number(row, row.gap),
            "Rank": row.place,
            "England's own gap": _number(row, row.england),
            **{name: _number(row, getattr(row, cut)) for cut, name in CUTS.items()},
        }
        for row in rows.itertuples()
    ]
    return Table(f"{title}: data", pd.DataFrame(body, dtype=object), sheet=False)


def _side_by(row, gap) -> str:
    return standing_alone(row, gap) if pd.notna(gap) else "not known"


def _number(row, value) -> str:
    return format_value(value, "points", row.gap_decimals, true_minus=True)
