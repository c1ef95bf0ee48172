"""Gaps since 2019 and within the LA, against a computation of their own from the observations."""

import numpy as np
import pandas as pd
import pytest

from analysis.basics import paths
from analysis.report.claims.check_sentences import check_sentences, claims_in
from analysis.report.contents import open_report
from analysis.report.gaps.answers import answers, changes_counted, within_counts, within_sentences
from analysis.report.gaps.deprivation import since_pandemic, within
from analysis.report.gaps.deprivation_tables import since_table, within_table
from analysis.statistics.change_words import SOFTER

pytestmark = pytest.mark.national

ENGLAND = "E92000001"
OTHERS = {"disadvantaged": "not_disadvantaged", "fsm": "not_fsm"}
FIRM = {"narrowed", "widened", "changed side"}


@pytest.fixture(
    scope="module", params=[("Barnet", 2025), ("Kent", 2024), ("Rutland", 2024), ("Hounslow", 2025)], ids=str
)
def data(request, national_home):
    return open_report(*request.param)


def levels_of(data) -> pd.DataFrame:
    """Values by measure, year, area and group, and their decimals, straight from the observations."""
    rows = data.observations
    rows = rows[
        rows["area"].isin([data.area.code, ENGLAND]) & rows["pupil_group"].isin([*OTHERS, *OTHERS.values()])
    ]
    return rows.set_index(["measure", "year", "area", "pupil_group"])[["value", "decimals"]]


def gap_of(levels: pd.DataFrame, measure: str, year: int, group: str, area: str, others_in: str) -> float:
    """A group's value less that of the others; NaN where one is missing."""
    own, others = (
        levels["value"].get((measure, year, where, pupils), np.nan)
        for where, pupils in ((area, group), (others_in, OTHERS[group]))
    )
    return own - others


def breaks() -> dict[str, list[int]]:
    table = pd.read_csv(paths.raw() / "measures.csv", dtype=str, keep_default_na=False).set_index("measure")
    return {measure: [int(year) for year in cell.split()] for measure, cell in table["break_after"].items()}


def test_the_gaps_of_2019_and_now_are_those_of_the_observations(data):
    levels, rows, broken = levels_of(data), since_pandemic(data), breaks()
    assert len(rows) >= 3 and not rows["measure"].duplicated().any()
    for row in rows.itertuples():
        about = row.measure, row.pupil_group
        assert row.year in (data.year, data.year - 1)
        then, now = (
            gap_of(levels, row.measure, year, row.pupil_group, data.area.code, ENGLAND)
            for year in (2019, row.year)
        )
        assert (row.before, row.gap) == pytest.approx((then, now), abs=1e-9), about
        national = [
            gap_of(levels, row.measure, year, row.pupil_group, ENGLAND, ENGLAND) for year in (2019, row.year)
        ]
        assert (row.england_before, row.england_gap) == pytest.approx(national, abs=1e-9, nan_ok=True), about
        crossed = [year for year in broken[row.measure] if 2019 <= year < row.year]
        assert pd.isna(row.change) == bool(crossed) and pd.isna(row.england_change) == bool(crossed), about
        if crossed:
            assert row.verdict == "" and all(str(year) in row.verdict_reason for year in crossed)
            continue
        assert (row.change, row.england_change) == pytest.approx(
            (now - then, national[1] - national[0]), abs=1e-9
        )


def test_no_change_since_2019_is_named_that_rounding_can_make(data):
    levels, counted = (
        levels_of(data),
        data.figures.set_index(["measure", "year", "area", "pupil_group"])["numerator"],
    )
    for row in since_pandemic(data).dropna(subset="change").itertuples():
        group, keys = row.pupil_group, []
        for year in (2019, row.year):
            keys += [(row.measure, year, data.area.code, group), (row.measure, year, ENGLAND, OTHERS[group])]
        if counted.reindex(keys).notna().any():
            continue  # a level that is the share of its numbers is not rounded
        most = sum(0.5 * 10.0 ** -int(levels.loc[key, "decimals"]) for key in keys)
        assert (row.verdict == "cannot tell") == (abs(row.change) <= most + 1e-9), row.measure
        assert row.verdict not in FIRM, row.measure  # which takes published numbers of pupils
        if row.verdict != "cannot tell":
            smaller = abs(row.gap) < abs(row.before)
            words = (
                {"changed side as published"}
                if row.gap * row.before < 0
                else {f"{'smaller' if smaller else 'larger'} as published"}
            )
            assert row.verdict in words


def test_falls_and_rises_are_counted(data):
    rows, said = since_pandemic(data), changes_counted(data)
    compared = int(rows["change"].notna().sum())
    n = f"{len(rows)} gap{'s' if len(rows) > 1 else ''}"
    if not compared:
        assert said == f"None of {n} to others in England can be compared with 2019."
        return
    assert f", {compared} can be compared with 2019." in said and f"Of {n} to others in England" in said
    behind = (rows["gap"] < 0) | (rows["before"] < 0)  # high is good in all of them
    assert rows["polarity"].eq("high").all()
    for word in SOFTER.values():
        for noun, own in (("gap", behind), ("lead", ~behind)):
            number = int((own & rows["verdict"].eq(word)).sum())
            name = word.removesuffix(" as published")
            verb = "" if name == "changed side" else "is " if number == 1 else "are "
            assert (f"{number} {noun}{'s' if number > 1 else ''} {verb}{name}" in said) == (number > 0), (
                word,
                said,
            )
    unknown = int(rows["verdict"].eq("cannot tell").sum())
    assert (f"For {unknown} gap" in said) == (unknown > 0)


def test_the_table_of_2019_shows_a_break_as_one(data):
    shown, rows = since_table(data).frame, since_pandemic(data)
    name = data.area.name
    assert list(shown.columns[1:6]) == [
        *(
            f"2019 | {name}",
            "2019 | England's own",
            "Latest | Year",
            f"Latest | {name}",
            "Latest | England's own",
        )
    ]
    for cells, row in zip(shown.to_dict("records"), rows.itertuples(), strict=True):
        change = cells[f"Change | {name}"]
        assert (str(change) == "series broke") == pd.isna(row.change)
        assert cells[f"2019 | {name}"].value == row.before
        if pd.notna(row.change):
            assert change.value == pytest.approx(row.gap - row.before)


def test_gaps_within_are_those_of_the_observations(data):
    levels, rows = levels_of(data), within(data)
    for row in rows.itertuples():
        local = gap_of(levels, row.measure, data.year, row.pupil_group, data.area.code, data.area.code)
        national = gap_of(levels, row.measure, data.year, row.pupil_group, ENGLAND, ENGLAND)
        assert (row.gap, row.england) == pytest.approx((local, national), abs=1e-9)
        more = national - local if row.polarity == "high" else local - national
        assert row.difference == pytest.approx(more, abs=1e-9)
        keys = [
            (row.measure, data.year, area, group)
            for area in (data.area.code, ENGLAND)
            for group in (row.pupil_group, OTHERS[row.pupil_group])
        ]
        most = sum(0.5 * 10.0 ** -int(levels.loc[key, "decimals"]) for key in keys)
        if abs(more) > most + 1e-9:
            assert row.compared.startswith("wider" if more > 0 else "narrower")
    counts = rows["compared"].value_counts()
    said = within_counts(data)
    for word in ("wider", "narrower"):
        number = counts.get(f"{word} as published", 0)
        assert (
            f"As published, {number} {'is' if number == 1 else 'are'} {word}" in said
            or f"and {number} {'is' if number == 1 else 'are'} {word}" in said
        ) == (number > 0), said
    if len(rows):
        assert len(within_table(data).frame) == len(rows)


def test_before_2020_nothing_is_compared_with_2019(national_home):
    early = open_report("Barnet", 2017)
    assert since_pandemic(early).empty and since_table(early) is None
    assert "can be compared with the year before" in changes_counted(early)
    assert all("2019" not in line for line in answers(early))


def test_a_gap_wider_than_englands_own_is_named_so(national_home):
    """Attainment 8 in Barnet in 2017: 15.4 points within the LA, 12.8 in England."""
    rows = within(open_report("Barnet", 2017)).set_index("measure")
    row = rows.loc["ks4_attainment8"]
    assert (row["gap"], row["england"], row["compared"]) == (
        pytest.approx(-15.4),
        pytest.approx(-12.8),
        "wider",
    )


def test_where_no_headline_gap_is_published_others_stand_first(national_home):
    city = open_report("City of London", 2024)
    said = answers(city)
    assert said[0] == "No headline gap of disadvantaged pupils is published for this year."
    assert said[1].startswith("**Pupils eligible for free school meals: Good level of development")


def test_a_change_since_2019_is_read_back_and_judged_by_the_same_rule(national_home):
    report = open_report("Barnet", 2025)
    lines = [*answers(report), *within_sentences(report)]
    changes = [
        claim for line in lines for claim in claims_in(line, report).claims if claim["kind"] == "change"
    ]
    assert [(claim["word"], claim["year2"]) for claim in changes] == [("larger as published", "2019")]
    assert set(check_sentences(report, [(line, "") for line in lines])["verdict"]) == {"holds"}
    soft = "went from 8 percentage points to 11 percentage points, larger as published"
    firm = lines[0].replace(soft, "has widened from 8 percentage points to 11 percentage points")
    assert firm != lines[0] and set(check_sentences(report, [(firm, "")])["verdict"]) != {"holds"}
