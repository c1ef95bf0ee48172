"""One rounding: whatever rounds a number to print or compare it gives what people get with pencil and paper."""

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import analysis
from analysis.basics.numbers import STORED_DECIMALS, as_printed, format_value, half_away, rounded, stored
from analysis.catalogue.vague_words import word_holds
from analysis.report.gaps.levels import side as gap_side
from analysis.report.gaps.standing import side_of
from analysis.report.rankings.moves import Ladder
from analysis.report.rankings.sentences import better, shown, side
from analysis.statistics.possible_counts import granularity
from analysis.statistics.published import in_points
from analysis.statistics.shares import Interval, proportion
from analysis.statistics.verdicts import times_in_ten, verdict

#: Around a half in decimals, which no double is but .5, .25 and the like.
halves = st.builds(
    lambda whole, places, sign: sign * float(f"{whole}5e-{places + 1}"),
    st.integers(0, 10**6),
    st.integers(0, 6),
    st.sampled_from((1, -1)),
)
numbers = st.one_of(
    st.floats(-1e9, 1e9),
    halves,
    halves.map(lambda value: float(np.nextafter(value, np.inf))),
    halves.map(lambda value: float(np.nextafter(value, -np.inf))),
)
shares = st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def by_hand(value: float | Fraction, decimals: int) -> Decimal:
    """Half up of the size, of the shortest decimal form or of sixty digits of a fraction."""
    with localcontext(prec=400):
        whole = isinstance(value, Fraction)
        exact = Decimal(value.numerator) / value.denominator if whole else Decimal(repr(value))
        return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


@given(numbers, st.integers(0, 6))
@example(69.5, 0)
@example(0.285, 2)
@example(1.005, 2)
@example(2.675, 2)
@example(-0.5, 0)
@example(0.49999999999999994, 0)
@example(0.4999999999, 0)
@example(0.045, 2)
@example(4503599627370495.5, 0)
def test_all_ways_of_rounding_are_one(value, decimals):
    expected = by_hand(value, decimals)
    assert half_away(value, decimals) == expected
    assert as_printed(value, decimals) == float(expected)
    assert Decimal(format_value(value, "score", decimals)) == expected
    assert Decimal(format_value(value, "count", decimals).replace(",", "")) == expected
    assert rounded(np.array([value, 0.0]), decimals).tolist() == [float(expected), 0]
    assert float(rounded(value, decimals)) == float(expected)
    index = ["mine"]
    series = rounded(pd.Series([value], index), pd.Series([decimals], index, dtype="Int8"))
    assert series["mine"] == float(expected)
    row = SimpleNamespace(
        measure="made", unit="score", decimals=decimals, value=value, england=float(expected), polarity="low"
    )
    assert (
        shown(row, value).replace("−", "-") == f"{expected + 0 if expected else abs(expected):.{decimals}f}"
    )
    assert side(row) == "the same as" and better(row) == 0


@given(numbers, numbers, st.integers(0, 3))
def test_what_is_compared_is_what_is_printed(own, other, decimals):
    one, two = by_hand(own, decimals), by_hand(other, decimals)
    row = SimpleNamespace(unit="score", decimals=decimals, value=own, england=other, polarity="high")
    assert better(row) == (one > two) - (one < two)
    side_said = "behind" if one < 0 else "ahead" if one > 0 else "level"
    gaps = pd.DataFrame({"gap": [own], "gap_decimals": [decimals], "polarity": ["high"]})
    assert gap_side(gaps).item() == side_said
    assert side_of(SimpleNamespace(gap_decimals=decimals, polarity="high"), own) == side_said
    ladder = Ladder(np.array([1, 2]), np.array([other, own]), own, 2, True, decimals)
    assert ladder.ranks(own) == ((1, 1) if one >= two else (2, 2))


@given(shares, st.integers(0, 3))
@example((11, 135), 0)
@example((163, 2000), 1)
@example((1, 8), 2)
@example((139, 200), 0)
def test_a_share_is_rounded_from_its_counts(share, decimals):
    exact = Fraction(100 * share[0], share[1])
    expected = by_hand(exact, decimals)
    own = proportion(*share)
    assert own.rounded(decimals) == as_printed(exact, decimals) == as_printed(own.percent, decimals)
    assert own.rounded(decimals) == float(expected) and half_away(exact, decimals) == expected
    assert half_away(-exact, decimals) == -expected
    printed = format_value(exact, "percent", decimals, with_unit=True)
    assert (
        printed
        == f"{expected:.{decimals}f}%"
        == format_value(own.percent, "percent", decimals, with_unit=True)
    )
    found = granularity(printed, decimals, *share)
    assert found.possible and found.nearest_percent == float(expected) and printed in found.reason


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, float("inf")])
def test_what_is_missing_is_printed_as_nothing_and_equals_nothing(missing):
    assert format_value(missing, "score", 1) == "" and np.isnan(as_printed(missing, 1))


def test_where_no_decimals_are_given_all_that_are_stored_count():
    values, places = pd.Series([93.30000000000001, 69.5, np.nan]), pd.Series([pd.NA, 0, 1], dtype="Int8")
    assert rounded(values, places).fillna(-1).tolist() == [93.3, 70.0, -1]
    assert str(rounded(np.array([-0.3]), 0)[0]) == str(as_printed(-0.3, 0)) == "0.0"
    assert stored(2.3 - 1.8) == 0.5 != 2.3 - 1.8 and STORED_DECIMALS == 9


def test_sentences_round_as_tables_do():
    assert [in_points(value) for value in (12.25, 0.125, 1.0004, 99.95, 0)] == [
        "12.3 points", "0.125 points", "1 point", "100 points", "0 points",
    ]  # fmt: skip
    assert [times_in_ten(chance) for chance in (0.25, 0.35, 0.45)] == [
        f"about {times} times in ten" for times in (3, 4, 5)
    ]
    # 8.25, 4.25 and 12.25 are doubles, which half to even would make 8.2, 4.2 and 12.2
    said = verdict(0.0825, Interval(0.0425, 0.1225), 0.1, "below", n=135).reason
    assert "8.3% is below" in said and "4.3% to 12.3%" in said
    assert word_holds("below", 0.285, 0.29, "score", printed=(3, 2)).holds is None
    assert word_holds("below", 0.284, 0.29, "score", printed=(3, 2)).holds is True


def test_no_module_rounds_half_to_even_what_it_prints():
    """Formats of floats are of what is no figure: seconds, and the places of charts and columns on paper."""
    allowed = {
        "runs/terminal.py",
        "output/formats/word.py",
        "output/charts/svg.py",
        "output/charts/sparkline.py",
    }
    source = Path(analysis.__file__).parent
    files = {
        file.relative_to(source).as_posix(): file.read_text(encoding="utf-8") for file in source.rglob("*.py")
    }
    fixed = {name for name, text in files.items() if re.search(r":[+,]?\.\d+[fe]\}|:[+,]?\.\{", text)}
    assert fixed - allowed - {"basics/numbers.py", "data/ranking.py"} == set()
    halves_up = {name for name, text in files.items() if "ROUND_HALF" in text or "Decimal(" in text}
    assert halves_up == {"basics/numbers.py", "statistics/possible_counts.py"}
    assert not [name for name, text in files.items() if "float(format_value(" in text]
