"""Update: record what happened, add a campaign, correct the tables or bring files."""

from ui import data, navigation
from ui.update import page

navigation.by_dashboard()
page.show(data.current())
