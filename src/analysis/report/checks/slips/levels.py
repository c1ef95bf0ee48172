"""Slips that the arithmetic of levels shows: totals and their parts, one standard within another, shares of 100."""

from dataclasses import dataclass
from itertools import product

from analysis.catalogue.measures import group_phrase
from analysis.report.checks.slips.papers import (
    DIFFERENCES,
    LEVELS,
    RANKS,
    Papers,
    Printed,
    finding,
    number,
    on_lines,
    place_name,
    shown,
)

#: A group of pupils and the rest: every pupil is in one of the two.
WHOLES = (("disadvantaged", "not_disadvantaged"), ("fsm", "not_fsm"))
ETHNIC_GROUPS = ("white", "mixed", "asian", "black", "chinese")
#: Standards that include another: whoever reaches the first has reached the second.
WITHIN = (
    *(
        (f"ks2_rwm_{standard}", f"ks2_{subject}_{standard}")
        for standard, subject in product(("expected", "higher"), ("reading", "writing", "maths"))
    ),
    *((f"ks2_{subject}_higher", f"ks2_{subject}_expected") for subject in ("rwm", "reading", "writing", "maths", "gps")),
    *((f"ks1_{subject}_higher", f"ks1_{subject}_expected") for subject in ("reading", "writing", "maths")),
    ("ks4_ebacc", "ks4_english_maths_95"),
    ("ks4_english_maths_95", "ks4_english_maths_94"),
    ("ks5_three_a_grades", "ks5_aab"),
    ("ks5_aab_facilitating", "ks5_aab"),
    ("eyfs_all_goals", "eyfs_gld"),
)  # fmt: skip
#: Measures that make 100 with another.
COMPLEMENTS = {"attendance_primary": "absence_primary"}
#: Percentage points by which the pupils behind two measures of one phase may differ in make-up.
SLACK = 3
#: No more authorities than this have ever been ranked.
MOST_RANKED = 153


def totals(papers: Papers) -> list[dict]:
    """All pupils outside the range of the groups that they are made of."""
    found = []
    for row in papers.levels[papers.levels["pupil_group"] == "all"].itertuples():
        for groups in (*WHOLES, ETHNIC_GROUPS):
            printed = [papers.level.get((row.measure, group, row.year, row.area)) for group in groups]
            parts = [part for part in printed if part is not None]
            if len(parts) < len(groups) or (groups is ETHNIC_GROUPS and not _large(row, papers)):
                continue
            low, high = (end(parts, key=lambda part: part.value) for end in (min, max))
            if (
                low.value - low.half - row.half - 1e-9
                <= row.value
                <= high.value + high.half + row.half + 1e-9
            ):
                continue
            span = f"{shown(low.printed)} to {shown(high.printed)}"
            named = (
                "the ethnic groups printed"
                if groups is ETHNIC_GROUPS
                else f"{group_phrase(groups[0])} and the others"
            )
            reason = (
                f"a total lies between its parts, and {named} are at {span} ({on_lines([low.line, high.line])}): "
                "these figures are not of the same pupils, or one is wrong"
            )
            found.append(finding("total", row, span, reason))
    return found


def _large(row, papers: Papers) -> bool:
    """A region or England: there the pupils of groups that are not printed weigh little."""
    return row.area != papers.area and not row.area.startswith("neighbours:")


def subsets(papers: Papers) -> list[dict]:
    """More pupils at a standard than at one that it includes."""
    found = []
    for part, whole in WITHIN:
        for row in papers.levels[papers.levels["measure"] == part].itertuples():
            other = papers.level.get((whole, row.pupil_group, row.year, row.area))
            if other is not None and row.value - row.half > other.value + other.half + 1e-9:
                reason = (
                    f"whoever reaches this standard also reaches “{other.short_title}”, which is printed as "
                    f"{shown(other.printed)} (line {other.line})"
                )
                found.append(finding("within", row, f"no more than {shown(other.printed)}", reason))
    return found


def complements(papers: Papers) -> list[dict]:
    """Two shares of the same whole that do not make 100."""
    found = []
    for one, two in COMPLEMENTS.items():
        for row in papers.levels[papers.levels["measure"] == one].itertuples():
            other = papers.level.get((two, row.pupil_group, row.year, row.area))
            if other is not None and abs(row.value + other.value - 100) > row.half + other.half + 1e-9:
                right = number(100 - other.value, max(row.decimals, other.decimals))
                reason = (
                    f"with {shown(other.printed)} for “{other.short_title}” (line {other.line}) it makes "
                    f"{number(row.value + other.value, max(row.decimals, other.decimals))}, not 100"
                )
                found.append(finding("complement", row, right, reason))
    return found


def impossible(papers: Papers) -> list[dict]:
    """Percentages outside 0 to 100, and places that no ranking has."""
    found = []
    for row in papers.figures[papers.figures["value"].notna()].itertuples():
        percent = row.unit == "percent" and row.kind in (*LEVELS, *DIFFERENCES)
        least = 0 if row.kind in LEVELS else -100
        if percent and not least <= row.value <= 100:
            found.append(
                finding("impossible", row, f"{shown(str(least))} to 100", "a percentage lies between these")
            )
        elif row.kind in RANKS and (not 1 <= row.value <= MOST_RANKED or row.value % 1):
            reason = f"there are no more than {MOST_RANKED} local authorities to rank"
            found.append(finding("impossible", row, f"a whole place from 1 to {MOST_RANKED}", reason))
    return found


@dataclass(frozen=True)
class Implied:
    """A total with its two parts, and the least and the largest percentage of pupils in the group that they imply."""

    total: Printed
    part: Printed
    rest: Printed
    low: float
    high: float

    def allows(self, share: float) -> bool:
        return self.low - SLACK - 1e-9 <= share <= self.high + SLACK + 1e-9

    @property
    def span(self) -> str:
        low, high = (number(min(max(end, 0.0), 100.0), 0) for end in (self.low, self.high))
        return f"{low}%" if low == high else f"{low}% to {high}%"


def implied_shares(papers: Papers) -> list[dict]:
    """Measures of one phase whose totals imply different shares of the same group among the same pupils.

    A total t of a group at p and the rest at o implies that the group is (o - t) / (o - p) of the pupils; rounding
    makes it a range. The pupils behind the measures of a phase are nearly the same, so the ranges meet. Averages of
    neighbours are left out: each neighbour has a share of its own.
    """
    every = papers.levels[papers.levels["pupil_group"] == "all"]
    every = every[~every["area"].str.startswith("neighbours:")]
    found = []
    for (group, rest), (_, own) in product(WHOLES, every.groupby(["phase", "year", "area"], sort=False)):
        implied = [_implied(row, group, rest, papers) for row in own.itertuples()]
        found += _out_of_step([each for each in implied if each is not None])
    return found


def _implied(total: Printed, group: str, rest: str, papers: Papers) -> Implied | None:
    part, other = (papers.level.get((total.measure, each, total.year, total.area)) for each in (group, rest))
    if part is None or other is None or abs(other.value - part.value) <= part.half + other.half:
        return None
    shares = [
        (other.value + o * other.half - total.value - t * total.half)
        / (other.value + o * other.half - part.value - p * part.half)
        for t, p, o in product((-1, 1), repeat=3)
    ]
    return Implied(total, part, other, 100 * min(shares), 100 * max(shares))


def _out_of_step(implied: list[Implied]) -> list[dict]:
    """The measures outside the largest set that meets in one share; of two sets as large, the wider one is kept."""
    sets = [
        [each for each in implied if each.allows(end)] for some in implied for end in (some.low, some.high)
    ]
    kept = max(sets, key=lambda each: (len(each), _overlap(each)), default=[])
    found = []
    for each in implied:
        if each in kept:
            continue
        total, part, rest = each.total, each.part, each.rest
        others = ", ".join(
            f"{other.span} by “{other.total.short_title}”" for other in implied if other is not each
        )
        reason = (
            f"all pupils at {shown(total.printed)}, {group_phrase(part.pupil_group)} at {shown(part.printed)} and the "
            f"others at {shown(rest.printed)} ({on_lines(sorted({total.line, part.line, rest.line}))}) imply that the group "
            f"is {each.span} of the pupils, which is {others}: these figures of {place_name(total.area)} are not of the same "
            "pupils, or one is wrong"
        )
        printed = shown(f"{total.printed}; {part.printed} ({rest.printed})")
        found.append(finding("implied_share", total, "one share for every measure", reason, printed=printed))
    return found


def _overlap(implied: list[Implied]) -> float:
    return min(each.high for each in implied) - max(each.low for each in implied)
