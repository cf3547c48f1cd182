#include "core/decoder/InstructionSet.h"

#include <QTest>

#include <algorithm>

using namespace segue::decoder;

class TestInstructionSet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyProcessorRunsThePlainOne() {
        QVERIFY(!instructionSets().empty());
        QCOMPARE(instructionSets().front(), InstructionSet::Plain);
    }

    void theWidestComesLast() {
        QVERIFY(std::ranges::is_sorted(instructionSets()));
        QCOMPARE(widestInstructionSet(), instructionSets().back());
    }

    void eachHasANameOfItsOwn() {
        QVERIFY(nameOf(InstructionSet::Plain) != nameOf(InstructionSet::Avx2));
        QVERIFY(nameOf(InstructionSet::Avx2) != nameOf(InstructionSet::Avx512));
    }
};

QTEST_APPLESS_MAIN(TestInstructionSet)
#include "tst_InstructionSet.moc"
