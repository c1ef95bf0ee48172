"""docs/evidence/readings.md: every example is recomputed."""

import ast
import re

import pytest

from analysis.catalogue.vague_words import find_word
from analysis.report.claims.left_open import is_vague
from analysis.statistics.specifications import deciding, tied_places
from places import REPO

DOCUMENT = (REPO / "docs" / "evidence" / "readings.md").read_text(encoding="utf-8")
LINES = [
    line for block in re.findall(r"```example id=[\w-]+\n(.*?)```", DOCUMENT, re.DOTALL) for line in block.splitlines()
]  # fmt: skip


def decides(readings, outcomes) -> str:
    """The questions that decide, of readings that answer with whom and of which year."""
    named = [dict(zip(("with", "year"), answers, strict=True)) for answers in readings]
    return ", ".join(deciding(named, outcomes)) or "nothing"


FUNCTIONS = {
    "deciding": decides,
    "tied_places": tied_places,
    "is_vague": lambda text: is_vague(find_word(text)),
}


@pytest.mark.parametrize("line", LINES)
def test_an_example_is_what_the_functions_give(line):
    expression, _, value = line.rpartition(" = ")
    call = ast.parse(expression, mode="eval").body
    found = FUNCTIONS[call.func.id](*(ast.literal_eval(argument) for argument in call.args))
    assert str(found) == value


def test_there_are_as_many_examples_as_the_document_has():
    assert len(LINES) == 9
