"""What the figures of an Explore Education Statistics file become: statuses, counts, percentages, decimals."""

import random
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.catalogue.areas import load_areas
from analysis.sources import ees_file
from analysis.sources.ees import read_data_set, rests_on_counts
from ees_made import BARNET, CAMDEN, ENGLAND, HEADER, OUTER, at, cells, none, of, write


@pytest.mark.parametrize(
    ("symbol", "status"), [("z", "z"), ("x", "x"), ("c", "c"), ("u", "u"), ("low", "low"), ("k", "low")]
)
def test_symbols_are_statuses_and_never_numbers(read_own, symbol, status):
    got = of(read_own(cells(reached=symbol, percent=symbol)).observations)
    assert (got["status"], none(got["value"]), none(got["numerator"]), got["denominator"]) == (
        status,
        None,
        None,
        20,
    )
    score = of(read_own(cells(score=symbol)).observations, measure="ks2_maths_progress")
    assert [none(score[name]) for name in ("value", "lower", "upper")] == [None] * 3 and score[
        "status"
    ] == status


def test_a_suppressed_value_is_not_worked_out_from_counts(read_own):
    got = of(read_own(cells(pupils="20", reached="9", percent="c")).observations)
    assert got["status"] == "c" and pd.isna(got["value"])


def test_a_suppressed_count_is_not_worked_out_from_the_percentage(read_own):
    got = of(read_own(cells(reached="c", percent="45")).observations)
    assert (got["value"], none(got["numerator"]), got["denominator"], got["decimals"]) == (45, None, 20, 0)


def test_a_limit_that_is_a_symbol_is_missing_and_the_score_is_kept(read_own):
    got = of(read_own(cells(score="-1.4", low="-2.8", high="k")).observations, measure="ks2_maths_progress")
    assert [none(got[name]) for name in ("value", "lower", "upper")] == [-1.4, -2.8, None]


def test_a_symbol_of_one_file_is_given_in_its_mapping(read_own, own_mapping):
    mapping = replace(own_mapping, symbols={"b": "x", ":": "x"})
    observations = read_own(cells(percent="b", reached=":"), mapping=mapping).observations
    assert of(observations)["status"] == "x"


def test_the_computed_percentage_stands_beside_the_printed(read_own):
    rows = [cells(), cells("7", "3", "43", **CAMDEN), cells("c", "c", "c", group="FSM")]
    observations = read_own(*rows).observations
    computed, printed = (
        of(observations, area="E09000007"),
        of(observations, area="E09000007", source="made-printed"),
    )
    assert (computed["value"], computed["numerator"], computed["denominator"]) == (
        pytest.approx(300 / 7),
        3,
        7,
    )
    assert (printed["value"], printed["decimals"]) == (43, 0)
    assert pd.isna(computed["decimals"]) and pd.isna(printed["numerator"]) and pd.isna(printed["denominator"])
    assert rests_on_counts(observations).sum() == 2
    # each series is complete in itself, suppressed figures too; what has no count has no second series
    shares = observations[observations["measure"] == "ks2_rwm_expected"]
    assert shares["source"].value_counts().to_dict() == {"made": 3, "made-printed": 3}
    assert set(observations.loc[observations["measure"] == "ks2_maths_progress", "source"]) == {"made"}


def test_rounded_counts_are_not_used_at_all(read_own):
    observations = read_own(cells("70", "40", "54", **OUTER), cells()).observations
    region, printed = (
        of(observations, area="E13000002"),
        of(observations, area="E13000002", source="made-printed"),
    )
    assert (region["value"], none(region["numerator"]), none(region["denominator"])) == (54, None, None)
    assert region["decimals"] == printed["decimals"] == 0 and region["area_type"] == "region"
    score = of(observations, area="E13000002", measure="ks2_maths_progress")
    assert pd.isna(score["denominator"])


def test_counts_are_judged_by_year(read_own, own_mapping):
    mapping = replace(own_mapping, counts=own_mapping.counts | {"la": "judged"})
    city = at("Local authority", new_la_code="E09000001", old_la_code="201")
    tens = [cells(f"{10 * n}", f"{5 * n - 5 * n % 10}", "50", time_period="201819", **area) for n, area in
            ((10, BARNET), (14, CAMDEN))]  # fmt: skip
    tens += [cells("40", "20", "50", time_period="201819", **city)]
    exact = [cells("41", "20", "49", **BARNET), cells("37", "9", "24", **CAMDEN)]
    wrong = [cells("41", "20", "70", time_period="202425")]
    reading = read_own(*tens, *exact, *wrong, mapping=mapping)
    used = reading.counts.set_index("year")["used"].to_dict()
    assert used == {2019: False, 2024: True, 2025: False}
    assert of(reading.observations, year=2019, area="E09000007")["value"] == 50
    assert of(reading.observations, year=2024, area="E09000007")["value"] == pytest.approx(900 / 37)
    assert of(reading.observations, year=2025)["value"] == 70


def test_one_odd_percentage_among_many_keeps_what_is_printed(read_own, own_mapping):
    mapping = replace(own_mapping, counts=own_mapping.counts | {"la": "judged"})
    codes = [a.code for a in load_areas().query("area_type == 'la' and closed.isna()").itertuples()][:101]
    rows = [
        cells("40", "11", "28" if code != codes[50] else "82", **at("Local authority", new_la_code=code))
        for code in codes
    ]
    reading = read_own(*rows, mapping=mapping)
    odd, even = of(reading.observations, area=codes[50]), of(reading.observations, area=codes[51])
    assert (odd["value"], none(odd["denominator"])) == (82, None)
    assert (even["value"], even["denominator"]) == (27.5, 40)
    assert reading.counts[["percentages", "agree", "used"]].to_numpy().tolist() == [[101, 100, True]]


@pytest.mark.parametrize("printed", ["57", "58"])
def test_a_percentage_on_the_half_may_be_printed_either_way(read_own, printed):
    assert of(read_own(cells("40", "23", printed)).observations)["value"] == 57.5


@pytest.mark.parametrize(
    ("texts", "decimals"), [(["46", "46.5"], 1), (["46.00", "46"], 0), (["46.5", "46.25"], 2)]
)
def test_decimals_are_those_of_the_longest_figure_of_the_year(read_own, texts, decimals):
    rows = [cells("c", "c", text, **area) for text, area in zip(texts, (BARNET, CAMDEN), strict=True)]
    observations = read_own(*rows).observations
    assert set(observations.query("measure == 'ks2_rwm_expected'")["decimals"]) == {decimals}


def test_scientific_notation_is_a_number(read_own, own_mapping):
    mapping = replace(own_mapping, counts=own_mapping.counts | {"country": "exact"})
    got = of(read_own(cells("1e+05", "50000", "50", **ENGLAND), mapping=mapping).observations)
    assert (got["value"], got["denominator"]) == (50, 100_000)


def test_the_locator_is_the_row_and_column_of_the_figure(read_own):
    observations = read_own(cells(group="FSM"), cells()).observations
    assert of(observations, pupil_group="all")["locator"] == "row 3, percent"


# round trips

LAS = st.sampled_from(sorted(load_areas().query("area_type == 'la'")["code"]))
KEYS = st.tuples(LAS, st.integers(2012, 2025), st.sampled_from(["all", "fsm"]))
COHORTS = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
FIGURES = st.one_of(COHORTS, st.sampled_from(["z", "x", "c", "low", "k", "u"]))


def half_up(numerator: int, denominator: int, places: int) -> str:
    exact = Decimal(100 * numerator) / Decimal(denominator)
    return str(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    figures=st.dictionaries(KEYS, FIGURES, min_size=1, max_size=40),
    places=st.integers(0, 2),
    seed=st.integers(0, 9999),
    block=st.sampled_from([1 << 10, 1 << 12, 1 << 22]),
)
def test_what_is_written_is_read(tmp_path, own_mapping, figures, places, seed, block):
    rows = []
    for (code, year, group), figure in figures.items():
        row = at("Local authority", new_la_code=code) | {
            "time_period": f"{year - 1}{year % 100:02d}",
            "group": {"all": "Total", "fsm": "FSM"}[group],
        }
        if isinstance(figure, str):
            rows.append(cells("c", figure, figure, "z", "z", "z", **row))
        else:
            reached, pupils = figure
            percent = half_up(reached, pupils, places)
            rows.append(cells(pupils, reached, percent, "z", "z", "z", **row))
    shuffled, header = random.Random(seed), list(HEADER)  # noqa: S311
    shuffled.shuffle(rows)
    shuffled.shuffle(header)
    file = write(tmp_path / "made.csv", header, rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ees_file, "BLOCK_BYTES", block)
        reading = read_data_set(file, own_mapping, source="made")
    assert reading.account["rows"].sum() == len(rows)
    shares = reading.observations.query("measure == 'ks2_rwm_expected'")
    read = {(r.area, r.year, r.pupil_group): r for r in shares[shares["source"] == "made"].itertuples()}
    printed = {(r.area, r.year, r.pupil_group): r for r in shares[shares["source"] != "made"].itertuples()}
    assert set(read) == set(printed) == set(figures)
    for key, figure in figures.items():
        if isinstance(figure, str):
            assert read[key].status == printed[key].status == {"k": "low"}.get(figure, figure)
            assert pd.isna(read[key].value) and pd.isna(read[key].numerator)
        else:
            assert (read[key].numerator, read[key].denominator) == figure
            assert read[key].value == pytest.approx(100 * figure[0] / figure[1])
            assert printed[key].value == float(half_up(*figure, places))
