"""The code that decides what is read, by its hashes: other code may read the same file otherwise."""

from pathlib import Path

from analysis.catalogue.manifest import sha256

#: The modules that decide what is read of any source, and those that do of DfE's interactive tool.
READERS = (
    "basics/*.py",
    "catalogue/*.py",
    "sources/*.py",
    "data/prepare.py",
    "data/checks.py",
    "data/prepared_releases.py",
)
LAIT_READERS = ("basics/*.py", "catalogue/*.py", "sources/lait*.py", "sources/left_out.py", *READERS[-2:])


def readers(patterns: tuple[str, ...] = READERS) -> dict[str, str]:
    """SHA-256 of the modules, by their path in the package."""
    package = Path(__file__).parents[1]
    modules = [path for pattern in patterns for path in sorted(package.glob(pattern))]
    return {path.relative_to(package).as_posix(): sha256(path) for path in modules}
