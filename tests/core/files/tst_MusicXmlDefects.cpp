#include "core/files/MusicXmlDocument.h"

#include "tests/core/files/MusicXmlBytes.h"

#include <QDir>
#include <QTest>

using namespace segue;
using namespace segue::files;

namespace {

struct Mended {
    const char* file;
    const char* notes;
    const char* repair; // the beginning of the first; empty: none is needed
};

constexpr std::array kMended{
    Mended{"broken-off", "60 0-4, 62 4-6", "The XML is broken near byte"},
    Mended{"no-divisions", "60 0-4", "Measure 1 of Piano: durations stand before the divisions"},
    Mended{"divisions-of-zero", "60 0-4", "Measure 1 of Piano: the divisions of a quarter"},
    Mended{"measure-too-short", "60 0-4, 62 4-7, 64 8-12", "Measure 2: it is shorter"},
    Mended{"measure-too-long", "60 0-4, 62 4-9, 64 9-13", "Measure 2: it is longer"},
    Mended{"back-before-the-measure", "60 0-4, 64 0-1", "Measure 1 of Piano: a voice begins before"},
    Mended{"duration-below-zero", "60 0-2, 62 1.9375-2, 64 2-4", "Measure 1 of Piano: a duration below 0"},
    Mended{"duration-not-a-number", "62 0-3, 64 3-4", "Measure 1 of Piano: a note that says neither"},
    Mended{"element-of-no-kind", "60 0-4", "Measure 1 of Piano: an element"},
    Mended{"pitch-out-of-range", "60 3-4", "Measure 1 of Piano: a note out of MIDI's range"},
    Mended{"no-part-list", "60 0-4", "Part P1: the part list does not describe it"},
    Mended{"tie-to-nowhere", "60 0-2, 62 2-4", "The score: a tie leads nowhere"},
    Mended{"time-of-four-thirds", "60 0-4", "Measure 1 of Piano: a time signature"},
    Mended{"tempo-of-no-number", "60 0-4", "Measure 1 of Piano: a tempo"},
    Mended{"repeat-without-end", "60 0-4", "The score: its repeats are not played"},
    Mended{"entities-a-billion", "60 0-4", ""},
    Mended{"entity-from-outside", "60 0-4", ""}};

struct Refused {
    const char* file;
    ErrorCode code;
    const char* words;
};

constexpr std::array kRefused{
    Refused{"duration-without-end", ErrorCode::Unsupported, "Measure 1 of Piano lasts longer"},
    Refused{"no-score", ErrorCode::NoMusic, "not MusicXML"},
    Refused{"opus", ErrorCode::Unsupported, "list of scores"},
    Refused{"no-measures", ErrorCode::NoMusic, "no measures"},
    Refused{"no-xml", ErrorCode::Malformed, "not begin as XML"},
    Refused{"empty", ErrorCode::Malformed, "not begin as XML"}};

} // namespace

class TestMusicXmlDefects : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void defectsAreMendedAndReported_data() {
        QTest::addColumn<QString>("notes");
        QTest::addColumn<QString>("repair");
        for (const Mended& defect : kMended)
            QTest::newRow(defect.file) << QString::fromLatin1(defect.notes) << QString::fromLatin1(defect.repair);
    }
    void defectsAreMendedAndReported() {
        QFETCH(QString, notes);
        QFETCH(QString, repair);
        const auto score = readMusicXml(data(QTest::currentDataTag()));
        QVERIFY2(score, score ? "" : score.error().text().c_str());
        QCOMPARE(QString::fromStdString(test::inQuarters(score->sequence)), notes);
        if (repair.isEmpty()) {
            QVERIFY(score->repairs.empty());
            return;
        }
        QVERIFY(!score->repairs.empty());
        QVERIFY2(score->repairs.front().what.starts_with(repair.toStdString()), score->repairs.front().what.c_str());
    }

    void whatCannotBeMendedIsRefusedInWords_data() {
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("words");
        for (const Refused& defect : kRefused)
            QTest::newRow(defect.file) << static_cast<int>(defect.code) << QString::fromLatin1(defect.words);
    }
    void whatCannotBeMendedIsRefusedInWords() {
        QFETCH(int, code);
        QFETCH(QString, words);
        const auto score = readMusicXml(data(QTest::currentDataTag()));
        QVERIFY(!score);
        QCOMPARE(static_cast<int>(score.error().code()), code);
        QVERIFY2(QString::fromStdString(score.error().text()).contains(words), score.error().text().c_str());
    }

    void everyBrokenFileHasItsRow() {
        const QDir folder(QStringLiteral(SEGUE_TEST_DATA "/malformed/musicxml"));
        QCOMPARE(folder.entryList({QStringLiteral("*.xml")}, QDir::Files).size(),
                 static_cast<qsizetype>(kMended.size() + kRefused.size()));
    }

    void entitiesAreNotExpanded() {
        QCOMPARE(readMusicXml(data("entities-a-billion"))->sequence.instrumentNames.front().name, std::string("&d;"));
        QCOMPARE(readMusicXml(data("entity-from-outside"))->sequence.instrumentNames.front().name,
                 std::string("&outside;"));
    }

    void deepNestingCostsNoStack() {
        std::string deep = "<score-partwise>";
        for (int i = 0; i < 1'000'000; ++i)
            deep += "<part>";
        const auto score = readMusicXml(test::bytesOf(deep));
        QCOMPARE(score.error().code(), ErrorCode::NoMusic);
    }

    void moreTagsOrBytesThanAnyScoreAreRefused() {
        std::string tags = "<score-partwise>";
        tags.resize(tags.size() + 4'000'000, '<');
        QCOMPARE(readMusicXml(test::bytesOf(tags)).error().code(), ErrorCode::Unsupported);
        std::vector<std::byte> large(kMaximumMusicXmlBytes + 1, std::byte{' '});
        large.front() = std::byte{'<'};
        QCOMPARE(readMusicXml(large).error().code(), ErrorCode::Unsupported);
    }

    void repeatWithoutEndIsNotUnfolded() {
        const auto score = readMusicXml(data("repeat-without-end"), {.unfoldRepeats = true});
        QCOMPARE(score.error().code(), ErrorCode::Unsupported);
        QVERIFY(score.error().text().find("repeats") != std::string::npos);
    }

    void unfoldingCountsWhatIsNotANoteToo() {
        std::string measure;
        for (int i = 0; i < 1000; ++i)
            measure += "<harmony><root><root-step>C</root-step></root><kind>major</kind></harmony>";
        measure += "<barline><repeat direction=\"backward\" times=\"99999\"/></barline>";
        const auto score =
            readMusicXml(test::bytesOf(test::scoreOf(test::wholeNote(measure))), {.unfoldRepeats = true});
        QCOMPARE(score.error().code(), ErrorCode::Unsupported);
    }

    void longNamesAreCutBetweenCharacters() {
        std::string score = test::scoreOf(test::wholeNote());
        std::string name = "x";
        for (int i = 0; i < 60; ++i)
            name += "\xC3\xB6";
        score.replace(score.find("Piano"), 5, name);
        const auto read = readMusicXml(test::bytesOf(score));
        QCOMPARE(read->sequence.instrumentNames.front().name, name.substr(0, 99));
    }

    void onlySoManyMeasuresAreRead() {
        std::string many;
        for (int i = 0; i < 100'001; ++i)
            many += "<measure/>";
        QCOMPARE(readMusicXml(test::bytesOf(test::scoreOf(many))).error().code(), ErrorCode::Unsupported);
    }

private:
    static std::vector<std::byte> data(const std::string& name) {
        return test::musicXmlData("malformed/musicxml/" + name + ".xml");
    }
};

QTEST_APPLESS_MAIN(TestMusicXmlDefects)
#include "tst_MusicXmlDefects.moc"
