"""What takes long to import and nothing here uses."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

#: The debugger of kernels that nobody can reach, a grammar of international addresses, of which no schema here has any,
#: tables of another kind and made-up test data. ipykernel, jsonschema and pandera import them if they are there, and do
#: without.
UNUSED = ("debugpy", "rfc3987_syntax", "dask", "hypothesis")


@contextmanager
def left_out() -> Iterator[None]:
    """Within it, Python says of ``UNUSED`` that there is no such module."""
    absent = [name for name in UNUSED if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]
