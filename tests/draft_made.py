"""A page of a made draft on Rochdale, in another house style than the committee papers', with typing errors and true figures.

The figures are taken from the national data when the draft is made; none stands here. Beside each sentence stands what it
states, written by hand: (kind, measure, pupil group, year, value or band or word, area or comparator).
"""

from dataclasses import dataclass

from analysis.catalogue.areas import find_area
from analysis.catalogue.passage import Passage
from analysis.data.store import prepared_england

AREA, YEAR = "Rochdale", 2024
NORTH_WEST = "North West"


@dataclass(frozen=True)
class Figures:
    """Published figures of 2024 and before, as the draft prints them."""

    def text(self, measure, area=AREA, group="all", year=YEAR, decimals=0):
        table = prepared_england().observations
        chosen = table[
            (table["measure"] == measure)
            & (table["pupil_group"] == group)
            & (table["year"] == year)
            & table["value"].notna()
            & (table["area"] == find_area(area).code)
        ]
        return f"{chosen['value'].iloc[0]:.{decimals}f}"


def side(first, second):
    return "above" if float(first) > float(second) else "below" if float(first) < float(second) else "in line with"


def made():
    """The passages, and what each sentence states."""
    of = Figures().text
    gld, gld_england, gld_before = of("eyfs_gld", decimals=1), of("eyfs_gld", "England", decimals=1), of("eyfs_gld", year=2023, decimals=1)
    rwm, rwm_england, rwm_fsm = of("ks2_rwm_expected"), of("ks2_rwm_expected", "England"), of("ks2_rwm_expected", group="disadvantaged")
    rwm_nw, high = of("ks2_rwm_expected", NORTH_WEST), of("ks2_rwm_higher")
    maths, gps, phonics = of("ks2_maths_expected"), of("ks2_gps_expected"), of("phonics_year1_expected")
    a8, a8_england, p8 = of("ks4_attainment8", decimals=1), of("ks4_attainment8", "England", decimals=1), of("ks4_progress8", decimals=2)
    basics5, basics4 = of("ks4_english_maths_95", decimals=1), of("ks4_english_maths_94", decimals=1)
    a8_sen, a8_ehc = of("ks4_attainment8", group="sen_support", decimals=1), of("ks4_attainment8", group="ehc_plan", decimals=1)
    pa, pa_before = of("persistent_absence_secondary", decimals=1), of("persistent_absence_secondary", year=2023, decimals=1)
    suspensions, absence = of("suspensions_secondary", decimals=2), of("absence_primary", decimals=1)
    neet = of("neet_16_17", decimals=1)
    rise = f"{abs(float(gld) - float(gld_before)):.1f}"
    moved = "rose" if float(gld) > float(gld_before) else "fell"
    change = {"rose": "increased", "fell": "decreased"}[moved]
    pages = [
        ("heading", "EYFS", []),
        ("paragraph", f"In 2023/24, {gld}% of Rochdale's children achieved a GLD, against {gld_england}% nationally.",
         [("value", "eyfs_gld", "", "2024", f"{gld}%", ""), ("value", "eyfs_gld", "", "2024", f"{gld_england}%", "England")]),
        ("paragraph", f"The figure {moved} by {rise} percentage points from 2022/23.",
         [("change", "eyfs_gld", "", "2024", rise, "")]),
        ("heading", "Phonics", []),
        ("paragraph", f"{phonics} per cent of Y1 pupils met the expected standrad in the phonics screening check in 2024.",
         [("value", "phonics_year1_expected", "", "2024", f"{phonics}%", "")]),
        ("heading", "KS2 outcomes", []),
        ("paragraph", f"RWM combined: {rwm}% at EXS and {high}% at GDS, which compares with {rwm_england}% at EXS in England and {rwm_nw}% in the North West.",
         [("value", "ks2_rwm_expected", "", "2024", f"{rwm}%", ""), ("value", "ks2_rwm_higher", "", "2024", f"{high}%", ""),
          ("value", "ks2_rwm_expected", "", "2024", f"{rwm_england}%", "England"), ("value", "ks2_rwm_expected", "", "2024", f"{rwm_nw}%", NORTH_WEST)]),
        ("paragraph", f"Our disadvantged pupils achieved {rwm_fsm}% in reading, writing and maths combined at the expected standard.",
         [("value", "ks2_rwm_expected", "disadvantaged", "2024", f"{rwm_fsm}%", "")]),
        ("paragraph", f"At the expected standard {maths}% reached it in mathmatics and {gps}% in SPaG.",
         [("value", "ks2_maths_expected", "", "2024", f"{maths}%", ""), ("value", "ks2_gps_expected", "", "2024", f"{gps}%", "")]),
        ("paragraph", f"We are {side(rwm, rwm_england)} the national average for RWM at the expected standard.",
         [("comparison", "ks2_rwm_expected", "", "2024", side(rwm, rwm_england), "England")]),
        ("heading", "GCSE results", []),
        ("paragraph", f"Average A8 was {a8} (England {a8_england}) and P8 was {p8}.",
         [("value", "ks4_attainment8", "", "2024", a8, ""), ("value", "ks4_attainment8", "", "2024", a8_england, "England"),
          ("value", "ks4_progress8", "", "2024", p8, "")]),
        ("paragraph", f"{basics5}% of pupils achieved the Basics 9-5 and {basics4}% the Basics 9-4.",
         [("value", "ks4_english_maths_95", "", "2024", f"{basics5}%", ""), ("value", "ks4_english_maths_94", "", "2024", f"{basics4}%", "")]),
        ("paragraph", f"For children on SEN support Attainment 8 stood at {a8_sen}, and for those with EHCPs it was {a8_ehc}.",
         [("value", "ks4_attainment8", "sen_support", "2024", a8_sen, ""), ("value", "ks4_attainment8", "ehc_plan", "2024", a8_ehc, "")]),
        ("heading", "Attendance and exclusions", []),
        ("paragraph", f"Persistant absence in secondary schools moved from {pa_before}% in 2022/23 to {pa}% in 2023/24.",
         [("value", "persistent_absence_secondary", "", "2023", f"{pa_before}%", ""), ("value", "persistent_absence_secondary", "", "2024", f"{pa}%", "")]),
        ("paragraph", f"The absence rate of primary schools was {absence}% and the suspension rate of secondary schools {suspensions}.",
         [("value", "absence_primary", "", "2024", f"{absence}%", ""), ("value", "suspensions_secondary", "", "2024", suspensions, "")]),
        ("heading", "Post-16", []),
        ("paragraph", f"NEET among 16- and 17-year-olds was {neet}% in 2024.",
         [("value", "neet_16_17", "", "2024", f"{neet}%", "")]),
    ]  # fmt: skip
    passages, expected, heading = [], [], ""
    for number, (kind, text, stated) in enumerate(pages, 1):
        heading = text if kind == "heading" else heading
        passages.append(Passage(f"paragraph {number}", heading, kind, text, number=number))
        expected += [(f"paragraph {number}", *one) for one in stated]
    del change
    return passages, expected


def stated(row):
    """What a proposed row says, as ``made`` writes it."""
    said = row.value or row.band or row.word
    return (row.location, row.kind, row.measure, row.pupil_group, row.year, said, row.area or row.comparator)


#: A paper without a figure: what is wished, what is done, what words mean.
NO_FIGURE = """Education Strategy: a fair start
The strategy was agreed in July 2023 and sets out how schools and the council work together on attainment.
Our ambition is for every child to attend a good school and for attainment to be among the top 10% in the country by 2027.
Section 13 of the Education Act 1996 places a duty on local authorities to promote high standards.
Officers will continue to support schools to improve attendance and to narrow the gap for disadvantaged pupils.
Attainment 8 measures the average achievement of pupils across eight qualifications.
A scaled score of 100 means that a pupil has met the expected standard in reading.
A working group of 12 headteachers meets every 6 weeks at 4.30 pm in room 2.14 of the civic centre.
The budget of £1.2m for 2024/25 was approved on 14 March 2024, and the consultation closes on 3 May.
Children in need, looked-after children and pupils with SEN support are priorities for school improvement.
The report to the committee (agenda item 7, appendix 2) describes the approach to phonics teaching in year 1."""
