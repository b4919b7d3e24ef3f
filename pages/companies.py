"""Companies: every company that campaigns name, and the record of the one opened."""

from ui import companies, data, navigation, session

navigation.by_dashboard()
companies.show(data.index(None), session.current())
