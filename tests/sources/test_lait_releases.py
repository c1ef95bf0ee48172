"""Whatever release of the interactive tool: what is not understood is left out and named, what could be misread is refused."""

import openpyxl
import pandas as pd
import pytest

from analysis.basics.errors import InputError
from analysis.catalogue.areas import load_areas
from analysis.catalogue.lait_codes import contradictions, load_codes, read_dictionary
from analysis.catalogue.measures import load_measures
from analysis.data.prepared_releases import names_of
from analysis.sources.lait import read_lait
from lait_made import DICTIONARY, GLD, HEADER, write_parquet
from places import NATIONAL

BARNET = "E09000003"
AREAS = {"Barnet": (BARNET, "la"), "Camden": ("E09000007", "la"), "England": ("E92000001", "country")}
GOOD = [(GLD, "2016", area, "70") for area in AREAS]


@pytest.fixture
def read(tmp_path):
    """Rows (code, label, area, value) read as a release, with the text of a dictionary: observations and what was found."""

    def reader(*rows, dictionary: str = DICTIONARY):
        file = tmp_path / "lait_data_dictionary.csv"
        file.write_text(dictionary, encoding="latin-1")
        codes = load_codes().loc[[GLD, "TotPermEx"]]  # the codes that a made file need not have
        found, table = read_lait(write_parquet(tmp_path / "bds_long_0.parquet", rows), file, codes, AREAS)
        return found, table[table["kind"] != "code not in the file"].reset_index(drop=True)

    return reader


@pytest.mark.parametrize(
    ("row", "kind", "name"),
    [
        (("NEW_MEASURE", "2017", "Barnet", "1"), "code", "NEW_MEASURE"),
        (("FSP_NEW_GOODDEV ", "2017", "Barnet", "1"), "code", "FSP_NEW_GOODDEV "),
        (("", "2017", "Barnet", "1"), "code", "(empty)"),
        ((GLD, "2017", "Atlantis", "1"), "area", "Atlantis"),
        ((GLD, "2017", "", "1"), "area", "(empty)"),
        ((GLD, "2017", "Barnet", "seventy"), "value", "seventy"),
        ((GLD, "2017", "Barnet", "1,234"), "value", "1,234"),
        ((GLD, "2017", "Barnet", ".."), "value", ".."),
        ((GLD, "2017", "Barnet", ""), "value", "(empty)"),
        ((GLD, "2017", "Barnet", None), "value", "(empty)"),
        ((GLD, "2017", "Barnet", "nan"), "value", "nan"),
        ((GLD, "2017", "Barnet", "inf"), "value", "inf"),
        ((GLD, "2017 (draft)", "Barnet", "1"), "year label", "2017 (draft)"),
        ((GLD, "2016/18", "Barnet", "1"), "year label", "2016/18"),
    ],
)
def test_what_is_not_understood_is_left_out_counted_and_named(read, row, kind, name):
    found, table = read(*GOOD, row, row)
    assert found["year"].tolist() == [2016] * 3
    (told,) = table.itertuples()
    assert (told.kind, told.name, told.rows) == (kind, name, 2)
    assert told.example.startswith("row 3: ") and "left out" in told.done


def test_a_file_that_is_understood_has_nothing_to_tell(read):
    empty_label = [(GLD, "0", area, "-") for area in AREAS]
    found, table = read(*GOOD, *empty_label, (GLD, "2017 (prov)", "Barnet", "c"))
    assert len(found) == 4 and table.empty
    assert list(table.columns) == ["kind", "name", "rows", "example", "done"]


def test_many_unknown_things_are_told_in_few_lines(read):
    rows = [(f"NEW_{i}", "2017", "Barnet", "1") for i in range(50) for _ in range(1 + (i == 7))]
    _, table = read(*GOOD, *rows)
    assert len(table) == 21 and table["rows"].sum() == 51
    assert table["name"].iloc[0] == "NEW_7" and table["name"].iloc[-1] == "30 others"


def test_of_two_figures_for_one_none_is_taken(read):
    found, table = read(*GOOD, (GLD, "2017", "Barnet", "73.3"), (GLD, "2017 (Rev)", "Barnet", "73.4"))
    assert found["year"].unique().tolist() == [2016]
    assert table[["kind", "name", "rows"]].values.tolist() == [["two figures for one", GLD, 2]]
    found, table = read(*GOOD, (GLD, "2017", "Barnet", "73.3"), (GLD, "2017 (Rev)", "Barnet", "73.3"))
    assert len(found) == 4 and table.empty  # the same figure twice is one


def test_another_file_is_refused(read):
    with pytest.raises(InputError, match="None of its codes is understood"):
        read(*[("OTHER", "2017", "Barnet", "1")] * 5)
    slipped = [(GLD, area, "2017", "70") for area in AREAS]
    with pytest.raises(InputError, match="6 of its rows are not understood"):
        read(*slipped * 2, *GOOD)
    with pytest.raises(InputError, match="not understood"):
        read(*[(GLD, "2017", "Barnet", "seventy")] * 2, GOOD[0])


def test_codes_that_the_dictionary_or_the_file_lacks(read, tmp_path):
    old = f"{HEADER}\nOther,High,1,Academic Year,NA\n"
    found, table = read(*GOOD, ("TotPermEx", "2016/17", "Barnet", "0.12"), dictionary=old)
    assert found["year"].tolist() == [2016] * 3 and (found["decimals"] <= 1).all()
    assert table["kind"].tolist() == ["code not in the dictionary", "year label"]
    assert table["rows"].tolist() == [4, 1] and "dictionary of the day?" in table["done"][0]
    parquet = write_parquet(tmp_path / "bds_long_0.parquet", GOOD)
    found, table = read_lait(parquet, None, load_codes(), AREAS)
    assert len(found) == 3 and table["kind"].tolist() == [
        "code not in the file",
        "code not in the dictionary",
    ]


def test_a_dictionary_without_columns_that_came_later(read):
    lines = [",".join(line.split(",")[:4]) for line in DICTIONARY.splitlines()]
    found, table = read(*GOOD, ("TotPermEx", "2016/17", "Barnet", "0.12"), dictionary="\n".join(lines) + "\n")
    assert len(found) == 4
    assert table[["kind", "name"]].values.tolist() == [["dictionary", "No_Quartile"]]


def test_a_dictionary_that_is_a_workbook(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["notes"])
    sheet = book.create_sheet("Data_prod")
    for row in [
        ["Measure_short", "Polarity", "dps", "Year_Type"],
        [GLD, "High", 1, "Academic Year"],
        ["X", None, None, None],
    ]:
        sheet.append(row)
    file = tmp_path / "LAIT Data Dictionary.xlsx"
    book.save(file)
    entries, found = read_dictionary(file)
    assert entries.iloc[0].to_dict() == {
        "code": GLD, "polarity": "high", "decimals": 1.0, "quartiles": True, "academic": True,
    }  # fmt: skip
    assert entries["polarity"].tolist() == ["high", ""] and [each.name for each in found] == ["No_Quartile"]
    file.write_bytes(file.read_bytes()[:900])
    with pytest.raises(InputError, match="workbook cannot be read"):
        read_dictionary(file)
    book.remove(sheet)
    book.save(file)
    with pytest.raises(InputError, match="No sheet has the column Measure_short"):
        read_dictionary(file)


def test_a_polarity_that_was_reversed_is_told(tmp_path):
    file = tmp_path / "lait_data_dictionary.csv"
    file.write_text(DICTIONARY.replace("Low", "High"), encoding="latin-1")
    (told,) = contradictions(read_dictionary(file)[0], load_codes(), load_measures())
    assert (
        told.kind == "polarity"
        and told.name == "TotPermEx"
        and "permanent_exclusions is ranked by" in told.done
    )
    file.write_text(DICTIONARY.replace("Low", "-"), encoding="latin-1")
    assert contradictions(read_dictionary(file)[0], load_codes(), load_measures()) == []


@pytest.mark.national
@pytest.mark.parametrize(
    "name", [folder.name for folder in sorted((NATIONAL / "lait_releases").glob("*"))] or [""]
)
def test_every_figure_of_a_given_release_is_read_or_named(name):
    """Against a second reading: every row of a mapped code is an observation, or one of those that are told of."""
    folder = NATIONAL / "lait_releases" / name
    dictionaries = [file for file in folder.glob("*ictionary*") if file.stat().st_size]
    if not name or not dictionaries:
        pytest.skip("needs a release with its dictionary below STANDARDS_RAW")
    codes = load_codes()
    found, table = read_lait(folder / "bds_long_0.parquet", dictionaries[0], codes, names_of(load_areas()))
    raw = pd.read_parquet(folder / "bds_long_0.parquet")
    raw = raw[raw["Short Desc"].isin(codes.index[codes["measure"] != ""])]
    raw = raw.drop_duplicates(["Short Desc", "Years", "LA and Regions", "Values"])
    assert len(found) == len(raw) - ((raw["Years"] == "0") & (raw["Values"] == "-")).sum()
    assert {*table["kind"]} <= {"dictionary", "code", "code not in the file"}
    assert pd.to_numeric(raw["Values"], errors="coerce").sum() == pytest.approx(
        found["value"].sum() + _dropped(raw), abs=0.01
    )


def _dropped(raw: pd.DataFrame) -> float:
    """The sum of the figures that stand for none, by the faults of the data file that are known."""
    copied = raw[(raw["Short Desc"] == "Stability_School") & raw["Years"].isin(["2018", "2019"])]
    values = pd.to_numeric(copied["Values"], errors="coerce")
    whole = values.groupby(copied["Years"]).transform("nunique") == 1
    return float(values[whole].sum())


@pytest.mark.national
@pytest.mark.parametrize(
    ("name", "year", "release"),
    [
        ("label_nospace", 2023, "provisional"),
        ("label_ok", 2024, "revised"),
        ("label_revised", 2024, "revised"),
    ],
)
def test_the_smallest_files_that_failed(name, year, release):
    cases = NATIONAL.parent / "cases"
    if not cases.exists():
        pytest.skip("needs the cases beside STANDARDS_RAW")
    codes, areas = load_codes(), names_of(load_areas())
    found, _ = read_lait(cases / f"{name}.parquet", cases / "lait_data_dictionary.csv", codes, areas)
    assert found[["year", "release", "value"]].values.tolist() == [[year, release, 1.0]]
