"""City Campaigns: start with `streamlit run dashboard.py`."""

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.scriptrunner import get_script_run_ctx

from campaigns.tables import UnreadableTable
from ui import banner, data, link_previews, navigation, open_data, session, theme
from ui.update import drafts


def visit() -> None:
    """One run for one visitor: the page's settings, the menu, the view of the address, and the page itself."""
    st.set_page_config(
        page_title="City Campaigns",
        page_icon=theme.ICON,
        layout="wide",
        menu_items={"About": "City Campaigns: who asked which public body for what, and what was decided."},
    )
    page, pages = navigation.enter()
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
    drafts.keep_copy()
    session.write_address()


if get_script_run_ctx():
    visit()
else:
    # The server reads this file once by itself, for what it answers besides pages.
    app = st.App("dashboard.py", routes=open_data.routes(), middleware=[Middleware(link_previews.LinkPreviews)])
