"""DfE's repository of its interactive tool: which commits changed the data file, and the files as they were then [1]_.

.. [1] https://docs.github.com/en/rest/commits/commits#list-commits
"""

import io
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from analysis.basics.errors import InputError
from analysis.catalogue.releases import DATA, DICTIONARY, address_of
from analysis.sources.download import aside
from analysis.sources.transfer import Limit, transfer

#: Where the repository is asked about its commits.
API = "https://api.github.com/repos/dfe-analytical-services/local-authority-interactive-tool"
FOLDER = "01_data/02_prod"
PAGE = 100
BY_HAND = ", or get the two files on another computer and run: standards update --from FILE --dictionary FILE --released DAY"
ADVICE = ("The repository or its folder may have been renamed: look for it at DfE", BY_HAND)


@dataclass(frozen=True)
class Commit:
    """A state of the repository in which the data file is another than before."""

    sha: str
    committed: datetime

    def __str__(self) -> str:
        return f"{self.committed.date().isoformat()}_{self.sha[:7]}"


def commits_since(moment: datetime, limit: Limit) -> list[Commit]:
    """The commits that changed the data file at a moment or after it, the oldest first.

    Raises
    ------
    InputError
        If there is no network, the server allows no more questions for a while, or its answer is not understood.
    """
    since = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    found: list[Commit] = []
    for page in range(1, 100):
        query = urlencode(
            {"path": f"{FOLDER}/{DATA}", "since": since, "per_page": PAGE, "page": page}, safe="/:"
        )
        answer = _ask(f"{API}/commits?{query}", limit)
        found += answer
        if len(answer) < PAGE:
            break
    return sorted(dict.fromkeys(found), key=lambda commit: commit.committed)


def _ask(url: str, limit: Limit) -> list[Commit]:
    body = io.BytesIO()
    try:
        transfer(url, body, limit, ADVICE)
    except InputError as error:
        raise _for_a_while(error, url) or error from error
    try:
        return [_commit(entry) for entry in json.loads(body.getvalue())]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise InputError(
            "What came is not a list of commits.",
            file=url,
            expected="JSON as GitHub's commits API has it: sha, commit.committer.date",
            remedy=f"Is it a sign-in page of the network? Open the address in a browser{BY_HAND}",
        ) from None


def _commit(entry: dict) -> Commit:
    sha, moment = entry["sha"], datetime.fromisoformat(entry["commit"]["committer"]["date"])
    if not re.fullmatch("[0-9a-f]{40}", sha) or moment.tzinfo is None:
        raise ValueError
    return Commit(sha, moment)


def _for_a_while(error: InputError, url: str) -> InputError | None:
    """What to say if the server refused because it was asked too often: from when on it answers again."""
    response = getattr(error.__cause__, "response", None)
    if response is None or response.status_code not in (403, 429):
        return None
    reset, wait = (response.headers.get(name, "") for name in ("X-RateLimit-Reset", "Retry-After"))
    if not wait and response.headers.get("X-RateLimit-Remaining") != "0":
        return None
    when = "in a while"
    if re.fullmatch(r"\d{1,11}", reset):
        when = f"after {datetime.fromtimestamp(int(reset), UTC):%H:%M} UTC"
    elif re.fullmatch(r"\d{1,6}", wait):
        when = f"in {wait} seconds"
    return InputError(
        f"The server has been asked too often from this network ({response.status_code}) and answers again {when}.",
        file=url,
        remedy=f"Run the command again then{BY_HAND}",
    )


def download_release(
    sha: str, folder: Path, limit: Limit, dictionary: bool = True, progress: bool = False
) -> None:
    """The data file of a commit into a folder, and the dictionary of its day; a commit may have none.

    Raises
    ------
    InputError
        If the data file cannot be had, or the dictionary cannot for another reason than that there is none.
    """
    for name in [DATA, *([DICTIONARY] if dictionary else [])]:
        try:
            with aside(folder / name) as stream:
                transfer(address_of(sha, name), stream, limit, ADVICE, name, progress=progress)
        except InputError as error:
            status = getattr(getattr(error.__cause__, "response", None), "status_code", 0)
            if name == DATA or status not in (404, 410):
                raise _for_a_while(error, address_of(sha, name)) or error from error
