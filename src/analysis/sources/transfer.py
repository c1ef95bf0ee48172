"""HTTP: the body at an address into a stream, within a time limit, and what to do when it does not come.

What may pass is tried again. What does not pass ends in an `InputError` for the person at the keyboard, who
should not have to know what the network library calls a proxy, a certificate or a server that is down.
"""

import threading
import time
from urllib.parse import urlsplit

import requests
from pooch import HTTPDownloader
from tqdm import tqdm

from analysis.basics.errors import InputError

ATTEMPTS = 3
#: Seconds before the second attempt, doubled before each further one.
BACK_OFF = 1.0
#: Seconds without a byte after which an attempt has failed.
STALLED = 30.0


class Limit:
    """The time that is left for everything together, and the servers found out of reach meanwhile."""

    def __init__(self, seconds: float):
        self.seconds, self._end = seconds, time.monotonic() + seconds
        self.out_of_reach: set[str] = set()

    def left(self) -> float:
        return self._end - time.monotonic()


def transfer(
    url: str,
    stream,
    limit: Limit,
    advice: tuple[str, str],
    label: str = "",
    size: int | None = None,
    progress: bool = False,
) -> None:
    """The body at the address, decompressed, into the stream; what may be passing is tried again, ever later."""
    server = urlsplit(url).netloc
    if server in limit.out_of_reach:
        raise InputError(f"{server} cannot be reached, as was found just now.")
    bar = {"total": size, "desc": label, "disable": not progress, "delay": 0.5}
    for attempt in range(1, ATTEMPTS + 1):
        stream.seek(0)
        stream.truncate()
        try:
            with tqdm.wrapattr(stream, "write", **bar) as body:
                return _request(url, body, limit)
        except requests.RequestException as error:
            wait = BACK_OFF * 2 ** (attempt - 1)
            if attempt == ATTEMPTS or not _may_pass(error) or wait >= limit.left():
                if isinstance(error, requests.ConnectionError):
                    limit.out_of_reach.add(server)
                raise _explained(error, url, limit, *advice) from error
        time.sleep(wait)


def _request(url: str, body, limit: Limit) -> None:
    """One attempt, in a thread of its own, so that the limit holds for all of it.

    The timeout of requests is for each wait on the network: looking up a name, or a body that trickles in,
    could take for ever. A thread that is left behind fails at its next write, as its file is closed by then.
    """
    failure: list[Exception] = []

    def work():
        try:
            HTTPDownloader(chunk_size=1 << 16, timeout=min(STALLED, limit.left() + 1))(url, body, None)
        except Exception as error:
            failure.append(error)

    if limit.left() <= 0:
        raise requests.Timeout
    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    while worker.is_alive():
        if limit.left() <= 0:
            raise requests.Timeout
        worker.join(0.1)  # short waits: on Windows a long one keeps Ctrl-C out
    if failure:
        raise failure[0]


def _status(error: requests.RequestException) -> int:
    return error.response.status_code if error.response is not None else 0


def _may_pass(error: requests.RequestException) -> bool:
    if _status(error):
        return _status(error) == 429 or _status(error) >= 500
    passing = (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError)
    return isinstance(error, passing) and not isinstance(error, requests.exceptions.SSLError)


def _explained(
    error: requests.RequestException, url: str, limit: Limit, missing: str, otherwise: str
) -> InputError:
    server, status = urlsplit(url).netloc, _status(error)
    cut_off = (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError)
    if status in (404, 410):
        problem, remedy = f"{server} does not have this ({status}).", missing
    elif status and _may_pass(error):
        problem, remedy = f"{server} is failing or busy ({status}).", "Try again later"
    elif status:
        problem, remedy = f"{server} refuses this ({status}).", "Open the address in a browser to see why"
    elif isinstance(error, requests.exceptions.SSLError):
        problem = f"The certificate of {server} is not trusted here."
        remedy = "If the network's proxy opens traffic, name its certificates in REQUESTS_CA_BUNDLE"
    elif limit.left() <= 0 or "Read timed out" in str(error):
        problem = f"{server} is too slow: it stopped answering, or {limit.seconds:g} seconds were not enough."
        remedy = "Give it more time (--timeout SECONDS)"
    elif isinstance(error, cut_off):
        problem, remedy = "The download was cut off before its end.", "Try again"
    elif isinstance(error, requests.ConnectionError):
        problem = f"{server} cannot be reached."
        remedy = "Check the network (and its proxy: HTTPS_PROXY)"
    else:
        problem, remedy = f"The download failed: {error}.", "Correct the address"
    return InputError(problem, file=url, remedy=remedy + otherwise)
