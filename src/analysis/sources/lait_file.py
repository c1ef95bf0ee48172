"""The data file of DfE's interactive tool as it stands: four columns of text. What is not its file is refused."""

from pathlib import Path

import pandas as pd
import pyarrow
import pyarrow.parquet as pq

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.catalogue.lait_codes import FETCH

#: Column of the data file -> what it is here.
COLUMNS = {"Short Desc": "code", "Years": "label", "LA and Regions": "area", "Values": "text"}
TEXT = (pyarrow.string(), pyarrow.large_string())
#: More than this is no file of LAIT's (it has about 640,000 rows), and might not fit into memory.
MOST_ROWS = 3_000_000


def read_file(parquet: Path) -> pd.DataFrame:
    """The columns we use, as text; the index counts the rows of the file from 0.

    Returns
    -------
    DataFrame
        ``code``, ``label`` and ``area`` (categories) and ``text``; an empty cell is "".

    Raises
    ------
    InputError
        If the file is missing, cut off or damaged, lacks a column, has other types, or more rows than it ever could.
    """
    file = paths.shown(parquet)
    expected = f"LAIT's data file: Parquet, with the text columns {', '.join(COLUMNS)}"
    try:
        schema = pq.read_schema(parquet)
        for column in COLUMNS:
            if column not in schema.names or schema.field(column).type not in TEXT:
                problem = (
                    f"The column '{column}' {'is not text' if column in schema.names else 'is missing'}."
                )
                raise InputError(problem, file=file, column=column, expected=expected, remedy=FETCH)
        if (rows := pq.read_metadata(parquet).num_rows) > MOST_ROWS:
            problem = f"LAIT's data file has {rows:,} rows, many times what it ever had."
            raise InputError(problem, file=file, expected=f"at most {MOST_ROWS:,}", remedy=FETCH)
        table = pq.read_table(parquet, columns=list(COLUMNS))
    except FileNotFoundError:
        raise InputError("LAIT's data file is missing.", file=file, remedy=FETCH) from None
    except (pyarrow.ArrowException, OSError) as error:
        problem = f"LAIT's data file cannot be read: {str(error).rstrip('.')}."
        raise InputError(problem, file=file, expected=expected, remedy=FETCH) from None
    cells = {ours: table[theirs].fill_null("") for theirs, ours in COLUMNS.items()}
    few = {name: cells[name].dictionary_encode() for name in ("code", "label", "area")}
    return pd.DataFrame({name: column.to_pandas() for name, column in (cells | few).items()})
