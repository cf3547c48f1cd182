#include "widgets/PianoRollPainter.h"

#include "tests/widgets/WidgetTest.h"

using namespace segue;
using namespace segue::widgets;
using namespace segue::widgets::testing;

class TestPianoRollPainter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_pattern = RollPattern{32, 4, {QString()}, {}};
        m_geometry = PianoRollGeometry();
        m_geometry.setArea(QRectF(40, 0, 640, 240));
        m_geometry.time().setSteps(32);
        m_geometry.showPitches({60, 84});
        m_image = QImage(700, 280, QImage::Format_RGB32);
        m_image.fill(darkTheme().panel);
    }

    void rowsOfBlackKeysAreDarker() {
        paint([&](const PianoRollPainter& roll) { roll.paintGround(m_pattern); });
        QCOMPARE(at(3, 62), darkTheme().whiteRow);
        QCOMPARE(at(3, 61), darkTheme().blackRow);
        QCOMPARE(m_image.pixelColor(20, 100), darkTheme().panel);
    }

    void barsAreRuledStrongerThanBeats() {
        paint([&](const PianoRollPainter& roll) { roll.paintGround(m_pattern); });
        const auto rule = [&](int step) {
            return contrast(m_image.pixelColor(int(m_geometry.time().x(step)), int(m_geometry.y(62.5))),
                            darkTheme().whiteRow);
        };
        QVERIFY(rule(16) > rule(4));
        QVERIFY(rule(4) > 1.05);
        QCOMPARE(rule(2), 1.0);
    }

    void beatsThatWouldSmearAreLeftOut() {
        m_pattern.steps = 512;
        m_geometry.time().setSteps(512);
        paint([&](const PianoRollPainter& roll) { roll.paintGround(m_pattern); });
        const int x = int(std::round(m_geometry.time().x(4)));
        QCOMPARE(m_image.pixelColor(x, int(m_geometry.y(62.5))), darkTheme().whiteRow);
    }

    void keyboardHasShortBlackKeysBetweenWhiteOnes() {
        paint([&](const PianoRollPainter& roll) { roll.paintKeyboard(0); });
        const int black = int(m_geometry.y(61.5));
        QCOMPARE(m_image.pixelColor(5, black - 2), darkTheme().blackKey);
        QCOMPARE(m_image.pixelColor(35, black - 3), darkTheme().whiteKey);
        QCOMPARE(m_image.pixelColor(5, int(m_geometry.y(64.5))), darkTheme().whiteKey);
    }

    void heatIsStrongestWhereItIsLikeliestAndFadesAround() {
        paint([&](const PianoRollPainter& roll) {
            roll.paintGround(m_pattern);
            RollHeat heat{0, 60, 24, std::vector<float>(std::size_t{32} * 24, 0.0F)};
            heat.probabilities[std::size_t{8} * 24 + 12] = 0.9F; // C5
            heat.probabilities[std::size_t{20} * 24 + 12] = 0.1F;
            roll.paintHeat(heat, 32);
        });
        const double strong = contrast(at(8, 72), darkTheme().whiteRow);
        QVERIFY(strong > 2);
        const double weak = contrast(at(20, 72), darkTheme().whiteRow);
        QVERIFY(weak > 1.1 && weak < strong - 0.5);
        QCOMPARE(at(12, 72), darkTheme().whiteRow);
        // Half a step from the middle it is there still, but less: the edge is soft.
        const double edge =
            contrast(m_image.pixelColor(int(m_geometry.time().x(9)), int(m_geometry.y(72.5))), darkTheme().whiteRow);
        QVERIFY(edge > 1.1 && edge < strong - 0.3);
    }

    void louderNotesAreMoreOpaqueAndTheQuietestHaveARim() {
        double last = 100;
        for (const Theme* theme : {&darkTheme(), &lightTheme()}) {
            last = 100;
            for (const int velocity : {127, 90, 50, 1}) {
                paint(
                    [&](const PianoRollPainter& roll) {
                        roll.paintGround(m_pattern);
                        roll.paintNotes({note(8, 2, 72, velocity)});
                    },
                    *theme);
                const double seenContrast = contrast(at(9, 72), theme->whiteRow);
                QVERIFY(seenContrast < last);
                last = seenContrast;
            }
            const QRectF box = m_geometry.note(72, 8, 2);
            double rim = 1;
            for (int y = -1; y <= 1; ++y)
                rim = std::max(
                    rim, contrast(m_image.pixelColor(int(box.center().x()), int(box.top()) + y), theme->whiteRow));
            QVERIFY2(rim >= 3, qPrintable(QString::number(rim)));
        }
    }

    void partsHaveTheirColours() {
        paint([&](const PianoRollPainter& roll) {
            RollNote first = note(0, 2, 72, 127);
            RollNote second = note(8, 2, 72, 127);
            second.part = 1;
            roll.paintNotes({first, second});
        });
        QVERIFY(distance(at(1, 72), darkTheme().partColour(0)) <= 2);
        QVERIFY(distance(at(9, 72), darkTheme().partColour(1)) <= 2);
    }

    void longNotesCarryTheirName() {
        const auto inkOf = [&](int length) {
            paint([&](const PianoRollPainter& roll) { roll.paintNotes({note(8, length, 72, 127)}); });
            return count(m_image, m_geometry.note(72, 8, length).toAlignedRect().adjusted(2, 2, -3, -2), Qt::black, 60);
        };
        m_geometry.showPitches({66, 78}); // rows that are high enough for text
        QVERIFY(inkOf(4) > 5);
        QCOMPARE(inkOf(1), 0);
        m_geometry.showPitches({12, 108});
        QCOMPARE(inkOf(4), 0);
    }

    void notesOutOfViewLeaveAMarkAtTheEdge() {
        paint([&](const PianoRollPainter& roll) { roll.paintNotes({note(4, 2, 100, 127), note(12, 2, 30, 127)}); });
        QCOMPARE(m_image.pixelColor(int(m_geometry.time().x(5)), 0), darkTheme().accent);
        QCOMPARE(m_image.pixelColor(int(m_geometry.time().x(13)), 239), darkTheme().accent);
        QCOMPARE(m_image.pixelColor(int(m_geometry.time().x(13)), 0), darkTheme().panel);
    }

    void pressedKeyTakesItsColour() {
        paint([&](const PianoRollPainter& roll) {
            roll.paintKeyboard(0);
            roll.paintKey(0, 64, darkTheme().accent);
        });
        QCOMPARE(m_image.pixelColor(20, int(m_geometry.y(64.5))), darkTheme().accent);
        QVERIFY(distance(m_image.pixelColor(35, int(m_geometry.y(66.5))), darkTheme().accent) > 60);
    }

private:
    static RollNote note(int start, int length, int pitch, int velocity) {
        return {0, start, length, MidiPitch(static_cast<std::uint8_t>(pitch)),
                Velocity(static_cast<std::uint8_t>(velocity))};
    }
    template <class Paint>
    void paint(Paint&& what, const Theme& theme = darkTheme()) {
        m_image.fill(theme.panel);
        QPainter painter(&m_image);
        what(PianoRollPainter(painter, m_geometry, theme));
    }
    /// The middle of a cell.
    [[nodiscard]] QColor at(int step, int pitch) const {
        return m_image.pixelColor(int(m_geometry.time().x(step + 0.5)), int(m_geometry.y(pitch + 0.5)));
    }

    RollPattern m_pattern;
    PianoRollGeometry m_geometry;
    QImage m_image;
};

QTEST_MAIN(TestPianoRollPainter)
#include "tst_PianoRollPainter.moc"
