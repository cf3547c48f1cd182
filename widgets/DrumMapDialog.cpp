#include "widgets/DrumMapDialog.h"

#include "core/music/PercussionNames.h"
#include "widgets/DrumMapBoard.h"
#include "widgets/FileDrop.h"
#include "widgets/Theme.h"

#include <QComboBox>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QStringList>
#include <QVBoxLayout>

#include <algorithm>
#include <string_view>
#include <utility>

namespace segue::widgets {
namespace {

constexpr int kPitches = 128;

QPushButton* button(const QString& text, const char* name, QWidget* parent) {
    auto* made = new QPushButton(text, parent);
    made->setObjectName(QString::fromLatin1(name));
    made->setAutoDefault(false);
    return made;
}

/// Of the same drums; what a map is called does not matter.
bool isSame(const music::DrumMap& a, const music::DrumMap& b) {
    const auto pitches = [](const music::DrumClass& drum) {
        auto sorted = drum.pitches;
        std::ranges::sort(sorted);
        return sorted;
    };
    return std::ranges::equal(a.classes, b.classes, {}, pitches, pitches);
}

bool isSameAndNamed(const music::DrumMap& a, const music::DrumMap& b) {
    return a.name == b.name && isSame(a, b);
}

/// The drum map file that is dragged; empty if it is anything else.
QString draggedFile(const QMimeData& mime) {
    const QStringList paths = droppedPaths(mime);
    const bool isOne = paths.size() == 1 && paths.front().endsWith(QStringLiteral(".json"), Qt::CaseInsensitive);
    return isOne ? paths.front() : QString();
}

} // namespace

DrumMapDialog::DrumMapDialog(QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Drum map for reading music"));
    setAcceptDrops(true);
    auto* explanation = new QLabel(
        tr("Which pitch is read as which drum. Drag a pitch to its drum, click it for a menu, or press a digit. "
           "Music is read anew with this map; the model and what it plays stay as they are."),
        this);
    explanation->setProperty("role", QStringLiteral("secondary"));
    explanation->setWordWrap(true);
    m_preset = new QComboBox(this);
    m_preset->setObjectName(QStringLiteral("drumMapPreset"));
    m_preset->setAccessibleName(tr("Drum map"));
    m_preset->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon); // titles are long
    m_reset = button(tr("Reset"), "drumMapReset", this);
    auto* top = new QHBoxLayout;
    top->setSpacing(spacing::kUnit);
    top->addWidget(m_preset, 1);
    top->addWidget(m_reset);
    m_failure = new QLabel(this);
    m_failure->setObjectName(QStringLiteral("drumMapFailure"));
    m_failure->setProperty("role", QStringLiteral("failure"));
    m_failure->setTextFormat(Qt::PlainText);
    m_failure->setWordWrap(true);
    m_failure->hide();

    m_board = new DrumMapBoard;
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(m_board);

    m_others = new QComboBox(this);
    m_others->setObjectName(QStringLiteral("drumMapOther"));
    m_others->setAccessibleName(tr("Show another pitch"));
    auto* open = button(tr("Open map…"), "drumMapOpen", this);
    auto* save = button(tr("Save map…"), "drumMapSave", this);
    auto* cancel = button(tr("Cancel"), "drumMapCancel", this);
    auto* apply = button(tr("Read with this map"), "drumMapApply", this);
    apply->setProperty("role", QStringLiteral("primary"));
    apply->setDefault(true);
    auto* bottom = new QHBoxLayout;
    bottom->setSpacing(spacing::kUnit);
    bottom->addWidget(m_others);
    bottom->addWidget(open);
    bottom->addWidget(save);
    bottom->addStretch(1);
    bottom->addWidget(cancel);
    bottom->addWidget(apply);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::kPanelPadding, spacing::kPanelPadding, spacing::kPanelPadding,
                               spacing::kPanelPadding);
    column->setSpacing(spacing::kGap);
    column->addWidget(explanation);
    column->addLayout(top);
    column->addWidget(m_failure);
    column->addWidget(scroll, 1);
    column->addLayout(bottom);
    resize(720, 560);

    connect(m_preset, &QComboBox::activated, this, [this](int index) {
        if (index < static_cast<int>(m_presets.size()))
            setMap(m_presets[static_cast<std::size_t>(index)].map);
    });
    connect(m_board, &DrumMapBoard::mapChanged, this, &DrumMapDialog::showPreset);
    connect(m_reset, &QPushButton::clicked, this, [this] { setMap(m_presets.front().map); });
    connect(open, &QPushButton::clicked, this, &DrumMapDialog::openRequested);
    connect(save, &QPushButton::clicked, this, &DrumMapDialog::saveRequested);
    connect(m_others, &QComboBox::activated, this, [this](int index) {
        if (index <= 0)
            return;
        m_board->addPitch(m_others->itemData(index).toInt());
        m_board->setFocus();
        fillOtherPitches();
    });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(apply, &QPushButton::clicked, this, [this] {
        Q_EMIT applied(map());
        accept();
    });
}

void DrumMapDialog::setPresets(std::vector<Preset> presets) {
    m_presets = std::move(presets);
    showPreset();
}

void DrumMapDialog::setMap(const music::DrumMap& map) {
    m_board->setMap(map);
    if (map.name != kOwnName && !isListed(map)) {
        const QString name = QString::fromStdString(map.name);
        const auto older = std::ranges::find(m_presets, name, &Preset::name);
        if (older == m_presets.end())
            m_presets.push_back({name, map});
        else
            older->map = map;
    }
    showPreset();
    fillOtherPitches();
    setFailure({});
}

music::DrumMap DrumMapDialog::map() const {
    if (const std::size_t shown = shownPreset(); shown < m_presets.size())
        return m_presets[shown].map;
    music::DrumMap map = m_board->map();
    map.name = kOwnName;
    return map;
}

void DrumMapDialog::setCounts(const std::map<int, int>& notes) {
    m_board->setCounts(notes);
    fillOtherPitches();
}

void DrumMapDialog::setFailure(const QString& sentence) {
    m_failure->setText(sentence);
    m_failure->setVisible(!sentence.isEmpty());
}

bool DrumMapDialog::isListed(const music::DrumMap& map) const {
    return std::ranges::any_of(m_presets, [&map](const Preset& preset) { return isSameAndNamed(preset.map, map); });
}

std::size_t DrumMapDialog::shownPreset() const {
    const music::DrumMap& map = m_board->map();
    auto shown = std::ranges::find_if(m_presets, [&](const Preset& preset) { return isSameAndNamed(preset.map, map); });
    if (shown == m_presets.end())
        shown = std::ranges::find_if(m_presets, [&](const Preset& preset) { return isSame(preset.map, map); });
    return static_cast<std::size_t>(shown - m_presets.begin());
}

void DrumMapDialog::showPreset() {
    const QSignalBlocker silent(m_preset);
    m_preset->clear();
    for (const Preset& preset : m_presets)
        m_preset->addItem(preset.name);
    const std::size_t shown = shownPreset();
    if (shown == m_presets.size())
        m_preset->addItem(tr("Your own"));
    m_preset->setCurrentIndex(static_cast<int>(shown));
    m_preset->setToolTip(m_preset->currentText());
    m_reset->setEnabled(shown != 0);
}

void DrumMapDialog::dragEnterEvent(QDragEnterEvent* event) {
    if (!draggedFile(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void DrumMapDialog::dropEvent(QDropEvent* event) {
    event->acceptProposedAction();
    Q_EMIT fileDropped(draggedFile(*event->mimeData()));
}

void DrumMapDialog::fillOtherPitches() {
    m_others->clear();
    m_others->addItem(tr("Another pitch…"));
    for (int pitch = 0; pitch < kPitches; ++pitch) {
        if (m_board->shows(pitch))
            continue;
        const std::string_view name = music::percussionName(MidiPitch(static_cast<std::uint8_t>(pitch)));
        m_others->addItem(
            QString::number(pitch) + u' ' + QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())), pitch);
    }
    m_others->setEnabled(m_others->count() > 1);
}

} // namespace segue::widgets
