"""Explore: the map and the list of the campaigns that the filters let pass, and the card of the one opened."""

from ui import data, explore, navigation, session

navigation.by_dashboard()
view = session.current()
explore.show(data.current(), data.index(view.year), data.map_points(view.year), view)
