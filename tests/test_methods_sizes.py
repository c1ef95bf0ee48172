"""docs/methods-parts/s1.md: its worked examples, recomputed as those of docs/methods.md are."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

import test_methods as methods
from analysis.data.cohort_sizes import WAYS, about, shown_size
from analysis.data.group_shares import ERROR, ETHNIC_ERROR
from analysis.statistics.change_words import DEVIATE, share_variance, standing_of
from places import REPO

DOCUMENT = (REPO / "docs" / "methods-parts" / "s1.md").read_text(encoding="utf-8")


def firm_at_most(pupils: int, deviate: float) -> float:
    """The most often that no change would be called one, over all true shares, with so many standard errors."""
    percent = 100 * np.arange(pupils + 1) / pupils
    spread = np.sqrt(np.add.outer(*2 * [share_variance(percent, pupils)]))
    beyond = np.abs(np.subtract.outer(percent, percent)) > deviate * spread
    weights = (stats.binom.pmf(np.arange(pupils + 1), pupils, share) for share in np.linspace(0.02, 0.5, 25))
    return max(weight @ beyond @ weight for weight in weights)


@pytest.fixture(autouse=True)
def functions(monkeypatch):
    own = (about, shown_size, share_variance, standing_of, firm_at_most)
    for function in own:
        monkeypatch.setitem(methods.FUNCTIONS, function.__name__, function)


def test_the_examples_are_what_the_functions_give():
    assert len(methods.examples(DOCUMENT)) == 11 and methods.wrong(DOCUMENT) == []


def test_every_number_of_the_text_is_in_an_example_or_marked():
    assert methods.loose(DOCUMENT) == []


def test_altered_examples_are_noticed():
    for _, line in methods.examples(DOCUMENT):
        for other in methods.altered(line):
            changed = DOCUMENT.replace(line, other)
            assert methods.wrong(changed), other


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
