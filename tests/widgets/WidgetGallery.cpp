// All widgets with made-up data, laid out as in the main window: to look at, and to grab as a picture.
//
//     widget_gallery [--light] [--empty] [--pattern groove|full|melody|chords|trio|performance] [--size 1280x800]
//                    [--grab FILE.png [--after MILLISECONDS]]

#include "tests/widgets/MadeUpData.h"
#include "widgets/AnchorCard.h"
#include "widgets/Appearance.h"
#include "widgets/ChoiceStrip.h"
#include "widgets/DragOutButton.h"
#include "widgets/LatentMapView.h"
#include "widgets/MorphPanel.h"
#include "widgets/Panel.h"
#include "widgets/PatternView.h"
#include "widgets/RunCharts.h"
#include "widgets/RunHead.h"
#include "widgets/StatusLine.h"
#include "widgets/TrainingPanel.h"
#include "widgets/TransportBar.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QHBoxLayout>
#include <QTabWidget>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

using namespace segue;
using namespace segue::widgets;

namespace {

/// A codec and two pieces of its music.
struct Example {
    architecture::CodecConfig codec;
    music::Pattern a;
    music::Pattern b;
    std::vector<float> probabilities; ///< of a
};

Example exampleOf(const QString& kind) {
    if (kind == QStringLiteral("full")) {
        architecture::DrumsCodecConfig codec;
        codec.drumMap = music::fullDrumMap();
        music::DrumPattern pattern(32, 4, codec.drumMap.size());
        for (int step = 0; step < pattern.steps(); ++step)
            for (const auto& [drum, every] : {std::pair(0, 8), {2, 5}, {17, 2}, {27, 15}, {35, 7}, {52, 16}, {56, 6}})
                pattern.at(step, drum).hit = step % every == 0;
        for (int step = 0; step < pattern.steps(); ++step)
            for (int drum = 0; drum < pattern.drums(); ++drum)
                pattern.at(step, drum).velocity = 0.7F;
        return {codec, pattern, pattern, {}};
    }
    if (kind == QStringLiteral("melody"))
        return {architecture::MelodyCodecConfig{}, madeup::melody(2, 3), madeup::melody(2, 8),
                madeup::melodyProbabilities(madeup::melody(2, 3))};
    if (kind == QStringLiteral("chords")) {
        architecture::MelodyCodecConfig codec;
        codec.chords = codec.key = true;
        return {codec, madeup::melody(4, 3), madeup::melody(4, 8), madeup::melodyProbabilities(madeup::melody(4, 3))};
    }
    if (kind == QStringLiteral("trio"))
        return {architecture::TrioCodecConfig{}, madeup::trio(16, 3), madeup::trio(16, 8), {}};
    if (kind == QStringLiteral("performance"))
        return {architecture::PerformanceCodecConfig{}, madeup::performance(3), madeup::performance(8), {}};
    return {architecture::GrooveCodecConfig{}, madeup::groove(3), madeup::groove(8), {}};
}

/// `t` of the way: drums are mixed, other music is one or the other.
music::Pattern between(const Example& example, double t) {
    const auto* a = std::get_if<music::DrumPattern>(&example.a);
    const auto* b = std::get_if<music::DrumPattern>(&example.b);
    if (a && b && a->drums() == music::kDrumClasses)
        return madeup::between(*a, *b, t);
    return t <= 0.52 ? example.a : example.b;
}

int stepsOf(const music::Pattern& pattern) {
    constexpr int kPerformance = 96;
    return std::visit(
        [](const auto& known) {
            if constexpr (requires { known.steps(); })
                return known.steps();
            else
                return kPerformance;
        },
        pattern);
}

class Gallery : public QWidget {
public:
    Gallery(bool empty, const QString& kind) : m_example(exampleOf(kind)) {
        setWindowTitle(QStringLiteral("Segue's widgets"));
        m_transport = new TransportBar(this);
        m_map = new LatentMapView(this);
        m_pattern = new PatternView(this);
        m_pattern->setCodec(m_example.codec);
        m_morph = new MorphPanel(this);
        m_training = new TrainingPanel(this);
        m_status = new StatusLine(this);
        layOut();
        if (!empty)
            fill();
        wire();
    }

private:
    void layOut() {
        auto* mapPanel = new Panel(QStringLiteral("Map"), this);
        mapPanel->setSubtitle(QStringLiteral("Groove MIDI Dataset · 19,411 windows"));
        mapPanel->addTool(new ChoiceStrip({QStringLiteral("Styles"), QStringLiteral("PCA")}, mapPanel));
        mapPanel->setContent(m_map);
        auto* gridPanel = new Panel(QStringLiteral("Pattern"), this);
        gridPanel->setSubtitle(QStringLiteral("2 bars · decoded in 0.6 ms"));
        m_dragOut = new DragOutButton(gridPanel);
        auto* heat = new QToolButton(gridPanel);
        heat->setText(QStringLiteral("Heat"));
        heat->setCheckable(true);
        heat->setChecked(true);
        connect(heat, &QToolButton::toggled, m_pattern, &PatternView::setHeatVisible);
        gridPanel->addTool(heat);
        gridPanel->addTool(m_dragOut);
        gridPanel->setContent(m_pattern);
        auto* morphPanel = new Panel(QStringLiteral("Morph"), this);
        morphPanel->setContent(m_morph);
        auto* trainingPanel = new Panel(QStringLiteral("Training"), this);
        trainingPanel->setContent(m_training);

        auto* right = new QVBoxLayout;
        right->setSpacing(spacing::kGap);
        right->addWidget(gridPanel, 10);
        right->addWidget(morphPanel, 7);
        auto* middle = new QHBoxLayout;
        middle->setSpacing(spacing::kGap);
        middle->addWidget(mapPanel, 21);
        middle->addLayout(right, 20);
        auto* body = new QVBoxLayout;
        body->setContentsMargins(spacing::kGap, spacing::kGap, spacing::kGap, 0);
        body->setSpacing(spacing::kGap);
        body->addLayout(middle, 1);
        body->addWidget(trainingPanel);
        auto* column = new QVBoxLayout(this);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(0);
        column->addWidget(m_transport);
        column->addLayout(body, 1);
        column->addWidget(m_status);
    }

    void fill() {
        m_transport->setOutputs({{QStringLiteral("synth"), QStringLiteral("FluidSynth"), true, false},
                                 {QStringLiteral("port"), QStringLiteral("TR-8S"), true, false},
                                 {QStringLiteral("virtual"), QStringLiteral("Segue (virtual port)"), false, false}});
        m_transport->setPlaying(true);
        m_transport->setTemperature(0.4);
        const madeup::Map map = madeup::clusters(19411, 18);
        m_map->setDots(std::make_shared<const latent::DotIndex>(map.points), map.classes, map.names);
        m_map->setAnchor(Anchor::A, LatentMapView::Point{-0.55F, 0.45F});
        m_map->setAnchor(Anchor::B, LatentMapView::Point{0.6F, -0.4F});
        std::vector<LatentMapView::Point> path;
        for (int i = 0; i <= 40; ++i) {
            const float t = static_cast<float>(i) / 40.0F;
            path.push_back({-0.55F + 1.15F * t, 0.45F - 0.85F * t + 0.18F * std::sin(3.14159F * t)});
        }
        m_map->setPath(path);
        m_map->setPuck({0.05F, 0.2F});
        const auto show = [this](double t) {
            const music::Pattern pattern = between(m_example, t);
            m_pattern->setPattern(pattern, pattern == m_example.a ? m_example.probabilities : std::vector<float>());
            m_dragOut->setPattern(pattern);
        };
        show(0.5);
        m_morph->card(Anchor::A).setContent(QStringLiteral("my_funk.mid"), m_example.a, {0, 1, 2, 3, 4}, 4);
        m_morph->card(Anchor::B).setContent(QStringLiteral("bossa_take3.mid"), m_example.b, {0, 1}, 0);
        m_morph->setMorphEnabled(true);
        m_morph->setMorph(0.52);
        fillStrip();
        m_training->head().setTitle(QStringLiteral("my breaks · 3,120 windows · groovae_2bar"));
        m_training->head().setHistory(madeup::run(6240));
        m_training->charts().setHistory(madeup::run(6240));
        m_training->showPage(TrainingPanel::Page::Charts);
        m_training->head().setPlayable(true);
        m_status->show(StatusLine::Level::Warning,
                       QStringLiteral("The MIDI port “TR-8S” is gone. FluidSynth plays on."),
                       QStringLiteral("Look again"));
        m_status->setDetail(QStringLiteral("groovae_2bar · FluidSynth"));
        connect(m_morph, &MorphPanel::morphMoveRequested, this, show);
        startPlayhead();
    }

    void fillStrip() {
        std::vector<music::Pattern> strip;
        for (int i = 0; i < m_morph->steps(); ++i)
            strip.push_back(between(m_example, i / (m_morph->steps() - 1.0)));
        m_morph->setStrip(strip);
    }

    void startPlayhead() {
        auto* timer = new QTimer(this);
        timer->setTimerType(Qt::PreciseTimer);
        timer->setInterval(16);
        m_clock.start();
        connect(timer, &QTimer::timeout, this, [this] {
            const double steps =
                static_cast<double>(m_clock.elapsed()) / 1000.0 * m_transport->tempo().value / 60 * 4 + 19;
            m_pattern->setPlayhead(std::fmod(steps, stepsOf(m_example.a)));
            m_transport->flashActivity();
        });
        timer->start();
    }

    void wire() {
        connect(m_map, &LatentMapView::puckMoveRequested, m_map, [this](LatentMapView::Point point) {
            m_map->setPuck(point);
            m_pattern->setPattern(between(m_example, static_cast<double>(point.x) / 2 + 0.5));
        });
        connect(m_map, &LatentMapView::anchorMoveRequested, m_map,
                [this](Anchor which, LatentMapView::Point point) { m_map->setAnchor(which, point); });
        connect(m_map, &LatentMapView::exampleHovered, m_map, [this](int example) {
            if (example >= 0)
                m_map->setHover(example, QStringLiteral("funk · drummer1 · 105 bpm"),
                                madeup::groove(static_cast<std::uint64_t>(example)));
        });
        connect(m_pattern, &PatternView::chordChangeRequested, this, [this](int first, int last, int triad) {
            auto melody = std::get<music::MelodyPattern>(m_pattern->pattern());
            std::fill(melody.chords.begin() + first, melody.chords.begin() + last, static_cast<std::uint8_t>(triad));
            m_pattern->setPattern(melody);
        });
        connect(m_pattern, &PatternView::tonicChangeRequested, this, [this](int tonic) {
            auto melody = std::get<music::MelodyPattern>(m_pattern->pattern());
            melody.tonics.assign(melody.events.size(), static_cast<std::uint8_t>(tonic));
            m_pattern->setPattern(melody);
        });
        connect(m_pattern, &PatternView::placeHovered, m_status, &StatusLine::setDetail);
        connect(m_morph, &MorphPanel::stepsChangeRequested, this, [this] { fillStrip(); });
    }

    TransportBar* m_transport = nullptr;
    LatentMapView* m_map = nullptr;
    PatternView* m_pattern = nullptr;
    DragOutButton* m_dragOut = nullptr;
    MorphPanel* m_morph = nullptr;
    TrainingPanel* m_training = nullptr;
    StatusLine* m_status = nullptr;
    QElapsedTimer m_clock;
    Example m_example;
};

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    Appearance appearance(application);
    QStringList arguments = QApplication::arguments().mid(1);
    appearance.setChoice(arguments.removeAll(QStringLiteral("--light")) > 0 ? AppearanceChoice::Light
                                                                            : AppearanceChoice::Dark);
    const bool empty = arguments.removeAll(QStringLiteral("--empty")) > 0;
    const auto option = [&](const QString& name, const QString& fallback) {
        const qsizetype at = arguments.indexOf(name);
        return at >= 0 && at + 1 < arguments.size() ? arguments[at + 1] : fallback;
    };
    const QStringList size = option(QStringLiteral("--size"), QStringLiteral("1280x800")).split(u'x');
    Gallery gallery(empty, option(QStringLiteral("--pattern"), QStringLiteral("groove")));
    gallery.resize(size.value(0).toInt(), size.value(1).toInt());
    gallery.show();
    if (gallery.size() != QSize(size.value(0).toInt(), size.value(1).toInt()))
        qWarning("the layout needs %d x %d", gallery.width(), gallery.height());
    const QString file = option(QStringLiteral("--grab"), {});
    if (!file.isEmpty())
        QTimer::singleShot(option(QStringLiteral("--after"), QStringLiteral("700")).toInt(), &gallery,
                           [&] { QApplication::exit(gallery.grab().save(file) ? 0 : 1); });
    return QApplication::exec();
}
