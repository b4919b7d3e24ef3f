"""GeoJSON (RFC 7946): the campaigns as points with all that is known of them, for maps and programs of others."""

from __future__ import annotations

import json
from typing import Any

from campaigns.records import Campaign, Company, Event, Resource
from campaigns.schema import Field, package, tables
from exports.links import web_link
from exports.publication import Publication


def geojson(publication: Publication) -> bytes:
    """The campaigns as a FeatureCollection; one that cannot be drawn is a feature without a geometry.

    A feature's properties are the columns of campaigns.csv, and `events`, the campaign's history with the columns of
    events.csv. Dates are text at their own precision, lists are arrays, and an empty cell is null.
    """
    collection = {
        "type": "FeatureCollection",
        "title": publication.title,
        "sentence": publication.sentence,
        "date": publication.today.isoformat(),
        "licence": publication.licence,
        "attribution": [source["title"] for source in package()["sources"]],
        "features": [_feature(publication, campaign) for campaign in publication.campaigns],
    }
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _feature(publication: Publication, campaign: Campaign) -> dict[str, Any]:
    events = [_columns("events", event) for event in publication.history(campaign)]
    return {
        "type": "Feature",
        "id": campaign.id,
        "geometry": _geometry(campaign),
        "properties": {**_columns("campaigns", campaign), "events": events},
    }


def _geometry(campaign: Campaign) -> dict[str, Any] | None:
    if campaign.point is None:
        return None
    latitude, longitude = campaign.point
    return {"type": "Point", "coordinates": [longitude, latitude]}


def _columns(table: str, record: Campaign | Event | Company | Resource) -> dict[str, Any]:
    return {field.name: _value(field, getattr(record, field.name)) for field in tables()[table].fields}


def _value(field: Field, value: Any) -> Any:
    """A cell as JSON has it; an address that is no link is left out, for somebody will make it one."""
    if field.separator:
        return list(value)
    if field.type != "string" or value is None:
        return value
    text = str(value)
    return None if not text or (field.kind == "link" and not web_link(text)) else text
