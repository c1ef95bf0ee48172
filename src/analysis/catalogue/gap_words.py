"""What became of a gap: the words for it."""

CHANGED_SIDE = "changed side"


def movement(before: float, now: float) -> str:
    """What became of a gap, by both figures as they are printed; empty if its size is the same.

    Smaller is "narrowed" and larger "widened", whichever way it points. A gap that points the other way now is neither:
    "changed side".

    Examples
    --------
    >>> [movement(*years) for years in ((-15, -12), (4, 7), (0, 3), (-4, 1), (5, -5), (3, 3))]
    ['narrowed', 'widened', 'widened', 'changed side', 'changed side', '']
    """
    if before * now < 0:
        return CHANGED_SIDE
    if abs(before) == abs(now):
        return ""
    return "narrowed" if abs(now) < abs(before) else "widened"
