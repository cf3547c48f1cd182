#pragma once

#include <QStringList>
#include <QWidget>

class QButtonGroup;
class QHBoxLayout;

namespace segue::widgets {

/// A few choices side by side of which one holds ("Styles | PCA"); arrow keys move between them.
class ChoiceStrip : public QWidget {
    Q_OBJECT

public:
    explicit ChoiceStrip(const QStringList& choices, QWidget* parent = nullptr);

    /// After those there are.
    void addChoice(const QString& text);
    [[nodiscard]] int current() const;
    void setCurrent(int index);
    void setChoiceText(int index, const QString& text);
    void setChoiceEnabled(int index, bool enabled, const QString& reason = {});

Q_SIGNALS:
    /// By the user only.
    void chosen(int index);

protected:
    void changeEvent(QEvent* event) override;

private:
    QHBoxLayout* m_row = nullptr;
    QButtonGroup* m_buttons = nullptr;
};

} // namespace segue::widgets
