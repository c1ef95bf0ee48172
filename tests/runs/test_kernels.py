"""Warm kernels: the same as ordinary ones to whoever runs a notebook, alone in their process, gone with their owner."""

import asyncio
import json
import logging
import os
import re
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from contextlib import nullcontext
from importlib.metadata import entry_points
from pathlib import Path

import nbformat
import papermill
import psutil
import pytest
from jupyter_client import KernelManager
from jupyter_client.provisioning import KernelProvisionerFactory
from nbclient.exceptions import DeadKernelError
from nbformat.v4 import new_code_cell, new_notebook

from analysis.basics.errors import InputError
from analysis.runs.warm import kernels, warm
from analysis.runs.warm.kernel_process import is_news

pytestmark = pytest.mark.skipif(not warm.available(), reason="kernels are forked on Linux only")
MARK = "STANDARDS_TEST_MARK"


@pytest.fixture(scope="module")
def stack():
    """A warm parent that has imported what notebooks import."""
    with warm.parent():
        warm.call("analysis.runs.warm.kernels:import_stack", {}, here=True)
        yield


@pytest.fixture
def run(stack, tmp_path, monkeypatch):
    """Run cells, each a source, in a warm or an ordinary kernel; what they showed."""

    def run(*sources: str, ordinary: bool = False) -> list:
        with monkeypatch.context() as patch:
            if ordinary:
                patch.delenv(warm.ADDRESS)
            cells = [
                new_code_cell(textwrap.dedent(source), id=f"cell-{i}") for i, source in enumerate(sources)
            ]
            spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
            nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": spec}), tmp_path / "in.ipynb")
            with kernels.kernel_settings() as config:
                done = papermill.execute_notebook(
                    tmp_path / "in.ipynb", None, cwd=tmp_path, config=config, progress_bar=False
                )
        return [cell.outputs for cell in done.cells]

    return run


def text(outputs: list) -> str:
    """What the last cell printed."""
    return "".join(output.get("text", "") for output in outputs[-1]).strip()


def marked(value: str) -> list[psutil.Process]:
    """The processes that were started with our mark in their environment."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) == value and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found


def ended(processes: list[psutil.Process], seconds: float = 10) -> bool:
    """Whether all have ended; one that nobody has waited for yet has ended too."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        processes = [p for p in processes if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]
        if not processes:
            return True
        time.sleep(0.05)
    return False


def gone(value: str, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while marked(value) and time.monotonic() < end:
        time.sleep(0.05)
    return not marked(value)


def test_the_provisioner_is_where_jupyter_looks_for_it():
    (found,) = entry_points(group=KernelProvisionerFactory.GROUP_NAME, name=kernels.NAME)
    assert found.load() is kernels.WarmProvisioner


def test_a_warm_kernel_has_the_stack_and_an_ordinary_one_has_not(run):
    source = "import sys; print('seaborn' in sys.modules)"
    assert text(run(source)) == "True"
    assert text(run(source, ordinary=True)) == "False"


def test_all_that_notebooks_can_show_is_the_same_to_the_byte(run):
    cells = (
        "import pandas as pd; pd.DataFrame({'a': [1, 2.5], 'b': ['x', None]})",
        "import matplotlib.pyplot as plt; plt.plot([1, 3, 2]); plt.title('Figure')",
        "import warnings; warnings.warn('mind this'); print('out'); import sys; print('err', file=sys.stderr)",
        "import os; os.system('echo from a child process')",
        "from IPython.display import HTML, Markdown, display; display(HTML('<b>b</b>'), Markdown('*m*'))",
        "import seaborn as sns; sns.scatterplot(x=[1, 2], y=[2, 1]); None",
    )
    # a warning names the file of its cell, with the number of the process
    warm_ones, ordinary_ones = (
        re.sub(r"ipykernel_\d+", "ipykernel", json.dumps(run(*cells, ordinary=ordinary)))
        for ordinary in (False, True)
    )
    assert warm_ones == ordinary_ones and "image/png" in warm_ones


def test_nothing_of_one_run_is_left_to_the_next(run, tmp_path):
    spoil = """
        import builtins, os, random, sys, threading, time
        import matplotlib as mpl, matplotlib.pyplot as plt, numpy as np, pandas as pd
        import analysis.catalogue.measures
        builtins.left = analysis.catalogue.measures.left = 1
        os.environ["LEFT"] = "1"; os.chdir("/"); os.umask(0); sys.path.insert(0, "/left"); sys.argv.append("left")
        random.seed(1); np.random.seed(1); mpl.rcParams["lines.linewidth"] = 99; pd.options.display.max_rows = 7
        plt.figure(); threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        left = 1
    """
    look = """
        import builtins, os, random, sys, threading
        import matplotlib as mpl, matplotlib.pyplot as plt, numpy as np, pandas as pd
        import analysis.catalogue.measures
        umask = os.umask(0o22)
        print(hasattr(builtins, "left"), hasattr(analysis.catalogue.measures, "left"), "left" in globals(), umask)
        print(os.environ.get("LEFT"), os.getcwd(), sys.path, sys.argv[1:2], mpl.rcParams["lines.linewidth"])
        print(pd.options.display.max_rows, plt.get_fignums(), sorted(t.name.split("-")[0] for t in threading.enumerate()))
        print(mpl.get_backend(), __name__, sorted(k for k in os.environ if "MPL" in k))
    """
    first = text(run(look))
    run(spoil)
    assert text(run(look)) == first
    assert first == text(run(look, ordinary=True))


def test_chance_is_new_in_each_kernel(run):
    draw = "import random, numpy as np; print(random.random(), np.random.rand(), np.random.default_rng().random())"
    one, other = text(run(draw)).split(), text(run(draw)).split()
    assert all(a != b for a, b in zip(one, other, strict=True))


def test_seeds_give_the_same_numbers_as_ever(run):
    draw = "import random, numpy as np; random.seed(3); np.random.seed(3); print(random.random(), np.random.rand())"
    assert text(run(draw)) == text(run(draw, ordinary=True))


def test_a_warning_is_given_in_each_kernel_not_only_in_the_first(run):
    source = "import warnings, analysis.output.table as t; exec(compile('import warnings; warnings.warn(\"w\")', t.__file__, 'exec'), vars(t))"
    assert run(source) == run(source) != []


def test_exit_functions_run(run, tmp_path):
    run(
        f"import atexit, pathlib; atexit.register(pathlib.Path({str(tmp_path / 'done')!r}).write_text, 'done')"
    )
    assert (tmp_path / "done").read_text() == "done"


def test_kernels_do_not_listen_on_the_network(run):
    source = """
        from ipykernel.connect import get_connection_info
        import json; about = json.loads(get_connection_info()); print(about["transport"], about["ip"])
    """
    transport, place = text(run(source)).split()
    assert transport == "ipc" and Path(place).is_absolute()
    assert not Path(place).parent.exists(), "the folder of the sockets is removed"


def test_a_kernel_that_is_killed_is_reported_as_dead(run):
    with pytest.raises(DeadKernelError):
        run("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert text(run("print('the next one works')")) == "the next one works"


def test_a_kernel_can_be_interrupted_and_restarted(stack):
    with kernels.kernel_settings() as config:
        manager = KernelManager(config=config)
        manager.start_kernel()
        client = manager.client()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=60)
            waiting = client.execute("import time; time.sleep(60)")
            time.sleep(0.5)
            manager.interrupt_kernel()
            assert client._recv_reply(waiting, timeout=30)["content"]["ename"] == "KeyboardInterrupt"
            pid = manager.provisioner.pid
            manager.restart_kernel(now=True)
            client.wait_for_ready(timeout=60)
            assert manager.provisioner.pid != pid and not psutil.pid_exists(pid)
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
        assert not manager.is_alive()


OWNER = """
import os, sys, time
from analysis.runs.warm import kernels, warm
from jupyter_client import KernelManager
with warm.parent(), kernels.kernel_settings() as config:
    manager = KernelManager(config=config)
    manager.start_kernel()
    client = manager.client(); client.start_channels(); client.wait_for_ready(timeout=60)
    client.execute("import time; time.sleep(600)")
    print("ready", flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("victim", ["owner", "parent"])
def test_no_process_is_left_when_one_is_killed(tmp_path, victim):
    mark = f"{os.getpid()}-{victim}"
    # if its path is too long for a socket, as under pytest-xdist, a folder in /tmp is taken
    env = {**os.environ, MARK: mark, "TMPDIR": str(tmp_path)}
    owner = subprocess.Popen([sys.executable, "-c", OWNER], env=env, stdout=subprocess.PIPE, text=True)
    try:
        assert owner.stdout.readline().strip() == "ready"
        processes = marked(mark)
        assert len(processes) == 3, "owner, parent, kernel"
        parent = next(p for p in processes if "warm_server" in str(p.cmdline()) and p.ppid() == owner.pid)
        os.kill(owner.pid if victim == "owner" else parent.pid, signal.SIGKILL)
        left = [p for p in processes if p.pid != owner.pid]
        assert ended(left)
    finally:
        owner.kill()
        owner.wait()
    assert gone(mark)
    if victim == "owner":
        assert not list(tmp_path.glob("standards-*")), "the folder of the sockets is removed"


def test_a_process_whose_owner_goes_away_is_ended(stack):
    request = warm.Request(
        "analysis.runs.warm.kernel_process:run_kernel", {"arguments": ["--log-level=CRITICAL"]}
    )
    pid = request.message()["pid"]
    assert psutil.pid_exists(pid)
    request.close()
    assert not psutil.wait_procs([psutil.Process(pid)] if psutil.pid_exists(pid) else [], timeout=10)[1]


def test_errors_for_people_come_through_and_others_with_their_traceback(stack):
    with pytest.raises(InputError, match="Barnett"):
        warm.call("analysis.catalogue.areas:find_area", {"text": "Barnett"})
    with pytest.raises(RuntimeError, match=r"(?s)Traceback.*no_such_module"):
        warm.call("analysis.no_such_module:function", {})


def test_a_killed_process_is_lost_work_not_an_answer(stack):
    request = warm.Request(
        "analysis.runs.warm.kernel_process:run_kernel", {"arguments": ["--log-level=CRITICAL"]}
    )
    with request, pytest.raises(warm.WorkLostError, match="exit status -9"):
        request.signal(signal.SIGKILL)
        request.answer()


def test_a_process_with_threads_is_not_forked():
    go = threading.Event()
    thread = threading.Thread(target=go.wait)
    thread.start()
    with pytest.raises(RuntimeError, match="several threads"), warm.parent(fork=True):
        pass
    go.set()
    thread.join()


def test_without_a_warm_parent_kernels_are_ordinary(monkeypatch):
    monkeypatch.setenv(warm.CHOICE, "ordinary")
    assert not warm.available()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delenv(warm.CHOICE)
    assert not warm.available()


@pytest.mark.parametrize("ordinary", [False, True])
def test_a_long_path_for_temporary_files_leaves_room_for_sockets(tmp_path, monkeypatch, ordinary):
    long = tmp_path / ("x" * 80)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    with nullcontext() if ordinary else warm.parent(), kernels.kernel_settings() as config:
        assert len(config.KernelManager.ip) < 90
        assert not Path(config.KernelManager.ip).is_relative_to(long)


def test_tasks_that_end_with_their_kernel_are_no_news(caplog):
    """Left to itself, the loop of a kernel that is shut down puts a traceback on the terminal for each of them."""

    logger, loop = logging.getLogger("asyncio"), asyncio.new_event_loop()
    logger.addFilter(is_news)
    try:
        for error in (asyncio.CancelledError(), ValueError("what is wrong")):
            loop.call_exception_handler({"message": "Exception in callback", "exception": error})
    finally:
        logger.removeFilter(is_news)
        loop.close()
    assert [str(record.exc_info[1]) for record in caplog.records] == ["what is wrong"]
