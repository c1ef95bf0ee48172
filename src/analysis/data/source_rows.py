"""What was read of each source, for the validation report."""

import pandas as pd


def source_rows(observations: pd.DataFrame) -> list[dict]:
    """A row for each source, in the order of their names: rows, measures, years, areas, and values that are not there and why."""
    return [
        {
            "source": source,
            "observations": len(rows),
            "measures": int(rows["measure"].nunique()),
            "years": f"{rows['year'].min()} to {rows['year'].max()}",
            "areas": int(rows["area"].nunique()),
            "without_value": {
                k: int(n) for k, n in rows["status"].value_counts().sort_index().items() if k != "ok"
            },
        }
        for source, rows in observations.groupby("source")
    ]
