#include "core/magenta/TensorBundle.h"

#include "tests/support/MagentaBytes.h"

#include <QTemporaryDir>
#include <QTest>

#include <limits>

using namespace segue;
using namespace segue::magenta;

namespace {

namespace fs = std::filesystem;

test::Variables someVariables() {
    test::Variables variables;
    for (int i = 0; i < 9; ++i)
        variables["decoder/cell_" + std::to_string(i) + "/kernel"] = {
            {i, 2}, std::vector<float>(2 * std::size_t(i), 0.5F * float(i))};
    return variables;
}

} // namespace

class TestTensorBundle : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_temporary;
    fs::path m_folder;

    Result<Checkpoint> read(const std::string& prefix = {}) {
        FolderFiles files(m_folder);
        Reading reading;
        return readTensorBundle(files, prefix, reading);
    }

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_temporary = std::make_unique<QTemporaryDir>();
        m_folder = m_temporary->path().toStdString();
    }

    void variablesOfAllShardsAreRead_data() {
        QTest::addColumn<int>("shards");
        for (const int shards : {1, 2, 3, 20})
            QTest::addRow("%d shards", shards) << shards;
    }
    void variablesOfAllShardsAreRead() {
        QFETCH(int, shards);
        QVERIFY(test::writeBundle(m_folder / "model.ckpt-7", someVariables(), shards));
        const auto checkpoint = read();
        QVERIFY2(checkpoint, checkpoint ? "" : checkpoint.error().text().c_str());
        QCOMPARE(checkpoint->variables, someVariables());
        QCOMPARE(checkpoint->ignored.size(), someVariables().size() * 2 + 4);
    }

    void otherTypesBecomeFloat32() {
        const double number = 0.1;
        std::string bytes(8, '\0');
        std::memcpy(bytes.data(), &number, 8);
        for (const auto& [ending, file] : test::bundleFiles({{"v", {2, {1}, 0, 0, bytes}}}))
            QVERIFY(test::write(m_folder / ("a" + ending), file));
        QCOMPARE(read().value().variables.at("v").values, std::vector<float>{0.1F});
    }

    void missingShardsAreNamed() {
        QVERIFY(test::writeBundle(m_folder / "a", someVariables(), 2));
        QVERIFY(fs::remove(m_folder / "a.data-00001-of-00002"));
        const auto checkpoint = read();
        QVERIFY(!checkpoint);
        QCOMPARE(checkpoint.error().code(), ErrorCode::NotFound);
        QVERIFY(checkpoint.error().message().find("a.data-00001-of-00002 is missing") != std::string::npos);
    }

    void aMissingIndexIsNamed() {
        QVERIFY(test::writeBundle(m_folder / "a", someVariables()));
        QVERIFY(fs::remove(m_folder / "a.index"));
        for (const char* prefix : {"a", ""}) {
            const auto checkpoint = read(prefix);
            QVERIFY(!checkpoint);
            QCOMPARE(checkpoint.error().code(), ErrorCode::NotFound);
            QVERIFY(checkpoint.error().message().find("a.index is missing") != std::string::npos);
        }
    }

    void shardsThatAreCutShortAreNamed() {
        QVERIFY(test::writeBundle(m_folder / "a", someVariables()));
        const fs::path shard = m_folder / "a.data-00000-of-00001";
        fs::resize_file(shard, fs::file_size(shard) / 2);
        const auto checkpoint = read();
        QVERIFY(!checkpoint);
        QCOMPARE(checkpoint.error().code(), ErrorCode::Malformed);
        QVERIFY(checkpoint.error().message().find("data-00000-of-00001 is cut short") != std::string::npos);
    }

    void mixedCheckpointsAreNoticed() {
        auto others = someVariables();
        for (auto& [name, tensor] : others)
            for (float& value : tensor.values)
                value += 1;
        QVERIFY(test::writeBundle(m_folder / "b", others));
        QVERIFY(test::writeBundle(m_folder / "a", someVariables()));
        fs::rename(m_folder / "b.data-00000-of-00001", m_folder / "a.data-00000-of-00001");
        const auto checkpoint = read("a");
        QVERIFY(!checkpoint);
        QCOMPARE(checkpoint.error().code(), ErrorCode::Malformed);
        QVERIFY(checkpoint.error().message().find("belongs to another checkpoint") != std::string::npos);
    }

    void valuesThatAreNotFiniteAreNamed() {
        auto variables = someVariables();
        variables["encoder/mu/bias"] = {{2}, {1, std::numeric_limits<float>::quiet_NaN()}};
        QVERIFY(test::writeBundle(m_folder / "a", variables));
        const auto checkpoint = read();
        QVERIFY(!checkpoint);
        QCOMPARE(checkpoint.error().code(), ErrorCode::Malformed);
        QVERIFY(checkpoint.error().message().find("encoder/mu/bias in ") != std::string::npos);
        QVERIFY(checkpoint.error().message().find("a.data-00000-of-00001") != std::string::npos);
    }

    void severalCheckpointsAreListed() {
        QVERIFY(test::writeBundle(m_folder / "model.ckpt-7", someVariables()));
        QVERIFY(test::writeBundle(m_folder / "model.ckpt-9", {{"v", {{1}, {9}}}}));
        const auto checkpoint = read();
        QVERIFY(!checkpoint);
        QCOMPARE(checkpoint.error().code(), ErrorCode::InvalidArgument);
        QVERIFY(checkpoint.error().message().find("model.ckpt-7, model.ckpt-9") != std::string::npos);
        QCOMPARE(read("model.ckpt-9").value().variables.size(), std::size_t{1});
    }

    void theTrainersNewestIsTaken_data() {
        QTest::addColumn<QByteArray>("state");
        QTest::addColumn<bool>("isTaken");
        QTest::newRow("name") << QByteArray(
                                     "model_checkpoint_path: \"model.ckpt-9\"\nall_model_checkpoint_paths: \"x\"\n")
                              << true;
        QTest::newRow("path of another machine")
            << QByteArray("model_checkpoint_path: \"/home/me/run/model.ckpt-9\"\n") << true;
        QTest::newRow("one that is gone") << QByteArray("model_checkpoint_path: \"model.ckpt-11\"\n") << false;
        QTest::newRow("no end") << QByteArray("model_checkpoint_path: \"") << false;
        QTest::newRow("something else") << QByteArray("hello") << false;
    }
    void theTrainersNewestIsTaken() {
        QFETCH(QByteArray, state);
        QFETCH(bool, isTaken);
        QVERIFY(test::writeBundle(m_folder / "model.ckpt-7", someVariables()));
        QVERIFY(test::writeBundle(m_folder / "model.ckpt-9", {{"v", {{1}, {9}}}}));
        QVERIFY(test::write(m_folder / "checkpoint", state.toStdString()));
        const auto checkpoint = read();
        QCOMPARE(checkpoint.has_value(), isTaken);
        if (isTaken)
            QCOMPARE(checkpoint->variables.size(), std::size_t{1});
    }

    void foldersWithoutCheckpointsSaySo() { QCOMPARE(read().error().code(), ErrorCode::Unsupported); }

    void partsAreKnownByTheirNames() {
        QCOMPARE(bundlePrefix("model.ckpt-7.index"), std::optional<std::string>("model.ckpt-7"));
        QCOMPARE(bundlePrefix("model.ckpt-7.data-00012-of-00345"), std::optional<std::string>("model.ckpt-7"));
        for (const char* name : {".index", "model.ckpt", ".data-00000-of-00001", "a.data-0000-of-00001", "a.meta", ""})
            QCOMPARE(bundlePrefix(name), std::optional<std::string>());
    }
};

QTEST_APPLESS_MAIN(TestTensorBundle)
#include "tst_TensorBundle.moc"
