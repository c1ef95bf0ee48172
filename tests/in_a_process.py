"""What other processes are given to do in tests: they find it by its name, so it stands in a module that they can import."""

import os


def divided(a: int, b: int) -> tuple[float, int]:
    """The quotient, and the process that found it."""
    return a / b, os.getpid()
