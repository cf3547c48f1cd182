#include "core/files/CollectionTable.h"
#include "core/files/MidiFile.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <cmath>

using namespace segue;

/// The real world: the Groove MIDI Dataset against its own table of contents.
class TestGrooveData : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void everyFileAgreesWithTheTable() {
        const QDir folder(QStringLiteral(SEGUE_SHARED "/data/groove"));
        QFile table(folder.filePath(QStringLiteral("info.csv")));
        if (!table.open(QIODevice::ReadOnly))
            QSKIP("the Groove MIDI Dataset is not here");
        const QStringList columns = QString::fromUtf8(table.readLine().trimmed()).split(u',');
        int files = 0;
        std::size_t notes = 0;
        std::size_t notesInFourFour = 0;
        while (!table.atEnd()) {
            const QStringList cells = QString::fromUtf8(table.readLine().trimmed()).split(u',');
            const auto cell = [&](const char* column) { return cells.at(columns.indexOf(QLatin1String(column))); };
            const QString name = cell("midi_filename");
            const auto sequence = files::readMidiFile(folder.filePath(name).toStdString());
            QVERIFY2(sequence, sequence ? "" : sequence.error().text().c_str());
            ++files;
            notes += sequence->notes.size();
            if (cell("time_signature") == QLatin1String("4-4"))
                notesInFourFour += sequence->notes.size();
            QVERIFY2(std::abs(sequence->firstTempo().value - cell("bpm").toDouble()) < 0.01, qPrintable(name));
            const auto told = files::rowFromName(name.toStdString());
            QCOMPARE(QString::fromStdString(told.beatType), cell("beat_type"));
            QCOMPARE(QString::fromStdString(told.timeSignature), cell("time_signature"));
            QCOMPARE(QString::fromStdString(told.style), cell("style").section(u'/', 0, 0));
            QCOMPARE(QString::fromStdString(told.drummer), cell("drummer"));
            const auto meter = sequence->firstTimeSignature();
            QCOMPARE(QString::number(meter.numerator) + u'-' + QString::number(meter.denominator),
                     cell("time_signature"));
            for (const music::Note& note : sequence->notes)
                QVERIFY2(note.isDrum && note.velocity.value > 0, qPrintable(name));
        }
        QCOMPARE(files, 1150);
        // Counted by another program.
        QCOMPARE(notes, std::size_t{446312});
        QCOMPARE(notesInFourFour, std::size_t{433605});
    }
};

QTEST_APPLESS_MAIN(TestGrooveData)
#include "tst_GrooveData.moc"
