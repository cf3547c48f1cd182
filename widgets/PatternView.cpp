#include "widgets/PatternView.h"

#include "widgets/ChordRow.h"
#include "widgets/DrumGridView.h"
#include "widgets/PatternHeat.h"
#include "widgets/PianoRollView.h"
#include "widgets/RollPattern.h"

#include <QEvent>
#include <QScopedValueRollback>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace segue::widgets {
namespace {

constexpr double kKeyboardWidth = 44;
constexpr double kHarmonyWidth = 68; // room for the key's button
constexpr int kRollShare = 3; // of a trio's height; the rest is the drums'
constexpr int kGridShare = 2;

music::Pattern nothingOf(const architecture::CodecConfig& codec) {
    if (std::holds_alternative<architecture::MelodyCodecConfig>(codec))
        return music::MelodyPattern{};
    if (std::holds_alternative<architecture::TrioCodecConfig>(codec))
        return music::TrioPattern{};
    if (std::holds_alternative<architecture::PerformanceCodecConfig>(codec))
        return music::PerformancePattern{};
    return music::DrumPattern{};
}

const music::DrumMap* drumMapOf(const architecture::CodecConfig& codec) {
    return std::visit(
        [](const auto& config) -> const music::DrumMap* {
            if constexpr (requires { config.drumMap; })
                return &config.drumMap;
            else
                return nullptr;
        },
        codec);
}

bool tellsChords(const architecture::CodecConfig& codec) {
    return std::visit(
        [](const auto& config) {
            if constexpr (requires { config.chords; })
                return config.chords;
            else
                return false;
        },
        codec);
}

bool tellsKey(const architecture::CodecConfig& codec) {
    const auto* melody = std::get_if<architecture::MelodyCodecConfig>(&codec);
    return melody && melody->key;
}

} // namespace

/// Roll over grid. A splitter alone keeps the proportions that it once had to take in a small window.
class PatternView::SharedHeight : public QSplitter {
public:
    explicit SharedHeight(QWidget* parent) : QSplitter(Qt::Vertical, parent) {
        setChildrenCollapsible(false);
        connect(this, &QSplitter::splitterMoved, this, [this] { m_isTheUsers = true; });
    }

    void share() {
        if (!m_isTheUsers)
            setSizes({kRollShare * height(), kGridShare * height()});
    }

protected:
    void resizeEvent(QResizeEvent* event) override {
        QSplitter::resizeEvent(event);
        share();
    }

private:
    bool m_isTheUsers = false;
};

PatternView::PatternView(QWidget* parent) : QWidget(parent), m_emptyText(tr("Move the puck on the map to hear music")) {
    m_chords = new ChordRow(this);
    m_parts = new SharedHeight(this);
    m_roll = new PianoRollView(m_parts);
    m_grid = new DrumGridView(m_parts);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_chords);
    column->addWidget(m_parts, 1);
    connect(m_roll, &PianoRollView::placeHovered, this, &PatternView::placeHovered);
    connect(m_grid, &DrumGridView::cellHovered, this, &PatternView::placeHovered);
    connect(m_roll, &PianoRollView::stepsShown, this, &PatternView::showSteps);
    connect(m_grid, &DrumGridView::stepsShown, this, &PatternView::showSteps);
    connect(m_chords, &ChordRow::chordChangeRequested, this, &PatternView::chordChangeRequested);
    connect(m_chords, &ChordRow::tonicChangeRequested, this, &PatternView::tonicChangeRequested);
    arrange();
}

PatternView::~PatternView() {
    // A part that loses the focus as it is destroyed says that nothing is hovered any more; nobody is there to hear it.
    m_roll->disconnect(this);
    m_grid->disconnect(this);
}

void PatternView::setCodec(const architecture::CodecConfig& codec) {
    if (codec == m_codec)
        return;
    m_codec = codec;
    if (const music::DrumMap* map = drumMapOf(codec))
        m_grid->setDrumMap(*map);
    m_pattern = nothingOf(codec);
    showMusic({});
}

void PatternView::setPattern(const music::Pattern& pattern, std::span<const float> probabilities) {
    m_pattern = pattern;
    showMusic(probabilities);
}

void PatternView::showMusic(std::span<const float> probabilities) {
    m_isChanging = true;
    std::visit([&](const auto& pattern) { present(pattern, probabilities); }, m_pattern);
    showHarmony();
    arrange();
    m_isChanging = false;
    if (!m_roll->isHidden())
        showSteps(m_roll->geometryOfRoll().time().visible());
}

void PatternView::present(const music::DrumPattern& pattern, std::span<const float> /*probabilities*/) {
    m_grid->setPattern(pattern);
}

void PatternView::present(const music::MelodyPattern& pattern, std::span<const float> probabilities) {
    m_roll->setPattern(rollOf(pattern));
    m_roll->setHeat(rollHeat(m_codec, probabilities));
}

void PatternView::present(const music::TrioPattern& pattern, std::span<const float> probabilities) {
    m_roll->setPattern(rollOf(pattern));
    m_roll->setHeat(rollHeat(m_codec, probabilities));
    const auto* config = std::get_if<architecture::TrioCodecConfig>(&m_codec);
    music::DrumPattern drums = music::drumPattern(pattern.drums, config ? config->drumMap.size() : music::kDrumClasses);
    if (config)
        addDrumHeat(drums, *config, probabilities);
    m_grid->setPattern(drums);
}

void PatternView::present(const music::PerformancePattern& pattern, std::span<const float> /*probabilities*/) {
    const auto* config = std::get_if<architecture::PerformanceCodecConfig>(&m_codec);
    m_roll->setPattern(rollOf(pattern, config ? *config : architecture::PerformanceCodecConfig{}));
}

void PatternView::showHarmony() {
    const RollPattern& roll = m_roll->pattern();
    std::vector<std::uint8_t> chords;
    std::optional<int> tonic;
    if (const auto* melody = std::get_if<music::MelodyPattern>(&m_pattern)) {
        if (tellsChords(m_codec))
            chords = melody->chords;
        if (tellsChords(m_codec) && chords.empty())
            chords.resize(melody->events.size());
        if (tellsKey(m_codec))
            tonic = melody->tonics.empty() ? 0 : melody->tonics.front();
    } else if (const auto* performance = std::get_if<music::PerformancePattern>(&m_pattern)) {
        if (tellsChords(m_codec))
            chords = stepChords(*performance, roll.steps);
    }
    m_chords->setChords(chords, roll.stepsPerBar());
    m_chords->setTonic(tonic);
    m_chords->setVisible(!chords.empty() || tonic);
}

void PatternView::arrange() {
    const bool isTrio = std::holds_alternative<music::TrioPattern>(m_pattern);
    const bool hasGrid = isTrio || std::holds_alternative<music::DrumPattern>(m_pattern);
    const bool hasRoll = !std::holds_alternative<music::DrumPattern>(m_pattern);
    if (hasRoll == m_roll->isHidden() || hasGrid == m_grid->isHidden()) {
        m_roll->setVisible(hasRoll);
        m_grid->setVisible(hasGrid);
        m_parts->share();
    }
    m_roll->setBarNumbersVisible(!isTrio);
    m_roll->setEmptyText(m_emptyText);
    m_grid->setEmptyText(isTrio ? QString() : m_emptyText);
    double margin = hasRoll ? kKeyboardWidth : 0;
    if (!m_chords->isHidden())
        margin = std::max(margin, kHarmonyWidth);
    if (hasGrid)
        margin = std::max(margin, m_grid->namesWidth());
    m_grid->setMargin(margin);
    m_roll->setMargin(margin);
    m_chords->setMargin(margin);
}

void PatternView::showSteps(const StepRange& range) {
    if (m_isChanging)
        return;
    const QScopedValueRollback changing(m_isChanging, true);
    if (!m_roll->isHidden())
        m_roll->showSteps(range);
    if (!m_grid->isHidden())
        m_grid->showSteps(range);
    m_chords->showSteps(range);
}

void PatternView::setArrived(float part) {
    const auto of = [&](int steps) {
        const bool isWhole = part >= 1 || std::holds_alternative<music::PerformancePattern>(m_pattern);
        return isWhole ? std::nullopt : std::optional(static_cast<double>(part) * steps);
    };
    m_grid->setArrived(of(m_grid->geometryOfGrid().time().steps()));
    m_roll->setArrived(of(m_roll->geometryOfRoll().time().steps()));
}

void PatternView::setTempo(Bpm tempo) {
    m_grid->setTempo(tempo);
}

void PatternView::setPlayhead(std::optional<double> steps) {
    m_grid->setPlayhead(steps);
    m_roll->setPlayhead(steps);
    m_chords->setPlayhead(steps);
}

void PatternView::setEmptyText(const QString& text) {
    m_emptyText = text;
    arrange();
}

void PatternView::setHeatVisible(bool visible) {
    m_grid->setHeatVisible(visible);
    m_roll->setHeatVisible(visible);
}

bool PatternView::isHeatVisible() const {
    return m_roll->isHeatVisible();
}

void PatternView::fit() {
    m_grid->fit();
    m_roll->fit();
}

void PatternView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange && m_grid)
        arrange();
}

} // namespace segue::widgets
