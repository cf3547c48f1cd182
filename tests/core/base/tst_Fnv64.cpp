#include "core/base/Fnv64.h"

#include <QTest>

using namespace segue;

class TestFnv64 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void agreesWithItsAuthors_data() {
        // Test vectors of Fowler, Noll and Vo.
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("nothing") << QByteArray() << QByteArray("cbf29ce484222325");
        QTest::newRow("a") << QByteArray("a") << QByteArray("af63dc4c8601ec8c");
        QTest::newRow("foobar") << QByteArray("foobar") << QByteArray("85944171f73967e8");
    }
    void agreesWithItsAuthors() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        Fnv64 hash;
        hash.add(std::string_view(text.constData(), static_cast<std::size_t>(text.size())));
        QCOMPARE(hash.text(), expected.toStdString());
        QCOMPARE(QByteArray::number(static_cast<qulonglong>(hash.value()), 16), expected);
    }

    void numbersAreTheirBytes() {
        Fnv64 number;
        number.addLittleEndian(0x666f6f, 3);
        Fnv64 text;
        text.add("oof");
        QCOMPARE(number.value(), text.value());
    }
};

QTEST_APPLESS_MAIN(TestFnv64)
#include "tst_Fnv64.moc"
