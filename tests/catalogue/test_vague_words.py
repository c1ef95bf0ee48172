"""Words of a report: every one holds by its rule."""

import pytest

from analysis.basics.errors import InputError
from analysis.catalogue.vague_words import RULES as WORD_RULES
from analysis.catalogue.vague_words import find_word, load_words, word_holds


def test_every_rule_of_a_word_is_known_and_used():
    words = load_words()
    assert {word.rule for word in words.values()} == set(WORD_RULES)
    names = [name.casefold() for word in words.values() for name in (word.word, *word.also)]
    assert len(names) == len(set(names)), "a wording stands for two words"


@pytest.mark.parametrize(
    ("word", "value", "comparator", "unit", "options", "holds"),
    [
        ("above", 62, 56, "percent", {}, True),
        ("above", 8, 8, "percent", {}, False),
        ("below", 8, 8, "percent", {}, False),
        ("above", 79, 79.3, "percent", {"printed": (0, 1)}, None),
        ("above", 79, 79.6, "percent", {"printed": (0, 1)}, False),
        ("better than", 3.9, 4.0, "percent", {"polarity": "low"}, True),
        ("better than", 3.9, 4.0, "percent", {"polarity": "high"}, False),
        ("better than", 16, 44, "rank", {}, True),
        ("worse than", 60, 7, "rank", {}, True),
        ("well above", 74, 69, "percent", {}, True),
        ("well above", 73, 69, "percent", {}, False),
        ("in line with", 79, 79.3, "percent", {}, True),
        ("in line with", 70, 71, "percent", {}, True),
        ("in line with", 70, 71.4, "percent", {}, None),
        ("in line with", 70, 72, "percent", {}, False),
        ("in line with", 0.4, 0.46, "score", {"decimals": 2}, True),
        ("in line with", 46.0, 46.9, "score", {"decimals": 1}, False),
        ("roughly in line with", 70, 72, "percent", {}, True),
        ("at least in line with", 95, 80, "percent", {}, True),
        ("at least in line with", 79, 80, "percent", {}, True),
        ("at least in line with", 70, 80, "percent", {}, False),
        ("significantly better than", 1.7, 0, "score", {"label": "Above average"}, True),
        ("significantly better than", 0.4, 0, "score", {"label": "Average"}, False),
        ("significantly better than", 0.4, 0, "score", {"interval": (0.1, 0.7)}, True),
        ("significantly better than", 0.4, 0, "score", {"interval": (-0.1, 0.9)}, False),
        ("significantly better than", 3, 4, "percent", {"interval": (2, 3.5), "polarity": "low"}, True),
        ("significantly better than", 1.7, 0, "score", {}, None),
        ("increased", 73.2, 68.9, "percent", {}, True),
        ("improved", 3.9, 4.1, "percent", {"polarity": "low"}, True),
        ("improved", 50, 98, "rank", {}, True),
        ("slightly declined", 8, 10, "percent", {}, True),
        ("slightly declined", 6, 10, "percent", {}, False),
        ("markedly improved", 10, 30, "rank", {}, True),
        ("markedly improved", 20, 30, "rank", {}, False),
        ("narrowed", -13, -15, "points", {}, True),
        ("narrowed", 2, -3, "points", {}, False),
        *[(word, 5, -1, "points", {}, False) for word in ("narrowed", "widened")],
        ("widened", 3, 0, "points", {}, True),
        ("widened", -13, -15, "points", {}, False),
        ("unchanged", 4.1, 4.1, "percent", {}, True),
    ],
)
def test_a_word_holds_by_its_rule(word, value, comparator, unit, options, holds):
    assert word_holds(word, value, comparator, unit, **options).holds is holds


def test_a_word_about_a_unit_without_an_amount_says_what_is_missing():
    assert "data/raw/vague_words.csv" in word_holds("in line with", 3, 4, "count").needs


def test_an_unknown_word_names_what_is_near():
    with pytest.raises(InputError, match="significantly better"):
        find_word("significantly beter than")
