"""Known faults of DfE's interactive tool's data file, and what the reader does with them."""

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Fault:
    """Figures of the data file that cannot be what their label says, and what is done with them.

    ``label`` (a year label) and ``text`` (a value as it stands in the file) narrow the rows of the code
    down where they are given. ``read_as`` is the year the rows are read as; without it they are read as not
    published. A fault that the publisher has mended is left alone: rows are moved only while the year that
    they belong to is empty, and a whole year is dropped only while every area has the same figure in it.
    """

    code: str
    reason: str
    label: str = ""
    text: str = ""
    read_as: str = ""


_COPIED = "Every area has the same figure: the one for England, copied down."
FAULTS = (
    Fault(
        "FSP_Gooddev_Chinese",
        "Labelled 2021, a summer without early years assessments. The other ethnic groups have their figures "
        "under 2022, and this one has none there.",
        label="2021",
        read_as="2022",
    ),
    Fault("Stability_School", _COPIED, label="2018"),
    Fault("Stability_School", _COPIED, label="2019"),
    Fault(
        "Age19_SENwoS",
        "0 stands for no figure: it is found only for authorities in years before they opened or after they closed.",
        text="0",
    ),
)


def without_faults(rows: pd.DataFrame, faults: tuple[Fault, ...]) -> pd.DataFrame:
    """The rows, the figures that ``faults`` drop read as not published."""
    text = rows["text"].copy()
    for fault in faults:
        at = rows["code"] == fault.code
        if fault.label:
            at &= rows["label"] == fault.label
        if fault.text:
            text[at & (text == fault.text)] = "-"
        elif not fault.read_as and len(text[at & (text != "-")].unique()) == 1:
            text[at] = "-"
    return rows.assign(text=text)
