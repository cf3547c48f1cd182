#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>
#include <QString>

#include <array>

class QWidget;

namespace segue::widgets {

/// Which of the two ends of a morph.
enum class Anchor { A, B };

/// Every colour of the window, as the role it plays. There are two immutable themes, dark and light; nothing else in
/// the program names a colour. A widget asks themeOf(*this) while painting, so that a change of palette is all it takes
/// to change everything.
struct Theme {
    /// Colours of Okabe and Ito (2008), told apart by colour-blind eyes, lightened or darkened for the theme's panel.
    static constexpr int kClassColours = 8;

    bool isDark = true;
    QColor background; ///< of the window
    QColor panel;
    QColor inset; ///< within a panel: thumbnails, charts, fields
    QColor raised; ///< buttons
    QColor raisedHover;
    QColor line; ///< borders and rules
    QColor track; ///< the part of a slider or bar that is not filled
    QColor text;
    QColor secondaryText;
    QColor faintText; ///< of what is disabled
    QColor accent; ///< "now": play, the puck, sounding hits, the one primary button
    QColor onAccent; ///< text and icons upon accent
    QColor anchorA;
    QColor anchorB;
    QColor alive; ///< the activity light
    QColor danger; ///< failures
    QColor handle; ///< a slider's knob
    QColor cell; ///< empty place of the drum grid, odd beats
    QColor cellShade; ///< the same, even beats
    QColor whiteRow; ///< of the piano roll
    QColor blackRow;
    QColor whiteKey;
    QColor blackKey;
    QColor playhead;
    QColor puckRim;
    std::array<QColor, kClassColours> classColours;

    [[nodiscard]] const QColor& anchor(Anchor which) const { return which == Anchor::A ? anchorA : anchorB; }
    [[nodiscard]] const QColor& classColour(int index) const;
    /// Of the instruments of a piece: the first one's is accent, and none is an anchor's.
    [[nodiscard]] const QColor& partColour(int index) const;
};

[[nodiscard]] const Theme& darkTheme();
[[nodiscard]] const Theme& lightTheme();
/// By how dark the widget's palette is.
[[nodiscard]] const Theme& themeOf(const QWidget& widget);

/// From 1 (equal) to 21 (black on white). Source: WCAG 2.1, contrast ratio of relative luminances.
[[nodiscard]] double contrast(const QColor& first, const QColor& second);
/// `amount` in [0, 1]: 0 is `first`. Mixes the stored (gamma-coded) values.
[[nodiscard]] QColor mix(const QColor& first, const QColor& second, double amount);
[[nodiscard]] QColor withAlpha(QColor colour, double alpha);

[[nodiscard]] QPalette paletteOf(const Theme& theme);
[[nodiscard]] QString styleSheetOf(const Theme& theme);

/// The rhythm of the layout, in device-independent pixels.
namespace spacing {
inline constexpr int kUnit = 8;
inline constexpr int kPanelPadding = 16;
inline constexpr int kGap = 12; ///< between panels
inline constexpr int kPanelRadius = 10;
inline constexpr int kControlRadius = 6;
inline constexpr int kControlHeight = 28;
} // namespace spacing

/// Inter where it is installed, otherwise the system's sans serif.
[[nodiscard]] QFont interfaceFont();
/// `font`, larger or smaller, heavier.
[[nodiscard]] QFont scaled(QFont font, double factor, QFont::Weight weight = QFont::Normal);

} // namespace segue::widgets
