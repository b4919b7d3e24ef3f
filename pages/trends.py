"""Trends: when, where and against whom, for the campaigns that the filters let pass."""

from campaigns.selection import Selection
from ui import data, navigation, session, trends

navigation.by_dashboard()
view = session.current()
trends.show(Selection(data.index(view.year), view.filters))
