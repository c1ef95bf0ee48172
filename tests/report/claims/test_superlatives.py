"""Superlatives are about members: of a region, of England, of the statistical neighbours; never about their averages."""

import csv

import pandas as pd
import pytest

from analysis.basics.errors import InputError
from analysis.catalogue.areas import find_area
from analysis.data.store import prepared_england
from analysis.report.claims.check import check_claims, read_claims
from analysis.report.claims.kinds import COLUMNS
from analysis.report.contents import open_report
from claims_made import one, world
from places import REPO

RWM = {"kind": "superlative", "measure": "ks2_rwm_expected", "year": "2024"}
INNER = ["Camden", "Islington", "Hackney", "Westminster"]


def inner(barnet, values, measure="ks2_rwm_expected", more=(), average=10):
    """Boroughs of Inner London, Camden first, two of Outer London, one beyond, and averages that mislead."""
    rows = [(measure, "all", 2024, name, value) for name, value in zip(INNER, values, strict=True)]
    rows += [(measure, "all", 2024, name, 30) for name in ("Brent", "Ealing")]
    averages = [(measure, "all", 2024, name, average) for name in ("England", "London", "Inner London")]
    return world(barnet, [*rows, (measure, "all", 2024, "Leeds", 99), *averages, *more])


@pytest.mark.parametrize(
    ("word", "against", "verdict", "figures"),
    [
        ("best", "Inner London", "contradicted", "60; 2nd best of 4 (Inner London)"),
        ("best", "region", "contradicted", "60; 2nd best of 6 (London)"),
        ("first", "London", "contradicted", "60; 2nd best of 6 (London)"),
        ("highest", "London", "contradicted", "60; 2nd highest of 6 (London)"),
        ("highest", "England", "contradicted", "60; 3rd highest of 7 (England)"),
        ("highest", "all", "contradicted", "60; 3rd highest of 7 (England)"),
        ("highest", "all local authorities", "contradicted", "60; 3rd highest of 7 (England)"),
        ("lowest", "region", "contradicted", "60; 5th lowest of 6 (London)"),
        ("worst", "Inner London", "contradicted", "60; 3rd worst of 4 (Inner London)"),
        ("last", "Inner London", "contradicted", "60; 3rd worst of 4 (Inner London)"),
        ("best", "Outer London; Westminster", "holds", "60; Westminster 40, best of 3 (Outer London and Camden)"),
        ("best", "average of London; average of England", "holds", "60; average of London 10, average of England 10"),
        ("only one above", "Inner London", "contradicted", "60 against 10"),
    ],
)  # fmt: skip
def test_a_superlative_is_about_members(barnet, word, against, verdict, figures):
    found = one(inner(barnet, [60, 70, 50, 40]), word=word, against=against, **RWM)
    assert (found["verdict"], found["recomputed"]) == (verdict, figures)


def test_those_before_are_named_the_first_three_of_them(barnet):
    found = one(inner(barnet, [20, 70, 50, 40]), word="best", against="region", **RWM)
    assert found["reason"] == "5 are before it: Islington 70, Hackney 50, Westminster 40 and 2 more"


def test_a_tie_is_not_held_and_names_who_shares_it(barnet):
    found = one(inner(barnet, [70, 70, 50, 40]), word="best", against="Inner London", **RWM)
    assert (found["verdict"], found["reason"]) == ("ambiguous", "shared with Islington 70")


def test_a_member_without_a_figure_leaves_it_open_if_it_has_had_one(barnet):
    before = ("ks2_rwm_expected", "all", 2023, "Lambeth", 66)
    data = inner(barnet, [80, 70, 50, 40], more=[before])
    found = one(data, word="best", against="Inner London", **RWM)
    assert found["verdict"] == "not_supported_statistically"
    assert found["reason"] == "Lambeth has no published figure"
    # one that never had a figure, as City of London, is none of them; nor is one that is beaten anyway made open
    assert one(inner(barnet, [80, 70, 50, 40]), word="best", against="Inner London", **RWM)["verdict"] == "holds"  # fmt: skip
    assert one(data, word="lowest", against="Inner London", **RWM)["verdict"] == "contradicted"


def test_where_low_is_good_the_best_is_the_smallest_and_the_highest_the_largest(barnet):
    data = inner(barnet, [3.0, 4.0, 5.0, 6.0], measure="absence_overall", average=1)
    cells = RWM | {"measure": "absence_overall", "against": "Inner London"}
    words = {"best": "holds", "lowest": "holds", "highest": "contradicted", "worst": "contradicted"}
    assert {word: one(data, word=word, **cells)["verdict"] for word in words} == words


def test_few_pupils_leave_the_next_one_within_reach(barnet):
    def rows(n):
        own = ("ks2_rwm_expected", "all", 2024, "Camden", 60, 6 * n // 10, n)
        return world(barnet, [own, ("ks2_rwm_expected", "all", 2024, "Islington", 50)])

    few, many = (one(rows(n), word="best", against="Inner London", **RWM) for n in (30, 3000))
    assert (few["verdict"], many["verdict"]) == ("not_supported_statistically", "holds")
    assert "with 30 pupils" in few["reason"] and "Islington is at 50%" in few["reason"]


def test_the_only_one_is_so_and_no_other_is(barnet):
    data = inner(barnet, [60, 40, 41, 42], average=50)
    about = RWM | {"against": "Inner London"}
    assert one(data, word="only one above", **about)["verdict"] == "holds"
    assert one(data, word="only one better than", comparator="Leeds", **about)["verdict"] == "contradicted"
    found = one(data, word="only one above", **about | {"against": "England"})
    assert (found["verdict"], found["reason"]) == ("contradicted", "so is Leeds 99")
    tied = inner(barnet, [60, 40, 41, 42], average=50, more=[("ks2_rwm_expected", "all", 2023, "Camden", 61)])
    found = one(tied, word="only one to improve", year2="2023", **about)
    assert found["verdict"] == "not_checkable"  # the others' figures of the year before are not there


def test_the_most_improved_must_have_improved(barnet):
    def moved(own, other):
        before = [("ks2_rwm_expected", "all", 2023, name, 60) for name in ("Camden", "Islington")]
        now = [("ks2_rwm_expected", "all", 2024, name, 60 + by) for name, by in (("Camden", own), ("Islington", other))]  # fmt: skip
        return world(barnet, before + now)

    about = RWM | {"against": "Inner London", "year2": "2023"}
    words = ("largest increase", "largest improvement", "largest decrease", "largest decline", "smallest increase")  # fmt: skip
    verdicts = {
        (5, 2): (True, True, False, False, False),
        (2, 5): (False, False, False, False, True),
        (-2, -5): (False, False, False, False, False),  # the least fall is no rise
        (-5, -2): (False, False, True, True, False),
    }
    for moves, expected in verdicts.items():
        found = tuple(one(moved(*moves), word=word, **about)["verdict"] == "holds" for word in words)
        assert found == expected, moves


def test_rounding_may_turn_the_order_of_two_changes(barnet):
    """30.4 to 35.6 is 30 to 36; 30.6 to 36.4 is 31 to 36, and rose more."""

    def moved(own, other):
        rows = [("Camden", 2023, 30), ("Camden", 2024, 30 + own), ("Islington", 2023, 31), ("Islington", 2024, 31 + other)]  # fmt: skip
        return world(barnet, [("ks2_rwm_expected", "all", year, name, value) for name, year, value in rows])

    about = RWM | {"word": "largest increase", "against": "Inner London", "year2": "2023"}
    verdicts = {(6, 5): "ambiguous", (5, 6): "ambiguous", (6, 4): "holds", (4, 6): "contradicted"}
    assert {moves: one(moved(*moves), **about)["verdict"] for moves in verdicts} == verdicts


def test_the_largest_gap_is_the_widest(barnet):
    rows = [
        ("ks2_rwm_expected", "disadvantaged", 2024, name, v)
        for name, v in (("Camden", 40), ("Islington", 55))
    ]
    rows += [("ks2_rwm_expected", "not_disadvantaged", 2024, "England", 68)]
    about = RWM | {"figure": "gap", "pupil_group": "disadvantaged", "comparison_group": "not_disadvantaged"}
    found = one(world(barnet, rows), word="largest", against="Inner London", **about)
    assert found["recomputed"] == "-28; widest of 2 (Inner London)"
    words = {"largest": "holds", "smallest": "contradicted", "worst": "holds", "best": "contradicted"}
    for word, verdict in words.items():
        assert one(world(barnet, rows), word=word, against="Islington", **about)["verdict"] == verdict  # fmt: skip


def test_a_change_needs_the_earlier_year(tmp_path):
    row = (
        dict.fromkeys(COLUMNS, "")
        | RWM
        | {"claim": "x", "word": "largest increase", "against": "region", "confirm": "yes"}
    )
    pd.DataFrame([row]).to_csv(tmp_path / "mine.csv", index=False)
    with pytest.raises(InputError, match="said of a change"):
        read_claims(tmp_path / "mine.csv")


def test_an_average_is_no_member_and_neighbours_are_those_of_the_report(barnet):
    data = inner(barnet, [60, 70, 50, 40])
    with pytest.raises(InputError, match="not a member"):
        one(data, word="best", against="region", area="Inner London", **RWM)
    with pytest.raises(InputError, match="statistical neighbours are those of Camden"):
        one(data, word="best", against="neighbours", area="Islington", **RWM)


def test_neighbours_of_a_transcribed_report_are_not_known(barnet):
    found = one(barnet, word="best", against="neighbours", **RWM | {"year": "2017"})
    assert found["verdict"] == "not_checkable" and "of that time" in found["reason"]


# --- against a computation of its own, from the file of observations -----------------------------------

MEASURES = {"ks2_rwm_expected": 1, "ks2_maths_expected": 1, "ks4_attainment8": 1, "absence_overall": -1}


@pytest.fixture(scope="module")
def lait(national_home):
    """The tool's figures of all local authorities, and the region and the part of London of each."""
    rows = prepared_england().observations
    rows = rows[(rows["source"] == "lait") & (rows["area_type"] == "la") & (rows["pupil_group"] == "all")]
    with (REPO / "data" / "raw" / "areas.csv").open(encoding="utf-8") as file:
        places = {row["code"]: row for row in csv.DictReader(file)}
    return rows[rows["measure"].isin(MEASURES)], places


def expected(values: dict[str, str], good: int, word: str, own: str) -> set[str]:
    """The verdicts that can be right, of the published texts of all members."""
    sign = {"best": good, "worst": -good, "highest": 1, "lowest": -1}[word]
    numbers = {area: sign * float(text) for area, text in values.items()}
    if any(number > numbers[own] for number in numbers.values()):
        return {"contradicted"}
    if sum(number == numbers[own] for number in numbers.values()) > 1:
        return {"ambiguous"}
    return {"holds", "not_supported_statistically"}


@pytest.mark.national
@pytest.mark.parametrize("year", [2018, 2023, 2025])
def test_every_authority_among_its_region_and_england(lait, year):
    rows, places = lait
    data = open_report("Barnsley", year)
    claims, right, placed = [], {}, {}
    for measure, good in MEASURES.items():
        now = rows[(rows["measure"] == measure) & (rows["year"] == year) & rows["value"].notna()]
        text = {row.area: f"{row.value:.{row.decimals}f}" for row in now.itertuples()}
        for own in text:
            for column, against in (("region", "region"), ("parent", "parent"), ("", "England")):
                code = places[own].get(column, "")
                # all of England takes as long as ten regions: every tenth authority
                if (column and not code) or (not column and int(places[own]["la_number"]) % 10):
                    continue
                among = {
                    area: each for area, each in text.items() if not column or places[area][column] == code
                }
                name = places[code]["name"] if code else against
                for word in ("best", "worst", "highest", "lowest"):
                    key = f"{measure} {own} {name} {word}"
                    right[key] = expected(among, good, word, own)
                    placed[key] = f"of {len(among)} ({name})"
                    claims.append({"id": key, "measure": measure, "area": own, "against": name, "word": word})
    cells = {"location": "p. 1", "claim": "x", "kind": "superlative", "year": str(year)}
    table = pd.DataFrame([dict.fromkeys(COLUMNS, "") | cells | claim for claim in claims])
    found = check_claims(data, table.set_axis(range(2, len(table) + 2)), dated=False)
    wrong = [
        (row.id, row.verdict, row.recomputed)
        for row in found.itertuples()
        if row.verdict not in right[row.id]
    ]
    assert wrong == [] and len(found) > 2500
    assert {"contradicted", "holds"} <= set(found["verdict"])
    assert [row.id for row in found.itertuples() if placed[row.id] not in row.recomputed] == []


@pytest.mark.national
@pytest.mark.parametrize("area", ["Barnsley", "Rutland", "Kent", "Hounslow", "Camden", "Isles of Scilly", "Cumberland", "Knowsley"])  # fmt: skip
def test_authorities_among_their_neighbours(lait, area):
    rows, _ = lait
    data = open_report(area, 2024)
    for measure, good in MEASURES.items():
        now = rows[(rows["measure"] == measure) & (rows["year"] == 2024) & rows["value"].notna()]
        among = [data.area.code, *data.question.neighbours]
        text = {row.area: f"{row.value:.{row.decimals}f}" for row in now.itertuples() if row.area in among}
        for word in ("best", "worst", "highest", "lowest"):
            found = one(data, word=word, against="neighbours", **RWM | {"measure": measure})
            if data.area.code not in text or len(text) < 2:
                assert found["verdict"] == "not_checkable"
            else:
                assert found["verdict"] in expected(text, good, word, data.area.code), (area, measure, word)


@pytest.mark.national
@pytest.mark.parametrize(
    ("cells", "figures"),
    [
        ({"word": "best", "against": "neighbours"}, "6th best of 11"),
        ({"word": "highest", "against": "region"}, "3rd highest of 15"),
        ({"word": "highest", "against": "England", "measure": "ks2_maths_expected"}, "57th highest of 150"),
        ({"word": "highest", "against": "all", "measure": "ks2_maths_expected"}, "57th highest of 150"),
    ],
)
def test_barnsley_in_2018(national_home, cells, figures):
    found = one(open_report("Barnsley", 2018), **RWM | {"year": "2018"} | cells)
    assert found["verdict"] == "contradicted" and figures in found["recomputed"]


def test_areas_used_here_are_those_meant():
    assert {find_area(name).parent for name in INNER} == {find_area("Inner London").code}
