"""The readings of vague and ambiguous claims, as a table and a sentence."""

import pandas as pd

from analysis.basics.phrases import counted
from analysis.output.table import Table
from analysis.report.claims.verdicts import VERDICTS

MEANING = (
    "A reading is a way in which another reader may take the words. Readings differ in whom they compare with, the average or year meant, "
    "rounding, and how a shared rank counts. Each is judged as the claim itself is. How many hold is not a probability. A claim that holds "
    "in some readings only is better made by saying which is meant."
)
_SAME = ["claim", "verdict", "readings"]


def with_readings(rows: pd.DataFrame) -> pd.DataFrame:
    """The claims that have more than one reading: vague and ambiguous ones."""
    return rows[rows["readings"] != ""]


def readings_said(rows: pd.DataFrame) -> str:
    """How many claims have more than one reading, and how many of them hold in all, in some and in none."""
    own = with_readings(rows)["readings"]
    every, none = own.str.startswith("holds in all "), own.str.startswith("holds in none ")
    some = len(own) - int(every.sum()) - int(none.sum())
    have = "has" if len(own) == 1 else "have"
    return (
        f"{counted(len(own), 'vague or ambiguous claim')} {have} more than one reading that the figures can judge. "
        f"{int(every.sum()) or 'None'} of them {'holds' if every.sum() == 1 else 'hold'} in all, {some or 'none'} in some and "
        f"{int(none.sum()) or 'none'} in none."
    )


def readings_table(rows: pd.DataFrame) -> Table:
    """Each such claim once, with its verdict and its readings; those that hold in some readings only come first."""
    own = with_readings(rows)
    whole = own["readings"].str.match("holds in (?:all|none) ")
    own = own.assign(whole=whole).sort_values("whole", kind="stable")
    body = [
        {
            "Claim": claim,
            "Readings": f"{readings[0].upper()}{readings[1:]}.",
            "Verdict": VERDICTS[verdict],
            "Where": "; ".join(dict.fromkeys(group["location"])),
        }
        for (claim, verdict, readings), group in own.groupby(_SAME, sort=False)
    ]
    columns = ["Claim", "Readings", "Verdict", "Where"]
    return Table(
        "Readings of vague and ambiguous claims",
        pd.DataFrame(body, columns=columns, dtype=object),
        ("Sorted: first the claims that hold in some readings only.", MEANING),
    )
