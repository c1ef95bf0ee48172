"""The average of an LA's statistical neighbours, as DfE's interactive tool takes it."""

import pandas as pd

from analysis.catalogue.observations import KEY, Observations


def neighbour_average(
    national: pd.DataFrame, area: str, neighbours: pd.DataFrame, statistic: str = "mean"
) -> pd.DataFrame:
    """Observations of ``neighbours:<area>``: the unweighted mean of whichever neighbours have a value.

    Parameters
    ----------
    national : DataFrame
        Observations of every LA.
    area : str
        GSS code of the LA whose neighbours they are.
    neighbours : DataFrame
        ``neighbour, vintage``, one row for each of the ten.
    statistic : {"mean", "median"}
        LAIT takes the mean, DfE's social care dashboard the median.

    Returns
    -------
    DataFrame
        Observations with source ``neighbours-<vintage>``; ``locator`` says of how many of the ten. Decimals are
        one more than the neighbours' own, as a mean is finer than what it is made of, and two at most.
    """
    if neighbours.empty:
        return national.iloc[:0]
    codes, vintage = neighbours["neighbour"].tolist(), int(neighbours["vintage"].iloc[0])
    rows = national[national["area"].isin(codes) & national["value"].notna()]
    groups = rows.groupby(KEY)
    table = groups.agg(
        value=("value", statistic), n=("value", "size"), decimals=("decimals", "max")
    ).reset_index()
    table = table.assign(
        area=f"neighbours:{area}",
        area_type="neighbours",
        status="ok",
        decimals=(table["decimals"] + 1).clip(upper=2).astype("Int8"),
        release="published",
        source=f"neighbours-{vintage}",
        locator=statistic + " of " + table["n"].astype(str) + " of " + str(len(codes)),
    )
    return table.reindex(columns=Observations.names()).astype({"numerator": "Int64", "denominator": "Int64"})
