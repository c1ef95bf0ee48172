"""Who is not published: one definition, found again with plain sets, and what it leaves out."""

import pandas as pd
import pytest

from analysis.catalogue.areas import find_area, load_areas
from analysis.catalogue.measures import load_measures
from analysis.catalogue.observations import KEY, make_observations
from analysis.data.ranking import rank_areas
from analysis.data.store import prepared_england
from analysis.data.unpublished import STAGES, unpublished

MEASURE = "ks2_rwm_expected"


def observed(rows) -> pd.DataFrame:
    """Observations of all pupils: area by name, year, and a value or a symbol."""
    table = pd.DataFrame([(*row, MEASURE)[:4] for row in rows], columns=["name", "year", "cell", "measure"])
    is_value = table["cell"].map(lambda cell: not isinstance(cell, str))
    return make_observations(
        pd.DataFrame(
            {
                "measure": table["measure"],
                "pupil_group": "all",
                "year": table["year"],
                "area_type": "la",
                "area": [find_area(name).code for name in table["name"]],
                "value": pd.to_numeric(table["cell"].where(is_value)),
                "decimals": 0,
                "status": table["cell"].mask(is_value, "ok"),
                "source": "made",
                "locator": "",
            }
        ),
        "made",
    )


def absent(rows, year=2017) -> set[str]:
    table = observed(rows)
    found = unpublished(rank_areas(table), table, year).query("measure == @MEASURE")
    names = {area: find_area(area).name for area in found["area"]}
    return {names[area] for area in found["area"]}


@pytest.mark.parametrize(
    ("symbol", "counts"), [("c", True), ("u", True), ("low", True), ("z", False), ("x", False)]
)
def test_a_symbol_says_whether_there_are_such_pupils(symbol, counts):
    """Suppressed in this year and never published: there are such pupils. Not applicable: there are none."""
    assert absent([("Barnet", 2017, 70.0), ("Kent", 2017, symbol)]) == ({"Kent"} if counts else set())


@pytest.mark.parametrize(("symbol", "counts"), [("x", True), ("c", True), ("z", False)])
def test_a_figure_of_another_year_shows_that_there_are_such_pupils(symbol, counts):
    rows = [("Barnet", 2017, 70.0), ("Kent", 2017, symbol), ("Kent", 2018, 60.0)]
    assert absent(rows) == ({"Kent"} if counts else set())
    assert absent([("Barnet", 2017, 70.0), ("Kent", 2018, 60.0)]) == {"Kent"}


def test_who_has_no_figure_in_any_year_and_no_symbol_is_not_known_to_have_such_pupils():
    assert absent([("Barnet", 2017, 70.0)]) == set()


@pytest.mark.parametrize(
    ("measure", "counts"),
    [("ks2_maths_progress", True), ("ks4_attainment8", False), ("absence_primary", False)],
)
def test_another_measure_of_the_stage_shows_that_there_are_such_pupils(measure, counts):
    """City of London 2017 has a score of progress at key stage 2, and no percentage."""
    rows = [("Barnet", 2017, 70.0), ("City of London", 2017, 1.0, measure)]
    assert absent(rows) == ({"City of London"} if counts else set())
    assert absent([*rows, ("City of London", 2017, "z")]) == set()


def test_an_authority_that_is_in_the_figure_of_its_successor_is_published():
    """Figures of 2017 worked back to Bournemouth, Christchurch and Poole hold the pupils of Poole."""
    rows = [("Barnet", 2017, 70.0), ("Poole", 2016, 60.0), ("Poole", 2017, "c")]
    assert absent(rows) == {"Poole"}
    assert absent([*rows, ("Bournemouth, Christchurch and Poole", 2017, 65.0)]) == set()
    assert absent([("Barnet", 2024, 70.0), ("Poole", 2017, 60.0)], 2024) == set()


@pytest.mark.national
@pytest.mark.parametrize("year", [2016, 2019, 2024])
def test_those_of_the_real_data_are_found_again_with_sets(national_home, year):
    england = prepared_england("")
    ranks, areas = england.ranks, load_areas().set_index("code")
    opened, closed = areas["opened"].dt.year, areas["closed"].dt.year
    standing = {
        code for code in areas.index[areas["area_type"] == "la"]
        if not opened[code] > year and not closed[code] <= year
    }  # fmt: skip
    own, marks = ranks[ranks["year"] == year], england.national[england.national["year"] == year]
    phases = load_measures()["phase"]
    all_ = england.national
    all_ = all_[all_["value"].notna() | all_["status"].isin(["c", "u", "low"])]
    seen = all_.groupby([all_["measure"].map(phases), all_["pupil_group"]])["area"].agg(set).to_dict()
    found = england.unranked(year).groupby(KEY[:2])["area"].agg(set).to_dict()
    keys = own[KEY[:2]].drop_duplicates()
    for key in [*keys.sample(60, random_state=1).itertuples(index=False, name=None)]:
        same = ranks[(ranks["measure"] == key[0]) & (ranks["pupil_group"] == key[1])]
        mark = marks[(marks["measure"] == key[0]) & (marks["pupil_group"] == key[1])]
        status = dict(zip(mark["area"], mark["status"], strict=True))
        there, ever = set(same.loc[same["year"] == year, "area"]), set(same["area"])
        stage = phases[key[0]] if phases[key[0]] in STAGES else None
        also = seen.get((stage, key[1]), set())
        wanted = {
            area for area in standing - there
            if not there & set(areas.loc[area, "successors"].split())
            and (status.get(area) in ("c", "u", "low") or (area in ever | also and status.get(area) != "z"))
        }  # fmt: skip
        assert found.get(key, set()) == wanted, key
        assert england.missing(year).get(key, ()) == tuple(find_area(area).name for area in sorted(wanted))
