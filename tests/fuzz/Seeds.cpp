#include "core/architecture/Blueprint.h"
#include "tests/core/files/RandomSequence.h"
#include "tests/support/MagentaBytes.h"

#include "core/base/Files.h"
#include "core/files/MidiFile.h"
#include "core/files/ModelFile.h"
#include "core/files/NoteSequenceRecords.h"
#include "core/latent/MapFile.h"
#include "core/runs/RunFolder.h"

#include <filesystem>
#include <iostream>
#include <utility>

using namespace segue;

namespace {

namespace fs = std::filesystem;

constexpr int kSeeds = 20;

files::ModelFile smallModel() {
    files::ModelFile model;
    model.architecture = *architecture::namedConfiguration("groovae_2bar");
    model.architecture.latentSize = 2;
    model.architecture.encoder.sizes = {1};
    model.architecture.decoder.sizes = {1};
    model.provenance = {{"data", "none"}};
    for (const auto& [name, shape] : architecture::weightShapes(model.architecture)) {
        std::size_t count = 1;
        for (const std::int64_t size : shape)
            count *= static_cast<std::size_t>(size);
        model.weights[name] = {shape, std::vector<float>(count, 0.25F)};
    }
    return model;
}

latent::MapFile smallMap() {
    latent::MapFile map;
    map.latentSize = 2;
    map.means = {0, 1, 2, 3};
    map.examples = {{"a.mid", "funk", "one", 90, 0}, {"a.mid", "funk", "one", 90, 1}};
    map.title = "Two windows";
    map.modelChecksum = "0123456789abcdef";
    return map;
}

/// Four bars of eighths on changing drums.
music::NoteSequence groove(Random& random) {
    music::NoteSequence sequence;
    sequence.tempos = {{Seconds(0), Bpm(120)}};
    sequence.timeSignatures = {{Seconds(0), 4, 4}};
    for (int eighth = 0; eighth < 32; ++eighth) {
        const auto pitch = static_cast<std::uint8_t>(36 + random.below(16));
        const double start = 0.25 * eighth + random.uniform(0, 0.02);
        sequence.notes.push_back({MidiPitch(pitch), Velocity(100), Seconds(start), Seconds(start + 0.1), 0, 0, true});
    }
    return sequence;
}

Status writeMusic(const fs::path& folder) {
    Random random(1);
    for (int i = 0; i < kSeeds; ++i) {
        files::NoteSequenceRecord record;
        record.file = "a.mid";
        record.genre = "funk";
        record.sequence = test::randomSequence(random);
        record.sequence.notes.resize(std::min<std::size_t>(record.sequence.notes.size(), 20));
        const std::string name = std::to_string(i);
        if (auto status = files::writeMidiFile(folder / "MidiFile" / name, record.sequence); !status)
            return status;
        if (auto status = files::writeMidiFile(folder / "GrooveCodec" / name, groove(random)); !status)
            return status;
        if (auto status = writeFileAtomically(folder / "NoteSequence" / name, files::encodeNoteSequence(record));
            !status)
            return status;
        auto records = files::NoteSequenceWriter::create(folder / "TfRecord" / name);
        if (!records || !records->write(record) || !records->commit())
            return fail(ErrorCode::Unreadable, "Cannot write the records");
    }
    return {};
}

/// The files of tests/data, whose defects a fuzzer would take long to think of.
Status copyMalformed(const fs::path& folder) {
    const fs::path malformed = SEGUE_TEST_DATA "/malformed";
    for (const auto& [from, to] :
         {std::pair("midi", "MidiFile"), std::pair("tfrecord", "TfRecord"), std::pair("safetensors", "Safetensors")})
        fs::copy(malformed / from, folder / to, fs::copy_options::overwrite_existing);
    for (const auto& entry : fs::directory_iterator(malformed / "tfrecord")) {
        auto reader = files::TfRecordReader::open(entry.path());
        if (!reader)
            return fail(std::move(reader).error());
        for (int i = 0; !reader->isBroken(); ++i) {
            const auto record = reader->next();
            if (!record || !*record)
                break;
            const std::string name = entry.path().stem().string() + std::to_string(i);
            if (auto status = writeFileAtomically(folder / "NoteSequence" / name, **record); !status)
                return status;
        }
    }
    return {};
}

Status writeModels(const fs::path& folder) {
    using files::StoredType;
    for (const char* target : {"Safetensors", "ModelFile"})
        for (const StoredType type : {StoredType::Float32, StoredType::Float16}) {
            const char* const name = type == StoredType::Float32 ? "single" : "half";
            if (auto status = files::writeModelFile(folder / target / name, smallModel(), type); !status)
                return status;
        }
    return latent::writeMapFile(folder / "MapFile" / "map", smallMap());
}

Status writeTexts(const fs::path& folder) {
    const std::string_view table = "midi_filename,style,bpm,drummer,split,beat_type\n"
                                   "a.mid,\"funk/\"\"1\"\"\",90,one,test,beat\n";
    if (auto status = writeFileAtomically(folder / "CollectionTable" / "table", table); !status)
        return status;
    const std::string metrics = toJson(runs::StateReport{runs::RunState::Training, "going"}).dump() + "\n" +
                                toJson(runs::TrainingReport{}).dump() + "\n" + toJson(runs::EvaluationReport{}).dump() +
                                "\n";
    return writeFileAtomically(folder / "RunFolder" / "metrics", metrics);
}

Status writeCheckpoints(const fs::path& folder) {
    const test::Variables variables{{"decoder/a/kernel", {{2, 3}, {1, 2, 3, 4, 5, 6}}},
                                    {"encoder/mu/bias", {{2}, {1, 2}}}};
    const std::string index = test::bundleFiles(test::trainedValues(variables)).at(".index");
    const std::string entry = test::bundleEntry({1, {2, 3}, 0, 0, std::string(24, 'v')});
    const std::string block =
        test::tableBlock({{"", test::bundleHeader()}, {"decoder/a", entry}, {"decoder/b", entry}});
    const std::string tar = test::bundleTar(variables);
    const std::string named =
        test::tar({{"././@LongLink", "folder/a.index", 'L'},
                   {"a", "text"},
                   {"pax", test::paxRecord("path", "folder/b") + test::paxRecord("size", "4"), 'x'},
                   {"b", "text"}});
    const std::string group = R"([{"paths": ["one", "two"], "weights": [
        {"name": "a", "shape": [2, 3], "dtype": "float32"}, {"name": "b", "shape": [], "dtype": "int32"},
        {"name": "c", "shape": [2], "dtype": "float32",
         "quantization": {"dtype": "uint16", "scale": 0.5, "min": -1}}]}])";
    const std::string converter = R"({"type": "MusicVAE", "chordEncoder": "TriadChordEncoder", "conditionOnKey": true,
        "dataConverter": {"type": "MelodyConverter",
                          "args": {"minPitch": 21, "maxPitch": 108, "numSteps": 64, "numSegments": 4}}})";
    const std::string drums = R"({"type": "MusicVAE", "useBooleanDecoder": true, "dataConverter":
        {"type": "DrumRollConverter", "args": {"numSteps": 32, "pitchClasses": [[36, 35], [38]]}}})";
    const std::string trio = R"({"type": "MusicVAE", "dataConverter": {"type": "TrioConverter", "args":
        {"melArgs": {"minPitch": 21, "maxPitch": 108}, "bassArgs": {"minPitch": 21, "maxPitch": 108},
         "drumsArgs": {}, "numSteps": 256, "numSegments": 16}}})";
    const std::string groove = R"({"type": "MusicVAE", "dataConverter": {"type": "GrooveConverter",
        "args": {"numSteps": 32, "stepsPerQuarter": 4, "humanize": false, "tapify": true}}})";
    const std::string performance = R"({"type": "MusicVAE", "dataConverter": {"type": "MultitrackConverter", "args":
        {"stepsPerQuarter": 24, "totalSteps": 96, "numVelocityBins": 8, "numSteps": 512, "numSegments": 8}}})";
    const std::string variable = R"({"decoder/a": {"filename": "decoder_a", "shape": [2, 3]}})";
    for (const auto& [name, bytes] :
         {std::pair("BundleIndex/index", '\0' + index), std::pair("BundleIndex/block", '\1' + block),
          std::pair("BundleIndex/entry", '\2' + entry), std::pair("TarReader/tar", tar),
          std::pair("TarReader/packed", test::gzip(tar)), std::pair("TarReader/named", named),
          std::pair("ConverterConfig/melody", converter), std::pair("ConverterConfig/drums", drums),
          std::pair("ConverterConfig/trio", trio), std::pair("ConverterConfig/groove", groove),
          std::pair("ConverterConfig/performance", performance), std::pair("WeightsManifest/group", group),
          std::pair("WeightsManifest/variable", variable)})
        if (auto status = writeFileAtomically(folder / name, bytes); !status)
            return status;
    return {};
}

Status copyScores(const fs::path& folder) {
    for (const char* from : {"/musicxml", "/malformed/musicxml"})
        fs::copy(SEGUE_TEST_DATA + std::string(from), folder / "MusicXml", fs::copy_options::overwrite_existing);
    return {};
}

Status writeSeeds(const fs::path& folder) {
    for (const char* target :
         {"BundleIndex", "CollectionTable", "ConverterConfig", "GrooveCodec", "MapFile", "MidiFile", "ModelFile",
          "MusicXml", "NoteSequence", "RunFolder", "Safetensors", "TarReader", "TfRecord", "WeightsManifest"})
        fs::create_directories(folder / target);
    for (const auto& write : {writeMusic, copyMalformed, writeModels, writeTexts, writeCheckpoints, copyScores})
        if (auto status = write(folder); !status)
            return status;
    return {};
}

} // namespace

/// Writes a folder of small valid files for each fuzz target: what it starts from.
int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: fuzz_seeds FOLDER\n";
        return 2;
    }
    const Status status = writeSeeds(argv[1]);
    if (!status)
        std::cerr << status.error().text() << '\n';
    return status ? 0 : 1;
}
