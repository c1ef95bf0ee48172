"""Confidence sets for ranks: against `multiple-inference` on the same data, and the cost as areas grow.

`make bench ARGS=rank_sets` runs it, with the reference package (never a dependency of this project) in an environment of
its own. Without `--reference-python` only ours is measured.

Every measurement runs in a process of its own with one thread, alternately ours and theirs, so that the ratios
belong to one run on one machine. Writes benchmarks/results/rank_sets.md.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

import numpy as np

RESULTS = Path(__file__).parent / "results" / "rank_sets.md"
DRAWS, SEED, COVERAGE, BEST = 10_000, 0, 0.95, 15
SIZES = (152, 1_000, 20_000)
METHODS = ("marginal", "simultaneous", "best")

# Runs under the other Python. Given draws replace its own where the question is whether the sets agree.
REFERENCE = """
import json, sys, time
import numpy as np
from importlib.metadata import version
import multiple_inference.confidence_set as module

data, method, given, stepwise, coverage, best = json.load(sys.stdin)
data = np.load(data)
x, covariance, draws = data["x"], np.diag(data["s"] ** 2), data["draws"]
if given:
    class Given:
        rvs = staticmethod(lambda mean, cov, size, random_state: draws + mean)
    module.multivariate_normal = Given
start = time.perf_counter()
model = module.MarginalRanking if method == "marginal" else module.SimultaneousRanking
results = model(x, covariance).fit(n_samples=len(draws))
fast = not stepwise
if method == "best":
    answer = results.compute_best_params(best, alpha=1 - coverage, fast=fast).to_numpy().astype(int)
else:
    answer = results.conf_int(1 - coverage, fast=fast).astype(int)
seconds = time.perf_counter() - start
print(json.dumps([seconds, answer.tolist(), version("multiple-inference")]))
"""


def local_authorities(p, seed=2017):
    """Shares of year 6 pupils at the expected standard: cohorts of some 3,500, true shares 61% give or take 5."""
    generator = np.random.default_rng(seed)
    pupils = generator.lognormal(np.log(3_000), 0.6, p).clip(250, 18_000).round()
    share = generator.binomial(pupils.astype(int), generator.normal(0.61, 0.05, p)) / pupils
    return 100 * share, 100 * np.sqrt(share * (1 - share) / pupils)


def schools(p, seed=2017):
    """The same for schools: cohorts of some 45, progress-like scores with a pupil standard deviation of 6."""
    generator = np.random.default_rng(seed)
    s = 6 / np.sqrt(generator.lognormal(np.log(45), 0.5, p).clip(6, 240).round())
    return generator.normal(0, 2, p) + s * generator.standard_normal(p), s


def answer(method, x, s, seed=SEED):
    from analysis.statistics.rank_confidence import best_set, rank_confidence_sets

    if method == "best":
        return best_set(x, s, BEST, COVERAGE, draws=DRAWS, seed=seed).astype(int)
    sets = rank_confidence_sets(x, s, COVERAGE, method == "simultaneous", draws=DRAWS, seed=seed)
    return sets[["lower", "upper"]].to_numpy(int)


def measure(method, p, kind, memory):
    """Time and, if asked for, memory of one call in this process, which has done nothing else. Prints JSON."""
    x, s = (local_authorities if kind == "local_authorities" else schools)(p)
    answer(method, x[:20], s[:20])  # imports and first-call costs
    start = time.perf_counter()
    result = answer(method, x, s)
    seconds, peak = time.perf_counter() - start, None
    if memory:  # in a second call: tracing takes time
        tracemalloc.start()
        answer(method, x, s)
        peak = tracemalloc.get_traced_memory()[1] / 2**20
    print(json.dumps([seconds, peak, result.tolist()]))


def run(command, **options):
    one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, **one_thread}, **options
    )
    return json.loads(done.stdout.splitlines()[-1])


def ours(method, p, kind="local_authorities", memory=""):
    seconds, peak, result = run([sys.executable, __file__, "--measure", method, str(p), kind, memory])
    return seconds, peak, np.array(result)


def table(header, rows):
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def agreement(ours, theirs):
    """How many ends are equal, and by how much the others differ at most."""
    difference = np.abs(ours - theirs)
    others = f", others off by at most {difference.max()}" if difference.any() else ""
    return f"{(difference == 0).sum()} of {difference.size}{others}"


def compare(reference_python):
    """Sets of 152 local authorities, ours and theirs: agreement and time."""
    x, s = local_authorities(SIZES[0])
    # Our draws belong to the places in the ranking, best first.
    place = np.lexsort((s, -x))
    x, s = x[place], s[place]
    draws = np.random.default_rng(SEED).standard_normal((x.size, DRAWS)).T * s
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data.npz"
        np.savez(data, x=x, s=s, draws=draws)
        cases = [
            ("marginal", "marginal", True),
            ("simultaneous, all steps", "simultaneous", True),
            ("simultaneous, theirs one step (its default here)", "simultaneous", False),
            (f"best {BEST}, theirs one step (its default here)", "best", False),
        ]
        for title, method, stepwise in cases:

            def reference(given, method=method, stepwise=stepwise):
                arguments = json.dumps([str(data), method, given, stepwise, COVERAGE, BEST])
                return run([reference_python, "-c", REFERENCE], input=arguments)

            mine = answer(method, x, s)
            pairs = [(ours(method, x.size)[0], reference(False)) for _ in range(3)]
            fastest, theirs = min(own for own, _ in pairs), min(other[0] for _, other in pairs)
            version = pairs[0][1][2]
            rows.append(
                [
                    title,
                    f"{fastest:.2f} s",
                    f"{theirs:.1f} s",
                    f"{theirs / fastest:.0f}",
                    agreement(mine, np.array(reference(True)[1])),
                    agreement(mine, np.array(pairs[0][1][1])),
                    agreement(mine, answer(method, x, s, seed=SEED + 1)),
                ]
            )
            print(*rows[-1], sep=" | ", flush=True)
    width = 1 + np.mean(np.diff(answer("marginal", x, s)))
    header = [
        "sets",
        "ours",
        "theirs",
        "ratio",
        "equal, same draws",
        "equal, own draws",
        "ours, another seed",
    ]
    return version, table(header, rows), width


def growth():
    """Time and peak memory of ours as areas grow."""
    rows = []
    for p in SIZES:
        for method in METHODS[:2]:
            seconds, peak, result = ours(
                method, p, "local_authorities" if p == SIZES[0] else "schools", "memory"
            )
            width = 1 + np.mean(np.diff(result))
            rows.append([f"{p:,}", method, f"{seconds:.2f} s", f"{peak:.0f} MB", f"{width / p:.1%}"])
            print(*rows[-1], sep=" | ", flush=True)
    return table(["estimates", "sets", "time", "peak memory", "mean share of the places in a set"], rows)


def price_of_groups():
    """What the one step from groups, used above the limit, costs where both can be computed."""
    from analysis.statistics import rank_simulation

    rows = []
    for p, make in ((152, local_authorities), (1_000, schools)):
        for method in METHODS[:2]:
            width = []
            for limit in (rank_simulation.EXACT_UP_TO, 0):
                kept, rank_simulation.EXACT_UP_TO = rank_simulation.EXACT_UP_TO, limit
                width.append(1 + np.mean(np.diff(answer(method, *make(p)))))
                rank_simulation.EXACT_UP_TO = kept
            rows.append(
                [f"{p:,}", method, f"{width[0]:.1f}", f"{width[1]:.1f}", f"{width[1] / width[0] - 1:.1%}"]
            )
    return table(["estimates", "sets", "mean places, stepdown", "mean places, one step", "wider by"], rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reference-python", help="a Python with multiple-inference; without it only ours")
    parser.add_argument("--measure", nargs=4, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        method, p, kind, memory = arguments.measure
        measure(method, int(p), kind, memory)
        return
    import pandas as pd

    sections = [
        "# Confidence sets for ranks",
        f"{COVERAGE:.0%} sets from {DRAWS:,} draws, written by `benchmarks/rank_sets.py`. One thread per process. "
        f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}, Python "
        f"{platform.python_version()}, numpy {np.__version__}, pandas {pd.__version__}. Other machines differ; "
        "ratios within a run are what to read.",
    ]
    if arguments.reference_python:
        version, comparison, width = compare(arguments.reference_python)
        sections += [
            f"## Against multiple-inference {version}",
            "152 made-up local authorities with binomial standard errors (cohorts of 250 to 18,000 pupils, about "
            f"0.9 points each); a marginal set spans {width:.0f} places on average. Time is the best of three "
            "runs, ours and theirs alternating.",
            comparison,
            COMPARISON_NOTES,
        ]
    sections += [
        "## As the number of estimates grows",
        "152 local authorities as above, then schools (cohorts of 6 to 240 pupils). Memory is the most "
        "that one call holds at a time (tracemalloc, in a second call). Single runs.",
        growth(),
        GROWTH_NOTES,
        price_of_groups(),
    ]
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text("\n\n".join(sections) + "\n", encoding="utf-8")
    print(f"written: benchmarks/results/{RESULTS.name}")


COMPARISON_NOTES = """- *equal, same draws*: the ends of the sets (for the best 15 the members) that are equal when it is given our
  draws in place of its own. This is the test of agreement. *own draws* and *another seed* show what simulation
  alone does: ours against theirs, and ours against ours.
- Quantile: ours is the order statistic (the smallest value with the stated share of draws at or below it), theirs
  interpolates between two; an end can move by a place where a lead lies between the two.
- Steps: above 99 estimates its simultaneous sets and its best set stop after one step unless told otherwise.
  Ours always step. Its stepwise best set is another procedure, over all choices of 14 from 152, and out of reach.
- The best set is one-sided in both (only "k is better than j" counts), with the c of all ordered pairs.
- Ties: it gives equal estimates different ranks in an arbitrary order; ours share the best place. Sets agree.
- It takes any covariance matrix; ours takes independent estimates only. That is why ours can bound a draw by the
  extremes of groups of similar standard errors and look at every pair only in the draws that decide c."""

GROWTH_NOTES = """Up to 1,000 estimates every pair is tested with all steps. Above, c comes from one step and from the extremes of
groups whose standard errors lie within 5% of each other, which can only widen the sets. Where both can be
computed, that costs:"""


if __name__ == "__main__":
    main()
