#include "core/model/Backend.h"

#include <QTest>

#include <sys/resource.h>
#include <vector>

using namespace segue::model;

class TestBackend : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void blasIsFoundAndFast() {
        const auto blas = blasLibrary();
        if (blas.path.empty())
            QSKIP("this LibTorch brings its own BLAS");
        QVERIFY2(!blas.isReference, qPrintable(QString::fromStdString(blas.path)));
    }

    void referenceBlasIsToldFromTheOthers() {
        QVERIFY(isReferenceBlas("/usr/lib/x86_64-linux-gnu/blas/libblas.so.3.11.0"));
        QVERIFY(isReferenceBlas("/usr/lib64/libblas.so.3"));
        QVERIFY(!isReferenceBlas("/usr/lib/x86_64-linux-gnu/openblas-pthread/libblas.so.3"));
        QVERIFY(!isReferenceBlas("/usr/lib/x86_64-linux-gnu/openblas-pthread/libopenblasp-r0.3.21.so"));
        QVERIFY(!isReferenceBlas("/usr/lib/x86_64-linux-gnu/atlas/libblas.so.3.10.3"));
        QVERIFY(!isReferenceBlas("/usr/lib/x86_64-linux-gnu/blis-openmp/libblas.so.3"));
        QVERIFY(!isReferenceBlas("/opt/libtorch/lib/libtorch_cpu.so"));
        QVERIFY(!isReferenceBlas(""));
    }

    void freedMemoryIsTakenAgainWithoutThePagesBeingCleared() {
#if defined(__GLIBC__)
        keepFreedMemory();
        const auto pagesClearedFor = [](std::size_t bytes) {
            const auto faults = [] {
                rusage usage{};
                getrusage(RUSAGE_SELF, &usage);
                return usage.ru_minflt;
            };
            const long before = faults();
            const std::vector<char> block(bytes, 'x');
            return block.back() == 'x' ? faults() - before : -1;
        };
        constexpr std::size_t kMany = std::size_t{48} << 20;
        const long first = pagesClearedFor(kMany);
        const long again = pagesClearedFor(kMany);
        QVERIFY2(10 * again < first, qPrintable(QStringLiteral("%1, then %2").arg(first).arg(again)));
#else
        QSKIP("this C library has no such setting");
#endif
    }

    void threadsCanBeSetMoreThanOnce() {
        useThreads(2);
        useThreads(1);
    }
};

QTEST_APPLESS_MAIN(TestBackend)
#include "tst_Backend.moc"
