"""Names of authorities with the words that say what they are, and that none is guessed."""

import pytest

from analysis.basics.errors import InputError
from analysis.catalogue.area_names import LONGEST
from analysis.catalogue.areas import find_area, load_areas
from analysis.catalogue.existing import find_authority, standing
from analysis.report.claims.files import parse_area, read_claims

AREAS = load_areas()
LAS = AREAS[AREAS["area_type"] == "la"]
#: What authorities of a kind, by the beginning of the GSS code, call themselves.
FORMS = {
    "E06": ["{} Council", "The {} Council", "{} Unitary Authority", "{} Borough Council", "{} LA"],
    "E08": ["{} Council", "Metropolitan Borough of {}", "{} MBC", "{} Metropolitan Borough Council",
            "{} City Council", "City of {} Metropolitan District Council", "{} Metropolitan District Council"],
    "E09": ["{} Council", "London Borough of {}", "LB {}", "LB of {}", "The London Borough of {}",
            "{} London Borough Council", "{} Borough Council", "{} LBC"],
    "E10": ["{} Council", "{} County Council", "{} CC", "{} county", "County of {}"],
}  # fmt: skip
#: Not a London borough; and a name with its years, which nobody has called itself.
NAMED_OTHERWISE = {"City of London", "Dorset (before 2019)"}


def test_every_authority_is_found_by_what_it_calls_itself():
    tried = 0
    for code, name in LAS[["code", "name"]].itertuples(index=False):
        bare = name.removesuffix(", City of").removesuffix(", County of")
        if name in NAMED_OTHERWISE:
            continue
        for form in FORMS[code[:3]]:
            for text in (
                form.format(bare),
                form.format(bare).upper(),
                form.format(bare).replace(" and ", " & "),
            ):
                assert find_area(text).code == code, text
                tried += 1
    assert tried > 2000


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bristol City Council", "Bristol, City of"),
        ("City and County of Bristol", "Bristol, City of"),
        ("Hull City Council", "Kingston upon Hull, City of"),
        ("City of York Council", "York"),
        ("City of London Corporation", "City of London"),
        ("City of London Council", "City of London"),
        ("Westminster City Council", "Westminster"),
        ("Royal Borough of Kensington and Chelsea", "Kensington and Chelsea"),
        ("Royal Borough of Kingston upon Thames", "Kingston upon Thames"),
        ("LB Kingston", "Kingston upon Thames"),
        ("Royal Borough of Windsor & Maidenhead", "Windsor and Maidenhead"),
        ("Nottingham City Council", "Nottingham"),
        ("Nottinghamshire County Council", "Nottinghamshire"),
        ("Leicester City Council", "Leicester"),
        ("Derby City Council", "Derby"),
        ("Durham County Council", "County Durham"),
        ("County Durham Council", "County Durham"),
        ("Rutland County Council", "Rutland"),
        ("Council of the Isles of Scilly", "Isles of Scilly"),
        ("Bedford Borough Council", "Bedford"),
        ("Central Bedfordshire Council", "Central Bedfordshire"),
        ("Cheshire East Council", "Cheshire East"),
        ("Herefordshire Council", "Herefordshire, County of"),
        ("Borough of Poole", "Poole"),
        ("Dorset Council", "Dorset"),
        ("Northumberland County Council", "Northumberland"),
        ("Cumbria County Council", "Cumbria"),
        ("BCP Council", "Bournemouth, Christchurch and Poole"),
        ("Telford & Wrekin Council", "Telford and Wrekin"),
    ],
)
def test_the_right_one_of_two_that_are_near(text, name):
    assert find_area(text).name == name


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("Nottingham County Council", ["Nottingham", "Nottinghamshire"]),
        ("Leicester County Council", ["Leicester", "Leicestershire"]),
        ("Derby County Council", ["Derby", "Derbyshire"]),
        ("Dorset County Council", ["Dorset", "Dorset (before 2019)"]),
        ("Bedfordshire County Council", ["Bedford", "Central Bedfordshire"]),
        ("Cheshire County Council", ["Cheshire East", "Cheshire West and Chester"]),
        ("Kingston Council", ["Kingston upon Hull, City of", "Kingston upon Thames"]),
        ("Tyneside Metropolitan Borough Council", ["North Tyneside", "South Tyneside"]),
    ],
)
def test_none_is_guessed_of_two(text, candidates):
    with pytest.raises(InputError) as caught:
        find_area(text)
    assert all(f"'{name}'" in caught.value.problem for name in candidates)


@pytest.mark.parametrize(
    "text",
    ["Nottinghamshire City Council", "Hereford City Council", "York County Council", "Camden County Council",
     "London Borough of Bristol", "Metropolitan Borough of Camden", "London City Council", "London Borough of London",
     "England Council", "Inner London Council", "Worcester City Council", "Lincoln City Council",
     "Newcastle-under-Lyme Borough Council", "Warwick District Council", "Council", "LB", "London Borough of",
     "City of", "Barnet and Camden Councils", "London Borough of " + "x" * LONGEST],
)  # fmt: skip
def test_what_is_not_true_of_any_is_refused(text):
    with pytest.raises(InputError, match="No area is called"):
        find_area(text)


def test_a_kind_of_another_kind_finds_nothing_else():
    """Whatever words stand around a name, what is found has that name."""
    forms = {form for forms in FORMS.values() for form in forms}
    for code, name in LAS[["code", "name"]].itertuples(index=False):
        for form in forms:
            try:
                assert find_area(form.format(name)).code == code, form.format(name)
            except InputError:
                continue


def test_claims_and_runs_know_these_names_too(tmp_path, quick):
    from analysis.runs.plan import plan

    (tmp_path / "claims.csv").write_text(
        "claim,kind,measure,comparator,word\nA claim,comparison,ks2_rwm_expected,London Borough of Camden,above\n",
        encoding="utf-8",
    )
    (comparator,) = read_claims(tmp_path / "claims.csv")["comparator"]
    assert parse_area(comparator) == "E09000007"
    (record,) = plan([{"areas": ["LB Camden"], "years": [2024]}], force=False)
    assert record["area"] == "Camden"


def test_a_region_is_refused_with_its_authorities_and_the_command_for_each_of_them():
    with pytest.raises(InputError) as caught:
        find_authority("London", 2025)
    said = str(caught.value)
    assert 'standards batch --areas "London" --years 2025' in said
    members = standing(AREAS, 2025)
    for name in members.loc[members["region"] == "E12000007", "name"]:
        assert name in said
    with pytest.raises(InputError, match=r"(?s)is a country.*--areas all --years 2017"):
        find_authority("England", 2017)
    with pytest.raises(InputError) as caught:
        find_authority("North West", 2019)  # before Cumberland
    assert "Cumbria" in str(caught.value) and "Cumberland" not in str(caught.value)
