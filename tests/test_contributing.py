"""The worked examples of CONTRIBUTING.md, followed to the letter."""

import csv
import re

import nbformat
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.catalogue.lait_codes import load_codes
from analysis.catalogue.measures import load_measures
from analysis.runs.page import make_page
from analysis.sources.lait import read_lait
from places import REPO

GUIDE = (REPO / "CONTRIBUTING.md").read_text(encoding="utf-8")
DICTIONARY = "Measure_short,Polarity,dps,Year_Type,No_Quartile\nFSP_NEW_GOODDEV,High,1,Academic Year,NA\n"
BARNET = {"Barnet": ("E09000003", "la")}


def example(name: str) -> str:
    """The block of the guide that is marked with the name, without its indentation."""
    (block,) = re.findall(rf"^ *```\w+ {name}\n(.*?)^ *```", GUIDE, flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"^   ", "", block, flags=re.MULTILINE) if block.startswith("   ") else block


def parquet(file, rows: list[dict]):
    pq.write_table(pa.Table.from_pylist(rows), file)
    return file


def test_a_new_year(home, tmp_path):
    rows = list(csv.DictReader(example("new year").splitlines()))
    (tmp_path / "dictionary.csv").write_text(DICTIONARY, encoding="latin-1")
    found, _ = read_lait(
        parquet(tmp_path / "new.parquet", rows), tmp_path / "dictionary.csv", load_codes(), BARNET
    )
    assert found[["measure", "year", "value", "release"]].values.tolist() == [
        ["eyfs_gld", 2026, 74.1, "provisional"]
    ]


def test_a_new_measure(home, tmp_path):
    with (home / "data" / "raw" / "measures.csv").open("a", encoding="utf-8") as stream:
        stream.write(example("new measure"))
    with (home / "data" / "raw" / "lait_codes.csv").open("a", encoding="utf-8") as stream:
        stream.write(example("new code"))
    assert load_measures().index[-1] == "care_leavers_made"
    row = {"Short Desc": "MADE_CODE", "Years": "2026", "LA and Regions": "Barnet", "Values": "81.5"}
    text = DICTIONARY + "MADE_CODE,High,1,Financial Year,NA\n"
    (tmp_path / "dictionary.csv").write_text(text, encoding="latin-1")
    found, _ = read_lait(
        parquet(tmp_path / "new.parquet", [row]), tmp_path / "dictionary.csv", load_codes(), BARNET
    )
    assert pd.Series(found[["measure", "pupil_group", "year", "value"]].iloc[0]).tolist() == [
        "care_leavers_made", "all", 2026, 81.5,
    ]  # fmt: skip


def test_a_new_page(home, tmp_path):
    from analysis.data.prepare import prepare

    prepare()
    cells = [
        nbformat.v4.new_markdown_cell("# Made\n\nWhat is new?"),
        nbformat.v4.new_code_cell('area = "Barnet"\nyear = 2017', metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell(example("new page")),
    ]
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(
        nbformat.v4.new_notebook(cells=cells, metadata=metadata), home / "notebooks" / "60_made.ipynb"
    )
    (tmp_path / "report" / "notebooks").mkdir(parents=True)
    names = ("area", "academic_year", "status", "title", "notebook", "version", "run_hash")
    source = dict.fromkeys(("id", "title", "publisher", "licence", "path", "status", "sha256", "url"), "made")
    context = dict.fromkeys(names, "made") | {
        "file": "made.html",
        "pages": [],
        "absent": [],
        "sources": [source | {"retrieved": "2026-04-08"}],
    }
    made = make_page("60_made.ipynb", {"area": "Barnet", "year": 2017}, context, str(tmp_path / "report"))
    assert made == {"tables": []}
    assert "This page is on Barnet in 2016/17." in (tmp_path / "report" / "made.html").read_text(
        encoding="utf-8"
    )
