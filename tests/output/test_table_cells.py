"""How cells of a table line up, and what stands where there is no figure."""

import re

import pandas as pd

from analysis.output.absent import Absent
from analysis.output.fold import folded
from analysis.output.table import Figure, Table


def cells_of(*values, column="Value"):
    table = Table(
        "Lined up",
        pd.DataFrame({"Measure": [str(i) for i in range(len(values))], column: values}, dtype=object),
    )
    html = table.to_html()
    return re.findall(r"<td([^>]*)>(.*?)</td>", html), table


def test_decimal_points_stand_under_each_other():
    """Room for a digit and for a point of half its width; what is copied is the number alone."""
    found, _ = cells_of(
        Figure(5.92, "5.92", 2), Figure(9.6, "9.6", 1), Figure(12.0, "12", 0), Figure(1.0, "−1.25", 2)
    )
    assert [text for _, text in found] == ["5.92", "9.6", "12", "−1.25"]
    # of each cell: halves of a digit in the number after its whole part, and beside it
    own = [len(text.partition(".")[2]) * 2 + ("." in text) for _, text in found]
    beside = [int(match[1]) / 5 if (match := re.search(r"\bb(\d\d)\b", kind)) else 0 for kind, _ in found]
    assert [a + b for a, b in zip(own, beside, strict=True)] == [5, 5, 5, 5]


def test_ranks_and_shares_keep_their_ends():
    """What follows a number, such as a unit or the places of a tie, stays beside it."""
    found, _ = cells_of(Figure(3.0, "3rd= of 150 (3–5)", 0), Figure(5.5, "5.5%", 1), Figure(2.25, "2.25", 2))
    assert [text for _, text in found] == ["3rd= of 150 (3–5)", "5.5%", "2.25"]


def test_digits_stand_under_each_other_beside_a_mark():
    """Figures without the mark leave its room, in columns that have one and in no other."""
    marked = Figure(69.0, "69", 0, "lait row 1; provisional")
    found, _ = cells_of(marked, Figure(70.0, "70", 0))
    assert ["unmarked" in kind for kind, _ in found] == [False, True]
    found, _ = cells_of(Figure(69.0, "69", 0), Figure(70.0, "70", 0))
    assert not any("unmarked" in kind for kind, _ in found)


def test_a_cell_without_a_figure_says_why():
    found, table = cells_of(Figure(69.0, "69", 0), Absent("not <published>"), None)
    assert found[1] == (' class="absent"', "not &lt;published&gt;") and found[2][1] == "–"
    assert [row[1] for row in table.to_resource()["data"]][1:] == ["not <published>", None]
    assert '<th scope="col" class="n">Value</th>' in table.to_html(), "its head stands over figures"


def test_a_fold_is_named_and_closed_and_there_only_with_something_in_it():
    first, table, last = folded("Groups <of> pupils", "the table")
    assert first.data == '<details class="fold"><summary>Groups &lt;of&gt; pupils</summary>'
    assert table == "the table" and last.data == "</details>"
    assert folded("Nothing", None) == []
