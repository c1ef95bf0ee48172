"""How long a row of equal figures must be before chance cannot have made it."""

import numpy as np

#: False alarms that all comparisons of a release together may be expected to make.
EXPECTED = 1e-3
#: A figure that more LAs than this share have (0 exclusions, 100%) says nothing when it is found twice.
COMMON = 0.2


def needed(share: float, trials: float) -> int:
    """The fewest equal figures in a row that chance makes less than ``EXPECTED`` times in so many trials.

    Examples
    --------
    >>> needed(0.05, 1e6), needed(0.5, 1e6)
    (7, 30)
    """
    share = min(max(share, 0.03), 0.99)
    return int(np.ceil(np.log(EXPECTED / trials) / np.log(share)))


def longest_run(equal: np.ndarray) -> tuple[int, int]:
    """Where the longest run of True begins, and its length.

    Examples
    --------
    >>> longest_run(np.array([True, False, True, True]))
    (2, 2)
    """
    steps = np.flatnonzero(np.diff(np.concatenate([[0], equal.astype("int8"), [0]])))
    if not len(steps):
        return 0, 0
    starts, lengths = steps[::2], steps[1::2] - steps[::2]
    longest = int(lengths.argmax())
    return int(starts[longest]), int(lengths[longest])


def common_values(figures: np.ndarray) -> np.ndarray:
    """Which figures are ones that more than a ``COMMON`` share of the LAs have."""
    finite = np.isfinite(figures)
    _, of, counts = np.unique(np.round(figures[finite], 6), return_inverse=True, return_counts=True)
    common = np.zeros(len(figures), dtype=bool)
    common[finite] = counts[of] > COMMON * finite.sum()
    return common


def equal_block(
    equal: np.ndarray, usable: np.ndarray, groups: np.ndarray, trials: float, share: float | None = None
) -> np.ndarray | None:
    """The block of LAs, by place in the file or by region, whose figures are all equal beyond chance.

    Parameters
    ----------
    equal, usable : array of bool
        By LA in the order of the file: whether two figures are equal, and whether there are two to compare.
    groups : array of bool
        A row for each region: its LAs.
    trials : float
        Pairs of figures that are compared in all.
    share : float, optional
        How often figures are equal by chance; what it is outside the block if not given.
    """
    places = np.flatnonzero(usable)
    start, length = longest_run(equal[places])
    run = np.zeros(len(equal), dtype=bool)
    run[places[start : start + length]] = True
    blocks = [run, *(group & usable for group in groups if equal[group & usable].all())]
    best = max(blocks, key=lambda block: int(block.sum()))
    n, rest = int(best.sum()), usable & ~best
    outside = (equal[rest].sum() + 1) / (rest.sum() + 2) if share is None else share
    return best if n and n >= needed(outside, trials) else None
