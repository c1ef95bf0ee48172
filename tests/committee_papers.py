"""The committee papers that a report was transcribed from, where they are at hand, and what their print says."""

import os
import re
from pathlib import Path

import pytest

from places import REPO

PAPERS = Path(os.environ.get("STANDARDS_PAPERS") or REPO.parent / "shared" / "seeds")


@pytest.fixture(scope="module")
def papers():
    """The lines of each paper; line 1 is at index 1, as the locators count."""
    found = {number: sorted(PAPERS.glob(f"{number}_*.txt")) for number in ("001", "002")}
    if not all(found.values()):
        pytest.skip("the committee papers are not at hand: set STANDARDS_PAPERS to their folder")
    return {
        number: ["", *paths[0].read_text(encoding="utf-8").split("\n")] for number, paths in found.items()
    }


def plain(text):
    """Printed text without tags, and with `16 <sup>th</sup>` joined to `16th`."""
    text = re.sub(r"</?[a-z]+>", "", text)
    return re.sub(r"(\d)\s+(st|nd|rd|th)\b", r"\1\2", text).strip()


def has_token(token, text):
    """Whether a number stands in the text as a whole: 8 is not in 18, 8.5, 8%, 8th or 8,000."""
    return re.search(rf"(?<![\w.,]){re.escape(token)}(?![\w%]|[.,]\d| %)", text) is not None
