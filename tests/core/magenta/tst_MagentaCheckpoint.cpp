#include "core/magenta/Checkpoint.h"

#include "tests/support/MagentaBytes.h"

#include <QTemporaryDir>
#include <QTest>

using namespace segue;
using namespace segue::magenta;

namespace {

namespace fs = std::filesystem;

const test::Variables kVariables{{"decoder/a/kernel", {{2, 3}, {1, 2, 3, 4, 5, 6}}},
                                 {"decoder/a/bias", {{3}, {-1, -2, -3}}},
                                 {"encoder/mu/bias", {{1}, {7}}}};

Result<Checkpoint> read(const fs::path& path) {
    Reading reading;
    return readCheckpoint(path, reading);
}

} // namespace

class TestMagentaCheckpoint : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_temporary;
    fs::path m_folder;

private Q_SLOTS:
    void initTestCase() {
        m_folder = m_temporary.path().toStdString();
        for (const char* name : {"tensorflow", "js", "legacy", "both", "none"})
            QVERIFY(fs::create_directory(m_folder / name));
        QVERIFY(test::writeBundle(m_folder / "tensorflow" / "model.ckpt-7", kVariables, 2));
        QVERIFY(test::writeJsFolder(m_folder / "js", kVariables, {{"type", "MusicVAE"}}));
        QVERIFY(test::writeLegacyFolder(m_folder / "legacy", kVariables, {{"type", "MelodyConverter"}}));
        QVERIFY(test::writeBundle(m_folder / "both" / "model.ckpt-7", kVariables));
        QVERIFY(test::writeJsFolder(m_folder / "both", kVariables, {{"type", "MusicVAE"}}));
        const std::string tar = test::bundleTar(kVariables, 2, "folder/model.ckpt-7");
        QVERIFY(test::write(m_folder / "model.tar", tar));
        QVERIFY(test::write(m_folder / "model.tar.gz", test::gzip(tar)));
        QVERIFY(test::write(m_folder / "text.txt", "hello"));
    }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void everyFormIsRecognised_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("format");
        for (const char* path :
             {"tensorflow", "tensorflow/model.ckpt-7", "tensorflow/model.ckpt-7.index",
              "tensorflow/model.ckpt-7.data-00001-of-00002", "model.tar", "model.tar.gz", "both/model.ckpt-7.index"})
            QTest::addRow("%s", path) << QString::fromUtf8(path) << QStringLiteral("TensorFlow");
        for (const char* path : {"js", "js/weights_manifest.json", "js/config.json", "both/weights_manifest.json"})
            QTest::addRow("%s", path) << QString::fromUtf8(path) << QStringLiteral("magenta.js");
        for (const char* path : {"legacy", "legacy/manifest.json", "legacy/converter.json"})
            QTest::addRow("%s", path) << QString::fromUtf8(path) << QStringLiteral("one file per variable");
    }
    void everyFormIsRecognised() {
        QFETCH(QString, path);
        QFETCH(QString, format);
        const auto checkpoint = read(m_folder / path.toStdString());
        QVERIFY2(checkpoint, checkpoint ? "" : checkpoint.error().text().c_str());
        QCOMPARE(checkpoint->variables, kVariables);
        QCOMPARE(std::string(name(checkpoint->format)), format.toStdString());
    }

    void otherThingsAreRefused_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<int>("code");
        const auto add = [](const char* path, ErrorCode code) {
            QTest::addRow("%s", path) << QString::fromUtf8(path) << static_cast<int>(code);
        };
        add("none", ErrorCode::Unsupported);
        add("both", ErrorCode::InvalidArgument);
        add("text.txt", ErrorCode::Unsupported);
        add("nowhere", ErrorCode::NotFound);
        add("nowhere.index", ErrorCode::NotFound);
        add("none/manifest.json", ErrorCode::NotFound);
    }
    void otherThingsAreRefused() {
        QFETCH(QString, path);
        QFETCH(int, code);
        const auto checkpoint = read(m_folder / path.toStdString());
        QVERIFY(!checkpoint);
        QCOMPARE(checkpoint.error().code(), static_cast<ErrorCode>(code));
        QVERIFY2(checkpoint.error().message().find(path.split(u'/').front().toStdString()) != std::string::npos,
                 checkpoint.error().message().c_str());
    }

    void archivesThatAreCutShortSaySo() {
        const std::string tar = test::bundleTar(kVariables, 1);
        for (const bool isPacked : {false, true}) {
            const std::string whole = isPacked ? test::gzip(tar) : tar;
            QVERIFY(test::write(m_folder / "cut.tar", whole.substr(0, whole.size() / 3)));
            const auto checkpoint = read(m_folder / "cut.tar");
            QVERIFY(!checkpoint);
            QVERIFY(checkpoint.error().code() == ErrorCode::Malformed ||
                    checkpoint.error().code() == ErrorCode::NotFound);
        }
    }

    void aStopIsHeeded() {
        std::stop_source stop;
        stop.request_stop();
        for (const char* path : {"tensorflow", "js", "legacy", "model.tar"}) {
            Reading reading(Part::Everything, {}, stop.get_token());
            const auto checkpoint = readCheckpoint(m_folder / path, reading);
            QVERIFY(!checkpoint);
            QCOMPARE(checkpoint.error().code(), ErrorCode::Cancelled);
        }
    }

    void progressEndsAtItsTotal() {
        for (const char* path : {"tensorflow", "js", "legacy", "model.tar"}) {
            std::pair<std::uint64_t, std::uint64_t> last;
            Reading reading(Part::Everything, [&last](std::uint64_t done, std::uint64_t total) {
                last = {done, total};
            });
            QVERIFY(readCheckpoint(m_folder / path, reading));
            QCOMPARE(last.first, std::uint64_t{40});
            QCOMPARE(last.second, std::uint64_t{40});
        }
    }

    void theEncoderCanBeLeftOut() {
        for (const char* path : {"tensorflow", "js", "legacy", "model.tar"}) {
            std::pair<std::uint64_t, std::uint64_t> last;
            Reading reading(Part::DecoderOnly, [&last](std::uint64_t done, std::uint64_t total) {
                last = {done, total};
            });
            const auto checkpoint = readCheckpoint(m_folder / path, reading);
            QVERIFY2(checkpoint, checkpoint ? "" : checkpoint.error().text().c_str());
            QCOMPARE(checkpoint->variables.size(), std::size_t{2});
            QCOMPARE(checkpoint->leftOut, std::vector<std::string>{"encoder/mu/bias"});
            QCOMPARE(last.first, std::uint64_t{36});
            QCOMPARE(last.second, std::uint64_t{36});
        }
    }

    void whatOnlyTrainingNeedsIsKnown() {
        for (const char* variable :
             {"decoder/a/kernel/Adam", "decoder/a/kernel/Adam_1", "beta1_power", "beta2_power", "global_step",
              "encoder/cudnn_lstm/opaque_kernel", "encoder/cudnn_lstm/opaque_kernel/Adam_1"})
            QVERIFY2(isOnlyForTraining(variable), variable);
        for (const char* variable : {"decoder/a/kernel", "encoder/mu/bias", "Adams/kernel", ""})
            QVERIFY2(!isOnlyForTraining(variable), variable);
    }

    void aVariableStandsOnce() {
        Checkpoint checkpoint;
        QVERIFY(addVariable(checkpoint, "a", {{1}, {1}}, "file"));
        QCOMPARE(addVariable(checkpoint, "a", {{1}, {1}}, "file").error().code(), ErrorCode::Malformed);
    }

    void theRealMelodyModelIsRead() {
        const fs::path path = fs::path(SEGUE_SHARED) / "data/magenta/mel_2bar_small";
        if (!fs::exists(path))
            QSKIP("Magenta's mel_2bar_small is not at hand");
        const auto checkpoint = read(path);
        // The two kernels of the encoder are in its manifest, but not at hand.
        QVERIFY(!checkpoint);
        QCOMPARE(checkpoint.error().code(), ErrorCode::NotFound);
        QVERIFY2(checkpoint.error().text().find("encoder/cell_0/bidirectional_rnn") != std::string::npos,
                 checkpoint.error().text().c_str());
        Reading reading(Part::DecoderOnly);
        const auto decoder = readCheckpoint(path, reading);
        QVERIFY2(decoder, decoder ? "" : decoder.error().text().c_str());
        QCOMPARE(decoder->variables.size(), std::size_t{8});
    }
};

QTEST_APPLESS_MAIN(TestMagentaCheckpoint)
#include "tst_MagentaCheckpoint.moc"
