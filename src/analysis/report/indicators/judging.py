"""Was a target met? A status by the rule of its kind, with the reason in words.

Pure functions of figures: ``analysis.report.indicators.indicators`` brings the figures, ``analysis.report.indicators.targets`` the rules.
"""

from dataclasses import dataclass
from math import isnan

from analysis.basics.numbers import as_printed, format_value, ordinal
from analysis.report.indicators.targets import Rule
from analysis.statistics.shares import Proportion

#: The words of a status and the letters that committee papers mark it with.
STATUSES = {"met": "G", "may be met": "", "nearly met": "A", "not met": "R", "cannot be judged": ""}
MOST_DECIMALS = 6
#: What is said where the interval of a result holds the figure of its target.
CHANCE = "chance alone"
MARKS = {letter: status for status, letter in STATUSES.items() if letter}


@dataclass(frozen=True)
class Case:
    """A target and the figures that it is judged by.

    ``threshold`` is the figure that meets the target: the number set, or the comparator's; for a share of
    authorities the value in the last place within it, which is not judged by, but says how far away it is. ``last``
    is that place among ``n`` authorities. What is not known is NaN or None. ``against`` names the threshold.
    """

    rule: Rule
    polarity: str
    unit: str
    decimals: int
    result: float
    threshold: float
    against: str
    rank: int | None = None
    last: int | None = None
    n: int | None = None
    #: The last of the places that the rank may stand for; None where none is open.
    worst: int | None = None

    @property
    def tolerance(self) -> float:
        return self.rule.tolerance(self.unit, self.decimals)

    @property
    def shortfall(self) -> float:
        """How much worse the result is than the threshold, in the measure's unit; negative if it is better."""
        return round((self.threshold - self.result) * (-1 if self.polarity == "low" else 1), 9)

    @property
    def beyond(self) -> int | None:
        """How many places the rank lies beyond the last one; negative or 0 within."""
        return None if self.rank is None or self.last is None else self.rank - self.last

    @property
    def missed_by(self) -> float:
        """How far the target is missed, in what the kind of target counts; NaN where it cannot be judged."""
        if self.rule.kind == "top_share":
            return float("nan") if self.beyond is None else self.beyond
        return self.shortfall


def status(case: Case) -> str:
    """A key of ``STATUSES``.

    Examples
    --------
    >>> from analysis.report.indicators.targets import load_rules
    >>> rule = load_rules()["top_share"]
    >>> [status(Case(rule, "high", "percent", 0, 69, 69, "", rank, 15, 152)) for rank in (15, 16, 20, 21)]
    ['met', 'nearly met', 'nearly met', 'not met']

    The 14th to 16th place share one value: the target is met only if that goes well.

    >>> status(Case(rule, "high", "percent", 0, 69, 69, "", 14, 15, 152, worst=16))
    'may be met'
    """
    missed = case.missed_by
    if isnan(missed):
        return "cannot be judged"
    if missed <= 0:
        is_open = case.rule.kind == "top_share" and case.worst is not None and case.worst > (case.last or 0)
        return "may be met" if is_open else "met"
    return "nearly met" if missed <= case.tolerance + 1e-9 else "not met"


def reason(case: Case) -> str:
    """Why a target has the status that it has; the figures and the rule's tolerance, in words."""
    if case.rule.kind == "top_share":
        return "" if case.rank is None or case.last is None else _place_reason(case, case.rank, case.last)
    return "" if isnan(case.shortfall) else _level_reason(case)


def _place_reason(case: Case, rank: int, last: int) -> str:
    if rank <= last:
        return f"{ordinal(rank)} is within the first {last} of {case.n}"
    beyond = rank - last
    places = f"{ordinal(rank)} is {beyond} place{'' if beyond == 1 else 's'} beyond the {ordinal(last)} of {case.n}"
    return f"{places}, {_within(status(case))} {case.tolerance:g} that count as nearly met"


def _level_reason(case: Case) -> str:
    found = status(case)
    result = shown(case.result, case)
    if case.shortfall == 0:
        return f"{result} is level with {case.against}"
    side = "better" if case.shortfall < 0 else "worse"
    text = f"{result} is {amount(case.shortfall, case)} {side} than {case.against}"
    return text if found == "met" else f"{text}, {_within(found)} {case.tolerance:g} that count as nearly met"


def _within(found: str) -> str:
    return "within the" if found == "nearly met" else "more than the"


def shown(value: float, case: Case) -> str:
    """A figure of the case with its unit."""
    return format_value(value, case.unit, case.decimals, with_unit=True, true_minus=True)


def amount(value: float, case: Case) -> str:
    """A difference: percentages differ by points."""
    unit = "points" if case.unit == "percent" else case.unit
    places = case.decimals
    # as many decimals as it takes to see that there is a difference
    while value and places < MOST_DECIMALS and not as_printed(value, places):
        places += 1
    return format_value(abs(value), unit, places, with_unit=True)


def cohort_note(case: Case, cohort: Proportion | None, interval: tuple[float, float] | None) -> str:
    """What the size of a cohort lets its result show about the target; empty where it is not known.

    Parameters
    ----------
    case : Case
    cohort : Proportion or None
        The pupils behind the result, a percentage.
    interval : tuple of float or None
        The limits of the result where the publisher gives them instead.
    """
    if cohort is not None:
        found = cohort.confidence_interval().percent
        low, high = found.low, found.high
        start = (
            f"{cohort.numerator} of {cohort.denominator} pupils reached the standard, one pupil is worth "
            f"{format_value(cohort.one_pupil_points, 'points', 1)} points, and "
        )
    elif interval is not None:
        (low, high), start = interval, ""
    else:
        return ""
    start += f"the 95% interval is {_limit(low, case)} to {_limit(high, case)}"
    if isnan(case.threshold):
        return start
    target, inside = shown(case.threshold, case), low <= case.threshold <= high
    if case.rule.kind == "top_share" and case.last is not None:
        # the target is a place, which the rank decides: what few pupils leave open is the figure
        target += f", the figure in {ordinal(case.last)} place"
        return (
            f"{start}, which {'holds' if inside else 'does not reach'} {target}; it is the place that decides"
        )
    if inside:
        return f"{start}, which holds {target}: {CHANCE} could make the difference"
    return f"{start}, which does not reach {target}"


def _limit(value: float, case: Case) -> str:
    """A limit of an interval, with a decimal more than whole figures have."""
    return format_value(value, case.unit, max(case.decimals, 1), with_unit=True, true_minus=True)
