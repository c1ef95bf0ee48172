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
    return (
        "above"
        if float(first) > float(second)
        else "below"
        if float(first) < float(second)
        else "in line with"
    )


def made():
    """The passages, and what each sentence states."""
    of = Figures().text
    gld, gld_england, gld_before = (
        of("eyfs_gld", decimals=1),
        of("eyfs_gld", "England", decimals=1),
        of("eyfs_gld", year=2023, decimals=1),
    )
    rwm, rwm_england, rwm_fsm = (
        of("ks2_rwm_expected"),
        of("ks2_rwm_expected", "England"),
        of("ks2_rwm_expected", group="disadvantaged"),
    )
    rwm_nw, high = of("ks2_rwm_expected", NORTH_WEST), of("ks2_rwm_higher")
    maths, gps, phonics = of("ks2_maths_expected"), of("ks2_gps_expected"), of("phonics_year1_expected")
    a8, a8_england, p8 = (
        of("ks4_attainment8", decimals=1),
        of("ks4_attainment8", "England", decimals=1),
        of("ks4_progress8", decimals=2),
    )
    basics5, basics4 = of("ks4_english_maths_95", decimals=1), of("ks4_english_maths_94", decimals=1)
    a8_sen, a8_ehc = (
        of("ks4_attainment8", group="sen_support", decimals=1),
        of("ks4_attainment8", group="ehc_plan", decimals=1),
    )
    pa, pa_before = (
        of("persistent_absence_secondary", decimals=1),
        of("persistent_absence_secondary", year=2023, decimals=1),
    )
    suspensions, absence = of("suspensions_secondary", decimals=2), of("absence_primary", decimals=1)
    neet = of("neet_16_17", decimals=1)
    rise = f"{abs(float(gld) - float(gld_before)):.1f}"
    moved = "rose" if float(gld) > float(gld_before) else "fell"
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
    return _as_passages(pages)


def _as_passages(pages):
    passages, expected, heading = [], [], ""
    for number, (kind, text, stated) in enumerate(pages, 1):
        heading = text if kind == "heading" else heading
        passages.append(Passage(f"paragraph {number}", heading, kind, text, number=number))
        expected += [(f"paragraph {number}", *one) for one in stated]
    return passages, expected


SECOND = "Leicester"


def made_second():
    """A scrutiny note on Leicester in long sentences: ranks, gaps, comparisons, changes, and a table."""
    of = Figures().text

    def own(measure, **more):
        return of(measure, SECOND, **more)

    ebacc, ebacc_before = (
        own("ks4_ebacc_entries", decimals=1),
        own("ks4_ebacc_entries", year=2023, decimals=1),
    )
    writing, writing_em = own("ks2_writing_expected"), of("ks2_writing_expected", "East Midlands")
    dis, other = (
        own("ks4_attainment8", group="disadvantaged", decimals=1),
        of("ks4_attainment8", "England", "not_disadvantaged", decimals=1),
    )
    gap = f"{float(other) - float(dis):.1f}"
    rwm, rwm_before = own("ks2_rwm_expected"), own("ks2_rwm_expected", year=2023)
    goals, phonics, fsm = (
        own("eyfs_gld", decimals=1),
        own("phonics_year1_expected"),
        own("eyfs_gld", group="fsm", decimals=1),
    )
    p8, p8_england = own("ks4_progress8", decimals=2), of("ks4_progress8", "England", decimals=2)
    severe, exclusions = own("severe_absence_secondary", decimals=2), own("permanent_exclusions", decimals=2)
    reading, scaled = own("ks2_reading_expected"), own("ks2_maths_scaled_score")
    aps = own("ks5_aps_alevel", decimals=1)
    rank = {one: own_rank(one) for one in ("ks4_attainment8", "phonics_year1_expected", "ks2_gps_expected")}
    up = "increase" if float(ebacc) > float(ebacc_before) else "reduction"
    pages = [
        ("heading", "1. Early years and key stage one", []),
        ("paragraph", f"Fewer than nine in ten children reach a good level of development; the outturn for 2024 is {goals} per cent, and {fsm} per cent for those eligible for free school meals.",
         [("value", "eyfs_gld", "", "2024", f"{goals}%", ""), ("value", "eyfs_gld", "fsm", "2024", f"{fsm}%", "")]),
        ("paragraph", f"The city is ranked {rank['phonics_year1_expected']} nationally for phonics, where {phonics}% of pupils passed the check.",
         [("rank_value", "phonics_year1_expected", "", "2024", rank["phonics_year1_expected"], ""), ("value", "phonics_year1_expected", "", "2024", f"{phonics}%", "")]),
        ("heading", "2. Key stage two", []),
        ("paragraph", f"Combined reading, writing and maths at the expected standard went up from {rwm_before}% to {rwm}%.",
         [("value", "ks2_rwm_expected", "", "2023", f"{rwm_before}%", ""), ("value", "ks2_rwm_expected", "", "2024", f"{rwm}%", "")]),
        ("paragraph", f"In writing, {writing}% were at the expected standard compared with {writing_em}% across the East Midlands.",
         [("value", "ks2_writing_expected", "", "2024", f"{writing}%", ""), ("value", "ks2_writing_expected", "", "2024", f"{writing_em}%", "East Midlands")]),
        ("paragraph", f"For grammar, punctuation and speling at the expected standard the authority is placed {rank['ks2_gps_expected']} in England.",
         [("rank_value", "ks2_gps_expected", "", "2024", rank["ks2_gps_expected"], "")]),
        ("paragraph", f"The average scaled score in maths was {scaled} and {reading}% reached the expected standard in reading.",
         [("value", "ks2_maths_scaled_score", "", "2024", scaled, ""), ("value", "ks2_reading_expected", "", "2024", f"{reading}%", "")]),
        ("heading", "3. Secondary", []),
        ("paragraph", f"Leicester's Attainment 8 places it {rank['ks4_attainment8']} out of 153 authorities, and its Progress 8 of {p8} compares with {p8_england} for England.",
         [("rank_value", "ks4_attainment8", "", "2024", rank["ks4_attainment8"], ""), ("count", "", "", "2024", "153", ""),
          ("value", "ks4_progress8", "", "2024", p8, ""), ("value", "ks4_progress8", "", "2024", p8_england, "England")]),
        ("paragraph", f"The Attainment 8 gap between disadvantaged pupils and other pupils nationally is {gap} points.",
         [("arithmetic", "ks4_attainment8", "disadvantaged", "2024", gap, "")]),
        ("paragraph", f"EBacc entry stands at {ebacc}%, a {up} on the {ebacc_before}% seen in 2023.",
         [("value", "ks4_ebacc_entries", "", "2024", f"{ebacc}%", ""), ("value", "ks4_ebacc_entries", "", "2023", f"{ebacc_before}%", "")]),
        ("heading", "4. Sixth form", []),
        ("paragraph", f"The avarage point score per entry for A levels is {aps}.",
         [("value", "ks5_aps_alevel", "", "2024", aps, "")]),
        ("heading", "5. Inclusion", []),
        ("paragraph", f"Permanent exclusions ran at {exclusions} per 100 pupils; severe absence in secondary schools was {severe}%.",
         [("value", "permanent_exclusions", "", "2024", exclusions, ""), ("value", "severe_absence_secondary", "", "2024", f"{severe}%", "")]),
    ]  # fmt: skip
    return _as_passages(pages)


def own_rank(measure):
    """The place of the second authority among all, as printed: 1 for the highest published value."""
    table = prepared_england().observations
    chosen = table[
        (table["measure"] == measure)
        & (table["pupil_group"] == "all")
        & (table["year"] == YEAR)
        & (table["area_type"] == "la")
    ]
    values = chosen.dropna(subset=["value"]).drop_duplicates("area").set_index("area")["value"]
    place = int((values > values[find_area(SECOND).code]).sum()) + 1
    ending = "th" if place % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"


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
