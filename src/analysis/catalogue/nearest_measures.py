"""The measures that an unknown name may stand for: by their id, and by the words and short forms of their titles."""

import re
from difflib import SequenceMatcher

from analysis.catalogue.measures import load_measures

#: What people write for a measure, in words of ids.
SHORT_FORMS = {
    "a8": "ks4 attainment8",
    "att8": "ks4 attainment8",
    "attainment 8": "ks4 attainment8",
    "basics": "ks4 english maths",
    "combined": "rwm",
    "exs": "expected",
    "gds": "higher",
    "gld": "eyfs gld",
    "good level of development": "eyfs gld",
    "greater depth": "higher",
    "higher standard": "higher",
    "key stage": "ks",
    "mathematics": "maths",
    "p8": "ks4 progress8",
    "progress 8": "ks4 progress8",
    "reading writing and mathematics": "rwm",
    "reading writing and maths": "rwm",
    "reading writing maths": "rwm",
    "rwm": "rwm",
}
#: Below this likeness, from 0 to 1, a measure is not named.
LEAST_LIKE = 0.45


def nearest_measures(text: str, most: int = 3) -> list[str]:
    """The ids of the measures that a text is most like, the likest first; none if it is like none.

    Examples
    --------
    >>> nearest_measures("ks2_rwm_expectd")[0], nearest_measures("Attainment 8")[0], nearest_measures("GLD")[0]
    ('ks2_rwm_expected', 'ks4_attainment8', 'eyfs_gld')
    """
    wanted = _words(text)
    likeness = {
        measure: max(
            SequenceMatcher(None, text.casefold(), measure).ratio(),
            0.98 * _shared(wanted, _words(measure)),
            0.98 * _shared(wanted, _words(f"{row.title} {row.short_title}")),
        )
        for measure, row in zip(load_measures().index, load_measures().itertuples(), strict=True)
    }
    best = sorted(likeness, key=lambda measure: -likeness[measure])[:most]
    return [measure for measure in best if likeness[measure] >= LEAST_LIKE]


def with_titles(measures: list[str]) -> str:
    """Measures by id, each with its title, as an error lists them."""
    titles = load_measures()["title"]
    return "; ".join(f"{measure} ({titles[measure]})" for measure in measures)


def _words(text: str) -> set[str]:
    """The words of an id or a title, short forms written out."""
    plain = " ".join(re.findall(r"[a-z0-9]+", text.casefold()))
    for short in sorted(SHORT_FORMS, key=len, reverse=True):
        plain = re.sub(rf"\b{short}\b", SHORT_FORMS[short], plain)
    plain = re.sub(r"\bks (\d)\b", r"ks\1", plain)
    return {
        word for word in plain.split() if word not in ("and", "of", "the", "at", "in", "standard", "year")
    }


def _shared(wanted: set[str], known: set[str]) -> float:
    """How much of two sets of words is common to both, what is wanted counting twice."""
    if not wanted or not known:
        return 0.0
    common = len(wanted & known)
    return (2 * common / len(wanted) + common / len(known)) / 3
