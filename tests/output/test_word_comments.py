"""Comments stand on the words that they are about, every letter of the draft stays, and the draft itself is untouched."""

import hashlib

import docx
import pytest
from docx.oxml.ns import qn

from analysis.output.word_comments import AUTHOR, Note, annotate
from drafts_made import word, word_of


def note(place: str, sentence: str, *texts: str) -> Note:
    return Note(
        place, sentence, tuple(((text, number == 0),) for number, text in enumerate(texts or ("Holds.",)))
    )


def marked(file) -> list[tuple[str, str]]:
    """Each comment's text and the words between its marks, read from the XML without the module's own functions."""
    document = docx.Document(str(file))
    said = {str(comment.comment_id): comment.text for comment in document.comments}
    words: dict[str, str] = {}
    open_now: list[str] = []
    for element in document.element.body.iter():
        if element.tag == qn("w:commentRangeStart"):
            open_now.append(element.get(qn("w:id")))
        elif element.tag == qn("w:commentRangeEnd"):
            open_now.remove(element.get(qn("w:id")))
        elif element.tag == qn("w:t"):
            for number in open_now:
                words[number] = words.get(number, "") + element.text
    assert not open_now
    references = [each.get(qn("w:id")) for each in document.element.body.iter(qn("w:commentReference"))]
    assert sorted(references) == sorted(said)
    return [(said[number], words[number]) for number in sorted(words, key=int)]


def look(file) -> list[tuple[str, bool | None, bool | None, bool | None]]:
    """Every letter of a document's paragraphs with its formatting."""
    document = docx.Document(str(file))
    held = [
        *document.paragraphs,
        *(p for t in document.tables for row in t.rows for c in row.cells for p in c.paragraphs),
    ]
    return [
        (letter, run.bold, run.italic, run.underline)
        for each in held
        for run in each.runs
        for letter in run.text
    ]


def digest(file) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.fixture
def draft(tmp_path):
    document = docx.Document()
    document.add_heading("Results", 1)
    paragraph = document.add_paragraph("First words. In 2025, 7")
    paragraph.add_run("2% of pup").bold = True
    paragraph.add_run("ils reached it").italic = True
    paragraph.add_run("; “so” said all. Last words.").underline = True
    table = document.add_table(2, 2)
    for row, texts in enumerate([["Measure", "2025"], ["RWM", "72%"]]):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    document.save(str(tmp_path / "draft.docx"))
    return tmp_path / "draft.docx"


def test_a_sentence_over_runs_gets_its_comment_and_keeps_its_look(draft, tmp_path):
    before, looked = digest(draft), look(draft)
    target = tmp_path / "copy.docx"
    missing = annotate(
        draft,
        target,
        [
            note(
                "paragraph 2",
                'In 2025, 72% of pupils reached it; "so" said all.',
                "Contradicted.",
                "Source: x",
            )
        ],
    )
    assert missing == [] and digest(draft) == before and look(target) == looked
    assert marked(target) == [
        ("Contradicted.\nSource: x", "In 2025, 72% of pupils reached it; “so” said all.")
    ]
    (comment,) = docx.Document(str(target)).comments
    assert comment.author == AUTHOR
    assert comment.paragraphs[0].runs[-1].bold and not comment.paragraphs[1].runs[-1].bold


def test_comments_within_a_sentence_at_its_edges_and_in_cells(draft, tmp_path):
    target, looked = tmp_path / "copy.docx", look(draft)
    made = [
        note("paragraph 2", "First words.", "1"),
        note("paragraph 2", "72%", "2"),
        note("paragraph 2", "In 2025, 72% of pupils", "3"),
        note("paragraph 2", "Last words.", "4"),
        note("table 1, row 2, column 2", "72%", "5"),
        note("table 1, row 2, column 1", "RWM, 2025: 72%", "6"),
        note("paragraph 1", "", "7"),
    ]
    assert annotate(draft, target, made) == [] and look(target) == looked
    assert marked(target) == [
        ("1", "First words."),
        ("2", "72%"),
        ("3", "In 2025, 72% of pupils"),
        ("4", "Last words."),
        ("5", "72%"),
        ("6", "RWM"),
        ("7", "Results"),
    ]


def test_a_sentence_that_moved_is_found_and_one_that_is_gone_is_told(draft, tmp_path):
    moved, gone = (
        note("paragraph 9", "In 2025, 72% of pupils reached it"),
        note("paragraph 2", "In 2025, 73% of pupils"),
    )
    short = note("paragraph 9", "72%")
    target = tmp_path / "copy.docx"
    assert annotate(draft, target, [moved, gone, short]) == [gone, short]
    assert [words for _, words in marked(target)] == ["In 2025, 72% of pupils reached it"]


def test_insertions_links_and_comments_that_are_there(tmp_path):
    def run(text: str) -> str:
        return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'

    inserted = f'<w:ins w:id="9" w:author="a">{run("72% of")}</w:ins>'
    link = f'<w:hyperlink w:anchor="x">{run(" pupils did. And")}</w:hyperlink>'
    gone = '<w:del w:id="8" w:author="a"><w:r><w:delText>70% of</w:delText></w:r></w:del>'
    draft = word_of(
        tmp_path / "draft.docx", f"<w:p>{run('In 2025 ')}{gone}{inserted}{link}{run(' more.')}</w:p>"
    )
    document = docx.Document(str(draft))
    document.add_comment(document.paragraphs[0].runs[0], text="Mine", author="A person")
    document.save(str(draft))
    target = tmp_path / "copy.docx"
    assert (
        annotate(draft, target, [note("paragraph 1", "72% of pupils did."), note("paragraph 1", "And more.")])
        == []
    )
    assert [words for _, words in marked(target)] == ["In 2025 ", "72% of pupils did.", "And more."]
    written = docx.Document(str(target))
    assert [comment.author for comment in written.comments] == ["A person", AUTHOR, AUTHOR]
    for reference in written.element.body.iter(qn("w:commentReference")):
        assert reference.getparent().getparent().tag == qn("w:p"), "no part of an insertion or a link"
    assert next(written.element.body.iter(qn("w:delText"))).text == "70% of"


def test_nothing_half_written_stays(draft, tmp_path, monkeypatch):
    target = tmp_path / "copy.docx"

    def fail(document, file):
        with open(file, "wb") as stream:  # noqa: PTH123
            stream.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("docx.document.Document.save", fail)
    with pytest.raises(OSError):
        annotate(draft, target, [note("paragraph 1", "Results")])
    assert [file.name for file in tmp_path.iterdir()] == ["draft.docx"]


def test_right_to_left_words_are_found(tmp_path):
    draft = word(tmp_path / "draft.docx", "\u202b72% من التلاميذ\u202c and others.")
    target = tmp_path / "copy.docx"
    assert annotate(draft, target, [note("paragraph 1", "72% من التلاميذ")]) == []
    assert marked(target)[0][1].startswith("72% من التلاميذ")
