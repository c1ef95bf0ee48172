"""Claims about targets, which have the status that the page of indicators gives them."""

import pytest

from claims_made import one


def test_targets_have_the_status_that_the_page_of_indicators_gives_them(barnet):

    table = barnet.indicators
    assert len(table) == 20 and {"met", "nearly met", "not met"} <= set(table["status"])
    for row in table.itertuples():
        cells = {"kind": "target_met", "against": row.reference, "year": "2017"}
        assert one(barnet, word=row.status, **cells)["verdict"] == "holds", row.reference


@pytest.mark.parametrize(
    ("against", "n"),
    # three of the 20 are the result of another, and counted with it: two that are met and one that is nearly met
    [
        ("targets", 20),
        ("target results", 17),
        ("targets met", 10),
        ("targets nearly met", 4),
        ("targets not met", 3),
    ],
)
def test_targets_are_counted_as_their_page_counts_them(barnet, against, n):
    assert one(barnet, kind="count", against=against, value=str(n))["verdict"] == "holds"
    assert one(barnet, kind="count", against=against, value=str(n + 1))["verdict"] == "contradicted"
    # a year whose targets are not at hand
    assert one(barnet, kind="count", against=against, value=str(n), year="2016")["verdict"] == "not_checkable"
