"""Statements whose day is known, by what was public then, with the verdict by today's figures beside it."""

import re
from collections.abc import Callable, Iterable

import pandas as pd

from analysis.data.local_figures import on_another_day
from analysis.data.store import england_on
from analysis.report.claims.national import National
from analysis.report.claims.verdicts import VERDICTS
from analysis.report.indicators.chapter import IndicatorsChapter


def sentence(reasons: Iterable[str]) -> str:
    """The reasons as one text, with minus signs that do not read as hyphens."""
    return re.sub(r"(?<![\w.])-(?=\d)", "−", "; ".join(dict.fromkeys(filter(None, reasons))))


def days_of(claims: pd.DataFrame, written: str) -> list[str]:
    """The day on which each statement was written: its own, or that of all."""
    own = claims["date"]
    if "written" in claims:
        own = own.where(own != "", claims["written"])
    return own.replace("", written).tolist()


def of_their_day(
    rows: list[dict], report: IndicatorsChapter, claims: pd.DataFrame, days: list[str], judged: Callable
) -> list[dict]:
    """The verdicts by the figures that were public when each statement was made, where these are known."""
    found = list(rows)
    for day in sorted({*days} - {""}):
        then = england_on(day, report.question.as_at)
        earlier = on_another_day(report, then) if then else report
        national = National(earlier, day)
        for place, row in enumerate(claims.itertuples()):
            if days[place] != day:
                continue
            found[place] = rows[place] | {"date": day}
            if then is not None:
                made = judged(row, earlier, national=national)
                found[place] |= _beside_today(made, rows[place], national, then.release)
    return found


def _beside_today(then: dict, today: dict, national: National, release: str) -> dict:
    """What the figures of the day make of a claim, beside the verdict by today's; nothing where they do not have it."""
    if then["national"] == "no data" or not then["national"]:
        return {}
    if then["basis"] != "national":
        # the papers decide; of the day the national data can still say what today's do not
        if then["national"] == today["national"]:
            return {}
        said = f"by {national.said}: {then['national']} ({then['national_figures']})"
        return {"reason": sentence([today["reason"], said])}
    names = ("verdict", "recomputed", "reason", "basis", "figures_from", "readings")
    decided = {name: then[name] for name in names}
    if then["verdict"] != today["verdict"]:
        found = f" ({today['recomputed']})" if today["recomputed"] else ""
        now = f"{VERDICTS[today['verdict']]} by the national data of today{found}"
        decided["reason"] = sentence([then["reason"], now])
    about = {"release": release, "verdict_today": today["verdict"], "recomputed_today": today["recomputed"]}
    return decided | about
