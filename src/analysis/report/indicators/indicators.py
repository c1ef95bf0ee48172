"""Performance indicators: each target with its result, and whether it was met by a stated rule.

The targets are those of a file that a council sets (``analysis.report.indicators.targets``), or else those of a transcribed report.
Results of a transcribed report are judged as printed, with what the national data give today beside them; results
for targets that were set come from the national data.
"""

import pandas as pd

from analysis.basics.read_csv import number
from analysis.catalogue.measures import load_measures
from analysis.data.publication_status import COLUMNS
from analysis.data.ranking import last_place
from analysis.report.checks.chapter import ChecksChapter
from analysis.report.checks.evidence import Reading
from analysis.report.checks.slips.papers import place_name
from analysis.report.indicators.columns import Indicators
from analysis.report.indicators.figures import Figures, gap_unit
from analysis.report.indicators.judging import MARKS, STATUSES, Case, cohort_note, reason, status
from analysis.report.indicators.notes import (
    COARSER,
    figure_text,
    other_count,
    places_note,
    pupils,
    today_note,
    why_not,
)
from analysis.report.indicators.one_result import counted_with, why
from analysis.report.indicators.publication import publication
from analysis.report.indicators.targets import load_rules, load_targets, targets_file


def absent_because(report: ChecksChapter) -> str:
    """Why there are no indicators for this LA and year; empty if there are.

    Raises
    ------
    InputError
        If targets were set and the file cannot be used.
    """
    if load_targets(report.area, report.year) is not None:
        return ""
    if report.paper is not None and len(report.paper.indicators):
        return ""
    file = targets_file(report.area, report.year)
    others = sorted(path.name for path in file.parent.glob(f"{report.area.slug}*.csv"))
    there = f"; those of {', '.join(others)} are for another year" if others else ""
    return f"no targets are set for {report.area.name} in {report.question.academic_year}{there} (docs/claims.md says how to set them)"


def indicators(report: ChecksChapter) -> pd.DataFrame:
    """One row per indicator, in the order of its file.

    Parameters
    ----------
    report : ChecksChapter

    Returns
    -------
    DataFrame
        The columns of ``Indicators``. ``status`` is a key of ``judging.STATUSES``, ``mark`` its letter and ``mark_printed`` that of the
        report; ``basis`` says what ``result`` and ``rank`` are, ``printed`` or ``recomputed``. ``threshold`` is the
        figure that meets the target, ``to_target`` how much worse the result is, ``to_target_places`` how many places
        that is. Empty if there are no targets.
    """
    own = load_targets(report.area, report.year)
    printed = own is None
    targets = _printed_targets(report) if own is None else own
    if targets.empty:
        return Indicators.empty()
    rules, figures = load_rules(), Figures(report, targets)
    rows = [
        _indicator(target, report, figures, rules[target.target_kind], printed)
        for target in targets.itertuples()
    ]
    table = pd.DataFrame(rows)
    table["counted_with"] = counted_with(table)
    notes = [[row.reason, why(row, table)] for row in table.itertuples()]
    table["reason"] = ["; ".join(filter(None, parts)) for parts in notes]
    return table[Indicators.names()].astype(Indicators.types())


def _printed_targets(report: ChecksChapter) -> pd.DataFrame:
    """The indicators of the transcribed report, their cells as text; none without one."""
    if report.paper is None:
        return pd.DataFrame()
    rows = report.paper.indicators
    return rows.assign(target_value=rows["target_value"].map(number))


def _indicator(target, report: ChecksChapter, figures: Figures, rule, printed: bool) -> dict:
    """Everything about one indicator."""
    measure = load_measures().loc[target.measure]
    published = figures.published(target, national=printed)
    own = figures.printed(target) if printed else published
    # a figure that the report does not print is taken from the national data
    shown = published if pd.isna(own["result"]) else own
    borrowed = target.target_kind == "top_share" and pd.isna(shown["rank"]) and pd.notna(published["rank"])
    about = {
        "unit": gap_unit(target, measure["unit"]),
        "polarity": measure["polarity"],
        "decimals": int(shown["decimals"]),
    }
    place, today_about = published["today"], about | {"decimals": int(published["decimals"])}
    taken = shown | ({"rank": published["rank"]} if borrowed else {})
    case = _case(target, report, figures, rule, about, taken, place)
    today = _case(target, report, figures, rule, today_about, published, place)
    verdict, mark = status(case), getattr(target, "mark", "")
    broken = report.year - 1 in measure["break_after"]
    comparable = bool(pd.notna(shown["previous"]) and not broken)
    notes = [
        reason(case) or why_not(target, case, figures),
        *shown.get("notes", []),
        COARSER if comparable and shown["finer_now"] else "",
        "no rank is printed that can be judged by, so that of the national data is" if borrowed else "",
        other_count(target, case, published["n_ranked"]),
        today_note(today, published, verdict, printed),
        places_note(case, place),
        cohort_note(case, pupils(target, report, published, printed), published["interval"]),
        f"the mark printed is {mark} ({MARKS.get(mark, 'unknown')})"
        if mark and mark != STATUSES[verdict]
        else "",
    ]
    recomputed = published["basis"] == "recomputed"
    texts = {name: getattr(target, name) for name in ("reference", "title", "measure", "pupil_group")}
    texts |= {
        name: getattr(target, name) for name in ("comparison_group", "target_kind", "target_comparator")
    }
    return {
        **texts,
        **about,
        **{name: shown[name] for name in ("result", "previous", "rank", "england", "region", "neighbours")},
        **{name: shown[name] for name in ("basis", "source", "locator")},
        **{
            f"{name}_printed": getattr(target, f"{name}_printed", "")
            for name in ("result", "rank", "previous")
        },
        "target": getattr(target, "target_printed", "") or _target_words(target, about),
        "target_value": target.target_value,
        "status": verdict,
        "reason": "; ".join(filter(None, notes)),
        "mark": STATUSES[verdict],
        "mark_printed": mark,
        "year": report.year,
        "threshold": case.threshold,
        "last_place": pd.NA if case.last is None else case.last,
        "band_n": pd.NA if case.n is None else case.n,
        "result_recomputed": published["result"] if recomputed else float("nan"),
        "rank_recomputed": published["rank"] if recomputed else pd.NA,
        "n_ranked": published["n_ranked"],
        "tie_last": published["tie_last"],
        "status_recomputed": status(today) if recomputed else "",
        "previous_rank": pd.NA if broken else published["previous_rank"],
        "change": _change(shown) if comparable else float("nan"),
        "comparable": comparable,
        **_distance(case, target, figures),
        **dict(zip(COLUMNS, publication(target, figures, shown, printed), strict=True)),
    }


def _case(
    target, report: ChecksChapter, figures: Figures, rule, about: dict, shown: dict, today: Reading | None
) -> Case:
    """A target with the figures that it is judged by; ``today`` is its place in the national data, with its tie."""
    rank, n = shown["rank"], report.counted_among or shown.get("n_ranked", pd.NA)
    last, against = None, ""
    if target.target_kind == "top_share":
        last = None if pd.isna(n) else int(last_place(target.target_value, int(n)))
        threshold = figures.at_place(target, last)
    elif target.target_kind == "number":
        threshold = float(target.target_value)
        against = f"the target of {figure_text(threshold, about)}"
    else:
        # the comparator's figure is of the same print, or of the same file, as the result
        printed = shown.get("benchmarks", {}).get(target.target_comparator)
        threshold = (
            figures.value(target, report.year, target.target_comparator) if printed is None else printed
        )
        against = (
            f"{figure_text(threshold, about, set_by_hand=False)} ({place_name(target.target_comparator)})"
        )
    return Case(
        rule,
        **about,
        result=float(shown["result"]),
        threshold=float(threshold),
        against=against,
        rank=None if pd.isna(rank) else int(rank),
        last=last,
        n=None if pd.isna(n) else int(n),
        worst=None if pd.isna(rank) or today is None else today.open_places(int(rank))[1],
    )


def _change(shown: dict) -> float:
    """The change since the year before; NaN where that has fewer decimals than the result."""
    return float("nan") if shown["finer_now"] else round(shown["result"] - shown["previous"], 9)


def _distance(case: Case, target, figures: Figures) -> dict:
    """How far a result is from its target, in its unit and in places; 0 where it is met."""
    if status(case) in ("met", "may be met"):
        return {"to_target": 0.0, "to_target_places": 0}
    short = max(case.shortfall, 0.0) if pd.notna(case.shortfall) else float("nan")
    if target.target_kind == "top_share":
        # a rank beyond the share whose value lies within it is a tie or of another vintage: no distance, not 0
        return {
            "to_target": short or float("nan"),
            "to_target_places": pd.NA if case.beyond is None else case.beyond,
        }
    place = figures.place_of(target, case.threshold)
    places = pd.NA if place is None or case.rank is None else max(case.rank - place, 0)
    return {"to_target": short, "to_target_places": places}


def _target_words(target, about: dict) -> str:
    """A target as a table prints it."""
    if target.target_kind == "top_share":
        return f"Top {target.target_value:g}% in England"
    if target.target_kind == "number":
        return figure_text(target.target_value, about)
    name = place_name(target.target_comparator)
    return name[0].upper() + name[1:]
