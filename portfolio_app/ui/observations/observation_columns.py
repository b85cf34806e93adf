"""The columns of the list of observations."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from portfolio_app.domain.days import day_words
from portfolio_app.domain.ksb import code_order
from portfolio_app.domain.observation import ObservationState
from portfolio_app.ui.kit.chip_cells import Codes
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.observations.observations_state import Shown, short_day

WHAT, ROLE, WHEN, KSBS, STATUS, SIGNATURE = range(6)
_ORDER = list(ObservationState)


def tr(words: str) -> str:
    """Return words for the screen."""
    return QCoreApplication.translate("observation_columns", words)


def columns() -> tuple[Column, ...]:
    """Return the columns: what, observer's role, when, KSBs, status, signature word."""
    return (
        Column(tr("What"), lambda row: row.title, stretch=True, tip=_what_tip, spoken=_what_spoken),
        Column(tr("Observer's role"), lambda row: row.role, width=124, tip=_observer_tip),
        Column(
            tr("When"),
            lambda row: short_day(row.when),
            width=112,
            sort=lambda row: row.when,
            spoken=lambda row: day_words(row.when) or tr("no day yet"),
        ),
        Column(
            tr("KSBs"),
            lambda row: " ".join(row.codes),
            width=130,
            spoken=lambda row: ", ".join(row.codes) or tr("none"),
            sort=lambda row: (-len(row.codes), [code_order(each) for each in row.codes]),
            tip=lambda row: ", ".join(row.codes),
        ),
        Column(
            tr("Status"),
            lambda row: row.state.words,
            width=88,
            sort=lambda row: _ORDER.index(row.state),
        ),
        Column(
            tr("Signature"),
            lambda row: row.signature,
            width=190,
            spoken=lambda row: row.signature or tr("nothing back yet"),
        ),
    )


def codes_of(row: Shown) -> Codes:
    """Return the codes a row shows as chips."""
    return row.codes, ()


def fit_columns(table: ListTable, width: int) -> None:
    """Leave out the role, then the KSBs, then the day, where ``width`` pixels have no room."""
    px = theme().px
    table.setColumnHidden(ROLE, width < px(860))
    table.setColumnHidden(KSBS, width < px(700))
    table.setColumnHidden(WHEN, width < px(560))
    table.setColumnHidden(SIGNATURE, width < px(380))


def _what_tip(row: Shown) -> str:
    return f"{row.observation.ref}: {row.title}"


def _what_spoken(row: Shown) -> str:
    return f"{row.observation.ref}, {row.title}"


def _observer_tip(row: Shown) -> str:
    return ", ".join(part for part in (row.observer, row.role) if part)
