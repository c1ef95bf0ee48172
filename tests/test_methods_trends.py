"""docs/evidence/trends.md: its worked examples, recomputed by the functions that it names."""

import ast
import re

import numpy as np
import pytest
from scipy import stats

from analysis.report.rankings.movements import FALSE_SHARE
from analysis.report.rankings.trends import RUNNING
from analysis.statistics import trend
from analysis.statistics.change_words import DEVIATE
from places import REPO

DOCUMENT = (REPO / "docs" / "evidence" / "trends.md").read_text(encoding="utf-8")
EXAMPLES = [
    line
    for block in re.findall(r"^```example id=[\w-]+\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
]


def of(name: str):
    """A part of the trend through figures of years that follow each other, with these variances."""

    def found(values, variances):
        return getattr(
            trend.common_slope(range(len(values)), np.array([values], dtype=float), [variances]), name
        )[0]

    return found


def chi_squared(part, whole):
    part, whole = np.array(part), np.array(whole)
    pooled = part.sum() / whole.sum()
    made = trend.common_slope(range(len(part)), [part / whole], [pooled * (1 - pooled) / whole], fewest=3)
    return ((made.slope / made.error) ** 2 * made.scatter)[0]


FUNCTIONS = {
    **{f"{name}_of": of(name) for name in ("slope", "error", "scatter", "chance")},
    "chi_squared": chi_squared,
    "p_of_chi_squared": lambda part, whole: stats.chi2.sf(chi_squared(part, whole), 1),
    "years_running": lambda steps: trend.years_running(steps)[0],
}


@pytest.mark.parametrize("line", EXAMPLES)
def test_an_example_is_what_the_function_gives(line):
    expression, _, text = line.rpartition(" = ")
    call = ast.parse(expression, mode="eval").body
    found = FUNCTIONS[call.func.id](*map(ast.literal_eval, call.args))
    assert f"{float(found):.{len(text.partition('.')[2])}f}" == text


def test_the_limits_that_are_stated_are_those_that_are_used():
    assert len(EXAMPLES) == 8
    assert (
        f"{DEVIATE:g} of its standard errors" in DOCUMENT and f"at most {FALSE_SHARE:g} of them" in DOCUMENT
    )
    assert (trend.FEWEST_POINTS, trend.FEWEST_RECENT, RUNNING) == (5, 3, 3)
    assert "at least five, three of them without a gap" in DOCUMENT and "said from three on" in DOCUMENT
