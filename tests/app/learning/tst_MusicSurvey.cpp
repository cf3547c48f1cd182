#include "app/learning/MusicSurvey.h"

#include "core/base/Files.h"
#include "tests/app/support/TestAssets.h"

using namespace segue;
using namespace segue::learning;

namespace {

const architecture::CodecConfig kGrooves = architecture::GrooveCodecConfig{};

} // namespace

class TestMusicSurvey : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void windowsAndFaultsAreCounted() {
        test::TestAssets assets;
        const auto folder = assets.folder() / "examples";
        QVERIFY(writeFileAtomically(folder / "broken.mid", std::string_view("MThd")));
        int calls = 0;
        const auto survey = surveyMusic(folder, kGrooves, {}, [&](int, int) { ++calls; });
        QVERIFY(survey);
        QCOMPARE(survey->files, 2);
        QCOMPARE(survey->refused, 1);
        QVERIFY(survey->windows >= 6);
        QVERIFY(survey->firstRefusal.find("broken.mid") != std::string::npos);
        QVERIFY(calls > 0);
        QVERIFY(summaryOf(*survey).find("1 could not be read") != std::string::npos);
    }

    void aFolderWithoutMidiIsAnError() {
        QTemporaryDir empty;
        const auto survey = surveyMusic(empty.path().toStdString(), kGrooves, {}, {});
        QVERIFY(!survey);
        QVERIFY(survey.error().code() == ErrorCode::NoMusic);
    }

    void aFolderThatIsGoneIsAnError() {
        QVERIFY(surveyMusic("/no/such/folder", kGrooves, {}, {}).error().code() == ErrorCode::NotFound);
    }

    void musicWithoutDrumsIsAnError() {
        QTemporaryDir folder;
        music::NoteSequence melody;
        melody.notes.push_back({MidiPitch(100), Velocity(90), Seconds(0), Seconds(1)});
        QVERIFY(files::writeMidiFile(std::filesystem::path(folder.path().toStdString()) / "melody.mid", melody));
        const auto survey = surveyMusic(folder.path().toStdString(), kGrooves, {}, {});
        QVERIFY(!survey);
        QVERIFY(survey.error().code() == ErrorCode::NoMusic);
    }
};

QTEST_GUILESS_MAIN(TestMusicSurvey)
#include "tst_MusicSurvey.moc"
