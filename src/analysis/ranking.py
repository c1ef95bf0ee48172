"""Ranks among local authorities, and the bands that reports speak of.

The rank is DfE's rule in the Local Authority Interactive Tool: competition ranking ("1224"), 1 is best by
the measure's polarity, ties share the best place, LAs without a value are not ranked.
"""

import pandas as pd

from analysis.data import ENGLAND, REPORT_N
from analysis.measures import group_title
from analysis.observations import select

#: Share of the LAs ranked, in per cent, that a rank must lie within to be in the band.
BANDS = {"top 5%": 5, "top 10%": 10, "top 20%": 20, "top half": 50, "bottom half": 100}
QUARTILES = ("A", "B", "C", "D")

#: The measures that a committee asks for first.
HEADLINES = (
    *("absence_primary", "absence_secondary", "eyfs_gld", "phonics_year1_expected", "ks1_reading_expected"),
    *(
        "ks2_rwm_expected",
        "ks2_rwm_higher",
        "ks2_reading_progress",
        "ks2_writing_progress",
        "ks2_maths_progress",
    ),
    *("ks4_attainment8", "ks4_progress8", "ks4_english_maths_95", "ks4_ebacc", "ks5_aps_alevel", "ks5_aab"),
)

KEY = ["measure", "pupil_group", "year"]


def last_place(share: int, n: int) -> int:
    """The last rank within the best ``share`` per cent of ``n`` LAs.

    Examples
    --------
    >>> [last_place(share, 152) for share in (5, 10, 20, 50)]
    [7, 15, 30, 76]
    """
    return share * n // 100


def band(rank: int, n: int) -> str:
    """The narrowest band that the rank lies in.

    Examples
    --------
    >>> band(15, 152), band(16, 152), band(77, 152)
    ('top 10%', 'top 20%', 'bottom half')
    """
    return next(name for name, share in BANDS.items() if rank <= last_place(share, n))


def quartile(rank: int, n: int) -> str:
    """The quarter of the ranked LAs that the rank lies in, A (best) to D.

    Examples
    --------
    >>> [quartile(rank, 152) for rank in (38, 39, 76, 114, 115)]
    ['A', 'B', 'B', 'C', 'D']
    """
    return next(name for i, name in enumerate(QUARTILES, start=1) if rank * 4 <= i * n)


def printed_ranks(figures: pd.DataFrame, n: int = REPORT_N) -> pd.DataFrame:
    """The ranks that a transcribed report prints, one row per measure, pupil group and year.

    Columns ``measure, pupil_group, year, rank, n_ranked, tie_first, tie_last, printed, row``; ties are not
    printed, so they are missing. A rank printed twice is taken from its first place (the data checks
    compare the places).
    """
    ranks = figures[figures["kind"] == "rank"].drop_duplicates(KEY)
    return ranks[[*KEY, "printed", "row"]].assign(
        rank=ranks["value"].astype("Int64"),
        n_ranked=pd.array([n] * len(ranks), dtype="Int64"),
        tie_first=pd.array([pd.NA] * len(ranks), dtype="Int64"),
        tie_last=pd.array([pd.NA] * len(ranks), dtype="Int64"),
    )


def ranks_of(data) -> pd.DataFrame:
    """The ranks that a report of this LA and year shows: those printed in its transcribed report."""
    return printed_ranks(data.edition.figures, data.band_n)


def rankings(data, ranks: pd.DataFrame, n: int | None = None) -> pd.DataFrame:
    """One row per measure and pupil group on which the LA has a figure: value, rank, bands, comparators.

    Parameters
    ----------
    data : analysis.data.Data
    ranks : DataFrame
        ``measure, pupil_group, year, rank, n_ranked, tie_first, tie_last``, all years.
    n : int, optional
        The number of LAs that bands are counted among; the number ranked if not given.

    Returns
    -------
    DataFrame
        The columns of ``rankings.csv`` (DESIGN: output contract) in the order of the catalogue, then
        ``previous_value, change, to_top_10`` (places from the last of the best tenth; 0 within it),
        ``unit, decimals, reference``.
    """
    rows = _levels(data)
    rows = rows.merge(ranks[[*KEY, "rank", "n_ranked", "tie_first", "tie_last"]], on=KEY, how="left")
    previous = ranks[[*KEY, "rank"]].rename(columns={"rank": "previous_rank"}).assign(year=ranks["year"] + 1)
    rows = rows.merge(previous, on=KEY, how="left")
    rows.loc[rows["broken"], ["previous_rank", "previous_value"]] = pd.NA
    of = rows["n_ranked"] if n is None else rows["n_ranked"].where(rows["n_ranked"].isna(), n)
    ranked = rows["rank"].notna()
    for column, rule in {"band": band, "quartile_band": quartile}.items():
        rows[column] = [
            rule(int(r), int(k)) if ok else "" for r, k, ok in zip(rows["rank"], of, ranked, strict=True)
        ]
    places = [
        max(0, int(r) - last_place(10, int(k))) if ok else pd.NA
        for r, k, ok in zip(rows["rank"], of, ranked, strict=True)
    ]
    rows["to_top_10"] = pd.array(places, dtype="Int64")
    rows["change"] = rows["value"] - rows["previous_value"]
    rows["area_name"] = data.area.name
    return rows[RANKING_COLUMNS].reset_index(drop=True)


RANKING_COLUMNS = [
    *(
        "measure",
        "title",
        "phase",
        "pupil_group",
        "year",
        "area",
        "area_name",
        "value",
        "status",
        "rank",
        "n_ranked",
    ),
    *("tie_first", "tie_last", "band", "quartile_band", "england", "region", "neighbours", "previous_rank"),
    *(
        "previous_value",
        "change",
        "to_top_10",
        "headline",
        "short_title",
        "group_title",
        "unit",
        "decimals",
        "reference",
    ),
]


def _levels(data) -> pd.DataFrame:
    """The LA's figures of the year with those of its comparators and of the year before, side by side."""
    own = select(data.observations, area=data.area.code)
    rows = own[own["year"] == data.year]
    for name, code in {"england": ENGLAND, "region": data.area.region, "neighbours": data.neighbours}.items():
        theirs = select(data.observations, area=code)[[*KEY, "value"]].rename(columns={"value": name})
        rows = rows.merge(theirs, on=KEY, how="left")
    before = own[[*KEY, "value"]].rename(columns={"value": "previous_value"}).assign(year=own["year"] + 1)
    rows = rows.merge(before, on=KEY, how="left")
    rows = (
        rows.drop(columns="decimals")
        .merge(
            data.measures[["title", "phase", "short_title", "unit", "break_after", "order", "decimals"]],
            left_on="measure",
            right_index=True,
        )
        .merge(own[[*KEY, "decimals"]].rename(columns={"decimals": "printed_decimals"}), on=KEY, how="left")
    )
    rows["decimals"] = rows["printed_decimals"].fillna(rows["decimals"])
    rows["broken"] = [
        year - 1 in breaks for year, breaks in zip(rows["year"], rows["break_after"], strict=True)
    ]
    rows["group_title"] = rows["pupil_group"].map(group_title)
    rows["headline"] = rows["measure"].isin(HEADLINES)
    rows["reference"] = rows["source"] + " " + rows["locator"]
    return rows.sort_values(["order", "pupil_group"], kind="stable")
