"""One local authority's ranks: value, rank, bands, comparators, movement and distance, measure by measure."""

import numpy as np
import pandas as pd

from analysis.catalogue.areas import ENGLAND
from analysis.catalogue.measures import GROUP_ORDER, group_title, load_measures
from analysis.catalogue.observations import KEY, select
from analysis.data.cut_points import bracket, load_cut_points
from analysis.data.local_figures import LocalFigures
from analysis.data.open_places import band_hangs_on, of_ranks
from analysis.data.ordering import ORDERS, orders_authorities
from analysis.data.ranking import band, lait_quartile, last_place, quarter, rank_within
from analysis.data.reliability import words_of
from analysis.report.rankings.columns import Rankings
from analysis.report.rankings.movements import moved
from analysis.report.rankings.trends import with_trends

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


def printed_ranks(report: LocalFigures) -> pd.DataFrame:
    """The ranks that the transcribed report prints, among the number of LAs that it counts its bands among.

    Columns ``measure, pupil_group, year, rank, n_ranked, printed, line``; empty without a report. A rank printed
    twice is taken from its first place (the data checks compare the places).
    """
    if report.paper is None:
        return pd.DataFrame(columns=[*KEY, "rank", "n_ranked", "printed", "line"])
    figures = report.paper.figures
    ranks = figures[figures["kind"] == "rank"].drop_duplicates(KEY)
    return ranks[[*KEY, "printed", "line"]].assign(
        rank=ranks["value"].astype("Int64"),
        n_ranked=pd.array([report.counted_among] * len(ranks), dtype="Int64"),
    )


def ranks_of(report: LocalFigures) -> pd.DataFrame:
    """The LA's rank on every measure and in every year: recomputed, or else as printed (``basis``)."""
    own = select(report.england.ranks, area=report.area.code).assign(basis="recomputed")
    printed = printed_ranks(report)[[*KEY, "rank", "n_ranked"]].assign(basis="printed")
    both = pd.concat([own.drop(columns=["area", "value"]), printed], ignore_index=True)
    return both.drop_duplicates(KEY, ignore_index=True)


def rankings(report: LocalFigures, ranks: pd.DataFrame) -> pd.DataFrame:
    """One row per measure and pupil group on which the LA has a figure in the year.

    Parameters
    ----------
    report : LocalFigures
    ranks : DataFrame
        As ``ranks_of`` returns them.

    Returns
    -------
    DataFrame
        The columns of ``Rankings``, in the order of the catalogue.
    """
    rows = _with_ranks(_levels(report), report, ranks)
    rows["band_n"] = rows["n_ranked"]
    found = zip(rows["rank"], rows["band_n"], strict=True)
    pairs = [(int(rank), int(n)) if pd.notna(rank) else None for rank, n in found]
    rows["band"] = [band(*pair) if pair else "" for pair in pairs]
    rows["band_hangs_on"] = band_hangs_on(rows, rows["band"], rows["band_n"])
    rows["band_certain"] = (rows["band_hangs_on"] == "").where(rows["band"] != "").astype("boolean")
    places = [max(0, pair[0] - last_place(10, pair[1])) if pair else pd.NA for pair in pairs]
    rows["to_top_10_places"] = pd.array(places, dtype="Int64")
    rows = _with_distribution(rows, report)
    keys = zip(rows["measure"], rows["pupil_group"], strict=True)
    rows["orders"] = [ORDERS[orders_authorities(report.england, *key, report.year)] for key in keys]
    rows["headline"] = rows["measure"].isin(HEADLINES)
    rows["group_title"] = rows["pupil_group"].map(group_title)
    rows["area_name"] = report.area.name
    rows["how_steady"] = words_of(report.england, report.year, rows)
    rows = with_trends(_with_two_years_before(rows, report, ranks), report)
    return rows.sort_values(["order", "group_order"], kind="stable", ignore_index=True)[Rankings.names()]


def _levels(report: LocalFigures) -> pd.DataFrame:
    """The LA's figures of the year with those of its comparators and of the year before, side by side."""
    about = load_measures()[
        ["title", "short_title", "phase", "unit", "polarity", "quartiles", "break_after", "order"]
    ]
    own = select(report.figures, area=report.area.code)
    rows = own[own["year"] == report.year].join(about, on="measure")
    comparators = {
        "england": ENGLAND,
        "region": report.area.region,
        "sub_region": report.area.parent,
        "neighbours": report.question.neighbour_average,
    }
    for name, code in comparators.items():
        theirs = select(report.figures, area=code)[[*KEY, "value"]].rename(columns={"value": name})
        rows = rows.merge(theirs, on=KEY, how="left")
    theirs = select(report.observations, year=report.year, area=report.question.neighbours).groupby(KEY)[
        "value"
    ]
    shape = theirs.agg(neighbours_median="median", neighbours_with_value="count")
    rows = rows.join(shape.astype({"neighbours_with_value": "Int64"}), on=KEY)
    names = {"value": "previous_value", "publication_status": "previous_publication_status"}
    before = own[[*KEY, *names]].rename(columns=names).assign(year=own["year"] + 1)
    rows = rows.merge(before, on=KEY, how="left")
    rows["previous_publication_status"] = rows["previous_publication_status"].fillna("")
    rows["broken"] = [
        year - 1 in breaks for year, breaks in zip(rows["year"], rows["break_after"], strict=True)
    ]
    rows["previous_value"] = rows["previous_value"].mask(rows["broken"])
    rows["change"] = rows["value"] - rows["previous_value"]
    rows["group_order"] = rows["pupil_group"].map(GROUP_ORDER)
    return rows


def _with_ranks(rows: pd.DataFrame, report: LocalFigures, ranks: pd.DataFrame) -> pd.DataFrame:
    """Ranks in England, in the region and among the neighbours, the year before, and as printed."""
    rows = rows.merge(ranks, on=KEY, how="left")
    names = {"rank": "previous_rank", "n_ranked": "previous_n_ranked"}
    before = ranks[[*KEY, *names]].rename(columns=names).assign(year=ranks["year"] + 1)
    rows = rows.merge(before, on=KEY, how="left")
    rows[list(names.values())] = rows[list(names.values())].mask(rows["broken"])
    printed = printed_ranks(report)[[*KEY, "rank"]].rename(columns={"rank": "printed_rank"})
    rows = rows.merge(printed, on=KEY, how="left")
    year = report.england.ranks_in(report.year)
    for name, codes in {
        "region": report.question.region_members,
        "neighbours": report.question.neighbours,
    }.items():
        place = rank_within(year, report.area.code, codes)
        rows = rows.merge(
            place.rename(columns={"rank": f"rank_in_{name}", "n": f"n_in_{name}"}), on=KEY, how="left"
        )
    rows = of_ranks(rows, report.england.unranked(report.year))
    rows["not_published"] = rows["unpublished"].where(rows["basis"] == "recomputed")
    rows["worst_rank"] = rows["rank"] + rows["not_published"]
    rows["shared_by"] = rows["tie_last"] - rows["tie_first"] + 1
    rows["places_moved"] = (rows["previous_rank"] - rows["rank"]).abs()
    rows["basis"] = rows["basis"].fillna("")
    return rows


def _with_two_years_before(rows: pd.DataFrame, report: LocalFigures, ranks: pd.DataFrame) -> pd.DataFrame:
    """Rank and figure of two years before, and the places that a movement has held since."""
    then = report.year - 2
    names = {"value": "value_two_years_before", "rank": "rank_two_years_before"}
    own = select(report.figures, area=report.area.code)[[*KEY, "value"]]
    for table in (own, ranks[[*KEY, "rank"]]):
        before = table[table["year"] == then].drop(columns="year").rename(columns=names)
        rows = rows.merge(before, on=KEY[:2], how="left")
    broken = [bool({then, then + 1} & {*breaks}) for breaks in rows["break_after"]]
    for name in names.values():
        rows[name] = rows[name].mask(np.array(broken, dtype=bool))
    rows["rank_two_years_before"] = rows["rank_two_years_before"].astype("Int64")
    held = (
        select(report.england.once(moved, report.year), area=report.area.code)
        if report.england.is_ranked
        else None
    )
    places = (
        {}
        if held is None
        else dict(zip(zip(*(held[name] for name in KEY[:2]), strict=True), held["least"], strict=True))
    )
    keys = rows[KEY[:2]].itertuples(index=False, name=None)
    return rows.assign(places_held=pd.array([places.get(key, pd.NA) for key in keys], dtype="Int64"))


def _with_distribution(rows: pd.DataFrame, report: LocalFigures) -> pd.DataFrame:
    """LAIT's quartile band and the distance to the best tenth, from the national distribution or cut-points."""
    shape = report.england.distribution(report.year, None)
    rows = rows.join(shape[["q25", "q50", "q75", "at_top_10"]], on=KEY)
    rows["bracket"] = ""
    if not report.england.is_ranked and report.paper is not None:
        cuts = load_cut_points().set_index(KEY)
        rows["at_top_10"] = rows["at_top_10"].fillna(rows.join(cuts["rank_15"], on=KEY)["rank_15"])
        known = {key: row.to_dict() for key, row in cuts.iterrows()}
        rows["bracket"] = [
            _bracket(row, known.get((row.measure, row.pupil_group, row.year))) for row in rows.itertuples()
        ]
    rows["quartile_band"] = [_quartile_band(row) for row in rows.itertuples()]
    towards = np.where(
        rows["polarity"] == "low", rows["value"] - rows["at_top_10"], rows["at_top_10"] - rows["value"]
    )
    distance = pd.Series(towards, index=rows.index).clip(lower=0)
    # a rank outside the best tenth whose value lies within it is of another vintage: no distance, not 0
    rows["to_top_10"] = distance.mask((distance == 0) & rows["to_top_10_places"].fillna(0).gt(0))
    share = (rows["to_top_10"].where(rows["unit"] == "percent") / 100).to_numpy(dtype=float)
    # rounded first: 7 points of 100 pupils are 7 pupils, though 0.07 x 100 is a little more
    pupils = np.ceil(np.round(share * rows["denominator"].to_numpy(dtype=float, na_value=np.nan), 9))
    rows["to_top_10_pupils"] = pd.array(np.where(np.isnan(pupils), None, pupils), dtype="Int64")
    return rows


def _bracket(row, cuts: dict | None) -> str:
    return (
        "" if cuts is None or pd.isna(row.rank) else bracket(int(row.rank), cuts, row.unit, int(row.decimals))
    )


def _quartile_band(row) -> str:
    """LAIT's band from the distribution; without one, the quarter that a printed rank lies in."""
    if pd.isna(row.rank) or not row.quartiles:
        return ""
    if pd.isna(row.q25):
        return quarter(int(row.rank), int(row.n_ranked))
    return lait_quartile(round(row.value, 9), (row.q25, row.q50, row.q75), row.polarity)


def rank_history(
    report: LocalFigures, ranks: pd.DataFrame, measure: str, pupil_group: str = "all"
) -> pd.DataFrame:
    """The LA's value and rank on a measure in every year up to the report's, with England's and the neighbours'.

    Returns
    -------
    DataFrame
        ``year, value, rank, n_ranked, england, neighbours, segment``; a trend may be drawn and movement stated only within
        a ``segment``, the numbers of which rise at each break in the series.
    """
    about = select(report.figures, measure=measure, pupil_group=pupil_group)
    own = select(about, area=report.area.code)
    rows = own.loc[own["year"] <= report.year, ["year", "value"]].dropna().sort_values("year")
    ranks = select(ranks, measure=measure, pupil_group=pupil_group)
    rows = rows.merge(ranks[["year", "rank", "n_ranked"]], on="year", how="left")
    for name, code in {"england": ENGLAND, "neighbours": report.question.neighbour_average}.items():
        theirs = select(about, area=code)
        rows = rows.merge(theirs[["year", "value"]].rename(columns={"value": name}), on="year", how="left")
    breaks = load_measures().loc[measure, "break_after"]
    return rows.assign(segment=[sum(year > last for last in breaks) for year in rows["year"]])
