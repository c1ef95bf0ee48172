"""Words around numbers in sentences."""


def joined(words: list[str]) -> str:
    """Words as a list in a sentence.

    Examples
    --------
    >>> joined(["reading", "writing", "maths"]), joined(["reading"])
    ('reading, writing and maths', 'reading')
    """
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def counted(number: int, singular: str, plural: str = "") -> str:
    """A number with its noun: "1 measure", "3 measures"."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"
