#pragma once

#include <QWidget>

class QTimer;

namespace segue::widgets {

/// A small round light: dim at rest, bright for a moment after flash().
class ActivityLight : public QWidget {
    Q_OBJECT

public:
    explicit ActivityLight(QWidget* parent = nullptr);

    void flash();
    [[nodiscard]] bool isLit() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QTimer* m_timer = nullptr;
};

} // namespace segue::widgets
