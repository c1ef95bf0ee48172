"""Reading and checking raw tables, with errors that an analyst can act on."""

from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from analysis import paths
from analysis.errors import InputError


def read_table(file: Path, columns: list[str]) -> pd.DataFrame:
    """A CSV file as text, exactly as it stands: nothing is parsed and nothing is taken for missing.

    Parameters
    ----------
    file : Path
        UTF-8 (a byte-order mark is allowed), one header row.
    columns : list of str
        The columns that must be there, no more and no fewer, in any order.

    Returns
    -------
    DataFrame
        All text, in the given column order. The index is the row of the file as an editor counts it
        (the header is row 1).

    Raises
    ------
    InputError
        If the file is missing, empty, not UTF-8, not rectangular, or has other columns.
    """
    name = paths.shown(file)
    expected = f"a UTF-8 CSV file with the columns {', '.join(columns)}"
    try:
        table = pd.read_csv(
            file, dtype=str, keep_default_na=False, encoding="utf-8-sig", skip_blank_lines=False
        )
    except FileNotFoundError:
        raise InputError("The file is missing.", file=name, expected=expected) from None
    except IsADirectoryError:
        raise InputError("This is a folder, not a file.", file=name, expected=expected) from None
    except PermissionError:
        raise InputError(
            "The file may not be read.", file=name, remedy="Give yourself permission to read it."
        ) from None
    except UnicodeDecodeError as error:
        raise InputError(
            f"The file is not UTF-8 text (byte {error.start}).", file=name, remedy="Save it as 'CSV UTF-8'."
        ) from None
    except (pd.errors.EmptyDataError, pd.errors.ParserError) as error:
        raise InputError(f"The file is not a table: {error}.", file=name, expected=expected) from None
    missing, unknown = [c for c in columns if c not in table], [c for c in table if c not in columns]
    if missing or unknown:
        raise InputError(
            " ".join(
                [f"Column {', '.join(missing)} is missing."] * bool(missing)
                + [f"Column {', '.join(unknown)} is not known."] * bool(unknown)
            ),
            file=name,
            row=1,
            column=", ".join(missing or unknown),
            expected=f"the columns {', '.join(columns)}",
            remedy="Correct the header row.",
        )
    table.index = pd.RangeIndex(2, len(table) + 2)
    # a short row leaves cells unfilled, which text never is
    short = table.isna().any(axis=1)
    if short.any():
        raise InputError(
            "The row has too few cells.", file=name, row=short.idxmax(), expected=f"{len(columns)} cells"
        )
    return table[columns]


def number(text: str) -> float:
    """A printed number as a number; NaN if it is not one.

    Percent signs, a plus and thousands separators are printing; anything else is not a number.

    Examples
    --------
    >>> number("41.3%"), number("-0.04"), number("1,234")
    (41.3, -0.04, 1234.0)
    >>> number("n/a")
    nan
    """
    text = text.removesuffix("%").strip().removeprefix("+").replace(",", "")
    digits = text.removeprefix("-").replace(".", "", 1)
    return float(text) if digits.isascii() and digits.isdigit() else float("nan")


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
    labels = cases["index"].dropna() if isinstance(cases, pd.DataFrame) and "index" in cases else []
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
