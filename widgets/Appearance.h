#pragma once

#include <QObject>

class QApplication;

namespace segue::widgets {

enum class AppearanceChoice { System, Dark, Light };

/// Dresses the application: palette, style sheet and font of the theme that the user chose, or that the system's
/// palette suggests. One lives in main().
class Appearance : public QObject {
    Q_OBJECT

public:
    explicit Appearance(QApplication& application);

    [[nodiscard]] AppearanceChoice choice() const { return m_choice; }
    void setChoice(AppearanceChoice choice);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void apply();

    QApplication& m_application;
    AppearanceChoice m_choice = AppearanceChoice::System;
    bool m_applying = false;
};

} // namespace segue::widgets
