"""Worksheets are named after what they hold, within what Excel allows."""

import re

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from analysis.output.sheet_names import LONGEST, sheet_names
from analysis.output.table import Figure, Table
from analysis.output.workbook import FILTERED, write_workbook

CAPTIONS = st.lists(st.tuples(st.sampled_from(["Rankings", "Claims"]), st.text(max_size=80)), max_size=30)


@given(CAPTIONS)
def test_every_name_is_one_that_excel_takes_and_no_two_are_the_same(captions):
    names = list(sheet_names(captions))
    assert len(names) == len(captions) == len({name.lower() for name in names})
    assert not {name.lower() for name in names} & {"cover", "contents", "notes"}
    for name in names:
        assert 0 < len(name) <= LONGEST and not re.search(r"[\[\]:*?/\\]", name)
        assert name[0] != "'" != name[-1] and name == name.strip()


def test_names_say_what_is_in_the_sheet():
    captions = [
        ("Rankings", "School attendance: groups of pupils, 2024/25"),
        ("Attainment gaps", "Changes of the gap: children on a child protection plan"),
        ("Claims", "Claims: contradicted"),
        ("Data checks", "Grade 5 or above in English and mathematics, SEN support pupils (t38)"),
        ("Data checks", "Grade 5 or above in English and mathematics, SEN support pupils (t39)"),
        ("Rankings", "School attendance: all pupils, 2024/25 (low is good)"),
        ("Summary", "Headline results of the statistical neighbours, 2024/25"),
        ("Data checks", "Year 1 phonics, working at the expected standard (t07)"),
    ]
    assert list(sheet_names(captions)) == [
        "Attendance ranks, groups",
        "Changes of the gap, child",
        "Claims, contradicted",
        "t38 Grade 5+ English, maths",
        "t39 Grade 5+ English, maths",
        "Attendance ranks, all pupils",
        "Headline results, neighbours",
        "t07 Year 1 phonics, working",
    ]


def test_a_long_flat_table_has_filters_and_its_head_stays(tmp_path):
    rows = pd.DataFrame({"Measure": ["x"] * FILTERED, "Value": [Figure(1.0, "1", 0)] * FILTERED})
    short = rows.head(FILTERED - 1)
    tables = [Table("All measures", rows).to_resource(), Table("A few", short).to_resource()]
    write_workbook(tmp_path / "x.xlsx", {"All pages": tables}, "Title", ["About"])
    book = load_workbook(tmp_path / "x.xlsx")
    (flat,), (few,) = (book[name].tables.values() for name in ("All measures", "A few"))
    assert flat.autoFilter is not None and flat.autoFilter.ref == flat.ref and few.autoFilter is None
    head = next(row[0].row for row in book["All measures"].iter_rows() if row[0].value == "Measure")
    assert book["All measures"].freeze_panes == f"B{head + 1}"
    assert book["All measures"].page_setup.orientation == "landscape"
