"""Claims as tables and sentences."""

import re

import pandas as pd

from analysis.basics.phrases import counted as number_of
from analysis.basics.phrases import joined
from analysis.catalogue.vague_words import RULES, SIZES, load_words
from analysis.output.absent import Absent
from analysis.output.fold import folded
from analysis.output.page import written
from analysis.output.table import Table
from analysis.report.claims.kinds import KINDS
from analysis.report.claims.verdicts import VERDICTS
from analysis.report.indicators.chapter import IndicatorsChapter

#: What each verdict means, as the page says it.
MEANINGS = {
    "contradicted": "the figures say otherwise",
    "ambiguous": "it holds by one meaning or figure and not by another, its figure is in doubt, or it may have held at the time",
    "not_supported_statistically": "it holds as printed, but the number of pupils, or ties and local authorities without a figure, leave it open",
    "not_checkable": "the figures that would be needed are not there",
    "holds": "it follows from the figures",
}
_SAID = {
    "contradicted": "contradicted by the figures",
    "ambiguous": "ambiguous",
    "not_supported_statistically": "not supported statistically",
    "not_checkable": "not checkable",
}
CHANGED = (
    "These claims hold by the figures of the papers and not by today's national data. Figures were revised, a definition changed, or the "
    "papers have a slip."
)
#: What makes two claims one statement made in two places.
SAME = ["claim", "printed", "recomputed", "reason", "measure", "pupil_group"]
#: A longer table of claims that are contradicted stands behind its name, as those of other verdicts do.
MOST_OPEN = 40
#: Of more places than this none is listed beside the figures; claims.csv has them.
MOST_PLACES = 4
UNITS = {
    "percent": "%",
    "points": " points",
    "rate": " per 100",
    "score_0": " (whole scores)",
    "score_1": " (scores with one decimal)",
    "score_2": " (scores with two)",
}


def counted(rows: pd.DataFrame) -> str:
    """How many claims were checked, and what came out."""
    if rows.empty:
        return "There are no claims of this local authority and year to check."
    counts = rows["verdict"].value_counts()
    hold = int(counts.get("holds", 0))
    parts = [f"{counts[verdict]} {said}" for verdict, said in _SAID.items() if verdict in counts]
    if parts:
        number, _, said = parts[0].partition(" ")
        parts[0] = f"{number} {'is' if number == '1' else 'are'} {said}"
    first = f"{hold or 'none'} {'holds' if hold == 1 else 'hold'}"
    return f"Of {number_of(len(rows), 'claim')} checked, {'; '.join(filter(None, [first, joined(parts) if parts else '']))}."


def basis(report: IndicatorsChapter) -> list[str]:
    """Whose figures decide."""
    if report.paper is None:
        return ["The national data decide."]
    return [
        "The question is whether the text follows from the tables, so the figures of the papers decide.",
        "Annex A repeats figures of the tables. It counts only where no table has the figure.",
        "Where the papers have no second figure, today's national data decide. If only these disagree, the claim is called ambiguous, "
        "because the data of the time may have agreed."
        if report.england.is_ranked
        else "The national data are not at hand. So claims about figures that the papers do not print are not checkable, and ties are "
        "not known.",
        "A place such as “t22 L1265” is line 1265 of the papers' text, in table t22 of the data checks.",
    ]


def meaning(rows: pd.DataFrame, verdict: str) -> str:
    """What a verdict means, and how many claims have it."""
    own = rows[rows["verdict"] == verdict]
    n, statements = len(own), own.groupby(SAME, dropna=False).ngroups
    text = f"{MEANINGS[verdict][0].upper()}{MEANINGS[verdict][1:]}: {number_of(n, 'claim')}"
    return (
        f"{text}. Some are made in several places, so these are {number_of(statements, 'statement')}."
        if statements < n
        else f"{text}."
    )


def counts_table(rows: pd.DataFrame) -> Table:
    """Claims of each kind, by verdict."""
    counts = pd.crosstab(rows["kind"], rows["verdict"])
    body = [
        {
            "Kind of claim": KINDS[kind].meaning[0].upper() + KINDS[kind].meaning[1:],
            "In claims.csv": kind,
            **{VERDICTS[verdict].capitalize(): int(counts.loc[kind].get(verdict, 0)) for verdict in VERDICTS},
            "All": int(counts.loc[kind].sum()),
        }
        for kind in KINDS
        if kind in counts.index
    ]
    notes = tuple(f"{VERDICTS[verdict].capitalize()}: {text}." for verdict, text in MEANINGS.items())
    return Table("Claims by kind and verdict", pd.DataFrame(body, dtype=object), notes)


def verdict_table(rows: pd.DataFrame, verdict: str) -> Table:
    """The claims with one verdict, in the order of the papers; one that is made in several places once, with all of them."""
    own = rows[rows["verdict"] == verdict]
    body = []
    for _, group in own.groupby(SAME, sort=False, dropna=False):
        row = next(group.itertuples())
        body.append(
            {
                "Claim": row.claim,
                "As stated": _text(row.printed) or Absent("no figure"),
                "The figures": _figures(row, verdict) or Absent("no figure"),
                "Why": _sentence(_text(row.reason)),
                "Where": "; ".join(dict.fromkeys(group["location"])),
            }
        )
    frame = pd.DataFrame(body, columns=["Claim", "As stated", "The figures", "Why", "Where"], dtype=object)
    if verdict == "holds":
        # the reason of what holds is in claims.csv: a page that lists hundreds of claims has to be short
        frame = frame.drop(columns="Why")
    return Table(f"Claims: {VERDICTS[verdict]}", frame, ("In the order in which they were entered.",))


def verdict_shown(rows: pd.DataFrame, verdict: str) -> list[object]:
    """The table of a verdict: open if it is the one that matters most and not long, behind its name otherwise."""
    table = verdict_table(rows, verdict)
    if verdict == "contradicted" and len(table.frame) <= MOST_OPEN:
        return [table]
    return folded(f"All {number_of(len(table.frame), 'statement')}", table)


def _sentence(text: str) -> str:
    """A reason with a capital and a full stop."""
    return f"{text[0].upper()}{text[1:].removesuffix('.')}." if text else "No reason is given."


def _figures(row, verdict: str) -> str:
    """What the figures say; for a claim that is in doubt also where they stand, unless the reason says it."""
    text, places = _text(row.recomputed), row.figures_from.split("; ") if row.figures_from else []
    if not text or verdict not in ("contradicted", "ambiguous") or len(places) > MOST_PLACES:
        return text
    if row.basis == "papers" and any(place in row.reason for place in places):
        return text
    return f"{text} ({_together(places)})" if places else text


def _together(places: list[str]) -> str:
    """Places with each table named once: "t22 L1265, L1268"."""
    lines: dict[str, list[str]] = {}
    for place in places:
        table, _, line = place.rpartition(" L")
        lines.setdefault(table or place, []).extend([f"L{line}"] * bool(table))
    return "; ".join(" ".join([table, ", ".join(found)]).strip() for table, found in lines.items())


def _text(text: str) -> str:
    """For people: alternatives in words, and minus signs that do not read as hyphens."""
    return re.sub(r"(?<![\w.])-(?=\d)", "−", text.replace(" | ", "; or "))


def changed_since(rows: pd.DataFrame) -> pd.DataFrame:
    """Claims that hold in the papers, and not by the national data of today."""
    return rows[
        (rows["verdict"] == "holds") & (rows["basis"] == "papers") & (rows["national"] == "contradicted")
    ]


def dated(rows: pd.DataFrame) -> str:
    """How many statements were judged by what was public when they were made; empty if the day of none is known."""
    known, judged = rows[rows["date"] != ""], rows[rows["release"] != ""]
    if known.empty:
        return ""
    text = f"The day of {number_of(len(known), 'claim')} is known. "
    if judged.empty:
        return f"{text}For none of them is a release at hand that was public then."
    releases = joined([written(name[:10]) for name in sorted({*judged["release"]})])
    other = int((judged["verdict"] != judged["verdict_today"]).sum())
    return (
        f"{text}{len(judged)} {'is' if len(judged) == 1 else 'are'} judged by the release of the interactive tool that was public then "
        f"({releases}). {other or 'None'} of these {'has' if other == 1 else 'have'} another verdict by today's figures."
    )


def since_made(rows: pd.DataFrame) -> pd.DataFrame:
    """Claims with one verdict by the figures of the day on which they were made, and another by today's."""
    return rows[(rows["release"] != "") & (rows["verdict"] != rows["verdict_today"])]


def since_made_table(own: pd.DataFrame) -> Table:
    """Both verdicts of ``since_made``, and the figures of each."""
    body = [
        {
            "Claim": row.claim,
            "Where": row.location,
            "As stated": _text(row.printed),
            "Made on": written(row.date),
            "When made | verdict": VERDICTS[row.verdict],
            "When made | figures": f"{_text(row.recomputed) or 'none'}, release of {written(row.release[:10])}",
            "Today | verdict": VERDICTS[row.verdict_today],
            "Today | figures": _text(row.recomputed_today) or Absent("no figure"),
        }
        for row in own.itertuples()
    ]
    return Table("Claims with another verdict by today's figures", pd.DataFrame(body, dtype=object))


def today_table(own: pd.DataFrame) -> Table:
    """Claims that hold in the papers beside what the national data of today have."""
    body = [
        {
            "Claim": row.claim,
            "As stated": _text(row.printed),
            "The papers": _text(row.recomputed),
            "National data of today": _text(row.national_figures),
            "Where": row.location,
        }
        for row in own.itertuples()
    ]
    columns = ["Claim", "As stated", "The papers", "National data of today", "Where"]
    return Table(
        "Claims that hold in the papers and not by the national data of today",
        pd.DataFrame(body, columns=columns, dtype=object),
    )


def words_table() -> Table:
    """The rules for vague words."""
    body = [
        {
            "Word": word.word,
            "Also": "; ".join(word.also) or "–",
            "Asks": RULES[word.rule],
            "Holds if": word.meaning,
            "Amount": ", ".join(
                "1 point"
                if (unit, word.sizes.get(unit)) == ("points", 1)
                else f"{word.sizes[unit]:g}{UNITS[unit]}"
                for unit in SIZES
                if word.sizes.get(unit)
            )
            or "–",
        }
        for word in load_words().values()
    ]
    return Table("What vague words are taken to mean", pd.DataFrame(body, dtype=object))
