"""The back-test: what would the report have named in each year, and what did the next year do?

    python benchmarks/backtest.py                   # the table; needs the national files (STANDARDS_RAW), prepared
    python benchmarks/backtest.py --draws 20        # more simulated years

Of every LA and of the years 2016/17 to 2023/24, from one release of today: a report on a year knows the figures of that year
and of those before it as they stand now, and nothing later. ``today`` are the rules as they were before (``earlier_rules``),
``new`` those of the report, called here as the report calls them. What counts as what:

- a named movement *goes back* if the next year's rank lies short of the place that it was named to, on the side that it came
  from, by one place or more. By the earlier rule that place is the year's rank. By the new one it is the nearer of the two
  places that were held, as its sentence says. Beside it stands how many moved the other way from the year's own rank at
  all, by one place or more (the same thing by the earlier rule), and how many lost half of the move or more;
- a strength is *still there* if the next year's rank lies in the top 10% of those ranked then, a weakness if in the bottom half;
- a gap that was called narrowed or widened without numbers of pupils *goes the other way* if its size changes the other way
  in the next year, as stored; a gap is to other pupils in England, of any group and measure, and the words are those of the
  gaps page (``report.gaps``), of each LA asked once of the newest year;
- what has no figure in the next year, or a break before it, is not judged.

Even and odd years stand apart (2018 is 2017/18, even). The kinds of rule were chosen with all years in sight; their limits are round
numbers and were not fitted: a chance of 0.8, one false name in ten. The simulations are described in ``simulated_moves``. Writes benchmarks/results/backtest.md.
"""

import argparse
import os
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).parent))

import earlier_rules
import judged_trends
import simulated_moves

from analysis.catalogue.areas import load_areas
from analysis.catalogue.existing import standing
from analysis.catalogue.measures import load_measures
from analysis.data.expected_places import expected_places
from analysis.data.panel import SERIES
from analysis.data.ranking import CITY_AND_SCILLY, last_place
from analysis.data.reliability import poor_series
from analysis.data.store import prepared_england
from analysis.report.contents import open_report
from analysis.report.gaps.gaps import gap_history
from analysis.report.rankings.movements import moved
from analysis.report.summary.findings import is_strength, is_weakness, spread

RESULTS = Path(__file__).parent / "results" / "backtest.md"
YEARS = range(2017, 2025)
#: Years whose real pattern of LAs, measures and sizes simulated years are made from.
GROUNDS = (2019, 2024, 2025)
ON = [*SERIES, "area"]


def next_year(england, rows: pd.DataFrame, year: int) -> pd.DataFrame:
    """The rows whose figure can be judged by the next year's, with ``rank_next`` and ``n_next``."""
    breaks = load_measures()["break_after"]
    following = england.ranks_in(year + 1)[[*ON, "rank", "n_ranked"]]
    following = following.rename(columns={"rank": "rank_next", "n_ranked": "n_next"})
    rows = rows.merge(following.astype({"rank_next": int, "n_next": int}), on=ON)
    return rows[[year not in breaks[measure] for measure in rows["measure"]]]


def new_movements(england, year: int) -> pd.DataFrame:
    """What the pages of all LAs name as movements."""
    rows = england.once(moved, year)
    rows = rows.join(load_measures()["phase"], on="measure")
    found = [row for _, own in rows.groupby("area") for row in spread(own.itertuples(index=False))]
    return pd.DataFrame(found, columns=rows.columns)


def new_levels(england, year: int, kind: str) -> pd.DataFrame:
    """What the pages of all LAs name as strengths (``top``) or areas for development (``low``)."""
    rows = earlier_rules.levels_of_all(england, year)
    poor = england.once(poor_series, year)
    rows = rows[[key not in poor for key in rows[SERIES].itertuples(index=False, name=None)]]
    rows = rows[rows[kind]].join(england.once(expected_places, year), on=ON)
    likely = is_strength if kind == "top" else is_weakness
    return earlier_rules.picked(rows[[likely(row) for row in rows.itertuples()]], kind)


def judged_moves(england, rows: pd.DataFrame, year: int) -> pd.DataFrame:
    """Of each movement whether it went back, went the other way at all, and lost half of itself."""
    if rows.empty:
        return pd.DataFrame(columns=["back", "other_way", "half"], dtype=float)
    if "held" in rows:
        at = np.where(rows["held"] == "now", rows["rank_now"], rows["rank_last"])
        rows = rows.assign(at=at, rank=rows["rank_now"])
    else:
        rows = rows.assign(at=rows["rank"])
    rows = next_year(england, rows, year)
    way = np.sign(rows["rank_before"] - rows["at"])
    return pd.DataFrame(
        {
            "back": (rows["rank_next"] - rows["at"]) * way > 0,
            "other_way": (rows["rank_next"] - rows["rank"]) * way > 0,
            "half": (rows["rank_next"] - (rows["at"] + rows["rank_before"]) / 2) * way >= 0,
        }
    )


def judged_levels(england, rows: pd.DataFrame, year: int, kind: str) -> pd.Series:
    """Of each strength or weakness whether it is still one by its rank."""
    rows = next_year(england, rows, year)
    if kind == "top":
        return rows["rank_next"] <= last_place(10, rows["n_next"])
    return rows["rank_next"] > last_place(50, rows["n_next"])


def gaps_judged(areas) -> pd.DataFrame:
    """Gaps called narrowed or widened: ``rule, year, counted``, what and whether the next year went the other way.

    ``counted``: with numbers of pupils. By the earlier rule only those without are looked at.
    """
    parts = []
    for area in areas:
        rows = gap_history(open_report(area, max(YEARS) + 1))
        rows = rows[(rows["area"] == area) & (rows["comparator"] == "national_other")]
        rows = rows.assign(size=rows["gap"].abs())
        after = rows[[*SERIES, "year", "size", "previous_gap"]].assign(year=rows["year"] - 1)
        rows = rows.merge(after, on=[*SERIES, "year"], suffixes=("", "_next"))
        # across a break the next year has no earlier gap
        rows = rows[rows["previous_gap_next"].notna()]
        counted = rows["numerator"].notna()
        for rule, words in {"today": earlier_rules.words_of_gaps(rows), "new": rows["verdict"]}.items():
            change = words.map({"narrowed": -1, "widened": 1})
            moved_back = (rows["size_next"] - rows["size"]) * change
            half = moved_back < -(rows["size"] - rows["previous_gap"].abs()).abs() / 2
            found = rows[[*SERIES, "year"]].assign(rule=rule, counted=counted, back=moved_back < 0, half=half)
            parts.append(found[change.notna() & (~counted | (rule == "new"))])
    found = pd.concat(parts, ignore_index=True)
    return found[found["year"].isin(YEARS)]


def shares(england) -> pd.DataFrame:
    """Each rule's result by year: ``line, rule, year, n`` (judged) and ``share``."""
    found = []
    for year in YEARS:
        moves = {"today": earlier_rules.movements(england, year), "new": new_movements(england, year)}
        for rule, rows in moves.items():
            judged = judged_moves(england, rows, year)
            found.append(("LAs with a movement named", rule, year, 1, rows["area"].nunique()))
            found += [(line, rule, year, len(judged), judged[name].sum()) for line, name in MOVES.items()]
        trends = judged_trends.judged_trends(england, year)
        found += [
            (line, "new", year, len(trends), trends[name].sum()) for line, name in judged_trends.LINES.items()
        ]
        levels = earlier_rules.levels_of_all(england, year)
        for line, kind in LEVELS.items():
            both = {
                "today": earlier_rules.picked(levels[levels[kind]], kind),
                "new": new_levels(england, year, kind),
            }
            for rule, rows in both.items():
                judged = judged_levels(england, rows, year, kind)
                found.append((line, rule, year, len(judged), judged.sum()))
                found.append((f"{line}: LAs with one named", rule, year, 1, rows["area"].nunique()))
        print(year, flush=True)
    return pd.DataFrame(found, columns=["line", "rule", "year", "n", "count"])


MOVES = {
    "movements that go back": "back",
    "movements after which the rank moves the other way at all": "other_way",
    "movements that lose half or more": "half",
}
LEVELS = {"strengths still in the top 10%": "top", "weaknesses still in the bottom half": "low"}


def table(header, rows) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def said(rows: pd.DataFrame) -> str:
    """A share with the number judged: "42% of 1,690"."""
    n = int(rows["n"].sum())
    return f"{100 * rows['count'].sum() / n:.0f}% of {n:,}" if n else "none named"


def by_half(found: pd.DataFrame) -> list[list[str]]:
    """A line of the table for each line of the issue: even years, odd years, the bound."""
    rows = []
    for line, bound in BOUNDS.items():
        own = found[found["line"] == line]
        if own.empty:
            continue
        cells = [
            said(own[(own["rule"] == rule) & (own["year"] % 2 == odd)])
            if (own["rule"] == rule).any()
            else "none named" * (rule == "new")
            for odd in (0, 1)
            for rule in ("today", "new")
        ]
        rows.append([line, *cells, bound])
    return rows


GAPS = "gaps called narrowed or widened without numbers that go the other way"
COUNTED = "gaps called so with numbers that go the other way"
COUNTED_HALF = "gaps called so with numbers that lose half or more of the change"
DISADVANTAGED = "reading, writing and mathematics, disadvantaged pupils"
BOUNDS = {
    "movements that go back": "at most 50%",
    "movements after which the rank moves the other way at all": "",
    "movements that lose half or more": "",
    "strengths still in the top 10%": "at least 85%",
    "weaknesses still in the bottom half": "at least 95%",
    GAPS: "at most 50%",
    f"{GAPS}: {DISADVANTAGED}": "at most 50%",
    COUNTED: "",
    COUNTED_HALF: "",
    **dict.fromkeys(judged_trends.LINES, ""),
}


def simulations(england, draws: int) -> list[list[str]]:
    """What simulated years say, by the year whose real pattern they are made from."""
    rows = []
    for year in GROUNDS:
        usual = simulated_moves.one_moved(england, year, draws)
        median = simulated_moves.one_moved(
            england, year, draws, simulated_moves.TIMES * simulated_moves.MEDIAN
        )
        rows.append(
            [
                year,
                f"{simulated_moves.nothing_moved(england, year, draws):.0%}",
                f"{usual:.0%}",
                f"{median:.0%}",
                f"{simulated_moves.one_moved(england, year, draws, since=1):.0%}",
                *(f"{share:.0%}" for share in judged_trends.nothing_moved(england, year, draws)),
            ]
        )
        print(rows[-1], flush=True)
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--draws", type=int, default=10, help="simulated Englands for each number")
    parser.add_argument("--without-gaps", action="store_true", help="leave out the gaps, which take longest")
    arguments = parser.parse_args()
    start, england = time.perf_counter(), prepared_england()
    found = shares(england)
    if not arguments.without_gaps:
        codes = [
            code for code in standing(load_areas(), max(YEARS) + 1)["code"] if code not in CITY_AND_SCILLY
        ]
        gaps = gaps_judged(codes)
        main = (gaps["measure"] == "ks2_rwm_expected") & (gaps["pupil_group"] == "disadvantaged")
        without = ~gaps["counted"]
        lines = {
            GAPS: (gaps[without], "back"),
            f"{GAPS}: {DISADVANTAGED}": (gaps[without & main], "back"),
            COUNTED: (gaps[~without], "back"),
            COUNTED_HALF: (gaps[~without], "half"),
        }
        for line, (rows, what) in lines.items():
            counts = rows.groupby(["rule", "year"])[what].agg(n="size", count="sum").reset_index()
            found = pd.concat([found, counts.assign(line=line)], ignore_index=True)
    simulated = simulations(england, arguments.draws)
    named = found["line"].str.contains("LAs with")
    cells = [said(found.iloc[[i]]) for i in range(len(found))]
    each = found.assign(cell=np.where(named, found["count"].astype(int).astype(str), cells))
    years = each.pivot_table(
        index=["line", "rule"], columns="year", values="cell", aggfunc="first", sort=False
    ).fillna("")
    sections = [
        "# Back-test: what was named, and what the next year did",
        f"Written by `benchmarks/backtest.py` from the release {england.release} in {(time.perf_counter() - start) / 60:.0f} minutes. All LAs but City of "
        "London and Isles of Scilly, 2016/17 to 2023/24. Definitions stand in its docstring. A share is of what was named and "
        "can be judged by the next year. Even and odd years are apart; the kinds of rule were chosen with all years in sight, so that the odd ones are no years unseen; their limits are round numbers that were not fitted to either.",
        "## Even and odd years",
        table(["", "even: today", "even: new", "odd: today", "odd: new", "must be"], by_half(found)),
        "## Simulated years (no real figures)",
        table(
            ["pattern of", "LAs with a movement named, nothing moved", "one true move of 3 usual ones named, in its second year",
             "the same, of 3 median ones", "the same, of 3 usual ones, in its first year", "LAs with a trend named, nothing moved",
             "figures with a firm word of a trend, each alone, nothing moved"],
            [*simulated, ["must be", "at most 20%", "at least 80%", "", "", "", "at most 5%"]],
        ),
        NOTES,
        "## Each year",
        table(["", "rules", *map(str, years.columns)], [[*key, *cells] for key, cells in zip(years.index, years.to_numpy(), strict=True)]),
    ]  # fmt: skip
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text("\n\n".join(sections) + "\n", encoding="utf-8")
    print(f"written: benchmarks/results/{RESULTS.name}", os.getloadavg()[0])


NOTES = """- A *usual* move is the standard deviation of the changes from one year to the next in LAs of that size, robustly; half of all
  moves are smaller than 0.67 of it, the *median* one.
- A movement is named when it has held for a second year, never in the year in which it comes: of jumps of one year about
  two in three go back, of any size.
- Of gaps without numbers of pupils none is called narrowed or widened: most changes that an approximate number, or
  the published interval of a score alone, would show went the other way in the next year, so that none is said firmly. Those with numbers are called so, and the line
  of those that go the other way is no bound of theirs: the year after a large change lies nearer to the mean more often than not.
- A trend takes five comparable years or more, which no series has before 2020."""


if __name__ == "__main__":
    main()
