"""Events go in order of date wherever the dates decide it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from campaigns.dates import PartialDate, chronological

DATES = st.one_of(
    st.integers(2019, 2022).map(str),
    st.builds("{}-{:02}".format, st.integers(2019, 2022), st.integers(1, 12)),
    st.dates().map(lambda day: f"{2019 + day.year % 4}-{day.month:02}-{min(day.day, 28):02}"),
)


def one_by_one(dates: list[PartialDate]) -> list[PartialDate]:
    """The order as its definition has it: each goes before the first one that is certainly later."""
    ordered: list[PartialDate] = []
    for day in dates:
        later = (place for place, other in enumerate(ordered) if day.is_before(other))
        ordered.insert(next(later, len(ordered)), day)
    return ordered


@given(st.lists(DATES.map(PartialDate.parse), max_size=30))
def test_each_date_goes_before_the_first_that_is_certainly_later(dates: list[PartialDate]) -> None:
    assert chronological(dates, lambda day: day) == one_by_one(dates)


@given(st.lists(DATES.map(PartialDate.parse), max_size=30))
def test_no_date_stands_below_one_that_is_certainly_later(dates: list[PartialDate]) -> None:
    ordered = chronological(dates, lambda day: day)
    assert not [later for place, later in enumerate(ordered) for above in ordered[:place] if later.is_before(above)]
