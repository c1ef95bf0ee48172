"""What is said of a figure of the annex that a check calls wrong."""

#: Where no other printing of it can be taken.
UNUSED = ", and nothing is worked out from it"


def beside(note: str) -> str:
    """The same of a figure that only stands beside the result: the status does not hang on it.

    Examples
    --------
    >>> beside("the 89.7 printed in the annex for England is in doubt, and nothing is worked out from it")
    'the 89.7 printed in the annex for England is in doubt, and it decides nothing here'
    """
    return note.replace(UNUSED, ", and it decides nothing here")
