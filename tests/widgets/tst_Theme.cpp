#include "widgets/Theme.h"

#include <QTest>
#include <QWidget>

#include <set>

using namespace segue::widgets;

class TestTheme : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void contrastAgreesWithItsDefinition() {
        QCOMPARE(contrast(Qt::white, Qt::black), 21.0);
        QCOMPARE(contrast(Qt::black, Qt::white), 21.0);
        QCOMPARE(contrast(Qt::red, Qt::red), 1.0);
        // Known from WCAG's examples: #767676 is the lightest grey with 4.5 on white.
        QVERIFY(contrast(QColor(0x76, 0x76, 0x76), Qt::white) >= 4.5);
        QVERIFY(contrast(QColor(0x77, 0x77, 0x77), Qt::white) < 4.5);
    }

    void textCanBeRead_data() {
        QTest::addColumn<QColor>("text");
        QTest::addColumn<QColor>("ground");
        for (const Theme* theme : {&darkTheme(), &lightTheme()}) {
            const auto row = [&](const char* name, const QColor& text, const QColor& ground) {
                QTest::addRow("%s: %s", theme->isDark ? "dark" : "light", name) << text << ground;
            };
            row("text on window", theme->text, theme->background);
            row("text on panel", theme->text, theme->panel);
            row("text on field", theme->text, theme->inset);
            row("text on button", theme->text, theme->raised);
            row("text on hovered button", theme->text, theme->raisedHover);
            row("quiet text on window", theme->secondaryText, theme->background);
            row("quiet text on panel", theme->secondaryText, theme->panel);
            row("quiet text on field", theme->secondaryText, theme->inset);
            row("text on accent", theme->onAccent, theme->accent);
            row("warning on panel", theme->accent, theme->panel);
            row("failure on panel", theme->danger, theme->panel);
            row("failure on window", theme->danger, theme->background);
            row("A's name on panel", theme->anchorA, theme->panel);
            row("B's name on panel", theme->anchorB, theme->panel);
            row("A's letter on its disc", theme->anchorA, theme->background);
            row("B's letter on its disc", theme->anchorB, theme->background);
        }
    }
    void textCanBeRead() {
        QFETCH(QColor, text);
        QFETCH(QColor, ground);
        QVERIFY2(contrast(text, ground) >= 4.5, qPrintable(QString::number(contrast(text, ground))));
    }

    void marksCanBeSeen_data() {
        QTest::addColumn<QColor>("mark");
        QTest::addColumn<QColor>("ground");
        for (const Theme* theme : {&darkTheme(), &lightTheme()}) {
            const auto row = [&](const QString& name, const QColor& mark, const QColor& ground) {
                QTest::addRow("%s: %s", theme->isDark ? "dark" : "light", qPrintable(name)) << mark << ground;
            };
            row(QStringLiteral("accent"), theme->accent, theme->panel);
            row(QStringLiteral("accent on empty cell"), theme->accent, theme->cell);
            row(QStringLiteral("alive"), theme->alive, theme->panel);
            row(QStringLiteral("handle on panel"), theme->handle, theme->panel);
            row(QStringLiteral("handle on its groove"), theme->handle, theme->track);
            row(QStringLiteral("playhead on cell"), theme->playhead, theme->cell);
            row(QStringLiteral("A in a thumbnail"), theme->anchorA, theme->inset);
            row(QStringLiteral("B in a thumbnail"), theme->anchorB, theme->inset);
            for (int i = 0; i < Theme::kClassColours; ++i) {
                row(QStringLiteral("class %1 on map").arg(i), theme->classColour(i), theme->panel);
                row(QStringLiteral("class %1 in chart").arg(i), theme->classColour(i), theme->inset);
                row(QStringLiteral("part %1 on a white row").arg(i), theme->partColour(i), theme->whiteRow);
                row(QStringLiteral("part %1 on a black row").arg(i), theme->partColour(i), theme->blackRow);
            }
            row(QStringLiteral("black key among white ones"), theme->blackKey, theme->whiteKey);
            row(QStringLiteral("playhead on a white row"), theme->playhead, theme->whiteRow);
            for (const Anchor end : {Anchor::A, Anchor::B})
                for (double t : {0.25, 0.5, 0.75})
                    row(QStringLiteral("shade %1 from %2").arg(t).arg(int(end)), mix(theme->anchorA, theme->anchorB, t),
                        theme->inset);
        }
    }
    void marksCanBeSeen() {
        QFETCH(QColor, mark);
        QFETCH(QColor, ground);
        QVERIFY2(contrast(mark, ground) >= 3.0, qPrintable(QString::number(contrast(mark, ground))));
    }

    void classColoursAreAllDifferentAndRepeat() {
        for (const Theme* theme : {&darkTheme(), &lightTheme()}) {
            std::set<QRgb> seen;
            for (int i = 0; i < Theme::kClassColours; ++i)
                seen.insert(theme->classColour(i).rgb());
            QCOMPARE(static_cast<int>(seen.size()), Theme::kClassColours);
            QCOMPARE(theme->classColour(Theme::kClassColours + 2), theme->classColour(2));
        }
    }

    void partsAreToldApartAndNoneLooksLikeAnAnchor() {
        for (const Theme* theme : {&darkTheme(), &lightTheme()}) {
            std::set<QRgb> seen{theme->anchorA.rgb(), theme->anchorB.rgb()};
            for (int i = 0; i < Theme::kClassColours; ++i)
                seen.insert(theme->partColour(i).rgb());
            QCOMPARE(static_cast<int>(seen.size()), Theme::kClassColours + 2);
            QCOMPARE(theme->partColour(0), theme->accent);
            QCOMPARE(theme->partColour(Theme::kClassColours), theme->accent);
        }
    }

    void themeFollowsTheWidgetsPalette() {
        QWidget widget;
        widget.setPalette(paletteOf(darkTheme()));
        QVERIFY(themeOf(widget).isDark);
        widget.setPalette(paletteOf(lightTheme()));
        QVERIFY(!themeOf(widget).isDark);
        widget.setEnabled(false);
        QVERIFY(!themeOf(widget).isDark);
    }

    void mixGoesFromOneToTheOther() {
        QCOMPARE(mix(Qt::black, Qt::white, 0).rgb(), QColor(Qt::black).rgb());
        QCOMPARE(mix(Qt::black, Qt::white, 1).rgb(), QColor(Qt::white).rgb());
        QCOMPARE(mix(Qt::black, Qt::white, 0.5).red(), 128);
    }

    void styleSheetNamesOnlyKnownRoles() {
        for (const Theme* theme : {&darkTheme(), &lightTheme()}) {
            const QString sheet = styleSheetOf(*theme);
            QVERIFY(!sheet.contains(u'@'));
            QVERIFY(!sheet.contains(QColor().name() + u';') || theme->background == QColor(Qt::black));
            QVERIFY(sheet.contains(theme->accent.name()));
        }
    }
};

QTEST_MAIN(TestTheme)
#include "tst_Theme.moc"
