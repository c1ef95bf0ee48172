"""Text without what cannot be seen."""

import re

#: Control characters but tab and line break, and those that turn the direction of the text around them.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
#: Hyphens and joints that show only where a line breaks, or never.
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


def tidy(text: str) -> str:
    """The text with single spaces, and without what cannot be seen.

    Examples
    --------
    >>> tidy("  72\\u00a0%\\n of pu\\u00adpils ")
    '72 % of pupils'
    """
    return UNSEEN.sub("", " ".join(text.split()).translate(INVISIBLE))
