"""The Update page: the ways to change the tables, the draft that they fill, and how it is kept."""
