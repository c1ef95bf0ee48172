"""standards check finds what is not as it should be, and only that."""

import json
import re
import shutil
import subprocess

import pytest
from jsonschema import Draft202012Validator

from analysis.runs import freshness
from analysis.runs.check import SCHEMA, check, check_notebooks, check_record, check_report
from places import REPO


def test_a_fresh_checkout_is_as_it_should_be(home):
    assert check() == []


def test_an_edited_raw_file_is_found(home):
    file = home / "data" / "raw" / "barnet-2017" / "cohorts.csv"
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    (finding,) = check()
    assert "barnet-2017/cohorts.csv" in finding


def test_processed_data_of_other_inputs_are_found(home):
    from analysis.data.prepare import prepare

    prepare()
    assert check() == []
    (home / "data" / "processed" / "areas.parquet").write_bytes(b"")
    assert any("standards prepare" in finding for finding in check())


def test_a_notebook_with_outputs_is_found(home):
    file = home / "notebooks" / "10_rankings.ipynb"
    notebook = json.loads(file.read_text(encoding="utf-8"))
    code = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    code["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x"}]
    file.write_text(json.dumps(notebook), encoding="utf-8")
    (finding,) = check_notebooks()
    assert "holds outputs" in finding


def test_a_report_that_was_touched_is_found(offline_report):
    assert check_report(offline_report) == []
    page = offline_report / "index.html"
    whole = page.read_bytes()
    try:
        page.write_bytes(whole + b" ")
        assert any("not the file that was made" in finding for finding in check_report(offline_report))
        page.unlink()
        assert any("is missing" in finding for finding in check_report(offline_report))
    finally:
        page.write_bytes(whole)
    (offline_report / "extra.txt").write_text("x")
    assert any("was not made with the report" in finding for finding in check_report(offline_report))
    (offline_report / "extra.txt").unlink()
    assert check_report(offline_report) == []


def test_a_published_edition_needs_no_copy_of_the_publishers_figures(offline_report):
    """It may be absent, and nothing else may; if it is there it is the file that was made."""
    copied = offline_report / "data" / "observations.csv"
    whole = copied.read_bytes()
    try:
        copied.unlink()
        assert check_report(offline_report) == []
        copied.write_bytes(whole + b" ")
        assert any("not the file that was made" in finding for finding in check_report(offline_report))
    finally:
        copied.write_bytes(whole)


@pytest.mark.parametrize("edition", ["barnet-2017", "barnet-2025"])
def test_the_published_editions_have_results_and_no_copies(edition):
    """Most rows of observations.csv are rows of DfE's files as they are."""
    listed = subprocess.run(
        ["git", "ls-files", f"reports/{edition}"], cwd=REPO, capture_output=True, text=True, check=False
    ).stdout.split()
    if not listed:
        pytest.skip("this is no checkout of the repository")
    assert f"reports/{edition}/data/rankings.csv" in listed
    assert not [name for name in listed if name.endswith("observations.csv")]
    for page in (REPO / "reports" / edition).glob("*.html"):
        links = re.findall(r' href="([^"#:]+)[^":]*"', page.read_text(encoding="utf-8"))
        assert len(links) > 5 and {f"reports/{edition}/{link}" for link in links} <= {*listed}, page.name


def test_a_record_that_cannot_be_read_is_found(home):
    report = home / "reports" / "barnet-2017"
    report.mkdir(parents=True)
    (report / "run.json").write_text("{", encoding="utf-8")
    assert any("cannot be read" in finding for finding in check())


ALTERED = {
    "data/raw/barnet-2017/figures.csv": "figures.csv",
    "data/raw/measures.csv": "measures.csv",
    "data/raw/manifest.toml": "manifest.toml",
    "data/processed/observations.parquet": "standards prepare",
    "data/processed/validation.json": "standards prepare",
    "data/processed/prepared.json": "standards prepare",
    "notebooks/10_rankings.ipynb": "made by other code",
    **{f"reports/barnet-2017/{name}": name for name in ("rankings.html", "data/rankings.csv", "tables.xlsx")},
}


@pytest.fixture
def whole(home, offline_report, forget):
    """A project with its prepared data and a report, all as they should be."""
    shutil.copytree(offline_report, home / "reports" / "barnet-2017")
    shutil.copytree(offline_report.parents[1] / "data" / "processed", home / "data" / "processed")
    forget(freshness)
    yield home
    forget(freshness)


def test_every_hash_from_raw_to_report_is_computed_again(whole, forget):
    """Each kind of file is altered in turn, and what is said names it."""
    assert check() == []
    for name, said in ALTERED.items():
        file = whole / name
        before = file.read_bytes()
        # a blank more at the end: nothing but the hash can tell (of the record, whose blanks say nothing, less)
        file.write_bytes(before[:-1] if name.endswith("prepared.json") else before + b" ")
        forget(freshness)
        assert any(said in finding for finding in check()), name
        file.write_bytes(before)
        file.unlink()
        forget(freshness)
        assert check() != [] or name == "data/processed/prepared.json", name
        file.write_bytes(before)
    forget(freshness)
    assert check() == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"parameters": {"area": "Barnet", "year": 2016}}, "edited"),
        ({"hash": "0" * 16}, "edited"),
        ({"code": "0" * 64}, "other code"),
        (
            {"area": {"name": "Camden", "code": "E09000007", "slug": "camden", "la_number": 202}},
            "holds the report on",
        ),
        ({"files": {"../out": "0" * 64}}, "not a record"),
        ({"pages": {"index.html": "perhaps"}}, "not a record"),
        ({"more": 1}, "not a record"),
        ({"inputs": {}}, "not a record"),
    ],
)
def test_a_record_that_was_edited_is_found(whole, change, said):
    file = whole / "reports" / "barnet-2017" / "run.json"
    record = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(record | change), encoding="utf-8")
    assert any(said in finding for finding in check())


def test_the_schema_is_documented_and_each_record_follows_it(offline_report):
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    record = json.loads((offline_report / "run.json").read_text(encoding="utf-8"))
    assert check_record(record) == []
    documented = (REPO / "docs" / "data.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in documented for name in schema["properties"])
    for name in schema["required"]:
        assert check_record({key: value for key, value in record.items() if key != name})


def test_a_notebook_that_cannot_be_read_is_found(home):
    (home / "notebooks" / "10_rankings.ipynb").write_text("{", encoding="utf-8")
    (finding,) = check_notebooks()
    assert "10_rankings.ipynb" in finding and "git checkout" in finding
