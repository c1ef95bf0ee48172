"""What takes long to import and nothing here uses."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

#: The debugger of kernels that nobody can reach, and a grammar of international addresses, of which no schema here has
#: any. ipykernel and jsonschema import them if they are there, and do without.
UNUSED = ("debugpy", "rfc3987_syntax")


@contextmanager
def left_out() -> Iterator[None]:
    """Within it, Python says of ``UNUSED`` that there is no such module."""
    for name in UNUSED:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in UNUSED:
            if sys.modules[name] is None:
                del sys.modules[name]
