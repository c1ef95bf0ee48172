"""A table whose rows are blocks on a phone: labels, and roles that say what a block is."""

from html.parser import HTMLParser

import pandas as pd

from analysis.output.page import stylesheet
from analysis.output.table import Figure, Table

FRAME = pd.DataFrame(
    {
        "Measure": ["A & B", "C"],
        "Ranks | moved": [149, 3],
        "Ranks | furthest <b>": [Figure(12.0, "12", 0, rests_on_provisional=True), None],
        "Band before": ["top 10%", None],
    },
    dtype=object,
)


class Cells(HTMLParser):
    def __init__(self, html: str):
        super().__init__()
        self.found: list[tuple[str, dict]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def of(self, tag: str) -> list[dict]:
        return [attributes for name, attributes in self.found if name == tag]


def test_each_cell_has_its_heading_and_its_role():
    cells = Cells(Table("Moves", FRAME, stacked=True).to_html())
    labels = ["Ranks: moved", "Ranks: furthest <b>", "Band before"]
    assert [cell["data-label"] for cell in cells.of("td")] == labels * 2
    assert {cell["role"] for cell in cells.of("td")} == {"cell"}
    assert [head.get("role") for head in cells.of("th") if head["scope"] == "row"] == ["rowheader"] * 2
    assert [table["role"] for table in cells.of("table")] == ["table"]
    assert "stack" in cells.of("div")[0]["class"].split()


def test_another_table_is_as_it_was():
    plain, stacked = (Table("Moves", FRAME, stacked=each) for each in (False, True))
    cells = Cells(plain.to_html())
    assert not any("data-label" in each or "role" in each for each in cells.of("td") + cells.of("th"))
    assert "stack" not in cells.of("div")[0]["class"]
    assert plain.to_resource() == stacked.to_resource()


def test_blocks_are_for_narrow_screens_alone():
    """Wide screens and paper keep the columns."""
    before, rule, after = stylesheet().partition("@media screen and (max-width:30rem){")
    assert rule and ".stack" not in before
    inside, end, rest = after.partition("\n}\n")
    assert end and "attr(data-label)" in inside and ".stack" not in rest
