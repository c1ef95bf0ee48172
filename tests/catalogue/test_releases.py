"""The list of DfE's releases, which of them are at hand, and which was in use on a day."""

import pytest

from analysis.basics.errors import InputError
from analysis.catalogue.manifest import load_manifest
from analysis.catalogue.releases import COLUMNS, DATA, load_releases
from analysis.catalogue.releases_held import (
    at_hand,
    in_use,
    release_as_at,
    release_in_use,
    unlisted,
    verified,
)
from lait_made import GLD, digest, listed, make_release, write_list
from places import NATIONAL, REPO

ROWS = [(GLD, "2025", "Barnet", "73.3")]


def test_the_committed_list():
    releases = load_releases(REPO / "data" / "raw" / "lait_releases.csv")
    assert len(releases) == len({release.id for release in releases}) == 35
    assert [release.committed for release in releases] == sorted(release.committed for release in releases)
    newest = releases[-1]
    assert newest.id == "2026-04-08_fbff3bc" and newest.address().endswith(
        f"{newest.commit}/01_data/02_prod/{DATA}"
    )
    manifest = load_manifest(REPO / "data" / "raw" / "manifest.toml")
    assert newest.sha256 == manifest["lait"].sha256, "the manifest's file is the newest release"
    assert newest.dictionary_sha256 == manifest["lait-dictionary"].sha256
    assert [release.id for release in releases if not release.dictionary_sha256][-1] == "2024-11-25_c15b7c0"


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("commit", "abc"),
        ("committed", "2025-12-22"),
        ("committed", "2025-12-22T11:33:30"),
        ("committed", "yesterday"),
        ("sha256", "A" * 64),
        ("bytes", "0"),
        ("bytes", "1.5"),
        ("dictionary_sha256", "short"),
        ("dictionary_bytes", "0"),
    ],
)
def test_a_bad_cell_is_named_with_its_row_and_column(home, column, cell):
    raw = home / "data" / "raw"
    rows = listed(raw)
    rows[9][column] = cell
    rows[20]["bytes"] = "many"
    write_list(raw, rows)
    with pytest.raises(InputError) as caught:
        load_releases()
    message = str(caught.value)
    assert (
        f"row 11, {column}: '{cell}'" in message and f"lait_releases.csv, row 11, column {column}" in message
    )
    assert "row 22, bytes: 'many'" in message  # all faults at once
    assert "what to do" in message


def test_a_list_that_is_none(home):
    file = home / "data" / "raw" / "lait_releases.csv"
    rows = listed(file.parent)
    write_list(file.parent, [*rows, rows[3]])
    with pytest.raises(InputError, match=r"row 37, commit: the commit of row 5 again"):
        load_releases()
    write_list(file.parent, [])
    with pytest.raises(InputError, match="is empty"):
        load_releases()
    file.write_text(file.read_text(encoding="utf-8").replace("sha256", "hash", 1), encoding="utf-8")
    with pytest.raises(InputError, match=r"misnames the column sha256"):
        load_releases()
    file.write_text(",".join(COLUMNS) + "\nabc,def\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"(?s)has not 7 cells.*row 2"):
        load_releases()
    for content in (b"\xff\xfe\x00", b"\x00" * 40, b""):
        file.write_bytes(content)
        with pytest.raises(InputError, match="list of DfE's releases"):
            load_releases()
    file.unlink()
    with pytest.raises(InputError, match="missing"):
        load_releases()


def test_nothing_is_at_hand(home):
    assert at_hand() == [] and release_in_use() is None and in_use() is None
    with pytest.raises(
        InputError,
        match=r"which is not at hand(.|\n)*at hand: none(.|\n)*standards update 2025-12-22_1f369c8",
    ):
        release_as_at("2025-12-25")
    with pytest.raises(InputError, match="'25 December' is not a day"):
        release_as_at("25 December")


def test_the_release_of_a_day(home):
    first = make_release(home, "2030-01-05T10:00:00+00:00", ROWS)
    early = make_release(home, "2030-02-01T09:00:00+00:00", ROWS)
    late = make_release(home, "2030-02-01T17:00:00+00:00", [*ROWS, (GLD, "2026", "Barnet", "74")])
    assert [held.id for held in at_hand()] == [first, early, late]
    assert release_in_use().id == late
    assert release_as_at("2030-01-05").id == release_as_at("2030-01-31").id == first
    assert release_as_at("2030-02-01").id == release_as_at("2031-01-01").id == late  # the last of the day
    with pytest.raises(InputError, match=r"(?s)known that was public on 2024-11-14.*from 2024-11-15 on"):
        release_as_at("2024-11-14")


def test_an_older_release_does_not_stand_in_for_one_that_is_not_at_hand(home):
    make_release(home, "2030-01-05T10:00:00+00:00", ROWS)
    known = make_release(home, "2030-02-01T09:00:00+00:00", ROWS)
    folder = home / "data" / "raw" / "lait_releases" / known
    (folder / DATA).unlink()
    with pytest.raises(InputError, match=rf"public on 2030-02-03 is {known}, which is not at hand"):
        release_as_at("2030-02-03")
    assert release_in_use().id.startswith("2030-01-05")  # the default is the newest at hand


def test_a_folder_elsewhere_is_found(home, tmp_path, monkeypatch):
    monkeypatch.setenv("STANDARDS_RAW", str(tmp_path / "elsewhere"))
    found = make_release(home, "2030-01-05T10:00:00+00:00", ROWS, place=tmp_path / "elsewhere")
    (held,) = at_hand()
    assert held.id == found and list(held.inputs()) == [
        f"data/raw/lait_releases/{found}/{name}" for name in (DATA, "lait_data_dictionary.csv")
    ]
    assert held.entry.path == f"lait_releases/{found}/{DATA}" and held.entry.sha256 == digest(held.data)


def test_another_file_under_the_name_of_a_release(home):
    name = make_release(home, "2030-01-05T10:00:00+00:00", ROWS)
    (held,) = at_hand()
    known, content = digest(held.data), held.data.read_bytes()
    for damaged in (content[:-20], content + b"more"):
        held.data.write_bytes(damaged)
        with pytest.raises(InputError) as caught:
            verified(held)
        message = str(caught.value)
        assert known in message and digest(held.data) in message and name in message
        assert held.data.read_bytes() == damaged  # nothing is lost
    held.data.write_bytes(content)
    held.dictionary.write_text("another", encoding="utf-8")
    with pytest.raises(InputError, match=r"lait_data_dictionary\.csv"):
        verified(held)
    held.dictionary.unlink()
    with pytest.raises(InputError, match=r"dictionary of the release .* is missing"):
        verified(at_hand()[0])


def test_a_folder_that_the_list_does_not_know(home):
    folder = home / "data" / "raw" / "lait_releases" / "2031-01-01_abcdef0"
    folder.mkdir(parents=True)
    assert unlisted() == [folder] and at_hand() == []


def test_a_release_without_a_dictionary_is_read_with_the_nearest(home):
    make_release(home, "2030-01-05T10:00:00+00:00", ROWS)
    near = make_release(home, "2030-03-01T10:00:00+00:00", ROWS)
    bare = make_release(home, "2030-02-15T10:00:00+00:00", ROWS, dictionary="")
    (home / "data" / "raw" / "lait_releases" / bare / "LAIT Data Dictionary.xlsx").write_bytes(b"")
    held = {each.id: each for each in at_hand()}
    assert held[bare].borrowed == near and held[bare].dictionary == held[near].dictionary
    assert verified(held[bare]).borrowed == near and held[near].borrowed == ""


@pytest.mark.national
def test_the_given_releases(home, monkeypatch):
    if not (NATIONAL / "lait_releases").exists():
        pytest.skip("needs releases of DfE's interactive tool below STANDARDS_RAW")
    monkeypatch.setenv("STANDARDS_RAW", str(NATIONAL))
    held = at_hand()
    assert len(held) >= 13 and unlisted() == [] and all(verified(each) for each in held)
    assert held[-1].of_manifest and held[-1].id == "2026-04-08_fbff3bc" and held[-1].listed
    assert release_as_at("2025-12-21").id == "2025-12-01_18449c3"
    assert release_as_at("2025-12-22").id == "2025-12-22_1f369c8"
    with pytest.raises(InputError, match="2025-11-03_ca47510, which is not at hand"):
        release_as_at("2025-11-10")
