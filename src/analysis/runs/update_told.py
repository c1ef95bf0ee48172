"""What ``standards update`` shows of a release: what it changes against the one before, and what is to be added here."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import shorten

import pandas as pd

from analysis.basics.errors import InputError
from analysis.basics.phrases import counted
from analysis.catalogue.lait_codes import FETCH
from analysis.catalogue.manifest import load_manifest
from analysis.catalogue.measures import load_measures
from analysis.catalogue.releases_held import Held
from analysis.data.prepared_releases import ReadRelease
from analysis.data.release_changes import CHANGES, compare, new_series
from analysis.sources.ees_api import newer_versions
from analysis.sources.lait_file import read_file

#: So many lines of measures and years are shown, those with most changes; the others are counted.
SHOWN = 40
#: Column of the comparison -> heading of the table.
HEADINGS = {
    "changed": "changed",
    "both": "of",
    "became_figures": "now figures",
    "became_symbols": "now symbols",
    "appeared": "new",
    "went": "gone",
    "ranks": "ranks moved",
    "ranked": "of",
}
#: What a row of areas.csv has, said where a name is not in it.
ROW = "code, la_number, name, area_type la, region, opened (a day, and successors in the rows of those it replaces)"


#: What to do about files of a release that cannot be read: what ``FETCH`` brings, the manifest's, are others.
AGAIN = "Run the command again. If that is of no use, get the two files on another computer: standards update --from FILE"
WHOLE = "Get this file again, whole and as DfE publishes it, then run the command again"


def refused_words(told: str, folder: str, given: Mapping[str, Path | None] | None) -> str:
    """What is wrong with files of a release, which lie where nobody will find them, and what to do about it.

    ``given`` has the files that a user gave by the names that they have in ``folder``; None of downloaded ones.
    """
    for name, file in (given or {}).items():
        told = told.replace(f"{folder}/{name}", str(file))
    return told.replace(f"{folder}/", "").replace(FETCH, AGAIN if given is None else WHOLE)


def change_lines(before: Held, earlier: pd.DataFrame, read: ReadRelease) -> Iterator[str]:
    """What a release changes against the one before: series, figures by measure and year, names and codes."""
    yield f"  Compared with {before.id}:"
    yield from _series(earlier, read.observations)
    yield from _figures(compare(earlier, read.observations))
    yield from _names(before, read.held)


def _series(earlier: pd.DataFrame, later: pd.DataFrame) -> Iterator[str]:
    titles = load_measures()["title"]
    new, gone, years = new_series(earlier, later)
    if years:
        yield f"  New year{'s' if len(years) > 1 else ''}: {', '.join(map(str, years))}"
    for word, measures in (("New measure", new), ("Measure without figures now", gone)):
        yield from (f"  {word}: {titles.get(measure, measure)}" for measure in measures)


def _figures(changes: pd.DataFrame) -> Iterator[str]:
    """Counts by measure and year, of all pupil groups together."""
    if changes.empty:
        yield "  No figure is another."
        return
    changes = changes.assign(both=changes["same"] + changes["changed"])
    table = changes.groupby(["measure", "year"], as_index=False).sum(numeric_only=True)
    table["other"] = table[list(CHANGES)].sum(axis=1)
    table = table.sort_values(["changed", "other", "measure", "year"], ascending=[False, False, True, True])
    total = table.sum(numeric_only=True).astype(int)
    yield (
        f"  {counted(total['changed'], 'figure')} changed in place, {total['became_figures']:,} symbols became figures, "
        f"{total['became_symbols']:,} figures symbols, {total['appeared']:,} figures are new, {total['went']:,} gone; "
        f"{counted(total['ranks'], 'rank')} of local authorities moved, came or went."
    )
    titles = table["measure"].map(load_measures()["title"]).fillna(table["measure"])
    shown = table.assign(title=titles).head(SHOWN)
    rows = [("measure", "year", *HEADINGS.values())]
    rows += [
        (
            shorten(row["title"], 70, placeholder=" …"),
            str(row["year"]),
            *(f"{row[name]:,}" for name in HEADINGS),
        )
        for row in shown.to_dict("records")
    ]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for title, *cells in rows:
        numbers = (cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True))
        yield f"    {title.ljust(widths[0])}  {'  '.join(numbers)}"
    if more := len(table) - len(shown):
        yield f"    and {counted(more, 'measure and year', 'measures and years')} with fewer changes"


def _names(before: Held, held: Held) -> Iterator[str]:
    """Areas and codes of one file that the other does not have, as they stand in the files."""
    first, second = read_file(before.data), read_file(held.data)
    for column, noun in (("area", "Area"), ("code", "Code")):
        old, new = ({*table[column].astype(str)} for table in (first, second))
        for word, names in (("new in the file", new - old), ("no more in the file", old - new)):
            if names:
                yield f"  {noun}{'s' if len(names) > 1 else ''} {word}: {', '.join(sorted(names))}"


def to_add_lines(read: ReadRelease) -> Iterator[str]:
    """What is not understood of a release and left out, and what to add so that it is read."""
    table = read.not_understood
    for row in table.itertuples():
        rows = f", {counted(row.rows, 'row')}" if row.rows else ""
        yield f"  Not understood: {row.kind} {row.name}{rows} ({row.example}): {row.done}"
    if (table["kind"] == "area").any():
        yield f"  To add to data/raw/areas.csv, a row for each area above: {ROW}. Until then all the others are used."
    if (table["kind"] == "code").any():
        yield "  To add to data/raw/lait_codes.csv, a row for each code above: its measure and pupil group, or why it is none."


def version_lines() -> Iterator[str]:
    """Newer versions of the data sets that came from the API of Explore Education Statistics. None is taken."""
    for source in load_manifest().values():
        try:
            newer = newer_versions(source)
        except InputError as error:
            yield f"{source.id}: whether there is a newer version is not known. {error}"
            continue
        if newer:
            notes = " ".join(str(newer[0].get("notes") or "").split())
            yield (
                f"{source.id}: version {newer[0]['version']} has been published{f' ({notes})' if notes else ''}. To move to "
                "it, remove the entry and its file, then run: standards fetch --ees DATA_SET_ID"
            )
