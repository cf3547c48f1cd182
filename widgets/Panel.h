#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace segue::widgets {

/// A rounded surface with a title, a quieter subtitle, tools at the right of them, and one content widget.
class Panel : public QFrame {
    Q_OBJECT

public:
    /// An empty title: the panel has no title line, and neither subtitle nor tools.
    explicit Panel(const QString& title, QWidget* parent = nullptr);

    void setSubtitle(const QString& text);
    /// Appends to the right end of the title line. Takes ownership.
    void addTool(QWidget* tool);
    /// Below the title line, filling the rest. Takes ownership.
    void setContent(QWidget* content);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* m_title = nullptr;
    QLabel* m_subtitle = nullptr;
    QHBoxLayout* m_tools = nullptr;
    QVBoxLayout* m_layout = nullptr;
};

} // namespace segue::widgets
