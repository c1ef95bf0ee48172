"""Comparators that fall out of the pattern of their own table."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.report.checks.slips.papers import Papers, finding, number, place_name, shown

#: Rows and columns from which on a table has a pattern to fall out of.
LEAST_ROWS, LEAST_COLUMNS = 3, 4
#: A figure is out of line if it is this many times as far from what the others suggest as a figure usually is.
TIMES = 5
#: In this share of the other columns two areas must stand in one order for the other order to be odd.
USUALLY = 0.8
#: Percentage points by which every other area must have moved, and how many others, for a figure that has not to be odd.
MOVED, OTHERS = 3, 3


def out_of_line(papers: Papers) -> list[dict]:
    """Figures of comparators that fit neither their own row nor any other.

    Every other area suggests a value: its own figure in that column, plus the median distance of the two areas over
    the other columns. The middle one of these is expected. A figure is out of line if its distance from that is
    ``TIMES`` the median distance of all figures of the table (never less than half of the last digit), and if it
    stands on the other side of some area than in ``USUALLY`` of the other columns; of one column the figure farthest
    off. Only averages of many authorities are judged: the local authority itself may well stand out.
    """
    found: dict[int, tuple[float, dict]] = {}
    for across, rows in _tables(papers.levels):
        if len(rows) < LEAST_ROWS * LEAST_COLUMNS:
            continue
        grid, cells = _grid(rows)
        if grid.shape[0] < LEAST_ROWS or grid.shape[1] < LEAST_COLUMNS:
            continue
        values = grid.to_numpy(dtype=float)
        expected = _expected(values)
        distance = np.abs(values - expected)
        if np.isnan(distance).all():
            continue
        usual = max(float(np.nanmedian(distance)), float(rows["half"].max()))
        for i, j in np.argwhere(distance > TIMES * usual):
            crossed = [
                grid.index[k] for k in range(len(grid)) if k != i and _crosses(values[i] - values[k], j)
            ]
            if grid.index[i] == papers.area or not crossed or distance[i, j] < np.nanmax(distance[:, j]):
                continue
            row, times = cells[grid.index[i], grid.columns[j]], distance[i, j] / usual
            if times > found.get(row.Index, (0.0,))[0]:
                others = grid.iloc[:, j].drop(row.area).dropna()
                found[row.Index] = (times, _described(row, expected[i, j], times, across, others, crossed))
    return [found[index][1] for index in sorted(found)]


def _tables(levels: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Figures that make a table of areas by columns: measures of a phase, or years without a break between them.

    Groups of pupils make none: how far disadvantaged or Chinese pupils are from others differs from region to region.
    """
    for _, rows in levels.groupby(["phase", "pupil_group", "year", "unit"], sort=False):
        yield "measures", rows
    segment = [
        sum(row.year > last for last in row.break_after)
        for row in levels[["year", "break_after"]].itertuples()
    ]
    for _, rows in levels.groupby(["measure", "pupil_group", pd.Series(segment, levels.index)], sort=False):
        yield "years", rows


def _grid(rows: pd.DataFrame) -> tuple[pd.DataFrame, dict]:
    """Areas by columns, and the figure behind each cell."""
    columns = rows["measure"] + "|" + rows["pupil_group"] + "|" + rows["year"].astype(str)
    grid = rows.assign(column=columns).pivot(index="area", columns="column", values="value")
    return grid, {(row.area, column): row for row, column in zip(rows.itertuples(), columns, strict=True)}


def _expected(values: np.ndarray) -> np.ndarray:
    """What the other areas suggest for each cell; NaN where fewer than two of them can."""
    expected = np.full(values.shape, np.nan)
    for i, j in np.ndindex(values.shape):
        apart = np.delete(values[i] - values, j, axis=1)
        known = (~np.isnan(apart)).sum(axis=1) >= LEAST_COLUMNS - 1
        known &= ~np.isnan(values[:, j])
        known[i] = False
        if known.sum() >= LEAST_ROWS - 1 and not np.isnan(values[i, j]):
            expected[i, j] = np.median(values[known, j] + np.nanmedian(apart[known], axis=1))
    return expected


def _crosses(apart: np.ndarray, column: int) -> bool:
    """Whether two areas stand in the other order in one column than they usually do."""
    usual = np.sign(np.delete(apart, column))
    usual = usual[~np.isnan(usual)]
    here = np.sign(apart[column])
    return len(usual) >= LEAST_COLUMNS - 1 and here != 0 and bool((usual == -here).mean() >= USUALLY)


def _described(
    row, expected: float, times: float, across: str, others: pd.Series, crossed: list[str]
) -> dict:
    beside = ", ".join(f"{place_name(area)} {number(value, row.decimals)}" for area, value in others.items())
    below = [place_name(area) for area in crossed if others[area] > row.value]
    above = [place_name(area) for area in crossed if others[area] < row.value]
    sides = [f"{side} {' and '.join(names)}" for side, names in (("below", below), ("above", above)) if names]
    about = f"about {number(expected, 0 if row.half >= 0.5 else row.decimals)}"
    reason = (
        f"{shown(row.printed)} stands {' and '.join(sides)} here alone; beside {beside} the other {across} suggest "
        f"{about}, {number(times, 0)} times as far away as figures of these tables usually are"
    )
    return finding("out_of_line", row, about, reason)


def standing_still(papers: Papers) -> list[dict]:
    """A comparator printed with the figure of the year before where every other area moved far, all the same way."""
    found = []
    percentages = papers.levels[papers.levels["unit"] == "percent"]
    for (measure, group, year), rows in percentages.groupby(["measure", "pupil_group", "year"], sort=False):
        found_before = [
            (row, papers.level.get((measure, group, year - 1, row.area))) for row in rows.itertuples()
        ]
        pairs = [(row, before) for row, before in found_before if before is not None]
        for row, before in pairs:
            moves = [other.value - was.value for other, was in pairs if other.area != row.area]
            one_way = all(move >= MOVED for move in moves) or all(move <= -MOVED for move in moves)
            if row.area == papers.area or row.value != before.value or len(moves) < OTHERS or not one_way:
                continue
            middle = number(before.value + float(np.median(moves)), 0)
            least, most = (number(abs(end(moves, key=abs)), 0) for end in (min, max))
            reason = (
                f"{shown(before.printed)} was also the figure of {before.year} (line {before.line}), while every other area "
                f"moved {least} to {most} points the same way"
            )
            found.append(finding("still", row, f"about {middle}", reason))
    return found
