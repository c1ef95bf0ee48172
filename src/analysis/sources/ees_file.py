"""A CSV file of Explore Education Statistics as it stands on disk: its header, and its rows in blocks of text."""

import csv
import gzip
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc

from analysis.basics import paths
from analysis.basics.errors import InputError

BLOCK_BYTES = 4 << 20
EXPECTED = "a CSV file of Explore Education Statistics, UTF-8, plain or gzipped"
REMEDY = "If it was cut off or edited, fetch it again."


def _open(file: Path):
    return gzip.open(file) if file.suffix == ".gz" else file.open("rb")


def read_header(file: Path) -> list[str]:
    """The column names of a file, which may begin with a byte-order mark.

    Raises
    ------
    InputError
        If the file is missing, empty or not UTF-8, or two columns have the same name.
    """
    shown = paths.shown(file)
    try:
        with _open(file) as lines:
            first = lines.readline().decode("utf-8-sig")
        header = [name.strip() for name in next(csv.reader([first]), [])]
    except FileNotFoundError:
        raise InputError("The file is missing.", file=shown, expected=EXPECTED) from None
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, csv.Error) as error:
        problem = f"The file cannot be read: {error}."
        raise InputError(problem, file=shown, row=1, expected=EXPECTED, remedy=REMEDY) from None
    if not header:
        raise InputError("The file is empty.", file=shown, expected=EXPECTED)
    twice = [name for name, times in Counter(map(str.casefold, header)).items() if times > 1]
    if twice:
        raise InputError("Two columns have the same name.", file=shown, row=1, column=twice[0])
    return header


def read_blocks(
    file: Path, header: list[str], types: dict[str, pa.DataType]
) -> Iterator[tuple[int, pa.RecordBatch]]:
    """The rows of a file, a few megabytes at a time.

    Parameters
    ----------
    file : Path
    header : list of str
        What ``read_header`` returned.
    types : dict
        The columns to read, and as what: string, or dictionary of strings.

    Yields
    ------
    row : int
        The row of the block's first row, as an editor counts it: the header is row 1.
    block : RecordBatch
        Text exactly as it stands; nothing is taken for missing. An empty line is a row of empty texts.

    Raises
    ------
    InputError
        At a row with too few or too many cells, or text that is not UTF-8; at the end, if lines are missing.
    """
    shown, row, bad_rows = paths.shown(file), 2, []

    def refuse(bad) -> str:
        bad_rows.append(bad)
        return "error"

    try:
        for block in pc.open_csv(
            file,
            # one thread, or the reader would not know the number of a bad row
            read_options=pc.ReadOptions(
                use_threads=False, block_size=BLOCK_BYTES, column_names=header, skip_rows=1
            ),
            parse_options=pc.ParseOptions(ignore_empty_lines=False, invalid_row_handler=refuse),
            convert_options=pc.ConvertOptions(include_columns=list(types), column_types=types),
        ):
            yield row, block
            row += block.num_rows
    except (pa.ArrowException, OSError, EOFError, zlib.error) as error:
        if bad_rows:
            bad = bad_rows[0]
            problem = f"The row has {bad.actual_columns} cells."
            expected = f"{bad.expected_columns} cells, as the header has"
            raise InputError(problem, file=shown, row=bad.number, expected=expected, remedy=REMEDY) from None
        problem = f"The file cannot be read: {error}."
        raise InputError(problem, file=shown, expected=EXPECTED, remedy=REMEDY) from None
    lines = _count_lines(file)
    if lines != row - 1:
        # a quotation mark that is never closed swallows the rest of the file into one cell
        problem = f"The file has {lines} lines, but only {row - 1} rows can be told apart."
        remedy = f"Look for a quotation mark that is not closed, or a line break within a cell. {REMEDY}"
        raise InputError(problem, file=shown, expected="one line for each row", remedy=remedy)


def _count_lines(file: Path) -> int:
    lines, end = 0, b"\n"
    with _open(file) as stream:
        while block := stream.read(1 << 20):
            lines, end = lines + block.count(b"\n"), block[-1:]
    return lines + (end != b"\n")
