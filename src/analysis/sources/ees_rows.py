"""The rows of an Explore Education Statistics file that a mapping wants, sifted while the file streams past.

A file may have a million rows of which one in fifty is kept, so each block is sifted before the next is read.
"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.catalogue.ees_mapping import ANY, Group, Mapping, Measure, matches
from analysis.sources.ees_file import read_blocks

#: Level, as Explore Education Statistics calls it, -> our area type. The other levels are left out.
LEVELS = {"local authority": "la", "regional": "region", "national": "country"}
OTHER_LEVELS = {
    *("english devolved area", "institution", "local authority district", "local enterprise partnership"),
    *("local skills improvement plan area", "mat", "multi-academy trust", "mayoral combined authority"),
    *("opportunity area", "parliamentary constituency", "planning area", "police force area", "provider"),
    *("rsc region", "school", "sponsor", "ward"),
}
KEPT = "kept"


def read_rows(file: Path, mapping: Mapping, header: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows that the mapping wants, as text.

    Returns
    -------
    kept : DataFrame
        The columns of the mapping under its names, all text; ``group``, the number of the rule in
        ``pupil_groups``; ``measures``, in which bit i is set if the row is for rule i of ``wanted``. The index is the
        row of the file as an editor counts it.
    account : DataFrame
        ``level, outcome, rows``: every row of the file, kept or left out and why.

    Raises
    ------
    InputError
        If the file cannot be read to its end; at the first level or filter value that the mapping does not
        know; if a year, or a pupil group that the mapping describes, has no rows.
    """
    sieve = Sieve(mapping, header, paths.shown(file))
    parts = [sieve.sift(block, row) for row, block in read_blocks(file, header, sieve.types)]
    sieve.check()
    kept = pa.Table.from_batches(parts).unify_dictionaries()
    coded = [name for name in kept.column_names if pa.types.is_dictionary(kept.schema.field(name).type)]
    for name in coded:
        kept = kept.set_column(kept.column_names.index(name), name, kept[name].cast(pa.string()))
    account = [(level, outcome, n) for (level, outcome), n in sorted(sieve.account.items())]
    return kept.to_pandas().set_index("row"), pd.DataFrame(account, columns=["level", "outcome", "rows"])


class Block:
    """A block of rows: the values and codes of its columns, and what becomes of each row."""

    def __init__(self, block: pa.RecordBatch, first_row: int, names: dict[str, str]):
        self.columns = {ours: block.column(theirs) for ours, theirs in names.items()}
        self.first_row, self.size = first_row, block.num_rows
        self.outcomes, self.outcome = [KEPT], np.zeros(block.num_rows, "int16")

    def coded(self, name: str) -> tuple[list[str], np.ndarray]:
        column = self.columns[name]
        return column.dictionary.to_pylist(), column.indices.to_numpy(zero_copy_only=False)

    def where(self, name: str, good: Iterable[bool]) -> np.ndarray:
        """The rows whose value is good, from whether each value is."""
        return np.array([*good, False], bool)[self.coded(name)[1]]

    def leave(self, rows: np.ndarray, why: str) -> None:
        self.outcomes.append(f"left out: {why}")
        self.outcome[rows & self.kept] = len(self.outcomes) - 1

    @property
    def kept(self) -> np.ndarray:
        return self.outcome == 0

    def pairs(self, name: str, other: np.ndarray, rows: np.ndarray) -> set[tuple[str, int]]:
        """Each value of a column with each code of another that it stands beside in these rows."""
        values, codes = self.coded(name)
        width = int(other.max(initial=0)) + 1
        found = np.flatnonzero(np.bincount(codes[rows].astype("int64") * width + other[rows]))
        return {(values[pair // width], int(pair % width)) for pair in found}

    def tally(self) -> Counter[tuple[str, str]]:
        levels, level = self.coded("geographic_level")
        times = np.bincount(level.astype("int64") * len(self.outcomes) + self.outcome)
        names = [(text or "(none)", outcome) for text in levels for outcome in self.outcomes]
        return Counter({name: int(n) for name, n in zip(names, times, strict=False) if n})


class Sieve:
    """Decides of each row whether it is wanted, and remembers what it left out."""

    def __init__(self, mapping: Mapping, header: list[str], file: str):
        self.mapping, self.file, self.names = mapping, file, mapping.names(header)
        indicators = {column for measure in mapping.measures for column in measure.columns}
        coded = pa.dictionary(pa.int32(), pa.string())
        self.types = {
            theirs: pa.string() if ours in indicators else coded for ours, theirs in self.names.items()
        }
        # rules for columns that this file does not have are None, so that the others keep their numbers
        self.groups = [rule if self._applies(rule) else None for rule in mapping.pupil_groups]
        self.measures = [rule if self._applies(rule) else None for rule in mapping.wanted]
        self.account: Counter[tuple[str, str]] = Counter()
        self.periods: set[str] = set()
        self.found: set[tuple[str, int]] = set()
        self.unused: set[tuple[str, str, str]] = set()
        self._suiting: dict[tuple[str, str], int] = {}

    def _applies(self, rule: Group | Measure) -> bool:
        return {*rule.when, *getattr(rule, "columns", [])} <= {*self.names}

    def sift(self, batch: pa.RecordBatch, first_row: int) -> pa.RecordBatch:
        """The wanted rows of a block, under our names, with ``row``, ``group`` and ``measures``."""
        block = Block(batch, first_row, self.names)
        self._keep_scope(block)
        self.periods |= {period for period, _ in block.pairs("time_period", block.outcome, block.kept)}
        groups, measures = self._suit(block)
        block.leave((groups == 0) | (measures == 0), "a combination of filters")
        group = np.zeros(block.size, "int64")
        group[block.kept] = np.log2(groups[block.kept].astype("float64"))
        self._refuse_two_groups(block, groups, group)
        self.found |= block.pairs("time_period", group, block.kept)
        self.account += block.tally()
        rows = np.arange(first_row, first_row + block.size)
        columns = block.columns | {"row": rows, "group": group, "measures": measures}
        return pa.RecordBatch.from_pydict(columns).filter(pa.array(block.kept))

    def _keep_scope(self, block: Block) -> None:
        """Leave rows of other levels and of parts of years."""
        names, rule = ("geographic_level", "time_period"), self.mapping.filters["time_identifier"]
        empty = [block.where(name, [not text for text in block.coded(name)[0]]) for name in names]
        block.leave(empty[0] & empty[1], "an empty line")
        scopes = {
            "geographic_level": ([*LEVELS], [*LEVELS, *sorted(OTHER_LEVELS)]),
            "time_identifier": (rule.all, rule.all + rule.left_out),
        }
        for name, (wanted, known) in scopes.items():
            values = block.coded(name)[0]
            self._refuse_unknown(block, name, [matches(text, tuple(known)) for text in values], known)
            block.leave(block.where(name, [not matches(text, tuple(wanted)) for text in values]), name)

    def _suit(self, block: Block) -> tuple[np.ndarray, np.ndarray]:
        """For each row, which rules of pupil groups and of measures all its filters suit, as bits."""
        of_measures = {name for rule in self.mapping.measures for name in rule.when}
        suits = [
            np.full(block.size, sum(1 << i for i, rule in enumerate(all_rules) if rule), "uint64")
            for all_rules in (self.groups, self.measures)
        ]
        for name in self.mapping.filters:
            if name == "time_identifier" or name not in self.names:
                continue
            values, codes = block.coded(name)
            rules: list[Any] = self.measures if name in of_measures else self.groups
            bits = np.array([self._bits(name, text, rules) for text in values], "uint64")[codes]
            suits[name in of_measures] &= bits
            unused = block.kept & (bits == 0)
            if unused.any():
                left_out = self.mapping.filters[name].left_out
                known = [self._suiting[name, text] or matches(text, left_out) for text in values]
                self._refuse_unknown(block, name, known, self.values(name))
                pairs = block.pairs("time_period", codes, unused)
                self.unused |= {(period, name, values[code]) for period, code in pairs}
                block.leave(unused, name)
        return suits[0], suits[1]

    def _bits(self, name: str, text: str, rules: list[Any]) -> int:
        """Bit i is set if this value of the filter suits rule i."""
        if (name, text) not in self._suiting:
            every = self.mapping.filters[name].all
            good = [bool(rule) and matches(text, rule.when.get(name, every)) for rule in rules]
            self._suiting[name, text] = sum(1 << i for i, suits in enumerate(good) if suits)
        return self._suiting[name, text]

    def values(self, name: str) -> list[str]:
        """Every value of a filter that the mapping names."""
        rule = self.mapping.filters[name]
        rules: list[Group | Measure] = [*self.mapping.pupil_groups, *self.mapping.wanted]
        used = [r.when.get(name, ()) for r in rules]
        return list(dict.fromkeys([*rule.all, *(text for texts in used for text in texts), *rule.left_out]))

    def _refuse_unknown(self, block: Block, name: str, known: Iterable, expected: Iterable[str]) -> None:
        bad = block.kept & ~block.where(name, map(bool, known))
        if bad.any():
            first = int(np.argmax(bad))
            raise InputError(
                f"The mapping '{self.mapping.id}' does not know '{block.columns[name][first]}'.",
                file=self.file,
                row=block.first_row + first,
                column=self.names[name],
                expected=f"one of {', '.join(expected)}",
                remedy="If DfE has added it, say in the mapping what it is: see docs/ees.md.",
            )

    def _refuse_two_groups(self, block: Block, groups: np.ndarray, group: np.ndarray) -> None:
        twice = block.kept & (groups != np.left_shift(np.uint64(1), group.astype("uint64")))
        if twice.any():
            first = int(np.argmax(twice))
            rules = self.mapping.pupil_groups
            names = [rule.group for i, rule in enumerate(rules) if int(groups[first]) >> i & 1]
            problem = f"The mapping '{self.mapping.id}' takes the row for two groups: {' and '.join(names)}."
            row, remedy = block.first_row + first, "Make the 'when' of one of them narrower: see docs/ees.md."
            raise InputError(problem, file=self.file, row=row, remedy=remedy)

    def check(self) -> None:
        """That every year, and every pupil group that the mapping describes, was found.

        A group whose filter was renamed would otherwise be missing without a word, where the mapping leaves
        out whatever it does not name.
        """
        if not self.periods:
            times, levels = self.mapping.filters["time_identifier"].all, {level for level, _ in self.account}
            raise InputError(
                f"The file has no row of a local authority, a region or England for: {', '.join(times)}.",
                file=self.file,
                expected=f"such rows; its levels are {', '.join(sorted(levels)) or 'none, as it has no rows'}",
                remedy="Fetch the data set that has local authorities, for whole years.",
            )
        for period in sorted(self.periods):
            there = {rule for found, rule in self.found if found == period}
            if not there:
                self._refuse_missing(period, ANY, [n for n in self.mapping.filters if n in self.names])
            for i, rule in enumerate(self.groups):
                if rule and i not in there and not rule.sometimes:
                    unnamed = [name for name in rule.when if ANY in self.mapping.filters[name].left_out]
                    self._refuse_missing(period, rule.group, unnamed)

    def _refuse_missing(self, period: str, group: str, names: list[str]) -> None:
        """Stop if rows that may be those of the group were left out under another name."""
        unused = {
            name: sorted(text for p, n, text in self.unused if (p, n) == (period, name))[:12]
            for name in names
        }
        words = [f"{self.names[name]} {', '.join(values)}" for name, values in unused.items() if values]
        if group == ANY:
            group, words = "any pupil group", words or ["a combination of values that it does not name"]
        if words:
            raise InputError(
                f"No row of {period} is for {group}. Left out are the rows with {'; '.join(words)}.",
                file=self.file,
                column=", ".join(self.names[name] for name, values in unused.items() if values),
                expected=f"rows for {group}, as the mapping '{self.mapping.id}' describes them",
                remedy="Add DfE's name for them to the mapping, or mark the group 'sometimes': see docs/ees.md.",
            )
