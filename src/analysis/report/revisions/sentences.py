"""Revisions in words: no more than is known."""

import pandas as pd

from analysis.basics.numbers import academic_year, format_value
from analysis.basics.phrases import counted, joined
from analysis.catalogue.measures import title
from analysis.data.publication_status import NOT_STATED
from analysis.data.ranking import FAR, FURTHER
from analysis.output.page import written
from analysis.report.revisions.local import Last
from analysis.report.revisions.revisions import CHANGED, Compared
from analysis.report.revisions.tables import MOST_FIGURES, verdict_counts

#: What was known of a figure on the earlier day, and from what.
BEFORE = ["publication_status_before", "publication_basis_before"]


def _number(count: int) -> str:
    return f"{count:,}" if count else "none"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def _have(number: int) -> str:
    return "has" if number == 1 else "have"


def days(found: Compared) -> str:
    """Which two releases are compared, and as at which days."""
    releases = [england.release for england in (found.before, found.after)]
    told = [written(name[:10]) for name in releases]
    asked = [written(england.as_at) for england in (found.before, found.after)]
    text = f"Compared are the figures public on {asked[0]} with those public on {asked[1]}: the interactive tool's releases of {told[0]} and of {told[1]}."
    named = {name for side in ("before", "after") for name in found.revised[f"release_{side}"].unique()}
    if named - {*releases, ""}:
        text += " Figures of other files that became public between are compared too."
    return text


def figures_changed(found: Compared, rows: pd.DataFrame, who: str) -> str:
    """How many figures changed as stored and as printed, appeared or went. ``who``: of local authorities, of Barnet."""
    kinds = rows["change"].value_counts()
    changed, printed = int(kinds.reindex([*CHANGED]).fillna(0).sum()), int(kinds.get("printed", 0))
    if changed == 0:
        text = f"No figure {who} that both releases have has changed"
    else:
        text = f"{counted(changed, 'figure')} {who} {_have(changed)} changed"
        text += ": all of them" if printed == changed else f": {_number(printed)} of them"
        text += f" as printed, {_number(changed - printed)} only beyond the digits printed"
    more = [
        f"{counted(int(kinds[kind]), 'figure')} {words}"
        for kind, words in (("appeared", "appeared where there was none"), ("went", "went"))
        if kinds.get(kind)
    ]
    if kinds.get("symbol"):
        more.append(f"{counted(int(kinds['symbol']), 'symbol')} became another")
    return text + (f"; {joined(more)}." if more else ".")


def share_changed(found: Compared) -> str:
    """How many of all figures changed, and in how many series."""
    rows = found.revised
    changed = rows[rows["change"].isin(CHANGED)]
    series = len(changed[["measure", "pupil_group", "year"]].drop_duplicates())
    if not found.figures or changed.empty:
        return ""
    share = format_value(100 * len(changed) / found.figures, "percent", 1, with_unit=True)
    return f"They are {share} of the {found.figures:,} that both releases have, in {counted(series, 'series', 'series')} (a measure, a group of pupils and a year)."


def called(rows: pd.DataFrame) -> str:
    """What could be known, on the earlier day, of the status of the figures that have changed since, and from what."""
    changed = rows[rows["change"].isin(CHANGED)]
    if changed.empty:
        return ""
    counts = changed[BEFORE].value_counts(BEFORE, dropna=False)
    stated = {told: int(n) for told, n in counts.items() if told[0] != NOT_STATED}
    parts = [f"{n:,} {_were(n)} {_known(*told)}" for told, n in stated.items()]
    if left := len(changed) - sum(stated.values()):
        parts.append(f"of {left:,} it was not stated whether {'it was' if left == 1 else 'they were'}")
    if not stated:
        return f"It was not stated then whether any of the {len(changed):,} changed figures was provisional."
    return f"Of {counted(len(changed), 'changed figure')}, {'; '.join(parts)}."


def _known(status: str, basis: str) -> str:
    """What was known of figures and from what: "known then to be provisional, by DfE's note of 17 September 2025"."""
    kind, _, day = basis.partition(" of ")
    words = {
        "label": "by the label",
        "note": "by DfE's note of",
        "earlier release": "as changed by the release of",
    }
    return f"known then to be {status}, {words[kind]}{f' {written(day)}' if day else ''}"


def ranks_moved(rows: pd.DataFrame, who: str) -> str:
    """How many ranks moved, how far, and how many of them within ties."""
    moved = rows.loc[rows["places_moved"].fillna(0) > 0]
    if moved.empty:
        return f"No rank {who} moved."
    far, further = (int((moved["places_moved"] >= places).sum()) for places in (FAR, FURTHER))
    ties = int(moved["within_ties"].sum())
    return (
        f"{counted(len(moved), 'rank')} {who} moved: {_number(far)} of them {FAR} places or more and {_number(further)} {FURTHER} or more; "
        f"{_number(ties)} of the moves {_are(ties)} within ties."
    )


def foremost(series: pd.DataFrame, most: int) -> list[str]:
    """The series of all pupils in which most figures changed, a sentence each."""
    rows = series[(series["pupil_group"] == "all") & (series["changed"] > 0)].head(most)
    return [series_sentence(row) for row in rows.itertuples()]


def series_sentence(row) -> str:
    """A series in one sentence; ``row`` is one of ``by_series``."""
    printed = "" if row.printed == row.changed else f" ({_number(row.printed)} as printed)"
    text = f"{title(row.measure, row.pupil_group)}, {academic_year(row.year)}: the figure changed for {row.changed} of the {row.both} local authorities that have both{printed}"
    if not row.ranked:
        return f"{text}; it is not ranked."
    return (
        f"{text}. Of {row.ranked} ranks {_number(row.moved)} moved, {_number(row.far)} of them {FAR} places or more and {_number(row.further)} {FURTHER} or more, "
        f"the furthest by {row.largest}; {_number(row.within_ties)} of the moves {_are(row.within_ties)} within ties, and {counted(row.bands, 'rank')} {_are(row.bands)} in another band."
    )


def headlines_changed(last: Last) -> str:
    """How many of the headline figures are others."""
    rows = last.headlines
    of = f"Of {counted(last.headlines_there, 'headline figure')} of {last.after.question.academic_year}"
    changed = int(rows["change"].isin(CHANGED).sum())
    only = int((rows["change"] == "none").sum())
    if rows.empty:
        return f"{of}, none has changed, nor has its rank."
    text = f"{of}, {_number(changed)} {_have(changed)} changed"
    if only:
        text += f"; of {only} more the figure is as it was but the rank has changed, because other authorities' figures did"
    return f"{text}."


def bands_changed(last: Last) -> str:
    """How many bands are others, of the page's year."""
    rows, year = last.bands, last.after.question.academic_year
    whole = int((rows["pupil_group"] == "all").sum())
    if rows.empty:
        return f"Every rank of {year} lies in the band that it was said to lie in."
    return f"{counted(len(rows), 'rank')} of {year} {'lies' if len(rows) == 1 else 'lie'} in another band, {_number(whole)} of them of all pupils."


def moved_beyond_ties(last: Last) -> str:
    """How many ranks of the page's year moved, and how many of them beyond ties."""
    rows, year = last.figures, last.after.question.academic_year
    there, beyond = int((rows["places_moved"].fillna(0) > 0).sum()), len(last.moved)
    if not there:
        return f"No rank of {year} moved."
    whole = int((last.moved["pupil_group"] == "all").sum())
    text = f"Of {counted(there, 'rank')} of {year} that moved, {_number(beyond)} moved beyond ties"
    return f"{text}, {_number(whole)} of them of all pupils." if beyond else f"{text}."


def there_or_not(last: Last) -> str:
    """How many figures appeared and went, of every year, and how many of them the table shows."""
    rows = last.there_or_not
    appeared, went = (int((rows["change"] == kind).sum()) for kind in ("appeared", "went"))
    text = (
        f"Of any year, {counted(appeared, 'figure')} appeared where there was none, and {_number(went)} went."
    )
    if len(rows) > MOST_FIGURES:
        return f"{text} The first {MOST_FIGURES} are shown, those of all pupils first; the data file has every one."
    return text


def targets_changed(last: Last) -> str:
    """What became of targets."""
    there, rows = len(last.before.indicators), last.targets
    if not there:
        return "No targets are set for this authority and year."
    status = int((rows["status_before"] != rows["status_after"]).sum())
    return f"Of {counted(there, 'indicator')}, {_number(len(rows))} {_have(len(rows))} another result or rank, and {_number(status)} another status."


def gaps_changed(last: Last) -> str:
    """How many gaps are others as they are printed."""
    rows = last.gaps
    if rows.empty:
        return "Every gap is as it was printed."
    sides = int((rows["side_before"] != rows["side_after"]).sum())
    text = f"{counted(len(rows), 'gap')} {_have(len(rows))} changed as printed"
    return f"{text}, {_number(sides)} of them from behind, level or ahead to another of these."


def sentences_changed(last: Last) -> str:
    """How many statements of the earlier summary the later figures contradict."""
    rows = last.sentences
    wrong = rows[rows["verdict_after"] == "contradicted"]
    said = sum(map(len, last.before.summary.values()))
    n, others = wrong["claim"].nunique(), rows[rows["verdict_after"] != "contradicted"]
    text = f"The earlier summary has {counted(said, 'sentence')}; {_number(n)} {_are(n)} contradicted by the later figures"
    text += f", in {counted(len(wrong), 'statement')}" if n else ""
    if len(others):
        # of the same sentences or of others: statements are counted, as the table lists them
        more = counted(len(others), "more statement" if n else "statement")
        text += f"; {more} {_have(len(others))} another verdict ({joined(verdict_counts(others))})"
    return f"{text}. They were read back from their text and checked by rule, as the claims page does it."


def claims_sentence(last: Last) -> str:
    """How many claims have another verdict."""
    if not last.has_claims:
        return "No statements of a committee report, or of a file of claims, have been entered for this authority and year."
    n = len(last.claims_changed)
    return (
        f"{counted(n, 'claim')} {_have(n)} another verdict by the later figures."
        if n
        else "Every claim has the verdict that it had."
    )


def dropped(last: Last) -> str:
    """How many sentences the later summary does not have, though the later figures do not contradict them."""
    n = len(last.dropped)
    return (
        f"{counted(n, 'more sentence')} of the earlier summary {_are(n)} not in the later one, though no figure contradicts "
        f"{'it' if n == 1 else 'them'}: other results are named instead, or the words are others."
        if n
        else ""
    )


def unchanged(last: Last) -> str:
    """What the page has no section on, as nothing of it has changed or nothing is there."""
    parts = [
        (last.claims_changed, claims_sentence),
        (last.bands, bands_changed),
        (last.targets, targets_changed),
        (last.gaps, gaps_changed),
    ]
    return " ".join(words(last) for rows, words in parts if rows.empty)
