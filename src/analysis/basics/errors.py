"""The one error that bad input ends in: where it is, what was expected, what to do."""

import sys
from importlib.metadata import requires


class InputError(Exception):
    """Input that cannot be used. The message is for the person who has to mend it.

    Parameters
    ----------
    problem : str
        What is wrong, in one sentence.
    file, row, column : optional
        Where it is. ``row`` counts the lines of the file as an editor does (the header is row 1).
    expected : str, optional
        What should have been there.
    remedy : str, optional
        What to do about it.

    Examples
    --------
    >>> print(InputError("'abc' is not a year.", file="figures.csv", row=7, column="year",
    ...                  expected="a whole number such as 2017", remedy="Correct the cell."))
    'abc' is not a year.
      where: figures.csv, row 7, column year
      expected: a whole number such as 2017
      what to do: Correct the cell.
    """

    def __init__(self, problem, *, file=None, row=None, column=None, expected=None, remedy=None):
        place = [str(file) if file else "", f"row {row}" if row else "", f"column {column}" if column else ""]
        details = {"where": ", ".join(filter(None, place)), "expected": expected, "what to do": remedy}
        self.problem, self.file, self.row, self.column = problem, file, row, column
        message = "\n".join([problem, *(f"  {name}: {text}" for name, text in details.items() if text)])
        super().__init__(_harmless(message))


def install_command(extra: str) -> str:
    """The command that installs the packages of one of the project's extras, in the versions that it is tested with."""
    of_extra = [line.partition(";") for line in requires("education-standards") or []]
    names = [
        name.strip() for name, _, marker in of_extra if f'extra == "{extra}"' in marker.replace("'", '"')
    ]
    return f"{sys.executable} -m pip install {' '.join(names)}"


def _harmless(text: str) -> str:
    """The text without what a terminal would obey or could not show: it may quote a hostile cell."""
    shown = "".join(
        letter if letter.isprintable() or letter == "\n" else "\N{REPLACEMENT CHARACTER}" for letter in text
    )
    return shown.encode(errors="replace").decode()
