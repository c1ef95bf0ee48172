"""Results that several pages rest on, computed once: for a report, or for all reports of a run.

They are kept with the ``analysis.data.Data`` that they were computed from, in its ``kept``.
"""

from collections.abc import Callable
from functools import wraps

import pandas as pd

#: Where a Data keeps the results that it shares with all others.
FOR_ALL = "for all"


def once(compute: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
    """Compute a table once for each ``Data``, so that the pages of a report share it; callers get copies."""

    @wraps(compute)
    def kept(data, *arguments, **named) -> pd.DataFrame:
        return _kept(getattr(data, "kept", {}), compute, data, *arguments, **named)

    return kept


def once_for_all(compute: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
    """As ``once``, for a table that is the same for every LA, whichever ``Data`` it is computed from."""

    @wraps(compute)
    def kept(data, *arguments, **named) -> pd.DataFrame:
        return _kept(getattr(data, "kept", {}).get(FOR_ALL, {}), compute, data, *arguments, **named)

    return kept


def _kept(results: dict, compute: Callable, data, *arguments, **named) -> pd.DataFrame:
    key = (compute.__module__, compute.__name__, arguments, *named.items())
    if key not in results:
        results[key] = compute(data, *arguments, **named)
    return results[key].copy(deep=False)  # pandas copies what a caller writes to
