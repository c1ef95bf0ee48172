"""England's figure on another basis: of all schools, where authorities' figures, and England's beside them, are of state-funded ones.

A paper may compare with the one or with the other. How far they are apart is known where both were published: for 2017 the
committee report of 2016/17 prints England's figures of all schools, and for 2018 DfE's revised statistics of key stage 4 do; the
interactive tool has those of state-funded schools (and colleges).
"""

#: England's figure of all schools by measure and year.
ALL_SCHOOLS: dict[str, dict[int, float]] = {
    "ks4_attainment8": {2017: 44.6, 2018: 44.5},
    "ks4_english_maths_95": {2017: 39.6},
    "ks4_ebacc": {2017: 19.7},
    "ks5_aab": {2017: 22.4},
    "ks5_three_a_grades": {2017: 13.4},
}
#: The same of state-funded schools, as the interactive tool has it.
STATE_FUNDED: dict[str, dict[int, float]] = {
    "ks4_attainment8": {2017: 46.5, 2018: 46.6},
    "ks4_english_maths_95": {2017: 42.9},
    "ks4_ebacc": {2017: 21.4},
    "ks5_aab": {2017: 19.3},
    "ks5_three_a_grades": {2017: 11.1},
}
#: How much further apart, or nearer, the two may be in a year for which both are not known.
GIVE = 0.3


def all_schools_less_state_funded(measure: str, year: int) -> tuple[float, float] | None:
    """By how much England's figure of all schools differs from that of state-funded ones: from, to; None if that is not known.

    Of a year for which both are known they are equal; for others they are the least and the most of those known, with some
    give.

    Examples
    --------
    >>> all_schools_less_state_funded("ks4_attainment8", 2017), all_schools_less_state_funded("ks4_attainment8", 2019)
    ((-1.9, -1.9), (-2.4, -1.6))
    >>> all_schools_less_state_funded("ks2_rwm_expected", 2017)
    """
    known = ALL_SCHOOLS.get(measure, {})
    apart = {each: round(figure - STATE_FUNDED[measure][each], 6) for each, figure in known.items()}
    if not apart:
        return None
    if year in apart:
        return apart[year], apart[year]
    return round(min(apart.values()) - GIVE, 6), round(max(apart.values()) + GIVE, 6)
