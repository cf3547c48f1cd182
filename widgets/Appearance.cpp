#include "widgets/Appearance.h"

#include "widgets/Theme.h"

#include <QApplication>
#include <QEvent>
#include <QStyleFactory>

namespace segue::widgets {
namespace {

/// A bare display server has no desktop that could say what it prefers; its palette means nothing. There, dark is ours.
bool systemHasPreference() {
#ifdef Q_OS_LINUX
    return !qEnvironmentVariableIsEmpty("XDG_CURRENT_DESKTOP") || !qEnvironmentVariableIsEmpty("DESKTOP_SESSION");
#else
    return true;
#endif
}

} // namespace

Appearance::Appearance(QApplication& application) : m_application(application) {
    application.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    application.setFont(interfaceFont());
    application.installEventFilter(this);
    apply();
}

void Appearance::setChoice(AppearanceChoice choice) {
    if (m_choice == choice)
        return;
    m_choice = choice;
    apply();
}

bool Appearance::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ThemeChange && !m_applying && m_choice == AppearanceChoice::System)
        apply();
    return QObject::eventFilter(watched, event);
}

void Appearance::apply() {
    m_applying = true;
    bool dark = m_choice == AppearanceChoice::Dark;
    if (m_choice == AppearanceChoice::System) {
        m_application.setPalette(QPalette()); // what the system says by itself
        dark = !systemHasPreference() || QApplication::palette().color(QPalette::WindowText).lightnessF() > 0.5F;
    }
    const Theme& theme = dark ? darkTheme() : lightTheme();
    m_application.setPalette(paletteOf(theme));
    m_application.setStyleSheet(styleSheetOf(theme));
    m_applying = false;
}

} // namespace segue::widgets
