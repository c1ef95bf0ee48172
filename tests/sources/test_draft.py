"""Drafts are read in their order, with headings, heads of tables and captions, as a person reads them."""

import pytest

from analysis.basics.tidy import tidy
from analysis.sources.draft import read_draft
from analysis.sources.draft_lines import join_lines
from drafts_made import down, pdf, word, word_of


def texts(file) -> list[tuple[str, str]]:
    return [(passage.kind, passage.text) for passage in read_draft(file).passages]


def cell(file, text: str):
    (found,) = [passage for passage in read_draft(file).passages if passage.text == text]
    return found


def run(text: str, formatting: str = "") -> str:
    return f'<w:r><w:rPr>{formatting}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def box(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(run(text))}</w:tc>"


def test_a_word_file_keeps_its_order(tmp_path):
    rows = table(box("Measure") + box("2024") + box("2025"), box("RWM") + box("70%") + box("72%"))
    file = word_of(
        tmp_path / "a.docx",
        paragraph(run("Results", "<w:b/>")),
        paragraph(run("Before the table.")),
        paragraph(run("Table 1: Key Stage 2")),
        rows,
        paragraph(run("After it.")),
    )
    found = read_draft(file)
    assert texts(file) == [
        ("heading", "Results"),
        ("paragraph", "Before the table."),
        ("paragraph", "Table 1: Key Stage 2"),
        *[("cell", text) for text in ("Measure", "2024", "2025", "RWM", "70%", "72%")],
        ("paragraph", "After it."),
    ]
    assert [passage.number for passage in found.passages] == list(range(1, 11))
    assert [passage.place for passage in found.passages][-3:] == [
        "table 1, row 2, column 2",
        "table 1, row 2, column 3",
        "paragraph 4",
    ]
    figure = cell(file, "72%")
    assert (figure.row_head, figure.column_head, figure.caption) == ("RWM", "2025", "Table 1: Key Stage 2")
    assert figure.heading == "Results" and found.told == []


def test_names_over_several_columns_and_down_several_rows(tmp_path):
    wide, begins, goes_on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    file = word_of(
        tmp_path / "a.docx",
        table(
            box("Phase") + box("Measure") + box("Hounslow", wide) + box("England", wide),
            box("") + box("") + box("2024") + box("2025") + box("2024") + box("2025"),
            box("KS2", begins) + box("Reading") + box("75") + box("76") + box("74") + box("73"),
            box("ignored", goes_on) + box("Maths") + box("81") + box("82") + box("71") + box("72"),
        ),
    )
    figure = cell(file, "72")
    assert figure.row_head == "KS2, Maths" and figure.column_head == "England, 2025"
    assert "ignored" not in [text for _, text in texts(file)]
    assert figure.place == "table 1, row 4, column 6"


def test_tracked_changes_are_read_as_if_accepted(tmp_path):
    file = word_of(
        tmp_path / "a.docx",
        paragraph(
            run("The figure is "),
            '<w:del w:id="1" w:author="a"><w:r><w:delText>61%</w:delText></w:r></w:del>',
            f'<w:ins w:id="2" w:author="a">{run("62%")}</w:ins>',
            f'<w:moveFrom w:id="3" w:author="a">{run(" gone")}</w:moveFrom>',
            run("."),
        ),
    )
    assert texts(file) == [("paragraph", "The figure is 62%.")]
    assert any(
        "tracked change" in sentence and "as if accepted" in sentence for sentence in read_draft(file).told
    )


def test_a_field_is_read_by_its_result_and_links_by_their_words(tmp_path):
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>=SUM(ABOVE)</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("72")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    link = f'<w:hyperlink w:anchor="x">{run("of pupils")}</w:hyperlink>'
    file = word_of(tmp_path / "a.docx", paragraph(field, run("% "), link))
    assert texts(file) == [("paragraph", "72% of pupils")]


def test_a_paper_whose_text_stands_in_a_table_is_read_as_text(tmp_path):
    long = "In 2025 72% of pupils in Hounslow reached the expected standard in reading, writing and maths."
    file = word(tmp_path / "a.docx", table=[["Summary", long]])
    assert ("paragraph", long) in texts(file)


def test_right_to_left_text_keeps_its_order_without_marks(tmp_path):
    file = word(tmp_path / "a.docx", "\u202b72% من التلاميذ\u202c and 5\u200fth")
    assert texts(file) == [("paragraph", "72% من التلاميذ and 5th")]


def test_markdown(tmp_path):
    file = tmp_path / "a.md"
    file.write_text(
        "# Key Stage 2\n\nIn 2025 **72%** of dis-\nadvantaged pupils, see [the tool](https://example.org).\n\n"
        "- first\n- second\n\nTable 2: Results\n\n| Measure | 2025 |\n|:--|--:|\n| RWM | 72% |\n| a\\|b | =1+1 |\n\nEnd.\n",
        encoding="utf-8",
    )
    assert texts(file) == [
        ("heading", "Key Stage 2"),
        ("paragraph", "In 2025 72% of disadvantaged pupils, see the tool."),
        ("paragraph", "first"),
        ("paragraph", "second"),
        ("paragraph", "Table 2: Results"),
        *[("cell", text) for text in ("Measure", "2025", "RWM", "72%", "a|b", "=1+1")],
        ("paragraph", "End."),
    ]
    assert cell(file, "72%").row_head == "RWM" and cell(file, "72%").column_head == "2025"
    assert cell(file, "72%").caption == "Table 2: Results"


def test_plain_text_in_windows_letters(tmp_path):
    file = tmp_path / "a.txt"
    file.write_bytes(
        "Key Stage 2\r\n\r\nIn 2025 – for the first time –\r\n72% reached it.\r\n".encode("cp1252")
    )
    assert texts(file) == [
        ("heading", "Key Stage 2"),
        ("paragraph", "In 2025 – for the first time – 72% reached it."),
    ]
    assert "UTF-8" in read_draft(file).told[0]


def test_a_pdf_has_its_lines_joined_and_its_edges_left_out(tmp_path):
    pages = [
        [
            (60, 820, "Hounslow Council"),
            *down(
                [
                    "Results of 2025",
                    "",
                    f"On page {page} the share of disadvan-",
                    "taged pupils was 72% this year.",
                    "",
                ]
            ),
            *down(["Another paragraph is", "here, and its last line goes"], 650),
            (290, 20, f"{page}"),
        ]
        for page in (1, 2, 3)
    ]
    pages[1].insert(1, (60, 790, "on to the next page."))
    found = read_draft(pdf(tmp_path / "a.pdf", pages)).passages
    read = [passage.text for passage in found]
    assert "On page 1 the share of disadvantaged pupils was 72% this year." in " ".join(read)
    assert "Another paragraph is here, and its last line goes on to the next page." in read
    assert not any("Council" in text or text in "123" for text in read)
    assert found[0].place == "page 1, paragraph 1"


def test_a_ruled_table_of_a_pdf_has_its_rows(tmp_path):
    lines = "".join(f"60 {y} m 360 {y} l S\n" for y in (700, 680, 660)) + "".join(
        f"{x} 660 m {x} 700 l S\n" for x in (60, 160, 260, 360)
    )
    cells = [
        (65, 685, "Measure"),
        (165, 685, "2024"),
        (265, 685, "2025"),
        (65, 665, "RWM"),
        (165, 665, "70%"),
        (265, 665, "72%"),
    ]
    file = pdf(tmp_path / "a.pdf", [[*down(["Above it."]), *cells, *down(["Below it."], 600)]], drawn=lines)
    found = cell(file, "72%")
    assert (found.row_head, found.column_head) == ("RWM", "2025")
    assert found.place == "page 1, table 1, row 2, column 3"
    assert [passage.text for passage in read_draft(file).passages if passage.kind != "cell"] == [
        "Above it.",
        "Below it.",
    ]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["disadvan-", "taged"], "disadvantaged"),
        (["well-", "above"], "well-above"),
        (["Year-", "on-year"], "Year-on-year"),
        (["2-", "year"], "2-year"),
        (["Barnet -", "and others"], "Barnet - and others"),
    ],
)
def test_words_parted_at_the_end_of_a_line(lines, said):
    assert join_lines(lines) == said


def test_what_cannot_be_seen_is_left_out():
    assert tidy("a\u00ad\u200bb\u202e c\x07\n d\u00a0e") == "ab c d e"
