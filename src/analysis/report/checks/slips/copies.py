"""Figures that are those of another row: benchmarks of another indicator, rows of values, rows of ranks."""

from itertools import combinations

import pandas as pd

from analysis.catalogue.measures import group_phrase
from analysis.report.checks.slips.papers import ANNEX, DIFFERENCES, LEVELS, Papers, finding, place_name, shown
from analysis.report.checks.slips.ranks import misfit, printed_ranks

#: Figures in a row, or cells of an indicator, from which on the same figures again are no coincidence.
COPIED_ROW, COPIED_CELLS = 3, 2


def copied(papers: Papers) -> list[dict]:
    """Comparators' figures that are those of another indicator, or a row that is another row."""
    return [*_copied_benchmarks(papers), *_copied_rows(papers)]


def _copied_benchmarks(papers: Papers) -> list[dict]:
    annex = papers.figures[(papers.figures["table"] == ANNEX) & (papers.figures["area"] != papers.area)]
    annex = annex[
        annex["kind"].isin([*LEVELS, *DIFFERENCES]) & (annex["bracketed"] == "no") & annex["value"].notna()
    ]
    cells: dict[str, dict] = {}
    for row in annex.itertuples():
        cells.setdefault(row.row_label, {})[row.area] = row
    found = []
    for (one, first), (two, second) in combinations(cells.items(), 2):
        values = {area: row.value for area, row in first.items()}
        about = {(row.measure, row.pupil_group) for rows in (first, second) for row in rows.values()}
        telling = len(set(values.values())) >= COPIED_CELLS and len(about) > 1
        if not telling or values != {area: row.value for area, row in second.items()}:
            continue
        # the copy is the one that lies farther from what the report prints of its measure elsewhere
        places = [(*_elsewhere(rows, papers), name, rows) for name, rows in ((one, first), (two, second))]
        (_, _, kept, _), (distance, levels, _, rows) = sorted(places, key=lambda place: place[0])
        printed = ", ".join(f"{place_name(area)} {shown(row.printed)}" for area, row in rows.items())
        against = f"; elsewhere this measure is printed as {levels}" if distance else ""
        reason = f"the same figures stand at {kept}, which is another measure{against}"
        row = next(iter(rows.values()))
        found.append(finding("copied", row, levels or "figures of its own", reason, printed=printed, area=""))
    return found


def _elsewhere(rows: dict, papers: Papers) -> tuple[float, str]:
    """How far an indicator's benchmarks lie from the nearest other printing in any year, and what that is."""
    distance, texts = 0.0, []
    for row in rows.values():
        others = papers.figures[
            (papers.figures["measure"] == row.measure)
            & (papers.figures["pupil_group"] == row.pupil_group)
            & (papers.figures["area"] == row.area)
            & (papers.figures["kind"] == row.kind)
            & (papers.figures["table"] != ANNEX)
        ].dropna(subset="value")
        if len(others):
            nearest = others.loc[(others["year"] - row.year).abs().idxmin()]
            distance += abs(nearest["value"] - row.value)
            texts.append(f"{place_name(row.area)} {shown(nearest['printed'])} (line {nearest['line']})")
    return distance, ", ".join(texts)


def _copied_rows(papers: Papers) -> list[dict]:
    rows = papers.figures[(papers.figures["kind"].isin(LEVELS)) & papers.figures["value"].notna()]
    rows = rows[rows["table"] != ANNEX]
    seen: dict = {}
    found = []
    for (_, line, _), own in rows.groupby(["table", "line", "bracketed"], sort=False):
        values = tuple(own["value"])
        if len(set(values)) < COPIED_ROW:
            continue
        keys = set(zip(own["measure"], own["pupil_group"], own["year"], strict=True))
        row = next(own.itertuples())
        for other_line, other_keys in seen.setdefault((row.area, values), []):
            if not keys & other_keys:
                reason = f"the {len(values)} figures of this row are those of line {other_line}, which is about something else"
                printed = ", ".join(shown(text) for text in own["printed"])
                found.append(finding("copied", row, "figures of its own", reason, printed=printed))
                break
        seen[row.area, values].append((line, keys))
    return found


def copied_ranks(papers: Papers) -> list[dict]:
    """Two rows with the same ranks on the same measures, of different pupils with different values."""
    ranks = printed_ranks(papers)
    ranks = ranks[ranks["kind"] == "rank"]
    lines = [
        (rows["measure"].tolist(), rows["value"].tolist(), rows)
        for _, rows in ranks.groupby(["table", "line", "pupil_group", "year"], sort=False)
        if len(rows) >= COPIED_ROW
    ]
    found = []
    for place, (measures, places, rows) in enumerate(lines):
        for other_measures, other_places, other in lines[:place]:
            row, first = next(rows.itertuples()), next(other.itertuples())
            apart = (row.pupil_group, row.year) != (first.pupil_group, first.year)
            if (
                (measures, places) != (other_measures, other_places)
                or not apart
                or _values(rows, papers) == _values(other, papers)
            ):
                continue
            # the row with more places that its values cannot have is the copy
            copy, kept = (other, rows) if _misfits(other, papers) > _misfits(rows, papers) else (rows, other)
            row, first = next(copy.itertuples()), next(kept.itertuples())
            reason = (
                f"these are the ranks of {_whose(first)} (line {first.line}), place for place, though the values differ: "
                f"{_values(copy, papers)} here, {_values(kept, papers)} there"
            )
            printed = ", ".join(copy["printed"])
            found.append(
                finding("copied_ranks", row, "ranks of their own", reason, printed=printed, measure="")
            )
    return found


def _whose(row) -> str:
    return f"{group_phrase(row.pupil_group)}, {row.year}"


def _values(rows: pd.DataFrame, papers: Papers) -> str:
    levels = [
        papers.level.get((row.measure, row.pupil_group, row.year, row.area)) for row in rows.itertuples()
    ]
    return ", ".join(shown(level.printed) if level is not None else "none" for level in levels)


def _misfits(rows: pd.DataFrame, papers: Papers) -> int:
    return sum(misfit(row, papers) is not None for row in rows.itertuples())
