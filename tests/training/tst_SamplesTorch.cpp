#include "training/SamplesTorch.h"

#include "core/files/MidiFile.h"
#include "tests/training/SyntheticMusic.h"

#include <QTemporaryDir>
#include <QTest>

using namespace segue;
using namespace segue::training;

class TestSamplesTorch : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_temporary;
    const Dataset m_data = test::drawDataset(2, 4);
    const model::MusicVae m_model{test::tinyArchitecture(), {}};

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void windowsAndPointsAreTheSameEachTime() {
        const Samples one = makeSamples(m_model, m_data, 3);
        const Samples two = makeSamples(m_model, m_data, 3);
        QCOMPARE(one.originals.size(), std::size_t{3});
        QVERIFY(!one.originals.front().notes.empty());
        QVERIFY(one.originals == two.originals);
        QVERIFY(one.reconstructions == two.reconstructions);
        QVERIFY(one.draws == two.draws);
    }

    void fewerWindowsGiveFewerSamples() {
        QCOMPARE(makeSamples(m_model, m_data, 1000).draws.size(), static_cast<std::size_t>(m_data.size()));
        QVERIFY(makeSamples(m_model, Dataset(test::tinyArchitecture().codec), 3).originals.empty());
    }

    void folderHoldsThemAsMidi() {
        const auto folder = std::filesystem::path(m_temporary.path().toStdString()) / "samples" / "40";
        for (int round = 0; round < 2; ++round) { // an evaluation that is made again takes the place of the first
            QVERIFY(writeSamples(folder, makeSamples(m_model, m_data, 2)));
            QCOMPARE(std::distance(std::filesystem::directory_iterator(folder), {}), 6);
        }
        const auto original = files::readMidiFile(folder / "original-2.mid");
        QVERIFY(original);
        QVERIFY(!original->notes.empty());
        QVERIFY(std::filesystem::exists(folder / "reconstruction-1.mid"));
        QVERIFY(std::filesystem::exists(folder / "draw-2.mid"));
        QCOMPARE(std::distance(std::filesystem::directory_iterator(folder.parent_path()), {}), 1);
    }
};

QTEST_APPLESS_MAIN(TestSamplesTorch)
#include "tst_SamplesTorch.moc"
