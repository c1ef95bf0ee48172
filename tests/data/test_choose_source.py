"""One source for a ranking: percentages from counts first, but never a file that covers few authorities."""

import pandas as pd

from analysis.data.choose_source import one_source


def made(source: str, values: dict[str, float | None], area_type: str = "la") -> pd.DataFrame:
    """Made observations of one measure."""
    return pd.DataFrame(
        {"measure": "m", "pupil_group": "all", "year": 2024, "area": list(values), "area_type": area_type,
         "value": list(values.values()), "source": source}
    ).assign(status=lambda rows: rows["value"].notna().map({True: "ok", False: "c"}))  # fmt: skip


ALL = {f"E0000000{i}": float(i) for i in range(10)}


def test_percentages_from_counts_come_before_rounded_ones():
    chosen = one_source(pd.concat([made("lait", ALL), made("ees-a", ALL)], ignore_index=True))
    assert set(chosen["source"]) == {"ees-a"} and len(chosen) == 10


def test_a_file_of_few_authorities_does_not_take_the_place_of_one_of_all():
    few = dict(list(ALL.items())[:3])
    chosen = one_source(pd.concat([made("lait", ALL), made("ees-a", few)], ignore_index=True))
    assert set(chosen["source"]) == {"lait"} and len(chosen) == 10


def test_two_files_of_a_kind_are_not_mixed():
    first, second = dict(list(ALL.items())[:9]), dict(list(ALL.items())[1:])
    chosen = one_source(pd.concat([made("ees-a", first), made("ees-b", second)], ignore_index=True))
    assert chosen["source"].nunique() == 1


def test_a_suppressed_figure_keeps_its_symbol_and_is_not_filled_from_elsewhere():
    hidden = ALL | {"E00000000": None}
    chosen = one_source(pd.concat([made("lait", ALL), made("ees-a", hidden)], ignore_index=True))
    assert chosen.set_index("area").loc["E00000000", "status"] == "c"


def test_england_comes_from_the_next_source_that_has_it():
    national = [made("ees-a", {"E92000001": None}, "country"), made("lait", {"E92000001": 5.0}, "country")]
    chosen = one_source(pd.concat([made("ees-a", ALL), *national], ignore_index=True))
    (row,) = chosen[chosen["area_type"] == "country"].itertuples()
    assert (row.source, row.value) == ("lait", 5.0)
