"""The domain of City Campaigns: what a campaign is, how its tables are read, checked, filtered and counted.

Nothing here knows about web pages or maps, and importing it touches no network.
"""

__version__ = "1.0.0"
"""The one place of the version: pyproject.toml has none of its own, and the documents are held to it."""
