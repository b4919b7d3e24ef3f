"""A data set gives each campaign its history, from events or else from its own columns."""

from __future__ import annotations

from campaigns.dataset import Dataset
from campaigns.records import Company, Status
from tests.unit.making import campaign, event


def test_a_campaign_is_found_by_its_id() -> None:
    here, there = campaign("here"), campaign("there")
    dataset = Dataset((here, there))
    assert dataset.get("there") is there
    assert dataset.get("nowhere") is None


def test_a_history_is_in_order_of_date_whatever_the_order_of_the_rows() -> None:
    late, early = event(date="2024-11-19"), event(date="2023")
    assert Dataset((campaign(),), (late, early)).history(campaign()) == (early, late)


def test_a_history_has_only_the_campaigns_own_steps() -> None:
    dataset = Dataset((campaign("here"), campaign("there")), (event("here"), event("there", "2020")))
    assert [step.campaign_id for step in dataset.history(campaign("here"))] == ["here"]


def test_a_campaign_without_events_tells_its_start_and_its_decision() -> None:
    own = campaign(started="2023-05", decided="2024-11-19", status=Status.LOST)
    began, decided = Dataset((own,)).history(own)
    assert (began.date.text, began.kind, began.status_after) == ("2023-05", "launch", Status.ONGOING)
    assert (decided.date.text, decided.kind, decided.status_after) == ("2024-11-19", "vote", Status.LOST)
    assert {began.source_url, decided.source_url} == {own.url}


def test_a_campaign_with_events_tells_nothing_else() -> None:
    own = campaign(started="2023-05", decided="2024-11-19")
    assert Dataset((own,), (event(date="2022"),)).history(own) == (event(date="2022"),)


def test_a_campaign_without_any_date_has_no_history() -> None:
    assert Dataset((campaign(),)).history(campaign()) == ()


def test_a_company_is_found_with_its_details_and_one_without_any_by_its_name() -> None:
    known = Company("Example Corp", sector="machinery")
    dataset = Dataset((), companies=(known,))
    assert dataset.company("Example Corp") == known
    assert dataset.company("Sample Industries") == Company("Sample Industries")
