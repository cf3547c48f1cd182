#include "app/devices/MidiPorts.h"

#include "app/devices/JackSink.h"
#include "app/devices/RtMidiSink.h"

#include <algorithm>
#include <map>
#include <optional>
#include <regex>

namespace segue::devices {
namespace {

constexpr std::string_view kVirtual = "virtual";
constexpr std::string_view kJack = "jack";

// Those of RtMidi without JACK, for which there is JackSink, and without the placeholder that reaches nothing.
std::vector<RtMidi::Api> rtMidiApis() {
    std::vector<RtMidi::Api> apis;
    RtMidi::getCompiledApi(apis);
    std::erase_if(apis, [](RtMidi::Api api) { return api == RtMidi::UNIX_JACK || api == RtMidi::RTMIDI_DUMMY; });
    return apis;
}

std::string withPrefix(std::string_view api, std::string_view name) {
    return std::string(api).append(":").append(name);
}

MidiPort virtualPort(std::string_view apiId, const std::string& api) {
    return {withPrefix(apiId, kVirtual), "Virtual port (" + api + ")", api, true};
}

/// The ids of an RtMidi API's ports, one a name, in order.
std::vector<std::string> idsOf(RtMidi::Api api, std::vector<std::string> names) {
    for (std::string& name : names)
        name = withPrefix(RtMidi::getApiName(api), withoutAlsaNumbers(name));
    return numbered(std::move(names));
}

Result<std::unique_ptr<DeviceSink>> asDeviceSink(auto sink) {
    if (!sink)
        return fail(sink.error());
    return std::unique_ptr<DeviceSink>(std::move(*sink));
}

Result<std::unique_ptr<DeviceSink>> openRtMidiPort(RtMidi::Api api, std::string_view id,
                                                   const std::string& clientName) {
    if (id == withPrefix(RtMidi::getApiName(api), kVirtual))
        return asDeviceSink(RtMidiSink::openVirtual(api, clientName));
    const auto names = RtMidiSink::destinations(api);
    if (!names)
        return fail(names.error());
    const std::vector<std::string> ids = idsOf(api, *names);
    const auto found = std::ranges::find(ids, id);
    if (found == ids.end())
        return fail(ErrorCode::NotFound, "The MIDI port " + std::string(id) + " is not there");
    return asDeviceSink(RtMidiSink::open(api, clientName, (*names)[static_cast<std::size_t>(found - ids.begin())]));
}

Result<std::unique_ptr<DeviceSink>> openAnyVirtualPort(const std::string& clientName) {
    auto opened = asDeviceSink(JackSink::open(clientName));
    std::string reasons = opened ? "" : "JACK: " + opened.error().message();
    for (const RtMidi::Api api : rtMidiApis()) {
        if (opened)
            return opened;
        opened = asDeviceSink(RtMidiSink::openVirtual(api, clientName));
        if (!opened)
            reasons += "; " + RtMidi::getApiDisplayName(api) + ": " + opened.error().message();
    }
    if (opened)
        return opened;
    return fail(ErrorCode::DeviceUnavailable, "No virtual MIDI port can be made (" + reasons + ")");
}

} // namespace

MidiPortList listMidiPorts() {
    MidiPortList list;
    std::vector<MidiPort> others;
    if (const auto destinations = jackDestinations()) {
        list.ports.push_back(virtualPort(kJack, "JACK"));
        for (const JackDestination& destination : *destinations)
            others.push_back({withPrefix(kJack, destination.port), titleOf(destination.title), "JACK", false});
    } else {
        list.unavailable.push_back({"JACK", destinations.error().message()});
    }
    for (const RtMidi::Api api : rtMidiApis()) {
        const std::string display = RtMidi::getApiDisplayName(api);
        const auto names = RtMidiSink::destinations(api);
        if (!names) {
            list.unavailable.push_back({display, names.error().message()});
            continue;
        }
        list.ports.push_back(virtualPort(RtMidi::getApiName(api), display));
        const std::vector<std::string> ids = idsOf(api, *names);
        for (std::size_t i = 0; i < ids.size(); ++i)
            others.push_back({ids[i], titleOf(withoutAlsaNumbers((*names)[i])), display, false});
    }
    list.ports.insert(list.ports.end(), others.begin(), others.end());
    return list;
}

Result<std::unique_ptr<DeviceSink>> openMidiPort(std::string_view id, const std::string& clientName) {
    if (id == kVirtual)
        return openAnyVirtualPort(clientName);
    const std::string_view apiId = id.substr(0, id.find(':'));
    const std::string rest(id.substr(std::min(id.size(), apiId.size() + 1)));
    if (apiId == kJack && !rest.empty())
        return asDeviceSink(JackSink::open(clientName, rest == kVirtual ? std::string() : rest));
    for (const RtMidi::Api api : rtMidiApis()) {
        if (apiId == RtMidi::getApiName(api) && !rest.empty())
            return openRtMidiPort(api, id, clientName);
    }
    return fail(ErrorCode::InvalidArgument, "\"" + std::string(id) + "\" names no MIDI port: see segue-cli ports");
}

std::string withoutAlsaNumbers(const std::string& portName) {
    static const std::regex numbers(" [0-9]+:[0-9]+$");
    return std::regex_replace(portName, numbers, "");
}

std::string titleOf(const std::string& portName) {
    const std::size_t colon = portName.find(':');
    if (colon == std::string::npos)
        return portName;
    const std::string client = portName.substr(0, colon);
    const std::string port = portName.substr(colon + 1);
    return port.starts_with(client) ? port : client + ": " + port;
}

std::vector<std::string> numbered(std::vector<std::string> names) {
    std::map<std::string, int> seen;
    for (std::string& name : names) {
        if (const int count = ++seen[name]; count > 1)
            name += "#" + std::to_string(count);
    }
    return names;
}

} // namespace segue::devices
