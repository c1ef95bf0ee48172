"""Text for terminals and spreadsheets that have no more than ASCII's punctuation."""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
import pytest
from click.testing import CliRunner

from analysis.basics.columns import Columns
from analysis.basics.errors import InputError
from analysis.basics.plain import PUNCTUATION, plain
from analysis.cli import main
from analysis.data import prepare
from analysis.output.data_file import DataFile
from analysis.runs import batch, cut_points, explain, freshness, terminal
from analysis.runs import check as check_module
from analysis.sources import download, manifest_edit

ENCODINGS = ["latin-1", "cp437", "cp1252", "ascii", "utf-8"]
#: click writes UTF-8 where it finds ASCII: a terminal that was told no encoding has that today.
WRITTEN = {"ascii": "utf-8"}
#: Dots, dashes and quotes of our own, letters of names, and what no Western encoding has.
HARD = "• 5–10 “best” − Zoë’s…×≤ ברנט 中"


def refuse(*_, **__):
    raise InputError(HARD, expected=HARD, remedy=HARD)


def summary(*_, **__):
    record = {"outcome": "failed", "area": HARD, "year": 2025, "reason": HARD}
    return batch.Summary(1, [record])


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    ("arguments", "module", "name", "answer"),
    [
        (["report"], freshness, "read_record", lambda _: {"headlines": [HARD]}),
        (["report"], freshness, "find_report", refuse),
        (["batch", "--areas", "all", "--years", "2025"], batch, "run_batch", summary),
        (["prepare"], prepare, "prepare", refuse),
        (["fetch"], download, "fetch", refuse),
        (["describe", "lait"], manifest_edit, "describe", refuse),
        (["cut-points"], cut_points, "renew", refuse),
        (["check"], check_module, "check", lambda: [HARD]),
        (["explain", "x"], explain, "explain", lambda *_: [HARD]),
    ],
)
def test_every_command_can_be_read_on_any_terminal(
    home, monkeypatch, encoding, arguments, module, name, answer
):
    monkeypatch.setattr(freshness, "find_report", lambda *_: home / "reports" / "barnet-2017")
    monkeypatch.setattr(freshness, "stale_because", lambda *_: "")
    monkeypatch.setattr("analysis.report.contents.open_report", refuse)
    monkeypatch.setattr(module, name, answer)
    result = CliRunner(charset=encoding).invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    said = result.output_bytes.decode(WRITTEN.get(encoding, encoding))
    end = said[said.index("best") :]
    if encoding in ("utf-8", "ascii"):
        assert end.startswith("best” − Zoë’s…×≤ ברנט 中")
    else:
        assert "Zoë" in end and "????" in end and "\\u" not in said


def test_help_and_wrong_usage_too():
    for arguments in (["--help"], ["report", "--nonsense"], ["report", "--jobs", HARD]):
        for encoding in ENCODINGS:
            result = CliRunner(charset=encoding).invoke(main, arguments)
            assert result.exit_code in (0, 2) and result.output_bytes.decode(WRITTEN.get(encoding, encoding))


@pytest.mark.parametrize("encoding", ["latin-1", "cp437"])
def test_a_command_in_a_process_of_its_own(home, encoding):
    """`PYTHONIOENCODING=latin-1 standards report` on a report that is up to date, as a person has it."""
    code = (
        "from pathlib import Path; from analysis.runs import freshness;"
        f"freshness.find_report = lambda *_: Path({str(home)!r}); freshness.stale_because = lambda *_: '';"
        f"freshness.read_record = lambda _: {{'headlines': [{HARD!r}]}};"
        "from analysis.cli import main; main(['report'])"
    )

    env = os.environ | {"PYTHONIOENCODING": encoding}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=env, check=False)
    assert done.returncode == 0 and not done.stderr, done.stderr
    assert "????" in done.stdout.decode(encoding)


def test_the_bars_are_drawn_in_any_encoding(monkeypatch):
    for encoding in ENCODINGS:
        stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
        monkeypatch.setattr(sys, "stderr", stream)
        with terminal.page_bar() as tell:
            tell({"pages": 2, "formats": 0})
            tell({"page": "Rankings"})
        stream.flush()
        assert "Rankings" in stream.buffer.getvalue().decode(encoding)


def test_letters_that_an_encoding_does_not_have_are_the_nearest_that_it_has():
    assert HARD.encode("ascii", errors="plainer") == b'* 5-10 "best" - Zoe\'s...x<= ???? ?'
    assert "Zoë’s".encode("cp437", errors="plainer").decode("cp437") == "Zoë's"
    assert "\udce9".encode("utf-8", errors="plainer") == b"?"  # half a letter, as of a file's name
    with pytest.raises(UnicodeDecodeError):
        b"\xe9".decode("ascii", errors="plainer")


def test_what_stands_for_print_is_ascii_and_ranges_are_no_dates():
    assert all(ascii_.isascii() for ascii_ in PUNCTUATION.values())
    assert plain("5–10") == "5 to 10" and plain("−0.6") == "-0.6" and plain("Zoë – é") == "Zoë - é"


def test_a_data_file_is_read_by_any_program(tmp_path):
    class Made(Columns):
        text: str
        value: float = pa.Field(nullable=True)

        class Config:
            name = "made.csv"

    texts = [
        "anything from −9 to +5 points",
        "5–10",
        "“quoted” text, it’s",
        "−4",
        "−1+cmd|' /C calc'!A0",
        "Zoë",
    ]
    frame = pd.DataFrame({"text": texts, "value": [-0.6, 1.0, None, 3.25, -4.0, 0.0]})
    content = DataFile(frame, Made).to_csv()
    assert not content.startswith("\N{ZERO WIDTH NO-BREAK SPACE}")
    rows = list(csv.reader(io.StringIO(content)))
    assert [row[0] for row in rows] == [
        "text", "anything from -9 to +5 points", "5 to 10", '"quoted" text, it\'s', "-4", "'-1+cmd|' /C calc'!A0", "Zoë",
    ]  # fmt: skip
    assert [row[1] for row in rows] == ["value", "-0.6", "1.0", "", "3.25", "-4.0", "0.0"]


def test_no_data_file_of_a_report_has_print_punctuation(offline_report):
    files = sorted((Path(offline_report) / "data").glob("*.csv"))
    assert len(files) > 5
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert not set(text) & set(PUNCTUATION), (file.name, set(text) & set(PUNCTUATION))
