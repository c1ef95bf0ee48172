"""Changes to the manifest's text: what is meant is recorded, and nothing else changes."""

import pytest

from analysis.errors import InputError
from analysis.sources.manifest import load_manifest
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


def test_the_command(source):
    put(source(), OLD)
    assert "figures: bytes 1800 -> 22" in run("describe", "figures")[1]
    assert "describes this file already" in run("describe", "figures")[1]
