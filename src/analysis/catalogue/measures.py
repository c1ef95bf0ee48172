"""The catalogue: what each measure is, how it is printed, and where its trend breaks.

``data/raw/measures.csv`` has one row per measure; who it is about is the pupil group of an observation.
"""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.basics.numbers import UNITS
from analysis.basics.read_csv import check, read_table
from analysis.basics.read_once import until_written_anew

#: Phases of education in the order of a report, and their headings.
PHASES = {
    "schools": "Quality of schools",
    "attendance": "School attendance",
    "exclusions": "Suspensions and permanent exclusions",
    "early_years": "Early years",
    "phonics": "Phonics",
    "ks1": "Key stage 1",
    "ks2": "Key stage 2",
    "ks4": "Key stage 4",
    "destinations": "Destinations after key stage 4",
    "ks5": "Key stage 5",
    "age_19": "Attainment by age 19",
    "participation": "Education and training after 16",
    "sen": "Special educational needs",
    "looked_after": "Looked-after children and care leavers",
}

#: Pupil groups in the order of a report. Children in need are those who are neither looked after nor on a
#: child protection plan; looked after means for at least 12 months on 31 March.
PUPIL_GROUPS = {
    "all": "All pupils",
    "disadvantaged": "Disadvantaged pupils",
    "not_disadvantaged": "Pupils who are not disadvantaged",
    "fsm": "Pupils eligible for free school meals",
    "not_fsm": "Pupils not eligible for free school meals",
    "sen_support": "Pupils with SEN support",
    "ehc_plan": "Pupils with an EHC plan",
    "sen": "Pupils with special educational needs",
    "no_sen": "Pupils without special educational needs",
    "looked_after": "Looked-after children",
    "in_need": "Children in need",
    "protection_plan": "Children on a child protection plan",
    "white": "White pupils",
    "mixed": "Pupils of mixed ethnicity",
    "asian": "Asian pupils",
    "black": "Black pupils",
    "chinese": "Chinese pupils",
    "other_ethnic": "Pupils of other ethnic groups",
}
#: The order in which groups stand in tables.
GROUP_ORDER = {group: place for place, group in enumerate(PUPIL_GROUPS)}


#: The pupil group of measures that are about one by definition, by the first word of their names (DfE counts care
#: leavers with looked-after children, which they no longer are).
OWN_GROUPS = {"care": "looked_after", "looked": "looked_after"}


def _text(pattern: str, expected: str, **options) -> pa.Column:
    return pa.Column(str, pa.Check(lambda cells: cells.str.fullmatch(pattern), name=expected), **options)


_TITLE = r"[A-Z0-9]\S*( \S+)*"
SCHEMA = pa.DataFrameSchema(
    {
        "measure": _text(r"[a-z][a-z0-9_]*", "a name in small letters, digits and underscores", unique=True),
        "title": _text(
            _TITLE, "words with single spaces between them, beginning with a capital", unique=True
        ),
        "short_title": _text(_TITLE, "words with single spaces between them, beginning with a capital"),
        "phase": pa.Column(str, pa.Check.isin(list(PHASES))),
        "unit": pa.Column(str, pa.Check.isin(list(UNITS))),
        "polarity": _text("(high|low)?", "high, low or nothing (which direction is better)"),
        "decimals": _text("[0-6]", "a whole number from 0 to 6"),
        "quartiles": _text("yes|no", "yes or no"),
        "definition": _text(r"[A-Z0-9].*\.", "one or two sentences"),
        "first_year": _text(r"20\d\d", "a year such as 2017"),
        "last_year": _text(r"20\d\d", "a year such as 2017"),
        "break_after": _text(r"(20\d\d( 20\d\d)*)?", "years with spaces between them, or nothing"),
        "order": _text(r"\d{1,4}", "a whole number"),
    }
)


def load_measures(file: Path | None = None) -> pd.DataFrame:
    """The catalogue, in the order of a report.

    Returns
    -------
    DataFrame
        Indexed by ``measure``. ``polarity`` is ``high`` or ``low``, whichever is better, or empty for a
        measure that cannot be ranked; ``quartiles`` is whether it is given quartile bands; ``first_year``
        and ``last_year`` are those with figures; ``break_after`` is a tuple of years, rising, after which a
        trend may not continue.

    Raises
    ------
    InputError
        On the first cell that breaks a rule, naming file, row and column.

    Examples
    --------
    >>> load_measures().loc["ks4_ebacc", "break_after"]
    (2016, 2017, 2019, 2021, 2022)
    """
    return _load(file or paths.raw() / "measures.csv").copy()


@until_written_anew
def _load(file: Path) -> pd.DataFrame:
    shown = paths.shown(file)
    table = check(read_table(file, list(SCHEMA.columns)), SCHEMA, shown)
    numbers = ["decimals", "first_year", "last_year", "order"]
    table = table.assign(
        quartiles=table["quartiles"] == "yes",
        break_after=[tuple(map(int, cell.split())) for cell in table["break_after"]],
        **{column: table[column].astype("int64") for column in numbers},
    )
    sorted_phases = table.sort_values("order")["phase"].map(list(PHASES).index)
    rules = {
        "last_year": (table["last_year"] >= table["first_year"], "a year no earlier than first_year"),
        "break_after": (
            [list(y) == sorted(set(y)) for y in table["break_after"]],
            "years that rise, each once",
        ),
        "quartiles": (~table["quartiles"] | (table["polarity"] != ""), "no, as the measure has no polarity"),
        "order": (
            ~table["order"].duplicated() & (sorted_phases.diff().fillna(0) >= 0),
            "a number of its own, and none of an earlier phase above it",
        ),
    }
    for column, (holds, expected) in rules.items():
        if not (good := pd.Series(holds, index=table.index)).all():
            row = good.idxmin()
            problem, remedy = f"The measure {table['measure'][row]} does not fit.", "Correct the row."
            raise InputError(problem, file=shown, row=row, column=column, expected=expected, remedy=remedy)
    return table.set_index("measure").sort_values("order")


def group_title(pupil_group: str) -> str:
    """The plain name of a pupil group, as it stands in a heading or a cell.

    Examples
    --------
    >>> group_title("sen_support")
    'Pupils with SEN support'
    """
    return PUPIL_GROUPS[_known(pupil_group, PUPIL_GROUPS, "pupil group")]


def title(measure: str, pupil_group: str = "all") -> str:
    """What a figure is of: the measure, and the pupil group unless it is all pupils.

    Raises
    ------
    InputError
        For a measure or group that is not in the catalogue, listing what is near.

    Examples
    --------
    >>> title("ks2_rwm_expected", "disadvantaged")
    'Key stage 2 reading, writing and maths (expected standard), disadvantaged pupils'
    """
    measures = _load(paths.raw() / "measures.csv")
    return titled(measure, measures["title"][_known(measure, measures.index, "measure")], pupil_group)


def titled(measure: str, name: str, pupil_group: str, between: str = ", ") -> str:
    """The name of a measure, and the pupil group unless it is all pupils or the name says it.

    Examples
    --------
    >>> titled("care_leavers_eet", "Care leavers in education or work", "looked_after")
    'Care leavers in education or work'
    """
    said = pupil_group == "all" or OWN_GROUPS.get(measure.split("_", 2)[0]) == pupil_group
    return name if said else f"{name}{between}{group_phrase(pupil_group)}"


def is_group_gap(measure: str) -> bool:
    """Whether a measure is itself a gap between groups, in percentage points, published as a figure of all pupils."""
    return measure.endswith("_gap")


def of_all_pupils(rows: pd.DataFrame) -> pd.Series:
    """Which rows are of all pupils: of no group, and no gap of one."""
    return (rows["pupil_group"] == "all") & ~rows["measure"].map(is_group_gap).astype(bool)


def group_phrase(pupil_group: str) -> str:
    """The plain name of a pupil group within a sentence.

    Examples
    --------
    >>> group_phrase("disadvantaged"), group_phrase("white")
    ('disadvantaged pupils', 'White pupils')
    """
    group = group_title(pupil_group)
    proper = group.split()[0] in ("White", "Asian", "Black", "Chinese")
    return group if proper else group[0].lower() + group[1:]


def _known(name: str, names: Iterable[str], kind: str) -> str:
    if name not in names:
        near = get_close_matches(str(name), list(names), n=3)
        raise InputError(
            f"'{name}' is not a {kind}." + (f" The nearest: {', '.join(near)}." if near else ""),
            file=paths.shown(paths.raw() / "measures.csv") if kind == "measure" else None,
            expected=f"a {kind} of the catalogue",
        )
    return name


def trend_segments(years: Iterable[int], break_after: Sequence[int]) -> list[list[int]]:
    """The years split where a trend may not continue: one list per line of a chart.

    A year without figures is a gap, not a break.

    Examples
    --------
    >>> trend_segments([2016, 2017, 2018, 2019, 2022], break_after=(2016, 2019))
    [[2016], [2017, 2018, 2019], [2022]]
    """
    segments: list[list[int]] = []
    for year in sorted(set(years)):
        if segments and not any(segments[-1][-1] <= last < year for last in break_after):
            segments[-1].append(year)
        else:
            segments.append([year])
    return segments
