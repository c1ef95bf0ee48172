"""Checking statements against the figures: what holds, what does not, what cannot be said.

``read_claims`` reads a table of statements, ``check_claims`` gives each its verdict. A statement of a transcribed
report is judged by that report's own figures: does the text follow from the tables? What the national data of today
say stands beside it (``national``), and decides only where the papers have no figure. For any other local authority
and year the national data decide. Where the day of a statement is known and the release of the interactive tool that was
public then is at hand, the national data are those of that day, and the verdict by today's stands beside it. No verdict is entered by hand: every kind of claim has a rule in ``RULES``.
"""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.catalogue.manifest import editions
from analysis.catalogue.measures import load_measures, title
from analysis.report.checks.evidence import Papers, Printings
from analysis.report.claims import peers, rules, targets
from analysis.report.claims.cases import cases
from analysis.report.claims.columns import Claims
from analysis.report.claims.days import days_of, of_their_day, sentence
from analysis.report.claims.files import ReadClaims, read_claims, read_file
from analysis.report.claims.hints import hints
from analysis.report.claims.kinds import COLUMNS
from analysis.report.claims.national import National
from analysis.report.claims.of_their_time import Written, in_its_time
from analysis.report.claims.readings import in_readings
from analysis.report.claims.running import repeated
from analysis.report.claims.shown import OF_A_YEAR
from analysis.report.claims.stated import stated
from analysis.report.claims.sums import over_years
from analysis.report.claims.verdicts import VERDICTS, Finding, assess
from analysis.report.indicators.chapter import IndicatorsChapter

__all__ = ["RULES", "VERDICTS", "check_claims", "claims_file", "claims_of", "given", "read_claims"]

RULES = {
    "value": rules.value,
    "same_figure": rules.same_figure,
    **{kind: repeated(rule) for kind, rule in OF_A_YEAR.items()},
    "band_edge": rules.band_edge,
    "arithmetic": over_years(rules.arithmetic),
    "total": peers.total,
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


def given(report: IndicatorsChapter, file: str = "") -> ReadClaims:
    """``claims_file`` as it was read: the claims to judge, and what is wrong with other rows; nothing without a file."""
    found = claims_file(report, file)
    return ReadClaims(pd.DataFrame(columns=COLUMNS, dtype=str)) if found is None else read_file(found)


def claims_of(
    report: IndicatorsChapter, file: str = "", dated: bool = True, written: str = ""
) -> pd.DataFrame:
    """The verdicts on what can be judged of ``claims_file``; an empty table if there are no claims of this LA and year.

    ``dated`` and ``written`` are as in ``check_claims``. A claim that the data give no meaning to is not checkable.
    """
    claims = given(report, file).claims
    if claims.empty:
        return Claims.empty()
    return check_claims(report, claims, dated=dated, written=written, strict=False)


def check_claims(
    report: IndicatorsChapter,
    claims: pd.DataFrame,
    national: National | None = None,
    dated: bool = True,
    written: str = "",
    strict: bool = True,
) -> pd.DataFrame:
    """The verdict on each claim.

    Parameters
    ----------
    report : IndicatorsChapter
        Of one local authority and year. ``area`` and ``comparator`` may name any other area.
    claims : DataFrame
        As ``read_claims`` returns it.
    national : National, optional
        Other figures to decide than the national data: those that the statements were made from.
    dated : bool
        Judge a statement whose day is known by what was public then, and call one ambiguous that may have been right by
        earlier figures; else judge all by the figures of the report.
    written : str
        The day on which statements without a day of their own were written, such as 2025-12-05; that of the transcribed
        report if empty.
    strict : bool
        Raise for a claim that the data give no meaning to; else it is not checkable, with the reason.

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
    others = national is None and dated
    if national is None and report.england.is_ranked:
        national = National(report)
    lines = claims["location"].str.extract(r"\bL(\d+)\b")[0].fillna("0").astype(int)
    claims = claims.assign(line=lines)
    judged = partial(_checked, claims=claims, printings=printings, strict=strict, others=others)
    rows = [judged(row, report, national=national) for row in claims.itertuples()]
    if dated:
        days = days_of(claims, written or report.paper_day)
        rows = of_their_day(rows, report, claims, days, judged)
        newest = report.question.as_at or report.england.release[:10]
        rows = [
            # by its own day's figures it is judged already
            found
            if found["verdict"] != "contradicted" or found["release"] or not others
            else found | judged(row, report, national=national, when=Written(day, newest)) | {"date": day}
            for found, row, day in zip(rows, claims.itertuples(), days, strict=True)
        ]
    order = {verdict: place for place, verdict in enumerate(VERDICTS)}
    table = pd.DataFrame(rows, columns=Claims.names()).astype(Claims.types())
    return table.sort_values("verdict", key=lambda cells: cells.map(order), kind="stable", ignore_index=True)


def _checked(
    row,
    report: IndicatorsChapter,
    claims: pd.DataFrame,
    printings: Printings | None,
    national: National | None,
    strict: bool = True,
    others: bool = False,
    when: Written | None = None,
) -> dict:
    """One row of the result; ``others`` if the statements may rest on other figures than those that decide."""
    rule = RULES[row.kind]
    cells = {name: getattr(row, name, "") for name in Claims.names()}
    try:
        found = [
            (apart, case, assess(row, case, rule, printings, national)) for apart, case in cases(row, report)
        ]
        if others:
            found = [
                (apart, case, in_its_time(finding, case, rule, national, when))
                for apart, case, finding in found
            ]
    except InputError as error:
        if not strict:
            reason = f"it cannot be judged: {error.problem}"
            return cells | {"verdict": "not_checkable", "printed": row.value or row.word, "reason": reason}
        problem = f"Claim {row.id} cannot be checked. {error.problem}"
        remedy = "Correct the row, or check the claim against the report that it is of."
        raise InputError(problem, row=row.Index, column=error.column, remedy=remedy) from None
    case, finding = found[0][1], found[0][2]
    if len(found) > 1:
        finding = _of_several([(apart, one) for apart, _, one in found], report)
    reasons = list(finding.reasons)
    if finding.verdict == "contradicted" and printings is not None:
        reasons += hints(row, case, report, claims, Papers(printings, report.counted_among))
    made = {name: getattr(finding, name) for name in Claims.names() if hasattr(finding, name)}
    printed = stated(row, case)
    if finding.verdict == "contradicted" and not any(reasons):
        reasons = [f"the figures say {finding.recomputed}, and the claim {printed}"]
    read = in_readings(row, found, finding.verdict, rule, printings, national)
    return cells | made | {"printed": printed, "reason": sentence(reasons), "readings": read}


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
