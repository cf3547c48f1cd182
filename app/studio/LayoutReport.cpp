#include "app/studio/LayoutReport.h"

#include "app/instrument/ClassPlaces.h"
#include "app/studio/Studio.h"
#include "core/base/Files.h"

#include <nlohmann/json.hpp>

#include <QSplitter>
#include <QWidget>

#include <chrono>
#include <cstdio>
#include <utility>

namespace segue::studio {
namespace {

using latent::LatentMap;
using nlohmann::json;
using Which = widgets::Anchor;

constexpr std::chrono::milliseconds kInterval{100};

json rectangle(const QWidget& widget) {
    const QPoint corner = widget.mapToGlobal(QPoint(0, 0));
    return {corner.x(), corner.y(), widget.width(), widget.height()};
}

bool isNamed(const QWidget& widget) {
    return !widget.objectName().isEmpty() && !widget.objectName().startsWith(QLatin1String("qt_"));
}

/// "transport/stop": names are unique only within their panel.
std::string pathOf(const QWidget& widget) {
    for (const QWidget* parent = widget.parentWidget(); parent; parent = parent->parentWidget())
        if (isNamed(*parent) && !qobject_cast<const QSplitter*>(parent))
            return pathOf(*parent) + "/" + widget.objectName().toStdString();
    return widget.objectName().toStdString();
}

json widgetPlaces(const QWidget& window) {
    json places = json::object();
    for (const QWidget* widget : window.findChildren<QWidget*>())
        if (widget->isVisible() && isNamed(*widget))
            places[pathOf(*widget)] = rectangle(*widget);
    return places;
}

json mapPlaces(Studio& studio) {
    json places = json::object();
    const auto& layout = studio.instruments().layout();
    const widgets::LatentMapView& view = studio.window().map();
    if (!layout)
        return places;
    const auto global = [&view](LatentMap::Point point) -> json {
        const QPoint pixel = view.mapToGlobal(view.geometryOfMap().toView(point).toPoint());
        return {pixel.x(), pixel.y()};
    };
    places["puck"] = global(view.puck());
    for (const auto& [name, which] : {std::pair("a", Which::A), std::pair("b", Which::B)}) {
        const auto z = studio.anchors().latentVector(which);
        places[name] = z ? global(layout->map->project(*z)) : json();
    }
    places["classes"] = json::object();
    const auto middles = instrument::classPlaces(*layout);
    for (std::size_t i = 0; i < middles.size(); ++i)
        places["classes"][layout->classNames[i]] = global(middles[i]);
    return places;
}

json titleOf(const std::optional<session::Anchor>& anchor) {
    return anchor ? json(anchor->title) : json();
}

} // namespace

json layoutReport(Studio& studio) {
    const session::Scene& scene = studio.document().scene();
    const auto& instrument = studio.instruments().instrument();
    const playback::TransportStatus& transport = studio.player().status();
    return {{"ready", instrument != nullptr && !music::isEmpty(studio.patterns().current().pattern)},
            {"playing", studio.playback().isPlaying()},
            {"mode", scene.mode == session::Mode::Map ? "map" : "morph"},
            {"tempo", scene.tempo},
            {"morph", scene.morph},
            {"published_pattern", studio.playback().publishedPattern()},
            {"note_ons", transport.noteOns},
            {"late", transport.late},
            {"dropped", transport.dropped},
            {"outputs", studio.outputsController().openCount()},
            {"model", instrument ? json(instrument->title) : json()},
            {"a", titleOf(scene.a)},
            {"b", titleOf(scene.b)},
            {"widgets", widgetPlaces(studio.window())},
            {"map", mapPlaces(studio)}};
}

LayoutReporter::LayoutReporter(Studio& studio, QString path, QObject* parent)
    : QObject(parent), m_studio(studio), m_path(std::move(path)) {
    connect(&m_timer, &QTimer::timeout, this, &LayoutReporter::report);
    m_timer.start(kInterval);
}

void LayoutReporter::report() {
    std::string text = layoutReport(m_studio).dump(1, ' ', false, json::error_handler_t::replace) + "\n";
    if (text == m_written)
        return;
    const Status status = writeFileAtomically(m_path.toStdString(), std::string_view(text));
    if (status)
        m_written = std::move(text);
    else
        std::fprintf(stderr, "segue: %s\n", status.error().text().c_str());
}

} // namespace segue::studio
