"""Adding a local file of Explore Education Statistics: what was understood, what would be written, and writing it."""

from dataclasses import asdict, dataclass, fields
from pathlib import Path

import tomlkit

from analysis.basics import paths
from analysis.basics.phrases import counted, joined
from analysis.catalogue.ees_mapping import STANDARD, Mapping
from analysis.catalogue.manifest import Source
from analysis.sources.ees import Reading
from analysis.sources.ees_add import About, add, entry, write_draft
from analysis.sources.ees_contents import Contents
from analysis.sources.ees_propose import Proposal, propose

NEAREST = 3


@dataclass(frozen=True)
class Told:
    """What the command says, and whether all went well: the file can be added or was, or the draft was written."""

    lines: list[str]
    well: bool


def add_file(file: Path, mapping: str, about: About, write: bool) -> Told:
    """Propose how a file is added, and add it if ``write``; if no mapping fits, the same for the draft of one.

    Raises
    ------
    InputError
        If the file cannot be read or is in the manifest already, the mapping asked for does not exist, or something is
        in the way. Nothing is written then.
    """
    proposal = propose(file, mapping)
    lines = [
        f"{file.name}: {counted(proposal.contents.rows, 'row')}, {len(proposal.contents.header)} columns."
    ]
    if proposal.mapping is None:
        return Told([*lines, *_without_mapping(proposal, write)], write)
    lines += _understood(proposal.mapping, proposal.contents, proposal.named)
    if proposal.reading is None:
        return Told([*lines, *_not_understood(proposal)], False)
    source = entry(proposal, about)
    lines += [*_read(proposal.reading), "The entry in data/raw/manifest.toml:", *_entry_lines(source)]
    if not source.url:
        lines.append("Nobody else can fetch the file without its address: give it with --url ADDRESS.")
    if not write:
        return Told(
            [*lines, "Nothing has been written. To add the file, repeat the command with --write."], True
        )
    new = add(proposal, source)
    lines += [f"Written: {joined([paths.shown(path) for path in [*new, paths.raw() / 'manifest.toml']])}."]
    return Told(
        [*lines, "Commit the manifest and the mapping; the data file stays out of the repository."], True
    )


def _understood(mapping: Mapping, contents: Contents, named: bool) -> list[str]:
    """How each column is read."""
    names = mapping.names(contents.header)
    why = "which the manifest will name" if named else "the only one that fits the columns"
    lines = [f"Mapping: {mapping.id} ({mapping.title}), {why}.", "Understood:"]
    placed = [names[name] for name in STANDARD if name in names]
    lines.append(f"  time, place and version: {', '.join(placed)}")
    for name, rule in mapping.filters.items():
        if name in names and name not in STANDARD:
            lines.append(
                f"  filter {names[name]}: for everybody {' or '.join(rule.all) or '(named for each measure)'}"
            )
    for measure in mapping.measures:
        if measure.value in names:
            of = [names[c] for c in (measure.numerator, measure.denominator) if c in names]
            where = "".join(f", {names.get(n, n)} {' or '.join(v)}" for n, v in measure.when.items())
            lines.append(
                f"  {measure.measure}: {names[measure.value]}{where}{' of ' if of else ''}{' and '.join(of)}"
            )
    used, unknown = {*names.values()}, mapping.unknown(contents.header)
    if ignored := [column for column in contents.header if column not in used and column not in unknown]:
        lines.append(f"  not used: {', '.join(ignored)}")
    return lines


def _not_understood(proposal: Proposal) -> list[str]:
    faults = [f"  • {fault}".replace("\n", "\n    ") for fault in proposal.faults]
    where = f" ({paths.shown(proposal.draft)})" if proposal.draft else ""
    return [
        "Not understood:",
        *faults,
        f"Correct the mapping{where}: see docs/ees.md. Nothing has been written.",
    ]


def _read(reading: Reading) -> list[str]:
    """What came of the rows, and whether numbers of pupils are used."""
    found, lines = reading.observations, ["Read:"]
    own = found[found["source"] == "tried"]
    years = f"{own['year'].min()} to {own['year'].max()}"
    groups = joined(sorted(own["pupil_group"].unique()))
    lines.append(
        f"  {counted(len(own), 'figure')} of {own['measure'].nunique()} measures, {years}, of {groups}"
    )
    lines += [
        f"  {row.level}, {row.outcome}: {counted(row.rows, 'row')}" for row in reading.account.itertuples()
    ]
    levels = reading.counts.groupby("area_type")[["percentages", "agree"]].sum()
    used = reading.counts.groupby("area_type")["used"].mean()
    for level, row in levels.iterrows():
        if row["percentages"]:
            lines.append(
                f"  numbers of pupils, {level}: {row['agree']:,} of {row['percentages']:,} percentages follow from them; "
                f"{'used' if used[level] == 1 else 'not used' if used[level] == 0 else 'used in some years'}"
            )
    return lines


def _entry_lines(source: Source) -> list[str]:
    defaults = {field.name: field.default for field in fields(Source)}
    given = {name: value for name, value in asdict(source).items() if value != defaults[name]}
    return [f"  {line}" for line in tomlkit.dumps(given).splitlines()]


def _without_mapping(proposal: Proposal, write: bool) -> list[str]:
    """That no mapping fits, how the nearest differ, and the draft."""
    contents = proposal.contents
    lines = ["No mapping fits the columns. The nearest:"]
    lines += [f"  {mapping.id}: the file {words}" for mapping, words in proposal.nearest[:NEAREST]]
    lines += ["Columns that may be filters:"]
    lines += [f"  {name}: {', '.join(contents.values[name][:8]) or 'empty'}" for name in contents.filters]
    lines += [f"Columns of figures: {', '.join(contents.figures) or 'none'}"]
    if not write:
        return [
            *lines,
            "Nothing has been written. With --write a draft of a mapping is written, for you to finish.",
        ]
    file = paths.shown(write_draft(proposal))
    return [*lines, f"Draft written: {file}. Finish it, then: standards add FILE --mapping {file}"]
