#include "widgets/ChordChooser.h"

#include "core/music/Chord.h"

#include <QButtonGroup>
#include <QGridLayout>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPushButton>
#include <QScreen>

#include <algorithm>

namespace segue::widgets {
namespace {

constexpr int kRoots = 12;
constexpr int kKinds = 4;

} // namespace

ChordChooser::ChordChooser(QWidget* parent) : QFrame(parent, Qt::Popup) {
    setProperty("role", QStringLiteral("popup"));
    setAccessibleName(tr("Chords"));
    m_buttons = new QButtonGroup(this);
    m_buttons->setExclusive(true);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(6, 6, 6, 6);
    grid->setHorizontalSpacing(4);
    grid->setVerticalSpacing(2);
    const QStringList kinds{tr("major"), tr("minor"), tr("augmented"), tr("diminished")};
    for (int triad = 0; triad < music::kTriadClasses; ++triad) {
        auto* button = new QPushButton(QString::fromStdString(music::figureOfTriadClass(triad)), this);
        button->setProperty("role", QStringLiteral("segment"));
        button->setCheckable(true);
        m_buttons->addButton(button, triad);
        if (triad == 0) {
            button->setText(tr("No chord"));
            grid->addWidget(button, 0, 0, 1, kKinds);
            continue;
        }
        const int root = (triad - 1) % kRoots;
        const int kind = (triad - 1) / kRoots;
        const std::string_view name = music::pitchClassName(root);
        button->setAccessibleName(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())) +
                                  QLatin1Char(' ') + kinds[kind]);
        grid->addWidget(button, root + 1, kind);
    }
    connect(m_buttons, &QButtonGroup::idClicked, this, [this](int triad) {
        hide();
        Q_EMIT chosen(triad);
    });
}

void ChordChooser::open(const QRect& anchor, int triadClass) {
    m_buttons->button(triadClass)->setChecked(true);
    adjustSize();
    QPoint place = anchor.bottomLeft() + QPoint(0, 4);
    if (const QScreen* screen = QGuiApplication::screenAt(anchor.center())) {
        const QRect room = screen->availableGeometry();
        if (place.y() + height() > room.bottom())
            place.setY(std::max(room.top(), anchor.top() - 4 - height()));
        place.setX(std::clamp(place.x(), room.left(), std::max(room.left(), room.right() - width())));
    }
    move(place);
    show();
    m_buttons->button(triadClass)->setFocus(Qt::PopupFocusReason);
}

void ChordChooser::keyPressEvent(QKeyEvent* event) {
    const QString text = event->text().toUpper();
    const auto isRoot = [&](int root) {
        const std::string_view name = music::pitchClassName(root);
        return name.size() == 1 && text == QLatin1Char(name.front());
    };
    for (int root = 0; root < kRoots; ++root)
        if (isRoot(root)) {
            m_buttons->button(1 + root)->setFocus(Qt::ShortcutFocusReason);
            return;
        }
    QFrame::keyPressEvent(event);
}

} // namespace segue::widgets
