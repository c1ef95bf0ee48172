"""The API of Explore Education Statistics (EES) [1]_: find a data set and add it to the manifest.

What is added is one exact version, so that everybody fetches the same file from then on.

.. [1] https://api.education.gov.uk/statistics/docs/
"""

import contextlib
import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, urlencode
from uuid import UUID

from analysis.basics.errors import InputError
from analysis.catalogue.manifest import Source, load_manifest, sha256
from analysis.sources.download import Result, aside, is_described, target_of, written
from analysis.sources.manifest_edit import append, today
from analysis.sources.transfer import Limit, transfer

EES_API = "https://api.education.gov.uk/statistics/v1"
#: For `transfer`: what to do when the server does not have the data set, and what else may help.
EES_ADVICE = ("Check the API data set ID: it is not the id in the address of the data catalogue's page.", "")


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
    return _all_pages("/publications", Limit(60), base, search=text, pageSize=40)


def find_data_sets(publication_id: str, base: str | None = None) -> list[dict]:
    """A publication's data sets, with id, title and latest version, as the API has them."""
    return _all_pages(f"/publications/{quote(publication_id)}/data-sets", Limit(60), base, pageSize=20)


def data_set_versions(data_set_id: str, base: str | None = None) -> list[dict]:
    """A data set's versions, with status, release and notes, as the API has them."""
    return _all_pages(f"/data-sets/{quote(data_set_id)}/versions", Limit(60), base, pageSize=20)


def newer_versions(source: Source, base: str | None = None) -> list[dict]:
    """Versions of a source's data set that are newer than the one in its address, the newest first, as the API has them.

    Empty for a source that does not come from the API.
    """
    named = re.search(r"/data-sets/([0-9a-f-]{36})/csv\?dataSetVersion=([\d.]+)$", source.url)
    if not named:
        return []
    found = [entry for entry in data_set_versions(named[1], base) if entry["status"] == "Published"]
    newer = [entry for entry in found if _parts(entry["version"]) > _parts(named[2])]
    return sorted(newer, key=lambda entry: _parts(entry["version"]), reverse=True)


def _parts(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", str(version))]


def _all_pages(path: str, limit: Limit, base: str | None, **query) -> list[dict]:
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
            remedy="Compare https://api.education.gov.uk/statistics/docs/ with analysis/sources/ees_api.py.",
        )


def _ask(path: str, limit: Limit, base: str | None) -> _Answer:
    url, body = f"{base or EES_API}{path}", io.BytesIO()
    transfer(url, body, limit, EES_ADVICE)
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
    limit, known = Limit(timeout), load_manifest()
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
    with aside(target := target_of(source)) as stream:
        transfer(source.url, stream, limit, EES_ADVICE, source.id, progress=progress)
        file = written(stream)
        _check_ees(file, source, rows)
        source = replace(source, sha256=sha256(file), bytes=file.stat().st_size)
        if target.exists() and not is_described(target, source):
            problem = "Another file, which the manifest does not describe, is in the way."
            raise InputError(problem, file=source.path, remedy="Move it away.")
    append(source)
    return Result(source, "downloaded", target)


def _ees_source(
    data_set_id: str, version: str | None, known: dict[str, Source], limit: Limit, base: str | None
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
        retrieved=today(),
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
