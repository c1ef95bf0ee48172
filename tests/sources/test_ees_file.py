"""The file itself: marks, line ends and gzip make no difference, and a damaged one is refused."""

import gzip

import pandas as pd
import pytest

from analysis.basics.errors import InputError
from analysis.catalogue.areas import load_areas
from analysis.sources.ees import read_data_set, read_ees
from ees_made import CAMDEN, HEADER, at, cells, write


def test_byte_order_mark_line_ends_and_gzip_make_no_difference(tmp_path, own_mapping):
    rows = [cells(), cells("7", "3", "43", **CAMDEN)]
    plain = write(tmp_path / "a.csv", HEADER, rows, bom=False)
    bytes_ = write(tmp_path / "b.csv", HEADER, rows).read_bytes()
    variants = {
        "bom.csv": bytes_,
        "unix.csv": bytes_.replace(b"\r\n", b"\n"),
        "end.csv": bytes_.rstrip(b"\r\n"),
    }
    variants["blank.csv"] = bytes_ + b"\r\n\r\n"
    for name, content in variants.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "packed.csv.gz").write_bytes(gzip.compress(bytes_))
    expected = read_ees(plain, own_mapping, source="made")
    for name in (*variants, "packed.csv.gz"):
        pd.testing.assert_frame_equal(read_ees(tmp_path / name, own_mapping, source="made"), expected)
    account = read_data_set(tmp_path / "blank.csv", own_mapping, source="made").account
    assert account["outcome"].tolist() == ["left out: an empty line", "kept"]


def spoilt(tmp_path, change):
    file = write(tmp_path / "made.csv", HEADER, [cells(), cells(**CAMDEN)])
    file.write_bytes(change(file.read_bytes()))
    return file


@pytest.mark.parametrize(
    ("change", "problem", "row"),
    [
        (lambda data: data[:-20], "The row has 13 cells", 3),
        (lambda data: data.replace(b"Camden", b"Cam\xff"), "cannot be read", None),
        (lambda data: data.replace(b"2.5", b'"2.5', 1), "lines, but only", None),
        (lambda data: data.replace(b",high", b",low"), "Two columns have the same name", 1),
        (lambda data: b"", "The file is empty", None),
        (lambda data: data.split(b"\n")[0], "has no row of a local authority", None),
        (lambda data: b"\xff\xfe\x00", "cannot be read", 1),
    ],
)
def test_a_damaged_file_is_refused(tmp_path, own_mapping, change, problem, row):
    with pytest.raises(InputError, match=problem) as error:
        read_ees(spoilt(tmp_path, change), own_mapping, source="made")
    assert error.value.row == row


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match="The file is missing"):
        read_ees(tmp_path / "none.csv", source="made")


def test_a_gzip_file_that_was_cut_off(tmp_path, own_mapping):
    codes = load_areas().query("area_type == 'la'")["code"]
    rows = [cells("c", "c", "c", **at("Local authority", new_la_code=code)) for code in codes]
    packed = gzip.compress(write(tmp_path / "made.csv", HEADER, rows).read_bytes())
    (tmp_path / "made.csv.gz").write_bytes(packed[: len(packed) // 2])
    with pytest.raises(InputError):
        read_ees(tmp_path / "made.csv.gz", own_mapping, source="made")
