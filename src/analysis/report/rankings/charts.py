"""Ranks as charts: all of them on one scale, the years, and the LA among all LAs."""

import pandas as pd

from analysis.basics.numbers import ordinal
from analysis.basics.phrases import counted
from analysis.catalogue.measures import PHASES, of_all_pupils
from analysis.catalogue.observations import select
from analysis.data.open_places import lies_in, open_places
from analysis.data.ranking import last_place
from analysis.output.charts import chart as charts
from analysis.output.table import Table
from analysis.report.rankings.band_counts import band_counts, small_authority
from analysis.report.rankings.cells import number, provisional, so_far, unordered
from analysis.report.rankings.chapter import RankingsChapter
from analysis.report.rankings.nameable import showable, too_few_pupils
from analysis.report.rankings.rankings import rank_history
from analysis.report.rankings.sentences import best_first, better, lowest_first, of_ranked, placed, shown

#: The bands whose ends are drawn, and the share of local authorities in each.
BANDS = {"top 10%": 10, "top 20%": 20, "top half": 50}
#: Fewer histories than this are no chart.
MIN_PANELS = 3
#: The headline measures whose values are drawn over the years, if the LA has them: one or two of each age.
TRENDS = (
    "eyfs_gld",
    "phonics_year1_expected",
    "ks2_rwm_expected",
    "ks4_attainment8",
    "ks4_english_maths_95",
    "ks5_aab",
)


def rank_profile(rows: pd.DataFrame, report: RankingsChapter) -> charts.Chart:
    """Every rank on one scale, a row for each phase."""
    rows = rows[rows["rank"].notna()]
    counts = band_counts(rows, report)
    n, whole = int(rows["n_ranked"].max()), counts.rows
    phases = [phase for phase in PHASES if phase in set(rows["phase"])]
    title = f"{counts.certain['top 10%']} of {len(whole)} measures of all pupils rank in the top 10%"
    if counts.open["top 10%"]:
        title += f", {counts.open['top 10%']} more by open places"
    if too_few_pupils(report):
        title += ", but a rank may rest on one child"
    elif small_authority(report):
        title += ", but a few pupils decide a band"
    title += so_far(whole)
    parts = []
    for phase in phases:
        own, groups = whole[whole["phase"] == phase]["rank"], int((rows["phase"] == phase).sum())
        ends = f", ranks {own.min()} to {own.max()}, median {own.median():g}" if len(own) else ""
        parts.append(
            f"{PHASES[phase]}: {counted(len(own), 'measure')} of all pupils{ends}; {counted(groups - len(own), 'rank')} of groups."
        )
    drawn = rows.assign(
        row=rows["phase"].map(PHASES), whole=of_all_pupils(rows), name=_ends_named(rows, report)
    )
    bands = {name: last_place(share, n) for name, share in BANDS.items()}
    alt = f"A dot for each measure at its rank among up to {n} local authorities, by phase. " + " ".join(
        parts
    )
    return charts.profile_chart(
        drawn[["row", "rank", "whole", "name"]],
        [PHASES[p] for p in phases],
        n,
        bands,
        title,
        alt,
    )


def _ends_named(rows: pd.DataFrame, report: RankingsChapter) -> pd.Series:
    """The name and place of the best and of the lowest rank of each phase; empty for all other rows.

    Those that are not named as best or lowest elsewhere stand in brackets; where that is so of all, there are no names.
    """
    names = pd.Series("", index=rows.index)
    if too_few_pupils(report):
        return names
    firm = showable(rows, report).index
    for _, own in rows[of_all_pupils(rows)].groupby("phase"):
        for ends in (best_first(own), lowest_first(own)):
            row = next(ends.head(1).itertuples())
            words = f"{row.short_title}, {placed(row)}{provisional(row)}"
            names[row.Index] = words if row.Index in firm and not unordered(row) else f"({words})"
    return names


def rank_histories(rows: pd.DataFrame, report: RankingsChapter) -> charts.Chart | None:
    """The rank of each headline measure over the years."""
    rows = rows[rows["headline"] & (rows["pupil_group"] == "all")]
    series = {row.measure: rank_history(report, report.ranks, row.measure) for row in rows.itertuples()}
    series = {measure: table for measure, table in series.items() if table["rank"].notna().sum() > 1}
    if len(series) < MIN_PANELS:
        return None
    rows = rows[rows["measure"].isin(series)]
    names = rows.set_index("measure")["short_title"]
    said = {measure: first_and_last_rank(table) for measure, table in series.items()}
    bands = {}
    for measure, table in series.items():
        n = int(table.loc[table["rank"].notna(), "n_ranked"].iloc[-1])
        bands[names[measure]] = {name: last_place(share, n) for name, share in BANDS.items()}
    title = _always_in_one_half(series, report) + so_far(rows)
    alt = "A line for each measure, best at the top. " + " ".join(
        f"{names[measure]}: {words}." for measure, words in said.items()
    )
    drawn = {names[measure]: table for measure, table in series.items()}
    return charts.history_chart(drawn, bands, {names[key]: words for key, words in said.items()}, title, alt)


def _always_in_one_half(series: dict[str, pd.DataFrame], report: RankingsChapter) -> str:
    """How many of the measures rank in the top half in all years, for certain and by open places; or in the bottom half."""
    counts = {}
    for half, (start, end) in {"top half": (0, 50), "bottom half": (50, 100)}.items():
        always = [_always_in(measure, table, start, end, report) for measure, table in series.items()]
        counts[half] = (always.count("certain"), always.count("open"))
    half = max(counts, key=lambda name: counts[name])
    certain, more = counts[half]
    title = f"{certain or 'None'} of {len(series)} headline measures rank in the {half} in every year drawn"
    return f"{title}, and {more} more may" if more else title


def _always_in(measure: str, table: pd.DataFrame, start: int, end: int, report: RankingsChapter) -> str:
    """The word "certain" if every place of every year lies in a part of the ranking, "open" if every rank does, or else nothing."""
    certain = True
    for row in table[table["rank"].notna()].itertuples():
        n = int(row.n_ranked)
        if not last_place(start, n) < row.rank <= last_place(end, n):
            return ""
        certain = certain and _certainly_in(measure, row, start, end, report)
    return "certain" if certain else "open"


def _certainly_in(measure: str, row, start: int, end: int, report: RankingsChapter) -> bool:
    """Whether ties and authorities without a figure leave the place of a year no other part of the ranking."""
    if not report.england.is_ranked:
        return True
    places = report.england.once(open_places, row.year)
    own = select(places, measure=measure, pupil_group="all", area=report.area.code)
    if own.empty:
        return True
    most = own["n_ranked"] + own["unpublished"].fillna(0)
    return bool(
        lies_in(own["open_first"], own["open_last"], own["n_ranked"], start, end, most).fillna(False).all()
    )


def first_and_last_rank(table: pd.DataFrame) -> str:
    """The ends of a history of ranks in words: "12th in 2017, 9th in 2025"."""
    ranked = table[table["rank"].notna()]
    # row by row: a row as a Series has one type, and would make a year 2017.0
    ends = [(row.rank, row.year) for row in ranked[["rank", "year"]].iloc[[0, -1]].itertuples(index=False)]
    return ", ".join(f"{ordinal(rank)} in {year}" for rank, year in ends)


def value_trends(rows: pd.DataFrame, report: RankingsChapter) -> charts.Chart | None:
    """Some headline measures over the years, one or two of each age, beside England and the statistical neighbours, cut at breaks in the series."""
    panels, ends = {}, []
    for row in rows[rows["measure"].isin(TRENDS) & (rows["pupil_group"] == "all")].itertuples():
        table = rank_history(report, report.ranks, row.measure)
        if len(table) > 1 and table["year"].iloc[-1] == report.year:
            panels[row.short_title] = _with_texts(table, row)
            ends.append(row)
    if not panels:
        return None
    compared = [row for row in ends if pd.notna(row.england)]
    ahead = [row for row in compared if better(row) > 0]
    if len(compared) > 1:
        title = f"Better than England on {len(ahead) or 'none'} of {len(compared)} headline measures drawn here, in {report.question.academic_year}"
    else:
        title = f"{ends[0].short_title}: {'better' if ahead else 'not better'} than England in {report.question.academic_year}"
    title += so_far(pd.DataFrame(ends))
    alt = (
        f"Lines of the results in {report.area.name}, of the average of its statistical neighbours and of England by year, "
        "cut where a series has a break or years have no figures. "
    ) + " ".join(
        f"{row.short_title} in {report.year}: {number(row, row.value)}{provisional(row)}, England {_england(row)}."
        for row in ends
    )
    names = {"value": report.area.name, "neighbours": "Neighbours", "england": "England"}
    said = {
        row.short_title: f"{row.short_title} by year: {report.area.name} {shown(row, row.value)}{provisional(row)} in "
        f"{report.year}, England {_england(row)}, beside the average of the statistical neighbours."
        for row in ends
    }
    body = [
        {
            "Measure": row.short_title,
            "Year": f"{year.year}{provisional(row) if year.year == report.year else ''}",
        }
        | {
            names[column]: number(row, getattr(year, column)) if pd.notna(getattr(year, column)) else None
            for column in names
        }
        for row in ends
        for year in panels[row.short_title].itertuples()
    ]
    table = Table(f"{title}: data", pd.DataFrame(body, dtype=object), sheet=False)
    return charts.trend_chart(panels, names, title, alt, table, said)


def _with_texts(table: pd.DataFrame, row) -> pd.DataFrame:
    """The years with the values as the ends of their lines print them."""
    columns = {"value": "text", "neighbours": "neighbours_text", "england": "england_text"}
    return table.assign(
        **{
            text: ["" if pd.isna(value) else shown(row, value) for value in table[column]]
            for column, text in columns.items()
        }
    )


def _england(row) -> str:
    return "not published" if pd.isna(row.england) else number(row, row.england)


#: The title of ``strips``.
NEAREST = r"(?P<phase>[^:]+): nearest the top is (?P<name>.+?), (?=\d+(?:st|nd|rd|th))"


def strips(rows: pd.DataFrame, report: RankingsChapter, phase: str) -> charts.Chart | None:
    """The national distribution of each all-pupils measure of a phase, with the LA and its comparators."""
    shape = report.england.distribution(report.year, None)
    rows = rows[(rows["phase"] == phase) & (rows["pupil_group"] == "all") & (rows["basis"] == "recomputed")]
    rows = rows.join(
        shape[["q0", "q10", "q25", "q50", "q75", "q90", "q100"]], on=["measure", "pupil_group", "year"]
    )
    if rows.empty:
        return None
    rows = rows.assign(label=rows["short_title"], place=[placed(row) for row in rows.itertuples()])
    best = next(best_first(showable(rows, report)).itertuples(), None)
    title = f"{PHASES[phase]}: {report.area.name} among all local authorities"
    # one that is not named for its rank may be nearer
    if best is not None and best.Index == best_first(rows[rows["rank"].notna()]).index[0]:
        title = f"{PHASES[phase]}: nearest the top is {best.short_title}, {of_ranked(best)}"
    title += so_far(rows)
    parts = [
        f"{row.short_title}: {number(row, row.value)}{provisional(row)}, {row.place} of {row.n_ranked}, England {_england(row)}."
        for row in rows.itertuples()
    ]
    alt = f"For each measure, {report.area.name} on a strip from the worst to the best local authority, with the middle half and the middle four fifths of all local authorities. {' '.join(parts)}"
    names = {
        "value": report.area.name,
        "neighbours": "Average of statistical neighbours",
        "england": "England",
    }
    return charts.strip_chart(rows, names, title, alt, number)
