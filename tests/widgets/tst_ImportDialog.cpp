#include "widgets/ImportDialog.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace segue::widgets;

class TestImportDialog : public QObject {
    Q_OBJECT

    template <class Widget>
    static Widget& child(const ImportDialog& dialog, const char* name) {
        auto* found = dialog.findChild<Widget*>(QString::fromLatin1(name));
        Q_ASSERT(found);
        return *found;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void asksForWhatIsChosen() {
        ImportDialog dialog;
        dialog.setFiles(QStringLiteral("/downloads/groovae_4bar.tar"),
                        QStringLiteral("/models/groovae_4bar.safetensors"));
        dialog.setConfigurations({QStringLiteral("cat-mel_2bar_big"), QStringLiteral("groovae_4bar")});
        dialog.show();
        QVERIFY(dialog.configuration().isEmpty());
        QVERIFY(!dialog.decoderOnly());
        QCOMPARE(dialog.target(), QStringLiteral("/models/groovae_4bar.safetensors"));
        QCOMPARE(child<QLabel>(dialog, "importSource").text(), QStringLiteral("groovae_4bar.tar"));
        child<QComboBox>(dialog, "importConfiguration").setCurrentIndex(2);
        child<QComboBox>(dialog, "importPart").setCurrentIndex(1);
        QCOMPARE(dialog.configuration(), QStringLiteral("groovae_4bar"));
        QVERIFY(dialog.decoderOnly());
        QSignalSpy wanted(&dialog, &ImportDialog::importRequested);
        QTest::mouseClick(&child<QPushButton>(dialog, "importStart"), Qt::LeftButton);
        QCOMPARE(wanted.size(), 1);
    }

    void nothingCanBeChangedWhileItWorks() {
        ImportDialog dialog;
        dialog.show();
        dialog.setFailure(QStringLiteral("Several configurations fit"));
        dialog.setProgress(0.5);
        QVERIFY(!child<QPushButton>(dialog, "importStart").isEnabled());
        QVERIFY(!child<QLabel>(dialog, "importFailure").isVisible());
        dialog.setProgress(std::nullopt);
        QVERIFY(child<QPushButton>(dialog, "importStart").isEnabled());
    }

    void aLongReasonMakesItHigher() {
        ImportDialog dialog;
        dialog.show();
        const int before = dialog.height();
        dialog.setFailure(QStringLiteral("Several configurations fit. ").repeated(20));
        QTRY_VERIFY(dialog.height() > before + 40);
    }

    void cancelEndsTheWorkFirstAndThenTheDialog() {
        ImportDialog dialog;
        dialog.show();
        QSignalSpy cancelled(&dialog, &ImportDialog::cancelRequested);
        dialog.setProgress(0.2);
        QTest::keyClick(&dialog, Qt::Key_Escape);
        QVERIFY(dialog.isVisible());
        QVERIFY(child<QPushButton>(dialog, "importStart").isEnabled());
        QTest::mouseClick(&child<QPushButton>(dialog, "importCancel"), Qt::LeftButton);
        QVERIFY(!dialog.isVisible());
        QCOMPARE(cancelled.size(), 2);
    }
};

QTEST_MAIN(TestImportDialog)
#include "tst_ImportDialog.moc"
