"""Parts of the patterns that read sentences back: numbers, places, and which side a figure lies on.

A sentence made from figures stands beside a pattern that finds the figures in it again, so that what a page says can be
checked by the text alone. Named groups hold what was said.
"""

NUMBER = r"[−-]?\d[\d,]*(?:\.\d+)?"
PLACE = r"\d+(?:st|nd|rd|th)"
#: A rank as sentences have it: "14th (shared by 3)", and with " of 150".
RANK = rf"(?P<rank>{PLACE})(?: \(shared by (?P<shared>\d+)\))?"
OF_RANKED = r" of (?P<n>\d+)(?: local authorities)?"
POINTS = r"(?:percentage )?points?"
#: Words of a side -> the word by which a comparison is judged.
WAYS = {
    **dict.fromkeys(("behind", "worse than", "worse"), "worse than"),
    **dict.fromkeys(("ahead of", "ahead", "better than", "better"), "better than"),
    **dict.fromkeys(("level with", "level", "the same as", "the same"), "the same as"),
}


def figure(name: str) -> str:
    """A figure with its unit, as a group of that name."""
    return rf"(?P<{name}>{NUMBER}%?(?: per 100 pupils| percentage points)?)"


def way(name: str = "way") -> str:
    """A word of ``WAYS``, the longest first, as a group of that name."""
    return f"(?P<{name}>{'|'.join(sorted(WAYS, key=len, reverse=True))})"
