"""Where a report goes: into its own folder, or beside it, so that none gives way to one that rests on less."""

import json
import shutil
from pathlib import Path

from analysis.basics import paths
from analysis.catalogue.manifest import Source, find, load_manifest
from analysis.runs import swap

#: What the name of a folder ends in that is beside a report's own.
FEWER = "-on-fewer-sources"


def lacking(report: Path) -> list[Source]:
    """The files of the manifest that a report rests on and that are not at hand; empty if there is no report."""
    try:
        names = json.loads((report / "run.json").read_text(encoding="utf-8"))["inputs"].keys()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []
    used = {name.removeprefix("data/raw/") for name in names}
    sources = load_manifest().values()
    return [source for source in sources if source.path in used and not find(source)]


def folder_of(name: str) -> Path:
    """Where the report ``barnet-2017`` is made and looked for, with the sources that are at hand."""
    own = paths.reports() / name
    return own.with_name(name + FEWER) if lacking(own) else own


def fewer_sources(folder: Path) -> str:
    """What the commands say of a report that is beside another; empty if it is in its own folder."""
    if not folder.name.endswith(FEWER):
        return ""
    own = folder.with_name(name_of(folder))
    absent = ", ".join(source.id for source in lacking(own))
    return (
        f"It rests on fewer sources than {paths.shown(own)}, which is left as it is. Not at hand: {absent}. "
        "To get them: standards fetch"
    )


def named(slug: str, year: int, as_at: str = "") -> str:
    """What a report is called: barnet-2025, or as at a day barnet-2025-as-at-2025-10-01."""
    return f"{slug}-{year}" + (f"-as-at-{as_at}" if as_at else "")


def revisions_named(released_from: str, released_to: str, slug: str = "") -> str:
    """What a comparison of two days is called: revisions-2025-12-01-2025-12-22, with -barnet if it is of one LA."""
    return f"revisions-{released_from}-{released_to}" + (f"-{slug}" if slug else "")


def name_of(report: Path) -> str:
    """The name of a report, in its own folder or beside it."""
    return report.name.removesuffix(FEWER)


def superseded() -> list[Path]:
    """Folders beside a report that nobody needs: its own rests on no more than what is at hand."""
    beside = sorted(paths.reports().glob(f"[!.]*{FEWER}"))
    return [folder for folder in beside if folder_of(name_of(folder)) != folder]


def clear_superseded() -> None:
    for folder in superseded():
        with swap.locked(folder, wait=False) as held:
            if held:
                shutil.rmtree(folder)
