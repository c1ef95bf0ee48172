"""Any data set of Explore Education Statistics (EES) with figures of local authorities, as observations.

Which columns and values mean what is data, in the mappings of ``data/raw/ees_mappings``. Where a file has the
numbers of pupils, percentages are worked out from them, unrounded, and those that DfE prints are kept beside
them under a source of their own: ``rests_on_counts`` tells the two apart.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.catalogue.area_names import name_key
from analysis.catalogue.areas import catalogue
from analysis.catalogue.ees_mapping import Mapping
from analysis.catalogue.ees_mapping_files import load_mappings, mapping_for, misfit
from analysis.catalogue.observations import make_observations
from analysis.sources.ees_figures import SYMBOLS, read_figures, use_counts
from analysis.sources.ees_file import read_header
from analysis.sources.ees_rows import LEVELS, read_rows

#: Values of the version column, a later one replacing those before it.
VERSIONS = ("unvalidated", "provisional", "revised", "final")
SUPERSEDED = "left out: a later version replaces it"
COUNTED_IN = ["measure", "pupil_group", "publication", "data_set", "numerator", "denominator", "interval"]
#: The columns that name the area of each type of row, the surest first.
AREA_COLUMNS = {
    "la": ("new_la_code", "old_la_code", "la_name"),
    "region": ("region_code", "region_name"),
    "country": ("country_code", "country_name"),
}


@dataclass(frozen=True)
class Reading:
    """What one file held.

    ``observations`` as in ``analysis.catalogue.observations``. ``account``: ``level, outcome, rows``, every row of the
    file, kept or left out and why. ``counts``: ``area_type, year, percentages, agree, used``: how many
    percentages have counts beside them, how many of those the counts give, and whether the counts are used.
    ``mapping`` is its id.
    """

    observations: pd.DataFrame
    account: pd.DataFrame
    counts: pd.DataFrame
    mapping: str


def counted_in(mappings: dict[str, Mapping] | None = None) -> pd.DataFrame:
    """Which data sets have numbers of pupils or published intervals, by the mappings.

    Returns
    -------
    DataFrame
        ``measure, pupil_group, publication, data_set`` (its title), and whether it has the ``numerator``, the
        ``denominator`` and an ``interval``; in the order of the mappings, without those that have none.
    """
    rows = [
        (
            of.measure,
            rule.group,
            mapping.publication,
            mapping.title,
            *map(bool, (of.numerator, of.denominator, of.lower)),
        )
        for mapping in (load_mappings() if mappings is None else mappings).values()
        for of in mapping.measures
        for rule in mapping.pupil_groups
        if of.numerator or of.denominator or of.lower
    ]
    return pd.DataFrame(rows, columns=COUNTED_IN).astype(dict.fromkeys(COUNTED_IN[-3:], bool))


def read_ees(
    file: Path, mapping: Mapping | None = None, *, source: str, release: str | None = None
) -> pd.DataFrame:
    """The figures of an EES file as observations; ``read_data_set`` without the account of its rows.

    Examples
    --------
    >>> read_ees(Path("ks2_la.csv"), source="ees-looked-after-ks2")  # doctest: +SKIP
    """
    return read_data_set(file, mapping, source=source, release=release).observations


def read_data_set(
    file: Path, mapping: Mapping | None = None, *, source: str, release: str | None = None
) -> Reading:
    """Read an EES file.

    Parameters
    ----------
    file : Path
        A CSV file as DfE publishes it, plain or gzipped.
    mapping : Mapping, optional
        How to read it; chosen by its header if not given.
    source : str
        The ``source`` of the observations. The percentages that DfE prints where we work out our own have the
        source ``<source>-printed``, a series complete in itself.
    release : str, optional
        The release of figures in a file that does not say it of each row; ``published`` if not given.

    Returns
    -------
    Reading
        Its observations have counts only where these are unrounded; a percentage worked out from them has no
        ``decimals``. ``locator`` is "row N, column".

    Raises
    ------
    InputError
        Naming file, row and column: at a column, filter value, symbol, area, version or time that is not
        known; a percentage outside 0 to 100; more pupils in the numerator than in the denominator; limits in
        the wrong order; counts said to be exact that do not give the percentage; two rows for one figure.
    """
    shown, header = paths.shown(file), read_header(file)
    mapping = mapping or mapping_for(header, file=shown)
    if words := misfit(mapping, header):
        problem = f"The mapping '{mapping.id}' does not fit: the file {words}."
        raise InputError(problem, file=shown, row=1, remedy="Correct the mapping: see docs/ees.md.")
    rows, account = read_rows(file, mapping, header)
    rows = _placed(rows, shown)
    rows, account = _latest(rows, account, mapping, release or "published", shown)
    figures, counts = use_counts(read_figures(rows, mapping, header, shown), mapping.counts, shown)
    groups = pd.Series([rule.group for rule in mapping.pupil_groups], dtype=str)
    figures = figures.assign(
        pupil_group=groups.iloc[figures["group"]].array,
        locator="row " + figures["row"].astype(str) + ", " + figures["column"],
        source=source,
    )
    counted = figures["measure"].isin([m.measure for m in mapping.measures if m.numerator])
    printed = {
        "value": figures["printed"],
        "decimals": figures["printed_decimals"],
        "source": f"{source}-printed",
    }
    no_counts = dict.fromkeys(("numerator", "denominator", "lower", "upper"), np.nan)
    observations = pd.concat([figures, figures.assign(**printed, **no_counts)[counted]], ignore_index=True)
    return Reading(make_observations(observations, shown), account, counts, mapping.id)


def rests_on_counts(observations: pd.DataFrame) -> pd.Series:
    """Whether each value is a percentage that we worked out from numbers of pupils, so that it is unrounded."""
    counted = observations[["value", "numerator", "denominator"]].notna().all(axis=1)
    return counted & observations["decimals"].isna()


def _placed(rows: pd.DataFrame, file: str) -> pd.DataFrame:
    """The rows with ``area``, ``area_type`` and ``year``."""
    area_type = rows["geographic_level"].str.strip().str.casefold().map(LEVELS)
    area = pd.Series("", index=rows.index, dtype=str)
    for kind, columns in AREA_COLUMNS.items():
        names = rows.loc[area_type == kind, [column for column in columns if column in rows]]
        areas = {}
        for name in names.drop_duplicates().itertuples():
            areas[tuple(name[1:])] = _area_code(kind, name._asdict(), file)
        area[names.index] = [areas[name] for name in names.itertuples(index=False, name=None)]
    years = {text: _year(text) for text in rows["time_period"].unique()}
    year = rows["time_period"].map(years)
    if (year == 0).any():
        row = (year == 0).idxmax()
        problem, expected = f"'{rows['time_period'][row]}' is not a year.", "a year such as 201718 or 2018"
        raise InputError(problem, file=file, row=row, column="time_period", expected=expected)
    return rows.assign(area=area, area_type=area_type.astype(str), year=year)


def _area_code(kind: str, named: dict, file: str) -> str:
    """The GSS code of the area that codes stand for, or the name where there is no code."""
    row, lookup = named.pop("Index"), catalogue()[1]
    given = {
        column: text.strip() for column, text in named.items() if text.strip() not in ("", *SYMBOLS, ":")
    }
    codes = {column: text for column, text in given.items() if column.endswith("_code")} or given
    # a code is that code or none; only in names do signs and capitals make no difference
    found = {
        column: lookup.get(name_key(text), []) if text.isalnum() or not column.endswith("_code") else []
        for column, text in codes.items()
    }
    for column, areas in found.items():
        if [area.area_type for area in areas] != [kind]:
            problem = f"No {'local authority' if kind == 'la' else kind} is called '{codes[column]}'."
            remedy = "If it is new or renamed, add it to data/raw/areas.csv."
            raise InputError(problem, file=file, row=row, column=column, remedy=remedy)
    if len({areas[0].code for areas in found.values()}) != 1:
        problem = f"The row names {' and '.join(codes.values()) or 'no area'}."
        expected = "the codes of one area" if codes else f"the code of a {kind}"
        raise InputError(problem, file=file, row=row, column=", ".join(codes) or None, expected=expected)
    return next(iter(found.values()))[0].code


def _year(text: str) -> int:
    """The calendar year in which 201718 or 2018 ends; 0 if it is neither."""
    if not re.fullmatch(r"20\d\d(\d\d)?", text.strip()):
        return 0
    first, second = int(text.strip()[:4]), text.strip()[4:]
    if not second:
        return first
    return first + 1 if int(second) == (first + 1) % 100 else 0


def _latest(
    rows: pd.DataFrame, account: pd.DataFrame, mapping: Mapping, release: str, file: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows with their ``release``, without those that a later version replaces."""
    if "version" not in rows:
        return rows.assign(release=release), account
    version = rows["version"].str.strip().str.casefold()
    if not (known := version.isin(VERSIONS)).all():
        row, expected = known.idxmin(), ", ".join(VERSIONS)
        problem = f"The version '{rows['version'][row]}' is not known."
        raise InputError(problem, file=file, row=row, column="version", expected=f"one of {expected}")
    of_measures = sorted({name for measure in mapping.measures for name in measure.when} & set(rows))
    order = version.map(VERSIONS.index)
    latest = order.groupby([rows[c] for c in ("year", "area", "group", *of_measures)]).transform("max")
    rows, old = rows.assign(release=version)[order == latest], rows[order < latest]
    for level, times in old["geographic_level"].value_counts().items():
        account.loc[(account["level"] == level) & (account["outcome"] == "kept"), "rows"] -= times
        account.loc[len(account)] = [level, SUPERSEDED, times]
    return rows, account.sort_values(["level", "outcome"], ignore_index=True)
