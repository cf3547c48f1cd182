#pragma once

#include "app/outputs/OutputCatalog.h"
#include "core/playback/MemorySink.h"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace segue::test {

/// Outputs that exist only in memory, which a test may refuse, and pull out while they play.
class TestOutputs final : public outputs::OutputCatalog {
public:
    /// What test and catalog both see.
    struct World {
        std::shared_ptr<playback::MidiRecording> recording = std::make_shared<playback::MidiRecording>();
        std::atomic<bool> refusesEverything = false;
        std::atomic<bool> isLost = false;
        std::atomic<int> opened = 0;
    };

    explicit TestOutputs(std::shared_ptr<World> world) : m_world(std::move(world)) {}

    outputs::OutputList list() override {
        return {{{"speaker", "Loudspeaker", true}, {"port", "Some port", false}}, {"there is no third one"}};
    }

    Result<outputs::OpenOutput> open(const std::string& id) override {
        if (m_world->refusesEverything)
            return fail(ErrorCode::DeviceUnavailable, id + " is broken");
        ++m_world->opened;
        outputs::OpenOutput output;
        output.sink = std::make_unique<playback::MemorySink>(m_world->recording, id);
        output.status = [world = m_world, id]() -> Status {
            if (world->isLost)
                return fail(ErrorCode::DeviceUnavailable, "someone pulled the cable");
            return {};
        };
        return output;
    }

private:
    std::shared_ptr<World> m_world;
};

} // namespace segue::test
