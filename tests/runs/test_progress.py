"""What a person who waits is told: steps that are being done, and how many of how many."""

import io
import sys

import pytest

from analysis.report.contents import PAGES
from analysis.runs import terminal
from analysis.runs.ask import make_report
from analysis.runs.batch import Summary, run_batch
from analysis.runs.warm import warm


def counted(monkeypatch, messages):
    """The bar's description, number and total after each message, and at the end."""
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    bars, seen = [], []

    class Bar(terminal.tqdm):
        def __init__(self, *arguments, **named):
            super().__init__(*arguments, **named)
            bars.append(self)

    monkeypatch.setattr(terminal, "tqdm", Bar)
    with terminal.page_bar() as tell:
        for message in messages:
            tell(message)
            seen.append((bars[0].desc, bars[0].n, bars[0].total))
    return seen, (bars[0].desc, bars[0].n, bars[0].total)


@pytest.mark.skipif(not warm.available(), reason="counts the steps of processes that are forked")
def test_a_report_tells_each_step_and_the_count_holds(quick, monkeypatch):
    messages = []
    make_report("Camden", 2024, tell=messages.append)
    steps = [message["step"] for message in messages if "step" in message]
    for words in (
        "Reading the data",
        "Ranking all authorities",
        "Working out gaps",
        "Working out small cohorts",
    ):
        assert steps.count(words) == 1
    assert messages[0] == {"step": "Starting"} and steps[-1] == "Writing the workbook"
    before = next(place for place, message in enumerate(messages) if "pages" in message)
    extra = sum(message.get("more", 0) for message in messages)
    assert before == terminal.BEFORE + extra and len(PAGES) == terminal.PAGES
    seen, end = counted(monkeypatch, messages)
    made = sum("page" in message for message in messages)
    assert end == ("Done", before + made + 1, before + made + 1)
    numbers = [n for _, n, _ in seen]
    assert numbers == sorted(numbers) and all(n < total for _, n, total in seen)
    assert {total for _, _, total in seen[before:]} == {end[2]}  # from here on it is known
    assert [words for words, _, _ in seen[: before - 1]] == steps[: before - 1]


def test_word_and_pdf_are_steps_too(monkeypatch):
    n = len(PAGES)
    pages = [{"page": page.title} for page in PAGES]
    files = [{"step": f"Writing {name}"} for name in ("the workbook", "report.docx", "report.pdf")]
    seen, end = counted(monkeypatch, [{"step": "Starting"}, {"pages": n, "formats": 2}, *pages, *files])
    steps = [*range(1, n + 2), n + 1, n + 2, n + 3]
    assert [(done, total) for _, done, total in seen[1:]] == [(step, n + 4) for step in steps]
    assert end == ("Done", n + 4, n + 4)


def test_a_batch_says_what_it_does_before_the_number_of_reports_is_known(quick):
    seen = []
    run_batch([{"areas": ["Camden"], "years": [2031]}], tell=lambda now: seen.append((now.step, now.total)))
    assert [total for step, total in seen if step] == [0] * (len(seen) - 1)
    assert "Reading the data" in [step for step, _ in seen] and seen[-1] == ("", 1)


def test_the_bar_of_a_batch_shows_no_total_that_is_not_known(monkeypatch):
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    with terminal.report_bar() as tell:
        tell(Summary(0, step="Reading the data"))
        tell(Summary(2, [{"outcome": "made"}]))
    shown = stream.getvalue()
    assert "0/?" in shown and "Reading the data" in shown and "1/2" in shown and "0/0" not in shown
    assert "1 done, 0 failed, 1 remaining" in shown
