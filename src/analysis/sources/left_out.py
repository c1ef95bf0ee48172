"""Rows of a data file that are not understood: taken out, counted and named, a line for each thing."""

from dataclasses import dataclass

import pandas as pd

from analysis.catalogue.not_understood import NotUnderstood

#: So many things of a kind are named, those of most rows first; the others are counted in one line.
NAMED = 20


@dataclass
class LeftOut:
    """The rows of a file that are left, and what was found of those that were taken out.

    ``rows`` has ``code``, ``label``, ``area`` and ``text`` as they stand in the file; its index counts the file's rows.
    """

    rows: pd.DataFrame
    found: list[NotUnderstood]

    def out(self, bad: pd.Series, column: str, kind: str, do: str) -> None:
        """Take the ``bad`` rows out and tell of each text in ``column``: how many, an example and what to ``do``."""
        if not bad.any():
            self.rows = self.rows.copy()
            return
        rows, self.rows = self.rows[bad], self.rows[~bad].copy()
        told = f"left out{f': {do}' if do else ''}"
        texts = rows[column].astype(str)
        first = {text: number for number, text in texts.drop_duplicates().items()}
        counts = texts.value_counts(sort=False).sort_values(ascending=False, kind="stable")
        for text, n in counts.iloc[:NAMED].items():
            example = _example(rows, first[text])
            self.found.append(NotUnderstood(kind, str(text) or "(empty)", int(n), example, told))
        if len(others := counts.iloc[NAMED:]):
            example = _example(rows, first[others.index[0]])
            self.found.append(NotUnderstood(kind, f"{len(others)} others", int(others.sum()), example, told))


def _example(rows: pd.DataFrame, number) -> str:
    """A row as a reader finds it: row 12: code, label, area: value."""
    row = rows.loc[number]
    return f"row {number}: {row['code']}, {row['label']}, {row['area']}: {row['text']}"


def lacking(wanted: set[str], there: pd.Series, entries: pd.DataFrame) -> list[NotUnderstood]:
    """Codes that a file does not have, and those that its dictionary does not have.

    ``wanted`` are the codes that are mapped, ``there`` those of the file's rows, and ``entries`` the dictionary.
    """
    counts = there.value_counts()
    found = sorted(wanted & {*counts.index[counts > 0]})
    absent, undescribed = sorted(wanted - {*found}), sorted({*found} - {*entries["code"]})
    told = []
    if absent:
        told.append(
            NotUnderstood("code not in the file", _names(absent), 0, absent[0], "no figures in this release")
        )
    if undescribed:
        told.append(
            NotUnderstood(
                "code not in the dictionary",
                _names(undescribed),
                int(counts[undescribed].sum()),
                undescribed[0],
                "one decimal, and two years for one are left out"
                + ("; is this the dictionary of the day?" if len(undescribed) > 1 else ""),
            )
        )
    return told


def _names(codes: list[str], shown: int = 5) -> str:
    """The first few codes, and how many more there are."""
    more = len(codes) - shown
    return ", ".join(codes[:shown]) + (f" and {more} more" if more > 0 else "")
