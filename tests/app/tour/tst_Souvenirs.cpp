#include "app/tour/Souvenirs.h"

#include "core/files/MidiFile.h"

#include <QTemporaryDir>
#include <QTest>

#include <chrono>
#include <cmath>

using namespace segue;
using playback::RecordedMessage;

namespace {

std::vector<RecordedMessage> someMessages() {
    const auto at = [](int milliseconds, std::vector<std::uint8_t> bytes) {
        return RecordedMessage{playback::TimePoint(std::chrono::milliseconds(5000 + milliseconds)), std::move(bytes)};
    };
    return {at(0, {0x99, 36, 100}),  at(100, {0x89, 36, 0}), at(250, {0x99, 38, 90}), at(260, {0xF8}),
            at(400, {0x99, 38, 80}), at(500, {0x99, 38, 0}), at(600, {0x99, 42, 70}), at(700, {0xB9, 120, 0})};
}

} // namespace

class TestSouvenirs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void everyNoteHasItsLength() {
        const auto notes = tour::toNotes(someMessages(), Bpm(100)).notes;
        QCOMPARE(notes.size(), std::size_t{4});
        const auto is = [](const music::Note& note, int pitch, double start, double end) {
            return note.pitch.value == pitch && std::abs(note.start.value - start) < 1e-9 &&
                   std::abs(note.end.value - end) < 1e-9 && note.isDrum;
        };
        QVERIFY(is(notes[0], 36, 0.0, 0.1));
        QVERIFY(is(notes[1], 38, 0.25, 0.4)); // struck again: the first ends
        QVERIFY(is(notes[2], 38, 0.4, 0.5));
        QVERIFY(is(notes[3], 42, 0.6, 0.7)); // never ended
    }

    void theMidiFileHoldsThem() {
        QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "tour.mid";
        QVERIFY(tour::writeMidi(path, someMessages(), Bpm(100)));
        const auto read = files::readMidiFile(path);
        QVERIFY(read);
        QCOMPARE(read->notes.size(), std::size_t{4});
        QCOMPARE(read->firstTempo(), Bpm(100));
    }

    void nothingPlayedIsAnEmptyPiece() { QVERIFY(tour::toNotes({}, Bpm(100)).notes.empty()); }
};

QTEST_GUILESS_MAIN(TestSouvenirs)
#include "tst_Souvenirs.moc"
