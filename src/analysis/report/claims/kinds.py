"""The kinds of claim: what each says, which cells it needs, and how a number in a cell is read."""

from dataclasses import dataclass

COLUMNS = [
    *("id", "location", "claim", "kind", "figure", "measure", "pupil_group", "comparison_group", "year"),
    *("year2", "area", "comparator", "word", "band", "value", "against", "cohort", "period", "needs"),
    *("date", "written", "confirm", "sentence", "candidates", "not_understood"),
]
#: What an analyst says of a proposed row under ``confirm``, and the answers with which it is judged.
ANSWERS = ("yes", "no", "corrected")
CONFIRMED = ("yes", "corrected")
FIGURES = ("value", "rank", "gap", "gap_rank")
#: Columns in which "a | b" gives several meanings, each of which is tried.
READINGS = ("measure", "pupil_group", "year", "comparator", "against")
FREE = {
    *("id", "location", "claim", "kind", "period", "needs", "date"),
    *("written", "confirm", "sentence", "candidates", "not_understood"),
}


@dataclass(frozen=True)
class Kind:
    """A kind of claim: what it says, the columns it cannot do without, those it may have, the rules of its words.

    ``one_of`` are columns of which at least one must be filled.
    """

    meaning: str
    needs: tuple[str, ...]
    allows: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()


_FIGURE = ("measure", "year")
#: Under ``against``, that the value of a change of rank is the fewest places that the two ranks allow.
LEAST = "least"
#: Under ``against``, that a rank lies in a band by one of the places that it may stand for, and by another does not.
AT_BEST = "at best"
_WHO = ("figure", "pupil_group", "comparison_group", "area")
_TWO = ("side", "near", "at_least", "significant")
KINDS = {
    "value": Kind("a number that a figure is said to be", ("value",), (*_FIGURE, *_WHO)),
    "same_figure": Kind(
        "a figure printed a second time, of the same or of another year's label",
        ("value", *_FIGURE),
        ("year2", *_WHO),
    ),
    "rank_value": Kind("a place in the ranking", ("value", *_FIGURE), _WHO),
    "rank_band": Kind(
        "a place said by a band, in it or so far from it; value is the number of places outside",
        _FIGURE,
        ("band", "word", "value", "cohort", "against", *_WHO),
        ("places", "none"),
        ("band", "word"),
    ),
    "band_edge": Kind("the last place of a band", ("band", "value"), ("year",)),
    "comparison": Kind(
        "a figure against another area's, another group's, or a number",
        ("word",),
        ("comparator", "value", "cohort", *_FIGURE, *_WHO),
        (*_TWO, "none"),
        ("comparator", "comparison_group", "value"),
    ),
    "change": Kind(
        "a figure against itself in an earlier year; value is the size of the change",
        ("word", "year2", *_FIGURE),
        ("value", "cohort", "against", *_WHO),
        ("move", "near", "none"),
    ),
    "arithmetic": Kind(
        "a difference, or a share of a cohort, worked out from printed figures",
        ("value",),
        ("year2", "comparator", "cohort", *_FIGURE, *_WHO),
        one_of=("year2", "comparator", "comparison_group", "cohort"),
    ),
    "total": Kind(
        "a total that must lie within the range of its parts", ("value", "against", "year"), ("area",)
    ),
    "superlative": Kind(
        "a figure against all that it is named among: measures, groups, years, or authorities; a region, England or neighbours stand for their members",
        ("word", "against", *_FIGURE),
        ("year2", "comparator", *_WHO),
        ("extreme", "most_moved", "only", "first"),
    ),
    "target_met": Kind("the status of targets", ("word", "against"), ("year",), ("target",)),
    "target_is": Kind(
        "what a target was",
        ("against",),
        ("band", "comparator", "value"),
        one_of=("band", "comparator", "value"),
    ),
    "mark": Kind("the colour that a target is marked with", ("word", "against"), (), ("mark",)),
    "count": Kind(
        "how many: local authorities, ranks in a band, marks, pupils, or the remainder of a percentage",
        ("against",),
        ("value", "word", "band", "measure", "pupil_group", "year", "area"),
        ("share", "number"),
        ("value", "word"),
    ),
    "cohort_size": Kind("whether a group is small", ("word",), ("cohort", *_FIGURE, *_WHO), ("cohort",)),
    "sensitivity": Kind(
        "what a few pupils, or a small change, would do",
        ("word",),
        ("cohort", *_FIGURE, *_WHO),
        ("pupils", "ranks"),
    ),
}
