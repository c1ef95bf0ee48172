"""What the columns and values of an Explore Education Statistics file mean, for one data set and vintage.

DfE renames columns every few years, so a mapping belongs to a data set and a vintage. Mappings are TOML files
(``ees_mapping_files``); ``docs/ees.md`` says how to write one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache

#: Columns of time, place and version, which every file has or may have.
STANDARD = (
    *("time_period", "time_identifier", "geographic_level", "country_code", "country_name", "region_code"),
    *("region_name", "old_la_code", "new_la_code", "la_name", "lad_code", "lad_name", "version"),
)
#: Those without which no figure can be placed.
NEEDED = ("time_period", "time_identifier", "geographic_level")
#: What is known of the numbers of pupils at a level: unrounded, rounded, or to be judged from the file.
COUNTS = ("exact", "rounded", "judged")
AREA_TYPES = ("la", "region", "country")
ANY = "*"
Texts = tuple[str, ...]


@dataclass(frozen=True)
class Filter:
    """A column that divides the pupils: its values for all of them, and those that are of no use here.

    ``optional`` filters may be absent, which is the same as having the values of ``all`` throughout.
    """

    all: Texts = ()
    left_out: Texts = ()
    optional: bool = False


@dataclass(frozen=True)
class Group:
    """The rows of a pupil group: ``when`` these filters have these values and every other one is at ``all``.

    A group that is there only ``sometimes`` may be missing where its filter has other values.
    """

    group: str
    when: dict[str, Texts] = field(default_factory=dict)
    sometimes: bool = False


@dataclass(frozen=True)
class Measure:
    """The columns that hold a measure, in the rows ``when`` filters have these values.

    ``denominator_when``: the denominator is not in the row of the percentage but in another one of the same area,
    year and pupil group, where these filters have these values. ``year_offset`` is added to the year of the row, for
    a figure that a file of one year has of another.
    """

    measure: str
    unit: str
    value: str
    numerator: str = ""
    denominator: str = ""
    lower: str = ""
    upper: str = ""
    when: dict[str, Texts] = field(default_factory=dict)
    denominator_when: dict[str, Texts] = field(default_factory=dict)
    year_offset: int = 0
    optional: bool = False

    @property
    def columns(self) -> list[str]:
        return list(filter(None, [self.value, self.numerator, self.denominator, self.lower, self.upper]))


@dataclass(frozen=True)
class Mapping:
    """How one data set of one vintage is read; the fields of a file of ``data/raw/ees_mappings``."""

    id: str
    title: str
    publication: str
    pupil_groups: tuple[Group, ...]
    measures: tuple[Measure, ...]
    counts: dict[str, str] = field(default_factory=dict)
    filters: dict[str, Filter] = field(default_factory=dict)
    data_sets: tuple[dict[str, str], ...] = ()
    ignored: Texts = ()
    also_called: dict[str, Texts] = field(default_factory=dict)
    symbols: dict[str, str] = field(default_factory=dict)
    file: str = ""

    @property
    def wholes(self) -> list[Measure]:
        """Rules for the rows that hold denominators only, each once."""
        rules = [replace(m, when=m.when | m.denominator_when) for m in self.measures if m.denominator_when]
        return [rule for i, rule in enumerate(rules) if rule.when not in [r.when for r in rules[:i]]]

    @property
    def wanted(self) -> list[Measure]:
        """The rules of all rows that are read: those of the measures, then those that hold denominators only."""
        return [*self.measures, *self.wholes]

    def names(self, header: Iterable[str]) -> dict[str, str]:
        """Column as the mapping calls it -> as the header does; capitals make no difference."""
        found = {column.casefold(): column for column in header}
        ours = [*STANDARD, *self.filters, *(c for m in self.measures for c in m.columns)]
        spellings = {name: [name, *self.also_called.get(name, ())] for name in dict.fromkeys(ours)}
        names = {
            name: [found[s.casefold()] for s in also if s.casefold() in found]
            for name, also in spellings.items()
        }
        return {name: columns[0] for name, columns in names.items() if columns}

    def missing(self, header: Iterable[str]) -> list[str]:
        """Columns that the mapping needs and the header lacks."""
        names = self.names(header)
        needed = [*NEEDED, *(name for name, f in self.filters.items() if not f.optional)]
        needed += [c for m in self.measures if not m.optional or m.value in names for c in m.columns]
        return [name for name in dict.fromkeys(needed) if name not in names]

    def unknown(self, header: Iterable[str]) -> list[str]:
        """Columns of the header that the mapping neither uses nor lists as ignored."""
        header = list(header)
        used = {*self.names(header).values()}
        return [column for column in header if column not in used and not matches(column, self.ignored)]


def matches(text: str, patterns: Texts) -> bool:
    """Whether the text is one of the patterns; ``*`` stands for anything and capitals make no difference.

    Examples
    --------
    >>> matches("SEN support / SEN without an EHC plan", ("SEN support*",)), matches("Boys", ("boy",))
    (True, False)
    """
    return bool(_pattern(patterns).fullmatch(text.strip()))


@lru_cache(maxsize=4096)
def _pattern(patterns: Texts) -> re.Pattern:
    parts = [".*".join(map(re.escape, pattern.split(ANY))) for pattern in patterns]
    return re.compile("|".join(parts) if parts else "(?!)", re.IGNORECASE | re.DOTALL)
