"""docs/evidence/small-groups.md: every worked example is recomputed, every altered number is noticed, every name exists."""

import importlib
import re
from functools import cache

import numpy as np
import pytest
from scipy import stats

import worked_examples as methods
from analysis.data.ordering import LEVEL, PUBLISHED, orderings
from analysis.data.store import prepared_england
from analysis.data.year_to_year import year_to_year_moves
from analysis.report.cohorts.rank_sets import share_errors
from analysis.statistics.dispersion import FEWEST_PAIRS
from analysis.statistics.expected_rank import NODES
from analysis.statistics.funnel import LIMITS, limits, overdispersion
from analysis.statistics.multiplicity import effective_number, stand_out_by_chance
from analysis.statistics.rank_confidence import rank_confidence_sets
from analysis.statistics.shrinkage import between_variance, fit_beta_binomial
from bcg import BCG
from places import REPO

DOCUMENT = (REPO / "docs" / "evidence" / "small-groups.md").read_text(encoding="utf-8")
KENT, KEY = "E10000016", ("ks2_rwm_expected", "in_need")
BOYS = [3, 24, 104, 286, 670, 1033, 1343, 1112, 829, 478, 181, 45, 7]
HITS = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7]


def saxony(parameter: str) -> float:
    boys = np.repeat(np.arange(13), BOYS)
    fit = fit_beta_binomial(boys, np.full(boys.size, 12))
    return fit.size * (fit.mean if parameter == "alpha" else 1 - fit.mean)


def bcg_tau2(method: str) -> float:
    a, b, c, d = np.array(BCG, dtype=float).T
    errors = np.sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d))
    return between_variance(np.log(a / (a + b)) - np.log(c / (c + d)), errors, method)


def batting_keep() -> float:
    y = np.array(HITS) / 45
    return 1 - (y.size - 3) * y.mean() * (1 - y.mean()) / 45 / ((y - y.mean()) ** 2).sum()


@cache
def kent(column: str) -> float:
    england = prepared_england("")
    found = england.once(orderings, 2025)[KEY]
    if column in ("reached", "pupils"):
        return (found.first if column == "reached" else found.second)[found.areas.index(KENT)]
    if column.startswith("rank"):
        return found.estimate(KENT)[column]
    sets = rank_confidence_sets(100 * found.first / found.second, share_errors(found.first, found.second))
    return sets[column].iloc[found.areas.index(KENT)]


@cache
def moves(phase: str, group: str, column: str) -> float:
    table = prepared_england("").once(year_to_year_moves, 2025).set_index(["phase", "pupil_group"])
    return table.loc[(phase, group), column]


def funnelplotr_phi() -> float:
    observed, expected = np.array([100, 150, 180, 80, 120, 225.0]), np.array([108, 112, 165, 95, 100, 220.0])
    return overdispersion(np.sqrt(expected) * np.log(observed / expected), 0)


def funnel_limits(target, tau2, pupils, level) -> np.ndarray:
    return limits(target, tau2, [pupils], level)[0]


def phi_of_chance() -> float:
    return overdispersion(stats.norm.ppf((np.arange(100_000) + 0.5) / 100_000))


@pytest.fixture(autouse=True)
def known(monkeypatch, national_home):
    """The functions and constants of these sections, beside those of the others; with national data."""
    functions = (saxony, bcg_tau2, batting_keep, kent, moves, funnelplotr_phi, funnel_limits, phi_of_chance)
    functions += (stand_out_by_chance, effective_number)
    names = {function.__name__: function for function in functions}
    monkeypatch.setattr(methods, "FUNCTIONS", methods.FUNCTIONS | names)
    constants = {
        "LEVEL": LEVEL,
        "NODES": NODES,
        "PUBLISHED": PUBLISHED,
        "LIMITS": LIMITS,
        "FEWEST_PAIRS": FEWEST_PAIRS,
    }
    monkeypatch.setattr(methods, "CONSTANTS", methods.CONSTANTS | constants)


@pytest.mark.national
def test_every_example_is_what_the_functions_give():
    assert methods.wrong(DOCUMENT) == []


@pytest.mark.national
@pytest.mark.parametrize(("block", "line"), methods.examples(DOCUMENT))
def test_an_altered_number_is_noticed(block, line):
    for changed in methods.altered(line):
        assert len(methods.wrong(f"```example id={block}\n{changed}\n```")) == 1, changed


@pytest.mark.national
def test_numbers_in_the_text_are_those_of_an_example():
    assert methods.loose(DOCUMENT) == []
    assert methods.loose(DOCUMENT.replace("2,559", "2,558"))


def test_every_name_in_it_exists():
    for name in sorted(set(re.findall(r"`(analysis\.[\w.]+)`", DOCUMENT))):
        module, _, last = name.rpartition(".")
        try:
            assert hasattr(importlib.import_module(module), last) or importlib.import_module(name), name
        except ModuleNotFoundError:
            pytest.fail(f"{name} does not exist")
