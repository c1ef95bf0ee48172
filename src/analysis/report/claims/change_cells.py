"""What the cells of a claim about a change, a gap or two changes must have together."""

from collections.abc import Iterator

from analysis.catalogue.vague_words import find_word


def faults_of_changes(row) -> Iterator[tuple[str, str, str]]:
    """What is wrong with a row as it is read: the problem, the column, and what is expected there."""
    of_pace = bool(row.word) and find_word(row.word).rule == "pace"
    of_a_gap = bool(row.word) and find_word(row.word).side in ("smaller", "larger")
    gap = "gap" in row.figure
    to_same_pupils = row.figure == "gap" and row.kind == "change" and row.comparator and not of_pace
    if gap and not row.comparison_group and not to_same_pupils:
        yield "A gap is to other pupils.", "comparison_group", "a group, such as not_disadvantaged"
    if of_pace and (not (row.comparator or row.comparison_group) or "rank" in row.figure):
        problem = f"'{row.word}' is said of a figure's change against another's."
        yield problem, "comparator", "England or another area; of places, the two ranks as two claims"
    of_one = row.kind == "change" and row.comparator and not of_pace and (gap or not of_a_gap)
    if of_one and row.figure != "gap":
        yield (
            "A change is of one figure.", "comparator",
            "nothing, or a word such as 'improved more than', or a gap under figure",
        )  # fmt: skip
    between = row.kind == "change" and row.comparison_group and not of_pace
    if row.kind in ("change", "comparison") and not gap and (between or of_a_gap):
        said = (
            f"'{row.word}' is said of a gap"
            if of_a_gap
            else "A change between two groups is that of their gap"
        )
        about = f"{said}, and the claim is about a {row.figure or 'value'}."
        yield about, "figure", "gap, own_gap or gap_rank"
