"""Releases prepared one by one: written once, read back, and never mixed."""

import json
from dataclasses import replace

import pandas as pd
import pytest

from analysis.basics.errors import InputError
from analysis.basics.paths import release_file
from analysis.catalogue.manifest import load_manifest
from analysis.catalogue.observations import KEY, Observations
from analysis.catalogue.releases_held import at_hand
from analysis.data import prepared_releases
from analysis.data.inputs import base_inputs, inputs, of_report
from analysis.data.prepare import is_current, prepare
from analysis.data.prepared_releases import observations_of, prepared_dataset
from analysis.data.store import prepared_england, read_record, validation_report
from analysis.report.checks.sources_table import not_understood_table
from lait_made import DICTIONARY, GLD, make_release
from places import NATIONAL

BARNET = "E09000003"


def rows(figure: str, *more):
    areas = ("Barnet", "Camden", "London", "England")
    return [*((GLD, "2025 (prov)", area, figure) for area in areas), *more]


@pytest.fixture
def three(home):
    """A project with three releases of its own: their ids."""
    return [
        make_release(home, "2030-01-05T10:00:00+00:00", rows("70")),
        make_release(home, "2030-02-01T10:00:00+00:00", rows("71", ("NEW", "2025", "Barnet", "1"))),
        make_release(home, "2030-03-01T10:00:00+00:00", rows("72")),
    ]


def figure(england) -> float:
    own = england.observations
    own = own[(own["source"] == "lait") & (own["area"] == BARNET) & (own["measure"] == "eyfs_gld")]
    return own["value"].item()


def test_the_newest_is_prepared_and_another_when_it_is_asked_for(three, home):
    first, second, newest = three
    assert not is_current()
    prepare()
    assert is_current() and not is_current("2030-02-15")
    assert prepared_england().release == newest and figure(prepared_england()) == 72
    assert not release_file(first).exists()
    with pytest.raises(
        InputError, match=rf"{second} of DfE's .* not been prepared(.|\n)*prepare --as-at 2030-02-01"
    ):
        prepared_england("2030-02-15")
    before = prepared_england()
    prepare("2030-02-15")
    england = prepared_england("2030-02-15")
    assert (england.release, england.as_at, figure(england)) == (second, "2030-02-15", 71)
    assert prepared_england() is before  # nothing of it was written anew
    assert is_current() and is_current("2030-02-15")


def test_a_day_alone_leaves_the_newest_to_be_prepared(three):
    prepare("2030-01-10")
    assert figure(prepared_england("2030-01-10")) == 70 and not is_current()
    with pytest.raises(InputError, match=r"not been prepared(.|\n)*standards prepare$"):
        prepared_england()


def test_what_was_written_is_not_read_again(three, home, monkeypatch):
    read = []
    reading = prepared_releases.read_release
    monkeypatch.setattr(
        "analysis.data.prepare.read_release", lambda held, *a: read.append(held.id) or reading(held, *a)
    )
    prepare(all_releases=True)
    assert sorted(read) == three
    read.clear()
    prepare(all_releases=True)
    assert read == []
    release_file(three[0]).write_bytes(release_file(three[0]).read_bytes()[:-1])
    codes = home / "data" / "raw" / "lait_codes.csv"
    prepare(all_releases=True)
    assert read == [three[0]]
    read.clear()
    codes.write_text(
        codes.read_text(encoding="utf-8") + "NEW,,,a made code that is no measure of ours\n", encoding="utf-8"
    )
    prepare(all_releases=True)
    assert sorted(read) == three


def test_all_releases_are_one_dataset(three):
    prepare(all_releases=True)
    found = prepared_dataset().to_table(columns=["value", "__filename"]).to_pandas()
    assert found.groupby(found["__filename"].str[-26:-8])["value"].first().to_dict() == dict(
        zip(three, (70, 71, 72), strict=True)
    )
    assert prepared_dataset(three[:1]).count_rows() == len(observations_of(three[0])) == 4
    assert list(observations_of(three[0]).columns) == Observations.names()


def test_the_rows_stand_in_the_order_of_their_key(three):
    prepare()
    table = prepared_england().observations
    pd.testing.assert_frame_equal(table, table.sort_values(KEY, ignore_index=True))
    assert {"lait", "barnet-2017-figures"} <= {*table["source"]}


def test_a_new_release_takes_the_place_of_the_one_in_use(three, home):
    prepare()
    make_release(home, "2030-04-01T10:00:00+00:00", rows("74"))
    assert not is_current()
    prepare()
    assert figure(prepared_england()) == 74
    assert release_file(three[-1]).exists()  # the one before can be gone back to
    assert figure(prepared_england("2030-03-20")) == 72


def test_a_damaged_prepared_release_is_not_used(three):
    prepare()
    file = release_file(three[-1])
    whole = file.read_bytes()
    file.write_bytes(whole[:300] + bytes([whole[300] ^ 1]) + whole[301:])
    with pytest.raises(
        InputError, match=rf"(?s)have changed since.*lait/{three[-1]}\.parquet.*standards prepare"
    ):
        prepared_england()
    assert not is_current()
    prepare()
    assert figure(prepared_england()) == 72


def test_of_many_releases_the_good_ones_are_prepared_and_the_bad_ones_named(three, home):
    folder = home / "data" / "raw" / "lait_releases"
    for name in three[:2]:
        (folder / name / "bds_long_0.parquet").write_bytes(b"another file")
    with pytest.raises(InputError) as caught:
        prepare(all_releases=True)
    assert all(name in str(caught.value) for name in three[:2]) and is_current()
    assert figure(prepared_england()) == 72 and not release_file(three[0]).exists()


def test_a_run_that_was_killed_leaves_nothing_that_is_believed(three):
    prepare()
    for suffix in (".parquet", ".json", ".parquet.new"):
        release_file("2030-09-09_abcdef0", suffix).write_bytes(b"half")
    prepare()
    assert {file.name for file in release_file(three[-1]).parent.iterdir()} == {
        f"{three[-1]}.counts.csv",
        f"{three[-1]}.parquet",
        f"{three[-1]}.json",
        f"{three[-1]}.faults.json",
        f"{three[-1]}.moves.json",
        f"{three[-1]}.statuses.json",
    }


def test_what_was_not_understood_is_in_the_validation_report_and_on_the_page(three):
    prepare("2030-02-15")
    found = validation_report("2030-02-15")
    assert found["release"] == three[1]
    told = {row["kind"]: row for row in found["not_understood"]}
    assert (told["code"]["name"], told["code"]["rows"]) == ("NEW", 1)
    table = not_understood_table(found)
    assert three[1] in table.caption and "NEW" in table.frame["Name"].tolist()
    assert [row["source"] for row in found["sources"]] == ["barnet-2017-figures", "lait"]
    assert "lait" not in {row["source"] for row in found["not_present"]}
    json.dumps(found)


def test_a_reversed_polarity_is_told_when_data_are_prepared(home):
    make_release(home, "2030-01-05T10:00:00+00:00", rows("70"), dictionary=DICTIONARY.replace("High", "Low"))
    told = [row for row in prepare()["not_understood"] if row["kind"] == "polarity"]
    assert [row["name"] for row in told] == [GLD] and "eyfs_gld is ranked by measures.csv" in told[0]["done"]


def test_a_percentage_that_none_can_be_is_left_out_and_named(home):
    make_release(
        home,
        "2030-01-05T10:00:00+00:00",
        rows("70", (GLD, "2024", "Barnet", "-1000"), (GLD, "2024", "Camden", "142")),
    )
    told = [row for row in prepare()["not_understood"] if row["kind"] == "percentage"]
    assert [(row["name"], row["rows"]) for row in told] == [("eyfs_gld", 2)]
    assert len(prepared_england().observations.query("source == 'lait'")) == 4


def test_a_report_as_at_a_day_does_without_what_came_later(three, home, monkeypatch):
    manifest = load_manifest()
    late = replace(
        manifest["barnet-2017-tables"], id="made", committed=False, released="2030-02-10", path="ees/made.csv"
    )
    monkeypatch.setattr("analysis.data.inputs.load_manifest", lambda: manifest | {"made": late})
    (home / "data" / "raw" / "ees").mkdir()
    (home / "data" / "raw" / "ees" / "made.csv").write_text("made", encoding="utf-8")
    assert "data/raw/ees/made.csv" in inputs() and "data/raw/ees/made.csv" in inputs("2030-02-10")
    assert "data/raw/ees/made.csv" not in inputs("2030-02-09")
    assert {name for name in inputs("2030-02-09") if three[1] in name} and not {
        name for name in inputs("2030-02-09") if three[2] in name
    }
    assert late.public_by("") and not replace(late, released="", retrieved="2030-03-01").public_by(
        "2030-02-28"
    )
    assert replace(late, committed=True).public_by("2018-01-01")


def test_a_release_that_becomes_known_leaves_reports_as_they_are(three, home):
    before = inputs("2030-01-10")
    make_release(home, "2030-04-01T10:00:00+00:00", rows("74"))
    assert inputs("2030-01-10") == before and "data/raw/lait_releases.csv" not in base_inputs()


def test_a_report_as_at_a_day_has_the_targets_of_its_area_and_year():
    own = {
        "data/raw/targets/barnet-2025.csv": "1",
        "data/raw/targets/camden-2025.csv": "2",
        "data/raw/barnet-2017/x": "3",
    }
    expected = {name: own[name] for name in ("data/raw/targets/barnet-2025.csv", "data/raw/barnet-2017/x")}
    assert of_report(own, "barnet-2025") == of_report(own, "barnet-2025-as-at-2025-10-01") == expected


@pytest.mark.national
def test_the_december_of_2025(home, monkeypatch):
    """Between the releases of 1 and 22 December 2025 key stage 2 changed in place."""
    if not (NATIONAL / "lait_releases").exists():
        pytest.skip("needs releases of DfE's interactive tool below STANDARDS_RAW")
    monkeypatch.setenv("STANDARDS_RAW", str(NATIONAL))
    ranks = []
    for day in ("2025-12-21", "2025-12-22"):
        prepare(day)
        england = prepared_england(day)
        found = england.ranks_in(2025).query("measure == 'ks2_rwm_expected' and pupil_group == 'all'")
        ranks.append(found.set_index("area"))
    before, after = ranks
    hillingdon, barnet = "E09000017", BARNET
    assert [each.loc[hillingdon, ["value", "rank"]].tolist() for each in ranks] == [[60, 86], [67, 32]]
    assert [each.loc[barnet, "rank"] for each in ranks] == [12, 9]
    both = before.join(after, suffixes=("", "_after"))
    assert (both["n_ranked"] == 151).all() and (both["value"] != both["value_after"]).sum() == 114
    moved = (both["rank"] - both["rank_after"]).abs()
    assert (moved >= 5).sum() == 94 and (moved >= 10).sum() == 46
    assert {held.id for held in at_hand()} > {*read_record(home / "data" / "processed")["releases"]}
