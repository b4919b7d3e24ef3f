"""Trends: when, where and against whom, for the campaigns that the filters let pass."""

from campaigns.selection import Selection
from ui import data, session, trends

view = session.current()
trends.show(Selection(data.index(view.year), view.filters))
