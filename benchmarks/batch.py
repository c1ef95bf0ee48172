"""Reports on many local authorities: the plain command lines, the Python calls, and `standards batch`, side by side.

    python benchmarks/batch.py                      # everything; needs the national files (STANDARDS_RAW)
    python benchmarks/batch.py --plain 1 --sizes 1,4

All make the same pages from the same notebooks and data, one way after the other in one run on one machine, so that
the ratios can be read where the times cannot. (a) `papermill` and `jupyter nbconvert` as command lines, one notebook
after another; (b) papermill's and nbconvert's Python calls in one process, one after another; (c) `standards batch`
with one job; (d) with a job for each core. Writes benchmarks/results/batch.md.
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from importlib.metadata import version
from pathlib import Path

import psutil

REPO = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "results" / "batch.md"
#: ``ALL``: local authorities of England with schools, in 2025.
YEAR, SAMPLE, ALL = 2025, 12, 152
SECONDS_BETWEEN_LOOKS = 0.5
#: Runs in a process of its own: the same calls as the command lines, without starting Python for each.
CALLS = """
import json, sys
from pathlib import Path
import papermill
from nbconvert import HTMLExporter
notebooks, folder, year, areas = json.load(sys.stdin)
for area in areas:
    for notebook in notebooks:
        output = Path(folder) / Path(notebook).name
        papermill.execute_notebook(notebook, output, {"area": area, "year": year}, progress_bar=False,
                                   cwd=Path(notebook).parent)
        html, _ = HTMLExporter(exclude_input=True).from_filename(output)
        output.with_suffix(".html").write_text(html, encoding="utf-8")
"""


class Tree(threading.Thread):
    """Watches the memory of this process's children, shared pages counted once."""

    def __init__(self):
        super().__init__(daemon=True)
        self.peak, self.ended = 0, threading.Event()

    def run(self):
        me = psutil.Process()
        while not self.ended.wait(SECONDS_BETWEEN_LOOKS):
            total = 0
            for process in me.children(recursive=True):
                try:
                    total += process.memory_full_info().pss
                except psutil.Error:
                    continue
            self.peak = max(self.peak, total)


def timed(*commands, **options):
    """Seconds, CPU seconds and peak memory in MB of commands that run one after another."""
    tree = Tree()
    tree.start()
    before, start = os.times(), time.perf_counter()
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
        if done.returncode:
            raise SystemExit(f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}")
    seconds, after = time.perf_counter() - start, os.times()
    tree.ended.set()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return seconds, cpu, tree.peak / 2**20


def notebooks_of(area):
    """The notebooks that have a page for this LA: those of the plain way are the same."""
    from analysis.report.contents import PAGES, open_report

    report = open_report(area, YEAR)
    return [page.notebook for page in PAGES if not page.absent_because(report)]


def plain(areas, home):
    """(a) The command lines."""
    out = home / "plain"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    commands = []
    for area in areas:
        for name in notebooks_of(area):
            given = ["-p", "area", area, "-p", "year", str(YEAR)]
            papermill = [sys.executable, "-m", "papermill", "--no-progress-bar", "--cwd", "notebooks"]
            commands.append([*papermill, f"notebooks/{name}", f"plain/{name}", *given])
            nbconvert = [sys.executable, "-m", "nbconvert", "--to", "html", "--no-input"]
            commands.append([*nbconvert, f"plain/{name}"])
    return timed(*commands, cwd=home)


def calls(areas, home):
    """(b) The Python calls."""
    import json

    (home / "calls").mkdir(exist_ok=True)
    given = json.dumps(
        [
            [str(home / "notebooks" / name) for name in notebooks_of(areas[0])],
            str(home / "calls"),
            YEAR,
            areas,
        ]
    )
    return timed([sys.executable, "-c", CALLS], cwd=home, input=given)


def report(area, home):
    command = [sys.executable, "-m", "analysis", "report", "--force", "--area", area, "--year", str(YEAR)]
    return timed(command, cwd=home)


def batch(areas, home, jobs):
    """(c) and (d): with everything that a report has beyond its pages."""
    named = ",".join(f'"{area}"' for area in areas)
    command = [sys.executable, "-m", "analysis", "batch", "--force", "--areas", named, "--years", str(YEAR)]
    return timed([*command, "--jobs", str(jobs)], cwd=home)


def sample(size):
    """LAs spread evenly over all of England's, by code."""
    from analysis.catalogue.areas import load_areas
    from analysis.catalogue.existing import standing

    names = standing(load_areas(), YEAR).sort_values("code")["name"].tolist()
    return [names[i * len(names) // size] for i in range(size)]


def table(header, rows):
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def measured(home, n_plain, sizes, cores):
    """The three tables: one LA, the sample, and growth."""
    areas = sample(SAMPLE)

    def told(name, result):
        print(name, *(f"{value:.1f}" for value in result), flush=True)
        return result

    a = told("(a)", plain(areas[:n_plain], home))
    b = told("(b)", calls(areas[:n_plain], home))
    one = told("standards report", report(areas[0], home))
    c = told("(c)", batch(areas, home, 1))
    grown = {
        size: told(f"(d) {size}", batch(sample(size) if size > SAMPLE else areas[:size], home, cores))
        for size in sizes
    }
    d = grown[SAMPLE] if SAMPLE in grown else told("(d)", batch(areas, home, cores))
    per_a, per_b = a[0] / n_plain, b[0] / n_plain

    few, many = SAMPLE, max(sizes)
    slope = (grown[many][0] - d[0]) / (many - few) if many > few else d[0] / few

    def row(name, reports, result, own_start=False):
        each = result[0] / reports
        all_of_them = d[0] + slope * (ALL - few) if own_start else each * ALL
        reckoned = f"{all_of_them / 60:.0f} min"
        times = f"{per_a / each:.1f}", f"{per_b / each:.1f}"
        return [
            name,
            reports,
            f"{each:.1f} s",
            f"{result[1] / reports:.1f} s",
            *times,
            reckoned,
            f"{result[2]:.0f} MB",
        ]

    rows = [
        row("(a) command lines", n_plain, a),
        row("(b) Python calls", n_plain, b),
        row("`standards report`", 1, one),
        row("(c) `standards batch`, one job", SAMPLE, c),
        row(f"(d) `standards batch`, {cores} jobs", SAMPLE, d, own_start=True),
    ]
    if many > few:
        rows.append(row(f"(d) `standards batch`, {cores} jobs", many, grown[many], own_start=True))
    growth = [[size, f"{r[0]:.0f} s", f"{r[0] / size:.1f} s", f"{r[2]:.0f} MB"] for size, r in grown.items()]
    return rows, growth


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--plain",
        type=int,
        default=2,
        help="LAs that (a) and (b) are timed on; their cost is the same for each",
    )
    parser.add_argument("--sizes", default="1,4,12,40", help="sizes of batch that growth is timed for")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="standards-bench-") as folder:
        home = Path(folder)
        for part in ("data/raw", "notebooks"):
            shutil.copytree(REPO / part, home / part)
        os.environ |= {"STANDARDS_HOME": folder, "STANDARDS_OFFLINE": "1"}
        os.environ["PYTHONPATH"] = str(REPO / "src")
        sys.path.insert(0, str(REPO / "src"))
        from analysis.data.prepare import prepare
        from analysis.runs.ask import cores

        if not any(source["source"] == "lait" for source in prepare()["sources"]):
            raise SystemExit(
                "The national files are not at hand: set STANDARDS_RAW to a folder that holds them."
            )
        sizes = [int(size) for size in arguments.sizes.split(",")]
        load = os.getloadavg()[0]
        rows, growth = measured(home, arguments.plain, sizes, cores())
    about = ", ".join(
        f"{name} {version(name)}" for name in ("papermill", "nbconvert", "pandas", "matplotlib")
    )
    sections = [
        "# Reports on many local authorities",
        f"Written by `benchmarks/batch.py`. {os.cpu_count()} cores ({platform.machine()}), "
        f"{psutil.virtual_memory().total / 2**30:.0f} GB, {platform.system()}, Python {platform.python_version()}, "
        f"{about}. Load before the run {load:.1f}, after it {os.getloadavg()[0]:.1f}: on a shared machine the ratios "
        "within the run are what to read. National data prepared beforehand; the year is "
        f"{YEAR}. Times are of the whole command, start and reading of the data included, divided by the reports.",
        "## One report, and many",
        table(
            [
                "way",
                "reports",
                "time each",
                "CPU each",
                "times faster than (a)",
                "than (b)",
                "152 LAs reckoned",
                "peak memory",
            ],
            rows,
        ),
        NOTES,
        "## As the number of local authorities grows",
        table([f"reports (d, {cores()} jobs)", "time", "each", "peak memory"], growth),
    ]
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text("\n\n".join(sections) + "\n", encoding="utf-8")
    print(f"written: benchmarks/results/{RESULTS.name}")


NOTES = """- (a) and (b) make the pages alone. Ours also writes the workbook, the data files, `run.json` with every hash, and
  checks that the inputs are those described.
- The cost of (a) and (b) is the same for every LA, as nothing is kept from one to the next: they are timed on a
  few, and the number is in the table.
- `standards batch` begins with reading the data and computing what all reports share. What 152 take is therefore
  reckoned from the line through 12 and the largest batch; of the other ways, from the time of one.
- Peak memory is the sum over all processes of a command, shared pages counted once (PSS), looked at twice a second."""


if __name__ == "__main__":
    main()
