"""A small cohort from one year to the next: how many pupils a change of rank was, and what could have been shown."""

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

import pandas as pd

from analysis.basics.numbers import as_printed, format_value, half_away
from analysis.catalogue.measures import GROUP_ORDER, load_measures, title
from analysis.catalogue.observations import KEY, select
from analysis.data.ordering import orders_authorities
from analysis.data.publication_status import PROVISIONAL
from analysis.report.cohorts.named import SUPPRESSED
from analysis.report.rankings.chapter import RankingsChapter
from analysis.report.rankings.moves import MOVES, Ladder, ladders
from analysis.statistics.differences import chance_of_difference, difference
from analysis.statistics.possible_counts import possible_counts
from analysis.statistics.power import detectable_change
from analysis.statistics.shares import Interval, proportion

#: The change of rank that the reports of 2016/17 dwell on, shown wherever there are counts for it.
USUAL = ("ks2_rwm_expected", "ehc_plan")


@dataclass(frozen=True)
class Level:
    """One year of a cohort: the percentage as printed, the pupils, and how many of them it can stand for.

    ``provisional`` is whether its publisher may still change the percentage.
    """

    year: int
    printed: str
    pupils: int
    counts: tuple[int, ...]
    rank: int | None
    n_ranked: int | None
    provisional: bool = False


@dataclass(frozen=True)
class CohortChange:
    """A cohort in two years. Made by `cohort_change`.

    ``assumed`` is whether the number of pupils of the year before is not published and was taken to be the same;
    ``among`` the number of changes of rank that this one was picked from, because it is the largest;
    ``rank_set`` the 95% set of this year's rank, where other LAs' numbers of pupils are published.
    """

    measure: str
    pupil_group: str
    before: Level
    now: Level
    assumed: bool
    ladder: Ladder | None
    among: int = 1
    rank_set: tuple[int, int] | None = None

    @property
    def title(self) -> str:
        return title(self.measure, self.pupil_group)

    @property
    def pupils(self) -> tuple[int, int]:
        """The fewest and the most pupils that the change can have been, of a cohort of this year's size."""
        same = [
            int(half_away(Fraction(a * self.now.pupils, self.before.pupils), 0)) for a in self.before.counts
        ]
        steps = [abs(b - a) for a, b in product(same, self.now.counts)]
        return min(steps), max(steps)

    @property
    def interval(self) -> Interval:
        """The change in percentage points, with Newcombe's limits: the widest that the possible counts allow."""
        found = [difference(now, before).interval.percent for before, now in self._pairs()]
        return Interval(min(i.low for i in found), max(i.high for i in found))

    @property
    def chances(self) -> tuple[float, float]:
        """How often a difference at least as large comes about if nothing changed: least and most, by possible counts."""
        found = [chance_of_difference(now, before) for before, now in self._pairs()]
        return min(found), max(found)

    @property
    def places(self) -> tuple[int, int] | None:
        """The places that chance leaves to this year's rank: its 95% set, or what the cohort's own interval leaves."""
        if self.rank_set or self.ladder is None:
            return self.rank_set
        shares = [proportion(count, self.now.pupils) for count in self.now.counts]
        ends = [share.confidence_interval().percent for share in shares]
        return self.ladder.span([limit for end in ends for limit in (end.low, end.high)])

    @property
    def detectable(self) -> int | None:
        """The smallest true change, in points and in the direction it went, that would be seen 8 times in ten."""
        baseline = self.before.counts[-1] / self.before.pupils
        down = self.now.counts[0] * self.before.pupils < self.before.counts[-1] * self.now.pupils
        return detectable_change(self.before.pupils, self.now.pupils, baseline, "below" if down else "above")

    def moved(self) -> pd.DataFrame:
        """The percentage and rank had a few pupils fewer or more reached the standard.

        Columns ``pupils`` (from -3 to 3), ``count, percent, rank_low, rank_high``: the ranks are one number twice
        in a whole national ranking, a range where only cut-points are at hand, and missing without either.
        """
        k, n = self.now.counts[0], self.now.pupils
        steps = [step for step in range(-max(MOVES), max(MOVES) + 1) if 0 <= k + step <= n]
        shares = [100 * (k + step) / n for step in steps]
        ranks = [self.ladder.ranks(share) if self.ladder else (pd.NA, pd.NA) for share in shares]
        table = pd.DataFrame({"pupils": steps, "count": [k + step for step in steps], "percent": shares})
        low, high = zip(*ranks, strict=True)
        return table.assign(rank_low=pd.array(low, dtype="Int64"), rank_high=pd.array(high, dtype="Int64"))

    def _pairs(self):
        years = (self.before, self.now)
        return product(*([proportion(k, year.pupils) for k in year.counts] for year in years))


def cohort_change(report: RankingsChapter, measure: str, pupil_group: str) -> CohortChange | None:
    """The LA's cohort of a measure and group in the year and the year before.

    Parameters
    ----------
    report : RankingsChapter
    measure, pupil_group : str

    Returns
    -------
    CohortChange or None
        None where the number of pupils of the year is neither in the data nor in the papers, a figure is not
        published, the series breaks between the years, or a count that DfE would suppress would be worked out.
    """
    if report.year - 1 in load_measures().loc[measure, "break_after"]:
        return None
    now, before = (_counted(report, measure, pupil_group, year) for year in (report.year, report.year - 1))
    if now is None:
        return None
    if assumed := before is None:
        before = _of_as_many(report, measure, pupil_group, now.pupils)
    if before is None:
        return None
    ladder = ladders(report, report.year, [(measure, pupil_group)]).get((measure, pupil_group))
    return CohortChange(measure, pupil_group, before, now, assumed, ladder)


def _with_rank_set(change: CohortChange, report: RankingsChapter, sets: pd.DataFrame) -> CohortChange:
    about = {"measure": change.measure, "pupil_group": change.pupil_group}
    own = select(sets, area=report.area.code, **about)
    found = [(int(row.lower), int(row.upper)) for row in own.itertuples()]
    return replace(change, rank_set=found[0]) if found else change


def largest_change(report: RankingsChapter, sets: pd.DataFrame, size: int) -> CohortChange | None:
    """The change of rank to show: that of ``USUAL`` where there are counts, else the largest of a small cohort.

    Only cohorts of fewer than ``size`` pupils whose numbers are published for both years compete, and only where the figures
    of each year order LAs, or that is not known.
    """
    if usual := cohort_change(report, *USUAL):
        return _with_rank_set(usual, report, sets)
    own = select(report.figures, area=report.area.code, year=[report.year, report.year - 1])
    own = own[own["numerator"].notna() & (own["denominator"] < size).fillna(False).astype(bool)]
    ranks = select(report.england.ranks, area=report.area.code)[[*KEY, "rank"]]
    rows = _ordered(own.merge(ranks, on=KEY), report).join(load_measures()["order"], on="measure")
    rows["group_order"] = rows["pupil_group"].map(GROUP_ORDER)
    wide = rows.pivot_table(
        index=["group_order", "order", *KEY[:2]], columns="year", values="rank", aggfunc="first"
    )
    if wide.shape[1] < 2:
        return None
    moved = (wide[report.year] - wide[report.year - 1]).abs().dropna().astype(int)
    order = moved.sort_values(ascending=False, kind="stable").index
    found = [change for key in order if (change := cohort_change(report, *key[2:]))]
    return _with_rank_set(replace(found[0], among=len(found)), report, sets) if found else None


def _ordered(rows: pd.DataFrame, report: RankingsChapter) -> pd.DataFrame:
    """The rows of years in which figures order LAs, or may: between places without an order nothing moves."""
    keys = rows[KEY].itertuples(index=False)
    found = [orders_authorities(report.england, *key) is not False for key in keys]
    return rows[pd.Series(found, index=rows.index, dtype=bool)]


def _counted(report: RankingsChapter, measure: str, pupil_group: str, year: int) -> Level | None:
    """A year with published numbers: those of the data, or else those of the papers."""
    own = select(report.figures, area=report.area.code, measure=measure, pupil_group=pupil_group, year=year)
    counted = own[own["value"].notna() & own["numerator"].notna() & own["denominator"].gt(0).fillna(False)]
    if len(counted):
        row = counted.iloc[0]
        text = format_value(row["value"], "percent", int(row["decimals"]))
        return _level(
            report,
            measure,
            pupil_group,
            year,
            text,
            int(row["denominator"]),
            (int(row["numerator"]),),
            row["publication_status"] == PROVISIONAL,
        )
    if report.paper is None:
        return None
    named = select(report.paper.cohorts, measure=measure, pupil_group=pupil_group, year=year)
    named = named[named["denominator"].notna() & named["percent"].notna()]
    for row in named.itertuples():
        n, text = int(row.denominator), row.percentage.strip().removesuffix("%")
        counts = (int(row.numerator),) if pd.notna(row.numerator) else _possible(text, int(row.decimals), n)
        if counts:
            return _level(report, measure, pupil_group, year, text, n, counts)
    return None


def _of_as_many(report: RankingsChapter, measure: str, pupil_group: str, pupils: int) -> Level | None:
    """The year before as a percentage of as many pupils, where it is published without their number."""
    year = report.year - 1
    own = select(report.figures, area=report.area.code, measure=measure, pupil_group=pupil_group, year=year)
    own = own[own["value"].notna()]
    if own.empty:
        return None
    decimals = int(own["decimals"].iloc[0])
    text = format_value(own["value"].iloc[0], "percent", decimals)
    counts = _possible(as_printed(own["value"].iloc[0], decimals), decimals, pupils)
    open_ = own["publication_status"].iloc[0] == PROVISIONAL
    return _level(report, measure, pupil_group, year, text, pupils, counts, open_) if counts else None


def _possible(percent: str | float, decimals: int, pupils: int) -> tuple[int, ...]:
    """The counts that print so; none if one of them is a count that DfE suppresses."""
    counts = tuple(possible_counts(percent, decimals, pupils))
    return () if any(count in SUPPRESSED for count in counts) else counts


def _level(
    report: RankingsChapter, measure, pupil_group, year, text, pupils, counts, provisional: bool = False
) -> Level:
    ranks = select(report.ranks, measure=measure, pupil_group=pupil_group, year=year)
    rank, n = (int(ranks[name].iloc[0]) for name in ("rank", "n_ranked")) if len(ranks) else (None, None)
    return Level(year, text, pupils, counts, rank, n, provisional)
