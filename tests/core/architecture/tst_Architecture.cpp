#include "core/architecture/Architecture.h"

#include <nlohmann/json.hpp>

#include <QTest>

using namespace segue;
using namespace segue::architecture;

class TestArchitecture : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void jsonRoundTrips() {
        for (const Architecture& configuration : namedConfigurations()) {
            const auto read = architectureFromJson(nlohmann::json::parse(toJson(configuration).dump()));
            QVERIFY(read);
            QVERIFY(*read == configuration);
        }
    }

    void parameterCountIsMagentas() {
        // Magenta's groovae_4bar has 4.09 million parameters.
        std::int64_t count = 0;
        for (const WeightShape& weight : weightShapes(*namedConfiguration("groovae_4bar"))) {
            std::int64_t size = 1;
            for (const auto dimension : weight.shape)
                size *= dimension;
            count += size;
        }
        QCOMPARE((count + 5000) / 10000, 409);
    }

    void unknownNameListsTheKnownOnes() {
        const auto missing = namedConfiguration("groovy");
        QVERIFY(missing.error().code() == ErrorCode::NotFound);
        QVERIFY(missing.error().message().find("groovae_2bar") != std::string::npos);
    }

    void brokenJsonNamesTheField_data() {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("named");
        QTest::newRow("text for a number") << "/latent_size"
                                           << "\"many\""
                                           << "latent_size";
        QTest::newRow("zero latent") << "/latent_size"
                                     << "0"
                                     << "latent_size";
        QTest::newRow("no layers") << "/encoder_sizes"
                                   << "[]"
                                   << "encoder_sizes";
        QTest::newRow("huge layer") << "/decoder_sizes"
                                    << "[1000000]"
                                    << "decoder_sizes";
        QTest::newRow("codec") << "/codec"
                               << "3"
                               << "codec";
        QTest::newRow("bars") << "/codec/bars"
                              << "-1"
                              << "bars";
        QTest::newRow("drum map") << "/codec/drum_map/classes"
                                  << "[]"
                                  << "drum_map";
        QTest::newRow("pitch twice") << "/codec/drum_map/classes/0/pitches"
                                     << "[38]"
                                     << "38";
        QTest::newRow("no pitch") << "/codec/drum_map/classes/0/pitches"
                                  << "[]"
                                  << "drum_map";
    }
    void brokenJsonNamesTheField() {
        QFETCH(QString, pointer);
        QFETCH(QString, value);
        QFETCH(QString, named);
        auto json = toJson(*namedConfiguration("groovae_2bar"));
        json[nlohmann::json::json_pointer(pointer.toStdString())] = nlohmann::json::parse(value.toStdString());
        const auto read = architectureFromJson(json);
        QVERIFY(!read);
        QVERIFY2(read.error().text().find(named.toStdString()) != std::string::npos, read.error().text().c_str());
    }
};

QTEST_APPLESS_MAIN(TestArchitecture)
#include "tst_Architecture.moc"
