"""What a notebook that is open for long sees: data prepared anew, damage, and what is kept for all local authorities."""

import json
from dataclasses import replace

import pytest

from analysis.basics.errors import InputError
from analysis.catalogue.areas import find_area
from analysis.catalogue.measures import load_measures, title
from analysis.data.prepare import prepare
from analysis.data.store import hold, prepared_england
from analysis.report.contents import open_report
from analysis.runs import report
from analysis.runs.record import inputs
from analysis.sources.manifest_edit import describe
from quick import write_notebook

FIGURES = "barnet-2017/figures.csv"


@pytest.fixture
def prepared(home):
    prepare()
    return home / "data"


def correct(data, old="t11,1144,Barnet %,% EXS+ RWM,ks2_rwm_expected,all,,2017,E09000003,value,no,69.0"):
    """A figure of the transcription, corrected: what is prepared from it is other data."""
    file = data / "raw" / FIGURES
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, old.replace("69.0", "69.5")), encoding="utf-8")
    describe("barnet-2017-figures")
    return prepare()


def figure(data):
    rows = data.observations
    own = rows[
        (rows["measure"] == "ks2_rwm_expected") & (rows["pupil_group"] == "all") & (rows["year"] == 2017)
    ]
    return own.loc[own["area"] == "E09000003", "value"].item()


def test_data_that_were_prepared_anew_are_seen(prepared):
    before = open_report("Barnet", 2017)
    assert open_report("Barnet", 2017) is before and figure(before) == 69.0
    was = inputs()
    correct(prepared)
    assert figure(open_report("Barnet", 2017)) == 69.5 and figure(before) == 69.0
    changed = {name for name, hashed in inputs().items() if was[name] != hashed}
    assert changed == {f"data/raw/{FIGURES}", "data/raw/manifest.toml"}


def test_damage_is_seen_and_so_is_its_repair(prepared):
    before, file = open_report("Barnet", 2017), prepared / "processed" / "observations.parquet"
    whole = file.read_bytes()
    file.write_bytes(whole[:500] + bytes([whole[500] ^ 1]) + whole[501:])
    with pytest.raises(InputError, match=r"(?s)have changed since.*observations\.parquet.*standards prepare"):
        open_report("Barnet", 2017)
    file.write_bytes(whole)
    assert open_report("Barnet", 2017) is before
    (prepared / "processed" / "prepared.json").unlink()
    with pytest.raises(InputError, match="not been prepared"):
        open_report("Barnet", 2017)


def test_what_holds_the_data_goes_on_with_them(prepared):
    hold()
    first = prepared_england()
    correct(prepared)
    assert prepared_england() is first and figure(open_report("Barnet", 2017)) == 69.0
    assert inputs()["data/raw/manifest.toml"] == first.inputs["data/raw/manifest.toml"]
    hold()
    assert figure(open_report("Barnet", 2017)) == 69.5


def test_no_report_is_made_of_two_preparations(prepared, home, monkeypatch):
    monkeypatch.setattr(report, "PAGES", report.PAGES[:1])
    write_notebook(home / "notebooks" / report.PAGES[0].notebook)
    folder = report.write_report("Barnet", 2017)["folder"]
    before = (home / "reports" / "barnet-2017" / "run.json").read_bytes()
    made = report.make_pages

    def meanwhile(*arguments):
        correct(prepared)
        return made(*arguments)

    monkeypatch.setattr(report, "make_pages", meanwhile)
    with pytest.raises(InputError, match="prepared anew while"):
        report.write_report("Barnet", 2017, force=True)
    assert folder.endswith("barnet-2017")
    assert (home / "reports" / "barnet-2017" / "run.json").read_bytes() == before


def test_a_catalogue_that_was_written_anew_is_read_anew(home):
    name = title("ks2_rwm_expected")
    find_area("Barnet")
    for file, old, new in (("measures.csv", name, "Another title"), ("areas.csv", "Barnet", "Barnet-on-Sea")):
        path = home / "data" / "raw" / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert load_measures().loc["ks2_rwm_expected", "title"] == title("ks2_rwm_expected") == "Another title"
    assert find_area("Barnet-on-Sea").code == "E09000003"


@pytest.mark.national
def test_what_is_kept_for_all_is_of_one_england(national_home):
    kent, rutland = open_report("Kent", 2017), open_report("Rutland", 2016)
    assert kent.england is rutland.england
    found = kent.england.ranks_in(2017)
    rows = kent.england.observations
    other = replace(kent.england, observations=rows[rows["year"] < 2017])
    assert not other.kept and other.ranks_in(2017).empty
    assert kent.england.ranks_in(2017).equals(found)


def test_the_record_names_what_was_read(prepared):
    file = prepared / "processed" / "prepared.json"
    record = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(record | {"inputs": {}}), encoding="utf-8")
    with pytest.raises(InputError, match=r"(?s)names no inputs.*prepared\.json"):
        open_report("Barnet", 2017)
