#include "core/files/Safetensors.h"

#include "core/base/FileBytes.h"
#include "core/base/Float16.h"
#include "core/files/Json.h"

#include <algorithm>
#include <array>
#include <bit>
#include <functional>

namespace segue::files {
namespace {

static_assert(std::endian::native == std::endian::little, "tensors are copied as they lie in the file");

constexpr std::uint64_t kMaximumHeader = 100'000'000; // as Python's library has it
constexpr const char* kMetadataKey = "__metadata__";

using Element = SafetensorsLayout::Element;
using Place = SafetensorsLayout::Place;

std::uint64_t sizeOf(Element element) {
    return element == Element::F32 ? 4 : 2;
}

/// A tensor as the header describes it.
struct Entry {
    std::string name;
    Place place;
    std::uint64_t begin = 0; ///< of its bytes, from the end of the header
    std::uint64_t end = 0;
};

tl::unexpected<Error> malformed(const std::string& reason) {
    return fail(ErrorCode::Malformed, "The safetensors data are broken: " + reason);
}

bool readRange(const nlohmann::json& json, Entry& entry) {
    if (!json.is_array() || json.size() != 2 || !json[0].is_number_unsigned() || !json[1].is_number_unsigned())
        return false;
    entry.begin = json[0].get<std::uint64_t>();
    entry.end = json[1].get<std::uint64_t>();
    return entry.begin <= entry.end;
}

/// Of at most `limit` elements.
Result<Entry> readEntry(const std::string& name, const nlohmann::json& json, std::uint64_t limit) {
    const std::string tensor = "tensor \"" + name + "\"";
    if (!json.is_object() || !json.contains("dtype") || !json.contains("shape") || !json.contains("data_offsets"))
        return malformed(tensor + " lacks dtype, shape or data_offsets");
    Entry entry;
    entry.name = name;
    const auto& type = json["dtype"];
    if (!type.is_string())
        return malformed(tensor + " has a dtype that is no text");
    if (type == "F32")
        entry.place.element = Element::F32;
    else if (type == "F16")
        entry.place.element = Element::F16;
    else if (type == "BF16")
        entry.place.element = Element::BF16;
    else
        return fail(ErrorCode::Unsupported,
                    "The type " + type.get<std::string>() + " of " + tensor + " is not known; F32, F16 and BF16 are");

    if (!json["shape"].is_array())
        return malformed(tensor + " has a shape that is no list");
    bool isEmpty = false;
    entry.place.count = 1;
    for (const auto& item : json["shape"]) {
        if (!item.is_number_unsigned() || item.get<std::uint64_t>() > std::uint64_t{INT64_MAX})
            return malformed(tensor + " has a shape that is no list of sizes");
        const auto size = item.get<std::uint64_t>();
        entry.place.shape.push_back(static_cast<std::int64_t>(size));
        isEmpty = isEmpty || size == 0;
        if (size > 0 && entry.place.count <= limit)
            entry.place.count = entry.place.count > limit / size ? limit + 1 : entry.place.count * size;
    }
    if (isEmpty)
        entry.place.count = 0;

    if (!readRange(json["data_offsets"], entry))
        return malformed(tensor + " has data_offsets that are no range");
    if (entry.place.count > limit || entry.end - entry.begin != entry.place.count * sizeOf(entry.place.element))
        return malformed(tensor + " has a shape that does not fit its bytes");
    return entry;
}

/// By their place in the file, which they must fill without gap or overlap.
Result<std::vector<Entry>> readEntries(const nlohmann::json& header, std::uint64_t dataSize) {
    std::vector<Entry> entries;
    for (const auto& [name, json] : header.items()) {
        if (name == kMetadataKey)
            continue;
        auto entry = readEntry(name, json, dataSize / 2);
        if (!entry)
            return fail(std::move(entry).error());
        entries.push_back(std::move(*entry));
    }
    std::ranges::sort(entries, {}, [](const Entry& entry) { return std::pair(entry.begin, entry.end); });
    std::uint64_t filled = 0;
    for (const Entry& entry : entries) {
        if (entry.begin != filled)
            return malformed("tensor \"" + entry.name + "\" leaves a gap or overlaps another");
        filled = entry.end;
    }
    if (filled != dataSize)
        return malformed("the tensors take " + std::to_string(filled) + " bytes of data and the file has " +
                         std::to_string(dataSize));
    return entries;
}

Status readMetadata(const nlohmann::json& header, std::map<std::string, std::string>& metadata) {
    const auto at = header.find(kMetadataKey);
    if (at == header.end())
        return {};
    if (!at->is_object())
        return malformed("the metadata are no object");
    for (const auto& [key, value] : at->items()) {
        if (!value.is_string())
            return malformed("the metadata \"" + key + "\" are no text");
        metadata[key] = value.get<std::string>();
    }
    return {};
}

/// Fills a span with the bytes from an offset on.
using ReadBytes = std::function<Status(std::uint64_t offset, std::span<std::byte> out)>;

/// Two bytes a value, a piece at a time, so that no more than the values are in memory.
Status readHalves(Element element, std::uint64_t offset, const ReadBytes& read, std::span<float> values) {
    std::array<std::uint16_t, 8192> piece{};
    while (!values.empty()) {
        const auto halves = std::span(piece).first(std::min(piece.size(), values.size()));
        if (auto status = read(offset, std::as_writable_bytes(halves)); !status)
            return status;
        std::ranges::transform(halves, values.begin(), [element](std::uint16_t half) {
            return element == Element::F16 ? floatFromHalf(half) : std::bit_cast<float>(std::uint32_t{half} << 16);
        });
        values = values.subspan(halves.size());
        offset += halves.size_bytes();
    }
    return {};
}

Result<Tensor> readTensor(const Place& place, const ReadBytes& read) {
    Tensor tensor{place.shape, std::vector<float>(place.count)};
    const Status status = place.element == Element::F32
                              ? read(place.offset, std::as_writable_bytes(std::span(tensor.values)))
                              : readHalves(place.element, place.offset, read, tensor.values);
    if (!status)
        return fail(status.error());
    return tensor;
}

/// The text of the header, which stands behind its size.
Result<std::string> readHeader(std::uint64_t size, const ReadBytes& read) {
    const auto none = fail(ErrorCode::Malformed, "This is no safetensors file");
    std::uint64_t headerSize = 0;
    if (size < sizeof headerSize)
        return none;
    if (auto status = read(0, std::as_writable_bytes(std::span(&headerSize, 1))); !status)
        return fail(std::move(status).error());
    if (headerSize > size - sizeof headerSize || headerSize > kMaximumHeader)
        return none;
    std::string text(headerSize, ' ');
    if (auto status = read(sizeof headerSize, std::as_writable_bytes(std::span(text))); !status)
        return fail(std::move(status).error());
    return text;
}

Result<nlohmann::json> parseHeader(const std::string& text) {
    auto header = parseJson(text, "the header");
    if (!header || !header->is_object())
        return fail(ErrorCode::Malformed, "This is no safetensors file: its header is not a JSON object");
    return header;
}

Result<SafetensorsLayout> readLayout(std::uint64_t size, const ReadBytes& read) {
    const auto text = readHeader(size, read);
    if (!text)
        return fail(text.error());
    const auto header = parseHeader(*text);
    if (!header)
        return fail(header.error());

    SafetensorsLayout layout;
    if (auto status = readMetadata(*header, layout.metadata); !status)
        return fail(std::move(status).error());
    const std::uint64_t dataBegin = sizeof(std::uint64_t) + text->size();
    auto entries = readEntries(*header, size - dataBegin);
    if (!entries)
        return fail(std::move(entries).error());
    for (Entry& entry : *entries) {
        entry.place.offset = dataBegin + entry.begin;
        layout.tensors[entry.name] = std::move(entry.place);
    }
    return layout;
}

ReadBytes readerOf(const FileBytes& bytes) {
    return [&bytes](std::uint64_t offset, std::span<std::byte> out) { return bytes.read(offset, out); };
}

void appendValues(std::vector<std::byte>& bytes, const std::vector<float>& values, StoredType type) {
    if (type == StoredType::Float32) {
        const auto raw = std::as_bytes(std::span(values));
        bytes.insert(bytes.end(), raw.begin(), raw.end());
        return;
    }
    for (const float value : values) {
        const std::uint16_t half = halfFromFloat(value);
        bytes.push_back(static_cast<std::byte>(half & 0xFF));
        bytes.push_back(static_cast<std::byte>(half >> 8));
    }
}

} // namespace

Result<SafetensorsReader> SafetensorsReader::open(const std::filesystem::path& path) {
    auto bytes = FileBytes::open(path);
    if (!bytes)
        return fail(std::move(bytes).error());
    auto layout = readLayout(bytes->size(), readerOf(*bytes));
    if (!layout)
        return fail(std::move(layout).error(), "while reading " + path.string());
    return SafetensorsReader(std::move(*bytes), std::move(*layout));
}

Result<Tensor> SafetensorsReader::read(const std::string& name) const {
    return readTensor(m_layout.tensors.at(name), readerOf(m_bytes));
}

Result<Safetensors> readSafetensors(std::span<const std::byte> bytes) {
    const auto read = [bytes](std::uint64_t offset, std::span<std::byte> out) -> Status {
        std::ranges::copy(bytes.subspan(offset, out.size()), out.begin());
        return {};
    };
    auto layout = readLayout(bytes.size(), read);
    if (!layout)
        return fail(std::move(layout).error());
    Safetensors file{std::move(layout->metadata), {}};
    for (const auto& [name, place] : layout->tensors) {
        auto tensor = readTensor(place, read);
        if (!tensor)
            return fail(std::move(tensor).error());
        file.tensors[name] = std::move(*tensor);
    }
    return file;
}

Result<Safetensors> readSafetensorsFile(const std::filesystem::path& path) {
    const auto reader = SafetensorsReader::open(path);
    if (!reader)
        return fail(reader.error());
    Safetensors file{reader->layout().metadata, {}};
    for (const auto& [name, place] : reader->layout().tensors) {
        auto tensor = reader->read(name);
        if (!tensor)
            return fail(std::move(tensor).error(), "while reading " + path.string());
        file.tensors[name] = std::move(*tensor);
    }
    return file;
}

Result<std::map<std::string, std::string>> readSafetensorsMetadata(const std::filesystem::path& path) {
    const auto bytes = FileBytes::open(path);
    if (!bytes)
        return fail(bytes.error());
    const auto text = readHeader(bytes->size(), readerOf(*bytes));
    const auto header = text ? parseHeader(*text) : fail(text.error());
    if (!header)
        return fail(header.error(), "while reading " + path.string());
    std::map<std::string, std::string> metadata;
    if (auto status = readMetadata(*header, metadata); !status)
        return fail(std::move(status).error(), "while reading " + path.string());
    return metadata;
}

std::vector<std::byte> writeSafetensors(const Safetensors& file, StoredType type) {
    const std::size_t elementSize = type == StoredType::Float32 ? 4 : 2;
    nlohmann::json header = nlohmann::json::object();
    if (!file.metadata.empty())
        header[kMetadataKey] = file.metadata;
    std::size_t dataSize = 0;
    for (const auto& [name, tensor] : file.tensors) {
        const std::size_t end = dataSize + tensor.values.size() * elementSize;
        header[name] = {{"dtype", type == StoredType::Float32 ? "F32" : "F16"},
                        {"shape", tensor.shape},
                        {"data_offsets", {dataSize, end}}};
        dataSize = end;
    }
    std::string text = header.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    text.resize((text.size() + 7) / 8 * 8, ' '); // so that the data are aligned

    std::vector<std::byte> bytes;
    bytes.reserve(8 + text.size() + dataSize);
    for (int i = 0; i < 8; ++i)
        bytes.push_back(static_cast<std::byte>(std::uint64_t{text.size()} >> (8 * i)));
    const auto raw = std::as_bytes(std::span(text));
    bytes.insert(bytes.end(), raw.begin(), raw.end());
    for (const auto& [name, tensor] : file.tensors)
        appendValues(bytes, tensor.values, type);
    return bytes;
}

} // namespace segue::files
