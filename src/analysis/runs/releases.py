"""What ``standards releases`` shows: the releases of DfE's interactive tool, which are known, at hand and in use."""

import json
from datetime import UTC, date, datetime

import pandas as pd

from analysis.basics import paths
from analysis.catalogue.lait_updates import day_of, last_day
from analysis.catalogue.measures import PHASES, load_measures
from analysis.catalogue.releases import load_releases
from analysis.catalogue.releases_held import FOLDER, Held, at_hand, release_in_use, unlisted
from analysis.data.prepared_releases import updates
from analysis.output.page import written
from analysis.report.rankings.publication_sentences import on

HEAD = ("released", "commit", "state", "newest year", "note")


def release_lines() -> list[str]:
    """A plain table of all releases, the newest first, and what else there is to know. No data file is read."""
    held, used = {each.release: each for each in at_hand()}, release_in_use()
    known = sorted({*load_releases(), *held}, key=lambda release: release.committed, reverse=True)
    rows = []
    for release in known:
        state = "known"
        if release in held:
            state = "in use" if used and used.release == release else "at hand"
        note = release.note if release not in held or held[release].listed else "not in the list of releases"
        rows.append((release.date.isoformat(), release.commit[:7], state, _newest_year(release.id), note))
    widths = [max(len(row[i]) for row in [HEAD, *rows]) for i in range(len(HEAD))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [HEAD, *rows]
    ]
    return [
        *lines,
        "",
        *(due_lines(used, datetime.now(UTC).date()) if used else []),
        *_told(len(known), len(held)),
    ]


def due_lines(held: Held, today: date) -> list[str]:
    """When figures are due by the dictionary of a release, and when they were: a line for each day, the earliest first."""
    table = updates(held).merge(load_measures()["phase"], left_on="measure", right_index=True)
    table = table.assign(day=[day_of(text) for text in table["next_update"]])
    days = [(day, rows) for day, rows in table[table["day"].notna()].groupby("day")]
    past = [(day, rows) for day, rows in days if last_day(day) < today]
    coming = [(day, rows) for day, rows in days if last_day(day) >= today]
    lines = [f"  {on(day)}: {_of(rows)}" for day, rows in coming]
    if lines:
        lines = [f"Due next, by DfE's dictionary of {written(held.id[:10])}:", *lines]
    if past:
        lines += ["Were due, by the same dictionary (look for a newer release: standards update):"]
        lines += [f"  {on(day)}: {_of(rows)}" for day, rows in past]
    said = table.loc[table["day"].isna() & table["next_update"].ne(""), "next_update"].value_counts()
    if len(said):
        lines.append("No day is given for " + ", ".join(f"{n} series ({words})" for words, n in said.items()))
    return [*lines, ""] if lines else []


def _of(rows: pd.DataFrame) -> str:
    """How many series (a measure and a group of pupils), and of which phases."""
    counts = rows["phase"].value_counts()
    phases = [f"{title} {counts[phase]}" for phase, title in PHASES.items() if phase in counts]
    return f"{len(rows)} series ({', '.join(phases)})"


def _told(known: int, held: int) -> list[str]:
    """What follows the table: counts, what to do, folders that are not used."""
    lines = [
        f"{known} known, {held} at hand. Each belongs in data/raw/{FOLDER}/DATE_COMMIT/: the data file and the dictionary "
        "of its day. The newest year of one is told once it is prepared: standards prepare --all-releases",
        "To get one that is known: standards update DATE_COMMIT. To look for newer ones: standards update",
    ]
    return lines + [f"Not used, as the list does not know it: {paths.shown(folder)}" for folder in unlisted()]


def _newest_year(release_id: str) -> str:
    """The newest year with figures, of a release that has been read; empty of others."""
    try:
        year = json.loads(paths.release_file(release_id, ".json").read_text(encoding="utf-8"))["newest_year"]
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return str(year or "")
