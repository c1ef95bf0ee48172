"""Where a wrong number may have come from: reasoning on the papers alone, to help whoever has to correct it."""

import pandas as pd

from analysis.basics.numbers import Number
from analysis.catalogue.areas import area_name
from analysis.catalogue.measures import group_phrase
from analysis.report.checks.evidence import Key, Papers
from analysis.report.indicators.chapter import IndicatorsChapter


def hints(row, case, report: IndicatorsChapter, claims: pd.DataFrame, papers: Papers) -> list[str]:
    """What else the papers print that is the number of a claim that they contradict."""
    if case.kind not in ("value", "same_figure", "rank_value"):
        return []
    found = [_copied_line(row.line, report), _another_figure(case.key(), case.value, papers, report)]
    return [*filter(None, found[:1] if found[0] else found), *filter(None, [_stated_elsewhere(row, claims)])]


def _another_figure(key: Key, stated: Number, papers: Papers, report: IndicatorsChapter) -> str:
    """The same number, printed of the same measure for other pupils, another area or another year."""
    if key.kind not in ("value", "gap") or abs(stated.value) < 1:
        return ""
    for other, readings in papers.printings.by_key.items():
        if other.measure != key.measure or other.kind != key.kind or other == key:
            continue
        for reading in readings:
            if reading.value == stated.value:
                who = f"{area_name(other.area)}, {group_phrase(other.pupil_group)}, {other.year}"
                return f"{stated.text} is what {reading.place} prints for {who}"
    return ""


def _copied_line(line: int, report: IndicatorsChapter) -> str:
    """Another line of the annex that prints the same benchmarks, of another measure."""
    figures = report.printed.figures
    rows = figures[(figures["column_label"] == "Benchmarking") & (figures["kind"] == "value")]
    lines = {
        number: (
            frozenset(zip(own["area"], own["printed"], strict=True)),
            own["row_label"].iloc[0],
            set(own["measure"]),
        )
        for number, own in rows.groupby("line")
    }
    if line not in lines:
        return ""
    benchmarks, _, measures = lines[line]
    for number, (other, label, theirs) in lines.items():
        if number != line and other == benchmarks and len(other) > 1 and not measures & theirs:
            return f"the same benchmarks stand at {label} (L{number}), of another measure"
    return ""


def _stated_elsewhere(row, claims: pd.DataFrame) -> str:
    """Other lines that state the same number of the same figure, with the period that they state it for."""
    same = claims[
        (claims["kind"] == row.kind)
        & (claims[["measure", "pupil_group", "year", "area", "value", "figure"]] == [
            row.measure, row.pupil_group, row.year, row.area, row.value, row.figure
        ]).all(axis=1)
        & (claims["id"] != row.id)
        & (claims["period"] != row.period)
        & (claims["period"] != "")
    ]  # fmt: skip
    if same.empty:
        return ""
    return "; ".join(
        f"stated for the {period} at {where}"
        for where, period in zip(same["location"], same["period"], strict=True)
    )
