#include "app/cli/EncodeCommand.h"

#include "core/decoder/LiveModel.h"
#include "tests/app/cli/CliFolder.h"

#include <QTest>

using namespace segue;
using test::runCli;

class TestEncodeCommand : public QObject {
    Q_OBJECT

    test::CliFolder m_folder;

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void everyWindowOfAFileIsEncoded() {
        const auto groove = m_folder.writeGroove("four.mid", 4, 1);
        const auto result = runCli(
            {"encode", "--model", m_folder.model(), "--input", groove, "--output", m_folder.path("z.json"), "--json"});
        QVERIFY2(result.exitCode == 0, result.errors.c_str());
        QVERIFY(result.json()["ok"] == true);
        const auto document = m_folder.readJson("z.json");
        const auto sequence = files::readMidiFile(groove);
        const auto model = decoder::LiveModel::load(m_folder.model());
        const auto extraction =
            codec::GrooveCodec(std::get<architecture::GrooveCodecConfig>((*model)->architecture().codec))
                .extract(*sequence);
        const auto workspace = (*model)->makeWorkspace();
        QCOMPARE(document["z"].size(), extraction->windows.size());
        for (std::size_t index = 0; index < extraction->windows.size(); ++index) {
            const auto posterior = (*model)->encode(extraction->windows[index].pattern, *workspace);
            QVERIFY(document["z"][index].get<std::vector<float>>() == posterior.mean); // numbers read back exactly
            QVERIFY(document["sigma"][index].get<std::vector<float>>() == posterior.sigma);
            QCOMPARE(document["windows"][index]["bar"].get<int>(), extraction->windows[index].bar);
            QCOMPARE(document["windows"][index]["file"].get<std::string>(), groove);
        }
    }

    void oneBarCanBeChosen() {
        const auto groove = m_folder.writeGroove("four.mid", 4, 1);
        const auto result = runCli({"encode", "--model", m_folder.model(), "--input", groove, "--bar", "3", "--json"});
        QVERIFY2(result.exitCode == 0, result.errors.c_str());
        QCOMPARE(result.json()["z"].size(), std::size_t{1});
        QVERIFY(result.json()["windows"][0]["bar"] == 2);
        const auto missing = runCli({"encode", "--model", m_folder.model(), "--input", groove, "--bar", "9"});
        QCOMPARE(missing.exitCode, 1);
        QVERIFY(missing.errors.find("bar 9") != std::string::npos);
        QVERIFY(missing.errors.find("four.mid") != std::string::npos);
    }

    void decodedPatternsCanBeEncodedAgain() {
        const auto groove = m_folder.writeGroove("two.mid", 2, 2);
        QCOMPARE(runCli({"encode", "--model", m_folder.model(), "--input", groove, "--output", m_folder.path("z.json")})
                     .exitCode,
                 0);
        QCOMPARE(runCli({"decode", "--model", m_folder.model(), "--z", m_folder.path("z.json"), "--output",
                         m_folder.path("tokens.json")})
                     .exitCode,
                 0);
        const auto again =
            runCli({"encode", "--model", m_folder.model(), "--tokens", m_folder.path("tokens.json"), "--json"});
        QVERIFY2(again.exitCode == 0, again.errors.c_str());

        const auto model = decoder::LiveModel::load(m_folder.model());
        const auto workspace = (*model)->makeWorkspace();
        const auto z = m_folder.readJson("z.json")["z"][0].get<std::vector<float>>();
        const auto expected =
            (*model)
                ->encode(std::get<music::DrumPattern>((*model)->decode(z, {}, {}, *workspace).pattern), *workspace)
                .mean;
        const auto found = again.json()["z"][0].get<std::vector<float>>();
        for (std::size_t i = 0; i < expected.size(); ++i)
            QVERIFY(std::abs(found[i] - expected[i]) < 1e-5F); // offsets went through a halving and a doubling
    }

    void faultsAreNamed_data() {
        QTest::addColumn<QString>("option");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("content");
        QTest::addColumn<QString>("said");
        const auto row = [](const char* title, const char* option, const char* content, const char* said) {
            QTest::newRow(title) << QString::fromLatin1(option) << QStringLiteral("broken")
                                 << QString::fromLatin1(content) << QString::fromLatin1(said);
        };
        row("no MIDI", "--input", "hello", "broken");
        row("no JSON", "--tokens", "{", "broken");
        row("no hits", "--tokens", "{}", "hits");
        row("no list", "--tokens", R"({"hits": 3, "velocities": [], "offsets": []})", "hits");
        row("a pattern too few", "--tokens", R"({"hits": [[]], "velocities": [], "offsets": []})", "hits[0]");
        QTest::newRow("missing") << QStringLiteral("--input") << QStringLiteral("absent.mid") << QString()
                                 << QStringLiteral("absent.mid");
    }
    void faultsAreNamed() {
        QFETCH(QString, option);
        QFETCH(QString, name);
        QFETCH(QString, content);
        QFETCH(QString, said);
        if (!content.isEmpty())
            m_folder.writeText(name.toStdString(), content.toStdString());
        const auto result =
            runCli({"encode", "--model", m_folder.model(), option.toStdString(), m_folder.path(name.toStdString())});
        QCOMPARE(result.exitCode, 1);
        QVERIFY2(result.errors.find(said.toStdString()) != std::string::npos, result.errors.c_str());
        QVERIFY2(result.errors.find(name.toStdString()) != std::string::npos, result.errors.c_str());
    }

    void sourceMustBeOne() {
        QCOMPARE(runCli({"encode", "--model", m_folder.model()}).exitCode, 2);
        QCOMPARE(runCli({"encode", "--model", m_folder.model(), "--input", "a.mid", "--tokens", "b.json"}).exitCode, 2);
    }
};

QTEST_APPLESS_MAIN(TestEncodeCommand)
#include "tst_EncodeCommand.moc"
