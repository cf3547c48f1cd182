#include "app/studio/MusicController.h"

#include "core/base/Files.h"
#include "tests/app/support/TestStudio.h"
#include "widgets/MusicDrag.h"
#include "widgets/MusicList.h"

#include <QLineEdit>
#include <QMimeData>

using namespace segue;
using test::TestAssets;
using test::TestStudio;
using widgets::MusicShown;
using widgets::MusicUse;
using Which = widgets::Anchor;

namespace {

/// Some songs and a file that is none.
class Music {
public:
    explicit Music(int songs = 3) {
        Random random(5);
        for (int i = 0; i < songs; ++i)
            TestAssets::writeSong(folder() / ("song" + std::to_string(i) + ".mid"), 4, random);
        QVERIFY(writeFileAtomically(folder() / "text.mid", std::string_view("hello")));
    }
    [[nodiscard]] std::filesystem::path folder() const { return m_folder.path().toStdString(); }
    [[nodiscard]] QString path() const { return m_folder.path(); }
    [[nodiscard]] QString song(int index) const { return m_folder.filePath(QStringLiteral("song%1.mid").arg(index)); }

private:
    QTemporaryDir m_folder;
};

bool reads(TestStudio& segue, const QStringList& paths) {
    segue.studio().music().open(paths);
    return segue.eventually([&] { return !segue.studio().music().isReading(); });
}

qint64 tokenAt(TestStudio& segue, int row) {
    return segue.window().music().list().model()->index(row, 0).data(widgets::music_role::kToken).toLongLong();
}

int stepsOf(const music::Pattern& pattern) {
    return std::get<music::DrumPattern>(pattern).steps();
}

} // namespace

class TestMusicController : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void aFolderIsListedAndThePageOpens() {
        TestStudio segue;
        QVERIFY(segue.start());
        const Music music;
        QVERIFY(!segue.window().music().isVisible());
        QVERIFY(reads(segue, {music.path()}));
        QVERIFY(segue.window().music().isVisible());
        QVERIFY(segue.window().map().isVisible());
        QVERIFY(segue.window().morph().isVisible()); // to drag windows to
        const auto& model = segue.studio().music().model();
        QVERIFY(model.count(MusicShown::Windows) >= 9);
        QCOMPARE(model.count(MusicShown::Refused), 1);
        QCOMPARE(segue.studio().document().session().recentMusic.front(), music.path().toStdString());
        Q_EMIT segue.window().music().closeRequested();
        QVERIFY(!segue.window().music().isVisible());
        QVERIFY(segue.window().pattern().isVisible());
    }

    void aWindowBecomesAnEndThatIsHeardAndUndone() {
        TestStudio segue;
        QVERIFY(segue.start());
        const Music music;
        QVERIFY(reads(segue, {music.path()}));
        const qint64 token = tokenAt(segue, 1);
        const auto window = *segue.studio().music().window(token);
        Q_EMIT segue.window().music().list().useRequested(token, MusicUse::B);
        QVERIFY(segue.eventually([&] { return segue.studio().anchors().latentVector(Which::B) != nullptr; }));
        QCOMPARE(segue.scene().b->title, std::string("song0"));
        QCOMPARE(segue.scene().b->bar, window.bar);
        QVERIFY(segue.scene().b->pattern == window.pattern);
        const auto heard = segue.reconstruction(window.pattern);
        QVERIFY(segue.eventually([&] { return segue.pattern() == heard; }));
        QVERIFY(segue.eventually([&] { return segue.studio().anchors().bars(Which::B).size() >= 3; }));
        QVERIFY(segue.window().music().list().model()->index(1, 0).data(widgets::music_role::kIsB).toBool());
        segue.studio().document().undoStack().undo();
        QVERIFY(!segue.scene().b);
        QVERIFY(!segue.window().music().list().model()->index(1, 0).data(widgets::music_role::kIsB).toBool());
    }

    void thePuckGoesToAWindowAndBack() {
        TestStudio segue;
        QVERIFY(segue.start());
        const Music music;
        QVERIFY(reads(segue, {music.path()}));
        const auto before = segue.scene();
        const qint64 token = tokenAt(segue, 2);
        const auto heard = segue.reconstruction(segue.studio().music().window(token)->pattern);
        Q_EMIT segue.window().map().musicDropped(token);
        QVERIFY(segue.eventually([&] { return segue.pattern() == heard; }));
        QVERIFY(segue.scene().puck != before.puck);
        QVERIFY(segue.scene().mode == session::Mode::Map);
        segue.studio().document().undoStack().undo();
        QVERIFY(segue.scene() == before);
    }

    void listeningChangesNothingAndEnds() {
        TestStudio segue;
        QVERIFY(segue.start());
        const Music music;
        QVERIFY(reads(segue, {music.path()}));
        const auto before = segue.scene();
        auto& playback = segue.studio().playback();
        const auto published = playback.publishedPattern();
        segue.studio().music().use(tokenAt(segue, 0), MusicUse::Listen);
        QVERIFY(playback.isPlaying());
        QVERIFY(playback.publishedPattern() > published);
        QVERIFY(segue.window().pattern().pattern() == segue.studio().music().window(tokenAt(segue, 0))->pattern);
        QVERIFY(segue.window().music().list().model()->index(0, 0).data(widgets::music_role::kSounding).toBool());

        segue.window().music().list().setCurrentIndex(segue.window().music().list().model()->index(3, 0));
        QVERIFY(segue.window().pattern().pattern() == segue.studio().music().window(tokenAt(segue, 3))->pattern);

        segue.studio().music().use(tokenAt(segue, 3), MusicUse::Listen); // again: enough
        QVERIFY(!playback.isPlaying());
        QVERIFY(segue.window().pattern().pattern() == segue.pattern());
        QVERIFY(segue.scene() == before);
        QVERIFY(!segue.studio().document().undoStack().canUndo());
    }

    void theHandOnTheMapEndsListeningAndPlaysOn() {
        TestStudio segue;
        QVERIFY(segue.start());
        const Music music;
        QVERIFY(reads(segue, {music.path()}));
        segue.studio().music().use(tokenAt(segue, 0), MusicUse::Listen);
        QVERIFY(segue.decodesAfter([&] { Q_EMIT segue.window().map().puckMoveRequested(segue.placeOf(7)); }));
        QVERIFY(segue.window().pattern().pattern() == segue.pattern());
        QVERIFY(segue.studio().playback().isPlaying());
        QVERIFY(!segue.window().music().list().model()->index(0, 0).data(widgets::music_role::kSounding).toBool());
    }

    void readingCanBeCancelledAndBegunAnew() {
        TestStudio segue;
        QVERIFY(segue.start());
        const Music many(60);
        const Music few(2);
        segue.studio().music().open({many.path()});
        Q_EMIT segue.window().music().cancelRequested();
        QVERIFY(!segue.studio().music().isReading());
        const int found = segue.studio().music().model().pieces(); // all of them, if this thread was held up
        QCoreApplication::processEvents();
        QCOMPARE(segue.studio().music().model().pieces(), found);
        segue.studio().music().open({many.path()});
        QVERIFY(reads(segue, {few.path()})); // in place of what was being read
        QCOMPARE(segue.studio().music().model().pieces(), 3);
    }

    void oneFileIsForAnEndAndManyAreForTheList() {
        TestStudio segue;
        QVERIFY(segue.start());
        const Music music(4);
        Q_EMIT segue.window().morph().filesDropped(Which::A, {music.song(0)});
        QVERIFY(segue.eventually([&] { return segue.scene().a.has_value(); }));
        QVERIFY(!segue.window().music().isVisible());
        Q_EMIT segue.window().map().filesDropped({music.path()}, segue.placeOf(0));
        QVERIFY(segue.window().music().isVisible());
        QVERIFY(segue.eventually([&] { return !segue.studio().music().isReading(); }));
        QCOMPARE(segue.studio().music().model().pieces(), 5);
        Q_EMIT segue.window().morph().filesDropped(Which::A, {music.song(1), music.song(2), music.song(3)});
        QVERIFY(segue.eventually([&] { return segue.studio().music().model().pieces() == 3; }));
        QCOMPARE(segue.scene().a->title, std::string("song0"));
    }

    void aFolderOfTheCommandLineIsListed() {
        const Music music;
        studio::Options options;
        options.files = {music.path()};
        TestStudio segue(options);
        QVERIFY(segue.start());
        QVERIFY(segue.eventually([&] { return segue.studio().music().model().pieces() == 4; }));
    }

    void aModelOfOtherWindowsReadsTheMusicAnew() {
        TestStudio segue;
        QVERIFY(segue.start());
        const Music music;
        QVERIFY(reads(segue, {music.path()}));
        QCOMPARE(stepsOf(segue.studio().music().window(tokenAt(segue, 0))->pattern), 32);
        auto architecture = test::smallArchitecture();
        std::get<architecture::GrooveCodecConfig>(architecture.codec).bars = 4;
        const auto other = segue.assets().folder() / "four.safetensors";
        QVERIFY(files::writeModelFile(other, test::randomModel(architecture, 2)));
        segue.studio().instruments().open({other.string(), {}}, segue.pattern());
        QVERIFY(segue.eventually([&] {
            const auto window = segue.studio().music().window(tokenAt(segue, 0));
            return window && stepsOf(window->pattern) == 64;
        }));
    }
};

QTEST_MAIN(TestMusicController)
#include "tst_MusicController.moc"
