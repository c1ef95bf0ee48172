"""What the tests of fetching share: a server of our own, a project with a manifest, and a look at its files.

conftest.py makes the fixtures known to all tests.
"""

import hashlib
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.sources import transfer

WANTED = b"year,area,value\n2017,E09000003,54.7\n" * 50
OLD = b"what was there before\n"


class Server(ThreadingHTTPServer):
    """Answers a path with what the test put there: one answer for all requests, or a list, one for each."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers, self.asked = {}, []
        self.url = f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        answer = self.server.answers.get(self.path.partition("?")[0], reply(404))
        (answer.pop(0) if isinstance(answer, list) else answer)(self)

    def log_message(self, *_):
        pass


def reply(status=200, body=b"", length=None, pause=0.0, piece=None, **headers):
    """An answer: ``length`` may lie about the body, which comes ``piece`` by piece, ``pause`` seconds apart."""

    def answer(handler):
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        try:
            for start in range(0, len(body), piece or max(len(body), 1)):
                time.sleep(pause)
                handler.wfile.write(body[start : start + (piece or len(body))])
        except OSError:
            pass  # the client has left

    return answer


@pytest.fixture(scope="module")
def running():
    with Server() as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def server(running):
    running.answers, running.asked = {}, []
    return running


def entry(name, path, url, content, committed="false"):
    return f"""
[[source]]
id = "{name}"
path = '{path}'
title = "Figures"
publisher = "Department for Education"
url = "{url}"
retrieved = "2026-04-08"  # by hand
licence = "Open Government Licence v3.0"
sha256 = "{hashlib.sha256(content).hexdigest()}"
bytes = {len(content)}
status = "published"
committed = {committed}
"""


@pytest.fixture
def raw(tmp_path, monkeypatch) -> Path:
    """The data/raw of a project of its own, whose manifest has one source, which is committed."""
    monkeypatch.setenv("STANDARDS_HOME", str(tmp_path / "project"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.delenv("STANDARDS_RAW", raising=False)
    monkeypatch.setattr(transfer, "BACK_OFF", 0.01)
    raw = tmp_path / "project" / "data" / "raw"
    raw.mkdir(parents=True)
    committed = entry("areas", "areas.csv", "https://example.org", OLD, committed="true")
    (raw / "manifest.toml").write_text("# what every raw file is\n" + committed, encoding="utf-8")
    return raw


@pytest.fixture
def source(raw, server):
    """Adds a source to the manifest, whose file the server does not have yet, and says where the file belongs."""

    def add(name="figures", path=None, url=None):
        path = f"lait/{name}.csv" if path is None else path
        with (raw / "manifest.toml").open("a", encoding="utf-8") as manifest:
            manifest.write(entry(name, path, url or f"{server.url}/{name}.csv", WANTED))
        return raw / path

    return add


def files(folder: Path) -> dict[str, bytes]:
    """Everything below a folder, so that a test sees what came, changed or was left behind."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def put(file: Path, content: bytes) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def run(*arguments):
    result = CliRunner().invoke(main, list(map(str, arguments)))
    assert not result.exception or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output
