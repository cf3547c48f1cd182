#include "widgets/PianoRollView.h"

#include "tests/widgets/MadeUpData.h"
#include "tests/widgets/WidgetTest.h"

#include <QSignalSpy>

using namespace segue;
using namespace segue::widgets;
using namespace segue::widgets::testing;

namespace {

RollNote note(int start, int length, int pitch, int part = 0) {
    return {part, start, length, MidiPitch(static_cast<std::uint8_t>(pitch))};
}

RollPattern roll(std::vector<RollNote> notes, int steps = 32) {
    return {steps, 4, {QString()}, std::move(notes)};
}

RollPattern trio(int bars) {
    RollPattern pattern;
    addPart(pattern, QStringLiteral("Melody"), madeup::melody(bars));
    addPart(pattern, QStringLiteral("Bass"), madeup::bass(bars));
    return pattern;
}

} // namespace

class TestPianoRollView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_view = std::make_unique<PianoRollView>();
        m_view->setPalette(paletteOf(darkTheme()));
        m_view->resize(700, 300);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }
    void cleanup() { m_view.reset(); }

    void firstMusicIsFitted() {
        m_view->setPattern(roll({note(0, 4, 40), note(4, 4, 90)}));
        QVERIFY(shown().lowest < 40 && shown().highest > 91);
        QVERIFY(distance(colourOf(note(0, 4, 40)), darkTheme().accent) < 40);
        QVERIFY(distance(colourOf(note(4, 4, 90)), darkTheme().accent) < 40);
    }

    void viewOfChangingMusicOnlyGrows() {
        m_view->setPattern(roll({note(0, 4, 50), note(4, 4, 80)}));
        const PitchRange first = shown();
        m_view->setPattern(roll({note(0, 4, 60), note(4, 4, 64)}));
        QCOMPARE(shown(), first);
        m_view->setPattern(roll({note(0, 4, 60), note(4, 4, 100)}));
        QCOMPARE(shown().lowest, first.lowest);
        QVERIFY(shown().highest > 100);
    }

    void silenceAmongTheMusicMovesNothing() {
        m_view->setPattern(roll({note(0, 4, 50), note(4, 4, 80)}));
        turnWheel(*m_view, {300, 100}, 2, Qt::ControlModifier);
        const StepRange steps = time().visible();
        const PitchRange pitches = shown();
        m_view->setPattern(roll({}));
        m_view->setPattern(roll({note(0, 4, 60)}));
        QCOMPARE(time().visible(), steps);
        QCOMPARE(shown(), pitches);
    }

    void viewThatTheUserMovedStays() {
        m_view->setPattern(roll({note(0, 4, 50), note(4, 4, 80)}));
        turnWheel(*m_view, {300, 100}, 2, Qt::ControlModifier | Qt::ShiftModifier);
        const PitchRange chosen = shown();
        m_view->setPattern(roll({note(0, 4, 20), note(4, 4, 110)}));
        QCOMPARE(shown(), chosen);
        m_view->setPattern(roll({note(0, 4, 50), note(4, 4, 80)}, 64)); // of another model
        QVERIFY(shown() != chosen);
    }

    void wheelScrollsPitchesAndWithControlZoomsTime() {
        m_view->setPattern(roll({note(0, 4, 60)}, 64));
        const PitchRange before = shown();
        turnWheel(*m_view, {300, 100}, 1);
        QVERIFY(shown().lowest > before.lowest);
        QCOMPARE(shown().length(), before.length());
        QSignalSpy moved(m_view.get(), &PianoRollView::stepsShown);
        turnWheel(*m_view, {300, 100}, 2, Qt::ControlModifier);
        QVERIFY(time().visible().length() < 64);
        QCOMPARE(moved.count(), 1);
        const StepRange zoomed = time().visible();
        turnWheel(*m_view, {300, 100}, -1, Qt::ShiftModifier);
        QVERIFY(time().visible().first > zoomed.first);
        QCOMPARE(moved.count(), 2);
    }

    void dragMovesTheMusicWithTheHand() {
        m_view->setPattern(roll({note(0, 4, 60)}, 64));
        m_view->showSteps({16, 32});
        const QPointF before(time().x(24), m_view->geometryOfRoll().y(60));
        drag(*m_view, {300, 100}, {340, 130});
        const QPointF after(time().x(24), m_view->geometryOfRoll().y(60));
        QVERIFY(QLineF(before + QPointF(40, 30), after).length() < 0.01);
    }

    void doubleClickAndHomeFit() {
        m_view->setPattern(roll({note(0, 4, 60)}, 64));
        const PitchRange fitted = shown();
        for (const bool byKey : {false, true}) {
            turnWheel(*m_view, {300, 100}, 3, Qt::ControlModifier);
            turnWheel(*m_view, {300, 100}, 3);
            QVERIFY(!time().isFitted() && shown() != fitted);
            if (byKey)
                QTest::keyClick(m_view.get(), Qt::Key_Home);
            else
                QTest::mouseDClick(m_view.get(), Qt::LeftButton, {}, {300, 100});
            QVERIFY(time().isFitted());
            QCOMPARE(shown(), fitted);
        }
    }

    void keysGoFromNoteToNoteAndBringThemIntoView() {
        m_view->setPattern(roll({note(0, 4, 60), note(0, 4, 64), note(40, 2, 62)}, 64));
        m_view->showSteps({0, 8});
        QSignalSpy hovered(m_view.get(), &PianoRollView::placeHovered);
        const auto last = [&] { return hovered.back()[0].toString(); };
        QTest::keyClick(m_view.get(), Qt::Key_Right);
        QVERIFY(last().startsWith(QStringLiteral("C4, step 1")));
        QTest::keyClick(m_view.get(), Qt::Key_Right);
        QVERIFY(last().startsWith(QStringLiteral("E4, step 1")));
        QTest::keyClick(m_view.get(), Qt::Key_Right);
        QVERIFY(last().startsWith(QStringLiteral("D4, step 41")));
        QVERIFY(time().visible().first <= 40 && time().visible().last >= 41);
        QTest::keyClick(m_view.get(), Qt::Key_Right); // there is no further one
        QTest::keyClick(m_view.get(), Qt::Key_Left);
        QVERIFY(last().startsWith(QStringLiteral("E4, step 1")));
    }

    void cursorReadsWhatItIsOver() {
        m_view->setPattern(roll({note(4, 3, 72)}));
        QSignalSpy hovered(m_view.get(), &PianoRollView::placeHovered);
        const QPointF place = m_view->geometryOfRoll().note(72, 4, 3).center();
        QMouseEvent move(QEvent::MouseMove, place, m_view->mapToGlobal(place), Qt::NoButton, Qt::NoButton, {});
        QApplication::sendEvent(m_view.get(), &move);
        QCOMPARE(hovered.back()[0].toString(), QStringLiteral("C5, step 5 of 32: 3 steps long"));
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(m_view.get(), &leave);
        QCOMPARE(hovered.back()[0].toString(), QString());
    }

    void heatCanBeHiddenAndGoesWithItsPattern() {
        m_view->setPattern(roll({note(0, 4, 60)}));
        const QImage plain = seen(*m_view);
        RollHeat heat{0, 60, 13, std::vector<float>(std::size_t{32} * 13, 0.5F)};
        m_view->setHeat({heat});
        QVERIFY(seen(*m_view) != plain);
        m_view->setProperty("heatVisible", false);
        QCOMPARE(seen(*m_view), plain);
        m_view->setHeatVisible(true);
        QVERIFY(seen(*m_view) != plain);
        m_view->setPattern(roll({note(0, 3, 60)}));
        m_view->setPattern(roll({note(0, 4, 60)}));
        QCOMPARE(seen(*m_view), plain);
    }

    void soundingNotesAndTheirKeysLightUp() {
        m_view->setPattern(roll({note(8, 4, 60)}));
        const QPoint key(8, static_cast<int>(m_view->geometryOfRoll().y(60.5)));
        const QColor rest = colourOf(note(8, 4, 60));
        QCOMPARE(seen(*m_view).pixelColor(key), darkTheme().whiteKey);
        m_view->setPlayhead(8.5);
        QVERIFY(contrast(colourOf(note(8, 4, 60)), darkTheme().whiteRow) > contrast(rest, darkTheme().whiteRow) + 1);
        QCOMPARE(seen(*m_view).pixelColor(key), darkTheme().accent);
        m_view->setPlayhead(12);
        QCOMPARE(colourOf(note(8, 4, 60)), rest);
        QCOMPARE(seen(*m_view).pixelColor(key), darkTheme().whiteKey);
    }

    void playheadStandsAtItsStepAndOnlyInView() {
        m_view->setPattern(roll({note(0, 1, 60)}));
        m_view->setPlayhead(16);
        const int x = static_cast<int>(time().x(16));
        QVERIFY(count(seen(*m_view), QRect(x - 2, 20, 4, 100), darkTheme().playhead) >= 100);
        m_view->showSteps({0, 8});
        QCOMPARE(count(seen(*m_view), darkTheme().playhead, 2), 0);
    }

    void playheadRepaintsEverythingThatChangesAndLittleElse() {
        m_view->setPattern(trio(2));
        m_view->setMargin(60);
        double position = 0;
        for (int i = 0; i < 80; ++i) {
            m_view->setPlayhead(position);
            QCoreApplication::processEvents();
            const QImage before = seen(*m_view);
            PaintWatch watch(*m_view);
            position = std::fmod(position + 0.27, 32.0);
            m_view->setPlayhead(position);
            QTRY_VERIFY(!watch.region.isEmpty());
            m_view->removeEventFilter(&watch);
            const QImage after = seen(*m_view);
            for (int y = 0; y < after.height(); ++y)
                for (int x = 0; x < after.width(); ++x)
                    if (after.pixel(x, y) != before.pixel(x, y))
                        QVERIFY2(watch.region.contains(QPoint(x, y)),
                                 qPrintable(QStringLiteral("%1 %2 at %3").arg(x).arg(y).arg(position)));
            int area = 0;
            for (const QRect& rect : watch.region)
                area += rect.width() * rect.height();
            QVERIFY(area < m_view->width() * m_view->height() / 6);
        }
    }

    void emptyRollSaysWhatToDo() {
        m_view->setEmptyText(QStringLiteral("Move the puck"));
        QVERIFY(count(seen(*m_view), m_view->geometryOfRoll().area().toRect(), darkTheme().secondaryText, 60) > 20);
        QCOMPARE(m_view->readout({0, 60}), QString());
        QTest::keyClick(m_view.get(), Qt::Key_Right);
    }

    void narrowWindowsAndLightPalettesPaint() {
        m_view->setPattern(trio(16));
        for (const QSize size : {QSize(1, 1), QSize(60, 20), QSize(2000, 40)}) {
            m_view->resize(size);
            QVERIFY(!seen(*m_view).isNull());
        }
        m_view->resize(700, 300);
        m_view->setPalette(paletteOf(lightTheme()));
        QVERIFY(count(seen(*m_view), lightTheme().accent, 40) > 50);
    }

    void repaintOfANewPattern() {
        RollPattern first = trio(16);
        addPart(first, QStringLiteral("Strings"), madeup::melody(16, 5));
        RollPattern second = first;
        second.notes.pop_back();
        bool toggle = false;
        QBENCHMARK {
            toggle = !toggle;
            m_view->setPattern(toggle ? first : second);
            m_view->repaint();
        }
        QVERIFY(count(seen(*m_view), darkTheme().accent, 30) > 50);
    }

    void repaintWhileZooming() {
        m_view->setPattern(trio(16));
        double length = 64;
        QBENCHMARK {
            length = length > 200 ? 64 : length * 1.03;
            m_view->showSteps({20, 20 + length});
            m_view->repaint();
        }
        QVERIFY(count(seen(*m_view), darkTheme().accent, 30) > 50);
    }

    void repaintOfThePlayhead() {
        m_view->setPattern(trio(16));
        double position = 5;
        QBENCHMARK {
            position = position > 250 ? 5 : position + 0.13;
            m_view->setPlayhead(position);
            QCoreApplication::processEvents();
        }
        QVERIFY(count(seen(*m_view), darkTheme().playhead) > 100);
    }

private:
    [[nodiscard]] const PitchRange& shown() const { return m_view->geometryOfRoll().pitches(); }
    [[nodiscard]] const TimeAxis& time() const { return m_view->geometryOfRoll().time(); }
    /// Near its end, where no name is.
    [[nodiscard]] QColor colourOf(const RollNote& which) const {
        const QRectF box = m_view->geometryOfRoll().note(which.pitch.value, which.start, which.length);
        return seen(*m_view).pixelColor(QPointF(box.right() - 4, box.center().y()).toPoint());
    }

    std::unique_ptr<PianoRollView> m_view;
};

QTEST_MAIN(TestPianoRollView)
#include "tst_PianoRollView.moc"
