#include "widgets/PatternView.h"

#include "tests/widgets/MadeUpData.h"
#include "tests/widgets/WidgetTest.h"
#include "widgets/ChordRow.h"
#include "widgets/DrumGridView.h"
#include "widgets/PianoRollView.h"

#include <QSignalSpy>

using namespace segue;
using namespace segue::widgets;
using namespace segue::widgets::testing;

namespace {

architecture::MelodyCodecConfig melodyCodec(bool chords = false, bool key = false) {
    architecture::MelodyCodecConfig codec;
    codec.chords = chords;
    codec.key = key;
    return codec;
}

} // namespace

class TestPatternView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));
        m_view = std::make_unique<PatternView>();
        m_view->setPalette(paletteOf(darkTheme()));
        m_view->resize(700, 360);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }
    void cleanup() { m_view.reset(); }

    void kindOfMusicDecidesWhatIsSeen() {
        const auto seenParts = [this] {
            return std::tuple(m_view->chords().isVisible(), m_view->roll().isVisible(), m_view->grid().isVisible());
        };
        m_view->setPattern(madeup::groove());
        QCOMPARE(seenParts(), std::tuple(false, false, true));
        m_view->setPattern(madeup::melody(2));
        QCOMPARE(seenParts(), std::tuple(false, true, false));
        m_view->setPattern(madeup::trio(4));
        QCOMPARE(seenParts(), std::tuple(false, true, true));
        m_view->setPattern(madeup::performance());
        QCOMPARE(seenParts(), std::tuple(false, true, false));
        QCOMPARE(m_view->roll().pattern().parts.size(), 4);
    }

    void codecAloneShowsItsKindEmpty() {
        m_view->setPattern(madeup::groove());
        m_view->setCodec(melodyCodec());
        QVERIFY(m_view->roll().isVisible() && !m_view->grid().isVisible());
        QVERIFY(std::get<music::MelodyPattern>(m_view->pattern()).events.empty());
        m_view->setCodec(architecture::TrioCodecConfig{});
        QVERIFY(m_view->roll().isVisible() && m_view->grid().isVisible());
        m_view->setCodec(architecture::DrumsCodecConfig{});
        QVERIFY(!m_view->roll().isVisible() && m_view->grid().isVisible());
    }

    void drumsAreNamedByTheCodecsMap() {
        architecture::DrumsCodecConfig codec;
        codec.drumMap = music::fullDrumMap();
        m_view->setCodec(codec);
        m_view->setPattern(music::DrumPattern(32, 4, 61));
        QVERIFY(m_view->grid().readout({0, 0}).startsWith(QStringLiteral("Bass drum 1")));
    }

    void partsOfATrioShareTimeAndPlayhead() {
        m_view->setCodec(architecture::TrioCodecConfig{});
        m_view->setPattern(madeup::trio(16));
        QVERIFY(rollTime().isFitted() && gridTime().isFitted());
        QCOMPARE(rollTime().steps(), 256);
        QCOMPARE(gridTime().x(100), rollTime().x(100));
        turnWheel(m_view->roll(), {300, 50}, 5, Qt::ControlModifier);
        QVERIFY(!rollTime().isFitted());
        QCOMPARE(gridTime().visible(), rollTime().visible());
        turnWheel(m_view->grid(), {300, 50}, -1, Qt::ShiftModifier);
        QCOMPARE(gridTime().visible(), rollTime().visible());
        const StepRange zoomed = rollTime().visible();
        m_view->setPattern(madeup::trio(16, 2)); // the music changes under a drag
        QCOMPARE(rollTime().visible(), zoomed);
        QCOMPARE(gridTime().visible(), zoomed);
        m_view->setPlayhead(zoomed.first + 2);
        QCoreApplication::processEvents(); // the splitter lays out what has just appeared
        const int x = static_cast<int>(rollTime().x(zoomed.first + 2));
        for (auto* part : {static_cast<QWidget*>(&m_view->roll()), static_cast<QWidget*>(&m_view->grid())})
            QVERIFY(count(seen(*part), QRect(x - 2, 10, 4, part->height()), darkTheme().playhead) > 60);
        m_view->fit();
        QVERIFY(rollTime().isFitted() && gridTime().isFitted());
    }

    void rollOfATrioIsHigherThanItsGridAlsoAfterItWasSmall() {
        m_view->setCodec(architecture::TrioCodecConfig{});
        for (const int height : {900, 200, 500}) {
            m_view->resize(700, height);
            QCoreApplication::processEvents();
            const double ratio = static_cast<double>(m_view->roll().height()) / m_view->grid().height();
            QVERIFY2(height < 300 || (ratio > 1.3 && ratio < 1.7), qPrintable(QString::number(ratio)));
        }
    }

    void otherLengthsAreFittedInAllParts() {
        m_view->setPattern(madeup::trio(16));
        turnWheel(m_view->roll(), {300, 50}, 5, Qt::ControlModifier);
        m_view->setPattern(madeup::trio(4));
        QVERIFY(rollTime().isFitted() && gridTime().isFitted());
        QCOMPARE(rollTime().steps(), 64);
        m_view->setPattern(madeup::melody(2));
        QVERIFY(rollTime().isFitted());
        m_view->setPattern(madeup::groove());
        QVERIFY(gridTime().isFitted());
    }

    void chordsAndKeyAreThereForModelsThatAreToldThem() {
        m_view->setPattern(madeup::melody(4)); // has chords, but nobody is told
        QVERIFY(!m_view->chords().isVisible());
        m_view->setCodec(melodyCodec(true, true));
        music::MelodyPattern melody = madeup::melody(4);
        melody.tonics.assign(melody.events.size(), 9);
        m_view->setPattern(melody);
        QVERIFY(m_view->chords().isVisible());
        QCOMPARE(m_view->chords().segments().size(), std::size_t{4});
        QCOMPARE(m_view->chords().segments()[1].triadClass, 22);
        QCOMPARE(m_view->chords().boxOf(m_view->chords().segments()[1]).left(), rollTime().x(16));
        turnWheel(m_view->roll(), {300, 50}, 3, Qt::ControlModifier);
        QCOMPARE(m_view->chords().boxOf(m_view->chords().segments()[1]).left(),
                 std::max(m_view->roll().geometryOfRoll().area().left(), rollTime().x(16)));
    }

    void melodyWithoutChordsHasNoneForAModelThatIsToldThem() {
        m_view->setCodec(melodyCodec(true));
        music::MelodyPattern melody = madeup::melody(2);
        melody.chords.clear();
        m_view->setPattern(melody);
        QCOMPARE(m_view->chords().segments().size(), std::size_t{2});
        QCOMPARE(m_view->chords().segments()[0].triadClass, 0);
    }

    void harmonyOfAPerformanceStandsOverItsSteps() {
        architecture::PerformanceCodecConfig codec;
        codec.chords = true;
        m_view->setCodec(codec);
        music::PerformancePattern performance = madeup::performance();
        auto& track = performance.tracks.front();
        track.triads.assign(track.events.size(), 8);
        m_view->setPattern(performance);
        QCOMPARE(m_view->chords().segments().size(), std::size_t{1});
        QVERIFY((m_view->chords().segments()[0] == ChordSegment{0, 96, 8}));
    }

    void wishesAndReadoutsArePassedOn() {
        m_view->setCodec(melodyCodec(true, true));
        m_view->setPattern(madeup::melody(2));
        QSignalSpy chord(m_view.get(), &PatternView::chordChangeRequested);
        QSignalSpy tonic(m_view.get(), &PatternView::tonicChangeRequested);
        QSignalSpy hovered(m_view.get(), &PatternView::placeHovered);
        QTest::keyClick(&m_view->chords(), Qt::Key_Delete);
        QCOMPARE(chord[0], QVariantList({0, 16, 0}));
        Q_EMIT m_view->chords().tonicChangeRequested(4);
        QCOMPARE(tonic[0][0].toInt(), 4);
        QTest::keyClick(&m_view->roll(), Qt::Key_Right);
        QVERIFY(hovered.back()[0].toString().contains(QStringLiteral("step")));
        m_view->setPattern(madeup::groove());
        QTest::keyClick(&m_view->grid(), Qt::Key_Right);
        QVERIFY(hovered.back()[0].toString().startsWith(QStringLiteral("Kick")));
    }

    void heatIsShownAndHiddenInAllParts() {
        m_view->setCodec(melodyCodec());
        const music::MelodyPattern melody = madeup::melody(2);
        m_view->setPattern(melody);
        QCoreApplication::processEvents(); // the splitter lays out what has just appeared
        const QImage plain = seen(*m_view);
        m_view->setPattern(melody, madeup::melodyProbabilities(melody));
        QVERIFY(seen(*m_view) != plain);
        m_view->setProperty("heatVisible", false);
        QCOMPARE(seen(*m_view), plain);
        QVERIFY(!m_view->grid().isHeatVisible());
    }

    void whatHasNotArrivedIsVeiled() {
        const auto right = [](const QImage& image) {
            return image.copy(image.width() / 2, 0, image.width(), image.height());
        };
        const auto left = [](const QImage& image) { return image.copy(0, 0, image.width() / 4, image.height()); };
        m_view->setCodec(architecture::TrioCodecConfig{});
        m_view->setPattern(madeup::trio(16));
        QCoreApplication::processEvents(); // the splitter lays out what has just appeared
        for (QWidget* part : {static_cast<QWidget*>(&m_view->roll()), static_cast<QWidget*>(&m_view->grid())}) {
            m_view->setArrived(1);
            const QImage whole = seen(*part);
            m_view->setArrived(0.4F);
            const QImage growing = seen(*part);
            QCOMPARE(left(growing), left(whole));
            QVERIFY(right(growing) != right(whole));
            m_view->setArrived(1);
            QCOMPARE(seen(*part), whole);
        }
    }

    void emptyViewSaysWhatToDoOnce() {
        m_view->setEmptyText(QStringLiteral("MMMMMMMM"));
        const int ink = count(seen(*m_view), darkTheme().secondaryText, 20);
        m_view->setCodec(melodyCodec());
        QCoreApplication::processEvents(); // the splitter lays out what has just appeared
        QVERIFY(count(seen(m_view->roll()), darkTheme().secondaryText, 20) > 20);
        m_view->setCodec(architecture::TrioCodecConfig{});
        const QRect grid = m_view->grid().geometryOfGrid().area().toRect();
        QCOMPARE(count(seen(m_view->grid()), grid, darkTheme().secondaryText, 20), 0);
        QVERIFY(ink > 20);
    }

private:
    [[nodiscard]] const TimeAxis& rollTime() const { return m_view->roll().geometryOfRoll().time(); }
    [[nodiscard]] const TimeAxis& gridTime() const { return m_view->grid().geometryOfGrid().time(); }

    std::unique_ptr<PatternView> m_view;
};

QTEST_MAIN(TestPatternView)
#include "tst_PatternView.moc"
