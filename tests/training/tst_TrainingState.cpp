#include "training/TrainingState.h"

#include "core/base/Files.h"
#include "core/base/Random.h"

#include <QTemporaryDir>
#include <QTest>

using namespace segue;
using namespace segue::training;

namespace {

TrainingState example() {
    TrainingState state;
    state.step = 123456789012;
    state.seconds = 1.0 / 3.0;
    state.bestScore = 0.91;
    state.bestStep = 77;
    state.evaluationsSinceBest = 2;
    state.skippedSteps = 3;
    state.divergence.add(1.0 / 3.0);
    state.weights["a"] = {{2, 2}, {1.0F, -0.0F, 1e-30F, 3.14159F}};
    state.weights["b.bias"] = {{1}, {2.0F}};
    state.moments["a"] = {{0.1F, 0.2F, 0.3F, 0.4F}, {1.0F, 2.0F, 3.0F, 4.0F}};
    state.moments["b.bias"] = {{5.0F}, {6.0F}};
    return state;
}

} // namespace

class TestTrainingState : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_temporary;
    [[nodiscard]] std::filesystem::path file() const {
        return std::filesystem::path(m_temporary.path().toStdString()) / "state.safetensors";
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void comesBackToTheBit() {
        QVERIFY(writeTrainingState(file(), example()));
        const auto back = readTrainingState(file());
        QVERIFY(back);
        QVERIFY(*back == example());
    }

    void otherFilesAreToldApart() {
        files::Safetensors other;
        other.tensors["x"] = {{1}, {1.0F}};
        QVERIFY(writeFileAtomically(file(), files::writeSafetensors(other)));
        QVERIFY(readTrainingState(file()).error().code() == ErrorCode::Unsupported);
        other.metadata["segue.training_state"] = "{}";
        QVERIFY(writeFileAtomically(file(), files::writeSafetensors(other)));
        QVERIFY(readTrainingState(file()).error().code() == ErrorCode::Malformed);
        other.metadata["segue.training_state"] = R"({"version":2})";
        QVERIFY(writeFileAtomically(file(), files::writeSafetensors(other)));
        QVERIFY(readTrainingState(file()).error().code() == ErrorCode::Unsupported);
    }

    void momentsMustFitTheirWeights() {
        QVERIFY(writeTrainingState(file(), example()));
        auto raw = files::readSafetensorsFile(file()).value();
        raw.tensors["adam.first/b.bias"] = {{2}, {1.0F, 2.0F}};
        QVERIFY(writeFileAtomically(file(), files::writeSafetensors(raw)));
        QVERIFY(readTrainingState(file()).error().code() == ErrorCode::ShapeMismatch);
        raw.tensors.erase("adam.first/b.bias");
        QVERIFY(writeFileAtomically(file(), files::writeSafetensors(raw)));
        QVERIFY(readTrainingState(file()).error().code() == ErrorCode::Malformed);
    }

    void changedBytesNeverCrashTheReader() {
        QVERIFY(writeTrainingState(file(), example()));
        const auto whole = readFile(file()).value();
        Random random(5);
        for (int round = 0; round < 100; ++round) {
            auto bytes = whole;
            bytes.resize(random.below(bytes.size()) + 1);
            bytes[random.below(bytes.size())] = static_cast<std::byte>(random.below(256));
            QVERIFY(writeFileAtomically(file(), bytes));
            const auto state = readTrainingState(file());
            QVERIFY(state || !state.error().message().empty());
        }
    }
};

QTEST_APPLESS_MAIN(TestTrainingState)
#include "tst_TrainingState.moc"
