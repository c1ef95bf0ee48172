"""What a comment beside a sentence says: the verdict on each of its statements, the figure, and where the figure stands."""

import pandas as pd

from analysis.basics.errors import InputError
from analysis.catalogue.areas import ENGLAND
from analysis.catalogue.measures import load_measures, titled
from analysis.output.page import written
from analysis.output.word_comments import Note
from analysis.report.claims.files import parse_area, parse_year
from analysis.report.claims.verdicts import VERDICTS
from analysis.report.contents import Report
from analysis.runs.draft_files import unguarded
from analysis.runs.record import described

#: The verdicts from the one that most needs a person's eye.
ORDER = {verdict: place for place, verdict in enumerate(VERDICTS)}


def notes(claims: pd.DataFrame, verdicts: pd.DataFrame, report: Report) -> list[Note]:
    """A note for each sentence, with all its verdicts, in the order of the file.

    Parameters
    ----------
    claims : DataFrame
        The rows that were judged, as ``read_file`` gives them.
    verdicts : DataFrame
        As ``check_claims`` returns them for these rows.
    report : Report
        By whose figures they were judged.
    """
    judged = verdicts.set_index("id")
    sources = _sources(report)
    found = []
    sentence = claims["sentence"].where(claims["sentence"] != "", claims["claim"]).map(unguarded)
    for (place, words), rows in claims.groupby([claims["location"], sentence], sort=False):
        own = judged.loc[rows["id"]].sort_values("verdict", key=lambda cells: cells.map(ORDER), kind="stable")
        paragraphs = [line for row in own.itertuples() for line in _said(row, _source(row, report, sources))]
        found.append(Note(str(place), str(words), tuple(paragraphs)))
    return found


def _said(row, source: str) -> list[tuple[tuple[str, bool], ...]]:
    """The paragraphs on one claim: its verdict and what it is of, what is stated and what the figures say, why, the source."""
    verdict, about = VERDICTS[row.verdict], _about(row)
    head = f"{verdict[0].upper()}{verdict[1:]}{f': {about}' * bool(about)}. "
    stated = f"Stated: {_text(row.printed)}. " if row.printed else ""
    figures = f"The figures: {_text(row.recomputed)}." if row.recomputed else ""
    lines: list[tuple[tuple[str, bool], ...]] = [((head, True), (f"{stated}{figures}".strip(), False))]
    # a reason that says the figure again says nothing more
    if row.reason and row.reason != f"{row.recomputed} by national data":
        lines.append(((f"{row.reason[0].upper()}{_text(row.reason[1:]).removesuffix('.')}.", False),))
    if source:
        lines.append(((source, False),))
    return lines


def _about(row) -> str:
    """What a claim is of, as it was understood: measure, pupils, year, and area if it is another than the report's."""
    measure, group = (cell.split(" | ")[0] for cell in (row.measure, row.pupil_group))
    names = load_measures()["short_title"]
    name = titled(measure, names[measure], group or "all") if measure in names.index else ""
    return ", ".join(filter(None, [name, _text(row.year), row.area]))


def _text(text: str) -> str:
    return text.replace(" | ", "; or ")


def _sources(report: Report) -> dict[tuple, tuple[str, str]]:
    """Source and row of every figure of the report, by measure, pupil group, year and area."""
    rows = report.observations
    keys = zip(*(rows[name].tolist() for name in ("measure", "pupil_group", "year", "area")), strict=True)
    return dict(zip(keys, zip(rows["source"].tolist(), rows["locator"].tolist(), strict=True), strict=True))


def _source(row, report: Report, sources: dict[tuple, tuple[str, str]]) -> str:
    """The line that says where the figure stands; of a claim that may mean several things, by its first meaning."""
    if row.basis == "papers":
        return f"Source: the committee report's own figures ({row.figures_from})." if row.figures_from else ""
    if not row.recomputed:
        return ""
    first = {name: getattr(row, name).split(" | ")[0] for name in ("measure", "pupil_group", "year")}
    try:
        year = parse_year(first["year"]) if first["year"] else report.year
        area = parse_area(row.area) if row.area else report.area.code
    except InputError:
        return ""
    group = first["pupil_group"] or "all"
    area = area if area.startswith("E") or area == ENGLAND else report.area.code
    source, locator = sources.get((first["measure"], group, year, area), ("", ""))
    if not first["measure"] or not source:
        return "Source: national data published by the Department for Education."
    release = row.release or report.england.release
    entry = described(release).get(source)
    day = f", released {written(release[:10])}" if source == "lait" and release else ""
    return f"Source: {entry.publisher}, {entry.title}{day}, {locator}." if entry else f"Source: {source}."
