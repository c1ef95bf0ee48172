"""What a table of results holds: name, type and meaning of every column, in one class, in the table's order."""

from itertools import zip_longest
from typing import Any

import pandas as pd
import pandera.pandas as pa

from analysis.basics.errors import InputError

#: What the cells of a column of objects hold, as pandas names it, and the types that they may stand for.
AS_OBJECTS = {
    "objects: string": ("str",),
    "objects: integer": ("int64", "Int64", "Int8"),
    "objects: empty": ("str", "int64", "Int64", "Int8", "float64", "bool"),
}


class Columns(pa.DataFrameModel):
    """The columns of a table: an annotation is the type, ``nullable`` says that cells may be empty.

    Whole numbers that may be missing are ``pd.Int64Dtype``, text is never missing but may be "".
    ``Config.name`` is the name of the file that the table leaves as, if it does.
    """

    class Config:
        strict = True
        ordered = True

    @classmethod
    def names(cls) -> list[str]:
        return list(cls.to_schema().columns)

    @classmethod
    def types(cls) -> dict[str, Any]:
        """The type of each column, as ``DataFrame.astype`` takes it."""
        return {name: column.dtype.type for name, column in cls.to_schema().columns.items()}

    @classmethod
    def file(cls) -> str:
        return cls.to_schema().name

    @classmethod
    def require(cls, table: pd.DataFrame) -> None:
        """Refuse a table that has not exactly these columns, in this order and of these types.

        Nothing is converted. Cells are only looked at for whether they are missing and, in a column of objects, as
        a join with a table without rows leaves them, for what they hold. pandera's own validation takes a
        millisecond a column, of which a report has some 300.

        Raises
        ------
        InputError
            On the first rule that is broken, naming file, column and rule.
        """
        names, found, types = cls.names(), list(table), cls.types()
        if missing := [name for name in names if name not in found]:
            raise cls._refused(f"The column {missing[0]} is missing.", missing[0])
        if unknown := [name for name in found if name not in names]:
            raise cls._refused(f"The column {unknown[0]} is not known.", unknown[0])
        for name, wanted in zip_longest(found, names):
            if name != wanted:
                rule = f"the column {wanted} in this place" if wanted else "each column once"
                raise cls._refused(f"The column {name} is not where it belongs.", name, rule)
        for name, column in cls.to_schema().columns.items():
            held, wanted = _held(table[name]), str(types[name])
            if held != wanted and wanted not in AS_OBJECTS.get(held, ()):
                raise cls._refused(f"The column {name} has the type {held}.", name, f"the type {wanted}")
            if not column.nullable and (empty := table[name].isna()).any():
                line = int(empty.to_numpy().argmax()) + 2
                raise cls._refused(
                    f"The column {name} has a missing cell.", name, "a value in each cell", line
                )

    @classmethod
    def _refused(cls, problem: str, column: str, rule: str = "", row: int | None = None) -> InputError:
        expected = rule or f"the columns {', '.join(cls.names())}"
        remedy = f"Correct the table, or {cls.__module__}.{cls.__name__}, which says what its columns are."
        return InputError(problem, file=cls.file(), row=row, column=column, expected=expected, remedy=remedy)


def _held(cells: pd.Series) -> str:
    """The type of a column, or what the cells of a column of objects are."""
    kind = str(cells.dtype)
    return f"objects: {pd.api.types.infer_dtype(cells, skipna=True)}" if kind == "object" else kind
