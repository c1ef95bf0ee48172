"""Ranks as pages and headlines name them: the ends of the ranking, shared places, words beside England's figure."""

import re
from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.basics.numbers import ordinal
from analysis.basics.phrases import joined
from analysis.catalogue.families import family
from analysis.catalogue.measures import PHASES, of_all_pupils, title, titled
from analysis.data.ranking import CITY_AND_SCILLY
from analysis.report.claims.check_sentences import claims_in
from analysis.report.contents import open_report
from analysis.report.rankings.band_sentences import band_sentence
from analysis.report.rankings.cells import measure_label
from analysis.report.rankings.charts import rank_profile, strips, value_trends
from analysis.report.rankings.nameable import LEFT_OUT, SMALL, differs_from_england, share_of, showable
from analysis.report.rankings.sentences import (
    against,
    against_england,
    better,
    extremes,
    name,
    not_named,
    side,
)
from analysis.report.rankings.tables import headline_table, ranking_table
from analysis.report.summary.findings import (
    LIKELY,
    UNCOUNTED,
    UNKNOWN_NUMBER,
    caution_of,
    with_chances,
)
from analysis.report.summary.headlines import headlines
from analysis.report.summary.tables import phase_table


@pytest.mark.national
def test_the_counts_of_bands_are_those_of_the_table(report):
    data, table, _ = report
    ranked = table[table["rank"].notna() & of_all_pupils(table)]
    said = band_sentence(table, data)
    assert re.search(rf"on (\d+|none) of {len(ranked)} ranked measures of all pupils\. ", said)
    assert ("Groups of pupils are not counted" in said) == bool(
        table.loc[table["pupil_group"] != "all", "rank"].notna().any()
    )
    low = (ranked["band"] == "bottom half") & ranked["band_certain"]
    assert low.sum() == int((re.search(r"in the bottom half on (\d+|none)\.", said)[1]).replace("none", "0"))


@pytest.mark.national
def test_the_extremes_are_the_ends_of_the_ranking(report):
    """Every all-pupil rank beyond the ones named is of what the sentence says is left out, or nearly the same measure."""
    data, table, _ = report
    said = extremes(table, data)
    if data.area.code in CITY_AND_SCILLY:
        assert said == []
        return
    ranked = table[table["rank"].notna() & (table["pupil_group"] == "all")]
    listed = re.search(r"ranks: (.*)\.$", said[1])[1].split("; ")
    named = ranked[
        [any(part.endswith(f" for {name(row)}") for part in listed) for row in ranked.itertuples()]
    ]
    assert len(named) == len(listed) == 3
    for row in ranked[ranked["rank"] > named["rank"].min()].itertuples():
        left = any(part in row.measure for parts in LEFT_OUT.values() for part in parts)
        small = pd.notna(row.numerator) and 100 * row.numerator / row.value < SMALL
        same = family(row.measure) in set(named["measure"].map(family))
        assert left or small or same or row.how_steady == "poor", row.measure
    assert all(words in " ".join(not_named()) for words in ("groups of pupils", *LEFT_OUT))


@pytest.mark.national
def test_the_lowest_ranks_are_those_that_there_are(national_home):
    """Barnet 2025: 136th is named, and what is passed over, 127th and 123rd, is what the words say."""
    data = open_report("Barnet", 2025)
    _, lowest = extremes(data.rankings, data)
    assert re.findall(r"(\d+th)", lowest.partition("ranks: ")[2]) == ["145th", "136th", "100th"]


@pytest.mark.national
def test_a_take_up_above_100_per_cent_is_of_no_small_cohort(national_home):
    """Cumberland 2024: 5,108 three- and four-year-olds are 100.4%, 17th of 153."""
    data = open_report("Cumberland", 2024)
    table = data.rankings
    (row,) = table.query("measure == 'early_education_take_up_age_3_4'").itertuples()
    assert (row.value, row.numerator, row.rank) == (100.4, 5108, 17) and share_of(row) is None
    assert (
        "17th for Take-up of funded early education by three- and four-year-olds" in extremes(table, data)[0]
    )
    (early,) = phase_table(table, data).frame.query("Phase == 'Early years'").to_dict("records")
    assert str(early["Best rank"]) == "17th of 153"
    assert "Funded places, age 3 and 4, 17th of 153" in strips(table, data, "early_years").title
    few = table[table["measure"] == row.measure].assign(numerator=120)
    assert showable(few, data).empty and len(showable(few.assign(numerator=200), data)) == 1


@pytest.mark.national
@pytest.mark.parametrize(
    ("area", "year", "phase", "best", "of"),
    [
        ("Rutland", 2024, "participation", "2nd of 153", "Not in education or work, 16 and 17"),
        ("Barnet", 2017, "ks4", "4th of 149", "English and maths, grade 5 or above"),
        ("Hounslow", 2025, "ks2", "3rd (shared by 4) of 151", "Grammar and spelling, higher standard"),
    ],
)
def test_one_rule_for_a_shared_place(national_home, area, year, phase, best, of):
    """The summary's table, the chart's title and the strengths choose alike, and print a rank alike."""
    data = open_report(area, year)
    table = data.rankings
    row = phase_table(table, data).frame.query("Phase == @PHASES[@phase]").iloc[0]
    assert (str(row["Best rank"]), row["Of"]) == (best, of)
    chart = strips(table[table["rank"].notna()], data, phase)
    assert chart.title == f"{PHASES[phase]}: nearest the top is {of}, {best}"
    strong = [finding for finding in data.findings["strengths"] if PHASES[phase] in finding.table]
    short = table.set_index("measure")["short_title"]
    # the best rank is the first strength, unless too few years are known to say that it is likely to hold
    likely = with_chances(table, data).set_index("short_title").loc[[of], "stays_top"].iloc[0]
    assert (short.loc[[strong[0].measure]].iloc[0] == of and f"; {best}" in strong[0].text) == (
        likely >= LIKELY
    )
    assert pd.isna(likely) == (of == "English and maths, grade 5 or above")
    tied = table[(table["phase"] == phase) & (table["shared_by"] > 1) & (table["pupil_group"] == "all")]
    for other in tied.itertuples():
        assert f"{ordinal(other.rank)} (shared by {other.shared_by}) of {other.n_ranked}" in chart.alt


@pytest.mark.national
def test_the_lowest_ranks_count_a_shared_place_as_the_first_and_say_so(national_home):
    """Cumberland 2024: 129th to 151st share a scaled score of reading; 148th comes before it."""
    data = open_report("Cumberland", 2024)
    table = data.rankings
    (row,) = table.query("measure == 'ks2_reading_scaled_score' and pupil_group == 'all'").itertuples()
    assert (row.tie_first, row.tie_last) == (129, 151)
    ranks = [int(rank) for rank in re.findall(r"[:;] (\d+)\w\w", extremes(table, data)[1])]
    assert ranks == sorted(ranks, reverse=True) and min(ranks) >= 129
    assert "as the first among the lowest" in not_named()[-1]


@pytest.mark.national
def test_the_text_of_a_chart_says_where_england_has_no_figure(national_home):
    for area, year, phase in (("Newham", 2017, "ks2"), ("Barnet", 2017, "ks2"), ("Barnet", 2017, "ks4")):
        data = open_report(area, year)
        alt = strips(data.rankings, data, phase).alt
        assert not re.search(r"England\s*[.,]", alt)
        if area == "Newham":
            assert "Reading, progress: 1.5, 11th" in alt and alt.count("England not published.") == 3


@pytest.mark.national
def test_no_best_rank_rests_on_few_pupils(national_home):
    """Hounslow 2025: 17 of 27 children in need, and Chinese pupils of unknown number, are not its best ranks."""
    data = open_report("Hounslow", 2025)
    table = data.rankings
    assert "children in need" not in " ".join([*extremes(table, data), *headlines(data)[:2]])
    shown = phase_table(table, data)
    (ks2,) = shown.frame[shown.frame["Phase"] == "Key stage 2"].to_dict("records")
    assert str(ks2["Best rank"]) == "3rd (shared by 4) of 151" and "pupils" not in ks2["Of"]
    assert (
        ks2["Ranked"]
        == ((table["phase"] == "ks2") & (table["pupil_group"] == "all") & table["rank"].notna()).sum()
    )


@pytest.mark.national
@pytest.mark.parametrize(
    ("area", "year"), [("Newham", 2017), ("Bournemouth, Christchurch and Poole", 2024), ("Barnsley", 2018)]
)
def test_a_gap_of_a_group_is_no_measure_of_all_pupils(national_home, area, year):
    data = open_report(area, year)
    table = data.rankings
    gaps = table[table["measure"].isin(["age19_level2_fsm_gap", "age19_level3_fsm_gap"])]
    assert len(gaps) == 2 and (gaps["pupil_group"] == "all").all() and gaps["rank"].notna().all()
    every = table[table["rank"].notna() & (table["pupil_group"] == "all")]
    assert f" of {len(every) - 2} ranked measures of all pupils. " in band_sentence(table, data)
    assert rank_profile(table, data).title.partition(" measures")[0].endswith(f"of {len(every) - 2}")
    frame = phase_table(table, data).frame
    assert frame["Ranked"].sum() == len(every) - 2
    assert showable(gaps, data).empty
    found = data.findings
    assert not {finding.measure for finding in found["strengths"] + found["development"]} & set(
        gaps["measure"]
    )
    for finding in found["movements"]:
        if finding.measure in set(gaps["measure"]):
            assert UNKNOWN_NUMBER in finding.text and " percentage points in " in finding.text
    for row in gaps.itertuples():
        assert re.search(
            r"[\d.]+ percentage points, .*England's [\d.]+ percentage points", against_england(row)
        )


@pytest.mark.national
def test_a_measure_about_a_group_does_not_say_it_again(national_home):
    data = open_report("Barnsley", 2018)
    table = data.rankings
    own = table[(table["phase"] == "looked_after") & table["value"].notna()]
    assert len(own) and (own["pupil_group"] == "looked_after").all()
    for row in own.itertuples():
        assert name(row) == row.title and measure_label(row) == row.short_title
        assert title(row.measure, row.pupil_group) == row.title
        # the check of sentences reads the name alone as the figure of that group
        claims = claims_in(against_england(row), data).claims
        assert {(claim["measure"], claim["pupil_group"]) for claim in claims} == {
            (row.measure, "looked_after")
        }
    said = " ".join(finding.text for finding in data.findings["movements"])
    # up at least 104 places since the year before, and not known to have held
    care = own[own["measure"] == "care_leavers_eet"]["places_moved"].item()
    assert care >= 104 and "Care leavers aged 19 to 21 in education, employment or training" not in said
    assert titled("ks2_rwm_expected", "Reading", "looked_after") == "Reading, looked-after children"


def test_of_a_whole_and_its_part_one_is_named():
    for part, whole in (
        ("activity_not_known_16_17", "neet_or_not_known_16_17"),
        ("neet_16_17", "neet_or_not_known_16_17"),
        ("absence_unauthorised_primary", "absence_primary"),
        ("attendance_primary", "absence_primary"),
        ("severe_absence_secondary", "persistent_absence_secondary"),
        ("destinations_ks4_not_sustained", "destinations_ks4_sustained"),
        ("ks4_english_maths_95", "ks4_english_maths_94"),
    ):
        assert family(part) == family(whole), part
    assert family("ks2_rwm_expected") != family("ks2_rwm_higher")
    assert family("persistent_absence") != family("absence_overall")


@pytest.mark.national
@pytest.mark.parametrize(
    ("area", "year"), [("Kent", 2025), ("Birmingham", 2019), ("Bournemouth, Christchurch and Poole", 2024)]
)
def test_activity_not_known_is_named_once(national_home, area, year):
    for findings in open_report(area, year).findings.values():
        assert sum("not_known" in finding.measure or "neet" in finding.measure for finding in findings) <= 1


@pytest.mark.national
@pytest.mark.parametrize(("area", "year"), [("Rutland", 2024), ("Barnet", 2025), ("Hounslow", 2025)])
def test_a_list_says_once_that_numbers_are_not_published(national_home, area, year):
    data = open_report(area, year)
    for kind, findings in data.findings.items():
        cautions = [text for text in data.summary[kind] if UNCOUNTED in text]
        assert len(cautions) == any(finding.uncounted for finding in findings)
        if cautions:
            some = "some of these" in cautions[0]
            assert some == (not all(finding.uncounted for finding in findings))
            assert data.summary[kind][-1] == cautions[0]
    assert any(finding.uncounted for findings in data.findings.values() for finding in findings)


def test_the_caution_of_a_list_follows_its_figures():
    one, counted = SimpleNamespace(uncounted=True), SimpleNamespace(uncounted=False)
    assert caution_of([]) == caution_of([counted]) == ""
    assert caution_of([one]).startswith("The number of pupils behind this figure ")
    assert caution_of([one, one]).startswith("The number of pupils behind these figures ")
    assert caution_of([one, counted]).startswith("The number of pupils behind some of these figures ")


def result(value, england, **more):
    row = {
        "measure": "",
        "value": value,
        "england": england,
        "unit": "percent",
        "decimals": 0,
        "polarity": "high",
    } | more
    return SimpleNamespace(**row)


def test_words_follow_the_figures_as_they_are_shown():
    sides = [side(result(*pair)) for pair in ((2, 1), (1, 2), (1, 1), (72.4, 71.6))]
    assert sides == ["above", "below", "the same as", "the same as"]
    assert against(result(4, 5, polarity="low")) == "below England's 5% (low is good)"
    assert better(result(4, 5, polarity="low")) == 1 and better(result(4, 5)) == -1
    assert better(result(72.4, 71.6)) == better(result(72.4, 71.6, polarity="low")) == 0
    assert joined(["a"]) == "a" and joined(["a", "b", "c"]) == "a, b and c"


@pytest.mark.national
def test_chart_and_sentence_compare_with_england_alike(national_home):
    """Kent's 24.28 and England's 24.256 are both printed as 24.3: the chart counts what the sentences say."""
    data = open_report("Kent", 2025)
    table = data.rankings
    (row,) = table.query("measure == 'ks5_aab' and pupil_group == 'all'").itertuples()
    assert row.value > row.england and side(row) == "the same as" and better(row) == 0
    assert value_trends(table[table["rank"].notna()], data).title.startswith("Better than England on 3 of 6")


@pytest.mark.national
@pytest.mark.parametrize(("area", "year"), [("Barnet", 2017), ("Kent", 2017), ("Barnet", 2025)])
def test_a_band_is_counted_among_those_ranked(national_home, area, year):
    table = open_report(area, year).rankings
    ranked = table[table["rank"].notna() & (table["basis"] == "recomputed")]
    assert (ranked["band_n"] == ranked["n_ranked"]).all()
    upper, lower = (ranked[ranked["band"] == f"{half} half"] for half in ("top", "bottom"))
    assert len(upper) and (upper["rank"] * 2 <= upper["n_ranked"]).all()
    assert len(lower) and (lower["rank"] * 2 > lower["n_ranked"] - 1).all()


@pytest.mark.national
def test_a_page_has_one_set_of_bands_and_no_distance_of_0_outside_the_best_tenth(national_home):
    seen = 0
    for area, year in (("Barnet", 2017), ("Hounslow", 2020), ("Hammersmith and Fulham", 2023)):
        data = open_report(area, year)
        table = data.rankings
        shown = ranking_table(table, data, "All")
        assert "Quartile" not in shown.frame.columns
        for row, cell in zip(table.itertuples(), shown.frame["To top 10%"], strict=True):
            if cell is not None and row.band not in ("top 5%", "top 10%", ""):
                assert not re.fullmatch(r"0(\.0*)?", str(cell)), row
                seen += str(cell).startswith("under ")
    assert seen


@pytest.mark.national
def test_provisional_figures_and_state_funded_schools_are_marked(national_home):
    data = open_report("Hounslow", 2025)
    table = data.rankings
    assert set(table.loc[table["release"] == "provisional", "phase"]) == {"phonics"}
    at = list(table.columns).index("release")
    assert list(table.columns)[at : at + 3] == ["release", "publication_status", "publication_basis"]
    html = ranking_table(table[table["phase"] == "phonics"], data, "Phonics").to_html()
    assert '">(p)</abbr></td>' in html
    assert "(p) provisional" in html
    assert "(p)" not in ranking_table(table[table["phase"] == "ks1"], data, "KS1").to_html()
    assert "state-funded" in ranking_table(table[table["phase"] == "ks4"], data, "KS4").to_html()
    assert "state-funded" not in ranking_table(table[table["phase"] == "ks2"], data, "KS2").to_html()
    phases = set(headline_table(table, data).frame["Phase"])
    assert "Key stage 4 (England: state-funded)" in phases and "Key stage 2" in phases
    (phonics,) = table.query("measure == 'phonics_year1_expected' and pupil_group == 'all'").itertuples()
    assert "(provisional)" in against_england(phonics)


def test_a_share_above_100_shows_nothing():
    over = result(104.0, 93.0, numerator=300, denominator=pd.NA)
    assert share_of(over) is None and not differs_from_england(over)
    assert differs_from_england(result(94.0, 93.0, numerator=pd.NA, denominator=pd.NA))
    assert differs_from_england(result(80.0, 93.0, numerator=800, denominator=1000))
