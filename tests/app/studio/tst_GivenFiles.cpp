#include "app/studio/GivenFiles.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace segue;

class TestGivenFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void eachFileGoesWhereItBelongs() {
        const auto files =
            studio::sortedOut({QStringLiteral("/a/mine.safetensors"), QStringLiteral("/a/song.mid"),
                               QStringLiteral("/a/cat-drums_2bar_small.hikl.tar"),
                               QStringLiteral("/a/model.ckpt-9.index"), QStringLiteral("/a/x.tfrecord")});
        QCOMPARE(files.models, QStringList{QStringLiteral("/a/mine.safetensors")});
        QCOMPARE(files.checkpoints.size(), 2);
        QCOMPARE(files.music, (QStringList{QStringLiteral("/a/song.mid"), QStringLiteral("/a/x.tfrecord")}));
        QVERIFY(!files.areAllMusic());
        QVERIFY(studio::sortedOut({QStringLiteral("/a/song.mid")}).areAllMusic());
    }

    void foldersOfWeightsAreCheckpointsAndOthersMusic() {
        QTemporaryDir root;
        for (const auto* name : {"js", "older", "music"})
            QVERIFY(QDir(root.path()).mkdir(QString::fromLatin1(name)));
        for (const auto* name : {"js/weights_manifest.json", "older/manifest.json"}) {
            QFile file(root.filePath(QString::fromLatin1(name)));
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        const auto files =
            studio::sortedOut({root.filePath(QStringLiteral("js")), root.filePath(QStringLiteral("older")),
                               root.filePath(QStringLiteral("music"))});
        QCOMPARE(files.checkpoints.size(), 2);
        QCOMPARE(files.music.size(), 1);
    }
};

QTEST_APPLESS_MAIN(TestGivenFiles)
#include "tst_GivenFiles.moc"
