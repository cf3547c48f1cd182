#include "core/files/MidiFile.h"
#include "core/files/NoteSequenceRecords.h"
#include "core/files/Safetensors.h"

#include <QDir>
#include <QTest>

#include <cmath>

using namespace segue;
using namespace segue::files;

namespace {

const QString kFolder = QStringLiteral(SEGUE_TEST_DATA "/malformed");

std::filesystem::path pathOf(const char* folder, const QString& name, const char* extension) {
    return (kFolder + u'/' + QLatin1String(folder) + u'/' + name + QLatin1String(extension)).toStdString();
}

template <class T>
QString codeOf(const Result<T>& result) {
    return result ? QStringLiteral("ok") : QString::fromStdString(std::string(name(result.error().code())));
}

/// Whether a table of tests has a row for each file of a folder and no other.
bool hasRowForEachFile(const char* folder, QStringList rows) {
    QStringList files;
    for (const QFileInfo& file : QDir(kFolder + u'/' + QLatin1String(folder)).entryInfoList(QDir::Files))
        files.push_back(file.completeBaseName());
    files.sort();
    rows.sort();
    return files == rows;
}

} // namespace

/// What each file of tests/data/malformed gives.
class TestMalformedFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void midi_data() {
        QTest::addColumn<QString>("strict");
        QTest::addColumn<int>("notes");
        QTest::addColumn<double>("seconds");
        QTest::addColumn<QStringList>("repairs");
        QStringList files;
        const auto row = [&files](const char* file, const char* strict, int notes, double seconds,
                                  std::initializer_list<const char*> repairs) {
            QStringList texts;
            for (const char* const repair : repairs)
                texts.push_back(QString::fromLatin1(repair));
            QTest::newRow(file) << QString::fromLatin1(strict) << notes << seconds << texts;
            files.push_back(QString::fromLatin1(file));
        };
        row("clock-in-track", "ok", 1, 0.5, {"2 a message belongs on a wire, not in a file"});
        row("controllers-without-notes", "ok", 1, 0.5, {});
        row("cut-in-chunk-length", "malformed", 1, 0.5, {"1 the track is cut short", "1 track 2 of 2 is missing"});
        row("cut-in-chunk-name", "malformed", 1, 0.5,
            {"1 there is something that is no track", "1 track 2 of 2 is missing"});
        row("cut-in-event", "malformed", 2, 1, {"1 track 1 of 1 is cut short", "1 the track ends inside an event"});
        row("cut-in-header", "malformed", -1, 0, {});
        row("cut-while-a-note-sounds", "malformed", 2, 0.5, {"1 track 1 of 1 is cut short", "1 a note is never ended"});
        row("delta-of-five-bytes", "malformed", 1, 0.5, {"1 a number takes more than four bytes"});
        row("delta-of-nine-bytes", "malformed", 1, 0.5,
            {"1 a number takes more than four bytes",
             "3 it says that it lasts 11453246125 beats, and up to 1000000 can be read"});
        row("division-0", "malformed", 1, 0.1, {"1 the header says that time stands still (division 0)"});
        row("empty", "malformed", -1, 0, {});
        row("events-after-end", "ok", 1, 0.5, {"1 bytes follow the end of a track"});
        row("four-gigabytes-claimed", "malformed", 6, 3, {"1 the track has a wrong length"});
        row("header-length-0", "malformed", 1, 0.5, {"1 the header has an impossible length"});
        row("header-length-255", "malformed", 1, 0.5, {"1 the header has an impossible length"});
        row("header-swallows-track", "malformed", 1, 0.5, {"1 the header has an impossible length"});
        row("junk-after-tracks", "ok", 1, 0.5, {"1 something follows the last track"});
        row("junk-before-header", "malformed", 1, 0.5, {"1 the file does not begin with \"MThd\""});
        row("junk-between-chunks", "malformed", 2, 0.5, {"1 there is something that is no track"});
        row("key-of-9-sharps", "ok", 1, 0.5, {"1 a tempo, time signature or key cannot be"});
        row("meter-0-4", "ok", 1, 0.5, {"1 a tempo, time signature or key cannot be"});
        row("meter-4-over-2-to-the-200", "ok", 1, 0.5, {"1 a tempo, time signature or key cannot be"});
        row("name-in-latin-1", "ok", 1, 0.5, {});
        row("no-end-of-track", "ok", 1, 0.5, {"1 the track has no end-of-track event"});
        row("no-status", "malformed", 6, 3, {"1 an event has no status byte"});
        row("no-tracks-announced", "malformed", 1, 0.5, {"1 the header announces 0 tracks, and there are 1"});
        row("note-beyond-tick-2-31", "unsupported", 1, 0.5,
            {"12 it says that it lasts 25165826 beats, and up to 1000000 can be read"});
        row("note-of-length-0", "ok", 1, 0, {});
        row("note-off-without-note", "ok", 1, 1, {"1 a note-off ends no note"});
        row("note-without-note-off", "ok", 2, 0.5, {"1 a note is never ended"});
        row("notes-of-one-pitch-overlap", "ok", 2, 1.25, {});
        row("pitch-200", "malformed", 6, 3, {"1 an event has a status byte where a value should be"});
        row("rmid-too-long", "ok", 1, 0.5, {"1 the RIFF file announces more bytes than it has"});
        row("rmid-without-chunk", "malformed", 1, 0.5, {"1 the RIFF file has no chunk of MIDI data"});
        row("rmid-without-data", "malformed", -1, 0, {});
        row("rmid", "ok", 1, 0.5, {});
        row("smpte-without-ticks", "malformed", 1, 0.1, {"1 the header says that time stands still (division 0)"});
        row("status-for-pitch", "malformed", 6, 3, {"1 an event has a status byte where a value should be"});
        row("status-for-velocity", "malformed", 6, 3, {"1 an event has a status byte where a value should be"});
        row("sysex-in-parts", "ok", 1, 0.541667, {});
        row("tempo-0", "ok", 1, 0.5, {"1 a tempo, time signature or key cannot be"});
        row("tempo-of-two-bytes", "ok", 1, 0.5, {"1 a tempo, time signature or key cannot be"});
        row("text-of-256-megabytes", "malformed", 7, 3.5, {"1 an event is longer than its track"});
        row("text", "malformed", -1, 0, {});
        row("track-as-long-as-both", "malformed", 2, 0.5, {"1 the track has a wrong length"});
        row("track-length-0", "malformed", 1, 0.5, {"1 the track has a wrong length"});
        row("track-missing", "malformed", 1, 0.5, {"2 track 2 of 3 is missing"});
        row("track-too-long-by-3", "malformed", 2, 0.5, {"1 the track has a wrong length"});
        row("track-too-short-by-5", "malformed", 2, 0.5, {"1 the track has a wrong length"});
        row("track-unannounced", "malformed", 2, 0.5, {"1 the header announces 1 tracks, and there are 2"});
        row("type-3", "unsupported", 1, 0.5, {"1 it is of type 3, and 0, 1 and 2 are known"});
        row("undefined-status-f4", "malformed", 1, 0.5, {"1 an event has an undefined status byte"});
        row("undefined-status-f5", "malformed", 1, 0.5, {"1 an event has an undefined status byte"});
        row("unknown-chunk", "ok", 1, 0.5, {});
        row("velocity-200", "malformed", 3, 1.5, {"1 an event has a status byte where a value should be"});
        row("wave", "unsupported", -1, 0, {});
        QVERIFY(hasRowForEachFile("midi", files));
    }
    /// notes: -1 where recovering reading refuses, too. repairs: how often, what.
    void midi() {
        QFETCH(QString, strict);
        QFETCH(int, notes);
        QFETCH(double, seconds);
        QFETCH(QStringList, repairs);
        const auto path = pathOf("midi", QString::fromLatin1(QTest::currentDataTag()), ".mid");
        QCOMPARE(codeOf(readMidiFile(path)), strict);
        const auto recovered = recoverMidiFile(path);
        QCOMPARE(recovered ? static_cast<int>(recovered->sequence.notes.size()) : -1, notes);
        if (!recovered)
            return;
        QVERIFY(std::abs(recovered->sequence.totalTime().value - seconds) < 0.01);
        QStringList told;
        for (const Repair& repair : recovered->repairs) {
            const QString what = QString::fromStdString(repair.what);
            told.push_back(QString::number(repair.count) + what.mid(what.indexOf(u':') + 1).section(u';', 0, 0));
        }
        QCOMPARE(told, repairs);
    }

    void tfrecord_data() {
        QTest::addColumn<QString>("strict");
        QTest::addColumn<QString>("collection");
        QTest::addColumn<QStringList>("songs");
        QTest::addColumn<int>("refused");
        QTest::addColumn<int>("repairs");
        QStringList files;
        const auto row = [&files](const char* file, const char* strict, const char* collection, const QString& songs,
                                  int refused, int repairs) {
            QTest::newRow(file) << QString::fromLatin1(strict) << QString::fromLatin1(collection)
                                << songs.split(u' ', Qt::SkipEmptyParts) << refused << repairs;
            files.push_back(QString::fromLatin1(file));
        };
        const auto a = QStringLiteral("a.mid");
        const auto ab = QStringLiteral("a.mid b.mid");
        const auto ac = QStringLiteral("a.mid c.mid");
        const auto example = QStringLiteral("a");
        row("empty", "ok", "no-music", {}, 0, 0);
        row("cut-in-length", "malformed", "ok", ab, 0, 1);
        row("cut-in-length-checksum", "malformed", "ok", ab, 0, 1);
        row("cut-in-data", "malformed", "ok", ab, 0, 1);
        row("cut-in-data-checksum", "malformed", "ok", ab, 0, 1);
        row("wrong-length-checksum", "malformed", "ok", a, 0, 1);
        row("wrong-data-checksum", "malformed", "ok", a, 0, 1);
        row("wrong-data-checksum-at-once", "malformed", "malformed", {}, 0, 0);
        row("record-of-a-terabyte", "unsupported", "ok", ab, 0, 1);
        row("no-note-sequence", "malformed", "ok", ac, 1, 0);
        row("pitch-too-high", "malformed", "ok", ac, 1, 0);
        row("empty-record", "ok", "ok", QStringLiteral("a.mid #2 c.mid"), 0, 0);
        row("example-without-midi", "no-music", "ok", example, 1, 0);
        row("example-with-broken-midi", "ok", "ok", QStringLiteral("x a"), 0, 1);
        row("example-with-unknown-labels", "ok", "ok", example, 0, 0);
        QVERIFY(hasRowForEachFile("tfrecord", files));
    }
    /// strict: of the reader, up to its first Error. collection: of readMusicCollection, and its songs.
    void tfrecord() {
        QFETCH(QString, strict);
        QFETCH(QString, collection);
        QFETCH(QStringList, songs);
        QFETCH(int, refused);
        QFETCH(int, repairs);
        const auto path = pathOf("tfrecord", QString::fromLatin1(QTest::currentDataTag()), ".tfrecord");
        auto reader = NoteSequenceReader::open(path);
        QVERIFY(reader);
        auto record = reader->next();
        while (record && *record)
            record = reader->next();
        QCOMPARE(codeOf(record), strict);
        const auto read = readMusicCollection(path);
        QCOMPARE(codeOf(read), collection);
        if (!read)
            return;
        QStringList names;
        int told = 0;
        for (const CollectedSequence& song : read->sequences) {
            names.push_back(QString::fromStdString(song.info.file));
            told += static_cast<int>(song.repairs.size());
        }
        QCOMPARE(names, songs);
        QCOMPARE(static_cast<int>(read->refused.size()), refused);
        QCOMPARE(told, repairs);
    }

    void safetensors_data() {
        QTest::addColumn<QString>("code");
        QStringList files;
        const auto row = [&files](const char* file, const char* code = "malformed") {
            QTest::newRow(file) << QString::fromLatin1(code);
            files.push_back(QString::fromLatin1(file));
        };
        row("empty");
        row("cut-in-length");
        row("header-longer-than-file");
        row("header-of-four-gigabytes");
        row("header-of-2-to-the-64-bytes");
        row("header-length-0");
        row("no-json");
        row("no-object");
        row("nan-in-json");
        row("infinity-in-json");
        row("nested-too-deeply");
        row("duplicate-name");
        row("duplicate-shape");
        row("duplicate-metadata");
        row("number-as-metadata");
        row("overlap");
        row("same-bytes-twice");
        row("gap");
        row("bytes-left-over");
        row("bytes-missing");
        row("offsets-backwards");
        row("offsets-beyond-64-bits");
        row("negative-size");
        row("fractional-size");
        row("shape-overflows-to-0");
        row("shape-overflows-to-1");
        row("shape-beyond-63-bits");
        row("shape-too-small");
        row("half-of-a-single");
        row("single-as-half");
        row("unknown-type", "unsupported");
        row("no-type");
        row("no-tensors", "ok");
        row("tensor-without-values", "ok");
        QVERIFY(hasRowForEachFile("safetensors", files));
    }
    void safetensors() {
        QFETCH(QString, code);
        const auto path = pathOf("safetensors", QString::fromLatin1(QTest::currentDataTag()), ".safetensors");
        QCOMPARE(codeOf(readSafetensorsFile(path)), code);
    }
};

QTEST_APPLESS_MAIN(TestMalformedFiles)
#include "tst_MalformedFiles.moc"
