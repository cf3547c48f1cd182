#include "app/instrument/Instrument.h"

#include "app/assets/AssetFolder.h"
#include "app/instrument/Engine.h"
#include "core/base/FreeMemory.h"
#include "core/decoder/ModelMemory.h"
#include "core/latent/Colouring.h"
#include "core/latent/PriorMap.h"
#include "core/latent/Projection.h"
#include "core/latent/SecondStage.h"

#include <QCoreApplication>

#include <cmath>
#include <system_error>
#include <utility>

namespace segue::instrument {
namespace {

using session::InstrumentFiles;
using session::PlaneKind;

/// As many colours as eyes tell apart.
constexpr int kMostClasses = 8;

Result<InstrumentFiles> resolved(const InstrumentFiles& files) {
    const auto model = modelFile(files);
    if (!model)
        return fail(model.error());
    InstrumentFiles paths = files;
    paths.model = model->string();
    if (paths.map.empty()) {
        std::error_code ignored;
        const auto beside = std::filesystem::path(*model).replace_extension(".segue-map");
        if (std::filesystem::exists(beside, ignored))
            paths.map = beside.string();
    }
    return paths;
}

/// "1.9 GB".
std::string memoryText(std::uint64_t bytes) {
    const bool isLarge = bytes >= 1'000'000'000;
    const auto tenths = static_cast<long>(std::lround(static_cast<double>(bytes) / (isLarge ? 1e8 : 1e5)));
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + (isLarge ? " GB" : " MB");
}

} // namespace

Result<std::filesystem::path> modelFile(const InstrumentFiles& files) {
    if (!files.isBundled())
        return files.model;
    return files.isFirst() ? assets::bundledModel() : assets::bundledModel(files.bundled);
}

Result<Instrument> loadInstrument(const InstrumentFiles& files, const session::Engine& engine) {
    const auto paths = resolved(files);
    if (!paths)
        return fail(paths.error());
    if (auto status = hasRoomFor(paths->model, freeMemory(), engine); !status)
        return fail(std::move(status).error());
    const auto architecture = files::readArchitecture(paths->model);
    if (!architecture)
        return fail(architecture.error());
    const decoder::Precision precision = precisionFor(*architecture, engine);
    auto model = decoder::LiveModel::load(paths->model, {.precision = precision});
    if (!model)
        return fail(model.error());

    Instrument instrument;
    instrument.precision = precision;
    instrument.files = files;
    instrument.title = std::filesystem::path(paths->model).stem().string();
    instrument.model = std::move(*model);
    instrument.checksum = instrument.model->checksum();
    auto stage = latent::secondStageOf(instrument.model->fitted(), instrument.model->architecture().latentSize);
    if (!stage)
        return fail(std::move(stage).error(), "while reading " + paths->model);
    instrument.density = std::move(stage->density);
    if (paths->map.empty()) {
        instrument.examples = std::make_shared<const latent::MapFile>(latent::priorMap(*instrument.model));
        instrument.drawsFromPrior = true;
        return instrument;
    }

    auto examples = latent::readMapFile(paths->map);
    if (!examples)
        return fail(examples.error());
    if (examples->modelChecksum != instrument.checksum ||
        examples->latentSize != instrument.model->architecture().latentSize)
        return fail(ErrorCode::InvalidArgument, paths->map + " is the map of another model than " + paths->model +
                                                    "; make the map anew, or open the model that belongs to it");
    instrument.examples = std::make_shared<const latent::MapFile>(std::move(*examples));
    return instrument;
}

Status hasRoomFor(const std::filesystem::path& model, std::optional<std::uint64_t> freeBytes,
                  const session::Engine& engine) {
    const auto architecture = files::readArchitecture(model);
    if (!architecture)
        return fail(architecture.error());
    const std::uint64_t needed = decoder::memoryNeeded(*architecture, precisionFor(*architecture, engine));
    if (!freeBytes || needed <= *freeBytes)
        return {};
    return fail(ErrorCode::OutOfMemory, "The model " + model.filename().string() + " needs " + memoryText(needed) +
                                            " of memory; " + memoryText(*freeBytes) +
                                            " are free. Close other programs, or open a smaller model");
}

Result<Layout> layOut(const std::shared_ptr<const latent::MapFile>& examples, session::Plane plane) {
    const std::shared_ptr<const std::vector<float>> means(examples, &examples->means);
    latent::Colouring colouring = latent::colouring(examples->examples, plane.colourBy);
    // Music of one's own has no tags as a rule: without two classes there is nothing to tell apart.
    auto projection = plane.kind == PlaneKind::Discriminant && colouring.classes.size() > 1
                          ? latent::discriminantPlane(*means, examples->latentSize, colouring.classOf)
                          : latent::principalComponents(*means, examples->latentSize);
    if (!projection)
        return fail(projection.error(), "laying out the map");
    auto map = latent::LatentMap::create(means, examples->latentSize, std::move(*projection));
    if (!map)
        return fail(map.error(), "laying out the map");
    if (plane.colourBy != latent::ColourBy::Tempo) // tempos have an order, and stay as they are
        colouring = latent::limited(std::move(colouring), kMostClasses, "others");

    Layout layout;
    layout.plane = plane;
    layout.map = std::move(*map);
    layout.classes = std::move(colouring.classOf);
    for (latent::Colouring::Class& known : colouring.classes)
        layout.classNames.push_back(std::move(known.name));
    return layout;
}

QString whyItHearsNothing() {
    return QCoreApplication::translate("segue::instrument::Instrument",
                                       "This model has no encoder: it plays points of the map, but hears no music");
}

std::string describe(const latent::ExampleInfo& example) {
    std::string text;
    const auto add = [&text](const std::string& part) {
        if (!part.empty())
            text += (text.empty() ? "" : " · ") + part;
    };
    add(example.style);
    add(example.drummer);
    if (example.bpm > 0)
        add(std::to_string(std::lround(example.bpm)) + " bpm");
    if (text.empty())
        add(std::filesystem::path(example.file).filename().string());
    return text;
}

} // namespace segue::instrument
