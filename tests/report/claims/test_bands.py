"""Bands of ranks, quantities, cohorts and targets: what a word says of them holds by its rule."""

from dataclasses import replace

import pytest

from analysis.basics.errors import InputError
from analysis.catalogue.vague_words import find_word
from analysis.report.claims.bands import (
    band_holds,
    cohort_holds,
    parse_band,
    quantity_holds,
    target_holds,
    target_status,
)


@pytest.mark.parametrize(
    ("word", "rank", "band", "holds"),
    [
        *[("in", rank, "top 10%", rank <= 15) for rank in (1, 15, 16)],
        *[("in", rank, "second quartile", 39 <= rank <= 76) for rank in (38, 39, 76, 77)],
        *[("in", rank, "bottom half", rank > 76) for rank in (76, 77)],
        ("just outside", 15, "top 10%", False),
        ("just outside", 16, "top 10%", True),
        ("just outside", 20, "top 10%", True),
        ("just outside", 21, "top 10%", None),
        ("just outside", 26, "top 10%", False),
        ("outside", 16, "top 10%", True),
        ("well outside", 20, "top 10%", False),
        ("well outside", 21, "top 10%", None),
        ("well outside", 26, "top 10%", True),
        ("strength", 15, "", True),
        ("strength", 16, "", False),
    ],
)
def test_a_word_about_a_band_holds_by_its_rule(word, rank, band, holds):
    assert band_holds(word, rank, parse_band(band) if band else None, 152).holds is holds


def test_targets_and_quantities_have_their_limits():
    assert [target_status(places=n) for n in (0, 1, 5, 6)] == ["met", "nearly met", "nearly met", "not met"]
    assert [target_status(shortfall=n) for n in (-1, 0.1, 0.5, 0.6)] == [
        "met",
        "nearly met",
        "nearly met",
        "not met",
    ]
    assert target_holds("met or nearly met", "nearly met") and not target_holds("G", "nearly met")
    assert [quantity_holds("most", n, 88).holds for n in (44, 45)] == [False, True]
    assert [quantity_holds("several", n, 9).holds for n in (2, 3)] == [False, True]


def test_a_word_whose_rule_lacks_its_number_is_named():
    with pytest.raises(InputError, match="The word 'most' has no 'least', which its rule 'share' needs"):
        quantity_holds(replace(find_word("most"), least=None), 51, 88)
    with pytest.raises(InputError, match="has no 'most'"):
        cohort_holds(replace(find_word("small cohort"), most=None), 51)
