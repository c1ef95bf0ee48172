"""A table leaves only with the columns that its class says: none missing, unknown, misplaced or of another type."""

import pandas as pd
import pandera.pandas as pa
import pytest

from analysis.basics.columns import Columns
from analysis.basics.errors import InputError
from analysis.output.data_file import DataFile


class Made(Columns):
    """One row for each made thing."""

    class Config:
        name = "made.csv"

    measure: str = pa.Field(description="The measure.")
    rank: pd.Int64Dtype = pa.Field(nullable=True, description="Its place.")
    value: float = pa.Field(nullable=True, description="Its figure.")


TABLE = pd.DataFrame(
    {"measure": ["a", "b"], "rank": pd.array([1, None], dtype="Int64"), "value": [1.5, None]}
)


def test_names_types_and_a_table_without_rows_follow_from_the_class():
    assert Made.names() == ["measure", "rank", "value"] and Made.file() == "made.csv"
    pd.testing.assert_frame_equal(TABLE.astype(object).astype(Made.types()), TABLE)
    pd.testing.assert_frame_equal(Made.empty(), TABLE.iloc[:0], check_index_type=False)


def test_a_table_that_is_as_its_class_says_leaves_as_it_is():
    assert DataFile(TABLE, Made).to_csv() == "measure,rank,value\na,1,1.5\nb,,\n"
    assert DataFile(Made.empty(), Made).to_csv() == "measure,rank,value\n"


def test_objects_count_by_what_they_hold():
    objects = TABLE.astype({"measure": object, "rank": object})
    assert DataFile(objects, Made).frame is objects
    DataFile(objects.assign(rank=pd.Series([None, None], dtype=object)), Made)


@pytest.mark.parametrize(
    ("table", "column", "rule"),
    [
        (TABLE.drop(columns="rank"), "rank", "The column rank is missing."),
        (TABLE.assign(score=1), "score", "The column score is not known."),
        (TABLE[["rank", "measure", "value"]], "rank", "the column measure in this place"),
        (TABLE[["measure", "rank", "value", "value"]], "value", "each column once"),
        (TABLE.astype({"rank": "float64"}), "rank", "the type Int64"),
        (TABLE.assign(rank=pd.Series(["1", None], dtype=object)), "rank", "the type objects: string"),
        (TABLE.assign(rank=pd.Series([1.5, None], dtype=object)), "rank", "the type Int64"),
        (TABLE.assign(measure=pd.Series([1, "b"], dtype=object)), "measure", "the type str"),
        (TABLE.astype({"value": str}), "value", "the type float64"),
        (TABLE.astype({"value": "float32"}), "value", "the type float64"),
    ],
)
def test_another_table_is_refused_with_file_column_and_rule(table, column, rule):
    with pytest.raises(InputError) as refused:
        DataFile(table, Made)
    assert (refused.value.file, refused.value.column) == ("made.csv", column)
    assert rule in str(refused.value) and "Made" in str(refused.value)


def test_a_missing_cell_is_refused_where_there_must_be_a_value():
    with pytest.raises(InputError, match=r"made\.csv, row 3, column measure"):
        DataFile(TABLE.assign(measure=pd.Series(["a", None], dtype="str")), Made)
