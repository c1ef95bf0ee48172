"""The figures that indicators are judged by: as a transcribed report prints them, and as they are published."""

from functools import cached_property

import pandas as pd

from analysis.basics.numbers import STORED_DECIMALS, ordinal
from analysis.basics.read_csv import decimals
from analysis.catalogue.areas import ENGLAND
from analysis.catalogue.manifest import editions
from analysis.catalogue.measures import load_measures
from analysis.catalogue.observations import KEY, SYMBOLS, select
from analysis.data.cut_points import PLACES, load_cut_points
from analysis.report.checks.chapter import ChecksChapter
from analysis.report.checks.evidence import Key, Printings, Reading
from analysis.report.checks.slips.levels import COMPLEMENTS
from analysis.report.checks.slips.papers import ANNEX, DIFFERENCES, LEVELS, RANKS, place_name
from analysis.report.indicators.doubt import UNUSED, beside

NAN = float("nan")


def gap_unit(target, unit: str) -> str:
    """The unit of an indicator: a difference of percentages is in points."""
    return "points" if target.comparison_group and unit == "percent" else unit


class Figures:
    """Figures of one LA and its comparators for some targets, looked up once.

    A target with a comparison group is a gap: the level less that of the comparison group in England. A measure
    without figures that makes 100 with another, as attendance does with absence, is worked out from that one.
    """

    def __init__(self, report: ChecksChapter, targets: pd.DataFrame):
        self.report = report
        others = (COMPLEMENTS.get(measure, "") for measure in targets["measure"])
        self.measures = {*targets["measure"], *others}
        areas = {
            report.area.code,
            report.area.region,
            ENGLAND,
            report.question.neighbour_average,
            *targets["target_comparator"],
        }
        years = [report.year - 1, report.year]
        rows = select(report.observations, measure=self.measures, year=years, area=areas - {""})
        rows = rows.assign(**report.england.publication_of(rows))
        self.rows = {(row.measure, row.pupil_group, row.year, row.area): row for row in rows.itertuples()}
        own = select(report.ranks, measure=self.measures, year=years).itertuples()
        self.own_ranks = {(row.measure, row.pupil_group, row.year): row for row in own}
        self.ranked = select(report.england.ranks, measure=self.measures, year=report.year)

    @cached_property
    def transcribed(self) -> set[str]:
        """The sources that are transcribed reports, of this year or another."""
        return {source.id for source in editions().values()}

    @cached_property
    def cuts(self) -> pd.DataFrame:
        return load_cut_points().set_index(KEY)

    def row_of(self, measure: str, group: str, year: int, area: str, national: bool = False):
        """The observation, and whether it is of the other part of 100; None if there is none."""
        for name, turned in ((measure, False), (COMPLEMENTS.get(measure), True)):
            row = self.rows.get((name, group, year, area))
            if row is not None and not (national and row.source == self.report.paper_source):
                return row, turned
        return None, False

    def _level(self, measure: str, group: str, year: int, area: str, national: bool = False) -> float:
        row, turned = self.row_of(measure, group, year, area, national)
        return NAN if row is None else 100 - row.value if turned else row.value

    def value(self, target, year: int, area: str, national: bool = False) -> float:
        """A level, or a gap to other pupils in England."""
        level = self._level(target.measure, target.pupil_group, year, area, national)
        if not target.comparison_group:
            return round(level, 9)
        return round(level - self._level(target.measure, target.comparison_group, year, ENGLAND, national), 9)

    def published(self, target, national: bool) -> dict:
        """What is published: by DfE, or where nothing is and ``national`` does not forbid it, by the transcribed report."""
        year, area = self.report.year, self.report.area
        row, turned = self.row_of(target.measure, target.pupil_group, year, area.code, national)
        places = load_measures().loc[target.measure, "decimals"]
        given = row is not None and not turned and not target.comparison_group
        earlier, _ = self.row_of(target.measure, target.pupil_group, year - 1, area.code, national)
        rank, before = self._rank(target, year), self._rank(target, year - 1)
        if national and rank is not None and rank.basis != "recomputed":
            rank = None
        source = "" if row is None else row.source
        return {
            "result": self.value(target, year, area.code, national),
            "previous": self.value(target, year - 1, area.code, national),
            "rank": pd.NA if rank is None else rank.rank,
            "n_ranked": pd.NA if rank is None else rank.n_ranked,
            "tie_first": pd.NA if rank is None else rank.tie_first,
            "tie_last": pd.NA if rank is None else rank.tie_last,
            "previous_rank": pd.NA if before is None else before.rank,
            "finer_now": self._decimals(row) > self._decimals(earlier),
            "today": self._today(target, rank),
            "basis": "" if row is None else "printed" if source in self.transcribed else "recomputed",
            "decimals": places if row is None or pd.isna(row.decimals) else row.decimals,
            "england": self.value(target, year, ENGLAND, national),
            "region": self.value(target, year, area.region, national),
            "neighbours": self.value(target, year, self.report.question.neighbour_average, national),
            "numerator": row.numerator if given else pd.NA,
            "denominator": row.denominator if given else pd.NA,
            "interval": (row.lower, row.upper)
            if given and pd.notna(row.lower) and pd.notna(row.upper)
            else None,
            "source": source,
            "locator": "" if row is None else row.locator,
        }

    def _decimals(self, row) -> int:
        """With how many decimals a figure is published; many for one that is not there or is worked out from counts."""
        return STORED_DECIMALS if row is None or pd.isna(row.decimals) else int(row.decimals)

    def _today(self, target, rank) -> Reading | None:
        """The place in the national data with its tie, and those that have no figure and may stand before it."""
        if rank is None or pd.isna(rank.tie_last):
            return None
        missing = self.report.england.missing(self.report.year)
        measure = COMPLEMENTS.get(target.measure, target.measure)
        names = missing.get((measure, target.pupil_group), ())
        last = int(rank.tie_last)
        return Reading(float(rank.rank), 0, ordinal(rank.rank), "national data", last=last, unpublished=names)

    def _rank(self, target, year: int):
        """The LA's rank; of a difference to England it is that of the level."""
        for measure in (target.measure, COMPLEMENTS.get(target.measure)):
            if (row := self.own_ranks.get((measure, target.pupil_group, year))) is not None:
                return row
        return None

    @cached_property
    def printings(self) -> Printings:
        return Printings.of(self.report)

    def in_use(self, key: Key, line: int) -> tuple[Reading | None, str]:
        """The printing of a figure that is worked with, and what to say where it is not the one on the annex's line.

        A printing that a check calls wrong is not worked with; of the others the one with most digits is.
        """
        printed = self.printings.by_key.get(key, [])
        sound = [reading for reading in printed if not reading.doubt]
        best = max(sound, key=lambda reading: (reading.decimals, reading.line == line), default=None)
        own = next((reading for reading in printed if reading.line == line), None)
        if own is None or not own.doubt:
            return best, ""
        text = f"the {own.text.replace('-', '−')} printed in the annex for {{}} is in doubt"
        if best is None:
            return None, f"{text}{UNUSED}"
        return best, f"{text}: {best.text.replace('-', '−')} is taken ({best.place})"

    def printed(self, target) -> dict:
        """What the transcribed report prints of an indicator in its annex, or elsewhere where that is in doubt."""
        annex = self.report.printed.figures
        annex = annex[(annex["table"] == ANNEX) & (annex["row_label"] == target.reference)]
        levels = annex[annex["kind"].isin([*LEVELS, *DIFFERENCES]) & (annex["bracketed"] == "no")]
        own, others = (levels[(levels["area"] == self.report.area.code) == same] for same in (True, False))
        used, notes = {}, []
        for name, rows, what in [
            ("result", own[own["year"] == self.report.year], "the result"),
            ("previous", own[own["year"] == self.report.year - 1], "the year before"),
            ("rank", annex[annex["kind"].isin(RANKS)], "the rank"),
        ]:
            used[name], note = self.in_use(*_key(next(rows.itertuples()))) if len(rows) else (None, "")
            notes.append(note.format(what))
        benchmarks, doubted = {}, {}
        for row in others.drop_duplicates("area").itertuples():
            found, note = self.in_use(*_key(row))
            benchmarks[row.area] = row.value if found is None else found.value
            doubted[row.area] = note.format(place_name(row.area))
            if found is None and row.area == target.target_comparator:
                benchmarks[row.area] = NAN
        result, previous, rank = used["result"], used["previous"], used["rank"]
        return {
            "result": NAN if result is None else result.value,
            "previous": NAN if previous is None else previous.value,
            "finer_now": bool(result and previous and result.decimals > previous.decimals),
            "rank": pd.NA if rank is None else int(rank.value),
            "previous_rank": pd.NA,
            "basis": "printed",
            "decimals": decimals(target.result_printed),
            **{name: benchmarks.get(code, NAN) for name, code in self.comparators.items()},
            "benchmarks": benchmarks,
            "notes": [*notes, doubted.pop(target.target_comparator, ""), *map(beside, doubted.values())],
            "source": self.report.paper_source,
            "locator": f"row {own['row'].iloc[0]}" if len(own) else "",
        }

    @property
    def comparators(self) -> dict[str, str]:
        return {
            "england": ENGLAND,
            "region": self.report.area.region,
            "neighbours": self.report.question.neighbour_average,
        }

    def at_place(self, target, place: int | None) -> float:
        """The value in a place of the national ranking, its worst tie; NaN where it is not known."""
        if place is None:
            return NAN
        for measure in (target.measure, COMPLEMENTS.get(target.measure)):
            rows = select(self.ranked, measure=[measure], pupil_group=target.pupil_group)
            key = (measure, target.pupil_group, self.report.year)
            if len(rows):
                within = rows[rows["rank"] <= place].sort_values("rank", kind="stable")
                value = within["value"].iloc[-1] if len(within) else NAN
            elif key in self.cuts.index and place in PLACES:
                value = self.cuts.loc[key, f"rank_{place}"]
            else:
                continue
            return self._as_indicator(target, value, turned=measure != target.measure)
        return NAN

    def _as_indicator(self, target, level: float, turned: bool) -> float:
        """A level of the ranked measure as a figure of the indicator."""
        level = 100 - level if turned else level
        if target.comparison_group:
            level -= self._level(target.measure, target.comparison_group, self.report.year, ENGLAND)
        return round(float(level), 9)

    def place_of(self, target, value: float) -> int | None:
        """The place that a figure of the indicator would have among the other authorities; None if none is known."""
        for measure in (target.measure, COMPLEMENTS.get(target.measure)):
            rows = select(self.ranked, measure=[measure], pupil_group=target.pupil_group)
            if rows.empty or pd.isna(value):
                continue
            figures = [
                self._as_indicator(target, each, measure != target.measure)
                for each in rows.loc[rows["area"] != self.report.area.code, "value"]
            ]
            low = load_measures().loc[target.measure, "polarity"] == "low"
            return 1 + sum(each < value if low else each > value for each in figures)
        return None

    def why_no_figure(self, target) -> str:
        """Why the LA has no figure."""
        row, _ = self.row_of(target.measure, target.pupil_group, self.report.year, self.report.area.code)
        if row is not None and row.status == "missing":
            return "the figure is not published"
        if row is not None and row.status in SYMBOLS:
            return f"the figure is marked [{row.status}]: {SYMBOLS[row.status]}"
        rows = select(self.report.observations, measure=target.measure, pupil_group=target.pupil_group)
        years = rows.loc[rows["value"].notna(), "year"]
        if years.empty:
            return "no figures on this measure for these pupils are at hand"
        if not years.min() <= self.report.year <= years.max():
            return f"the figures at hand on this measure are of {years.min()} to {years.max()}"
        return f"no figure of {self.report.area.name} for {self.report.year} is at hand"


def _key(row) -> tuple[Key, int]:
    """What a row of the printed figures is of, and its line."""
    group = row.comparison_group if row.kind in ("gap", "gap_rank") else ""
    return Key(row.kind, row.measure, row.pupil_group, int(row.year), row.area, group), int(row.line)
