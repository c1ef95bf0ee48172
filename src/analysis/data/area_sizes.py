"""About how many pupils of one year of age each LA has: enough to say whose figures vary more from year to year."""

import pandas as pd

from analysis.data.england import England

#: Children of two years of age who are in funded places, nearly all of them: counted in DfE's file.
COUNTED, AGES = "early_education_take_up_age_3_4", 2


def area_sizes(england: England) -> pd.Series:
    """Pupils of one year of age by LA (GSS code), the median of all years; that of the median LA where none is counted.

    Used to weigh, never shown. For ``England.once``.
    """
    rows = england.national
    rows = rows[(rows["area_type"] == "la")]
    counted = rows[(rows["measure"] == COUNTED) & rows["numerator"].gt(0).fillna(False)]
    known = counted["numerator"].astype(float).groupby(counted["area"]).median() / AGES
    areas = pd.Index(rows["area"].unique())
    return known.reindex(areas).fillna(known.median() if len(known) else 1.0)
