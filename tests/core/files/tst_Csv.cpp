#include "core/files/Csv.h"

#include <QTest>

using namespace segue::files;

class TestCsv : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void cellsAreFoundByName_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("plain") << "a,b\n1,two\n,3\n";
        QTest::newRow("no last line end") << "a,b\n1,two\n,3";
        QTest::newRow("CR LF") << "a,b\r\n1,two\r\n,3\r\n";
        QTest::newRow("byte order mark") << QStringLiteral("\uFEFFa,b\n1,two\n,3\n");
        QTest::newRow("quotes") << "\"a\",\"b\"\n\"1\",\"two\"\n\"\",\"3\"\n";
        QTest::newRow("empty lines") << "\n\na,b\n\n1,two\n\n,3\n\n";
        QTest::newRow("a cell more") << "a,b\n1,two,x\n,3\n";
    }
    void cellsAreFoundByName() {
        QFETCH(QString, text);
        const CsvTable table(text.toStdString());
        QCOMPARE(table.rows(), std::size_t{2});
        QCOMPARE(table.cell(0, table.column("a")), std::string_view("1"));
        QCOMPARE(table.cell(0, table.column("b")), std::string_view("two"));
        QCOMPARE(table.cell(1, table.column("a")), std::string_view(""));
        QCOMPARE(table.cell(1, table.column("b")), std::string_view("3"));
        QVERIFY(!table.column("c"));
    }

    void quotesKeepWhatTheyHold() {
        const CsvTable table("a,b\n\"x, \"\"y\"\"\nz\",5\" tom\n");
        QCOMPARE(table.cell(0, table.column("a")), std::string_view("x, \"y\"\nz"));
        QCOMPARE(table.cell(0, table.column("b")), std::string_view("5\" tom"));
    }

    void missingCellsAreEmpty() {
        const CsvTable table("a,b\n1\n");
        QCOMPARE(table.cell(0, table.column("b")), std::string_view());
        QCOMPARE(table.cell(0, std::nullopt), std::string_view());
    }

    void anythingIsATable() {
        QCOMPARE(CsvTable("").rows(), std::size_t{0});
        QCOMPARE(CsvTable("\"").rows(), std::size_t{0});
        QCOMPARE(CsvTable("a\n\"unfinished\n").cell(0, 0), std::string_view("unfinished\n"));
    }
};

QTEST_APPLESS_MAIN(TestCsv)
#include "tst_Csv.moc"
