"""Downloads: the files that the manifest names, and data sets of Explore Education Statistics (EES) [1]_.

A file is written aside, verified and only then moved into place: a good file never gives way to a bad one.

.. [1] https://api.education.gov.uk/statistics/docs/
"""

import contextlib
import csv
import errno
import io
import json
import re
import shutil
import threading
import time
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path, PureWindowsPath
from urllib.parse import quote, urlencode, urlsplit
from uuid import UUID, uuid4

import requests
from pooch import HTTPDownloader
from tqdm import tqdm

from analysis import paths
from analysis.errors import InputError
from analysis.sources.manifest import Source, find, load_manifest, sha256, verify

EES_API = "https://api.education.gov.uk/statistics/v1"
ATTEMPTS = 3
#: Seconds before the second attempt, doubled before each further one.
BACK_OFF = 1.0
#: Seconds without a byte after which an attempt has failed.
STALLED = 30.0
#: What to do when the server does not have it, and what else may help whatever the fault.
MANIFEST_ADVICE = (
    "Look for it at the publisher and correct its url in data/raw/manifest.toml",
    ", or get the file on another computer and run: standards fetch --from FOLDER",
)
EES_ADVICE = ("Check the API data set ID: it is not the id in the address of the data catalogue's page.", "")


@dataclass(frozen=True)
class Result:
    """What became of a source: ``downloaded``, ``copied``, or ``present`` (a good file was there already)."""

    source: Source
    outcome: str
    path: Path


class _Limit:
    """The time that is left for everything together, and the servers found out of reach meanwhile."""

    def __init__(self, seconds: float):
        self.seconds, self._end = seconds, time.monotonic() + seconds
        self.out_of_reach: set[str] = set()

    def left(self) -> float:
        return self._end - time.monotonic()


def fetch(
    source_ids: list[str] | None = None,
    from_folder: Path | None = None,
    progress: bool = True,
    timeout: float = 600.0,
) -> list[Result]:
    """Bring into data/raw the files that the manifest names and the repository does not hold.

    Parameters
    ----------
    source_ids : list of str, optional
        Ids of the manifest; every source that is not committed if left out.
    from_folder : Path, optional
        Copy from this folder, by the same relative path or by file name, instead of downloading.
    progress : bool, optional
        Show a bar for each download.
    timeout : float, optional
        Seconds for all downloads together.

    Raises
    ------
    InputError
        If an id is unknown, or a file cannot be had or is not the one described. The other sources are
        fetched all the same, and what was in data/raw before stays as it was.
    """
    wanted = _downloadable(source_ids)
    if from_folder and not from_folder.is_dir():
        raise InputError("There is no such folder to copy from.", file=from_folder)
    limit = _Limit(timeout)
    results: list[Result] = []
    errors: dict[str, InputError] = {}
    for source in wanted:
        try:
            results.append(_fetch_one(source, from_folder, limit, progress))
        except InputError as error:
            errors[source.id] = error
    if len(wanted) == 1 and errors:
        raise errors[wanted[0].id]
    if errors:
        others = "; the others are in place" if results else ""
        listed = "".join(f"\n\n{source_id}: {error}" for source_id, error in errors.items())
        raise InputError(f"{len(errors)} of {len(wanted)} sources could not be fetched{others}.{listed}")
    return results


def _downloadable(source_ids: list[str] | None) -> list[Source]:
    known = load_manifest()
    if source_ids is None:
        return [source for source in known.values() if not source.committed]
    wanted = [_known(source_id, known) for source_id in dict.fromkeys(source_ids)]
    for source in wanted:
        if source.committed:
            raise InputError(
                f"'{source.id}' is part of the repository and is not downloaded.",
                remedy=f"If its file is lost: git checkout data/raw/{source.path}",
            )
    return wanted


def _known(source_id: str, known: dict[str, Source]) -> Source:
    if source_id not in known:
        raise InputError(
            f"The manifest has no source '{source_id}'.", expected=f"one of {', '.join(sorted(known))}"
        )
    return known[source_id]


def _fetch_one(source: Source, folder: Path | None, limit: _Limit, progress: bool) -> Result:
    target, present = _target(source), find(source)
    if present and _is_described(present, source):
        return Result(source, "present", present)
    with _aside(target) as stream:
        if folder:
            _copy(source, folder, stream)
        else:
            _download(source.url, stream, limit, MANIFEST_ADVICE, source.id, source.bytes, progress)
        _check(_written(stream), source)
    return Result(source, "copied" if folder else "downloaded", target)


def _target(source: Source) -> Path:
    """Where the file belongs. A path that leads out of data/raw, be it by a link, is refused."""
    target, path = paths.raw() / source.path, PureWindowsPath(source.path)
    inside = path.parts and not path.anchor and ".." not in path.parts and "\\" not in source.path
    if not inside or not target.resolve().is_relative_to(paths.raw().resolve()):
        raise InputError(
            f"The path of '{source.id}' leads out of data/raw: {source.path}",
            file="manifest.toml",
            expected="a path below data/raw with / between its parts, and no link to elsewhere on the way",
            remedy="Correct the path, or remove the link and name the other folder in STANDARDS_RAW.",
        )
    return target


def _is_described(file: Path, source: Source) -> bool:
    try:
        return file.stat().st_size == source.bytes and sha256(file) == source.sha256
    except OSError:
        return False


def _check(file: Path, source: Source) -> None:
    """Raise unless the file is the one that the manifest describes."""
    if _is_described(file, source):
        return
    size = file.stat().st_size
    with file.open("rb") as stream:
        is_page = stream.read(200).lstrip().lower().startswith((b"<!doctype html", b"<html"))
    if is_page:
        problem = f"A web page came instead of the file of '{source.id}' (a sign-in page of the network?)."
    elif size < source.bytes:
        problem = f"The file of '{source.id}' is cut off, or another than the one described."
    else:
        problem = f"The file of '{source.id}' is not the one that the manifest describes."
    raise InputError(
        problem,
        file=source.path,
        expected=f"SHA-256 {source.sha256[:12]}… ({source.bytes} bytes), "
        f"found {sha256(file)[:12]}… ({size} bytes)",
        remedy="Nothing in data/raw was changed: try again. If the publisher has replaced the file and the new "
        f"one is meant, put it at data/raw/{source.path}, run 'standards describe {source.id}' and say why in "
        "the commit.",
    )


def _copy(source: Source, folder: Path, stream) -> None:
    """Copy the source's file from the folder, the good one if the folder has two that could be it."""
    named = [file for file in (folder / source.path, folder / Path(source.path).name) if file.is_file()]
    if not named:
        raise InputError(
            f"The folder has no file for '{source.id}'.",
            file=folder,
            expected=" or ".join(dict.fromkeys([source.path, Path(source.path).name])),
            remedy=f"Save it there from {source.url}",
        )
    good = next((file for file in named if _is_described(file, source)), named[0])
    with good.open("rb") as original:
        shutil.copyfileobj(original, stream)


@contextlib.contextmanager
def _aside(target: Path):
    """A file to write to, which takes the place of ``target`` if the block completes and vanishes if not."""
    aside = target.with_name(f".{target.name}.{uuid4().hex}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("xb") as stream:
            yield stream
        aside.replace(target)
    except OSError as error:
        problem, remedy = f"The file cannot be written: {error.strerror or error}.", "Make way for it."
        if error.errno == errno.ENOSPC:
            problem, remedy = "The disk is full.", "Free some space and try again."
        elif isinstance(error, PermissionError):
            problem = "There is no permission to read or write this file."
            remedy = "Close it in other programs, or ask for access to its folder."
        place = Path(error.filename or target)
        raise InputError(
            problem, file=paths.shown(target if place == aside else place), remedy=remedy
        ) from error
    finally:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)


def _written(stream) -> Path:
    """The path of what has been written to the stream."""
    stream.flush()
    return Path(stream.name)


def _download(
    url: str,
    stream,
    limit: _Limit,
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


def _request(url: str, body, limit: _Limit) -> None:
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
    error: requests.RequestException, url: str, limit: _Limit, missing: str, otherwise: str
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
        remedy = "Give it more time (standards fetch --timeout SECONDS)"
    elif isinstance(error, cut_off):
        problem, remedy = "The download was cut off before its end.", "Try again"
    elif isinstance(error, requests.ConnectionError):
        problem = f"{server} cannot be reached."
        remedy = "Check the network (and its proxy: HTTPS_PROXY)"
    else:
        problem, remedy = f"The download failed: {error}.", "Correct the address"
    return InputError(problem, file=url, remedy=remedy + otherwise)


def ees_csv_url(data_set_id: str, version: str, base: str | None = None) -> str:
    """The address of a data set's whole CSV at one version.

    Examples
    --------
    >>> ees_csv_url("b3bd9901-cc50-f670-a18a-9bdb566d37d2", "1.1")
    'https://api.education.gov.uk/statistics/v1/data-sets/b3bd9901-cc50-f670-a18a-9bdb566d37d2/csv?dataSetVersion=1.1'
    """
    return f"{base or EES_API}/data-sets/{quote(data_set_id)}/csv?{urlencode({'dataSetVersion': version})}"


def find_publications(text: str, base: str | None = None) -> list[dict]:
    """The publications that a search for the text finds (three characters or more), as the API has them."""
    if len(text.strip()) < 3:
        raise InputError(f"'{text}' is too short to search for.", expected="three characters or more")
    return _all_pages("/publications", _Limit(60), base, search=text, pageSize=40)


def find_data_sets(publication_id: str, base: str | None = None) -> list[dict]:
    """A publication's data sets, with id, title and latest version, as the API has them."""
    return _all_pages(f"/publications/{quote(publication_id)}/data-sets", _Limit(60), base, pageSize=20)


def data_set_versions(data_set_id: str, base: str | None = None) -> list[dict]:
    """A data set's versions, with status, release and notes, as the API has them."""
    return _all_pages(f"/data-sets/{quote(data_set_id)}/versions", _Limit(60), base, pageSize=20)


def _all_pages(path: str, limit: _Limit, base: str | None, **query) -> list[dict]:
    results, page, pages = [], 1, 1
    while page <= pages:
        answer = _ask(f"{path}?{urlencode(query | {'page': page})}", limit, base)
        results += answer["results"]
        page, pages = page + 1, answer["paging"]["totalPages"]
    return results


class _Answer(dict):
    """What the API said. A field that is missing is an error for people: the API may have changed."""

    def __missing__(self, field: str):
        raise InputError(
            f"The answer of the EES API has no '{field}'.",
            remedy="Compare https://api.education.gov.uk/statistics/docs/ with analysis/sources/download.py.",
        )


def _ask(path: str, limit: _Limit, base: str | None) -> _Answer:
    url, body = f"{base or EES_API}{path}", io.BytesIO()
    _download(url, body, limit, EES_ADVICE)
    with contextlib.suppress(ValueError):
        answer = json.loads(body.getvalue(), object_hook=_Answer)
        if isinstance(answer, _Answer):
            return answer
    remedy = "Is it a sign-in page of the network? Open the address in a browser."
    raise InputError("The answer is not of the EES API's form.", file=url, remedy=remedy)


def add_ees(
    data_set_id: str,
    version: str | None = None,
    base: str | None = None,
    progress: bool = True,
    timeout: float = 600.0,
) -> Result:
    """Download an EES data set to data/raw/ees and append its description to the manifest.

    Parameters
    ----------
    data_set_id : str
        The API data set ID (a UUID), which the data set's page in the data catalogue shows.
    version : str, optional
        An exact version such as ``1.1``, the latest if left out. Corrections are minor versions, so the manifest
        names the exact one.
    base : str, optional
        Another address of the API than `EES_API`.
    progress, timeout : optional
        As for `fetch`.

    Raises
    ------
    InputError
        If the id or version is unknown, the data set is in the manifest already, or its file cannot be had, is
        not an EES CSV or has fewer rows than the API announces. Nothing is changed then.
    """
    limit, known = _Limit(timeout), load_manifest()
    try:
        data_set_id = str(UUID(data_set_id))
    except ValueError:
        example = "an id such as b3bd9901-cc50-f670-a18a-9bdb566d37d2"
        raise InputError(f"'{data_set_id}' is not an API data set ID.", expected=example) from None
    if earlier := next((source for source in known.values() if data_set_id in source.url), None):
        raise InputError(
            f"The data set is in the manifest already, as '{earlier.id}'.",
            file="manifest.toml",
            remedy="To change the version, first remove that entry and its file; say why in the commit.",
        )
    source, rows = _ees_source(data_set_id, version, known, limit, base)
    with _aside(target := _target(source)) as stream:
        _download(source.url, stream, limit, EES_ADVICE, source.id, progress=progress)
        file = _written(stream)
        _check_ees(file, source, rows)
        source = replace(source, sha256=sha256(file), bytes=file.stat().st_size)
        if target.exists() and not _is_described(target, source):
            problem = "Another file, which the manifest does not describe, is in the way."
            raise InputError(problem, file=source.path, remedy="Move it away.")
    _append(source)
    return Result(source, "downloaded", target)


def _ees_source(
    data_set_id: str, version: str | None, known: dict[str, Source], limit: _Limit, base: str | None
) -> tuple[Source, int]:
    """The description of a data set at an exact version, without its hash, and the rows it should have."""
    about = _ask(f"/data-sets/{data_set_id}", limit, base)
    versions = _all_pages(f"/data-sets/{data_set_id}/versions", limit, base, pageSize=20)
    usable = {entry["version"]: entry for entry in versions if entry["status"] != "Withdrawn"}
    exact = version or (about["latestVersion"] or {"version": "published yet"})["version"]
    if exact not in usable:
        problem = f"The data set '{about['title']}' has no version {exact}, or it was withdrawn."
        raise InputError(problem, expected=f"one of {', '.join(usable) or '(none is left)'}")
    title, rows = " ".join(about["title"].split()), int(usable[exact]["totalResults"])
    words = re.findall("[a-z]+", f"{title} {usable[exact]['release']['title']}".lower())
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower())[:80].strip("-")
    if f"ees-{slug}" in known:  # titles repeat between publications
        slug = f"{slug}-{data_set_id[:8]}"
    status = next((word for word in ("provisional", "revised", "final") if word in words), "published")
    source = Source(
        id=f"ees-{slug}",
        path=f"ees/{slug}.csv",
        title=title,
        publisher="Department for Education",
        url=ees_csv_url(data_set_id, exact, base),
        retrieved=_today(),
        licence="Open Government Licence v3.0",
        sha256="",
        bytes=0,
        status=status,
        committed=False,
        reader="ees",
    )
    return source, rows


def _check_ees(file: Path, source: Source, rows: int) -> None:
    """There is no hash to go by yet, so look at the header and count the rows."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            table = csv.reader(stream)
            header = next(table, [])
            found = sum(1 for row in table if row)
    except (UnicodeDecodeError, csv.Error):
        header, found = [], 0
    if not {"time_period", "time_identifier", "geographic_level"} <= set(header):
        remedy = "Is it a sign-in page of the network? Open the address in a browser."
        raise InputError("What came is not a CSV of EES.", file=source.url, remedy=remedy)
    if found < rows:
        expected = f"{rows:,} rows as the API announces, found {found:,}"
        raise InputError("The download was cut off.", file=source.url, expected=expected, remedy="Try again.")


def describe(source_id: str) -> tuple[Source, Source]:
    """Record a raw file's hash and size in the manifest anew, with today's date, if they have changed.

    Returns
    -------
    tuple of Source
        The description before and after.

    Raises
    ------
    InputError
        If the id is unknown or the file is missing.
    """
    known = load_manifest()
    old = _known(source_id, known)
    file = find(old)
    if file is None or not file.is_file():
        file = verify(old)  # raises, and says what to do
    new = replace(old, sha256=sha256(file), bytes=file.stat().st_size)
    if new == old:
        return old, old
    new = replace(new, retrieved=_today())
    # The text is changed, not written anew: comments and other entries stay. The nth table is the nth source.
    tables = re.split(r"(?m)^(?=[ \t]*\[\[source\]\])", _manifest_text())
    place = list(known).index(source_id) + 1
    for name in ("sha256", "bytes", "retrieved"):
        line, value = rf'(?m)^([ \t]*{name}[ \t]*=[ \t]*)("[^"]*"|\d+)', json.dumps(getattr(new, name))
        tables[place] = re.sub(line, rf"\g<1>{value}", tables[place], count=1)
    _write_manifest("".join(tables), known | {source_id: new})
    return old, new


def _append(source: Source) -> None:
    text, known = _manifest_text(), load_manifest()
    defaults = {field.name: field.default for field in fields(Source)}
    lines = [
        f"{name} = {json.dumps(value, ensure_ascii=False)}"
        for name, value in asdict(source).items()
        if value != defaults[name]
    ]
    end = "\r\n" if "\r\n" in text else "\n"
    entry = end.join(["" if text.endswith("\n") else end, "[[source]]", *lines, ""])
    _write_manifest(text + entry, known | {source.id: source})


def _manifest_text() -> str:
    return (paths.raw() / "manifest.toml").read_bytes().decode("utf-8")


def _write_manifest(text: str, meant: dict[str, Source]) -> None:
    """Replace the manifest, at once and only if the new text says what is meant."""
    with _aside(paths.raw() / "manifest.toml") as stream:
        stream.write(text.encode("utf-8"))
        if load_manifest(_written(stream)) != meant:
            raise InputError(
                "The manifest is written in a way that cannot be changed for you, or it changed meanwhile.",
                file="manifest.toml",
                remedy="Try again, or change the entry by hand.",
            )


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
