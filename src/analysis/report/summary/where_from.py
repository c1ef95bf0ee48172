"""Where the figures of a report come from, in words."""

import pandas as pd

from analysis.catalogue.manifest import load_manifest
from analysis.data.agreement import INTERACTIVE_TOOL
from analysis.output.page import written
from analysis.report.rankings.chapter import RankingsChapter


def where_from(rows: pd.DataFrame, report: RankingsChapter) -> list[str]:
    """The publisher and title of each file that results are from, that of most figures first; ``rows`` of rankings.csv."""
    sources = load_manifest()
    used = rows.loc[rows["value"].notna(), "source"].value_counts().index
    told = []
    for source in used:
        about = sources.get(source.removesuffix("-printed"))
        if about is None:
            continue
        day = report.england.release[:10] if source == INTERACTIVE_TOOL else about.released
        when = f", as published on {written(day)}" if day else ""
        told.append(f"{about.publisher}: {about.title}{when}.")
    return list(dict.fromkeys(told))
