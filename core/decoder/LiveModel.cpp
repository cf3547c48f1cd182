#include "core/decoder/LiveModel.h"

#include "core/architecture/Blueprint.h"
#include "core/decoder/Decoder.h"
#include "core/decoder/Encoder.h"

#include <algorithm>
#include <cassert>
#include <functional>
#include <malloc.h>
#include <numeric>

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

/// What stands for a weight that could not be read.
files::Tensor zeros(const Architecture& architecture, const std::string& name) {
    const auto all = architecture::weightShapes(architecture);
    const auto shape = std::ranges::find(all, name, &architecture::WeightShape::name)->shape;
    const auto size = std::reduce(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
    return {shape, std::vector<float>(static_cast<std::size_t>(size))};
}

/// How likely each answer of one part of a step was, [W].
void probabilitiesOfPart(Kind kind, std::span<const float> logits, std::span<const float> answers,
                         std::span<float> out) {
    if (kind == Kind::Categorical) {
        const bool isWritten = std::ranges::find(answers, 1.0F) != answers.end();
        if (isWritten)
            softmax(logits, out);
        else
            std::ranges::fill(out, 0.0F);
        return;
    }
    std::ranges::transform(logits, out.begin(), sigmoid);
    if (kind == Kind::Groove) { // velocities and offsets are no answers
        const std::size_t hits = logits.size() / 3;
        std::ranges::copy(answers.subspan(hits), out.subspan(hits).begin());
    }
}

/// Tells an encoder a window.
void hear(const codec::Example& example, const architecture::TensorShape& shape, SparseRows& steps,
          std::vector<int>& lengths) {
    const auto inputs = static_cast<std::size_t>(shape.input);
    const auto controls = static_cast<std::size_t>(shape.control);
    steps.clear();
    for (std::size_t step = 0; step < static_cast<std::size_t>(shape.steps); ++step) {
        steps.add(std::span(example.input).subspan(step * inputs, inputs));
        steps.add(std::span(example.control).subspan(step * controls, controls), inputs);
        steps.endRow();
    }
    lengths = example.lengths;
}

/// Rows of a window that its pattern is made of, if `steps` of them are final: all of them, for rows of zeros are
/// silence; but in a performance they are notes, so it has its whole instruments alone.
std::size_t writtenRows(const architecture::CodecConfig& config, int steps) {
    if (const auto* performance = std::get_if<architecture::PerformanceCodecConfig>(&config))
        return static_cast<std::size_t>(steps - steps % performance->eventsPerInstrument);
    return static_cast<std::size_t>(architecture::tensorShape(config).steps);
}

/// What was read and packed lay between what stays: gives those holes back to the system, which the allocator would
/// keep for later, up to two fifths of a small model's size.
void giveBackHoles() {
    ::malloc_trim(0);
}

} // namespace

struct LiveModel::Weights {
    Weights(Architecture itsArchitecture, nlohmann::json itsProvenance, files::Fitted itsFitted,
            std::string itsChecksum, std::unique_ptr<const codec::Codec> itsCodec, WeightPacker& packer)
        : architecture(std::move(itsArchitecture)),
          provenance(std::move(itsProvenance)),
          fitted(std::move(itsFitted)),
          checksum(std::move(itsChecksum)),
          codec(std::move(itsCodec)),
          silence(codec->controlOf(codec->silence())) {
        const architecture::Blueprint plan = architecture::blueprint(architecture);
        if (architecture.encoder.present)
            encoder.emplace(plan, architecture.latentSize, packer);
        decoder.emplace(architecture, plan, encoder ? &*encoder : nullptr, packer);
    }

    Architecture architecture;
    nlohmann::json provenance;
    files::Fitted fitted;
    std::string checksum;
    std::unique_ptr<const codec::Codec> codec;
    std::vector<float> silence; // the control of a window in which nothing happens
    std::optional<Encoder> encoder;
    std::optional<Decoder> decoder;
};

class LiveModel::Workspace {
public:
    Workspace(const Weights& weights, const WorkspaceOptions& options)
        : team(options.threads), rows(options.rows), decoder(*weights.decoder, rows) {}

    Team team;
    std::size_t rows;
    Decoder::State decoder;
    std::optional<Encoder::State> encoder; // made when it is first needed
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
    std::string checksum = files::weightsChecksum(file);
    WeightPacker packer(file.weights, packing);
    auto weights =
        std::make_unique<const Weights>(std::move(file.architecture), std::move(file.provenance),
                                        std::move(file.fitted), std::move(checksum), std::move(*codec), packer);
    giveBackHoles();
    return std::shared_ptr<const LiveModel>(new LiveModel(std::move(weights)));
}

Result<std::shared_ptr<const LiveModel>> LiveModel::load(const std::filesystem::path& path, const Packing& packing) {
    const auto reader = files::ModelReader::open(path);
    if (!reader)
        return fail(reader.error());
    auto codec = codec::makeCodec(reader->architecture().codec);
    if (!codec)
        return fail(codec.error(), "while loading " + path.string());
    Status status;
    const auto readOrZeros = [&](const std::string& name) {
        auto weight = reader->read(name);
        if (!weight && status)
            status = fail(weight.error());
        return weight ? std::move(*weight) : zeros(reader->architecture(), name);
    };
    WeightPacker packer(readOrZeros, packing);
    auto weights = std::make_unique<const Weights>(reader->architecture(), reader->provenance(), reader->fitted(),
                                                   reader->checksum(), std::move(*codec), packer);
    if (!status) // the file was changed after it had been checked
        return fail(status.error(), "while loading " + path.string());
    giveBackHoles();
    return std::shared_ptr<const LiveModel>(new LiveModel(std::move(weights)));
}

LiveModel::WorkspacePointer LiveModel::makeWorkspace(const WorkspaceOptions& options) const {
    return WorkspacePointer(new Workspace(*m_weights, options));
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

const files::Fitted& LiveModel::fitted() const {
    return m_weights->fitted;
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
    Posterior result;
    encodeMany(std::span(&example, 1), workspace, [&](std::size_t, const Posterior& posterior) {
        result = posterior;
        return true;
    });
    return result;
}

bool LiveModel::encodeMany(std::span<const music::Pattern> patterns, Workspace& workspace, OnEncoded onEncoded) const {
    return encodeAll(patterns.size(), workspace, onEncoded,
                     [&](std::size_t index) { return codec().exampleOf(patterns[index]); });
}

bool LiveModel::encodeMany(std::span<const codec::Example> examples, Workspace& workspace, OnEncoded onEncoded) const {
    return encodeAll(examples.size(), workspace, onEncoded,
                     [&](std::size_t index) -> const codec::Example& { return examples[index]; });
}

template <class ExampleAt>
bool LiveModel::encodeAll(std::size_t count, Workspace& workspace, OnEncoded onEncoded, const ExampleAt& at) const {
    assert(hasEncoder());
    if (!workspace.encoder)
        workspace.encoder.emplace(*m_weights->encoder, workspace.rows);
    for (std::size_t first = 0; first < count; first += workspace.rows) {
        const std::size_t windows = std::min(workspace.rows, count - first);
        for (std::size_t row = 0; row < windows; ++row)
            hear(at(first + row), architecture().shape(), workspace.encoder->steps(row),
                 workspace.encoder->lengths(row));
        m_weights->encoder->encode(windows, *workspace.encoder, workspace.team);
        for (std::size_t row = 0; row < windows; ++row)
            if (!onEncoded(first + row, workspace.encoder->posterior(row)))
                return false;
    }
    return true;
}

const DecodedTensors& LiveModel::decodeTensors(std::span<const float> z, std::span<const float> control,
                                               const DecodeOptions& options, Workspace& workspace,
                                               OnSegment onSegment) const {
    Decoder::State& state = workspace.decoder;
    state.ask(0, z, control.empty() ? std::span(m_weights->silence) : control, options);
    const auto handOver = [&] { return onSegment(state.decoded(0)); };
    m_weights->decoder->decode(1, state, workspace.team,
                               onSegment ? Decoder::OnSegment(handOver) : Decoder::OnSegment());
    return state.decoded(0);
}

DecodedPattern LiveModel::decode(std::span<const float> z, std::span<const float> control, const DecodeOptions& options,
                                 Workspace& workspace, OnSegment onSegment) const {
    return patternOf(decodeTensors(z, control, options, workspace, onSegment));
}

bool LiveModel::decodeMany(std::span<const float> z, std::span<const float> control, const DecodeOptions& options,
                           Workspace& workspace, OnDecoded onDecoded) const {
    const auto size = static_cast<std::size_t>(architecture().latentSize);
    const std::size_t count = z.size() / size;
    const std::span<const float> told = control.empty() ? std::span(m_weights->silence) : control;
    const std::size_t toldSize = m_weights->silence.size();
    assert(z.size() == count * size);
    assert(told.size() == toldSize || told.size() == count * toldSize);
    Decoder::State& state = workspace.decoder;
    DecodeOptions own = options;
    for (std::size_t first = 0; first < count; first += workspace.rows) {
        const std::size_t windows = std::min(workspace.rows, count - first);
        for (std::size_t row = 0; row < windows; ++row) {
            const std::size_t index = first + row;
            own.seed = seedOf(options.seed, index);
            state.ask(row, z.subspan(index * size, size),
                      told.subspan(told.size() == toldSize ? 0 : index * toldSize, toldSize), own);
        }
        m_weights->decoder->decode(windows, state, workspace.team);
        for (std::size_t row = 0; row < windows; ++row)
            if (!onDecoded(first + row, state.decoded(row)))
                return false;
    }
    return true;
}

void LiveModel::probabilitiesOf(const DecodedTensors& decoded, std::span<float> probabilities) const {
    assert(probabilities.size() == decoded.logits.size());
    const auto columns = static_cast<std::size_t>(architecture().shape().output);
    const std::size_t written = static_cast<std::size_t>(decoded.steps) * columns;
    for (std::size_t first = 0; first < written;)
        for (const OutputPart& part : architecture().decoder.outputs) {
            const auto width = static_cast<std::size_t>(part.width);
            probabilitiesOfPart(part.kind, std::span(decoded.logits).subspan(first, width),
                                std::span(decoded.output).subspan(first, width), probabilities.subspan(first, width));
            first += width;
        }
    std::ranges::fill(probabilities.subspan(written), 0.0F);
}

DecodedPattern LiveModel::patternOf(const DecodedTensors& decoded) const {
    std::vector<float> probabilities(decoded.logits.size());
    probabilitiesOf(decoded, probabilities);
    const std::size_t rows = writtenRows(architecture().codec, decoded.steps);
    const std::size_t values = rows * static_cast<std::size_t>(architecture().shape().output);
    music::Pattern pattern =
        codec().patternOf(std::span(decoded.output).first(values), std::span(probabilities).first(values));
    return {std::move(pattern), std::move(probabilities), decoded.steps};
}

} // namespace segue::decoder
