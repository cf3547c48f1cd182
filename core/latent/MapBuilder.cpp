#include "core/latent/MapBuilder.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <thread>

namespace segue::latent {
namespace {

using files::CollectedSequence;

/// What became of one piece.
struct Piece {
    std::vector<float> means; // [windows, Z]
    std::vector<int> bars;
    std::optional<Error> refusal;
};

/// Takes pieces one by one, from as many threads as call work(), until none is left.
class Worker {
public:
    Worker(const decoder::LiveModel& model, const std::vector<const CollectedSequence*>& sources,
           const MapBuildOptions& options)
        : m_model(model), m_sources(sources), m_options(options), m_pieces(sources.size()) {}

    /// `progress` may be empty. Does not throw: an exception ends all work and becomes failure().
    void work(const std::function<void(int, int)>& progress) noexcept {
        try {
            const auto workspace = m_model.makeWorkspace();
            for (std::size_t next = m_next++; next < m_sources.size() && !isStopped(); next = m_next++) {
                encode(*m_sources[next], m_pieces[next], *workspace);
                const int done = ++m_done;
                if (progress)
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

    void encode(const CollectedSequence& source, Piece& piece, decoder::LiveModel::Workspace& workspace) const {
        const auto extraction = m_model.codec().patterns(source.sequence, m_options.extraction);
        if (!extraction) {
            piece.refusal = extraction.error();
            return;
        }
        for (const codec::PatternWindow& window : extraction->windows) {
            if (isStopped())
                return;
            const decoder::Posterior posterior = m_model.encode(window.pattern, workspace);
            piece.means.insert(piece.means.end(), posterior.mean.begin(), posterior.mean.end());
            piece.bars.push_back(window.bar);
        }
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
                   collection.refused};
    for (std::size_t i = 0; i < sources.size(); ++i) {
        const Piece piece = std::move(worker.pieces()[i]); // so that its means are not there twice for long
        const files::SourceInfo& info = sources[i]->info;
        if (piece.refusal)
            built.refused.push_back({info.file, *piece.refusal});
        built.map.means.insert(built.map.means.end(), piece.means.begin(), piece.means.end());
        for (const int bar : piece.bars)
            built.map.examples.push_back({info.file, info.style, info.drummer, info.bpm, bar});
    }
    if (built.map.examples.empty())
        return fail(ErrorCode::NoMusic,
                    "None of the " + std::to_string(sources.size()) + " pieces has anything that the model can read");
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
