"""Work in two processes comes to what it comes to in one, in the same order, and says the same of what is wrong."""

import os

import pytest

from analysis.basics.processes import ENOUGH, in_processes
from in_a_process import divided


@pytest.mark.parametrize("neighbours", [False, True])
def test_results_come_in_the_order_of_the_calls_and_from_other_processes(neighbours):
    calls = [(number, 2) for number in range(ENOUGH + 3)]
    found = [*in_processes(divided, calls, neighbours)]
    assert [value for value, _ in found] == [number / 2 for number, _ in calls]
    assert os.getpid() not in {process for _, process in found}


def test_a_few_are_done_here():
    assert [*in_processes(divided, [(1, 2)] * (ENOUGH - 1))] == [(0.5, os.getpid())] * (ENOUGH - 1)


def test_what_is_wrong_is_raised_here():
    with pytest.raises(ZeroDivisionError):
        [*in_processes(divided, [(1, 0)] * ENOUGH)]
