"""How readable a text is: the words of a sentence, the reading ease of a page, and what no page should say.

python tests/readable.py reports/barnet-2017 reports/barnet-2025     # lists the sentences that are too hard, by page
"""

import re
import sys
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd
from bs4 import BeautifulSoup

from analysis.catalogue.measures import PUPIL_GROUPS, group_phrase, load_measures

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it asks setuptools for its own version in a way that will go
    import textstat

#: GOV.UK's own bound: a sentence of more words is split.
MOST_WORDS = 25
#: Flesch's reading ease of the prose of a page: 60 to 70 is plain English, 70 to 80 fairly easy.
LEAST_EASE = 70
#: What stands on a page and is no prose.
NO_PROSE = "svg, style, script, table, nav, footer, header, .skip, details.where, .chart + details"
#: A full stop, question or exclamation mark before what may begin a sentence.
END = re.compile(r"([.?!][”’)]*)\s+(?=[“‘(]?[A-Z0-9=]|`)")
ENDS_NONE = re.compile(r"\b(?:e\.g|i\.e|no|vs|approx)\.$", re.IGNORECASE)
WORD = re.compile(r"\w[\w'’.,%/-]*")

#: Words that have a plainer one, and the terms of those who make reports rather than read them.
HARD = re.compile(
    r"\b(?:aforementioned|albeit|amongst|ascertain\w*|commenc\w+|concomitant|constitut\w+|denot\w+|elucidat\w+|endeavour\w*|expedit\w+"
    r"|facilitate[ds]?|hereby|herein|heretofore|heterogene\w+|hitherto|inasmuch|in order to|in respect of|inter alia|leverag\w+"
    r"|methodolog\w+|notwithstanding|operationali\w+|per annum|prior to|pursuant|quantile|recomput\w+|robust|stochastic\w*"
    r"|subsequent\w*|thereby|therein|thereof|thus|utilis\w+|viz|vis-à-vis|whereby|wherein|whilst"
    r"|Benjamini|binomial|bootstrap\w*|dataframe|frequentist|homoscedastic\w*|locator|null hypothesis|parquet|polarity|posterior|p-value"
    r"|standard deviation|statistically significant|stepdown|vintage)\b",
    re.IGNORECASE,
)
#: Sentences that readers stopped at, as the issue that asked for plain English quotes them.
RIDDLES = (
    r"should not be read too much into",
    r"which chance alone can do",
    r"[Oo]f as many that did not differ",
    r"the 1st is the one",
    r"cannot be told",
    r"and low is good",
    r"groups and events of few or unknown numbers",
    r"marks? (?:is|are) printed beside",
    r"(?:is|are) that of the rule",
    r"\d places? beyond the \d",
    r"there is no file data/raw",
)
RIDDLE = re.compile("|".join(RIDDLES))

#: Sentences that are still too hard: a pattern that finds them, how many the two committed editions have, and why they stand.
#: The list only shrinks: a sentence that none of them finds fails the test, and so does one that is found less often than said.
STILL: dict[str, tuple[int, str]] = {
    r"^Explore Education Statistics may publish them, in ": (
        3,
        "the titles of publications, as DfE has them",
    ),
    r"^(?:The lowest (?:headline places|places of headline measures)|(?:Headline results r|R)evised since first published|Headline results of which the publisher does not say whether they are provisional): ": (
        3,
        "names of headline results, which are in no catalogue",
    ),
    r"^Symbols that stand in place of a value: ": (1, "a key"),
    r"^(?:The best rank is the best of those left|Not named for their rank are) ": (1, "a list of kinds"),
    r"^(?:Table t\d+|Annex A\b).* is printed, and ": (
        4,
        "place, digits and reason of one slip of the papers",
    ),
    r"^Not (?:possible|as printed): ": (2, "digits and reasons of slips of the papers"),
    r"^One figure as the committee report prints it": (1, "vintage: to be said with the day"),
    r"\b[Rr]ecomputed\b": (3, "to be worded anew with the columns of the same name"),
    r"Benjamini and Hochberg|empirical Bayes": (2, "the name of a method, for those who look it up"),
    r"^As published, \d+ gaps": (1, "counts of one kind, side by side"),
    r": (?:gaining|losing) ground over \d+ years": (1, "a word too long with both figures"),
    r"^It holds by one meaning or figure": (1, "a word too long with the count"),
}


def _names() -> re.Pattern:
    """The names of measures and of their pupils, the longest first."""
    about = load_measures()
    groups = {*PUPIL_GROUPS.values(), *map(group_phrase, PUPIL_GROUPS)}
    names = {name for name in (*about["title"], *about["short_title"]) if " " in name}
    measures, pupils = (
        "|".join(map(re.escape, sorted(each, key=len, reverse=True))) for each in (names, groups)
    )
    return re.compile(rf"\b(?:(?:{measures})(?:, (?:{pupils}))?|(?:{pupils}): (?:{measures}))")


NAME = _names()


def sentences_of(text: str) -> Iterator[str]:
    """The sentences of a paragraph, links and emphasis of Markdown taken out."""
    text = re.sub(r"\*\*", "", re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text))
    start = ""
    for part in END.sub(r"\1\n", re.sub(r"\s+", " ", text).strip()).split("\n"):
        start = f"{start} {part}".strip()
        if not ENDS_NONE.search(start):
            yield start
            start = ""
    if start:
        yield start


def words(sentence: str) -> int:
    """How many words there are to take in; the name of a measure with its pupils counts as one, as any name does."""
    return len(WORD.findall(NAME.sub("Name", sentence)))


def faults(sentence: str) -> list[str]:
    """What makes a sentence hard to read; nothing if it is not."""
    count = words(sentence)
    found = [f"{count} words"] if count > MOST_WORDS else []
    found += [f"“{match[0]}”" for match in HARD.finditer(sentence)]
    return found + [f"a riddle: “{match[0]}”" for match in RIDDLE.finditer(sentence)]


def hard_sentences(texts: Iterable[str]) -> dict[str, list[str]]:
    """Each sentence that is too hard, with its faults."""
    found = {sentence: faults(sentence) for text in texts for sentence in sentences_of(text)}
    return {sentence: why for sentence, why in found.items() if why}


def not_listed(hard: dict[str, list[str]]) -> dict[str, list[str]]:
    """Those that no pattern of ``STILL`` finds."""
    return {text: why for text, why in hard.items() if not any(re.search(rule, text) for rule in STILL)}


def prose(html: str) -> Iterator[str]:
    """The paragraphs and list items of a page, those in folds included: each text once, of the innermost."""
    page = BeautifulSoup(html, "html.parser")
    for part in page.select(NO_PROSE):
        part.decompose()
    for code in page.select("code"):
        code.string = f"`{code.get_text()}`"  # a sentence may begin with it
    for block in page.select("p, li"):
        own = [str(text) for text in block.strings if text.find_parent(["p", "li"]) is block]
        if text := re.sub(r"\s+", " ", "".join(own)).strip():
            yield text


def ease(texts: Iterable[str]) -> float:
    """Flesch's reading ease of texts together, names of measures left out: 0 is a statute, 100 a book for children."""
    plain = [NAME.sub("it", sentence) for text in texts for sentence in sentences_of(text)]
    return textstat.flesch_reading_ease(" ".join(text if text[-1] in ".?!" else f"{text}." for text in plain))


def texts_of(report: Path) -> dict[str, list[str]]:
    """The prose of every page of a report, and the sentences of sentences.csv, by file."""
    found = {page.name: [*prose(page.read_text(encoding="utf-8"))] for page in sorted(report.glob("*.html"))}
    claims = pd.read_csv(report / "data" / "sentences.csv", keep_default_na=False)["claim"]
    return found | {"sentences.csv": [*dict.fromkeys(claims)]}


if __name__ == "__main__":
    seen: set[str] = set()
    for folder in map(Path, sys.argv[1:]):
        for file, texts in texts_of(folder).items():
            hard = {text: why for text, why in hard_sentences(texts).items() if text not in seen}
            seen |= hard.keys()
            kinds = Counter(
                "words" if why[0].endswith("words") else "words that are hard" for why in hard.values()
            )
            print(f"\n## {folder.name}/{file}: {dict(kinds)}, ease {ease(texts):.0f}")  # noqa: T201
            for text, why in hard.items():
                print(f"- {', '.join(why)}: {text}")  # noqa: T201
