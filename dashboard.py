"""City Campaigns: start with `streamlit run dashboard.py`."""

import sys

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.scriptrunner import get_script_run_ctx

from campaigns.schema import UnreadableSchema, package
from campaigns.tables import UnreadableTable
from campaigns.wording import speaking
from ui import (
    banner,
    data,
    doors,
    headers,
    language,
    link_previews,
    mishaps,
    navigation,
    open_data,
    session,
    theme,
    warming,
)
from ui.update import drafts


def visit() -> None:
    """One run for one visitor: the page's settings, the menu, the view of the address, and the page itself."""
    theme.set_up()
    page, pages = navigation.enter()
    theme.dress()

    try:
        index = data.index(None)
    except UnreadableTable as problem:
        banner.unreadable(problem)
        st.stop()

    session.follow_address(index.vocabulary, page.url_path)
    wanted = session.page_to_open()
    for other in pages:
        if other.url_path == wanted:
            st.switch_page(other)
    banner.address()
    banner.faults(data.current().report)
    with mishaps.told():
        page.run()
    drafts.keep_copy()
    session.write_address()


if get_script_run_ctx():
    with speaking(language.current()), mishaps.told():
        visit()
else:
    # The server reads this file once by itself, for what it answers besides pages.
    try:
        package()
    except UnreadableSchema as problem:
        sys.exit(str(problem))
    layers = [Middleware(layer) for layer in (headers.SecurityHeaders, doors.Doors, link_previews.LinkPreviews)]
    app = st.App("dashboard.py", routes=open_data.routes(), middleware=layers, lifespan=warming.warmed)
