"""The examples in the docstrings of every module run, and print what they say."""

import doctest
import importlib
import re
from pathlib import Path

import pytest

import analysis

PACKAGE = Path(analysis.__file__).parent
EXAMPLE = re.compile(r"^ *>>> (?!.*\+SKIP)", re.MULTILINE)
WITH_EXAMPLES = sorted(
    path for path in PACKAGE.rglob("*.py") if EXAMPLE.search(path.read_text(encoding="utf-8"))
)


def module_name(path):
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)


@pytest.mark.parametrize("name", [module_name(path) for path in WITH_EXAMPLES])
def test_the_examples_run(name):
    found = doctest.testmod(importlib.import_module(name))
    assert found.attempted and not found.failed
