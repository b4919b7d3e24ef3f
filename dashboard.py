"""City Campaigns: start with `streamlit run dashboard.py`."""

import streamlit as st

from campaigns.tables import UnreadableTable
from ui import banner, data, session, theme

st.set_page_config(
    page_title="City Campaigns",
    page_icon=theme.ICON,
    layout="wide",
    menu_items={"About": "City Campaigns: who asked which public body for what, and what was decided."},
)
pages = [
    st.Page("pages/explore.py", title="Explore", default=True),
    st.Page("pages/companies.py", title="Companies"),
    st.Page("pages/trends.py", title="Trends"),
    st.Page("pages/about.py", title="About the data"),
]
page = st.navigation(pages, position="top")
theme.dress()

try:
    index = data.index(None)
except UnreadableTable as problem:
    st.title("The campaigns cannot be read")
    st.text(str(problem))
    st.stop()

session.follow_address(index.vocabulary, page.url_path)
wanted = session.page_to_open()
for other in pages:
    if other.url_path == wanted:
        st.switch_page(other)
banner.address()
page.run()
session.write_address()
