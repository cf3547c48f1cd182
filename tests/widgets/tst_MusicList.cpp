#include "widgets/MusicList.h"

#include "tests/widgets/MusicRows.h"
#include "tests/widgets/WidgetTest.h"

#include <QSignalSpy>

using namespace segue;
using namespace segue::widgets;
using namespace segue::widgets::testing;

class TestMusicList : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));
        m_model.clear();
        fill(m_model, 20);
        m_model.appendRow(fileRow(QStringLiteral("bad.mid"), QStringLiteral("no drums")));
        m_list = std::make_unique<MusicList>();
        m_list->setModel(&m_model);
        m_list->resize(560, 300);
        m_list->show();
        m_list->setCurrentIndex(m_model.index(0, 0));
        m_used = std::make_unique<QSignalSpy>(m_list.get(), &MusicList::useRequested);
    }
    void cleanup() {
        m_used.reset();
        m_list.reset();
    }

    void keysUseTheRowOfTheCursor_data() {
        QTest::addColumn<int>("key");
        QTest::addColumn<MusicUse>("use");
        QTest::newRow("Return") << static_cast<int>(Qt::Key_Return) << MusicUse::Listen;
        QTest::newRow("P") << static_cast<int>(Qt::Key_P) << MusicUse::Puck;
        QTest::newRow("A") << static_cast<int>(Qt::Key_A) << MusicUse::A;
        QTest::newRow("B") << static_cast<int>(Qt::Key_B) << MusicUse::B;
    }
    void keysUseTheRowOfTheCursor() {
        QFETCH(int, key);
        QFETCH(MusicUse, use);
        QSignalSpy visited(m_list.get(), &MusicList::rowVisited);
        QTest::keyClick(m_list.get(), Qt::Key_Down);
        QCOMPARE(visited.at(0).at(0).toLongLong(), 1);
        QTest::keyClick(m_list.get(), static_cast<Qt::Key>(key));
        QCOMPARE(m_used->count(), 1);
        QCOMPARE(m_used->at(0).at(0).toLongLong(), 1);
        QVERIFY(m_used->at(0).at(1).value<MusicUse>() == use);
        QTest::keyClick(m_list.get(), static_cast<Qt::Key>(key), Qt::ControlModifier); // a shortcut, not a use
        QCOMPARE(m_used->count(), 1);
    }

    void buttonsUseTheirRow() {
        const QRect row = m_list->visualRect(m_model.index(2, 0));
        for (const MusicUse use : MusicDelegate::kUses) {
            m_used->clear();
            QTest::mouseClick(m_list->viewport(), Qt::LeftButton, {}, MusicDelegate::buttonRect(row, use).center());
            QCOMPARE(m_used->count(), 1);
            QCOMPARE(m_used->at(0).at(0).toLongLong(), 2);
            QVERIFY(m_used->at(0).at(1).value<MusicUse>() == use);
        }
        QCOMPARE(m_list->currentIndex().row(), 2);
    }

    void aButtonLeftBeforeTheReleaseDoesNothing() {
        const QRect row = m_list->visualRect(m_model.index(1, 0));
        QTest::mousePress(m_list->viewport(), Qt::LeftButton, {}, MusicDelegate::buttonRect(row, MusicUse::A).center());
        QTest::mouseRelease(m_list->viewport(), Qt::LeftButton, {}, row.center());
        QCOMPARE(m_used->count(), 0);
    }

    void aDoubleClickListens() {
        const QPoint place = m_list->visualRect(m_model.index(3, 0)).center();
        QTest::mouseDClick(m_list->viewport(), Qt::LeftButton, {}, place);
        QCOMPARE(m_used->count(), 1);
        QVERIFY(m_used->at(0).at(1).value<MusicUse>() == MusicUse::Listen);
    }

    void aFileWithoutWindowsCannotBeUsed() {
        m_list->setCurrentIndex(m_model.index(20, 0));
        for (const auto key : {Qt::Key_Return, Qt::Key_P, Qt::Key_A, Qt::Key_B})
            QTest::keyClick(m_list.get(), key);
        QTest::mouseDClick(m_list->viewport(), Qt::LeftButton, {}, m_list->visualRect(m_model.index(20, 0)).center());
        QCOMPARE(m_used->count(), 0);
    }

    void onlyVisibleRowsAreDrawn() {
        m_model.clear();
        for (int i = 0; i < 20000; ++i) {
            auto* item = new QStandardItem(QStringLiteral("song.mid"));
            item->setData(QStringLiteral("bar 1"), music_role::kPlace);
            m_model.appendRow(item);
        }
        int painted = 0;
        m_list->setThumbnailPainter([&](QPainter&, const QRectF&, const QVariant&, const QColor&) { ++painted; });
        (void)seen(*m_list);
        QVERIFY(painted > 3);
        QVERIFY(painted < 40);
    }

private:
    QStandardItemModel m_model;
    std::unique_ptr<MusicList> m_list;
    std::unique_ptr<QSignalSpy> m_used;
};

QTEST_MAIN(TestMusicList)
#include "tst_MusicList.moc"
