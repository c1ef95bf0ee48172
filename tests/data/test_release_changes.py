"""What a release changed, against a comparison in plain pandas that shares nothing with ours but the observations."""

import itertools
import re
from datetime import date

import pandas as pd
import pytest

from analysis.catalogue.areas import load_areas
from analysis.catalogue.lait_codes import load_codes
from analysis.catalogue.measures import load_measures
from analysis.catalogue.releases_held import at_hand
from analysis.data.prepared_releases import names_of
from analysis.data.release_changes import CHANGES, ReleaseChanges, compare, new_series
from analysis.sources.lait import read_lait
from lait_made import listed, write_list
from places import NATIONAL
from servers import run

KEY = ["measure", "pupil_group", "year"]
RWM, GLD = "ks2_rwm_expected", "eyfs_gld"
BARNET, CAMDEN, BRENT = "E09000003", "E09000007", "E09000005"


def made(*rows):
    """Observations as far as they are compared: measure, year, area, and a value or a symbol."""
    table = pd.DataFrame(rows, columns=["measure", "year", "area", "text"])
    value = pd.to_numeric(table["text"], errors="coerce")
    status = table["text"].where(value.isna(), "ok").astype(str)
    return table.assign(pupil_group="all", area_type="la", decimals=0, value=value, status=status)


def test_each_kind_of_change_is_counted():
    before = made(
        (GLD, 2024, BARNET, 70), (GLD, 2024, CAMDEN, 71), (GLD, 2024, BRENT, 72),
        (RWM, 2024, BARNET, "c"), (RWM, 2024, CAMDEN, 60), (RWM, 2024, BRENT, "c"),
        (RWM, 2025, BARNET, 61), (RWM, 2025, CAMDEN, 62),
    )  # fmt: skip
    after = made(
        (GLD, 2024, BARNET, 73), (GLD, 2024, CAMDEN, 71 + 1e-9), (GLD, 2024, BRENT, 72),
        (RWM, 2024, BARNET, 59), (RWM, 2024, CAMDEN, "c"), (RWM, 2024, BRENT, "missing"),
        (RWM, 2025, BARNET, 61), (RWM, 2025, BRENT, 63),
    )  # fmt: skip
    found = compare(before, after).set_index(KEY)
    gld, old, new = (found.loc[key] for key in [(GLD, "all", 2024), (RWM, "all", 2024), (RWM, "all", 2025)])
    assert gld[["before", "after", "same", "changed", "ranks", "ranked"]].tolist() == [3, 3, 2, 1, 3, 3]
    assert old[["became_figures", "became_symbols", "other_symbols", "same"]].tolist() == [1, 1, 1, 0]
    assert new[["appeared", "went", "same", "ranks", "ranked"]].tolist() == [1, 1, 1, 2, 3]
    assert list(compare(before, after).columns) == ReleaseChanges.names()


def test_a_release_is_as_itself_and_the_other_way_round_is_the_opposite():
    one = made((GLD, 2024, BARNET, 70), (GLD, 2024, CAMDEN, "c"), (GLD, 2023, CAMDEN, 1))
    other = made((GLD, 2024, BARNET, 71), (GLD, 2024, CAMDEN, 72), (RWM, 2025, CAMDEN, 3))
    assert compare(one, one).empty and list(compare(one, one).columns) == ReleaseChanges.names()
    there, back = compare(one, other), compare(other, one)
    turned = {"before": "after", "after": "before", "became_figures": "became_symbols",
              "became_symbols": "became_figures", "appeared": "went", "went": "appeared"}  # fmt: skip
    pd.testing.assert_frame_equal(there, back.rename(columns=turned)[there.columns])
    assert new_series(one, other) == ([RWM], [], [2025]) and new_series(other, one) == ([], [RWM], [2023])


def plainly(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The same counts from columns side by side: unlike ours no table is joined to another."""
    index = [*KEY, "area"]
    one, other = before.set_index(index), after.set_index(index)
    rows = one.index.union(other.index)
    a, b = one["value"].reindex(rows), other["value"].reindex(rows)
    in_a, in_b = rows.isin(one.index), rows.isin(other.index)
    symbols = one["status"].reindex(rows).fillna("") != other["status"].reindex(rows).fillna("")
    moved = place(one).reindex(rows).fillna(0) != place(other).reindex(rows).fillna(0)
    counts = pd.DataFrame(
        {
            "changed": (a - b).abs().ge(1e-6),
            "became_figures": in_a & in_b & a.isna() & b.notna(),
            "became_symbols": in_a & in_b & a.notna() & b.isna(),
            "appeared": ~in_a & b.notna(),
            "went": ~in_b & a.notna(),
            "other_symbols": in_a & in_b & a.isna() & b.isna() & symbols,
            "ranks": moved,
        }
    )
    counts = counts.groupby(level=KEY).sum()
    return counts[counts.drop(columns="ranks").sum(axis=1) > 0]


def place(table: pd.DataFrame) -> pd.Series:
    """The rank of each LA: one more than the number of better ones, with no closed LA beside a successor of its."""
    value = table.loc[table["area_type"] == "la", "value"].dropna()
    areas = load_areas().set_index("code")["successors"]
    for code, heirs in areas[areas != ""].items():
        keys = [
            value[value.index.get_level_values("area") == heir].index.droplevel("area")
            for heir in heirs.split()
        ]
        own = value.index.get_level_values("area") == code
        doubled = own & value.index.droplevel("area").isin([key for found in keys for key in found])
        value = value[~doubled]
    polarity = value.index.get_level_values("measure").map(load_measures()["polarity"])
    value = value[polarity.isin(["high", "low"])].round(9)
    high = value.index.get_level_values("measure").map(load_measures()["polarity"]) == "high"
    return value.mask(high, -value).groupby(level=KEY).rank(method="min")


@pytest.fixture(scope="module")
def held():
    if not (NATIONAL / "lait_releases").exists():
        pytest.skip("needs releases of DfE's interactive tool below STANDARDS_RAW")
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("STANDARDS_RAW", str(NATIONAL))
        return at_hand()


def read(held):
    areas = names_of(load_areas())
    return read_lait(held.data, held.dictionary, load_codes(), areas)[0]


@pytest.mark.national
def test_every_given_release_after_the_one_before(held):
    for (_, before), (_, after) in itertools.pairwise((each.id, read(each)) for each in held):
        expected = plainly(before, after)
        found = compare(before, after).set_index(KEY)
        columns = [*CHANGES, "ranks"]
        pd.testing.assert_frame_equal(
            found[columns].sort_index(), expected[columns].sort_index(), check_index_type=False
        )
        assert found["changed"].sum() + len(expected) > 0


@pytest.mark.national
def test_the_replay_of_a_winter_by_the_command(held, home, monkeypatch):
    """Each release taken after the other from its files, as if the list ended in October 2025."""
    winter = [each for each in held if "2025-10-23" <= each.id < "2026-02-13"]
    raw = home / "data" / "raw"
    write_list(raw, [row for row in listed(raw) if row["committed"] < "2025-10-24"])
    monkeypatch.setattr("analysis.runs.update_which.today", lambda: date(2026, 4, 8))
    told = []
    for each in winter:
        files = ["--from", each.data, "--dictionary", each.dictionary]
        code, output = run("update", *files, "--released", each.release.date)
        assert code == 0 and "is in use" in output, output
        told.append(output)
    assert "No earlier release is at hand" in told[0]
    figures = [read(each) for each in at_hand()]
    assert [each.release.sha256 for each in at_hand()] == [each.release.sha256 for each in winter]
    for output, (before, after) in zip(told[1:], itertools.pairwise(figures), strict=True):
        said = re.search(
            r"([\d,]+) figures? changed in place, ([\d,]+) symbols became figures, ([\d,]+) figures symbols, "
            r"([\d,]+) figures are new, ([\d,]+) gone; ([\d,]+) ranks? ",
            output,
        )
        expected = plainly(before, after)[[*CHANGES[:5], "ranks"]].sum()
        assert [int(number.replace(",", "")) for number in said.groups()] == expected.tolist()
    las = [figures[i].query("area_type == 'la'") for i in (1, 2)]
    december = compare(*las).set_index(KEY).loc[(RWM, "all", 2025)]
    assert (december["changed"], december["ranked"]) == (114, 151)
