#include "core/files/CollectionTable.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace segue;
using namespace segue::files;

class TestCollectionTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void rowsAreFoundByFile() {
        const CollectionTable table("drummer,session,id,style,bpm,beat_type,time_signature,midi_filename,split\n"
                                    "drummer1,s,1,funk/groove1,138,beat,4-4,d/1.mid,test\n"
                                    "drummer2,s,2,jazz,60.5,fill,3-4,d/2.mid,train\n");
        QVERIFY(table.row("d/1.mid") == (CollectionTable::Row{"funk", "drummer1", "beat", 138, Split::Test}));
        QVERIFY(table.row("d/2.mid") == (CollectionTable::Row{"jazz", "drummer2", "fill", 60.5, Split::Train}));
        QVERIFY(table.row("d/3.mid") == CollectionTable::Row{});
    }

    void oddCellsAreUnknown_data() {
        QTest::addColumn<QString>("bpm");
        for (const char* bpm : {"", "fast", "-3", "0", "nan", "inf", "1e30", "120 "})
            QTest::newRow(bpm) << QString::fromLatin1(bpm);
    }
    void oddCellsAreUnknown() {
        QFETCH(QString, bpm);
        const CollectionTable table("midi_filename,bpm,split\na.mid," + bpm.toStdString() + ",later\n");
        QVERIFY(table.row("a.mid") == CollectionTable::Row{});
    }

    void folderWithoutTableSaysNothing() {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        QVERIFY(CollectionTable::ofFolder(path)->row("a.mid") == CollectionTable::Row{});
        std::ofstream(path / "info.csv") << "midi_filename,style\na.mid,rock\n";
        QCOMPARE(CollectionTable::ofFolder(path)->row("a.mid").style, std::string("rock"));
    }
};

QTEST_APPLESS_MAIN(TestCollectionTable)
#include "tst_CollectionTable.moc"
