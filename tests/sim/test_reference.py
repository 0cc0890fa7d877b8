"""The reference numbers move on purpose only, and the changelog says why."""

from tools.reference_numbers import came_or_went, moved, numbers, reasons, stored


def test_the_numbers_are_those_of_the_reference_table() -> None:
    found = moved(numbers())
    assert not found, f'{len(found)} numbers moved, such as {found[:3]}; run: python -m tools.renew --because "why"'


def test_every_indicator_and_scenario_has_its_rows() -> None:
    new = came_or_went()
    assert not new, f"{len(new)} rows came or went, such as {new[:3]}; run: python -m tools.renew reference-rows"


def test_the_changelog_says_why_the_table_was_written() -> None:
    reason, _ = stored()
    assert reasons()[0] == reason
