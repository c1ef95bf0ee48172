"""The figures in the rows of an Explore Education Statistics file: cells as numbers, and which counts to use.

A symbol never becomes a number. A percentage is worked out from numbers of pupils only where these are
unrounded: from rounded ones it would be further from the truth than the one that is printed.
"""

import re

import numpy as np
import pandas as pd

from analysis.basics.errors import InputError
from analysis.basics.numbers import format_value
from analysis.catalogue.bounds import most_percent
from analysis.catalogue.ees_mapping import Mapping, Measure

#: Symbols that stand where a value would be -> status. A mapping may name more.
SYMBOLS = {symbol: symbol for symbol in ("z", "x", "c", "low", "u")} | {"k": "low"}
NUMBER = re.compile(r"[+-]?\d+(?:\.(\d*))?(?:[eE]([+-]?\d{1,2}))?")
#: What a figure is of, and where the denominator of another row is kept meanwhile.
OF_A_FIGURE, WHOLE = ["group", "year", "area"], "denominator of another row"
ROLES = ("value", "numerator", "denominator", "lower", "upper")
#: How far, in units of the last decimal printed, a percentage may be from its counts: half a unit, and a
#: little more because some are rounded twice (57.46 to 57.5 to 58). Beyond three decimals some are cut off.
TOLERANCE, MOST_DECIMALS = 0.56, 3
#: Judging counts: nearly all must give the percentages, and of so many they may not all be whole tens.
NEARLY_ALL, ENOUGH = 0.98, 6


def read_figures(rows: pd.DataFrame, mapping: Mapping, header: list[str], file: str) -> pd.DataFrame:
    """One row for each figure, from one row for each row of the file.

    Returns
    -------
    DataFrame
        ``group, year, area, area_type, release`` of the row; ``measure, unit, status``; ``printed`` and its
        ``printed_decimals``; ``numerator, denominator, lower, upper`` as published; ``column`` and ``row``,
        where the figure stands.

    Raises
    ------
    InputError
        At a cell that is neither a number nor a known symbol, or a number that cannot be.
    """
    names = mapping.names(header)
    parts = []
    for i, measure in enumerate(mapping.measures):
        mine = _suiting(rows, i)
        if measure.denominator_when and len(mine):
            mine = _with_whole(mine, rows, measure, mapping, file)
        if len(mine):
            parts.append(_of_measure(mine, measure, names, SYMBOLS | mapping.symbols, file))
    return pd.concat(parts, ignore_index=True)


def _suiting(rows: pd.DataFrame, rule: int) -> pd.DataFrame:
    return rows[(rows["measures"].to_numpy() >> np.uint64(rule)) & np.uint64(1) == 1]


def _with_whole(
    rows: pd.DataFrame, every: pd.DataFrame, measure: Measure, mapping: Mapping, file: str
) -> pd.DataFrame:
    """The rows with ``WHOLE``, the text of the denominator that stands in another row."""
    rules = [rule.when for rule in mapping.wanted]
    wholes = _suiting(every, rules.index(measure.when | measure.denominator_when, len(mapping.measures)))
    if (twice := wholes.duplicated(OF_A_FIGURE)).any():
        problem = f"Two rows hold the number of pupils that {measure.measure} is of."
        expected = "one row for each area, year and pupil group"
        raise InputError(
            problem, file=file, row=twice.idxmax(), column=measure.denominator, expected=expected
        )
    texts = wholes.set_index(OF_A_FIGURE)[measure.denominator].rename(WHOLE)
    # where there is no such row, nothing is known of the whole
    return rows.join(texts, on=OF_A_FIGURE).fillna({WHOLE: "x"})


def _of_measure(
    rows: pd.DataFrame, measure: Measure, names: dict[str, str], symbols: dict[str, str], file: str
) -> pd.DataFrame:
    columns = {role: column for role in ROLES if (column := getattr(measure, role))}
    place = columns | ({"denominator": WHOLE} if measure.denominator_when else {})
    cells = {
        role: _cells(rows[place[role]], symbols, names[column], file) for role, column in columns.items()
    }
    printed = cells["value"]
    # the digits of the longest figure of the year, as software drops the last zero of 46.0
    longest = printed["decimals"].groupby(rows["year"]).transform("max").clip(upper=6)
    figures = rows[["group", "year", "area", "area_type", "release"]].assign(
        measure=measure.measure,
        year=rows["year"] + measure.year_offset,
        unit=measure.unit,
        status=printed["status"],
        printed=printed["number"],
        printed_decimals=longest.where(printed["number"].notna()),
        column=names[measure.value],
        row=rows.index,
        **{role: cells[role]["number"] if role in cells else np.nan for role in ROLES[1:]},
    )
    _check(figures, {role: names[column] for role, column in columns.items()}, file)
    shown = figures["status"] == "ok"
    return figures.assign(lower=figures["lower"].where(shown), upper=figures["upper"].where(shown))


def _cells(texts: pd.Series, symbols: dict[str, str], column: str, file: str) -> pd.DataFrame:
    """``number``, ``decimals`` and ``status`` of cells."""
    codes, distinct = pd.factorize(texts)
    meanings = [_meaning(text.strip(), symbols) for text in distinct]
    if None in meanings:
        text = distinct[meanings.index(None)]
        raise InputError(
            f"'{text}' is neither a number nor a known symbol." if text.strip() else "The cell is empty.",
            file=file,
            row=texts.index[int(np.argmax(codes == meanings.index(None)))],
            column=column,
            expected=f"a number, or one of {', '.join(symbols)}",
            remedy="If DfE uses another symbol, say in the mapping what it means: see docs/ees.md.",
        )
    found = pd.DataFrame(meanings, columns=["number", "decimals", "status"])
    return found.iloc[codes].set_index(texts.index)


def _meaning(text: str, symbols: dict[str, str]) -> tuple[float, float, str] | None:
    if text in symbols:
        return np.nan, np.nan, symbols[text]
    match = NUMBER.fullmatch(text)
    if not match:
        return None
    decimals = len((match[1] or "").rstrip("0")) - int(match[2] or 0)
    return float(text), float(max(0, decimals)), "ok"


def _check(figures: pd.DataFrame, columns: dict[str, str], file: str) -> None:
    """Stop at the first figure of a measure that cannot be."""
    pupils, cohort = figures["numerator"], figures["denominator"]
    percent = figures["unit"] == "percent"
    faults = {
        "value": (
            percent
            & ((figures["printed"] < 0) | (figures["printed"] > figures["measure"].map(most_percent))),
            "{printed:g} is no percentage.",
        ),
        "numerator": ((pupils < 0) | (pupils % 1 > 0), "{numerator:g} is no number of pupils."),
        "denominator": ((cohort < 0) | (cohort % 1 > 0), "{denominator:g} is no number of pupils."),
        "numerator ": (pupils > cohort, "{numerator:g} of {denominator:g} pupils is more than all of them."),
        "upper": (figures["lower"] > figures["upper"], "The interval ends, at {upper:g}, before it begins."),
    }
    for role, (bad, words) in faults.items():
        if bad.any():
            figure = figures.loc[bad.idxmax()]
            raise InputError(
                f"{words.format(**figure)} The measure is {figure['measure']}.",
                file=file,
                row=figure["row"],
                column=columns[role.strip()],
                remedy="If the file is as DfE published it, correct the columns that the mapping names.",
            )


def use_counts(figures: pd.DataFrame, modes: dict[str, str], file: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Work percentages out from the numbers of pupils where these are unrounded.

    Parameters
    ----------
    figures : DataFrame
        As ``read_figures`` returns them.
    modes : dict
        Area type -> ``exact`` (the counts must give the printed percentages), ``rounded`` (they are not
        used) or ``judged``: used in a year if nearly all give the percentages and they are not all whole tens.
    file : str
        Named in errors.

    Returns
    -------
    figures : DataFrame
        With ``value`` and ``decimals`` (missing where it was worked out); counts that are not used missing.
    counts : DataFrame
        ``area_type, year, percentages, agree, used``.

    Raises
    ------
    InputError
        If counts said to be exact do not give a percentage.
    """
    worked_out = 100 * figures["numerator"] / figures["denominator"].where(figures["denominator"] > 0)
    places = figures["printed_decimals"].clip(upper=MOST_DECIMALS)
    counted = worked_out.notna() & figures["printed"].notna()
    agrees = counted & ((worked_out - figures["printed"]).abs() <= TOLERANCE * 10.0**-places)
    mode = figures["area_type"].map(modes)
    if (wrong := counted & ~agrees & (mode == "exact")).any():
        bad = figures.loc[wrong.idxmax()]
        raise InputError(
            f"{int(bad['numerator'])} of {int(bad['denominator'])} pupils is not {bad['printed']:g}%.",
            file=file,
            row=bad["row"],
            column=bad["column"],
            expected=f"{format_value(worked_out[wrong.idxmax()], 'percent', 2, with_unit=True)}, as the mapping calls the counts exact",
            remedy=f'If the counts are rounded, write {bad["area_type"]} = "rounded" under [counts] in the mapping.',
        )
    level = [figures["area_type"], figures["year"]]
    tens = (figures[["numerator", "denominator"]] % 10 == 0) | figures[["numerator", "denominator"]].isna()
    many = figures[["numerator", "denominator"]].gt(0).sum(axis=1).groupby(level).transform("sum") >= ENOUGH
    rounded = tens.all(axis=1).groupby(level).transform("all") & many
    share = agrees.groupby(level).transform("sum") / counted.groupby(level).transform("sum").clip(lower=1)
    judged = ~rounded & ((share >= NEARLY_ALL) | ~counted.groupby(level).transform("any"))
    used = (mode == "exact") | ((mode == "judged") & judged)
    kept = used & (agrees | ~counted)
    table = pd.DataFrame({"percentages": counted, "agree": agrees, "used": used})
    counts = table.groupby(level).agg({"percentages": "sum", "agree": "sum", "used": "all"}).reset_index()
    figures = figures.assign(
        value=worked_out.where(kept & agrees, figures["printed"]),
        decimals=figures["printed_decimals"].mask(kept & agrees),
        numerator=figures["numerator"].where(kept),
        denominator=figures["denominator"].where(kept),
    )
    return figures, counts
