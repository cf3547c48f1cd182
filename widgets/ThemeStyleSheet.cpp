#include "widgets/Theme.h"

#include <QHash>

namespace segue::widgets {
namespace {

// Buttons take the property `role`: "primary" (the one that matters), "quiet" (text only), "segment" (one of several).
constexpr const char* kTemplate = R"(
QPushButton, QToolButton {
    background: @raised; color: @text; border: 1px solid transparent; border-radius: 6px;
    padding: 0 11px; min-height: 26px;
}
QToolButton { padding: 0 7px; }
QPushButton:hover, QToolButton:hover { background: @raisedHover; }
QPushButton:pressed, QToolButton:pressed { background: @line; }
QPushButton:focus, QToolButton:focus { border-color: @secondary; }
QPushButton:disabled, QToolButton:disabled { color: @faint; }
QPushButton:checked, QToolButton:checked { background: @raisedHover; }
QToolButton::menu-indicator { image: none; width: 0; }
QPushButton[role="primary"], QToolButton[role="primary"] {
    background: @accent; color: @onAccent; font-weight: 600;
}
QPushButton[role="primary"]:hover, QToolButton[role="primary"]:hover { background: @accentHover; }
QPushButton[role="primary"]:pressed, QToolButton[role="primary"]:pressed { background: @accent; }
QPushButton[role="primary"]:focus, QToolButton[role="primary"]:focus { border: 2px solid @text; padding: 0 10px; min-height: 24px; }
QPushButton[role="primary"]:disabled { background: @raised; color: @faint; }
QPushButton[role="quiet"], QToolButton[role="quiet"] {
    background: transparent; color: @secondary; padding: 0 4px; min-height: 20px;
}
QPushButton[role="quiet"]:hover, QToolButton[role="quiet"]:hover { color: @text; background: @raised; }
QPushButton[role="quiet"]:focus, QToolButton[role="quiet"]:focus { border-color: @secondary; }
QPushButton[role="quiet"]:disabled, QToolButton[role="quiet"]:disabled { color: @faint; background: transparent; }
QPushButton[role="compact"] { padding: 0 9px; min-height: 20px; }
QPushButton[role="segment"] { background: transparent; color: @secondary; padding: 0 10px; min-height: 22px; }
QPushButton[role="segment"]:hover { color: @text; }
QPushButton[role="segment"]:checked { background: @raisedHover; color: @text; font-weight: 600; }
QPushButton[role="segment"]:disabled { color: @faint; }
QPushButton[role="segment"]:focus { border-color: @secondary; }
QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox {
    background: @inset; color: @text; border: 1px solid @line; border-radius: 6px; padding: 0 7px; min-height: 26px;
    selection-background-color: @accent; selection-color: @onAccent;
}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus { border-color: @secondary; }
QComboBox {
    background: @raised; color: @text; border: 1px solid transparent; border-radius: 6px; padding: 0 10px; min-height: 26px;
}
QComboBox:hover { background: @raisedHover; }
QComboBox:focus { border-color: @secondary; }
QComboBox:disabled { color: @faint; }
QComboBox[role="ownArrow"]::drop-down { border: none; background: transparent; width: 22px; }
QComboBox[role="ownArrow"]::down-arrow { image: none; }
QComboBox QAbstractItemView { background: @panel; color: @text; border: 1px solid @line; selection-background-color: @raisedHover; selection-color: @text; }
QTreeView { background: @inset; color: @text; border: none; border-radius: 6px; outline: none; }
QTreeView::item { min-height: 22px; }
QTreeView::item:selected { background: @raisedHover; color: @text; }
QTreeView::indicator { width: 11px; height: 11px; border: 1px solid @secondary; border-radius: 3px; background: @panel; }
QTreeView::indicator:checked { background: @accent; border-color: @accent; }
QHeaderView { background: transparent; }
QHeaderView::section { background: transparent; color: @secondary; border: none; padding: 3px 4px; }
QSlider { min-height: 20px; background: transparent; }
QSlider::groove:horizontal { height: 4px; background: @track; border-radius: 2px; }
QSlider::sub-page:horizontal { height: 4px; background: @accent; border-radius: 2px; }
QSlider::handle:horizontal { width: 14px; height: 14px; margin: -5px 0; border-radius: 7px; background: @handle; }
QSlider::handle:horizontal:focus { border: 2px solid @accent; width: 10px; height: 10px; }
QSlider::sub-page:horizontal:disabled { background: @track; }
QProgressBar { background: @track; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
QMenu { background: @panel; color: @text; border: 1px solid @line; padding: 6px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: @raisedHover; }
QMenu::item:disabled { color: @secondary; }
QMenu::separator { height: 1px; background: @line; margin: 6px 8px; }
QMenu::indicator { width: 14px; height: 14px; left: 6px; }
QFrame[role="popup"] { background: @panel; border: 1px solid @line; }
QMenuBar { background: @background; color: @text; }
QMenuBar::item { padding: 4px 10px; background: transparent; border-radius: 4px; }
QMenuBar::item:selected { background: @raised; }
QToolTip { background: @raised; color: @text; border: 1px solid @line; padding: 4px 6px; }
QTabWidget::pane { border: none; }
QTabBar { qproperty-drawBase: 0; background: transparent; }
QTabBar::tab { background: transparent; color: @secondary; padding: 6px 2px; margin: 0 12px 0 0; border: none; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: @text; border-bottom-color: @accent; font-weight: 600; }
QTabBar::tab:hover { color: @text; }
QDockWidget { color: @secondary; }
QDockWidget::title { background: transparent; padding: 6px 12px; }
QMainWindow::separator { background: transparent; width: 12px; height: 12px; }
QSplitter::handle { background: transparent; }
QStatusBar { background: @background; color: @secondary; }
QStatusBar::item { border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar::handle:vertical { background: @track; border-radius: 4px; min-height: 24px; margin: 1px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle:horizontal { background: @track; border-radius: 4px; min-width: 24px; margin: 1px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QLabel { background: transparent; }
QLabel[role="secondary"] { color: @secondary; }
QLabel[role="failure"] { color: @danger; }
QLabel[role="warning"] { color: @accent; }
)";

} // namespace

QString styleSheetOf(const Theme& theme) {
    const QHash<QString, QColor> roles{
        {QStringLiteral("raised"), theme.raised},
        {QStringLiteral("raisedHover"), theme.raisedHover},
        {QStringLiteral("text"), theme.text},
        {QStringLiteral("line"), theme.line},
        {QStringLiteral("secondary"), theme.secondaryText},
        {QStringLiteral("faint"), theme.faintText},
        {QStringLiteral("accent"), theme.accent},
        {QStringLiteral("accentHover"), mix(theme.accent, theme.isDark ? Qt::white : Qt::black, 0.12)},
        {QStringLiteral("onAccent"), theme.onAccent},
        {QStringLiteral("inset"), theme.inset},
        {QStringLiteral("panel"), theme.panel},
        {QStringLiteral("background"), theme.background},
        {QStringLiteral("track"), theme.track},
        {QStringLiteral("handle"), theme.handle},
        {QStringLiteral("danger"), theme.danger},
    };
    const QString pattern = QString::fromLatin1(kTemplate);
    QString sheet;
    sheet.reserve(pattern.size());
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        if (pattern[i] != u'@') {
            sheet += pattern[i];
            continue;
        }
        qsizetype end = i + 1;
        while (end < pattern.size() && pattern[end].isLetter())
            ++end;
        sheet += roles.value(pattern.mid(i + 1, end - i - 1)).name();
        i = end - 1;
    }
    return sheet;
}

} // namespace segue::widgets
