#include "widgets/MusicDrag.h"

#include "tests/widgets/MadeUpData.h"
#include "tests/widgets/WidgetTest.h"
#include "widgets/AnchorCard.h"
#include "widgets/LatentMapView.h"

#include <QSignalSpy>

using namespace segue;
using namespace segue::widgets;

namespace {

/// A row with a file of its own, as the list drags it.
bool dropRow(QWidget& widget, QPointF position, qint64 token) {
    QMimeData data;
    markAsMusic(data, token);
    data.setUrls({QUrl::fromLocalFile(QStringLiteral("/tmp/row.mid"))});
    QDragEnterEvent enter(position.toPoint(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    enter.ignore();
    QApplication::sendEvent(&widget, &enter);
    QDropEvent drop(position, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&widget, &drop);
    return enter.isAccepted() && drop.isAccepted();
}

} // namespace

class TestMusicDrag : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void aTokenComesThrough() {
        for (const qint64 token : {qint64{0}, qint64{7} << 32 | 3}) {
            QMimeData data;
            markAsMusic(data, token);
            QCOMPARE(draggedMusic(data), std::optional(token));
        }
    }

    void whatOthersDragIsNoRow() {
        QMimeData files;
        files.setUrls({QUrl::fromLocalFile(QStringLiteral("/tmp/a.mid"))});
        QVERIFY(!draggedMusic(files));
        QMimeData another;
        another.setData(QStringLiteral("application/x-segue-music"), "1 5"); // of another process
        QVERIFY(!draggedMusic(another));
    }

    void aCardTakesARowAsARowAndNotAsAFile() {
        AnchorCard card(Anchor::B);
        card.resize(200, 100);
        QSignalSpy rows(&card, &AnchorCard::musicDropped);
        QSignalSpy files(&card, &AnchorCard::filesDropped);
        QVERIFY(dropRow(card, {20, 20}, 42));
        QCOMPARE(rows.at(0).at(0).toLongLong(), 42);
        QCOMPARE(files.count(), 0);
    }

    void theMapTakesARow() {
        LatentMapView map;
        map.resize(400, 300);
        QSignalSpy rows(&map, &LatentMapView::musicDropped);
        QVERIFY(dropRow(map, {200, 100}, 43));
        QCOMPARE(rows.at(0).at(0).toLongLong(), 43);
    }
};

QTEST_MAIN(TestMusicDrag)
#include "tst_MusicDrag.moc"
