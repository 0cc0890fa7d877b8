"""A short version of the harness: one mutant of every pair that is cheap, and a few of the faults put back."""

import pytest

from tests.hostile.inputs import KINDS
from tests.hostile.judge import Fault, Judge
from tests.hostile.mutant import REFUSED
from tests.hostile.mutations import MUTATIONS, mutants, of_pair
from tests.hostile.planted import BY_NAME, FAULTS
from tests.hostile.running import LANGUAGES
from tests.hostile.worker import Worker

SEED = 3
PLANTED = ("control characters stand in texts", "bad input ends with another exit code",
           "temporary folders stay")  # fmt: skip
SLOW = "more than can be read"


@pytest.fixture(scope="module")
def judge():
    with Worker() as worker:
        yield Judge(worker)


def sample():
    """Return of every pair the first mutant that is refused, and of the quick kinds one that is taken."""
    found = {}
    for mutant in mutants(SEED):
        quick = mutant.kind.name in ("band", "profile") and mutant.expected != REFUSED
        if (mutant.expected == REFUSED or quick) and mutant.note != SLOW:
            found.setdefault((mutant.kind.name, mutant.mutation, mutant.expected == REFUSED), mutant)
    return list(found.values())


def test_a_mutant_of_every_pair_comes_to_what_it_should(judge):
    chosen = sample()
    assert {(item.kind.name, item.mutation) for item in chosen} == {
        (kind, mutation) for kind in KINDS for mutation in MUTATIONS
        if mutation != "depth" or kind in ("scenario", "profile", "plan")
    }  # fmt: skip
    faults = [judge.fault(item, LANGUAGES[index % 2]) for index, item in enumerate(chosen)]
    assert not any(faults), "\n".join(str(fault) for fault in faults if fault)


@pytest.mark.parametrize("name", PLANTED)
def test_a_fault_that_is_put_back_is_found(judge, name):
    fault = BY_NAME[name]
    chosen = of_pair(KINDS[fault.kind], fault.mutation, SEED)
    found = next((told for item in chosen if (told := judge.fault(item, planted=name))), None)
    assert isinstance(found, Fault)
    assert judge.fault(found.mutant) is None


def test_twenty_faults_and_more_can_be_put_back_each_with_a_pair_of_its_own_kind():
    assert len(FAULTS) >= 20 and len(BY_NAME) == len(FAULTS)
    for fault in FAULTS:
        assert fault.kind in KINDS and fault.mutation in MUTATIONS


def test_the_same_seed_gives_the_same_mutants_and_at_least_ten_of_each_pair():
    notes = [
        [(mutant.kind.name, mutant.mutation, mutant.note, mutant.expected) for mutant in mutants(1)] for _ in range(2)
    ]
    assert notes[0] == notes[1] and len(notes[0]) == 750
    assert [note[2] for note in notes[0]] != [mutant.note for mutant in mutants(2)]
