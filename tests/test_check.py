"""standards check finds what is not as it should be, and only that."""

import json

from analysis.check import check, check_notebooks, check_report


def test_a_fresh_checkout_is_as_it_should_be(home):
    assert check() == []


def test_an_edited_raw_file_is_found(home):
    file = home / "data" / "raw" / "barnet-2017" / "cohorts.csv"
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    (finding,) = check()
    assert "barnet-2017/cohorts.csv" in finding


def test_processed_data_of_other_inputs_are_found(home):
    from analysis.prepare import prepare

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


def test_a_record_that_cannot_be_read_is_found(home):
    report = home / "reports" / "barnet-2017"
    report.mkdir(parents=True)
    (report / "run.json").write_text("{", encoding="utf-8")
    assert any("cannot be read" in finding for finding in check())
