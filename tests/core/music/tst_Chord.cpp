#include "core/music/Chord.h"

#include "core/base/Random.h"

#include <QTest>

#include <set>

using namespace segue;
using namespace segue::music;

namespace {

/// "0 4 7 10": a chord's pitch classes.
QByteArray pitchesOf(const Chord& chord) {
    QByteArrayList names;
    for (std::size_t pitch = 0; pitch < chord.pitches.size(); ++pitch)
        if (chord.pitches[pitch])
            names << QByteArray::number(static_cast<int>(pitch));
    return names.join(' ');
}

} // namespace

class TestChord : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void figuresOnCMeanTheirPitches_data() {
        QTest::addColumn<QByteArray>("figure");
        QTest::addColumn<QByteArray>("pitches");
        QTest::addColumn<int>("triad"); // -1: none
        const auto row = [](const char* figure, const char* pitches, int triad) {
            QTest::newRow(figure) << QByteArray(figure) << QByteArray(pitches) << triad;
        };
        const int none = -1;
        const int major = 0;
        const int minor = 1;
        const int augmented = 2;
        const int diminished = 3;

        // What MusicXML's kinds become.
        row("C", "0 4 7", major);
        row("Cm", "0 3 7", minor);
        row("Caug", "0 4 8", augmented);
        row("Cdim", "0 3 6", diminished);
        row("C7", "0 4 7 10", major);
        row("Cmaj7", "0 4 7 11", major);
        row("Cm7", "0 3 7 10", minor);
        row("Cdim7", "0 3 6 9", diminished);
        row("Caug7", "0 4 8 10", augmented);
        row("Cm7b5", "0 3 6 10", diminished);
        row("Cm(maj7)", "0 3 7 11", minor);
        row("C6", "0 4 7 9", major);
        row("Cm6", "0 3 7 9", minor);
        row("C9", "0 2 4 7 10", major);
        row("Cmaj9", "0 2 4 7 11", major);
        row("Cm9", "0 2 3 7 10", minor);
        row("Caug9", "0 2 4 8 10", augmented);
        row("C11", "0 2 4 5 7 10", major);
        row("Cm13", "0 2 3 5 7 9 10", minor);
        row("Cmaj13", "0 2 4 5 7 9 11", major);
        row("Csus2", "0 2 7", none);
        row("Csus", "0 5 7", none);
        row("Cped", "0", none);
        row("C5", "0 7", none);
        row("C(add9)", "0 2 4 7", major);
        row("C(no3)", "0 7", none);
        row("C7(#9)(b13)", "0 3 4 7 8 10", major);
        row("C(b5)", "0 4 6", none);

        // How people write them.
        row("CM", "0 4 7", major);
        row("CMaj", "0 4 7", major);
        row("C-", "0 3 7", minor);
        row("CMI7", "0 3 7 10", minor);
        row("Cmin7", "0 3 7 10", minor);
        row("C+", "0 4 8", augmented);
        row("C+7", "0 4 8 10", augmented);
        row("C7+", "0 4 8 10", augmented);
        row("Co7", "0 3 6 9", diminished);
        row("C/o7", "0 3 6 10", diminished);
        row("C°", "0 3 6", diminished);
        row("Cø", "0 3 6 10", diminished);
        row("Cø7", "0 3 6 10", diminished);
        row("CΔ", "0 4 7 11", major);
        row("CΔ9", "0 2 4 7 11", major);
        row("C-Δ7", "0 3 7 11", minor);
        row("CmM7", "0 3 7 11", minor);
        row("Cminmaj7", "0 3 7 11", minor);
        row("C+M7", "0 4 8 11", augmented);
        row("C69", "0 2 4 7 9", major);
        row("C6/9", "0 2 4 7 9", major);
        row("Cm6/9", "0 2 3 7 9", minor);
        row("Cmadd9", "0 2 3 7", minor);
        row("CMadd9", "0 2 4 7", major);
        row("Cadd2", "0 2 4 7", major);
        row("C2", "0 2 4 7", major);
        row("C4", "0 5 7", none);
        row("C7sus", "0 5 7 10", none);
        row("C7sus4", "0 5 7 10", none);
        row("Csus7", "0 5 7 10", none);
        row("C9sus4", "0 2 5 7 10", none);
        row("Csus2sus4", "0 2 5 7", none);
        row("Comit3", "0 7", none);
        row("C7alt", "0 1 3 4 6 8 10", none);
        row("C7(b9,#11)", "0 1 4 6 7 10", major);
        row("C7b9#9", "0 1 3 4 7 10", major);
        row("C7(♭9)", "0 1 4 7 10", major);
        row("C7-5", "0 4 6 10", none);
        row("C-5", "0 4 6", none);
        row("C7+9", "0 3 4 7 10", major);
        row("C-9", "0 2 3 7 10", minor);
        row("C maj 7", "0 4 7 11", major);
        row("(Cm7)", "0 3 7 10", minor);
        row("C7(13)", "0 4 7 9 10", major);
        row("C13#11", "0 2 4 6 7 9 10", major);
        row("C(add maj7)", "0 4 7 11", major);
        row("C6b13", "0 4 7 8 9", major);
        row("C+(#5)", "0 4 8", augmented);
        row("C7b5#5", "0 4 6 8 10", none);
    }
    void figuresOnCMeanTheirPitches() {
        QFETCH(QByteArray, figure);
        QFETCH(QByteArray, pitches);
        QFETCH(int, triad);
        const auto chord = chordFromFigure(figure.toStdString());
        QVERIFY2(chord, figure.constData());
        QCOMPARE(chord->root, 0);
        QCOMPARE(pitchesOf(*chord), pitches);
        QCOMPARE(chord->triad ? static_cast<int>(*chord->triad) : -1, triad);
    }

    void rootAndBassMayHaveAccidentals_data() {
        QTest::addColumn<QByteArray>("figure");
        QTest::addColumn<int>("root");
        QTest::addColumn<int>("bass");
        QTest::addColumn<QByteArray>("pitches");
        QTest::newRow("first inversion") << QByteArray("C/E") << 0 << 4 << QByteArray("0 4 7");
        QTest::newRow("strange bass") << QByteArray("C/F#") << 0 << 6 << QByteArray("0 4 7");
        QTest::newRow("flat") << QByteArray("Bbmaj7#11") << 10 << 10 << QByteArray("2 4 5 9 10");
        QTest::newRow("sharp") << QByteArray("F#dim7") << 6 << 6 << QByteArray("0 3 6 9");
        QTest::newRow("double flat") << QByteArray("Ebbm/Dbb") << 2 << 0 << QByteArray("2 5 9");
        QTest::newRow("below C") << QByteArray("Cb") << 11 << 11 << QByteArray("3 6 11");
        QTest::newRow("flat root, power chord") << QByteArray("Bb5") << 10 << 10 << QByteArray("5 10");
        QTest::newRow("flat fifth, in brackets") << QByteArray("B(b5)") << 11 << 11 << QByteArray("3 5 11");
        QTest::newRow("sign") << QByteArray("E♭m7/B♭") << 3 << 10 << QByteArray("1 3 6 10");
        QTest::newRow("German") << QByteArray("Hm") << 11 << 11 << QByteArray("2 6 11");
        QTest::newRow("two slashes") << QByteArray("A6/9/C#") << 9 << 1 << QByteArray("1 4 6 9 11");
    }
    void rootAndBassMayHaveAccidentals() {
        QFETCH(QByteArray, figure);
        QFETCH(int, root);
        QFETCH(int, bass);
        QFETCH(QByteArray, pitches);
        const auto chord = chordFromFigure(figure.toStdString());
        QVERIFY2(chord, figure.constData());
        QCOMPARE(chord->root, root);
        QCOMPARE(chord->bass, bass);
        QCOMPARE(pitchesOf(*chord), pitches);
    }

    void noChordIsAChordWithoutPitches() {
        for (const char* figure : {"N.C.", "NC", "n.c.", "No Chord", "none"}) {
            const auto chord = chordFromFigure(figure);
            QVERIFY2(chord, figure);
            QCOMPARE(*chord, Chord{});
            QCOMPARE(triadClass(*chord), std::optional(0));
        }
    }

    void whatIsNoChordIsRefused() {
        for (const char* figure : {"",        " ",   "X",      "m7",  "c",           "C/",    "C/x",    "C7/E/",
                                   "Ch-moll", "C12", "C0",     "C07", "Cadd",        "Cno",   "Cb#",    "C7add",
                                   "Cmaj7?",  "Cm5", "Chello", "/E",  "C no1no3no5", "C\xff", "Am7 Dm7"}) {
            const auto chord = chordFromFigure(figure);
            QVERIFY2(!chord, figure);
            QCOMPARE(chord.error().code(), ErrorCode::Malformed);
            QVERIFY(!triadClass(std::string_view(figure)));
        }
    }

    void anyWordIsAChordOrAnError() {
        static constexpr std::string_view kLetters = "ABCDEFGHabcdijlmnorsugMN#+-/()^ ,.0123456789\xe2\x99\xaf\xff";
        Random random(5);
        int chords = 0;
        for (int at = 0; at < 5'000; ++at) {
            std::string figure(1, kLetters[random.below(8)]);
            for (std::uint64_t length = random.below(7); length > 0; --length)
                figure += kLetters[random.below(kLetters.size())];
            const auto chord = chordFromFigure(figure);
            if (!chord)
                continue;
            ++chords;
            QVERIFY2(chord->pitches.any() && chord->root >= 0 && chord->root < 12 && chord->bass >= 0 &&
                         chord->bass < 12,
                     figure.c_str());
            const auto index = triadClass(*chord);
            QVERIFY2(!index || (*index > 0 && *index < kTriadClasses), figure.c_str());
        }
        QVERIFY(chords > 250);
    }

    void figuresMayBeOfAnyLength() {
        constexpr std::size_t kLong = 1 << 16;
        QVERIFY(!chordFromFigure(std::string(kLong, '(')));
        QCOMPARE(chordFromFigure(std::string("C") + std::string(12 * 4096 + 1, '#'))->root, 1);
        std::string flatNinths("C");
        while (flatNinths.size() < kLong)
            flatNinths += "(b9)";
        QCOMPARE(pitchesOf(*chordFromFigure(flatNinths)), QByteArray("0 1 4 7"));
        QVERIFY(chordFromFigure(std::string(kLong, 'x')).error().message().size() < 200);
    }

    void classesCountTriadsByKindThenRoot() {
        QCOMPARE(triadClass("C"), std::optional(1));
        QCOMPARE(triadClass("B7"), std::optional(12));
        QCOMPARE(triadClass("Cm"), std::optional(13));
        QCOMPARE(triadClass("A#m7/E"), std::optional(23));
        QCOMPARE(triadClass("C+"), std::optional(25));
        QCOMPARE(triadClass("F#m7b5"), std::optional(43));
        QCOMPARE(triadClass("Bdim"), std::optional(48));
        QCOMPARE(triadClass("Csus"), std::optional<int>());
    }

    void everyClassHasAFigureThatReadsBack() {
        std::set<std::string> figures;
        for (int index = 0; index < kTriadClasses; ++index) {
            QCOMPARE(triadClass(figureOfTriadClass(index)), std::optional(index));
            figures.insert(figureOfTriadClass(index));
        }
        QCOMPARE(figures.size(), std::size_t{kTriadClasses});
        QCOMPARE(figureOfTriadClass(0), std::string("N.C."));
        QCOMPARE(figureOfTriadClass(16), std::string("Ebm"));
    }

    void transposingMovesTheRootAlone() {
        QCOMPARE(transposedTriadClass(0, 5), 0);
        QCOMPARE(transposedTriadClass(*triadClass("C"), -1), *triadClass("B"));
        QCOMPARE(transposedTriadClass(*triadClass("Am"), 3), *triadClass("Cm"));
        QCOMPARE(transposedTriadClass(*triadClass("Bdim"), 25), *triadClass("Cdim"));
        for (int index = 0; index < kTriadClasses; ++index)
            QCOMPARE(transposedTriadClass(index, -12), index);
    }
};

QTEST_APPLESS_MAIN(TestChord)
#include "tst_Chord.moc"
