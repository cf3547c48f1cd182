#include "core/runs/RunFolder.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace segue;
using namespace segue::runs;

class TestRunFolder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void newestModelIsTheLastOneOrElseTheBest() {
        const QTemporaryDir temporary;
        const std::filesystem::path folder = temporary.path().toStdString();
        QVERIFY(newestModel(folder).error().code() == ErrorCode::NotFound);
        std::ofstream(folder / kBestModelName) << "x";
        QCOMPARE(newestModel(folder)->filename().string(), std::string(kBestModelName));
        std::ofstream(folder / kLastModelName) << "x";
        QCOMPARE(newestModel(folder)->filename().string(), std::string(kLastModelName));
    }
};

QTEST_APPLESS_MAIN(TestRunFolder)
#include "tst_RunFolder.moc"
