"""Made levels and gaps, and what of them hypothesis draws."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
from hypothesis import settings
from hypothesis import strategies as st

BARNET = "E09000003"
#: Tables are slow to make, and slower on a busy machine.
few = settings(max_examples=30, deadline=None)
share = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def observed(*rows, measure="ks2_rwm_expected", year=2017) -> pd.DataFrame:
    """Observations from ``(pupil_group, area, value)``."""
    table = pd.DataFrame(rows, columns=["pupil_group", "area", "value"])
    return table.assign(measure=measure, year=year)


def level(**given):
    """One gap as ``gap_interval`` reads it: 11 of 135 pupils against 71% in England, unless told otherwise."""
    row = {
        **{"measure": "ks2_rwm_expected", "pupil_group": "ehc_plan", "comparison_group": "no_sen"},
        **{"comparator": "national_other", "unit": "percent", "status": "ok", "comparison_status": "ok"},
        **{"value": 100 * 11 / 135, "numerator": 11, "denominator": 135, "comparison_value": 71.0},
        **{"comparison_numerator": pd.NA, "comparison_denominator": pd.NA, "lower": np.nan, "upper": np.nan},
        **{"comparison_lower": np.nan, "comparison_upper": np.nan},
        **{"counts_in": "“Key stage 2 attainment”", "interval_in": ""},
    } | given
    return SimpleNamespace(**{"gap": row["value"] - row["comparison_value"]} | row)
