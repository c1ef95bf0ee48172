"""One source for a ranking: counted figures first, but never those of few authorities, nor other ones than the tool's."""

import pandas as pd
import pytest

from analysis.data.choose_source import one_source


def made(
    source: str, values: dict[str, float | None], area_type: str = "la", pupils: int | None = 100, decimals=0
) -> pd.DataFrame:
    """Made observations of one measure, with the number of pupils unless they are the interactive tool's."""
    pupils = None if source == "lait" else pupils
    return pd.DataFrame(
        {"measure": "m", "pupil_group": "all", "year": 2024, "area": list(values), "area_type": area_type,
         "value": list(values.values()), "source": source, "denominator": pupils, "decimals": decimals}
    ).astype({"denominator": "Int64", "decimals": "Int8"}).assign(status=lambda rows: rows["value"].notna().map({True: "ok", False: "c"}))  # fmt: skip


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


def chosen_of(*tables: pd.DataFrame) -> set[str]:
    return set(one_source(pd.concat(tables, ignore_index=True))["source"])


def test_a_file_without_numbers_of_pupils_does_not_take_the_tools_place():
    assert chosen_of(made("lait", ALL), made("ees-a", ALL, pupils=None)) == {"lait"}


def test_a_file_with_other_figures_does_not_take_the_tools_place():
    other = ALL | {"E00000000": 3.0, "E00000001": 3.0}  # two of ten
    assert chosen_of(made("lait", ALL), made("ees-a", other)) == {"lait"}
    one = ALL | {"E00000000": 3.0}
    assert chosen_of(made("lait", ALL), made("ees-a", one)) == {"ees-a"}


def test_a_file_that_is_printed_more_coarsely_does_not_take_the_tools_place():
    fine = {area: value + 0.2 for area, value in ALL.items()}
    assert chosen_of(made("lait", fine, decimals=1), made("ees-a", ALL)) == {"lait"}
    assert chosen_of(made("lait", ALL), made("ees-a", fine, decimals=1)) == {"ees-a"}


def test_a_percentage_that_is_worked_out_is_compared_as_the_file_prints_it():
    worked_out = {area: value + 0.58 for area, value in ALL.items()}  # rounded twice: 0.58 to 0.5 to 0
    tables = [made("lait", ALL), made("ees-a", worked_out, decimals=None)]
    assert chosen_of(*tables) == {"lait"}
    assert chosen_of(*tables, made("ees-a-printed", ALL, pupils=None)) == {"ees-a"}


def test_years_groups_and_measures_are_chosen_one_by_one():
    other = made("ees-a", {area: value + 9 for area, value in ALL.items()}).assign(year=2023)
    tables = [made("lait", ALL), made("lait", ALL).assign(year=2023), made("ees-a", ALL), other]
    chosen = one_source(pd.concat(tables, ignore_index=True)).groupby("year")["source"].unique()
    assert chosen.to_dict() == {2023: ["lait"], 2024: ["ees-a"]}


def test_where_the_tool_has_nothing_any_file_will_do():
    nothing = dict.fromkeys(ALL)
    assert chosen_of(made("lait", nothing), made("ees-a", ALL, pupils=None)) == {"ees-a"}


@pytest.mark.parametrize("tables", [[], [made("lait", ALL)]])
def test_no_file_at_all_and_the_tool_alone(tables):
    empty = made("lait", ALL).iloc[:0]
    assert len(one_source(pd.concat([empty, *tables]))) == 10 * len(tables)
