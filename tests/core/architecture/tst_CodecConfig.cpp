#include "core/architecture/Architecture.h"
#include "core/architecture/CodecConfig.h"
#include "core/architecture/JsonFields.h"

#include <nlohmann/json.hpp>

#include <QTest>

using namespace segue;
using namespace segue::architecture;

class TestCodecConfig : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void jsonRoundTrips() {
        for (const Architecture& configuration : namedConfigurations()) {
            QVERIFY(validate(configuration.codec));
            const auto read = codecFromJson(nlohmann::json::parse(toJson(configuration.codec).dump()));
            QVERIFY2(read, read ? "" : read.error().text().c_str());
            QVERIFY(*read == configuration.codec);
        }
    }

    void missingFieldsHaveTheirDefaults() {
        const auto read = codecFromJson(nlohmann::json::parse(R"({"type": "melody", "bars": 16})"));
        QVERIFY(read);
        QVERIFY(*read == CodecConfig(MelodyCodecConfig{.bars = 16}));
    }

    void shapesAreMagentas_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QList<int>>("shape"); // steps, input, output, control
        QTest::newRow("melody") << "cat-mel_2bar_small" << QList<int>{32, 90, 90, 0};
        QTest::newRow("chords") << "cat-mel_2bar_med_chords" << QList<int>{32, 90, 90, 49};
        QTest::newRow("drums") << "cat-drums_2bar_small" << QList<int>{32, 10, 512, 0};
        QTest::newRow("reduced roll") << "nade-drums_2bar_reduced" << QList<int>{32, 10, 9, 0};
        QTest::newRow("full roll") << "nade-drums_2bar_full" << QList<int>{32, 62, 61, 0};
        QTest::newRow("trio") << "hierdec-trio_16bar" << QList<int>{256, 692, 692, 0};
        QTest::newRow("groove") << "groovae_4bar" << QList<int>{64, 27, 27, 0};
        QTest::newRow("hits as controls") << "groovae_2bar_hits_control_tfds" << QList<int>{32, 27, 27, 9};
        QTest::newRow("performance") << "hier-multiperf_vel_1bar_med" << QList<int>{512, 490, 490, 0};
        QTest::newRow("performance with chords")
            << "hier-multiperf_vel_1bar_big_chords" << QList<int>{512, 490, 490, 49};
    }
    void shapesAreMagentas() {
        QFETCH(QString, name);
        QFETCH(QList<int>, shape);
        const TensorShape found = namedConfiguration(name.toStdString())->shape();
        QCOMPARE((QList<int>{found.steps, found.input, found.output, found.control}), shape);
    }

    void brokenJsonNamesTheField_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("named");
        QTest::newRow("type") << QByteArray(R"({"type": "kazoo"})") << QByteArray("kazoo");
        QTest::newRow("no bars") << QByteArray(R"({"type": "melody"})") << QByteArray("codec.bars");
        QTest::newRow("bars") << QByteArray(R"({"type": "melody", "bars": 0})") << QByteArray("codec.bars");
        QTest::newRow("huge") << QByteArray(R"({"type": "melody", "bars": 4294967298})") << QByteArray("codec.bars");
        QTest::newRow("grid") << QByteArray(R"({"type": "drums", "bars": 2, "steps_per_beat": 5})")
                              << QByteArray("steps_per_beat");
        QTest::newRow("pitches") << QByteArray(
                                        R"({"type": "melody", "bars": 2, "lowest_pitch": 90, "highest_pitch": 80})")
                                 << QByteArray("highest_pitch");
        QTest::newRow("flag") << QByteArray(R"({"type": "melody", "bars": 2, "chords": 1})")
                              << QByteArray("codec.chords");
        QTest::newRow("output") << QByteArray(R"({"type": "drums", "bars": 2, "output": "loud"})")
                                << QByteArray("codec.output");
        QTest::newRow("no map") << QByteArray(R"({"type": "groove", "bars": 2})") << QByteArray("drum_map");
        QTest::newRow("events") << QByteArray(R"({"type": "performance", "bars": 1, "events_per_instrument": 2})")
                                << QByteArray("events_per_instrument");
    }
    void brokenJsonNamesTheField() {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, named);
        const auto read = codecFromJson(nlohmann::json::parse(json.toStdString()));
        QVERIFY(!read);
        QVERIFY2(read.error().text().find(named.toStdString()) != std::string::npos, read.error().text().c_str());
    }

    void oneHotDrumsOfManyClassesAreRefused() {
        QVERIFY(!validate(CodecConfig(DrumsCodecConfig{.drumMap = music::fullDrumMap()})));
        QVERIFY(validate(
            CodecConfig(DrumsCodecConfig{.output = DrumsCodecConfig::Output::Roll, .drumMap = music::fullDrumMap()})));
    }

    void binsNeedEachOther() {
        QVERIFY(!validate(CodecConfig(GrooveCodecConfig{.velocityBins = 8})));
        QVERIFY(validate(CodecConfig(GrooveCodecConfig{.velocityBins = 8, .offsetBins = 8})));
    }
};

QTEST_APPLESS_MAIN(TestCodecConfig)
#include "tst_CodecConfig.moc"
