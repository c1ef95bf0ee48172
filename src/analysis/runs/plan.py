"""What a batch is to make: runs as people write them, and every area and year they come to."""

import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.runs import freshness, place

#: From so many reports of a year on, what they have in common is computed first and shared.
SHARED_FROM = 4


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


def plan(runs: list[dict], force: bool, formats: Sequence[str] | None = None) -> list[dict]:
    """What there is to do, one record for each area and year: those to make have no ``outcome`` yet.

    A record has the ``formats`` to write beside the pages: those given, or else those that the report has.
    An area of a run is a local authority, a region, or ``all``. One without data for a year is skipped with the
    reason; a name that nothing has is an error.
    """
    # heavy, and read only in a process that is warmed up
    from analysis.basics.numbers import academic_year
    from analysis.catalogue.areas import find_area, load_areas, region_members, require_existing, standing
    from analysis.catalogue.manifest import editions
    from analysis.data.question import ENGLAND
    from analysis.data.store import prepared_data
    from analysis.runs.record import inputs

    national = prepared_data().national
    known = national[national["value"].notna()]
    there = {*zip(known["area"], known["year"], strict=True), *editions()}
    records: dict[tuple[str, int], dict] = {}
    for entry in runs:
        for text in entry["areas"]:
            area = find_area(ENGLAND if text == "all" else text)
            for year in entry["years"]:
                if area.area_type == "country":
                    codes = standing(load_areas(), year)["code"].tolist()
                else:
                    codes = [area.code] if area.area_type == "la" else region_members(area.code, year)
                for code in codes:
                    records.setdefault((code, year), {"area": find_area(code), "year": year})
    now = inputs()
    for (code, year), record in records.items():
        area = record["area"]
        target = place.folder_of(f"{area.slug}-{year}")
        wanted = freshness.formats_there(target) if formats is None else list(formats)
        record |= {"area": area.name, "code": code, "slug": area.slug, "formats": wanted}
        record["folder"] = target.name
        if (code, year) not in there:
            reason = f"there are no data for {area.name} in {year} (academic year {academic_year(year)})"
            try:
                require_existing(area, year)
            except InputError as error:
                reason = error.problem
            record |= {"outcome": "skipped", "reason": reason}
        elif not force and not freshness.stale_because(target, now, formats=wanted):
            record |= {"outcome": "current"}
    left = Counter(record["year"] for record in records.values() if "outcome" not in record)
    for record in records.values():
        record["shared"] = left[record["year"]] >= SHARED_FROM
    return sorted(records.values(), key=lambda record: (record["year"], record["area"]))
