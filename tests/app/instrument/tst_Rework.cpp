#include "app/instrument/Rework.h"

#include "tests/support/RandomModel.h"

#include <QTest>

using namespace segue;
using namespace segue::instrument;

namespace {

std::shared_ptr<const decoder::LiveModel> modelOf(const std::function<void(architecture::GrooveCodecConfig&)>& edit) {
    auto architecture = test::smallArchitecture();
    edit(std::get<architecture::GrooveCodecConfig>(architecture.codec));
    return decoder::LiveModel::create(test::randomModel(architecture, 2)).value();
}

} // namespace

class TestRework : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void aGrooveModelHumanizesAndNoMore() {
        const auto model = modelOf([](auto&) {});
        QVERIFY(whyNot(*model, Rework::Humanize).empty());
        QVERIFY(!whyNot(*model, Rework::TapToDrums).empty());
        QVERIFY(!whyNot(*model, Rework::AddHiHat).empty());
    }

    void eachOtherModelDoesWhatItWasTaught() {
        const auto tap = modelOf([](auto& groove) { groove.tapify = true; });
        QVERIFY(whyNot(*tap, Rework::TapToDrums).empty());
        QVERIFY(!whyNot(*tap, Rework::Humanize).empty());
        const auto hat = modelOf([](auto& groove) { groove.addInstruments = {2}; });
        QVERIFY(whyNot(*hat, Rework::AddHiHat).empty());
        QVERIFY(!whyNot(*hat, Rework::TapToDrums).empty());
    }

    void humanizingHearsTheHitsAlone() {
        Random random(4);
        const auto pattern = test::randomPattern(32, 0.3, random);
        const auto heard = std::get<music::DrumPattern>(heardFor(Rework::Humanize, pattern));
        QVERIFY(music::hitPattern(heard) == music::hitPattern(pattern));
        for (int step = 0; step < 32; ++step)
            for (int drum = 0; drum < heard.drums(); ++drum)
                if (heard.at(step, drum).hit) {
                    QCOMPARE(heard.at(step, drum).velocity, 0.75F);
                    QCOMPARE(heard.at(step, drum).microtiming, 0.0F);
                }
        QVERIFY(heardFor(Rework::TapToDrums, pattern) == music::Pattern(pattern));
    }
};

QTEST_APPLESS_MAIN(TestRework)
#include "tst_Rework.moc"
