#include "app/library/MusicScan.h"

#include "core/base/Files.h"
#include "core/base/Random.h"
#include "core/codec/GrooveCodec.h"
#include "core/files/MidiFile.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace segue;
using library::FoundPiece;
using library::ScanRequest;

namespace {

music::Note drum(int pitch, double start) {
    return {.pitch = MidiPitch(static_cast<std::uint8_t>(pitch)),
            .velocity = Velocity(100),
            .start = Seconds(start),
            .end = Seconds(start + 0.1),
            .instrument = 9,
            .isDrum = true};
}

/// `bars` bars at 120 of one hit a beat.
music::NoteSequence beats(int pitch, int bars) {
    music::NoteSequence sequence;
    sequence.tempos = {{Seconds(0), Bpm(120)}};
    for (int beat = 0; beat < 4 * bars; ++beat)
        sequence.notes.push_back(drum(pitch, 0.5 * beat));
    return sequence;
}

class Folder {
public:
    void song(const char* name, const music::NoteSequence& sequence) const {
        QVERIFY(files::writeMidiFile(path() / name, sequence));
    }
    void text(const char* name, std::string_view bytes) const { QVERIFY(writeFileAtomically(path() / name, bytes)); }
    [[nodiscard]] std::filesystem::path path() const { return m_folder.path().toStdString(); }

private:
    QTemporaryDir m_folder;
};

std::vector<FoundPiece> scan(ScanRequest request) {
    std::vector<FoundPiece> pieces;
    request.found = [&pieces](FoundPiece piece) { pieces.push_back(std::move(piece)); };
    if (!library::scanMusic(request))
        pieces.clear();
    std::ranges::sort(pieces, {}, &FoundPiece::name);
    return pieces;
}

bool mentions(const std::vector<std::string>& lines, std::string_view part) {
    return std::ranges::any_of(lines, [part](const std::string& line) { return line.find(part) != std::string::npos; });
}

} // namespace

class TestMusicScan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void everyWindowIsFoundWithItsPattern() {
        const Folder folder;
        folder.song("four.mid", beats(36, 4));
        const auto pieces = scan({.paths = {folder.path().string()}});
        QCOMPARE(pieces.size(), 1U);
        const FoundPiece& piece = pieces.front();
        QCOMPARE(piece.name, std::string("four.mid"));
        QCOMPARE(piece.file, (folder.path() / "four.mid").string());
        QCOMPARE(piece.bpm, 120.0);
        QVERIFY(!piece.isRefused());
        const auto expected = codec::GrooveCodec({}).extract(*files::readMidiFile(folder.path() / "four.mid"));
        QCOMPARE(piece.windows.size(), expected->windows.size());
        for (std::size_t i = 0; i < piece.windows.size(); ++i) {
            QCOMPARE(piece.windows[i].bar, expected->windows[i].bar);
            QVERIFY(piece.windows[i].pattern.pattern() == music::Pattern(expected->windows[i].pattern));
        }
    }

    void oneBadFileIsRefusedInWordsAndTheOthersAreRead() {
        const Folder folder;
        folder.song("good.mid", beats(36, 2));
        folder.text("bad.mid", "this is no music");
        const auto pieces = scan({.paths = {folder.path().string()}});
        QCOMPARE(pieces.size(), 2U);
        QVERIFY(pieces[0].isRefused());
        QCOMPARE(pieces[0].name, std::string("bad.mid"));
        QVERIFY(pieces[0].refusal.find("MIDI") != std::string::npos);
        QVERIFY(pieces[0].refusal.find(folder.path().string()) == std::string::npos); // a list has no room for it
        QVERIFY(!pieces[1].isRefused());
    }

    void aPathThatIsNoneIsARefusedPiece() {
        const auto pieces = scan({.paths = {"/there/is/no/such.mid"}});
        QCOMPARE(pieces.size(), 1U);
        QVERIFY(pieces.front().isRefused());
        QCOMPARE(pieces.front().name, std::string("such.mid"));
    }

    void pitchesOfNoDrumAreToldAndTheReadingMapTakesThem() {
        const Folder folder;
        auto sequence = beats(36, 2);
        for (int i = 0; i < 5; ++i)
            sequence.notes.push_back(drum(3, 0.25 + i * 0.5));
        sequence.sortNotes();
        folder.song("odd.mid", sequence);
        folder.song("only.mid", beats(3, 2));
        auto pieces = scan({.paths = {folder.path().string()}});
        QCOMPARE(pieces.size(), 2U);
        QVERIFY(mentions(pieces[0].remarks, "5 notes of pitch 3 belong to no drum"));
        QCOMPARE(pieces[0].unmappedPitches.at(3), 5);
        QVERIFY(pieces[1].isRefused());
        QCOMPARE(pieces[1].unmappedPitches.at(3), 8); // what would have to be assigned is known all the same

        auto map = std::make_shared<music::DrumMap>(music::rolandDrumMap());
        map->classes[7].pitches.emplace_back(std::uint8_t{3});
        pieces = scan({.paths = {folder.path().string()}, .readingMap = map});
        QVERIFY(pieces[0].unmappedPitches.empty() && pieces[0].remarks.empty());
        QVERIFY(!pieces[1].isRefused());
        QVERIFY(std::get<music::DrumPattern>(pieces[1].windows.front().pattern.pattern()).at(0, 7).hit);
    }

    void theTableOfAFolderTellsTheStyle() {
        const Folder folder;
        folder.song("one.mid", beats(36, 2));
        folder.text("info.csv", "midi_filename,style,bpm\none.mid,funk/groove1,133\n");
        const auto pieces = scan({.paths = {folder.path().string()}});
        QCOMPARE(pieces.front().style, std::string("funk"));
        QCOMPARE(pieces.front().bpm, 133.0);
    }

    void aScanCanBeStopped() {
        const Folder folder;
        for (const char* name : {"a.mid", "b.mid", "c.mid"})
            folder.song(name, beats(36, 2));
        std::stop_source stop;
        int found = 0;
        ScanRequest request{.paths = {folder.path().string()}};
        request.stop = stop.get_token();
        request.found = [&](const FoundPiece&) {
            ++found;
            stop.request_stop();
        };
        const Status status = library::scanMusic(request);
        QVERIFY(!status && status.error().code() == ErrorCode::Cancelled);
        QCOMPARE(found, 1);
    }

    void sentencesAgreeInNumber() {
        QCOMPARE(library::unmappedText(23, 17), std::string("17 notes of pitch 23 belong to no drum"));
        QCOMPARE(library::unmappedText(23, 1), std::string("1 note of pitch 23 belongs to no drum"));
    }
};

QTEST_APPLESS_MAIN(TestMusicScan)
#include "tst_MusicScan.moc"
