#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <chrono>
#include <memory>
#include <mutex>

class RtMidiIn;

namespace segue::test {

/// A MIDI input in JACK's graph, through RtMidi, that keeps all it hears.
class MidiListener {
public:
    struct Heard {
        QByteArray bytes;
        std::chrono::steady_clock::time_point time;
    };

    explicit MidiListener(const QString& clientName = QStringLiteral("listener"));
    ~MidiListener();
    MidiListener(const MidiListener&) = delete;
    MidiListener& operator=(const MidiListener&) = delete;

    /// For others to connect to, as "listener:in".
    void openPort();
    /// Connects to the first output port whose name begins so ("Segue:") and waits until that holds; false if there is
    /// no such port yet.
    [[nodiscard]] bool connectTo(const QString& portNamePrefix);

    [[nodiscard]] QList<Heard> heard() const;
    [[nodiscard]] QList<QByteArray> messages() const;
    void forget();

private:
    QByteArray m_clientName;
    std::unique_ptr<RtMidiIn> m_in;
    mutable std::mutex m_mutex;
    QList<Heard> m_heard;
};

} // namespace segue::test
