#include "training/Decisions.h"

#include <QTest>

#include <array>

using namespace segue;
using namespace segue::training;
using Kind = architecture::OutputPart::Kind;

namespace {

std::vector<DecisionPart> partsOf(const char* name) {
    return decisionParts(architecture::namedConfiguration(name).value());
}

} // namespace

class TestDecisions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void partsOfATrioHaveNamesAndColumns() {
        const auto parts = partsOf("hierdec-trio_16bar");
        QCOMPARE(parts.size(), std::size_t{3});
        QCOMPARE(parts[0].name, std::string("melody"));
        QCOMPARE(parts[1].firstColumn, 90);
        QCOMPARE(parts[2].firstColumn, 180);
        QVERIFY(!parts[0].areDrums && !parts[1].areDrums && parts[2].areDrums);
    }

    void onlyPartHasNoName() {
        for (const char* const name : {"cat-mel_2bar_small", "groovae_2bar", "nade-drums_2bar_full"}) {
            const auto parts = partsOf(name);
            QCOMPARE(parts.size(), std::size_t{1});
            QVERIFY(parts[0].name.empty());
        }
        QVERIFY(partsOf("cat-drums_2bar_small")[0].areDrums);
        QVERIFY(!partsOf("cat-mel_2bar_small")[0].areDrums);
    }

    void classIsTheGreatestAndBlankIsNone() {
        const DecisionPart part{{Kind::Categorical, 3}, 1, "", false};
        QCOMPARE(decisionOf(part, std::array{9.0F, -1.0F, -0.5F, -2.0F}, 0.0F), Decision{1});
        QCOMPARE(decisionOf(part, std::array{9.0F, 0.0F, 0.0F, 1.0F}, 0.5F), Decision{2});
        QCOMPARE(decisionOf(part, std::array{9.0F, 0.0F, 0.0F, 0.0F}, 0.5F), kUndecided);
        QCOMPARE(decisionOf(part, std::array{9.0F, -3.0F, 0.0F, -1.0F}, 0.0F), Decision{1});
    }

    void yesesAreBitsAboveTheThreshold() {
        const DecisionPart roll{{Kind::Nade, 3}, 0, "", true};
        QCOMPARE(decisionOf(roll, std::array{0.4F, -0.1F, 2.0F}, 0.0F), Decision{0b101});
        QCOMPARE(decisionOf(roll, std::array{0.4F, 0.6F, 1.0F}, 0.5F), Decision{0b110});
        const DecisionPart groove{{Kind::Groove, 6}, 0, "", true}; // two drums: hits, velocities, offsets
        QCOMPARE(decisionOf(groove, std::array{1.0F, 0.0F, 1.0F, 1.0F, 1.0F, 1.0F}, 0.5F), Decision{0b01});
    }

    void differencesCountDrumsByBitsAndClassesWhole() {
        const std::array parts{DecisionPart{{Kind::Categorical, 90}, 0, "melody", false},
                               DecisionPart{{Kind::Categorical, 512}, 90, "drums", true}};
        const std::array<Decision, 4> a{5, 0b111, 6, 0b000};
        const std::array<Decision, 4> b{5, 0b100, 7, 0b000};
        QCOMPARE(differences(parts, a, b), 2 + 1);
        QCOMPARE(differences(parts, a, a), 0);
    }

    void everyStepOfAnOutputIsRead() {
        const std::array parts{DecisionPart{{Kind::Categorical, 2}, 0, "", false}};
        QVERIFY(decisionsOf(parts, std::array{1.0F, 0.0F, 0.0F, 1.0F}, 2) == (std::vector<Decision>{0, 1}));
    }
};

QTEST_APPLESS_MAIN(TestDecisions)
#include "tst_Decisions.moc"
