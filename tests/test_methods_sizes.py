"""docs/evidence/sizes-and-change.md: its worked examples, recomputed as those of docs/methods.md are."""

import ast
import re

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

from analysis.data.cohort_sizes import WAYS, about, shown_size
from analysis.data.group_shares import ERROR, ETHNIC_ERROR
from analysis.statistics.change_words import DEVIATE, share_variance, standing_of
from places import REPO

DOCUMENT = (REPO / "docs" / "evidence" / "sizes-and-change.md").read_text(encoding="utf-8")


def firm_at_most(pupils: int, deviate: float) -> float:
    """The most often that no change would be called one, over all true shares, with so many standard errors."""
    percent = 100 * np.arange(pupils + 1) / pupils
    spread = np.sqrt(np.add.outer(*2 * [share_variance(percent, pupils)]))
    beyond = np.abs(np.subtract.outer(percent, percent)) > deviate * spread
    weights = (stats.binom.pmf(np.arange(pupils + 1), pupils, share) for share in np.linspace(0.02, 0.5, 25))
    return max(weight @ beyond @ weight for weight in weights)


FUNCTIONS = {each.__name__: each for each in (about, shown_size, share_variance, standing_of, firm_at_most)}
EXAMPLES = [
    line
    for block in re.findall(r"^```example id=[\w-]+\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
]


def value_of(expression: str, text: str) -> str:
    """What a call with plain numbers gives, with as many decimals as the text beside it has."""
    call = ast.parse(expression, mode="eval").body
    found = FUNCTIONS[call.func.id](*map(ast.literal_eval, call.args))
    return found if isinstance(found, str) else f"{float(found):.{len(text.partition('.')[2])}f}"


@pytest.mark.parametrize("line", EXAMPLES)
def test_an_example_is_what_the_function_gives(line):
    expression, _, text = line.rpartition(" = ")
    assert value_of(expression, text) == text


def test_there_are_examples_of_both_methods():
    assert len(EXAMPLES) == 12


def test_the_errors_that_are_stated_are_those_that_are_used():
    assert f"{DEVIATE:g}" in DOCUMENT
    for group, words in (
        ("fsm", "free school meals"),
        ("sen_support", "SEN support"),
        ("ehc_plan", "EHC plan"),
    ):
        assert f"| {words} | {ERROR[group]:g} |" in DOCUMENT
    assert f"| disadvantaged | {ERROR['disadvantaged']:g} |" in DOCUMENT
    assert f"| ethnic groups | {ETHNIC_ERROR:g} |" in DOCUMENT
    assert [WAYS[name].error for name in ("eyfs", "phonics", "ks1", "ks2", "ks4", "ks5_aab")] == [
        0.05, 0.06, 0.07, 0.08, 0.15, 0.5,
    ]  # fmt: skip


def test_the_variance_is_near_agresti_and_caffos():
    """Theirs adds a pupil to each side and divides by all of them; ours adds two and divides by the pupils there are."""
    for pupils in (20, 50, 200, 1000):
        for part in range(0, pupils + 1, max(1, pupils // 10)):
            low, high = confint_proportions_2indep(
                part, pupils, part, pupils, method="agresti-caffo", compare="diff"
            )
            theirs = (high - low) / 2 / stats.norm.ppf(0.975)
            ours = float(np.sqrt(2 * share_variance(100 * part / pupils, pupils))) / 100
            assert ours >= theirs * 0.99 and ours < theirs * 1.5, (part, pupils)
