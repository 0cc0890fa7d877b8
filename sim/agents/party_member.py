"""A party member: a resident who can be organised, turn active, and ask the neighbours along."""

from sim.quantity import Index

RETIRED, IN_SERVICE, FLOATING = 0, 1, 2


def organisation(base: float, gain: float, coverage: float) -> Index:
    """How well members of one kind are organised: what is there, and what the lever adds."""
    return base + gain * coverage


def mobilisation_target(
    organisation: float,
    attraction: float,
    coordination: float,
    mobilisation_attraction_base: float,
    mobilisation_coordination_base: float,
) -> Index:
    """Members move when they are organised, events are worth it, and the two committees pull together."""
    worth = mobilisation_attraction_base + (1.0 - mobilisation_attraction_base) * attraction
    together = mobilisation_coordination_base + (1.0 - mobilisation_coordination_base) * coordination
    return organisation * worth * together


def mobilisation_after(mobilisation: float, target: float, mobilisation_speed: float) -> Index:
    """Mobilisation moves to its target."""
    return mobilisation + mobilisation_speed * (target - mobilisation)
