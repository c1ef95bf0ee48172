"""Which release the files of a folder are: one of the list by their hashes, or a new one by its commit or its day."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from analysis.basics.errors import InputError
from analysis.catalogue.manifest import sha256
from analysis.catalogue.releases import DATA, DICTIONARY, Release, load_releases
from analysis.catalogue.releases_held import as_day
from analysis.sources.lait_repository import Commit


def known_by_hash(folder: Path, released: str) -> Release | None:
    """The release of the list that the files are, if there is one; the day may then be left out.

    Raises
    ------
    InputError
        If it was released on another day, or with another dictionary.
    """
    data, dictionary = sha256(folder / DATA), _hash(folder / DICTIONARY)
    same = [release for release in load_releases() if release.sha256 == data]
    if not same:
        return None
    both = [release for release in same if release.dictionary_sha256 == dictionary]
    days = [release for release in both or same if not released or release.date == as_day(released)]
    if not days:
        raise InputError(
            f"This file is the release {same[-1].id}, which was not released on {released}.",
            remedy=f"Leave --released out, or give {same[-1].date.isoformat()}.",
        )
    if not both and days[-1].dictionary_sha256:
        raise InputError(
            f"This file is the release {days[-1].id}, but the dictionary is not the one of that release.",
            expected=f"SHA-256 {days[-1].dictionary_sha256}, found {dictionary or 'none'}",
            remedy=f"Give the one of its day with --dictionary. {days[-1].remedy}",
        )
    return days[-1]


def dated(folder: Path, released: str) -> Release:
    """A new release from files. The first digits of its hash stand for the commit, which is not known.

    Raises
    ------
    InputError
        Without a day, or on one before the first release or after today.
    """
    if not released:
        raise InputError(
            "The list does not have this file.", expected="the day on which it was public: --released DAY"
        )
    day, known, latest = as_day(released), load_releases(), today()
    if not known[0].date <= day <= latest:
        raise InputError(
            f"A release cannot be taken as one of {released}.",
            expected=f"a day from {known[0].date.isoformat()}, that of the first release, to today, {latest.isoformat()}",
            remedy="Correct --released.",
        )
    return described(folder, Commit(sha256(folder / DATA)[:40], _last_of(day, known)))


def today() -> date:
    """Today's date (UTC): no release is of a later day."""
    return datetime.now(UTC).date()


def _last_of(day: date, known: list[Release]) -> datetime:
    """The first moment of a day, or just after the last release of that day: what comes later is the later one."""
    others = [release.committed for release in known if release.date == day]
    return others[-1] + timedelta(seconds=1) if others else datetime(day.year, day.month, day.day, tzinfo=UTC)


def described(folder: Path, commit: Commit) -> Release:
    """What the list will say of the files of a folder."""
    data, dictionary = folder / DATA, folder / DICTIONARY
    size = dictionary.stat().st_size if dictionary.exists() else 0
    return Release(commit.sha, commit.committed, sha256(data), data.stat().st_size, _hash(dictionary), size)


def same_as_before(new: Release) -> Release | None:
    """The release before a new one, if it has the same files: a commit may have been made anew."""
    before = [release for release in load_releases() if release.committed <= new.committed][-1:]
    known = (new.sha256, new.dictionary_sha256)
    return next((each for each in before if (each.sha256, each.dictionary_sha256) == known), None)


def _hash(file: Path) -> str:
    return sha256(file) if file.exists() else ""
