#include "training/Dataset.h"

#include "tests/training/SyntheticMusic.h"

#include <QTest>

using namespace segue;
using namespace segue::training;

class TestDataset : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void windowsAreThoseOfTheCodec() {
        Random random(1);
        const auto codecConfig = std::get<architecture::GrooveCodecConfig>(test::tinyArchitecture().codec);
        architecture::GrooveCodecConfig whole = codecConfig;
        whole.bars = 5;
        const auto notes = codec::GrooveCodec(whole).toNotes(test::drawBeat(random, 5), Bpm(93.0));
        Dataset data(codecConfig);
        QVERIFY(data.add("a", notes));
        const auto expected = codec::GrooveCodec(codecConfig).extract(notes);
        QVERIFY(expected);
        QCOMPARE(data.size(), 4);
        for (int window = 0; window < data.size(); ++window)
            QVERIFY(test::grooveOf(data, window) == expected->windows[static_cast<std::size_t>(window)].pattern);
        QCOMPARE(data.songOf(2).tempo.value, 93.0);
        QCOMPARE(data.songs().front().grid->steps(), 80);
    }

    void silentWindowsAreNoExamplesButKeepTheirPlace() {
        const auto codecConfig = std::get<architecture::GrooveCodecConfig>(test::tinyArchitecture().codec);
        architecture::GrooveCodecConfig whole = codecConfig;
        whole.bars = 6;
        music::DrumPattern beat(96);
        beat.at(0, 0) = {true, 1.0F, 1.0F, 0.0F};
        beat.at(95, 1) = {true, 1.0F, 1.0F, 0.0F};
        Dataset data(codecConfig);
        QVERIFY(data.add("a", codec::GrooveCodec(whole).toNotes(beat, Bpm(120.0))));
        QCOMPARE(data.size(), 2);
        QCOMPARE(data.windows()[1].at, 4);
        QVERIFY(test::grooveOf(data, 1).at(31, 1).hit);
    }

    void drumsWithoutVelocityAreKeptWholeToo() {
        Random random(2);
        const auto grooves = std::get<architecture::GrooveCodecConfig>(test::tinyArchitecture().codec);
        architecture::GrooveCodecConfig whole = grooves;
        whole.bars = 5;
        const auto notes = codec::GrooveCodec(whole).toNotes(test::drawBeat(random, 5), Bpm(93.0));
        const auto config = architecture::namedConfiguration("cat-drums_2bar_small").value().codec;
        Dataset data(config);
        QVERIFY(data.add("a", notes));
        const auto expected = codec::makeCodec(config).value()->patterns(notes, {});
        QVERIFY(expected);
        QCOMPARE(data.size(), static_cast<int>(expected->windows.size()));
        for (int window = 0; window < data.size(); ++window)
            QVERIFY(data.pattern(window) == expected->windows[static_cast<std::size_t>(window)].pattern);
        QCOMPARE(data.songs().front().grid->steps(), 80);
    }

    void melodiesAreTheWindowsOfTheirCodec() {
        Random random(4);
        const auto notes = test::drawMelody(random, 6);
        const auto config = test::tinyMelodyArchitecture().codec;
        Dataset data(config);
        QVERIFY(data.add("a", notes));
        const auto expected = codec::makeCodec(config).value()->patterns(notes, {});
        QVERIFY(expected);
        QCOMPARE(data.size(), static_cast<int>(expected->windows.size()));
        for (int window = 0; window < data.size(); ++window) {
            QVERIFY(data.pattern(window) == expected->windows[static_cast<std::size_t>(window)].pattern);
            QVERIFY(data.codec().fits(data.pattern(window)));
        }
        QVERIFY(!data.songs().front().grid);
    }

    void magentasWindowsAreFewerAndWhyThereIsNoneIsSaid() {
        Random random(4);
        const auto config = test::tinyMelodyArchitecture().codec;
        Dataset data(config, codec::Rules::Magenta);
        const auto added = data.add("short", test::drawMelody(random, 1));
        QVERIFY(!added);
        QVERIFY(added.error().code() == ErrorCode::NoMusic);
        QVERIFY(added.error().message().find("short") != std::string::npos);
        QVERIFY(data.add("long", test::drawMelody(random, 6)));
        QVERIFY(data.size() > 0);
    }

    void songWithoutDrumsIsRefused() {
        Dataset data(std::get<architecture::GrooveCodecConfig>(test::tinyArchitecture().codec));
        const auto added = data.add("empty", music::NoteSequence{});
        QVERIFY(!added);
        QVERIFY(added.error().code() == ErrorCode::NoMusic);
        QCOMPARE(data.size(), 0);
        QVERIFY(data.songs().empty());
    }
};

QTEST_APPLESS_MAIN(TestDataset)
#include "tst_Dataset.moc"
