"""Present: one campaign at a time in large type over a map, for the campaigns that the filters let pass."""

from campaigns.selection import Selection
from ui import data, navigation, session
from ui.present import page

navigation.by_dashboard()
view = session.current()
page.show(Selection(data.index(view.year), view.filters), view)
