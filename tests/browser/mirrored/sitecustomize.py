"""Python reads this first where a test puts its folder on the path: the dashboard then speaks one language more.

Its catalogue is of the test's own making, in the folder that CATALOGUES names.
"""

from __future__ import annotations

import os
from pathlib import Path

from campaigns import wording

wording.LANGUAGES["ar"] = "العربية"
wording.CATALOGUES = Path(os.environ["CATALOGUES"])
