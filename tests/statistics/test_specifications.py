"""What decides among readings, and the places that a number shares."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.statistics.specifications import deciding, tied_places

QUESTIONS = {"with": ("England", "London"), "year": ("2023", "2024"), "digits": ("printed", "unrounded")}
EVERY = [dict(zip(QUESTIONS, some, strict=True)) for some in product(*QUESTIONS.values())]


@pytest.mark.parametrize(
    ("holds", "names"),
    [
        (lambda one: True, ()),
        (lambda one: one["year"] == "2024", ("year",)),
        (lambda one: one["with"] == "London" and one["year"] == "2024", ("with", "year")),
        (lambda one: (one["with"] == "London") != (one["digits"] == "printed"), ("with", "digits")),
        (lambda one: one["with"] == "London" and one["year"] == "2024" and one["digits"] == "printed", tuple(QUESTIONS)),
    ],
)  # fmt: skip
def test_the_fewest_questions_that_decide(holds, names):
    assert deciding(EVERY, [str(holds(one)) for one in EVERY]) == names


def test_a_question_that_only_some_readings_have_decides_too():
    readings = [{"meaning": "a"}, {"meaning": "b", "place": "best"}, {"meaning": "b", "place": "worst"}]
    assert deciding(readings, ["holds", "holds", "contradicted"]) == ("place",)
    assert deciding(readings, ["contradicted", "holds", "contradicted"]) == ("place",)
    assert deciding(readings, ["contradicted", "holds", "holds"]) == ("meaning",)


@given(st.lists(st.sampled_from(["holds", "contradicted", "ambiguous"]), min_size=8, max_size=8))
def test_what_decides_does_decide_and_nothing_smaller_does(outcomes):
    names = deciding(EVERY, outcomes)

    def decides(some):
        found = {(tuple(one[name] for name in some), said) for one, said in zip(EVERY, outcomes, strict=True)}
        return len(found) == len({answers for answers, _ in found})

    assert decides(names)
    for name in names:
        assert not decides([other for other in names if other != name])


@given(st.integers(0, 9), st.lists(st.integers(0, 9), max_size=12), st.booleans())
def test_places_are_those_of_scipy(own, others, low_is_good):
    worth = [value if low_is_good else -value for value in [own, *others]]
    first, last = (stats.rankdata(worth, method=method)[0] for method in ("min", "max"))
    assert tied_places(own, others, low_is_good) == (first, last)
