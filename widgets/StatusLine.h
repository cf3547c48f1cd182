#pragma once

#include <QWidget>

class QLabel;
class QPushButton;
class QTimer;

namespace segue::widgets {

/// The line at the foot of the window: the last thing worth saying, and a button that helps with it. What merely
/// informs goes after some seconds; warnings and failures stay until they are dismissed or replaced.
class StatusLine : public QWidget {
    Q_OBJECT

public:
    enum class Level { Information, Warning, Failure };
    Q_ENUM(Level)

    explicit StatusLine(QWidget* parent = nullptr);

    /// `action` names the button; without it there is none. `id` comes back with actionRequested.
    void show(Level level, const QString& message, const QString& action = {}, const QString& id = {});
    void clear();
    [[nodiscard]] QString message() const;
    /// Stands at the right whatever happens at the left: "FluidSynth · 2.1 ms".
    void setDetail(const QString& text);

Q_SIGNALS:
    void actionRequested(const QString& id);
    void dismissed();

private:
    class Light;

    Light* m_light = nullptr;
    QLabel* m_text = nullptr;
    QPushButton* m_action = nullptr;
    QPushButton* m_close = nullptr;
    QLabel* m_detail = nullptr;
    QTimer* m_timer = nullptr;
    QString m_id;
};

} // namespace segue::widgets
