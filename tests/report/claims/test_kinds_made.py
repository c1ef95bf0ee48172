"""The kinds that real papers use, on made figures: worked out by plain pandas from the rows that were made, and by hand."""

import itertools

import numpy as np
import pandas as pd
import pytest

from analysis.basics.errors import InputError
from analysis.basics.numbers import Number, ordinal
from analysis.report.claims.bands import parse_band
from analysis.report.claims.files import read_claims
from claims_made import BOROUGHS, one, world

RWM, YEARS = "ks2_rwm_expected", (2022, 2023, 2024)
INNER = ("Camden", "Islington", "Hackney", "Westminster")
OWN = {"figure": "own_gap", "pupil_group": "disadvantaged", "comparison_group": "not_disadvantaged"}
ALL = {"measure": RWM, "year": "2024"}


def made(seed):
    """Whole percentages of ten boroughs, London and England in three years, some of them equal."""
    draw = np.random.default_rng(seed)
    places = [*BOROUGHS, "England", "London"]
    return [
        (RWM, group, year, place, int(draw.integers(low, low + 14)))
        for (group, low), year, place in itertools.product(
            (("all", 60), ("disadvantaged", 40), ("not_disadvantaged", 66)), YEARS, places
        )
    ]


def statements(rows, area):
    """Statements with whether each is true; None where rounding of the figures can make it."""
    table = pd.DataFrame(rows, columns=["measure", "group", "year", "area", "value"])
    level = table.set_index(["group", "year", "area"])["value"]
    now = level["all", 2024]
    boroughs = now.drop(["England", "London"])
    few = now[[*{*INNER, area}]]
    for against, values in (("London", boroughs), ("Camden; Islington; Hackney; Westminster", few)):
        first, last = 1 + (values > values[area]).sum(), (values >= values[area]).sum()
        place = {"kind": "rank_value", "against": against}
        yield {**place, "value": f"{ordinal(last)} of {len(values)}"}, True
        yield {**place, "value": ordinal(last + 1)}, False
        from_last = (values <= values[area]).sum()
        yield {**place, "value": ordinal(from_last), "word": "lowest"}, True
        yield {**place, "value": ordinal(from_last + 1), "word": "lowest"}, False
        for n in (1, 2, 3):
            truth = None if first <= n < last else bool(first <= n)
            yield {"kind": "rank_band", "band": f"top {n}", "against": against}, truth
    above = [level["all", year, area] > level["all", year, "England"] for year in reversed(YEARS)]
    so = {"kind": "comparison", "word": "above", "comparator": "England"}
    yield {**so, "against": "second year running"}, (None if all(above) else bool(above[0] and above[1]))
    yield {**so, "against": "three years running"}, bool(all(above))
    yield {**so, "against": "second time in three years"}, bool(above[0] and sum(above) == 2)
    moved = {place: level["all", 2024, place] - level["all", 2022, place] for place in (area, "England")}
    own, england = moved[area], moved["England"]
    change = {"kind": "change", "comparator": "England", "year2": "2022"}
    for word, sign, more in (("rose", 1, 1), ("rose", 1, -1), ("fell", -1, 1), ("fell", -1, -1)):
        ahead = more * sign * (own - england)
        truth = False if sign * own <= 0 else None if abs(ahead) <= 2 else bool(ahead > 0)
        yield {**change, "word": f"{word} {'more' if more == 1 else 'less'} than"}, truth
    by = own - england
    yield {**change, "word": "rose more than", "value": f"{abs(by)}"}, bool(own > 0 and by > 0)
    gap = {place: level["disadvantaged", 2024, place] - level["not_disadvantaged", 2024, place] for place in (area, "England")}  # fmt: skip
    yield {"kind": "value", **OWN, "value": f"{abs(gap[area])}"}, True
    yield {"kind": "value", **OWN, "value": f"{abs(gap[area]) - 1}"}, False
    narrower = {"kind": "comparison", **OWN, "comparator": "England", "word": "narrower than"}
    yield narrower, bool(gap[area] * gap["England"] >= 0 and abs(gap[area]) < abs(gap["England"]))
    mean = sum(level["all", year, area] for year in YEARS) / 3
    average = {"kind": "arithmetic", "against": "average of 2022; 2023; 2024"}
    yield {**average, "value": f"{mean:.1f}"}, True
    yield {**average, "value": f"{mean + 2:.1f}"}, False


def test_statements_on_made_figures_are_judged_as_the_figures_say(barnet):
    """Nothing is known of numbers of pupils here, so that what chance may have made is not said to hold."""
    truths = []
    for seed, area in itertools.product(range(3), ("Camden", "Brent")):
        rows = made(seed)
        data = world(barnet, rows, area=area)
        for cells, truth in statements(rows, area):
            found = one(data, **ALL, **cells)
            expected = {True: {"holds"}, False: {"contradicted"}, None: {"ambiguous"}}[truth]
            if cells.get("word") in ("narrower than", *(f"{verb} {how} than" for verb in ("rose", "fell") for how in ("more", "less"))):  # fmt: skip
                expected |= {"not_supported_statistically"} - ({"holds"} if "value" in cells else set())
            if truth is None and cells["kind"] == "rank_band":
                expected = {"not_supported_statistically"}
            assert found["verdict"] in expected, (area, cells, truth, found["recomputed"], found["reason"])
            assert found["verdict"] != "contradicted" or found["reason"] or cells["kind"] == "comparison"
            truths.append(truth)
    assert len(truths) > 150 and truths.count(False) > 60 and truths.count(True) > 60


def boroughs(barnet, values, more=(), year=2024):
    return world(barnet, [*((RWM, "all", year, name, value) for name, value in values.items()), *more])


def test_a_member_without_a_figure_may_stand_before_in_a_set_too(barnet):
    values = dict(zip(INNER, (70, 80, 60, 50), strict=True))
    data = boroughs(barnet, values, more=[(RWM, "all", 2023, "Lambeth", 66)])
    place = {"kind": "rank_value", "against": "Inner London", **ALL}
    verdicts = [one(data, **place, value=value)["verdict"] for value in ("1st", "2nd", "3rd", "4th")]
    assert verdicts == ["contradicted", "holds", "holds", "contradicted"]
    band = {"kind": "rank_band", "band": "top 2", **ALL}
    assert one(data, **band, against="Inner London")["verdict"] == "not_supported_statistically"
    assert one(data, **band, against="Islington; Hackney; Westminster")["verdict"] == "holds"
    # it is one more that the place may be said to be among
    said = {
        value: one(data, **place, value=value)["verdict"] for value in ("2nd of 5", "2nd of 3", "2nd of 20")
    }
    assert said == {"2nd of 5": "holds", "2nd of 3": "holds", "2nd of 20": "contradicted"}


def test_where_low_is_good_the_highest_is_counted_from_the_other_end(barnet):
    rows = [
        ("absence_overall", "all", 2024, name, value) for name, value in zip(INNER, (5, 6, 7, 8), strict=True)
    ]
    data = world(barnet, rows)
    place = {"kind": "rank_value", "against": "Inner London", "measure": "absence_overall", "year": "2024"}
    found = {word: one(data, **place, word=word, value="4th")["verdict"] for word in ("highest", "worst", "best", "lowest")}  # fmt: skip
    assert found == {"highest": "holds", "worst": "holds", "best": "contradicted", "lowest": "contradicted"}


def test_neighbours_are_needed_for_a_place_among_them(barnet):
    found = one(
        boroughs(barnet, dict.fromkeys(INNER, 60)),
        kind="rank_value",
        value="1st",
        against="neighbours",
        **ALL,
    )
    assert (found["verdict"], found["reason"]) == (
        "not_checkable",
        "needs DfE's list of statistical neighbours",
    )


@pytest.mark.parametrize(
    ("band", "n", "places"),
    [
        ("top third", 151, (1, 50)),
        ("middle third", 0, None),
        ("bottom third", 152, (102, 152)),
        ("top fifth", 152, (1, 30)),
        ("second quintile", 152, (31, 60)),
        ("bottom decile", 152, (137, 152)),
        ("top half", 152, (1, 76)),
        ("top 3", 11, (1, 3)),
        ("bottom three", 11, (9, 11)),
        ("worst 5 places", 152, (148, 152)),
        ("fourth third", 0, None),
        ("top 0", 0, None),
    ],
)
def test_bands_are_shares_or_places(band, n, places):
    if places is None:
        with pytest.raises(InputError):
            parse_band(band)
    else:
        assert parse_band(band).places(n) == places


def test_of_too_few_none_is_in_the_top_tenth(barnet):
    found = one(boroughs(barnet, dict(zip(INNER, (70, 60, 50, 40), strict=True))), kind="rank_band", band="top 10%", against="Inner London", **ALL)  # fmt: skip
    assert found["verdict"] == "not_checkable" and "of so few none" in found["reason"]


def run(barnet, above, against, **cells):
    """Camden above England or not (None: no figure) in 2024 and the years before it, and what is said of them."""
    rows = [
        row
        for year, so in zip(range(2024, 2014, -1), above, strict=False)
        if so is not None
        for row in ((RWM, "all", year, "Camden", 60 + so), (RWM, "all", year, "England", 60))
    ]
    about = {"kind": "comparison", "word": "above", "comparator": "England", **ALL, **cells}
    return one(world(barnet, rows), against=against, **about)


@pytest.mark.parametrize(
    ("above", "against", "verdict"),
    [
        ([1, 1, 1, 0], "for the third year running", "holds"),
        ([1, 1, 1, 1], "for the third year running", "ambiguous"),
        ([1, 1, 1, 1], "three years running", "holds"),
        ([1, 1, 0, 1], "three consecutive years", "contradicted"),
        ([0, 1, 1, 1], "third year in a row", "contradicted"),
        ([1, None, 1, 1], "third year running", "not_checkable"),
        ([1, None, 0, 1], "third year running", "contradicted"),
        ([1, 1, 1], "third year running", "holds"),
        ([1, 0, 1, 1, 1], "for the fourth time in five years", "holds"),
        ([1, 1, 1, 1, 1], "for the fourth time in five years", "contradicted"),
        ([1, 0, 0, 1, 1], "for the fourth time in five years", "contradicted"),
        ([0, 1, 1, 1, 1], "for the fourth time in five years", "contradicted"),
        ([0, 1, 1, 1, 1], "4 of the last 5 years", "holds"),
        ([1, None, 1, 1, 1], "4th time in 5 years", "not_checkable"),
        ([1, None, 0, 0, 1], "4th time in 5 years", "contradicted"),
        ([1, 1, 1, 1], "every year since 2021", "holds"),
        ([1, 1, 1, 0], "every year since 2021", "contradicted"),
        ([1, 1, 1], "third time in three years", "holds"),
    ],
)
def test_years_are_judged_one_by_one(barnet, above, against, verdict):
    found = run(barnet, above, against)
    assert found["verdict"] == verdict, found["reason"]


def test_a_change_across_a_break_is_none_of_the_years_running(barnet):
    rows = [("ks4_attainment8", "all", year, "Camden", value) for year, value in zip(range(2021, 2026), range(40, 45), strict=True)]  # fmt: skip
    cells = {
        "kind": "change",
        "measure": "ks4_attainment8",
        "year": "2025",
        "year2": "2024",
        "word": "increased",
    }
    data = world(barnet, rows, year=2025)
    found = one(data, **cells, against="third year running")
    assert (found["verdict"], "2023" in found["reason"]) == ("not_checkable", True)
    # each step must be more than rounding and chance can make, not their sum
    assert one(data, **cells, against="second year running")["verdict"] == "not_supported_statistically"


@pytest.mark.parametrize("cells", [
    {"kind": "comparison", "word": "above", "comparator": "England", "against": "for a while"},
    {"kind": "comparison", "word": "above", "comparator": "England", "against": "5 times in 4 years"},
    {"kind": "change", "word": "improved", "year2": "2020", "against": "second year running"},
    {"kind": "arithmetic", "value": "60", "against": "average of good years"},
    {"kind": "arithmetic", "value": "60", "against": "product of 2022; 2023"},
    {"kind": "rank_value", "value": "1st", "against": "ks2_maths_expected"},
])  # fmt: skip
def test_what_is_not_understood_under_against_is_named(barnet, cells):
    with pytest.raises(InputError) as problem:
        run(barnet, [1, 1, 1], **{"word": "", "comparator": "", **cells})
    assert problem.value.column in ("against", "year2")


def test_an_average_over_a_break_or_without_a_year_is_not_made(barnet):
    rows = [("ks4_attainment8", "all", year, "Camden", 50) for year in (2022, 2023, 2025)]
    cells = {"kind": "arithmetic", "measure": "ks4_attainment8", "year": "2025", "value": "50"}
    data = world(barnet, rows, year=2025)
    assert "the series breaks after 2022" in one(data, **cells, against="average of 2022; 2023")["reason"]
    assert one(data, **cells, against="average of 2023 to 2025")["reason"] == "needs the figures of 2024"
    assert one(data, **cells, against="average of 2023; 2025")["verdict"] == "holds"


def test_the_distance_to_england_and_a_gap_that_changes_side(barnet):
    levels = [("disadvantaged", 60), ("not_disadvantaged", 50), ("all", 55)]
    rows = [(RWM, group, 2024, "Camden", value) for group, value in levels]
    rows += [
        (RWM, group, 2022, "Camden", value - 20 * (group != "not_disadvantaged")) for group, value in levels
    ]
    rows += [(RWM, "all", year, "England", 60) for year in (2022, 2024)]
    data = world(barnet, rows)
    change = {"kind": "change", "year2": "2022", **ALL}
    own = one(data, **change, **OWN, word="narrowed")
    assert (own["verdict"], own["recomputed"]) == ("contradicted", "-10 to 10")
    to_england = one(data, **change, figure="gap", comparator="England", word="narrowed")
    assert (to_england["verdict"], to_england["recomputed"]) == ("not_supported_statistically", "-25 to -5")
    assert (
        one(data, **change, figure="gap", comparator="England", word="widened")["verdict"] == "contradicted"
    )


def test_an_authority_without_a_figure_may_stand_between_two_ranks(barnet):
    values = {name: 90 - place for place, name in enumerate(BOROUGHS)}
    cells = {
        "kind": "comparison",
        "figure": "rank",
        "comparator": "Camden",
        "area": "Ealing",
        "word": "just below",
    }
    data = boroughs(barnet, values, more=[(RWM, "all", 2023, "Lambeth", 66)])
    assert one(boroughs(barnet, values), **ALL, **cells)["verdict"] == "holds"
    found = one(data, **ALL, **cells)
    assert found["verdict"] == "not_supported_statistically" and "between the two" in found["reason"]
    assert one(data, **ALL, **{**cells, "word": "just above"})["verdict"] == "contradicted"
    assert one(data, **ALL, **{**cells, "word": "level with"})["verdict"] == "contradicted"
    assert one(data, **ALL, **{**cells, "word": "above"})["verdict"] == "contradicted"
    assert one(data, **ALL, **{**cells, "word": "below"})["verdict"] == "holds"


def test_of_a_place_among_so_many_both_numbers_are_read():
    assert [(Number(text).value, Number(text).among) for text in ("6th of 11", "6th out of 11", "6th", "3/4")] == [
        (6, 11), (6, 11), (6, None), (0.75, None)
    ]  # fmt: skip
    assert pd.isna(Number("11 of 135").value)


def test_shares_of_schools_need_the_figures_of_schools(barnet):
    found = one(
        world(barnet, [(RWM, "all", 2024, "Camden", 60)]), kind="count", value="80%", against="schools"
    )
    assert found["verdict"] == "not_checkable" and "the figures of each school" in found["reason"]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"kind": "change", "word": "improved", "year2": "2023", "comparator": "England"}, "comparator"),
        ({"kind": "change", "word": "improved more than", "year2": "2023"}, "comparator"),
        ({"kind": "change", "word": "improved more than", "year2": "2023", "figure": "rank", "comparator": "England"}, "comparator"),
        ({"kind": "change", "word": "narrowed", "year2": "2023", "comparator": "England"}, "figure"),
        ({"kind": "change", "word": "narrowed", "year2": "2023", "figure": "own_gap"}, "comparison_group"),
        ({"kind": "comparison", "word": "narrower than", "comparator": "England"}, "figure"),
        ({"kind": "comparison", "word": "improved more than", "comparator": "England"}, "word"),
        ({"kind": "rank_value", "value": "3rd", "word": "above"}, "word"),
        ({"kind": "rank_band", "band": "top lot"}, "band"),
    ],
)  # fmt: skip
def test_a_file_is_told_what_a_change_needs(tmp_path, cells, column):
    file = tmp_path / "claims.csv"
    pd.DataFrame([{"claim": "A statement", **ALL, **cells}]).to_csv(file, index=False)
    with pytest.raises(InputError) as problem:
        read_claims(file)
    assert problem.value.column == column


def test_a_file_may_say_what_papers_say(tmp_path):
    rows = [
        {"kind": "change", "word": "fell less than", "year2": "2023", "comparator": "national"},
        {"kind": "change", "word": "narrowed", "year2": "2023", "figure": "gap", "comparator": "England"},
        {"kind": "change", "word": "narrowed more than", "year2": "2023", **OWN, "comparator": "England"},
        {"kind": "rank_value", "value": "6th of 11", "against": "neighbours"},
        {"kind": "rank_band", "band": "top third", "word": "in", "against": "region; second year running"},
    ]
    file = tmp_path / "claims.csv"
    pd.DataFrame([{"claim": "A statement", **ALL, **cells} for cells in rows]).fillna("").to_csv(
        file, index=False
    )
    assert read_claims(file)["kind"].tolist() == [cells["kind"] for cells in rows]
