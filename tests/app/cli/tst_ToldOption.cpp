#include "app/cli/ToldOption.h"

#include "core/codec/GrooveCodec.h"
#include "core/files/MidiFile.h"
#include "core/music/Chord.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <sstream>

using namespace segue;
using namespace segue::cli;

namespace {

std::unique_ptr<const codec::Codec> codecOf(const architecture::CodecConfig& config) {
    return std::move(*codec::makeCodec(config));
}

const architecture::CodecConfig kChords = architecture::MelodyCodecConfig{.bars = 2, .chords = true, .key = true};

} // namespace

class TestToldOption : public QObject {
    Q_OBJECT

    std::ostringstream m_out, m_errors;
    Report m_report{m_out, m_errors};

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void chordsShareTheWindowEqually() {
        const auto codec = codecOf(kChords);
        const auto pattern = withHarmony({.chords = "C G7 | Am, Fmaj7", .key = "Bb"}, codec->silence(), *codec);
        QVERIFY(pattern);
        const auto& melody = std::get<music::MelodyPattern>(*pattern);
        QCOMPARE(melody.chords.size(), 32U);
        const std::vector<std::string> figures{"C", "G", "Am", "F"};
        for (std::size_t step = 0; step < 32; ++step)
            QCOMPARE(music::figureOfTriadClass(melody.chords[step]), figures[step / 8]);
        QVERIFY(std::ranges::all_of(melody.tonics, [](int tonic) { return tonic == 10; }));
    }

    void aPatternKeepsWhatIsNotGiven() {
        const auto codec = codecOf(kChords);
        auto melody = std::get<music::MelodyPattern>(codec->silence());
        melody.chords.assign(32, 5);
        const auto pattern = withHarmony({.key = "D"}, melody, *codec);
        QVERIFY(pattern);
        QVERIFY(std::get<music::MelodyPattern>(*pattern).chords == melody.chords);
    }

    void performancesAreToldOneChord() {
        const auto codec = codecOf(architecture::PerformanceCodecConfig{.chords = true});
        const auto told = toldPattern({.chords = "G"}, *codec, m_report);
        QVERIFY(told);
        const std::vector<float> control = codec->controlOf(*told);
        for (std::size_t row = 0; row < control.size(); row += music::kTriadClasses)
            QCOMPARE(control[row + 1 + 7], 1.0F);
        QCOMPARE(toldPattern({.chords = "C G"}, *codec, m_report).error().code(), ErrorCode::InvalidArgument);
    }

    void withoutChordsItIsCAndSaid() {
        const auto codec = codecOf(kChords);
        m_out.str({});
        const auto told = toldPattern({}, *codec, m_report);
        QVERIFY(told);
        QVERIFY(std::ranges::all_of(std::get<music::MelodyPattern>(*told).chords, [](int c) { return c == 1; }));
        QVERIFY2(m_out.str().find("Told the chords C, as none is given") != std::string::npos, m_out.str().c_str());
        QVERIFY(m_report.object()["key"] == "C");
    }

    void modelsThatAreToldNothingHearSilence() {
        const auto codec = codecOf(architecture::TrioCodecConfig{.bars = 2});
        m_out.str({});
        const auto told = toldPattern({}, *codec, m_report);
        QVERIFY(told);
        QVERIFY(m_out.str().empty());
        QVERIFY(std::ranges::all_of(codec->controlOf(*told), [](float value) { return value == 0; }));
    }

    void hitsComeFromAFile() {
        const architecture::GrooveCodecConfig config{.hitsAsControls = true};
        const codec::GrooveCodec codec(config);
        const auto missing = toldPattern({}, codec, m_report);
        QCOMPARE(missing.error().code(), ErrorCode::InvalidArgument);
        QVERIFY(missing.error().text().find("--hits") != std::string::npos);

        music::DrumPattern groove(32);
        groove.at(0, 0) = {true, 1.0F, 0.5F, 0.0F};
        groove.at(4, 1) = {true, 1.0F, 0.5F, 0.0F};
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath(QStringLiteral("a.mid")).toStdString();
        QVERIFY(files::writeMidiFile(path, codec.toNotes(groove, Bpm(120))));
        const auto told = toldPattern({.hits = path}, codec, m_report);
        QVERIFY(told);
        QVERIFY(codec.controlOf(*told) == codec.controlOf(groove));
    }

    void faultsAreNamed_data() {
        QTest::addColumn<QString>("chords");
        QTest::addColumn<QString>("key");
        QTest::addColumn<bool>("isTold");
        QTest::addColumn<QString>("said");
        QTest::newRow("not told chords") << QStringLiteral("C") << QString() << false << QStringLiteral("--chords");
        QTest::newRow("not told a key") << QString() << QStringLiteral("C") << false << QStringLiteral("--key");
        QTest::newRow("no chord") << QStringLiteral("C X9") << QString() << true << QStringLiteral("X9");
        QTest::newRow("no triad") << QStringLiteral("Csus4") << QString() << true << QStringLiteral("Csus4");
        QTest::newRow("nothing") << QStringLiteral("| |") << QString() << true << QStringLiteral("no chord");
        QTest::newRow("no key") << QString() << QStringLiteral("flat") << true << QStringLiteral("flat");
        QTest::newRow("too many") << QStringLiteral("C ").repeated(33) << QString() << true << QStringLiteral("33");
    }
    void faultsAreNamed() {
        QFETCH(QString, chords);
        QFETCH(QString, key);
        QFETCH(bool, isTold);
        QFETCH(QString, said);
        const auto codec = codecOf(isTold ? kChords : architecture::MelodyCodecConfig{.bars = 2});
        const auto pattern =
            withHarmony({.chords = chords.toStdString(), .key = key.toStdString()}, codec->silence(), *codec);
        QVERIFY(!pattern);
        QVERIFY2(pattern.error().text().find(said.toStdString()) != std::string::npos, pattern.error().text().c_str());
    }
};

QTEST_APPLESS_MAIN(TestToldOption)
#include "tst_ToldOption.moc"
