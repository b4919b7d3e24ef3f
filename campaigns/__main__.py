"""`python -m campaigns`."""

import sys

from campaigns.cli import main

sys.exit(main())
