"""How the app looks: colours, sizes and fonts from tokens.toml, in light, dark and high contrast.

A widget that draws itself asks the one theme of the application::

    from portfolio_app.ui.kit.theme import theme

    painter.fillRect(rect, theme().colour("surface.sunken"))
    layout.setSpacing(theme().space("md"))          # pixels, scaled with the text
    title.setProperty("role", "title")              # roles: caption muted subtitle title display
    button.setProperty("look", "primary")           # looks: primary quiet link danger
    frame.setProperty("look", "card")               # looks of frames: card well bar notice
    theme().changed.connect(self.update)            # drawn widgets only; styled ones need nothing

A widget whose property changes after it was shown calls ``restyle(widget)``.
"""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget
from typing_extensions import override

from portfolio_app import assets, tokens
from portfolio_app.ui.kit.stylesheet import stylesheet


class Choice(StrEnum):
    """What the person chose; SYSTEM follows the desktop's own light or dark."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


SCALES = tuple(int(each) for each in tokens.numbers("type.scales_percent"))


class Theme(QObject):
    """The one theme of the application, made by ``install``. ``changed`` follows every new look."""

    changed = Signal()

    def __init__(self, application: QApplication, settings: QSettings | None) -> None:
        super().__init__(application)
        self._application = application
        self._settings = settings
        self._choice = Choice(self._stored("appearance/theme", Choice.SYSTEM))
        self._scale = int(self._stored("appearance/text", "100"))
        if self._scale not in SCALES:
            self._scale = 100
        self._density = str(self._stored("appearance/density", "comfortable"))
        self._system_points = QFontInfo(application.font()).pointSizeF()
        self._colours: dict[str, QColor] = {}
        self._reading_family = ""
        application.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    # what the person chose

    @property
    def choice(self) -> Choice:
        """The person's choice, SYSTEM until they make one."""
        return self._choice

    @property
    def scale(self) -> int:
        """Text size in per cent, one of SCALES."""
        return self._scale

    @property
    def density(self) -> str:
        """Either "comfortable" or "compact": the height of rows."""
        return self._density

    @property
    def scheme(self) -> str:
        """What is drawn now: "light", "dark" or "contrast"."""
        if self._choice is not Choice.SYSTEM:
            return self._choice.value
        hints = self._application.styleHints()
        accessibility = hints.accessibility()
        if accessibility.contrastPreference() == Qt.ContrastPreference.HighContrast:
            return "contrast"
        return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"

    def choose(
        self,
        choice: Choice | None = None,
        *,
        scale: int | None = None,
        density: str | None = None,
    ) -> None:
        """Change the look at once, and remember it."""
        if choice is not None:
            self._choice = choice
            self._keep("appearance/theme", choice.value)
        if scale is not None and scale in SCALES:
            self._scale = scale
            self._keep("appearance/text", str(scale))
        if density is not None:
            self._density = density
            self._keep("appearance/density", density)
        self.apply()

    def step_scale(self, steps: int) -> None:
        """Make text larger (+1) or smaller (-1) by one step of SCALES; 0 goes back to 100 %."""
        if steps == 0:
            self.choose(scale=100)
            return
        index = SCALES.index(self._scale) + steps
        self.choose(scale=SCALES[min(max(index, 0), len(SCALES) - 1)])

    # what widgets ask for

    def colour(self, name: str) -> QColor:
        """Return a colour of the scheme in force: "surface.window", "ksb.skill_tint" and so on.

        "highlight.*" names the ink on paper, the same in every scheme.
        """
        found = self._colours.get(name)
        if found is None:
            full = name if name.startswith(("highlight.", "print.")) else f"{self.scheme}.{name}"
            found = QColor(tokens.text(full))
            self._colours[name] = found
        return QColor(found)

    def paper_colour(self, name: str) -> QColor:
        """Return a colour of the light scheme: what lies on paper keeps it in every theme."""
        return QColor(tokens.text(f"light.{name}"))

    def space(self, name: str) -> int:
        """Return a spacing token in pixels, scaled with the text: xxs xs sm md lg xl xxl."""
        return self.px(tokens.number(f"space.{name}"))

    def size(self, name: str) -> int:
        """Return a size token in pixels, scaled with the text; never below the 24 px target."""
        scaled = self.px(tokens.number(f"size.{name}"))
        return (
            max(scaled, 24) if name in ("target_min", "control_height", "row_compact") else scaled
        )

    @property
    def row_height(self) -> int:
        """The height of list rows in pixels, by density and text size."""
        return self.size(f"row_{self._density}")

    def px(self, pixels: float) -> int:
        """Return pixels at 100 % as pixels at the text size in force."""
        return round(pixels * self._scale / 100)

    def font(self, role: str = "body", *, strong: bool = False) -> QFont:
        """Return the interface font: caption, body, subtitle, title or display; strong is 600."""
        font = QFont(self._application.font())
        font.setPointSizeF(self._points * tokens.number(f"type.{role}"))
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        return font

    def reading_font(self) -> QFont:
        """Return the font of reading views (Atkinson Hyperlegible Next, shipped with the app)."""
        if not self._reading_family:
            for style in ("Regular", "SemiBold", "Italic"):
                path = assets.path(f"fonts/AtkinsonHyperlegibleNext-{style}.ttf")
                QFontDatabase.addApplicationFont(str(path))
            self._reading_family = tokens.text("type.family_reading")
        font = QFont(self._reading_family)
        font.setPointSizeF(self._points * 1.08)
        return font

    def apply(self) -> None:
        """Put the look in force on the whole application."""
        self._colours.clear()
        font = QFont(self._application.font())
        font.setPointSizeF(self._points)
        self._application.setFont(font)
        self._application.setPalette(self._palette())
        self._application.setStyleSheet(stylesheet(self.scheme, self.px, self._points))
        self.changed.emit()

    # inside

    @property
    def _points(self) -> float:
        return self._system_points * self._scale / 100

    def _palette(self) -> QPalette:
        roles = QPalette.ColorRole
        palette = QPalette()
        for role, name in (
            (roles.Window, "surface.window"),
            (roles.WindowText, "text.normal"),
            (roles.Base, "surface.surface"),
            (roles.AlternateBase, "surface.sunken"),
            (roles.Text, "text.normal"),
            (roles.PlaceholderText, "text.muted"),
            (roles.Button, "surface.surface"),
            (roles.ButtonText, "text.normal"),
            (roles.ToolTipBase, "surface.raised"),
            (roles.ToolTipText, "text.normal"),
            (roles.Highlight, "surface.selected"),
            (roles.HighlightedText, "text.normal"),
            (roles.Link, "text.link"),
            (roles.LinkVisited, "text.link"),
            (roles.Accent, "accent.fill"),
            (roles.Light, "surface.raised"),
            (roles.Midlight, "surface.hover"),
            (roles.Mid, "line.subtle"),
            (roles.Dark, "line.strong"),
            (roles.Shadow, "line.strong"),
        ):
            palette.setColor(role, self.colour(name))
        for role in (roles.WindowText, roles.Text, roles.ButtonText, roles.HighlightedText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("text.disabled"))
        return palette

    def _stored(self, key: str, default: str) -> str:
        return str(self._settings.value(key, default)) if self._settings is not None else default

    def _keep(self, key: str, value: str) -> None:
        if self._settings is not None:
            self._settings.setValue(key, value)

    def _on_system_changed(self) -> None:
        if self._choice is Choice.SYSTEM:
            self.apply()

    @override
    def __repr__(self) -> str:
        return f"Theme({self.scheme}, {self._scale} %)"


def install(application: QApplication, settings: QSettings | None = None) -> Theme:
    """Give the application its look and return it. ``settings`` remembers choices; None forgets."""
    found = application.findChild(Theme)
    if found is not None:
        return found
    fusion = QStyleFactory.create("Fusion")
    application.setStyle(fusion)
    made = Theme(application, settings)
    made.apply()
    return made


def theme() -> Theme:
    """Return the application's theme, as with ``QApplication.palette()``; made if there is none."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise TypeError("There is no application to have a theme yet.")
    # Painting asks for it hundreds of times a frame: look no deeper than where it is.
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    return application.findChild(Theme, options=direct) or install(application)


def restyle(widget: QWidget) -> None:
    """Look again at a widget whose ``role`` or ``look`` property changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
