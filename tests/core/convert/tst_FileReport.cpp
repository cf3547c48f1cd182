#include "core/convert/FileReport.h"

#include <QTest>
#include <nlohmann/json.hpp>

using namespace segue;
using namespace segue::convert;

namespace {

FileReport fullReport() {
    FileReport report;
    report.file = "a/b \"c\".mid";
    report.repairs = {{"Track 3 is cut short", 2}, {"No end of track", 1}};
    report.notes = 12;
    report.seconds = 1.0 / 3.0;
    report.hasBeatType = true;
    report.fingerprint = 0xfedcba9876543210ULL;
    report.duplicateOf = "z.mid";
    report.windows =
        WindowCount{3, {{codec::DropReason::NotInFour, 4}}, {{39, 5}}, music::GridPhase{0.25, 0.9, true}, ""};
    return report;
}

} // namespace

class TestFileReport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void everythingComesBackFromItsLine() {
        QVERIFY(fileReportFrom(toJson(fullReport()).dump()) == fullReport());
        FileReport refused;
        refused.file = "x";
        refused.outcome = Outcome::Refused;
        refused.reason = "malformed";
        refused.message = "It is no music";
        QVERIFY(fileReportFrom(toJson(refused).dump()) == refused);
        for (const Outcome outcome : {Outcome::Written, Outcome::KeptOut, Outcome::Duplicate, Outcome::Refused}) {
            refused.outcome = outcome;
            QVERIFY(fileReportFrom(toJson(refused).dump())->outcome == outcome);
        }
    }

    void everyDropReasonComesBack() {
        for (int i = 0; i <= static_cast<int>(codec::DropReason::Duplicate); ++i) {
            FileReport report;
            report.windows = WindowCount{0, {{static_cast<codec::DropReason>(i), 1}}, {}, {}, "none"};
            QVERIFY(fileReportFrom(toJson(report).dump()) == report);
        }
    }

    void brokenLinesAreErrors_data() {
        QTest::addColumn<QByteArray>("line");
        for (const char* line :
             {"", "{", "[]", "1", "{}", "{\"file\":1}", "{\"file\":\"a\",\"outcome\":\"written\",\"notes\":\"x\"}",
              "{\"file\":\"a\",\"outcome\":\"written\",\"fingerprint\":\"xyz\"}",
              "{\"file\":\"a\",\"outcome\":\"written\",\"windows\":{\"count\":1,\"drops\":{\"no\":1}}}",
              "{\"file\":\"a\",\"outcome\":\"written\",\"windows\":{\"count\":1,\"unmapped_pitches\":{\"x\":1}}}"})
            QTest::newRow(line) << QByteArray(line);
    }
    void brokenLinesAreErrors() {
        QFETCH(QByteArray, line);
        const auto report = fileReportFrom(line.toStdString());
        QVERIFY(!report);
        QVERIFY(report.error().code() == ErrorCode::Malformed);
    }

    void totalsAreSums() {
        Totals totals;
        totals.add(fullReport());
        totals.add(fullReport());
        FileReport other;
        other.outcome = Outcome::Duplicate;
        totals.add(other);
        other.outcome = Outcome::Refused;
        other.reason = "malformed";
        totals.add(other);
        other.outcome = Outcome::KeptOut;
        other.reason = "split";
        totals.add(other);
        other = {};
        other.windows = WindowCount{0, {}, {}, {}, "no drums"};
        totals.add(other);
        const nlohmann::json expected{{"written", 3},
                                      {"left_out", 1},
                                      {"left_out_by", {{"split", 1}}},
                                      {"duplicates_written", 2},
                                      {"duplicates_left_out", 1},
                                      {"refused_files", 1},
                                      {"refused_by", {{"malformed", 1}}},
                                      {"repaired_files", 2},
                                      {"notes", 24},
                                      {"seconds", 2.0 / 3.0},
                                      {"windows", 6},
                                      {"files_without_windows", 1},
                                      {"grid_phases_removed", 2},
                                      {"drops", {{"not-in-four", 8}}},
                                      {"unmapped_pitches", {{"39", 10}}}};
        QCOMPARE(toJson(totals).dump(), expected.dump());
    }
};

QTEST_APPLESS_MAIN(TestFileReport)
#include "tst_FileReport.moc"
