"""Reading LAIT: made files for what can go wrong, DfE's own file for whether it is read right."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis.basics.errors import InputError
from analysis.catalogue.lait_codes import EXPLAINED, check_catalogue, load_codes, read_dictionary
from analysis.catalogue.measures import load_measures
from analysis.catalogue.observations import Observations
from analysis.sources.lait import FAULTS, read_lait

BARNET, CAMDEN, LONDON, ENGLAND = "E09000003", "E09000007", "E12000007", "E92000001"
AREAS = {
    "Barnet": (BARNET, "la"),
    "Camden": (CAMDEN, "la"),
    "London": (LONDON, "region"),
    "England": (ENGLAND, "country"),
}
HEADER = ["Measure_short", "Polarity", "dps", "Year_Type", "No_Quartile", "Description"]
ENTRIES = [
    ["FSP_NEW_GOODDEV", "High", "NA", "Academic Year", "NA", "of children aged 4½"],
    ["TotPermEx", "Low", "2", "Academic Year", "NA", ""],
    ["16-17 NEET", "Low", "NA", "Financial Year", "NA", ""],
    ["LAC_Fixed_ Ex", "Low", "NA", "Academic Year", "NA", ""],
    ["LAC_Fixed_ Ex", "Low", "2", "Academic Year", "NA", ""],
    ["FSP_Gooddev_Chinese", "High", "NA", "Academic Year", "NA", ""],
    ["Stability_School", "Low", "NA", "Financial Year", "NA", ""],
    ["Age19_SENwoS", "High", "2", "Academic Year", "NA", ""],
    ["InfMort", "Low", "NA", "Calendar Year", "NA", ""],
    ["%_2yr_olds", "High", "1", "Academic Year", "NA", ""],
    ["No_2yr_olds", "-", "0", "Academic Year", "NA", ""],
]
GLD = "FSP_NEW_GOODDEV"


@pytest.fixture
def read(tmp_path):
    """Write rows (code, label, area, value) as LAIT does and read them."""
    dictionary = tmp_path / "lait_data_dictionary.csv"
    pd.DataFrame(ENTRIES, columns=HEADER).to_csv(dictionary, index=False, encoding="latin-1")

    def reader(*rows, **replaced):
        file = write_parquet(tmp_path / "bds_long_0.parquet", rows)
        arguments = {"parquet": file, "dictionary": dictionary, "codes": load_codes(), "area_codes": AREAS}
        return read_lait(**arguments | replaced)[0]

    return reader


def write_parquet(file: Path, rows, **replaced) -> Path:
    columns = dict(
        zip(("Short Desc", "Years", "LA and Regions", "Values"), zip(*rows, strict=True), strict=True)
    )
    pq.write_table(pa.table({"Region": ["NA"] * len(rows)} | columns | replaced), file)
    return file


def test_a_figure_becomes_an_observation(read):
    found = read(
        (GLD, "2017", "Barnet", "73.3"), ("InfMort", "2014-16", "Barnet", "3"), (GLD, "2017", "England", "-")
    )
    assert list(found.columns) == Observations.names()
    assert found.drop(columns=["numerator", "denominator", "lower", "upper"]).to_dict("records") == [
        {"measure": "eyfs_gld", "pupil_group": "all", "year": 2017, "area": BARNET, "area_type": "la",
         "value": 73.3, "status": "ok", "decimals": 1, "release": "published", "source": "lait", "locator": "row 0"},
        {"measure": "eyfs_gld", "pupil_group": "all", "year": 2017, "area": ENGLAND, "area_type": "country",
         "value": pytest.approx(np.nan, nan_ok=True), "status": "missing", "decimals": 1, "release": "published",
         "source": "lait", "locator": "row 2"},
    ]  # fmt: skip
    assert found["numerator"].isna().all()


def test_a_count_of_children_is_the_numerator_of_its_percentage(read):
    found = read(
        ("%_2yr_olds", "2024", "Barnet", "74.4"),
        ("%_2yr_olds", "2024", "Camden", "60.0"),
        ("%_2yr_olds", "2023", "Barnet", "83.8"),
        ("No_2yr_olds", "2024", "Barnet", "29"),
        ("No_2yr_olds", "2024", "Camden", "-"),
    ).set_index(["year", "area"])
    assert set(found["measure"]) == {"early_education_take_up_age_2"} and len(found) == 3
    assert found.loc[(2024, BARNET), "numerator"] == 29
    assert found["numerator"].isna().sum() == 2 and found["denominator"].isna().all()


@pytest.mark.parametrize(
    ("label", "year", "release"),
    [
        ("2017", 2017, "published"),
        ("2025 (prov)", 2025, "provisional"),
        ("2024 (Rev)", 2024, "revised"),
        ("2020 (Final)", 2020, "final"),
        ("2016/17", 2017, "published"),
        ("2016-17", 2017, "published"),
        ("1999/00", None, None),
        ("2099/00", 2100, "published"),
        ("2016/18", None, None),
        ("2014/15-16/17", None, None),
        ("2016-17 (OT)", None, None),
        ("2017 (draft)", None, None),
        ("17", None, None),
        ("", None, None),
        ("0", None, None),
        ("2018 (Revised)", 2018, "revised"),
        ("2023(prov)", 2023, "provisional"),
        ("2023(Prov)", 2023, "provisional"),
        ("2022/23 ( provisional )", 2023, "provisional"),
        ("2016-2017 [FINAL data]", 2017, "final"),
        ("2018 Revised", 2018, "revised"),
        ("2018 (rev) (prov)", None, None),
        ("2018 (final prov)", None, None),
        ("2018 (Revised", None, None),
        ("2018 (April)", None, None),
    ],
)
def test_year_labels(read, label, year, release):
    rows = [(GLD, "2016", "Barnet", "70.1"), (GLD, label, "Camden", "71.2")]
    if year is None:
        assert read(*rows)["area"].tolist() == [BARNET]
        return
    found = read(*rows).set_index("area").loc[CAMDEN]
    assert (found["year"], found["release"]) == (year, release)


def test_a_span_is_an_academic_year_only_where_the_dictionary_says_so(read):
    found = read(("16-17 NEET", "2016-17", "Barnet", "2.1"), ("16-17 NEET", "2018", "Barnet", "2.2"))
    assert found["year"].tolist() == [2018]


def test_an_empty_column_with_a_label_that_is_no_year_is_left_out(read):
    found = read((GLD, "2017", "Barnet", "73.3"), (GLD, "0", "Barnet", "-"), (GLD, "0", "Camden", "-"))
    assert found["locator"].tolist() == ["row 0"]


def test_symbols_are_kept_as_status(read):
    found = read(*((GLD, str(2010 + i), "Barnet", symbol) for i, symbol in enumerate("cxzu-")))
    assert found["status"].tolist() == ["c", "x", "z", "u", "missing"]
    assert found["value"].isna().all()


def test_names_of_areas_match_whatever_their_capitals(read):
    assert read((GLD, "2017", "BARNET", "73.3"))["area"].tolist() == [BARNET]


def test_the_same_figure_twice_is_one_and_two_figures_are_an_error(read):
    once = read(*[(GLD, "2017", "Barnet", "73.3")] * 2)
    assert once["locator"].tolist() == ["row 0"]
    other = [(GLD, "2016", area, "70") for area in AREAS]
    for twice in ((GLD, "2017 (Rev)", "Barnet", "73.4"), (GLD, "2017", "Barnet", "-")):
        # which of the two is right cannot be told
        assert read((GLD, "2017", "Barnet", "73.3"), twice, *other)["year"].unique().tolist() == [2016]


def test_values_keep_every_digit_and_decimals_are_those_printed(read):
    found = read(
        ("TotPermEx", "2016/17", "Barnet", "7.0000000000000007E-2"),
        ("TotPermEx", "2016/17", "Camden", "0.12345"),
        ("TotPermEx", "2017/18", "Barnet", "0.1"),
        (GLD, "2017", "Barnet", "73"),
        (GLD, "2017", "Camden", "-"),
        (GLD, "2018", "Barnet", "73.123"),
        (GLD, "2020", "Barnet", "-"),
        ("LAC_Fixed_ Ex", "2017", "Barnet", "9.16"),
    ).set_index(["measure", "year", "area"])
    assert found["value"]["permanent_exclusions", 2017, BARNET] == 0.07
    assert found["value"]["permanent_exclusions", 2017, CAMDEN] == 0.12345
    decimals = found["decimals"]
    assert decimals["permanent_exclusions", 2017].tolist() == [2, 2]  # the dictionary's, of 5 that there are
    assert decimals["permanent_exclusions", 2018, BARNET] == 1  # none of the year has more
    assert decimals["eyfs_gld", 2017].tolist() == [0, 0]
    assert decimals["eyfs_gld", 2018, BARNET] == 1  # LAIT's one, where the dictionary states none
    assert decimals["eyfs_gld", 2020, BARNET] == 1
    assert decimals["suspended_pupils", 2017, BARNET] == 2  # under two topics: the greater, as in LAIT


def test_faults_are_corrected_until_the_publisher_corrects_them(read):
    chinese, moves, level_2 = "FSP_Gooddev_Chinese", "Stability_School", "Age19_SENwoS"
    found = read((chinese, "2021", "Barnet", "74.3"))
    assert found["year"].tolist() == [2022]
    found = read((chinese, "2021", "Barnet", "-"), (chinese, "2022", "Barnet", "74.3"))
    assert found["year"].tolist() == [2021, 2022]
    found = read(*((moves, "2018", area, "12") for area in AREAS), (moves, "2021", "Barnet", "6"))
    assert found["status"].value_counts().to_dict() == {"missing": 4, "ok": 1}
    found = read((moves, "2018", "Barnet", "12"), (moves, "2018", "Camden", "9"))
    assert found["value"].tolist() == [12, 9]
    found = read((level_2, "2018", "Barnet", "0"), (level_2, "2018", "Camden", "78.38"))
    assert found["status"].tolist() == ["missing", "ok"]
    assert all(fault.reason for fault in FAULTS)


def test_a_damaged_or_foreign_data_file_is_explained(read, tmp_path):
    rows = [(GLD, "2017", "Barnet", "73.3")] * 50
    with pytest.raises(InputError, match=r"missing(.|\n)*standards fetch lait"):
        read(*rows, parquet=tmp_path / "none.parquet")
    whole = write_parquet(tmp_path / "whole.parquet", rows).read_bytes()
    for name, content in {
        "short": whole[: len(whole) // 2],
        "html": b"<html>404</html>",
        "empty": b"",
    }.items():
        file = tmp_path / f"{name}.parquet"
        file.write_bytes(content)
        with pytest.raises(InputError, match=rf"cannot be read(.|\n)*{name}.parquet(.|\n)*standards fetch"):
            read(*rows, parquet=file)
    lacks = tmp_path / "lacks.parquet"
    pq.write_table(pq.read_table(tmp_path / "whole.parquet").drop(["Years"]), lacks)
    with pytest.raises(InputError, match=r"'Years' is missing(.|\n)*lacks.parquet"):
        read(*rows, parquet=lacks)
    numbers = write_parquet(tmp_path / "numbers.parquet", rows, Values=[73.3] * 50)
    with pytest.raises(InputError, match="'Values' is not text"):
        read(*rows, parquet=numbers)
    with pytest.raises(InputError, match="cannot be read"):
        read(*rows, parquet=tmp_path)


def test_a_damaged_or_foreign_dictionary_is_explained(tmp_path):
    file = tmp_path / "lait_data_dictionary.csv"

    def write(entry: list[str], encoding="latin-1", header=HEADER):
        pd.DataFrame([entry], columns=header).to_csv(file, index=False, encoding=encoding)
        return file

    with pytest.raises(InputError, match=r"missing(.|\n)*standards fetch"):
        read_dictionary(file)
    with pytest.raises(InputError, match=r"Column Measure_short(.|\n)*is missing"):
        read_dictionary(write(ENTRIES[0], encoding="utf-16"))
    entries, found = read_dictionary(
        write(ENTRIES[0], header=[name.replace("dps", "places") for name in HEADER])
    )
    assert entries["decimals"].isna().all() and [each.name for each in found] == ["dps"]
    entries, found = read_dictionary(write([GLD, "Higher", *ENTRIES[0][2:]]))
    assert entries["polarity"].tolist() == [""] and found[0].name == "Polarity: Higher"
    file.write_bytes(b"")
    with pytest.raises(InputError, match="it is empty"):
        read_dictionary(file)


@pytest.mark.parametrize(
    ("lines", "column", "expected"),
    [
        (["A,eyfs_gld,all,because"], "not_mapped", "or the reason"),
        (["A,,,"], "not_mapped", "or the reason"),
        (["A,eyfs_gdl,all,"], "measure", "a measure of measures.csv"),
        (["A,eyfs_gld,,"], "pupil_group", "a pupil group"),
        (["A,,all,because"], "pupil_group", "a pupil group"),
        (["A,eyfs_gld,everyone,"], "pupil_group", "all"),
        (["A,eyfs_gld,all,", "B,eyfs_gld,all,"], "code", "one code for each"),
        (["A,eyfs_gld,all,", "A,eyfs_gld,fsm,"], "code", "one row for each code"),
        ([",eyfs_gld,all,"], "code", "a code of LAIT"),
    ],
)
def test_a_bad_mapping_is_named_by_row_and_column(tmp_path, lines, column, expected):
    file = tmp_path / "lait_codes.csv"
    file.write_text("\n".join(["code,measure,pupil_group,not_mapped", *lines, ""]), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_codes(file)
    assert f"column {column}" in str(caught.value)
    assert expected in str(caught.value)
    assert f"{len(lines) + 1}" in str(caught.value)


def test_disagreement_with_the_dictionary_is_a_sentence():
    codes, measures = load_codes().loc[[GLD, "TotPermEx", "InfMort"]], load_measures()
    dictionary = pd.DataFrame(
        [
            [GLD, "low", np.nan, True, True],
            ["TotPermEx", "low", 1.0, False, True],
            ["InfMort", "low", 0.0, True, False],
            ["New", "", np.nan, True, True],
        ],
        columns=["code", "polarity", "decimals", "quartiles", "academic"],
    )
    found = check_catalogue(dictionary, codes, measures, explained={})
    assert len(found) == 4
    assert "LAIT has 'New', which lait_codes.csv lacks." in found
    assert f"eyfs_gld: polarity is high here, and low of '{GLD}' in LAIT's dictionary." in found
    assert {sentence.split()[1] for sentence in found if "permanent" in sentence} == {"quartiles", "decimals"}
    explained = {(GLD, "polarity"): "why", ("TotPermEx", "polarity"): "why"}
    found = check_catalogue(dictionary, codes, measures, explained)
    assert not any("eyfs_gld" in sentence for sentence in found)
    assert "TotPermEx: polarity agrees, but is listed as different." in found


def test_every_code_is_mapped_or_has_a_reason():
    codes = load_codes()
    assert (codes["measure"] != "").sum() == 264
    assert codes.loc[codes["measure"] == "", "not_mapped"].str.len().min() > 20
    assert all(EXPLAINED.values())


#: Topics of the dictionary that are education throughout.
EDUCATION = [
    "All Pupil Absence & Exclusions", "Attainment by age 19", "Foundation Stage", "Further & Higher Education",
    "Key Stage 1 and Phonics", "Key Stage 2", "Key Stage 4", "Key Stage 5",
]  # fmt: skip


@pytest.fixture(scope="module")
def dictionary_file(national):
    return national("lait/lait_data_dictionary.csv")


@pytest.fixture(scope="module")
def raw(national):
    """The data file as plain numpy arrays, read without our reader."""
    table = pq.read_table(national("lait/bds_long_0.parquet"))
    return {name: np.asarray(table[name].to_pylist(), dtype=object) for name in table.column_names}


@pytest.fixture(scope="module")
def lait(national, dictionary_file, raw):
    numbers = dict(zip(raw["LA and Regions"], raw["LA Number"], strict=True))
    areas = {name: (f"E99000{int(number):03d}", area_type(number)) for name, number in numbers.items()}
    return read_lait(national("lait/bds_long_0.parquet"), dictionary_file, load_codes(), areas)[0]


def area_type(number: float) -> str:
    return "la" if number < 970 else "country" if number == 970 else "region"


@pytest.mark.national
def test_the_catalogue_agrees_with_the_dictionary(dictionary_file):
    assert check_catalogue(read_dictionary(dictionary_file)[0], load_codes(), load_measures()) == []


@pytest.mark.national
def test_no_education_measure_is_left_out(dictionary_file):
    dictionary = pd.read_csv(dictionary_file, encoding="latin-1")
    education = dictionary.loc[dictionary["Topic"].isin(EDUCATION), "Measure_short"]
    codes = load_codes()
    assert codes.loc[education.unique(), "not_mapped"].eq("").all()
    attainment = dictionary["Measure"].str.contains(
        r"KS[1245]|Key Stage|Attain|Progress 8|absen|exclusion", case=False
    )
    outside = dictionary.loc[
        attainment & ~dictionary["Topic"].str.contains("Workforce"), "Measure_short"
    ].unique()
    assert codes.loc[outside, "not_mapped"].eq("").all()


@pytest.mark.national
def test_definitions_are_our_own_words(dictionary_file):
    theirs = " ".join(dictionary_file.read_text(encoding="latin-1").casefold().split())
    for measure, definition in load_measures()["definition"].items():
        words = definition.casefold().split()
        copied = [part for i in range(len(words) - 11) if (part := " ".join(words[i : i + 12])) in theirs]
        assert not copied, (measure, copied)


CELLS = [
    ("EngBac9-5", "Barnet", "2017", "ks4_ebacc", "all", 2017),
    ("DAP_NEW_KS2_RWM", "Barnet", "2017", "ks2_rwm_expected", "disadvantaged", 2017),
    ("KS2_SEN_Maths_Progress", "Barnet", "2017", "ks2_maths_progress", "ehc_plan", 2017),
    ("LAC_Fixed_ Ex", "Kent", "2019", "suspended_pupils", "looked_after", 2019),
    ("SecFixedEx", "Rutland", "2023/24", "suspensions_secondary", "all", 2024),
    ("HE_19_FSM", "Tower Hamlets", "2019-20", "higher_education_by_19", "fsm", 2020),
    ("KS1P_SEND", "London (Inner)", "2025 (prov)", "phonics_year1_expected", "sen_support", 2025),
    ("APSE_Alevel", "Bournemouth, Christchurch and Poole", "2024 (Rev)", "ks5_aps_alevel", "all", 2024),
    ("A3A", "Yorkshire and the Humber", "2020 (Final)", "ks5_three_a_grades", "all", 2020),
    ("FSP_Gooddev_Chinese", "Camden", "2021", "eyfs_gld", "chinese", 2022),
    ("CINPermAbsent_3Term", "Cumbria", "2018", "persistent_absence", "in_need", 2018),
    ("Multiplication_AllSEND", "England", "2025", "ks2_multiplication_full_marks", "sen", 2025),
]


@pytest.mark.national
@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: f"{cell[0]}, {cell[1]}")
def test_a_cell_read_again_by_hand(lait, raw, cell):
    code, area, label, measure, group, year = cell
    [row] = np.flatnonzero(
        (raw["Short Desc"] == code) & (raw["LA and Regions"] == area) & (raw["Years"] == label)
    )
    found = lait[
        (lait["measure"] == measure)
        & (lait["pupil_group"] == group)
        & (lait["year"] == year)
        & (lait["area"] == f"E99000{int(raw['LA Number'][row]):03d}")
    ]
    assert found["value"].tolist() == [float(raw["Values"][row])]
    assert found["locator"].tolist() == [f"row {row}"]
    assert found["area_type"].tolist() == [area_type(raw["LA Number"][row])]


@pytest.mark.national
def test_figures_printed_in_the_papers_are_found(lait):
    barnet = lait[(lait["area"] == "E99000302") & (lait["year"] == 2017)].set_index(
        ["measure", "pupil_group"]
    )["value"]
    printed = {
        ("ks4_ebacc", "all"): 39.1, ("ks2_rwm_expected", "disadvantaged"): 55, ("ks4_progress8", "all"): 0.47,
        ("ks4_attainment8", "not_disadvantaged"): 59.3, ("ks2_writing_progress", "ehc_plan"): -3.2,
        ("eyfs_gld", "not_fsm"): 75, ("ks4_progress8", "black"): 0.18, ("ks2_writing_higher", "all"): 17,
        ("ks5_aab_facilitating", "all"): 24.6, ("ks2_rwm_expected", "sen_support"): 34,
    }  # fmt: skip
    assert {key: barnet[key] for key in printed} == printed


@pytest.mark.national
def test_every_mapped_figure_of_the_file_is_read(lait, raw):
    codes = load_codes()
    wanted = np.isin(raw["Short Desc"], codes.index[codes["measure"] != ""])
    published = wanted & (raw["Values"] != "-")
    dropped = (raw["Short Desc"] == "Stability_School") & np.isin(raw["Years"], ["2018", "2019"])
    dropped |= (raw["Short Desc"] == "Age19_SENwoS") & (raw["Values"] == "0")
    assert lait["value"].notna().sum() == (published & ~dropped).sum()
    assert len(lait) == (wanted & (raw["Years"] != "0")).sum()


@pytest.mark.national
def test_first_and_last_years_are_those_with_figures(lait):
    years = lait[lait["value"].notna()].groupby("measure")["year"].agg(["min", "max"])
    measures = load_measures().loc[years.index]
    assert (measures["last_year"] == years["max"]).all()
    assert (measures["first_year"] <= years["min"]).all()  # the transcribed report goes back further
    later = measures[measures["first_year"] < years["min"]]
    assert set(later["phase"]) <= {"attendance", "early_years", "phonics", "ks4", "ks5"}


@pytest.mark.national
def test_the_faults_are_still_there_and_there_are_no_more_like_them(raw):
    table = pd.DataFrame(
        {name: raw[name] for name in ("Short Desc", "Years", "LA and Regions", "Values", "LA Number")}
    )
    authorities = table[(table["LA Number"] < 970) & (table["Values"] != "-")]
    same = authorities.groupby(["Short Desc", "Years"])["Values"].agg(["size", "nunique"])
    copied = same[(same["size"] > 100) & (same["nunique"] == 1)].index.tolist()
    assert copied == [(fault.code, fault.label) for fault in FAULTS if fault.label and not fault.read_as]
    zeros = authorities[(authorities["Short Desc"] == "Age19_SENwoS") & (authorities["Values"] == "0")]
    whole = table[table["Short Desc"] == "Level2Age19"].set_index(["Years", "LA and Regions"])["Values"]
    assert set(zeros["LA and Regions"]) == {
        "Bournemouth, Christchurch and Poole",
        "Bournemouth (Pre LG)",
        "Poole (Pre LG)",
    }
    assert all(whole[label, area] == "-" for label, area in zeros[["Years", "LA and Regions"]].to_numpy())
    cancelled = table[
        table["Short Desc"].str.startswith("FSP_") & (table["Years"] == "2021") & (table["Values"] != "-")
    ]
    assert set(cancelled["Short Desc"]) == {"FSP_Gooddev_Chinese"}
    assert not ((table["Short Desc"] == "FSP_Gooddev_Chinese") & (table["Years"] == "2022")).any()


@pytest.mark.national
def test_social_care_groups_are_those_of_the_published_file(lait, national):
    """LAIT against the file of DfE's own release: the groups, the years and the subjects are the same."""
    release = pd.read_csv(national("ees/ks2_la.csv"), dtype=str, encoding="utf-8-sig")
    release = release[release["geographic_level"] == "Local authority"]
    groups = {"CLA 12 months": "looked_after", "CINO": "in_need", "CPPO": "protection_plan"}
    release["pupil_group"] = release["social_care_group"].str.removesuffix(" at 31 March").map(groups)
    release["year"] = release["time_period"].str[:4].astype(int) + 1
    release["area"] = "E99000" + release["old_la_code"]
    columns = {
        "pt_rwm_met_expected_standard": "ks2_rwm_expected",
        "pt_writta_met_expected_standard": "ks2_writing_expected",
        "avg_mat_progress_score": "ks2_maths_progress",
    }
    compared = {}
    for column, measure in columns.items():
        both = release.merge(lait[lait["measure"] == measure], on=["pupil_group", "year", "area"])
        theirs = pd.to_numeric(both[column], errors="coerce")
        held = theirs.notna() & both["value"].notna()
        compared |= {
            (measure, group): int(n) for group, n in both[held].groupby("pupil_group").size().items()
        }
        assert np.allclose(theirs[held], both["value"][held], atol=1e-9)
    assert compared[("ks2_rwm_expected", "looked_after")] > 300
    assert compared[("ks2_rwm_expected", "in_need")] > 600
    assert compared[("ks2_rwm_expected", "protection_plan")] > 200
