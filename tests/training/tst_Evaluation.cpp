#include "training/Evaluation.h"

#include "tests/training/SyntheticMusic.h"

#include <QTest>

using namespace segue;
using namespace segue::training;

class TestEvaluation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void nearestOfTheSameSetIsTheWindowItself() {
        const auto grooves = test::drawDataset(3, 10);
        const auto scores = nearestByDecisions(test::tinyArchitecture(), grooves, grooves);
        QCOMPARE(scores.windows(), grooves.size());
        QCOMPARE(scores.grooves()->hits().f1(), 1.0);
        QCOMPARE(scores.decisions().agreement().accuracy(), 1.0);
        const auto melodies = test::drawMelodies(3, 10);
        const auto ofMelodies = nearestByDecisions(test::tinyMelodyArchitecture(), melodies, melodies);
        QVERIFY(!ofMelodies.grooves());
        QCOMPARE(ofMelodies.decisions().agreement().accuracy(), 1.0);
    }

    void nearestHasTheFewestDifferences() {
        const auto codecConfig = std::get<architecture::GrooveCodecConfig>(test::tinyArchitecture().codec);
        Dataset known(codecConfig);
        Dataset asked(codecConfig);
        const auto add = [&](Dataset& data, const std::vector<int>& steps) {
            music::DrumPattern pattern(32);
            for (const int step : steps)
                pattern.at(step, 0) = {true, 1.0F, 0.5F, 0.0F};
            return data.add("x", codec::GrooveCodec(codecConfig).toNotes(pattern, Bpm(120.0))).has_value();
        };
        QVERIFY(add(known, {0, 8, 16, 24}) && add(known, {0, 4, 8, 12, 16, 20, 24, 28}));
        QVERIFY(add(asked, {0, 8, 16, 20, 24}));
        const auto scores = nearestByDecisions(test::tinyArchitecture(), known, asked); // four of five, none made up
        QCOMPARE(scores.grooves()->hits().both, std::int64_t{4});
        QCOMPARE(scores.grooves()->hits().onlyGuessed, std::int64_t{0});
    }

    void modelWithoutEncoderIsToldWhyNot() {
        auto architecture = test::tinyArchitecture();
        QVERIFY(canHear(architecture));
        architecture.encoder.present = false;
        const auto status = canHear(architecture);
        QVERIFY(status.error().code() == ErrorCode::Unsupported);
        QVERIFY(status.error().message().find("no encoder") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestEvaluation)
#include "tst_Evaluation.moc"
