"""Whether a figure is provisional, revised or final: each rule by itself, on made figures."""

import pandas as pd
import pytest

from analysis.catalogue.areas import load_areas
from analysis.catalogue.observations import make_observations
from analysis.data.publication_status import (
    EARLIER,
    LATER,
    NOTE,
    Changes,
    Statuses,
    changes_between,
    statuses_in,
)
from analysis.data.release_notes import Noted, noted

FIRST, SECOND, THIRD = RELEASES = ("2030-01-05_aaaaaaa", "2030-02-05_bbbbbbb", "2030-03-05_ccccccc")
RWM, MATHS = ("ks2_rwm_expected", "all", 2025), ("ks2_maths_expected", "all", 2025)
LAS = load_areas().query("area_type == 'la'")["code"].tolist()[:40]


def figures(values: dict, measure="ks2_rwm_expected", year=2025, england=60.0) -> pd.DataFrame:
    """Figures of LAs, and of England."""
    areas = {**values, "E92000001": england}
    return pd.DataFrame(
        {
            "measure": measure,
            "pupil_group": "all",
            "year": year,
            "area": list(areas),
            "area_type": ["la"] * len(values) + ["country"],
            "value": list(areas.values()),
            "release": "published",
            "locator": [f"row {n}" for n in range(len(areas))],
        }
    )


def spread(changed: int, by: float = 3.0) -> pd.DataFrame:
    """Forty LAs, so many of which have another figure than without."""
    return figures({area: 50.0 + n % 17 + (by if n < changed else 0) for n, area in enumerate(LAS)})


def test_a_quarter_of_the_local_authorities_make_a_series():
    found = changes_between(FIRST, spread(0), SECOND, spread(10))
    assert found.parts == {RWM: 0.25} and found.revised() == {RWM}
    fewer = changes_between(FIRST, spread(0), SECOND, spread(9))
    assert fewer.parts == {RWM: 9 / 40} and fewer.revised() == set()
    assert set(fewer.figures[RWM]) == set(LAS[:9])
    assert fewer.revised(frozenset({RWM})) == {RWM}  # of a note any change is one of the whole
    assert changes_between(FIRST, spread(0), SECOND, spread(0)).parts == {}


def test_more_digits_are_no_change():
    """60 and 60.4 can be the same figure, 60 and 61 cannot."""
    finer = spread(0).assign(value=lambda table: table["value"] + 0.4)
    assert changes_between(FIRST, spread(0), SECOND, finer).parts == {}
    assert changes_between(FIRST, spread(0), SECOND, spread(40, by=1.0)).parts == {RWM: 1.0}


def test_a_region_or_england_alone_is_no_series():
    found = changes_between(FIRST, spread(0), SECOND, spread(0).replace({"value": {60.0: 61.0}}))
    england = spread(0).set_index("area")["value"].eq(60.0)
    assert found.parts[RWM] < 1 and "E92000001" in found.figures[RWM] and england["E92000001"]
    alone = figures(dict.fromkeys(LAS, 50.0)), figures(dict.fromkeys(LAS, 50.0), england=61.0)
    found = changes_between(FIRST, alone[0], SECOND, alone[1])
    assert found.parts == {RWM: 0.0} and found.figures == {RWM: ("E92000001",)} and found.revised() == set()


def test_figures_that_moved_to_another_year_were_not_revised():
    values = {area: 40.0 + 0.7 * n for n, area in enumerate(LAS)}
    others = {area: 47.3 + 0.3 * ((n * 7) % 40) for n, area in enumerate(LAS)}
    measure = "absence_special"
    before = pd.concat([figures(values, measure, 2018), figures(others, measure, 2019)], ignore_index=True)
    after = pd.concat([figures(values, measure, 2017), figures(others, measure, 2018)], ignore_index=True)
    assert changes_between(FIRST, before, SECOND, after).parts == {}
    # the same figures for another reason: only the one year is there, and it is another
    assert changes_between(FIRST, before.query("year == 2018"), SECOND, after.query("year == 2018")).parts


def test_a_later_release_makes_the_earlier_figure_provisional_and_is_revised_itself():
    step = Changes(FIRST, SECOND, {RWM: 0.3, MATHS: 0.1}, {RWM: tuple(LAS[:12]), MATHS: tuple(LAS[:4])})
    before, after = (statuses_in(name, RELEASES[:2], [step]) for name in RELEASES[:2])
    told = ("provisional", LATER.format("2030-02-05"))
    assert before.series == {RWM: told} and before.figures == {MATHS: dict.fromkeys(LAS[:4], told)}
    told = ("revised", EARLIER.format("2030-01-05"))
    assert after.series == {RWM: told} and after.figures == {MATHS: dict.fromkeys(LAS[:4], told)}


def test_what_comes_first_after_and_last_before_decides():
    whole = [
        Changes(one, two, {RWM: 1.0}, {RWM: tuple(LAS)}) for one, two in ((FIRST, SECOND), (SECOND, THIRD))
    ]
    first, second, third = (statuses_in(name, RELEASES, whole).series[RWM] for name in RELEASES)
    assert first == ("provisional", LATER.format("2030-02-05"))
    assert second == ("provisional", LATER.format("2030-03-05"))  # revised once, and to be again
    assert third == ("revised", EARLIER.format("2030-02-05"))


def test_one_figure_may_be_other_than_its_series():
    steps = [
        Changes(FIRST, SECOND, {RWM: 1.0}, {RWM: tuple(LAS)}),
        Changes(SECOND, THIRD, {RWM: 0.025}, {RWM: (LAS[3],)}),
    ]
    found = statuses_in(SECOND, RELEASES, steps)
    rows = figures(dict.fromkeys(LAS[:5], 50.0)).assign(source="lait")
    told = found.of(rows, "lait").set_index(rows["area"])["publication_status"]
    assert told[LAS[3]] == "provisional" and set(told.drop(LAS[3])) == {"revised"}


def note_of(release: str) -> Noted:
    return noted(
        release, "DfE's note on the release: provisional key stage 2 figures", [RWM, MATHS, (*RWM[:2], 2024)]
    )


def test_a_note_is_about_the_newest_year_of_its_phase():
    assert note_of(FIRST) == Noted(FIRST, frozenset({RWM, MATHS}))
    assert noted(FIRST, "", [RWM]) is None and noted(FIRST, "provisional figures of something", [RWM]) is None
    assert noted(FIRST, "provisional key stage 9 figures", [RWM]) is None


def test_a_note_holds_until_one_of_its_series_is_revised():
    none = Changes(FIRST, SECOND, {MATHS: 0.1}, {MATHS: tuple(LAS[:4])})
    step = Changes(SECOND, THIRD, {RWM: 0.3, MATHS: 0.1}, {RWM: tuple(LAS[:12]), MATHS: tuple(LAS[4:8])})
    first, second, third = (statuses_in(name, RELEASES, [none, step], [note_of(FIRST)]) for name in RELEASES)
    told = ("provisional", NOTE.format("2030-01-05"))
    assert first.series == second.series == {RWM: told, MATHS: told} and not second.figures
    # maths changed for a tenth only, but DfE had called it provisional
    assert set(third.series) == {RWM, MATHS} and set(third.series.values()) == {
        ("revised", EARLIER.format("2030-02-05"))
    }


def test_a_series_of_a_note_that_never_changed_is_no_longer_called_provisional():
    step = Changes(FIRST, SECOND, {RWM: 0.3}, {RWM: tuple(LAS[:12])})
    assert set(statuses_in(SECOND, RELEASES[:2], [step], [note_of(FIRST)]).series) == {RWM}


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("provisional", ("provisional", "label")),
        ("unvalidated", ("provisional", "label")),
        ("revised", ("revised", "label")),
        ("final", ("final", "label")),
        ("published", ("provisional", "later release of 2030-02-05")),
    ],
)
def test_the_publishers_word_comes_first(label, expected):
    known = Statuses({RWM: ("provisional", "later release of 2030-02-05")})
    rows = figures({LAS[0]: 50.0}).assign(release=label, source="lait")
    assert [*known.of(rows, "lait").itertuples(index=False, name=None)] == [expected] * 2


def test_what_other_releases_say_is_of_the_tool_alone():
    known = Statuses({RWM: ("provisional", "later release of 2030-02-05")})
    rows = figures({LAS[0]: 50.0, LAS[1]: float("nan")}).assign(source="ees-ks2")
    assert known.of(rows, "lait")["publication_status"].tolist() == ["not stated", "", "not stated"]
    assert Statuses().of(rows.iloc[:0], "lait").empty


def test_observations_have_what_the_rules_need():
    table = make_observations(figures({LAS[0]: 50.0}).assign(source="lait"), "made.csv")
    assert Statuses().of(table, "lait")["publication_status"].tolist() == ["not stated"] * 2
