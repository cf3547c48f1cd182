#pragma once

#include "core/base/FunctionRef.h"
#include "core/decoder/LiveModel.h"

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>

namespace segue::instrument {

/// What the model makes of z when it is told toldOr(asked): chords and key stand in the pattern too. `isCancelled`, if
/// any, is asked between the segments of a window and ends it unfinished.
/// Requires: z has the model's size.
[[nodiscard]] decoder::DecodedPattern decode(const decoder::LiveModel& model, std::span<const float> z,
                                             const music::Pattern& asked, const decoder::DecodeOptions& options,
                                             decoder::LiveModel::Workspace& workspace,
                                             FunctionRef<bool()> isCancelled = {});

/// Of point `index`; false ends the work.
using OnPattern = FunctionRef<bool(std::size_t index, decoder::DecodedPattern pattern)>;

/// What decode() makes of each of many points, in their order. They are decoded together as far as the workspace has
/// rows; one after the other where hits are drawn, for each draws as if it were alone, with the one seed of all. False
/// if `onPattern` ended it. Shape: z [N, Z].
bool decodeMany(const decoder::LiveModel& model, std::span<const float> z, const music::Pattern& asked,
                const decoder::DecodeOptions& options, decoder::LiveModel::Workspace& workspace, OnPattern onPattern);

/// Decodes what is heard while it is decoded: one window after the other, and a long one part by part. Of a part that
/// has not arrived the window before is kept: a loop that plays goes on, and changes where the new music is. Silence
/// instead would tear a hole into it with every move of a hand.
/// Thread: one at a time.
class GrowingWindow {
public:
    /// Parts that come sooner after each other than `between` are heard together: two bars of a small model are there
    /// before anybody could hear the first.
    explicit GrowingWindow(std::shared_ptr<const decoder::LiveModel> model, int threads = 1,
                           std::chrono::microseconds between = std::chrono::milliseconds(4));

    [[nodiscard]] const std::shared_ptr<const decoder::LiveModel>& model() const { return m_model; }
    [[nodiscard]] int threads() const { return m_threads; }

    /// `arrived` is how much of it is new, (0, 1].
    using Hear = FunctionRef<void(decoder::DecodedPattern pattern, float arrived)>;
    /// `isOvertaken` is asked once something was heard, and ends it: the first part is always heard, or a hand that is
    /// faster than the decoder would hear nothing. `asked` and z are as decode() has them.
    void decode(std::span<const float> z, const music::Pattern& asked, const decoder::DecodeOptions& options,
                FunctionRef<bool()> isOvertaken, Hear hear);

private:
    void take(const decoder::DecodedTensors& soFar);

    std::shared_ptr<const decoder::LiveModel> m_model;
    decoder::LiveModel::WorkspacePointer m_workspace;
    int m_threads;
    std::chrono::microseconds m_between;
    decoder::DecodedTensors m_heard; // what is heard: new rows over older ones
};

} // namespace segue::instrument
