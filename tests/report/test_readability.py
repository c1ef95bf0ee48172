"""What the report says can be read by a councillor: short sentences, plain words, no riddles, on every page."""

import re
from collections import Counter

import nbformat
import pytest

from analysis.catalogue.glossary import load_glossary
from places import REPO
from readable import (
    HARD,
    LEAST_EASE,
    MOST_WORDS,
    RIDDLES,
    STILL,
    ease,
    faults,
    hard_sentences,
    not_listed,
    prose,
    sentences_of,
    texts_of,
    words,
)

EDITIONS = [REPO / "reports" / name for name in ("barnet-2017", "barnet-2025")]
NOTEBOOKS = sorted((REPO / "notebooks").glob("*.ipynb"))
NAME = "Key stage 2 reading, writing and maths (expected standard)"


@pytest.fixture(scope="module", params=EDITIONS, ids=lambda folder: folder.name)
def texts(request):
    return texts_of(request.param)


def test_no_sentence_of_the_committed_editions_is_too_hard(texts):
    hard = {(file, text): why for file, own in texts.items() for text, why in hard_sentences(own).items()}
    unknown = not_listed({text: why for (_, text), why in hard.items()})
    assert {place: why for place, why in hard.items() if place[1] in unknown} == {}


def test_the_pages_of_the_committed_editions_are_plain_english(texts):
    eases = {file: ease(own) for file, own in texts.items()}
    assert len(eases) > 5 and {file: found for file, found in eases.items() if found < LEAST_EASE} == {}


def test_the_list_of_hard_sentences_only_shrinks():
    """Each that is mended leaves it: the sentences that it has are those that are still there."""
    seen = {text for folder in EDITIONS for own in texts_of(folder).values() for text in hard_sentences(own)}
    found = Counter(rule for text in seen for rule in STILL if re.search(rule, text))
    assert {rule: found[rule] for rule in STILL} == {rule: count for rule, (count, _) in STILL.items()}
    assert all(reason for _, reason in STILL.values())


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_what_notebooks_say_is_readable(file):
    cells = nbformat.read(file, as_version=4).cells
    said = [cell.source for cell in cells if cell.cell_type == "markdown"]
    lines = [
        re.sub(r"^(?:#+|[-*>]) |<[^>]*>", "", line) for text in said for line in text.splitlines() if line
    ]
    assert not_listed(hard_sentences(lines)) == {}


def test_the_glossary_is_readable():
    meanings = [term.meaning for term in load_glossary()]
    assert hard_sentences(meanings) == {}
    assert ease(meanings) >= LEAST_EASE


def test_the_end_of_a_sentence_is_found():
    text = "In 2025, i.e. now, 4.3% are absent. [Barnet](index.html) is **9th** of 150. “So?” 12th= is not (14–16)."
    assert [*sentences_of(text)] == [
        "In 2025, i.e. now, 4.3% are absent.",
        "Barnet is 9th of 150.",
        "“So?”",
        "12th= is not (14–16).",
    ]


def test_the_name_of_a_measure_counts_as_one_word():
    assert words(f"{NAME}, disadvantaged pupils: 55.5%, below England's 61%.") == words(
        "It: 55.5%, below England's 61%."
    )
    assert words("Pupils who reach the standard in reading, writing and maths") == 10


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        (" ".join(["word"] * (MOST_WORDS + 1)) + ".", "26 words"),
        ("The rank was recomputed.", "“recomputed”"),
        ("Absence is below England's 1.37, and low is good.", "a riddle: “and low is good”"),
        ("54th is 39 places beyond the 15th of 152.", "a riddle: “9 places beyond the 1”"),
    ],
)
def test_a_hard_sentence_is_found(sentence, fault):
    assert faults(sentence) == [fault]
    assert faults(" ".join(["word"] * MOST_WORDS) + ".") == []


def test_riddles_and_hard_words_are_not_found_in_plain_english():
    plain = "Ranks are worked out again. 14th is one place short of the best tenth. Low is good."
    assert hard_sentences([plain]) == {} and len(RIDDLES) > 10 and not HARD.search("key facilities")


def test_prose_is_what_a_reader_reads():
    page = "<nav><p>Menu</p></nav><main><p>One <b>two</b>.</p><ul><li>Three<ul><li>four</li></ul></li></ul><table><tr><td><p>5</p></table></main>"
    assert [*prose(page)] == ["One two.", "Three", "four"]


def test_reading_ease_tells_plain_english_from_a_statute():
    plain = "The school did well this year. More children can read. Fewer are absent."
    statute = "Notwithstanding the aforementioned stipulations, responsible authorities shall appropriately disseminate information."
    assert ease([plain]) > 80 > LEAST_EASE > 10 > ease([statute])
