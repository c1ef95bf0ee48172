"""What the commands show on a terminal: progress, and what a batch came to."""

import sys
from contextlib import contextmanager

from tqdm import tqdm

from analysis.basics import paths
from analysis.catalogue.manifest import Source
from analysis.runs.place import FEWER
from analysis.sources.download import Result
from analysis.sources.manifest_edit import RECORDED

#: The steps of a report before its pages, its pages at most, and the workbook after them; what else there is to do
#: (prepare the data, Word, PDF) is added when it is known.
BEFORE, PAGES, AFTER = 12, 9, 1


@contextmanager
def page_bar():
    """A progress bar of the steps of a report, as a function that takes the messages of a run."""
    bar_format = "{desc:32}{bar:24} {n_fmt}/{total_fmt} [{elapsed}]"
    with tqdm(total=BEFORE + PAGES + AFTER, unit="step", bar_format=bar_format) as bar:
        under_way = False

        def tell(message: dict) -> None:
            nonlocal under_way
            if "waiting" in message:
                bar.write(f"Waiting: {message['waiting']}.", file=sys.stderr)
            if message.keys() & {"step", "pages"}:
                bar.update(under_way)  # the step before is done
                under_way = "step" in message
            bar.total += message.get("more", 0)
            if "pages" in message:
                bar.total = bar.n + message["pages"] + AFTER + message["formats"]
            bar.update("page" in message)
            if words := message.get("step") or message.get("page"):
                bar.set_description_str(words)

        yield tell
        bar.update(under_way)
        bar.total = bar.n  # a report that another run has just made needs no more steps
        bar.set_description_str("Done")


@contextmanager
def report_bar():
    """A progress bar of the reports of a batch, as a function that takes its summary."""
    bar_format = "{bar:24} {n_fmt}/{total_fmt} [{elapsed}<{remaining}] {desc}"
    with tqdm(total=None, unit="report", bar_format=bar_format) as bar:

        def tell(summary) -> None:
            bar.total, bar.n = summary.total or None, len(summary.records)
            failed = len(summary.of("failed"))
            done = f"{bar.n - failed} done, {failed} failed, {summary.remaining} remaining"
            bar.set_description_str(summary.step or done)

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
    lines = [
        "",
        f"{summary.total} report{'s' if summary.total != 1 else ''} in {summary.seconds:.0f} s: {', '.join(counts)}.",
    ]
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


def fetched_line(result: Result) -> str:
    """What became of one source, and what was done with another file that was there."""
    return (
        f"{result.source.id}: {result.outcome}, {result.source.bytes:,} bytes, "
        f"SHA-256 as described ({paths.shown(result.path)})" + f"\n  {result.note}" * bool(result.note)
    )


def described_lines(old: Source, new: Source) -> list[str]:
    """What the manifest says of a file now and did not say before."""
    if new == old:
        return [
            f"{old.id}: the manifest describes this file already.",
            *([] if new.url else [_address_wanted(old)]),
        ]
    lines = []
    for name in RECORDED:
        if getattr(new, name) != getattr(old, name):
            before, after = (getattr(each, name) or "not known" for each in (old, new))
            lines.append(f"{old.id}: {name} {before} -> {after}")
    if not new.url:
        lines.append(_address_wanted(old))
    if new.sha256 != old.sha256:
        lines.append(
            f"Title, status and licence are as before: '{new.title}', {new.status}. Are they true of this file?"
        )
    return lines


def _address_wanted(source: Source) -> str:
    return f"If you know where this file is: standards describe {source.id} --url ADDRESS"
