"""The two headline gaps of disadvantaged pupils in a few short sentences each, and the same gaps over the years."""

import pandas as pd

from analysis.basics.numbers import academic_year
from analysis.basics.phrases import joined
from analysis.catalogue.areas import ENGLAND
from analysis.catalogue.measures import load_measures
from analysis.output.absent import Absent
from analysis.output.table import Figure, Table
from analysis.report.gaps.answers import catching_up
from analysis.report.gaps.chapter import GapsChapter
from analysis.report.gaps.sentences import DOUBT, HEADLINES, ahead, gap_sentence
from analysis.report.gaps.standing import others, size, standing
from analysis.report.rankings.cells import provisional

NOTHING = "No headline gap of disadvantaged pupils is published for this year."
#: So many years are shown, the report's the last.
YEARS = 10


def gaps_in_short(report: GapsChapter) -> list[str]:
    """Of each headline measure the gap to other pupils in England, England's own, that within the LA, and whether the first is closing.

    That is since 2019, or since the year before where the two cannot be compared.
    """
    table = report.gaps
    rows = table[(table["pupil_group"] == "disadvantaged") & table["measure"].isin(HEADLINES)]
    found = (_in_short(rows[rows["measure"] == measure], report) for measure in HEADLINES)
    return [text for text in found if text] or [NOTHING]


def _in_short(rows: pd.DataFrame, report: GapsChapter) -> str:
    main = next(rows[rows["comparator"] == "national_other"].itertuples(), None)
    if main is None:
        return ""
    if pd.isna(main.gap):
        return gap_sentence(main)
    said = [f"{main.title}: {standing(main, main.gap, main.side)} {others(main)}{provisional(main)}."]
    if main.doubtful:
        said.append(f"{DOUBT}: this gap should not be relied on.")
    own = rows[(rows["comparator"] == "own_other") & rows["gap"].notna() & ~rows["doubtful"].astype(bool)]
    for row in own.sort_values("area", key=lambda area: area != ENGLAND, kind="stable").itertuples():
        whose = f"The gap within {row.area_name}, to its own other pupils,"
        whose = "England's own gap" if row.area == ENGLAND else whose
        said.append(f"{whose} is {size(row, row.gap)}{ahead(row)}{provisional(row)}.")
    return " ".join([*said, *catching_up(main, report)])


def gap_years_table(report: GapsChapter) -> Table | None:
    """The gap to other pupils in England in each of the last years, of the LA and of England's own; None without any."""
    rows = report.gap_history
    rows = rows[(rows["pupil_group"] == "disadvantaged") & rows["measure"].isin(HEADLINES)]
    of_england = (rows["area"] == ENGLAND) & (rows["comparator"] == "own_other")
    rows = rows[(rows["comparator"] == "national_other") | of_england]
    rows = rows[rows["gap"].notna() & (rows["year"] > report.year - YEARS)]
    if rows["year"].nunique() < 2:
        return None
    years = range(int(rows["year"].min()), report.year + 1)
    body = [
        {"Gap": f"{own['short_title'].iloc[0]}: {own['area_name'].iloc[0]}"}
        | {academic_year(year): _gap(own[own["year"] == year]) for year in years}
        for _, own in rows.groupby([rows["measure"].map(list(HEADLINES).index), of_england], sort=True)
    ]
    notes = (
        "In points. Below 0, disadvantaged pupils do less well than other pupils in England.",
        *_breaks(report, [measure for measure in HEADLINES if measure in set(rows["measure"])], years),
    )
    caption = "Gap of disadvantaged pupils to other pupils in England, by year"
    return Table(caption, pd.DataFrame(body, dtype=object), notes, stacked=True)


def _gap(rows: pd.DataFrame) -> Figure | Absent:
    for row in rows.itertuples():
        text = f"{'−' if row.gap < 0 else '+' if row.gap > 0 else ''}{size(row, row.gap).split()[0]}"
        decimals = int(row.gap_decimals)
        return Figure(float(row.gap), text, decimals, rests_on_provisional=bool(provisional(row)))
    return Absent("not published")


def _breaks(report: GapsChapter, measures: list[str], years: range) -> tuple[str, ...]:
    """After which years a series is not comparable with what came before."""
    about = load_measures()
    told = []
    for measure in measures:
        after = [academic_year(year) for year in about.loc[measure, "break_after"] if year in years[:-1]]
        if after:
            breaks = "a break" if len(after) == 1 else "breaks"
            told.append(
                f"{about.loc[measure, 'short_title']}: {breaks} after {joined(after)}. Do not compare the two sides of a break."
            )
    return tuple(told)
