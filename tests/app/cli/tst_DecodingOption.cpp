#include "app/cli/DecodingOption.h"

#include "tests/app/cli/CliFolder.h"

#include <QTest>

#include <algorithm>

using namespace segue;

namespace {

Result<std::vector<float>> thresholds(const std::vector<std::string>& asked,
                                      const architecture::Architecture& architecture) {
    cli::DecodingOption option;
    option.options.threshold = 0.3F;
    option.drumThresholds = asked;
    return cli::thresholdsFor(option, architecture);
}

} // namespace

class TestDecodingOption : public QObject {
    Q_OBJECT

    test::CliFolder m_folder;

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void drumsThatAreNotNamedHaveTheThresholdOfAll() {
        const auto found = thresholds({"closed-hat=0.75", "KICK=0"}, test::smallArchitecture());
        QVERIFY(found.has_value());
        QCOMPARE(*found, (std::vector<float>{0.0F, 0.3F, 0.75F, 0.3F, 0.3F, 0.3F, 0.3F, 0.3F, 0.3F}));
        QVERIFY(thresholds({}, test::smallArchitecture())->empty());
    }

    void whatIsWrongIsNamed_data() {
        QTest::addColumn<QString>("asked");
        QTest::addColumn<QString>("said");
        QTest::newRow("no such drum") << "Gong=0.5"
                                      << "no drum \"Gong\"; it has Kick, Snare";
        QTest::newRow("no number") << "Kick"
                                   << "as Kick=0.4";
        QTest::newRow("words") << "Kick=much"
                               << "as Kick=0.4";
        QTest::newRow("too much") << "Kick=1.5"
                                  << "as Kick=0.4";
        QTest::newRow("not a number") << "Kick=nan"
                                      << "as Kick=0.4";
        QTest::newRow("more behind it") << "Kick=0.5x"
                                        << "as Kick=0.4";
    }
    void whatIsWrongIsNamed() {
        QFETCH(QString, asked);
        QFETCH(QString, said);
        const auto found = thresholds({asked.toStdString()}, test::smallArchitecture());
        QVERIFY(!found.has_value());
        QCOMPARE(found.error().code(), ErrorCode::InvalidArgument);
        QVERIFY2(found.error().message().find(said.toStdString()) != std::string::npos,
                 found.error().message().c_str());
    }

    void melodiesHaveNoDrums() { QVERIFY(!thresholds({"Kick=0.5"}, test::smallMelodyArchitecture()).has_value()); }

    // One drum never, another one on every step; and the other way round.
    void samplesFollowTheThresholdOfEachDrum() {
        const auto hits = [this](const std::string& thresholds, int pitch) {
            const auto run = test::runCli({"sample", "--model", m_folder.model(), "-n", "1", "--drum-threshold",
                                           thresholds, "--output-dir", m_folder.path("drums")});
            if (run.exitCode != 0)
                throw std::runtime_error(run.errors);
            const auto file = files::readMidiFile(m_folder.path("drums/sample-001-of-001.mid"));
            return std::ranges::count(file->notes, MidiPitch(static_cast<std::uint8_t>(pitch)), &music::Note::pitch);
        };
        constexpr int kKick = 36;
        constexpr int kSnare = 38;
        QCOMPARE(hits("Kick=1,Snare=0", kKick), std::ptrdiff_t{0});
        QCOMPARE(hits("Kick=1,Snare=0", kSnare), std::ptrdiff_t{32});
        QCOMPARE(hits("Kick=0,Snare=1", kKick), std::ptrdiff_t{32});
        QCOMPARE(hits("Kick=0,Snare=1", kSnare), std::ptrdiff_t{0});
    }

    void halfPrecisionIsAskedForByName() {
        const std::vector<std::string> sample{"sample", "--model",      m_folder.model(),     "-n",
                                              "1",      "--output-dir", m_folder.path("half")};
        auto half = sample;
        half.insert(half.end(), {"--precision", "bfloat16"});
        QCOMPARE(test::runCli(half).exitCode, 0);
        auto unknown = sample;
        unknown.insert(unknown.end(), {"--precision", "float8"});
        QCOMPARE(test::runCli(unknown).exitCode, 2);
    }
};

QTEST_APPLESS_MAIN(TestDecodingOption)
#include "tst_DecodingOption.moc"
