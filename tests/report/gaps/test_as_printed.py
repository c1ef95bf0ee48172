"""Gaps that the report of 2016/17 prints, beside what its own levels and the national file give."""

import pytest

from analysis.catalogue.areas import ENGLAND
from analysis.report.gaps.as_printed import printed_gap_ranks, printed_gaps
from analysis.report.gaps.printed_sentences import gap_agreement, gap_slips, rank_agreement


def test_printed_differences_that_do_not_follow_are_found(offline):
    printed = printed_gaps(offline)
    wrong = printed[~printed["agrees"]]
    assert list(zip(wrong["line"], wrong["printed"], strict=True)) == [
        *((1366, "-6.3"), (1576, "-20.0%"), (1576, "-10%"), (1588, "-6.3"))
    ]
    assert wrong["recomputed"].round(1).tolist() == [-12.6, -15.0, 0.0, -12.6]
    assert wrong.loc[wrong["printed"] == "-10%", "reason"].item() == (
        "58 for disadvantaged pupils in London, as printed on line 1171, does give it"
    )
    assert gap_agreement(printed).endswith("and 19 agree.") and len(gap_slips(printed)) == 4
    ranks = printed_gap_ranks(offline, offline.gaps)
    assert set(ranks["outcome"]) == {"cannot be checked"} and "cannot be recomputed" in rank_agreement(ranks)


@pytest.mark.national
def test_the_printed_differences_of_2017_are_reproduced(barnet):
    table = barnet.gaps
    main = table.query("comparator == 'national_other' and pupil_group == 'disadvantaged'").set_index(
        "measure"
    )
    expected = {"ks2_rwm_expected": (-13, 20), "ks4_attainment8": (-6, 10), "ks4_progress8": (-0.04, 15)}
    for measure, (gap, rank) in expected.items():
        assert main.loc[measure, ["gap", "rank", "rank_basis"]].tolist() == [gap, rank, "recomputed"]
    ranks = printed_gap_ranks(barnet, table)
    assert ranks["outcome"].tolist() == ["the same"] * 5
    assert main.loc["ks2_rwm_expected", "verdict"] == "cannot tell"
    assert main.loc["ks4_attainment8", "verdict_reason"] == "not compared: the series has a break after 2016"
    england = table[(table["area"] == ENGLAND) & (table["pupil_group"] == "disadvantaged")]
    england = england.set_index("measure")["gap"]
    assert england[["ks2_rwm_expected", "ks4_attainment8", "ks4_progress8"]].tolist() == [-20, -12.8, -0.51]


@pytest.mark.national
def test_the_slips_are_explained_by_rule(barnet):
    reasons = printed_gaps(barnet).query("not agrees")["reason"].tolist()
    assert (
        reasons[0]
        == reasons[3]
        == (
            "the national file's levels, 47.2 and 53.5, give it; 59.8, printed for pupils who are not disadvantaged in "
            "England, is its figure for pupils who are not disadvantaged in Barnet"
        )
    )
    assert reasons[1].startswith("it equals the difference to other pupils in Barnet itself (46 against 66")
