#include "training/HyperparameterFields.h"

#include <QFile>
#include <QTest>

#include <set>

using namespace segue::training;

namespace {

/// How training/Hyperparameters.md tells of one.
QString paragraphOf(const HyperparameterField& field) {
    return QStringLiteral("**`%1`**: %2.\n- up: %3.\n- down: %4.\n")
        .arg(QString::fromUtf8(field.name), QString::fromUtf8(field.meaning), QString::fromUtf8(field.more),
             QString::fromUtf8(field.less));
}

} // namespace

class TestHyperparameterFields : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void everyFieldHasANameAndAPlaceOfItsOwn() {
        Hyperparameters parameters;
        std::set<std::string> names;
        std::set<const void*> places;
        for (const HyperparameterField& field : hyperparameterFields()) {
            names.insert(field.name);
            std::visit([&](const auto* at) { places.insert(at); }, field.place(parameters));
            QVERIFY(field.low <= field.high);
        }
        QCOMPARE(names.size(), hyperparameterFields().size());
        QCOMPARE(places.size(), hyperparameterFields().size());
    }

    void everyFieldSaysInWordsWhatTurningItDoes() {
        for (const HyperparameterField& field : hyperparameterFields())
            for (const char* const words : {field.meaning, field.more, field.less}) {
                QVERIFY2(std::string_view(words).size() > 8, field.name);
                QVERIFY2(!std::string_view(words).ends_with('.'), field.name);
            }
    }

    /// A line of the page is a line of the text, so that either can be changed by hand.
    void pageTellsOfEveryFieldWhatTheProgramTells() {
        QFile file(QStringLiteral(SEGUE_SOURCE "/training/Hyperparameters.md"));
        QVERIFY(file.open(QIODevice::ReadOnly | QIODevice::Text));
        const QString page = QString::fromUtf8(file.readAll());
        for (const HyperparameterField& field : hyperparameterFields())
            QVERIFY2(page.contains(paragraphOf(field)),
                     qPrintable(QStringLiteral("the page should have:\n") + paragraphOf(field)));
        QCOMPARE(page.count(QStringLiteral("\n- up: ")), static_cast<qsizetype>(hyperparameterFields().size()));
    }
};

QTEST_APPLESS_MAIN(TestHyperparameterFields)
#include "tst_HyperparameterFields.moc"
