#include "app/devices/SoundFont.h"

#include "core/base/Files.h"

#include <QTemporaryDir>
#include <QTest>

using namespace segue;
using namespace segue::devices;

class TestSoundFont : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }
    void cleanup() { qunsetenv("SEGUE_SOUNDFONT"); }

    void findsThePackagedOne() {
        const auto found = findSoundFont();
        if (!found)
            QSKIP("no packaged SoundFont on this system");
        QVERIFY(std::filesystem::is_regular_file(*found));
    }

    void whatIsGivenComesBeforeTheEnvironment() {
        const auto packaged = findSoundFont();
        if (!packaged)
            QSKIP("no packaged SoundFont on this system");
        qputenv("SEGUE_SOUNDFONT", "no/such.sf2");
        QVERIFY(findSoundFont().error().code() == ErrorCode::NotFound);
        QVERIFY(findSoundFont(*packaged) == *packaged);
    }

    void missingFileIsNotFoundAndNamed() {
        const auto found = findSoundFont("no/such.sf2");
        QVERIFY(!found);
        QVERIFY(found.error().code() == ErrorCode::NotFound);
        QVERIFY(found.error().message().find("no/such.sf2") != std::string::npos);
    }

    void aFileThatIsNoSoundFontIsMalformed() {
        QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "groove.sf2";
        QVERIFY(writeFileAtomically(path, std::string_view("MThd")));
        const auto found = findSoundFont(path);
        QVERIFY(!found);
        QVERIFY(found.error().code() == ErrorCode::Malformed);
    }
};

QTEST_APPLESS_MAIN(TestSoundFont)
#include "tst_SoundFont.moc"
