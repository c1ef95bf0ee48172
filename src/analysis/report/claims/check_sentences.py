"""Our own sentences read back as claims, and checked by the rules that check anyone's statements.

What a sentence says is taken from its text, not from the results that it was made of. One that says more, or other,
than the figures do is found so.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

import pandas as pd

from analysis.basics.patterns import NUMBER
from analysis.catalogue.measures import PUPIL_GROUPS, load_measures, of_all_pupils, titled
from analysis.catalogue.observations import select
from analysis.data.one_result import counted_once
from analysis.report.checks.evidence import Key, Papers, Printings, Reading
from analysis.report.claims.chart_titles import about_title
from analysis.report.claims.check import check_claims
from analysis.report.claims.kinds import COLUMNS
from analysis.report.claims.national import National, readings
from analysis.report.claims.phrases import GROUPS, phrases, rank
from analysis.report.claims.subject import Subject
from analysis.report.indicators.chapter import IndicatorsChapter
from analysis.report.rankings.sentences import EXTREMES, ONE_OF_EXTREMES


@dataclass(frozen=True)
class Told:
    """The claims that a sentence makes, and the numbers in it that none of them accounts for."""

    claims: tuple[dict[str, str], ...]
    unread: tuple[str, ...]


def claims_in(sentence: str, report: IndicatorsChapter, section: str = "") -> Told:
    """What a sentence of ours says, as claims.

    Parameters
    ----------
    sentence : str
        As the page prints it; marks of emphasis and links do not matter.
    report : IndicatorsChapter
        Whose area and year it is about.
    section : str
        Where it stands, if that says something too: of ``strengths`` that each rank is among the best, of
        ``development`` that it lies in the lower half.

    Returns
    -------
    Told
        ``claims`` have the cells of a file of claims.
    """
    text = re.sub(r"\[[^]]*\]\([^)]*\)|\*| \(provisional\)", "", sentence)
    subject, text = _about(text, Subject(report, section=section))
    found, text = _listed(text, subject)
    for pattern, claims in phrases(report.year):
        for match in list(re.finditer(pattern, text)):
            found += claims(match, subject)
            text = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
    cells = tuple(dict.fromkeys(COLUMNS, "") | {"claim": sentence} | claim for claim in found)
    return Told(cells, tuple(re.findall(rf"(?<!\w){NUMBER}", text)))


def check_sentences(report: IndicatorsChapter, sentences: Iterable[tuple[str, str]]) -> pd.DataFrame:
    """The verdict on every claim that sentences make, as ``check_claims`` returns it.

    ``sentences`` are pairs of a sentence and its section. The figures that decide are those that sentences are made
    from: the national data, and a committee report's where they have none.
    """
    told = [claim for text, section in sentences for claim in claims_in(text, report, section).claims]
    table = pd.DataFrame(told, columns=COLUMNS)
    numbers = pd.Series(range(1, len(table) + 1)).astype(str)
    table = table.assign(id="s" + numbers, location="sentence " + numbers)
    return check_claims(replace(report, paper=None), table, Results(report))


class Results(National):
    """The figures that our own sentences are made from: national before printed; counts are of all pupils."""

    def __init__(self, report: IndicatorsChapter):
        super().__init__(report)
        self.n = None  # bands are counted among those ranked on the measure
        self._papers = (
            Papers(Printings.of(report), report.counted_among) if report.paper is not None else None
        )

    def _read(self, key: Key) -> Reading | None:
        found = super()._read(key)
        if found is None and self._papers is not None:
            found = self._papers.find(key)
            if found is not None and key.kind in ("rank", "gap_rank"):
                found = replace(found, n=self.report.counted_among, last=int(found.value))
        return found

    def ranks(self, year: int, area: str) -> list[Reading]:
        rows = select(self.report.ranks, year=year if area == self.report.area.code else [])
        return readings(
            counted_once(rows[of_all_pupils(rows)], self.report.england, year), self.report.england, year
        )


@cache
def _names() -> dict[str, tuple[str, str]]:
    """Every name of a figure as sentences have it, the longest first: one may begin with another."""
    names = {
        titled(measure, title, group): (measure, group)
        for measure, title in load_measures()["title"].items()
        for group in PUPIL_GROUPS
    }
    return dict(sorted(names.items(), key=lambda pair: -len(pair[0])))


def _about(text: str, subject: Subject) -> tuple[Subject, str]:
    """What a sentence begins with, "Disadvantaged pupils: Attainment 8 ...: ", and what it says of that."""
    lead = re.match(r"([A-Z][^:]*): ", text)
    group = GROUPS.get(lead[1][0].lower() + lead[1][1:], "") if lead else ""
    rest = text[lead.end() :] if lead and group else text
    for name, (measure, own) in _names().items():
        if rest.startswith(f"{name}:"):
            return replace(subject, measure=measure, pupil_group=group or own), rest[len(name) + 1 :]
    return about_title(text, subject) or (subject, text)


def _listed(text: str, subject: Subject) -> tuple[list[dict], str]:
    """The ranks of a list, "2nd (shared by 2) for Attainment 8 ...; 4th for ...", and the text without those understood."""
    found, rest = [], text
    listed = re.match(EXTREMES, text)
    for part in listed[1].split("; ") if listed else []:
        match = re.match(ONE_OF_EXTREMES, part)
        if match and match["name"] in _names():
            measure, group = _names()[match["name"]]
            found += rank(match, Subject(subject.report, measure, group))
            rest = rest.replace(part, "")
    return found, rest
