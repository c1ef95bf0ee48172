"""The three ways to install name the same versions, and no registry."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def direct_pins() -> dict[str, str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    return dict(requirement.split("==") for requirement in wanted)


def locked() -> dict[str, str]:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==([^\s;\\]+)", text, flags=re.MULTILINE))


def conda() -> dict[str, str]:
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    return dict(re.findall(r"^\s+- ([\w.-]+)==?([^\s=]+)$", text, flags=re.MULTILINE))


def test_pyproject_pins_every_direct_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert all("==" in requirement for requirement in project["dependencies"])
    named_by_users = {"jupyterlab", "pandas", "scipy", "seaborn", "papermill", "nbconvert"}
    assert named_by_users <= direct_pins().keys()


@pytest.mark.parametrize("name", sorted(direct_pins()))
def test_lock_and_conda_follow_pyproject(name):
    assert locked()[name] == direct_pins()[name]
    assert conda()[name] == direct_pins()[name]


def test_conda_names_nothing_else_but_python_and_ends_with_the_project():
    assert conda().keys() - direct_pins().keys() == {"python"}
    assert (ROOT / "environment.yml").read_text(encoding="utf-8").rstrip().endswith("- -e .")


def test_lock_has_hashes_and_no_addresses():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert text.count("--hash=sha256:") > len(locked())
    assert not re.search(r"https?://|--(extra-)?index|--find-links", text)
