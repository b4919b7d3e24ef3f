"""`python -m campaigns`."""

import sys

from commands.line import main

sys.exit(main())
