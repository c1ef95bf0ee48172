"""Every sentence of every page is read back as a claim, and the rules that judge anyone's claims find that it holds."""

import re

import pytest

from analysis.report.claims.check_sentences import check_sentences, claims_in
from analysis.report.contents import open_report
from analysis.report.indicators.sentences import ONE_TARGET
from pages_read import PHASE_OF, SECTIONS, of_phase, sentences
from readable import hard_sentences, not_listed

pytestmark = pytest.mark.national

REPORTS = [("Barnet", 2017), ("Rutland", 2024), ("Kent", 2025), ("Hounslow", 2025)]
#: The pages that speak of figures. 40 stands for itself where there are targets; 50 quotes what others claim.
PAGES = (
    *("10_rankings", "20_attainment_gaps", "30_small_cohorts", "40_performance_indicators"),
    *("90_summary", "91_brief"),
)
#: Words that say more than a figure does: a sentence with one of them and a number must be read as a claim.
FIRM = re.compile(
    r"\b(narrowed|widened|improved|declined|worsened|rose|fell|increased|decreased|better|worse|top \d+%|bottom half|best|lowest"
    r"|highest|up (at least )?\d|down (at least )?\d|gaining ground|losing ground)\b"
)
#: Sentences that have such words and say no figure's place or change: rules, and counts that tests of their page count again.
NO_CLAIM = (
    r"The ranks are (recomputed|those that)",
    r"Against other pupils in England, .* nationally in (\d+|none) of \d+ results",
    r"On (\d+|none) of \d+ gaps to other pupils in England, .* is in the better half",
    r"Of \d+ gaps to others in England",
    r"To reach the top 10% in “.*” needed .* more pupils at the standard",
    r"Is .* among the best \d+% of the local authorities ranked\?",
    r".*, but chance leaves it open from .* This example is chosen by its topic",
    r"Worked out for at most \d+ measures",
    r".*: chance leaves the rank open from .* An estimate that uses all local authorities puts it",
    r".* “?How steady|How steady ranks are says",
    r".* is marked [GAR]\. By the rule it is",
    r"(Met|May be met|Nearly met|Not met): ",
)


@pytest.fixture(scope="module", params=REPORTS, ids="{0[0]} {0[1]}".format)
def read(request, national_home):
    """A report, and heading and text of each sentence, by page."""
    area, year = request.param
    report = open_report(area, year)
    pages = [page for page in PAGES if len(report.indicators) or not page.startswith("40")]
    return report, {page: [*sentences(f"{page}.ipynb", area, year)] for page in pages}


def test_no_sentence_of_any_page_is_one_that_the_rules_would_not_let_stand(read):
    report, pages = read
    judged = 0
    for page, rows in pages.items():
        for heading in dict.fromkeys(heading for heading, _ in rows):
            own = [(text, SECTIONS.get(heading, "")) for at, text in rows if at == heading]
            checked = check_sentences(of_phase(report, heading), own)
            wrong = checked[checked["verdict"] != "holds"]
            assert wrong.empty, [
                page,
                *wrong[["claim", "kind", "printed", "recomputed", "verdict", "reason"]].values,
            ]
            judged += len(checked)
    assert judged > 100


def test_no_firm_word_is_left_unread(read):
    report, pages = read
    unread = [
        (page, text)
        for page, rows in pages.items()
        for heading, text in rows
        if FIRM.search(text) and re.search(r"\d", text) and not any(re.match(rule, text) for rule in NO_CLAIM)
        and not claims_in(text, report, SECTIONS.get(heading, "")).claims
    ]  # fmt: skip
    assert unread == []


def test_every_sentence_is_short_and_plain(read):
    """As of the committed editions (``test_readability``), for authorities of which nobody has looked at every sentence."""
    _, pages = read
    hard = {page: not_listed(hard_sentences(text for _, text in rows)) for page, rows in pages.items()}
    assert {page: found for page, found in hard.items() if found} == {}


def test_a_target_is_said_to_be_what_the_table_of_targets_has(read):
    report, pages = read
    table = report.indicators.set_index("reference")
    told = [
        found
        for _, text in pages.get("40_performance_indicators", [])
        if (found := re.match(ONE_TARGET, text))
    ]
    assert bool(told) == bool(len(table))
    for found in told:
        row = table.loc[found["reference"]]
        assert found["status"].lower() == row["status"]
        if place := re.match(
            r"(\d+)(st|nd|rd|th) of \d+ (?:is (\d+) places? short of|meets) the target", found["why"]
        ):
            assert int(place[1]) == row["rank"] and int(place[3] or 0) == row["to_target_places"]


def test_a_movement_and_a_change_of_one_year_are_not_told_as_one(read):
    """What the summary names as a movement is not the change that small cohorts cannot show, and says that it is of two years."""
    report, _ = read
    change = report.largest_change
    for each in report.findings["movements"]:
        assert "held for two years" in each.text
        if change is not None and (each.measure, each.pupil_group) == (change.measure, change.pupil_group):
            assert not change.interval.low <= 0 <= change.interval.high


def test_a_sentence_that_says_too_much_is_found(national_home):
    """The reader is not blind: the same sentence with another band, or a firm word without grounds, does not hold."""
    report = open_report("Rutland", 2024)
    text = (
        "Disadvantaged pupils: Key stage 2 reading, writing and maths (expected standard): "
        "Since the year before, the gap to other pupils in England has narrowed from 19 percentage points to 13 percentage points"
    )
    assert set(check_sentences(report, [(text, "")])["verdict"]) - {"holds"}
    ranked = "Phonics check in year 1 (expected standard): 16th of 151 local authorities (top 5%)."
    assert set(check_sentences(report, [(ranked, "")])["verdict"]) - {"holds"}


def test_headings_of_phases_are_known():
    assert "Key stage 2" in PHASE_OF
