"""Checking statements against the figures: what holds, what does not, what cannot be said.

``read_claims`` reads a table of statements, ``check_claims`` gives each its verdict. A statement of a transcribed
report is judged by that report's own figures: does the text follow from the tables? What the national data of today
say stands beside it (``national``), and decides only where the papers have no figure. For any other local authority
and year the national data decide. Where the day of a statement is known and the release of the interactive tool that was
public then is at hand, the national data are those of that day, and the verdict by today's stands beside it. No verdict is entered by hand: every kind of claim has a rule in ``RULES``.
"""

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.catalogue.manifest import editions
from analysis.catalogue.measures import load_measures, title
from analysis.data.local_figures import on_another_day
from analysis.data.store import england_on
from analysis.report.checks.evidence import Papers, Printings
from analysis.report.claims import peers, rules, superlatives, targets
from analysis.report.claims.cases import cases
from analysis.report.claims.columns import Claims
from analysis.report.claims.files import read_claims
from analysis.report.claims.hints import hints
from analysis.report.claims.national import National
from analysis.report.claims.readings import in_readings
from analysis.report.claims.stated import stated
from analysis.report.claims.verdicts import VERDICTS, Finding, assess
from analysis.report.indicators.chapter import IndicatorsChapter

__all__ = ["RULES", "VERDICTS", "check_claims", "claims_file", "claims_of", "read_claims"]

RULES = {
    "value": rules.value,
    "same_figure": rules.same_figure,
    "rank_value": rules.rank_value,
    "rank_band": rules.rank_band,
    "band_edge": rules.band_edge,
    "comparison": rules.comparison,
    "change": rules.change,
    "arithmetic": rules.arithmetic,
    "total": peers.total,
    "superlative": superlatives.superlative,
    "target_met": targets.target_met,
    "target_is": targets.target_is,
    "mark": targets.mark,
    "count": peers.count,
    "cohort_size": peers.cohort_size,
    "sensitivity": peers.sensitivity,
}


def claims_file(report: IndicatorsChapter, given: str = "") -> Path | None:
    """The claims to check: the file given, else those transcribed from the report, if any."""
    if given:
        return Path(given)
    source = editions().get((report.area.code, report.year))
    file = paths.raw() / Path(source.path).parent / "claims.csv" if source else None
    return file if file is not None and file.exists() else None


def claims_of(report: IndicatorsChapter, given: str = "", dated: bool = True) -> pd.DataFrame:
    """The verdicts on ``claims_file``; an empty table if there are no claims of this LA and year. ``dated`` as in ``check_claims``."""
    file = claims_file(report, given)
    return Claims.empty() if file is None else check_claims(report, read_claims(file), dated=dated)


def check_claims(
    report: IndicatorsChapter, claims: pd.DataFrame, national: National | None = None, dated: bool = True
) -> pd.DataFrame:
    """The verdict on each claim.

    Parameters
    ----------
    report : IndicatorsChapter
        Of one local authority and year. ``area`` and ``comparator`` may name any other area.
    claims : DataFrame
        As ``read_claims`` returns it.
    national : National, optional
        Other figures to decide than the national data.
    dated : bool
        Judge a statement whose day is known by what was public then; else all by the figures of the report.

    Returns
    -------
    DataFrame
        The columns of ``Claims``, contradictions first, then in the order of the claims. ``verdict`` is a key of ``VERDICTS``;
        ``basis`` says whose figures decided; ``national`` is what the national data alone would say (holds,
        contradicted, ambiguous, no data, or nothing where no figure is needed).

    Raises
    ------
    InputError
        For a claim that the data give no meaning to, such as one of a cohort that the report does not have.
    """
    printings = Printings.of(report) if report.paper is not None else None
    if national is None and report.england.is_ranked:
        national = National(report)
    lines = claims["location"].str.extract(r"\bL(\d+)\b")[0].fillna("0").astype(int)
    claims = claims.assign(line=lines)
    rows = [_checked(row, report, claims, printings, national) for row in claims.itertuples()]
    if dated:
        rows = _of_their_day(rows, report, claims, printings)
    order = {verdict: place for place, verdict in enumerate(VERDICTS)}
    table = pd.DataFrame(rows, columns=Claims.names()).astype(Claims.types())
    return table.sort_values("verdict", key=lambda cells: cells.map(order), kind="stable", ignore_index=True)


def _of_their_day(
    rows: list[dict], report: IndicatorsChapter, claims: pd.DataFrame, printings: Printings | None
) -> list[dict]:
    """The verdicts by the figures that were public when each statement was made, where these are known."""
    found, days = list(rows), claims["date"].replace("", report.paper_day)
    for day in sorted({*days} - {""}):
        then = england_on(day, report.question.as_at)
        earlier = on_another_day(report, then) if then else report
        national = National(earlier, day)
        for place, row in enumerate(claims.itertuples()):
            if days.iloc[place] != day:
                continue
            found[place] = rows[place] | {"date": day}
            if then is not None:
                made = _checked(row, earlier, claims, printings, national)
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
        return {"reason": _sentence([today["reason"], said])}
    decided = {
        name: then[name] for name in ("verdict", "recomputed", "reason", "basis", "figures_from", "readings")
    }
    if then["verdict"] != today["verdict"]:
        found = f" ({today['recomputed']})" if today["recomputed"] else ""
        now = f"{VERDICTS[today['verdict']]} by the national data of today{found}"
        decided["reason"] = _sentence([then["reason"], now])
    about = {"release": release, "verdict_today": today["verdict"], "recomputed_today": today["recomputed"]}
    return decided | about


def _checked(
    row,
    report: IndicatorsChapter,
    claims: pd.DataFrame,
    printings: Printings | None,
    national: National | None,
) -> dict:
    """One row of the result."""
    rule = RULES[row.kind]
    try:
        found = [
            (apart, case, assess(row, case, rule, printings, national)) for apart, case in cases(row, report)
        ]
    except InputError as error:
        problem = f"Claim {row.id} cannot be checked. {error.problem}"
        remedy = "Correct the row, or check the claim against the report that it is of."
        raise InputError(problem, row=row.Index, column=error.column, remedy=remedy) from None
    case, finding = found[0][1], found[0][2]
    if len(found) > 1:
        finding = _of_several([(apart, one) for apart, _, one in found], report)
    reasons = list(finding.reasons)
    if finding.verdict == "contradicted" and printings is not None:
        reasons += hints(row, case, report, claims, Papers(printings, report.counted_among))
    read = in_readings(row, found, finding.verdict, rule, printings, national)
    cells = {name: getattr(row, name, "") for name in Claims.names()}
    made = {name: getattr(finding, name) for name in Claims.names() if hasattr(finding, name)}
    return cells | made | {"printed": stated(row, case), "reason": _sentence(reasons), "readings": read}


def _sentence(reasons: list[str]) -> str:
    """The reasons as one text, with minus signs that do not read as hyphens."""
    return re.sub(r"(?<![\w.])-(?=\d)", "−", "; ".join(dict.fromkeys(filter(None, reasons))))


def _of_several(found: list[tuple[str, Finding]], report: IndicatorsChapter) -> Finding:
    """One finding from several meanings: their verdict if it is the same for all, else ambiguous."""
    listed = tuple(
        f"{title(apart) if apart in load_measures().index else apart}: {VERDICTS[finding.verdict]}"
        + (f" ({finding.recomputed})" if finding.recomputed else "")
        for apart, finding in found
    )
    first = found[0][1]
    recomputed = " | ".join(dict.fromkeys(finding.recomputed for _, finding in found if finding.recomputed))
    national = {finding.national for _, finding in found}
    together = replace(
        first,
        recomputed=recomputed,
        national=first.national if len(national) == 1 else "ambiguous",
        reasons=listed,
    )
    verdicts = {finding.verdict for _, finding in found}
    if len(verdicts) > 1 and "contradicted" in verdicts:
        return replace(together, verdict="ambiguous", reasons=("depends on what is meant", *listed))
    # what holds by one meaning and cannot be shown, or checked, by another has a meaning by which it holds
    order = ("contradicted", "ambiguous", "holds", "not_supported_statistically", "not_checkable")
    return replace(together, verdict=next(verdict for verdict in order if verdict in verdicts))
