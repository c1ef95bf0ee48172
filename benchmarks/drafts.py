"""How many of a paper's statements are proposed, and how many of these rightly: against statements transcribed by hand.

The committee papers that data/raw/barnet-2017 was transcribed from are made into a Word document, in a temporary folder,
and read back; what is proposed is held against data/raw/barnet-2017/claims.csv, of which no cell is given to it. The papers
themselves are not part of the project: set STANDARDS_PAPERS to their folder. A table of a Markdown text is a line with
tabs. What was tuned was tuned on the odd lines; the even ones are reported apart.
"""

import os
import re
import tempfile
import time
from pathlib import Path

import pandas as pd
from docx import Document

from analysis.basics import paths
from analysis.basics.read_csv import read_table
from analysis.catalogue.areas import find_area
from analysis.catalogue.passage import Passage
from analysis.catalogue.vague_words import find_word
from analysis.report.claims.bands import parse_band
from analysis.report.claims.check import check_claims
from analysis.report.claims.draft.propose import propose
from analysis.report.claims.files import parse_area, parse_year, read_claims
from analysis.report.contents import open_report
from analysis.sources.draft import read_draft

FIRST, LAST = 698, 1600
#: What a statement says, apart from its words: these columns make a row right.
SAID = (
    "measure",
    "pupil_group",
    "year",
    "value",
    "band",
    "word",
    "comparator",
    "area",
    "figure",
    "year2",
    "comparison_group",
)
RIGHT = ("measure", "pupil_group", "year", "value", "band", "comparator", "area")
FIGURES = [
    "table",
    "line",
    "row_label",
    "column_label",
    "measure",
    "pupil_group",
    "comparison_group",
    "year",
    "area",
    "kind",
    "bracketed",
    "printed",
]
#: A figure said again is the same statement as a figure; only a reader who knows the rest of the paper can tell them apart.
SAME_KIND = {"same_figure": "value"}


def clean(line: str) -> str:
    """The words of a Markdown line as a document has them."""
    line = re.sub(r"\s*</?(?:sup|sub|b|i|p|a)\b[^>]*>", "", line)
    return " ".join(re.sub(r"^\s*(?:#+|-)\s+|\*+|<[^>]+>", "", line).split())


def made_docx(lines: dict[int, str], file: Path) -> list[tuple[int, str]]:
    """Writes a Word file of a Markdown text, a table for lines with tabs; the line and the text of each paragraph and row."""
    document, table, written = Document(), None, []
    for number, line in lines.items():
        if "\t" in line:
            cells = [clean(cell) for cell in line.split("\t")]
            table = table or document.add_table(rows=0, cols=len(cells))
            row = table.add_row()
            for place, cell in enumerate(cells[: len(row.cells)]):
                row.cells[place].text = cell
            written.append((number, "table"))
            continue
        if not (text := clean(line)):
            table = None if not line.strip() else table
            continue
        table = None
        if line.lstrip().startswith("#"):
            document.add_heading(text, level=min(len(line) - len(line.lstrip("#")), 4))
        else:
            document.add_paragraph(text)
        written.append((number, text))
    document.save(str(file))
    return written


def lines_of(passages: list[Passage], written: list[tuple[int, str]]) -> dict[str, int]:
    """The line of the text that each place of the Word file was made from."""
    texts = [(number, text) for number, text in written if text != "table"]
    rows: list[list[int]] = []
    last = -9
    for number, text in written:
        if text == "table":
            if number != last + 1 or not rows:
                rows.append([])
            rows[-1].append(number)
            last = number
    found, at = {}, 0
    for passage in passages:
        if cell := re.match(r"table (\d+), row (\d+)", passage.place):
            found[passage.place] = rows[int(cell[1]) - 1][int(cell[2]) - 1]
            continue
        while " ".join(texts[at][1].split()) != passage.text:
            at += 1
        found[passage.place] = texts[at][0]
        at += 1
    return found


def said(row, name: str) -> str:
    """A cell in one spelling; the first reading of several."""
    text = str(getattr(row, name)).split(" | ")[0].strip()
    if not text:
        return ""
    if name == "word":
        return find_word(text).word
    if name == "band":
        band = parse_band(text)
        return f"{band.start}-{band.end}"
    if name in ("year", "year2"):
        return str(parse_year(text))
    if name in ("comparator", "area"):
        return parse_area(text)
    if name == "value":
        number = re.sub(r"(?<=\d)(?:st|nd|rd|th)$|%$", "", text)
        return f"{float(number):g}" if re.fullmatch(r"-?[\d.]+", number) else number
    return text


def key(row, columns: tuple[str, ...] = SAID) -> tuple:
    """What a row says, in one spelling, with the line that it is of."""
    return (row.line, SAME_KIND.get(row.kind, row.kind), *(said(row, name) for name in columns))


def compared(gold: pd.DataFrame, made: pd.DataFrame, columns: tuple[str, ...]) -> list[str]:
    """The id of the proposed row that says what each statement says, each row once; nothing where there is none."""
    left: dict[tuple, list[str]] = {}
    for row in made.itertuples():
        left.setdefault(key(row, columns), []).append(row.id)
    return [(left.get(key(row, columns)) or [""]).pop(0) for row in gold.itertuples()]


def proposed(text: list[str], folder: Path) -> pd.DataFrame:
    """What is proposed of the papers, made into a Word file and read back, with the line of each row."""
    file = folder / "papers.docx"
    written = made_docx({number: text[number - 1] for number in range(FIRST, LAST + 1)}, file)
    passages = read_draft(file).passages
    rows = propose(passages, find_area("Barnet"), 2017)
    return rows.assign(line=rows["location"].map(lines_of(passages, written)))


def transcribed() -> pd.DataFrame:
    """The statements transcribed by hand that figures can decide, with their lines."""
    gold = read_claims(paths.raw() / "barnet-2017" / "claims.csv")
    gold = gold.assign(line=gold["location"].str.extract(r"L(\d+)")[0].astype(int))
    return gold[gold["needs"] == ""]


def shares(gold: pd.DataFrame, made: pd.DataFrame) -> pd.DataFrame:
    """How many statements are proposed, and how many rightly, on odd and on even lines.

    ``proposed`` counts statements of whose kind the line has as many rows; ``right`` those with measure, group, year and
    value right (the band, the area and the comparator are part of the value); ``every_cell`` those with all they say.
    ``lines`` is the share of lines with a statement of which any row of its kind is proposed.
    """
    found = pd.DataFrame(
        {
            "half": ["odd lines" if line % 2 else "even lines" for line in gold["line"]],
            "line": gold["line"].to_numpy(),
            "proposed": [bool(one) for one in compared(gold, made, ())],
            "right": [bool(one) for one in compared(gold, made, RIGHT)],
            "every_cell": [bool(one) for one in compared(gold, made, SAID)],
        }
    )
    parts = []
    for half, part in [("all lines", found), *found.groupby("half")]:
        row = {name: part[name].mean() for name in ("proposed", "right", "every_cell")}
        lines = part.groupby("line")["proposed"].any()
        parts.append(
            {"half": half, "statements": len(part), "n_lines": len(lines), "lines": lines.mean(), **row}
        )
    return pd.DataFrame(parts).set_index("half")


def printed_figures(made: pd.DataFrame) -> pd.DataFrame:
    """Of the figures printed in the tables, how many are proposed with measure, group, year, area and value right."""
    figures = read_table(paths.raw() / "barnet-2017" / "figures.csv", FIGURES)
    kinds = {
        "value": ("value", ""),
        "rank": ("rank_value", ""),
        "gap": ("arithmetic", ""),
        "gap_rank": ("rank_value", "gap_rank"),
    }
    figures = figures[figures["kind"].isin(kinds) & ~figures["printed"].isin([".", "-", "Not yet known"])]
    have = set()
    for row in made.itertuples():
        kind, figure = (
            ("arithmetic", "") if row.kind == "value" and row.figure == "gap" else (row.kind, row.figure)
        )
        have.add(
            (
                row.line,
                kind,
                figure,
                said(row, "measure"),
                row.pupil_group or "all",
                row.year,
                row.area,
                said(row, "value"),
            )
        )
    areas = {
        "E09000003": "",
        "E12000007": "London",
        "E92000001": "England",
        "neighbours:E09000003": "neighbours",
    }
    found = []
    for row in figures.itertuples():
        number = re.sub(r"(?:st|nd|rd|th|%)$", "", row.printed.strip())
        value = f"{float(number):g}" if re.fullmatch(r"-?[\d.]+", number) else number
        cells = (
            int(row.line),
            *kinds[row.kind],
            row.measure,
            row.pupil_group,
            row.year,
            areas[row.area],
            value,
        )
        found.append((row.table, cells in have))
    return pd.DataFrame(found, columns=["table", "right"])


def false_contradictions(report, gold: pd.DataFrame, made: pd.DataFrame) -> pd.DataFrame:
    """Statements whose proposed row says the same: the verdict on the transcribed one, and on the proposed one."""
    same = gold.assign(proposal=compared(gold, made, SAID))
    same = same[same["proposal"] != ""]
    rows = made[made["id"].isin(same["proposal"]) & (made["needs"] == "")].assign(confirm="yes")
    verdicts = check_claims(report, rows.drop(columns="line")).set_index("id")["verdict"]
    by_hand = check_claims(report, same.drop(columns=["line", "proposal"])).set_index("id")["verdict"]
    same = same[same["proposal"].isin(verdicts.index)]
    return pd.DataFrame(
        {
            "kind": same["kind"].to_numpy(),
            "by_hand": by_hand[same["id"]].to_numpy(),
            "proposed": verdicts[same["proposal"]].to_numpy(),
        },
        index=same["id"],
    )


def main() -> int:
    folder = Path(os.environ.get("STANDARDS_PAPERS") or paths.home().parent / "shared" / "seeds")
    papers = sorted(folder.glob("002_*.txt"))
    if not papers:
        print("The papers are not at hand: set STANDARDS_PAPERS to their folder. Nothing is measured.")
        return 0
    text = papers[0].read_text(encoding="utf-8").split("\n")
    gold = transcribed()
    with tempfile.TemporaryDirectory() as temporary:
        began = time.perf_counter()
        made = proposed(text, Path(temporary))
        seconds = time.perf_counter() - began
    print(f"{len(made)} rows from the papers in {seconds:.1f} s")
    print(shares(gold, made).round(3).to_string())
    tables = printed_figures(made)
    print(f"figures of the tables: {tables['right'].mean():.3f} of {len(tables)}")
    verdicts = false_contradictions(open_report("Barnet", 2017), gold, made)
    print(pd.crosstab(verdicts["by_hand"], verdicts["proposed"]).to_string())
    wrong = (verdicts["proposed"] == "contradicted") & (verdicts["by_hand"] != "contradicted")
    print(f"contradicted falsely: {wrong.sum()} of {len(verdicts)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
