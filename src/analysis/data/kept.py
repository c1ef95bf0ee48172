"""Results that several pages rest on, computed once: for a report, or for all reports of a run.

They are kept with the ``analysis.data.question.Data`` that they were computed from, in its ``kept``. Of catalogues, what was
read is kept until the file changes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

import pandas as pd

#: Where a Data keeps the results that it shares with all others.
FOR_ALL = "for all"

Result = TypeVar("Result")


@dataclass(frozen=True, eq=False)
class ForAll:
    """Results that are the same for every LA, and the tables of a ``Data`` that they hold for."""

    tables: tuple[pd.DataFrame, ...]
    results: dict

    def of(self, *tables: pd.DataFrame) -> dict:
        """The results, if these are the very tables that they hold for; nothing if not."""
        same = all(one is other for one, other in zip(tables, self.tables, strict=True))
        return self.results if same else {}


def once(compute: Callable[..., Result]) -> Callable[..., Result]:
    """Compute a result once for each ``Data``, so that the pages of a report share it.

    Callers get copies of a table; anything else is only to be read.
    """

    @wraps(compute)
    def kept(data, *arguments, **named) -> Result:
        return _kept(getattr(data, "kept", {}), compute, data, *arguments, **named)

    return kept


def once_for_all(compute: Callable[..., Result]) -> Callable[..., Result]:
    """As ``once``, for a result that is the same for every LA, whichever ``Data`` it is computed from."""

    @wraps(compute)
    def kept(data, *arguments, **named) -> Result:
        return _kept(getattr(data, "kept", {}).get(FOR_ALL, {}), compute, data, *arguments, **named)

    return kept


def known_for_all(compute: Callable[..., Result], data, *arguments) -> Result | None:
    """What a function that is computed once for all has found already, or None: for those who need only a part of it."""
    found = compute.__wrapped__  # type: ignore[attr-defined]  # the function as it was before once_for_all
    key = (found.__module__, found.__name__, arguments)
    return getattr(data, "kept", {}).get(FOR_ALL, {}).get(key)


def _kept(results: dict, compute: Callable, data, *arguments, **named) -> Any:
    key = (compute.__module__, compute.__name__, arguments, *named.items())
    if key not in results:
        results[key] = compute(data, *arguments, **named)
    found = results[key]
    # pandas copies what a caller writes to
    return found.copy(deep=False) if isinstance(found, pd.DataFrame) else found
