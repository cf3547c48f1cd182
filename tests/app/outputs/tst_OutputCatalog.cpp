#include "app/outputs/OutputCatalog.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace segue;

class TestOutputCatalog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void everyOutputHasAnIdOfItsOwnAndAName() {
        const auto list = outputs::makeDeviceCatalog()->list();
        std::set<std::string> ids;
        for (const auto& output : list.outputs) {
            QVERIFY(!output.id.empty() && !output.name.empty());
            QVERIFY(ids.insert(output.id).second);
        }
        QVERIFY(!list.outputs.empty() || !list.hints.empty());
    }

    void atMostListeningAndOnePortAreDefaults() {
        const auto list = outputs::makeDeviceCatalog()->list();
        QVERIFY(std::ranges::count_if(list.outputs, &outputs::OutputInfo::isDefault) <= 2);
    }

    void whatIsNotThereIsAnErrorInWords() {
        const auto output = outputs::makeDeviceCatalog()->open("alsa:No Such Synth");
        QVERIFY(!output);
        QVERIFY(output.error().text().find("No Such Synth") != std::string::npos ||
                output.error().code() == ErrorCode::DeviceUnavailable);
    }
};

QTEST_GUILESS_MAIN(TestOutputCatalog)
#include "tst_OutputCatalog.moc"
