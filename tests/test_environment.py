"""The ways to install name the same versions, all that is needed with its extras, and no registry."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
#: Lock file to the direct pins in it.
LOCKS = {"requirements.lock": PROJECT["dependencies"], "requirements-dev.lock": EXTRAS["dev"]}
#: What a report does without.
FOR_DEVELOPMENT = {"ruff", "mypy", "pytest", "playwright", "distributed", "dask", "pre-commit", "hypothesis"}
SYSTEMS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "macos": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    "windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
}
ENVIRONMENTS = {
    f"{system}-{python}": {**names, "python_version": python, "python_full_version": f"{python}.5"}
    for system, names in SYSTEMS.items()
    for python in ("3.11", "3.12", "3.13")
}


def pins(requirements: Iterable[str]) -> dict[str, str]:
    return dict(requirement.split("==") for requirement in requirements)


def read_lock(file: str) -> list[Requirement]:
    text = (ROOT / file).read_text(encoding="utf-8")
    return [Requirement(line.rstrip("\\")) for line in re.findall(r"^[\w.-].*", text, flags=re.MULTILINE)]


def locked(file: str) -> dict[str, str]:
    return {requirement.name: str(requirement.specifier)[2:] for requirement in read_lock(file)}


def conda() -> dict[str, str]:
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    return dict(re.findall(r"^\s+- ([\w.-]+)==?([^\s=]+)$", text, flags=re.MULTILINE))


def lacking(lock: list[Requirement], system: dict[str, str]) -> tuple[list[str], set[str]]:
    """What the locked distributions that are installed here require on a system and the lock does not give.

    Returns
    -------
    tuple
        Sentences, and the names of all that was looked at with its extras.
    """
    environment = {**default_environment(), **system}
    given: dict[str, set[str]] = {}
    for pin in lock:
        if pin.marker is None or pin.marker.evaluate(environment):
            given.setdefault(canonicalize_name(pin.name), set()).update(pin.extras)
    here = {canonicalize_name(one.name): one for one in distributions()}
    wrong, waiting, seen = [], [(name, frozenset(extras)) for name, extras in given.items()], set()
    while waiting:
        name, extras = waiting.pop()
        if (name, extras) in seen or name not in here:
            continue
        seen.add((name, extras))
        for required in required_by(here[name].requires or [], extras, environment):
            other = canonicalize_name(required.name)
            if other not in given or not required.extras <= given[other]:
                wrong.append(f"{name} requires {required}")
            waiting.append((other, frozenset(required.extras)))
    return wrong, {f"{name}[{','.join(sorted(extras))}]" for name, extras in seen if extras}


def required_by(requires: list[str], extras: frozenset[str], environment: dict) -> Iterator[Requirement]:
    for required in map(Requirement, requires):
        asked = [environment | {"extra": extra} for extra in ("", *extras)]
        if required.marker is None or any(required.marker.evaluate(one) for one in asked):
            yield required


def test_pyproject_pins_every_direct_dependency():
    assert all("==" in requirement for requirement in [*PROJECT["dependencies"], *EXTRAS["dev"]])
    named_by_users = {"jupyterlab", "pandas", "scipy", "seaborn", "papermill", "nbconvert"}
    assert named_by_users <= pins(PROJECT["dependencies"]).keys()


@pytest.mark.parametrize("extra", sorted(EXTRAS.keys() - {"dev"}))
def test_what_users_may_add_is_tested_in_the_same_version(extra):
    assert pins(EXTRAS[extra]).items() <= pins(EXTRAS["dev"]).items()


@pytest.mark.parametrize(
    ("lock", "name"), [(lock, name) for lock, direct in LOCKS.items() for name in sorted(pins(direct))]
)
def test_locks_and_conda_follow_pyproject(lock, name):
    assert locked(lock)[name] == conda()[name] == pins(LOCKS[lock])[name]


def test_conda_names_nothing_else_but_python_and_ends_with_the_project():
    direct = pins(PROJECT["dependencies"] + EXTRAS["dev"])
    assert conda().keys() - direct.keys() == {"python"}
    assert (ROOT / "environment.yml").read_text(encoding="utf-8").rstrip().endswith("- -e .")


def test_a_report_is_set_up_without_what_only_development_needs():
    report, development = map(locked, LOCKS)
    assert not report.keys() & FOR_DEVELOPMENT
    assert development.keys() >= FOR_DEVELOPMENT
    assert not report.keys() & development.keys()


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_have_hashes_and_no_addresses(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[\w.-])", text, flags=re.MULTILINE)[1:]
    assert len(entries) == len(read_lock(lock)) > 40
    assert all("--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"https?://|--(extra-)?index|--find-links", text)


@pytest.mark.parametrize("system", ENVIRONMENTS)
def test_locks_have_all_that_their_packages_require_with_its_extras(system):
    """With hashes an older pip takes a requirement with an extra that the lock lacks for one without a pin."""
    for files in (["requirements.lock"], list(LOCKS)):
        wrong, _ = lacking([pin for file in files for pin in read_lock(file)], ENVIRONMENTS[system])
        assert wrong == []


def test_an_extra_that_a_lock_lost_is_found():
    whole = [pin for file in LOCKS for pin in read_lock(file)]
    bare = [Requirement(str(pin).replace("[toml]", "")) for pin in whole]
    assert "coverage[toml]" in lacking(whole, {})[1]
    assert [line for line in lacking(bare, {})[0] if line.startswith("pytest-cov requires coverage[toml]")]
