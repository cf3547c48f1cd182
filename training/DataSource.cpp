#include "training/DataSource.h"

namespace segue::training {
namespace {

nlohmann::json factsOf(const Dataset& data) {
    return {{"songs", data.songs().size()}, {"windows", data.size()}};
}

} // namespace

Dataset& DataSets::of(files::Split split) {
    switch (split) {
    case files::Split::Train: return train;
    case files::Split::Validation: return validation;
    case files::Split::Test: return test;
    }
    return train;
}

nlohmann::json DataSets::facts() const {
    return {{"train", factsOf(train)},         {"validation", factsOf(validation)}, {"test", factsOf(test)},
            {"refused_files", refused.size()}, {"repaired_files", repaired.size()}, {"notes", notes},
            {"shadowed_notes", shadowedNotes}, {"unmapped_notes", unmappedNotes}};
}

Result<DataSets> loadDataSets(const std::vector<std::filesystem::path>& paths, const architecture::CodecConfig& codec,
                              const files::CollectionOptions& options, codec::Rules rules) {
    DataSets sets(codec, rules);
    for (const auto& path : paths) {
        const auto take = [&](files::CollectedSequence collected) -> Status {
            if (!collected.repairs.empty())
                sets.repaired.push_back({collected.info.file, std::move(collected.repairs)});
            const auto report = sets.of(collected.info.split).add(collected.info.file, collected.sequence);
            if (!report) {
                sets.refused.push_back({collected.info.file, report.error()});
                return {};
            }
            sets.notes += report->notes;
            sets.shadowedNotes += report->shadowed;
            for (const auto& [pitch, count] : report->unmappedPitches)
                sets.unmappedNotes += count;
            return {};
        };
        auto refused = files::visitMusicCollection(path, options, take);
        if (!refused)
            return fail(refused.error());
        sets.refused.insert(sets.refused.end(), refused->begin(), refused->end());
    }
    if (sets.train.size() + sets.validation.size() + sets.test.size() > 0)
        return sets;
    std::string reason =
        "Nothing in " + (paths.empty() ? std::string("no folder") : paths.front().string()) + " can be learned from";
    if (!sets.refused.empty())
        reason +=
            "; the first of " + std::to_string(sets.refused.size()) + " files: " + sets.refused.front().error.message();
    return fail(ErrorCode::NoMusic, reason);
}

} // namespace segue::training
