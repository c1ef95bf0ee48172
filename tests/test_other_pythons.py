"""The figures do not depend on the version of Python: data behind the CSV files, computed by others that are here.

``STANDARDS_PYTHONS`` names interpreters that have the packages of requirements.lock, with ``os.pathsep`` between;
otherwise those on the path are tried.
"""

import os
import shutil
import subprocess
import sys

import pytest

from places import REPO

VERSIONS = ("3.11", "3.12", "3.13")
#: What the data files of the pages hold, without kernels.
PROGRAM = """
import hashlib, sys
from analysis.report.contents import open_report
from analysis.catalogue.observations import NamedObservations
from analysis.report.cohorts.columns import RankSets
from analysis.report.gaps.columns import GapHistory, Gaps
from analysis.report.gaps.gaps import attainment_gaps, gap_history
from analysis.report.indicators.columns import Indicators
from analysis.report.indicators.indicators import indicators
from analysis.report.cohorts.rank_sets import rank_sets
from analysis.report.rankings.columns import Rankings
from analysis.report.rankings.rankings import rankings
from analysis.data.prepare import is_current, prepare
from analysis.output.data_file import DataFile
if not is_current():
    prepare()
data = open_report("Barnet", 2017)
parts = {
    Rankings: data.rankings,
    Gaps: data.gaps,
    GapHistory: data.gap_history[GapHistory.names()],
    RankSets: data.rank_sets,
    Indicators: data.indicators,
    NamedObservations: data.export(),
}
for columns, table in parts.items():
    text = DataFile(table, columns).to_csv()
    print(columns.file(), hashlib.sha256(text.encode()).hexdigest(), len(text))
"""


def others() -> dict[str, str]:
    named = os.environ.get("STANDARDS_PYTHONS", "").split(os.pathsep)
    found = [*filter(None, named), *filter(None, (shutil.which(f"python{version}") for version in VERSIONS))]
    usable = {}
    for python in found:
        ask = "import sys, pandas, pandera, scipy, gptables, papermill; print('%d.%d' % sys.version_info[:2])"
        done = subprocess.run([python, "-c", ask], capture_output=True, text=True)
        own = f"{sys.version_info[0]}.{sys.version_info[1]}"
        if done.returncode == 0 and done.stdout.strip() != own:
            usable.setdefault(done.stdout.strip(), python)
    return usable


def figures(python: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(REPO / "src")}
    done = subprocess.run([python, "-c", PROGRAM], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_other_versions_of_python_compute_the_same(home):
    pythons = others()
    if not pythons:
        pytest.skip("no other Python here has the packages: name some in STANDARDS_PYTHONS")
    own = figures(sys.executable)
    assert own.count("\n") == 6
    for version, python in pythons.items():
        assert figures(python) == own, version
