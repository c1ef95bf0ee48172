"""Findings as validation.json, the command line and the page show them."""

import json

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis.data.source_faults.found import SourceFaults
from analysis.data.source_faults.summary import as_records, label_faults, short_lines
from analysis.report.checks.source_faults_table import source_faults_found, source_faults_table
from analysis.sources.lait_labels import labels_without_year

WITH_LAIT = {"sources": [{"source": "lait"}]}


def finding(**other):
    usual = {
        "rule": "copied_england",
        "measure": "ks2_rwm_expected",
        "pupil_group": "all",
        "year": 2018,
        "areas": "",
        "n_areas": 150,
        "why": "Every one of 150 local authorities has the figure for England, 12.",
        "ranks": 150,
        "release": "2025-06-23_8c5ee67",
        "mended_in": "",
    }
    return usual | other


@pytest.fixture
def findings():
    rows = [finding(), finding(year=2019, ranks=149), finding(rule="year_without_tests", pupil_group="asian")]
    return pd.DataFrame(rows, columns=SourceFaults.names())


@pytest.fixture
def parquet(tmp_path):
    table = pa.table(
        {"Years": ["2017", "0", "0", "2025 (prov)", "n/a", None], "Values": ["1", "-", None, "2", "3", "-"]}
    )
    pq.write_table(table, tmp_path / "file.parquet")
    return tmp_path / "file.parquet"


def test_labels_that_are_no_year_are_counted(parquet):
    assert labels_without_year(parquet).values.tolist() == [["", 1, 0], ["0", 2, 0], ["n/a", 1, 1]]
    found = label_faults(labels_without_year(parquet), "2026-04-08_fbff3bc")
    assert found["why"].tolist() == [
        "1 row under the label '', which names no year; none has a value.",
        "2 rows under the label '0', which names no year; none has a value.",
        "1 row under the label 'n/a', which names no year; 1 of them has a value.",
    ]


def test_records_are_read_again_as_they_were(findings):
    again = pd.DataFrame(json.loads(json.dumps(as_records(findings))))
    pd.testing.assert_frame_equal(again.astype(findings.dtypes), findings)


def test_short_lines_are_one_for_each_rule_and_measure(findings, parquet):
    labels = label_faults(labels_without_year(parquet), "lait")
    lines = short_lines(as_records(findings) + as_records(labels.iloc[[1]]))
    assert lines == [
        "England copied: ks2_rwm_expected, all, 2018, 2019; 299 ranks rest on it",
        "A year without tests: ks2_rwm_expected, asian, 2018; 150 ranks rest on it",
        "A label that is no year: 2 rows under the label '0', which names no year; none has a value.",
    ]
    assert short_lines([]) == []


def test_the_page_shows_each_rule_and_measure_once(findings):
    validation = WITH_LAIT | {"source_faults": as_records(findings)}
    table = source_faults_table(validation).frame
    assert table[["Pupils", "Years", "Ranks that rest on it"]].values.tolist() == [
        ["All pupils", "2018, 2019", 299],
        ["Asian pupils", "2018", 150],
    ]
    assert "found 3 places that look wrong" in source_faults_found(validation)


def test_the_page_says_so_where_there_is_nothing_to_find():
    assert "found nothing" in source_faults_found(WITH_LAIT | {"source_faults": []})
    assert "not at hand" in source_faults_found({"sources": [{"source": "barnet-2017-figures"}]})
    assert source_faults_table(WITH_LAIT).frame.empty


def test_a_label_without_a_measure_has_a_row_of_its_own(parquet):
    labels = label_faults(labels_without_year(parquet), "lait").iloc[[1]]
    table = source_faults_table(WITH_LAIT | {"source_faults": as_records(labels)}).frame
    assert table["Measure"].tolist() == ["None"]
    assert table["What looks wrong"].tolist() == ["A label that is no year"]
