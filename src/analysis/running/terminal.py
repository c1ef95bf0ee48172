"""What the commands show on a terminal: progress, and what a batch came to."""

import sys
from contextlib import contextmanager

from tqdm import tqdm

from analysis.running.place import FEWER


@contextmanager
def page_bar():
    """A progress bar of the pages of a report, as a function that takes the messages of a run."""
    with tqdm(total=0, unit="page", bar_format="{desc:32}{bar:24} {n_fmt}/{total_fmt} [{elapsed}]") as bar:

        def tell(message: dict) -> None:
            if "waiting" in message:
                bar.write(f"Waiting: {message['waiting']}.", file=sys.stderr)
            bar.total = message.get("pages", bar.total)
            bar.set_description_str(message.get("page", "Reading the data" if not bar.n else bar.desc))
            bar.update("page" in message)

        tell({})
        yield tell
        bar.set_description_str("Done")


@contextmanager
def report_bar():
    """A progress bar of the reports of a batch, as a function that takes its summary."""
    with tqdm(
        total=0, unit="report", bar_format="{bar:24} {n_fmt}/{total_fmt} [{elapsed}<{remaining}] {desc}"
    ) as bar:

        def tell(summary) -> None:
            bar.total, bar.n = summary.total, len(summary.records)
            failed = len(summary.of("failed"))
            bar.set_description_str(f"{bar.n - failed} done, {failed} failed, {summary.remaining} remaining")

        bar.set_description_str("Reading the data")
        yield tell


def summary_lines(summary) -> list[str]:
    """What a batch came to, and a table of what was not made and why."""
    counts = [
        f"{len(summary.of('made'))} made",
        f"{len(summary.of('current'))} up to date",
        f"{len(summary.of('skipped'))} skipped",
        f"{len(summary.of('failed'))} failed",
        *([f"{summary.remaining} not begun or not finished"] if summary.remaining else []),
    ]
    lines = ["", f"{summary.total} reports in {summary.seconds:.0f} s: {', '.join(counts)}."]
    rows = [(record, word) for word in ("failed", "skipped") for record in summary.of(word)]
    width = max((len(record["area"]) for record, _ in rows), default=0)
    for record, word in rows:
        first, *more = record["reason"].splitlines()
        lines.append(f"  {word:7}  {record['area']:{width}}  {record['year']}  {first}")
        lines += [f"           {line}" for line in more]
    if beside := sum(record.get("folder", "").endswith(FEWER) for record in summary.records):
        lines.append(f"{beside} on fewer sources than the reports that stand, in folders called ...{FEWER}.")
    if summary.stopped:
        lines.append("Stopped. What is done is kept: the same command goes on from here.")
    return [*lines, "All of this is in reports/batch.json."]
