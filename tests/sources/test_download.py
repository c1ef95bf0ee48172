"""Fetching raw files, against a server of our own: what arrives, what is refused, and what stays as it was."""

import errno
import gzip
import socket
import threading
import time

import pytest

from analysis.basics.errors import InputError
from analysis.sources import download, transfer
from analysis.sources.download import fetch
from servers import OLD, WANTED, files, put, reply, run


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


@pytest.mark.parametrize("offline", [False, True])
def test_another_file_gives_way_but_is_kept_and_said(source, server, raw, tmp_path, offline):
    file = put(source(), OLD)
    server.answers["/figures.csv"] = reply(body=WANTED)
    put(tmp_path / "stick" / "figures.csv", WANTED)
    for content in (OLD, OLD + b"another", OLD):  # the same file is kept once
        file.write_bytes(content)
        (result,) = fetch(from_folder=tmp_path / "stick" if offline else None)
        assert "not the one that the manifest describes" in result.note
        assert "standards describe figures --url" in result.note
    kept = files(raw / "lait")
    assert kept.pop("figures.csv") == WANTED
    assert sorted(kept.values()) == [OLD, OLD + b"another"]
    assert all(name.startswith("figures.csv.kept-") for name in kept)
    assert fetch()[0].note == ""


def test_another_file_elsewhere_is_not_used_and_said(source, server, raw, tmp_path, monkeypatch):
    monkeypatch.setenv("STANDARDS_RAW", str(tmp_path / "national"))
    file = source()
    elsewhere = put(tmp_path / "national" / "lait" / "figures.csv", OLD)
    server.answers["/figures.csv"] = reply(body=WANTED)
    assert "STANDARDS_RAW" in fetch()[0].note
    assert elsewhere.read_bytes() == OLD and files(raw / "lait") == {file.name: WANTED}


def test_an_address_that_is_not_known_is_asked_for(source, raw):
    source(url="x")
    text = (raw / "manifest.toml").read_text(encoding="utf-8").replace('url = "x"', 'url = ""')
    (raw / "manifest.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"(?s)address .* not known.*standards describe figures --url"):
        fetch()


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
    monkeypatch.setattr(transfer, "STALLED", 0.3)
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


def test_an_interruption_leaves_no_temporary_file(source, raw, monkeypatch):
    put(source(), OLD)
    before = files(raw)

    def interrupt(_, stream, *__):
        stream.write(WANTED)
        raise KeyboardInterrupt

    monkeypatch.setattr(download, "transfer", interrupt)
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

    monkeypatch.setattr(transfer.HTTPDownloader, "__call__", fail)
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


def test_another_file_in_the_folder_is_told_when_the_described_one_is_at_hand(source, raw, tmp_path):
    put(source("a"), WANTED)
    put(source("b"), WANTED)
    newer = put(tmp_path / "stick" / "a.csv", WANTED + b"2018,E09000003,55.0\n")
    before = files(raw)
    with pytest.raises(InputError) as refused:
        fetch(from_folder=tmp_path / "stick")
    assert str(newer) in str(refused.value)
    for words in ("data/raw/lait/a.csv is, and stays in use", "put it at data/raw/lait/a.csv",
                  "standards describe a --url ADDRESS", "the others are in place"):  # fmt: skip
        assert words in str(refused.value)
    assert files(raw) == before
    newer.unlink()
    assert [result.outcome for result in fetch(from_folder=tmp_path / "stick")] == ["present", "present"]


def test_the_command(source, server, tmp_path):
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
    file.write_bytes(OLD)
    assert "It is kept as data/raw/lait/figures.csv.kept-" in run("fetch")[1]
    file.unlink()
    assert "figures: copied" in run("fetch", "--from", put(tmp_path / "figures.csv", WANTED).parent)[1]


@pytest.mark.parametrize("arguments", [["--timeout", "0"], ["--timeout", "soon"]])
def test_options_that_make_no_sense(raw, arguments):
    assert run("fetch", *arguments)[0] == 2
