"""The places that a value would have among the other local authorities' published ones."""

from analysis.basics.numbers import STORED_DECIMALS, as_printed
from analysis.catalogue.measures import load_measures
from analysis.report.checks.evidence import COMPLEMENTS, Key
from analysis.report.claims.national import National
from analysis.report.rankings.moves import printed_precision


def place_of(national: National, key: Key, value: float, decimals: int) -> tuple[int, int, int] | None:
    """The first and the last place that a printed value may have or share, and how many are ranked; None without a ranking.

    Parameters
    ----------
    national : National
        The figures of the others.
    key : Key
        Of the rank: measure, pupil group, year, and the area that the value is of.
    value : float
        As it is printed, in the measure's unit.
    decimals : int
        With which it is printed.
    """
    if key.measure in COMPLEMENTS:
        turned = Key("rank", COMPLEMENTS[key.measure], key.pupil_group, key.year, key.area)
        return place_of(national, turned, 100 - value, decimals)
    table = national.table(key.measure, key.pupil_group, key.year)
    others = table.loc[table["area"] != key.area, "value"]
    if others.empty:
        return None
    precision = printed_precision(others, decimals)
    value = as_printed(value, STORED_DECIMALS if precision is None else precision)
    # where the file has finer values, a printed one may be any that rounds to it
    half = (0.5 * 10.0**-decimals if precision is None else 0.0) + 0.5 * 10.0**-STORED_DECIMALS
    low = load_measures().loc[key.measure, "polarity"] == "low"
    better = int((others < value - half if low else others > value + half).sum())
    equal = int((others - value).abs().le(half).sum())
    return better + 1, better + 1 + equal, len(others) + 1
