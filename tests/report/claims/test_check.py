"""Claims are checked: those of a file that is named, of a transcribed report, and of the documented example."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from analysis.basics.errors import InputError
from analysis.catalogue.areas import find_area
from analysis.report.claims.check import check_claims, read_claims
from analysis.report.contents import open_report
from claims_made import GOOD, one
from places import REPO


def test_a_claim_that_the_data_give_no_meaning_to_is_named(barnet):
    with pytest.raises(InputError, match="Claim k1 cannot be checked"):
        one(barnet, kind="cohort_size", word="small cohort", cohort="c999")
    with pytest.raises(InputError, match="CES/S99"):
        one(barnet, kind="mark", word="G", against="CES/S99")


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"kind": "rank_band", "measure": "ks2_rwm_expected", "word": "just outside"}, "band"),
        # such a claim is read, because it says what it needs; but the figure is there
        ({"kind": "value", "measure": "ks2_rwm_expected", "needs": "the number"}, "value"),
        ({"kind": "change", "measure": "ks2_rwm_expected", "year2": "2016", "needs": "a word"}, "word"),
    ],
)
def test_a_claim_that_says_too_little_to_be_checked_is_named(barnet, tmp_path, cells, column):
    pd.DataFrame([{"claim": "A claim", "year": "2017"} | cells]).to_csv(tmp_path / "mine.csv", index=False)
    with pytest.raises(InputError, match="Claim row 2 cannot be checked") as error:
        check_claims(barnet, read_claims(tmp_path / "mine.csv"))
    assert (error.value.row, error.value.column) == (2, column)


def test_the_documented_example_gives_what_is_documented(national_home):
    text = (REPO / "docs" / "claims.md").read_text(encoding="utf-8")
    file = REPO / "docs" / "claims-example.csv"
    assert re.search(r"```csv\n(.*?)```", text, re.DOTALL)[1] == file.read_text(encoding="utf-8")
    (day,) = re.findall(r"--written (20[\d-]+)", text.partition("## An example")[0])
    found = check_claims(open_report("Camden", 2024), read_claims(file), written=day)
    shown = re.findall(
        r"^\| (.+?) \| (\w+) \| (.+?) \| (.+?) \|$",
        text.partition("For Camden")[2].partition("\n\n## ")[0],
        re.M,
    )
    assert found[["claim", "verdict", "printed", "recomputed"]].values.tolist() == [
        list(row) for row in shown[1:]
    ]


def test_a_file_that_is_named_is_checked_instead_of_the_transcribed_one(barnet, tmp_path):
    from analysis.report.claims.check import claims_file, claims_of

    assert claims_file(barnet).name == "claims.csv"
    pd.DataFrame([GOOD | {"year": "2017"}]).to_csv(tmp_path / "mine.csv", index=False)
    assert claims_of(barnet, str(tmp_path / "mine.csv"))["verdict"].tolist() == ["holds"]
    assert claims_of(replace(barnet, question=replace(barnet.question, area=find_area("Camden")))).empty
