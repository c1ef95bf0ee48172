"""Fetching raw files, against a server of our own: what arrives, what is refused, and what stays as it was."""

import errno
import gzip
import hashlib
import json
import re
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.errors import InputError
from analysis.sources import download
from analysis.sources.download import (
    add_ees,
    data_set_versions,
    describe,
    ees_csv_url,
    fetch,
    find_data_sets,
    find_publications,
)
from analysis.sources.manifest import load_manifest

WANTED = b"year,area,value\n2017,E09000003,54.7\n" * 50
OLD = b"what was there before\n"
DATA_SET = "b3bd9901-cc50-f670-a18a-9bdb566d37d2"
CSV = "\ufefftime_period,time_identifier,geographic_level,la_name\n201617,Academic year,Local authority,Barnet\n"


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
    monkeypatch.setattr(download, "BACK_OFF", 0.01)
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


def test_downloads_what_the_manifest_names(source, server, raw, capsys):
    file = source()
    server.answers["/figures.csv"] = reply(body=WANTED, piece=200, pause=0.1)
    (result,) = fetch()
    assert (result.outcome, result.path) == ("downloaded", file)
    assert files(raw / "lait") == {"figures.csv": WANTED}
    assert "figures:" in capsys.readouterr().err  # the bar of a download that takes a while
    assert file.stat().st_mode & 0o777 == (raw / "manifest.toml").stat().st_mode & 0o777


@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_good_file_is_not_downloaded_again(source, server, raw, tmp_path, monkeypatch, elsewhere):
    file = source()
    if elsewhere:
        monkeypatch.setenv("STANDARDS_RAW", str(tmp_path / "national"))
        file = tmp_path / "national" / "lait" / "figures.csv"
    put(file, WANTED)
    assert [(r.outcome, r.path) for r in fetch(["figures"])] == [("present", file)]
    assert server.asked == []


def test_a_bad_file_is_replaced(source, server):
    file = put(source(), OLD)
    server.answers["/figures.csv"] = reply(body=WANTED)
    assert fetch()[0].outcome == "downloaded"
    assert file.read_bytes() == WANTED


@pytest.mark.parametrize(
    ("answer", "requests", "message"),
    [
        (reply(body=WANTED.replace(b"54.7", b"54.8")), 1, "is not the one .*expected: SHA-256 .*found"),
        (
            reply(body=WANTED[:-1]),
            1,
            rf"cut off.*\({len(WANTED)} bytes\), found .*\({len(WANTED) - 1} bytes\)",
        ),
        (reply(body=b"<!DOCTYPE html><title>Sign in</title>"), 1, "web page came instead"),
        (reply(body=WANTED[:99], length=len(WANTED)), 3, "cut off before its end.*Try again"),
        (reply(body=b"not gzip", Content_Encoding="gzip"), 1, "cut off"),
        (reply(404), 1, r"does not have this \(404\).*correct its url.*--from FOLDER"),
        (reply(403), 1, r"refuses this \(403\)"),
        (reply(503), 3, r"failing or busy \(503\).*later"),
        (reply(429), 3, r"failing or busy \(429\).*later"),
        (reply(302, Location="file:///etc/hostname"), 1, "download failed.*Correct the address"),
    ],
    ids=["hash", "short", "page", "truncated", "garbled", "404", "403", "503", "429", "scheme"],
)
def test_what_fails_leaves_everything_as_it_was(source, server, raw, answer, requests, message):
    put(source(), OLD)
    server.answers["/figures.csv"] = answer
    before = files(raw)
    with pytest.raises(InputError, match=rf"(?s){message}"):
        fetch(progress=False)
    assert len(server.asked) == requests
    assert files(raw) == before


@pytest.mark.parametrize(
    "answer",
    [reply(body=WANTED, pause=9), reply(body=WANTED, piece=1, pause=0.05), lambda handler: time.sleep(9)],
    ids=["stalls", "trickles", "silent"],
)
def test_the_time_limit_holds_for_the_whole(source, server, raw, answer):
    put(source(), OLD)
    server.answers["/figures.csv"] = answer
    before, start = files(raw), time.monotonic()
    with pytest.raises(InputError, match=r"(?s)too slow.*0\.4 seconds.*--timeout"):
        fetch(timeout=0.4)
    assert time.monotonic() - start < 5
    assert files(raw) == before


def test_the_time_limit_holds_while_a_name_is_looked_up(source, raw, monkeypatch):
    source(url="http://figures.example/figures.csv")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(9))
    start = time.monotonic()
    with pytest.raises(InputError, match="too slow"):
        fetch(timeout=0.4)
    assert time.monotonic() - start < 5


def test_the_time_limit_is_for_all_sources_together(source, server):
    for name in "abcd":
        source(name)
        server.answers[f"/{name}.csv"] = reply(body=WANTED, pause=0.3)
    with pytest.raises(InputError, match=r"(?s)^\d of 4 sources.*d: .* too slow"):
        fetch(timeout=0.7)
    assert "/d.csv" not in server.asked


def test_an_answer_that_stalls_is_tried_again(source, server, monkeypatch):
    monkeypatch.setattr(download, "STALLED", 0.3)
    source()
    server.answers["/figures.csv"] = [reply(body=WANTED, piece=99, pause=1), reply(503), reply(body=WANTED)]
    assert fetch()[0].outcome == "downloaded"
    server.answers["/figures.csv"] = reply(body=WANTED, piece=99, pause=1)
    fetch()[0].path.unlink()
    with pytest.raises(InputError, match="too slow: it stopped answering"):
        fetch()


@pytest.mark.parametrize(
    "first",
    [reply(503), reply(body=WANTED[:99], length=len(WANTED)), lambda handler: handler.connection.close()],
)
def test_what_may_pass_is_tried_again(source, server, raw, first):
    source()
    server.answers["/figures.csv"] = [first, reply(body=WANTED)]
    assert fetch()[0].outcome == "downloaded"
    assert len(server.asked) == 2
    assert files(raw / "lait") == {"figures.csv": WANTED}


def test_no_network_is_found_out_once(source, raw):
    with socket.socket() as taken:  # bound but not listening: nobody else gets the port
        taken.bind(("127.0.0.1", 0))
        for name in "ab":
            source(name, url=f"http://127.0.0.1:{taken.getsockname()[1]}/{name}.csv")
        before = files(raw)
        with pytest.raises(InputError, match=r"(?s)^2 of 2 .*a: .*cannot be reached.*network.*b: .*just now"):
            fetch()
    assert files(raw) == before


def test_redirects_are_followed(source, server):
    file = source()
    server.answers |= {"/figures.csv": reply(302, Location="/moved.csv"), "/moved.csv": reply(body=WANTED)}
    fetch()
    assert file.read_bytes() == WANTED


def test_a_compressed_body_is_decompressed(source, server):
    file = source()
    server.answers["/figures.csv"] = reply(body=gzip.compress(WANTED), Content_Encoding="gzip")
    fetch()
    assert file.read_bytes() == WANTED


def test_one_failure_does_not_hold_up_the_others(source, server, raw):
    for name in "abc":
        source(name)
    server.answers |= {"/a.csv": reply(body=WANTED), "/c.csv": reply(body=WANTED)}
    with pytest.raises(InputError, match=r"(?s)^1 of 3 sources could not be fetched; the others.*b: .*404"):
        fetch()
    assert files(raw / "lait") == {"a.csv": WANTED, "c.csv": WANTED}


def test_two_at_once_leave_one_good_file(source, server, raw):
    source()
    server.answers["/figures.csv"] = reply(body=WANTED, piece=300, pause=0.02)
    outcomes = []
    both = [threading.Thread(target=lambda: outcomes.extend(fetch(progress=False))) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert len(outcomes) == 2
    assert files(raw / "lait") == {"figures.csv": WANTED}


def test_an_interruption_leaves_no_temporary_file(source, server, raw, monkeypatch):
    put(source(), OLD)
    server.answers["/figures.csv"] = reply(body=WANTED)
    before = files(raw)

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(download, "_check", interrupt)
    with pytest.raises(KeyboardInterrupt):
        fetch()
    assert files(raw) == before


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "disk is full.*Free some space"),
        (
            PermissionError(errno.EACCES, "Permission denied"),
            "no permission.*where: .*lait/figures.csv.*access",
        ),
        (OSError(errno.EIO, "Input/output error"), "cannot be written: Input/output error"),
    ],
)
def test_the_disk_can_fail(source, server, raw, monkeypatch, fault, message):
    put(source(), OLD)
    server.answers["/figures.csv"] = reply(body=WANTED)
    before = files(raw)

    def fail(*_):
        raise fault

    monkeypatch.setattr(download.HTTPDownloader, "__call__", fail)
    with pytest.raises(InputError, match=rf"(?s){message}"):
        fetch()
    monkeypatch.undo()
    assert files(raw) == before


def test_a_file_where_the_folder_should_be(source, server, raw):
    source()
    put(raw / "lait", OLD)
    with pytest.raises(InputError, match=r"(?s)cannot be written.*where: data/raw/lait"):
        fetch()
    assert (raw / "lait").read_bytes() == OLD


@pytest.mark.parametrize(
    "path", ["../out.csv", "lait/../../../out.csv", "/out.csv", "C:/out.csv", "..\\out.csv", "", "."]
)
def test_a_path_out_of_data_raw_is_refused(source, server, raw, tmp_path, path):
    source(path=path)
    before = files(tmp_path)
    with pytest.raises(InputError, match="leads out of data/raw"):
        fetch()
    assert server.asked == []
    assert files(tmp_path) == before


@pytest.mark.parametrize("linked", ["lait", "lait/figures.csv"])
def test_a_link_out_of_data_raw_is_refused(source, server, raw, tmp_path, linked):
    source()
    kept = put(tmp_path / "outside" / "figures.csv", OLD)
    (raw / linked).parent.mkdir(exist_ok=True)
    (raw / linked).symlink_to(kept if linked.endswith("csv") else kept.parent)
    with pytest.raises(InputError, match=r"(?s)leads out of data/raw.*remove the link"):
        fetch()
    assert kept.read_bytes() == OLD
    assert server.asked == []


def test_ids_are_checked_before_anything_is_fetched(source, server):
    source()
    with pytest.raises(InputError, match=r"(?s)no source 'figure'.*one of areas, figures"):
        fetch(["figures", "figure"])
    with pytest.raises(InputError, match=r"(?s)part of the repository.*git checkout data/raw/areas.csv"):
        fetch(["areas"])
    assert server.asked == []


@pytest.mark.parametrize("place", ["lait/figures.csv", "figures.csv"])
def test_from_a_folder(source, server, raw, tmp_path, place):
    source()
    put(tmp_path / "stick" / place, WANTED)
    put(tmp_path / "stick" / "lait" / "figures.csv", OLD if place == "figures.csv" else WANTED)
    assert [r.outcome for r in fetch(from_folder=tmp_path / "stick")] == ["copied"]
    assert files(raw / "lait") == {"figures.csv": WANTED}
    assert server.asked == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (OLD, "cut off, or another.*expected: SHA-256 .*found"),
        (None, "no file for 'figures'.*expected: lait/figures.csv or figures.csv.*Save it there from http"),
    ],
)
def test_from_a_folder_nothing_bad_is_taken(source, raw, tmp_path, content, message):
    put(source(), OLD + b"in its place")
    (tmp_path / "stick").mkdir()
    if content:
        put(tmp_path / "stick" / "figures.csv", content)
    before = files(raw)
    with pytest.raises(InputError, match=rf"(?s){message}"):
        fetch(from_folder=tmp_path / "stick")
    assert files(raw) == before
    with pytest.raises(InputError, match="no such folder"):
        fetch(from_folder=tmp_path / "absent")


def listing(results, pages=1):
    """An answer that lists results, as the API does."""
    paging = {"page": 1, "pageSize": 20, "totalResults": len(results), "totalPages": pages}
    return reply(body=json.dumps({"paging": paging, "results": results}).encode())


def api_version(number, status="Published", rows=1, release="Academic year 2024/25"):
    return {"version": number, "status": status, "totalResults": rows, "release": {"title": release}}


@pytest.fixture
def api(raw, server):
    """The parts of the EES API that we use, with the shapes of its OpenAPI document."""
    about = {"id": DATA_SET, "title": "Phonics  by region – and LA", "latestVersion": {"version": "1.1"}}
    data_set = f"/v1/data-sets/{DATA_SET}"
    server.answers |= {
        data_set: reply(body=gzip.compress(json.dumps(about).encode()), Content_Encoding="gzip"),
        f"{data_set}/versions": listing(
            [api_version("1.1"), api_version("1.0"), api_version("0.9", "Withdrawn")]
        ),
        f"{data_set}/csv": reply(body=gzip.compress(CSV.encode()), Content_Encoding="gzip"),
    }
    return f"{server.url}/v1"


def test_the_address_of_a_csv_names_its_version():
    assert (
        ees_csv_url(DATA_SET, "2.0.1") == f"{download.EES_API}/data-sets/{DATA_SET}/csv?dataSetVersion=2.0.1"
    )
    assert (
        ees_csv_url("a b", "1.0", base="http://x/v1") == "http://x/v1/data-sets/a%20b/csv?dataSetVersion=1.0"
    )


def test_lists_are_read_page_by_page(api, server):
    pages = [listing([{"id": "a", "title": "Phonics"}], 2), listing([{"id": "b", "title": "Phonics too"}], 2)]
    server.answers |= {"/v1/publications": pages, "/v1/publications/a/data-sets": listing([{"id": DATA_SET}])}
    assert [found["id"] for found in find_publications("phonics screening", base=api)] == ["a", "b"]
    assert server.asked[1] == "/v1/publications?search=phonics+screening&pageSize=40&page=2"
    assert find_data_sets("a", base=api) == [{"id": DATA_SET}]
    assert [found["version"] for found in data_set_versions(DATA_SET, base=api)] == ["1.1", "1.0", "0.9"]
    with pytest.raises(InputError, match="too short"):
        find_publications("ks", base=api)


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_a_data_set_is_added_at_its_exact_version(api, server, raw, source, end):
    source()
    manifest = raw / "manifest.toml"
    before = manifest.read_bytes().rstrip(b"\n") + end.encode()
    before = before.replace(b"\n", b"\r\n").replace(b"\r\r", b"\r") if end == "\r\n" else before
    manifest.write_bytes(before)
    result = add_ees(DATA_SET.upper(), base=api)
    assert manifest.read_bytes().startswith(before)
    assert (b"\r\n" in manifest.read_bytes()) == (end == "\r\n")
    added = load_manifest()["ees-phonics-by-region-and-la"]
    assert added == result.source
    assert (added.path, added.title) == ("ees/phonics-by-region-and-la.csv", "Phonics by region – and LA")
    assert added.url == f"{api}/data-sets/{DATA_SET}/csv?dataSetVersion=1.1"
    assert (added.bytes, added.sha256) == (len(CSV.encode()), hashlib.sha256(CSV.encode()).hexdigest())
    assert (added.committed, added.reader, added.status) == (False, "ees", "published")
    assert (added.publisher, added.licence) == ("Department for Education", "Open Government Licence v3.0")
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", added.retrieved)
    assert files(raw / "ees") == {"phonics-by-region-and-la.csv": CSV.encode()}
    # From then on it is a source like the others.
    assert fetch([added.id])[0].outcome == "present"
    result.path.unlink()
    assert fetch([added.id])[0].outcome == "downloaded"


def test_an_earlier_version_and_its_status(api, server):
    versions = [api_version("1.1"), api_version("1.0", release="Academic year 2024/25 (Provisional)")]
    server.answers[f"/v1/data-sets/{DATA_SET}/versions"] = listing(versions)
    added = add_ees(DATA_SET, version="1.0", base=api).source
    assert (added.url[-4:], added.status) == ("=1.0", "provisional")


def test_a_data_set_is_added_once(api, raw, server):
    add_ees(DATA_SET, base=api)
    before, asked = files(raw), len(server.asked)
    with pytest.raises(
        InputError, match=r"(?s)already, as 'ees-phonics-by-region-and-la'.*remove that entry"
    ):
        add_ees(DATA_SET, version="1.0", base=api)
    assert files(raw) == before
    assert len(server.asked) == asked


def test_another_data_set_of_the_same_title_has_an_id_of_its_own(api, server):
    add_ees(DATA_SET, base=api)
    other = DATA_SET.replace("b3bd9901", "019afee5")
    server.answers |= {p.replace(DATA_SET, other): a for p, a in server.answers.items()}
    assert add_ees(other, base=api).source.id == "ees-phonics-by-region-and-la-019afee5"
    assert len(load_manifest()) == 3


@pytest.mark.parametrize(
    ("path", "answer", "message"),
    [
        ("", reply(404), "does not have this.*Check the API data set ID"),
        ("", reply(body=b"<html>Sign in</html>"), "not of the EES API's form.*sign-in page"),
        ("", reply(body=b"[1, 2]"), "not of the EES API's form"),
        ("", reply(body=b'{"title": "Phonics"}'), "has no 'latestVersion'"),
        ("", reply(body=b'{"title": "Phonics", "latestVersion": null}'), "no version published yet"),
        ("/versions", listing([{"version": "1.1"}]), "has no 'status'"),
        (
            "/versions",
            listing([api_version("1.1", "Withdrawn"), api_version("1.0")]),
            "withdrawn.*one of 1.0$",
        ),
        ("/versions", listing([api_version("1.1", rows=1050397)]), "cut off.*1,050,397 rows.*found 1"),
        ("/csv", reply(body=b"<html>Sign in</html>"), "not a CSV of EES"),
        ("/csv", reply(body=gzip.compress(CSV.encode())), "not a CSV of EES"),
        ("/csv", reply(body=CSV.encode(), length=9999), "cut off before its end"),
        ("/csv", reply(504), "failing or busy"),
    ],
)
def test_what_the_api_may_answer(api, raw, server, path, answer, message):
    server.answers[f"/v1/data-sets/{DATA_SET}{path}"] = answer
    before = files(raw)
    with pytest.raises(InputError, match=rf"(?s){message}"):
        add_ees(DATA_SET, base=api)
    assert files(raw) == before


@pytest.mark.parametrize("version", ["3.0", "1", "1.*", "0.9"])
def test_a_version_that_is_not_exact_or_not_there(api, version):
    with pytest.raises(InputError, match=r"(?s)has no version .*expected: one of 1\.1, 1\.0$"):
        add_ees(DATA_SET, version=version, base=api)


def test_an_id_that_is_none(api, server):
    with pytest.raises(InputError, match="'phonics' is not an API data set ID"):
        add_ees("phonics", base=api)
    assert server.asked == []


def test_a_file_that_nobody_described_stays(api, raw):
    file = put(raw / "ees" / "phonics-by-region-and-la.csv", OLD)
    before = files(raw)
    with pytest.raises(InputError, match=r"(?s)Another file.*ees/phonics-by-region-and-la.csv.*Move it away"):
        add_ees(DATA_SET, base=api)
    assert files(raw) == before
    file.write_bytes(CSV.encode())  # what an interrupted run leaves
    assert add_ees(DATA_SET, base=api).source.id in load_manifest()


def test_describe_records_a_meant_change_and_nothing_else(source, raw):
    for name in "abc":
        source(name)
    put(raw / "lait" / "b.csv", OLD)
    before = (raw / "manifest.toml").read_text(encoding="utf-8").splitlines()
    old, new = describe("b")
    after = (raw / "manifest.toml").read_text(encoding="utf-8").splitlines()
    changed = [number for number, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]
    assert [after[number].split(" = ")[0] for number in changed] == ["retrieved", "sha256", "bytes"]
    assert after[changed[0]].endswith("# by hand")
    assert (old.bytes, new.bytes) == (len(WANTED), len(OLD))
    assert load_manifest()["b"] == new
    assert describe("b") == (new, new)
    assert sorted(path.name for path in raw.iterdir()) == ["lait", "manifest.toml"]


def test_describe_says_what_is_wrong(source, raw):
    source()
    with pytest.raises(InputError, match=r"(?s)no source 'figure'.*one of areas, figures"):
        describe("figure")
    with pytest.raises(InputError, match=r"(?s)missing.*standards fetch figures"):
        describe("figures")
    put(raw / "lait" / "figures.csv", OLD)
    text = (raw / "manifest.toml").read_text(encoding="utf-8").replace("sha256 =", '"sha256" =')
    (raw / "manifest.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"(?s)cannot be changed for you.*by hand"):
        describe("figures")
    assert (raw / "manifest.toml").read_text(encoding="utf-8") == text


def run(*arguments):
    result = CliRunner().invoke(main, list(map(str, arguments)))
    assert not result.exception or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_the_commands(source, server, raw, tmp_path, api, monkeypatch):
    file = source()
    code, output = run("fetch", "--timeout", 5)
    assert code == 1
    assert "does not have this (404)" in output
    server.answers["/figures.csv"] = reply(body=WANTED)
    assert run("fetch", "figures") == (
        0,
        "figures: downloaded, 1,800 bytes, SHA-256 as described (data/raw/lait/figures.csv)\n",
    )
    assert "figures: present" in run("fetch")[1]
    file.unlink()
    assert "figures: copied" in run("fetch", "--from", put(tmp_path / "figures.csv", WANTED).parent)[1]
    file.write_bytes(OLD)
    assert "figures: bytes 1800 -> 22" in run("describe", "figures")[1]
    assert "describes this file already" in run("describe", "figures")[1]
    monkeypatch.setattr(download, "EES_API", api)
    code, output = run("fetch", "--ees", DATA_SET, "--version", "1.0")
    assert code == 0
    assert "'ees-phonics-by-region-and-la': commit that change" in output
    assert load_manifest()["ees-phonics-by-region-and-la"].url.endswith("=1.0")


@pytest.mark.parametrize(
    "arguments",
    [["--version", "1.0"], ["--ees", DATA_SET, "figures"], ["--timeout", "0"], ["--timeout", "soon"]],
)
def test_options_that_make_no_sense(raw, arguments):
    assert run("fetch", *arguments)[0] == 2
