#include "core/decoder/Packing.h"

#include "core/decoder/Kernels.h"

#include <QProcess>
#include <QTest>

using namespace segue::decoder;

class TestPacking : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void widerSetsHaveWiderKernels() {
        std::size_t lanes = 0;
        for (const InstructionSet instructions : instructionSets()) {
            const Kernels& kernels = kernelsFor({Precision::Float32, instructions});
            QVERIFY(kernels.lanes > lanes);
            lanes = kernels.lanes;
            QCOMPARE(kernelsFor({Precision::BFloat16, instructions}).lanes, lanes);
        }
    }

    void kernelsTakeNoMoreRowsThanTheirCallersHold() {
        for (const InstructionSet instructions : instructionSets())
            for (const Precision precision : {Precision::Float32, Precision::BFloat16})
                QVERIFY(kernelsFor({precision, instructions}).rows <= Kernels::kMostRows);
    }

    // Any other function could be taken by the linker for one of the same name in a unit that all processors run.
    void unitsOfKernelsExportTheirTablesOnly() {
        const auto units = QStringLiteral(SEGUE_KERNEL_UNITS).split(u':', Qt::SkipEmptyParts);
        QVERIFY(units.size() >= static_cast<qsizetype>(instructionSets().size()));
        for (const QString& unit : units) {
            QProcess nm;
            nm.start(QStringLiteral("nm"), {QStringLiteral("--defined-only"), QStringLiteral("--extern-only"), unit});
            if (!nm.waitForFinished() || nm.exitCode() != 0)
                QSKIP("nm is missing");
            const auto symbols = QString::fromUtf8(nm.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts);
            QVERIFY2(symbols.size() == 1 && symbols.front().contains(QStringLiteral("Kernels")),
                     qPrintable(symbols.join(u'\n')));
        }
    }
};

QTEST_APPLESS_MAIN(TestPacking)
#include "tst_Packing.moc"
