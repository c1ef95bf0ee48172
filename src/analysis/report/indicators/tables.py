"""Performance indicators as tables and charts."""

from dataclasses import replace

import pandas as pd

from analysis.basics.numbers import Number, ordinal
from analysis.basics.read_csv import number
from analysis.catalogue.measures import PHASES, load_measures
from analysis.output.absent import Absent
from analysis.output.charts import chart as charts
from analysis.output.table import Figure, Table
from analysis.report.indicators.chapter import IndicatorsChapter
from analysis.report.indicators.one_result import of_results
from analysis.report.indicators.sentences import by_status, status_words
from analysis.report.indicators.targets import KINDS, load_rules
from analysis.report.indicators.why import why_sentences
from analysis.report.rankings.cells import figure, is_provisional, rank_figure

#: How statuses look; word and letter are always there, so that colour is never the only sign.
STATUS_STYLES = {
    "met (G)": "band best",
    "may be met": "band",
    "nearly met (A)": "band near",
    "not met (R)": "band low",
    "cannot be judged": "band",
}
NOT_KNOWN = Absent("not known")
#: Fewer ranks than this are no chart.
FEWEST = 4
#: The amounts of a rule in words, by unit.
AMOUNTS = {
    "percent": "points for a percentage",
    "points": "for points and differences of percentages",
    "rate": "for a rate per 100 pupils",
    "score_0": "for a score without decimals",
    "score_1": "for a score with one decimal",
    "score_2": "for a score with two",
}
MISSING = {
    "top_share": "There is no rank, and none can be worked out.",
    "number": "There is no figure.",
    "comparator": "There is no figure, or none of the comparator.",
}


def indicator_table(rows: pd.DataFrame, report: IndicatorsChapter) -> Table:
    """Target, result and status of each indicator, with the reason."""
    rows = by_status(rows)
    body = [
        {
            "Indicator": f"{row.reference} {row.title}",
            "Target": row.target,
            "Result": _printed(row.result, row.result_printed, row, is_provisional(row)) or _none(row),
            "England": _benchmark(row.england, row) or _none(row),
            "Rank": _printed_rank(row) or Absent("no rank"),
            "Status": status_words(row.status),
            "Printed mark": row.mark_printed or "none",
            "Why": " ".join(why_sentences(row)) or "No reason is known.",
        }
        for row in rows.itertuples()
    ]
    if not rows["mark_printed"].any():
        body = [{name: cell for name, cell in row.items() if name != "Printed mark"} for row in body]
    order = "Sorted by status, not met first. Differences between percentages are in points, scores in score points."
    return _without_empty(f"Targets and results, {report.question.academic_year}", body, (order,))


def _printed(value, text: str, row, provisional: bool = False) -> Figure | None:
    """A figure as the report prints it, or else as its measure is printed and marked if it is ``provisional``."""
    if text and number(text) == value:
        shown = text.replace("-", "−")
        cited = f"{row.source} {row.locator}".strip()
        return _with_unit(Figure(float(value), shown, int(row.decimals), cited), row)
    cited = f"{row.source} {row.locator}".strip()
    return _with_unit(figure(value, row.unit, row.decimals, cited, rests_on_provisional=provisional), row)


def _with_unit(shown: Figure | None, row) -> Figure | None:
    """A percentage with its sign; differences, which are in points, and scores without."""
    if shown is None or shown.text.endswith("]"):
        return shown
    sign = "%" if row.unit == "percent" else ""
    return replace(shown, text=shown.text.removesuffix("%") + sign)


def _none(row) -> Absent:
    """Why there is no figure: results are those of a print or those that are published."""
    return Absent("not printed" if row.basis == "printed" else "not published")


def _printed_rank(row) -> Figure | None:
    if row.rank_printed and pd.notna(row.rank) and Number(row.rank_printed).value == row.rank:
        return Figure(float(row.rank), row.rank_printed, 0)
    tied = row.basis == "recomputed" and pd.notna(row.tie_last) and row.tie_last > row.rank
    return rank_figure(row.rank, tied, row.publication_status)


def distance_table(rows: pd.DataFrame, report: IndicatorsChapter) -> Table:
    """The year before, the comparators, and how far it is to each target."""
    printed = rows["basis"].eq("printed").any()
    body = [
        {
            "Indicator": row.reference,
            "Result": _printed(row.result, row.result_printed, row, is_provisional(row)) or _none(row),
            "England": _benchmark(row.england, row) or _none(row),
            "Neighbours": _benchmark(row.neighbours, row) or _none(row),
            report.question.region_name: _benchmark(row.region, row) or _none(row),
            "Year before": _printed(row.previous, row.previous_printed, row) or _none(row),
            "Change": figure(row.change, row.unit, row.decimals, rests_on_provisional=is_provisional(row))
            or _no_change(row),
            "Meets the target": _benchmark(row.threshold, row) or NOT_KNOWN,
            "To the target": figure(
                row.to_target,
                row.unit,
                max(row.decimals, _needed(row.to_target)),
                rests_on_provisional=is_provisional(row),
            )
            or NOT_KNOWN,
            "In places": NOT_KNOWN if pd.isna(row.to_target_places) else int(row.to_target_places),
            **(_today(row) if printed else {}),
        }
        for row in rows.itertuples()
    ]
    notes = (
        "In the order of the council's list. Changes and distances of percentages are in points, those of scores in score points. "
        "0 stands where the target is met.",
        "“Meets the target” is the number set or the comparator's figure. For a share of local authorities it is the figure in the last "
        "place within it.",
    )
    return _without_empty("How far it is to each target, and where others stand", body, notes)


def _benchmark(value, row) -> Figure | None:
    return _with_unit(figure(value, row.unit, max(row.decimals, min(_needed(value), row.decimals or 1))), row)


def _no_change(row) -> Absent:
    """Why no change is shown."""
    if pd.isna(row.previous):
        return Absent("no year before")
    return Absent("fewer decimals" if row.comparable else "series break")


def _needed(value) -> int:
    """Decimals without which a number is not itself."""
    return 0 if pd.isna(value) else len(f"{round(value, 2):g}".partition(".")[2])


def _today(row) -> dict:
    """What the national data give today, beside what was printed."""
    tied = pd.notna(row.rank_recomputed) and pd.notna(row.tie_last) and row.tie_last > row.rank_recomputed
    result = _with_unit(figure(row.result_recomputed, row.unit, row.decimals), row)
    return {
        "National data today | Result": result or Absent("no figure"),
        "National data today | Rank": rank_figure(row.rank_recomputed, tied) or Absent("no rank"),
        "National data today | Status": status_words(row.status_recomputed) or "no figure",
    }


def _is_nothing(cell) -> bool:
    return isinstance(cell, Absent) or bool(pd.isna(cell))


def _without_empty(caption: str, body: list[dict], notes: tuple[str, ...] = ()) -> Table:
    frame = pd.DataFrame(body, dtype=object)
    empty = [name for name in frame.columns[1:] if frame[name].map(_is_nothing).all()]
    return Table(caption, frame.drop(columns=empty), notes, classes=STATUS_STYLES, stacked=True)


def rank_chart(rows: pd.DataFrame, report: IndicatorsChapter) -> charts.Chart | None:
    """The ranks of the indicators whose target is one and the same share of local authorities."""
    rows = of_results(rows[(rows["target_kind"] == "top_share") & rows["rank"].notna()])
    rows = rows.assign(phase=rows["measure"].map(load_measures()["phase"]))
    if len(rows) < FEWEST or len(rows[["target_value", "last_place"]].drop_duplicates()) > 1:
        return None
    last, n = int(rows["last_place"].iloc[0]), int(rows["band_n"].max())
    within, open_ = (int((rows["status"] == status).sum()) for status in ("met", "may be met"))
    title = f"{within} of {len(rows)} results with this target rank within the first {last} of {n}"
    title += f" and {open_} more may" if open_ else ""
    ranks = ", ".join(f"{row.reference} {ordinal(row.rank)}" for row in rows.sort_values("rank").itertuples())
    phases = [phase for phase in PHASES if phase in set(rows["phase"])]
    drawn = rows.assign(
        row=rows["phase"].map(PHASES), whole=rows["pupil_group"] == "all", name=_ends_named(rows)
    )
    return charts.profile_chart(
        drawn[["row", "rank", "whole", "name"]].astype({"rank": int}),
        [PHASES[phase] for phase in phases],
        n,
        {f"target: {ordinal(last)}": last},
        title,
        f"A dot for each indicator at its rank among {n} local authorities; the target is met up to {ordinal(last)}. {ranks}.",
    )


def _ends_named(rows: pd.DataFrame) -> pd.Series:
    """Reference, title and rank of the first and the last of each phase; empty for all others."""
    names = pd.Series("", index=rows.index)
    for _, own in rows.sort_values("rank", kind="stable").groupby("phase"):
        for row in own.iloc[[0, -1]].itertuples():
            names[row.Index] = f"{row.reference} {row.title}, {ordinal(row.rank)}"
    return names


def rules_table() -> Table:
    """How each kind of target is judged."""
    body = []
    for kind, rule in load_rules().items():
        amounts = [f"{rule.allowed[unit]:g} {words}" for unit, words in AMOUNTS.items()]
        body.append(
            {
                "Target": f"{KINDS[kind][0].upper()}{KINDS[kind][1:]}",
                "Met (G)": rule.met,
                "May be met": rule.may_be_met,
                "Nearly met (A)": rule.nearly_met.format(
                    places=f"{rule.allowed['places']:g}", amount=f"{', '.join(amounts[:-1])} or {amounts[-1]}"
                ),
                "Not met (R)": "Further from the target than that.",
                "Cannot be judged": MISSING[kind],
            }
        )
    return Table("How a target is judged", pd.DataFrame(body, dtype=object))
