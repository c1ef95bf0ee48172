"""Gaps are differences of two levels, signed, of groups that belong together."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.catalogue.areas import ENGLAND
from analysis.report.gaps.levels import COMPARATORS, PAIRS, gaps
from gaps_made import BARNET, few, observed

levels = st.floats(0, 100, allow_nan=False)


@few
@given(levels, st.sampled_from(sorted(PAIRS)))
def test_a_gap_against_itself_is_nothing(value, group):
    table = observed((group, ENGLAND, value), (PAIRS[group], ENGLAND, value))
    for comparator in COMPARATORS:
        assert gaps(table, comparator)["gap"].tolist() == [0]


@few
@given(levels, levels)
def test_own_others_as_good_as_englands_make_one_gap(group, others):
    table = observed(
        ("fsm", BARNET, group),
        ("not_fsm", BARNET, others),
        ("not_fsm", ENGLAND, others),
        ("fsm", ENGLAND, 40.0),
    )
    own, national = (
        gaps(table, name).query("area == @BARNET")["gap"].item() for name in ("own_other", "national_other")
    )
    assert own == national == pytest.approx(group - others, abs=1e-8)


def test_fsm_and_disadvantaged_are_never_mixed():
    table = observed(("fsm", BARNET, 51.0), ("not_disadvantaged", ENGLAND, 68.0))
    assert gaps(table, "national_other").empty


def test_a_missing_level_makes_no_gap():
    table = observed(("fsm", BARNET, np.nan), ("not_fsm", ENGLAND, 65.0))
    assert gaps(table, "national_other")["gap"].isna().tolist() == [True]


def test_a_difference_of_printed_figures_has_no_noise():
    table = observed(("looked_after", BARNET, 5.5), ("all", ENGLAND, 4.65))
    assert gaps(table, "national_other")["gap"].tolist() == [0.85]


def test_an_unknown_comparator_and_a_doubled_figure_are_refused():
    table = observed(("fsm", BARNET, 51.0), ("fsm", BARNET, 52.0))
    with pytest.raises(
        ValueError, match="comparator must be one of national_other, own_other, national_same"
    ):
        gaps(table, "london")
    with pytest.raises(ValueError, match="ks2_rwm_expected fsm 2017 E09000003 has two"):
        gaps(table, "own_other")
