"""``standards update``: what is taken, what is refused, and that nothing is lost or half-written then."""

import json
import re
import socket
from datetime import date
from pathlib import Path

import pytest

from analysis.catalogue import releases
from analysis.catalogue.releases import DATA, DICTIONARY, load_releases
from analysis.catalogue.releases_held import at_hand, release_as_at, release_in_use
from analysis.runs import update_which
from analysis.sources import ees_api, lait_repository, releases_edit, transfer
from lait_made import DICTIONARY as TOPICS
from lait_made import GLD, digest, listed, make_release, write_list, write_parquet
from servers import entry, files, reply, run

AREAS = ("Barnet", "Camden", "Brent", "London", "England")
NEW, LATER = "ab" * 20, "cd" * 20
COMMITS = "/api/commits"


def rows(*figures, year="2025"):
    return [(GLD, year, area, str(figure)) for area, figure in zip(AREAS, figures, strict=False)]


BEFORE = [*rows(70, 71, 72, 73, 74), *rows(60, 61, "c", 63, 64, year="2024")]
AFTER = [
    *rows(72, 71, 70, 73, 74),
    *rows(60, 61, 62, 63, "-", year="2024"),
    *rows(75, 76, 77, 78, year="2026"),
]


@pytest.fixture
def project(home, server, monkeypatch):
    """A project that has one release, of 8 April 2030, and a repository of our own on a day in June."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(transfer, "BACK_OFF", 0.01)
    monkeypatch.setattr(lait_repository, "API", f"{server.url}/api")
    monkeypatch.setattr(releases, "ADDRESS", server.url + "/files/{commit}/{file}")
    monkeypatch.setattr(update_which, "today", lambda: date(2030, 6, 15))
    write_list(home / "data" / "raw", [])
    make_release(home, "2030-04-08T10:00:00+00:00", BEFORE)
    return home


def data_of(folder: Path, table=AFTER) -> bytes:
    file = write_parquet(folder / "made.parquet", table)
    content = file.read_bytes()
    file.unlink()
    return content


def offer(server, folder: Path, *commits, table=AFTER, dictionary: bytes = TOPICS.encode()):
    """The repository has these commits, as (sha, moment), newest first as GitHub has them, all with the same files."""
    found = [{"sha": sha, "commit": {"committer": {"date": moment}}} for sha, moment in commits]
    server.answers[COMMITS] = reply(body=json.dumps(found).encode())
    for sha, _ in commits:
        server.answers[f"/files/{sha}/{DATA}"] = reply(body=data_of(folder, table))
        if dictionary:
            server.answers[f"/files/{sha}/{DICTIONARY}"] = reply(body=dictionary)


def refused(home, *arguments) -> str:
    """What a command says that fails; all files of the project are as they were."""
    before = files(home / "data")
    code, told = run("update", *arguments)
    assert code == 1, told
    assert files(home / "data") == before
    return told


def test_a_new_release_is_told_listed_and_in_use(project, server, tmp_path):
    before = release_in_use()
    offer(server, tmp_path, (NEW, "2030-06-01T09:30:00Z"))
    code, told = run("update")
    assert code == 0, told
    (question, *_) = server.asked
    assert f"path=01_data/02_prod/{DATA}" in question and "since=2030-04-08T10:00:00Z" in question
    used = release_in_use()
    assert used.id == "2030-06-01_abababa" and used.release == load_releases()[-1] and used.listed
    assert used.data == project / "data" / "raw" / "lait_releases" / used.id / DATA
    row = listed(project / "data" / "raw")[-1]
    assert (row["commit"], row["committed"]) == (NEW, "2030-06-01T09:30:00+00:00")
    assert (row["sha256"], row["dictionary_sha256"]) == (digest(used.data), digest(used.dictionary))
    assert int(row["bytes"]) == used.data.stat().st_size
    assert f"Compared with {before.id}" in told and "New year: 2026" in told
    assert (
        "2 figures changed in place, 1 symbols became figures, 1 figures symbols, 4 figures are new" in told
    )
    assert "is in use" in told and ".making" not in told
    assert release_as_at("2030-05-01").id == before.id  # the one before can be gone back to
    assert not [path for path in used.data.parents[1].iterdir() if path.name.startswith(".")]
    server.answers[COMMITS] = reply(body=b"[]")
    assert "no release newer than 2030-06-01_abababa" in run("update")[1]


def test_none_is_newer(project, server):
    server.answers[COMMITS] = reply(body=b"[]")
    before = files(project / "data")
    assert run("update") == (
        0, f"There is no release newer than {release_in_use().id}, the newest on the list.\n"
    )  # fmt: skip
    same = {"sha": load_releases()[-1].commit, "commit": {"committer": {"date": "2030-04-08T10:00:00Z"}}}
    server.answers[COMMITS] = reply(body=json.dumps([same]).encode())
    assert "no release newer" in run("update")[1] and files(project / "data") == before


def test_two_of_one_day_are_taken_in_their_order(project, server, tmp_path):
    offer(server, tmp_path, (LATER, "2030-06-01T17:00:00Z"), (NEW, "2030-06-01T09:30:00Z"))
    changed = [*BEFORE[:-1], (GLD, "2024", "England", "65")]
    server.answers[f"/files/{NEW}/{DATA}"] = reply(body=data_of(tmp_path, changed))
    code, told = run("update")
    assert code == 0 and told.index("2030-06-01_abababa:") < told.index("2030-06-01_cdcdcdc:")
    assert "Compared with 2030-06-01_abababa" in told
    assert release_in_use().id == release_as_at("2030-06-01").id == "2030-06-01_cdcdcdc"


def test_a_commit_with_the_files_of_the_one_before_is_no_release(project, server, tmp_path):
    offer(server, tmp_path, (NEW, "2030-06-01T09:30:00Z"), table=BEFORE)
    before = files(project / "data")
    code, told = run("update")
    assert code == 0 and "has the same files as 2030-04-08" in told and files(project / "data") == before


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (reply(403, X_RateLimit_Remaining="0", X_RateLimit_Reset="1906540200"), "asked too often.*after 10:30 UTC"),
        (reply(429, Retry_After="60"), "asked too often.*in 60 seconds"),
        (reply(403), r"refuses this \(403\)"),
        (reply(404), "may have been renamed"),
        (reply(503), "failing or busy"),
        (reply(body=b"<!DOCTYPE html><title>Sign in</title>"), "not a list of commits.*sign-in page"),
        (reply(body=b'[{"sha": "abc"'), "not a list of commits"),
        (reply(body=b'{"message": "Not what was asked"}'), "not a list of commits"),
        (reply(body=b'[{"sha": "../../x", "commit": {"committer": {"date": "2030-06-01T09:30:00Z"}}}]'), "not a list"),
        (reply(body=b"[]" * 9, length=99), "cut off before its end"),
    ],
    ids=["limit", "limit-429", "403", "404", "503", "page", "cut", "other", "sha", "short"],
)  # fmt: skip
def test_a_repository_that_does_not_answer_changes_nothing(project, server, answer, message):
    server.answers[COMMITS] = answer
    told = refused(project)
    assert re.search(rf"(?s){message}", told), told
    assert "--from FILE" in told


def test_no_network(project, monkeypatch):
    with socket.socket() as taken:  # bound but not listening: nobody else gets the port
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setattr(lait_repository, "API", f"http://127.0.0.1:{taken.getsockname()[1]}")
        told = refused(project)
    assert "cannot be reached" in told and "or get the two files on another computer" in told


def test_a_download_that_is_cut_off_changes_nothing(project, server, tmp_path):
    offer(server, tmp_path, (NEW, "2030-06-01T09:30:00Z"))
    whole = data_of(tmp_path)
    server.answers[f"/files/{NEW}/{DATA}"] = reply(body=whole[:99], length=len(whole))
    assert "cut off before its end" in refused(project)
    server.answers[f"/files/{NEW}/{DATA}"] = reply(body=whole[:-50])  # the server has no more
    told = refused(project)
    assert "was not taken; all is as it was. LAIT's data file cannot be read" in told
    assert "what to do: Run the command again." in told and "standards fetch" not in told
    server.answers[f"/files/{NEW}/{DATA}"] = reply(body=whole)
    server.answers[f"/files/{NEW}/{DICTIONARY}"] = reply(503)
    assert "failing or busy" in refused(project)
    server.answers[f"/files/{NEW}/{DICTIONARY}"] = reply(body=b"<html>Sign in</html>")
    assert "was not taken" in refused(project)


def test_of_a_file_that_is_cut_off_the_remedy_is_about_that_file(project, tmp_path):
    """Fetching brings the manifest's file, which is another one."""
    file, topics = tmp_path / "from_a_colleague.parquet", tmp_path / "topics.csv"
    file.write_bytes(data_of(tmp_path)[:-50])
    told = refused(project, "--from", str(file), "--released", "2030-06-01")
    assert f"where: {file}" in told and "what to do: Get this file again, whole" in told
    assert "fetch" not in told
    file.write_bytes(data_of(tmp_path))
    topics.write_text("<html>Sign in</html>", encoding="utf-8")
    told = refused(project, "--from", str(file), "--dictionary", str(topics), "--released", "2030-06-01")
    assert str(topics) in told and "Get this file again, whole" in told and "fetch" not in told


def test_what_is_no_file_of_the_tool_is_not_taken(project, server, tmp_path):
    offer(server, tmp_path, (NEW, "2030-06-01T09:30:00Z"), table=[("OTHER", "2025", "Barnet", "1")])
    assert "this is not LAIT's data file" in refused(project)


def test_a_bad_release_does_not_hold_up_a_good_one(project, server, tmp_path):
    offer(server, tmp_path, (LATER, "2030-06-02T09:30:00Z"), (NEW, "2030-06-01T09:30:00Z"))
    server.answers[f"/files/{NEW}/{DATA}"] = reply(body=b"another file")
    code, told = run("update")
    assert code == 1 and "1 of 2 releases cannot be used" in told
    assert release_in_use().id == "2030-06-02_cdcdcdc" and len(load_releases()) == 2


def test_a_release_without_its_dictionary_is_read_with_the_nearest(project, server, tmp_path):
    offer(server, tmp_path, (NEW, "2030-06-01T09:30:00Z"), dictionary=b"")
    code, told = run("update")
    assert code == 0 and "read with that of the release 2030-04-08" in told
    assert release_in_use().borrowed and listed(project / "data" / "raw")[-1]["dictionary_bytes"] == "0"


def test_a_release_of_the_list_is_brought_back(project, server, tmp_path):
    held = release_in_use()
    good = {name: (held.data.parent / name).read_bytes() for name in (DATA, DICTIONARY)}
    assert f"{held.id}: is at hand already" in run("update", held.id)[1]
    held.dictionary.unlink()  # one that lacks its dictionary is not at hand
    for name, content in good.items():
        server.answers[f"/files/{held.release.commit}/{name}"] = reply(body=content)
    list_before = files(project / "data" / "raw")["lait_releases.csv"]
    assert run("update", held.id)[0] == 0
    assert {file.name: file.read_bytes() for file in held.data.parent.iterdir()} == good
    held.data.unlink(), held.dictionary.unlink()
    server.answers[f"/files/{held.release.commit}/{DATA}"] = reply(body=data_of(tmp_path))
    told = refused(project, held.release.commit)
    assert held.release.sha256 in told and "not the one that DfE released" in told
    server.answers[f"/files/{held.release.commit}/{DATA}"] = reply(body=good[DATA])
    assert "is in use" in run("update", held.release.commit[:9])[1]
    assert files(project / "data" / "raw")["lait_releases.csv"] == list_before
    assert "has no release 'abc'" in refused(project, "abc")


def test_another_file_under_the_name_of_a_release_is_not_replaced(project, server, tmp_path):
    offer(server, tmp_path, (NEW, "2030-06-01T09:30:00Z"))
    folder = project / "data" / "raw" / "lait_releases" / "2030-06-01_abababa"
    folder.mkdir()
    (folder / DATA).write_bytes(b"of somebody")
    assert "Another file is where the release belongs" in refused(project)
    (folder / DATA).write_bytes(data_of(tmp_path))  # what a killed run left
    assert run("update")[0] == 0 and release_in_use().id == folder.name


@pytest.fixture
def given(tmp_path):
    """A data file and a dictionary elsewhere, as options of the command."""
    folder = tmp_path / "stick"
    folder.mkdir()
    (folder / "dictionary.csv").write_bytes(TOPICS.encode())
    return ["--from", write_parquet(folder / "new.parquet", AFTER), "--dictionary", folder / "dictionary.csv"]


def test_a_release_from_a_file(project, server, given):
    code, told = run("update", *given, "--released", "2030-06-01")
    assert code == 0, told
    used, content = release_in_use(), given[1].read_bytes()
    assert used.id == f"2030-06-01_{digest(given[1])[:7]}" and used.data.read_bytes() == content
    assert server.asked == [] and used.release.address() == "" and used.entry.url == ""
    assert "this file is at hand already" in run("update", *given)[1]
    other = write_parquet(given[1].with_name("other.parquet"), [*AFTER, (GLD, "2026", "England", "79")])
    assert (
        run("update", "--from", other, "--released", "2030-06-01")[0] == 0
    )  # of the same day: the later one
    assert release_in_use().id == f"2030-06-01_{digest(other)[:7]}" and len(at_hand()) == 3


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("2030-04-07", "from 2030-04-08, that of the first release, to today, 2030-06-15"),
        ("2030-06-16", "cannot be taken as one of 2030-06-16"),
        ("June", "'June' is not a day"),
        ("", "--released DAY"),
    ],
)
def test_a_day_that_cannot_be(project, given, day, message):
    assert message in refused(project, *given, *(["--released", day] if day else []))


def test_files_of_a_known_release_are_that_release(project, given, tmp_path):
    held = release_in_use()
    old = [tmp_path / "old.parquet", tmp_path / "old.csv"]
    old[0].write_bytes(held.data.read_bytes()), old[1].write_bytes(held.dictionary.read_bytes())
    held.data.unlink(), held.dictionary.unlink(), held.data.parent.rmdir()
    assert "was not released on 2030-05-05" in refused(project, "--from", old[0], "--released", "2030-05-05")
    told = refused(project, "--from", old[0])
    assert held.release.dictionary_sha256 in told and "found none" in told
    given[3].write_text("another", encoding="utf-8")
    assert digest(given[3]) in refused(project, "--from", old[0], "--dictionary", given[3])
    assert run("update", "--from", old[0], "--dictionary", old[1])[0] == 0
    assert release_in_use().id == held.id and len(load_releases()) == 1


def test_what_cannot_be_taken_from_files(project, given, tmp_path):
    assert "no such file" in refused(project, "--from", tmp_path / "absent", "--released", "2030-06-01")
    given[1].write_bytes(given[1].read_bytes()[:-30])
    assert "was not taken" in refused(project, *given, "--released", "2030-06-01")
    assert run("update", "x", *given)[0] == run("update", "--released", "2030-06-01")[0] == 2


def test_names_that_are_not_known_are_to_be_added(project, given):
    more = [*AFTER, (GLD, "2026", "New Unitary", "80"), ("NEW_CODE", "2026", "Barnet", "1")]
    write_parquet(given[1], [row for row in more if row[2] != "Camden"])
    code, told = run("update", *given, "--released", "2030-06-01")
    assert code == 0, told
    assert "Area new in the file: New Unitary" in told and "Area no more in the file: Camden" in told
    assert "Code new in the file: NEW_CODE" in told
    assert "To add to data/raw/areas.csv" in told and "To add to data/raw/lait_codes.csv" in told
    assert "Not understood: area New Unitary, 1 row" in told and "is in use" in told


def test_a_list_that_cannot_be_written_leaves_no_files(project, given, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("analysis.runs.update.append_release", full)
    assert "The disk is full" in refused(project, *given, "--released", "2030-06-01")


def test_the_list_keeps_its_lines_and_order(project):
    file = project / "data" / "raw" / "lait_releases.csv"
    old = file.read_bytes().replace(b"\n", b"\r\n")
    file.write_bytes(old)
    (release,) = load_releases()
    releases_edit.append_release(type(release)(NEW, release.committed, "f" * 64, 9))
    assert file.read_bytes() == old + f"{NEW},2030-04-08T10:00:00+00:00,{'f' * 64},9,,0,\r\n".encode()


def test_a_link_out_of_data_raw_is_refused(project, given, tmp_path):
    folder = project / "data" / "raw" / "lait_releases"
    folder.rename(tmp_path / "outside")
    folder.symlink_to(tmp_path / "outside")
    before = files(tmp_path / "outside")
    assert "leads out of data/raw" in run("update", *given, "--released", "2030-06-01")[1]
    assert files(tmp_path / "outside") == before


def test_newer_versions_of_other_data_sets_are_told(project, server, monkeypatch):
    monkeypatch.setattr(ees_api, "EES_API", f"{server.url}/v1")
    data_set = "b3bd9901-cc50-f670-a18a-9bdb566d37d2"
    with (project / "data" / "raw" / "manifest.toml").open("a", encoding="utf-8") as manifest:
        manifest.write(entry("ees-made", "ees/made.csv", ees_api.ees_csv_url(data_set, "1.9"), b"made"))
    server.answers[COMMITS] = reply(body=b"[]")
    numbers = [("2.0", "Draft"), ("1.10", "Published"), ("1.9", "Published"), ("1.8", "Published")]
    found = [{"version": number, "status": status, "notes": "Two\nfigures"} for number, status in numbers]
    listing = {"paging": {"totalPages": 1}, "results": found}
    versions = f"/v1/data-sets/{data_set}/versions"
    server.answers[versions] = reply(body=json.dumps(listing).encode())
    before = files(project / "data")
    assert "ees-made: version 1.10 has been published (Two figures)" in run("update")[1]
    listing["results"] = found[2:]
    server.answers[versions] = reply(body=json.dumps(listing).encode())
    assert "ees-made" not in run("update")[1]
    server.answers[versions] = reply(404)
    code, told = run("update")
    assert code == 0 and "ees-made: whether there is a newer version is not known" in told
    assert files(project / "data") == before
