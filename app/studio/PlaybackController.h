#pragma once

#include "app/studio/InstrumentController.h"
#include "app/studio/PatternController.h"
#include "core/playback/Player.h"
#include "widgets/PatternView.h"
#include "widgets/TransportBar.h"

#include <QObject>
#include <QTimer>

#include <cstdint>
#include <span>

namespace segue::studio {

/// The transport on the screen: shows the pattern that the decoding worker gave to the player, lets others be heard in
/// its place, moves the playhead at the display's rate, and turns the bar's wishes into changes of the scene.
/// Thread: UI.
class PlaybackController : public QObject {
    Q_OBJECT

public:
    struct Parts {
        session::SessionDocument& document;
        InstrumentController& instruments;
        PatternController& patterns;
        playback::Player& player;
    };

    PlaybackController(widgets::TransportBar& bar, widgets::PatternView& view, const Parts& parts,
                       QObject* parent = nullptr);

    [[nodiscard]] bool isPlaying() const { return m_playing; }
    void play();
    void stop();
    void toggle() { m_playing ? stop() : play(); }
    void panic();
    /// Lets a pattern be heard in place of the scene's, and plays if nothing did. Ends with the next change of the
    /// scene's pattern, with stop, or with endPreview().
    void preview(const music::Pattern& pattern);
    /// The same with a pattern of another model's codec. One that does not fit it is left alone.
    void preview(const music::Pattern& pattern, const architecture::CodecConfig& codec);
    void endPreview();
    /// Other hits at the same place: only heard when the temperature is above 0.
    void rollDice();
    /// The id that the player gave to the newest pattern.
    [[nodiscard]] std::uint64_t publishedPattern() const { return m_published; }

Q_SIGNALS:
    void playingChanged(bool playing);
    void previewEnded();
    void failed(const QString& message);

private:
    void connectBar();
    void showScene();
    void takePattern(const workers::Decoded& decoded);
    void publish(const music::Pattern& pattern, std::span<const float> probabilities);
    [[nodiscard]] bool isOfStage(const music::Pattern& pattern) const;
    void show(const music::Pattern& pattern, std::span<const float> probabilities);
    bool leavePreview();
    void setPlaying(bool playing);
    void poll();
    void require(bool accepted);

    widgets::TransportBar& m_bar;
    widgets::PatternView& m_view;
    Parts m_parts;
    QTimer m_pollTimer;
    std::uint64_t m_noteOns = 0;
    std::uint64_t m_published = 0;
    bool m_playing = false;
    bool m_previewing = false;
    bool m_playsForPreview = false; ///< nothing played before
};

} // namespace segue::studio
