"""How to tell whoever runs this site of a campaign or a mistake: a prefilled e-mail or issue."""

from __future__ import annotations

import os
import re
from urllib.parse import quote, urlencode

SETTING = "CAMPAIGNS_CONTACT"
"""The environment variable that holds an e-mail address, or the https address of a form for new issues."""

_MAIL = re.compile(r"[^@\s?&]+@[^@\s?&]+\.[^@\s?&]+")


def link(subject: str, body: str) -> str:
    """The address that opens a message with its subject and body filled in; empty where no contact is set.

    A contact that is neither an e-mail address nor https counts as none.
    """
    contact = os.environ.get(SETTING, "").strip()
    if _MAIL.fullmatch(contact):
        return f"mailto:{quote(contact, safe='@')}?{urlencode({'subject': subject, 'body': body}, quote_via=quote)}"
    if contact.startswith("https://"):
        joint = "&" if "?" in contact else "?"
        return f"{contact}{joint}{urlencode({'title': subject, 'body': body}, quote_via=quote)}"
    return ""
