"""Mappings of Explore Education Statistics: which fits a file, which have a fault, and the example of the guide."""

import re
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.basics.errors import InputError
from analysis.catalogue.areas import find_area
from analysis.catalogue.ees_mapping import matches
from analysis.catalogue.ees_mapping_files import load_mappings, mapping_for
from analysis.sources.ees import read_data_set
from ees_made import HEADER, OWN, cells, made, of
from places import REPO

MAPPINGS = load_mappings()


def test_no_mapping_fits_and_the_error_says_why():
    header = [name for name in made("phonics")[0] if name != "eligible_pupil_count"] + ["shoe_size"]
    with pytest.raises(InputError) as error:
        mapping_for(header, MAPPINGS, file="new.csv")
    text = str(error.value)
    assert (
        "phonics: the file lacks eligible_pupil_count; has shoe_size, which the mapping does not know" in text
    )
    assert all(f"    {name}: the file " in text for name in MAPPINGS) and "new.csv" in text


def test_several_mappings_fit(own_mapping):
    with pytest.raises(InputError, match="Several mappings fit the columns: own, other"):
        mapping_for(HEADER, {"own": own_mapping, "other": replace(own_mapping, id="other")})


def test_a_mapping_that_does_not_fit_the_file(read_own):
    with pytest.raises(InputError, match="The mapping 'own' does not fit: the file lacks percent"):
        read_own(cells(), header=[name for name in HEADER if name != "percent"])
    with pytest.raises(InputError, match="has new_figure, which the mapping does not know"):
        read_own(cells(), header=[*HEADER, "new_figure"])


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('id = "own"', "", "it has no 'id'"),
        ('id = "own"', "id = 3", "'id' is not as it should be"),
        ('title = "Made"', 'titel = "Made"', "'titel' is not known"),
        ("ks2_rwm_expected", "ks2_rwm_expekted", "'ks2_rwm_expekted' is not a measure"),
        ('unit = "percent"', 'unit = "score"', "ks2_rwm_expected is in 'score' here"),
        ('"fsm"', '"free_meals"', "'free_meals' is not a pupil group"),
        ("when = { group", "when = { grup", "'grup' in pupil_groups is not a filter"),
        ('la = "exact"', 'la = "precise"', "'counts' is"),
        (', upper = "high"', "", "one limit of an interval"),
        ('numerator = "reached", denominator = "pupils"', 'numerator = "reached"', "has a numerator"),
        ('all = "Total", ', "", "The filter 'group' has no 'all'"),
        ("counts = {", "symbols = { b = 'gone' }\ncounts = {", "the status 'gone'"),
        ("pupil_groups = [", "pupil_groups = [[", "cannot be read"),
    ],
)
def test_a_mapping_with_a_fault_is_refused(tmp_path, old, new, problem):
    assert old in OWN
    (tmp_path / "own.toml").write_text(OWN.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(problem)) as error:
        load_mappings(tmp_path)
    assert "own.toml" in str(error.value)


def test_two_mappings_with_one_id_and_none_at_all(tmp_path):
    with pytest.raises(InputError, match="There is no mapping"):
        load_mappings(tmp_path)
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(OWN, encoding="utf-8")
    with pytest.raises(InputError, match="Two mappings are called 'own'"):
        load_mappings(tmp_path)


@given(st.text(min_size=1, max_size=12))
def test_a_text_matches_itself_and_the_star(text):
    assert matches(text, (text.replace("*", "?").strip() if "*" in text else text.strip(), "*"))
    assert not matches(text + "!", (text.strip().replace("*", "_"),))


def test_the_example_of_the_guide_works_without_code(tmp_path):
    guide = (REPO / "docs" / "ees.md").read_text(encoding="utf-8")
    mapping, table = (re.search(rf"```{kind}\n(.*?)```", guide, re.DOTALL)[1] for kind in ("toml", "csv"))
    (tmp_path / "multiplication.toml").write_text(mapping, encoding="utf-8")
    (tmp_path / "made.csv").write_text(table, encoding="utf-8")
    header = table.splitlines()[0].split(",")
    with pytest.raises(InputError, match="No mapping fits"):
        mapping_for(header)
    found = mapping_for(header, load_mappings(tmp_path))
    reading = read_data_set(tmp_path / "made.csv", found, source="made")
    marks = {"measure": "ks2_multiplication_full_marks", "area": "E09000003"}
    full = of(reading.observations, pupil_group="all", **marks)
    assert (round(full["value"], 4), full["numerator"], full["denominator"]) == (49.5264, 1987, 4012)
    average = of(reading.observations, **marks | {"measure": "ks2_multiplication_average"}, pupil_group="all")
    assert average["value"] == 22.3
    assert "left out: sex" in set(reading.account["outcome"])
    assert of(reading.observations, pupil_group="disadvantaged", **marks)["numerator"] == 289
    city = of(reading.observations, **marks | {"area": find_area("City of London").code})
    assert city["status"] == "c" and pd.isna(city["value"])


def test_the_guide_names_every_mapping():
    guide = (REPO / "docs" / "ees.md").read_text(encoding="utf-8")
    short = {name.removeprefix("looked-after") for name in MAPPINGS if name != "looked-after-ks2"}
    assert all(f"`{name}`" in guide for name in short | {"looked-after-ks2"})
