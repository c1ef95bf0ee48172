"""Reading and checking raw tables, with errors that an analyst can act on."""

import csv
import re
from io import StringIO
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.basics.tidy import UNSEEN

#: Tables are made by hand; a larger file is another one, and would be read into memory whole.
MOST_BYTES = 50 << 20
NUMBER = re.compile(r"[+-]?((\d{1,3}(,\d{3})+|\d+)(\.\d*)?|\.\d+)", re.ASCII)


def read_table(file: Path, columns: list[str]) -> pd.DataFrame:
    """A CSV file as text, exactly as it stands: nothing is parsed and nothing is taken for missing.

    Parameters
    ----------
    file : Path
        UTF-8 (a byte-order mark is allowed), one header row, no larger than ``MOST_BYTES``.
    columns : list of str
        The columns that must be there, no more and no fewer, in any order.

    Returns
    -------
    DataFrame
        All text, in the given column order. The index is the row of the file as an editor counts it
        (the header is row 1; a cell may hold a line break).

    Raises
    ------
    InputError
        If the file is missing, empty, too large, not UTF-8, not rectangular, has other columns, or a cell
        holds a character that cannot be seen.
    """
    name, expected = paths.shown(file), f"the columns {', '.join(columns)}"
    table = read_cells(file, columns, f"a UTF-8 CSV file with {expected}")
    if unknown := [column for column in table if column not in columns]:
        problem = f"Column {', '.join(unknown)} is not known."
        remedy = "Correct the header row."
        raise InputError(problem, file=name, row=1, column=unknown[0], expected=expected, remedy=remedy)
    for column, cells in table.items():
        if (hidden := cells.str.contains(UNSEEN)).any():
            row = hidden.idxmax()
            raise InputError(
                unseen(cells[row]), file=name, row=row, column=column, remedy="Type the cell anew."
            )
    return table[columns]


def read_cells(
    file: Path,
    needed: list[str],
    expected: str,
    encoding: str = "utf-8-sig",
    crooked: dict[int, int] | None = None,
) -> pd.DataFrame:
    """Every cell of a CSV file as text, the columns as its header names them; the index as in ``read_table``.

    Where ``crooked`` is given, a row with another number of cells than the header is left out, and its number of cells
    is put there by its row.

    Raises
    ------
    InputError
        If the file is missing, empty, too large, in another encoding, lacks a column that is needed, or is not
        rectangular.
    """
    name = paths.shown(file)
    text = _text(file, name, expected, encoding)
    if mark := other_delimiter(text.partition("\n")[0]):
        problem = f"The cells are parted by {mark}, not by commas."
        remedy = "Save it with commas between the cells and a point in decimals (in Excel 'CSV UTF-8')."
        raise InputError(problem, file=name, row=1, remedy=remedy)
    rows, records = _records(text, name)
    if not records or not records[0]:
        raise InputError("The file is not a table: it is empty.", file=name, row=1, expected=expected)
    header, *cells = records
    if missing := [column for column in needed if column not in header]:
        problem, remedy = f"Column {', '.join(missing)} is missing.", "Correct the header row."
        raise InputError(
            problem, file=name, row=1, column=", ".join(missing), expected=expected, remedy=remedy
        )
    if twice := [column for column in header if header.count(column) > 1]:
        problem = f"Column {twice[0]} is there twice."
        raise InputError(problem, file=name, row=1, column=twice[0], expected=expected)
    wrong = {
        row: len(record) for row, record in zip(rows[1:], cells, strict=True) if len(record) != len(header)
    }
    if wrong and crooked is None:
        row, count = next(iter(wrong.items()))
        problem, expected, remedy = crooked_row(count, len(header))
        raise InputError(problem, file=name, row=row, expected=expected, remedy=remedy)
    if crooked is not None:
        crooked |= wrong
    straight = [(row, record) for row, record in zip(rows[1:], cells, strict=True) if row not in wrong]
    index = [row for row, _ in straight]
    return pd.DataFrame([record for _, record in straight], columns=header, index=index, dtype=str)


def crooked_row(count: int, columns: int) -> tuple[str, str, str]:
    """What is wrong with a row of so many cells under so many columns, what was expected, and what to do."""
    problem = f"The row has too {'many' if count > columns else 'few'} cells: {count}."
    return problem, f"{columns} cells", "A cell with a comma needs quotation marks."


def unseen(cell: str) -> str:
    """What is wrong with a cell that holds a character that cannot be seen; empty if it holds none."""
    found = UNSEEN.findall(cell)
    return f"The cell holds a character that cannot be seen (U+{ord(found[0]):04X})." if found else ""


def other_delimiter(header: str) -> str:
    """What parts the cells of a header row if commas do not; empty if they do.

    Examples
    --------
    >>> other_delimiter("claim;kind;value"), other_delimiter("claim,kind,value")
    ('semicolons', '')
    """
    marks = {"semicolons": header.count(";"), "tabs": header.count("\t")}
    name = max(marks, key=lambda mark: marks[mark])
    return name if marks[name] > header.count(",") else ""


def _text(file: Path, name: str, expected: str, encoding: str) -> str:
    """The whole of a small text file."""
    try:
        if file.stat().st_size > MOST_BYTES:
            problem = f"The file is too large for such a table: more than {MOST_BYTES >> 20} MB."
            raise InputError(problem, file=name, expected=expected)
        return file.read_bytes().decode(encoding)
    except FileNotFoundError:
        of_project = paths.raw().resolve() in file.resolve().parents
        remedy = f"Restore it: {paths.bring_back(file)}" if of_project else "Is the path right?"
        raise InputError("The file is missing.", file=name, expected=expected, remedy=remedy) from None
    except IsADirectoryError:
        raise InputError("This is a folder, not a file.", file=name, expected=expected) from None
    except UnicodeDecodeError as error:
        raise InputError(
            f"The file is not UTF-8 text (byte {error.start}).", file=name, remedy="Save it as 'CSV UTF-8'."
        ) from None
    except OSError as error:
        raise InputError(
            f"The file may not be read ({error.strerror}).",
            file=name,
            remedy="Give yourself permission to read it.",
        ) from None


def _records(text: str, name: str) -> tuple[list[int], list[list[str]]]:
    """The records of a CSV text, each with the line it begins on."""
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    rows, records, line = [], [], 1
    try:
        for record in reader:
            rows.append(line)
            records.append(record)
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            f"The file is not a table: {error}.", file=name, row=line, remedy="Look at its quotation marks."
        ) from None
    return rows, records


def number(text: str) -> float:
    """A printed number as a number; NaN if it is not one.

    Percent signs, a plus and thousands separators are printing; anything else is not a number. A comma that
    does not part thousands may be meant as a decimal point, so such a text is no number either.

    Examples
    --------
    >>> number("41.3%"), number("-0.04"), number("1,234")
    (41.3, -0.04, 1234.0)
    >>> number("n/a"), number("41,3")
    (nan, nan)
    """
    text = text.strip().removesuffix("%").strip()
    return float(text.replace(",", "")) if NUMBER.fullmatch(text) else float("nan")


def decimals(text: str) -> int:
    """How many decimals a number was printed with: 69.0 has one, 69 none."""
    return len(text.removesuffix("%").strip().partition(".")[2])


def check(
    table: pd.DataFrame, schema: pa.DataFrameSchema, file: str, remedy: str = "Correct the row."
) -> pd.DataFrame:
    """Validate against a pandera schema; the first broken rule becomes an ``InputError``.

    ``table.index`` must count the rows of the file; a ``locator`` column is used instead where there is one.
    """
    try:
        return schema.validate(table)
    except pa.errors.SchemaError as error:
        raise _explained(error, table, schema, file, remedy) from None


def _explained(error, table: pd.DataFrame, schema: pa.DataFrameSchema, file: str, remedy: str) -> InputError:
    def place(label) -> str:
        return str(table.loc[label, "locator"]).removeprefix("row ") if "locator" in table else str(label)

    if error.reason_code.name in ("DUPLICATES", "SERIES_CONTAINS_DUPLICATES"):
        key = list(schema.unique or [error.schema.name])
        repeated = table[table.duplicated(key, keep=False)]
        same = repeated[(repeated[key] == repeated[key].iloc[0]).all(axis=1)]
        shown = ", ".join(str(value) for value in same[key].iloc[0] if str(value))
        return InputError(
            f"The same row appears twice: {shown}.",
            file=file,
            row=" and ".join(map(place, same.index)),
            column=", ".join(key),
            expected=f"one row for each {', '.join(key)}",
            remedy="Remove or correct one of them.",
        )
    cases = error.failure_cases
    there = isinstance(cases, pd.DataFrame) and "index" in cases
    labels = cases["index"].dropna() if there else pd.Series(dtype=object)
    label = labels.iloc[0] if len(labels) else None
    column = error.schema.name if isinstance(error.schema, pa.Column) else None
    found = f" Found '{table.loc[label, column]}'." if label is not None and column else ""
    rule = getattr(error.check, "error", None)
    if not rule:
        allowed = getattr(error.check, "statistics", None) or {}
        name = (getattr(error.check, "name", None) or str(error.check)).replace("_", " ")
        rule = f"{name} {'; '.join(str(value) for value in allowed.values())}".strip()
    return InputError(
        f"A cell breaks a rule of the data model.{found}",
        file=file,
        row=place(label) if label is not None else None,
        column=column,
        expected=rule,
        remedy=remedy,
    )
