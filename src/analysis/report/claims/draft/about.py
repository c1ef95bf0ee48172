"""What a statement is about: the measures and groups that its sentence names, and what stands before it leaves open."""

import re
from dataclasses import dataclass, field
from itertools import product

from analysis.report.claims.draft.measures_named import Name, measure_cells
from analysis.report.claims.draft.mentions import Mention, Sentence, read
from analysis.report.claims.draft.text import listed

#: More readings than these are none: the row says what it may be and leaves the measure open.
MOST_READINGS = 4
#: A list that at key stage 2 is the name of one measure, and elsewhere of three.
TOGETHER = "reading, writing and mathematics"
#: Of these the first is meant, where a text does not say which: it is the headline measure.
HEADLINES = {
    ("ks2_rwm_expected", "ks2_rwm_higher"),
    ("absence_overall", "absence_primary", "absence_secondary", "absence_special"),
    ("ks5_aab", "ks5_aab_facilitating"),
    ("ks5_aps_alevel", "ks5_aps_best_three"),
}
_LIST = listed(
    ", and or & / both in for the at of with as well also all then pupils ( ) - : by % plus average score scores including combined measure measures"
)


@dataclass
class Facets:
    """The names in force at a place of the text, by part, and the groups; ``closed`` once something was said of them."""

    names: dict[str, list[Name]] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    closed: bool = False
    last: int = 0
    of_part: dict[str, int] = field(default_factory=dict)

    def copy(self) -> "Facets":
        return Facets(
            {part: list(names) for part, names in self.names.items()},
            self.groups,
            self.closed,
            self.last,
            dict(self.of_part),
        )

    def add(self, mention: Mention, sentence: Sentence) -> None:
        """Takes in a measure's name or a group: beside the one before in a list, else in its place."""
        part = mention.name.part if mention.name else "group"
        part = "subject" if part == "every" else part
        listed = part in self.of_part and _is_list(sentence, self.of_part[part], mention.start)
        if mention.groups:
            joined = tuple(dict.fromkeys((*self.groups, *mention.groups)))
            self.groups = joined if listed and not self.closed else mention.groups
        elif mention.name:
            if part == "whole" and not listed:
                self.names = {}
            elif part in ("subject", "sort", "phase") and self.closed:
                self.names.pop("whole", None)
            if part == "phase" and not listed and self.names.get("phase") not in (None, [mention.name]):
                self.names.pop("subject", None)
            keep = self.names.get(part, []) if listed and not self.closed else []
            self.names[part] = [*keep, *([mention.name] if mention.name not in keep else [])]
        self.of_part[part] = self.last = mention.end
        self.closed = False


def _is_list(sentence: Sentence, first: int, last: int) -> bool:
    words = sentence.between(first, last)
    return all(word in _LIST for word in re.findall(r"\w+|[^\w\s]", words))


def facets_of(text: str, own_names: tuple[str, ...] = ()) -> Facets:
    """All that a heading, a caption or a table's head names."""
    sentence, found = read(text, own_names), Facets()
    for mention in sentence.of("measure", "group"):
        if mention.groups and found.groups:
            continue  # the first is what the heading is of; the others are compared with it
        found.add(mention, sentence)
    return found


@dataclass(frozen=True)
class Reading:
    """The measures that a statement may be of, the likeliest first; ``also`` are less likely ones that its names allow."""

    measures: tuple[str, ...]
    also: tuple[str, ...] = ()
    note: str = ""


def _each_subject(names: list[Name], phase: set[str]) -> list[Name]:
    """Names of subjects, with "all subjects" as each subject of the phase."""
    found = []
    for name in names:
        if name.part != "every":
            found.append(name)
            continue
        for subject in ("reading", "writing", "maths", "science", "gps"):
            measures = tuple(
                one for one in name.measures if f"_{subject}_" in one and (not phase or one in phase)
            )
            if measures and not (subject == "science" and any(one.startswith("ks2") for one in measures)):
                found.append(Name(subject, "subject", measures))
    return found


def readings(own: Facets, behind: list[Facets], percent: bool = False, rank: bool = False) -> list[Reading]:
    """What a statement may be of: one reading for each measure of a list.

    Parameters
    ----------
    own : Facets
        What the sentence names.
    behind : list of Facets
        What the sentences and headings before it name, the nearest first.
    percent : bool
        The statement is of a percentage, which a score is not.
    rank : bool
        It is of a place: attendance is ranked by absence.
    """
    names = {part: list(found) for part, found in own.names.items()}
    if not names:
        first = next((other for other in behind if other.names), None)
        if first is None:
            return []
        return readings(first, behind[behind.index(first) + 1 :], percent, rank)
    phases = names.get("phase") or next(
        (other.names["phase"] for other in behind if "phase" in other.names), []
    )
    phase = {one for name in phases for one in name.measures}
    if "subject" in names:
        names["subject"] = _each_subject(names["subject"], phase)
    if "whole" in names:
        chosen = [(name, *_fitting(name, names)) for name in names["whole"]]
    else:
        lists = [
            names[part] for part in ("phase", "school", "subject", "standard", "sort") if names.get(part)
        ]
        chosen = list(product(*lists))
    found = []
    for combination in chosen:
        measures = _together(combination)
        if measures:
            narrowed = _narrowed(measures, {name.part for name in combination}, behind)
            found.append(_usual(narrowed, combination, percent, rank))
    if (
        not found and "subject" in names and len(names) > 1
    ):  # "KS1 reading, writing and maths" has no combined measure
        return _apart(names, behind, percent, rank)
    return list({reading.measures: reading for reading in found if reading.measures}.values())


def _apart(names: dict, behind: list[Facets], percent: bool, rank: bool) -> list[Reading]:
    """Of a combined name that no measure fits, its subjects."""
    every = [
        Name(subject, "subject", tuple(one for one in measure_cells("unit") if f"_{subject}_" in one))
        for subject in ("reading", "writing", "maths")
    ]
    if all(name.name.startswith("reading, writing") for name in names["subject"]):
        return readings(Facets({**names, "subject": every}), behind, percent, rank)
    if "phase" in names:  # the phase may have been of something else
        return readings(
            Facets({part: found for part, found in names.items() if part != "phase"}), behind, percent, rank
        )
    return []


def _fitting(whole: Name, names: dict[str, list[Name]]) -> list[Name]:
    return [
        name
        for part, found in names.items()
        if part != "whole"
        for name in found
        if set(name.measures) & set(whole.measures)
    ]


def _together(combination) -> tuple[str, ...]:
    """The measures that all names allow, in the order of the last name that puts them in one."""
    common = set(combination[0].measures).intersection(*(name.measures for name in combination[1:]))
    order = next(
        (name for name in reversed(combination) if name.part in ("sort", "phase", "whole")), combination[0]
    )
    return tuple(one for one in order.measures if one in common)


def _narrowed(measures: tuple[str, ...], said: set[str], behind: list[Facets]) -> tuple[str, ...]:
    """Fewer measures, where what stands before says which; never none."""
    for other in behind:
        if len(measures) == 1:
            break
        phases = {one for name in other.names.get("phase", []) for one in name.measures}
        if phases and not phases & set(measures):
            continue  # it speaks of another phase
        for part in ("phase", "school", "whole", "subject", "standard", "sort"):
            if part in said or part not in other.names:
                continue
            allowed = {one for name in other.names[part] for one in name.measures}
            if kept := tuple(one for one in measures if one in allowed):
                measures, said = kept, {*said, part}
    return measures


def _usual(measures: tuple[str, ...], combination, percent: bool, rank: bool) -> Reading:
    """What is usually meant where a text leaves it open: attainment rather than progress, the combined measure."""
    units, every = measure_cells("unit"), measures
    said = {name.part for name in combination}
    if percent and (kept := tuple(one for one in measures if units[one] not in ("score", "points"))):
        measures = kept
    if rank and (kept := tuple(one for one in measures if not one.startswith("attendance"))):
        measures = kept
    elif not rank and any(one.startswith("attendance") for one in measures):
        measures = measures[:1]
    if not said & {"sort", "standard", "whole"}:
        measures = (
            tuple(one for one in measures if not one.endswith(("_progress", "_scaled_score"))) or measures
        )
    if "subject" not in said and (kept := tuple(one for one in measures if "_rwm_" in one)):
        measures = kept
    if measures in HEADLINES or all(
        one.startswith(f"{measures[0]}_") for one in measures[1:]
    ):  # of all schools
        measures = measures[:1]
    listed = next((name for name in combination if name.name == TOGETHER), None)
    note = f"'{TOGETHER}': taken as the three combined" if listed and "_rwm_" in "".join(measures) else ""
    return Reading(measures, tuple(one for one in every if one not in measures)[:6], note)


def words_alone(text: str) -> bool:
    """Whether a short paragraph is a heading in all but its style: no figure, no verb, no full stop."""
    short = len(text.split()) <= 12 and not text.rstrip().endswith((".", ":"))
    return short and not re.search(
        r"\d{1,3}(?:\.\d+)?%|\d(?:st|nd|rd|th)\b|\b(?:is|are|was|were|has|have|above|below)\b", text
    )
