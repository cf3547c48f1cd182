#include "widgets/RunList.h"

#include <QApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeWidget>

#include <memory>

using namespace segue;
using namespace segue::widgets;
using runs::RunState;

class TestRunList : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));
        m_list = std::make_unique<RunList>();
        m_list->resize(900, 240);
        m_rows = {row("/runs/new", RunState::Training), row("/runs/old", RunState::Finished),
                  row("/runs/dead", RunState::Training)};
        m_rows[0].isAtWork = true;
        m_rows[1].score = 0.875;
        m_rows[2].isLost = true;
        m_list->setRows(m_rows);
        m_list->show();
        tree()->setFocus();
    }
    void cleanup() { m_list.reset(); }

    void eachRunSaysWhatBecameOfIt() {
        QVERIFY(cell(0, 1).contains(QStringLiteral("training")));
        QVERIFY(cell(1, 1).contains(QStringLiteral("finished")));
        QVERIFY(cell(2, 1).contains(QStringLiteral("interrupted")));
        QCOMPARE(cell(1, 2), QStringLiteral("0.875"));
        QCOMPARE(cell(2, 2), QStringLiteral("–"));
    }

    void returnWatchesARun() {
        QSignalSpy watch(m_list.get(), &RunList::watchRequested);
        choose(1);
        QTest::keyClick(tree(), Qt::Key_Return);
        QCOMPARE(watch.at(0).at(0).toString(), QStringLiteral("/runs/old"));
    }

    void aTickedRunIsCompared() {
        QSignalSpy compared(m_list.get(), &RunList::comparedChanged);
        choose(2);
        QTest::keyClick(tree(), Qt::Key_Space);
        QCOMPARE(compared.at(0).at(0).toStringList(), QStringList{QStringLiteral("/runs/dead")});
        std::swap(m_rows[0], m_rows[2]); // it reported, and is the newest now
        m_list->setRows(m_rows);
        QCOMPARE(m_list->compared(), QStringList{QStringLiteral("/runs/dead")});
    }

    void deleteIsNotForARunThatLearns() {
        QSignalSpy asked(m_list.get(), &RunList::deleteRequested);
        choose(0);
        QVERIFY(!button("deleteRun")->isEnabled());
        QVERIFY(!button("renameRun")->isEnabled());
        QTest::keyClick(tree(), Qt::Key_Delete);
        QCOMPARE(asked.size(), 0);
        choose(1);
        QTest::keyClick(tree(), Qt::Key_Delete);
        QCOMPARE(asked.at(0).at(0).toString(), QStringLiteral("/runs/old"));
    }

    void onlyWhatIsNotOverCanGoOn() {
        choose(0);
        QVERIFY(!button("goOnRun")->isEnabled());
        choose(1);
        QVERIFY(!button("goOnRun")->isEnabled());
        QSignalSpy goOn(m_list.get(), &RunList::goOnRequested);
        choose(2);
        QTest::mouseClick(button("goOnRun"), Qt::LeftButton);
        QCOMPARE(goOn.at(0).at(0).toString(), QStringLiteral("/runs/dead"));
    }

    void aNewNameIsAskedForAndNotTaken() {
        QSignalSpy rename(m_list.get(), &RunList::renameRequested);
        choose(1);
        QTest::mouseClick(button("renameRun"), Qt::LeftButton);
        auto* editor = tree()->findChild<QLineEdit*>();
        QVERIFY(editor);
        editor->selectAll();
        QTest::keyClicks(editor, QStringLiteral("breaks"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(rename.size(), 1);
        QCOMPARE(rename.at(0).at(0).toString(), QStringLiteral("/runs/old"));
        QCOMPARE(rename.at(0).at(1).toString(), QStringLiteral("breaks"));
        QCOMPARE(cell(1, 0), QStringLiteral("old"));
    }

    void theWatchedRunStandsOut() {
        m_list->setWatched(QStringLiteral("/runs/old"));
        QVERIFY(tree()->topLevelItem(1)->font(0).bold());
        QVERIFY(!tree()->topLevelItem(0)->font(0).bold());
    }

    void aRunThatIsGoneLeavesTheList() {
        m_rows.pop_back();
        m_list->setRows(m_rows);
        QCOMPARE(tree()->topLevelItemCount(), 2);
    }

private:
    static RunRow row(const char* folder, RunState state) {
        RunRow made;
        made.folder = QString::fromLatin1(folder);
        made.name = made.folder.section(u'/', -1);
        made.state = state;
        made.changed = QDateTime(QDate(2026, 3, 1), QTime(9, 30));
        return made;
    }
    [[nodiscard]] QTreeWidget* tree() const { return m_list->findChild<QTreeWidget*>(); }
    [[nodiscard]] QPushButton* button(const char* name) const {
        return m_list->findChild<QPushButton*>(QString::fromLatin1(name));
    }
    [[nodiscard]] QString cell(int row, int column) const { return tree()->topLevelItem(row)->text(column); }
    void choose(int row) const { tree()->setCurrentItem(tree()->topLevelItem(row)); }

    std::unique_ptr<RunList> m_list;
    std::vector<RunRow> m_rows;
};

QTEST_MAIN(TestRunList)
#include "tst_RunList.moc"
