#include "app/cli/SplitOption.h"

#include <QTest>

using namespace segue;

class TestSplitOption : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void splitsComeInTheOrderOfTheirNames() {
        const auto splits = cli::splitsNamed({"test", "train"});
        QVERIFY(splits);
        QVERIFY(*splits == (std::vector{files::Split::Test, files::Split::Train}));
    }

    void unknownNameIsToldWithThoseThereAre() {
        const auto splits = cli::splitsNamed({"train", "tets"});
        QVERIFY(!splits);
        QVERIFY(splits.error().code() == ErrorCode::InvalidArgument);
        QVERIFY(splits.error().message().find("tets") != std::string::npos);
        QVERIFY(splits.error().message().find("validation") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestSplitOption)
#include "tst_SplitOption.moc"
