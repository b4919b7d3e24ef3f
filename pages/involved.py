"""Get involved: what has worked where, toolkits, groups, and how to tell us."""

from ui import data, involved, navigation

navigation.by_dashboard()
involved.show(data.current().dataset, data.index(None).vocabulary)
