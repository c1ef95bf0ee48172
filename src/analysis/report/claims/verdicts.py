"""From what the figures say of a claim to its verdict: the papers first, then the national data."""

from dataclasses import dataclass, replace

from analysis.catalogue.areas import area_name
from analysis.catalogue.measures import group_phrase, load_measures
from analysis.catalogue.observations import SYMBOLS, select
from analysis.report.checks.evidence import Key, Papers, Printings, Reading
from analysis.report.claims.cases import Case, Outcome
from analysis.report.claims.national import National
from analysis.report.claims.shown import not_shown

VERDICTS = {
    "contradicted": "contradicted",
    "ambiguous": "ambiguous",
    "not_supported_statistically": "not supported statistically",
    "not_checkable": "not checkable",
    "holds": "holds",
}
#: Kinds that state a number: where it is printed on the claim's own line, that is no evidence for it.
STATED = ("value", "same_figure", "rank_value", "target_is")
#: Of claims about more figures than this, differences between printings and from today's data are not listed.
FEW = 4
_WORDS = {True: "holds", False: "contradicted", None: "ambiguous"}


@dataclass(frozen=True)
class Finding:
    """The verdict on one meaning of a claim, and what it rests on.

    ``basis`` is whose figures decided (papers, national); ``national`` what the national data alone would say;
    ``figures_from`` where the figures stand.
    """

    verdict: str
    recomputed: str = ""
    reasons: tuple[str, ...] = ()
    basis: str = ""
    national: str = ""
    national_figures: str = ""
    figures_from: str = ""


def assess(row, case: Case, rule, printings: Printings | None, national: National | None) -> Finding:
    """The verdict on one meaning of a claim, by the rule of its kind.

    Parameters
    ----------
    row : namedtuple
        The claim as it was read, with ``line``.
    case : Case
        One meaning of it.
    rule : function
        Of a case and a view of the figures, returning an ``Outcome`` or None.
    printings : Printings or None
        The figures of the transcribed report, where there is one.
    national : National or None
        The national data, where they are at hand.
    """
    if case.word is not None and case.word.rule == "none":
        meaning = case.word.meaning[0].lower() + case.word.meaning[1:].removesuffix(".")
        return Finding("not_checkable", reasons=(f"“{case.word.word}”: {meaning}",))
    papers = None
    if printings is not None:
        papers = Papers(printings, case.report.counted_among, row.line if case.kind in STATED else 0)
    in_papers = rule(case, papers) if papers is not None else None
    today = _of_today(rule, case, national)
    if papers is not None and in_papers is not None:
        return _by_papers(row, case, rule, in_papers, papers, national, today)
    if today is None or national is None:
        needs = f"needs {row.needs or _needs(case, national)}"
        return Finding("not_checkable", reasons=(needs,), national="no data")
    if today.needs:
        reasons = (today.reason, f"needs {row.needs or today.needs}")
        return Finding("not_checkable", today.found, reasons, national="no data")
    filled = rule(case, papers.filled(national)) if papers is not None else today
    return _by_national(row, case, today, filled, national)


def _of_today(rule, case: Case, national: National | None) -> Outcome | None:
    if national is None:
        return None
    national.used = {}
    return rule(case, national)


def _by_papers(
    row, case: Case, rule, first: Outcome, papers: Papers, national, today: Outcome | None
) -> Finding:
    """The verdict by the report's own figures, in every place that prints them."""
    readings = [(papers, first)] + [(view, found) for view in papers.others() if (found := rule(case, view))]
    beside = {"national": "", "national_figures": ""}
    if papers.used:
        beside = _beside(today)
    basis = "papers" if papers.used else "the claim itself"
    where = "; ".join(dict.fromkeys(reading.place for reading in papers.used.values()))
    finding = Finding("", first.found, (first.reason,), basis, figures_from=where, **beside)
    if first.needs:
        return replace(finding, verdict="not_checkable", reasons=(first.reason, f"needs {first.needs}"))
    notes = [*_elsewhere(papers), *_differences(papers, national)] if len(papers.used) <= FEW else []
    if today is not None and beside["national"] in ("holds", "contradicted") and today.holds != first.holds:
        notes = [f"by {national.said} it {'holds' if today.holds else 'does not hold'}: {today.found}"]
    if len({outcome.holds for _, outcome in readings}) > 1:
        listed = tuple(_reading_of(view, outcome, papers) for view, outcome in readings)
        found = " | ".join(dict.fromkeys(outcome.found for _, outcome in readings))
        return replace(
            finding, verdict="ambiguous", recomputed=found, reasons=("depends on the place", *listed, *notes)
        )
    if row.period and first.holds is False:
        other = f"the figures printed are of the whole year; for the {row.period} none are"
        return replace(finding, verdict="ambiguous", reasons=(first.reason, other, *notes))
    if row.period:
        notes = [f"as printed for the whole year; the claim is of the {row.period}", *notes]
    doubts = [f"{reading} is in doubt: {reading.doubt}" for reading in papers.used.values() if reading.doubt]
    # that a figure is printed twice is no judgement by it
    if doubts and first.holds and case.kind != "same_figure":
        rests = "it holds as printed, but rests on a figure that the data checks call wrong"
        return replace(finding, verdict="ambiguous", reasons=(first.reason, rests, *doubts, *notes))
    notes += doubts if first.holds is False else []
    verdict = _WORDS[first.holds]
    if first.holds and (open_ := not_shown(case, papers, national)):
        verdict, notes = "not_supported_statistically", [open_, *notes]
    return replace(finding, verdict=verdict, reasons=(first.reason, *notes))


def _by_national(row, case: Case, today: Outcome, filled: Outcome | None, national: National) -> Finding:
    """The verdict by the national data, where the papers lack a figure or there are none.

    ``filled`` is what the figures that the papers do have make of it, beside the national ones.
    """
    finding = Finding(_WORDS[today.holds], today.found, (today.reason,), "national", **_beside(today))
    where = "; ".join(dict.fromkeys(reading.place for reading in national.used.values()))
    finding = replace(finding, figures_from=where)
    # of the figures that were public when it was made it need not be guessed what they were
    if today.holds is False and case.report.paper is not None and not national.day:
        note = "printed nowhere else in the papers, and today's national data have another figure: it may have held then"
        return replace(finding, verdict="ambiguous", reasons=(today.reason, note))
    if today.holds and filled is not None and filled.holds is not True:
        other = "does not hold" if filled.holds is False else "is left open"
        note = f"with the papers' own figure it is {filled.found}, and {other}"
        return replace(finding, verdict="ambiguous", reasons=(today.reason, note))
    if today.holds and (open_ := not_shown(case, national, national)):
        return replace(finding, verdict="not_supported_statistically", reasons=(today.reason, open_))
    if row.period and today.holds is False:
        note = f"the national figure is of the whole year, the claim of the {row.period}"
        return replace(finding, verdict="ambiguous", reasons=(today.reason, note))
    return finding


def _beside(today: Outcome | None) -> dict[str, str]:
    """What the national data alone would say."""
    if today is None or today.needs:
        return {"national": "no data", "national_figures": ""}
    return {"national": _WORDS[today.holds], "national_figures": today.found}


def _reading_of(view: Papers, outcome: Outcome, first: Papers) -> str:
    """One of several readings: the place that sets it apart, and what it makes of the claim."""
    places = [view.prefer]
    if view is first:
        places = list(dict.fromkeys(reading.place for reading in view.used.values()))
    return f"by {' and '.join(places)}: {_WORDS[outcome.holds]} ({outcome.found})"


def _elsewhere(papers: Papers) -> list[str]:
    """Printings in the annex that differ from the table that decides: a slip there is no doubt about the claim."""
    return list(
        dict.fromkeys(
            f"{reading.place} prints {reading.text} where {used.place} has {used.text}"
            for key, used in papers.used.items()
            for reading in papers.all(key)
            if reading.annex and not used.annex and not _same(key, used, reading)
        )
    )


def _differences(papers: Papers, national: National | None) -> list[str]:
    """Figures behind the claim that the national data of today have otherwise."""
    if national is None:
        return []
    found = []
    for key, printed in papers.used.items():
        today = national.find(key)
        if today is None or printed.value != printed.value or _same(key, printed, today):
            continue
        found.append(f"{_name(key, national)} is {today.text} in {national.said}, {printed.text} as printed")
    return found


def _same(key: Key, printed: Reading, today: Reading) -> bool:
    if key.kind in ("rank", "gap_rank"):
        return today.value <= printed.value <= (today.last or today.value)
    return abs(printed.value - today.value) <= 0.5 * 10.0 ** -min(printed.decimals, today.decimals) + 1e-9


def _name(key: Key, national: National) -> str:
    who = area_name(key.area)
    group = "" if key.pupil_group == "all" else f", {group_phrase(key.pupil_group)}"
    return f"the {'rank' if 'rank' in key.kind else 'figure'} of {who}{group} in {key.year}"


def _needs(case: Case, national: National | None) -> str:
    """What would be needed, where the claim does not say, and why it is not there."""
    report = case.report
    absent = "the national data have none" if national else "the national data are not at hand"
    if report.paper is not None:
        absent = f"the papers print no other and {absent}"
    if not case.measure:
        return f"figures: {absent}"
    if report.paper is not None and case.area.startswith("neighbours:"):
        absent = "the papers print no other, and DfE's neighbours of that time are not published"
    name = load_measures().loc[case.measure, "title"]
    group = "" if case.pupil_group == "all" else f", {group_phrase(case.pupil_group)}"
    years = " and ".join(str(year) for year in (case.year2, case.year) if year)
    if marks := _marks(case):
        absent = "; ".join(marks)
    areas = " and ".join(area_name(code) for code in dict.fromkeys([case.area, case.comparator]) if code)
    return f"the {case.figure.replace('_', ' ')} for {areas} in {years} ({name}{group}): {absent}"


def _marks(case: Case) -> list[str]:
    """What is published in the place of the figures that the claim is about."""
    found = []
    for key in filter(None, [case.key(kind="value"), case.other_key]):
        about = {
            "measure": key.measure,
            "pupil_group": key.pupil_group,
            "year": key.year or 0,
            "area": key.area,
        }
        status = next(iter(select(case.report.observations, **about)["status"]), "ok")
        if status != "ok":
            found.append(f"that of {area_name(key.area)} is marked [{status}]: {SYMBOLS[status]}")
    return list(dict.fromkeys(found))
