"""What the rules found wrong in the publisher's file, as sentences and a table."""

import pandas as pd

from analysis.basics.phrases import counted
from analysis.catalogue.measures import group_title, load_measures
from analysis.data.source_faults.found import SourceFaults
from analysis.data.source_faults.rules import RULES
from analysis.data.source_faults.summary import TITLES, years_of
from analysis.output.table import Table

HEADINGS = ["Measure", "Pupils", "Years", "What looks wrong", "Ranks that rest on it", "Why", "Mended"]


def source_faults_found(validation: dict) -> str:
    """How much was found in the file of the interactive tool, by how many rules."""
    if not any(row["source"] == "lait" for row in validation["sources"]):
        return "DfE's interactive tool is not at hand, so its file was not checked."
    table = _findings(validation)
    if table.empty:
        return f"{len(RULES)} rules found nothing that looks wrong in the file of the interactive tool."
    series = table.drop_duplicates(["rule", "measure", "pupil_group", "year"])
    return (
        f"{len(RULES)} rules compare years, areas and releases of the file of DfE's interactive tool. They found "
        f"{counted(len(series), 'place')} that {'looks' if len(series) == 1 else 'look'} wrong. A finding is a reason to look, and no "
        "proof of a fault."
    )


def source_faults_table(validation: dict) -> Table:
    """The findings: a row for each rule, measure and pupil group, or for all groups of a measure that are alike."""
    rows = _findings(validation).groupby(["rule", "measure"], sort=False)
    body = [_row(str(rule), str(measure), found) for (rule, measure), found in rows]
    return Table(
        "Figures of the publisher's file that look wrong",
        pd.DataFrame(body, columns=HEADINGS, dtype=object),
        (
            "Sorted by rule. Where a measure is corrected or left out for a finding, docs/data.md says so. All else is shown as published.",
        ),
    )


def _findings(validation: dict) -> pd.DataFrame:
    return pd.DataFrame(validation.get("source_faults", []), columns=SourceFaults.names())


def _row(rule: str, measure: str, found: pd.DataFrame) -> dict:
    groups, reasons = found["pupil_group"].unique(), found["why"].unique()
    several = len(groups) > 1
    pupils = counted(len(groups), "group") if several else group_title(groups[0]) if measure else ""
    more = f" And {counted(len(reasons) - 1, 'such finding')} more." if len(reasons) > 1 else ""
    return {
        "Measure": load_measures().loc[measure, "short_title"] if measure else "None",
        "Pupils": pupils or "none",
        "Years": years_of(found) if measure else "none",
        "What looks wrong": TITLES[rule],
        "Ranks that rest on it": int(found["ranks"].sum()),
        "Why": reasons[0] + more,
        "Mended": ", ".join(sorted({release[:10] for release in found["mended_in"] if release})) or "no",
    }
