"""The page of methods: its words are those of the rules, its glossary has what the pages speak of, and links to it hold."""

import re

import pytest

from analysis.basics.errors import InputError
from analysis.catalogue.glossary import load_glossary
from analysis.data.open_places import REASONS, TIE, UNPUBLISHED
from analysis.data.ranking import BANDS, last_place
from analysis.report.contents import PAGES
from analysis.report.methods.sentences import CERTAINTY, RANKS, glossary, ways

#: What the pages speak of and a councillor need not know.
TERMS = """Attainment 8; Cohort; Disadvantaged; EBacc; EHC plan; Expected standard; GLD; Higher standard; Interval; Looked after;
Percentage point; Progress 8; Provisional; Revised; RWM; State-funded; Statistical neighbour"""


def test_the_glossary_has_the_terms_and_whose_they_are():
    terms = {term.term: term for term in load_glossary()}
    assert {" ".join(name.split()) for name in TERMS.split(";")} <= terms.keys()
    assert [*terms] == sorted(terms, key=str.casefold)
    for term in terms.values():
        assert bool(term.address) == (term.source != "This report"), term.term


def test_the_glossary_links_to_its_sources():
    text = glossary().data
    assert text.count("\n- ") == len(load_glossary()) - 1
    assert (
        "- **Attainment 8**: " in text
        and "(https://www.gov.uk/government/publications/progress-8-school-performance-measure)" in text
    )
    assert "This report" not in text


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ("ebacc,A thing.,DfE,", "term"),
        ("EBacc,no sentence,DfE,", "meaning"),
        ("EBacc,A thing.,DfE,http://x", "address"),
    ],
)
def test_a_glossary_that_breaks_a_rule_is_refused(tmp_path, cells, column):
    file = tmp_path / "glossary.csv"
    file.write_text(f"term,meaning,source,address\n{cells}\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_glossary(file)
    assert column in str(error.value)


def test_what_the_page_says_of_ranks_is_the_rule():
    text = " ".join(RANKS["Bands"])
    assert f"Of 152, the best 10% are the first {last_place(10, 152)}." in text
    shares = re.findall(r"\d+", " ".join(name for name in BANDS if name.startswith("top") and "%" in name))
    assert re.findall(r"(\d+)%", text.split(".")[0]) == shares
    # chance is the third, which widens no band
    assert {TIE, UNPUBLISHED} < {*REASONS} and "Two things" in RANKS["Open places"][0]


def test_each_way_has_its_name_in_bold():
    text = ways(RANKS | CERTAINTY).data
    assert re.findall(r"\*\*(.*?)\.\*\*", text) == [*RANKS, *CERTAINTY] and "<" not in text


def test_the_page_stands_after_claims_and_before_data_checks():
    titles = [page.title for page in PAGES]
    assert titles[-3:] == ["Claims", "Methods", "Data checks"]
