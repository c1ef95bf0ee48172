"""Each rank that a report printed against the rank recomputed from national data, with the reason where they differ.

The figures that were public on the day of the report decide, where that day is known and a release of it is at hand; those
of today stand beside them. Otherwise today's decide, and the reason is found by reasoning on them (how many LAs have no
published value, what the printed value would be ranked, which other row has the same ranks), never from a list of answers.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.basics.numbers import format_value, ordinal
from analysis.catalogue.areas import find_area
from analysis.catalogue.measures import load_measures, title
from analysis.catalogue.observations import KEY, select
from analysis.data.england import England
from analysis.data.local_figures import LocalFigures
from analysis.output.page import written
from analysis.report.rankings.columns import Reconciliation

OUTCOMES = (
    "exact",
    "within_ties",
    "revised",
    "explained",
    "value_differs",
    "unexplained",
    "no_national_data",
)
#: The printed place is the recomputed one, or one that the tie allows.
AGREES = ("exact", "within_ties")
#: A difference of so few LAs may be later revisions, if as many stand within one printed unit.
FEW = 3


@dataclass(frozen=True)
class Side:
    """The national figures that a printed rank is compared with: those of the day of the report, or those of today.

    ``file`` and ``when`` are what sentences call them. Reasons that guess what may have been revised since are looked for
    only among today's.
    """

    england: England
    file: str = "today's file"
    when: str = "today"

    @property
    def is_today(self) -> bool:
        return self.when == "today"


def reconciliation(report: LocalFigures) -> pd.DataFrame:
    """One row per printed rank of the transcribed report, in the order of print.

    Parameters
    ----------
    report : LocalFigures
        With an edition, and with national data; without these the result is empty.

    Returns
    -------
    DataFrame
        The columns of ``Reconciliation``. ``outcome`` is ``exact``; ``within_ties`` (the printed place is one that the tie allows);
        ``revised`` (one of the two by the release that was public, and neither by today's); ``value_differs`` (the file has
        another value for the LA); ``explained`` (by a row of ranks that belongs to another table or, where no release of the
        day is at hand, by LAs that are not published today or by a revision of one printed unit in a few LAs);
        ``no_national_data``; or ``unexplained``.
    """
    if report.paper is None or not report.england.is_ranked:
        return Reconciliation.empty()
    rows = _compared(report, Side(report.england))
    rows["release"], rows["today_rank"] = "", rows["recomputed_rank"]
    rows["today_value"] = rows["recomputed_value"]
    if report.then is not None:
        rows = _of_the_day(rows, report.then, report)
    rows["title"] = [title(row.measure, row.pupil_group) for row in rows.itertuples()]
    return rows[Reconciliation.names()]


def _of_the_day(today: pd.DataFrame, then: England, report: LocalFigures) -> pd.DataFrame:
    """The rows as the figures public on the day of the report decide them; as ``today`` where these have no rank."""
    file = f"the release of {written(then.release[:10])}"
    rows = _compared(report, Side(then, file, f"on {written(then.as_at)}"))
    for column in ("today_rank", "today_value"):
        rows[column] = today[column]
    rows["release"] = then.release
    agrees = rows["outcome"].isin(AGREES)
    revised = agrees & ~today["outcome"].isin(AGREES)
    moved = [_today(row) for row in rows.itertuples()]
    known = [
        f"{ordinal(row.recomputed_rank)} in {file}, which was public on {written(then.as_at)}"
        if now
        else row.reason
        for row, now in zip(rows.itertuples(), revised, strict=True)
    ]
    rows["reason"] = ["; ".join(filter(None, parts)) for parts in zip(known, moved, strict=True)]
    rows["outcome"] = rows["outcome"].mask(revised, "revised")
    without = rows["outcome"] == "no_national_data"
    return pd.concat([rows[~without], today.loc[without, [*rows.columns]]]).sort_index()


def _today(row) -> str:
    """What today's file has, where that is another rank than that of the day."""
    if pd.isna(row.recomputed_rank):
        return ""
    if pd.isna(row.today_rank):
        return "today's file has no rank"
    return "" if row.today_rank == row.recomputed_rank else f"{ordinal(row.today_rank)} in today's file"


def _compared(report: LocalFigures, side: Side) -> pd.DataFrame:
    """Printed ranks beside those recomputed from one side, with outcome and reason."""
    figures = report.printed.figures
    ranks = figures[figures["kind"].isin(["rank", "gap_rank"]) & figures["value"].notna()]
    ranks = ranks.rename(columns={"value": "printed_rank"}).astype({"printed_rank": int})
    own = side.england.ranks[side.england.ranks["area"] == report.area.code].rename(
        columns={"value": "recomputed_value"}
    )
    published = select(report.observations, area=report.area.code)[[*KEY, "decimals"]]
    own = own.merge(published.rename(columns={"decimals": "published_decimals"}), on=KEY, how="left")
    levels = figures[(figures["kind"] == "value") & (figures["area"] == report.area.code)].drop_duplicates(
        KEY
    )
    levels = levels[[*KEY, "value", "decimals"]].rename(columns={"value": "printed_value"})
    rows = ranks.drop(columns="decimals").merge(own.drop(columns="area"), on=KEY, how="left")
    rows = rows.merge(levels, on=KEY, how="left").rename(columns={"rank": "recomputed_rank"})
    copied = _copied_rows(rows)
    found = [_outcome(row, report, side, copied.get((row.table, row.line), "")) for row in rows.itertuples()]
    rows["outcome"], rows["reason"] = zip(*found, strict=True)
    return rows


def _outcome(row, report: LocalFigures, side: Side, copied: str) -> tuple[str, str]:
    """Outcome and reason of one printed rank; the first rule that fits decides."""
    if pd.isna(row.recomputed_rank):
        return "no_national_data", _absent(row, report, side)
    differs = abs(row.printed_value - row.recomputed_value) > 0.5 * 10.0 ** -float(row.decimals) + 1e-9
    if row.printed_rank == row.recomputed_rank:
        return "exact", "the printed value differs, the rank does not" if differs else ""
    if row.tie_first <= row.printed_rank <= row.tie_last:
        return "within_ties", f"tied {ordinal(row.tie_first)} to {ordinal(row.tie_last)}"
    if differs:
        return "value_differs", _value_differs(row, report, side)
    if copied:
        return "explained", copied
    guesses = (_unpublished(row, side), _revised(row, report, side)) if side.is_today else ()
    for reason in guesses:
        if reason:
            return "explained", reason
    return (
        "unexplained",
        f"printed {ordinal(row.printed_rank)}, recomputed {ordinal(row.recomputed_rank)}, and no rule accounts for it",
    )


def _absent(row, report: LocalFigures, side: Side) -> str:
    """Why there is no recomputed rank."""
    there = side.england.ranks[
        (side.england.ranks["measure"] == row.measure)
        & (side.england.ranks["pupil_group"] == row.pupil_group)
    ]
    if there.empty:
        return "the national data have no figures on this measure for these pupils"
    first, last = there["year"].min(), there["year"].max()
    if not first <= row.year <= last:
        return f"the national data on this measure are of {first} to {last}"
    return f"the national data have no figure of {report.area.name} for {row.year}"


def _distribution(row, side: Side) -> pd.DataFrame:
    """All LAs' values on the row's measure; ``worth`` rises with rank, whatever the polarity."""
    same = (side.england.ranks["measure"] == row.measure) & (
        side.england.ranks["pupil_group"] == row.pupil_group
    )
    rows = side.england.ranks[same & (side.england.ranks["year"] == row.year)]
    low = load_measures().loc[row.measure, "polarity"] == "low"
    return rows.assign(worth=rows["value"] if low else -rows["value"])


def _value_differs(row, report: LocalFigures, side: Side) -> str:
    """Which places the printed value could have among today's values, given that it is rounded."""
    others = _distribution(row, side).query("area != @report.area.code")["worth"].to_numpy()
    half = 0.5 * 10.0 ** -float(row.decimals)
    worth = row.printed_value if load_measures().loc[row.measure, "polarity"] == "low" else -row.printed_value
    best, worst = 1 + int((others < worth - half).sum()), 1 + int((others < worth + half).sum())
    unit, places = load_measures().loc[row.measure, "unit"], int(row.decimals)
    shown = format_value(row.printed_value, unit, places)
    now = format_value(row.recomputed_value, unit, places + 1)
    inside = best <= row.printed_rank <= worst
    return (
        f"printed value {shown}, {now} in {side.file} (another vintage or definition); {shown} would rank "
        f"{ordinal(best)} to {ordinal(worst)} {side.when}, {'which holds' if inside else 'which does not hold'} the printed place"
    )


def _unpublished(row, side: Side) -> str:
    """The LAs without a published value today, if the printed place fits with some of them above."""
    missing = side.england.unranked(row.year)
    missing = missing[(missing["measure"] == row.measure) & (missing["pupil_group"] == row.pupil_group)]
    needed = int(row.printed_rank - row.tie_last)
    if not 0 < needed <= len(missing):
        return ""
    names = sorted(find_area(code).name for code in missing["area"])
    listed = (
        ", ".join(names) if len(names) <= FEW else f"{', '.join(names[:FEW])} and {len(names) - FEW} more"
    )
    least = "exactly" if needed == len(missing) and row.tie_first == row.tie_last else "at least"
    return (
        f"fits if {least} {needed} of the {len(names)} without a published value today stood above "
        f"({listed}); they may have been ranked when the report was written"
    )


def _revised(row, report: LocalFigures, side: Side) -> str:
    """A few LAs that have passed the LA since, if as many stand within one printed unit of it."""
    rows = _distribution(row, side)
    worth = rows.loc[rows["area"] == report.area.code, "worth"].iloc[0]
    # "27.0" may be a whole percentage in a spreadsheet's format: the coarser of print and publication counts
    decimals = int(min(row.decimals, row.published_decimals))
    unit = 10.0**-decimals + 1e-9
    better = row.printed_rank < row.tie_first
    needed = int(row.tie_first - row.printed_rank if better else row.printed_rank - row.tie_last)
    distance = worth - rows["worth"] if better else rows["worth"] - worth
    near = int(((distance > 1e-9) & (distance <= unit)).sum())
    if needed > min(FEW, near):
        return ""
    where, before = ("above", "at or below") if better else ("below", "above")
    size = np.format_float_positional(10.0**-decimals, trim="-")
    return (
        f"{needed} {'place' if needed == 1 else 'places'} from today's: of the LAs {near} stand {where} by no more than one "
        f"published unit ({size}), and {needed} of these need only have stood {before} before figures were revised"
    )


def _copied_rows(rows: pd.DataFrame) -> dict[tuple[str, int], str]:
    """Printed rows of ranks that are those of another row of the same measures, where they agree."""
    agrees = (rows["printed_rank"] >= rows["tie_first"]) & (rows["printed_rank"] <= rows["tie_last"])
    rows = rows.assign(agrees=agrees.fillna(False).astype(bool))
    lines = {}
    for place, line in rows.groupby(["table", "line"], sort=False):
        pairs = tuple(zip(line["measure"], line["printed_rank"], strict=True))
        lines[place] = (pairs, line["agrees"].all(), line["agrees"].any(), line["pupil_group"].iloc[0])
    found = {}
    for place, (pairs, _, any_agrees, group) in lines.items():
        for other, (same, all_agree, _, other_group) in lines.items():
            if len(pairs) > 1 and pairs == same and group != other_group and all_agree and not any_agrees:
                listed = ", ".join(ordinal(rank) for _, rank in pairs)
                found[place] = (
                    f"the ranks of this row ({listed}) are those of line {other[1]}, where they agree with the "
                    f"national data: the row looks copied"
                )
    return found
