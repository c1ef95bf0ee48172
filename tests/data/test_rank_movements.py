"""How far ranks moved between the first release of a year and a later one, beside plain pandas."""

import json

import pandas as pd
import pytest

from analysis.catalogue.areas import load_areas
from analysis.catalogue.existing import standing
from analysis.data.prepare import prepare
from analysis.data.rank_movements import Movements, moves_of
from analysis.data.store import prepared_england, read_record
from lait_made import GLD, make_release
from places import NATIONAL, make_home
from releases_read import read_release

LAS = 40
KS2 = "measure == 'ks2_rwm_expected' and pupil_group == 'all'"


def figures(*years: int, changed: int = 0, by: float = 3.0, label: str = "", decimals: int = 1) -> list:
    """A figure for each LA and year, half a point apart; of the newest year the lowest so many are others by so much."""
    names = standing(load_areas(), 2024)["name"].tolist()[:LAS]
    return [
        (
            GLD,
            f"{year}{label if year == max(years) else ''}",
            area,
            f"{50 + place / 2 + 4 * (year - 2020) + by * (year == max(years) and place < changed):.{decimals}f}",
        )
        for year in years
        for place, area in enumerate(names)
    ]


def release(home, month: int, rows) -> str:
    return make_release(home, f"2030-{month:02d}-05T10:00:00+00:00", rows)


def counted(day: str = "") -> pd.DataFrame:
    prepare(day)
    return prepared_england(day).moves


def test_a_year_that_was_new_and_then_revised(home):
    release(home, 1, figures(2023))
    first = release(home, 2, figures(2023, 2024, label=" (prov)"))
    last = release(home, 3, figures(2023, 2024, changed=10, label=" (revised)"))
    (row,) = counted().itertuples()
    assert (row.measure, row.pupil_group, row.year) == ("eyfs_gld", "all", 2024)
    assert (row.release_first, row.release_last, row.is_oldest) == (first, last, False)
    assert (row.called_first, row.called_last) == ("provisional", "revised")
    before = pd.Series([50 + place / 2 for place in range(LAS)])
    after = before.add(pd.Series([3.0] * 10), fill_value=0)
    ranks = [side.rank(ascending=False, method="min") for side in (before, after)]
    places = (ranks[0] - ranks[1]).abs()
    assert (row.both, row.changed, row.ranked) == (LAS, 10, LAS)
    expected = [int((places >= least).sum()) for least in (1, 5, 10)] + [int(places.max())]
    assert [row.moved, row.moved_5, row.moved_10, row.largest] == expected and expected[1] > 0


@pytest.mark.parametrize(("changed", "found"), [(4, 0), (5, 1)])
def test_of_few_changes_none_is_a_revision(home, changed, found):
    release(home, 1, figures(2023, 2024))
    release(home, 2, figures(2023, 2024, changed=changed))
    assert len(counted()) == found


@pytest.mark.parametrize(("by", "found"), [(0.04, 0), (0.06, 1)])
def test_more_digits_of_the_same_figures_are_no_revision(home, by, found):
    dictionary = "Measure_short,Polarity,dps,Year_Type,No_Quartile\nFSP_NEW_GOODDEV,High,2,Academic Year,NA\n"
    for month, rows in ((1, figures(2024)), (2, figures(2024, changed=LAS, by=by, decimals=2))):
        make_release(home, f"2030-{month:02d}-05T10:00:00+00:00", rows, dictionary=dictionary)
    assert len(counted()) == found


def test_a_year_that_was_not_the_newest_is_not_counted(home):
    release(home, 1, figures(2023, 2024))
    release(home, 2, [*figures(2023, changed=10), *figures(2024)])
    assert counted().empty


def test_a_series_that_was_dated_anew_is_not_counted(home):
    def of(year: int, label: int) -> list:
        """Figures of a year under the label of another."""
        return [
            (code, str(label), area, str(40 + place * (3 + 4 * (year % 2)) % 37))
            for place, (code, _, area, _) in enumerate(figures(year))
        ]

    release(home, 1, [*of(2022, 2023), *of(2023, 2024)])
    release(home, 2, [*of(2022, 2022), *of(2023, 2023), *of(2024, 2024)])
    assert counted().empty


def test_a_report_as_at_a_day_knows_what_had_happened_by_then(home):
    release(home, 1, figures(2023))
    second = release(home, 2, figures(2023, 2024))
    release(home, 3, figures(2023, 2024, changed=10))
    assert counted("2030-02-20").empty and counted()["year"].tolist() == [2024]
    assert moves_of(second).empty
    england = prepared_england()
    assert england.how_far_moved(2024).empty and len(england.how_far_moved(2025)) == 1


def test_a_release_that_comes_to_hand_later_is_counted(home):
    release(home, 3, figures(2023, 2024, changed=10))
    assert counted().empty
    release(home, 2, figures(2023, 2024))
    (row,) = counted().itertuples()
    assert row.is_oldest and row.changed == 10


def test_a_damaged_release_is_passed_over(home):
    first = release(home, 1, figures(2023, 2024, changed=2))
    second = release(home, 2, figures(2023, 2024))
    release(home, 3, figures(2023, 2024, changed=10))
    (home / "data" / "raw" / "lait_releases" / first / "bds_long_0.parquet").write_bytes(b"another file")
    (row,) = counted().itertuples()
    assert (row.release_first, row.changed) == (second, 10)


def test_the_record_vouches_for_what_was_counted(home):
    alone = release(home, 1, figures(2023, 2024))
    counted()
    Movements.require(moves_of(alone))
    file = home / "data" / "processed" / "lait" / f"{alone}.moves.json"
    record = read_record(home / "data" / "processed")
    assert f"lait/{file.name}" in record["releases"][alone]["outputs"]
    assert json.loads(file.read_text(encoding="utf-8")) == [] and moves_of("").empty


@pytest.fixture(scope="module")
def december(national, tmp_path_factory):
    """DfE's releases at hand up to 22 December 2025."""
    for folder in ("2025-12-01_18449c3", "2025-12-22_1f369c8"):
        national(f"lait_releases/{folder}/bds_long_0.parquet")
    with pytest.MonkeyPatch.context() as monkeypatch:
        make_home(tmp_path_factory.mktemp("moves") / "home", monkeypatch)
        monkeypatch.setenv("STANDARDS_RAW", str(NATIONAL))
        prepare("2025-12-22")
        yield prepared_england("2025-12-22")


def plainly(year: int, last: str) -> dict:
    """Key stage 2 RWM of a year in the first release at hand that has it and in the last, by plain pandas from the raw files."""
    folders = sorted(file.parent for file in (NATIONAL / "lait_releases").glob("*/bds_long_0.parquet"))
    sides = {}
    for folder in [folder for folder in folders if folder.name <= last]:
        rows = (
            read_release(folder)
            .query(f"{KS2} and year == {year} and area_type == 'la'")
            .dropna(subset="value")
        )
        if len(rows):
            sides[folder.name] = rows.set_index("area")["value"]
    both = pd.concat(
        [next(iter(sides.values())), sides[last]], axis=1, keys=["before", "after"], join="inner"
    )
    places = both.rank(ascending=False, method="min").diff(axis=1)["after"].abs()
    moved = {"moved": 1, "moved_5": 5, "moved_10": 10}
    return {
        "release_first": min(sides),
        "both": len(both),
        "changed": int((both["before"] != both["after"]).sum()),
        "largest": int(places.max()),
        **{name: int((places >= least).sum()) for name, least in moved.items()},
    }


@pytest.mark.national
@pytest.mark.parametrize("year", [2024, 2025])
def test_key_stage_2_as_plain_pandas_counts_it(december, year):
    (row,) = december.moves.query(f"{KS2} and year == {year}").to_dict("records")
    oracle = plainly(year, "2025-12-22_1f369c8")
    assert {name: row[name] for name in oracle} == oracle
    if year == 2025:
        assert (row["ranked"], row["moved_5"], row["moved_10"], row["largest"]) == (151, 94, 46, 54)


@pytest.mark.national
def test_destinations_that_were_dated_anew_are_no_revision(december):
    assert not december.moves["measure"].str.startswith("destinations_ks4").any()
    assert (december.moves["both"] >= december.moves["ranked"]).all()
