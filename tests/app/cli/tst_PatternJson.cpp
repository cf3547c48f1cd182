#include "app/cli/PatternJson.h"

#include "core/base/Random.h"
#include "tests/support/RandomModel.h"

#include <QTemporaryDir>
#include <QTest>

using namespace segue;
using namespace segue::cli;

class TestPatternJson : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void patternsComeBackThroughAFile() {
        Random random(95);
        std::vector<music::DrumPattern> patterns;
        for (const double density : {0.0, 0.3, 1.0})
            patterns.push_back(test::randomPattern(32, density, random));
        patterns[0].at(3, 4) = {false, 0.0F, 0.5F, -0.25F}; // stands also where there is no hit
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath(QStringLiteral("patterns.json")).toStdString();
        QVERIFY(writeJsonFile(path, patternsToJson(patterns)));
        const auto document = readJsonFile(path);
        QVERIFY(document);
        const auto read = patternsFromJson(*document, 32);
        QVERIFY(read);
        QVERIFY(*read == patterns);
    }

    void aFineGridComesBack() {
        music::DrumPattern triplets(96, 12);
        triplets.at(4, 2) = {true, 1.0F, 0.5F, 0.25F};
        const auto read = patternsFromJson(patternsToJson({triplets}), 96, 12);
        QVERIFY(read);
        QVERIFY(read->front() == triplets);
    }

    void nothingIsAnEmptyList() {
        const auto document = patternsToJson({});
        QVERIFY(document["hits"].is_array());
        QVERIFY(patternsFromJson(document, 32)->empty());
    }

    void otherWritersOfHitsAreUnderstood() {
        auto document = patternsToJson({music::DrumPattern(16)});
        document["hits"][0][1][2] = true;
        document["hits"][0][1][3] = 0.75;
        document["hits"][0][1][4] = 0.25;
        document["offsets"][0][1][2] = -7;
        const auto read = patternsFromJson(document, 16);
        QVERIFY(read);
        QCOMPARE(read->front().hits(), 2);
        QCOMPARE(read->front().at(1, 2).microtiming, 0.5F);
    }

    void everyMissingPartIsNamed_data() {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("said");
        for (const char* third : {"hits", "velocities", "offsets"}) {
            const QString name = QString::fromLatin1(third);
            QTest::addRow("%s", third) << QStringLiteral("/%1").arg(name) << name;
            QTest::addRow("%s of a pattern", third)
                << QStringLiteral("/%1/1").arg(name) << name + QStringLiteral("[1]");
            QTest::addRow("%s of a step", third)
                << QStringLiteral("/%1/1/7").arg(name) << name + QStringLiteral("[1][7]");
            QTest::addRow("%s of a drum", third)
                << QStringLiteral("/%1/1/7/8").arg(name) << name + QStringLiteral("[1][7]");
        }
    }
    void everyMissingPartIsNamed() {
        QFETCH(QString, pointer);
        QFETCH(QString, said);
        auto document = patternsToJson({music::DrumPattern(16), music::DrumPattern(16)});
        document[nlohmann::json::json_pointer(pointer.toStdString())] = "text";
        const auto read = patternsFromJson(document, 16);
        QVERIFY(!read);
        QVERIFY(read.error().code() == ErrorCode::Malformed);
        QVERIFY2(read.error().text().find(said.toStdString()) != std::string::npos, read.error().text().c_str());
    }

    void otherSizesAreRefused() {
        const auto document = patternsToJson({music::DrumPattern(32)});
        QVERIFY(patternsFromJson(document, 16).error().code() == ErrorCode::ShapeMismatch);
        QVERIFY(latentsFromJson({{"z", {{1, 2}, {1, 2, 3}}}}, 2).error().code() == ErrorCode::ShapeMismatch);
    }
};

QTEST_APPLESS_MAIN(TestPatternJson)
#include "tst_PatternJson.moc"
