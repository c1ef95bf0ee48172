"""The summary's sentences: picked by their rules, true to the table, and nothing named that cannot be shown."""

import re
from types import SimpleNamespace

import pytest
from statsmodels.stats.proportion import proportion_confint

from analysis.assessment import MOST, PER_PHASE, PLACES_MOVED, STRENGTH_SHARE, assessment
from analysis.data import load
from analysis.families import family
from analysis.narrative import against, band_counts, extremes, joined, name, placed, side
from analysis.ranking import CITY_AND_SCILLY, last_place
from analysis.rankings import rankings
from analysis.showable import showable, too_few_pupils

CASES = [
    *[("Barnet", 2017), ("Blackpool", 2023), ("Rutland", 2024), ("Newham", 2016)],
    *[("Kingston upon Hull, City of", 2021), ("City of London", 2019)],
]


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0]}-{case[1]}")
def report(request, national_home):
    data = load(*request.param)
    return data, rankings(data), assessment(data)


def numbers(text: str) -> list[str]:
    return re.findall(r"[-−]?\d+(?:,\d{3})*(?:\.\d+)?", text)


@pytest.mark.national
def test_findings_follow_their_rules(report):
    _, table, found = report
    rows = table.set_index(["measure", "pupil_group"])
    for finding in found["strengths"]:
        row = rows.loc[(finding.measure, finding.pupil_group)]
        assert row["tie_last"] <= last_place(STRENGTH_SHARE, int(row["band_n"]))
        better = row["value"] > row["england"] if row["polarity"] == "high" else row["value"] < row["england"]
        assert better
    for finding in found["development"]:
        row = rows.loc[(finding.measure, finding.pupil_group)]
        assert row["band"] == "bottom half"
        assert row["value"] < row["england"] if row["polarity"] == "high" else row["value"] > row["england"]
    for finding in found["movements"]:
        row = rows.loc[(finding.measure, finding.pupil_group)]
        assert abs(row["rank"] - row["previous_rank"]) >= PLACES_MOVED


@pytest.mark.national
def test_nothing_is_said_twice_and_no_phase_crowds_out_the_others(report):
    _, table, found = report
    for findings in found.values():
        measures = [finding.measure for finding in findings]
        phases = [table.set_index("measure")["phase"].loc[[m]].iloc[0] for m in measures]
        assert len(measures) == len(set(measures)) <= MOST
        assert all(phases.count(phase) <= PER_PHASE for phase in phases)
    strong = {(f.measure, f.pupil_group) for f in found["strengths"]}
    assert not strong & {(f.measure, f.pupil_group) for f in found["development"]}


@pytest.mark.national
def test_nothing_is_named_on_a_cohort_that_cannot_show_it(report):
    data, table, found = report
    named = [finding for kind in found.values() for finding in kind]
    if data.area.code in CITY_AND_SCILLY:
        assert not named and data.area.name in too_few_pupils(data)
    rows = table.set_index(["measure", "pupil_group"])
    for finding in named:
        row = rows.loc[(finding.measure, finding.pupil_group)]
        if finding.pupil_group != "all":
            low, high = proportion_confint(row["numerator"], row["denominator"], method="wilson")
            assert not 100 * low <= row["england"] <= 100 * high
        assert not finding.measure.startswith("absence_authorised")


@pytest.mark.national
def test_no_two_findings_say_nearly_the_same(report):
    _, _, found = report
    for findings in found.values():
        families = [family(finding.measure) for finding in findings]
        assert len(families) == len(set(families))


@pytest.mark.national
def test_the_counts_of_bands_are_those_of_the_table(report):
    _, table, _ = report
    ranked = table[table["rank"].notna()]
    counts = numbers(band_counts(table))
    assert counts[0].replace(",", "") == str(len(ranked))
    assert (ranked["band"] == "bottom half").sum() == int(
        (re.search(r"and (\d+|none) in the bottom", band_counts(table))[1]).replace("none", "0")
    )


@pytest.mark.national
def test_the_extremes_are_the_ends_of_the_ranking(report):
    data, table, _ = report
    ranked = showable(table[table["rank"].notna()], data)
    said = extremes(ranked)
    if len(ranked) >= 6:
        *_, worst = ranked.sort_values("rank", kind="stable").itertuples()
        assert name(worst) in said[1] and placed(worst) in said[1]


def result(value, england, **more):
    row = {"value": value, "england": england, "unit": "percent", "decimals": 0, "polarity": "high"} | more
    return SimpleNamespace(**row)


def test_words_follow_the_figures_as_they_are_shown():
    sides = [side(result(*pair)) for pair in ((2, 1), (1, 2), (1, 1), (72.4, 71.6))]
    assert sides == ["above", "below", "the same as", "the same as"]
    assert against(result(4, 5, polarity="low")) == "below England's 5%, and low is good"
    assert joined(["a"]) == "a" and joined(["a", "b", "c"]) == "a, b and c"
