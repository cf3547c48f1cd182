#include "widgets/MusicPage.h"

#include "tests/widgets/MusicRows.h"
#include "tests/widgets/WidgetTest.h"
#include "widgets/EmptyState.h"
#include "widgets/MusicList.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>

using namespace segue;
using namespace segue::widgets;
using namespace segue::widgets::testing;

class TestMusicPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));
        m_model.clear();
        m_page = std::make_unique<MusicPage>();
        m_page->setModel(&m_model);
        m_page->resize(580, 420);
        m_page->show();
    }
    void cleanup() { m_page.reset(); }

    void anEmptyPageSaysWhatToDo() {
        QVERIFY(emptyText().contains(QStringLiteral("Drop music files")));
        QSignalSpy folder(m_page.get(), &MusicPage::openFolderRequested);
        helpButton()->click();
        QCOMPARE(folder.count(), 1);
    }

    void rowsTakeThePlaceOfTheEmptyState() {
        fill(m_model, 3);
        m_page->setCounts(3, 0, 0);
        QVERIFY(m_page->list().isVisible());
        QVERIFY(!empty()->isVisible());
    }

    void aSearchWithoutAMatchCanBeTakenBack() {
        m_page->setCounts(12, 0, 0);
        QSignalSpy searched(m_page.get(), &MusicPage::searchChanged);
        QTest::keyClicks(search(), QStringLiteral("bosa"));
        QTRY_COMPARE(searched.count(), 1); // once for all letters
        QCOMPARE(searched.at(0).at(0).toString(), QStringLiteral("bosa"));
        QVERIFY(emptyText().contains(QStringLiteral("bosa")));
        helpButton()->click();
        QVERIFY(search()->text().isEmpty());
        QCOMPARE(searched.back().at(0).toString(), QString());
    }

    void whereNothingCanBePlayedItSaysWhy() {
        m_page->setCounts(0, 0, 4);
        QSignalSpy shown(m_page.get(), &MusicPage::shownChosen);
        QVERIFY(emptyText().contains(QStringLiteral("no drums")));
        helpButton()->click();
        QVERIFY(shown.at(0).at(0).value<MusicShown>() == MusicShown::Refused);
        QVERIFY(m_page->shown() == MusicShown::Refused);
    }

    void readingShowsProgressAndCanBeCancelled() {
        QSignalSpy cancelled(m_page.get(), &MusicPage::cancelRequested);
        auto* cancel = m_page->findChild<QPushButton*>(QStringLiteral("musicCancel"));
        QVERIFY(!cancel->isVisible());
        m_page->setProgress(0.25, QStringLiteral("288 of 1150 files"));
        QVERIFY(cancel->isVisible());
        QVERIFY(emptyText().contains(QStringLiteral("Reading")));
        cancel->click();
        QCOMPARE(cancelled.count(), 1);
        m_page->setProgress(std::nullopt);
        QVERIFY(!cancel->isVisible());
    }

    void aNoticeHasAButtonThatHelps() {
        auto* action = m_page->findChild<QPushButton*>(QStringLiteral("musicNoticeAction"));
        QVERIFY(!action->isVisible());
        m_page->setNotice(QStringLiteral("17 notes of pitch 23 belong to no drum"), QStringLiteral("Assign…"));
        QSignalSpy asked(m_page.get(), &MusicPage::noticeActionRequested);
        action->click();
        QCOMPARE(asked.count(), 1);
        m_page->setNotice({});
        QVERIFY(!action->isVisible());
    }

    void escapeEmptiesTheSearchAndThenCloses() {
        fill(m_model, 3);
        QSignalSpy closed(m_page.get(), &MusicPage::closeRequested);
        search()->setText(QStringLiteral("x"));
        QTest::keyClick(search(), Qt::Key_Escape);
        QCOMPARE(closed.count(), 0);
        QVERIFY(search()->text().isEmpty());
        QTest::keyClick(search(), Qt::Key_Escape);
        QTest::keyClick(&m_page->list(), Qt::Key_Escape);
        QCOMPARE(closed.count(), 2);
    }

    void downLeavesTheSearchForTheList() {
        fill(m_model, 3);
        m_page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        search()->setFocus();
        QTest::keyClick(search(), Qt::Key_Down);
        QVERIFY(m_page->list().hasFocus());
        QCOMPARE(m_page->list().currentIndex().row(), 0);
    }

    void stylesAndOrdersAreAskedFor() {
        m_page->setStyles({QStringLiteral("funk"), QStringLiteral("jazz")});
        auto* style = m_page->findChild<QComboBox*>(QStringLiteral("musicStyle"));
        auto* order = m_page->findChild<QComboBox*>(QStringLiteral("musicOrder"));
        QSignalSpy styles(m_page.get(), &MusicPage::styleChosen);
        QSignalSpy orders(m_page.get(), &MusicPage::orderChosen);
        QTest::keyClick(style, Qt::Key_End);
        QTest::keyClick(order, Qt::Key_End);
        QCOMPARE(styles.at(0).at(0).toString(), QStringLiteral("jazz"));
        QVERIFY(orders.at(0).at(0).value<MusicOrder>() == MusicOrder::Hits);
        m_page->setStyles({QStringLiteral("bossa"), QStringLiteral("funk"), QStringLiteral("jazz")});
        QCOMPARE(style->currentText(), QStringLiteral("jazz")); // more of them arrive while one is chosen
    }

    void filesAndFoldersCanBeDroppedAndOpenedAgain() {
        QSignalSpy opened(m_page.get(), &MusicPage::pathsOpened);
        QVERIFY(dropFile(*m_page, {40, 40}, QStringLiteral("/tmp/music")));
        QCOMPARE(opened.at(0).at(0).toStringList(), QStringList{QStringLiteral("/tmp/music")});
        m_page->setRecent({QStringLiteral("/tmp/older")});
        const auto* open = m_page->findChild<QToolButton*>(QStringLiteral("musicOpen"));
        open->menu()->actions().back()->trigger();
        QCOMPARE(opened.at(1).at(0).toStringList(), QStringList{QStringLiteral("/tmp/older")});
    }

    void everyControlHasANameForThoseWhoDoNotSee() {
        for (const char* name : {"musicSearch", "musicStyle", "musicOrder", "musicOpen", "musicClose", "musicList"})
            QVERIFY2(!m_page->findChild<QWidget*>(QString::fromLatin1(name))->accessibleName().isEmpty(), name);
    }

private:
    [[nodiscard]] EmptyState* empty() const { return m_page->findChild<EmptyState*>(); }
    [[nodiscard]] QString emptyText() const { return empty()->findChild<QLabel*>()->text(); }
    [[nodiscard]] QPushButton* helpButton() const { return empty()->findChild<QPushButton*>(); }
    [[nodiscard]] QLineEdit* search() const { return m_page->findChild<QLineEdit*>(QStringLiteral("musicSearch")); }

    QStandardItemModel m_model;
    std::unique_ptr<MusicPage> m_page;
};

QTEST_MAIN(TestMusicPage)
#include "tst_MusicPage.moc"
