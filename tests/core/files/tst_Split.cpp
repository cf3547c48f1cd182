#include "core/files/MusicCollection.h"

#include <QTest>

#include <algorithm>
#include <map>

using namespace segue::files;

namespace {

std::vector<std::string> names(int count) {
    std::vector<std::string> result;
    for (int i = 1; i <= count; ++i)
        result.push_back("songs/" + std::to_string(i) + ".mid");
    return result;
}

} // namespace

class TestSplit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void namesReturn() {
        for (const Split split : {Split::Train, Split::Validation, Split::Test})
            QVERIFY(splitFromName(name(split)) == split);
        QVERIFY(!splitFromName("Train"));
        QVERIFY(!splitFromName(""));
    }

    void sharesAreAboutEightOneOne() {
        std::map<Split, int> counts;
        for (const Split split : splitByName(names(10'000)))
            ++counts[split];
        QVERIFY(std::abs(counts[Split::Train] - 8000) < 150);
        QVERIFY(std::abs(counts[Split::Validation] - 1000) < 100);
        QVERIFY(std::abs(counts[Split::Test] - 1000) < 100);
    }

    void addingSongsMovesNone() {
        const auto few = splitByName(names(1000));
        const auto many = splitByName(names(3000));
        QVERIFY(std::equal(few.begin(), few.end(), many.begin()));
    }

    void splitsStayForever() {
        // From the first version. A change here mixes what people have trained on with what they test on.
        std::string splits;
        for (const Split split : splitByName(names(24)))
            splits += split == Split::Train ? 'l' : split == Split::Validation ? 'v' : 't';
        QCOMPARE(QString::fromStdString(splits), QStringLiteral("llllllltltlllltltlvllllt"));
    }

    void extensionDoesNotMatter() {
        for (int i = 0; i < 200; ++i) {
            const std::string song = "album.2/song" + std::to_string(i);
            QVERIFY(splitByName({song + ".mid"}) == splitByName({song + ".midi"}));
            QVERIFY(splitByName({song + ".mid"}) == splitByName({song}));
        }
    }

    void fiveSongsHaveOneForValidation() {
        for (int first = 0; first < 300; ++first) {
            std::vector<std::string> songs;
            for (int i = 0; i < 5; ++i)
                songs.push_back(std::to_string(first * 5 + i) + ".mid");
            const auto splits = splitByName(songs);
            QVERIFY(std::ranges::count(splits, Split::Validation) >= 1);
            QVERIFY(std::ranges::count(splits, Split::Train) >= 1);
        }
    }

    void copiesOfOneSongStayTogether() {
        const auto splits = splitByName({"x.mid", "x.mid", "x.midi", "y.mid", "z.mid"});
        QVERIFY(splits[0] == splits[1] && splits[1] == splits[2]);
        QVERIFY(splitByName({}).empty());
    }
};

QTEST_APPLESS_MAIN(TestSplit)
#include "tst_Split.moc"
