"""Data checks as tables."""

import pandas as pd

from analysis.catalogue.manifest import editions
from analysis.output.table import Table
from analysis.report.gaps.chapter import GapsChapter


def sources_table(validation: dict, report: GapsChapter) -> Table:
    """What was read, by source; the transcribed reports of other local authorities are no part of this report."""
    others = {source.id for (code, _), source in editions().items() if code != report.area.code}
    body = [
        {
            "Source": row["source"],
            "Observations": row["observations"],
            "Measures": row["measures"],
            "Areas": row["areas"],
            "Years": row["years"],
            "Without a value": ", ".join(f"{n} [{symbol}]" for symbol, n in row["without_value"].items())
            or "none",
        }
        for row in validation["sources"]
        if row["source"] not in others
    ]
    return Table("Observations read, by source", pd.DataFrame(body, dtype=object))


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
