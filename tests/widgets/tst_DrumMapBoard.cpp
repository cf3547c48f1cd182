#include "widgets/DrumMapBoard.h"

#include "tests/widgets/WidgetTest.h"

#include <QMenu>
#include <QSignalSpy>

using namespace segue;
using namespace segue::widgets;
using namespace segue::widgets::testing;

namespace {

std::optional<int> drumOf(const DrumMapBoard& board, int pitch) {
    return board.map().classOf(MidiPitch(static_cast<std::uint8_t>(pitch)));
}

} // namespace

class TestDrumMapBoard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));
        m_board = std::make_unique<DrumMapBoard>();
        m_board->setPalette(paletteOf(darkTheme()));
        m_board->setMap(music::rolandDrumMap());
        m_board->setCounts({{23, 17}, {38, 4}});
        m_board->resize(640, m_board->heightForWidth(640));
        m_board->show();
        m_changed = std::make_unique<QSignalSpy>(m_board.get(), &DrumMapBoard::mapChanged);
    }
    void cleanup() {
        m_changed.reset();
        m_board.reset();
    }

    void chipsLieInTheRowOfTheirDrum() {
        for (int drum = 0; drum < music::kDrumClasses; ++drum)
            for (const MidiPitch pitch : music::rolandDrumMap().classes[static_cast<std::size_t>(drum)].pitches)
                QVERIFY(m_board->rowRect(drum).contains(m_board->chipRect(pitch.value)));
        QVERIFY(m_board->rowRect(std::nullopt).contains(m_board->chipRect(23)));
        QVERIFY(m_board->rowRect(8).top() < m_board->rowRect(0).top()); // as in the drum grid
        QVERIFY(m_board->rowRect(std::nullopt).top() < m_board->rowRect(8).top()); // what is to be done comes first
        QVERIFY(!m_board->shows(99));
    }

    void rowsWrapWhereItIsNarrow() {
        m_board->setMap(music::generalMidiDrumMap());
        QVERIFY(m_board->heightForWidth(320) > m_board->heightForWidth(900));
        m_board->resize(320, m_board->heightForWidth(320));
        for (const MidiPitch pitch : music::generalMidiDrumMap().classes[1].pitches)
            QVERIFY(m_board->rowRect(1).contains(m_board->chipRect(pitch.value)));
    }

    void aLongNameOfADrumLeavesRoomForItsPitches() {
        auto map = music::rolandDrumMap();
        map.classes[2].name = std::string(1000, 'w');
        m_board->setMap(map);
        QVERIFY(m_board->minimumSizeHint().width() < 500);
        QVERIFY(m_board->chipRect(36).left() < 250);
    }

    void aChipIsDraggedToAnotherDrum() {
        drag(*m_board, m_board->chipRect(23).center(), m_board->rowRect(7).center());
        QCOMPARE(m_changed->count(), 1);
        QCOMPARE(drumOf(*m_board, 23), std::optional(7));
        drag(*m_board, m_board->chipRect(38).center(), m_board->rowRect(std::nullopt).center());
        QVERIFY(!drumOf(*m_board, 38));
        QVERIFY(m_board->shows(38)); // to be taken back
        drag(*m_board, m_board->chipRect(36).center(), m_board->rowRect(0).center());
        QCOMPARE(m_changed->count(), 2); // it was there already
    }

    void digitsAssignAndZeroTakesAway() {
        m_board->addPitch(23);
        QCOMPARE(m_board->currentPitch(), std::optional(23));
        QTest::keyClick(m_board.get(), Qt::Key_9);
        QCOMPARE(drumOf(*m_board, 23), std::optional(8));
        QCOMPARE(m_board->currentPitch(), std::optional(23)); // it is followed
        QTest::keyClick(m_board.get(), Qt::Key_0);
        QVERIFY(!drumOf(*m_board, 23));
    }

    void aClickOffersEveryDrum() {
        QTest::mouseClick(m_board.get(), Qt::LeftButton, {}, m_board->chipRect(23).center());
        auto* menu = m_board->findChild<QMenu*>();
        QVERIFY(menu);
        QCOMPARE(menu->actions().size(), music::kDrumClasses + 1);
        QVERIFY(menu->actions().back()->isChecked()); // of no drum
        menu->actions().front()->trigger(); // the ride, which is on top
        QCOMPARE(drumOf(*m_board, 23), std::optional(8));
        menu->close();
    }

    void anotherPitchCanBeShown() {
        m_board->addPitch(99);
        QVERIFY(m_board->shows(99));
        QVERIFY(m_board->rowRect(std::nullopt).contains(m_board->chipRect(99)));
        QCOMPARE(m_changed->count(), 0);
        QVERIFY(!m_board->accessibleDescription().isEmpty());
    }

    void whatBelongsNowhereStandsOut() {
        const QRect homeless = m_board->rowRect(std::nullopt);
        QVERIFY(count(seen(*m_board), homeless, darkTheme().accent, 40) > 10);
        m_board->assign(23, 1);
        QCOMPARE(count(seen(*m_board), m_board->rowRect(std::nullopt), darkTheme().accent, 40), 0);
    }

private:
    std::unique_ptr<DrumMapBoard> m_board;
    std::unique_ptr<QSignalSpy> m_changed;
};

QTEST_MAIN(TestDrumMapBoard)
#include "tst_DrumMapBoard.moc"
