"""The brief: every sentence of it stands in the summary, and it prints on one side of A4."""

import pytest

from analysis.output.formats import chromium
from analysis.report.contents import PAGES, open_report
from analysis.report.summary.brief import MOST, brief, brief_table
from analysis.report.summary.findings import UNCOUNTED
from analysis.report.summary.first_screen import first_screen
from analysis.runs.page import make_page
from analysis.runs.record import page_context, provenance

pytestmark = pytest.mark.national

ASKED = [("Barnet", 2025), ("Barnet", 2017), ("Hounslow", 2025)]


@pytest.fixture(scope="module", params=ASKED, ids="{0[0]} {0[1]}".format)
def report(request, national_home):
    return open_report(*request.param)


def test_nothing_is_said_that_the_summary_does_not_say(report):
    said, told = brief(report), [text for texts in report.summary.values() for text in texts]
    sources = said.pop("sources")
    assert sources and all(texts for texts in said.values())
    for section, texts in said.items():
        named = [text for text in texts if UNCOUNTED not in text]
        assert all(any(other.startswith(text.removesuffix(".")) for other in told) for text in named), section
        # a number of pupils that is not published is said of fewer figures here
        assert len(texts) - len(named) <= (section in ("strengths", "watch"))
        assert len(named) <= MOST or section in ("gaps", "provisional")


def test_what_chance_may_have_made_is_said_to_be_so(report):
    said, found = brief(report), report.findings
    uncounted = any(each.uncounted for each in found["strengths"][:MOST])
    assert uncounted == any(UNCOUNTED in text for text in said["strengths"])


def test_its_table_is_that_of_the_first_screen_and_comes_once_in_the_workbook(report):
    own, first = brief_table(report), first_screen(report)
    assert own.title == first.title and own.table.frame.astype(str).equals(first.table.frame.astype(str))
    assert first.table.sheet and not own.table.sheet
    assert "<dl" not in own.to_html() and "<dl" in first.to_html()


def test_it_prints_on_one_side(report, tmp_path):
    pdfplumber = pytest.importorskip("pdfplumber", reason="needs pdfplumber to count pages")
    if chromium.find_browser() is None:
        pytest.skip("needs Chromium, Chrome or Edge on this machine")
    page = next(page for page in PAGES if page.file == "brief.html")
    absent = {each: each.absent_because(report) for each in PAGES}
    for folder in ("data", "notebooks"):
        (tmp_path / folder).mkdir()
    asked = {"area": report.area.name, "year": report.year}
    made = make_page(
        page.notebook, asked, page_context(page, absent, report, provenance(report)), str(tmp_path)
    )
    assert made == {"tables": []}
    chromium.print_page(tmp_path / page.file, tmp_path / "brief.pdf")
    with pdfplumber.open(tmp_path / "brief.pdf") as pdf:
        (side,) = pdf.pages
        text = side.extract_text()
    assert f"{report.area.name} {report.question.academic_year}" in text and "Page 1 of 1" in text
    assert all(heading in text for heading in ("Strengths", "To watch", "Read with care", "Provisional"))
