"""How many figures a set of claims rests on, and how many of them chance, or being picked, would make all the same."""

import pandas as pd

from analysis.basics.numbers import format_value
from analysis.basics.phrases import counted
from analysis.catalogue.measures import load_measures, of_all_pupils, titled
from analysis.catalogue.vague_words import find_word
from analysis.data.ranking import BANDS
from analysis.report.claims.changes import is_softer
from analysis.report.indicators.chapter import IndicatorsChapter
from analysis.statistics.multiplicity import stand_out_by_chance

#: How often the rule of change takes what is none for one, at most (docs/evidence/sizes-and-change.md).
LEVEL = 0.05
BAND = "top 10%"


def many_claims(table: pd.DataFrame, report: IndicatorsChapter) -> list[str]:
    """How many figures the claims compare, how far they are one another's, and what chance and choice would do.

    Parameters
    ----------
    table : DataFrame
        The columns of ``Claims``.
    report : IndicatorsChapter
        Whose ranks the claims could be picked from.
    """
    judged = table[~table["verdict"].isin(["not_checkable"])]
    if judged.empty:
        return []
    return [*_figures(judged), *_changes(judged), *_superlatives(judged), *_picked(report)]


def _figures(judged: pd.DataFrame) -> list[str]:
    """How many different figures there are, and the one that most claims rest on."""
    rows = judged[judged["measure"] != ""]
    if rows.empty:
        return []
    behind = rows.groupby(["measure", rows["pupil_group"].replace("", "all")]).size()
    said = [
        f"{counted(len(judged), 'claim')} could be judged. {'It rests' if len(judged) == 1 else 'They rest'} on "
        f"{counted(len(behind), 'figure')} (a measure and a group of pupils)."
    ]
    if behind.max() > 1:
        (measure, group), most = behind.idxmax(), int(behind.max())
        said.append(
            f"They are not separate evidence. {_name(measure, group)} alone is behind {most} of them, and figures of the same pupils go "
            "together."
        )
    return said


def _name(measure: str, group: str) -> str:
    """A measure and group in words; of a claim with several meanings the first."""
    first, whom = measure.split(" | ")[0], group.split(" | ")[0]
    titles = load_measures()["title"]
    return titled(first, titles[first], whom) if first in titles.index else first


def asked_of_chance(table: pd.DataFrame) -> pd.DataFrame:
    """The claims that a level or a gap has changed, which hold as printed, so that it was asked what chance makes of them."""
    rows = table[(table["kind"] == "change") & ~table["figure"].isin(["rank", "gap_rank"])]
    rows = rows[(rows["value"] == "") & rows["verdict"].isin(["holds", "not_supported_statistically"])]
    firm = [find_word(word).rule == "move" and not is_softer(find_word(word).word) for word in rows["word"]]
    return rows[pd.Series(firm, index=rows.index, dtype=bool)]


def _changes(judged: pd.DataFrame) -> list[str]:
    rows = asked_of_chance(judged)
    if rows.empty:
        return []
    hold = int((rows["verdict"] == "holds").sum())
    expected = stand_out_by_chance(len(rows), LEVEL)
    return [
        f"{counted(len(rows), 'claim')} {'says' if len(rows) == 1 else 'say'} that a figure has changed. {hold or 'None'} "
        f"{'holds' if hold == 1 else 'hold'} when rounding and chance are allowed for. Had nothing changed, up to about "
        f"{format_value(expected, 'count', 0 if expected >= 1 else 1)} would still hold, one in {round(1 / LEVEL)}."
    ]


def _superlatives(judged: pd.DataFrame) -> list[str]:
    n = int((judged["kind"] == "superlative").sum())
    if not n:
        return []
    names = "names" if n == 1 else "name"
    return [
        f"{counted(n, 'claim')} {names} the first or the last of several. One always is, even where all differ by chance alone."
    ]


def _picked(report: IndicatorsChapter) -> list[str]:
    """From how many ranks claims are picked, and what a lot would put in the best tenth."""
    ranked = report.rankings[report.rankings["rank"].notna()]
    whole = ranked[of_all_pupils(ranked)]
    if whole.empty:
        return []
    by_lot = stand_out_by_chance(len(whole), BANDS[BAND] / 100)
    return [
        f"Claims are picked, and each is judged by itself. {report.area.name} has {counted(len(whole), 'rank')} of all pupils in the "
        f"year. If places were drawn by lot, about {format_value(by_lot, 'count', 0)} of them would be in the {BAND}."
    ]
