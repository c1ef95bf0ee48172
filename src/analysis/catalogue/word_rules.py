"""What a rule of ``data/raw/vague_words.csv`` is about, and what its cells hold."""

import pandera.pandas as pa

from analysis.basics.read_csv import number

SIZES = ("percent", "points", "rate", "score_0", "score_1", "score_2")
RULES = {
    "side": "which of two figures is larger, or better",
    "near": "how far apart two figures are",
    "at_least": "larger, or not far below",
    "significant": "whether chance could account for a difference",
    "move": "a figure against itself in an earlier year",
    "pace": "a change of a figure against the same change of another: least and most are how many times it",
    "places": "a rank against the end of a band",
    "target": "a result against its target",
    "mark": "the colour that a target's status has",
    "share": "a part of a whole, in a hundred",
    "number": "a number of things",
    "cohort": "the number of pupils in a group",
    "pupils": "what a few pupils do to a percentage",
    "ranks": "what a small change does to a rank",
    "extreme": "a figure against all others it is compared with",
    "most_moved": "a change against those of all others",
    "only": "whether it is so of a figure and of no other",
    "first": "a year against all years before",
    "none": "nothing that figures decide",
}
_NUMBER = pa.Check(lambda cells: cells.map(number).notna() | (cells == ""), error="a number, or nothing")
SCHEMA = pa.DataFrameSchema(
    {
        "word": pa.Column(str, pa.Check.str_length(min_value=1), unique=True),
        "also": pa.Column(str),
        "rule": pa.Column(str, pa.Check.isin(list(RULES))),
        "side": pa.Column(str),
        **{name: pa.Column(str, _NUMBER) for name in (*SIZES, "least", "most", "doubt")},
        "meaning": pa.Column(str, pa.Check.str_endswith(".", error="a sentence")),
    }
)
