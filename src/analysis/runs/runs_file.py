"""Runs as people write them: a file of areas and years, or a list of years."""

import tomllib
from pathlib import Path

from analysis.basics import paths
from analysis.basics.errors import InputError


def read_runs(file: Path) -> list[dict]:
    """The runs of a TOML file: a list of ``[[run]]`` with ``areas`` and ``years``.

    Raises
    ------
    InputError
        If the file is missing, is not TOML, or an entry is not a run.
    """
    shown = paths.shown(file)
    try:
        entries = tomllib.loads(file.read_text(encoding="utf-8"))["run"]
    except FileNotFoundError:
        raise InputError(
            "There is no list of runs.", file=shown, remedy="Write one, or use --areas and --years."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError) as error:
        problem = f"The list of runs cannot be read: {error}."
        raise InputError(problem, file=shown, expected="TOML with one [[run]] table for each run") from None
    if not isinstance(entries, list):
        raise InputError("'run' is not a list.", file=shown, expected="one [[run]] table for each run")
    for number, entry in enumerate(entries, start=1):
        areas, years = entry.get("areas"), entry.get("years")
        if (
            entry.keys() != {"areas", "years"}
            or not (isinstance(areas, list) and areas and all(isinstance(area, str | int) for area in areas))
            or not (isinstance(years, list) and years and all(isinstance(year, int) for year in years))
        ):
            raise InputError(
                f"Run {number} is not a list of areas and a list of years.",
                file=shown,
                expected='areas = ["Barnet", "London"] and years = [2024, 2025]',
            )
    return [{"areas": [str(area) for area in entry["areas"]], "years": entry["years"]} for entry in entries]


def parse_years(text: str) -> list[int]:
    """Years from a list with ranges.

    Examples
    --------
    >>> parse_years("2025, 2016-2018")
    [2016, 2017, 2018, 2025]
    """
    years: set[int] = set()
    for part in filter(None, (part.strip() for part in text.split(","))):
        first, _, last = part.partition("-")
        if not (first.strip().isdigit() and (not last or last.strip().isdigit())):
            raise InputError(f"'{part}' is not a year.", expected="years such as 2025, or 2016-2018,2025")
        years.update(range(int(first), int(last or first) + 1))
    if not years:
        raise InputError("No year was given.", expected="years such as 2025, or 2016-2018,2025")
    return sorted(years)
