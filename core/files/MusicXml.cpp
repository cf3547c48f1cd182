#include "core/files/MusicXml.h"

#include "core/files/MusicXmlArchive.h"
#include "core/files/MusicXmlDocument.h"
#include "core/files/MusicXmlNodes.h"
#include "core/files/MusicXmlPart.h"
#include "core/files/ScorePerformance.h"

#include <algorithm>
#include <map>

namespace segue::files {
namespace {

/// What a part says in one measure.
struct PartMeasure {
    std::size_t index;
    pugi::xml_node content;
};

struct Part {
    std::string id;
    std::vector<PartMeasure> measures;
};

std::string textOf(std::span<const std::byte> bytes, std::size_t limit) {
    std::string text; // without the zeros of UTF-16
    for (const std::byte byte : bytes.first(std::min(bytes.size(), limit)))
        if (byte != std::byte{0})
            text += static_cast<char>(byte);
    return text;
}

/// False: there are too many.
bool addMeasure(Score& score, std::size_t index, const pugi::xml_node& node) {
    if (index >= kMaximumMeasures)
        return false;
    if (index == score.measures.size()) {
        ScoreMeasure& measure = score.measures.emplace_back();
        measure.number = nameIn(node.attribute("number").value());
        if (measure.number.empty())
            measure.number = std::to_string(index + 1);
    }
    score.measures[index].isImplicit |= std::string_view(node.attribute("implicit").value()) == "yes";
    return true;
}

/// The parts with their measures, each measure also added to the score. None: too many measures.
std::optional<std::vector<Part>> partwise(const pugi::xml_node& root, Score& score) {
    std::vector<Part> parts;
    for (const pugi::xml_node& node : root.children("part")) {
        Part& part = parts.emplace_back(Part{node.attribute("id").value(), {}});
        for (const pugi::xml_node& measure : node.children("measure")) {
            const std::size_t index = part.measures.size();
            if (!addMeasure(score, index, measure))
                return std::nullopt;
            part.measures.push_back({index, measure});
        }
    }
    return parts;
}

std::optional<std::vector<Part>> timewise(const pugi::xml_node& root, Score& score) {
    std::vector<Part> parts;
    std::map<std::string, std::size_t, std::less<>> places;
    std::size_t index = 0;
    for (const pugi::xml_node& measure : root.children("measure")) {
        if (!addMeasure(score, index, measure))
            return std::nullopt;
        for (const pugi::xml_node& node : measure.children("part")) {
            const auto [at, isNew] = places.emplace(node.attribute("id").value(), parts.size());
            if (isNew)
                parts.push_back({at->first, {}});
            parts[at->second].measures.push_back({index, node});
        }
        ++index;
    }
    return parts;
}

Result<Score> readScore(const pugi::xml_node& root, RepairLog& repairs) {
    const bool isTimewise = std::string_view(root.name()) == "score-timewise";
    Score score;
    const auto parts = isTimewise ? timewise(root, score) : partwise(root, score);
    if (!parts)
        return fail(ErrorCode::Unsupported,
                    "The score has more than " + std::to_string(kMaximumMeasures) + " measures");
    if (score.measures.empty())
        return fail(ErrorCode::NoMusic, "The MusicXML score has no measures");
    auto list = readPartList(root.child("part-list"));
    for (const Part& part : *parts) {
        const std::string name = nameIn(part.id);
        const auto [described, isMissing] = list.try_emplace(part.id, name);
        if (isMissing)
            repairs.add("Part " + name, "the part list does not describe it, and it is read as a piano");
        MusicXmlPartReader reader(described->second, score, repairs);
        for (const auto& [index, content] : part.measures)
            if (auto status = reader.read(content, index); !status)
                return fail(std::move(status).error());
    }
    for (ScoreMeasure& measure : score.measures) {
        std::ranges::stable_sort(measure.tempos, {}, &ScoreEvent<Bpm>::at);
        std::ranges::stable_sort(measure.keys, {}, &ScoreEvent<ScoreKey>::at);
        std::ranges::stable_sort(measure.chords, {}, &ScoreEvent<std::string>::at);
    }
    return score;
}

} // namespace

bool beginsAsZip(std::span<const std::byte> begin) {
    return textOf(begin, 4) == "PK\3\4";
}

bool beginsAsXml(std::span<const std::byte> begin) {
    std::string text = textOf(begin, 256);
    for (const std::string_view mark : {"\xEF\xBB\xBF", "\xFF\xFE", "\xFE\xFF"}) // byte order
        if (text.starts_with(mark))
            text.erase(0, mark.size());
    return trimmed(text).starts_with('<');
}

bool beginsAsMusicXml(std::span<const std::byte> begin) {
    if (!beginsAsXml(begin))
        return false;
    const std::string text = textOf(begin, begin.size());
    return text.find("<score-partwise") != std::string::npos || text.find("<score-timewise") != std::string::npos;
}

Result<ReadMusic> readMusicXml(std::span<const std::byte> bytes, const MusicXmlOptions& options) {
    RepairLog repairs;
    std::vector<std::byte> unpacked;
    if (beginsAsZip(bytes)) {
        auto score = unpackMusicXml(bytes, repairs);
        if (!score)
            return fail(std::move(score).error());
        unpacked = std::move(*score);
        bytes = unpacked;
    }
    if (!beginsAsXml(bytes))
        return fail(ErrorCode::Malformed, "This is no MusicXML: it does not begin as XML");
    pugi::xml_document document;
    if (auto status = parseXml(bytes, document, repairs); !status)
        return fail(std::move(status).error());
    const pugi::xml_node root = document.document_element();
    const std::string_view name = root.name();
    if (name == "opus")
        return fail(ErrorCode::Unsupported, "This is a MusicXML list of scores: open one of the scores");
    if (name != "score-partwise" && name != "score-timewise")
        return fail(ErrorCode::NoMusic, "This is XML, but not MusicXML");
    const auto score = readScore(root, repairs);
    if (!score)
        return fail(score.error());
    auto sequence = performScore(*score, options.unfoldRepeats, repairs);
    if (!sequence)
        return fail(std::move(sequence).error());
    return ReadMusic{std::move(*sequence), repairs.take()};
}

} // namespace segue::files
