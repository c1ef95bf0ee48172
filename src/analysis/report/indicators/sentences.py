"""Performance indicators in words: how many targets were met, and how far the others are."""

import pandas as pd

from analysis.basics.phrases import counted, joined
from analysis.data.publication_status import PROVISIONAL
from analysis.report.indicators.chapter import IndicatorsChapter
from analysis.report.indicators.judging import CHANCE, STATUSES
from analysis.report.indicators.notes import OPEN
from analysis.report.indicators.one_result import SAME_FIGURE, SAME_ORDER, of_results, reason
from analysis.report.indicators.targets import targets_file
from analysis.report.rankings.cells import is_provisional


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
    return " ".join(f"Counted once, as {why}: {joined(pairs)}." for why, pairs in told.items())


SAME_RESULTS = rf"Counted once, as (?:{SAME_ORDER}|{SAME_FIGURE}): \S+ with .*?\.(?= |$)"


def status_sentences(rows: pd.DataFrame) -> list[str]:
    """The indicators that were not met, only nearly, or by one of several places, or cannot be judged, each with how far it is."""
    found = []
    for status in ("not met", "nearly met", "may be met", "cannot be judged"):
        for row in rows[rows["status"] == status].itertuples():
            first = row.reason.partition("; ")[0]
            doubt = next((part for part in row.reason.split("; ") if OPEN in part or CHANCE in part), "")
            # the table has the tolerance; here it is how far
            whole = status in ("cannot be judged", "may be met")
            distance = first if whole else first.rpartition(", ")[0]
            found.append(
                f"{status[0].upper()}{status[1:]}: {row.title} ({row.reference}). {distance[0].upper()}{distance[1:]}."
                + (f" But {doubt}." if doubt else "")
                + (" The result is provisional." if is_provisional(row) else "")
            )
    return found


def basis(rows: pd.DataFrame, report: IndicatorsChapter) -> str:
    """Whose targets these are, and what the results rest on."""
    if (rows["result_printed"] != "").any():
        return (
            f"Targets, results, ranks and marks are those that the committee report prints in its annex, and shares of local authorities "
            f"are counted among {report.counted_among} as it counts them; a figure of the annex that is in doubt gives way to another printing of it, and "
            "where there is none nothing is worked out from it. What the national data give today stands beside them."
        )
    return f"The targets are those of data/raw/targets/{targets_file(report.area, report.year).name}; results, ranks and comparators come from the national data."


def marks(rows: pd.DataFrame) -> str:
    """How the printed marks compare with the rule."""
    marked = rows[rows["mark_printed"] != ""]
    if marked.empty:
        return "No marks are printed."
    differ = marked[marked["mark_printed"] != marked["mark"]]
    text = f"{counted(len(marked), 'mark')} {'is' if len(marked) == 1 else 'are'} printed beside {counted(len(rows), 'result')}; {len(marked) - len(differ)} {'is' if len(marked) - len(differ) == 1 else 'are'} that of the rule."
    listed = "; ".join(
        f"{row.title} ({row.reference}) is marked {row.mark_printed}, and by the rule it is {status_words(row.status)}: {row.reason.partition('; ')[0]}"
        for row in differ.itertuples()
    )
    return f"{text} {listed}." if listed else text


def how_to_set(report: IndicatorsChapter) -> str:
    """Where the targets of the next year go."""
    file = targets_file(report.area, report.year + 1).name
    return (
        f"The targets of the next year are one file, data/raw/targets/{file}, with a row for each indicator; docs/targets-example.csv "
        f"is an example. The report of that year then has this page."
    )


#: A target with its status, its reference and why: its own page alone knows targets by their references.
ONE_TARGET = (
    r"^(?P<status>Met|May be met|Nearly met|Not met): .*? \((?P<reference>[^()]*/[^()]*)\)\. (?P<why>.*)"
)
