"""The way of one number back to its raw cell: page, data file, observation, raw file, cell."""

import re
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.basics.numbers import academic_year
from analysis.catalogue.areas import ENGLAND, area_name, find_area
from analysis.catalogue.manifest import Source, verify
from analysis.catalogue.measures import group_title, load_measures, title
from analysis.catalogue.observations import KEY, select
from analysis.catalogue.releases_held import SOURCE, held_release, verified
from analysis.data.england import England
from analysis.output.page import written
from analysis.report.contents import Report, open_report
from analysis.runs.freshness import read_record
from analysis.runs.place import folder_of
from analysis.runs.ready import prepared_as_at
from analysis.runs.record import described, report_name

#: What a line is shown with.
SHOWN = (
    *("value", "rank", "n_ranked", "comparison_value", "gap", "change", "places_moved"),
    *(f"{name}_{side}" for name in ("value", "rank") for side in ("before", "after")),
)
#: What a gap is to: pupils in the same area, or in England.
COMPARED = {"own_other": "own", "national_other": "England", "national_same": "England"}


def explain(where: str, area: str = "Barnet", year: int = 2017, as_at: str = "") -> list[str]:
    """The steps from a figure to its raw cell, a line each.

    Parameters
    ----------
    where : str
        ``rankings.csv:LINE``, or a line of another data file, of the report of ``area`` and ``year`` (the header is line 1), or
        ``measure,pupil_group``, such as ``ks2_rwm_expected,disadvantaged``. A line of gaps leads to both figures, and one
        of ``revisions.csv`` to the figure before and after; where several revisions were made, with their folder before it:
        ``revisions-2025-12-01-2025-12-22/revisions.csv:LINE``. There area, year and day are of no use.
    area, year, as_at
        As ``open_report`` takes them. The data of another day than now are prepared if they are not yet.

    Raises
    ------
    InputError
        If there is no such line, measure, group or figure.
    """
    if revised := re.fullmatch(
        r"(?:(?:reports/)?(revisions-[a-z0-9-]+)/(?:data/)?)?revisions\.csv:(.*)", where
    ):
        return _revision(_revisions_folder(revised[1] or ""), revised[2])
    if as_at:
        prepared_as_at(as_at)
    report = open_report(area, year, as_at)
    file, separator, line = where.partition(".csv:")
    if separator:
        row, steps = _line(folder_of(report_name(report)) / "data" / f"{file}.csv", line)
    else:
        measure, _, group = where.partition(",")
        row, steps = {"measure": measure, "pupil_group": group}, []
    figures = _figures(row, report)
    for number, figure in enumerate(figures, start=1):
        steps += [f"figure {number} of {len(figures)}:"] * (len(figures) > 1)
        steps += _way(figure, report.observations, report.england)
    return steps


def _revisions_folder(name: str) -> Path:
    """The folder of revisions of a name; without one the only that there is."""
    there = sorted(file.parent for file in paths.reports().glob("revisions-*/run.json"))
    found = [folder for folder in there if name in ("", folder.name)]
    if len(found) != 1:
        listed = ", ".join(folder.name for folder in there) or "none"
        raise InputError(
            f"There are no revisions {name}." if name else f"{len(there) or 'No'} revisions were made.",
            file=paths.shown(paths.reports()),
            expected=f"the folder of one of them before /revisions.csv: {listed}",
            remedy="Name one, or make them first: standards revisions --from DAY --to DAY",
        )
    return found[0]


def _revision(folder: Path, line: str) -> list[str]:
    """The way of a figure as at both days of a comparison."""
    row, steps = _line(folder / "data" / "revisions.csv", line)
    asked = read_record(folder)["parameters"]
    figure = (row["measure"], row["pupil_group"], int(row["year"]), row["area"])
    for side, name in (("before", "released_from"), ("after", "released_to")):
        england = prepared_as_at(asked[name])
        steps.append(f"{side}, as at {written(asked[name])}:")
        if select(england.national, **dict(zip([*KEY, "area"], figure, strict=True))).empty:
            steps.append("no figure was published")
        else:
            steps += _way(figure, england.national, england)
    return steps


def _figures(row: dict, report: Report) -> list[tuple[str, str, int, str]]:
    """Measure, group, year and area of the figure of a line; of a gap also those of the figure it is taken from."""
    measure, group = row["measure"], row["pupil_group"] or "all"
    year, area = int(row.get("year") or report.year), row.get("area") or report.area.code
    if not re.fullmatch(r"(neighbours:)?E[0-9]{8}", area):
        area = find_area(area).code
    whole = (measure, group, year, area)
    if not (row.get("gap") and row.get("comparator") in COMPARED):
        return [whole]
    other = row["comparison_group"] or group
    return [whole, (measure, other, year, area if COMPARED[row["comparator"]] == "own" else ENGLAND)]


def _way(figure: tuple[str, str, int, str], observations: pd.DataFrame, england: England) -> list[str]:
    measure, group, year, area = figure
    title(measure)  # is it a measure, or what is near?
    own = select(observations, measure=measure, year=year, area=area)
    rows = select(own, pupil_group=group)
    name = area_name(area)
    if rows.empty:
        groups = ", ".join(own["pupil_group"].drop_duplicates()) or "no group of pupils"
        raise InputError(
            f"There is no figure of {measure}, {group}, for {name} in {year}.", expected=f"one of {groups}"
        )
    (row,) = rows.itertuples()
    about = load_measures().loc[measure]
    value = row.value if row.status == "ok" else f"[{row.status}]"
    return [
        f"measure: {about['title']}, {group_title(group)}; {about['definition']} (data/raw/measures.csv)",
        f"observation: {value} for {name}, {academic_year(year)}, {row.release} ({_prepared(row, england)})",
        *_rank(england, figure),
        *_raw(row, england),
    ]


def _line(file: Path, line: str) -> tuple[dict, list[str]]:
    """The cells of a line of a report's data file, and what it says, as a step."""
    try:
        table = pd.read_csv(file, dtype=str, keep_default_na=False)
        row = table.iloc[int(line) - 2].to_dict()
        if int(line) < 2:
            raise IndexError
    except FileNotFoundError:
        raise InputError(
            "There is no such data file.",
            file=paths.shown(file),
            remedy="Make this report on this machine: standards report --force, with its --area and --year",
        ) from None
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise InputError(f"The data file cannot be read: {error}.", file=paths.shown(file)) from None
    except (ValueError, IndexError):
        raise InputError(
            f"There is no line '{line}'.",
            file=paths.shown(file),
            expected=f"a line from 2 to {len(table) + 1}",
        ) from None
    if not row.get("measure") or "pupil_group" not in row:
        raise InputError("The line has no measure and pupil group in it.", file=paths.shown(file))
    shown = {name: row[name] for name in SHOWN if row.get(name)}
    return row, [f"{paths.shown(file)}, line {line}: {shown}"]


def _rank(england: England, figure: tuple[str, str, int, str]) -> list[str]:
    """How the rank came about: how many are better, how many share the place."""
    measure, group, year, area = figure
    own = select(england.ranks, measure=measure, pupil_group=group, year=year, area=area)
    if own.empty:
        return []
    (row,) = own.itertuples()
    ahead, shared = row.rank - 1, row.tie_last - row.tie_first
    better = "1 authority has" if ahead == 1 else f"{ahead} authorities have"
    return [
        f"rank: {row.rank} of {row.n_ranked}, because {better} a better value and {shared} the same "
        f"(polarity: {load_measures().loc[measure, 'polarity']} is better; analysis.data.ranking.rank_areas)"
    ]


def _address(source: Source) -> str:
    """Where a file comes from, as the manifest records it: that is not looked at, only the hash is."""
    if not source.url:
        return f"not known for this file; described on {source.retrieved}"
    return f"{source.url} ({'what it was made from' if source.committed else 'as recorded'})"


def _prepared(row, england: England) -> str:
    """The prepared file that has the observation."""
    of_release = row.source == SOURCE and england.release
    return f"data/processed/{f'lait/{england.release}' if of_release else 'observations'}.parquet"


def _release(england: England) -> tuple[str, Path]:
    """The release that a figure of the interactive tool is from, in words, and its verified data file."""
    held = verified(held_release(england.release))
    of_list = f", commit {held.release.commit}" if held.listed else ", not in the list of releases"
    return f"release: {held.id}, published on {written(held.id[:10])}{of_list}", held.data


def _raw(row, england: England) -> list[str]:
    """The raw file and the cell that the observation was read from."""
    if row.source.startswith("neighbours-"):
        return [f"computed: {row.locator} statistical neighbours ({row.source})"]
    source = described(england.release)[row.source.removesuffix("-printed")]
    release, path = _release(england) if source.id == SOURCE else ("", verify(source))
    steps = [
        f"source: {source.title} ({source.publisher}), {source.licence}",
        *([release] if release else []),
        f"file: {source.path}, SHA-256 {source.sha256} (verified)",
        f"address: {_address(source)}",
    ]
    number = int(re.findall(r"\d+", row.locator)[0])
    if path.suffix == ".parquet":
        cell = pq.read_table(path).slice(number, 1).to_pylist()[0]
        return [*steps, f"cell: {row.locator}, counted from 0: {cell}"]
    with path.open(encoding="utf-8-sig") as stream:
        lines = [stream.readline().rstrip("\n") for _ in range(number)]
    return [*steps, f"cell: {row.locator}, counted from 1: {lines[-1][:300]}"]
