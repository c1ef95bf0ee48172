"""What the pages may name: whether a change is more than chance may make, as far as the numbers are published."""

from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.report.rankings.nameable import change_can_show

LEVEL = {"measure": "eyfs_gld", "pupil_group": "mixed", "area": "E06000009", "unit": "percent"}


def asked(value, counts, before, counts_before):
    """Whether a change shows: the value and (numerator, denominator) of this year and of the year before."""
    parts = [dict(zip(("numerator", "denominator"), pair, strict=True)) for pair in (counts, counts_before)]
    row = SimpleNamespace(**LEVEL, year=2023, value=value, **parts[0])
    figures = pd.DataFrame([LEVEL | {"year": 2022, "value": before} | parts[1]])
    report = SimpleNamespace(year=2023, area=SimpleNamespace(code=LEVEL["area"]), figures=figures)
    return change_can_show(row, report)


NONE = (pd.NA, pd.NA)


@pytest.mark.parametrize(
    ("value", "counts", "before", "counts_before", "shown"),
    [
        (62.5, NONE, 71.4, NONE, None),  # nothing is known
        # Blackpool's children of mixed ethnicity: as many as the 70 of the year before may differ so by chance
        (62.5, NONE, 500 / 7, (50, 70), False),
        (
            20.0,
            NONE,
            500 / 7,
            (50, 70),
            None,
        ),  # beyond chance in 70, but how many there are this year is not known
        (103.0, NONE, 500 / 7, (50, 70), None),  # more than all, as take-up can be
        (20.0, (14, 70), 500 / 7, (50, 70), True),
        (62.5, (45, 72), 500 / 7, (50, 70), False),
        (62.5, (45, 72), 71.4, NONE, False),
    ],
)
def test_one_years_number_rules_out_what_chance_can_make(value, counts, before, counts_before, shown):
    assert asked(value, counts, before, counts_before) is shown
