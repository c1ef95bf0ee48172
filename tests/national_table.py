"""DfE's national table as it is published, read with plain pandas: another way to the figures than the package has."""

import re

import pandas as pd

#: Names of authorities that others replaced, which the table goes on listing.
GONE = r"\(Pre LG\)|^Cumbria$|^Northamptonshire$"
CODES = {
    ("ks2_rwm_expected", "all"): "KS2RWM_Expected_STD",
    ("ks2_rwm_expected", "disadvantaged"): "DAP_NEW_KS2_RWM",
    ("ks2_rwm_expected", "not_disadvantaged"): "NonDAP_NEW_KS2_RWM",
    ("absence_overall", "all"): "TotAbs",
    ("phonics_year1_expected", "all"): "KS1P_all",
}
LOW_IS_GOOD = ("absence_overall",)
#: Authorities with such pupils and no figure: each may stand before any other.
MAY_STAND_BEFORE = {"ks2_rwm_expected": ("City of London", "Isles of Scilly")}


class NationalTable:
    """Figures by measure, pupil group, year and name of the area."""

    def __init__(self, file):
        table = pd.read_parquet(file)
        table.columns = ["code", "item", "years", "area", "text", "number", "region"]
        table = table[table["code"].isin(CODES.values())]
        # three years of an average, as "2014-16", are not among these codes
        table = table.assign(
            year=table["years"].str.extract(r"^(20\d\d)")[0].astype(int),
            value=pd.to_numeric(table["text"], errors="coerce"),
        )
        self.table = table.drop_duplicates(["code", "year", "area"]).set_index(["code", "year", "area"])
        self.regions = table.drop_duplicates("area").set_index("area")["region"]

    def value(self, measure, group, year, area):
        """A figure; None if there is none."""
        key = CODES[measure, group], year, area
        found = self.table["value"].get(key, float("nan"))
        return None if pd.isna(found) else float(found)

    def authorities(self, measure, group, year, region=None, names=None):
        """The figures of all local authorities, of those of a region, or of some by name."""
        own = self.table.loc[CODES[measure, group]].loc[year]
        own = own[(own["region"] != "NA") & own["value"].notna() & ~own.index.str.contains(GONE)]
        if region is not None:
            own = own[own["region"].str.contains(region)]
        return own.loc[list(names), "value"] if names is not None else own["value"]

    def places(self, values, area, measure, worst=False):
        """First and last place of an area among some figures, from the good end or the bad."""
        low = (measure in LOW_IS_GOOD) != worst
        before = values < values[area] if low else values > values[area]
        return 1 + int(before.sum()), int(before.sum()) + int((values == values[area]).sum())

    def gap(self, measure, year, area, pair=("disadvantaged", "not_disadvantaged")):
        """The first group less the second, in one area."""
        one, other = (self.value(measure, group, year, area) for group in pair)
        return None if one is None or other is None else one - other

    def moved(self, measure, group, year, before, area):
        now, then = (self.value(measure, group, when, area) for when in (year, before))
        return None if now is None or then is None else round(now - then, 6)


def english(name: str) -> str:
    """A region of London as the table names its averages: London (Outer) for Outer London."""
    return re.sub(r"^(Inner|Outer) London$", r"London (\1)", name)
