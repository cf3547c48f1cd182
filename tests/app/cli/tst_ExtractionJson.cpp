#include "app/cli/ExtractionJson.h"

#include <QTest>

using namespace segue;
using namespace segue::cli;
using codec::DropReason;
using codec::ExtractionReport;

class TestExtractionJson : public QObject {
    Q_OBJECT

    ExtractionReport m_report{.notes = 40,
                              .shadowed = 2,
                              .tempoChanges = 1,
                              .unmappedPitches = {{17, 3}},
                              .drops = {{DropReason::TooShort, 2}, {DropReason::Duplicate, 5}},
                              .phase = music::GridPhase{0.25, 0.9, true}};

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void allThatIsKnownIsWritten() {
        QVERIFY(toJson(m_report) ==
                (nlohmann::json{{"notes", 40},
                                {"shadowed", 2},
                                {"tempo_changes", 1},
                                {"unmapped_pitches", {{"17", 3}}},
                                {"drops", {{"too-short", 2}, {"duplicate", 5}}},
                                {"phase", {{"steps", 0.25}, {"coherence", 0.9}, {"removed", true}}}}));
        QVERIFY(!toJson(ExtractionReport{}).contains("phase"));
    }

    void aPersonIsToldWhatIsMissing() {
        const std::string text = describe(m_report);
        for (const char* said : {"2 (shorter than a window)", "5 (the same", "pitch 17", "3 notes", "-0.25 steps"})
            QVERIFY2(text.find(said) != std::string::npos, text.c_str());
        QCOMPARE(describe(ExtractionReport{}), std::string());
    }

    void reportsAddUp() {
        const ExtractionReport sum = merged(m_report, m_report);
        QCOMPARE(sum.notes, 80);
        QCOMPARE(sum.shadowed, 4);
        QCOMPARE(sum.tempoChanges, 2);
        QCOMPARE(sum.unmappedPitches.at(17), 6);
        QCOMPARE(sum.drops.at(DropReason::Duplicate), 10);
        QVERIFY(!sum.phase);
    }
};

QTEST_APPLESS_MAIN(TestExtractionJson)
#include "tst_ExtractionJson.moc"
