"""The transcribed report as it was printed: its tables, and what its printings of one figure say."""

import pandas as pd

from analysis.catalogue.measures import PHASES, group_title
from analysis.output.table import Figure, Table

BRACKETS = {
    "not_fsm": "not eligible for free school meals",
    "not_disadvantaged": "not disadvantaged",
    "previous_year": "the year before",
}


def _figure(row, source: str) -> Figure:
    value = None if pd.isna(row.value) else float(row.value)
    decimals = None if pd.isna(row.decimals) else int(row.decimals)
    return Figure(value, row.printed, decimals, f"{source} row {row.row}, printed on line {row.line}")


def printed_table(edition, table: str, source: str) -> Table:
    """One table of the report, its figures digit for digit, its rows and columns in the order of print.

    Bracketed figures have a column of their own, headed with what the brackets mean in that table.
    """
    about = edition.tables.set_index("table").loc[table]
    figures = edition.figures[edition.figures["table"] == table]
    meaning = BRACKETS.get(about["brackets"], "")
    bracketed = figures["bracketed"] == "yes"
    labels = figures["column_label"].str.strip()
    if bracketed.any():
        labels = labels.str.cat(
            bracketed.map({True: f" | in brackets: {meaning}", False: " | not in brackets"})
        )
    else:
        labels = labels.str.replace(" - ", " | ", n=1)
    cells = [_figure(row, source) for row in figures.itertuples()]
    long = pd.DataFrame(
        {"row": figures["row_label"], "column": labels, "line": figures["line"], "cell": cells}
    )
    columns, rows = (
        list(dict.fromkeys(long["column"])),
        list(dict.fromkeys(zip(long["line"], long["row"], strict=True))),
    )
    grid = long.set_index(["line", "row", "column"])["cell"]
    body = [[label, *(grid.get((line, label, column)) for column in columns)] for line, label in rows]
    note = f"Printed on lines {about['first_line']} to {about['last_line']}, section “{about['section']}”."
    frame = pd.DataFrame(body, columns=["Area", *columns], dtype=object)
    return Table(f"{about['title']} ({table})", frame, (note, *filter(None, [about["note"]])), empty="")


def tables_by_phase(edition, source: str) -> dict[str, list[Table]]:
    """Every table of the report by the phase that it is of, in the order of print."""
    about = edition.tables.set_index("table")["phase"]
    found: dict[str, list[Table]] = {}
    for table, phase in about.items():
        found.setdefault(PHASES[phase], []).append(printed_table(edition, str(table), source))
    return found


def annex_table(edition, source: str) -> Table:
    """Annex A, one row for each indicator, its cells as printed."""
    figures = edition.figures[edition.figures["table"] == "annex-a"]
    rows = []
    for indicator in edition.indicators.itertuples():
        own = figures[figures["row_label"] == indicator.reference]
        benchmarks = own[own["column_label"] == "Benchmarking"]
        result = own[
            (own["column_label"] == "2017 Result")
            & own["kind"].isin(["value", "gap"])
            & (own["bracketed"] == "no")
        ]
        before = own[(own["column_label"] == "2016 Result") & own["kind"].isin(["value", "gap"])]
        rows.append(
            {
                "Reference": indicator.reference,
                "Indicator": indicator.title,
                "Target": indicator.target_printed,
                "Result": _only(result, source),
                "Rank": _only(own[own["kind"].isin(["rank", "gap_rank"])], source),
                "Mark": indicator.mark or None,
                "Year before": _only(before, source),
                **{name: _only(_benchmark(benchmarks, area), source) for name, area in BENCHMARKS.items()},
            }
        )
    notes = (
        "Printed on lines 1565 to 1589. Of the benchmarks, the figure that stands for the result is shown; the "
        "levels behind printed differences are in data/observations.csv.",
    )
    return Table("Annex A: performance indicators", pd.DataFrame(rows, dtype=object), notes, empty="")


BENCHMARKS = {"Neighbours": "neighbours:E09000003", "London": "E12000007", "England": "E92000001"}


def _benchmark(benchmarks: pd.DataFrame, area: str) -> pd.DataFrame:
    return benchmarks[
        (benchmarks["area"] == area)
        & (benchmarks["bracketed"] == "no")
        & benchmarks["kind"].isin(["value", "gap"])
    ]


def _only(rows: pd.DataFrame, source: str) -> Figure | None:
    return _figure(next(rows.itertuples()), source) if len(rows) else None


def repeated_figures(figures: pd.DataFrame) -> pd.DataFrame:
    """Figures that the report prints in more than one place with different values.

    Returns
    -------
    DataFrame
        ``measure, pupil_group, year, area, kind, first, first_line, other, other_line, agrees``: each later
        printing against the first. ``agrees`` if the coarser precision of the two rounds both to the same
        number.
    """
    key = ["measure", "pupil_group", "comparison_group", "year", "area", "kind"]
    rows = figures[figures["kind"].isin(["value", "gap", "rank", "gap_rank"]) & figures["value"].notna()]
    first = rows.drop_duplicates(key)
    pairs = rows.drop(first.index).merge(first, on=key, suffixes=("_other", "_first"))
    coarse = pairs[["decimals_first", "decimals_other"]].min(axis=1).astype(float)
    pairs["agrees"] = (pairs["value_first"] - pairs["value_other"]).abs() <= 0.5 * 10.0**-coarse + 1e-9
    # two figures printed to the same precision agree only if they are the same
    same = pairs["decimals_first"] == pairs["decimals_other"]
    pairs.loc[same, "agrees"] = pairs["value_first"] == pairs["value_other"]
    names = {
        "printed_first": "first",
        "line_first": "first_line",
        "printed_other": "other",
        "line_other": "other_line",
    }
    return pairs.rename(columns=names)[[*key, "first", "first_line", "other", "other_line", "agrees"]]


def annex_figures(edition, source: str) -> Table:
    """Every figure of Annex A, one a row, so that none of its crowded cells is left out."""
    figures = edition.figures[edition.figures["table"] == "annex-a"]
    areas = {"E09000003": "Barnet", "E12000007": "London", "E92000001": "England"}
    frame = pd.DataFrame(
        {
            "Reference": figures["row_label"],
            "Cell": figures["column_label"],
            "What": figures["kind"].str.replace("_", " "),
            "Area": figures["area"].map(areas).fillna("Statistical neighbours"),
            "Pupils": figures["pupil_group"].map(group_title),
            "In brackets": figures["bracketed"],
            "Printed": [_figure(row, source) for row in figures.itertuples()],
        },
        dtype=object,
    )
    return Table("Annex A: every printed figure", frame)
