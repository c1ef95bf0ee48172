"""What one cohort's figure comes to: its interval, one pupil's worth in points and ranks, verdict and power."""

import math

import pandas as pd
from scipy import special

from analysis.basics.numbers import format_value
from analysis.report.rankings.moves import MOVES, Ladder, moved_shares
from analysis.statistics.power import power
from analysis.statistics.published import differs_from, in_points, published_rounding
from analysis.statistics.shares import Interval, Proportion
from analysis.statistics.verdicts import NOTABLE_POINTS, VERDICTS, times_in_ten, verdict

#: How often a difference that a score is said to be able to show would be seen.
SEEN = 0.8
#: What a row holds before anything is known about it, or where nothing may be said.
NOTHING = {
    **dict.fromkeys(("value", "lower", "upper", "one_pupil_points", "difference"), math.nan),
    **dict.fromkeys(("rank", "n_ranked", "rank_low", "rank_high"), pd.NA),
    **{f"rank_{end}_{pupils}": pd.NA for pupils in MOVES[1:] for end in ("low", "high")},
    **dict.fromkeys(("interval_from", "statement", "possible", "verdict", "reason", "seen", "power"), ""),
    **{"rank_chance_low": pd.NA, "rank_chance_high": pd.NA, "chance_from": ""},
}
#: What the places that chance leaves a rank rest on: the interval of the LA's own figure, others as they stand.
OWN_INTERVAL = "own interval"


def share_result(share: Proportion, england: float, england_decimals: int, ladder: Ladder | None) -> dict:
    """What a share comes to.

    Parameters
    ----------
    share : Proportion
    england : float
        England's percentage of the same group, NaN if there is none.
    england_decimals : int
        The decimals it is printed to, and no better known (`analysis.statistics.published`). A share that prints as
        the same percentage is level with it, unless the interval leaves it out.
    ladder : Ladder or None
        The national ranking in which the LA stands with this figure.

    Returns
    -------
    dict
        The columns of ``NOTHING``, percentages in per cent. The statement judged is that the figure lies on the
        side of England's on which it does lie. ``power`` says how often (``seen``) a true ``difference`` of so many
        points on that side would be seen.

    Examples
    --------
    >>> from analysis.statistics.shares import proportion
    >>> found = share_result(proportion(11, 135), england=10, england_decimals=0, ladder=None)
    >>> found["statement"], found["verdict"], round(found["one_pupil_points"], 2)
    ("below England's 10%", 'consistent with it but cannot show it', 0.74)
    >>> found["power"]
    'with 135 pupils a true difference of 10 points would nearly always be seen'
    """
    n, interval = share.denominator, share.confidence_interval()
    moves = {pupils: moved_shares(share.numerator, n, pupils) for pupils in MOVES}
    result = NOTHING | {
        "value": share.percent,
        "lower": interval.percent.low,
        "upper": interval.percent.high,
        "interval_from": "Wilson's score interval",
        "one_pupil_points": share.one_pupil_points,
        **_ranks(ladder, share.percent, moves, interval.percent),
    }
    if pd.isna(england):
        return result | {"reason": "no figure of England's to compare with"}
    side = _side(share.rounded(england_decimals), england)
    if differs_from(share, england, england_decimals):
        side = _side(share.percent, england)
    result["statement"] = f"{side} England's {format_value(england, 'percent', england_decimals)}%"
    down = side == "below" or (side == "level with" and england > 50)
    points = round(min(NOTABLE_POINTS, england if down else 100 - england), 9)
    rounding = published_rounding(england, england_decimals) / 100
    chance = times_in_ten(power(n, england / 100, -points if down else points, rounding=rounding))
    often = chance.removeprefix("about ")
    said = f"with {n} pupils a true difference of {in_points(points)} {_seen(chance)}"
    result |= {"difference": points, "seen": often, "power": said}
    return result | _judged(share.value, interval, england / 100, side, n, "share", rounding)


def score_result(
    score: float, n: int, interval: Interval, interval_from: str, england: float, ladder: Ladder | None
) -> dict:
    """What a mean progress score comes to.

    ``interval`` is DfE's, published or worked out; the spread of pupils' scores follows from its width. A pupil
    has no line to cross here: moved is a pupil whose score is one standard deviation higher or lower.

    Examples
    --------
    >>> found = score_result(-1.75, 14, Interval(-4.85, 1.35), "published by DfE", -1.2, None)
    >>> found["statement"], found["verdict"], round(found["one_pupil_points"], 2)
    ("below England's -1.20", 'too small to say', 0.42)
    """
    deviation = (interval.high - interval.low) / 2 / 1.96
    one = deviation / math.sqrt(n)  # sigma / n, as the deviation of the mean is sigma / sqrt(n)
    moves = {pupils: (score - pupils * one, score + pupils * one) for pupils in MOVES}
    result = NOTHING | {
        "value": score,
        "lower": interval.low,
        "upper": interval.high,
        "interval_from": interval_from,
        "one_pupil_points": one,
        **_ranks(ladder, score, moves, interval),
    }
    if pd.isna(england):
        return result | {"reason": "no figure of England's to compare with"}
    shown = (special.ndtri(0.975) + special.ndtri(SEEN)) * deviation
    result["statement"] = f"{_side(score, england)} England's {format_value(england, 'score', 2)}"
    often = times_in_ten(SEEN).removeprefix("about ")
    said = f"with {n} pupils a true difference of {format_value(shown, 'score', 1)} would be seen {often}"
    result |= {"difference": shown, "seen": often, "power": said}
    rounding = published_rounding(england, 2)
    return result | _judged(score, interval, england, _side(score, england), n, "score", rounding)


def _ranks(
    ladder: Ladder | None, value: float, moves: dict[int, tuple[float, float]], interval: Interval
) -> dict:
    """The rank, and the places it could have with 1, 2 or 3 pupils moved either way, or anywhere in the interval."""
    if ladder is None:
        return {}
    low, high = ladder.ranks(value)
    found = {"rank": low if low == high else pd.NA, "n_ranked": ladder.n}
    for pupils, ends in moves.items():
        suffix = "" if pupils == 1 else f"_{pupils}"
        found[f"rank_low{suffix}"], found[f"rank_high{suffix}"] = ladder.span([value, *ends])
    low, high = ladder.span([value, interval.low, interval.high])
    return found | {"rank_chance_low": low, "rank_chance_high": high, "chance_from": OWN_INTERVAL}


def _judged(
    value: float, interval: Interval, england: float, side: str, n: int, unit: str, rounding: float
) -> dict:
    if side == "level with":
        scale, kind, decimals = (100, "percent", 1) if unit == "share" else (1, "score", 2)
        low, high = (
            format_value(scale * end, kind, decimals, with_unit=True) for end in (interval.low, interval.high)
        )
        reason = (
            f"as printed it is level with England's, and its interval, {low} to {high}, reaches to both sides"
        )
        return {"verdict": VERDICTS["too_small"], "reason": reason}
    direction = "below" if side == "below" else "above"
    found = verdict(value, interval, england, direction, n, unit=unit, rounding=rounding)
    return {"verdict": found.wording, "reason": found.reason}


def _side(value: float, england: float) -> str:
    return "below" if value < england else "above" if value > england else "level with"


def _seen(chance: str) -> str:
    often = {"hardly ever": "would hardly ever be seen", "nearly always": "would nearly always be seen"}
    return often.get(chance, f"would be seen {chance}")
