#include "core/decoder/LiveModel.h"

#include "core/architecture/Blueprint.h"
#include "core/decoder/Decoder.h"
#include "core/decoder/Encoder.h"

#include <algorithm>
#include <cassert>

namespace segue::decoder {
namespace {

using architecture::Architecture;
using architecture::OutputPart;
using files::ModelFile;
using Kind = OutputPart::Kind;

std::string describe(const std::vector<std::int64_t>& shape) {
    std::string text = "[";
    for (const std::int64_t size : shape)
        text += (text.size() > 1 ? ", " : "") + std::to_string(size);
    return text + "]";
}

Status checkShapes(const ModelFile& file) {
    for (const auto& expected : architecture::weightShapes(file.architecture)) {
        const auto at = file.weights.find(expected.name);
        if (at == file.weights.end())
            return fail(ErrorCode::ShapeMismatch, "The model has no weight \"" + expected.name + "\"");
        std::int64_t size = 1;
        for (const std::int64_t dimension : expected.shape)
            size *= dimension;
        if (at->second.shape != expected.shape || at->second.values.size() != static_cast<std::size_t>(size))
            return fail(ErrorCode::ShapeMismatch, "The weight \"" + expected.name + "\" has the shape " +
                                                      describe(at->second.shape) + "; its architecture needs " +
                                                      describe(expected.shape));
    }
    return {};
}

/// `values` are [steps, D].
void readRows(std::span<const float> values, std::size_t steps, SparseRows& rows) {
    rows.clear();
    const std::size_t depth = values.size() / steps;
    for (std::size_t step = 0; step < steps; ++step) {
        rows.add(values.subspan(step * depth, depth));
        rows.endRow();
    }
}

/// How likely each answer of one part was, [W].
void probabilitiesOf(Kind kind, std::span<const float> logits, std::span<const float> answers, std::span<float> out) {
    if (kind == Kind::Categorical) {
        const bool isWritten = std::ranges::find(answers, 1.0F) != answers.end();
        if (isWritten)
            softmax(logits, out);
        return;
    }
    std::ranges::transform(logits, out.begin(), sigmoid);
    if (kind == Kind::Groove) { // velocities and offsets are no answers
        const std::size_t hits = logits.size() / 3;
        std::ranges::copy(answers.subspan(hits), out.subspan(hits).begin());
    }
}

} // namespace

struct LiveModel::Weights {
    Weights(ModelFile&& file, std::unique_ptr<const codec::Codec> itsCodec, const Packing& packing)
        : architecture(std::move(file.architecture)),
          provenance(std::move(file.provenance)),
          checksum(files::weightsChecksum(file)),
          codec(std::move(itsCodec)) {
        const architecture::Blueprint plan = architecture::blueprint(architecture);
        WeightPacker packer(file.weights, packing);
        if (architecture.encoder.present)
            encoder.emplace(plan, architecture.latentSize, packer);
        decoder.emplace(architecture, plan, encoder ? &*encoder : nullptr, packer);
        silence = codec->controlOf(codec->silence());
    }

    Architecture architecture;
    nlohmann::json provenance;
    std::string checksum;
    std::unique_ptr<const codec::Codec> codec;
    std::vector<float> silence; // the control of a window in which nothing happens
    std::optional<Encoder> encoder;
    std::optional<Decoder> decoder;
};

class LiveModel::Workspace {
public:
    explicit Workspace(const Weights& weights) : decoder(*weights.decoder) {
        if (weights.encoder)
            encoder.emplace(*weights.encoder);
    }

    std::optional<Encoder::State> encoder;
    Decoder::State decoder;
    SparseRows rows; // what the encoder reads, or the decoder is told besides
};

LiveModel::LiveModel(std::unique_ptr<const Weights> weights) : m_weights(std::move(weights)) {}

LiveModel::~LiveModel() = default;

Result<std::shared_ptr<const LiveModel>> LiveModel::create(ModelFile file, const Packing& packing) {
    if (auto status = architecture::validate(file.architecture); !status)
        return fail(ErrorCode::ShapeMismatch, status.error().message());
    if (auto status = checkShapes(file); !status)
        return fail(status.error());
    auto codec = codec::makeCodec(file.architecture.codec);
    if (!codec)
        return fail(codec.error());
    return std::shared_ptr<const LiveModel>(
        new LiveModel(std::make_unique<const Weights>(std::move(file), std::move(*codec), packing)));
}

Result<std::shared_ptr<const LiveModel>> LiveModel::load(const std::filesystem::path& path, const Packing& packing) {
    auto file = files::readModelFile(path);
    if (!file)
        return fail(file.error());
    auto model = create(std::move(*file), packing);
    if (!model)
        return fail(model.error(), "while loading " + path.string());
    return model;
}

LiveModel::WorkspacePointer LiveModel::makeWorkspace() const {
    return WorkspacePointer(new Workspace(*m_weights));
}

void LiveModel::WorkspaceDeleter::operator()(Workspace* workspace) const {
    delete workspace;
}

const Architecture& LiveModel::architecture() const {
    return m_weights->architecture;
}

const nlohmann::json& LiveModel::provenance() const {
    return m_weights->provenance;
}

const std::string& LiveModel::checksum() const {
    return m_weights->checksum;
}

const codec::Codec& LiveModel::codec() const {
    return *m_weights->codec;
}

Posterior LiveModel::encode(const music::Pattern& pattern, Workspace& workspace) const {
    assert(codec().fits(pattern));
    return encodeTensors(codec().exampleOf(pattern), workspace);
}

Posterior LiveModel::encodeTensors(const codec::Example& example, Workspace& workspace) const {
    assert(hasEncoder());
    const architecture::TensorShape shape = architecture().shape();
    const auto inputs = static_cast<std::size_t>(shape.input);
    const auto controls = static_cast<std::size_t>(shape.control);
    workspace.rows.clear();
    for (std::size_t step = 0; step < static_cast<std::size_t>(shape.steps); ++step) {
        workspace.rows.add(std::span(example.input).subspan(step * inputs, inputs));
        workspace.rows.add(std::span(example.control).subspan(step * controls, controls), inputs);
        workspace.rows.endRow();
    }
    return m_weights->encoder->encode(workspace.rows, example.lengths, *workspace.encoder);
}

DecodedTensors LiveModel::decodeTensors(std::span<const float> z, std::span<const float> control,
                                        const DecodeOptions& options, Workspace& workspace) const {
    assert(z.size() == static_cast<std::size_t>(architecture().latentSize));
    readRows(control.empty() ? std::span(m_weights->silence) : control,
             static_cast<std::size_t>(architecture().shape().steps), workspace.rows);
    return m_weights->decoder->decode(z, workspace.rows, options, workspace.decoder);
}

DecodedPattern LiveModel::decode(std::span<const float> z, std::span<const float> control, const DecodeOptions& options,
                                 Workspace& workspace) const {
    const DecodedTensors decoded = decodeTensors(z, control, options, workspace);
    std::vector<float> probabilities(decoded.logits.size());
    for (std::size_t first = 0; first < probabilities.size();)
        for (const OutputPart& part : architecture().decoder.outputs) {
            const auto width = static_cast<std::size_t>(part.width);
            probabilitiesOf(part.kind, std::span(decoded.logits).subspan(first, width),
                            std::span(decoded.output).subspan(first, width),
                            std::span(probabilities).subspan(first, width));
            first += width;
        }
    return {codec().patternOf(decoded.output, probabilities), std::move(probabilities)};
}

} // namespace segue::decoder
