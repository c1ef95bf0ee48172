"""What pyproject.toml cannot say: an installed package carries the project's files, of which there is one copy here."""

import shutil
import tomllib
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PATTERNS = SETTINGS["tool"]["education-standards"]["project-files"]


def project_files() -> list[str]:
    return sorted(file.relative_to(ROOT).as_posix() for pattern in PATTERNS for file in ROOT.glob(pattern))


class BuildWithProject(build_py):
    """Puts the files where ``analysis.runs.working_folder`` looks for them; an editable install has the checkout's."""

    def run(self):
        super().run()
        if self.editable_mode:
            return
        carried = Path(self.build_lib) / "analysis" / "project"
        shutil.rmtree(carried, ignore_errors=True)  # of an earlier build
        for name in project_files():
            (carried / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, carried / name)

    def get_source_files(self):
        return super().get_source_files() + project_files()  # for source distributions


setup(cmdclass={"build_py": BuildWithProject})
