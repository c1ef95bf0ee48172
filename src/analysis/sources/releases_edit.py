"""Changes to lait_releases.csv: a release is added at the end; what stands there stays as it is, byte for byte."""

import csv
import io

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.catalogue.releases import COLUMNS, Release, read_list
from analysis.sources.download import aside, written


def append_release(release: Release) -> None:
    """Add a release to the list, at once and only if the new list says what is meant.

    Raises
    ------
    InputError
        If the list has faults, or a row of the same commit; it is as it was then.
    """
    file = paths.raw() / "lait_releases.csv"
    known, text = read_list(file), file.read_bytes().decode("utf-8")
    end = "\r\n" if "\r\n" in text else "\n"
    header = next(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    cells = {name: str(getattr(release, name)) for name in COLUMNS}
    cells["committed"] = release.committed.isoformat()
    row = io.StringIO()
    csv.writer(row, lineterminator=end).writerow([cells.get(name, "") for name in header])
    with aside(file) as stream:
        stream.write(f"{text}{'' if text.endswith(end) else end}{row.getvalue()}".encode())
        if read_list(written(stream)) != [*known, release]:
            raise InputError(
                "The list of DfE's releases is written in a way that cannot be added to, or it changed meanwhile.",
                file=paths.shown(file),
                remedy="Try again, or add the release by hand.",
            )
