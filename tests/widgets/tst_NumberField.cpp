#include "widgets/NumberField.h"

#include "tests/widgets/WidgetTest.h"

#include <QLineEdit>
#include <QSignalSpy>

using namespace segue::widgets;
using namespace segue::widgets::testing;

class TestNumberField : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_field = std::make_unique<NumberField>(NumberField::Range{30, 300, 1, 1});
        m_field->setDefaultValue(120);
        m_field->resize(m_field->sizeHint());
        m_field->show();
        QVERIFY(QTest::qWaitForWindowActive(m_field.get()));
        m_field->setFocus();
    }
    void cleanup() { m_field.reset(); }

    void setValueClampsRoundsAndIsSilent() {
        QSignalSpy changed(m_field.get(), &NumberField::valueChanged);
        m_field->setValue(1000);
        QCOMPARE(m_field->value(), 300.0);
        m_field->setValue(99.96);
        QCOMPARE(m_field->value(), 100.0);
        m_field->setValue(std::numeric_limits<double>::quiet_NaN());
        QCOMPARE(m_field->value(), 100.0);
        QCOMPARE(changed.count(), 0);
    }

    void draggingUpRaisesAndEndsAsOneEdit() {
        QSignalSpy changed(m_field.get(), &NumberField::valueChanged);
        QSignalSpy finished(m_field.get(), &NumberField::editingFinished);
        drag(*m_field, {10, 20}, {10, -60});
        QVERIFY(m_field->value() > 130);
        QVERIFY(changed.count() > 3);
        QCOMPARE(finished.count(), 1);
        QVERIFY(!m_field->findChild<QLineEdit*>());
    }

    void shiftDragIsTenTimesFiner() {
        drag(*m_field, {10, 20}, {10, -60});
        const double coarse = m_field->value() - 120;
        m_field->setValue(120);
        drag(*m_field, {10, 20}, {10, -60}, Qt::LeftButton, Qt::ShiftModifier);
        QVERIFY(std::abs((m_field->value() - 120) * 10 - coarse) <= 0.5 + 1e-9);
    }

    void wheelAndArrowsStep() {
        turnWheel(*m_field, {10, 10}, 2);
        QCOMPARE(m_field->value(), 122.0);
        QTest::keyClick(m_field.get(), Qt::Key_Down);
        QCOMPARE(m_field->value(), 121.0);
        QTest::keyClick(m_field.get(), Qt::Key_Up, Qt::ShiftModifier);
        QCOMPARE(m_field->value(), 121.1);
        QTest::keyClick(m_field.get(), Qt::Key_PageUp);
        QCOMPARE(m_field->value(), 131.1);
        QTest::keyClick(m_field.get(), Qt::Key_Delete);
        QCOMPARE(m_field->value(), 120.0);
    }

    void clickAndTypeEntersANumber_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<double>("expected");
        QTest::newRow("plain") << QStringLiteral("98") << 98.0;
        QTest::newRow("comma") << QStringLiteral("98,5") << 98.5;
        QTest::newRow("too large") << QStringLiteral("999") << 300.0;
        QTest::newRow("nonsense") << QStringLiteral("fast") << 120.0;
        QTest::newRow("empty") << QString() << 120.0;
    }
    void clickAndTypeEntersANumber() {
        QFETCH(QString, typed);
        QFETCH(double, expected);
        QTest::mouseClick(m_field.get(), Qt::LeftButton, {}, {10, 10});
        auto* editor = m_field->findChild<QLineEdit*>();
        QVERIFY(editor);
        QTest::keyClick(editor, Qt::Key_Backspace);
        QTest::keyClicks(editor, typed);
        QTest::keyClick(editor, Qt::Key_Return);
        QCOMPARE(m_field->value(), expected);
        QTRY_VERIFY(!m_field->findChild<QLineEdit*>());
        QVERIFY(m_field->hasFocus());
    }

    void escapeKeepsTheOldNumber() {
        QSignalSpy changed(m_field.get(), &NumberField::valueChanged);
        QTest::keyClick(m_field.get(), Qt::Key_9);
        auto* editor = m_field->findChild<QLineEdit*>();
        QVERIFY(editor);
        QCOMPARE(editor->text(), QStringLiteral("9"));
        QTest::keyClick(editor, Qt::Key_Escape);
        QCOMPARE(m_field->value(), 120.0);
        QCOMPARE(changed.count(), 0);
    }

    void widthHoldsEveryValue() {
        const QSize hint = m_field->sizeHint();
        m_field->setValue(300);
        QCOMPARE(m_field->sizeHint(), hint);
    }

private:
    std::unique_ptr<NumberField> m_field;
};

QTEST_MAIN(TestNumberField)
#include "tst_NumberField.moc"
