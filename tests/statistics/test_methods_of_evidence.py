"""The worked examples of docs/evidence/steady-ranks.md, recomputed by the functions that they name."""

import re

import numpy as np
import pytest

from analysis.statistics.reliability import chance_above, rank_correlation, steadiness
from analysis.statistics.usual_moves import beyond_chance, chance_held, usual_scale
from places import REPO

TEXT = (REPO / "docs" / "evidence" / "steady-ranks.md").read_text(encoding="utf-8")
NAMES = {
    function.__name__: function
    for function in (steadiness, rank_correlation, chance_above, chance_held, usual_scale, beyond_chance)
}
LINES = [
    line
    for block in re.findall(r"^```example id=[\w-]+\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
]


@pytest.mark.parametrize("line", LINES)
def test_every_example_is_what_the_functions_give(line):
    expression, _, text = line.rpartition(" = ")
    name, arguments = re.fullmatch(r"(\w+)\((.*)\)", expression).groups()
    found = np.atleast_1d(NAMES[name](*eval(f"({arguments},)", {"__builtins__": {}})))  # noqa: S307
    assert len(found) == len(text.split(", "))
    for value, said in zip(found.tolist(), text.split(", "), strict=True):
        if isinstance(value, bool | str):
            assert {True: "yes", False: "no"}.get(value, value) == said
        else:
            assert f"{value:.{len(said.partition('.')[2])}f}" == said
