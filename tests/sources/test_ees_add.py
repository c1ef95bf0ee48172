"""A local file is added: what was understood is shown, then file, manifest entry and mapping are written, or nothing."""

import re
from pathlib import Path

import pytest

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.catalogue.ees_mapping_files import load_mappings
from analysis.catalogue.manifest import load_manifest, verify
from analysis.data.prepare import read_national
from analysis.sources import ees_add
from ees_made import made, write
from places import REPO
from servers import run


@pytest.fixture
def phonics(home, tmp_path):
    """A made file of the phonics screening check, outside the project."""
    rows = made("phonics")
    return write(tmp_path / "Phonics 2024.csv", list(rows[0]), rows)


def state() -> dict[str, bytes]:
    """Every file below data/raw."""
    raw = paths.raw()
    return {f.relative_to(raw).as_posix(): f.read_bytes() for f in sorted(raw.rglob("*")) if f.is_file()}


def added(before: dict[str, bytes]) -> set[str]:
    return {name for name, content in state().items() if before.get(name) != content}


def test_what_would_be_done_is_shown_and_nothing_written(phonics):
    before = state()
    code, said = run("add", str(phonics))
    assert code == 0 and added(before) == set()
    assert "Mapping: phonics (" in said and "the only one that fits" in said
    assert "phonics_year1_expected: expected_standard_pupil_percent of expected_standard_pupil_count" in said
    assert "filter sex: for everybody Total" in said and "not used: establishment_count" in said
    assert "Local authority, kept: 3 rows" in said and 'id = "ees-phonics-2024"' in said
    assert "--write" in said and "--url" in said


def test_the_file_is_added_and_read(phonics):
    before = state()
    address = "https://example.org/phonics.csv"
    code, said = run(
        "add", str(phonics), "--write", "--title", "Phonics", "--url", address, "--status", "final"
    )
    assert code == 0 and added(before) == {"ees/phonics-2024.csv", "manifest.toml"}
    assert "ees/phonics-2024.csv and data/raw/manifest.toml" in said
    source = load_manifest()["ees-phonics-2024"]
    assert (source.title, source.url, source.status, source.mapping) == ("Phonics", address, "final", "")
    assert verify(source).read_bytes() == phonics.read_bytes()
    assert set(read_national(source)["measure"]) == {"phonics_year1_expected"}
    assert state()["manifest.toml"].startswith(before["manifest.toml"])


def test_the_status_is_what_the_file_says(phonics):
    run("add", str(phonics), "--write")
    assert load_manifest()["ees-phonics-2024"].status == "final"


def twin(change: tuple[str, str] = ("", "")) -> None:
    """Another mapping that fits the columns of phonics."""
    folder = paths.raw() / "ees_mappings"
    text = (folder / "phonics.toml").read_text(encoding="utf-8")
    text = text.replace('id = "phonics"', 'id = "twin"').replace(*change)
    (folder / "twin.toml").write_text(text, encoding="utf-8")


def test_of_two_mappings_the_manifest_says_which(phonics):
    twin()
    before = state()
    code, said = run("add", str(phonics), "--write")
    assert code == 1 and added(before) == set()
    assert "Several mappings read the file: " in said and "--mapping NAME" in said
    assert run("add", str(phonics), "--mapping", "twin", "--write")[0] == 0
    source = load_manifest()["ees-phonics-2024"]
    assert source.mapping == "twin"
    assert len(read_national(source))


def test_of_two_mappings_that_fit_the_one_that_reads_the_file_is_proposed(phonics):
    twin(('all = "Year 1"', 'all = "Year 2"'))
    code, said = run("add", str(phonics), "--write")
    assert code == 0 and "Mapping: phonics" in said
    assert load_manifest()["ees-phonics-2024"].mapping == "phonics"


def test_a_mapping_that_does_not_exist(phonics):
    assert "There is no mapping called 'phonic'" in run("add", str(phonics), "--mapping", "phonic")[1]
    run("add", str(phonics), "--write")
    file = paths.raw() / "manifest.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + 'mapping = "phonic"\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"(?s)no mapping called 'phonic'.*phonics.*field 'mapping'"):
        read_national(load_manifest()["ees-phonics-2024"])
    file.write_text(text.replace('reader = "ees"', 'reader = "ees"\nmapping = "No id"', 1), encoding="utf-8")
    with pytest.raises(InputError, match="'No id' as its mapping"):
        load_manifest()


def test_all_that_is_not_understood_is_said_at_once(home, tmp_path):
    rows = made("phonics")
    strange = {"sex": "Neither", "new_la_code": "E09999999", "expected_standard_pupil_percent": "?"}
    rows = [*rows, rows[0] | strange | {"year_group": "Year 7"}]
    before = state()
    code, said = run(
        "add", str(write(tmp_path / "p.csv", [*rows[0]], rows)), "--write", "--mapping", "phonics"
    )
    assert code == 1 and added(before) == set()
    assert (
        "Values of the filter sex: 'Neither'." in said
        and "Values of the filter year_group: 'Year 7'." in said
    )
    assert "Symbols in the column expected_standard_pupil_percent: '?'." in said
    assert "Codes of areas in new_la_code: 'E09999999'." in said and "row 5" in said
    header = [c for c in rows[0] if c != "eligible_pupil_count"] + ["shoe_size"]
    said = run("add", str(write(tmp_path / "q.csv", header, made("phonics"))), "--mapping", "phonics")[1]
    assert "The column eligible_pupil_count is missing." in said
    assert "The column shoe_size is not known: 'z'." in said


def test_nothing_stays_of_a_file_whose_entry_cannot_be_written(phonics, monkeypatch):
    before = state()

    def fails(source):
        raise InputError("The disk is full.")

    monkeypatch.setattr(ees_add, "append", fails)
    assert "The disk is full" in run("add", str(phonics), "--write")[1]
    assert state() == before


def test_a_file_that_is_there_already(phonics, tmp_path):
    run("add", str(phonics), "--write")
    before = state()
    assert "in the manifest already, as 'ees-phonics-2024'" in run("add", str(phonics), "--write")[1]
    phonics.write_bytes(phonics.read_bytes().replace(b"4207", b"4208"))
    said = run("add", str(phonics), "--write")[1]
    assert "another file of that name" in said and "standards describe ees-phonics-2024" in said
    other = phonics.rename(tmp_path / "other.csv")
    (paths.raw() / "ees" / "other.csv").write_text("in the way", encoding="utf-8")
    before = state()
    assert "is in the way" in run("add", str(other), "--write")[1]
    assert state() == before


def test_what_is_no_such_file(home, tmp_path):
    assert "The file is missing" in run("add", str(tmp_path / "none.csv"))[1]
    file = tmp_path / "other.csv"
    file.write_text("year,area\n2024,Barnet\n", encoding="utf-8")
    said = run("add", str(file))[1]
    assert "not one of Explore Education Statistics" in said and "time_period" in said


# no mapping fits: a draft, which is finished by hand


@pytest.fixture
def multiplication(home, tmp_path) -> tuple[Path, str]:
    """The guide's made file, and the guide's mapping of it."""
    guide = (REPO / "docs" / "ees.md").read_text(encoding="utf-8")
    mapping, table = (re.search(rf"```{kind}\n(.*?)```", guide, re.DOTALL)[1] for kind in ("toml", "csv"))
    file = tmp_path / "mtc_2025.csv"
    file.write_text(table, encoding="utf-8")
    return file, mapping


def test_a_draft_is_written_where_no_mapping_fits(multiplication):
    file, _ = multiplication
    before = state()
    code, said = run("add", str(file))
    assert code == 1 and added(before) == set()
    assert "No mapping fits" in said and "disadvantage_status: Disadvantaged, Total" in said
    assert "Columns of figures: eligible_pupil_count, mtc_score_25_pupil_count" in said
    code, said = run("add", str(file), "--write")
    assert code == 0 and added(before) == {"ees_mappings/drafts/mtc-2025.toml"}
    draft = paths.raw() / "ees_mappings" / "drafts" / "mtc-2025.toml"
    text = draft.read_text(encoding="utf-8")
    assert '[filters."sex"]\nall = ["Total"]\nleft_out = ["Boys"]' in text
    assert "mtc-2025" not in load_mappings()  # what is unfinished stops nothing
    assert "There is a draft" in run("add", str(file), "--write")[1]
    said = run("add", str(file), "--mapping", str(draft))[1]
    assert "no measures" in said and draft.read_text(encoding="utf-8") == text


def test_a_finished_draft_becomes_a_mapping(multiplication):
    file, mapping = multiplication
    run("add", str(file), "--write")
    draft = paths.raw() / "ees_mappings" / "drafts" / "mtc-2025.toml"
    before = state()
    measure = '{ measure = "ks2_multiplication_average", unit = "score", value = "mtc_score_average" },'
    text = draft.read_text(encoding="utf-8").replace("measures = [\n", f"measures = [\n  {measure}\n")
    draft.write_text(text, encoding="utf-8")
    code, said = run("add", str(file), "--mapping", "data/raw/ees_mappings/drafts/mtc-2025.toml")
    assert code == 0 and "ks2_multiplication_average: mtc_score_average" in said
    draft.write_text(mapping, encoding="utf-8")
    code, said = run("add", str(file), "--mapping", str(draft), "--write")
    assert code == 0 and not draft.exists()
    assert added(before) == {"ees/mtc-2025.csv", "ees_mappings/multiplication.toml", "manifest.toml"}
    assert load_manifest()["ees-mtc-2025"].mapping == "multiplication"
    observations = read_national(load_manifest()["ees-mtc-2025"])
    assert set(observations["measure"]) == {"ks2_multiplication_full_marks", "ks2_multiplication_average"}


def test_all_faults_of_a_draft_are_said_at_once(multiplication):
    file, mapping = multiplication
    draft = file.with_name("faulty.toml")
    faulty = mapping.replace("ks2_multiplication_average", "ks2_mult").replace('"disadvantaged"', '"poor"')
    draft.write_text(faulty, encoding="utf-8")
    said = run("add", str(file), "--mapping", str(draft))[1]
    assert (
        "2 faults" in said and "'ks2_mult' is not a measure" in said and "'poor' is not a pupil group" in said
    )


def test_a_new_mapping_does_not_make_another_file_ambiguous(phonics, multiplication):
    file, mapping = multiplication
    draft = file.with_name("phonics-too.toml")
    run("add", str(phonics), "--write")
    text = (paths.raw() / "ees_mappings" / "phonics.toml").read_text(encoding="utf-8")
    draft.write_text(text.replace('id = "phonics"', 'id = "phonics-too"'), encoding="utf-8")
    other = phonics.with_name("other.csv")
    other.write_bytes(phonics.read_bytes().replace(b"4207", b"4208"))
    before = state()
    said = run("add", str(other), "--mapping", str(draft), "--write")[1]
    assert "fits the file of 'ees-phonics-2024' too" in said and "mapping = NAME" in said
    assert state() == before
    draft.write_text(mapping.replace('id = "multiplication"', 'id = "phonics"'), encoding="utf-8")
    assert "cannot be called 'phonics'" in run("add", str(file), "--mapping", str(draft), "--write")[1]
