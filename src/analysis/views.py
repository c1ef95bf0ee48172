"""Results as the tables and charts that the pages show. Rows come in computed; here they get words."""

import pandas as pd

from analysis import charts
from analysis.gaps import COMPARATORS
from analysis.measures import PHASES, PUPIL_GROUPS, format_value, group_phrase, group_title
from analysis.narrative import LARGEST
from analysis.ranking import BANDS, distribution, last_place, without_value
from analysis.rankings import rank_history
from analysis.tables import Figure, Table, ordinal

#: How bands look; the word is always there, so that colour is never the only sign.
BAND_STYLES = {
    "top 5%": "band best",
    "top 10%": "band best",
    "top 20%": "band good",
    "top half": "band",
    "bottom half": "band low",
}


def measure_label(row) -> str:
    return (
        row.short_title if row.pupil_group == "all" else f"{row.short_title}: {group_phrase(row.pupil_group)}"
    )


def figure(value, unit: str, decimals, reference: str = "", status: str = "ok") -> Figure | None:
    """A value as a table cell; a published symbol stands in square brackets."""
    if pd.isna(value):
        return None if status == "ok" else Figure(None, f"[{status}]", None, reference)
    places = 0 if pd.isna(decimals) else int(decimals)
    return Figure(float(value), format_value(value, unit, places, true_minus=True), places, reference)


def rank_figure(rank, tied: bool = False) -> Figure | None:
    return None if pd.isna(rank) else Figure(float(rank), ordinal(rank, tied), 0)


def ranking_table(rows: pd.DataFrame, data, caption: str) -> Table:
    """Value, rank, bands, movement and comparators of each measure."""
    body = [
        {
            "Measure": measure_label(row),
            data.area.name: figure(
                row.value, row.unit, row.decimals, f"{row.source} {row.locator}", row.status
            ),
            "Rank": rank_of(row),
            "Printed": rank_figure(row.printed_rank) if row.basis == "recomputed" else None,
            "Band": row.band or "not ranked",
            "Quartile": row.quartile_band or None,
            "National values around it": row.bracket or None,
            "To top 10%": figure(row.to_top_10, row.unit, row.decimals),
            "Rank the year before": rank_figure(row.previous_rank),
            "Change in value": figure(row.change, row.unit, row.decimals),
            f"In {data.region_name}": within(row.rank_in_region, row.n_in_region),
            "Among neighbours": within(row.rank_in_neighbours, row.n_in_neighbours),
            data.region_name: figure(row.region, row.unit, row.decimals),
            "Neighbours": figure(row.neighbours, row.unit, row.decimals),
            "England": figure(row.england, row.unit, row.decimals),
        }
        for row in rows.itertuples()
    ]
    frame = pd.DataFrame(body, dtype=object)
    empty = [name for name in frame.columns[1:] if frame[name].isna().all()]
    return Table(caption, frame.drop(columns=empty), classes=BAND_STYLES)


def rank_of(row) -> Figure | None:
    """A rank with its tie and the number ranked: "14th= of 150"."""
    if pd.isna(row.rank):
        return None
    tied = pd.notna(row.tie_last) and row.tie_last > row.tie_first
    return Figure(float(row.rank), f"{ordinal(row.rank, tied)} of {row.n_ranked}", 0)


def within(rank, n) -> str | None:
    """A rank among few: "2 of 11"."""
    return None if pd.isna(rank) else f"{rank} of {n}"


def strips(rows: pd.DataFrame, data, phase: str) -> charts.Chart | None:
    """The national distribution of each all-pupils measure of a phase, with the LA and its comparators."""
    shape = distribution(data.ranks[data.ranks["year"] == data.year])
    rows = rows[(rows["phase"] == phase) & (rows["pupil_group"] == "all") & (rows["basis"] == "recomputed")]
    rows = rows.join(
        shape[["q0", "q10", "q25", "q50", "q75", "q90", "q100"]], on=["measure", "pupil_group", "year"]
    )
    if rows.empty:
        return None
    rows = rows.assign(label=rows["short_title"], place=[ordinal(rank) for rank in rows["rank"]])
    best = rows.loc[rows["rank"].idxmin()]
    title = f"{PHASES[phase]}: nearest the top is {best['short_title']}, {ordinal(best['rank'])} of {best['n_ranked']}"
    parts = [
        f"{row.short_title}: {number(row, row.value)}, {row.place} of {row.n_ranked}, England {number(row, row.england)}."
        for row in rows.itertuples()
    ]
    alt = f"For each measure, {data.area.name} on a strip from the worst to the best local authority, with the middle half and the middle four fifths of all local authorities. {' '.join(parts)}"
    names = {"value": data.area.name, "neighbours": "Average of statistical neighbours", "england": "England"}
    return charts.strip_chart(rows, names, title, alt, number)


def number(row, value) -> str:
    """A value of a row's measure as it is printed."""
    return format_value(value, row.unit, row.decimals)


#: Fewer histories than this are no chart.
MIN_PANELS = 3


def rank_histories(rows: pd.DataFrame, data) -> charts.Chart | None:
    """The rank of each headline measure over the years."""
    rows = rows[rows["headline"] & (rows["pupil_group"] == "all")]
    series = {row.short_title: rank_history(data, row.measure) for row in rows.itertuples()}
    series = {name: table for name, table in series.items() if table["rank"].notna().sum() > 1}
    if len(series) < MIN_PANELS:
        return None
    last = {name: table[table["rank"].notna()].iloc[-1] for name, table in series.items()}
    title = f"Rank over the years on {len(series)} headline measures, cut where a series has a break"
    alt = "A line for each measure, best at the top. " + " ".join(
        f"{name}: {ordinal(table[table['rank'].notna()].iloc[0]['rank'])} in {table[table['rank'].notna()].iloc[0]['year']}, {ordinal(last[name]['rank'])} in {last[name]['year']}."
        for name, table in series.items()
    )
    return charts.history_chart(series, title, alt)


def unpublished_table(data) -> Table | None:
    """The LAs without a published value, and on how many measures: they are not ranked."""
    missing = without_value(data.observations, data.ranks[data.ranks["year"] == data.year], data.year)
    counts = missing.groupby("area").size().sort_values(ascending=False, kind="stable").head(12)
    if counts.empty:
        return None
    body = [
        {"Local authority": data.name_of(code), "Measures without a published value": int(count)}
        for code, count in counts.items()
    ]
    note = f"{missing['area'].nunique()} local authorities are missing from at least one ranking; the {len(counts)} missing from most are shown."
    return Table("Local authorities that are not ranked", pd.DataFrame(body, dtype=object), (note,))


def reconciliation_table(rows: pd.DataFrame) -> Table:
    """Printed ranks that are not the recomputed ones, and why."""
    body = [
        {
            "Measure": row.title,
            "Year": str(row.year),
            "Line": row.line,
            "Printed": rank_figure(row.printed_rank),
            "Recomputed": rank_figure(
                row.recomputed_rank, pd.notna(row.tie_last) and row.tie_last > row.tie_first
            ),
            "Outcome": OUTCOME_WORDS[row.outcome],
            "Reason": row.reason,
        }
        for row in rows.itertuples()
    ]
    return Table(
        "Printed ranks beside recomputed ranks, where they are not the same", pd.DataFrame(body, dtype=object)
    )


OUTCOME_WORDS = {
    "exact": "the same",
    "within_ties": "within the tie",
    "explained": "explained",
    "value_differs": "the value differs",
    "unexplained": "unexplained",
    "no_national_data": "no national data",
}


def rank_profile(rows: pd.DataFrame, data) -> charts.Chart:
    """Every rank on one scale, a row for each phase."""
    rows = rows[rows["rank"].notna()]
    n = data.report_n or int(rows["n_ranked"].max())
    within = int((rows["rank"] <= last_place(10, n)).sum())
    phases = [phase for phase in PHASES if phase in set(rows["phase"])]
    title = f"{within} of {len(rows)} measures rank in the top 10% of local authorities"
    parts = []
    for phase in phases:
        own = rows[rows["phase"] == phase]
        parts.append(
            f"{PHASES[phase]}: {len(own)} measures, ranks {own['rank'].min()} to {own['rank'].max()}, median {own['rank'].median():g}."
        )
    drawn = rows.assign(row=rows["phase"].map(PHASES), whole=rows["pupil_group"] == "all")
    bands = {"top 10%": last_place(10, n), "top 20%": last_place(20, n), "half": last_place(50, n)}
    alt = f"A dot for each measure at its rank among {n} local authorities, by phase. " + " ".join(parts)
    return charts.profile_chart(
        drawn[["row", "rank", "whole"]],
        [PHASES[p] for p in phases],
        n,
        bands,
        title,
        alt,
    )


def gap_table(rows: pd.DataFrame, comparator: str) -> Table:
    """Levels and gap of each measure and group against one comparator."""
    rows = rows[rows["comparator"] == comparator]
    body = [
        {
            "Measure": row.title,
            "Pupils": group_title(row.pupil_group),
            "Compared with": group_title(row.comparison_group)
            if comparator != "national_same"
            else group_title(row.pupil_group),
            row.area_name: figure(row.value, row.unit, row.decimals),
            "Comparison": figure(row.comparison_value, row.unit, row.comparison_decimals),
            "Gap": figure(row.gap, "points", row.gap_decimals),
            "Gap the year before": figure(row.previous_gap, "points", row.gap_decimals),
            "Change": figure(row.change, "points", row.gap_decimals),
        }
        for row in rows.itertuples()
    ]
    frame = pd.DataFrame(body, dtype=object)
    return Table(f"Gaps against {COMPARATORS[comparator]}", frame)


def gap_chart(rows: pd.DataFrame, group: str, area: str) -> charts.Chart | None:
    """A group of the LA beside other pupils in England, percentage measures only."""
    rows = rows[
        (rows["comparator"] == "national_other")
        & (rows["pupil_group"] == group)
        & (rows["unit"] == "percent")
    ]
    if rows.empty:
        return None
    widest = rows.loc[rows["gap"].idxmin()]
    others = group_title(widest["comparison_group"])
    title = f"The widest gap of {group_phrase(group)} to other pupils in England: {format_value(abs(widest['gap']), 'points', widest['gap_decimals'])} points"
    alt = f"For each of {len(rows)} measures, the percentage of {group_phrase(group)} in {area} and of {group_phrase(widest['comparison_group'])} in England. Widest gap: {widest['title']}, {widest['value']:g}% against {widest['comparison_value']:g}%."
    drawn = pd.DataFrame(
        {"label": rows["title"], "value": rows["value"], "comparison_value": rows["comparison_value"]}
    )
    names = (f"{group_title(group)}, {area}", f"{others}, England")
    return charts.dumbbell_chart(drawn, names, "Per cent", title, alt, lambda value: f"{value:g}")


def printed_gap_table(rows: pd.DataFrame, data) -> Table:
    """Differences as printed beside the differences of their printed levels."""
    body = [
        {
            "Difference": f"{data.measures.loc[row.measure, 'short_title']}, {group_phrase(row.pupil_group)}, {row.year}",
            "Area": data.name_of(row.area),
            "Where": "Annex A" if row.table == "annex-a" else row.table,
            "Line": row.line,
            "Level": figure(row.level, "score", max(row.decimals, 1)),
            "Other pupils in England": figure(row.comparison_level, "score", max(row.decimals, 1)),
            "Recomputed": figure(row.recomputed, "score", row.decimals),
            "Printed": Figure(row.printed_gap, row.printed, int(row.decimals)),
            "Agree": "yes"
            if row.agrees
            else "cannot be checked: a level is not printed"
            if pd.isna(row.recomputed)
            else "no",
        }
        for row in rows.itertuples()
    ]
    return Table("Printed differences and the levels they are made of", pd.DataFrame(body, dtype=object))


def cohort_table(rows: pd.DataFrame, caption: str) -> Table:
    """Percentages of cohorts with their intervals and what one member is worth."""
    body = [
        {
            "Cohort": row.label,
            "Where": f"{row.location}, line {row.line}",
            "Count": None if pd.isna(row.numerator) else int(row.numerator),
            "Of": None if pd.isna(row.denominator) else int(row.denominator),
            "Printed": row.percentage or None,
            "Per cent": figure(row.value, "percent", 1) if pd.notna(row.lower) else None,
            "95% interval": None if pd.isna(row.lower) else f"{row.lower:.1f} to {row.upper:.1f}",
            "One is worth (points)": figure(row.one_pupil_points, "points", 1),
            "England": figure(row.england, "percent", 0),
            "Verdict": row.verdict or None,
            "Reason": row.reason,
        }
        for row in rows.itertuples()
    ]
    frame = pd.DataFrame(body, dtype=object)
    empty = [name for name in frame.columns[1:] if frame[name].isna().all()]
    return Table(caption, frame.drop(columns=empty))


def cohort_chart(rows: pd.DataFrame) -> charts.Chart:
    """The intervals of the cohorts that have one, widest first."""
    rows = rows[rows["denominator"].le(LARGEST)]
    rows = rows[rows["lower"].notna()].assign(width=lambda table: table["upper"] - table["lower"])
    rows = rows.sort_values("width", ascending=False, kind="stable")
    widest = rows.iloc[0]
    title = f"The smaller the cohort, the less it can show: {widest['label']} could be {widest['lower']:.0f}% to {widest['upper']:.0f}%"
    alt = "Percentage and 95% interval of each cohort. " + " ".join(
        f"{row.label}: {row.value:.0f}%, {row.lower:.0f} to {row.upper:.0f}." for row in rows.itertuples()
    )
    drawn = rows[["label", "value", "lower", "upper"]].assign(
        cohort=[f"{k} of {n}" for k, n in zip(rows["numerator"], rows["denominator"], strict=True)]
    )
    return charts.interval_chart(drawn, "Per cent, with 95% interval", title, alt)


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


def groups_present(rows: pd.DataFrame) -> list[str]:
    """Pupil groups among the rows, in the catalogue's order."""
    return [group for group in PUPIL_GROUPS if group in set(rows["pupil_group"])]


def headline_table(rows: pd.DataFrame, data) -> Table:
    """The measures that a committee asks for first, by phase."""
    rows = rows[rows["headline"] & (rows["pupil_group"] == "all")]
    body = [
        {
            "Measure": row.short_title,
            "Phase": PHASES[row.phase],
            data.area.name: figure(
                row.value, row.unit, row.decimals, f"{row.source} {row.locator}", row.status
            ),
            "England": figure(row.england, row.unit, row.decimals),
            "Rank": rank_of(row),
            "Printed": rank_figure(row.printed_rank) if row.basis == "recomputed" else None,
            "Band": row.band or "not ranked",
            "Rank the year before": rank_figure(row.previous_rank),
        }
        for row in rows.itertuples()
    ]
    return Table(
        f"Headline ranks by phase, {data.academic_year}",
        pd.DataFrame(body, dtype=object),
        classes=BAND_STYLES,
    )


def phase_table(rows: pd.DataFrame) -> Table:
    """How many measures of each phase rank in each band."""
    rows = rows[rows["rank"].notna()]
    body = []
    for phase in [phase for phase in PHASES if phase in set(rows["phase"])]:
        own = rows[rows["phase"] == phase]
        counts = {f"{name[0].upper()}{name[1:]}": int((own["band"] == name).sum()) for name in BANDS}
        best = own.loc[own["rank"].idxmin()]
        body.append(
            {
                "Phase": PHASES[phase],
                "Ranked": len(own),
                **counts,
                "Best rank": rank_figure(best["rank"]),
                "Of": measure_label(best),
            }
        )
    return Table(
        "Ranked measures of each phase, by band",
        pd.DataFrame(body, dtype=object),
        ("Each measure is counted once, in the narrowest band it lies in.",),
    )


def arithmetic_table(sums: pd.DataFrame) -> Table:
    """Printed totals and differences, worked out again."""
    body = [
        {
            "Figure": row.label,
            "Where": f"{row.location}, line {row.line}",
            "Working": row.working,
            "Gives": Figure(row.recomputed, f"{row.recomputed:g}", 1),
            "Printed": Figure(row.printed, f"{row.printed:g}", 1),
            "Adds up": "yes" if row.adds_up else "no",
        }
        for row in sums.itertuples()
    ]
    return Table("Printed totals and differences, worked out again", pd.DataFrame(body, dtype=object))


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
