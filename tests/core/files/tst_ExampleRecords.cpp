#include "core/files/ExampleRecords.h"

#include "tests/core/files/MidiBytes.h"

#include <QTest>

using namespace segue;
using namespace segue::files;
using namespace segue::test;

Q_DECLARE_METATYPE(segue::test::Bytes)

namespace {

Bytes field(int number, const Bytes& content) {
    const int size = static_cast<int>(content.size());
    const Bytes length = size < 128 ? bytes({size}) : bytes({0x80 | (size & 0x7F), size >> 7});
    return bytes({number << 3 | 2}) + length + content;
}

Bytes entry(const char* name, const Bytes& feature) {
    return field(1, field(1, text(name)) + field(2, feature));
}

Bytes textFeature(const char* name, const Bytes& value) {
    return entry(name, field(1, field(1, value)));
}

/// As TensorFlow packs them. Requires: value < 128.
Bytes numberFeature(const char* name, int value) {
    return entry(name, field(3, field(1, bytes({value}))));
}

Bytes snare() {
    return midiFile(bytes({0x00, 0x99, 38, 100, 0x60, 38, 0}));
}

} // namespace

class TestExampleRecords : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void labelsBecomeTexts_data() {
        QTest::addColumn<Bytes>("features");
        QTest::newRow("numbers") << numberFeature("style/primary", 5) + numberFeature("drummer", 6) +
                                        numberFeature("type", 1) + numberFeature("time_signature", 4) +
                                        numberFeature("bpm", 95);
        QTest::newRow("texts") << textFeature("style", text("funk/groove1")) +
                                      textFeature("drummer", text("drummer7")) + textFeature("type", text("fill")) +
                                      textFeature("time_signature", text("6-8")) +
                                      entry("bpm", field(2, field(1, bytes({0, 0, 0xBE, 0x42})))); // 95.0F
    }
    void labelsBecomeTexts() {
        QFETCH(Bytes, features);
        const Bytes example =
            field(1, textFeature("id", text("drummer7/session1/3")) + features + textFeature("midi", snare()));
        QVERIFY(isExample(example));
        const auto record = decodeRecord(example);
        QVERIFY2(record, record ? "" : record.error().text().c_str());
        QCOMPARE(record->file, std::string("drummer7/session1/3"));
        QCOMPARE(record->genre, std::string("funk"));
        QCOMPARE(record->artist, std::string("drummer7"));
        QCOMPARE(record->beatType, std::string("fill"));
        QCOMPARE(record->timeSignature, std::string("6-8"));
        QCOMPARE(record->bpm, 95.0F);
        QCOMPARE(record->sequence.notes.at(0).pitch.value, std::uint8_t{38});
        QVERIFY(record->repairs.empty());
    }

    void midiIsMended() {
        Bytes cut = snare();
        cut.pop_back();
        const auto record = decodeExample(field(1, textFeature("midi", cut)));
        QVERIFY(record);
        QCOMPARE(record->sequence.notes.size(), std::size_t{1});
        QVERIFY(!record->repairs.empty());
    }

    void withoutMusicItIsRefused() {
        QVERIFY(decodeExample(field(1, numberFeature("bpm", 95))).error().code() == ErrorCode::NoMusic);
        QVERIFY(decodeExample(field(1, textFeature("midi", text("no midi")))).error().code() == ErrorCode::Malformed);
        QVERIFY(decodeExample(text("nothing")).error().code() == ErrorCode::Malformed);
    }

    void noteSequencesAreNoExamples() {
        NoteSequenceRecord record;
        QVERIFY(!isExample(encodeNoteSequence(record)));
        record.id = "/id/midi/set/1";
        QVERIFY(!isExample(encodeNoteSequence(record)));
        QVERIFY(!isExample({}));
    }

    void filesNameTheirSplit() {
        QVERIFY(splitOfDataset("x/groove-train.tfrecord-00000-of-00001") == Split::Train);
        QVERIFY(splitOfDataset("groove-validation.tfrecord") == Split::Validation);
        QVERIFY(splitOfDataset("test.tfrecord") == Split::Test);
        QVERIFY(splitOfDataset("groove.tfrecord-00000-of-00001") == std::nullopt);
        QVERIFY(splitOfDataset("my-train/groove.tfrecord") == std::nullopt);
    }
};

QTEST_APPLESS_MAIN(TestExampleRecords)
#include "tst_ExampleRecords.moc"
