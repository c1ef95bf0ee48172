"""The reader of Explore Education Statistics, on made files with DfE's columns and on the one real file at hand.

Every figure of a made file is made up. Columns are those of the data catalogue.
"""

import csv
import gzip
import random
import re
from collections import Counter
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.areas import find_area, load_areas
from analysis.errors import InputError
from analysis.observations import COLUMNS
from analysis.sources import ees_file
from analysis.sources.ees import load_mappings, mapping_for, read_data_set, read_ees, rests_on_counts
from analysis.sources.ees_mapping import matches
from analysis.sources.ees_mapping_files import load_mapping

REPO = Path(__file__).parents[1]
MAPPINGS = load_mappings()
PLACE = "time_period time_identifier geographic_level country_code country_name region_code region_name"
LA = PLACE + " old_la_code new_la_code la_name"
BARNET = {
    "geographic_level": "Local authority", "region_code": "E13000002", "region_name": "Outer London",
    "old_la_code": "302", "new_la_code": "E09000003", "la_name": "Barnet",
}  # fmt: skip
CAMDEN = BARNET | {
    "region_code": "E13000001", "region_name": "Inner London",
    "old_la_code": "202", "new_la_code": "E09000007", "la_name": "Camden",
}  # fmt: skip
ENGLAND = {"geographic_level": "National"}
OUTER = {"geographic_level": "Regional", "region_code": "E13000002", "region_name": "Outer London"}
ALWAYS = {
    "time_period": "202324", "time_identifier": "Academic year", "country_code": "E92000001",
    "country_name": "England", "version": "Final",
}  # fmt: skip


def write(file: Path, header: list[str], rows: list[dict], *, default="z", bom=True) -> Path:
    """A made file: each row of Barnet unless it says otherwise, cells that it does not name ``default``."""
    blank = dict.fromkeys(LA.split(), "")
    with file.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, header, extrasaction="ignore")
        writer.writeheader()
        for row in rows:
            place = BARNET if "geographic_level" not in row else {}
            writer.writerow(dict.fromkeys(header, default) | blank | ALWAYS | place | row)
    return file


# made files with the columns of each data set


def chars(**extra):
    """Filters at all pupils, in the words of 2024/25."""
    names = "sex disadvantage_status fsm_status sen_provision ethnicity_major ethnicity_minor first_language"
    return dict.fromkeys(names.split(), "Total") | extra


KS4_NEW = f"""{LA} version education_investment_area_flag priority_area_flag establishment_type_group breakdown_topic
    sex ethnicity_major ethnicity_minor fsm_status sen_provision sen_status sen_primary_need disadvantage_status
    first_language prior_attainment ks2_scaled_score_group mobility young_carer school_admission_type
    school_religious_character school_count pupil_count attainment8_sum attainment8_average engmath_entering_total
    engmath_entering_percent engmath_95_total engmath_95_percent engmath_94_total engmath_94_percent
    ebacc_entering_total ebacc_entering_percent ebacc_95_total ebacc_95_percent ebacc_94_total ebacc_94_percent
    ebacc_aps_sum ebacc_aps_average progress8_pupil_count progress8_sum progress8_average progress8_lower_95_ci
    progress8_upper_95_ci progress8eng_sum progress8eng_average progress8eng_lower_95_ci progress8eng_upper_95_ci"""
KS4_NAMES = """sen_status sen_primary_need prior_attainment ks2_scaled_score_group mobility young_carer
    school_admission_type school_religious_character breakdown_topic"""
KS4_FILTERS = dict.fromkeys(KS4_NAMES.split(), "Total") | chars(establishment_type_group="All state-funded")
KS4_OLD = f"""{LA} version education_investment_area_flag priority_area_flag establishment_type_group breakdown sex
    ethnicity_major ethnicity_minor free_school_meals sen_provision sen_status disadvantage first_language t_schools
    t_pupils t_att8 avg_att8 t_entbasics pt_entbasics t_l2basics_95 pt_l2basics_95 t_l2basics_94 pt_l2basics_94
    t_ebacc_e_ptq_ee pt_ebacc_e_ptq_ee t_ebacc_95 pt_ebacc_95 t_ebacc_94 pt_ebacc_94 t_ebaccaps avg_ebaccaps
    t_inp8calc t_p8score avg_p8score p8score_ci_low p8score_ci_upp"""
KS4_OLD_NAMES = """breakdown sex gender ethnicity_major ethnicity_minor free_school_meals sen_provision sen_status
    disadvantage first_language"""
KS4_OLD_FILTERS = dict.fromkeys(KS4_OLD_NAMES.split(), "Total")
SUBJECTS = ("read", "gps", "mat", "writta", "scita")
KS2_WIDE = (
    f"{LA} version priority_area_flag education_investment_area_flag establishment_type_group sex no_schools "
    + "t_rwm_eligible_pupils t_rwm_met_expected_standard t_rwm_met_higher_standard pt_rwm_met_expected_standard "
    + "pt_rwm_met_higher_standard "
    + " ".join(
        f"t_{s}_eligible_pupils t_{s}_met_expected_standard t_{s}_met_higher_standard t_{s}_absent "
        f"pt_{s}_met_expected_standard pt_{s}_met_higher_standard pt_{s}_absent"
        for s in SUBJECTS
    )
    + "".join(
        f" t_{s}_avg_scaled_score_eligible_pupils t_{s}_sum_scaled_scores avg_{s}_scaled_score"
        for s in ("read", "gps", "mat")
    )
)
KS2_PROGRESS = "".join(
    f" t_{s}_progress_eligible_pupils t_{s}_progress_score avg_{s}_progress_score avg_{s}_progress_score_lower_CI"
    f" avg_{s}_progress_score_upper_CI"
    for s in ("read", "writta", "mat")
)
KS2_LONG = f"""{LA} version priority_area_flag education_investment_area_flag establishment_type_group subject sex
    establishment_count eligible_pupil_count expected_standard_pupil_count higher_standard_pupil_count
    absent_pupil_count scaled_scores_eligible_pupil_count scaled_scores_total progress_measure_eligible_pupil_count
    progress_measure_total_score expected_standard_pupil_percent higher_standard_pupil_percent absent_pupil_percent
    average_scaled_score progress_measure_score progress_measure_upper_conf_interval
    progress_measure_lower_conf_interval"""
KS2_CHARS = " disadvantage_status fsm_status ethnicity_major ethnicity_minor first_language sen_provision"
KS2_INSTITUTION = f"""{LA} version establishment_type_group breakdown_topic breakdown subject
    expected_standard_pupil_percent higher_standard_pupil_percent average_scaled_score progress_measure_score
    progress_measure_lower_conf_interval progress_measure_upper_conf_interval absent_or_not_able_to_access_percent
    working_towards_expected_standard_pupil_percent absent_or_disapplied_percent progress_measure_unadjusted
    progress_measure_description"""
PHONICS = f"""{LA} version establishment_type_group sex disadvantage_status ethnicity_major ethnicity_minor
    first_language fsm_status sen_provision year_group establishment_count eligible_pupil_count
    expected_standard_pupil_count working_towards_pupil_count absent_pupil_count disapplied_pupil_count
    expected_standard_pupil_percent working_towards_pupil_percent absent_pupil_percent disapplied_pupil_percent"""
KS1 = f"{LA} version breakdown_topic breakdown school_type gender no_schools " + " ".join(
    f"t_{s}_eligible_pupils t_{s}_met_expected_standard t_{s}_met_higher_standard t_{s}_absent "
    f"pt_{s}_met_expected_standard pt_{s}_met_higher_standard pt_{s}_absent"
    for s in ("readta", "writta", "matta", "sciencta")
)
EARLY_OLD = f"""{LA} lad_code lad_name breakdown_topic breakdown sex children_number average_elgs elg_number
    elg_percentage comm_lang_lit_number comm_lang_lit_percentage gld_number gld_percentage"""
EARLY_NEW = f"""{LA} lad_code lad_name breakdown_topic breakdown sex children_count elgs_expected_average
    all_elgs_expected_children_count all_elgs_expected_children_percent comm_lang_lit_expected_children_count
    comm_lang_lit_expected_children_percent gld_children_count gld_children_percent"""
ABSENCE = f"""{LA} education_phase num_schools enrolments sess_possible sess_overall sess_authorised
    sess_unauthorised sess_overall_percent sess_authorised_percent sess_unauthorised_percent enrolments_pa_10_exact
    enrolments_pa_10_exact_percent enrolments_pa_50_exact enrolments_pa_50_exact_percent sess_auth_illness
    sess_auth_illness_rate sess_x_covid"""
ABSENCE_2017 = f"""year_breakdown {LA} estab laestab urn school_type academy_type academy_open_date all_through
    num_schools enrolments sess_possible sess_overall sess_authorised sess_unauthorised sess_overall_percent
    sess_authorised_percent sess_unauthorised_percent enrolments_pa_10_exact enrolments_pa_10_exact_percent
    sess_possible_pa_10_exact sess_overall_percent_pa_10_exact sess_auth_illness"""
SIXTH_FORM = f"""{LA} version characteristic_type characteristic_value establishment_type establishment_type_group
    number_of_students_potential number_of_students_level3 number_of_students_alev number_of_students_acad
    number_of_students_agen number_of_students_tlev aps_per_entry_alev aps_per_entry_grade_alev aps_per_entry_acad
    aps_per_entry_agen aps_per_entry_tlev pc_achieving_atleast_two_alev entered_for_one_or_more_alev_or_applied
    aps_per_entry_best3 aps_per_entry_grade_best3 pc_achieving_3_astar_to_a_alev pc_achieving_aab_or_better_alev
    entered_for_one_or_more_alev pc_achieving_aab_or_better_atleast_two_facilitating_alev"""
CARE_KS2 = (
    f"{LA} social_care_group version "
    + " ".join(
        f"t_{s}_eligible_pupils t_{s}_met_expected_standard pt_{s}_met_expected_standard"
        for s in ("read", "writta", "mat", "rwm", "gps", "scita")
    )
    + KS2_PROGRESS
)
CARE_KS4 = f"""{LA} social_care_group version t_pupils t_att8 avg_att8 t_l2basics_95 pt_l2basics_95 t_l2basics_94
    pt_l2basics_94 t_ebacc_e_ptq_ee pt_ebacc_e_ptq_ee t_ebaccaps avg_ebaccaps t_inp8calc t_p8score avg_p8score
    p8score_CI_low p8score_CI_upp"""
CARE_EARLY = (
    f"""{LA} social_care_group t_pupils avg_elgs t_elg pt_elg t_comm_lang_lit pt_comm_lang_lit t_gld pt_gld"""
)
CARE_ABSENCE = f"""{LA} absence_terms social_care_group phase_type_grouping t_pupils t_sess_possible t_sess_overall
    pt_overall t_sess_authorised pt_sess_authorised t_sess_unauthorised pt_sess_unauthorised t_pupils_pa_10_exact
    pt_pupils_pa_10_exact t_pupils_pa_50_exact pt_pupils_pa_50_exact"""

STATE = {"establishment_type_group": "All state funded"}
PUPILS = {"breakdown_topic": "All pupils", "breakdown": "Total"}
CLA = {"social_care_group": "CLA 12 months at 31 March"}
#: name -> mapping, header, filters at all pupils, then for each group its filters, cells and what they are
#: read as: measure -> (value, numerator, denominator, lower, upper), the printed percentage last.
CASES = {
    "key stage 4": (
        "ks4-characteristics", KS4_NEW, KS4_FILTERS,
        {
            "all": ({}, {"pupil_count": "4012", "engmath_95_total": "2599", "engmath_95_percent": "64.8",
                         "attainment8_average": "57.2", "progress8_pupil_count": "3800",
                         "progress8_average": "0.61", "progress8_lower_95_ci": "0.57",
                         "progress8_upper_95_ci": "0.65", "ebacc_aps_average": "5.41"},
                    {"ks4_english_maths_95": (100 * 2599 / 4012, 2599, 4012, None, None),
                     "ks4_attainment8": (57.2, None, 4012, None, None),
                     "ks4_progress8": (0.61, None, 3800, 0.57, 0.65),
                     "ks4_ebacc_points": (5.41, None, 4012, None, None)}),
            "disadvantaged": ({"disadvantage_status": "Disadvantaged", "breakdown_topic": "Disadvantage status"},
                              {"pupil_count": "803", "ebacc_95_total": "150", "ebacc_95_percent": "18.7"},
                              {"ks4_ebacc": (100 * 150 / 803, 150, 803, None, None)}),
            "sen_support": ({"sen_provision": "SEN support", "sen_status": "Any SEN"},
                            {"pupil_count": "311", "attainment8_average": "40"},
                            {"ks4_attainment8": (40, None, 311, None, None)}),
            "white": ({"ethnicity_major": "White"}, {"pupil_count": "1500", "attainment8_average": "58.1"},
                      {"ks4_attainment8": (58.1, None, 1500, None, None)}),
            "chinese": ({"ethnicity_major": "Asian", "ethnicity_minor": "Chinese"},
                        {"pupil_count": "44", "attainment8_average": "70.3"},
                        {"ks4_attainment8": (70.3, None, 44, None, None)}),
        },
    ),
    "key stage 4 up to 2023/24": (
        "ks4-characteristics-2024", KS4_OLD, KS4_OLD_FILTERS | {"establishment_type_group": "All state-funded"},
        {
            "all": ({}, {"t_pupils": "3990", "t_l2basics_94": "3212", "pt_l2basics_94": "80.5", "avg_att8": "56.9",
                         "t_inp8calc": "3700", "avg_p8score": "0.5", "p8score_ci_low": "0.46",
                         "p8score_ci_upp": "0.54"},
                    {"ks4_english_maths_94": (100 * 3212 / 3990, 3212, 3990, None, None),
                     "ks4_attainment8": (56.9, None, 3990, None, None),
                     "ks4_progress8": (0.5, None, 3700, 0.46, 0.54)}),
            "not_fsm": ({"free_school_meals": "FSM all other"}, {"t_pupils": "3300", "avg_att8": "59"},
                        {"ks4_attainment8": (59, None, 3300, None, None)}),
        },
    ),
    "key stage 4, earlier still": (
        "ks4-characteristics-2024",
        KS4_OLD.replace(" sex", " gender").replace("establishment_type_group", "establishment_type"),
        KS4_OLD_FILTERS | {"establishment_type": "State-funded schools (LA)"},
        {"all": ({}, {"t_pupils": "3777", "avg_att8": "54.4"}, {"ks4_attainment8": (54.4, None, 3777, None, None)})},
    ),
    "key stage 2, wide": (
        "ks2-wide", KS2_WIDE + KS2_PROGRESS, {"sex": "Total", **STATE},
        {
            "all": ({}, {"t_rwm_eligible_pupils": "4100", "t_rwm_met_expected_standard": "2911",
                         "pt_rwm_met_expected_standard": "71", "t_read_avg_scaled_score_eligible_pupils": "4001",
                         "avg_read_scaled_score": "107", "t_mat_progress_eligible_pupils": "3900",
                         "avg_mat_progress_score": "1.4", "avg_mat_progress_score_lower_CI": "1.2",
                         "avg_mat_progress_score_upper_CI": "1.6"},
                    {"ks2_rwm_expected": (100 * 2911 / 4100, 2911, 4100, None, None),
                     "ks2_reading_scaled_score": (107, None, 4001, None, None),
                     "ks2_maths_progress": (1.4, None, 3900, 1.2, 1.6)}),
        },
    ),
    "key stage 2, wide, by characteristics, without progress": (
        "ks2-wide",
        KS2_WIDE.replace(" establishment_type_group sex", " breakdown_topic breakdown school_type gender"),
        {"gender": "Total", "school_type": "State-funded schools", **PUPILS},
        {
            "all": ({}, {"t_gps_eligible_pupils": "3999", "t_gps_met_higher_standard": "1711",
                         "pt_gps_met_higher_standard": "43"},
                    {"ks2_gps_higher": (100 * 1711 / 3999, 1711, 3999, None, None)}),
            "ehc_plan": ({"breakdown_topic": "SEN status", "breakdown": "EHC plan"},
                         {"t_rwm_eligible_pupils": "135", "t_rwm_met_expected_standard": "11",
                          "pt_rwm_met_expected_standard": "8"},
                         {"ks2_rwm_expected": (100 * 11 / 135, 11, 135, None, None)}),
        },
    ),
    "key stage 2, long": (
        "ks2-long", KS2_LONG, {"sex": "Total", "subject": "Reading", **STATE},
        {
            "all": ({}, {"eligible_pupil_count": "4013", "expected_standard_pupil_count": "3171",
                         "expected_standard_pupil_percent": "79", "scaled_scores_eligible_pupil_count": "3950",
                         "average_scaled_score": "107", "progress_measure_eligible_pupil_count": "3800",
                         "progress_measure_score": "0.9", "progress_measure_lower_conf_interval": "0.7",
                         "progress_measure_upper_conf_interval": "1.1"},
                    {"ks2_reading_expected": (100 * 3171 / 4013, 3171, 4013, None, None),
                     "ks2_reading_scaled_score": (107, None, 3950, None, None),
                     "ks2_reading_progress": (0.9, None, 3800, 0.7, 1.1)}),
        },
    ),
    "key stage 2, long, by characteristics": (
        "ks2-long", KS2_LONG + KS2_CHARS, chars(subject="Reading, writing and maths", **STATE),
        {
            "all": ({}, {"eligible_pupil_count": "4013", "expected_standard_pupil_count": "2811",
                         "expected_standard_pupil_percent": "70"},
                    {"ks2_rwm_expected": (100 * 2811 / 4013, 2811, 4013, None, None)}),
            "no_sen": ({"sen_provision": "No SEN provision"},
                       {"eligible_pupil_count": "3300", "higher_standard_pupil_count": "561",
                        "higher_standard_pupil_percent": "17"},
                       {"ks2_rwm_higher": (17, 561, 3300, None, None)}),
        },
    ),
    "key stage 2, institutions": (
        "ks2-institution", KS2_INSTITUTION, {"subject": "Maths", **STATE, **PUPILS},
        {"all": ({}, {"expected_standard_pupil_percent": "79", "average_scaled_score": "107"},
                 {"ks2_maths_expected": (79, None, None, None, None),
                  "ks2_maths_scaled_score": (107, None, None, None, None)})},
    ),
    "phonics": (
        "phonics", PHONICS, chars(year_group="Year 1", **STATE),
        {
            "all": ({}, {"eligible_pupil_count": "4207", "expected_standard_pupil_count": "3491",
                         "expected_standard_pupil_percent": "83"},
                    {"phonics_year1_expected": (100 * 3491 / 4207, 3491, 4207, None, None)}),
            "ehc_plan": ({"sen_provision": "Education, health and care plan"},
                         {"eligible_pupil_count": "207", "expected_standard_pupil_count": "49",
                          "expected_standard_pupil_percent": "24"},
                         {"phonics_year1_expected": (100 * 49 / 207, 49, 207, None, None)}),
            "asian": ({"ethnicity_major": "Asian / Asian British", "ethnicity_minor": "All Asian / Asian British"},
                      {"eligible_pupil_count": "801", "expected_standard_pupil_count": "701",
                       "expected_standard_pupil_percent": "88"},
                      {"phonics_year1_expected": (100 * 701 / 801, 701, 801, None, None)}),
        },
    ),
    "key stage 1": (
        "ks1", KS1, {"school_type": "State-funded schools", "gender": "Total", **PUPILS},
        {"all": ({}, {"t_matta_eligible_pupils": "4301", "t_matta_met_higher_standard": "947",
                      "pt_matta_met_higher_standard": "22"},
                 {"ks1_maths_higher": (100 * 947 / 4301, 947, 4301, None, None)})},
    ),
    "early years up to 2023/24": (
        "early-years-2024", EARLY_OLD, dict.fromkeys(("breakdown_topic", "breakdown", "sex"), "Total"),
        {
            "all": ({}, {"children_number": "4444", "gld_number": "3101", "gld_percentage": "69.800000",
                         "average_elgs": "14.200000"},
                    {"eyfs_gld": (100 * 3101 / 4444, 3101, 4444, None, None),
                     "eyfs_average_goals": (14.2, None, 4444, None, None)}),
            "mixed": ({"breakdown_topic": "Ethnic group: major", "breakdown": "Mixed / Multiple ethnic groups"},
                      {"children_number": "444", "elg_number": "301", "elg_percentage": "67.8"},
                      {"eyfs_all_goals": (100 * 301 / 444, 301, 444, None, None)}),
        },
    ),
    "early years, the first file": (
        "early-years-2024",
        EARLY_OLD.replace("breakdown_topic breakdown sex", "characteristic characteristic_type gender"),
        dict.fromkeys(("characteristic", "characteristic_type", "gender"), "Total"),
        {"all": ({}, {"children_number": "4500", "gld_number": "3003", "gld_percentage": "66.7"},
                 {"eyfs_gld": (100 * 3003 / 4500, 3003, 4500, None, None)})},
    ),
    "early years": (
        "early-years", EARLY_NEW, dict.fromkeys(("breakdown_topic", "breakdown", "sex"), "Total"),
        {"all": ({}, {"children_count": "4443", "gld_children_count": "3101", "gld_children_percent": "69.795183"},
                 {"eyfs_gld": (100 * 3101 / 4443, 3101, 4443, None, None)})},
    ),
    "absence": (
        "absence", ABSENCE, {"education_phase": "Total"},
        {"all": ({}, {"enrolments": "52001", "sess_possible": "15999999", "sess_overall": "1053956",
                      "sess_overall_percent": "6.58722", "enrolments_pa_10_exact": "9001",
                      "enrolments_pa_10_exact_percent": "17.30928"},
                 {"absence_overall": (6.58722, None, None, None, None),
                  "persistent_absence": (100 * 9001 / 52001, 9001, 52001, None, None)})},
    ),
    "absence in 2016/17": (
        "absence", ABSENCE_2017,
        {"school_type": "State-funded secondary", "year_breakdown": "six half terms", "academy_type": "Total",
         "academy_open_date": "Total", "all_through": "Total"},
        {"all": ({}, {"enrolments": "21001", "sess_authorised_percent": "3.4", "enrolments_pa_10_exact": "2501",
                      "enrolments_pa_10_exact_percent": "11.9"},
                 {"absence_authorised_secondary": (3.4, None, None, None, None),
                  "persistent_absence_secondary": (100 * 2501 / 21001, 2501, 21001, None, None)})},
    ),
    "16 to 18": (
        "16-to-18", SIXTH_FORM,
        {"characteristic_type": "Total", "characteristic_value": "Total",
         "establishment_type": "All state-funded schools and colleges",
         "establishment_type_group": "State-funded institutions"},
        {"all": ({}, {"aps_per_entry_alev": "38.112", "entered_for_one_or_more_alev_or_applied": "2011",
                      "pc_achieving_3_astar_to_a_alev": "20.633", "entered_for_one_or_more_alev": "2003",
                      "pc_achieving_aab_or_better_atleast_two_facilitating_alev": "24.1"},
                 {"ks5_aps_alevel": (38.112, None, None, None, None),
                  "ks5_three_a_grades": (20.633, None, 2011, None, None),
                  "ks5_aab_facilitating": (24.1, None, 2003, None, None)})},
    ),
    "looked after, key stage 2": (
        "looked-after-ks2", CARE_KS2, {},
        {"looked_after": (CLA, {"t_rwm_eligible_pupils": "14", "t_rwm_met_expected_standard": "6",
                                "pt_rwm_met_expected_standard": "43", "t_read_progress_eligible_pupils": "11",
                                "avg_read_progress_score": "1.87", "avg_read_progress_score_lower_CI": "-1.78",
                                "avg_read_progress_score_upper_CI": "5.52"},
                          {"ks2_rwm_expected": (100 * 6 / 14, 6, 14, None, None),
                           "ks2_reading_progress": (1.87, None, 11, -1.78, 5.52)})},
    ),
    "looked after, key stage 4": (
        "looked-after-ks4", CARE_KS4, {},
        {"in_need": ({"social_care_group": "CINO at 31 March"},
                     {"t_pupils": "51", "avg_att8": "17.4", "t_l2basics_95": "7", "pt_l2basics_95": "13.7",
                      "t_inp8calc": "44", "avg_p8score": "-1.2", "p8score_CI_low": "-1.6",
                      "p8score_CI_upp": "-0.8"},
                     {"ks4_english_maths_95": (100 * 7 / 51, 7, 51, None, None),
                      "ks4_attainment8": (17.4, None, 51, None, None),
                      "ks4_progress8": (-1.2, None, 44, -1.6, -0.8)})},
    ),
    "looked after, early years": (
        "looked-after-early-years", CARE_EARLY, {},
        {"protection_plan": ({"social_care_group": "CPPO at 31 March"},
                             {"t_pupils": "31", "t_gld": "13", "pt_gld": "41.9", "avg_elgs": "11.1"},
                             {"eyfs_gld": (100 * 13 / 31, 13, 31, None, None)})},
    ),
    "looked after, absence": (
        "looked-after-absence", CARE_ABSENCE, {"absence_terms": "six half terms", "phase_type_grouping": "Total"},
        {"looked_after": (CLA, {"t_pupils": "944", "pt_overall": "16.3", "t_pupils_pa_10_exact": "451",
                                "pt_pupils_pa_10_exact": "47.8"},
                          {"absence_overall": (16.3, None, None, None, None),
                           "persistent_absence": (100 * 451 / 944, 451, 944, None, None)})},
    ),
}  # fmt: skip


def made_case(folder: Path, name: str) -> tuple[Path, dict]:
    _, header, filters, groups = CASES[name]
    rows = [filters | when | cells for when, cells, _ in groups.values()]
    return write(folder / "made.csv", header.split(), rows), groups


def none(value) -> float | None:
    return None if pd.isna(value) else float(value)


@pytest.mark.parametrize("name", CASES)
def test_each_data_set_is_recognised_and_read(tmp_path, name):
    file, groups = made_case(tmp_path, name)
    reading = read_data_set(file, source="made")
    assert reading.mapping == CASES[name][0]
    assert list(reading.observations) == COLUMNS
    assert set(reading.observations["pupil_group"]) == set(groups)
    for group, (_, _, expected) in groups.items():
        for measure, figures in expected.items():
            at = reading.observations.query(
                "source == 'made' and measure == @measure and pupil_group == @group"
            )
            assert len(at) == 1, (group, measure)
            got = at.iloc[0]
            names = ("value", "numerator", "denominator", "lower", "upper")
            assert [none(got[name]) for name in names] == [pytest.approx(f) if f else f for f in figures]
            assert (got["area"], got["year"], got["status"]) == ("E09000003", 2024, "ok")
    # what a row does not have is not applicable, and no figure is anything else
    others = reading.observations[reading.observations["status"] != "ok"]
    assert set(others["status"]) <= {"z"} and others["value"].isna().all()


@pytest.mark.parametrize("name", CASES)
def test_exactly_one_mapping_fits_each_header(name):
    header = CASES[name][1].split()
    assert mapping_for(header, MAPPINGS).id == CASES[name][0]
    assert mapping_for([column.upper() for column in header], MAPPINGS).id == CASES[name][0]


def test_every_mapping_is_tried():
    assert {mapping for mapping, *_ in CASES.values()} == set(MAPPINGS)


def test_two_vintages_feed_one_series(tmp_path):
    parts = []
    for name, year in (("key stage 4 up to 2023/24", "202324"), ("key stage 4", "202425")):
        _, header, filters, groups = CASES[name]
        row = filters | groups["all"][1] | {"time_period": year}
        file = write(tmp_path / f"{year}.csv", header.split(), [row])
        parts.append(read_ees(file, source=f"made-{year}"))
    series = pd.concat(parts).query("measure == 'ks4_attainment8' and value.notna()")
    assert dict(zip(series["year"], series["value"], strict=True)) == {2024: 56.9, 2025: 57.2}


# a small mapping of the tests' own, for what does not depend on the data set

HEADER = [*LA.split(), "version", "group", "pupils", "reached", "percent", "score", "low", "high"]
OWN = """
id = "own"
title = "Made"
publication = "Made"
pupil_groups = [{ group = "all" }, { group = "fsm", when = { group = ["FSM", "Free school meals"] } }]
measures = [
  { measure = "ks2_rwm_expected", unit = "percent", value = "percent", numerator = "reached", denominator = "pupils" },
  { measure = "ks2_maths_progress", unit = "score", value = "score", denominator = "pupils", lower = "low", upper = "high" },
]
counts = { la = "exact", region = "rounded", country = "judged" }
filters = { group = { all = "Total", left_out = ["Boys"] } }
"""


@pytest.fixture(scope="session")
def own(tmp_path_factory):
    file = tmp_path_factory.mktemp("mapping") / "own.toml"
    file.write_text(OWN, encoding="utf-8")
    return load_mapping(file)


def cells(pupils="20", reached="9", percent="45", score="0.5", low="-1.5", high="2.5", **others):
    names = ("pupils", "reached", "percent", "score", "low", "high")
    return (
        {"group": "Total"}
        | dict(zip(names, (pupils, reached, percent, score, low, high), strict=True))
        | others
    )


@pytest.fixture
def read(tmp_path, own):
    """Reads a made file of these rows with the tests' own mapping."""

    def reader(*rows, header=HEADER, mapping=None, **options):
        file = write(tmp_path / "made.csv", header, list(rows))
        return read_data_set(file, mapping or own, source="made", **options)

    return reader


def of(observations, **conditions):
    for name, value in ({"source": "made", "measure": "ks2_rwm_expected"} | conditions).items():
        observations = observations[observations[name] == value]
    assert len(observations) == 1
    return observations.iloc[0]


@pytest.mark.parametrize(
    ("symbol", "status"), [("z", "z"), ("x", "x"), ("c", "c"), ("u", "u"), ("low", "low"), ("k", "low")]
)
def test_symbols_are_statuses_and_never_numbers(read, symbol, status):
    got = of(read(cells(reached=symbol, percent=symbol)).observations)
    assert (got["status"], none(got["value"]), none(got["numerator"]), got["denominator"]) == (
        status,
        None,
        None,
        20,
    )
    score = of(read(cells(score=symbol)).observations, measure="ks2_maths_progress")
    assert [none(score[name]) for name in ("value", "lower", "upper")] == [None] * 3 and score[
        "status"
    ] == status


def test_a_suppressed_value_is_not_worked_out_from_counts(read):
    got = of(read(cells(pupils="20", reached="9", percent="c")).observations)
    assert got["status"] == "c" and pd.isna(got["value"])


def test_a_suppressed_count_is_not_worked_out_from_the_percentage(read):
    got = of(read(cells(reached="c", percent="45")).observations)
    assert (got["value"], none(got["numerator"]), got["denominator"], got["decimals"]) == (45, None, 20, 0)


def test_a_limit_that_is_a_symbol_is_missing_and_the_score_is_kept(read):
    got = of(read(cells(score="-1.4", low="-2.8", high="k")).observations, measure="ks2_maths_progress")
    assert [none(got[name]) for name in ("value", "lower", "upper")] == [-1.4, -2.8, None]


def test_a_symbol_of_one_file_is_given_in_its_mapping(read, own):
    mapping = replace(own, symbols={"b": "x", ":": "x"})
    observations = read(cells(percent="b", reached=":"), mapping=mapping).observations
    assert of(observations)["status"] == "x"


def test_the_computed_percentage_stands_beside_the_printed(read):
    rows = [cells(), cells("7", "3", "43", **CAMDEN), cells("c", "c", "c", group="FSM")]
    observations = read(*rows).observations
    computed, printed = (
        of(observations, area="E09000007"),
        of(observations, area="E09000007", source="made-printed"),
    )
    assert (computed["value"], computed["numerator"], computed["denominator"]) == (
        pytest.approx(300 / 7),
        3,
        7,
    )
    assert (printed["value"], printed["decimals"]) == (43, 0)
    assert pd.isna(computed["decimals"]) and pd.isna(printed["numerator"]) and pd.isna(printed["denominator"])
    assert rests_on_counts(observations).sum() == 2
    # each series is complete in itself, suppressed figures too; what has no count has no second series
    shares = observations[observations["measure"] == "ks2_rwm_expected"]
    assert shares["source"].value_counts().to_dict() == {"made": 3, "made-printed": 3}
    assert set(observations.loc[observations["measure"] == "ks2_maths_progress", "source"]) == {"made"}


def test_rounded_counts_are_not_used_at_all(read):
    observations = read(cells("70", "40", "54", **OUTER), cells()).observations
    region, printed = (
        of(observations, area="E13000002"),
        of(observations, area="E13000002", source="made-printed"),
    )
    assert (region["value"], none(region["numerator"]), none(region["denominator"])) == (54, None, None)
    assert region["decimals"] == printed["decimals"] == 0 and region["area_type"] == "region"
    score = of(observations, area="E13000002", measure="ks2_maths_progress")
    assert pd.isna(score["denominator"])


def test_counts_are_judged_by_year(read, own):
    mapping = replace(own, counts=own.counts | {"la": "judged"})
    tens = [cells(f"{10 * n}", f"{5 * n - 5 * n % 10}", "50", time_period="201819", **area) for n, area in
            ((10, BARNET), (14, CAMDEN))]  # fmt: skip
    tens += [cells("40", "20", "50", time_period="201819", new_la_code="E09000001", old_la_code="201",
                   geographic_level="Local authority")]  # fmt: skip
    exact = [cells("41", "20", "49", **BARNET), cells("37", "9", "24", **CAMDEN)]
    wrong = [cells("41", "20", "70", time_period="202425")]
    reading = read(*tens, *exact, *wrong, mapping=mapping)
    used = reading.counts.set_index("year")["used"].to_dict()
    assert used == {2019: False, 2024: True, 2025: False}
    assert of(reading.observations, year=2019, area="E09000007")["value"] == 50
    assert of(reading.observations, year=2024, area="E09000007")["value"] == pytest.approx(900 / 37)
    assert of(reading.observations, year=2025)["value"] == 70


def test_one_odd_percentage_among_many_keeps_what_is_printed(read, own):
    mapping = replace(own, counts=own.counts | {"la": "judged"})
    codes = [a.code for a in load_areas().query("area_type == 'la' and closed.isna()").itertuples()][:101]
    place = {"geographic_level": "Local authority"}
    rows = [
        cells("40", "11", "28" if code != codes[50] else "82", new_la_code=code, **place) for code in codes
    ]
    reading = read(*rows, mapping=mapping)
    odd, even = of(reading.observations, area=codes[50]), of(reading.observations, area=codes[51])
    assert (odd["value"], none(odd["denominator"])) == (82, None)
    assert (even["value"], even["denominator"]) == (27.5, 40)
    assert reading.counts[["percentages", "agree", "used"]].to_numpy().tolist() == [[101, 100, True]]


@pytest.mark.parametrize("printed", ["57", "58"])
def test_a_percentage_on_the_half_may_be_printed_either_way(read, printed):
    assert of(read(cells("40", "23", printed)).observations)["value"] == 57.5


@pytest.mark.parametrize(
    ("texts", "decimals"), [(["46", "46.5"], 1), (["46.00", "46"], 0), (["46.5", "46.25"], 2)]
)
def test_decimals_are_those_of_the_longest_figure_of_the_year(read, texts, decimals):
    rows = [cells("c", "c", text, **area) for text, area in zip(texts, (BARNET, CAMDEN), strict=True)]
    observations = read(*rows).observations
    assert set(observations.query("measure == 'ks2_rwm_expected'")["decimals"]) == {decimals}


def test_scientific_notation_is_a_number(read, own):
    mapping = replace(own, counts=own.counts | {"country": "exact"})
    got = of(read(cells("1e+05", "50000", "50", **ENGLAND), mapping=mapping).observations)
    assert (got["value"], got["denominator"]) == (50, 100_000)


def test_the_latest_version_is_kept_and_is_the_release(read):
    rows = [
        cells("20", "9", "45", version="Provisional"),
        cells("20", "10", "50", version="Revised"),
        cells("20", "8", "40", version="Revised", time_period="202425"),
        cells("20", "7", "35", version="Final", time_period="202223"),
        cells("20", "6", "30", version="Revised", time_period="202223"),
    ]
    reading = read(*rows)
    got = {year: of(reading.observations, year=year) for year in (2023, 2024, 2025)}
    assert [got[year]["value"] for year in got] == [35, 50, 40]
    assert [got[year]["release"] for year in got] == ["final", "revised", "revised"]
    account = dict(zip(reading.account["outcome"], reading.account["rows"], strict=True))
    assert account == {"kept": 3, "left out: a later version replaces it": 2}


def test_release_is_given_where_the_file_does_not_say(read):
    header = [name for name in HEADER if name != "version"]
    assert of(read(cells(), header=header, release="provisional").observations)["release"] == "provisional"
    assert of(read(cells(), header=header).observations)["release"] == "published"
    assert of(read(cells(), release="provisional").observations)["release"] == "final"


@pytest.mark.parametrize("text", ["201718", "2018"])
def test_years(read, text):
    assert of(read(cells(time_period=text)).observations)["year"] == 2018


@pytest.mark.parametrize(
    ("place", "code"),
    [
        (ENGLAND, "E92000001"),
        (OUTER, "E13000002"),
        ({"geographic_level": "Regional", "region_code": "E12000007", "region_name": "London"}, "E12000007"),
        ({"geographic_level": "Regional", "region_code": "", "region_name": "Yorkshire and the Humber"}, "E12000003"),
        ({"geographic_level": "Regional", "region_code": "z", "region_name": "Yorkshire and The Humber"}, "E12000003"),
        ({"geographic_level": "Local Authority", "new_la_code": "E08000020", "old_la_code": "390"}, "E08000037"),
        ({"geographic_level": "Local authority", "new_la_code": "", "old_la_code": "302"}, "E09000003"),
        ({"geographic_level": "Local authority", "la_name": "Kingston upon Hull, City of"}, "E06000010"),
        # the county before 2019, whose name is now another authority's
        ({"geographic_level": "Local authority", "new_la_code": "E10000009", "old_la_code": "835",
          "la_name": "Dorset"}, "E10000009"),
        ({"geographic_level": "Local authority", "new_la_code": "E10000006", "la_name": "Cumbria"}, "E10000006"),
    ],
)  # fmt: skip
def test_areas(read, place, code):
    assert of(read(cells("c", "c", "c", **place)).observations)["area"] == code


def test_other_levels_and_other_rows_are_left_out_and_counted(read):
    rows = [cells(), cells(group="Boys"), cells(geographic_level="School"), cells(**ENGLAND)]
    account = read(*rows).account
    assert account.to_numpy().tolist() == [
        ["Local authority", "kept", 1],
        ["Local authority", "left out: group", 1],
        ["National", "kept", 1],
        ["School", "left out: geographic_level", 1],
    ]


def test_parts_of_a_year_are_left_out_where_the_mapping_says_so(tmp_path):
    _, header, filters, groups = CASES["absence"]
    row = filters | groups["all"][1]
    rows = [row, row | {"time_identifier": "Autumn term", "sess_overall_percent": "99"}]
    reading = read_data_set(write(tmp_path / "made.csv", header.split(), rows), source="made")
    assert of(reading.observations, measure="absence_overall")["value"] == 6.58722
    with pytest.raises(InputError, match=r"no row of a local authority.*for: Academic year"):
        read_data_set(write(tmp_path / "made.csv", header.split(), rows[1:]), source="made")


def test_byte_order_mark_line_ends_and_gzip_make_no_difference(tmp_path, own):
    rows = [cells(), cells("7", "3", "43", **CAMDEN)]
    plain = write(tmp_path / "a.csv", HEADER, rows, bom=False)
    bytes_ = write(tmp_path / "b.csv", HEADER, rows).read_bytes()
    variants = {
        "bom.csv": bytes_,
        "unix.csv": bytes_.replace(b"\r\n", b"\n"),
        "end.csv": bytes_.rstrip(b"\r\n"),
    }
    variants["blank.csv"] = bytes_ + b"\r\n\r\n"
    for name, content in variants.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "packed.csv.gz").write_bytes(gzip.compress(bytes_))
    expected = read_ees(plain, own, source="made")
    for name in (*variants, "packed.csv.gz"):
        pd.testing.assert_frame_equal(read_ees(tmp_path / name, own, source="made"), expected)
    account = read_data_set(tmp_path / "blank.csv", own, source="made").account
    assert account["outcome"].tolist() == ["left out: an empty line", "kept"]


def test_the_locator_is_the_row_and_column_of_the_figure(read):
    assert (
        of(read(cells(group="FSM"), cells()).observations, pupil_group="all")["locator"] == "row 3, percent"
    )


# round trips

LAS = st.sampled_from(sorted(load_areas().query("area_type == 'la'")["code"]))
KEYS = st.tuples(LAS, st.integers(2012, 2025), st.sampled_from(["all", "fsm"]))
COHORTS = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
FIGURES = st.one_of(COHORTS, st.sampled_from(["z", "x", "c", "low", "k", "u"]))


def half_up(numerator: int, denominator: int, places: int) -> str:
    exact = Decimal(100 * numerator) / Decimal(denominator)
    return str(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    figures=st.dictionaries(KEYS, FIGURES, min_size=1, max_size=40),
    places=st.integers(0, 2),
    seed=st.integers(0, 9999),
    block=st.sampled_from([1 << 10, 1 << 12, 1 << 22]),
)
def test_what_is_written_is_read(tmp_path, own, figures, places, seed, block):
    rows = []
    for (code, year, group), figure in figures.items():
        place = {
            "geographic_level": "Local authority",
            "new_la_code": code,
            "time_period": f"{year - 1}{year % 100:02d}",
        }
        label = {"all": "Total", "fsm": "FSM"}[group]
        if isinstance(figure, str):
            rows.append(cells("c", figure, figure, "z", "z", "z", **place) | {"group": label})
        else:
            reached, pupils = figure
            percent = half_up(reached, pupils, places)
            rows.append(cells(pupils, reached, percent, "z", "z", "z", **place) | {"group": label})
    shuffled, header = random.Random(seed), list(HEADER)  # noqa: S311
    shuffled.shuffle(rows)
    shuffled.shuffle(header)
    file = write(tmp_path / "made.csv", header, rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ees_file, "BLOCK_BYTES", block)
        reading = read_data_set(file, own, source="made")
    assert reading.account["rows"].sum() == len(rows)
    shares = reading.observations.query("measure == 'ks2_rwm_expected'")
    read = {(r.area, r.year, r.pupil_group): r for r in shares[shares["source"] == "made"].itertuples()}
    printed = {(r.area, r.year, r.pupil_group): r for r in shares[shares["source"] != "made"].itertuples()}
    assert set(read) == set(printed) == set(figures)
    for key, figure in figures.items():
        if isinstance(figure, str):
            assert read[key].status == printed[key].status == {"k": "low"}.get(figure, figure)
            assert pd.isna(read[key].value) and pd.isna(read[key].numerator)
        else:
            assert (read[key].numerator, read[key].denominator) == figure
            assert read[key].value == pytest.approx(100 * figure[0] / figure[1])
            assert printed[key].value == float(half_up(*figure, places))


# what is refused


@pytest.mark.parametrize(
    ("row", "column", "problem"),
    [
        (cells(percent="45%"), "percent", "'45%' is neither a number nor a known symbol"),
        (cells(percent="n/a"), "percent", "'n/a' is neither a number nor a known symbol"),
        (cells(percent=""), "percent", "The cell is empty"),
        (cells(percent="nan"), "percent", "'nan' is neither"),
        (cells(percent="inf"), "percent", "'inf' is neither"),
        (cells(pupils="1,234"), "pupils", "'1,234' is neither"),
        (cells(percent="145"), "percent", "145 is no percentage"),
        (cells(percent="-1"), "percent", "-1 is no percentage"),
        (cells(reached="21"), "reached", "21 of 20 pupils is more than all of them"),
        (cells(pupils="19.5"), "pupils", "19.5 is no number of pupils"),
        (cells(reached="-2"), "reached", "-2 is no number of pupils"),
        (cells(percent="54"), "percent", "9 of 20 pupils is not 54%"),
        (cells(low="3"), "high", "The interval ends, at 2.5, before it begins"),
        (cells(group="Girls"), "group", "does not know 'Girls'"),
        (cells(geographic_level="Parish"), "geographic_level", "does not know 'Parish'"),
        (cells(time_identifier="Week 12"), "time_identifier", "does not know 'Week 12'"),
        (cells(version="Draft"), "version", "The version 'Draft' is not known"),
        (cells(time_period="201719"), "time_period", "'201719' is not a year"),
        (cells(time_period="Summer"), "time_period", "'Summer' is not a year"),
        (cells(**BARNET | {"new_la_code": "E09999999"}), "new_la_code", "No local authority is called 'E09999999'"),
        (cells(**BARNET | {"new_la_code": "E12000007"}), "new_la_code", "No local authority is called 'E12000007'"),
        (cells(**BARNET | {"old_la_code": "202"}), "new_la_code, old_la_code", "names E09000003 and 202"),
        (cells(geographic_level="Regional"), None, "names no area"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_is_an_error_that_says_where(read, row, column, problem):
    with pytest.raises(InputError, match=re.escape(problem)) as error:
        read(cells(**CAMDEN), cells(**CAMDEN, group="FSM"), row)
    assert (error.value.row, error.value.column) == (4, column)
    assert "made.csv" in str(error.value)


def test_two_rows_for_one_figure_are_an_error_that_names_both(read):
    with pytest.raises(InputError, match=r"The same row appears twice: ks2_\w+, all, 2024, E09000003"):
        read(cells(), cells(**CAMDEN), cells())
    with pytest.raises(InputError, match=r"row 2, \w+ and 4, \w+"):
        read(cells(), cells(**CAMDEN), cells())


def test_a_row_of_two_groups_is_an_error(read, own):
    twice = replace(
        own, pupil_groups=(*own.pupil_groups, replace(own.pupil_groups[1], group="disadvantaged"))
    )
    with pytest.raises(InputError, match="for two groups: fsm and disadvantaged"):
        read(cells(), cells(group="FSM"), mapping=twice)


def test_a_group_that_was_renamed_is_missed(tmp_path):
    _, header, filters, groups = CASES["phonics"]
    row = filters | groups["all"][1]
    renamed = row | {"fsm_status": "Entitled to free meals"}
    file = write(tmp_path / "made.csv", header.split(), [row, renamed])
    with pytest.raises(InputError, match=r"No row of 202324 is for fsm. .*fsm_status Entitled to free meals"):
        read_ees(file, source="made")
    # as it is, if only one year has the new name
    known = [row | {"fsm_status": text} for text in ("FSM eligible", "Not known to be FSM eligible")]
    rows = [row, *known, row | {"time_period": "202425"}, renamed | {"time_period": "202425"}]
    with pytest.raises(InputError, match="No row of 202425 is for fsm"):
        read_ees(write(tmp_path / "made.csv", header.split(), rows), source="made")


def test_a_year_without_a_row_that_is_wanted_is_an_error(tmp_path):
    _, header, filters, groups = CASES["key stage 2, long"]
    row = filters | groups["all"][1] | {"establishment_type_group": "Local authority maintained"}
    file = write(tmp_path / "made.csv", header.split(), [row])
    with pytest.raises(
        InputError, match=r"No row of 202324 is for any pupil group.*Local authority maintained"
    ):
        read_ees(file, source="made")


def test_no_mapping_fits_and_the_error_says_why():
    header = [name for name in PHONICS.split() if name != "eligible_pupil_count"] + ["shoe_size"]
    with pytest.raises(InputError) as error:
        mapping_for(header, MAPPINGS, file="new.csv")
    text = str(error.value)
    assert (
        "phonics: the file lacks eligible_pupil_count; has shoe_size, which the mapping does not know" in text
    )
    assert all(f"    {name}: the file " in text for name in MAPPINGS) and "new.csv" in text


def test_several_mappings_fit(own):
    with pytest.raises(InputError, match="Several mappings fit the columns: own, other"):
        mapping_for(HEADER, {"own": own, "other": replace(own, id="other")})


def test_a_mapping_that_does_not_fit_the_file(read):
    with pytest.raises(InputError, match="The mapping 'own' does not fit: the file lacks percent"):
        read(cells(), header=[name for name in HEADER if name != "percent"])
    with pytest.raises(InputError, match="has new_figure, which the mapping does not know"):
        read(cells(), header=[*HEADER, "new_figure"])


def spoilt(tmp_path, change):
    file = write(tmp_path / "made.csv", HEADER, [cells(), cells(**CAMDEN)])
    file.write_bytes(change(file.read_bytes()))
    return file


@pytest.mark.parametrize(
    ("change", "problem", "row"),
    [
        (lambda data: data[:-20], "The row has 13 cells", 3),
        (lambda data: data.replace(b"Camden", b"Cam\xff"), "cannot be read", None),
        (lambda data: data.replace(b"2.5", b'"2.5', 1), "lines, but only", None),
        (lambda data: data.replace(b",high", b",low"), "Two columns have the same name", 1),
        (lambda data: b"", "The file is empty", None),
        (lambda data: data.split(b"\n")[0], "has no row of a local authority", None),
        (lambda data: b"\xff\xfe\x00", "cannot be read", 1),
    ],
)
def test_a_damaged_file_is_refused(tmp_path, own, change, problem, row):
    with pytest.raises(InputError, match=problem) as error:
        read_ees(spoilt(tmp_path, change), own, source="made")
    assert error.value.row == row


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match="The file is missing"):
        read_ees(tmp_path / "none.csv", source="made")


def test_a_gzip_file_that_was_cut_off(tmp_path, own):
    rows = [cells("c", "c", "c", new_la_code=code, geographic_level="Local authority") for code in
            load_areas().query("area_type == 'la'")["code"]]  # fmt: skip
    packed = gzip.compress(write(tmp_path / "made.csv", HEADER, rows).read_bytes())
    (tmp_path / "made.csv.gz").write_bytes(packed[: len(packed) // 2])
    with pytest.raises(InputError):
        read_ees(tmp_path / "made.csv.gz", own, source="made")


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


# the guide


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


# the real file: key stage 2 outcomes of looked-after children

REAL = "ees/ks2_la.csv"
GROUPS = {
    "CLA 12 months at 31 March": "looked_after",
    "CINO at 31 March": "in_need",
    "CPPO at 31 March": "protection_plan",
}
SHARES = {
    "rwm": "rwm",
    "read": "reading",
    "writta": "writing",
    "mat": "maths",
    "gps": "gps",
    "scita": "science",
}
PROGRESS = {"read": "reading", "writta": "writing", "mat": "maths"}


@pytest.fixture(scope="module")
def real_rows(national):
    with national(REAL).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def real(national):
    return read_data_set(national(REAL), source="ees-ks2")


@pytest.fixture(scope="module")
def real_figures(real):
    keys = ["source", "measure", "pupil_group", "year", "area"]
    return {
        tuple(row[:5]): row
        for row in real.observations[[*keys, *set(COLUMNS) - set(keys)]].itertuples(index=False)
    }


def real_key(row, measure, source="ees-ks2"):
    code = row["new_la_code"] or row["region_code"] or row["country_code"]
    year = int(row["time_period"][:4]) + 1
    # codes of the file that a boundary change has replaced
    return source, measure, GROUPS[row["social_care_group"]], year, find_area(code).code


@pytest.mark.national
def test_real_every_row_is_accounted_for(real, real_rows):
    assert real.mapping == "looked-after-ks2"
    levels = Counter(row["geographic_level"] for row in real_rows)
    assert dict(zip(real.account["level"], real.account["rows"], strict=True)) == dict(levels)
    assert set(real.account["outcome"]) == {"kept"}
    rows = len(real_rows)
    by_source = real.observations["source"].value_counts().to_dict()
    assert by_source == {
        "ees-ks2": rows * (len(SHARES) + len(PROGRESS)),
        "ees-ks2-printed": rows * len(SHARES),
    }


@pytest.mark.national
def test_real_twenty_cells_read_another_way(real_figures, real_rows):
    chosen = random.Random(2017)  # noqa: S311
    rows = [row for row in real_rows if row["geographic_level"] == "Local authority"]
    seen = Counter()
    while sum(seen.values()) < 20:
        row, (column, subject) = chosen.choice(rows), chosen.choice(list(SHARES.items()))
        share = row[f"pt_{column}_met_expected_standard"]
        kind = "number" if share.isdigit() else share
        if seen[kind] >= 10:
            continue
        seen[kind] += 1
        got = real_figures[real_key(row, f"ks2_{subject}_expected")]
        pupils, reached = row[f"t_{column}_eligible_pupils"], row[f"t_{column}_met_expected_standard"]
        if kind == "number":
            assert (got.numerator, got.denominator, got.status) == (int(reached), int(pupils), "ok")
            assert got.value == pytest.approx(100 * int(reached) / int(pupils))
            printed = real_figures[real_key(row, f"ks2_{subject}_expected", "ees-ks2-printed")]
            assert printed.value == int(share)
        else:
            assert got.status == share and pd.isna(got.value)
        assert got.release == row["version"].lower()
    assert len(seen) > 1


@pytest.mark.national
def test_real_progress_scores_and_their_intervals(real_figures, real_rows):
    checked = 0
    for row in real_rows:
        for column, subject in PROGRESS.items():
            got = real_figures[real_key(row, f"ks2_{subject}_progress")]
            texts = [row[f"avg_{column}_progress_score{end}"] for end in ("", "_lower_CI", "_upper_CI")]
            numbers = [float(text) if text[-1].isdigit() else None for text in texts]
            if numbers[0] is None:
                assert got.status == {"k": "low"}.get(texts[0], texts[0])
                assert pd.isna(got.value) and pd.isna(got.lower) and pd.isna(got.upper)
            else:
                assert [none(got.value), none(got.lower), none(got.upper)] == numbers
                checked += 1
    assert checked > 4000


@pytest.mark.national
def test_real_symbols_are_as_many(real, real_rows):
    expected = Counter()
    for row in real_rows:
        texts = [row[f"pt_{column}_met_expected_standard"] for column in SHARES] * 2
        texts += [row[f"avg_{column}_progress_score"] for column in PROGRESS]
        expected.update({"k": "low"}.get(text, text) for text in texts if not text[-1].isdigit())
    got = real.observations["status"].value_counts()
    assert got.drop("ok").to_dict() == dict(expected)


@pytest.mark.national
def test_real_counts_are_exact_for_authorities_and_rounded_above(real, real_rows):
    for row in real_rows:
        numbers = [int(text) for name, text in row.items() if name.endswith("_pupils") and text.isdigit()]
        if row["geographic_level"] != "Local authority":
            assert all(number % 10 == 0 for number in numbers)
    counts = real.counts.groupby("area_type")[["percentages", "agree"]].sum()
    assert counts.loc["la"].tolist() == [9599, 9599]
    assert counts.loc["region", "agree"] < counts.loc["region", "percentages"] / 2
    above = real.observations["area_type"] != "la"
    assert real.observations.loc[above, ["numerator", "denominator"]].isna().all(axis=None)
    assert (
        not rests_on_counts(real.observations)[above].any()
        and rests_on_counts(real.observations).sum() == 9599
    )


@pytest.mark.national
def test_real_no_figure_of_five_pupils_or_fewer_is_worked_out(real):
    small = real.observations["numerator"].between(1, 5)
    assert not small.any()


@pytest.mark.national
def test_real_printed_percentages_are_those_of_lait(real, national):
    codes = pd.read_csv(REPO / "data" / "raw" / "lait_codes.csv", index_col="code", dtype=str)
    codes = codes[
        codes["measure"].str.match("ks2_.*_expected", na=False) & codes["pupil_group"].isin(GROUPS.values())
    ]
    lait = pd.read_parquet(national("lait/bds_long_0.parquet"))
    lait = lait[lait["Short Desc"].isin(codes.index)].join(codes, on="Short Desc")
    names = {name: find_area(name).code for name in lait["LA and Regions"].unique()}
    lait = lait.assign(
        area=lait["LA and Regions"].map(names),
        year=lait["Years"].str[:4].astype(int),
        lait=pd.to_numeric(lait["Values"], errors="coerce"),
    ).dropna(subset=["lait"])
    printed = real.observations.query("source == 'ees-ks2-printed' and area_type == 'la'")
    both = printed.merge(lait, on=["measure", "pupil_group", "year", "area"])
    assert len(both) > 6000 and (both["value"] == both["lait"]).all()
