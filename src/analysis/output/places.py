"""Ranks that stand for several places, in a workbook: the last of them has a column, beside the first."""

import re

#: A rank as the places that it may stand for: "9th–16th of 151".
PLACES = re.compile(r"\d+(?:st|nd|rd|th)–(?P<last>\d+)(?P<ending>st|nd|rd|th)\b")


def with_last_places(table: dict) -> dict:
    """A table with a column more after each that has ranks of several places: the last place, of every row.

    Parameters
    ----------
    table : dict
        A Tabular Data Resource, as ``analysis.output.table.Table.to_resource`` makes it.

    Returns
    -------
    dict
        The same resource if no rank stands for several places. A rank of one place is its own last; what is no rank stays.

    Examples
    --------
    >>> cell = {"value": 9.0, "text": "9th–16th of 151", "decimals": 0}
    >>> found = with_last_places({"schema": {"fields": [{"name": "Rank"}]}, "data": [[cell]]})
    >>> found["schema"]["fields"][1]["name"], found["data"][0][1]["value"]
    ('Rank, last place', 16.0)
    """
    fields = table["schema"]["fields"]
    several = {i for i in range(len(fields)) if any(_several(row[i]) for row in table["data"])}
    if not several:
        return table
    named = [
        each
        for i, field in enumerate(fields)
        for each in [field, {"name": f"{field['name']}, last place"}][: 1 + (i in several)]
    ]
    data = [
        [each for i, cell in enumerate(row) for each in [cell, _last(cell)][: 1 + (i in several)]]
        for row in table["data"]
    ]
    return table | {"schema": {"fields": named}, "data": data}


def _several(cell) -> re.Match | None:
    if not isinstance(cell, dict) or cell["value"] is None:
        return None
    return PLACES.match(cell["text"])


def _last(cell):
    """The last place of a cell, with the mark that it has."""
    found = _several(cell)
    if not found:
        return cell
    rest = cell["text"][found.end() :]
    return cell | {"value": float(found["last"]), "text": f"{found['last']}{found['ending']}{rest}"}
