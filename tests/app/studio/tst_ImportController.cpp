#include "app/studio/ImportController.h"

#include "tests/app/support/TestStudio.h"
#include "widgets/ImportDialog.h"

#include <QLabel>

using namespace segue;
using test::TestStudio;
using widgets::ImportDialog;

namespace {

ImportDialog* dialogOf(TestStudio& segue) {
    return segue.window().findChild<ImportDialog*>();
}

} // namespace

class TestImportController : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void whatIsNoCheckpointIsSaidInTheDialog() {
        TestStudio segue;
        QVERIFY(segue.start());
        segue.studio().importer().begin(QString::fromStdString(segue.assets().example("first.mid").string()));
        ImportDialog* dialog = dialogOf(segue);
        QVERIFY(dialog && dialog->isVisible());
        QVERIFY(dialog->target().endsWith(QStringLiteral("models/first.mid.safetensors")));
        Q_EMIT dialog->importRequested();
        const auto* failure = dialog->findChild<QLabel*>(QStringLiteral("importFailure"));
        QVERIFY(segue.eventually([&] { return !failure->text().isEmpty(); }));
        QVERIFY(failure->text().contains(QStringLiteral("first.mid")));
        QVERIFY(dialog->isVisible());
    }
};

QTEST_MAIN(TestImportController)
#include "tst_ImportController.moc"
