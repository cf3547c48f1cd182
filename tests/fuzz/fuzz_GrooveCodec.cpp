#include "core/codec/GrooveCodec.h"

#include "tests/fuzz/FuzzTarget.h"

#include "core/files/MidiFile.h"

#include <vector>

using namespace segue;

/// Whatever a MIDI file holds, its windows are patterns that survive the way to a tensor and back in their hits.
void segue::fuzz::consume(std::span<const std::byte> bytes) {
    static const codec::GrooveCodec codec{architecture::GrooveCodecConfig{}};
    const auto sequence = files::readMidi(bytes);
    if (!sequence)
        return;
    const auto extraction = codec.extract(*sequence);
    if (!extraction)
        return;
    std::vector<float> tensor(static_cast<std::size_t>(codec.config().steps()) *
                              architecture::GrooveCodecConfig::kDepth);
    for (const codec::Window& window : extraction->windows) {
        codec.toTensor(window.pattern, tensor);
        promise(codec.fromTensor(tensor).hits() == window.pattern.hits());
    }
}
