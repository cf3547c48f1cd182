#include "training/Breakdown.h"

#include "training/Divergence.h"

#include <QTest>

#include <array>
#include <limits>

using namespace segue::training;

class TestBreakdown : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void namesWhatIsNotFinite() {
        const std::array numbers{NamedNumber{"the KL", std::numeric_limits<double>::quiet_NaN()},
                                 NamedNumber{"the loss", 3.0},
                                 NamedNumber{"the gradient", std::numeric_limits<double>::infinity()}};
        QCOMPARE(whatIsNotFinite(numbers), std::string("the KL is nan, the gradient is inf"));
    }

    void saysWhereItHappenedAndWhatToDo() {
        const auto message = messageOf({"the loss is nan", 812, 0.5, 600});
        for (const char* const part : {"step 812", "rate of 0.5", "the loss is nan", "best.safetensors, of step 600",
                                       "--init-from", "lower learning_rate"})
            QVERIFY2(message.find(part) != std::string::npos, message.c_str());
        QVERIFY(messageOf({"the loss is nan", 812, 0.5, {}}).find("--init-from") == std::string::npos);
    }

    void saysHowFarALossHasGone() {
        Divergence divergence;
        divergence.add(60.0);
        QVERIFY(whatDiverged(divergence).find("was 60") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestBreakdown)
#include "tst_Breakdown.moc"
