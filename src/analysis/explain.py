"""The way of one number back to its raw cell: page, data file, observation, raw file, cell."""

import re
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from analysis import paths
from analysis.data import load
from analysis.errors import InputError
from analysis.measures import group_title, load_measures
from analysis.observations import select
from analysis.sources.manifest import load_manifest, verify


def explain(where: str, area: str = "Barnet", year: int = 2017) -> list[str]:
    """The steps from a figure to its raw cell, a line each.

    Parameters
    ----------
    where : str
        ``rankings.csv:LINE`` of the report of ``area`` and ``year`` (the header is line 1), or
        ``measure,pupil_group``, such as ``ks2_rwm_expected,disadvantaged``.
    area, year
        As ``analysis.data.load`` takes them.

    Raises
    ------
    InputError
        If there is no such line, measure, group or figure.
    """
    data = load(area, year)
    file, separator, line = where.partition(".csv:")
    if separator:
        measure, group, steps = _from_line(
            paths.reports() / f"{data.area.slug}-{year}" / "data" / f"{file}.csv", line
        )
    else:
        measure, _, group = where.partition(",")
        steps = []
    group = group or "all"
    if measure not in load_measures().index:
        raise InputError(
            f"'{measure}' is not a measure.",
            file="data/raw/measures.csv",
            expected="rankings.csv:LINE or measure,pupil_group",
        )
    rows = select(data.observations, measure=measure, pupil_group=group, year=year, area=data.area.code)
    if rows.empty:
        raise InputError(f"There is no figure of {measure}, {group}, for {data.area.name} in {year}.")
    (row,) = rows.itertuples()
    about = data.measures.loc[measure]
    steps.append(
        f"measure: {about['title']}, {group_title(group)}; {about['definition']} (data/raw/measures.csv)"
    )
    value = row.value if row.status == "ok" else f"[{row.status}]"
    steps.append(
        f"observation: {value} for {data.area.name}, {data.academic_year}, {row.release} (data/processed/observations.parquet)"
    )
    steps += _rank(data, measure, group)
    return [*steps, *_raw(row)]


def _from_line(file: Path, line: str) -> tuple[str, str, list[str]]:
    """Measure and group of a line of a report's data file."""
    try:
        table = pd.read_csv(file, dtype=str, keep_default_na=False)
        row = table.iloc[int(line) - 2]
        if int(line) < 2:
            raise IndexError
    except FileNotFoundError:
        raise InputError(
            "There is no such data file.",
            file=paths.shown(file),
            remedy="Make the report first: standards report",
        ) from None
    except (ValueError, IndexError):
        raise InputError(
            f"There is no line '{line}'.",
            file=paths.shown(file),
            expected=f"a line from 2 to {len(table) + 1}",
        ) from None
    if not {"measure", "pupil_group"} <= set(table.columns):
        raise InputError("The file has no measure and pupil group in it.", file=paths.shown(file))
    shown = {name: row[name] for name in ("value", "rank", "n_ranked", "gap") if row.get(name)}
    return row["measure"], row["pupil_group"], [f"{paths.shown(file)}, line {line}: {shown}"]


def _rank(data, measure: str, group: str) -> list[str]:
    """How the rank came about: how many are better, how many share the place."""
    own = select(data.ranks, measure=measure, pupil_group=group, year=data.year, area=data.area.code)
    if own.empty:
        return []
    (row,) = own.itertuples()
    better, shared = row.rank - 1, row.tie_last - row.tie_first
    return [
        f"rank: {row.rank} of {row.n_ranked}, because {better} authorities have a better value and {shared} the same "
        f"(polarity: {data.measures.loc[measure, 'polarity']} is better; analysis.ranking.rank_areas)"
    ]


def _raw(row) -> list[str]:
    """The raw file and the cell that the observation was read from."""
    if row.source.startswith("neighbours-"):
        return [f"computed: {row.locator} statistical neighbours ({row.source})"]
    source = load_manifest()[row.source.removesuffix("-printed")]
    path = verify(source)
    steps = [
        f"source: {source.title} ({source.publisher}), {source.licence}",
        f"file: {source.path}, SHA-256 {source.sha256} (verified)",
        f"address: {source.url}",
    ]
    number = int(re.search(r"\d+", row.locator)[0])
    if path.suffix == ".parquet":
        cell = pq.read_table(path).slice(number, 1).to_pylist()[0]
        return [*steps, f"cell: {row.locator}, counted from 0: {cell}"]
    with path.open(encoding="utf-8-sig") as stream:
        lines = [stream.readline().rstrip("\n") for _ in range(number)]
    return [*steps, f"cell: {row.locator}, counted from 1: {lines[-1][:300]}"]
