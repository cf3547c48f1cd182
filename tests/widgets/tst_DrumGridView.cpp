#include "widgets/DrumGridView.h"

#include "tests/widgets/MadeUpData.h"
#include "tests/widgets/WidgetTest.h"

#include <QSignalSpy>

using namespace segue;
using namespace segue::widgets;
using namespace segue::widgets::testing;

namespace {

music::DrumPattern oneHit(int step, int drum, float velocity = 1, float late = 0) {
    music::DrumPattern pattern(32);
    pattern.at(step, drum) = {true, 1, velocity, late};
    return pattern;
}

} // namespace

class TestDrumGridView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_view = std::make_unique<DrumGridView>();
        m_view->setPalette(paletteOf(darkTheme()));
        m_view->resize(700, 300);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }
    void cleanup() { m_view.reset(); }

    void hitIsDrawnInItsCellInAccent() {
        m_view->setPattern(oneHit(5, 1));
        const QImage image = seen(*m_view);
        QVERIFY(distance(image.pixelColor(centre({5, 1})), darkTheme().accent) <= 1);
        QCOMPARE(image.pixelColor(centre({5, 2})), darkTheme().cellShade);
        QCOMPARE(image.pixelColor(centre({0, 0})), darkTheme().cell);
        QCOMPARE(image.pixelColor(centre({8, 0})), darkTheme().cell);
    }

    void everyOtherBeatOfAFineGridIsShaded() {
        m_view->setPattern(music::DrumPattern(96, 12));
        const QImage image = seen(*m_view);
        QCOMPARE(image.pixelColor(centre({11, 0})), darkTheme().cell);
        QCOMPARE(image.pixelColor(centre({12, 0})), darkTheme().cellShade);
        QCOMPARE(image.pixelColor(centre({23, 0})), darkTheme().cellShade);
        QCOMPARE(image.pixelColor(centre({24, 0})), darkTheme().cell);
    }

    void louderIsMoreOpaque() {
        double last = 100;
        for (const float velocity : {1.0F, 0.7F, 0.4F, 0.1F, 0.0F}) {
            m_view->setPattern(oneHit(0, 0, velocity));
            const double seenContrast = contrast(seen(*m_view).pixelColor(centre({0, 0})), darkTheme().cell);
            QVERIFY(seenContrast < last);
            last = seenContrast;
        }
    }

    void quietestHitHasAVisibleRim() {
        for (const Theme* theme : {&darkTheme(), &lightTheme()}) {
            m_view->setPalette(paletteOf(*theme));
            m_view->setPattern(oneHit(0, 0, 0));
            const QRectF cell = m_view->geometryOfGrid().cell({0, 0});
            const QPoint rim(static_cast<int>(cell.center().x()), static_cast<int>(cell.top()));
            const QImage image = seen(*m_view);
            double best = 1;
            for (int y = -1; y <= 1; ++y)
                best = std::max(best, contrast(image.pixelColor(rim + QPoint(0, y)), theme->cell));
            QVERIFY2(best >= 3.0, qPrintable(QString::number(best)));
        }
    }

    void lateHitsStandToTheRight() {
        m_view->setPattern(oneHit(10, 3, 1, 0.4F));
        const QImage image = seen(*m_view);
        const QRectF cell = m_view->geometryOfGrid().cell({10, 3});
        QVERIFY(distance(image.pixelColor(QPointF(cell.right() + 3, cell.center().y()).toPoint()),
                         darkTheme().accent) <= 1);
        QVERIFY(distance(image.pixelColor(QPointF(cell.left() + 2, cell.center().y()).toPoint()), darkTheme().accent) >
                60);
    }

    void likelySilenceIsAGhostAndUnlikelySilenceIsNone() {
        music::DrumPattern pattern(32);
        pattern.at(0, 0) = {false, 0.4F, 0.8F, 0};
        pattern.at(1, 0) = {false, 0.02F, 0.8F, 0};
        m_view->setPattern(pattern);
        const QImage image = seen(*m_view);
        const QColor ghost = image.pixelColor(centre({0, 0}));
        QVERIFY(distance(ghost, darkTheme().cell) > 25);
        QVERIFY(distance(ghost, darkTheme().accent) > 60);
        QCOMPARE(image.pixelColor(centre({1, 0})), darkTheme().cell);
    }

    void struckHitsLightUpAndFade() {
        m_view->setPattern(oneHit(8, 2, 0.5F));
        const QColor rest = seen(*m_view).pixelColor(centre({8, 2}));
        m_view->setPlayhead(8.05);
        const QColor struck = seen(*m_view).pixelColor(centre({8, 2}) + QPoint(3, 0));
        m_view->setPlayhead(12);
        const QColor later = seen(*m_view).pixelColor(centre({8, 2}));
        QVERIFY(contrast(struck, darkTheme().cell) > contrast(rest, darkTheme().cell) + 1);
        QCOMPARE(later, rest);
    }

    void hitBeforeTheFirstStepIsLitAtTheLoopsEnd() {
        m_view->setPattern(oneHit(0, 2, 0.5F, -0.2F));
        const QColor rest = seen(*m_view).pixelColor(centre({0, 2}));
        m_view->setPlayhead(31.9);
        QVERIFY(seen(*m_view).pixelColor(centre({0, 2})) != rest);
    }

    void playheadStandsAtItsStep() {
        m_view->setPattern(oneHit(31, 0));
        m_view->setPlayhead(16);
        const int x = static_cast<int>(m_view->geometryOfGrid().time().x(16));
        QVERIFY(count(seen(*m_view), QRect(x - 2, 40, 4, 100), darkTheme().playhead) >= 100);
        m_view->setPlayhead(std::nullopt);
        QCOMPARE(count(seen(*m_view), QRect(x - 2, 40, 4, 100), darkTheme().playhead), 0);
    }

    void playheadRepaintsEverythingThatChangesAndLittleElse() {
        m_view->setPattern(madeup::groove());
        double position = 0;
        const double step = 0.27;
        for (int i = 0; i < 140; ++i) {
            m_view->setPlayhead(position);
            QCoreApplication::processEvents();
            const QImage before = seen(*m_view);
            PaintWatch watch(*m_view);
            position = std::fmod(position + step, 32.0);
            m_view->setPlayhead(position);
            QTRY_VERIFY(!watch.region.isEmpty());
            m_view->removeEventFilter(&watch);
            const QRegion region = watch.region;
            const QImage after = seen(*m_view);
            for (int y = 0; y < after.height(); ++y)
                for (int x = 0; x < after.width(); ++x)
                    if (after.pixel(x, y) != before.pixel(x, y))
                        QVERIFY2(region.contains(QPoint(x, y)),
                                 qPrintable(QStringLiteral("%1 %2 at %3").arg(x).arg(y).arg(position)));
            if (position > 4 && position < 30)
                QVERIFY(region.boundingRect().width() < m_view->width() / 4);
        }
    }

    void readoutNamesDrumStepVelocityAndTime() {
        m_view->setTempo(Bpm(120)); // a step is 125 ms
        m_view->setPattern(oneHit(4, 1, 96 / 127.0F, 0.096F));
        QCOMPARE(m_view->readout({4, 1}), QStringLiteral("Snare, step 5 of 32: velocity 96, 12 ms late"));
        m_view->setPattern(oneHit(0, 0, 1, -0.2F));
        QCOMPARE(m_view->readout({0, 0}), QStringLiteral("Kick, step 1 of 32: velocity 127, 25 ms early"));
        m_view->setPattern(oneHit(0, 0));
        QCOMPARE(m_view->readout({0, 0}), QStringLiteral("Kick, step 1 of 32: velocity 127, on the grid"));
        QCOMPARE(m_view->readout({1, 8}), QStringLiteral("Ride, step 2 of 32"));
        QCOMPARE(m_view->readout({32, 0}), QString());
    }

    void cursorAndKeysMoveOverCells() {
        m_view->setPattern(oneHit(0, 0));
        QSignalSpy hovered(m_view.get(), &DrumGridView::cellHovered);
        QMouseEvent move(QEvent::MouseMove, centre({0, 0}), m_view->mapToGlobal(centre({0, 0})), Qt::NoButton,
                         Qt::NoButton, {});
        QApplication::sendEvent(m_view.get(), &move);
        QVERIFY(hovered.back()[0].toString().startsWith(QStringLiteral("Kick, step 1")));
        QTest::keyClick(m_view.get(), Qt::Key_Right);
        QTest::keyClick(m_view.get(), Qt::Key_Up);
        QVERIFY(hovered.back()[0].toString().startsWith(QStringLiteral("Snare, step 2")));
        QTest::keyClick(m_view.get(), Qt::Key_End);
        QTest::keyClick(m_view.get(), Qt::Key_Right);
        QVERIFY(hovered.back()[0].toString().startsWith(QStringLiteral("Snare, step 32")));
        m_view->setPattern(music::DrumPattern(16));
        QCOMPARE(hovered.back()[0].toString(), QString());
    }

    void heatCanBeHidden() {
        music::DrumPattern pattern(32);
        pattern.at(0, 0) = {false, 0.4F, 0.8F, 0};
        m_view->setPattern(pattern);
        QVERIFY(seen(*m_view).pixelColor(centre({0, 0})) != darkTheme().cell);
        m_view->setProperty("heatVisible", false);
        QCOMPARE(seen(*m_view).pixelColor(centre({0, 0})), darkTheme().cell);
    }

    void controlAndWheelZoomAndDragPansAndDoubleClickFits() {
        m_view->setPattern(madeup::groove());
        QSignalSpy shown(m_view.get(), &DrumGridView::stepsShown);
        turnWheel(*m_view, {400, 100}, 4, Qt::ControlModifier);
        QCOMPARE(shown.count(), 1);
        const StepRange zoomed = m_view->geometryOfGrid().time().visible();
        QVERIFY(zoomed.length() < 32);
        drag(*m_view, {400, 100}, {350, 100});
        QVERIFY(m_view->geometryOfGrid().time().visible().first > zoomed.first);
        QTest::mouseDClick(m_view.get(), Qt::LeftButton, {}, {400, 100});
        QVERIFY(m_view->geometryOfGrid().time().isFitted());
    }

    void keyboardBringsItsCellIntoView() {
        m_view->setPattern(oneHit(31, 0));
        m_view->showSteps({0, 8});
        QTest::keyClick(m_view.get(), Qt::Key_End);
        QVERIFY(m_view->geometryOfGrid().time().visible().last >= 32);
    }

    void ofManyDrumsThoseAreShownThatHaveBeenPlayed() {
        m_view->setDrumMap(music::fullDrumMap());
        music::DrumPattern pattern(32, 4, 61);
        pattern.at(0, 0) = {true, 1, 1, 0};
        pattern.at(4, 56) = {true, 1, 1, 0};
        m_view->setPattern(pattern);
        const auto& shown = m_view->geometryOfGrid().drums();
        QCOMPARE(shown.size(), std::size_t{music::kDrumClasses});
        QCOMPARE(shown.back(), 56);
        QVERIFY(m_view->readout({4, 56}).startsWith(QStringLiteral("Ride cymbal 1")));
        pattern.at(4, 56) = {};
        pattern.at(4, 60) = {true, 1, 1, 0};
        m_view->setPattern(pattern); // the music changes under a drag: no row goes away
        QCOMPARE(shown.size(), std::size_t{music::kDrumClasses} + 1);
        m_view->fit();
        QCOMPARE(shown.size(), std::size_t{music::kDrumClasses});
        QCOMPARE(shown.back(), 60);
    }

    void gridOfFewDrumsHasTheirRowsOnly() {
        m_view->setPattern(music::DrumPattern(32, 4, 3));
        QCOMPARE(m_view->geometryOfGrid().drums(), std::vector({0, 1, 2}));
        QTest::keyClick(m_view.get(), Qt::Key_Up);
        QTest::keyClick(m_view.get(), Qt::Key_Up);
        QTest::keyClick(m_view.get(), Qt::Key_Up);
        QVERIFY(!seen(*m_view).isNull());
    }

    void marginIsSharedWithOtherViewsButNamesHaveTheirRoom() {
        m_view->setPattern(madeup::groove());
        m_view->setMargin(200);
        QCOMPARE(m_view->geometryOfGrid().area().left(), 200.0);
        m_view->setMargin(1);
        QCOMPARE(m_view->geometryOfGrid().area().left(), m_view->namesWidth());
    }

    void emptyGridSaysWhatToDo() {
        m_view->setEmptyText(QStringLiteral("Move the puck"));
        QVERIFY(count(seen(*m_view), m_view->geometryOfGrid().area().toRect(), darkTheme().secondaryText, 60) > 20);
        QTest::keyClick(m_view.get(), Qt::Key_Right);
        QCOMPARE(m_view->readout({0, 0}), QString());
    }

    void repaintOfANewPattern() {
        const music::DrumPattern first = madeup::groove(1);
        const music::DrumPattern second = madeup::groove(2);
        bool toggle = false;
        QBENCHMARK {
            toggle = !toggle;
            m_view->setPattern(toggle ? first : second);
            m_view->repaint();
        }
        QVERIFY(count(seen(*m_view), darkTheme().accent, 30) > 50);
    }

    void repaintOfThePlayhead() {
        m_view->setPattern(madeup::groove());
        double position = 5;
        QBENCHMARK {
            position = position > 28 ? 5 : position + 0.13;
            m_view->setPlayhead(position);
            QCoreApplication::processEvents();
        }
        QVERIFY(count(seen(*m_view), darkTheme().playhead) > 100);
    }

private:
    [[nodiscard]] QPoint centre(DrumGridCell cell) const {
        return m_view->geometryOfGrid().cell(cell).center().toPoint();
    }

    std::unique_ptr<DrumGridView> m_view;
};

QTEST_MAIN(TestDrumGridView)
#include "tst_DrumGridView.moc"
