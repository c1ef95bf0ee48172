"""Files that are not what they should be, and a disk that refuses: one message, nothing harmed, for every reader."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis.basics.errors import InputError
from analysis.catalogue.area_groups import load_area_groups
from analysis.catalogue.areas import load_areas
from analysis.catalogue.ees_mapping_files import load_mapping
from analysis.catalogue.lait_codes import load_codes, read_dictionary
from analysis.catalogue.manifest import load_manifest
from analysis.catalogue.measures import PUPIL_GROUPS, load_measures
from analysis.catalogue.observations import load_observations
from analysis.catalogue.releases import load_releases
from analysis.catalogue.vague_words import load_words
from analysis.cli import main
from analysis.data.cut_points import load_cut_points
from analysis.data.prepare import prepare
from analysis.report.claims.files import read_claims
from analysis.report.cohorts.progress import load_sigmas
from analysis.report.contents import PAGES
from analysis.report.indicators.targets import load_rules, load_targets
from analysis.sources.ees import read_data_set
from analysis.sources.lait import read_lait
from analysis.sources.neighbours import load_neighbours
from analysis.sources.papers import read_paper
from places import REPO

RAW = REPO / "data" / "raw"
DICTIONARY = "Measure_short,Polarity,dps,Year_Type,No_Quartile\nA,High,1,Academic Year,NA\n"


def lait(file: Path):
    dictionary = file.with_name("dictionary.csv")
    dictionary.write_text(DICTIONARY, encoding="latin-1")
    return read_lait(file, dictionary, load_codes(), {})


def edition(file: Path):
    return read_paper(file.parent, list(load_measures().index), list(PUPIL_GROUPS))


#: reader -> (name of the file, what reads it)
READERS = {
    "areas": ("areas.csv", load_areas),
    "groups": ("area_groups.csv", load_area_groups),
    "measures": ("measures.csv", load_measures),
    "codes": ("lait_codes.csv", load_codes),
    "releases": ("lait_releases.csv", load_releases),
    "dictionary": ("lait_data_dictionary.csv", read_dictionary),
    "lait": ("bds_long_0.parquet", lait),
    "ees": ("made.csv", lambda file: read_data_set(file, source="made")),
    "ees packed": ("made.csv.gz", lambda file: read_data_set(file, source="made")),
    "mapping": ("own.toml", load_mapping),
    "neighbours": ("sn.xlsx", lambda file: load_neighbours(2025, file)),
    "manifest": ("manifest.toml", load_manifest),
    "edition": ("tables.csv", edition),
    "cut points": ("cut_points.csv", load_cut_points),
    "words": ("vague_words.csv", load_words),
    "rules": ("indicator_rules.csv", load_rules),
    "targets": ("targets.csv", lambda file: load_targets("Barnet", 2017, file)),
    "claims": ("claims.csv", read_claims),
    "sigmas": ("progress_sigmas.csv", load_sigmas),
    "processed": ("observations.parquet", load_observations),
}
CONTENTS = {
    "empty": b"",
    "one line break": b"\n",
    "only a mark": b"\xef\xbb\xbf",
    "UTF-16": "measure,year\na,2017\n".encode("utf-16"),
    "zeros": bytes(4096),
    "a web page": b"<!DOCTYPE html><html><body>Sign in</body></html>",
    "one endless line": b"a," * 200_000,
    "deep brackets": b"[" * 5000,
}


@pytest.mark.parametrize("reader", READERS)
def test_no_reader_takes_a_file_of_another_kind(tmp_path, reader):
    name, read = READERS[reader]
    for number, content in enumerate(CONTENTS.values()):
        file = tmp_path / str(number) / name
        file.parent.mkdir()
        file.write_bytes(content)
        with pytest.raises(InputError) as error:
            read(file)
        assert name in str(error.value)


@pytest.mark.parametrize("reader", READERS)
def test_a_folder_or_a_link_to_nowhere_is_no_file(tmp_path, reader):
    name, read = READERS[reader]
    (tmp_path / "folder" / name).mkdir(parents=True)
    (tmp_path / "link").mkdir()
    (tmp_path / "link" / name).symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop").mkdir()
    (tmp_path / "loop" / name).symlink_to(tmp_path / "loop" / name)
    for place in ("folder", "link", "loop"):
        if reader == "targets" and place != "folder":
            assert read(tmp_path / place / name) is None  # targets that are not there were not set
            continue
        with pytest.raises(InputError):
            read(tmp_path / place / name)


AS_NOBODY = """
import codecs, os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import test_hostile_files as tests
for name, read in tests.READERS.values():  # loads all there is to load, while it may be
    try:
        read(Path(sys.argv[2]) / "none" / name)
    except (tests.InputError, OSError):
        pass
codecs.lookup("latin-1"), codecs.lookup("utf-8-sig")
os.setgid(65534); os.setuid(65534)
for reader, (name, read) in tests.READERS.items():
    try:
        read(Path(sys.argv[2]) / reader / name)
    except tests.InputError as error:
        print(reader, "refused")
    except PermissionError as error:
        print(reader, "raw error", error)
    else:
        print(reader, "read")
"""


def test_a_file_that_may_not_be_read_is_said_to_be_so(tmp_path):
    """Root may read all, so another user tries."""
    if os.name != "posix" or os.getuid() != 0:
        pytest.skip("only root can become another user")
    tmp_path.chmod(0o755)
    for reader, (name, _) in READERS.items():
        file = tmp_path / reader / name
        file.parent.mkdir(mode=0o777)
        file.parent.chmod(0o777)
        file.write_bytes(b"x")
        file.chmod(0)
    for folder in tmp_path.parents:  # the other user must get there
        if not folder.stat().st_mode & stat.S_IXOTH:
            folder.chmod(0o755)
    command = [sys.executable, "-c", AS_NOBODY, str(REPO / "tests"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    if "refused" not in done.stdout and "Permission denied" in done.stderr:
        pytest.skip("another user cannot reach the interpreter or the checkout")
    lines = done.stdout.splitlines()
    assert lines == [f"{reader} refused" for reader in READERS], done.stderr


def run(*arguments: str) -> str:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1 and isinstance(result.exception, SystemExit), result.output
    assert "Traceback" not in result.output
    return result.output


def files(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture
def small_disk(tmp_path):
    """Mounts a disk of a few hundred kilobytes at a folder."""
    mounted = []

    def mount(folder: Path, size: str):
        folder.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)], capture_output=True
        )
        if done.returncode:
            pytest.skip("a small disk cannot be mounted here (it takes root)")
        mounted.append(folder)

    if os.name != "posix" or os.getuid() != 0:
        pytest.skip("a small disk cannot be mounted here (it takes root)")
    yield mount
    for folder in mounted:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.parametrize("size", ["4k", "64k"])
def test_a_full_disk_while_preparing(home, small_disk, size):
    small_disk(home / "data" / "processed", size)
    message = run("prepare")
    assert "disk is full" in message and "run the command again" in message
    assert files(home / "data" / "processed") == {}


def test_a_full_disk_while_reporting(home, small_disk, monkeypatch):
    prepare()
    monkeypatch.setattr("analysis.runs.warm.warm.available", lambda: False)
    monkeypatch.setattr(
        "analysis.runs.report.PAGES", [page for page in PAGES if page.file == "data-checks.html"]
    )
    small_disk(home / "reports", "64k")
    (home / "reports" / "barnet-2017").mkdir()
    (home / "reports" / "barnet-2017" / "index.html").write_text("the previous report")
    assert "disk is full" in run("report")
    assert files(home / "reports") == {"barnet-2017/index.html": b"the previous report"}


def test_what_lies_in_the_way_of_preparing_is_not_written_through(home, tmp_path):
    """A link where a file is written aside, or where one will stand, does not lead the writing elsewhere."""
    kept = tmp_path / "kept"
    kept.write_text("kept")
    folder = home / "data" / "processed"
    folder.mkdir()
    for name in ("observations.parquet", "observations.parquet.new", "validation.json", "prepared.json.new"):
        (folder / name).symlink_to(kept)
    prepare()
    assert kept.read_text() == "kept"
    assert not (folder / "observations.parquet").is_symlink()


def test_a_raw_file_that_is_a_link_is_judged_by_its_contents(home, tmp_path):
    """A folder of data elsewhere is a usual thing; the hash decides, and nothing of a foreign file is shown."""
    file = home / "data" / "raw" / "barnet-2017" / "figures.csv"
    elsewhere = tmp_path / "elsewhere.csv"
    elsewhere.write_bytes(file.read_bytes())
    file.unlink()
    file.symlink_to(elsewhere)
    assert CliRunner().invoke(main, ["prepare"]).exit_code == 0
    elsewhere.write_text("root:secret")
    message = run("prepare")
    assert "figures.csv" in message and "secret" not in message


@pytest.mark.parametrize("target", ["processed", "reports"])
def test_a_file_where_a_folder_should_be(home, target):
    place = {"processed": home / "data" / "processed", "reports": home / "reports"}[target]
    place.write_text("a file")
    message = run("report")
    assert place.name in message
    assert place.read_text() == "a file"


def test_messages_do_not_obey_what_they_quote(home):
    message = run("report", "--area", "Bar\x1b[2Jnet\u202e")
    assert "\x1b" not in message and "\u202e" not in message
