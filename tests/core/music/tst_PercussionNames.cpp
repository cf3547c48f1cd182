#include "core/music/PercussionNames.h"

#include <QTest>

#include <set>
#include <string>

using namespace segue;
using music::percussionName;

namespace {

std::string nameOf(int pitch) {
    return std::string(percussionName(MidiPitch(static_cast<std::uint8_t>(pitch))));
}

} // namespace

class TestPercussionNames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void landmarksAreWhereGeneralMidiHasThem() {
        QCOMPARE(nameOf(27), std::string("High Q"));
        QCOMPARE(nameOf(36), std::string("Bass drum 1"));
        QCOMPARE(nameOf(42), std::string("Closed hi-hat"));
        QCOMPARE(nameOf(56), std::string("Cowbell"));
        QCOMPARE(nameOf(75), std::string("Claves"));
        QCOMPARE(nameOf(81), std::string("Open triangle"));
        QCOMPARE(nameOf(87), std::string("Open surdo"));
    }

    void everyPitchOfTheMapHasANameOfItsOwn() {
        std::set<std::string> names;
        for (int pitch = 0; pitch < 128; ++pitch) {
            const bool isKnown = pitch >= 27 && pitch <= 87;
            QCOMPARE(!nameOf(pitch).empty(), isKnown);
            if (isKnown)
                QVERIFY(names.insert(nameOf(pitch)).second);
        }
    }
};

QTEST_APPLESS_MAIN(TestPercussionNames)
#include "tst_PercussionNames.moc"
