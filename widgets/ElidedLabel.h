#pragma once

#include <QLabel>

namespace segue::widgets {

/// One line of text that shortens itself with an ellipsis where there is too little room, and shows all of it as a
/// tool tip then. text() stays whole.
class ElidedLabel : public QLabel {
    Q_OBJECT

public:
    using QLabel::QLabel;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
};

} // namespace segue::widgets
