"""Sentences on small cohorts: what they say where there is little to say, and at the ends of what there is."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.report.cohorts.change import CohortChange, Level
from analysis.report.cohorts.change_sentences import SHOWN, change_headline, change_sentences
from analysis.report.cohorts.rank_set_sentences import rank_set_sentences, rounding_sentence
from analysis.report.cohorts.sentences import (
    MOST_SHOWN,
    arithmetic_sentence,
    selection_sentence,
    shown_to_differ,
    verdict_sentence,
    without_numbers_sentence,
)
from analysis.statistics.verdicts import VERDICTS


def change(before: Level, now: Level, **given) -> CohortChange:
    return CohortChange("ks2_rwm_expected", "ehc_plan", before, now, assumed=False, ladder=None, **given)


def cohorts(n: int, **given) -> pd.DataFrame:
    """Cohorts of the data as ``small_cohorts`` gives them, in what the sentence on their selection reads."""
    return pd.DataFrame({"origin": ["data"] * n, "status": "ok", "lower": 1.0} | given)


def ranges(*limits: tuple[int, int]) -> pd.DataFrame:
    lower, upper = zip(*limits, strict=True) if limits else ((), ())
    return pd.DataFrame(
        {
            "lower": lower,
            "upper": upper,
            "worst": upper,
            "measure": "ks2_rwm_expected",
            "pupil_group": "ehc_plan",
        }
    )


def sets(*limits: tuple[int, int]) -> pd.DataFrame:
    """Confidence sets of Barnet's ranks among 100 authorities."""
    about = {"area": "E09000003", "rank": 50, "n_ranked": 100, "best": 10, "pupil_group": "ehc_plan"}
    rows = [
        about
        | {
            "lower": low,
            "upper": high,
            "among_best": "cannot be ruled out",
            "publication_status": "not stated",
        }
        for low, high in limits
    ]
    columns = [*about, "lower", "upper", "among_best", "publication_status"]
    return pd.DataFrame(rows, columns=columns).assign(measure="ks2_rwm_expected")


# a change of rank


def test_a_change_without_ranks_says_no_places():
    found = change(Level(2016, "20", 10, (2,), None, None), Level(2017, "50", 10, (5,), None, None))
    said = change_sentences(found)
    assert "20% in 2015/16 and 50% in 2016/17." in said[0] and "from " not in said[0]
    assert (
        said[1]
        == "In 2016/17 it was 5 of 10 pupils. The year before it was 2 of 10 pupils. The whole change is 3 pupils."
    )
    assert said[-1] == "The national ranking is not at hand, so the places cannot be given."
    assert (
        "20% in 2015/16 and 50% in 2016/17. The change is 3 pupils of 10. Chance alone can explain it."
        in change_headline(found)
    )


def test_a_change_too_large_for_its_scale_says_that_it_could_not_be_seen():
    # of 5 pupils a year, a true fall from 40% to 0 leaves too few to be seen 8 times in ten
    falls = change(Level(2016, "40", 5, (2,), 9, 20), Level(2017, "0", 5, (0,), 20, 20))
    assert falls.detectable is None
    assert "With 5 pupils a year, not even a fall to 0% would be seen 8 times in ten." in change_sentences(
        falls
    )
    rises = change(Level(2016, "60", 5, (3,), 20, 20), Level(2017, "100", 4, (4,), 9, 20))
    assert rises.detectable is None
    assert "With 5 and 4 pupils, not even a rise to 100% would be seen 8 times in ten." in change_sentences(
        rises
    )


def test_a_change_that_chance_hardly_makes_is_said_to_be_so():
    found = change(Level(2016, "10", 100, (10,), 90, 100), Level(2017, "60", 100, (60,), 2, 100), among=7)
    said = " ".join(change_sentences(found))
    assert "from 90th of 100 to 2nd of 100. It is the largest of 7 changes" in said
    assert "0 is not among these" in said and "hardly ever be seen" in said
    assert SHOWN in change_headline(found)


def test_a_change_that_two_methods_judge_differently_is_a_borderline_case():
    # a difference as large comes about 0.067 of the time, and Newcombe's interval is 0.5 to 53.4 points
    found = change(Level(2016, "20", 20, (4,), 90, 100), Level(2017, "50", 20, (10,), 2, 100), among=6)
    said = " ".join(change_sentences(found))
    assert "a borderline case" in said and "0 is not among these" not in said
    assert (
        "a difference this large would be seen about once in ten. Among 6 unrelated changes, at least one so large would be "
        "seen about 3 times in ten." in said
    )
    assert "is 6 pupils of 20. This is a borderline case, which chance alone may explain." in change_headline(
        found
    )


def test_a_change_picked_as_the_largest_of_many_is_judged_as_such():
    # Science of children in need, Barnet 2025: 22 of 43 and 38 of 53, the largest of 6 changes
    levels = Level(2024, "51", 43, (22,), 61, 146), Level(2025, "72", 53, (38,), 7, 149)
    assert change(*levels).chances[1] < 0.05
    assert SHOWN in change_headline(change(*levels))
    assert "a borderline case" in change_headline(change(*levels, among=6))


# figures beside England's


def compared(n: int, shown: int, pupils: int = 40) -> pd.DataFrame:
    """Cohorts beside England's 30%, some of them shown to differ, at 75%."""
    verdicts = [VERDICTS["supports"]] * shown + [VERDICTS["too_small"]] * (n - shown)
    rows = {"verdict": verdicts, "statement": "above England's 30%", "unit": "percent", "denominator": pupils}
    rows["numerator"] = [30] * shown + [12] * (n - shown)
    names = {"label": [f"Measure {place}" for place in range(n)], "england": 30.0, "england_decimals": 0}
    return pd.DataFrame({"origin": ["data"] * n} | rows | names)


def test_figures_that_differ_are_named_if_few_and_counted_if_many():
    assert verdict_sentence(compared(3, 2)) == (
        "Of 3 figures of small cohorts, 2 are shown to differ from England's: Measure 0 (above); Measure 1 (above). "
        "Even if no group truly differed from England, about 0.2 of the 3 would look different by chance."
    )
    assert "4 are shown to differ from England's: all above." in verdict_sentence(compared(9, 4))


@pytest.mark.parametrize(("among", "shown"), [(1, True), (2, True), (3, False), (12, False)])
def test_a_figure_that_is_one_of_many_may_differ_and_is_not_shown_to(among, shown):
    """19 of 40 against 30.5%, the nearest that a printed 30% may be: alone it is shown, among three it is borderline."""
    rows = compared(among, 1).assign(numerator=[19] + [12] * (among - 1))
    assert (1 - (1 - stats.binomtest(19, 40, 0.305).pvalue) ** among <= 0.05) == shown
    assert shown_to_differ(rows).tolist() == [shown] + [False] * (among - 1)
    said = verdict_sentence(rows)
    assert (
        "none are shown to differ from England's. 1 may differ, a borderline case: Measure 0 (above). "
        in said
    ) != shown
    assert ("1 is shown to differ from England's: Measure 0 (above)." in said) == shown


@pytest.mark.parametrize("n", [3, 10, 24, 80])
def test_how_many_chance_makes_seem_different_is_worked_out_and_said(n):
    """The false alarms of 40 pupils at 30%, by scipy's intervals: the rest of England's percentage may be half a point away."""
    apart = [
        k for k in range(41)
        if (limits := stats.binomtest(k, 40).proportion_ci(method="wilson")).low > 0.305 or limits.high < 0.295
    ]  # fmt: skip
    expected = n * stats.binom.pmf(apart, 40, 0.3).sum()
    said = verdict_sentence(compared(n, 0))
    number = f"{expected:.0f}" if expected >= 1 else f"{expected:.1f}"
    assert f"about {number} of the {n} would look different by chance." in said


# which cohorts are shown


@pytest.mark.parametrize(("n", "told"), [(MOST_SHOWN, False), (MOST_SHOWN + 1, True)])
def test_cohorts_that_the_tables_leave_out_are_said_to_be_in_the_file(n, told):
    assert (
        "The tables have the smallest 60. The file small_cohorts.csv has all."
        in selection_sentence(cohorts(n))
    ) is told


def test_suppressed_cohorts_are_counted_and_not_worked_out():
    one = selection_sentence(cohorts(3, status=["ok", "ok", "c"], lower=[1.0, np.nan, np.nan]))
    assert "Of 3 figures of such groups" in one and "1 has an interval. 1 is suppressed by DfE [c]" in one
    none = selection_sentence(cohorts(2, status="c", lower=np.nan))
    assert "none have an interval. 2 are suppressed by DfE [c]" in none


# what ranks can show


@pytest.mark.parametrize(
    ("limits", "wide"), [([(10, 98), (40, 60)], None), ([(1, 90), (40, 60)], 1), ([(1, 100), (5, 95)], 2)]
)
def test_ranks_that_may_be_nearly_any_are_counted(limits, wide):
    unranked = pd.DataFrame(columns=["measure", "pupil_group", "orders"])
    barnet = SimpleNamespace(area=SimpleNamespace(code="E09000003", name="Barnet"), rankings=unranked)
    text = " ".join(rank_set_sentences(sets(*limits), barnet))
    assert "Of 2 ranks with numbers of pupils" in text
    assert ("nine tenths of all places or more" in text) is (wide is not None)
    assert wide is None or f"On {wide} of the 2 the set holds" in text


def test_rounding_that_leaves_every_rank_certain_names_no_widest():
    assert rounding_sentence(ranges()) == ""
    assert rounding_sentence(ranges((3, 3), (9, 9))).endswith("Of 2 ranks of the year, 2 are not shared.")
    open_ = rounding_sentence(ranges((3, 3), (9, 12), (20, 21)))
    assert "Of 3 ranks of the year, 1 is not shared. The widest tie is 9th to 12th" in open_
    assert "none are not shared" in rounding_sentence(ranges((9, 12)))


def test_a_rank_that_authorities_without_a_figure_leave_open_is_not_certain():
    said = rounding_sentence(ranges((3, 3), (9, 9), (20, 21)).assign(worst=[3, 12, 30]))
    assert (
        "2 are not shared. Local authorities without a published figure could move 1 of these. That leaves 1 certain."
        in said
    )


# figures without numbers, and sums


def test_figures_without_numbers_are_counted_by_group():
    groups = pd.DataFrame({"pupil_group": ["all", "fsm", "fsm"]})
    assert without_numbers_sentence(groups).startswith(
        "3 figures of the year come without the number of pupils behind them"
    )
    assert without_numbers_sentence(groups.head(1)).startswith(
        "1 figure of the year comes without the number of pupils behind it"
    )
    assert (
        without_numbers_sentence(groups.head(0))
        == "Every figure of the year comes with the number of pupils behind it."
    )


def test_sums_that_add_up_are_said_to_agree():
    sums = pd.DataFrame({"adds_up": [True, True]})
    assert (
        arithmetic_sentence(sums)
        == "2 printed totals, differences and parts were worked out again. All agree."
    )
    assert (
        arithmetic_sentence(sums.head(1))
        == "1 printed total, difference or part was worked out again. All agree."
    )
