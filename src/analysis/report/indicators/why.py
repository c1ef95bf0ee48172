"""Why an indicator has its status, in sentences: the reasons of indicators.csv as a page says them."""

import pandas as pd

from analysis.basics.numbers import ordinal
from analysis.basics.phrases import counted
from analysis.report.indicators.judging import CHANCE
from analysis.report.indicators.notes import OPEN

#: Statuses whose first reason is told whole; of the others it ends with how much is allowed, which the table has.
WHOLE = ("cannot be judged", "may be met", "met")


def why_sentences(row) -> list[str]:
    """Every reason of a row of indicators.csv, the first of them how far it is; nothing if there is none."""
    first, *others = row.reason.split("; ")
    return [_sentence(_how_far(row) or first), *map(_sentence, others)] if first else []


def in_short(row) -> str:
    """How far it is, and if ties or chance leave the status open, that they do."""
    first, *others = row.reason.split("; ")
    short = _how_far(row) or (first if row.status in WHOLE else first.rpartition(", ")[0])
    doubt = next((part for part in others if OPEN in part or CHANCE in part), "")
    return " ".join([_sentence(short), *([_sentence(f"but {doubt}")] if doubt else [])])


def _how_far(row) -> str:
    """The place of a target that is a share of LAs: "54th of 152 is 39 places short of the target, the first 15"."""
    if row.target_kind != "top_share" or pd.isna(row.rank) or pd.isna(row.last_place):
        return ""
    place, target = f"{ordinal(row.rank)} of {row.band_n}", f"the target, the first {row.last_place}"
    beyond = row.rank - row.last_place
    return (
        f"{place} meets {target}"
        if beyond <= 0
        else f"{place} is {counted(beyond, 'place')} short of {target}"
    )


def _sentence(words: str) -> str:
    """A reason with a capital and a full stop; the statuses that open places give stand in a sentence of their own."""
    text = f"{words[0].upper()}{words[1:]}."
    return text.replace(": by the ", ". By the ").replace(f": {CHANCE}", f". {CHANCE[0].upper()}{CHANCE[1:]}")
