"""Data checks as tables."""

import pandas as pd

from analysis.measures import group_phrase
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


def repeated_table(repeated: pd.DataFrame, data) -> Table:
    """Figures whose second printing differs from the first."""
    body = [
        {
            "Figure": f"{data.measures.loc[row.measure, 'short_title']}, {group_phrase(row.pupil_group)}, {row.year}",
            "Area": data.name_of(row.area),
            "Kind": row.kind.replace("_", " "),
            "First printing": row.first,
            "On line": row.first_line,
            "Other printing": row.other,
            "On line ": row.other_line,
        }
        for row in repeated[~repeated["agrees"]].itertuples()
    ]
    return Table("Figures printed twice that differ", pd.DataFrame(body, dtype=object))
