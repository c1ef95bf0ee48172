"""From a draft to a checked copy: what ``standards claims`` does, and the words in which it tells what was done."""

import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.basics.phrases import counted
from analysis.catalogue.existing import find_authority
from analysis.output.data_file import DataFile
from analysis.output.word_comments import annotate
from analysis.report.claims.columns import Claims
from analysis.report.claims.draft.propose import propose
from analysis.report.claims.kinds import KINDS
from analysis.report.claims.verdicts import VERDICTS
from analysis.runs.draft_answers import Accepted, accept_rows
from analysis.runs.draft_files import in_order, may_write, write_rows
from analysis.runs.draft_judged import MOST_SHOWN, fault_lines, judge, shortened, typed, verdict_lines
from analysis.runs.draft_notes import notes
from analysis.sources.draft import checked_kind, read_draft

NEXT = "Next: "


@dataclass(frozen=True)
class Told:
    """What a command tells, line by line, and whether all is well (its exit code)."""

    lines: list[str]
    well: bool = True


def propose_claims(draft: Path, area: str, year: int, out: Path | None = None, force: bool = False) -> Told:
    """Read a draft and write a file of the statements that it makes, for a person to confirm.

    Raises
    ------
    InputError
        If the draft cannot be read, or a file with a person's answers is there and ``force`` is not given.
    """
    target = out or draft.with_name(f"{draft.stem}-claims.csv")
    found = find_authority(area, year)
    read = read_draft(draft)
    may_write(target, force)
    rows = in_order(propose(read.passages, found, year))
    words = sum(len(passage.text.split()) for passage in read.passages)
    lines = [f"{draft.name}: {counted(len(read.passages), 'passage')} read, {words:,} words.", *read.told]
    if rows.empty:
        return Told(
            [*lines, "No statement that figures could confirm or refute was found. Nothing was written."]
        )
    write_rows(rows, target)
    sentences = rows.drop_duplicates([name for name in ("location", "sentence") if name in rows])
    unclear = int((rows["not_understood"] != "").sum()) if "not_understood" in rows else 0
    lines.append(
        f"{counted(len(rows), 'statement')} of {counted(len(sentences), 'sentence or cell', 'sentences or cells')} proposed"
        + (
            f", of which {unclear} {'has' if unclear == 1 else 'have'} something that was not understood"
            * bool(unclear)
        )
        + f": {_by_kind(rows)}."
    )
    lines += [
        f"Written: {_named(target)}",
        f"{NEXT}open it, and put yes, no or corrected under confirm beside each row that you have read. To accept all of a kind: "
        f"standards claims accept {typed(target)} --kind value",
    ]
    return Told(lines)


def accept_claims(file: Path, kinds: list[str], everything: bool = False) -> Told:
    """Put yes under ``confirm`` in the rows of some kinds, or of all, that have no answer and lack nothing.

    Raises
    ------
    InputError
        If the file is no proposal, or a kind is not known.
    """
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        raise InputError(f"'{unknown[0]}' is not a kind of claim.", expected=", ".join(KINDS))
    found: Accepted = accept_rows(file, kinds, everything)
    if found.accepted:
        write_rows(found.rows, file)
    lines = [f"{counted(found.accepted, 'row')} accepted in {_named(file)}."]
    if found.incomplete:
        lines.append(
            f"{counted(len(found.incomplete), 'row')} not accepted, because something is missing or open. Read them one by one:"
        )
        lines += [f"  {line}" for line in shortened(found.incomplete)]
    if found.left:
        lines.append(f"{counted(found.left, 'row')} without an answer: no verdict will be given on them.")
    confirmed = found.confirmed
    lines.append(
        f"{NEXT}standards claims check {typed(file)} --area AREA --year YEAR"
        if confirmed
        else f"{NEXT}put yes, no or corrected under confirm in the file."
    )
    return Told(lines)


def check_file(
    file: Path,
    area: str,
    year: int,
    written: str = "",
    out: Path | None = None,
    tell: Callable[[dict], None] = lambda _: None,
) -> Told:
    """The verdicts on a file of claims, as lines and as a CSV file beside it; all is well if none is contradicted.

    Raises
    ------
    InputError
        If the file cannot be read as a whole, or the question cannot be asked.
    """
    judged = judge(file, area, year, written, tell)
    target = out or file.with_name(f"{file.stem}-verdicts.csv")
    if target.resolve() == file.resolve():
        raise InputError("The verdicts would be written over the claims.", file=paths.shown(file))
    lines = fault_lines(judged.read)
    verdicts = judged.verdicts
    for row in verdicts[verdicts["verdict"] != "holds"].head(MOST_SHOWN).itertuples():
        lines += [f"{VERDICTS[row.verdict].capitalize()}: {row.claim} ({row.location})"]
        lines += [f"  stated {row.printed}; the figures: {row.recomputed or 'none'}" * bool(row.printed)]
        lines += [f"  {row.reason}" * bool(row.reason)]
    _write_text(DataFile(verdicts, Claims).to_csv(), target)
    lines += [*verdict_lines(judged), f"Written: {_named(target)}"]
    lines.append(
        f"{NEXT}standards claims annotate DRAFT.docx --claims {typed(file)} --area {shlex.quote(area)} --year {year}"
    )
    well = not judged.read.faults and not (verdicts["verdict"] == "contradicted").any()
    return Told(list(filter(None, lines)), well)


def annotate_draft(
    draft: Path,
    file: Path,
    area: str,
    year: int,
    written: str = "",
    out: Path | None = None,
    force: bool = False,
    tell: Callable[[dict], None] = lambda _: None,
) -> Told:
    """Write a copy of a Word draft with the verdicts as comments on its sentences.

    Raises
    ------
    InputError
        If the draft is no Word file or cannot be read, the copy is there already and ``force`` is not given, or no row of
        the claims can be judged.
    """
    if checked_kind(draft) != "Word file":
        raise InputError(
            "Only a Word file can be given comments.", file=paths.shown(draft), expected="a .docx file",
            remedy=f"For the verdicts alone: standards claims check {typed(file)} --area {shlex.quote(area)} --year {year}",
        )  # fmt: skip
    target = out or draft.with_name(f"{draft.stem}-checked.docx")
    if target.resolve() == draft.resolve():
        raise InputError(
            "The copy would be written over the draft.", file=paths.shown(draft), remedy="Name another --out."
        )
    if target.exists() and not force:
        raise InputError(
            "A checked copy is there already, perhaps with somebody's changes.", file=paths.shown(target),
            remedy="Name another file with --out, or write over it with --force.",
        )  # fmt: skip
    judged = judge(file, area, year, written, tell)
    made = notes(judged.read.claims, judged.verdicts, judged.report)
    missing = annotate(draft, target, made)
    lines = [*fault_lines(judged.read), *verdict_lines(judged)]
    lines.append(
        f"{counted(len(made) - len(missing), 'comment')} written into a copy of the draft: {_named(target)}. The draft is unchanged."
    )
    if missing:
        lines.append(f"{counted(len(missing), 'sentence')} not found in the draft, and so without a comment:")
        lines += shortened([f"  {note.place}: {note.sentence}" for note in missing])
    lines.append(f"{NEXT}open the copy in Word. The comments are those of 'Check of statements'.")
    return Told(lines, well=not missing and not judged.read.faults)


def _by_kind(rows: pd.DataFrame) -> str:
    return ", ".join(f"{number} {kind}" for kind, number in rows["kind"].value_counts().items())


def _named(file: Path) -> str:
    """The file as a person finds it: as it was given."""
    return str(file)


def _write_text(text: str, file: Path) -> None:
    aside = paths.aside(file)
    try:
        aside.write_text(text, encoding="utf-8", newline="")
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)
