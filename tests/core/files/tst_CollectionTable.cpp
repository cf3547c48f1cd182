#include "core/files/CollectionTable.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace segue;
using namespace segue::files;

Q_DECLARE_METATYPE(segue::files::CollectionTable::Row)

class TestCollectionTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void rowsAreFoundByFile() {
        const CollectionTable table("drummer,session,id,style,bpm,beat_type,time_signature,midi_filename,split\n"
                                    "drummer1,s,1,funk/groove1,138,beat,4-4,d/1.mid,test\n"
                                    "drummer2,s,2,jazz,60.5,fill,3-4,d/2.mid,train\n");
        QVERIFY(table.row("d/1.mid") == (CollectionTable::Row{"funk", "drummer1", "beat", 138, Split::Test, "4-4"}));
        QVERIFY(table.row("d/2.mid") == (CollectionTable::Row{"jazz", "drummer2", "fill", 60.5, Split::Train, "3-4"}));
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

    void namesInTheMannerOfGrooveTell_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<CollectionTable::Row>("row");
        using Row = CollectionTable::Row;
        const auto add = [](const char* file, const Row& row) {
            QTest::newRow(file) << QString::fromLatin1(file) << row;
        };
        add("drummer1/session2/5_jazz-funk_116_fill_4-4.mid", {"jazz", "drummer1", "fill", 116, {}, "4-4"});
        add("drummer10/12_rock_82.5_beat_6-8.midi", {"rock", "drummer10", "beat", 82.5, {}, "6-8"});
        add("1_funk_80_beat_4-4.mid", {"funk", "", "beat", 80, {}, "4-4"});
        add("x/1_funk-groove1_138_beat_4-4_7.midi", {"funk", "", "beat", 138, {}, "4-4"});
        add("drummers/drummer/1_funk_80_beat_4-4.mid", {"funk", "", "beat", 80, {}, "4-4"});
        add("1_funk_fast_beat_4-4.mid", {"funk", "", "beat", 0, {}, "4-4"});
        for (const char* file :
             {"", "/", "song.mid", "a_funk_80_beat_4-4.mid", "1__80_beat_4-4.mid", "1_funk_80_intro_4-4.mid",
              "1_funk_80_beat_4.mid", "1_funk_80_beat_.mid", "1_funk_80_beat", "drummer1/loop.mid"})
            add(file, {});
    }
    void namesInTheMannerOfGrooveTell() {
        QFETCH(QString, file);
        QFETCH(CollectionTable::Row, row);
        QVERIFY(rowFromName(file.toStdString()) == row);
    }

    void theTableComesBeforeTheName() {
        const CollectionTable table("midi_filename,style,bpm,beat_type,time_signature,split\n"
                                    "1_funk_80_beat_4-4.mid,soul/slow,,fill,,test\n");
        QVERIFY(table.row("1_funk_80_beat_4-4.mid") ==
                (CollectionTable::Row{"soul", "", "fill", 80, Split::Test, "4-4"}));
        QVERIFY(table.row("2_funk_80_beat_4-4.mid") == (CollectionTable::Row{"funk", "", "beat", 80, {}, "4-4"}));
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
