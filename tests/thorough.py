"""Whether the longest tests look at everything, or at a part that is the same every time."""

import os

WHOLE = os.environ.get("PORTFOLIO_CORPUS_WHOLE") == "1"
