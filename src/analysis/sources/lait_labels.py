"""Labels of LAIT's data file that are no year: their rows are read by nothing, so that only a count of them can show them."""

from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

NO_VALUE = ("-", "")


def labels_without_year(parquet: Path) -> pd.DataFrame:
    """The labels that name no year.

    Returns
    -------
    DataFrame
        ``label``, ``rows`` under it, and ``values``, how many of them have one.
    """
    table = pq.read_table(parquet, columns=["Years", "Values"])
    years = table["Years"].fill_null("").dictionary_encode().to_pandas()
    odd = [label for label in years.cat.categories if "20" not in label]
    rows = pd.DataFrame(
        {"label": years, "has_value": ~table["Values"].fill_null("").to_pandas().isin(NO_VALUE)}
    )
    counts = (
        rows[rows["label"].isin(odd)]
        .astype({"label": str})
        .groupby("label")["has_value"]
        .agg(["size", "sum"])
    )
    return counts.reset_index().rename(columns={"size": "rows", "sum": "values"})
