#include "core/files/RepeatOrder.h"

#include <QTest>

using namespace segue::files;

namespace {

/// A line for each measure: what it is marked with.
///   [: and :] a repeat, :3] played three times, e1 e2 endings, S segno, C coda, dc ds to fine
std::vector<RepeatMarks> marksOf(const QString& text) {
    std::vector<RepeatMarks> marks;
    for (const QString& measure : text.split(QStringLiteral("|"))) {
        RepeatMarks& mark = marks.emplace_back();
        for (const QString& word : measure.split(u' ', Qt::SkipEmptyParts)) {
            mark.beginsRepeat |= word == QStringLiteral("[:");
            mark.segno |= word == QStringLiteral("S");
            mark.coda |= word == QStringLiteral("C");
            mark.daCapo |= word == QStringLiteral("dc");
            mark.dalSegno |= word == QStringLiteral("ds");
            mark.toCoda |= word == QStringLiteral("to");
            mark.fine |= word == QStringLiteral("fine");
            if (word.startsWith(u':'))
                mark.timesPlayed = word == QStringLiteral(":]") ? 2 : word.mid(1, 1).toInt();
            if (word.startsWith(u'e'))
                mark.endings |= 1U << (word.mid(1).toInt() - 1);
        }
    }
    return marks;
}

} // namespace

class TestRepeatOrder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void marksAreFollowed_data() {
        QTest::addColumn<QString>("marks");
        QTest::addColumn<QString>("order");
        const auto row = [](const char* name, const char* marks, const char* order) {
            QTest::newRow(name) << QString::fromLatin1(marks) << QString::fromLatin1(order);
        };
        row("no marks", "||", "0 1 2");
        row("from the first measure", "|:]|", "0 1 0 1 2");
        row("from its beginning", "|[:|:]|", "0 1 2 1 2 3");
        row("from the end of the last one", "|:]||:]", "0 1 0 1 2 3 2 3");
        row("three times", "[: :3]|", "0 0 0 1");
        row("two endings", "[:|e1 :]|e2|", "0 1 0 2 3");
        row("endings of two measures", "[:|e1|e1 :]|e2|e2|", "0 1 2 0 3 4 5");
        row("three endings", "[:|e1 e2 :]|e3|", "0 1 0 1 0 2 3");
        row("last ending repeats too", "[:|e1 :]|e2 :]|", "0 1 0 2 3");
        row("one ending only", "[:|e1 :]|", "0 1 0 2");
        row("only an ending is repeated", "e1 :]|e2|", "0 1 2");
        row("endings of two repeats", "[:|e1 :]|e2|[:|e1 :]|e2", "0 1 0 2 3 4 3 5");
        row("da capo al fine", "|fine||dc", "0 1 2 3 0 1");
        row("da capo takes no repeats", "[:|:] fine|dc", "0 1 0 1 2 0 1");
        row("da capo takes the last endings", "[:|e1 :]|e2|dc", "0 1 0 2 3 0 2 3");
        row("dal segno al coda", "|S|to|ds|C", "0 1 2 3 1 2 4");
        row("jumps count once", "|dc", "0 1 0 1");
    }
    void marksAreFollowed() {
        QFETCH(QString, marks);
        QFETCH(QString, order);
        const auto played = unfoldRepeats(marksOf(marks), 100);
        QVERIFY(played && played->isComplete);
        QStringList text;
        for (const std::size_t measure : played->measures)
            text << QString::number(measure);
        QCOMPARE(text.join(u' '), order);
    }

    void jumpToNowhereIsPassedOverAndTold() {
        const auto played = unfoldRepeats(marksOf(QStringLiteral("|ds|")), 100);
        QVERIFY(!played->isComplete);
        QCOMPARE(played->measures.size(), std::size_t{3});
    }

    void moreThanTheLimitIsNotPlayed() {
        auto marks = marksOf(QStringLiteral("[:|:]"));
        QVERIFY(unfoldRepeats(marks, 4));
        QVERIFY(!unfoldRepeats(marks, 3));
        marks[1].timesPlayed = 2'000'000'000;
        QVERIFY(!unfoldRepeats(marks, 100'000));
    }

    void endingsThatAreNeverDueCostLittle() {
        std::vector<RepeatMarks> marks(100'000, RepeatMarks{.endings = 1});
        marks.back() = {.timesPlayed = 2'000'000'000};
        QVERIFY(!unfoldRepeats(marks, 100'000));
    }
};

QTEST_APPLESS_MAIN(TestRepeatOrder)
#include "tst_RepeatOrder.moc"
