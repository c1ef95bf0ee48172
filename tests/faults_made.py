"""Faults put into real releases on purpose, each at a place of its own, to see which of them the rules find."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.catalogue.areas import load_areas
from analysis.data.source_faults.absent import years_without
from analysis.data.source_faults.bounds import COVERED

SERIES = ["measure", "pupil_group"]
CLOSED = ("E06000028", "E06000029")  # Bournemouth and Poole, until 2019


@dataclass(frozen=True)
class Fault:
    """What was put where: the rule that should find it, the series, the years that are wrong, how it was done."""

    rule: str
    measure: str
    pupil_group: str
    years: frozenset[int]
    how: str


class Injector:
    """Puts faults into a copy of one release; no two into the same measure."""

    def __init__(self, now: pd.DataFrame, before: pd.DataFrame, rng: np.random.Generator):
        self.now, self.before, self.rng = now.copy(), before.copy(), rng
        self.used: set[str] = set()
        self.region = load_areas().set_index("code")["region"]

    def inject(self, kind: str) -> Fault:
        rule, _, how = kind.partition(": ")
        for _ in range(300):
            series = self._series()
            fault = getattr(self, f"_{rule}")(how, *series)
            if fault is not None:
                self.used.add(series[0])
                return Fault(rule, *series, frozenset(fault), how)
        raise AssertionError(f"no place for {kind}")

    # places

    def _series(self) -> tuple[str, str]:
        every = self.now.loc[self.now["value"].notna(), SERIES].drop_duplicates()
        free = every[~every["measure"].isin(self.used)]
        return tuple(free.iloc[self.rng.integers(len(free))])

    def _of(self, measure, group, year=None, table=None) -> pd.DataFrame:
        """LAs' figures in the order of the file."""
        table = self.now if table is None else table
        at = (table["measure"] == measure) & (table["pupil_group"] == group) & table["value"].notna()
        at &= table["area_type"] == "la"
        rows = table[at if year is None else at & (table["year"] == year)]
        return rows.iloc[rows["locator"].str[4:].astype(int).argsort(kind="stable")]

    def _years(self, measure, group, least=100) -> list[int]:
        counts = self._of(measure, group)["year"].value_counts()
        return sorted(counts.index[counts >= least])

    def _part(self, rows: pd.DataFrame, how: str) -> pd.DataFrame:
        if "region" in how:
            regions = rows["area"].map(self.region).value_counts()
            regions = regions.index[regions >= 12]
            return (
                rows[rows["area"].map(self.region) == regions[self.rng.integers(len(regions))]]
                if len(regions)
                else rows.iloc[:0]
            )
        share = 3 if "third" in how else 2 if "half" in how else 1
        start = self.rng.integers(len(rows) - len(rows) // share + 1)
        return rows.iloc[start : start + len(rows) // share]

    def _set(self, rows: pd.DataFrame, values) -> None:
        self.now.loc[rows.index, "value"] = np.asarray(values, dtype=float)

    # faults

    def _a_year_out(self, how, measure, group):
        years = self._years(measure, group)
        at = (self.now["measure"] == measure) & (self.now["pupil_group"] == group)
        if len(years) < 4:
            return None
        step = -1 if "early" in how else 1
        if "one year" in how:
            last = years[-1]
            self.now = self.now[~(at & (self.now["year"] == last + step))]
            self.now.loc[at & (self.now["year"] == last), "year"] += step
            return [last + step]
        self.now.loc[at, "year"] += step
        return [year + step for year in years]

    def _copied_column(self, how, measure, group):
        years = self._years(measure, group)
        if not years:
            return None
        year = years[self.rng.integers(len(years))]
        from_measure, from_group, from_year = measure, group, year
        if "year" in how:
            if year - 1 not in years:
                return None
            from_year = year - 1
        else:
            same = self.now[(self.now["year"] == year) & self.now["value"].notna()]
            same = same[(same["measure"] == measure) == ("group" in how)]
            others = same[same["pupil_group"] != group] if "group" in how else same
            others = others[SERIES].drop_duplicates()
            if not len(others):
                return None
            from_measure, from_group = others.iloc[self.rng.integers(len(others))]
        source = self._of(from_measure, from_group, from_year).set_index("area")["value"]
        rows = self._of(measure, group, year)
        rows = self._part(rows[rows["area"].isin(source.index)], how)
        values = source.reindex(rows["area"]).to_numpy()
        if len(rows) < 12 or len(np.unique(values)) < 8:
            return None
        self._set(rows, values)
        return [year]

    def _copied_england(self, how, measure, group):
        years = self._years(measure, group)
        if not years:
            return None
        year = years[self.rng.integers(len(years))]
        england = self.now[
            (self.now["measure"] == measure) & (self.now["pupil_group"] == group) & (self.now["year"] == year)
        ]
        england = england.loc[england["area_type"] == "country", "value"].dropna()
        rows = self._part(self._of(measure, group, year), how)
        if not len(england) or not len(rows):
            return None
        self._set(rows, np.full(len(rows), england.iloc[0]))
        return [year]

    def _neighbours_row(self, how, measure, group):
        years = self._years(measure, group)
        if not years:
            return None
        year = years[self.rng.integers(len(years))]
        rows = self._of(measure, group, year)
        values = rows["value"].to_numpy()
        length = {"all": len(rows), "from a row on": len(rows) // 2, "twelve": 12, "one": 2}[
            how.removesuffix(", upwards")
        ]
        start = len(rows) - length if "from" in how else self.rng.integers(len(rows) - length + 1)
        run = values[start : start + length].copy()
        moved = np.append(run[1:], run[-1]) if "upwards" in how else np.insert(run[:-1], 0, run[0])
        if len(np.unique(values)) < 40 or np.array_equal(run, moved):
            return None
        self._set(rows.iloc[start : start + length], moved)
        return [year]

    def _outside_its_areas(self, how, measure, group):
        years = self._years(measure, group)
        if not years:
            return None
        year = years[self.rng.integers(len(years))]
        at = (
            (self.now["measure"] == measure) & (self.now["pupil_group"] == group) & (self.now["year"] == year)
        )
        others = self.now[
            at
            & (self.now["area_type"] == ("country" if "England" in how else "region"))
            & self.now["value"].notna()
        ]
        others = others[others["area"].str.startswith(("E12", "E92"))]
        if not len(others):
            return None
        row = others.iloc[self.rng.integers(len(others))]
        rows = self._of(measure, group, year)
        if row["area_type"] == "region":
            rows = rows[rows["area"].map(self.region) == row["area"]]
            members = (self.region == row["area"]).sum()
        else:
            members = 153
        low, high = rows["value"].min(), rows["value"].max()
        if len(rows) < max(COVERED * members + 2, 3) or high <= low:
            return None
        digit = 10.0 ** -float(row["decimals"]) if pd.notna(row["decimals"]) else 0.1
        away = max(self.rng.uniform(0.1, 0.5) * (high - low), 1.1 * digit)
        self._set(others.loc[[row.name]], [high + away if "above" in how else low - away])
        return [year]

    def _year_without_tests(self, how, measure, group):
        years, without = self._years(measure, group), years_without(measure)
        free = [year for year in without if year not in years and (year - 1 in years or year + 1 in years)]
        if not free:
            return None
        year = free[self.rng.integers(len(free))]
        of = year - 1 if year - 1 in years else year + 1
        at = (self.now["measure"] == measure) & (self.now["pupil_group"] == group)
        copies = self.now[at & (self.now["year"] == of) & self.now["value"].notna()].assign(year=year)
        copies = {"five": copies.head(5), "England": copies[copies["area_type"] == "country"], "all": copies}[
            how
        ]
        if not len(copies):
            return None
        copies = copies.assign(value=copies["value"] + self.rng.normal(0, 1, len(copies)).round(1))
        self.now = pd.concat([self.now[~(at & (self.now["year"] == year))], copies], ignore_index=True)
        return [year]

    def _change_of_scale(self, how, measure, group):
        years = self._years(measure, group)
        if len(years) < 3 or (self._of(measure, group)["value"] <= 0).any():
            return None
        factor = float(how.split()[1])
        year = years[self.rng.integers(len(years))]
        rows = self._of(measure, group) if "series" in how else self._of(measure, group, year)
        if "one area" in how:
            rows = rows.iloc[[self.rng.integers(len(rows))]]
        elif "region" in how:
            rows = self._part(rows, "region")
        self._set(rows, rows["value"] * factor)
        return years if "series" in how else [year]

    def _zero_for_none(self, how, measure, group):
        years = [year for year in self._years(measure, group) if year >= 2020]
        if not years or (self._of(measure, group)["value"] == 0).any():
            return None
        years = years[: int(how.split()[0])]
        at = (self.now["measure"] == measure) & (self.now["pupil_group"] == group)
        at &= self.now["area"].isin(CLOSED) & self.now["year"].isin(years)
        if not at.any():
            return None
        self.now.loc[at, "value"] = 0.0
        return sorted(set(self.now.loc[at, "year"]))

    def _unlabelled_provisional(self, how, measure, group):
        """Put into the release before: figures of now, as if they had been others."""
        years = self._years(measure, group)
        share, size = map(float, how.split(" of them by up to "))
        if not years:
            return None
        year = years[self.rng.integers(len(years))]
        rows = self._of(measure, group, year, self.before)
        if len(rows) < 100 or (rows["release"] == "provisional").any():
            return None
        digit = 10.0 ** -float(rows["decimals"].max())
        chosen = rows.sample(int(np.ceil(share * len(rows))), random_state=int(self.rng.integers(1 << 30)))
        steps = np.round(self.rng.uniform(1, max(size, 1), len(chosen))) * self.rng.choice(
            [-1, 1], len(chosen)
        )
        self.before.loc[chosen.index, "value"] += steps * digit
        return [year]


#: Kinds of faults: the rule, and how.
KINDS = [
    *(f"a_year_out: {how}" for how in ("series late", "series early", "one year late")),
    *(f"copied_column: {of}{part}" for of in ("year", "group", "measure") for part in ("", ", half", ", region")),
    *(f"copied_england: {part}" for part in ("all", "half", "third", "region")),
    *(f"neighbours_row: {how}" for how in ("all", "all, upwards", "from a row on", "from a row on, upwards", "twelve", "twelve, upwards", "one")),
    *(f"outside_its_areas: {area}, {way}" for area in ("region", "England") for way in ("above", "below")),
    *(f"year_without_tests: {how}" for how in ("all", "five", "England")),
    *(f"change_of_scale: times {factor}" for factor in ("0.01", "0.1", "10", "100", "10 in the series", "0.01 in the series", "0.1 in a region", "10 in a region", "10 in one area", "100 in one area")),
    *(f"zero_for_none: {years} years" for years in (1, 3)),
    *(f"unlabelled_provisional: {share} of them by up to {size}" for share, size in ((0.06, 1), (0.2, 3), (0.6, 10))),
]  # fmt: skip


def found(fault: Fault, findings: pd.DataFrame) -> bool:
    """Whether the rule that should find a fault found it there."""
    there = (findings[["rule", *SERIES]] == [fault.rule, fault.measure, fault.pupil_group]).all(axis=1)
    return bool((there & findings["year"].isin(fault.years)).any())
