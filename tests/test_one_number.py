"""The number that docs/architecture.md follows is where it says, and so are the files that it passes."""

import re

import pandas as pd
import pytest

from analysis.report.contents import open_report
from places import REPO

TEXT = (REPO / "docs" / "architecture.md").read_text(encoding="utf-8")
PART = TEXT.split("## One number")[1].split("\n## ")[0]
ROW = int(re.search(r"Row (\d+) of DfE's file", PART)[1])


def test_the_files_that_it_passes_are_there():
    named = re.findall(r"`((?:sources|data|report|output|runs)/[\w/]+\.py)`", PART)
    assert len(re.findall(r"^\d\. ", PART, re.MULTILINE)) == 5 and len(named) >= 9
    assert all((REPO / "src" / "analysis" / name).is_file() for name in named)


@pytest.mark.national
def test_the_row_of_the_raw_file_is_the_one_that_the_cell_cites(national, national_home):
    row = pd.read_parquet(national("lait/bds_long_0.parquet")).iloc[ROW]
    assert (row["LA and Regions"], row["Years"], row["Values"]) == ("Barnet", "2017", "69")
    report = open_report("Barnet", 2017)
    cell = report.rankings.query("measure == 'ks2_rwm_expected' and pupil_group == 'all'").iloc[0]
    assert (cell["value"], cell["rank"], cell["n_ranked"], cell["band"]) == (69, 14, 150, "top 10%")
    assert cell["locator"] == f"row {ROW}"
    assert report.cited("ks2_rwm_expected", "all") == f"lait row {ROW}"
