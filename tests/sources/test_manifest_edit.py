"""Changes to the manifest's text: what is meant is recorded, and nothing else changes."""

import hashlib
import re
from dataclasses import replace

import pytest

import places
from analysis.basics.errors import InputError
from analysis.catalogue.manifest import load_manifest
from analysis.sources import manifest_edit
from analysis.sources.manifest_edit import append, describe, today
from servers import OLD, WANTED, put, run


def test_describe_records_a_meant_change_and_nothing_else(source, raw):
    for name in "abc":
        source(name)
    put(raw / "lait" / "b.csv", OLD)
    before = (raw / "manifest.toml").read_text(encoding="utf-8").splitlines()
    old, new = describe("b")
    after = (raw / "manifest.toml").read_text(encoding="utf-8").splitlines()
    changed = [number for number, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]
    assert [after[number].split(" = ")[0] for number in changed] == ["url", "retrieved", "sha256", "bytes"]
    assert after[changed[1]].endswith("# by hand")
    assert (old.bytes, new.bytes) == (len(WANTED), len(OLD))
    assert load_manifest()["b"] == new
    assert describe("b") == (new, new)
    assert sorted(path.name for path in raw.iterdir()) == ["lait", "manifest.toml"]


def test_the_old_address_is_not_that_of_a_new_file(source, raw):
    put(source(), OLD)
    old, new = describe("figures")
    assert old.url and new.url == ""
    address = "https://example.org/new.csv?version=1.1&name=\\1"
    assert describe("figures", address)[1].url == address == load_manifest()["figures"].url
    assert describe("figures")[1].url == address  # the same file is still there
    put(raw / "lait" / "figures.csv", WANTED)
    assert describe("figures", address + "2")[1].url == address + "2"
    put(raw / "areas.csv", WANTED)  # part of the repository: what it was made from is where it was
    assert describe("areas")[1].url == "https://example.org"
    for wrong in ("example.org/new.csv", "file:///etc/hostname", "https://example.org/a b", "https://x/\n"):
        with pytest.raises(InputError, match="not the address of a file"):
            describe("figures", wrong)


def test_describe_says_what_is_wrong(source, raw):
    source()
    with pytest.raises(InputError, match=r"(?s)no source 'figure'.*one of areas, figures"):
        describe("figure")
    with pytest.raises(InputError, match=r"(?s)missing.*standards fetch figures"):
        describe("figures")


def test_a_manifest_that_changed_meanwhile_stays(source, raw, monkeypatch):
    put(source(), OLD)
    file, hashed = raw / "manifest.toml", manifest_edit.sha256

    def meanwhile(path):
        file.write_bytes(file.read_bytes().replace(b'"published"', b'"final"'))
        return hashed(path)

    monkeypatch.setattr(manifest_edit, "sha256", meanwhile)
    with pytest.raises(InputError, match=r"(?s)cannot be changed for you.*by hand"):
        describe("figures")
    assert file.read_bytes().count(b'"final"') == 2
    assert load_manifest()["figures"].bytes == len(WANTED)


def real_manifest(raw, end: str) -> bytes:
    """The project's own manifest, with these line ends and a comment or two, as the one that is worked with."""
    text = (places.REPO / "data" / "raw" / "manifest.toml").read_text(encoding="utf-8")
    text = text.replace(
        '[[source]]\nid = "barnet-2017-tables"',
        '# by hand\n  [[source]]\n\tid = "barnet-2017-tables"  # ours',
    )
    written = text.replace("\n", end).encode("utf-8")
    return put(raw / "manifest.toml", written).read_bytes()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_of_the_real_manifest_only_the_lines_of_what_changed_are_others(raw, end):
    before = real_manifest(raw, end)
    for source_id, source in load_manifest().items():
        put(raw / source.path, OLD)
        describe(source_id, "https://example.org/new.csv")
    after = (raw / "manifest.toml").read_bytes()
    for name, value in (
        ("sha256", hashlib.sha256(OLD).hexdigest()),
        ("url", "https://example.org/new.csv"),
        ("retrieved", today()),
    ):
        before = re.sub(rb'(?m)^%s = ".*?"' % name.encode(), f'{name} = "{value}"'.encode(), before)
    assert after == re.sub(rb"(?m)^bytes = \d+", b"bytes = %d" % len(OLD), before)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", [True, False])
def test_a_source_is_appended_with_the_line_ends_there_are(raw, end, last):
    before = real_manifest(raw, end)
    if not last:
        before = put(raw / "manifest.toml", before.removesuffix(end.encode())).read_bytes()
    new = replace(
        load_manifest()["barnet-2017-tables"], id="new", title='“Tables” of "new" data: é', committed=False
    )
    append(new)
    after = (raw / "manifest.toml").read_bytes()
    assert after.startswith(before) and load_manifest()["new"] == new
    added = after.removeprefix(before)
    assert added.count(end.encode()) == added.count(b"\n") == 14 - last
    assert '\ntitle = "“Tables” of \\"new\\" data: é"'.encode() in added.replace(b"\r", b"")


def test_the_command(source):
    put(source(), OLD)
    said = run("describe", "figures")[1]
    assert "figures: bytes 1800 -> 22" in said and "/figures.csv -> not known" in said
    assert "'Figures', published. Are they true of this file?" in said
    assert "describes this file already" in run("describe", "figures")[1]
    said = run("describe", "figures", "--url", "https://example.org/new.csv")[1]
    assert said == "figures: url not known -> https://example.org/new.csv\n"
