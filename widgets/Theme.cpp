#include "widgets/Theme.h"

#include <QFontDatabase>
#include <QFontInfo>
#include <QGuiApplication>
#include <QWidget>

#include <algorithm>
#include <cmath>

namespace segue::widgets {
namespace {

QColor rgb(unsigned value) {
    return QColor::fromRgb(value);
}

Theme makeDark() {
    Theme theme;
    theme.isDark = true;
    theme.background = rgb(0x13151a);
    theme.panel = rgb(0x1a1d24);
    theme.inset = rgb(0x14171c);
    theme.raised = rgb(0x262a33);
    theme.raisedHover = rgb(0x313742);
    theme.line = rgb(0x2b303a);
    theme.track = rgb(0x3a404c);
    theme.text = rgb(0xe7e9ec);
    theme.secondaryText = rgb(0x98a1ad);
    theme.accent = rgb(0xffb454);
    theme.onAccent = rgb(0x13151a);
    theme.anchorA = rgb(0x4cc2ff);
    theme.anchorB = rgb(0xff7a9c);
    theme.alive = rgb(0x3ddc84);
    theme.danger = rgb(0xff7b72);
    theme.handle = rgb(0xe7e9ec);
    theme.cell = rgb(0x242932);
    theme.cellShade = rgb(0x1f232b);
    theme.whiteRow = rgb(0x22262f);
    theme.blackRow = rgb(0x1a1d24);
    theme.whiteKey = rgb(0xb4bac3);
    theme.blackKey = rgb(0x2b303a);
    theme.playhead = rgb(0xffffff);
    theme.puckRim = rgb(0xffffff);
    theme.faintText = mix(theme.panel, theme.secondaryText, 0.7);
    theme.classColours = {rgb(0xe69f00), rgb(0x56b4e9), rgb(0x009e73), rgb(0xf0e442),
                          rgb(0x6f8cff), rgb(0xd55e00), rgb(0xcc79a7), rgb(0x9aa0a8)};
    return theme;
}

Theme makeLight() {
    Theme theme;
    theme.isDark = false;
    theme.background = rgb(0xeef0f3);
    theme.panel = rgb(0xfcfcfd);
    theme.inset = rgb(0xf1f3f6);
    theme.raised = rgb(0xe6e9ee);
    theme.raisedHover = rgb(0xd9dde4);
    theme.line = rgb(0xd3d8df);
    theme.track = rgb(0xc9ced6);
    theme.text = rgb(0x1a1d24);
    theme.secondaryText = rgb(0x545d69);
    theme.accent = rgb(0xb45c00);
    theme.onAccent = rgb(0xffffff);
    theme.anchorA = rgb(0x0072b2);
    theme.anchorB = rgb(0xc4265a);
    theme.alive = rgb(0x12864a);
    theme.danger = rgb(0xb3261e);
    theme.handle = rgb(0x3a404c);
    theme.cell = rgb(0xe4e8ed);
    theme.cellShade = rgb(0xedf0f4);
    theme.whiteRow = rgb(0xfafbfc);
    theme.blackRow = rgb(0xf0f2f5);
    theme.whiteKey = rgb(0xffffff);
    theme.blackKey = rgb(0x545d69);
    theme.playhead = rgb(0x1a1d24);
    theme.puckRim = rgb(0xffffff);
    theme.faintText = mix(theme.panel, theme.secondaryText, 0.7);
    theme.classColours = {rgb(0xb87f00), rgb(0x2e93cf), rgb(0x008a64), rgb(0x8f8700),
                          rgb(0x3f5fe0), rgb(0xc95700), rgb(0xb9608f), rgb(0x767d87)};
    return theme;
}

double linear(double channel) {
    return channel <= 0.03928 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& colour) {
    return 0.2126 * linear(static_cast<double>(colour.redF())) + 0.7152 * linear(static_cast<double>(colour.greenF())) +
           0.0722 * linear(static_cast<double>(colour.blueF()));
}

} // namespace

const QColor& Theme::classColour(int index) const {
    return classColours[static_cast<std::size_t>(std::max(index, 0)) % kClassColours];
}

const QColor& Theme::partColour(int index) const {
    constexpr std::array kClasses{2, 4, 3, 1, 6, 7, 5}; // 0 is near to accent, and 5 not far
    const auto part = static_cast<std::size_t>(std::max(index, 0)) % (kClasses.size() + 1);
    return part == 0 ? accent : classColour(kClasses[part - 1]);
}

const Theme& darkTheme() {
    static const Theme theme = makeDark();
    return theme;
}

const Theme& lightTheme() {
    static const Theme theme = makeLight();
    return theme;
}

const Theme& themeOf(const QWidget& widget) {
    const QPalette palette = widget.palette();
    return palette.color(QPalette::Active, QPalette::WindowText).lightnessF() > 0.5F ? darkTheme() : lightTheme();
}

double contrast(const QColor& first, const QColor& second) {
    const double a = luminance(first);
    const double b = luminance(second);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

QColor mix(const QColor& first, const QColor& second, double amount) {
    const auto channel = [amount](float a, float b) {
        return a + (b - a) * static_cast<float>(std::clamp(amount, 0.0, 1.0));
    };
    return QColor::fromRgbF(channel(first.redF(), second.redF()), channel(first.greenF(), second.greenF()),
                            channel(first.blueF(), second.blueF()), channel(first.alphaF(), second.alphaF()));
}

QColor withAlpha(QColor colour, double alpha) {
    colour.setAlphaF(static_cast<float>(std::clamp(alpha, 0.0, 1.0)));
    return colour;
}

QPalette paletteOf(const Theme& theme) {
    QPalette palette;
    palette.setColor(QPalette::Window, theme.background);
    palette.setColor(QPalette::WindowText, theme.text);
    palette.setColor(QPalette::Base, theme.inset);
    palette.setColor(QPalette::AlternateBase, theme.panel);
    palette.setColor(QPalette::Text, theme.text);
    palette.setColor(QPalette::PlaceholderText, theme.secondaryText);
    palette.setColor(QPalette::Button, theme.raised);
    palette.setColor(QPalette::ButtonText, theme.text);
    palette.setColor(QPalette::BrightText, theme.danger);
    palette.setColor(QPalette::ToolTipBase, theme.raised);
    palette.setColor(QPalette::ToolTipText, theme.text);
    palette.setColor(QPalette::Highlight, theme.accent);
    palette.setColor(QPalette::HighlightedText, theme.onAccent);
    palette.setColor(QPalette::Link, theme.anchorA);
    palette.setColor(QPalette::LinkVisited, theme.anchorA);
    palette.setColor(QPalette::Light, theme.raisedHover);
    palette.setColor(QPalette::Midlight, theme.raised);
    palette.setColor(QPalette::Mid, theme.line);
    palette.setColor(QPalette::Dark, theme.line);
    palette.setColor(QPalette::Shadow, theme.background);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, theme.faintText);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, theme.track);
    return palette;
}

QFont interfaceFont() {
    QFont font = QGuiApplication::font();
    if (QFontDatabase::hasFamily(QStringLiteral("Inter")))
        font.setFamily(QStringLiteral("Inter"));
    constexpr double kSmallest = 9.75; // 13 pixels at 96 dots an inch
    if (QFontInfo(font).pointSizeF() < kSmallest)
        font.setPointSizeF(kSmallest);
    return font;
}

QFont scaled(QFont font, double factor, QFont::Weight weight) {
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * factor);
    else
        font.setPixelSize(static_cast<int>(std::lround(font.pixelSize() * factor)));
    font.setWeight(weight);
    return font;
}

} // namespace segue::widgets
