"""Changes to the manifest's text: what is meant is recorded, and nothing else changes."""

import pytest

from analysis.basics.errors import InputError
from analysis.catalogue.manifest import load_manifest
from analysis.sources.manifest_edit import describe
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
    put(raw / "lait" / "figures.csv", OLD)
    text = (raw / "manifest.toml").read_text(encoding="utf-8").replace("sha256 =", '"sha256" =')
    (raw / "manifest.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"(?s)cannot be changed for you.*by hand"):
        describe("figures")
    assert (raw / "manifest.toml").read_text(encoding="utf-8") == text


def test_the_command(source):
    put(source(), OLD)
    said = run("describe", "figures")[1]
    assert "figures: bytes 1800 -> 22" in said and "/figures.csv -> not known" in said
    assert "'Figures', published. Are they true of this file?" in said
    assert "describes this file already" in run("describe", "figures")[1]
    said = run("describe", "figures", "--url", "https://example.org/new.csv")[1]
    assert said == "figures: url not known -> https://example.org/new.csv\n"
