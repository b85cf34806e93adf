"""What came back: received, checked, attached, or sent back for a correction.

One place for those who use the verbs: each lives in a module of its own.
"""

from __future__ import annotations

from portfolio_app.services.attaching import Attached as Attached
from portfolio_app.services.attaching import attach as attach
from portfolio_app.services.attaching import detach as detach
from portfolio_app.services.checking import BY_HAND as BY_HAND
from portfolio_app.services.checking import Report as Report
from portfolio_app.services.checking import check as check
from portfolio_app.services.checking import close as close
from portfolio_app.services.checking import match_by_hand as match_by_hand
from portfolio_app.services.checking import put_off as put_off
from portfolio_app.services.checking import read_by_eye as read_by_eye
from portfolio_app.services.correcting import Correction as Correction
from portfolio_app.services.correcting import ask_correction as ask_correction
from portfolio_app.services.correcting import correction as correction
from portfolio_app.services.correcting import save_correction as save_correction
from portfolio_app.services.receiving import Received as Received
from portfolio_app.services.receiving import receive as receive
