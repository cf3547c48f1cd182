#include "core/files/MidiDefects.h"

#include <QTest>

using namespace segue;
using namespace segue::files;

class TestMidiDefects : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void repetitionsAreCountedAtTheFirstPlace() {
        MidiDefects defects;
        defects.enterTrack(3);
        for (std::size_t i = 0; i < 1'000'000; ++i)
            defects.add(MidiDefect::StrayNoteOff, 100 + i);
        defects.enterTrack(0);
        defects.add(MidiDefect::JunkAfterTracks, 7);
        const auto repairs = defects.repairs();
        QCOMPARE(repairs.size(), std::size_t{2});
        QCOMPARE(repairs[0].count, 1'000'000);
        QVERIFY(repairs[0].what.starts_with("Track 3, byte 100: "));
        QVERIFY(repairs[1].what.starts_with("Byte 7: "));
    }

    void mildDefectsAreNoReasonToRefuse() {
        MidiDefects defects;
        QVERIFY(!defects.refusal());
        defects.add(MidiDefect::HangingNote, 1);
        QVERIFY(!defects.refusal());
        defects.enterTrack(2);
        defects.add(MidiDefect::NoStatus, 9);
        defects.add(MidiDefect::TooLate, 10);
        QVERIFY(defects.refusal()->code() == ErrorCode::Malformed); // the first
        QVERIFY(defects.refusal()->text().find("byte 9") != std::string::npos);
        QVERIFY(defects.refusal()->text().find("in track 2") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestMidiDefects)
#include "tst_MidiDefects.moc"
