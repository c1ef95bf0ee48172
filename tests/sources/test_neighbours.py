"""Statistical neighbours: DfE's sheets are read whole, and a broken one is refused by its cell."""

from pathlib import Path

import openpyxl
import pytest

from analysis.basics.errors import InputError
from analysis.catalogue.areas import find_area, load_areas
from analysis.catalogue.manifest import model_name, neighbour_models, sha256
from analysis.data.prepare import read_neighbours
from analysis.sources import neighbours as module
from analysis.sources.neighbours import CLOSENESS, load_neighbours, neighbours

AREAS = load_areas()


@pytest.mark.national
@pytest.mark.parametrize(
    ("vintage", "file", "authorities"), [(2025, "sn_may_2025.xlsx", 158), (2021, "sn_april_2021.xlsx", 156)]
)
def test_ten_neighbours_for_each_authority(vintage, file, authorities, national):
    table = load_neighbours(vintage, national(f"lait/{file}"))
    assert list(table.columns) == ["area", "neighbour", "position", "closeness", "vintage"]
    assert table["area"].nunique() == authorities
    assert (table.groupby("area")["position"].agg(list).map(lambda p: p == list(range(1, 11)))).all()
    assert (table["area"] != table["neighbour"]).all()
    assert not table.duplicated(["area", "neighbour"]).any()
    assert set(table["closeness"]) <= set(CLOSENESS)
    assert set(table["neighbour"]) <= set(AREAS["code"])


@pytest.mark.national
def test_neighbours_of_barnet_as_the_sheet_prints_them(national):
    numbers = [320, 870, 310, 317, 315, 306, 209, 312, 309, 307]
    table = load_neighbours(2025, national("lait/sn_may_2025.xlsx"))
    barnet = table[table["area"] == "E09000003"]
    assert barnet["neighbour"].tolist() == [find_area(number).code for number in numbers]


@pytest.fixture
def workbook(tmp_path):
    """Writes a sheet of two authorities as DfE lays it out, after the cells given are changed."""

    def write(changes: dict[str, object] | None = None, title: str = "LA SN Groups") -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = title
        slots = [text for position in range(1, 11) for text in (f"SN{position}", "SNP")]
        for row in [
            ["A", "B", "C"],
            [1, 2, 3],
            ["LA num", "LA Name", "LA number", "GOInd", "GOReg", *slots],
            [
                302,
                "Barnet",
                302,
                3,
                "London (Outer)",
                *[x for n in range(303, 313) for x in (n, "Very Close")],
            ],
            [942, "Cumberland", 942, 5, "North West", *["-"] * 20],
            [],
            [None, "Old SNs:"],
            [909, "Cumbria", 909, 5, "North West", *[x for n in range(330, 340) for x in (n, "Close")]],
        ]:
            sheet.append(row)
        for number, value in zip(range(1, 11), [*range(330, 337), 340, 341, 342], strict=True):
            sheet.cell(8, 4 + 2 * number, value)
        for cell, value in (changes or {}).items():
            sheet[cell] = value
        file = tmp_path / "sn.xlsx"
        book.save(file)
        return file

    return write


def test_a_sheet_is_read_by_its_header(workbook):
    table = load_neighbours(2021, workbook())
    assert len(table) == 20 and (table["vintage"] == 2021).all()
    assert table.iloc[0].tolist() == ["E09000003", "E09000004", 1, "Very close", 2021]
    assert table["area"].unique().tolist() == ["E09000003", "E10000006"]


@pytest.mark.parametrize(
    ("changes", "row", "column", "words"),
    [
        ({"F4": 999}, 4, "SN1", "Cell F4 (SN1) holds '999'"),
        ({"F4": "Bexley"}, 4, "SN1", "Cell F4"),
        ({"H4": None}, 4, "SN2", "Cell H4"),
        ({"H4": "-"}, 4, "SN2", "Cell H4"),
        ({"H4": 303}, 4, "SN2", "ten different"),
        ({"H4": 302}, 4, "SN2", "not Barnet itself"),
        ({"G4": "Quite close"}, 4, "SNP", "Cell G4 (SNP)"),
        ({"C4": 303}, 4, "LA number", "the LA number of Barnet"),
        ({"C4": None}, 4, "LA number", "the LA number of Barnet"),
        ({"B4": "Barnett"}, 4, "LA number", "Barnett"),
        ({"B8": "Barnet", "C8": 302}, 8, "LA number", "one row for Barnet"),
        ({"F3": "Neighbour"}, 3, "SN1", "SN1"),
        ({"G3": "closeness"}, 3, "SNP after SN1", "SNP"),
        ({"C3": "number"}, 3, "LA number", "LA number"),
    ],
)
def test_a_broken_sheet_names_the_cell(workbook, changes, row, column, words):
    with pytest.raises(InputError) as caught:
        load_neighbours(2025, workbook(changes))
    error = caught.value
    assert (error.row, error.column) == (row, column)
    assert "sheet 'LA SN Groups'" in error.file and words in str(error)


def test_another_sheet_or_no_workbook(workbook, tmp_path):
    with pytest.raises(InputError, match="LA SN Groups"):
        load_neighbours(2025, workbook(title="Sheet1"))
    (tmp_path / "text.xlsx").write_text("not a workbook")
    with pytest.raises(InputError, match="cannot be read"):
        load_neighbours(2025, tmp_path / "text.xlsx")


def test_neighbours_of_one_authority(workbook, monkeypatch):
    monkeypatch.setattr(module, "load_neighbours", lambda vintage: load_neighbours(vintage, workbook()))
    assert neighbours(find_area("Barnet"))[:2] == [find_area(303).code, find_area(304).code]
    with pytest.raises(InputError, match="2021 do not include Cumberland"):
        neighbours(find_area("Cumberland"), vintage=2021)
    with pytest.raises(InputError, match="England"):
        neighbours(find_area("England"))


def test_an_unknown_vintage_is_an_error():
    with pytest.raises(InputError, match="no statistical neighbours of 2014"):
        load_neighbours(2014)


ENTRY = """
[[source]]
id = "lait-neighbours-2027"
path = "lait/sn_2027.xlsx"
title = "Made"
publisher = "Made"
url = ""
retrieved = "2027-06-30"
licence = "Made"
sha256 = "{sha256}"
bytes = 1
status = "published"
committed = false
reader = "neighbours"
vintage = "2027-06"
"""


def test_a_new_vintage_is_one_entry_of_the_manifest(home, workbook):
    raw = home / "data" / "raw"
    (raw / "lait").mkdir()
    file = workbook().rename(raw / "lait" / "sn_2027.xlsx")
    manifest = raw / "manifest.toml"
    text = manifest.read_text(encoding="utf-8") + ENTRY.format(sha256=sha256(file))
    manifest.write_text(text, encoding="utf-8")
    assert list(neighbour_models()) == [2027, 2025, 2021] and model_name(2027) == "June 2027"
    assert neighbours(find_area("Barnet"))[0] == find_area(303).code
    assert (read_neighbours({"lait-neighbours-2027": file})["vintage"] == 2027).all()
    again = ENTRY.format(sha256=sha256(file)).replace("lait-neighbours-2027", "another").replace("-06", "-08")
    manifest.write_text(text + again, encoding="utf-8")
    with pytest.raises(InputError, match=r"Two models .* of 2027: another and lait-neighbours-2027"):
        neighbour_models()
    manifest.write_text(text.replace('"2027-06"', '"June 2027"'), encoding="utf-8")
    with pytest.raises(InputError, match="a month such as 2025-05"):
        neighbour_models()
