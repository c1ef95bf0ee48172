"""Rows of a claims file from what a sentence or a cell states, with what is not understood said beside it."""

from analysis.catalogue.measures import PUPIL_GROUPS
from analysis.report.claims.draft.about import MOST_READINGS, Reading
from analysis.report.claims.draft.groups_named import PEERS
from analysis.report.claims.draft.measures_named import measure_cells
from analysis.report.claims.draft.text import nearest_titles
from analysis.report.claims.kinds import COLUMNS, FREE, KINDS

#: The columns of a proposal, in the order of a claims file.
PROPOSED = [*dict.fromkeys([*COLUMNS, "written", "confirm", "sentence", "candidates", "not_understood"])]
#: What a row needs before it can be judged, where the draft does not say it.
MEASURE, GROUP, REFERENCE = (
    "which measure is meant",
    "which pupils are meant",
    "the reference of the target",
)
_NEEDS_NO_MEASURE = ("band_edge", "target_is", "target_met", "mark", "count")


def row(
    cells: dict[str, str],
    reading: Reading | None,
    group: str,
    sentence: str,
    notes: tuple[str, ...] = (),
    reference: str = "",
) -> dict[str, str]:
    """One row of a proposal.

    Parameters
    ----------
    cells : dict
        ``kind`` and what the sentence says.
    reading : Reading or None
        The measures that it may be of; None if no measure is named.
    group : str
        A pupil group of the catalogue, ``all`` or nothing for all pupils.
    sentence : str
        The draft's words.
    notes : tuple of str
        What was put right or left out in reading it.
    reference : str
        Of an indicator, for what is said of a target.

    Returns
    -------
    dict
        A text for each of ``PROPOSED`` but ``location`` and ``id``. What the engine cannot judge without is under ``needs``.
    """
    made = dict.fromkeys(PROPOSED, "") | cells
    kind, measures = made["kind"], reading.measures if reading else ()
    missing, said = [], list(notes)
    if kind in ("target_is", "target_met", "mark"):
        made["against"] = reference
        if not reference:
            missing.append(REFERENCE)
            said.append("which target it is")
            made["needs"] = REFERENCE
    elif kind == "count":
        if made["against"] == "pupils":
            missing.append("the number of pupils in the group")
    elif kind not in _NEEDS_NO_MEASURE:
        if 0 < len(measures) <= MOST_READINGS:
            made["measure"] = " | ".join(measures)
        else:
            missing.append(MEASURE)
            said.append(MEASURE)
        if kind == "rank_value" and made["word"] and _said_by_rank(made["word"], measures):
            made["word"], made["against"] = "", made["against"].removeprefix("the country")
        made["pupil_group"] = "" if group == "all" else group
    if kind not in ("count", "band_edge"):
        considered = [*measures, *(reading.also if reading else ())][:8]
        made["candidates"] = "; ".join(
            considered if len(considered) > 1 else [] if considered else _near(sentence)
        )
    if _of_a_gap(made) and not made["comparison_group"]:
        made["comparison_group"] = PEERS.get(group, "")
        if not made["comparison_group"]:  # the usual gap; that it is not said keeps it from being judged
            made["pupil_group"], made["comparison_group"] = "disadvantaged", PEERS["disadvantaged"]
            missing.append(GROUP)
            said.append(GROUP)
    if kind == "cohort_size":
        missing.append("the number of pupils in the group")
    made["needs"] = "; ".join(dict.fromkeys(missing))
    used = {*FREE, *KINDS[kind].needs, *KINDS[kind].allows, "sentence", "candidates", "not_understood"}
    made = {name: text if name in used else "" for name, text in made.items()}
    made["claim"] = claim_in_words(made)
    return made | {"sentence": sentence, "not_understood": "; ".join(dict.fromkeys(filter(None, said)))}


def _said_by_rank(word: str, measures: tuple[str, ...]) -> bool:
    """Whether a superlative is that of the good end, from which every ranking is counted: "3rd highest" of attainment."""
    good = {"high": ("best", "highest"), "low": ("best", "lowest")}
    polarities = measure_cells("polarity")
    return all(word in good.get(polarities[one], ()) for one in measures)


def _of_a_gap(made: dict[str, str]) -> bool:
    if "gap" in made["figure"]:
        return made["figure"] == "own_gap" or not made["comparator"]
    return made["kind"] == "arithmetic" and not (made["comparator"] or made["year2"] or made["cohort"])


def _near(sentence: str) -> list[str]:
    """The measures whose titles are nearest to a sentence that names none."""
    return nearest_titles(
        sentence.casefold(), {one: text.casefold() for one, text in measure_cells("title").items()}
    )


def claim_in_words(made: dict[str, str]) -> str:
    """The statement in a few words: what it is of, then what is said."""
    subject = measure_cells("title")[made["measure"].split(" | ")[0]] if made["measure"] else ""
    group = PUPIL_GROUPS.get(made["pupil_group"], "")
    of = ", ".join(filter(None, [subject, group, made["area"], made["year"]]))
    against = made["comparator"] or PUPIL_GROUPS.get(made["comparison_group"], "") or made["against"]
    value = f"by {made['value']}" if made["kind"] == "change" and made["value"] else made["value"]
    since = f"since {made['year2']}" if made["year2"] else ""
    figure = made["figure"].replace("_", " ") if made["figure"] not in ("", "value") else ""
    said = " ".join(filter(None, [figure, made["word"], made["band"], against, value, since]))
    return f"{of}: {said}" if of else f"{made['kind'].replace('_', ' ')}: {said}"
