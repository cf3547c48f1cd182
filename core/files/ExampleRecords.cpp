#include "core/files/ExampleRecords.h"

#include "core/base/Utf8.h"
#include "core/files/ByteReader.h"
#include "core/files/MidiFile.h"

#include "core/files/example.pb.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace segue::files {
namespace {

/// The labels of the Groove data set, which its examples give by number. Source: TensorFlow Datasets, groove 2.0.
constexpr std::array<std::string_view, 18> kStyles{
    "afrobeat", "afrocuban", "blues",         "country",    "dance", "funk", "gospel", "highlife", "hiphop",
    "jazz",     "latin",     "middleeastern", "neworleans", "pop",   "punk", "reggae", "rock",     "soul"};
constexpr std::array<std::string_view, 10> kDrummers{"drummer1", "drummer2", "drummer3", "drummer4", "drummer5",
                                                     "drummer6", "drummer7", "drummer8", "drummer9", "drummer10"};
constexpr std::array<std::string_view, 2> kBeatTypes{"beat", "fill"};
constexpr std::array<std::string_view, 5> kTimeSignatures{"3-4", "4-4", "5-4", "5-8", "6-8"};

/// The features of an example by name.
class Features {
public:
    explicit Features(const proto::Example& example) : m_features(example.features()) {}

    /// Empty if it is not there.
    [[nodiscard]] std::string_view bytes(std::string_view name) const {
        const auto& list = feature(name).bytes_list();
        return list.value_size() > 0 ? std::string_view(list.value(0)) : std::string_view();
    }

    [[nodiscard]] float number(std::string_view name) const {
        const proto::Feature& found = feature(name);
        if (found.int64_list().value_size() > 0)
            return static_cast<float>(found.int64_list().value(0));
        return found.float_list().value_size() > 0 ? found.float_list().value(0) : 0.0F;
    }

    /// A text, or the number of one of `labels`. Empty if it is neither.
    [[nodiscard]] std::string label(std::string_view name, std::span<const std::string_view> labels) const {
        const auto& numbers = feature(name).int64_list();
        if (numbers.value_size() == 0)
            return utf8FromUnknown(bytes(name));
        const auto number = static_cast<std::uint64_t>(numbers.value(0));
        return number < labels.size() ? std::string(labels[number]) : std::string();
    }

private:
    [[nodiscard]] const proto::Feature& feature(std::string_view name) const {
        const auto at = std::ranges::find(m_features.feature(), name, &proto::FeatureEntry::key);
        return at == m_features.feature().end() ? proto::Feature::default_instance() : at->value();
    }

    const proto::Features& m_features;
};

std::string firstOf(std::string first, std::string second) {
    return first.empty() ? second : first;
}

} // namespace

bool isExample(std::span<const std::byte> bytes) {
    // One field of messages takes all, and is made of such fields itself. A NoteSequence begins with a text.
    constexpr std::uint8_t kMessage = 0x0A;
    ByteReader reader(bytes);
    if (reader.byte() != kMessage)
        return false;
    std::uint64_t length = 0;
    for (int shift = 0; shift < 35; shift += 7) {
        const std::uint8_t byte = reader.byte();
        length |= std::uint64_t{byte & 0x7FU} << shift;
        if (byte < 0x80)
            break;
    }
    return length > 0 && length == reader.remaining() && reader.peek() == kMessage;
}

Result<NoteSequenceRecord> decodeExample(std::span<const std::byte> bytes) {
    proto::Example example;
    if (bytes.size() > kMaximumRecordSize || !example.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
        return fail(ErrorCode::Malformed, "The data are no example");
    const Features features(example);
    const std::string_view midi = features.bytes("midi");
    if (midi.empty())
        return fail(ErrorCode::NoMusic, "The example has no MIDI file");
    auto music = recoverMidi(std::as_bytes(std::span(midi)));
    if (!music)
        return fail(std::move(music).error());
    NoteSequenceRecord record;
    record.id = utf8FromUnknown(features.bytes("id"));
    record.file = record.id;
    record.artist = features.label("drummer", kDrummers);
    record.genre = firstOf(features.label("style/primary", kStyles), features.label("style", kStyles));
    record.genre = record.genre.substr(0, record.genre.find('/'));
    record.beatType = features.label("type", kBeatTypes);
    record.timeSignature = features.label("time_signature", kTimeSignatures);
    if (const float bpm = features.number("bpm"); bpm > 0.0F && bpm < 1e6F)
        record.bpm = bpm;
    record.sequence = std::move(music->sequence);
    record.sequence.name = record.file;
    record.repairs = std::move(music->repairs);
    return record;
}

std::optional<Split> splitOfDataset(const std::filesystem::path& path) {
    const std::string name = path.filename().string();
    const std::string_view stem = std::string_view(name).substr(0, name.find(".tfrecord"));
    return splitFromName(stem.substr(stem.rfind('-') + 1)); // all of it where there is no '-'
}

} // namespace segue::files
