"""Chromium, Chrome or Edge without a window: prints a page, or takes a picture of it. Nothing is downloaded."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from analysis.basics.errors import InputError

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
#: Where the browsers are that stand in no search path.
INSTALLED = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
ARGUMENTS = (
    "--headless",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--no-first-run",
    "--hide-scrollbars",
)
SECONDS = 180


def find_browser() -> str | None:
    """The command of a browser of this family; None if there is none."""
    found = next(filter(None, map(shutil.which, COMMANDS)), None)
    return found or next((path for path in INSTALLED if Path(path).exists()), None)


def print_page(html: Path, pdf: Path) -> None:
    """Print a page as a tagged PDF with an outline; its own style says how large the paper is."""
    _run(html, "--no-pdf-header-footer", "--generate-pdf-document-outline", f"--print-to-pdf={pdf}")
    _require(pdf)


def take_picture(html: Path, png: Path, width: int, height: int, scale: int) -> None:
    """A picture of the top left of a page, ``width`` by ``height`` in CSS pixels, ``scale`` dots to each."""
    _run(
        html, f"--window-size={width},{height}", f"--force-device-scale-factor={scale}", f"--screenshot={png}"
    )
    _require(png)


def require_browser() -> str:
    """The command of a browser; an error for people if there is none."""
    browser = find_browser()
    if browser is None:
        raise InputError(
            "Word and PDF files need Chromium, Chrome or Edge to draw with, and none was found.",
            expected=f"one of the commands {', '.join(COMMANDS)}",
            remedy="Install one (Debian, Ubuntu: apt-get install chromium), or leave out --format docx,pdf.",
        )
    return browser


def _run(html: Path, *arguments: str) -> None:
    browser = require_browser()
    # as root, in a container, the browser's own sandbox does not start
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(prefix="standards-browser-", ignore_cleanup_errors=True) as profile:
        command = [browser, *ARGUMENTS, *root, f"--user-data-dir={profile}", *arguments, html.as_uri()]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)  # noqa: S603
        except (subprocess.SubprocessError, OSError) as error:
            raise InputError(
                f"{Path(browser).name} could not draw the report: {error}",
                remedy="Run the command by hand to see why.",
            ) from None


def _require(file: Path) -> None:
    """Chromium can end well and have written nothing."""
    if not file.exists():
        raise InputError(f"The browser ended without writing {file.name}.", remedy="Make the report again.")
