"""Damaged files of publishers and of our own: refused with our own error, or read as another reading has them."""

import csv
import gzip
import io
import json
import re
import shutil
import tomllib
import zipfile
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook, load_workbook

from analysis.basics.errors import InputError
from analysis.catalogue.ees_mapping_files import load_mapping
from analysis.catalogue.lait_codes import load_codes
from analysis.catalogue.manifest import load_manifest
from analysis.data.prepare import is_current, prepare
from analysis.report.contents import open_report
from analysis.runs.check import check_report
from analysis.runs.index import find_reports
from analysis.sources.ees import read_data_set
from analysis.sources.lait import read_lait
from analysis.sources.neighbours import SHEET, load_neighbours
from ees_made import CAMDEN, HEADER, OWN, cells, write
from mutations import mutations, parse_csv
from places import REPO

AREAS = {"Barnet": "E09000003", "Camden": "E09000007", "London": "E12000007", "England": "E92000001"}
TYPES = {"Barnet": "la", "Camden": "la", "London": "region", "England": "country"}
CODES = {"FSP_NEW_GOODDEV": ("eyfs_gld", "all"), "InfMort": None, "TotPermEx": None}


def try_all(inputs, read, check, tmp_path, name: str) -> Counter:
    """Write each input to a file of its own and read it: what came of them."""
    outcomes = Counter()
    for number, changed in enumerate(inputs):
        file = tmp_path / f"{number}" / name
        file.parent.mkdir()
        file.write_bytes(changed)
        try:
            found = read(file)
        except InputError as error:
            assert error.problem
            outcomes["refused"] += 1
        else:
            check(found, changed)
            outcomes["read"] += 1
    return outcomes


# DfE's interactive tool


@pytest.fixture(scope="module")
def lait_bytes():
    rows = [
        (code, year, area, f"{70 + 3.1 * place + 0.7 * len(code):.1f}" if place else "-")
        for code in CODES
        for year in ("2016", "2017")
        for place, area in enumerate(AREAS)
    ]
    names = ("Short Desc", "Years", "LA and Regions", "Values")
    columns = dict(zip(names, zip(*rows, strict=True), strict=True))
    stream = io.BytesIO()
    # plain text, so that damage reaches the figures and not only the wrapping
    pq.write_table(pa.table(columns), stream, compression="none", use_dictionary=False)
    return stream.getvalue()


SYMBOLS = ("-", "c", "x", "z", "low", "u")
LABEL = re.compile(r"(20\d\d)(?:[/-](\d\d))?(?: \((?:prov|rev|final)\))?", re.IGNORECASE | re.ASCII)
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def test_the_interactive_tools_file(tmp_path, lait_bytes):
    dictionary = tmp_path / "dictionary.csv"
    lines = [f"{code},High,1,Academic Year,NA" for code in CODES]
    dictionary.write_text(
        "\n".join(["Measure_short,Polarity,dps,Year_Type,No_Quartile", *lines]), encoding="latin-1"
    )
    codes, areas = load_codes(), {name: (AREAS[name], TYPES[name]) for name in AREAS}

    def check(found: pd.DataFrame, changed: bytes):
        rows = pq.read_table(io.BytesIO(changed)).to_pylist()
        told = {name.casefold(): code for name, code in AREAS.items()}
        said: dict[tuple, set] = {}
        for row in rows:
            label = LABEL.fullmatch(row["Years"])
            text, area = row["Values"], told.get(row["LA and Regions"].casefold())
            known = row["Short Desc"] in codes.index and codes.loc[row["Short Desc"], "measure"]
            figure = text in SYMBOLS or NUMBER.fullmatch(text)
            if not (known and label and area and figure):
                continue  # left out, counted and named
            year = int(label[1]) + bool(label[2])
            if label[2] and int(label[2]) != year % 100:
                continue
            value = None if text in SYMBOLS else float(text)
            said.setdefault((row["Short Desc"], year, area), set()).add(
                (text if value is None else "", value)
            )
        # of two figures for one none is taken
        expected = {(*key, values.pop()[1]) for key, values in said.items() if len(values) == 1}
        back = {
            (measure, group): code for code, measure, group in codes[["measure", "pupil_group"]].itertuples()
        }
        read = {
            (
                back[row.measure, row.pupil_group],
                row.year,
                row.area,
                None if pd.isna(row.value) else row.value,
            )
            for row in found.itertuples()
        }
        assert read == expected

    def read(file):
        return read_lait(file, dictionary, codes, areas)[0]

    whole = tmp_path / "whole.parquet"
    whole.write_bytes(lait_bytes)
    check(read(whole), lait_bytes)
    assert len(read(whole)) >= 8
    outcomes = try_all(mutations(lait_bytes, 200, seed=1), read, check, tmp_path, "bds_long_0.parquet")
    assert min(outcomes["refused"], outcomes["read"]) > 10


# Explore Education Statistics


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    file = tmp_path_factory.mktemp("mapping") / "own.toml"
    file.write_text(OWN, encoding="utf-8")
    return load_mapping(file)


def ees_bytes(tmp_path) -> bytes:
    rows = [
        *(cells(), cells("c", "c", "c", group="FSM"), cells("30", "10", "33", score="-1.25", **CAMDEN)),
        cells("25", "5", "20", low="-2.5", high="-0.5", group="FSM", **CAMDEN),
    ]
    return write(tmp_path / "made.csv", HEADER, rows).read_bytes()


def agrees_with_its_cells(found, changed: bytes):
    """Every figure is the cell that its locator names, and its row is of its area, year and group."""
    header, *records = parse_csv(changed.decode("utf-8-sig"))
    header = [name.strip() for name in header]
    assert found.account["rows"].sum() == len(records)
    groups = {"Total": "all", "FSM": "fsm", "Free school meals": "fsm"}
    for row in found.observations.itertuples():
        number, _, column = row.locator.removeprefix("row ").partition(", ")
        raw = {name: cell.strip() for name, cell in zip(header, records[int(number) - 2], strict=True)}
        place = raw["new_la_code"] or raw["old_la_code"] or raw["la_name"]
        assert place in {
            "E09000003": ("E09000003", "302", "Barnet"),
            "E09000007": ("E09000007", "202", "Camden"),
        }.get(row.area, (row.area,))
        assert str(row.year)[2:] == raw["time_period"][-2:]
        assert {name.casefold(): group for name, group in groups.items()}[
            raw["group"].casefold()
        ] == row.pupil_group
        if row.status != "ok":
            assert raw[column].casefold() in ("c", "x", "z", "low", "u", ":", "~", "k", "-", "..")
        elif pd.notna(row.numerator) and row.source == "made":
            assert row.value == 100 * float(raw["reached"]) / float(raw["pupils"])
        else:
            assert row.value == float(raw[column])


@pytest.mark.parametrize("name", ["made.csv", "made.csv.gz"])
def test_a_file_of_explore_education_statistics(tmp_path, own, name):
    whole = ees_bytes(tmp_path)
    packed = name.endswith("gz")
    inputs = mutations(gzip.compress(whole, mtime=0) if packed else whole, 200, seed=2)
    found = read_data_set(tmp_path / "made.csv", own, source="made")
    agrees_with_its_cells(found, whole)
    assert len(found.observations) == 12
    outcomes = try_all(
        inputs,
        lambda file: read_data_set(file, own, source="made"),
        lambda found, changed: agrees_with_its_cells(found, gzip.decompress(changed) if packed else changed),
        tmp_path,
        name,
    )
    assert outcomes["refused"] > 100
    assert packed or outcomes["read"] > 20


# statistical neighbours


def neighbours_bytes() -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    slots = [cell for place in range(1, 11) for cell in (f"SN{place}", "SNP")]
    for line in ([], [], ["LA Name", "LA number", *slots]):
        sheet.append(line)
    numbers = ["202", "203", "204", "205", "206", "207", "208", "209", "210", "211"]
    for name, number in (("Barnet", "302"), ("Brent", "304")):
        sheet.append([name, number, *[cell for near in numbers for cell in (near, "Very close")]])
    sheet["A1"] = "made"
    sheet["A2"] = "made"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def repacked(packed: bytes, member: str, content: bytes) -> bytes:
    """The workbook with one part replaced, its checksums right: as a program that writes nonsense would make it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, content if name == member else old.read(name))
    return stream.getvalue()


def test_the_sheet_of_neighbours(tmp_path):
    whole = neighbours_bytes()
    part = "xl/worksheets/sheet1.xml"
    inner = zipfile.ZipFile(io.BytesIO(whole)).read(part)
    inputs = [
        *mutations(whole, 60, seed=3),
        *(repacked(whole, part, changed) for changed in mutations(inner, 100, seed=4)),
    ]
    with (REPO / "data" / "raw" / "areas.csv").open(encoding="utf-8", newline="") as stream:
        codes = {row["la_number"]: row["code"] for row in csv.DictReader(stream) if row["la_number"]}

    def check(found: pd.DataFrame, changed: bytes):
        # as a stream, like any program that reads large sheets: a cell under a wrong row stays where it stands
        sheet = load_workbook(io.BytesIO(changed), read_only=True)[SHEET]
        lines = list(sheet.iter_rows(values_only=True))
        at = {name: place for place, name in enumerate(lines[2])}
        slots = [at[f"SN{place}"] for place in range(1, 11)]
        expected = [
            (
                codes[str(line[at["LA number"]])],
                codes[str(line[slot])],
                place,
                line[slot + 1].strip().capitalize(),
            )
            for line in lines[3:]
            if len(line) > 21 and any(line[slot] for slot in slots)
            for place, slot in enumerate(slots, start=1)
        ]
        assert list(found.drop(columns="vintage").itertuples(index=False, name=None)) == expected

    outcomes = try_all(inputs, lambda file: load_neighbours(2025, file), check, tmp_path, "sn.xlsx")
    assert min(outcomes["refused"], outcomes["read"]) > 10


# our own records


def test_the_manifest(tmp_path):
    data = (REPO / "data" / "raw" / "manifest.toml").read_bytes()
    short = b"[[source]]".join(data.split(b"[[source]]")[:4])

    def check(found, changed):
        told = tomllib.loads(changed.decode())["source"]
        assert [asdict(source) | entry for source, entry in zip(found.values(), told, strict=True)] == [
            asdict(source) for source in found.values()
        ]
        for source in found.values():
            assert not Path(source.path).is_absolute() and ".." not in Path(source.path).parts

    outcomes = try_all(mutations(short, 300, seed=5), load_manifest, check, tmp_path, "manifest.toml")
    assert min(outcomes["refused"], outcomes["read"]) > 30


def test_a_mapping(tmp_path):
    def check(found, changed):
        told = tomllib.loads(changed.decode())
        assert [m.value for m in found.measures] == [m["value"] for m in told["measures"]]
        assert [m.measure for m in found.measures] == [m["measure"] for m in told["measures"]]
        assert [g.group for g in found.pupil_groups] == [g["group"] for g in told["pupil_groups"]]

    outcomes = try_all(mutations(OWN.encode(), 200, seed=6), load_mapping, check, tmp_path, "own.toml")
    assert min(outcomes["refused"], outcomes["read"]) > 10


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    from places import make_home

    with pytest.MonkeyPatch.context() as monkeypatch:
        folder = make_home(tmp_path_factory.mktemp("fuzz") / "home", monkeypatch)
        prepare()
        yield folder / "data" / "processed"


@pytest.mark.parametrize(
    "name", ["observations.parquet", "printed_figures.parquet", "neighbours.parquet", "validation.json"]
)
def test_prepared_england_that_changed_are_not_used(prepared, name):
    whole = (prepared / name).read_bytes()
    try:
        for changed in mutations(whole, 40, seed=7):
            if changed == whole:
                continue
            (prepared / name).write_bytes(changed)
            with pytest.raises(InputError, match="standards prepare"):
                open_report("Barnet", 2017)
            assert not is_current()
    finally:
        (prepared / name).write_bytes(whole)
    assert open_report("Barnet", 2017).year == 2017


def test_the_record_of_the_prepared_england(prepared):
    file = prepared / "prepared.json"
    whole = file.read_bytes()
    outcomes = Counter()
    try:
        for changed in mutations(whole, 120, seed=8):
            file.write_bytes(changed)
            is_current()
            try:
                open_report("Barnet", 2017)
                # only what says the same of the files is believed
                assert json.loads(changed)["outputs"] == json.loads(whole)["outputs"]
                outcomes["read"] += 1
            except InputError:
                outcomes["refused"] += 1
    finally:
        file.write_bytes(whole)
    assert outcomes["refused"] > 20


def test_the_record_of_a_report(offline_report, tmp_path):
    report = tmp_path / "reports" / "barnet-2017"
    shutil.copytree(offline_report, report)
    whole = (report / "run.json").read_bytes()
    told = {"made", "headlines", "version", "python", "packages"}  # nothing can be held against these
    assert check_report(report) == []
    outcomes = Counter()
    for changed in mutations(whole, 150, seed=9):
        (report / "run.json").write_bytes(changed)
        findings = check_report(report)
        assert all(isinstance(finding, str) for finding in findings)
        reports, unreadable = find_reports(report.parent)
        assert len(reports) + len(unreadable) == 1
        try:
            new, old = json.loads(changed), json.loads(whole)
            altered = {name for name in {*new, *old} if new.get(name) != old.get(name)}
        except (ValueError, TypeError):
            altered = {"all"}
        outcomes["found" if findings else "nothing to find"] += 1
        assert findings or altered <= told, altered
    assert outcomes["found"] > 100
