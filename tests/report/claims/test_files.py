"""Files of claims: the one of 2016/17, and a user's own, whose wrong cells are named."""

import re

import pandas as pd
import pytest

from analysis.basics.errors import InputError
from analysis.catalogue.measures import PUPIL_GROUPS
from analysis.report.claims.check import read_claims
from claims_made import GOOD
from committee_papers import has_token, plain


def test_claims_are_numbered_and_in_the_order_of_the_papers(claims):
    assert list(claims["id"]) == [f"k{n:03d}" for n in range(1, len(claims) + 1)]
    lines = claims["location"].str.extract(r"L(\d+)$")[0].astype(int)
    assert ((lines >= 722) & (lines <= 1589)).all()
    assert lines.is_monotonic_increasing


def test_claims_are_about_figures_that_exist(claims, barnet):
    figures = barnet.paper.figures
    keys = set(zip(figures["measure"], figures["pupil_group"], strict=True))
    for row in claims[(claims["measure"] != "") & (claims["needs"] == "")].itertuples():
        for measure in re.split(r" ?\| ?", row.measure):
            turned = "absence_primary" if measure == "attendance_primary" else measure
            assert (turned, row.pupil_group or "all") in keys or row.pupil_group == "looked_after", row.id
    assert set(claims["pupil_group"]) <= {"", *PUPIL_GROUPS}


def test_every_figure_of_annex_a_is_a_claim(claims, barnet):
    annex = barnet.paper.figures.query("table == 'annex-a'")
    assert len(annex) > 130
    for row in annex.itertuples():
        own = claims[claims["location"].str.endswith(f"L{row.line}")]
        if row.kind == "target":
            assert (own["kind"] == "target_is").sum() == 1, row
            continue
        assert (own["value"] == row.printed).any() or (
            row.kind == "mark" and (own["word"] == row.printed).any()
        ), row


def test_no_verdict_is_entered_by_hand(claims):
    assert not {"verdict", "recomputed"} & set(claims.columns)


NUMBER_WORDS = {"1/3": "third", "1": "one", "100%": "All"}


def test_the_line_of_a_claim_holds_its_numbers(claims, papers):
    missing = []
    for row in claims[claims["value"] != ""].itertuples():
        line = plain(papers["002"][int(row.location.rpartition("L")[2])])
        line = line.replace("100<", "100 <")
        if not (has_token(row.value, line) or NUMBER_WORDS.get(row.value, "\0").lower() in line.lower()):
            missing.append((row.id, row.location, row.value))
    assert missing == []


def test_claims_are_in_words_of_our_own(claims, papers):
    def runs(text: str) -> set[tuple]:
        words = re.findall(r"[a-z0-9']+", plain(text).lower())
        return {tuple(words[i : i + 14]) for i in range(len(words) - 13)}

    printed = set().union(*(runs(line) for paper in papers.values() for line in paper))
    assert [row.id for row in claims.itertuples() if runs(row.claim) & printed] == []


A_CHANGE = {"kind": "change", "comparator": "", "year2": "2022/23"}


@pytest.mark.parametrize(
    ("change", "column", "said"),
    [
        ({"kind": "comparsion"}, "kind", "The nearest: comparison"),
        ({"kind": ""}, "kind", "one of value"),
        ({"claim": ""}, "claim", "empty"),
        ({"measure": "ks2_rwm_expectd"}, "measure", "ks2_rwm_expected"),
        ({"pupil_group": "disadvantage"}, "pupil_group", "disadvantaged"),
        ({"year": "17"}, "year", "a year such as 2017"),
        ({"year": "2016/18"}, "year", "not a year"),
        ({"comparator": "Islingtn"}, "comparator", "Islington"),
        ({"word": "abov"}, "word", "above"),
        ({"word": "nearly met"}, "word", "rule side"),
        ({"word": ""}, "word", "needs 'word'"),
        ({"comparator": ""}, "comparator", "needs comparator or comparison_group or value"),
        ({"figure": "gap", "pupil_group": "disadvantaged"}, "comparison_group", "not_disadvantaged"),
        ({"band": "top 10%"}, "band", "does not use 'band'"),
        ({"kind": "rank_band", "comparator": "", "word": "in", "band": "best dozen"}, "band", "top 10%"),
        ({"kind": "value", "comparator": "", "word": "", "value": "sixteenth"}, "value", "98th"),
        (A_CHANGE | {"word": "widened"}, "figure", "'widened' is said of a gap"),
        (A_CHANGE | {"word": "rose", "comparison_group": "not_disadvantaged"}, "figure", "of their gap"),
        (
            {"band": "just outside top 10%", "kind": "rank_band", "comparator": "", "word": ""},
            "band",
            "under word",
        ),
    ],
)
def test_a_cell_that_is_not_understood_is_named(tmp_path, change, column, said):
    rows = pd.DataFrame([GOOD, GOOD, GOOD | change])
    rows.to_csv(tmp_path / "mine.csv", index=False)
    with pytest.raises(InputError) as error:
        read_claims(tmp_path / "mine.csv")
    assert f"mine.csv, row 4, column {column}" in str(error.value) and said in str(error.value), error.value


@pytest.mark.parametrize(("mark", "name"), [(";", "semicolons"), ("\t", "tabs")])
@pytest.mark.parametrize("quoted", [False, True])
def test_a_file_without_commas_is_told_how_to_be_saved_and_nothing_else(tmp_path, mark, name, quoted):
    from analysis.report.cohorts.own_file import read_cohorts
    from analysis.report.indicators.targets import load_targets

    file, quote = tmp_path / "mine.csv", '"' if quoted else ""
    for header, read in [
        ("claim kind value", read_claims),
        ("reference title measure target_kind", lambda file: load_targets("Camden", 2024, file)),
        ("measure pupil_group label numerator denominator source", read_cohorts),
    ]:
        cells = [
            mark.join(f"{quote}{cell}{quote}" for cell in row) for row in (header.split(), ["a", "b, c", "3"])
        ]
        file.write_text("\n".join(cells) + "\n")
        with pytest.raises(InputError) as error:
            read(file)
        assert error.value.problem == f"The cells are parted by {name}, not by commas."
        assert "commas between the cells" in str(error.value) and "missing" not in str(error.value)


def test_an_unknown_or_missing_column_is_named(tmp_path):
    pd.DataFrame([GOOD]).rename(columns={"comparator": "comparison"}).to_csv(
        tmp_path / "mine.csv", index=False
    )
    with pytest.raises(InputError, match="comparator"):
        read_claims(tmp_path / "mine.csv")
    pd.DataFrame([GOOD]).drop(columns="kind").to_csv(tmp_path / "mine.csv", index=False)
    with pytest.raises(InputError, match="kind"):
        read_claims(tmp_path / "mine.csv")
    with pytest.raises(InputError, match="missing"):
        read_claims(tmp_path / "none.csv")


def test_two_claims_may_not_have_one_id(tmp_path):
    pd.DataFrame([GOOD | {"id": "a"}, GOOD | {"id": "a"}]).to_csv(tmp_path / "mine.csv", index=False)
    with pytest.raises(InputError, match="used twice"):
        read_claims(tmp_path / "mine.csv")


def test_empty_rows_are_passed_over_and_the_rest_is_numbered_by_its_row(tmp_path):
    pd.DataFrame([GOOD, dict.fromkeys(GOOD, ""), GOOD]).to_csv(tmp_path / "mine.csv", index=False)
    assert list(read_claims(tmp_path / "mine.csv")["id"]) == ["row 2", "row 4"]
