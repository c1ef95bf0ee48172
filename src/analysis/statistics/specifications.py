"""Many defensible readings of one statement: what decides whether it holds, and the places of a number among others.

A multiverse, or specification, analysis states a result under every defensible choice instead of under one of them:
Steegen, Tuerlinckx, Gelman and Vanpaemel (2016), *Increasing Transparency Through a Multiverse Analysis*, Perspectives on
Psychological Science 11(5), 702-712; Simonsohn, Simmons and Nelson (2020), *Specification curve analysis*, Nature Human
Behaviour 4, 1208-1214. The readings are no sample, so that a share of them is no probability.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations


def deciding(choices: Sequence[Mapping[str, str]], outcomes: Sequence[str]) -> tuple[str, ...]:
    """The fewest questions whose answers decide the outcome: readings that answer them alike come out alike.

    Parameters
    ----------
    choices : sequence of mappings
        What each reading answers to each question; a question that a reading does not have is answered with nothing.
    outcomes : sequence of str
        What each comes to.

    Returns
    -------
    tuple of str
        Empty if all come to the same. Of several sets of equal size the one that is named first. Every question if
        two readings that answer all alike differ.

    Examples
    --------
    >>> readings = [{"with": "England", "year": "2023"}, {"with": "England", "year": "2024"}, {"with": "London", "year": "2023"}]
    >>> deciding(readings, ["holds", "holds", "contradicted"]), deciding(readings, ["holds"] * 3)
    (('with',), ())
    """
    names = list(dict.fromkeys(name for reading in choices for name in reading))
    for size in range(len(names)):
        for some in combinations(names, size):
            found: dict[tuple[str, ...], set[str]] = {}
            for reading, outcome in zip(choices, outcomes, strict=True):
                found.setdefault(tuple(reading.get(name, "") for name in some), set()).add(outcome)
            if all(len(each) == 1 for each in found.values()):
                return some
    return tuple(names)


def tied_places(own: float, others: Sequence[float], low_is_good: bool = False) -> tuple[int, int]:
    """The first and the last place that a number shares with its equals among others: competition ranking, 1 is best.

    Examples
    --------
    >>> tied_places(69, [72, 69, 69, 60]), tied_places(3.5, [3.5, 4.0], low_is_good=True)
    ((2, 4), (1, 2))
    """
    better = sum(other < own if low_is_good else other > own for other in others)
    return 1 + better, 1 + better + sum(other == own for other in others)
