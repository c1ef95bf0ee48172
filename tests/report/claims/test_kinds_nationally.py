"""A hundred statements and more in the kinds that real papers use, half of them false, each worked out from DfE's table anew.

Nothing of the package computes what is expected: ranks, gaps, changes and runs of years are plain pandas on the file.
"""

import itertools

import pandas as pd
import pytest

from analysis.basics.numbers import ordinal
from analysis.report.claims.check import check_claims
from analysis.report.claims.kinds import COLUMNS
from analysis.report.contents import open_report
from national_table import MAY_STAND_BEFORE, NationalTable

pytestmark = pytest.mark.national
AREAS = ("Hounslow", "Leeds", "Hartlepool", "Newham")
YEARS = (2024, 2025)
RWM, ABSENCE, PHONICS = "ks2_rwm_expected", "absence_overall", "phonics_year1_expected"
GAP = {"figure": "own_gap", "pupil_group": "disadvantaged", "comparison_group": "not_disadvantaged"}
NAMED = ("Birmingham", "Sheffield", "Bradford", "Barnet", "Essex")
#: What is expected of a statement: true, true unless chance speaks against it, false, or within rounding.
TRUE, CHANCE, FALSE, ROUNDING = "true", "true but for chance", "false", "within rounding"
EXPECTED = {
    TRUE: {"holds"},
    CHANCE: {"holds", "not_supported_statistically"},
    FALSE: {"contradicted"},
    ROUNDING: {"ambiguous", "not_supported_statistically"},
}


@pytest.fixture(scope="module")
def table(national):
    return NationalTable(national("lait/bds_long_0.parquet"))


@pytest.fixture(scope="module")
def statements(table):
    """Every statement with what is expected of it."""
    made = []
    for (area, year), measure in itertools.product(itertools.product(AREAS, YEARS), (RWM, ABSENCE)):
        where = {"area": area, "year": str(year), "measure": measure}
        for maker in (ranks, bands, years_running, averages):
            made += [({**where, **cells}, truth) for cells, truth in maker(table, area, year, measure)]
    for area, year in itertools.product(AREAS, YEARS):
        where = {"area": area, "year": str(year), "measure": RWM}
        for maker in (own_gaps, paces, gaps_to_england):
            made += [({**where, **cells}, truth) for cells, truth in maker(table, area, year)]
    return [*made, *extremes(table)]


@pytest.fixture(scope="module")
def verdicts(national_home, statements):
    rows = [dict.fromkeys(COLUMNS, "") | {"claim": "A statement"} | cells for cells, _ in statements]
    claims = pd.DataFrame(rows, columns=COLUMNS)
    claims = claims.assign(id=[f"k{place}" for place in claims.index], location="p. 1")
    checked = check_claims(open_report("Hounslow", 2025), claims, dated=False).set_index("id")
    return checked.loc[claims["id"]].reset_index()


def ranks(table, area, year, measure):
    """A place in the region, from the other end, and among five that are named."""
    region = table.regions[area]
    called = region.replace("The Humber", "the Humber")
    members = table.authorities(measure, "all", year, region)
    missing = sum(table.regions[name] == region for name in MAY_STAND_BEFORE.get(measure, ()))
    first, last = table.places(members, area, measure)
    cells = {"kind": "rank_value", "against": called}
    yield {**cells, "value": f"{ordinal(first)} of {len(members)}"}, TRUE
    yield {**cells, "value": ordinal(last)}, TRUE
    yield {**cells, "value": ordinal(last + missing + 1)}, FALSE
    yield {**cells, "value": f"{ordinal(first)} of {len(members) + 5}"}, FALSE
    first, last = table.places(members, area, measure, worst=True)
    yield {**cells, "value": ordinal(last), "word": "worst"}, TRUE
    if first > 1:
        yield {**cells, "value": ordinal(first - 1), "word": "worst"}, FALSE
    named = table.authorities(measure, "all", year, names=(*NAMED, area))
    first, last = table.places(named, area, measure)
    cells = {"kind": "rank_value", "against": "Birmingham; Sheffield; Bradford; Barnet; Essex"}
    yield {**cells, "value": f"{ordinal(first)} of 5"}, TRUE
    yield {**cells, "value": ordinal(last + 1)}, FALSE


def bands(table, area, year, measure):
    """Top and bottom three, and thirds and fifths of all."""
    values = table.authorities(measure, "all", year)
    first, last = table.places(values, area, measure)
    missing, n = len(MAY_STAND_BEFORE.get(measure, ())), len(values)
    for band, begin, end in (
        ("top third", lambda n: 0, lambda n: n // 3),
        ("bottom third", lambda n: 2 * n // 3, lambda n: n),
        ("top fifth", lambda n: 0, lambda n: n // 5),
        ("bottom half", lambda n: n // 2, lambda n: n),
        (f"top {last + missing}", lambda n: 0, lambda n: last + missing),
        (f"top {first - 1}", lambda n: 0, lambda n: first - 1),
    ):
        low, high = begin(n) + 1, end(n)
        if high < 1:
            continue
        if not low <= first <= high:
            truth = FALSE
        else:
            # more authorities would move the upper end of a band that does not begin at the top
            certain = min(last + missing, n) <= high and first > begin(n + missing)
            truth = TRUE if certain else CHANCE
        yield {"kind": "rank_band", "band": band}, truth


def years_running(table, area, year, measure):
    """Above or below England for so many years."""
    word = "above" if table.value(measure, "all", year, area) > table.value(measure, "all", year, "England") else "below"  # fmt: skip
    so = {}
    for when in range(year, year - 6, -1):
        own, england = (table.value(measure, "all", when, name) for name in (area, "England"))
        if own is not None and england is not None:
            so[when] = own > england if word == "above" else own < england
    if not so[year]:
        return
    run = next(n for n in range(1, 7) if not so.get(year - n, False))
    cells = {"kind": "comparison", "word": word, "comparator": "England"}
    yield {**cells, "against": f"{run} years running"}, TRUE
    yield {**cells, "against": f"for the {ordinal(run)} year running"}, TRUE
    if so.get(year - run) is False:
        yield {**cells, "against": f"{run + 1} years in a row"}, FALSE
    last_three = [so.get(year - n) for n in range(3)]
    if None not in last_three:
        times = sum(last_three)
        yield {**cells, "against": f"for the {ordinal(times)} time in three years"}, TRUE
        if times > 1:
            yield {**cells, "against": f"for the {ordinal(times - 1)} time in three years"}, FALSE
    opposite = "below" if word == "above" else "above"
    yield {**cells, "word": opposite, "against": "second year running"}, FALSE


def averages(table, area, year, measure):
    """Three years together."""
    values = [table.value(measure, "all", when, area) for when in range(year - 2, year + 1)]
    england = [table.value(measure, "all", when, "England") for when in range(year - 2, year + 1)]
    decimals = 0 if measure == RWM else 2
    mean, total = sum(values) / 3, sum(values) - sum(england)
    span = f"{year - 2} to {year}"
    cells = {"kind": "arithmetic", "against": f"average of {span}"}
    if abs(mean * 10**decimals % 1 - 0.5) > 0.1:
        yield {**cells, "value": f"{mean:.{decimals}f}"}, TRUE
    yield {**cells, "value": f"{mean + 3:.{decimals}f}"}, FALSE
    cells = {"kind": "arithmetic", "against": f"sum of {span}", "comparator": "England"}
    yield {**cells, "value": f"{total:+.{decimals}f}"}, TRUE
    yield {**cells, "value": f"{total + 7:+.{decimals}f}"}, FALSE


def own_gaps(table, area, year):
    """The gap within the authority, beside England's, and its change."""
    gap, england = (table.gap(RWM, year, name) for name in (area, "England"))
    yield {"kind": "value", **GAP, "value": f"{abs(gap):.0f}"}, TRUE
    yield {"kind": "value", **GAP, "value": f"{gap:.0f}"}, TRUE
    yield {"kind": "value", **GAP, "value": f"{abs(gap) + 2:.0f}"}, FALSE
    if gap != england and gap * england > 0:
        words = (
            ("narrower than", "wider than") if abs(gap) < abs(england) else ("wider than", "narrower than")
        )
        cells = {"kind": "comparison", **GAP, "comparator": "England"}
        yield {**cells, "word": words[0]}, CHANCE
        yield {**cells, "word": words[1]}, FALSE
    before = table.gap(RWM, 2019, area)
    if gap * before > 0 and abs(gap - before) > 2:
        words = ("narrowed", "widened") if abs(gap) < abs(before) else ("widened", "narrowed")
        for word, truth in zip(words, (CHANCE, FALSE), strict=True):
            yield {"kind": "change", **GAP, "year2": "2019", "word": word}, truth
    elif gap != before:
        yield {"kind": "change", **GAP, "year2": "2019", "word": "narrowed"}, ROUNDING


def paces(table, area, year):
    """A change against England's since 2022 and since 2019; each of four figures may be half a point away."""
    for before in (2019, 2022):
        own, england = (table.moved(RWM, "all", year, before, name) for name in (area, "England"))
        cells = {"kind": "change", "year2": str(before), "comparator": "England"}
        for verb, sign in (("rose", 1), ("fell", -1)):
            mine, theirs = sign * own, sign * england
            for word, ahead in (("more", mine - theirs), ("less", theirs - mine)):
                if mine <= 0:
                    truth = FALSE
                elif abs(ahead) <= 2:
                    truth = ROUNDING
                else:
                    truth = CHANCE if ahead > 0 else FALSE
                yield {**cells, "word": f"{verb} {word} than"}, truth
        if own > 0 and england > 0:
            if own > england and own / england > 2.5:
                yield {**cells, "word": "improved at twice the rate of"}, FALSE
                yield {**cells, "word": "improved at more than twice the rate of"}, CHANCE
            elif 1.75 <= own / england <= 2.25:
                yield {**cells, "word": "improved twice as fast as"}, CHANCE
            elif own / england < 1.5:
                yield {**cells, "word": "improved twice as fast as"}, FALSE


def gaps_to_england(table, area, year):
    """The distance of all pupils to England's, beside that of 2019."""
    now, before = (
        table.value(RWM, "all", when, area) - table.value(RWM, "all", when, "England")
        for when in (year, 2019)
    )
    cells = {"kind": "change", "figure": "gap", "year2": "2019", "comparator": "England"}
    if now * before < 0 and abs(now - before) > 2:
        yield {**cells, "word": "narrowed"}, FALSE
        yield {**cells, "word": "widened"}, FALSE
    elif now * before > 0 and abs(now - before) > 2:
        words = ("narrowed", "widened") if abs(now) < abs(before) else ("widened", "narrowed")
        yield {**cells, "word": words[0]}, CHANCE
        yield {**cells, "word": words[1]}, FALSE


def extremes(table):
    """The worst in the country, and who is said to be and is not."""
    for measure, year in itertools.product((RWM, ABSENCE), YEARS):
        values = table.authorities(measure, "all", year)
        order = values.sort_values(ascending=measure == RWM)
        cells = {"kind": "superlative", "measure": measure, "year": str(year), "against": "the country"}
        if order.iloc[0] != order.iloc[1]:
            truth = CHANCE if measure == RWM else TRUE
            yield {**cells, "word": "worst", "area": order.index[0]}, truth
        for place in (20, -1):
            yield {**cells, "word": "worst", "area": order.index[place]}, FALSE


def test_there_are_more_than_a_hundred_and_half_of_them_are_false(statements):
    truths = pd.Series([truth for _, truth in statements])
    assert len(statements) > 300
    assert 0.4 < (truths == FALSE).mean() < 0.6, truths.value_counts()
    kinds = {cells["kind"] for cells, _ in statements}
    assert kinds == {"rank_value", "rank_band", "comparison", "change", "arithmetic", "value", "superlative"}


def test_every_verdict_is_what_the_table_says(statements, verdicts):
    wrong = [
        (cells, truth, row.verdict, row.recomputed, row.reason)
        for (cells, truth), row in zip(statements, verdicts.itertuples(), strict=True)
        if row.verdict not in EXPECTED[truth]
    ]
    assert wrong == []
