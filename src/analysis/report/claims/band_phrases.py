"""The claims that our sentences on bands make: how many measures lie in each, for certain and by open places, here and usually."""

import re

from analysis.report.claims.subject import Subject, provisional
from analysis.report.rankings import band_sentences as bands_said


def bands(match, own: Subject) -> list[dict]:
    every, best, more, low = (
        0 if text in (None, "none") else int(text.replace(",", ""))
        for text in (match[name] for name in ("all", "best", "more", "low"))
    )
    wanted = {"top 10%": best, "top 20%": best + more, "bottom half": low}
    found = [{"kind": "count", "against": "every rank", "value": str(every), "year": str(own.report.year)}]
    found += provisional(match, own, "provisional ranks")
    return found + [_in_band("ranks certain", band, str(n), own) for band, n in wanted.items()]


def _in_band(against: str, band: str, value: str, own: Subject) -> dict:
    return {"kind": "count", "against": against, "band": band, "value": value, "year": str(own.report.year)}


def open_bands(match, own: Subject) -> list[dict]:
    """How many ranks lie in each band by one of the places that they may stand for, and by another do not."""
    told = re.findall(r"(\d+) in the (top 10%|top 20%|bottom half)", match["parts"])
    return [_in_band("ranks open", band, n, own) for n, band in told]


def usual_bands(match, own: Subject) -> list[dict]:
    """The share of the measures in each band, in the median authority and here."""
    return [
        _in_band(against, band, match[f"{side}{place}"], own)
        for against, side in (("median share", "m"), ("share certain", "h"))
        for place, band in enumerate(bands_said.COMPARED, start=1)
    ]


def about_bands(match, own: Subject) -> list[dict]:
    """How many of the measures are of one subject, and how many ranks are of groups of pupils."""
    return [
        {"kind": "count", "against": f"ranks of {part}", "value": n, "year": str(own.report.year)}
        for part, n in match.groupdict().items()
        if n
    ]


def of_title(match, own: Subject) -> list[dict]:
    """How many headline results there are, and how many lie among the best tenth, or in the lower half, for certain."""
    told = match.groupdict()
    bands = {"best": "top 10%", "low": "bottom half"}
    found = [
        _in_band("headline ranks certain", bands[part], told[part], own) for part in bands if told.get(part)
    ]
    if told.get("all"):
        every = {
            "kind": "count",
            "against": "headline ranks",
            "value": told["all"],
            "year": str(own.report.year),
        }
        found.append(every)
    return found
