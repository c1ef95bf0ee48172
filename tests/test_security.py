"""What SECURITY.md says of the code, read from the code."""

import ast
import os
import stat

import pytest

from places import REPO

FILES = sorted((REPO / "src" / "analysis").rglob("*.py"))
#: Modules that run or read what should be neither run nor read.
FORBIDDEN_MODULES = {
    "pickle",
    "cPickle",
    "dill",
    "cloudpickle",
    "joblib",
    "shelve",
    "marshal",
    "yaml",
    "telnetlib",
    "commands",
}
#: Functions that do, whatever they are called on.
FORBIDDEN_CALLS = {
    "eval",
    "exec",
    "read_pickle",
    "to_pickle",
    "system",
    "popen",
    "getoutput",
    "getstatusoutput",
    "mktemp",
}


def calls(tree: ast.AST):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            yield node, name


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(REPO / "src" / "analysis")))
def test_no_pickle_no_shell_no_yaml_no_eval(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    imported = {
        alias.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    imported |= {
        (node.module or "").split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
    }
    assert not imported & FORBIDDEN_MODULES
    for node, name in calls(tree):
        builtin = isinstance(node.func, ast.Name)
        assert not (name in FORBIDDEN_CALLS and (builtin or name not in ("eval", "exec"))), (
            file,
            node.lineno,
            name,
        )
        for keyword in node.keywords:
            said = getattr(keyword.value, "value", None)
            assert not (keyword.arg == "shell" and said is not False), (file, node.lineno)
            assert not (keyword.arg == "verify" and said is False), (file, node.lineno)
            assert not (keyword.arg == "allow_pickle" and said), (file, node.lineno)


def test_every_template_escapes_what_it_prints():
    """The report's template is of nbconvert, which does not escape by itself: each expression says that it does."""
    import re

    trusted = (
        "markdown2html",
        "super()",
        'output.data["text/html"]',
        "report.style",
        "in_css",
        "if not loop.last",
        "source.anchor",
    )
    for file in (REPO / "src" / "analysis" / "template").glob("*.j2"):
        if file.name == "reports.html.j2":
            continue  # rendered with autoescape on: test_hostile_names
        for expression in re.findall(r"\{\{(.*?)\}\}", file.read_text(encoding="utf-8")):
            assert "| e" in expression or any(part in expression for part in trusted), (file.name, expression)


def test_nobody_else_may_change_a_report_and_nothing_in_it_can_be_run(offline_report):
    if os.name != "posix":
        pytest.skip("modes are a thing of POSIX systems")
    for file in offline_report.rglob("*"):
        mode = stat.S_IMODE(file.stat().st_mode)
        assert not mode & stat.S_IWOTH, file  # nobody else may change a report
        assert not file.is_file() or not mode & 0o111, file  # nothing in it can be run
        assert not file.is_symlink()


def test_what_security_says_is_there():
    said = (REPO / "SECURITY.md").read_text(encoding="utf-8")
    for word in ("hash", "escaped", "IPC", "pickle", "pip-audit", "suppressed", "privately"):
        assert word in said
