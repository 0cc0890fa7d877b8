"""One value says how a job is carried out; what it says that cannot be is refused before anything is computed."""

from dataclasses import FrozenInstanceError, replace
from functools import partial
from operator import add

import pytest

from experiments.explain import explain
from experiments.runs import HERE, Execution
from sim.errors import InputError


@pytest.mark.parametrize("processes", [0, 100_000, 2.5, True])
def test_a_number_of_processes_that_cannot_be_is_refused_as_it_is_given(processes):
    with pytest.raises(InputError, match=rf"^processes = {processes} "):
        Execution(processes=processes)


def test_a_cluster_is_refused_where_work_stays_on_this_machine():
    with pytest.raises(InputError) as refused:
        explain("training", execution=Execution("dask:tcp://127.0.0.1:1"))
    assert refused.value.get("en").startswith("engine 'dask:tcp://127.0.0.1:1' runs sweeps alone; leave it out")
    assert refused.value.get("zh").startswith("计算引擎“dask:tcp://127.0.0.1:1”只用于 sweep；请去掉它")


@pytest.mark.parametrize("processes", [1, 2])
def test_results_come_in_their_order_and_every_one_is_heard_of(processes):
    heard = []
    own = Execution(processes=processes, on_progress=heard.append)
    assert own.map(partial(add, 10), range(4), "running") == [10, 11, 12, 13]
    assert heard == [("running", done, 4) for done in range(1, 5)]


def test_what_is_handed_on_does_not_change():
    with pytest.raises(FrozenInstanceError):
        HERE.processes = 1
    assert replace(HERE, command="again").command == "again" and HERE.command == ""
