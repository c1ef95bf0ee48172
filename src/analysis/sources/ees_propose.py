"""Which mapping reads a local file of Explore Education Statistics, and what in the file it does not understand."""

from dataclasses import dataclass
from pathlib import Path

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.catalogue.area_names import name_key
from analysis.catalogue.areas import catalogue
from analysis.catalogue.ees_mapping import NEEDED, Mapping, matches
from analysis.catalogue.ees_mapping_files import load_mapping, load_mappings, mapping_called, misfit
from analysis.sources.ees import AREA_COLUMNS, Reading, read_data_set
from analysis.sources.ees_contents import Contents, read_contents
from analysis.sources.ees_figures import NUMBER, SYMBOLS
from analysis.sources.ees_rows import LEVELS, OTHER_LEVELS, Sieve


@dataclass(frozen=True)
class Proposal:
    """How a file may be read.

    ``mapping`` is the one proposed, or None if none fits; ``named`` whether the manifest has to name it, because it was
    asked for or is not the only one that fits. ``reading`` is what it read, None if it did not; ``faults`` are then
    sentences on what it does not understand. ``draft`` is the file of a mapping that is not in use yet. ``nearest`` are the mappings by how little the file differs from them, the
    nearest first, each with the difference.
    """

    file: Path
    contents: Contents
    mapping: Mapping | None
    named: bool
    reading: Reading | None
    faults: list[str]
    nearest: list[tuple[Mapping, str]]
    draft: Path | None = None


def propose(file: Path, name: str = "") -> Proposal:
    """Look at a file, choose a mapping and try it.

    Parameters
    ----------
    file : Path
        A CSV file, plain or gzipped.
    name : str, optional
        The id of a mapping, or the path of a draft; the one that reads the file if not given.

    Raises
    ------
    InputError
        If the file cannot be read or is not of Explore Education Statistics; there is no such mapping or draft; or
        several mappings read the file.
    """
    contents = read_contents(file)
    lacking = [column for column in NEEDED if column not in map(str.casefold, contents.header)]
    if lacking:
        raise InputError(
            f"The file is not one of Explore Education Statistics: it has no column {', '.join(lacking)}.",
            file=paths.shown(file),
            row=1,
            expected=f"the columns {', '.join(NEEDED)} and others",
        )
    if name:
        draft = _draft(name) if name.endswith(".toml") else None
        mapping = load_mapping(draft) if draft else mapping_called(name)
        return Proposal(file, contents, mapping, True, *_tried(file, mapping, contents), [], draft)
    return _chosen(file, contents)


def _draft(name: str) -> Path:
    """The file of a draft, named from here or, as messages name it, from the project folder."""
    return next((path for path in (Path(name), paths.home() / name) if path.is_file()), Path(name))


def _chosen(file: Path, contents: Contents) -> Proposal:
    header = contents.header
    mappings = load_mappings().values()
    near = sorted(mappings, key=lambda m: len(m.missing(header)) + len(m.unknown(header)))
    nearest = [(mapping, misfit(mapping, header)) for mapping in near]
    tried = {
        mapping.id: (mapping, *_tried(file, mapping, contents)) for mapping, words in nearest if not words
    }
    reads = [name for name, (_, reading, _) in tried.items() if reading]
    if len(reads) > 1:
        raise InputError(
            f"Several mappings read the file: {', '.join(reads)}.",
            file=paths.shown(file),
            expected="one of them, as they may read different figures",
            remedy="Say which: standards add FILE --mapping NAME.",
        )
    mapping, reading, faults = tried[(reads or [*tried])[0]] if tried else (None, None, [])
    return Proposal(file, contents, mapping, len(tried) > 1, reading, faults, nearest)


def _tried(file: Path, mapping: Mapping, contents: Contents) -> tuple[Reading | None, list[str]]:
    """What a mapping reads, or all that it does not understand."""
    try:
        return read_data_set(file, mapping, source="tried"), []
    except InputError as error:
        others = [*_columns(mapping, contents), *_values(mapping, contents), *_areas(contents)]
        # the reader's own message says where the first of them stands, or what no look at columns can tell
        return None, [str(error), *others]


def _columns(mapping: Mapping, contents: Contents) -> list[str]:
    missing, unknown = mapping.missing(contents.header), mapping.unknown(contents.header)
    return [f"The column {name} is missing." for name in missing] + [
        f"The column {name} is not known: {_some(contents.values[name])}." for name in unknown
    ]


def _values(mapping: Mapping, contents: Contents) -> list[str]:
    """Values of filters, and symbols in place of figures, that a mapping does not name."""
    sieve, found = Sieve(mapping, contents.header, ""), []
    names = mapping.names(contents.header)
    symbols = {*SYMBOLS, *mapping.symbols}
    known = {name: tuple(sieve.values(name)) for name in mapping.filters if name in names}
    for name, texts in {**known, "geographic_level": (*LEVELS, *OTHER_LEVELS)}.items():
        if name in names and (others := [t for t in contents.values[names[name]] if not matches(t, texts)]):
            found.append(f"Values of the filter {names[name]}: {_some(others)}.")
    for column in dict.fromkeys(names[c] for m in mapping.measures for c in m.columns if c in names):
        others = [t for t in contents.values[column] if not NUMBER.fullmatch(t) and t not in symbols]
        if others:
            found.append(f"Symbols in the column {column}: {_some(others)}.")
    return found


def _areas(contents: Contents) -> list[str]:
    """Codes of areas that the catalogue does not have."""
    lookup, found = catalogue()[1], []
    names = {column.casefold(): column for column in contents.header}
    for column in (c for columns in AREA_COLUMNS.values() for c in columns if c.endswith("_code")):
        codes = contents.values[names[column]] if column in names else []
        others = [t for t in codes if name_key(t) not in lookup and t not in (*SYMBOLS, ":")]
        if others:
            found.append(f"Codes of areas in {column}: {_some(others)}. Add them to data/raw/areas.csv.")
    return found


def _some(values: list[str]) -> str:
    shown = ", ".join(f"'{text}'" for text in values[:6])
    return shown + (f" and {len(values) - 6} more" if len(values) > 6 else "") if values else "always empty"
