#include "core/latent/MapBuilder.h"

#include "core/music/Attributes.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <iterator>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace segue::latent {
namespace {

using files::CollectedSequence;

/// What became of one piece.
struct Piece {
    std::vector<float> means; // [windows, Z]
    std::vector<int> bars;
    std::vector<float> attributes; // [windows, A]
    std::vector<double> onsets; // of all windows together
    std::optional<Error> refusal;

    void measure(const music::Pattern& pattern) {
        for (const music::Attribute& attribute : music::attributesOf(pattern))
            attributes.push_back(static_cast<float>(attribute.value));
        const std::vector<int> parts = music::onsetsByPart(pattern);
        onsets.resize(parts.size());
        std::ranges::transform(onsets, parts, onsets.begin(), std::plus<>());
    }
};

// Enough that the arithmetic takes longer than reading the weights, and few enough for the memory of a long model.
constexpr std::size_t kTogether = 16;

/// Windows of some pieces, to be encoded together.
struct Windows {
    std::vector<music::Pattern> patterns;
    std::vector<Piece*> pieces; ///< whose each is
};

/// Takes pieces, some at a time, from as many threads as call work(), until none is left.
class Worker {
public:
    Worker(const decoder::LiveModel& model, const std::vector<const CollectedSequence*>& sources,
           const MapBuildOptions& options)
        : m_model(model), m_sources(sources), m_options(options), m_pieces(sources.size()) {}

    /// `progress` may be empty. Does not throw: an exception ends all work and becomes failure().
    void work(const std::function<void(int, int)>& progress) noexcept {
        try {
            const auto workspace = m_model.makeWorkspace({.rows = kTogether});
            Windows windows;
            while (const int taken = take(windows)) {
                encode(windows, *workspace);
                const int done = m_done += taken;
                if (progress && !isStopped())
                    progress(done, static_cast<int>(m_sources.size()));
            }
        } catch (const std::bad_alloc&) {
            abandon(ErrorCode::OutOfMemory, "There is not enough memory to make the map");
        } catch (const std::exception& exception) {
            abandon(ErrorCode::Internal, exception.what());
        }
    }

    [[nodiscard]] std::vector<Piece>& pieces() { return m_pieces; }
    [[nodiscard]] const std::optional<Error>& failure() const { return m_failure; }

private:
    [[nodiscard]] bool isStopped() const { return m_abandoned || m_options.stop.stop_requested(); }

    /// The windows of the next pieces, which make up a few batches. Returns how many pieces: 0 if none is left.
    int take(Windows& windows) {
        windows = {};
        int pieces = 0;
        while (windows.patterns.size() < 4 * kTogether && !isStopped()) {
            const std::size_t next = m_next++;
            if (next >= m_sources.size())
                break;
            extract(*m_sources[next], m_pieces[next], windows);
            ++pieces;
        }
        return pieces;
    }

    void extract(const CollectedSequence& source, Piece& piece, Windows& windows) const {
        auto extraction = m_model.codec().patterns(source.sequence, m_options.extraction);
        if (!extraction) {
            piece.refusal = extraction.error();
            return;
        }
        for (codec::PatternWindow& window : extraction->windows) {
            piece.bars.push_back(window.bar);
            piece.measure(window.pattern);
            windows.patterns.push_back(std::move(window.pattern));
            windows.pieces.push_back(&piece);
        }
    }

    void encode(const Windows& windows, decoder::LiveModel::Workspace& workspace) const {
        (void)m_model.encodeMany(windows.patterns, workspace,
                                 [&](std::size_t index, const decoder::Posterior& posterior) {
                                     std::vector<float>& means = windows.pieces[index]->means;
                                     means.insert(means.end(), posterior.mean.begin(), posterior.mean.end());
                                     return !isStopped();
                                 });
    }

    void abandon(ErrorCode code, std::string message) noexcept {
        m_abandoned = true;
        const std::lock_guard lock(m_mutex);
        if (!m_failure)
            m_failure.emplace(code, std::move(message));
    }

    const decoder::LiveModel& m_model;
    const std::vector<const CollectedSequence*>& m_sources;
    const MapBuildOptions& m_options;
    std::vector<Piece> m_pieces; // each is written by the one thread that took it
    std::atomic<std::size_t> m_next = 0;
    std::atomic<int> m_done = 0;
    std::atomic<bool> m_abandoned = false;
    std::mutex m_mutex;
    std::optional<Error> m_failure; // guarded by m_mutex until all threads are joined
};

} // namespace

Result<BuiltMap> buildMap(const decoder::LiveModel& model, const files::MusicCollection& collection,
                          const MapBuildOptions& options) {
    if (!model.hasEncoder())
        return fail(ErrorCode::Unsupported, "This model has no encoder: it cannot say where music lies on a map");
    std::vector<const CollectedSequence*> sources;
    for (const CollectedSequence& each : collection.sequences)
        if (std::ranges::find(options.splits, each.info.split) != options.splits.end())
            sources.push_back(&each);

    Worker worker(model, sources, options);
    {
        std::vector<std::jthread> others;
        for (int i = 1; i < options.threads; ++i)
            others.emplace_back([&worker] { worker.work({}); });
        worker.work(options.progress);
    }
    if (options.stop.stop_requested())
        return fail(ErrorCode::Cancelled, "Making the map was stopped");
    if (worker.failure())
        return fail(*worker.failure());

    BuiltMap built{{.latentSize = model.architecture().latentSize,
                    .means = {},
                    .examples = {},
                    .title = options.title,
                    .attribution = options.attribution,
                    .modelChecksum = model.checksum()},
                   collection.refused,
                   {},
                   {}};
    for (const music::Attribute& attribute : music::attributesOf(model.codec().silence()))
        built.attributes.names.emplace_back(attribute.name);
    built.onsets.resize(music::onsetsByPart(model.codec().silence()).size());
    for (std::size_t i = 0; i < sources.size(); ++i) {
        const Piece piece = std::move(worker.pieces()[i]); // so that its means are not there twice for long
        const files::SourceInfo& info = sources[i]->info;
        if (piece.refusal)
            built.refused.push_back({info.file, *piece.refusal});
        built.map.means.insert(built.map.means.end(), piece.means.begin(), piece.means.end());
        std::ranges::copy(piece.attributes, std::back_inserter(built.attributes.values));
        if (!piece.bars.empty())
            std::ranges::transform(built.onsets, piece.onsets, built.onsets.begin(), std::plus<>());
        for (const int bar : piece.bars)
            built.map.examples.push_back({info.file, info.style, info.drummer, info.bpm, bar});
    }
    if (built.map.examples.empty())
        return fail(ErrorCode::NoMusic,
                    "None of the " + std::to_string(sources.size()) + " pieces has anything that the model can read");
    for (double& onsets : built.onsets)
        onsets /= static_cast<double>(built.map.examples.size());
    return built;
}

Result<BuiltMap> buildMap(const decoder::LiveModel& model, const std::filesystem::path& path,
                          const MapBuildOptions& options) {
    const auto collection = files::readMusicCollection(path, {.progress = {}, .stop = options.stop});
    if (!collection)
        return fail(collection.error());
    return buildMap(model, *collection, options);
}

} // namespace segue::latent
