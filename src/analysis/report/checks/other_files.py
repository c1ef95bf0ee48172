"""What other national files print of the figures that DfE's interactive tool has too, and why they differ where they do."""

from dataclasses import dataclass

import pandas as pd

from analysis.catalogue.manifest import editions
from analysis.catalogue.measures import group_phrase, load_measures
from analysis.data.agreement import beside_the_tool
from analysis.data.england import England

OF = ["source", "measure"]
#: What is known of why figures differ, by source, measure and pupil group; found by looking at both files.
NOT_KNOWN = "Not known."
WHY = {
    ("ees-early-years-2022", "eyfs_gld", "not_fsm"): (
        "The file's group is every child not known to be eligible, so that with those eligible it makes up all children; the "
        "tool's figure is nowhere lower, as one without the children whose eligibility is not known would be."
    ),
}


@dataclass(frozen=True)
class Compared:
    """What one source and the tool both print of one measure.

    ``figures`` were compared, so many are the ``same`` as printed; ``largest`` is the largest difference and ``why``
    says what is known of it. Of ``series`` (years and pupil groups) so many are ``taken`` from the source by rankings.
    """

    source: str
    measure: str
    figures: int
    same: int
    largest: float
    why: str
    series: int
    taken: int

    @property
    def differing(self) -> int:
        return self.figures - self.same


def compared(england: England) -> list[Compared]:
    """Every national file beside the interactive tool, one entry for each source and measure, in the catalogue's order."""
    return england.once(_compared)


def _compared(england: England) -> list[Compared]:
    transcribed = {source.id for source in editions().values()}
    both = beside_the_tool(england.observations[~england.observations["source"].isin(transcribed)])
    taken = england.national[england.national["area_type"] == "la"]
    taken = taken[["measure", "pupil_group", "year", "source"]].drop_duplicates()
    both = both.merge(taken.assign(taken=True), how="left", on=list(taken))
    order = load_measures()["order"]
    found = [_one(source, measure, rows) for (source, measure), rows in both.groupby(OF)]
    return sorted(found, key=lambda one: (one.source, order[one.measure]))


def _one(source: str, measure: str, rows: pd.DataFrame) -> Compared:
    series = rows.groupby(["pupil_group", "year"])["taken"].agg(lambda taken: bool(taken.eq(True).any()))
    return Compared(
        source,
        measure,
        len(rows),
        int(rows["same"].sum()),
        float(rows["difference"].max()),
        " ".join(_reasons(source, measure, rows)),
        len(series),
        int(series.sum()),
    )


def _reasons(source: str, measure: str, rows: pd.DataFrame) -> list[str]:
    """What is known of the figures that are not digit for digit the same."""
    reasons = []
    for group, of_group in rows.groupby("pupil_group", sort=False):
        if (differing := int((~of_group["same"]).sum())) > 0:
            why = WHY.get((source, measure, group), NOT_KNOWN)
            who = "All pupils" if group == "all" else group_phrase(group).capitalize()
            reasons.append(f"{who}, {differing} of {len(of_group)}: {why}")
    rounded = rows[rows["same"] & (rows["difference"] > 0)]
    if len(rounded):
        reasons.append(f"{len(rounded)} are equal when rounded alike: one of the two files has more digits.")
    return reasons
