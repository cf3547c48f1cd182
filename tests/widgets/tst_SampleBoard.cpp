#include "widgets/SampleBoard.h"

#include "tests/widgets/MadeUpData.h"
#include "widgets/PatternThumbnail.h"

#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace segue::widgets;
using Kind = SamplePlace::Kind;

class TestSampleBoard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));
        m_board = std::make_unique<SampleBoard>();
        m_board->resize(800, 200);
        m_board->setSteps({1000, 2000});
        m_board->setSamples(samples(2000));
        m_board->show();
    }
    void cleanup() { m_board.reset(); }

    void theNewestIsFollowedUnlessAnEarlierOneWasChosen() {
        QCOMPARE(*m_board->step(), 2000);
        QSignalSpy changed(m_board.get(), &SampleBoard::stepChanged);
        m_board->setSteps({1000, 2000, 3000});
        QCOMPARE(*m_board->step(), 3000);
        QTest::mouseClick(button("earlier"), Qt::LeftButton);
        QCOMPARE(*m_board->step(), 2000);
        m_board->setSteps({1000, 2000, 3000, 4000});
        QCOMPARE(*m_board->step(), 2000);
        QCOMPARE(changed.size(), 2);
    }

    void everySampleIsAPictureWithAName() {
        int visible = 0;
        for (const auto* thumbnail : m_board->findChildren<PatternThumbnail*>()) {
            QVERIFY(!thumbnail->accessibleName().isEmpty());
            visible += thumbnail->isVisible() ? 1 : 0;
        }
        QCOMPARE(visible, 5);
    }

    void anOriginalStandsAboveItsReconstruction() {
        QVERIFY(thumbnail("Original 2")->x() == thumbnail("Given back 2")->x());
        QVERIFY(thumbnail("Original 2")->y() < thumbnail("Given back 2")->y());
    }

    void aClickLetsItBeHeard() {
        QSignalSpy listen(m_board.get(), &SampleBoard::listenRequested);
        QTest::mouseClick(thumbnail("Given back 2"), Qt::LeftButton);
        QCOMPARE(listen.size(), 1);
        QCOMPARE(listen.at(0).at(0).value<SamplePlace>(), (SamplePlace{Kind::Reconstruction, 1}));
        QTest::keyClick(thumbnail("Made up 1"), Qt::Key_Return);
        QCOMPARE(listen.at(1).at(0).value<SamplePlace>(), (SamplePlace{Kind::Draw, 0}));
    }

    void keysAndButtonsMakeItAnEndOfTheMorph() {
        QSignalSpy anchor(m_board.get(), &SampleBoard::anchorRequested);
        QVERIFY(!button("toA")->isEnabled());
        QTest::keyClick(thumbnail("Original 1"), Qt::Key_B);
        QCOMPARE(anchor.at(0).at(0).value<SamplePlace>(), (SamplePlace{Kind::Original, 0}));
        QCOMPARE(anchor.at(0).at(1).value<Anchor>(), Anchor::B);
        QTest::mouseClick(button("toA"), Qt::LeftButton);
        QCOMPARE(anchor.at(1).at(0).value<SamplePlace>(), (SamplePlace{Kind::Original, 0}));
        QCOMPARE(anchor.at(1).at(1).value<Anchor>(), Anchor::A);
    }

    void placesWithoutASampleAreNull() {
        QVERIFY(m_board->at({Kind::Original, 1}));
        QVERIFY(!m_board->at({Kind::Original, 2}));
        QVERIFY(!m_board->at({Kind::Draw, 1}));
    }

    void beforeTheFirstEvaluationItSaysWhatWillCome() {
        m_board->setSteps({});
        QVERIFY(!m_board->step());
        bool says = false;
        for (const auto* label : m_board->findChildren<QLabel*>())
            says = says || (label->isVisible() && label->text().contains(QStringLiteral("first evaluation")));
        QVERIFY(says);
    }

private:
    static RunSamples samples(std::int64_t step) {
        return {
            step, {madeup::groove(1), madeup::groove(2)}, {madeup::groove(3), madeup::groove(4)}, {madeup::groove(5)}};
    }
    [[nodiscard]] PatternThumbnail* thumbnail(const char* name) const {
        for (auto* each : m_board->findChildren<PatternThumbnail*>())
            if (each->accessibleName() == QLatin1String(name))
                return each;
        return nullptr;
    }
    [[nodiscard]] QPushButton* button(const char* name) const {
        return m_board->findChild<QPushButton*>(QString::fromLatin1(name));
    }

    std::unique_ptr<SampleBoard> m_board;
};

QTEST_MAIN(TestSampleBoard)
#include "tst_SampleBoard.moc"
