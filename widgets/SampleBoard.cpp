#include "widgets/SampleBoard.h"

#include "widgets/PatternThumbnail.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>

#include <algorithm>
#include <utility>

namespace segue::widgets {
namespace {

using Kind = SamplePlace::Kind;

constexpr int kLeastThumbnail = 72;

QString nameOf(Kind kind) {
    switch (kind) {
    case Kind::Original: return SampleBoard::tr("Original");
    case Kind::Reconstruction: return SampleBoard::tr("Given back");
    case Kind::Draw: break;
    }
    return SampleBoard::tr("Made up");
}

} // namespace

SampleBoard::SampleBoard(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("What the model can play"));
    const auto button = [this](const QString& text, const char* name, const QString& toolTip) {
        auto* made = new QPushButton(text, this);
        made->setObjectName(QString::fromLatin1(name));
        made->setProperty("role", QStringLiteral("compact"));
        made->setToolTip(toolTip);
        made->setAccessibleName(toolTip);
        return made;
    };
    m_title = new QLabel(this);
    m_title->setProperty("role", QStringLiteral("secondary"));
    m_earlier = button(QStringLiteral("◂"), "earlier", tr("The evaluation before"));
    m_later = button(QStringLiteral("▸"), "later", tr("The evaluation after"));
    m_toA = button(tr("To A"), "toA", tr("The pattern that was clicked becomes A (A)"));
    m_toB = button(tr("To B"), "toB", tr("The pattern that was clicked becomes B (B)"));
    m_empty = new QLabel(tr("At its first evaluation the run writes down what it can play: held-out music as it gives "
                            "it back, and patterns of its own"),
                         this);
    m_empty->setProperty("role", QStringLiteral("secondary"));
    m_empty->setWordWrap(true);
    m_sheet = new QWidget;
    m_grid = new QGridLayout(m_sheet);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(3);
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_sheet);
    scroll->viewport()->setAutoFillBackground(false);
    m_sheet->setAutoFillBackground(false);

    auto* head = new QHBoxLayout;
    head->setSpacing(6);
    head->addWidget(m_earlier);
    head->addWidget(m_later);
    head->addWidget(m_title, 1);
    head->addWidget(m_toA);
    head->addWidget(m_toB);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(head);
    column->addWidget(m_empty);
    column->addWidget(scroll, 1);

    connect(m_earlier, &QPushButton::clicked, this, [this] { go(-1); });
    connect(m_later, &QPushButton::clicked, this, [this] { go(1); });
    connect(m_toA, &QPushButton::clicked, this, [this] { Q_EMIT anchorRequested(*m_chosen, Anchor::A); });
    connect(m_toB, &QPushButton::clicked, this, [this] { Q_EMIT anchorRequested(*m_chosen, Anchor::B); });
    refresh();
}

void SampleBoard::setSteps(std::vector<std::int64_t> steps) {
    if (steps == m_steps)
        return;
    const auto before = step();
    const bool followsNewest = m_steps.empty() || m_index + 1 == m_steps.size();
    m_steps = std::move(steps);
    const auto same = before ? std::ranges::find(m_steps, *before) : m_steps.end();
    m_index = followsNewest || same == m_steps.end() ? m_steps.size() - std::min<std::size_t>(1, m_steps.size())
                                                     : static_cast<std::size_t>(same - m_steps.begin());
    if (m_steps.empty())
        setSamples({});
    refresh();
    if (step() != before)
        Q_EMIT stepChanged();
}

std::optional<std::int64_t> SampleBoard::step() const {
    return m_index < m_steps.size() ? std::optional(m_steps[m_index]) : std::nullopt;
}

void SampleBoard::go(int by) {
    m_index = static_cast<std::size_t>(static_cast<int>(m_index) + by);
    refresh();
    Q_EMIT stepChanged();
}

void SampleBoard::setSamples(const RunSamples& samples) {
    if (samples == m_samples)
        return;
    m_samples = samples;
    m_chosen.reset();
    m_sounding.reset();
    fillRow(0, Kind::Original, m_samples.originals);
    fillRow(1, Kind::Reconstruction, m_samples.reconstructions);
    fillRow(2, Kind::Draw, m_samples.draws);
    dress();
    refresh();
}

/// Keeps the thumbnails there are, so that the focus stays where it is while samples change.
void SampleBoard::fillRow(int row, Kind kind, const std::vector<music::Pattern>& patterns) {
    if (!m_grid->itemAtPosition(row, 0)) {
        auto* label = new QLabel(nameOf(kind), m_sheet);
        label->setFont(scaled(label->font(), 0.9));
        label->setProperty("role", QStringLiteral("secondary"));
        m_grid->addWidget(label, row, 0);
    }
    m_grid->itemAtPosition(row, 0)->widget()->setVisible(!patterns.empty());
    const int count = static_cast<int>(patterns.size());
    for (int i = 0; i < count; ++i) {
        const SamplePlace place{kind, i};
        auto* known = thumbnail(place);
        if (!known) {
            known = new PatternThumbnail(m_sheet);
            known->setMinimumWidth(kLeastThumbnail);
            known->setAccessibleName(tr("%1 %2").arg(nameOf(kind)).arg(i + 1));
            known->setToolTip(tr("Click to hear it; A and B make it an end of the morph"));
            known->installEventFilter(this);
            connect(known, &PatternThumbnail::clicked, this, [this, place] {
                choose(place);
                Q_EMIT listenRequested(place);
            });
            m_grid->addWidget(known, row, i + 1);
            m_grid->setColumnStretch(i + 1, 1);
            m_cells.push_back({place, known});
        }
        known->setPattern(patterns[static_cast<std::size_t>(i)]);
    }
    for (const Cell& cell : m_cells)
        if (cell.place.kind == kind)
            cell.thumbnail->setVisible(cell.place.index < count);
}

PatternThumbnail* SampleBoard::thumbnail(const SamplePlace& place) const {
    const auto found = std::ranges::find(m_cells, place, &Cell::place);
    return found != m_cells.end() ? found->thumbnail : nullptr;
}

const music::Pattern* SampleBoard::at(const SamplePlace& place) const {
    const auto& row = place.kind == Kind::Original         ? m_samples.originals
                      : place.kind == Kind::Reconstruction ? m_samples.reconstructions
                                                           : m_samples.draws;
    const auto index = static_cast<std::size_t>(place.index);
    return index < row.size() ? &row[index] : nullptr;
}

void SampleBoard::setSounding(std::optional<SamplePlace> place) {
    m_sounding = place;
    for (const Cell& cell : m_cells)
        cell.thumbnail->setCurrent(place == cell.place);
}

void SampleBoard::choose(const SamplePlace& place) {
    m_chosen = place;
    refresh();
}

void SampleBoard::dress() {
    const Theme& theme = themeOf(*this);
    for (const Cell& cell : m_cells)
        cell.thumbnail->setColour(cell.place.kind == Kind::Original ? theme.secondaryText
                                  : cell.place.kind == Kind::Draw   ? theme.classColour(2)
                                                                    : theme.accent);
}

void SampleBoard::refresh() {
    const auto shown = step();
    m_title->setText(shown ? tr("step %1").arg(QLocale().toString(static_cast<qlonglong>(*shown))) +
                                 (m_index + 1 == m_steps.size() ? tr(" · newest") : QString())
                           : QString());
    m_earlier->setEnabled(shown && m_index > 0);
    m_later->setEnabled(shown && m_index + 1 < m_steps.size());
    for (QPushButton* button : {m_toA, m_toB})
        button->setEnabled(m_chosen.has_value());
    m_empty->setVisible(m_cells.empty() || m_samples == RunSamples());
}

bool SampleBoard::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto cell = std::ranges::find_if(m_cells, [&](const Cell& each) { return each.thumbnail == watched; });
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (cell == m_cells.end() || (key != Qt::Key_A && key != Qt::Key_B))
        return QWidget::eventFilter(watched, event);
    choose(cell->place);
    Q_EMIT anchorRequested(cell->place, key == Qt::Key_A ? Anchor::A : Anchor::B);
    return true;
}

void SampleBoard::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        dress();
}

} // namespace segue::widgets
