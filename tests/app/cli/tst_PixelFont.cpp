#include "app/cli/PixelFont.h"

#include <QTest>

#include <set>
#include <string>

using namespace segue::cli;

class TestPixelFont : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void lettersAndFiguresDiffer() {
        std::set<Glyph> seen{glyphOf('\x01')}; // the box
        for (const char letter :
             std::string("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#+-.,:_/()")) {
            QVERIFY2(seen.insert(glyphOf(letter)).second, std::string(1, letter).c_str());
            for (const std::uint8_t row : glyphOf(letter))
                QVERIFY(row < 1U << kGlyphWidth);
        }
    }

    void whatIsMissingIsABox() {
        QCOMPARE(glyphOf('\xC3'), glyphOf('~'));
        QCOMPARE(glyphOf('~').front(), std::uint8_t{0x1F});
    }
};

QTEST_APPLESS_MAIN(TestPixelFont)
#include "tst_PixelFont.moc"
