"""``docs/data-files.md``, made from the classes that say what each data file of a report holds.

python -m analysis.runs.data_files    # or: make docs
"""

from analysis.basics import paths
from analysis.basics.columns import Columns
from analysis.catalogue.observations import NamedObservations
from analysis.report.claims.columns import Claims
from analysis.report.cohorts.columns import RankSets, SmallCohorts
from analysis.report.cohorts.estimate_columns import Funnels, Pooled, ShrunkenRanks
from analysis.report.gaps.columns import GapHistory, Gaps
from analysis.report.indicators.columns import Indicators
from analysis.report.rankings.columns import Rankings, RankMovements, Reconciliation
from analysis.report.revisions.columns import Revisions
from analysis.report.summary.columns import Sentences

#: Every data file that a report can have, in the order of its pages.
FILES: tuple[type[Columns], ...] = (
    *(Sentences, Rankings, RankMovements, Reconciliation, Gaps, GapHistory, SmallCohorts, RankSets),
    *(ShrunkenRanks, Pooled, Funnels),
    *(Indicators, Claims, NamedObservations, Revisions),
)
HEAD = """# The data files of a report

Written by `make docs`, never by hand: the classes that this page is made from are what each file is checked against
before it is written (`columns.py` of its page's package in `src/analysis/report`; `observations.csv`:
`src/analysis/catalogue/observations.py`).

`reports/<area>-<year>/data/` holds those that apply to the area and year; `revisions.csv` is that of
`reports/revisions-<from>-<to>/data/`. They are UTF-8 with commas and one header
row. The names of the files and of their columns stay, and so does the order; new columns are added at the end. A cell
is empty where its column says "may be missing", and text may be empty.
"""
#: What a type is called for a reader.
WORDS = {
    "str": "text",
    "int64": "whole number",
    "Int64": "whole number",
    "Int8": "whole number",
    "float64": "number",
    "bool": "True or False",
}


def describe() -> str:
    """The page: of each file what a row is, then name, type and meaning of every column, in the file's order."""
    return "\n".join([HEAD, *map(_section, FILES)])


def _section(columns: type[Columns]) -> str:
    rows = [
        f"| `{name}` | {WORDS[str(column.dtype.type)]}{', may be missing' if column.nullable else ''} | {column.description} |"
        for name, column in columns.to_schema().columns.items()
    ]
    lines = [
        f"## {columns.file()}",
        "",
        str(columns.__doc__),
        "",
        "| column | type | meaning |",
        "|---|---|---|",
    ]
    return "\n".join([*lines, *rows, ""])


if __name__ == "__main__":
    (paths.home() / "docs" / "data-files.md").write_text(describe(), encoding="utf-8")
