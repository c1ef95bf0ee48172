"""Slips that a second printing shows, and slips of the print itself."""

from collections import Counter
from math import trunc

import pandas as pd

from analysis.basics.numbers import ordinal
from analysis.catalogue.areas import ENGLAND
from analysis.catalogue.measures import group_phrase
from analysis.report.checks.as_printed import repeated_figures
from analysis.report.checks.slips.papers import (
    ANNEX,
    DIFFERENCES,
    LEVELS,
    RANKS,
    Papers,
    finding,
    number,
    of_whom,
    on_lines,
    shown,
)
from analysis.report.gaps.gaps import PAIRS

_FIGURE = ["measure", "pupil_group", "comparison_group", "year", "area", "kind"]
#: A figure of fewer digits turns up elsewhere by chance.
TELLING_DIGITS = 2
#: So many areas must agree on the sign of a difference before one is out of step.
AGREEING_SIGNS = 2


def repeated(papers: Papers) -> list[dict]:
    """A figure that is printed again with another value, or cut short where it should be rounded."""
    pairs = repeated_figures(papers.figures)
    found = []
    for key in pairs.loc[~pairs["agrees"], _FIGURE].drop_duplicates().itertuples(index=False):
        same = (papers.figures[_FIGURE] == pd.Series(key._asdict())).all(axis=1)
        printings = papers.figures[same & papers.figures["value"].notna()]
        agreeing = [_agreeing(printings, place) for place in range(len(printings))]
        usual = max(range(len(printings)), key=lambda place: len(agreeing[place]))
        first = next(printings.iloc[[usual]].itertuples())
        lines = on_lines(printings.loc[[first.Index, *agreeing[usual]], "line"])
        for row in printings.drop([first.Index, *agreeing[usual]]).itertuples():
            found.append(_cut_short(row, first) or _printed_twice(row, first, lines, papers))
    return found


def _agreeing(printings: pd.DataFrame, place: int) -> list:
    """The other printings that agree with the one at a place."""
    rest = printings.drop(printings.index[place])
    pairs = repeated_figures(pd.concat([printings.iloc[[place]], rest]))
    return rest.index[pairs["agrees"].to_numpy()].tolist()


def _cut_short(row, other) -> dict | None:
    short, long = sorted((row, other), key=lambda each: each.decimals)
    scale = 10.0**short.decimals
    # the nearest double to 0.7 times ten is 7.000000000000001 or 6.999999999999999
    if short.decimals == long.decimals or trunc(round(long.value * scale, 6)) / scale != short.value:
        return None
    right = number(long.value, short.decimals)
    reason = f"line {long.line} prints {shown(long.printed)}, which rounds to {right}: cut short, not rounded"
    return finding("shortened", short, right, reason)


def _printed_twice(row, first, lines: str, papers: Papers) -> dict:
    reason = f"the same figure is {shown(first.printed)} on {lines}"
    if row.value == -first.value:
        reason += "; only the sign differs"
    return finding("printed_twice", row, shown(first.printed), reason + _belongs_to(row, papers))


def _belongs_to(row, papers: Papers) -> str:
    """Whose figure a stray one is, if it is printed for others."""
    digits = row.printed.strip("-%0").replace(".", "")
    if row.kind in RANKS or len(digits) < TELLING_DIGITS:
        return ""
    figures = papers.figures
    same = figures[
        (figures["measure"] == row.measure) & (figures["kind"] == row.kind) & (figures["value"] == row.value)
    ]
    others = same[(same[_FIGURE] != pd.Series({name: getattr(row, name) for name in _FIGURE})).any(axis=1)]
    if others.empty:
        return ""
    nearest = others.loc[(others["line"] - row.line).abs().idxmin()]
    return f"; {shown(row.printed)} is the figure of {of_whom(nearest)} (line {nearest['line']})"


def differences(papers: Papers) -> list[dict]:
    """A printed difference that no printing of its two levels gives."""
    gaps = papers.figures[papers.figures["kind"].isin(DIFFERENCES) & papers.figures["value"].notna()]
    found = []
    for row in gaps.itertuples():
        own = papers.printings(row.measure, row.pupil_group, row.year, row.area)
        other = papers.printings(row.measure, row.comparison_group, row.year, ENGLAND)
        half = 0.5 * 10.0 ** -int(row.decimals) + 1e-9
        if (
            own.empty
            or other.empty
            or any(abs(a - b - row.value) <= half for a in own["value"] for b in other["value"])
        ):
            continue
        places = int(max(own["decimals"].max(), other["decimals"].max(), row.decimals))
        level, comparison = _nearest(own, row), _nearest(other, row)
        given = number(level - comparison, int(row.decimals))
        one, two = number(level, places), number(comparison, places)
        reason = (
            f"{one} less {two} is {given}; the printed difference would need {number(level - row.value, places)} in place "
            f"of {two}, or {number(comparison + row.value, places)} in place of {one}"
        )
        found.append(finding("difference", row, given, reason))
    return found


def _nearest(printings: pd.DataFrame, row) -> float:
    """The printing on the difference's own line, else in its table, else the first.

    Each line of the annex is an indicator of its own.
    """
    elsewhere = (printings["table"] != row.table) | (row.table == ANNEX)
    apart = (printings["line"] != row.line).astype(int) + elsewhere.astype(int)
    return float(printings.loc[apart.idxmin(), "value"])


def signs(papers: Papers) -> list[dict]:
    """A group printed ahead of its comparison where it is behind in every other area, or the other way round."""
    found = []
    rows = papers.levels[papers.levels["pupil_group"].isin(PAIRS)]
    rows = rows[rows["pupil_group"].map(PAIRS) != "all"]
    for (_, group, _), own in rows.groupby(["measure", "pupil_group", "year"]):
        beside = [
            (row, papers.level.get((row.measure, PAIRS[group], row.year, row.area)))
            for row in own.itertuples()
        ]
        pairs = [(row, other, row.value - other.value) for row, other in beside if other is not None]
        for place, (row, other, gap) in enumerate(pairs):
            rest = [each for other_place, (_, _, each) in enumerate(pairs) if other_place != place]
            if len(rest) < AGREEING_SIGNS or not all(gap * each < 0 for each in rest):
                continue
            where = (
                f"in the other {len(rest)} areas they are {'behind' if gap > 0 else 'ahead'} of them, "
                f"here {'ahead' if gap > 0 else 'behind'} ({shown(row.printed)} and {shown(other.printed)})"
            )
            reason = f"{group_phrase(group)} beside {group_phrase(PAIRS[group])}: {where}"
            found.append(finding("sign", row, "the other sign, or the two figures exchanged", reason))
    return found


def ordinals(papers: Papers) -> list[dict]:
    """A rank printed with the wrong ending, or with none."""
    ranks = papers.figures[papers.figures["kind"].isin(RANKS) & papers.figures["value"].notna()]
    found = []
    for row in ranks.itertuples():
        right = ordinal(row.value)
        if row.printed != right:
            wrong = "printed without its ending" if row.printed.isdigit() else "the ending does not fit"
            found.append(finding("ordinal", row, right, wrong))
    return found


def forms(papers: Papers) -> list[dict]:
    """Figures printed with other decimals, or with or without a percent sign, than the rest of their row or column."""
    rows = papers.figures[papers.figures["kind"].isin(LEVELS) & papers.figures["value"].notna()]
    rows = rows[rows["table"] != ANNEX]
    rows = rows.assign(
        form=rows["decimals"].astype(str) + rows["printed"].str.contains("%").map({True: "%", False: ""})
    )
    # an average of ten authorities may well have more decimals than the others of its column
    column = rows["column_label"].where(~rows["area"].str.startswith("neighbours:"))
    rows["in_row"] = _odd(rows, [rows["line"], rows["bracketed"], rows["unit"]])
    rows["in_column"] = _odd(rows, [column, rows["bracketed"], rows["unit"]])
    found = []
    for _, own in rows[rows["in_row"] | rows["in_column"]].groupby("table", sort=False):
        row = next(own.itertuples())
        odd = ", ".join(f"{shown(each.printed)} (line {each.line})" for each in own.itertuples())
        where = " and ".join(
            words
            for words, there in (("row", own["in_row"].any()), ("column", own["in_column"].any()))
            if there
        )
        reason = f"printed in another form than the other figures of the same {where}"
        several = len(own[["measure", "pupil_group"]].drop_duplicates()) > 1
        about = {"measure": "", "pupil_group": ""} if several else {}
        found.append(finding("form", row, "one form throughout", reason, printed=odd, area="", **about))
    return found


def _odd(rows: pd.DataFrame, groups: list) -> pd.Series:
    """The figures of another form than most of their row or column of the same table."""
    usual = rows.groupby([rows["table"], *groups])["form"].transform(_usual)
    return (rows["form"] != usual) & usual.notna()


def _usual(forms: pd.Series) -> str:
    """The commonest form; of two equally common the one printed first."""
    return Counter(forms).most_common(1)[0][0]
