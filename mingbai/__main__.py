"""`python -m mingbai` does what `mingbai` does."""

import sys

from mingbai.cli import main

sys.exit(main())
