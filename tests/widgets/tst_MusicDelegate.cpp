#include "widgets/MusicDelegate.h"

#include "tests/widgets/MusicRows.h"
#include "tests/widgets/WidgetTest.h"

#include <QPainter>

using namespace segue;
using namespace segue::widgets;
using namespace segue::widgets::testing;

namespace {

constexpr QRect kRow(0, 0, 560, 54);

class Picture {
public:
    explicit Picture(const QModelIndex& index, QStyle::State state = QStyle::State_Enabled) {
        m_widget.setPalette(paletteOf(darkTheme()));
        m_image.fill(darkTheme().panel);
        QPainter painter(&m_image);
        QStyleOptionViewItem option;
        option.initFrom(&m_widget);
        option.widget = &m_widget;
        option.rect = kRow;
        option.state = state;
        delegate.paint(&painter, option, index);
    }

    [[nodiscard]] int pixels(const QColor& colour, const QRect& area = kRow) const {
        return count(m_image, area, colour, 30);
    }

    MusicDelegate delegate;

private:
    QWidget m_widget;
    QImage m_image{kRow.size(), QImage::Format_RGB32};
};

} // namespace

class TestMusicDelegate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_model.clear();
        fill(m_model, 2);
        m_model.appendRow(fileRow(QStringLiteral("bad.mid"), QStringLiteral("bad.mid is cut short")));
    }

    void buttonsStandSideBySideAtTheRight() {
        int left = kRow.right() + 1;
        for (auto use = MusicDelegate::kUses.rbegin(); use != MusicDelegate::kUses.rend(); ++use) {
            const QRect button = MusicDelegate::buttonRect(kRow, *use);
            QVERIFY(kRow.contains(button));
            QVERIFY(button.right() < left);
            left = button.left();
            QVERIFY(MusicDelegate::useAt(kRow, button.center()) == *use);
            QVERIFY(!MusicDelegate::describe(*use).isEmpty());
        }
        QVERIFY(!MusicDelegate::useAt(kRow, kRow.center()));
    }

    void buttonsAreDrawnOnlyWherePointerOrCursorIs() {
        const QRect buttons = MusicDelegate::buttonRect(kRow, MusicUse::A);
        QCOMPARE(Picture(m_model.index(0, 0)).pixels(darkTheme().anchorA, buttons), 0);
        QVERIFY(Picture(m_model.index(0, 0), QStyle::State_Enabled | QStyle::State_Selected)
                    .pixels(darkTheme().anchorA, buttons) > 5);
        QVERIFY(Picture(m_model.index(0, 0), QStyle::State_Enabled | QStyle::State_MouseOver)
                    .pixels(darkTheme().anchorA, buttons) > 5);
        QCOMPARE(Picture(m_model.index(2, 0), QStyle::State_Enabled | QStyle::State_Selected)
                     .pixels(darkTheme().anchorA, buttons),
                 0);
    }

    void whatSoundsAndTheEndsHaveTheirColours() {
        const QRect thumbnail(0, 0, 115, 54);
        const auto pixels = [&](int role, const QColor& colour) {
            m_model.item(0)->setData(true, role);
            const int found = Picture(m_model.index(0, 0)).pixels(colour, thumbnail);
            m_model.item(0)->setData(false, role);
            return found;
        };
        QVERIFY(pixels(music_role::kSounding, darkTheme().accent) > 50);
        QVERIFY(pixels(music_role::kIsA, darkTheme().anchorA) > 50);
        QVERIFY(pixels(music_role::kIsB, darkTheme().anchorB) > 50);
        QCOMPARE(Picture(m_model.index(0, 0)).pixels(darkTheme().accent, thumbnail), 0);
    }

    void aRefusalIsToldInTheColourOfFailures() {
        QVERIFY(Picture(m_model.index(2, 0)).pixels(darkTheme().danger) > 10);
        QCOMPARE(Picture(m_model.index(0, 0)).pixels(darkTheme().danger), 0);
    }

    void rowsGrowWithTheFont() {
        MusicDelegate delegate;
        QStyleOptionViewItem option;
        const auto height = [&](double factor, int row) {
            option.font = scaled(QFont(), factor);
            option.fontMetrics = QFontMetrics(option.font);
            return delegate.sizeHint(option, m_model.index(row, 0)).height();
        };
        QVERIFY(height(2, 0) > height(1, 0));
        QVERIFY(height(2, 2) > height(2, 0)); // a reason has more lines
    }

    void otherWindowsBringTheirOwnPainter() {
        int painted = 0;
        MusicDelegate delegate;
        delegate.setThumbnailPainter([&](QPainter&, const QRectF& area, const QVariant& value, const QColor& colour) {
            QVERIFY(area.width() > 50 && value.isValid() && colour.isValid());
            ++painted;
        });
        QWidget widget;
        QImage image(kRow.size(), QImage::Format_RGB32);
        QPainter painter(&image);
        QStyleOptionViewItem option;
        option.widget = &widget;
        option.rect = kRow;
        delegate.paint(&painter, option, m_model.index(0, 0));
        QCOMPARE(painted, 1);
    }

private:
    QStandardItemModel m_model;
};

QTEST_MAIN(TestMusicDelegate)
#include "tst_MusicDelegate.moc"
