"""Every benchmark, one after another: `make bench`, or `make bench ARGS=rank_sets` for one.

What is compared against another package gets that package in an environment of its own, `.bench` in the project
folder; if it cannot be installed there, our own measurements are made without it. Each benchmark writes its table
to benchmarks/results.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
ENVIRONMENT = HERE.parent / ".bench"
REFERENCE = "multiple-inference==1.2.0"


def reference_python() -> list[str]:
    """The arguments that name a Python with the reference package; none where it cannot be had."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", REFERENCE]
    if subprocess.run(pip, check=False).returncode:
        print(f"{REFERENCE} cannot be installed here: only our own sets are timed.", flush=True)
        return []
    return ["--reference-python", str(python)]


def main() -> int:
    known = sorted(file.stem for file in HERE.glob("*.py") if file.stem != "run")
    wanted = sys.argv[1:] or known
    if unknown := set(wanted) - set(known):
        print(f"There is no benchmark {', '.join(sorted(unknown))}. There are: {', '.join(known)}.")
        return 2
    failed = []
    for name in wanted:
        print(f"== {name}", flush=True)
        arguments = reference_python() if name == "rank_sets" else []
        if subprocess.run([sys.executable, HERE / f"{name}.py", *arguments], check=False).returncode:
            failed.append(name)
    if failed:
        print(f"Failed: {', '.join(failed)}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
