#include "training/SamplesTorch.h"

#include "core/base/SystemError.h"
#include "core/files/MidiFile.h"
#include "training/BatchTorch.h"

#include <algorithm>

namespace segue::training {
namespace {

using torch::Tensor;

constexpr std::uint64_t kPoints = 1; // the seed of the points that are drawn

/// Row `row` of [T, B, V], as notes.
music::NoteSequence notesOf(const codec::Codec& codec, const Tensor& outputs, int row, Bpm tempo) {
    const Tensor one = outputs.select(1, row).contiguous(); // [T, V]
    return codec.notesFromOutput({one.data_ptr<float>(), static_cast<std::size_t>(one.numel())}, tempo);
}

Tensor drawPoints(int count, std::int64_t size) {
    Random random(kPoints);
    Tensor points = torch::empty({count, size});
    for (std::int64_t i = 0; i < points.numel(); ++i)
        points.data_ptr<float>()[i] = static_cast<float>(random.normal());
    return points;
}

Status writeAll(const std::filesystem::path& folder, const std::string& name,
                const std::vector<music::NoteSequence>& pieces) {
    for (std::size_t i = 0; i < pieces.size(); ++i)
        if (auto status = files::writeMidiFile(folder / (name + std::to_string(i + 1) + ".mid"), pieces[i]); !status)
            return status;
    return {};
}

} // namespace

Samples makeSamples(const model::MusicVae& model, const Dataset& data, int count) {
    const torch::NoGradGuard noGrad;
    const codec::Codec& codec = data.codec();
    Samples samples;
    count = std::min(count, data.size());
    if (count == 0)
        return samples;
    std::vector<Bpm> tempos;
    Batch batch(data.shape(), count);
    for (int row = 0; row < count; ++row) {
        const auto window = static_cast<int>((2LL * row + 1) * data.size() / (2LL * count));
        const auto pattern = data.pattern(window);
        tempos.push_back(data.songOf(window).tempo);
        samples.originals.push_back(codec.notesOf(pattern, tempos.back()));
        batch.put(row, codec.exampleOf(pattern));
    }
    const model::BatchTensors tensors = tensorsOf(batch);
    const Tensor means = model.encode(tensors.input, tensors.control, tensors.lengths).mean; // [B, Z]
    const Tensor answers = model.generate(means, tensors.control).outputs; // [T, B, V]
    const Tensor drawn = model.generate(drawPoints(count, means.size(1)), tensors.control).outputs; // [T, B, V]
    for (int row = 0; row < count; ++row) {
        const Bpm tempo = tempos[static_cast<std::size_t>(row)];
        samples.reconstructions.push_back(notesOf(codec, answers, row, tempo));
        samples.draws.push_back(notesOf(codec, drawn, row, tempo));
    }
    return samples;
}

Status writeSamples(const std::filesystem::path& folder, const Samples& samples) {
    auto temporary = folder;
    temporary += ".part";
    std::error_code error;
    std::filesystem::remove_all(temporary, error);
    std::filesystem::create_directories(temporary, error);
    if (error)
        return fail(systemError(temporary, "write", error.value()));
    for (const auto& [name, pieces] : {std::pair{"original-", &samples.originals},
                                       {"reconstruction-", &samples.reconstructions},
                                       {"draw-", &samples.draws}})
        if (auto status = writeAll(temporary, name, *pieces); !status) {
            std::filesystem::remove_all(temporary, error);
            return status;
        }
    std::filesystem::remove_all(folder, error);
    std::filesystem::rename(temporary, folder, error);
    if (error)
        return fail(systemError(folder, "write", error.value()));
    return {};
}

} // namespace segue::training
