#include "app/learning/TrainerQuestions.h"

#include "tests/app/support/TestTrainer.h"

using namespace segue;
using namespace segue::learning;
using test::TestTrainer;

class TestTrainerQuestions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_user = std::make_unique<QTemporaryDir>();
        QFile model(m_user->filePath(QStringLiteral("model")));
        QVERIFY(model.open(QIODevice::WriteOnly));
    }

    void theTrainerTellsARecipe() {
        TestTrainer trainer(folder() / "model", folder());
        const auto recipe = recipeOf("groovae_2bar", {});
        QVERIFY(recipe);
        QCOMPARE(recipe->freeBits, 256.0);
        QCOMPARE(recipe->maxBeta, 0.05);
        QCOMPARE(recipe->batchSize, 64);
    }

    void aTrainerThatDoesNotAnswerIsAnError() {
        TestTrainer trainer({}, {}, TestTrainer::Character::FailsAtOnce);
        QVERIFY(recipeOf("groovae_2bar", {}).error().code() == ErrorCode::Malformed);
    }

    void theSpeedIsThatOfTheLastReport() {
        TestTrainer trainer(folder() / "model", folder());
        const auto speed = measuredSpeed({QStringLiteral("train")}, {});
        QVERIFY(speed);
        QCOMPARE(*speed, 100.0);
    }

    void aTrainerThatFailsSaysWhy() {
        TestTrainer trainer({}, {}, TestTrainer::Character::FailsAtOnce);
        const auto speed = measuredSpeed({QStringLiteral("train")}, {});
        QVERIFY(!speed);
        QVERIFY(speed.error().text().find("no music here") != std::string::npos);
    }

    void measuringCanBeCancelled() {
        TestTrainer trainer(folder() / "model", folder());
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(measuredSpeed({QStringLiteral("train")}, stop.get_token()).error().code() == ErrorCode::Cancelled);
    }

private:
    [[nodiscard]] std::filesystem::path folder() const { return m_user->path().toStdString(); }

    std::unique_ptr<QTemporaryDir> m_user;
};

QTEST_GUILESS_MAIN(TestTrainerQuestions)
#include "tst_TrainerQuestions.moc"
