"""The mappings of ``data/raw/ees_mappings``: reading and checking them, and choosing one by the header."""

import tomllib
from collections.abc import Iterable
from dataclasses import MISSING, fields, replace
from pathlib import Path
from typing import get_args, get_origin

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.catalogue.ees_mapping import AREA_TYPES, COUNTS, Filter, Group, Mapping, Measure, Texts
from analysis.catalogue.measures import PUPIL_GROUPS, load_measures
from analysis.catalogue.observations import SYMBOLS

#: The rules that a row suits are counted in the bits of one number.
MOST_RULES = 60
HELP = "Correct the mapping: see docs/ees.md."
SAY_WHICH = "Say which one to read it with: standards add FILE --mapping NAME, or in data/raw/manifest.toml mapping = NAME."


def load_mappings(folder: Path | None = None) -> dict[str, Mapping]:
    """All mappings of a folder (``data/raw/ees_mappings`` if not given), by id.

    Raises
    ------
    InputError
        If there is none, two have the same id, or one cannot be used: see ``load_mapping``.
    """
    folder = folder or paths.raw() / "ees_mappings"
    mappings: dict[str, Mapping] = {}
    for file in sorted(folder.glob("*.toml")):
        mapping = load_mapping(file)
        if mapping.id in mappings:
            problem = (
                f"Two mappings are called '{mapping.id}': {mappings[mapping.id].file} and {mapping.file}."
            )
            raise InputError(problem, file=mapping.file, remedy="Give one of them another id.")
        mappings[mapping.id] = mapping
    if not mappings:
        raise InputError("There is no mapping.", file=paths.shown(folder), expected="at least one .toml file")
    return mappings


def load_mapping(file: Path) -> Mapping:
    """Read and check one mapping.

    Raises
    ------
    InputError
        If the file is not TOML, has a field that is not known or lacks one, or names a measure, unit, pupil
        group, filter or status that does not exist.
    """
    shown = paths.shown(file)
    try:
        entries = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"The mapping cannot be read: {error}.", file=shown, expected="TOML") from None
    mapping = _made(Mapping, entries, "the mapping", shown, file=shown)
    filters = {"time_identifier": {"all": "Academic year"}} | mapping.filters
    mapping = replace(
        mapping,
        filters={name: _made(Filter, table, f"filters.{name}", shown) for name, table in filters.items()},
        pupil_groups=tuple(_made(Group, table, "pupil_groups", shown) for table in mapping.pupil_groups),
        measures=tuple(_made(Measure, table, "measures", shown) for table in mapping.measures),
    )
    faults = list(_faults(mapping))
    if len(faults) == 1:
        raise InputError(faults[0][0], file=shown, expected=faults[0][1], remedy=HELP)
    if faults:
        listed = "".join(f"\n  • {problem} Expected: {expected}." for problem, expected in faults)
        raise InputError(f"The mapping has {len(faults)} faults:{listed}", file=shown, remedy=HELP)
    return mapping


def _made(kind: type, entries: object, where: str, shown: str, **given):
    """An instance of a dataclass from a TOML table; what is not as its field must be is an error."""
    known = {f.name: f for f in fields(kind) if f.name not in given}
    cells, wrong = {}, []
    if isinstance(entries, dict):
        needed = [name for name, f in known.items() if f.default is MISSING and f.default_factory is MISSING]
        cells = {name: _tidy(known[name].type, cell) for name, cell in entries.items() if name in known}
        wrong += [f"it has no '{name}'" for name in needed if name not in entries]
        wrong += [f"'{name}' is not known" for name in entries if name not in known]
        wrong += [f"'{name}' is not as it should be" for name, cell in cells.items() if cell is None]
    if wrong or not isinstance(entries, dict):
        raise InputError(
            f"The mapping has a fault in {where}: {'; '.join(wrong) or 'it is not a table'}.",
            file=shown,
            expected=f"a table with {', '.join(known)}",
            remedy=HELP,
        )
    return kind(**cells, **given)


def _tidy(kind: object, cell: object):
    """The cell as its field holds it, a single text as a list of one; None if it cannot be."""
    if kind == Texts:
        cell = [cell] if isinstance(cell, str) else cell
        return tuple(cell) if isinstance(cell, list) and all(isinstance(t, str) for t in cell) else None
    if kind in (dict[str, Texts], dict[str, str]) and isinstance(cell, dict):
        inner = {name: _tidy(get_args(kind)[1], text) for name, text in cell.items()}
        return None if None in inner.values() else inner
    outer = get_origin(kind) or kind
    if outer is tuple:
        return tuple(cell) if isinstance(cell, list) else None
    return cell if isinstance(outer, type) and isinstance(cell, outer) else None


def _faults(mapping: Mapping) -> Iterable[tuple[str, str]]:
    """What a mapping says that cannot be: (problem, what was expected)."""
    catalogue = load_measures()
    of_measures = {name for m in mapping.measures for name in m.when}
    if not all(0 < len(rules) <= MOST_RULES for rules in (mapping.wanted, mapping.pupil_groups)):
        yield "It has no measures or pupil groups, or too many.", f"1 to {MOST_RULES} of each"
    # a file without numbers of pupils has nothing to say of them
    counted = mapping.counts or any(m.numerator or m.denominator for m in mapping.measures)
    if (counted and set(mapping.counts) != set(AREA_TYPES)) or not set(mapping.counts.values()) <= set(
        COUNTS
    ):
        yield f"'counts' is {mapping.counts}.", f"{', '.join(AREA_TYPES)}, each one of {', '.join(COUNTS)}"
    for symbol, status in mapping.symbols.items():
        if status not in SYMBOLS:
            yield f"The symbol '{symbol}' is given the status '{status}'.", f"one of {', '.join(SYMBOLS)}"
    for g in mapping.pupil_groups:
        if g.group not in PUPIL_GROUPS:
            yield f"'{g.group}' is not a pupil group.", f"one of {', '.join(PUPIL_GROUPS)}"
    for m in mapping.measures:
        if m.measure not in catalogue.index:
            yield f"'{m.measure}' is not a measure.", "a measure of measures.csv"
        elif m.unit != catalogue["unit"][m.measure]:
            yield f"{m.measure} is in '{m.unit}' here.", f"its unit, '{catalogue['unit'][m.measure]}'"
        if m.numerator and not (m.unit == "percent" and m.denominator):
            yield f"{m.measure} has a numerator.", "a numerator only of a percentage, beside its denominator"
        if m.denominator_when and not (m.denominator and m.denominator_when.keys() <= m.when.keys()):
            expected = "a denominator, and filters that are in 'when' too"
            yield f"{m.measure} has a 'denominator_when'.", expected
        if abs(m.year_offset) > 1:
            yield f"{m.measure} has the year offset {m.year_offset}.", "-1, 0 or 1"
        if bool(m.lower) != bool(m.upper):
            yield f"{m.measure} has one limit of an interval.", "both limits, lower and upper, or neither"
    for kind, rules in (("pupil_groups", mapping.pupil_groups), ("measures", mapping.measures)):
        for rule in rules:
            for name in rule.when:
                if name not in mapping.filters:
                    yield f"'{name}' in {kind} is not a filter.", f"one of {', '.join(mapping.filters)}"
                elif kind == "pupil_groups" and name in of_measures:
                    yield f"'{name}' chooses measures and pupil groups.", "a filter that chooses one of them"
        for name, f in mapping.filters.items():
            mine = (name in of_measures) == (kind == "measures")
            if mine and not f.all and not all(name in rule.when for rule in rules):
                yield (
                    f"The filter '{name}' has no 'all'.",
                    f"'all', or the filter in the 'when' of all {kind}",
                )


def mapping_for(header: list[str], mappings: dict[str, Mapping] | None = None, file: str = "") -> Mapping:
    """The mapping whose columns are those of a header.

    Parameters
    ----------
    header : list of str
        The column names of a file.
    mappings : dict, optional
        Those to choose from; all of ``data/raw/ees_mappings`` if not given.
    file : str, optional
        The name of the file, for messages.

    Raises
    ------
    InputError
        If no mapping fits, saying which were tried and what each lacks or does not know; if several do.
    """
    mappings = load_mappings() if mappings is None else mappings
    misfits = {m.id: misfit(m, header) for m in mappings.values()}
    fitting = [name for name, words in misfits.items() if not words]
    if len(fitting) == 1:
        return mappings[fitting[0]]
    if fitting:
        problem = f"Several mappings fit the columns: {', '.join(fitting)}."
        raise InputError(problem, file=file, row=1, remedy=SAY_WHICH)
    nearest = sorted(misfits, key=lambda n: len(mappings[n].missing(header) + mappings[n].unknown(header)))
    raise InputError(
        "No mapping fits the columns of the file. Tried, the nearest first:\n"
        + "\n".join(f"    {name}: the file {misfits[name]}" for name in nearest),
        file=file,
        row=1,
        expected="the columns of one of the mappings above",
        remedy="Write a mapping for the data set, or add the columns to the nearest: see docs/ees.md.",
    )


def mapping_called(name: str) -> Mapping:
    """The mapping of that id; one that does not exist is an error that lists those that do."""
    mappings = load_mappings()
    if name not in mappings:
        raise InputError(
            f"There is no mapping called '{name}'.",
            file="data/raw/ees_mappings",
            expected=f"one of {', '.join(mappings)}",
            remedy="Correct the field 'mapping' of data/raw/manifest.toml, or write the mapping: see docs/ees.md.",
        )
    return mappings[name]


def misfit(mapping: Mapping, header: list[str]) -> str:
    """How a header differs from what a mapping needs, in words that follow "the file"; empty if it does not."""

    def listed(names: list[str]) -> str:
        return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")

    missing, unknown = mapping.missing(header), mapping.unknown(header)
    lacks = [f"lacks {listed(missing)}"] if missing else []
    has = [f"has {listed(unknown)}, which the mapping does not know"] if unknown else []
    return "; ".join(lacks + has)
