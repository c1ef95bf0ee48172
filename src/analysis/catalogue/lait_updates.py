"""When DfE's figures were updated and when they will be, as the dictionary of its interactive tool says.

The dictionary has days as spreadsheets count them (46204), or words where there is none: TBC, Discontinued. A day that
is the first of a month stands for the month: nothing is published on 1 November 2026, a Sunday, yet 88 codes have it.
"""

import re
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from analysis.catalogue.lait_codes import NAME, dictionary_cells

#: Column of the dictionary -> ours.
COLUMNS = {"Last Update": "last_update", "Next Update": "next_update"}
#: The day that spreadsheets count from, and the numbers that can be days of this century.
FIRST, DAYS = date(1899, 12, 30), range(36526, 73051)
NO_UPDATES = pd.DataFrame(
    {name: pd.Series(dtype="str") for name in ("measure", "pupil_group", *COLUMNS.values())}
)


def read_updates(file: Path, codes: pd.DataFrame) -> pd.DataFrame:
    """When each mapped measure and pupil group was and will be updated.

    Parameters
    ----------
    file : Path
        The dictionary, as ``read_dictionary`` takes it.
    codes : DataFrame
        As ``load_codes`` returns them.

    Returns
    -------
    DataFrame
        ``measure, pupil_group, last_update, next_update``, one row for each pair in the dictionary: a day such as
        2026-07-29, or the cell as it stands where it is no day; empty where the column is not there. Of a code under two
        topics the later days count.

    Raises
    ------
    InputError
        If the file is not the dictionary.
    """
    cells = dictionary_cells(file)
    table = pd.DataFrame({"code": cells[NAME].str.strip()})
    for theirs, ours in COLUMNS.items():
        table[ours] = cells[theirs].map(as_iso) if theirs in cells else ""
    mapped = codes[codes["measure"] != ""][["measure", "pupil_group"]]
    table = table.merge(mapped, left_on="code", right_index=True)
    found = table.groupby(["measure", "pupil_group"], as_index=False)[[*COLUMNS.values()]].agg(_latest)
    return found[[*NO_UPDATES]].astype(NO_UPDATES.dtypes)


def as_iso(cell: str) -> str:
    """A day of the dictionary as 2026-07-29; any other cell as it stands, NA as nothing.

    Examples
    --------
    >>> as_iso("46232"), as_iso("2025-05-15 00:00:00"), as_iso("TBC"), as_iso("NA"), as_iso("12")
    ('2026-07-29', '2025-05-15', 'TBC', '', '12')
    """
    text = cell.strip()
    if text.isascii() and text.isdigit() and int(text) in DAYS:
        return (FIRST + timedelta(days=int(text))).isoformat()
    if as_day := re.fullmatch(r"(20\d\d-\d\d-\d\d)(?: 00:00:00)?", text):
        return as_day[1]
    return "" if text == "NA" else text


def day_of(text: str) -> date | None:
    """The day that ``as_iso`` found; None where it found none.

    Examples
    --------
    >>> day_of("2026-07-29"), day_of("TBC")
    (datetime.date(2026, 7, 29), None)
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def last_day(day: date) -> date:
    """The last day that a day of the dictionary may stand for: of a first of the month, the end of that month.

    Examples
    --------
    >>> last_day(date(2026, 11, 1)), last_day(date(2026, 7, 29))
    (datetime.date(2026, 11, 30), datetime.date(2026, 7, 29))
    """
    if day.day != 1:
        return day
    return (day + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _latest(cells: pd.Series) -> str:
    """The latest day; of cells without one the first that says anything."""
    days = sorted(cell for cell in cells if day_of(cell))
    return days[-1] if days else next(filter(None, cells), "")
