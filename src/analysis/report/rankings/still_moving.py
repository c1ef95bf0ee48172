"""How far ranks may still move: what became of earlier years of the measures whose figures are provisional.

No forecast: it is counted what happened to all local authorities in the few years that are known.
"""

import pandas as pd

from analysis.basics.numbers import academic_year, format_value
from analysis.basics.phrases import counted, joined
from analysis.catalogue.measures import PHASES, load_measures, of_all_pupils
from analysis.catalogue.observations import KEY
from analysis.data.publication_status import PROVISIONAL
from analysis.data.ranking import FAR, FURTHER
from analysis.output.page import written
from analysis.report.rankings.chapter import RankingsChapter
from analysis.report.rankings.columns import RankMovements

NONE_PROVISIONAL = (
    "No figure of this year is known to be provisional. Figures like these have been changed all the same."
)
NO_FORECAST = (
    "This says what happened to all local authorities in those years, not what will happen to one of them."
)
NOT_OF_GROUPS = "Groups of pupils are not counted here. They are smaller, so their ranks may move further. The data file has them."


def may_still_move(rankings: pd.DataFrame) -> pd.DataFrame:
    """The figures of the year that their publisher may still change: rows of ``rankings``.

    The one place where this is decided for the section on what may still move.
    """
    return rankings[rankings["publication_status"] == PROVISIONAL]


def moved_before(report: RankingsChapter) -> pd.DataFrame:
    """The earlier years in which figures of the measures and groups on the page were revised: rank_movements.csv.

    Returns
    -------
    DataFrame
        The columns of ``RankMovements``, in the order of the page, each series from its earliest year on.
    """
    series = KEY[:2]
    page = report.rankings[series].assign(place=range(len(report.rankings)))
    rows = report.england.how_far_moved(report.year).merge(page, on=series)
    if rows.empty:
        return RankMovements.empty()
    rows = rows.join(load_measures()[["title", "short_title", "phase"]], on="measure")
    provisional = pd.MultiIndex.from_frame(may_still_move(report.rankings)[series])
    rows["provisional"] = pd.MultiIndex.from_frame(rows[series]).isin(provisional)
    rows = rows.sort_values(["place", "year"], kind="stable", ignore_index=True)
    return rows[RankMovements.names()]


def of_provisional(moves: pd.DataFrame) -> pd.DataFrame:
    """The rows that the page shows: ranked measures of all pupils, whose figures are provisional."""
    return moves[moves["provisional"] & of_all_pupils(moves) & (moves["ranked"] > 0)].reset_index(drop=True)


def told(moves: pd.DataFrame, report: RankingsChapter) -> list[str]:
    """How far ranks moved before, a sentence for each phase, and how few years that is; ``moves`` as ``moved_before`` has them."""
    provisional = may_still_move(report.rankings)
    if provisional.empty:
        return [NONE_PROVISIONAL]
    before = of_provisional(moves)
    if before.empty:
        return [
            f"{counted(len(provisional), 'figure')} of this year {'is' if len(provisional) == 1 else 'are'} provisional. No earlier "
            "year of all pupils is known in which the ranks of such a measure can be compared before and after it was revised."
        ]
    whole = provisional[of_all_pupils(provisional)]
    phases = [
        phase_sentence(before[before["phase"] == phase], int((whole["phase"] == phase).sum()))
        for phase in PHASES
        if phase in set(before["phase"])
    ]
    others = [name for phase, name in PHASES.items() if phase in {*whole["phase"]} - {*before["phase"]}]
    unknown = (
        [f"{joined(others)}: no two releases at hand show an earlier year before and after it was revised."]
        if others
        else []
    )
    return [*phases, *unknown, compared(before), NO_FORECAST, NOT_OF_GROUPS]


def phase_sentence(rows: pd.DataFrame, provisional: int) -> str:
    """One phase: how many of its provisional measures have been revised before, in which years, and what ranks did.

    Parameters
    ----------
    rows : DataFrame
        Those of ``of_provisional`` that are of the phase.
    provisional : int
        How many measures of all pupils are provisional in the phase.
    """
    measures, years = rows["measure"].nunique(), sorted({*rows["year"]})
    ranked, far, further = (int(rows[name].sum()) for name in ("ranked", "moved_5", "moved_10"))
    times = "the last time" if len(years) == 1 else f"the last {len(years)} times"
    moved, within = int(rows["moved"].sum()), int(rows["within_ties"].sum())
    ties = f" Of the {moved:,} ranks that moved at all, {within:,} did so within ties." if moved else ""
    far_moved = f"{far or 'none'} of {ranked:,} ranks{share(far, ranked)} moved {FAR} places or more"
    return (
        f"{PHASES[rows['phase'].iloc[0]]}, all pupils: {times} figures were revised ({joined([academic_year(year) for year in years])}), {far_moved} "
        f"and {further or 'none'}{share(further, ranked)} {FURTHER} or more. The furthest moved {counted(int(rows['largest'].max()), 'place')}, and "
        f"{int(rows['bands'].sum()) or 'none'} came into another band.{ties} That is known of {measures} of "
        f"{counted(provisional, 'measure')} with provisional figures, and of {only(len(years))}."
    )


def only(years: int) -> str:
    """How few years are known."""
    return "one year only" if years == 1 else f"{years} years only"


def share(part: int, whole: int) -> str:
    """A part in per cent, in brackets; nothing for none."""
    percent = 100 * part / whole
    if not part:
        return ""
    return " (under 1%)" if percent < 1 else f" ({format_value(percent, 'percent', 0, with_unit=True)})"


def compared(rows: pd.DataFrame) -> str:
    """Which releases are compared."""
    last = written(rows["release_last"].iloc[0][:10])
    text = f"This compares the figures in the first release at hand that has the year with those in the release of {last}."
    if rows["is_oldest"].any():
        oldest = written(rows.loc[rows["is_oldest"], "release_first"].iloc[0][:10])
        text += f" The oldest release at hand is of {oldest}. Its figures may have been changed before."
    return text
