#include "core/latent/Colouring.h"

#include <QTest>

#include <algorithm>

using namespace segue;
using namespace segue::latent;

namespace {

ExampleInfo example(const std::string& style, const std::string& drummer = {}, float bpm = 0) {
    return {.file = "a.mid", .style = style, .drummer = drummer, .bpm = bpm};
}

} // namespace

class TestColouring : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void mostFrequentClassComesFirst() {
        const std::vector examples{example("jazz"), example("rock"), example(""), example("rock"), example("funk")};
        const Colouring result = colouring(examples, ColourBy::Style);
        QVERIFY((result.classes == std::vector<Colouring::Class>{{"rock", 2}, {"funk", 1}, {"jazz", 1}}));
        QVERIFY((result.classOf == std::vector{2, 0, -1, 0, 1}));
    }

    void drummersAreClassesToo() {
        const std::vector examples{example("rock", "anna"), example("rock", "bo"), example("jazz", "bo")};
        const Colouring result = colouring(examples, ColourBy::Drummer);
        QVERIFY((result.classes == std::vector<Colouring::Class>{{"bo", 2}, {"anna", 1}}));
        QVERIFY((result.classOf == std::vector{1, 0, 0}));
    }

    void temposFallIntoRisingBins() {
        std::vector<ExampleInfo> examples;
        for (const float bpm : {120.0F, 79.9F, 0.0F, 119.9F, 240.0F, 100.0F, 160.0F})
            examples.push_back(example("", "", bpm));
        const Colouring result = colouring(examples, ColourBy::Tempo);
        QVERIFY((result.classes == std::vector<Colouring::Class>{
                                       {"under 80", 1}, {"100 to 119", 2}, {"120 to 139", 1}, {"160 and over", 2}}));
        QVERIFY((result.classOf == std::vector{2, 0, -1, 1, 3, 1, 3}));
    }

    void countsAreThoseOfTheClasses() {
        std::vector<ExampleInfo> examples;
        for (int i = 0; i < 300; ++i)
            examples.push_back(example("style" + std::to_string(i % 17 % 7), "", static_cast<float>(40 + i)));
        for (const auto by : {ColourBy::Style, ColourBy::Drummer, ColourBy::Tempo}) {
            const Colouring result = colouring(examples, by);
            for (std::size_t i = 0; i < result.classes.size(); ++i)
                QCOMPARE(std::ranges::count(result.classOf, static_cast<int>(i)), result.classes[i].count);
        }
    }

    void rareClassesBecomeOthers() {
        const std::vector examples{example("a"), example("a"), example("a"), example("b"),
                                   example("b"), example("c"), example("d"), example("")};
        const Colouring all = colouring(examples, ColourBy::Style);
        QVERIFY(limited(all, 4, "Others") == all);
        const Colouring result = limited(all, 2, "Others");
        QVERIFY((result.classes == std::vector<Colouring::Class>{{"a", 3}, {"Others", 4}}));
        QVERIFY((result.classOf == std::vector{0, 0, 0, 1, 1, 1, 1, -1}));
    }

    void nothingHasNoClasses() {
        const Colouring result = colouring({}, ColourBy::Style);
        QVERIFY(result.classes.empty() && result.classOf.empty());
    }
};

QTEST_APPLESS_MAIN(TestColouring)
#include "tst_Colouring.moc"
