"""A kernel in a child of the warm parent: what ``ipykernel_launcher`` does, as if in a fresh process."""

import asyncio
import atexit
import logging
import os
import sys
import warnings

import numpy as np
from ipykernel.kernelapp import IPKernelApp

from analysis.runs.warm.kernels import LAUNCHER


def run_kernel(arguments: list[str]) -> None:
    """Be a kernel until it is shut down."""
    # as in a fresh process: exit functions of its own, chance of its own, every warning still to be given
    atexit._clear()
    np.random.seed()  # noqa: NPY002 (the state that every user of the old functions shares)
    with warnings.catch_warnings():
        pass
    logging.getLogger("asyncio").addFilter(is_news)
    sys.argv = [LAUNCHER, *arguments]
    # read from the environment as ipykernel is imported, which was long ago: whose end is to be the kernel's
    app = IPKernelApp.instance(parent_handle=os.getppid())
    app.initialize(arguments)
    app.start()
    atexit._run_exitfuncs()


def is_news(record: logging.LogRecord) -> bool:
    """Not what the loop of a kernel that is shut down says of the tasks that end with it: a traceback on the terminal."""
    return not (record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError))
