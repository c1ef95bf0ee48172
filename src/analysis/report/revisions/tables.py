"""Revisions as tables."""

import re

import pandas as pd

from analysis.basics.numbers import academic_year, ordinal
from analysis.basics.patterns import NUMBER
from analysis.basics.phrases import joined
from analysis.catalogue.measures import group_phrase, titled
from analysis.data.publication_status import PROVISIONAL
from analysis.data.ranking import FAR, FURTHER
from analysis.output.table import Figure, Table
from analysis.report.claims.verdicts import VERDICTS
from analysis.report.gaps.standing import others
from analysis.report.rankings.cells import BAND_STYLES, figure, rank_figure
from analysis.report.revisions.local import Last
from analysis.report.revisions.revisions import Compared, by_area, furthest

MOST_SERIES, MOST_AREAS, MOST_MOVES, MOST_FIGURES = 25, 20, 20, 20


def series_table(series: pd.DataFrame) -> Table:
    """Every measure, group and year of which most figures changed."""
    rows = series.head(MOST_SERIES)
    body = [
        {
            "Measure": f"{titled(row.measure, row.short_title, row.pupil_group, ': ')}, {academic_year(row.year)}",
            "Figures | in both": row.both,
            "Figures | changed": row.changed,
            "Figures | as printed": row.printed,
            "Ranks | in both": row.ranked,
            "Ranks | moved": row.moved,
            f"Ranks | {FAR} places or more": row.far,
            f"Ranks | {FURTHER} or more": row.further,
            "Ranks | furthest": row.largest,
            "Ranks | within ties": row.within_ties,
            "Ranks | in another band": row.bands,
        }
        for row in rows.itertuples()
    ]
    left = len(series) - len(rows)
    notes = (f"{left} more series have changes; the data file has them.",) if left else ()
    return Table(
        "Figures and ranks that changed, by measure and year",
        pd.DataFrame(body, dtype=object),
        notes,
        stacked=True,
    )


def areas_table(found: Compared) -> Table:
    """The local authorities of which most ranks moved."""
    rows = by_area(found)
    body = [
        {
            "Local authority": row.area_name,
            "Figures changed": row.changed,
            "As printed": row.printed,
            "Ranks moved": row.moved,
            f"By {FAR} places or more": row.far,
            f"By {FURTHER} or more": row.further,
            "In another band": row.bands,
        }
        for row in rows.head(MOST_AREAS).itertuples()
    ]
    note = "Of all measures, groups of pupils and years. Ranks move too where only other authorities' figures changed."
    caption = "Local authorities of which most ranks moved"
    return Table(caption, pd.DataFrame(body, dtype=object), (note,), stacked=True)


def moves_table(found: Compared) -> Table:
    """The ranks of all pupils that moved furthest."""
    rows = furthest(found, MOST_MOVES)
    body = [
        {"Local authority": row.area_name, "Measure": _named(row), **_cells(row)} for row in rows.itertuples()
    ]
    return _table("Ranks of all pupils that moved furthest", body)


def figures_table(rows: pd.DataFrame, caption: str) -> Table:
    """Figures of one local authority before and after, with their ranks and bands."""
    body = [{"Measure": _named(row), **_cells(row)} for row in rows.itertuples()]
    return _table(caption, body)


def _table(caption: str, body: list[dict]) -> Table:
    return Table(caption, pd.DataFrame(body, dtype=object), classes=BAND_STYLES, stacked=True)


def _named(row) -> str:
    return f"{titled(row.measure, row.short_title, row.pupil_group, ': ')}, {academic_year(row.year)}"


def _cells(row) -> dict:
    sides = {
        name: [_figure(row, side), _rank(row, side)]
        for name, side in (("Before", "before"), ("After", "after"))
    }
    figures = {f"Figure | {name.lower()}": cells[0] for name, cells in sides.items()}
    ranks = {f"Rank | {name.lower()}": cells[1] for name, cells in sides.items()}
    return {
        **figures,
        **ranks,
        "Band before": row.band_before or None,
        "Band after": row.band_after or None,
        "Places moved": _moved(row),
    }


def _figure(row, side: str) -> Figure | None:
    status = getattr(row, f"status_{side}") or "ok"
    found = figure(getattr(row, f"value_{side}"), row.unit, getattr(row, f"decimals_{side}"), status=status)
    if found is None or not _is_open(row, side):
        return found
    return Figure(found.value, found.text, found.decimals, rests_on_provisional=True)


def _is_open(row, side: str) -> bool:
    """Whether the figure was known on its day to be provisional."""
    return getattr(row, f"publication_status_{side}", "") == PROVISIONAL


def _rank(row, side: str) -> Figure | None:
    """A rank with the places that share it: "12th= of 151 (12–15)"."""
    rank, first, last = (getattr(row, f"{name}_{side}") for name in ("rank", "tie_first", "tie_last"))
    if pd.isna(rank):
        return None
    tied = pd.notna(last) and last > first
    places = f" ({first}–{last})" if tied else ""
    text = f"{ordinal(rank, tied)} of {getattr(row, f'n_{side}')}{places}"
    return Figure(float(rank), text, 0, rests_on_provisional=_is_open(row, side))


def _moved(row) -> str | None:
    if pd.isna(row.places_moved):
        return None
    if row.places_moved == 0:
        return "0"
    way = "up" if row.rank_after < row.rank_before else "down"
    return f"{row.places_moved} {way}{', within ties' if row.within_ties else ''}"


def targets_table(last: Last) -> Table:
    """Indicators with another status, result or rank."""
    body = [
        {
            "Indicator": f"{row.title} ({row.reference})",
            "Target": row.target,
            "Result | before": figure(row.result_before, row.unit_before, row.decimals_before),
            "Result | after": figure(row.result_after, row.unit_after, row.decimals_after),
            "Rank | before": rank_figure(row.rank_before),
            "Rank | after": rank_figure(row.rank_after),
            "Status before": row.status_before,
            "Status after": row.status_after,
        }
        for row in last.targets.itertuples()
    ]
    caption = "Indicators with another result, rank or status"
    return Table(caption, pd.DataFrame(body, dtype=object), stacked=True)


def gaps_table(last: Last) -> Table:
    """Gaps that have changed as they are printed."""
    body = [
        {
            "Gap": f"{titled(row.measure, row.short_title_after, row.pupil_group, ': ')}, to {_compared(row, last)}",
            "Gap | before": figure(row.gap_before, row.unit_before, row.gap_decimals_before),
            "Gap | after": figure(row.gap_after, row.unit_after, row.gap_decimals_after),
            "Rank | before": _rank(row, "before"),
            "Rank | after": _rank(row, "after"),
            "Side before": row.side_before or None,
            "Side after": row.side_after or None,
            "Places moved": _moved(row),
        }
        for row in last.gaps.itertuples()
    ]
    frame = pd.DataFrame(body, dtype=object).rename(columns={"Gap": "Group and comparison"})
    return Table("Gaps that have changed as printed", frame, stacked=True)


def _compared(row, last: Last) -> str:
    """Those that the group of a gap is compared with, as the page of gaps names them."""
    if row.comparator == "national_same":
        return "the same pupils in England"
    return others(row, last.after.area.name) if row.comparator == "own_other" else others(row)


#: What a statement is about, by its kind; what it is of stands after it.
ABOUT = {"value": "figure", "rank_value": "rank", "change": "change", "arithmetic": "difference"}
FIGURES = {"rank": "rank", "gap": "gap", "gap_rank": "rank of the gap"}
#: What is counted, where the name in claims is not how a reader would say it.
COUNTED = {"every rank": "ranks"}


def sentences_table(rows: pd.DataFrame, caption: str, heading: str) -> Table:
    """Statements whose verdict is another: what was said, what the later figures say."""
    body = [
        {
            heading: plain_sentence(str(claim)),
            "What it said, and what the later figures say": "; ".join(
                statement(row) for row in own.itertuples()
            ),
            "Statements by verdict": joined(verdict_counts(own)),
        }
        for claim, own in rows.groupby("claim", sort=False)
    ]
    return Table(caption, pd.DataFrame(body, dtype=object), stacked=True)


def verdict_counts(rows: pd.DataFrame) -> list[str]:
    """How many statements have each verdict by the later figures: "5 contradicted", "2 ambiguous"."""
    return [f"{n} {VERDICTS[verdict]}" for verdict, n in rows["verdict_after"].value_counts().items()]


def statement(row) -> str:
    """One statement, said and by the later figures: "rank: 69th, now 78th= of 151"; ``row`` is of ``Last.sentences``."""
    said, now = row.printed, row.recomputed_after
    if row.kind == "count":
        noun = COUNTED.get(row.against, row.against)
        said, now = (f"{text} {noun}" if text.isdigit() else text for text in (said, now))
    if said.endswith("%") and re.fullmatch(NUMBER, now):
        now += "%"
    about = _about(row)
    text = f"{about}: {said}" if about else said
    text += f", now {now}" if now else ""
    # of a number that is contradicted the later one says enough; of a change the two ranks leave open how large it is
    if row.reason_after and (row.verdict_after != "contradicted" or row.kind == "change"):
        verdict = f"{VERDICTS[row.verdict_after]}: " if row.verdict_after != "contradicted" else ""
        text += f" ({verdict}{row.reason_after})"
    return re.sub(r"(?<!\w)-(?=\d)", "−", text)


def _about(row) -> str:
    """What the number of a statement is: "figure of disadvantaged pupils", "gap in Barnet"."""
    words = FIGURES.get(row.figure) or ABOUT.get(row.kind, "")
    if row.kind == "change" and row.figure:
        words = f"change of {words}"
    if row.kind == "arithmetic" and row.comparison_group:
        words = "gap"
    elif words and row.pupil_group not in ("", "all") and "|" not in row.pupil_group:
        words += f" of {group_phrase(row.pupil_group)}"
    return f"{words} in {row.area}" if words and row.area else words


def plain_sentence(text: str) -> str:
    """A sentence without its marks and links.

    Examples
    --------
    >>> plain_sentence("**Ahead.** By 3. [Rankings](rankings.html)")
    'Ahead. By 3.'
    """
    return re.sub(r" ?\[[^]]*\]\([^)]*\)|\*", "", text)
