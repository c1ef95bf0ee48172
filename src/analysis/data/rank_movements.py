"""How far ranks moved between the release of DfE's interactive tool that first has a year's figures and a later one.

Counted once when a release is prepared, from the releases at hand that came before it, and written beside its observations as
``lait/<id>.moves.json``. So a report as at a day knows what had happened by that day, and nothing later.

A year of a series (a measure and a group of pupils) is counted if it was the newest of its series in the first release at
hand that has it, and if figures of many local authorities are others now: ``FEWEST`` of them and a part of ``PART``, by more
than half of the last digit that both are given with. Those are the limits by which the rules for faults call figures changed.
"""

import json

import pandas as pd
import pandera.pandas as pa

from analysis.basics import paths
from analysis.basics.columns import Columns
from analysis.basics.errors import InputError
from analysis.catalogue import meanings
from analysis.catalogue.areas import load_areas
from analysis.catalogue.lait_codes import load_codes
from analysis.catalogue.measures import load_measures
from analysis.catalogue.observations import KEY
from analysis.catalogue.releases_held import Held, at_hand, verified
from analysis.data.checks import out_of_bounds
from analysis.data.inputs import MOVES
from analysis.data.prepared_releases import names_of, observations_of, write_beside
from analysis.data.ranking import FAR, FURTHER, band, rank_areas, with_moves
from analysis.data.source_faults.grid import SAME
from analysis.data.source_faults.revised import FEWEST, PART
from analysis.sources.lait import read_lait
from analysis.sources.lait_labels import codes_and_labels

#: A year was dated anew if the mean distance of its first figures to another year's is less than this part of that to its
#: own. Of the releases up to April 2026 the destinations that DfE dated anew have at most 0.62, all others at least 0.89.
NEARER = 0.75
SERIES = KEY[:2]
PLACE = [*KEY, "area"]


class Movements(Columns):
    """One row for each year of a measure and group of pupils whose figures changed for many local authorities."""

    measure: str = pa.Field(description=meanings.MEASURE)
    pupil_group: str = pa.Field(description=meanings.PUPIL_GROUP)
    year: int = pa.Field(description=meanings.YEAR)
    release_first: str = pa.Field(
        description="The first release of the interactive tool at hand that has figures of the year."
    )
    release_last: str = pa.Field(
        description="The release that they are compared with: that which the report rests on."
    )
    is_oldest: bool = pa.Field(
        description="Whether the first release is the oldest at hand, so that the figures may have been published, and changed, before it."
    )
    called_first: str = pa.Field(description="What the publisher called the figures in the first release.")
    called_last: str = pa.Field(description="What the publisher calls them in the later release.")
    both: int = pa.Field(description="How many local authorities have a figure in both releases.")
    changed: int = pa.Field(
        description="How many of these have another figure, by more than half of the last digit given."
    )
    ranked: int = pa.Field(
        description="How many local authorities are ranked in both releases; 0 if the measure is not ranked."
    )
    moved: int = pa.Field(description="How many of their ranks are others.")
    moved_5: int = pa.Field(description="How many of their ranks moved five places or more, either way.")
    moved_10: int = pa.Field(description="How many of their ranks moved ten places or more, either way.")
    within_ties: int = pa.Field(
        description="Of how many of the ranks that are others the places shared before and after overlap."
    )
    largest: int = pa.Field(description="The most places that a rank moved; 0 if none did.")
    bands: int = pa.Field(
        description="How many of their ranks lie in another band: top 5%, 10%, 20%, half or bottom half."
    )


def releases_before(held: Held) -> list[Held]:
    """The releases at hand that came before, the oldest first. Whether their files are whole is not looked at."""
    return [each for each in at_hand() if each.release.committed < held.release.committed]


def are_counted(record: dict, held: Held) -> bool:
    """Whether moves were counted for a release that is prepared, from the releases that are before it now."""
    return record["releases"].get(held.id, {}).get("after") == [each.id for each in releases_before(held)]


def count_moves(held: Held, entry: dict) -> dict:
    """Count moves until a release that is prepared and write them; ``entry`` is what the record says of it, and is given back."""
    earlier = releases_before(held)
    found = movements(first_figures(earlier), observations_of(held.id), held.id)
    written = write_beside(held.id, MOVES, found.to_json(orient="records", indent=1))
    return entry | {"outputs": entry["outputs"] | written, "after": [each.id for each in earlier]}


def moves_of(release_id: str) -> pd.DataFrame:
    """What was counted for a release: the columns of ``Movements``, without rows if nothing was."""
    file = paths.release_file(release_id, MOVES)
    rows = json.loads(file.read_text(encoding="utf-8")) if release_id and file.exists() else []
    return pd.DataFrame(rows, columns=Movements.names()).astype(Movements.types())


def first_figures(releases: list[Held]) -> pd.DataFrame:
    """LAs' figures of every year of a series, as the first release that has it as the newest has them.

    Parameters
    ----------
    releases : list of Held
        The oldest first. One that cannot be read, or whose files are not those of the list, is passed over.

    Returns
    -------
    DataFrame
        Columns of ``Observations``, and ``release_first`` and ``is_oldest`` as in ``Movements``.
    """
    codes, areas = load_codes(), names_of(load_areas())
    known: set[tuple[str, str]] = set()
    parts: list[pd.DataFrame] = []
    for held in releases:
        try:
            labels = codes_and_labels(verified(held).data)
            # a code whose labels were all there before has no year that is new
            wanted = codes[codes.index.isin({code for code, _ in labels - known}) & (codes["measure"] != "")]
            rows = read_lait(held.data, held.dictionary, wanted, areas)[0] if len(wanted) else None
        except InputError:
            continue
        known |= labels
        if rows is not None:
            parts.append(_figures(rows).assign(release_first=held.id, is_oldest=not parts))
    if not parts:
        return pd.DataFrame(columns=[*PLACE, "release_first", "is_oldest"])
    rows = pd.concat(parts, ignore_index=True)
    newest = rows.groupby([*SERIES, "release_first"])["year"].transform("max")
    first = rows.groupby(KEY)["release_first"].transform("first")
    return rows[(rows["year"] == newest) & (rows["release_first"] == first)].reset_index(drop=True)


def _figures(observations: pd.DataFrame) -> pd.DataFrame:
    rows = observations[(observations["area_type"] == "la") & observations["value"].notna()]
    return rows[~out_of_bounds(rows, load_measures())]


def movements(first: pd.DataFrame, later: pd.DataFrame, release: str) -> pd.DataFrame:
    """What became of first figures, by year of a series.

    Parameters
    ----------
    first : DataFrame
        As ``first_figures`` returns it.
    later : DataFrame
        Observations of a later release, whose id is ``release``.

    Returns
    -------
    DataFrame
        The columns of ``Movements``, sorted by measure, group and year: only years that were revised for many LAs.
    """
    later = _figures(later)
    if first.empty or later.empty:
        return Movements.empty()
    both = first.merge(later, on=PLACE, suffixes=("", "_last"))
    decimals = both[["decimals", "decimals_last"]].astype("float64").min(axis=1).fillna(0)
    # where one of the two has more digits, only the digits of both can say that a figure was revised
    least = 0.5 * 10.0**-decimals + SAME
    both["changed"] = (both["value_last"] - both["value"]).abs() > least
    counts = both.groupby(KEY, as_index=False).agg(
        release_first=("release_first", "first"),
        is_oldest=("is_oldest", "first"),
        called_first=("release", "first"),
        called_last=("release_last", "first"),
        both=("area", "size"),
        changed=("changed", "sum"),
    )
    many = (counts["changed"] >= FEWEST) & (counts["changed"] >= PART * counts["both"])
    counts = counts[many].merge(_of_another_year(first, later), on=KEY, how="left", indicator="there")
    counts = counts[counts.pop("there") == "left_only"].assign(release_last=release)
    if counts.empty:  # joining a table without rows to others is not something that pandas does reliably
        return Movements.empty()
    counts = counts.join(_ranks_moved(first, later, counts[KEY]), on=KEY)
    numbers = ["ranked", "moved", "moved_5", "moved_10", "within_ties", "largest", "bands"]
    counts[numbers] = counts[numbers].fillna(0)
    return counts[Movements.names()].astype(Movements.types()).sort_values(KEY, ignore_index=True)


def _of_another_year(first: pd.DataFrame, later: pd.DataFrame) -> pd.DataFrame:
    """Years whose first figures are clearly nearer to those of the year before or after now than to those of their own.

    Such a series was dated anew: its figures were not revised. ``measure, pupil_group, year``.
    """
    distances = []
    for step in (-1, 0, 1):
        moved = later[[*PLACE, "value"]].assign(year=later["year"] - step)
        both = first[[*PLACE, "value"]].merge(moved, on=PLACE, suffixes=("", "_there"))
        apart = (both["value"] - both["value_there"]).abs()
        distances.append(apart.groupby([both[name] for name in KEY]).mean().rename(step))
    table = pd.concat(distances, axis=1)
    return table[table[[-1, 1]].min(axis=1) < NEARER * table[0]].reset_index()[KEY]


def _ranks_moved(first: pd.DataFrame, later: pd.DataFrame, keys: pd.DataFrame) -> pd.DataFrame:
    """How far ranks moved, counted by measure, group and year: from ``ranked`` to ``bands`` of ``Movements``."""
    before, after = (rank_areas(rows.merge(keys, on=KEY)) for rows in (first, later))
    both = with_moves(before.merge(after, on=PLACE, suffixes=("_before", "_after")))
    places = both["places_moved"].astype("int64")
    bands = [
        [band(rank, n) for rank, n in zip(both[f"rank_{side}"], both[f"n_ranked_{side}"], strict=True)]
        for side in ("before", "after")
    ]
    counted = pd.DataFrame(
        {
            "ranked": 1,
            "moved": places > 0,
            "moved_5": places >= FAR,
            "moved_10": places >= FURTHER,
            "within_ties": both["within_ties"],
            "bands": pd.Series(bands[0], dtype=str) != pd.Series(bands[1], dtype=str),
        },
        index=both.index,
    ).astype("int64")
    on = [both[name] for name in KEY]
    return counted.groupby(on).sum().join(places.groupby(on).max().rename("largest"))
