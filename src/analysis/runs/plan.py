"""What a batch is to make: every area and year that its runs come to."""

from collections import Counter
from collections.abc import Sequence

from analysis.basics.errors import InputError
from analysis.basics.numbers import academic_year
from analysis.catalogue.areas import ENGLAND, find_area, load_areas
from analysis.catalogue.existing import region_members, require_existing, standing
from analysis.catalogue.manifest import editions
from analysis.data.store import prepared_england
from analysis.runs import freshness, place
from analysis.runs.record import inputs

#: From so many reports of a year on, what they have in common is computed first and shared.
SHARED_FROM = 4


def plan(runs: list[dict], force: bool, formats: Sequence[str] | None = None, as_at: str = "") -> list[dict]:
    """What there is to do, one record for each area and year: those to make have no ``outcome`` yet.

    A record has the ``formats`` to write beside the pages: those given, or else those that the report has; and the day
    ``as_at`` which its figures are wanted, empty for the newest.
    An area of a run is a local authority, a region, or ``all``. One without data for a year is skipped with the
    reason; a name that nothing has is an error.
    """
    national = prepared_england(as_at).national
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
    now = inputs(as_at)
    for (code, year), record in records.items():
        area = record["area"]
        target = place.folder_of(place.named(area.slug, year, as_at))
        wanted = freshness.formats_there(target) if formats is None else list(formats)
        record |= {"area": area.name, "code": code, "slug": area.slug, "formats": wanted}
        record |= {"folder": target.name, "as_at": as_at}
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
