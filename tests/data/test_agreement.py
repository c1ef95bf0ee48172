"""Figures that two national files have, beside each other as each prints them."""

import pandas as pd

from analysis.data.agreement import beside_the_tool


def rows(source: str, *figures: tuple) -> pd.DataFrame:
    """Made observations: area, value, decimals."""
    table = pd.DataFrame(figures, columns=["area", "value", "decimals"]).assign(source=source)
    table["decimals"] = table["decimals"].astype("Int8")
    return table.assign(measure="m", pupil_group="all", year=2024, area_type="la")


def beside(*tables: pd.DataFrame) -> pd.DataFrame:
    return beside_the_tool(pd.concat(tables, ignore_index=True)).set_index("area")


def test_the_same_to_the_decimals_of_whichever_has_fewer():
    tool = rows("lait", ("a", 12.34, 2), ("b", 12.35, 2), ("c", 12.36, 2), ("d", 12.0, 0))
    found = beside(tool, rows("ees-x", ("a", 12.3, 1), ("b", 12.3, 1), ("c", 12.3, 1), ("d", 12.4, 1)))
    assert found["same"].to_dict() == {"a": True, "b": True, "c": False, "d": True}
    assert found["difference"].round(6).tolist() == [0.04, 0.05, 0.06, 0.4]


def test_what_is_printed_is_compared_and_not_what_we_work_out():
    tool, worked_out = rows("lait", ("a", 58.0, 0)), rows("ees-x", ("a", 57.46, None))
    assert not beside(tool, worked_out).loc["a", "same"]  # without what the file prints there is nothing else
    found = beside(tool, worked_out, rows("ees-x-printed", ("a", 58.0, 0)))
    assert (found.loc["a", "source"], found.loc["a", "value"], found.loc["a", "same"]) == (
        "ees-x",
        58.0,
        True,
    )


def test_only_what_both_have_and_each_source_by_itself():
    tool = rows("lait", ("a", 1.0, 0), ("b", None, None), ("c", 3.0, 0))
    found = beside(
        tool, rows("ees-x", ("a", 1.0, 0), ("b", 2.0, 0), ("d", 2.0, 0)), rows("ees-y", ("c", 4.0, 0))
    )
    assert found[["source", "same"]].to_dict("index") == {
        "a": {"source": "ees-x", "same": True},
        "c": {"source": "ees-y", "same": False},
    }
    assert beside(tool).empty and beside(tool.iloc[:0]).empty
