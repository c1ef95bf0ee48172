"""How an estimate is said: always as one, and never with more than is known."""

import pandas as pd

from analysis.basics.numbers import format_value, ordinal

#: Below this a chance, and above 1 less it, is not told apart from its end.
LEAST_CHANCE = 0.01


def chance_in_words(chance: float) -> str:
    """A chance as so many in 100.

    Examples
    --------
    >>> chance_in_words(0.004), chance_in_words(0.168), chance_in_words(0.997)
    ('below 1 in 100', 'about 17 in 100', 'above 99 in 100')
    """
    if chance < LEAST_CHANCE:
        return "below 1 in 100"
    if chance > 1 - LEAST_CHANCE:
        return "above 99 in 100"
    return f"about {format_value(100 * chance, 'count', 0)} in 100"


def estimate_in_words(low, high, chance_best_quarter: float) -> str:
    """Where an estimate that uses all LAs puts a rank, and its chance of the best quarter; empty without an estimate."""
    if pd.isna(low):
        return ""
    where = f"at {ordinal(low)}" if low == high else f"between {ordinal(low)} and {ordinal(high)}"
    return (
        f"An estimate that uses all local authorities puts it {where} (90% range). The chance that it is among the best quarter "
        f"is {chance_in_words(chance_best_quarter)}"
    )
