"""Performance indicators in words: how many targets were met, and how far the others are."""

import pandas as pd

from analysis.basics.phrases import counted, joined
from analysis.data.publication_status import PROVISIONAL
from analysis.report.indicators.chapter import IndicatorsChapter
from analysis.report.indicators.judging import STATUSES
from analysis.report.indicators.one_result import SAME_FIGURE, SAME_ORDER, of_results, reason
from analysis.report.indicators.targets import targets_file
from analysis.report.indicators.why import in_short
from analysis.report.rankings.cells import is_provisional

#: The statuses other than "met", the worst first.
NOT_MET = ("not met", "nearly met", "may be met", "cannot be judged")
#: So many indicators are named at the top of the page.
MOST_TOLD = 3


def status_words(status: str) -> str:
    """A status with its letter: "nearly met (A)"."""
    return f"{status} ({STATUSES[status]})" if STATUSES.get(status) else status


def target_sentences(report: IndicatorsChapter) -> list[str]:
    """How many targets were met, for a summary; nothing where none are set."""
    table = report.indicators
    return [status_counts(table)] if len(table) else []


def status_counts(rows: pd.DataFrame) -> str:
    """How many indicators have each status, each result counted once."""
    once = of_results(rows)
    counts = once["status"].value_counts()
    parts = []
    for status in STATUSES:
        count = int(counts.get(status, 0))
        if count or status == "met":
            verb = "" if status in ("cannot be judged", "may be met") else "is " if count < 2 else "are "
            parts.append(f"{count or 'none'} {verb}{status}")
    open_ = int((once["publication_status"] == PROVISIONAL).sum())
    on = f" ({open_} judged on provisional figures)" if open_ else ""
    results = f", which are {counted(len(once), 'result')}" if len(once) < len(rows) else ""
    return f"Of {counted(len(rows), 'indicator')}{results}{on}, {joined(parts)}."


COUNTS = r"Of (?P<all>\d+) indicators?(?:, which are (?P<results>\d+) results?)?(?: \((?P<provisional>\d+) judged on provisional figures\))?, (?P<parts>[^.]*)"


def same_results(rows: pd.DataFrame) -> str:
    """Which indicators are one result with another, and why they are counted once; empty if none is."""
    told: dict[str, list[str]] = {}
    for row in rows.itertuples():
        if row.counted_with:
            told.setdefault(reason(row, rows), []).append(f"{row.reference} with {row.counted_with}")
    return " ".join(
        f"Some are one result and counted once: {joined(pairs)}. The reason is that {why}."
        for why, pairs in told.items()
    )


SAME_RESULTS = rf"Some are one result and counted once: \S+ with .*?\. The reason is that (?:{SAME_ORDER}|{SAME_FIGURE})\."


def status_sentences(rows: pd.DataFrame) -> list[str]:
    """The indicators that were not met, only nearly, or by one of several places, or cannot be judged, each with how far it is."""
    rows = rows[rows["status"].isin(NOT_MET)]
    return [
        f"{row.status[0].upper()}{row.status[1:]}: {row.title} ({row.reference}). {in_short(row)}"
        + (" The result is provisional." if is_provisional(row) else "")
        for row in by_status(rows).itertuples()
    ]


def by_status(rows: pd.DataFrame) -> pd.DataFrame:
    """The indicators that are not met first, those that are met last; of one status in their own order."""
    order = {status: place for place, status in enumerate([*NOT_MET, "met"])}
    return rows.assign(place=rows["status"].map(order)).sort_values("place", kind="stable")


def answer(rows: pd.DataFrame) -> list[str]:
    """How many targets were met, and those that were missed most clearly; nothing without targets."""
    if rows.empty:
        return []
    more = int((rows["status"] == "not met").sum()) - MOST_TOLD
    others = (
        [f"{counted(more, 'more indicator')} {'is' if more == 1 else 'are'} not met."] if more > 0 else []
    )
    return [status_counts(rows), *status_sentences(rows)[:MOST_TOLD], *others]


def basis(rows: pd.DataFrame, report: IndicatorsChapter) -> str:
    """Whose targets these are, and what the results rest on."""
    if (rows["result_printed"] != "").any():
        return (
            "Targets, results, ranks and marks are those that the committee report prints in its annex. Shares of local authorities "
            f"are counted among {report.counted_among}, as in the report. Where a figure of the annex is in doubt, another printing of it is "
            "used. Where there is none, nothing is worked out from it. Results by today's national data stand beside them."
        )
    file = targets_file(report.area, report.year).name
    return f"The targets are those that were set in {file}. Results, ranks and comparators come from the national data."


def marks(rows: pd.DataFrame) -> list[str]:
    """How the printed marks compare with the rule: how many agree, then each that does not."""
    marked = rows[rows["mark_printed"] != ""]
    if marked.empty:
        return ["No marks are printed."]
    differ = marked[marked["mark_printed"] != marked["mark"]]
    agree = len(marked) - len(differ)
    return [
        f"The report prints a mark beside {len(marked)} of {counted(len(rows), 'result')}. {agree or 'None'} of the {len(marked)} "
        f"{'agrees' if 1 in (agree, len(marked)) else 'agree'} with the rule.",
        *(
            f"{row.title} ({row.reference}) is marked {row.mark_printed}. By the rule it is {status_words(row.status)}. {in_short(row)}"
            for row in differ.itertuples()
        ),
    ]


def how_to_set(report: IndicatorsChapter) -> str:
    """Where the targets of the next year go."""
    file = targets_file(report.area, report.year + 1).name
    return (
        f"The targets of the next year go into the file data/raw/targets/{file}, with a row for each indicator. There is an example in "
        "docs/targets-example.csv. The report of that year then has this page."
    )


#: A target with its status, its reference and why: its own page alone knows targets by their references.
ONE_TARGET = (
    r"^(?P<status>Met|May be met|Nearly met|Not met): .*? \((?P<reference>[^()]*/[^()]*)\)\. (?P<why>.*)"
)
