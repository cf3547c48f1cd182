#include "app/learning/Learnable.h"

#include <QSet>
#include <QTest>

using namespace segue;
using namespace segue::learning;

class TestLearnable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyConfigurationCanBeChosenOnce() {
        QSet<QString> names;
        for (const Learnable& each : learnables()) {
            QVERIFY(architecture::namedConfiguration(each.configuration));
            QVERIFY(!each.words.isEmpty());
            names.insert(QString::fromStdString(each.configuration));
        }
        QCOMPARE(names.size(), static_cast<qsizetype>(architecture::namedConfigurations().size()));
    }

    void whatACommonComputerLearnsComesFirst() {
        QCOMPARE(learnables().front().configuration, std::string("groovae_2bar"));
        bool wasLarge = false;
        for (const Learnable& each : learnables()) {
            const bool isLarge = each.words.contains(QStringLiteral("GPU"));
            QVERIFY(isLarge || !wasLarge);
            wasLarge = isLarge;
        }
        QVERIFY(wasLarge);
    }

    void wordsSayWhatIsMade_data() {
        QTest::addColumn<QString>("configuration");
        QTest::addColumn<QString>("words");
        QTest::newRow("grooves") << QStringLiteral("groovae_2bar") << QStringLiteral("Drum grooves with feel, 2 bars");
        QTest::newRow("humanize") << QStringLiteral("groovae_2bar_humanize")
                                  << QStringLiteral("A human feel for stiff drums, 2 bars");
        QTest::newRow("melodies") << QStringLiteral("cat-mel_2bar_small") << QStringLiteral("Melodies, 2 bars");
    }
    void wordsSayWhatIsMade() {
        QFETCH(QString, configuration);
        QFETCH(QString, words);
        QCOMPARE(wordsFor(*architecture::namedConfiguration(configuration.toStdString())), words);
    }
};

QTEST_GUILESS_MAIN(TestLearnable)
#include "tst_Learnable.moc"
