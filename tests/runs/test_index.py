"""The list of reports, from what is in the folder."""

import json
import re

import pytest

from analysis.runs.index import find_reports, write_index


def add(folder, name, area, year, edition=0):
    (folder / name).mkdir()
    (folder / name / "index.html").write_text("<title>a report</title>", encoding="utf-8")
    record = {"parameters": {"area": area, "year": year}, "sources": [{"id": "a", "edition": edition}]}
    (folder / name / "run.json").write_text(json.dumps(record), encoding="utf-8")


@pytest.fixture
def folder(tmp_path):
    add(tmp_path, "camden-2023", "Camden", 2023)
    add(tmp_path, "barnet-2017", "Barnet", 2017, edition=2017)
    add(tmp_path, "barnet-2025", "Barnet", 2025)
    add(tmp_path, ".barnet-2024-previous", "Barnet", 2024)
    (tmp_path / "kent-2024-failed").mkdir()
    return tmp_path


def test_reports_stand_by_local_authority_newest_first(folder):
    text = write_index(folder).read_text(encoding="utf-8")
    links = re.findall(r'<a href="([^"#]+)" aria-label="([^"]+)">', text)
    assert links == [
        ("barnet-2025/index.html", "Barnet 2024/25"),
        ("barnet-2017/index.html", "Barnet 2016/17"),
        ("camden-2023/index.html", "Camden 2022/23"),
    ]
    assert all((folder / link).exists() for link, _ in links)
    assert "3 reports on 2 local authorities" in text
    assert text.count("as printed, without national data") == 1


def test_a_damaged_record_is_named_not_hidden(folder):
    (folder / "camden-2023" / "run.json").write_text("{", encoding="utf-8")
    text = write_index(folder).read_text(encoding="utf-8")
    assert "Folders that cannot be read" in text and "<li>camden-2023</li>" in text
    assert find_reports(folder)[1] == ["camden-2023"]


def test_an_empty_folder_says_how_to_make_a_report(tmp_path):
    assert "standards report --area" in write_index(tmp_path).read_text(encoding="utf-8")


def test_names_are_shown_as_they_are_and_nothing_is_left_behind(tmp_path):
    add(tmp_path, "odd-2023", "<b>Odd</b> & Co", 2023)
    text = write_index(tmp_path).read_text(encoding="utf-8")
    assert "&lt;b&gt;Odd&lt;/b&gt; &amp; Co" in text
    assert write_index(tmp_path).read_text(encoding="utf-8") == text
    assert sorted(file.name for file in tmp_path.iterdir()) == ["index.html", "odd-2023"]


def test_many_local_authorities_can_be_jumped_to_by_letter(tmp_path):
    names = [f"{letter}shire {number}" for letter in "ABK" for number in range(9)]
    for name in names:
        add(tmp_path, name.lower().replace(" ", "-"), name, 2023)
    text = write_index(tmp_path).read_text(encoding="utf-8")
    assert re.findall(r'<a href="#(\w)">', text) == ["A", "B", "K"]
    assert re.findall(r'<tr id="(\w)"><th scope="row">([^<]+)', text) == [
        (letter, f"{letter}shire 0") for letter in "ABK"
    ]
