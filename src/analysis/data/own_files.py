"""The files that an analyst adds below data/raw: one with a name that no report looks for would be passed over."""

import re
from difflib import get_close_matches

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.catalogue.areas import load_areas

#: Folders of files called <area>-<year>.csv.
FOLDERS = ("targets", "cohorts")


def check_names() -> None:
    """Refuse a file of ``FOLDERS`` whose name is not that of a local authority and a year.

    Raises
    ------
    InputError
        Names the file and the nearest name.
    """
    areas = load_areas()
    slugs = set(areas.loc[areas["area_type"] == "la", "slug"])
    for folder in FOLDERS:
        for file in sorted((paths.raw() / folder).glob("*.csv")):
            name = re.fullmatch(r"(.+)-(\d{4})", file.stem)
            if name and name[1] in slugs:
                continue
            near = get_close_matches(re.sub(r"[-_\s\d]+$", "", file.stem).lower(), slugs, n=1)
            raise InputError(
                "No report would look for a file of this name.",
                file=paths.shown(file),
                expected="<area>-<year>.csv in small letters, with the year in which the academic year ends: "
                f"{near[0] if near else 'barnet'}-2024.csv",
                remedy="Give the file another name.",
            )
