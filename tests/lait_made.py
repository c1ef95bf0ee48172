"""Made releases of DfE's interactive tool: a few figures each, in the folders and the list of a project."""

import csv
import hashlib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

HEADER = "Measure_short,Polarity,dps,Year_Type,No_Quartile"
DICTIONARY = f"{HEADER}\nFSP_NEW_GOODDEV,High,1,Academic Year,NA\nTotPermEx,Low,2,Academic Year,NA\n"
GLD = "FSP_NEW_GOODDEV"
COLUMNS = ("Short Desc", "Years", "LA and Regions", "Values")
LIST = ["commit", "committed", "sha256", "bytes", "dictionary_sha256", "dictionary_bytes", "note"]


def write_parquet(file: Path, rows) -> Path:
    """Rows of code, label, area and value as DfE's file has them."""
    table = {
        name: pa.array(cells, pa.string())
        for name, cells in zip(COLUMNS, zip(*rows, strict=True), strict=True)
    }
    pq.write_table(pa.table(table), file)
    return file


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def listed(folder: Path) -> list[dict]:
    with (folder / "lait_releases.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write_list(folder: Path, rows: list[dict]) -> None:
    with (folder / "lait_releases.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, LIST, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def make_release(
    home: Path, moment: str, rows, dictionary: str = DICTIONARY, place: Path | None = None
) -> str:
    """A release in the folder of raw files, known to the list there; its id. ``moment``: 2030-01-05T10:00:00+00:00."""
    raw = home / "data" / "raw"
    commit = hashlib.sha1(moment.encode(), usedforsecurity=False).hexdigest()
    folder = (place or raw) / "lait_releases" / f"{moment[:10]}_{commit[:7]}"
    folder.mkdir(parents=True)
    data = write_parquet(folder / "bds_long_0.parquet", rows)
    about = {
        "commit": commit,
        "committed": moment,
        "sha256": digest(data),
        "bytes": data.stat().st_size,
        "note": "",
    }
    about |= {"dictionary_sha256": "", "dictionary_bytes": 0}
    if dictionary:
        file = folder / "lait_data_dictionary.csv"
        file.write_text(dictionary, encoding="latin-1")
        about |= {"dictionary_sha256": digest(file), "dictionary_bytes": file.stat().st_size}
    write_list(raw, [*listed(raw), about])
    return folder.name
