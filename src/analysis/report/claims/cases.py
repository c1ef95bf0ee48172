"""One claim, understood: its cells as values, for one local authority and year."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import TypeVar

from analysis.basics.errors import InputError
from analysis.basics.numbers import Number
from analysis.catalogue.measures import load_measures
from analysis.catalogue.vague_words import Word, find_word
from analysis.report.checks.evidence import Key
from analysis.report.claims.bands import Band, parse_band
from analysis.report.claims.files import parse_area, parse_year, rank_and_figure
from analysis.report.claims.kinds import COLUMNS, READINGS
from analysis.report.indicators.chapter import IndicatorsChapter

#: What a kind is about where the claim does not say.
USUAL_FIGURE = {"rank_value": "rank", "rank_band": "rank"}

Cell = TypeVar("Cell")


@dataclass(frozen=True)
class Outcome:
    """What one view of the figures makes of a claim: ``holds`` as in `Judgement`; ``found`` is what it has."""

    holds: bool | None
    found: str = ""
    reason: str = ""
    needs: str = ""


@dataclass(frozen=True)
class Case:
    """A claim with one meaning. Areas are codes; what the claim leaves open is filled in from the data."""

    kind: str
    figure: str
    measure: str
    pupil_group: str
    comparison_group: str
    year: int | None
    year2: int | None
    area: str
    comparator: str
    word: Word | None
    band: Band | None
    value: Number | None
    against: str
    cohort: str
    report: IndicatorsChapter = field(repr=False)
    #: The figure that is printed with a rank: 66% in "119th (66%)".
    beside: Number | None = None

    @property
    def the_word(self) -> Word:
        """The word, for a kind that cannot do without."""
        return _filled_in(self.word, "word")

    @property
    def the_band(self) -> Band:
        """The band, for a kind that cannot do without."""
        return _filled_in(self.band, "band")

    @property
    def the_number(self) -> Number:
        """The number stated, for a kind that cannot do without."""
        return _filled_in(self.value, "value")

    @property
    def the_year(self) -> int:
        """The year, for a kind that cannot do without."""
        return _filled_in(self.year, "year")

    def key(self, **changes) -> Key:
        """What the claim's figure is of, or the same with another area, year, group, measure or kind."""
        kind = changes.pop("kind", self.figure)
        parts = {name: getattr(self, name) for name in ("measure", "pupil_group", "year", "area")}
        group = self.comparison_group if kind in ("gap", "gap_rank") else ""
        return Key(**{"kind": kind, "comparison_group": group, **parts, **changes})

    @property
    def unit(self) -> str:
        return "rank" if self.figure in ("rank", "gap_rank") else load_measures().loc[self.measure, "unit"]

    @property
    def decimals(self) -> int:
        return int(load_measures().loc[self.measure, "decimals"])

    @property
    def polarity(self) -> str:
        return "low" if self.unit == "rank" else load_measures().loc[self.measure, "polarity"] or "high"

    @property
    def unit_of_level(self) -> str:
        """The measure's unit, also where the claim is about its rank."""
        return load_measures().loc[self.measure, "unit"]

    @property
    def level_polarity(self) -> str:
        return load_measures().loc[self.measure, "polarity"] or "high"

    @property
    def word_or_in(self) -> Word:
        """The word about a band; without one the rank is said to be in it."""
        return self.word or find_word("in")

    @property
    def other_key(self) -> Key | None:
        """What the figure is compared with: another area's, or other pupils'; None where that is a stated number."""
        if self.figure in ("gap", "gap_rank"):
            return self.key(area=self.comparator) if self.comparator else None
        if not (self.comparator or self.comparison_group):
            return None
        group = self.comparison_group or self.pupil_group
        return self.key(area=self.comparator or self.area, pupil_group=group)


def _filled_in(cell: Cell | None, column: str) -> Cell:
    """A cell that only a claim which says what it needs may leave empty."""
    if cell is None:
        raise InputError(f"It leaves '{column}' empty, without which it cannot be judged.", column=column)
    return cell


def series_breaks(case: Case) -> int | None:
    """The year after which the measure's series breaks between the two years; None if it does not."""
    breaks = load_measures().loc[case.measure, "break_after"]
    if case.year is None or case.year2 is None:
        return None
    first, last = sorted((case.year, case.year2))
    return next((year for year in breaks if first <= year < last), None)


def area_code(text: str, report: IndicatorsChapter) -> str:
    """The code of an area as a claim names it; the LA itself where it names none."""
    code = parse_area(text)
    return {
        "": report.area.code,
        "region": report.area.region,
        "neighbours": report.question.neighbour_average,
    }.get(code, code)


def cases(row, report: IndicatorsChapter) -> Iterator[tuple[str, Case]]:
    """The meanings of a claim, each with what sets it apart from the others (nothing, if there is only one)."""
    cells = {name: getattr(row, name) for name in COLUMNS}
    choices = [[part.strip() for part in cells[name].split("|")] for name in READINGS]
    for chosen in product(*choices):
        apart = [part for part, all_parts in zip(chosen, choices, strict=True) if len(all_parts) > 1]
        yield ", ".join(apart), _case(cells | dict(zip(READINGS, chosen, strict=True)), report)


def _case(cells: dict[str, str], report: IndicatorsChapter) -> Case:
    def parsed(name: str, parse):
        return parse(cells[name]) if cells[name] else None

    number, beside = rank_and_figure(cells["value"]) if cells["value"] else (None, None)
    return Case(
        kind=cells["kind"],
        figure=cells["figure"] or USUAL_FIGURE.get(cells["kind"], "value"),
        measure=cells["measure"],
        pupil_group=cells["pupil_group"] or "all",
        comparison_group=cells["comparison_group"],
        year=parsed("year", parse_year),
        year2=parsed("year2", parse_year),
        area=area_code(cells["area"], report),
        comparator=area_code(cells["comparator"], report) if cells["comparator"] else "",
        word=parsed("word", find_word),
        band=parsed("band", parse_band),
        value=number,
        beside=beside,
        against=cells["against"],
        cohort=cells["cohort"],
        report=report,
    )
