"""Memory for files of ten million rows, simulated: what each reader holds at most while it reads or refuses one.

    python benchmarks/many_rows.py [ROWS]

Each file is made in a temporary folder and read in a process of its own, whose peak memory is compared with that of
a process that reads a file of a hundredth of the rows.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

REPO = Path(__file__).parents[1]
BLOCK = 100_000
READ = """
import json, resource, sys
from pathlib import Path
from analysis.basics.errors import InputError
kind, folder = sys.argv[1], Path(sys.argv[2])
try:
    if kind == "lait":
        from analysis.catalogue.areas import load_areas
        from analysis.data.prepared_releases import names_of
        from analysis.sources.lait import read_lait
        from analysis.catalogue.lait_codes import load_codes
        rows = read_lait(folder / "lait.parquet", folder / "dictionary.csv", load_codes(), names_of(load_areas()))[0]
        outcome = f"{len(rows)} observations"
    elif kind == "ees":
        from analysis.sources.ees import read_data_set
        from analysis.catalogue.ees_mapping_files import load_mapping
        found = read_data_set(folder / "ees.csv", load_mapping(folder / "own.toml"), source="made")
        outcome = f"{len(found.observations)} observations of {found.account['rows'].sum()} rows"
    else:
        from analysis.report.claims.files import read_claims
        outcome = f"{len(read_claims(folder / 'claims.csv'))} claims"
except InputError as error:
    outcome = "refused: " + error.problem
print(json.dumps([outcome, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024]))
"""
MAPPING = """
id = "own"
title = "Made"
publication = "Made"
pupil_groups = [{ group = "all" }]
measures = [{ measure = "ks2_rwm_expected", unit = "percent", value = "percent" }]
counts = { la = "exact", region = "rounded", country = "judged" }
"""
HEADER = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
    "old_la_code,new_la_code,la_name,percent"
)


def make_lait(folder: Path, rows: int) -> None:
    """The same few figures again and again: a file that was pasted together."""
    areas = ["Barnet", "Camden", "London", "England"]
    cells = [("FSP_NEW_GOODDEV", str(2013 + i % 10), areas[i % 4], f"{60 + i % 10}.5") for i in range(40)]
    names = ("Short Desc", "Years", "LA and Regions", "Values")
    block = pa.table({name: [row[i] for row in cells] * (BLOCK // 40) for i, name in enumerate(names)})
    with pq.ParquetWriter(folder / "lait.parquet", block.schema) as writer:
        for _ in range(rows // BLOCK):
            writer.write_table(block)
    text = "Measure_short,Polarity,dps,Year_Type,No_Quartile\nFSP_NEW_GOODDEV,High,1,Academic Year,NA\n"
    (folder / "dictionary.csv").write_text(text, encoding="latin-1")


def make_ees(folder: Path, rows: int) -> None:
    """One authority, and schools as far as the eye can see."""
    place = "E92000001,England,E13000002,Outer London,302,E09000003,Barnet"
    (folder / "own.toml").write_text(MAPPING, encoding="utf-8")
    with (folder / "ees.csv").open("w", encoding="utf-8") as stream:
        stream.write(f"{HEADER}\n202324,Academic year,Local authority,{place},45\n")
        for _ in range(rows // BLOCK):
            stream.write(f"202324,Academic year,School,{place},45\n" * BLOCK)


def make_claims(folder: Path, rows: int) -> None:
    with (folder / "claims.csv").open("w", encoding="utf-8") as stream:
        stream.write("claim,kind,value\n")
        for _ in range(rows // BLOCK):
            stream.write("made,value,1\n" * BLOCK)


def measure(kind: str, rows: int) -> tuple[str, int, float]:
    with tempfile.TemporaryDirectory() as name:
        MAKERS[kind](Path(name), rows)
        start = time.perf_counter()
        command = [sys.executable, "-c", READ, kind, name]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        outcome, peak = json.loads(done.stdout)
        return outcome, peak, time.perf_counter() - start


MAKERS = {"lait": make_lait, "ees": make_ees, "claims": make_claims}

if __name__ == "__main__":
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    print("| reader | rows | outcome | peak memory, MB | against a hundredth of the rows | seconds |")
    print("|---|---|---|---|---|---|")
    for kind in MAKERS:
        _, least, _ = measure(kind, max(BLOCK, rows // 100))
        outcome, peak, seconds = measure(kind, rows)
        print(f"| {kind} | {rows:,} | {outcome} | {peak} | {peak / least:.1f} | {seconds:.0f} |", flush=True)
