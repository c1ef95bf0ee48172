"""The places that a rank may stand for: values tie as published, and some authorities have no figure."""

from analysis.basics.numbers import ordinal


def least_moved(now: tuple[int, int], before: tuple[int, int]) -> int:
    """The fewest places between two ranks, each known to lie within a range; 0 where the ranges overlap.

    Examples
    --------
    >>> least_moved((118, 146), (61, 112)), least_moved((31, 42), (46, 50)), least_moved((5, 9), (9, 12))
    (6, 4, 0)
    """
    return max(now[0] - before[1], before[0] - now[1], 0)


def places_open(rank: int, first: int, last: int, unpublished: tuple[str, ...]) -> tuple[int, int, str]:
    """The places that a rank may stand for, and why: values tie as published, and some LAs have no figure.

    Parameters
    ----------
    rank : int
        The rank in question. A printed one that is not among today's places keeps the width of today's tie.
    first, last : int
        The places of the tie as recomputed today; equal where the rank is not shared.
    unpublished : tuple of str
        The LAs that have such pupils and no published figure: each of them might stand before this one.

    Returns
    -------
    tuple
        The best place, the worst, and the reason in words, empty if the rank is not open.
    """
    worst = last + len(unpublished)
    if not first <= rank <= worst:
        tied = f"today {last - first + 1} share its published value"
        return rank, rank + last - first, tied if last > first else ""
    why = []
    if last > first:
        why.append(f"{ordinal(first)} to {ordinal(last)} share one published value")
    if worst > last:
        names = unpublished
        listed = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        have = "has" if len(names) == 1 else "have"
        why.append(f"{len(names)} with such pupils {have} no published figure ({listed})")
    return first, worst, "; ".join(why)
