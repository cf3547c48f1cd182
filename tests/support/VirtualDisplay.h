#pragma once

#include <QByteArray>
#include <QPoint>
#include <QProcess>
#include <QSize>
#include <QString>

namespace segue::test {

/// A screen of the test's own, in memory, with a pointer that presses real buttons.
class VirtualDisplay {
public:
    /// Empty if Xvfb and xdotool are here, else what to QSKIP with.
    [[nodiscard]] static QString whyNot();

    ~VirtualDisplay();
    VirtualDisplay() = default;
    VirtualDisplay(const VirtualDisplay&) = delete;
    VirtualDisplay& operator=(const VirtualDisplay&) = delete;

    /// False if it does not come up within seconds.
    [[nodiscard]] bool start(QSize size = {1280, 800});
    /// ":99", for DISPLAY.
    [[nodiscard]] const QByteArray& name() const { return m_name; }

    // Each is false if xdotool failed. Places are pixels of the screen.
    [[nodiscard]] bool click(QPoint place);
    /// Presses at the first place, goes to the second one in steps as a hand does, and releases.
    [[nodiscard]] bool drag(QPoint from, QPoint to, int steps = 12);

    /// Everything on the screen, as a PNG file; false where ImageMagick is missing.
    [[nodiscard]] bool saveScreenshot(const QString& path);
    /// What pressing a window's close button does: asks every window there. False if there is none.
    [[nodiscard]] bool askWindowsToClose();

private:
    [[nodiscard]] bool run(const QString& program, const QStringList& arguments);

    QProcess m_server;
    QByteArray m_name;
};

} // namespace segue::test
