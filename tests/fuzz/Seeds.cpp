#include "tests/core/files/RandomSequence.h"

#include "core/base/Files.h"
#include "core/files/MidiFile.h"
#include "core/files/ModelFile.h"
#include "core/files/NoteSequenceRecords.h"
#include "core/latent/MapFile.h"

#include <filesystem>
#include <iostream>

using namespace segue;

namespace {

namespace fs = std::filesystem;

constexpr int kSeeds = 20;

files::ModelFile smallModel() {
    files::ModelFile model;
    model.architecture = *architecture::namedConfiguration("groovae_2bar");
    model.architecture.latentSize = 2;
    model.architecture.encoderSizes = {1};
    model.architecture.decoderSizes = {1};
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

Status writeSeeds(const fs::path& folder) {
    for (const char* target :
         {"MidiFile", "Safetensors", "ModelFile", "MapFile", "NoteSequence", "TfRecord", "CollectionTable"})
        fs::create_directories(folder / target);
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
        const auto encoded = files::encodeNoteSequence(record);
        if (auto status = writeFileAtomically(folder / "NoteSequence" / name, encoded); !status)
            return status;
        auto records = files::NoteSequenceWriter::create(folder / "TfRecord" / name);
        if (!records || !records->write(record) || !records->commit())
            return fail(ErrorCode::Unreadable, "Cannot write the records");
    }
    for (const char* target : {"Safetensors", "ModelFile"})
        for (const auto type : {files::StoredType::Float32, files::StoredType::Float16})
            if (auto status = files::writeModelFile(
                    folder / target / (type == files::StoredType::Float32 ? "single" : "half"), smallModel(), type);
                !status)
                return status;
    if (auto status = latent::writeMapFile(folder / "MapFile" / "map", smallMap()); !status)
        return status;
    return writeFileAtomically(folder / "CollectionTable" / "table",
                               std::string_view("midi_filename,style,bpm,drummer,split,beat_type\n"
                                                "a.mid,\"funk/\"\"1\"\"\",90,one,test,beat\n"));
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
