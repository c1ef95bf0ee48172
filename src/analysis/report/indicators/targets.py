"""What a council sets: the targets of its performance indicators, and the rules by which they are judged.

Next year's targets are one file, ``data/raw/targets/<area>-<year>.csv``; the rules are ``data/raw/indicator_rules.csv``, with the
amounts that ``data/raw/vague_words.csv`` gives for "nearly met".
"""

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.basics.read_csv import check, number, read_table
from analysis.basics.read_once import until_written_anew
from analysis.catalogue.area_names import Area
from analysis.catalogue.areas import ENGLAND, find_area
from analysis.catalogue.measures import PUPIL_GROUPS, group_phrase, load_measures, title
from analysis.catalogue.vague_words import load_words

#: What a target can be.
KINDS = {
    "top_share": "a share of local authorities, best first",
    "number": "a figure",
    "comparator": "the figure of England, the region, the statistical neighbours or another area",
}
COLUMNS = [
    *("reference", "title", "measure", "pupil_group", "comparison_group"),
    *("target_kind", "target_value", "target_comparator"),
]
#: The columns of the table of vague words that hold how far a figure may miss its target: by unit, and for scores by decimals.
UNITS = ("percent", "points", "rate", "score_0", "score_1", "score_2")
#: What the table of rules says in words of each kind.
WORDED = ("met", "nearly_met", "may_be_met")
WORDS = {"england": "England", "region": "the region", "neighbours": "statistical neighbours"}


def targets_file(area: Area, year: int) -> Path:
    """Where the targets of a local authority and year are looked for."""
    return paths.raw() / "targets" / f"{area.slug}-{year}.csv"


def load_targets(area: str | Area, year: int, file: Path | None = None) -> pd.DataFrame | None:
    """The targets that were set for a local authority and year.

    Parameters
    ----------
    area : str or Area
        Name, GSS code or LA number.
    year : int
        The calendar year in which the academic year ends.
    file : Path, optional
        Another file than ``data/raw/targets/<area>-<year>.csv``.

    Returns
    -------
    DataFrame or None
        ``COLUMNS``, one row per target: ``target_value`` is a number (NaN for a comparator), ``target_comparator``
        the code of an area, or empty. An empty title is the measure's, with the pupils. None if no targets were set.

    Raises
    ------
    InputError
        On the first cell that breaks a rule, naming row and column and what is near.
    """
    area = area if isinstance(area, Area) else find_area(area)
    file = file or targets_file(area, year)
    if not file.exists():
        return None
    table = read_table(file, COLUMNS).map(str.strip)
    table = table[(table != "").any(axis=1)]  # a spreadsheet leaves empty rows behind
    table["pupil_group"] = table["pupil_group"].replace("", "all")
    measures = load_measures()
    shown = paths.shown(file)
    for place, row in zip(table.index, table.itertuples(index=False), strict=True):
        for column, holds, expected in _rules(row, table, measures):
            if not holds:
                raise InputError(
                    f"'{getattr(row, column)}' is not what the column may hold.",
                    file=shown,
                    row=place,
                    column=column,
                    expected=expected,
                    remedy="Correct the cell.",
                )
    comparators = [
        _comparator(row, area, shown, place)
        for place, row in zip(table.index, table.itertuples(index=False), strict=True)
    ]
    names = pd.Series([_title(row) for row in table.itertuples()], index=table.index, dtype=str)
    titles = table["title"].where(table["title"] != "", names)
    return table.assign(
        title=titles, target_value=table["target_value"].map(number), target_comparator=comparators
    ).reset_index(drop=True)


def _rules(row, table: pd.DataFrame, measures: pd.DataFrame):
    """Column, whether its cell holds, and what it may hold; in the order in which they are asked."""
    yield (
        "reference",
        row.reference and (table["reference"] == row.reference).sum() == 1,
        "a reference of its own, which no other row has",
    )
    yield (
        "measure",
        row.measure in measures.index,
        f"a measure of measures.csv{_near(row.measure, measures.index)}",
    )
    about = measures.loc[row.measure]
    yield "measure", about["polarity"] != "", "a measure with a better direction: this one describes pupils"
    yield (
        "pupil_group",
        row.pupil_group in PUPIL_GROUPS,
        f"a pupil group: {', '.join(PUPIL_GROUPS)}",
    )
    groups = [group for group in PUPIL_GROUPS if group != row.pupil_group]
    known = row.comparison_group in ("", *groups)
    yield (
        "comparison_group",
        known,
        f"nothing, or the other pupils of a gap{_near(row.comparison_group, groups)}",
    )
    yield "target_kind", row.target_kind in KINDS, f"{', '.join(KINDS)}{_near(row.target_kind, KINDS)}"
    value = number(row.target_value)
    if row.target_kind == "top_share":
        yield "target_value", 1 <= value <= 100, "a share of local authorities in per cent: 25, not 0.25"
    elif row.target_kind == "number":
        yield "target_value", pd.notna(value), "a number, such as 70 or -0.5"
        within = about["unit"] != "percent" or (-100 if row.comparison_group else 0) <= value <= 100
        yield "target_value", within, "a percentage from 0 to 100 (a gap from -100 to 100)"
        fraction = about["unit"] == "percent" and about["polarity"] == "high" and 0 < abs(value) < 1
        whole = "a percentage such as 80, not 0.8"
        yield "target_value", not fraction or bool(row.comparison_group), whole
    else:
        yield "target_value", row.target_value == "", "nothing: the target is a comparator"
    if row.target_kind == "comparator":
        yield (
            "target_comparator",
            row.target_comparator,
            "England, region, neighbours, or the name of an area",
        )
    else:
        yield "target_comparator", row.target_comparator == "", "nothing: the target is no comparator"


def _title(row) -> str:
    """What a target without a title of its own is about: the measure, whose it is, and of a gap the other pupils."""
    gap = f": gap to {group_phrase(row.comparison_group)} in England" if row.comparison_group else ""
    return title(row.measure, row.pupil_group) + gap


def _near(name: str, names) -> str:
    near = get_close_matches(name, list(names), n=3)
    return f"; the nearest: {', '.join(near)}" if near else ""


def _comparator(row, area: Area, file: str, place: int) -> str:
    """The code of the area that a figure is compared with."""
    if row.target_kind != "comparator":
        return ""
    codes = {"england": ENGLAND, "region": area.region, "neighbours": f"neighbours:{area.code}"}
    word = row.target_comparator.casefold().removeprefix("statistical ")
    if word in codes:
        return codes[word]
    try:
        found = find_area(row.target_comparator)
    except InputError as error:
        expected = "England, region, neighbours, or the name or code of an area"
        raise InputError(
            error.problem,
            file=file,
            row=place,
            column="target_comparator",
            expected=expected,
            remedy="Correct the cell.",
        ) from None
    if found.code == area.code:
        raise InputError(
            f"{area.name} cannot be compared with itself.", file=file, row=place, column="target_comparator",
            expected="another area", remedy="Correct the cell.",
        )  # fmt: skip
    return found.code


@dataclass(frozen=True)
class Rule:
    """How a kind of target is judged: in words, and how far a figure may miss it and still nearly meet it."""

    kind: str
    met: str
    nearly_met: str
    may_be_met: str
    allowed: dict[str, float]

    def tolerance(self, unit: str, decimals: int) -> float:
        """How far a figure of a unit may miss the target; for a share of authorities, how many places."""
        if self.kind == "top_share":
            return self.allowed["places"]
        return self.allowed[f"score_{min(decimals, 2)}" if unit in ("score", "count") else unit]


def load_rules(file: Path | None = None, words: Path | None = None) -> dict[str, Rule]:
    """The rules by kind of target; how far a target may be missed is said by the words that claims are judged by.

    Raises
    ------
    InputError
        On the first cell that breaks a rule, naming row and column.

    Examples
    --------
    >>> rules = load_rules()
    >>> rules["top_share"].tolerance("percent", 0), rules["number"].tolerance("percent", 1)
    (5.0, 0.5)
    """
    return _load_rules(file or paths.raw() / "indicator_rules.csv", words or paths.raw() / "vague_words.csv")


@until_written_anew
def _load_rules(file: Path, words: Path) -> dict[str, Rule]:
    table = read_table(file, ["kind", *WORDED])
    said = {column: pa.Column(str, pa.Check.str_length(min_value=1)) for column in WORDED}
    schema = pa.DataFrameSchema({"kind": pa.Column(str, pa.Check.isin(list(KINDS)), unique=True), **said})
    check(table, schema, paths.shown(file))
    missing = [kind for kind in KINDS if kind not in set(table["kind"])]
    if missing:
        raise InputError(
            f"There is no rule for {', '.join(missing)}.", file=paths.shown(file), column="kind",
            expected=f"a row for each of {', '.join(KINDS)}",
        )  # fmt: skip
    allowed = _allowed(words)
    return {
        row.kind: Rule(row.kind, row.met, row.nearly_met, row.may_be_met, allowed)
        for row in table.itertuples()
    }


def _allowed(words: Path) -> dict[str, float]:
    """How far a figure may miss its target: what "nearly met" allows in the table of vague words, and nowhere else."""
    table = load_words(words)
    if "nearly met" not in table:
        raise InputError(
            "There is no rule for 'nearly met'.",
            file=paths.shown(words),
            column="word",
            expected="a row for it",
        )
    word = table["nearly met"]
    allowed = word.sizes | ({} if word.most is None else {"places": word.most})
    for column, name in {"most": "places", **{unit: unit for unit in UNITS}}.items():
        if not allowed.get(name, -1) >= 0:
            raise InputError(
                "The rule does not say how far a figure may miss its target.", file=paths.shown(words),
                row=list(table).index("nearly met") + 2, column=column,
                expected="a number no less than 0", remedy="Fill in the cell.",
            )  # fmt: skip
    return allowed
