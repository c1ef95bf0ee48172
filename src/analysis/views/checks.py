"""Data checks as tables."""

import pandas as pd

from analysis.tables import Table


def sources_table(validation: dict) -> Table:
    """What was read, by source."""
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
    ]
    return Table("Observations read, by source", pd.DataFrame(body, dtype=object))
