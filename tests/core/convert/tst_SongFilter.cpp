#include "core/convert/SongFilter.h"

#include <QTest>

using namespace segue;
using namespace segue::convert;

namespace {

files::CollectedSequence song(const std::string& beatType, const std::string& declared, std::vector<int> numerators,
                              files::Split split = files::Split::Train) {
    files::CollectedSequence song;
    song.info.beatType = beatType;
    song.info.timeSignature = declared;
    song.info.split = split;
    double time = 0;
    for (const int numerator : numerators)
        song.sequence.timeSignatures.push_back({Seconds(time++), numerator, 4});
    return song;
}

std::string refusal(const SongFilter& filter, const files::CollectedSequence& song) {
    return std::string(filter.refusal(song));
}

} // namespace

class TestSongFilter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void metersAreReadInBothManners() {
        QVERIFY(meterFrom("4/4") == Meter({4, 4}));
        QVERIFY(meterFrom("12-8") == Meter({12, 8}));
        for (const char* text : {"", "4", "4/", "/4", "4/4 ", "a/4", "0/4", "4/-4", "99999999999/4"})
            QVERIFY2(!meterFrom(text), text);
    }

    void nothingSetLetsAllPass() {
        QCOMPARE(refusal({}, song("", "", {})), std::string());
        QCOMPARE(refusal({}, song("fill", "3-4", {7})), std::string());
    }

    void beatTypeAndSplitMustAgree() {
        const SongFilter beats{.beatType = "beat", .meter = {}, .split = {}};
        QCOMPARE(refusal(beats, song("beat", "", {})), std::string());
        QCOMPARE(refusal(beats, song("fill", "", {})), std::string("beat type"));
        QCOMPARE(refusal(beats, song("", "", {})), std::string("beat type"));
        QCOMPARE(std::string(beats.refusal(song("fill", "", {}).info)), std::string("beat type"));
        QCOMPARE(std::string(beats.refusal(song("", "", {}).info)), std::string()); // a record may tell once read
        const SongFilter test{.beatType = "", .meter = {}, .split = files::Split::Test};
        QCOMPARE(refusal(test, song("", "", {}, files::Split::Test)), std::string());
        QCOMPARE(std::string(test.refusal(song("", "", {}).info)), std::string("split"));
    }

    void whatIsDeclaredComesBeforeWhatTheFileSays() {
        const SongFilter four{.beatType = "", .meter = Meter{4, 4}, .split = {}};
        QCOMPARE(refusal(four, song("", "", {})), std::string());
        QCOMPARE(refusal(four, song("", "", {4, 4})), std::string());
        QCOMPARE(refusal(four, song("", "", {3})), std::string("time signature"));
        QCOMPARE(refusal(four, song("", "", {4, 3})), std::string("time signature"));
        QCOMPARE(refusal(four, song("", "4-4", {3})), std::string());
        QCOMPARE(refusal(four, song("", "3-4", {4})), std::string("time signature"));
        QCOMPARE(refusal(four, song("", "waltz", {4})), std::string());
    }
};

QTEST_APPLESS_MAIN(TestSongFilter)
#include "tst_SongFilter.moc"
