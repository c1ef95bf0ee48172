"""The list of all reports as a browser shows it, with as many as all local authorities and ten years make."""

import json
from string import ascii_uppercase

import pytest

from analysis.runs.index import write_index
from in_browser import ALL_BUT_CONTRAST, DESK, PHONE, failures, show


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    for letter in ascii_uppercase:
        for year in range(2016, 2026):
            report = folder / f"{letter}-{year}"
            report.mkdir()
            (report / "index.html").write_text("<title>a report</title>", encoding="utf-8")
            record = {
                "parameters": {"area": f"{letter}, County of", "year": year},
                "sources": [{"edition": 0}],
            }
            (report / "run.json").write_text(json.dumps(record), encoding="utf-8")
    return write_index(folder)


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_list_of_reports_is_for_all_readers_and_screens(browser, axe, index, width):
    tab = browser.new_page(viewport={"width": width, "height": 800})
    show(tab, index)
    assert failures(tab, axe, ALL_BUT_CONTRAST) == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.click("nav a[href='#K']", timeout=5000)
    assert tab.evaluate("document.getElementById('K').getBoundingClientRect().top") < 400
    tab.close()
