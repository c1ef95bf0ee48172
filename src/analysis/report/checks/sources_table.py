"""Data checks as tables."""

import pandas as pd

from analysis.basics.phrases import counted
from analysis.catalogue.manifest import editions, load_manifest
from analysis.catalogue.observations import SYMBOLS
from analysis.output.table import Figure, Table
from analysis.report.gaps.chapter import GapsChapter


def sources_table(validation: dict, report: GapsChapter) -> Table:
    """What was read, by source; the transcribed reports of other local authorities are no part of this report."""
    titles = {source.id: source.title for source in load_manifest().values()}
    body = [
        {
            "Source": row["source"],
            "What it is": titles.get(row["source"].removesuffix("-printed"), "worked out here"),
            "Figures": Figure(row["observations"], f"{row['observations']:,}", 0),
            "Measures": row["measures"],
            "Areas": row["areas"],
            "Years": row["years"],
            "Without a value": ", ".join(f"{n:,} [{symbol}]" for symbol, n in row["without_value"].items())
            or "none",
        }
        for row in _of_report(validation, report)
    ]
    note = f"Symbols that stand in place of a value: {'; '.join(f'[{name}] {means}' for name, means in SYMBOLS.items())}."
    return Table("Observations read, by source", pd.DataFrame(body, dtype=object), (note,))


def read_in_all(validation: dict, report: GapsChapter) -> str:
    """How many figures were read from how many sources, all of which passed the rules: a file that does not stops the run."""
    rows = _of_report(validation, report)
    read = sum(row["observations"] for row in rows)
    return f"{counted(read, 'figure')} were read from {counted(len(rows), 'source')}. All passed the rules of the data model."


def _of_report(validation: dict, report: GapsChapter) -> list[dict]:
    others = {source.id for (code, _), source in editions().items() if code != report.area.code}
    return [row for row in validation["sources"] if row["source"] not in others]


def not_understood_table(validation: dict) -> Table:
    """What of the release of DfE's interactive tool was left out, or read with an assumption: a line for each thing."""
    body = [
        {
            "What": row["kind"].capitalize(),
            "Name": row["name"],
            "Rows": row["rows"] or "",
            "Example": row["example"],
            "What was done": row["done"],
        }
        for row in validation["not_understood"]
    ]
    caption = f"What was not understood of the interactive tool's release {validation['release']}"
    return Table(caption, pd.DataFrame(body, dtype=object))
