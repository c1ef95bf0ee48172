"""All gaps and their changes behind the name of their phase."""

import pandas as pd

from analysis.basics.phrases import counted
from analysis.catalogue.measures import PHASES
from analysis.output.fold import folded
from analysis.output.table import say
from analysis.report.gaps.change_tables import change_table
from analysis.report.gaps.chapter import GapsChapter
from analysis.report.gaps.tables import pair_table, phases_of


def phase_folds(table: pd.DataFrame, report: GapsChapter) -> list[object]:
    """The tables of each phase, for ``display``: its gaps, and their changes where there are any."""
    shown: list[object] = []
    for phase in phases_of(table, report):
        gaps, changes = pair_table(table, phase, report), change_table(table, phase, report)
        name = f"{PHASES[phase]}: {counted(len(gaps.frame), 'gap')}"
        # why none can be compared is said where no table says it
        changed = changes if len(changes.frame) else say(*changes.notes) if changes.notes else None
        shown += folded(name, gaps, changed)
    return shown
