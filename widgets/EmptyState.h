#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace segue::widgets {

/// What stands where nothing is yet: a sentence that says what to do next, and a button that does it.
class EmptyState : public QWidget {
    Q_OBJECT

public:
    explicit EmptyState(const QString& text, QWidget* parent = nullptr);

    void setText(const QString& text);
    /// An empty text hides the button.
    void setAction(const QString& text);

Q_SIGNALS:
    void actionRequested();

private:
    QLabel* m_text = nullptr;
    QPushButton* m_action = nullptr;
};

} // namespace segue::widgets
