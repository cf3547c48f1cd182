#include "core/codec/Extraction.h"

#include <QTest>

#include <set>

using namespace segue::codec;

class TestExtraction : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void everyReasonHasWordsOfItsOwn() {
        std::set<std::string_view> names;
        for (int i = 0; i <= static_cast<int>(DropReason::TooFewInstruments); ++i) {
            QVERIFY(names.insert(name(static_cast<DropReason>(i))).second);
            QVERIFY(names.insert(text(static_cast<DropReason>(i))).second);
        }
    }
};

QTEST_APPLESS_MAIN(TestExtraction)
#include "tst_Extraction.moc"
