"""The EES API, played by a server of our own: data sets found and added, and answers that are none."""

import gzip
import hashlib
import json
import re

import pytest

from analysis.basics.errors import InputError
from analysis.catalogue.manifest import load_manifest
from analysis.sources import ees_api
from analysis.sources.download import fetch
from analysis.sources.ees_api import (
    add_ees,
    data_set_versions,
    ees_csv_url,
    find_data_sets,
    find_publications,
)
from servers import OLD, files, put, reply, run

DATA_SET = "b3bd9901-cc50-f670-a18a-9bdb566d37d2"
CSV = "\ufefftime_period,time_identifier,geographic_level,la_name\n201617,Academic year,Local authority,Barnet\n"


def listing(results, pages=1):
    """An answer that lists results, as the API does."""
    paging = {"page": 1, "pageSize": 20, "totalResults": len(results), "totalPages": pages}
    return reply(body=json.dumps({"paging": paging, "results": results}).encode())


def api_version(number, status="Published", rows=1, release="Academic year 2024/25"):
    return {"version": number, "status": status, "totalResults": rows, "release": {"title": release}}


@pytest.fixture
def api(raw, server):
    """The parts of the EES API that we use, with the shapes of its OpenAPI document."""
    about = {"id": DATA_SET, "title": "Phonics  by region – and LA", "latestVersion": {"version": "1.1"}}
    data_set = f"/v1/data-sets/{DATA_SET}"
    server.answers |= {
        data_set: reply(body=gzip.compress(json.dumps(about).encode()), Content_Encoding="gzip"),
        f"{data_set}/versions": listing(
            [api_version("1.1"), api_version("1.0"), api_version("0.9", "Withdrawn")]
        ),
        f"{data_set}/csv": reply(body=gzip.compress(CSV.encode()), Content_Encoding="gzip"),
    }
    return f"{server.url}/v1"


def test_the_address_of_a_csv_names_its_version():
    assert (
        ees_csv_url(DATA_SET, "2.0.1") == f"{ees_api.EES_API}/data-sets/{DATA_SET}/csv?dataSetVersion=2.0.1"
    )
    assert (
        ees_csv_url("a b", "1.0", base="http://x/v1") == "http://x/v1/data-sets/a%20b/csv?dataSetVersion=1.0"
    )


def test_lists_are_read_page_by_page(api, server):
    pages = [listing([{"id": "a", "title": "Phonics"}], 2), listing([{"id": "b", "title": "Phonics too"}], 2)]
    server.answers |= {"/v1/publications": pages, "/v1/publications/a/data-sets": listing([{"id": DATA_SET}])}
    assert [found["id"] for found in find_publications("phonics screening", base=api)] == ["a", "b"]
    assert server.asked[1] == "/v1/publications?search=phonics+screening&pageSize=40&page=2"
    assert find_data_sets("a", base=api) == [{"id": DATA_SET}]
    assert [found["version"] for found in data_set_versions(DATA_SET, base=api)] == ["1.1", "1.0", "0.9"]
    with pytest.raises(InputError, match="too short"):
        find_publications("ks", base=api)


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_a_data_set_is_added_at_its_exact_version(api, server, raw, source, end):
    source()
    manifest = raw / "manifest.toml"
    before = manifest.read_bytes().rstrip(b"\n") + end.encode()
    before = before.replace(b"\n", b"\r\n").replace(b"\r\r", b"\r") if end == "\r\n" else before
    manifest.write_bytes(before)
    result = add_ees(DATA_SET.upper(), base=api)
    assert manifest.read_bytes().startswith(before)
    assert (b"\r\n" in manifest.read_bytes()) == (end == "\r\n")
    added = load_manifest()["ees-phonics-by-region-and-la"]
    assert added == result.source
    assert (added.path, added.title) == ("ees/phonics-by-region-and-la.csv", "Phonics by region – and LA")
    assert added.url == f"{api}/data-sets/{DATA_SET}/csv?dataSetVersion=1.1"
    assert (added.bytes, added.sha256) == (len(CSV.encode()), hashlib.sha256(CSV.encode()).hexdigest())
    assert (added.committed, added.reader, added.status) == (False, "ees", "published")
    assert (added.publisher, added.licence) == ("Department for Education", "Open Government Licence v3.0")
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", added.retrieved)
    assert files(raw / "ees") == {"phonics-by-region-and-la.csv": CSV.encode()}
    # From then on it is a source like the others.
    assert fetch([added.id])[0].outcome == "present"
    result.path.unlink()
    assert fetch([added.id])[0].outcome == "downloaded"


def test_an_earlier_version_and_its_status(api, server):
    versions = [api_version("1.1"), api_version("1.0", release="Academic year 2024/25 (Provisional)")]
    server.answers[f"/v1/data-sets/{DATA_SET}/versions"] = listing(versions)
    added = add_ees(DATA_SET, version="1.0", base=api).source
    assert (added.url[-4:], added.status) == ("=1.0", "provisional")


def test_a_data_set_is_added_once(api, raw, server):
    add_ees(DATA_SET, base=api)
    before, asked = files(raw), len(server.asked)
    with pytest.raises(
        InputError, match=r"(?s)already, as 'ees-phonics-by-region-and-la'.*remove that entry"
    ):
        add_ees(DATA_SET, version="1.0", base=api)
    assert files(raw) == before
    assert len(server.asked) == asked


def test_another_data_set_of_the_same_title_has_an_id_of_its_own(api, server):
    add_ees(DATA_SET, base=api)
    other = DATA_SET.replace("b3bd9901", "019afee5")
    server.answers |= {p.replace(DATA_SET, other): a for p, a in server.answers.items()}
    assert add_ees(other, base=api).source.id == "ees-phonics-by-region-and-la-019afee5"
    assert len(load_manifest()) == 3


@pytest.mark.parametrize(
    ("path", "answer", "message"),
    [
        ("", reply(404), "does not have this.*Check the API data set ID"),
        ("", reply(body=b"<html>Sign in</html>"), "not of the EES API's form.*sign-in page"),
        ("", reply(body=b"[1, 2]"), "not of the EES API's form"),
        ("", reply(body=b'{"title": "Phonics"}'), "has no 'latestVersion'"),
        ("", reply(body=b'{"title": "Phonics", "latestVersion": null}'), "no version published yet"),
        ("/versions", listing([{"version": "1.1"}]), "has no 'status'"),
        (
            "/versions",
            listing([api_version("1.1", "Withdrawn"), api_version("1.0")]),
            "withdrawn.*one of 1.0$",
        ),
        ("/versions", listing([api_version("1.1", rows=1050397)]), "cut off.*1,050,397 rows.*found 1"),
        ("/csv", reply(body=b"<html>Sign in</html>"), "not a CSV of EES"),
        ("/csv", reply(body=gzip.compress(CSV.encode())), "not a CSV of EES"),
        ("/csv", reply(body=CSV.encode(), length=9999), "cut off before its end"),
        ("/csv", reply(504), "failing or busy"),
    ],
)
def test_what_the_api_may_answer(api, raw, server, path, answer, message):
    server.answers[f"/v1/data-sets/{DATA_SET}{path}"] = answer
    before = files(raw)
    with pytest.raises(InputError, match=rf"(?s){message}"):
        add_ees(DATA_SET, base=api)
    assert files(raw) == before


@pytest.mark.parametrize("version", ["3.0", "1", "1.*", "0.9"])
def test_a_version_that_is_not_exact_or_not_there(api, version):
    with pytest.raises(InputError, match=r"(?s)has no version .*expected: one of 1\.1, 1\.0$"):
        add_ees(DATA_SET, version=version, base=api)


def test_an_id_that_is_none(api, server):
    with pytest.raises(InputError, match="'phonics' is not an API data set ID"):
        add_ees("phonics", base=api)
    assert server.asked == []


def test_a_file_that_nobody_described_stays(api, raw):
    file = put(raw / "ees" / "phonics-by-region-and-la.csv", OLD)
    before = files(raw)
    with pytest.raises(InputError, match=r"(?s)Another file.*ees/phonics-by-region-and-la.csv.*Move it away"):
        add_ees(DATA_SET, base=api)
    assert files(raw) == before
    file.write_bytes(CSV.encode())  # what an interrupted run leaves
    assert add_ees(DATA_SET, base=api).source.id in load_manifest()


def test_the_command(api, monkeypatch):
    monkeypatch.setattr(ees_api, "EES_API", api)
    code, output = run("fetch", "--ees", DATA_SET, "--version", "1.0")
    assert code == 0
    assert "'ees-phonics-by-region-and-la': commit that change" in output
    assert load_manifest()["ees-phonics-by-region-and-la"].url.endswith("=1.0")


@pytest.mark.parametrize("arguments", [["--version", "1.0"], ["--ees", DATA_SET, "figures"]])
def test_options_that_make_no_sense(raw, arguments):
    assert run("fetch", *arguments)[0] == 2
