"""About the data: how to read it, what each column means, what is missing, and the files themselves."""

from ui import about, data, navigation

navigation.by_dashboard()
about.show(data.current(), data.index(None).vocabulary)
