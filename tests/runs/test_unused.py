"""What takes long to import and nothing uses is not there while a warm parent imports, and only then."""

import importlib
import subprocess
import sys

import pytest

from analysis.runs.warm.unused import UNUSED, left_out


def test_what_is_there_already_stays_and_all_is_back_afterwards(monkeypatch):
    held = type(sys)("debugpy")
    monkeypatch.setitem(sys.modules, "debugpy", held)
    monkeypatch.delitem(sys.modules, "rfc3987_syntax", raising=False)
    before = {name: sys.modules.get(name) for name in UNUSED}
    with left_out():
        assert sys.modules["debugpy"] is held
        with pytest.raises(ImportError):
            importlib.import_module("rfc3987_syntax")
        with left_out():
            assert sys.modules["rfc3987_syntax"] is None
        assert sys.modules["rfc3987_syntax"] is None  # the inner one gives back only what it took
    assert {name: sys.modules.get(name) for name in UNUSED} == before


def test_a_warm_parent_imports_none_of_them_and_its_children_may(tmp_path):
    """Asked for by name in a process of its own, as ``standards report`` and ``standards revisions`` do."""
    (tmp_path / "asked.py").write_text(
        "import sys\n"
        "def here():\n"
        "    import analysis.runs.revisions_pages\n"
        "    return sorted(name for name in NAMES if sys.modules.get(name))\n"
        "def child():\n"
        "    import jsonschema, rfc3987_syntax\n"
        "    return rfc3987_syntax.__name__\n"
        f"NAMES = {UNUSED!r}\n",
        encoding="utf-8",
    )
    code = (
        "from analysis.runs.warm import warm\n"
        "with warm.parent():\n"
        "    print(warm.call('asked:here', {}, here=True), warm.call('asked:child', {}))\n"
    )
    where = {"PYTHONPATH": f"{tmp_path}:{':'.join(filter(None, sys.path))}"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=where, capture_output=True, text=True, timeout=120
    )
    assert done.stdout.strip() == "[] rfc3987_syntax", done.stderr[-2000:]
