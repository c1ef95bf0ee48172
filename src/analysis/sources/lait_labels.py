"""Years as DfE's interactive tool labels them: 2017, 2016/17, 2025 (prov), 2018 (Revised), 2023(Prov).

A label is a year or an academic year and, in brackets or not, whether the figures are provisional, revised or final.
DfE writes it in many ways. Whatever has this form is read, and nothing else is.
"""

import re
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

NO_VALUE = ("-", "")
#: What the words of a label say of the figures; those of ``SAYS_NOTHING`` may stand beside them.
STATUS_WORDS = {
    **dict.fromkeys(("prov", "provisional", "p"), "provisional"),
    **dict.fromkeys(("rev", "revised", "r"), "revised"),
    **dict.fromkeys(("final", "f"), "final"),
    "unvalidated": "unvalidated",
    "published": "published",
}
SAYS_NOTHING = {"data", "figure", "figures", "result", "results", "estimate", "estimates", "statistics"}
LABELS = (
    "a year such as 2017, 2025 (prov), 2024 (Revised) or 2020 (Final), or an academic year such as 2016/17"
)
_LABEL = re.compile(
    r"(?P<first>20\d\d)(?:\s*[/\u2013-]\s*(?:20)?(?P<second>\d\d))?(?:\s*[(\[](?P<within>[^()\[\]]*)[)\]]|(?P<after>[a-z. ]*))"
)


def meaning(label: str, academic: bool) -> tuple[int, str]:
    """The year and the status that a label stands for; year 0 if it is not understood.

    Two years are those of one academic year, if the years of the code are ``academic`` and the second follows the first.

    Examples
    --------
    >>> meaning("2023(Prov)", False), meaning("2022/23 ( provisional )", True), meaning("2018 (Revised)", True)
    ((2023, 'provisional'), (2023, 'provisional'), (2018, 'revised'))
    >>> meaning("2016/18", True), meaning("2016-17", False), meaning("2017 (draft)", True)
    ((0, ''), (0, ''), (0, ''))
    """
    found = _LABEL.fullmatch(label.strip().casefold())
    if not found:
        return 0, ""
    year = int(found["first"]) + bool(found["second"])
    spans = not found["second"] or (academic and int(found["second"]) == year % 100)
    status = _status(found["within"] if found["within"] is not None else found["after"])
    return (year, status) if spans and status else (0, "")


def _status(words: str) -> str:
    """What the words after a year say of its figures; empty if that is not understood, or they say two things."""
    left = [word.strip(".") for word in words.split() if word.strip(".") not in SAYS_NOTHING]
    said = {STATUS_WORDS.get(word, "") for word in left}
    return said.pop() if len(said) == 1 else "" if said else "published"


def codes_and_labels(parquet: Path) -> set[tuple[str, str]]:
    """Each code of a data file with each label under which it has a row."""
    columns = ["Short Desc", "Years"]
    pairs = pq.read_table(parquet, columns=columns).group_by(columns).aggregate([])
    return {(row[columns[0]] or "", row[columns[1]] or "") for row in pairs.to_pylist()}


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
