"""What in printed tables does not agree, as tables and sentences."""

import pandas as pd

from analysis.basics.numbers import format_value
from analysis.basics.phrases import counted
from analysis.catalogue.measures import load_measures, titled
from analysis.output.table import Figure, Table
from analysis.report.checks.chapter import ChecksChapter
from analysis.report.checks.other_files import Compared
from analysis.report.checks.rules import RULES
from analysis.report.checks.slips.papers import ANNEX, place_name


def findings_table(
    rows: pd.DataFrame, report: ChecksChapter, caption: str = "Printed figures that cannot all be right"
) -> Table:
    """Each finding: what is printed, what would be consistent, and why it looks wrong."""
    body = [
        {
            "Figure": _figure(row, report),
            "Area": capital(place_name(row.area)) if row.area else "several",
            "Where": f"{'Annex A' if row.table == ANNEX else row.table}, line {row.line}",
            "Printed": row.printed.replace("-", "−"),
            "Consistent would be": row.consistent,
            "What was found": RULES[row.rule].title,
            "Why": f"{capital(row.reason)}.",
        }
        for row in rows.itertuples()
    ]
    return Table(caption, pd.DataFrame(body, dtype=object), ("Sorted by what was found, then by line.",))


def capital(text: str) -> str:
    """A sentence's first letter."""
    return text[:1].upper() + text[1:]


def _figure(row, report: ChecksChapter) -> str:
    measure = load_measures().loc[row.measure, "short_title"] if row.measure else "Several measures"
    return f"{titled(row.measure, measure, row.pupil_group or 'all')}, {row.year}"


def of_figures(rows: pd.DataFrame) -> pd.DataFrame:
    """The findings on what figures say."""
    return rows[~rows["rule"].map(lambda rule: RULES[rule].form)]


def of_print(rows: pd.DataFrame) -> pd.DataFrame:
    """The findings on how figures are printed."""
    return rows[rows["rule"].map(lambda rule: RULES[rule].form)]


def in_annex(rows: pd.DataFrame) -> pd.DataFrame:
    """The findings on the table of indicators."""
    return rows[rows["table"] == ANNEX]


def rules_table(rows: pd.DataFrame) -> Table:
    """Every rule, what it looks for, and how often it found something."""
    counts = rows["rule"].value_counts()
    body = [
        {"Rule": rule.title, "What it looks for": rule.looks_for, "Found": int(counts.get(name, 0))}
        for name, rule in RULES.items()
    ]
    return Table("The rules, and what they found", pd.DataFrame(body, dtype=object))


def found(rows: pd.DataFrame) -> str:
    """How much was found."""
    figures, prints = len(of_figures(rows)), len(of_print(rows))
    if not len(rows):
        return f"{len(RULES)} rules found nothing in the printed tables that does not agree."
    return (
        f"{len(RULES)} rules were applied to every printed figure. {counted(figures, 'figure')} or {'row' if figures == 1 else 'rows'} of "
        f"figures {'does' if figures == 1 else 'do'} not fit beside others, and {counted(prints, 'irregularity', 'irregularities')} of the "
        f"print {'was' if prints == 1 else 'were'} found."
    )


def other_files_table(found: list[Compared]) -> Table:
    """Each national file and measure that the interactive tool has too: compared, equal, differing, and why."""
    measures = load_measures()
    body = [
        {
            "Source": one.source,
            "Measure": measures.loc[one.measure, "short_title"],
            "Figures compared": one.figures,
            "Equal as printed": one.same,
            "Differing": one.differing,
            "Largest difference": Figure(
                one.largest, format_value(one.largest, measures.loc[one.measure, "unit"], 2), 2
            ),
            "Rankings use this file": f"{one.taken} of {counted(one.series, 'year and group', 'years and groups')}",
            "What is known of the difference": one.why or "no difference",
        }
        for one in found
    ]
    note = (
        "Sorted by source. Compared are figures of the same measure, pupil group, year and area, to the decimals of the file that prints "
        "fewer. A file that is not used differs, has fewer decimals or has no numbers of pupils."
    )
    caption = "Figures that DfE's interactive tool and another national file both have"
    return Table(caption, pd.DataFrame(body, dtype=object), (note,) if body else ())


def other_files_found(found: list[Compared]) -> str:
    """How many figures two national files have, and how many of them differ."""
    figures, differing = sum(one.figures for one in found), sum(one.differing for one in found)
    if not found:
        return "No figure of DfE's interactive tool is in another national file that is at hand."
    sources = counted(len({one.source for one in found}), "other national file")
    return (
        f"{sources.capitalize()} print {counted(figures, 'figure')} that DfE's interactive tool has too. "
        f"{figures - differing:,} are equal as printed, {differing:,} differ."
    )
