"""A draft of a mapping, from what a file holds and the mapping that is most like it: for a person to finish.

It is no mapping yet, and lies apart from them, so that what is unfinished stops nothing else.
"""

import json
import re

from analysis.catalogue.ees_mapping import AREA_TYPES, Mapping, Measure
from analysis.sources.ees_contents import Contents, for_everybody

INTRODUCTION = """\
# A draft of a mapping: it reads nothing until it is finished. docs/ees.md says what each part means.
# When it is: standards add FILE --mapping {place}
"""
PUPILS = """
# The pupils of a row whose filters are all at 'all'. A group such as those eligible for free school meals is
#   { group = "fsm", when = { FILTER = "VALUE" } },
pupil_groups = [
  { group = "all" },
]
"""
MEASURES = """
# A line for each column of figures that is a measure of data/raw/measures.csv:
#   { measure = "eyfs_gld", unit = "percent", value = "COLUMN", numerator = "COLUMN", denominator = "COLUMN" },
# and when = { FILTER = "VALUE" } where each measure has rows of its own.
"""


def slug_of(name: str) -> str:
    """A name of small letters, digits and hyphens, for an id.

    Examples
    --------
    >>> slug_of("Early years_2022")
    'early-years-2022'
    """
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "data-set"


def draft(contents: Contents, name: str, nearest: Mapping, place: str) -> str:
    """The text of a draft, TOML with remarks.

    Parameters
    ----------
    contents : Contents
        Of the file.
    name : str
        The id that the mapping is to have.
    nearest : Mapping
        Its measures whose columns the file has are taken over.
    place : str
        Where the draft will be, as it is shown to people.
    """
    about = f'id = "{name}"\ntitle = {_text(name)}  # what DfE calls the data set\npublication = ""  # and the publication\n'
    parts = [INTRODUCTION.format(place=place), about, PUPILS, _measures(contents, nearest)]
    if contents.figures:
        levels = "\n".join(f'{level} = "judged"' for level in AREA_TYPES)
        parts.append(
            f"\n# Remove this part if no measure has a numerator or a denominator.\n[counts]\n{levels}\n"
        )
    return "".join([*parts, *(_filter(column, contents.values[column]) for column in _filters(contents))])


def _measures(contents: Contents, nearest: Mapping) -> str:
    names = nearest.names(contents.header)
    kept = [m for m in nearest.measures if {*m.columns, *m.when} <= names.keys() and not m.denominator_when]
    lines = "".join(f"  {_measure(m, names)},\n" for m in kept)
    ignored = ", ".join(map(_text, contents.figures))
    return (
        f"{MEASURES}measures = [\n{lines}]\n"
        f"\n# The columns of figures. Those that no measure names are not used.\nignored = [{ignored}]\n"
    )


def _measure(measure: Measure, names: dict[str, str]) -> str:
    roles = ("value", "numerator", "denominator", "lower", "upper")
    cells = {"measure": measure.measure, "unit": measure.unit}
    cells |= {role: names[column] for role in roles if (column := getattr(measure, role))}
    fields = [f"{field} = {_text(cell)}" for field, cell in cells.items()]
    if measure.when:
        chosen = ", ".join(f"{_text(names[n])} = {_list(list(v))}" for n, v in measure.when.items())
        fields.append(f"when = {{ {chosen} }}")
    return f"{{ {', '.join(fields)} }}"


def _filters(contents: Contents) -> list[str]:
    time = contents.values.get("time_identifier", ["Academic year"])
    return [*([] if time == ["Academic year"] else ["time_identifier"]), *contents.filters]


def _filter(column: str, values: list[str]) -> str:
    everybody = for_everybody(values)
    others = [text for text in values if text not in everybody]
    remark = (
        "" if everybody else "  # which of these stands for everybody? If none does, name one in each 'when'"
    )
    return f"\n[filters.{_text(column)}]\nall = {_list(everybody)}{remark}\nleft_out = {_list(others)}\n"


def _list(texts: list[str]) -> str:
    return f"[{', '.join(map(_text, texts))}]"


def _text(text: str) -> str:
    """Text as TOML writes it, which JSON does too."""
    return json.dumps(text, ensure_ascii=False)
