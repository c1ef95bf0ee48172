"""Every release of DfE's interactive tool that is known: when it was public, and the hashes of its two files.

Read without pandas: every command asks which release is in use, also those that need nothing else.

DfE replaces the data file about once a fortnight and changes figures in place, so that a figure is only known with the
release that it is from. Data and dictionary of a release belong together and are never mixed with those of another.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.basics.read_once import until_written_anew

COLUMNS = ["commit", "committed", "sha256", "bytes", "dictionary_sha256", "dictionary_bytes", "note"]
#: What the two files of a release are called in DfE's repository.
DATA, DICTIONARY = "bds_long_0.parquet", "lait_data_dictionary.csv"
ADDRESS = "https://raw.githubusercontent.com/dfe-analytical-services/local-authority-interactive-tool/{commit}/01_data/02_prod/{file}"
#: Column -> what its cells are, as a pattern and in words.
PATTERNS = {
    "commit": (r"[0-9a-f]{40}", "the 40 hexadecimal digits of a commit"),
    "sha256": (r"[0-9a-f]{64}", "64 hexadecimal digits"),
    "bytes": (r"[1-9]\d*", "the size of the file"),
    "dictionary_sha256": (r"([0-9a-f]{64})?", "64 hexadecimal digits, or nothing where the dictionary is a workbook"),
    "dictionary_bytes": (r"\d+", "the size of the dictionary, or 0"),
}  # fmt: skip


@dataclass(frozen=True)
class Release:
    """One state of DfE's data file, and of the dictionary of its day.

    ``commit`` is where it stands in DfE's repository, ``committed`` when it was put there (with its time zone).
    ``sha256`` and ``bytes`` are those of the data file; ``dictionary_sha256`` is empty and ``dictionary_bytes`` 0 where the
    dictionary was a workbook that is not described. ``note`` is what DfE says of the release, if that matters.
    """

    commit: str
    committed: datetime
    sha256: str
    bytes: int
    dictionary_sha256: str = ""
    dictionary_bytes: int = 0
    note: str = ""

    @property
    def date(self) -> date:
        """The day on which it became public, by the clock of whoever committed it."""
        return self.committed.date()

    @property
    def id(self) -> str:
        """The name of its folder: 2025-12-22_1f369c8."""
        return f"{self.date.isoformat()}_{self.commit[:7]}"

    @property
    def of_commit(self) -> bool:
        """Whether its commit is known: of a file that was given by hand the first digits of its hash stand there."""
        return not self.sha256.startswith(self.commit)

    def address(self, file: str = DATA) -> str:
        """Where DfE has one of its files; empty if its commit is not known."""
        return address_of(self.commit, file) if self.of_commit else ""

    @property
    def remedy(self) -> str:
        """What to do to have its files."""
        return (
            f"Run: standards update {self.id}"
            if self.of_commit
            else f"Run: standards update --from FILE --released {self.date.isoformat()}"
        )


def address_of(commit: str, file: str) -> str:
    """Where DfE has a file of a commit."""
    return ADDRESS.format(commit=commit, file=file)


def load_releases(file: Path | None = None) -> list[Release]:
    """The known releases, the oldest first. Two of one day stand in the order in which they were committed.

    Raises
    ------
    InputError
        If the list is missing, empty or no table, or cells are not what they should be: all of them are named.
    """
    return list(_read(file or paths.raw() / "lait_releases.csv"))


@until_written_anew
def _read(file: Path) -> tuple[Release, ...]:
    return tuple(sorted(read_list(file), key=lambda release: release.committed))


def read_list(file: Path) -> list[Release]:
    """What a list says, in its order; as ``load_releases``, but read anew."""
    rows, shown = _rows(file), paths.shown(file)
    faults = [(row, *fault) for row, cells in rows for fault in _faults(cells)]
    first: dict[str, int] = {}
    for row, cells in rows:
        if (same := first.setdefault(cells["commit"], row)) != row:
            faults.append((row, "commit", f"the commit of row {same} again", "one row for each commit"))
    if faults or not rows:
        places = [
            f"row {row}, {column}: {found} (expected: {expected})" for row, column, found, expected in faults
        ]
        row, column = faults[0][:2] if faults else (1, COLUMNS[0])
        problem = "The list of DfE's releases " + (
            f"has {len(faults)} cells that are not what they should be:\n  " + "\n  ".join(places)
            if faults
            else "is empty."
        )
        remedy = f"Correct them, or bring the list back: {paths.bring_back(file)}"
        raise InputError(problem, file=shown, row=row, column=column, expected="a release in each row", remedy=remedy)  # fmt: skip
    return [_release(cells) for _, cells in rows]


def _rows(file: Path) -> list[tuple[int, dict[str, str]]]:
    """The rows of the list as text, each with its number as an editor counts it."""
    about = {"file": paths.shown(file), "expected": f"a UTF-8 CSV file with the columns {', '.join(COLUMNS)}"}
    remedy = f"Bring it back: {paths.bring_back(file)}"
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream, restval=None, strict=True)
            header = reader.fieldnames or []
            rows = [(reader.line_num, cells) for cells in reader]
    except FileNotFoundError:
        raise InputError("The list of DfE's releases is missing.", **about, remedy=remedy) from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        problem = f"The list of DfE's releases cannot be read: {error}."
        raise InputError(problem, **about, remedy=remedy) from None
    if wrong := [name for name in COLUMNS if name not in header] or [n for n in header if n not in COLUMNS]:
        problem = f"The list of DfE's releases lacks or misnames the column {wrong[0]}."
        raise InputError(problem, **about, row=1, column=wrong[0], remedy=remedy)
    for row, cells in rows:
        if None in cells or None in cells.values():
            raise InputError(f"The row has not {len(header)} cells.", **about, row=row, remedy=remedy)
    return rows


def _faults(cells: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Column, what is found in it, and what it should be."""
    for column, (pattern, expected) in PATTERNS.items():
        if not re.fullmatch(pattern, cells[column]):
            yield column, f"'{cells[column]}'", expected
    if _moment(cells["committed"]) is None:
        expected = "a time with its zone such as 2025-12-22T11:33:30+00:00"
        yield "committed", f"'{cells['committed']}'", expected
    if bool(cells["dictionary_sha256"]) == (cells["dictionary_bytes"] == "0"):
        yield "dictionary_bytes", f"'{cells['dictionary_bytes']}'", "a size where there is a hash, else 0"


def _moment(text: str) -> datetime | None:
    """A time that knows its zone; None if the text is none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _release(cells: dict[str, str]) -> Release:
    moment = _moment(cells["committed"])
    assert moment is not None  # noqa: S101 (for the type: the cell was checked)
    return Release(
        cells["commit"],
        moment,
        cells["sha256"],
        int(cells["bytes"]),
        cells["dictionary_sha256"],
        int(cells["dictionary_bytes"]),
        cells["note"],
    )
