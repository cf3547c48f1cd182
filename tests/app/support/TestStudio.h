#pragma once

#include "app/studio/Studio.h"
#include "tests/app/support/TestAssets.h"
#include "tests/app/support/TestOutputs.h"

#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace segue::test {

/// A whole Segue on assets of our own, with outputs in memory and a user's folder that goes with it.
class TestStudio {
public:
    explicit TestStudio(studio::Options options = {})
        : TestStudio(std::make_shared<QTemporaryDir>(), std::move(options)) {}
    /// Another start with the same user's folder.
    TestStudio(std::shared_ptr<QTemporaryDir> user, studio::Options options)
        : m_user(std::move(user)),
          m_studio(std::make_unique<studio::Studio>(m_window, std::move(options),
                                                    studio::Studio::Surroundings{nullptr,
                                                                                 std::make_unique<TestOutputs>(m_world),
                                                                                 m_user->path().toStdString()})) {
        m_window.show();
    }

    /// Waits until model and map are there and the first pattern was decoded.
    [[nodiscard]] bool start() {
        m_studio->start();
        return QTest::qWaitFor([this] {
            return !music::isEmpty(pattern()) && m_studio->patterns().isUpToDate() &&
                   m_studio->outputsController().openCount() > 0;
        });
    }
    /// Waits until `condition` holds.
    template <class Condition>
    [[nodiscard]] static bool eventually(Condition condition) {
        return QTest::qWaitFor(condition);
    }
    /// Waits until the newest pattern asked for from now on has been decoded.
    template <class Cause>
    [[nodiscard]] bool decodesAfter(Cause cause) {
        const auto& patterns = m_studio->patterns();
        const auto before = patterns.lastRequest();
        cause();
        return QTest::qWaitFor([&] { return patterns.lastRequest() > before && patterns.isUpToDate(); });
    }
    /// Ends Segue as closing the window does; the window is left.
    void close() { m_studio.reset(); }

    [[nodiscard]] studio::Studio& studio() { return *m_studio; }
    [[nodiscard]] window::MainWindow& window() { return m_window; }
    [[nodiscard]] TestOutputs::World& world() { return *m_world; }
    [[nodiscard]] const session::Scene& scene() { return m_studio->document().scene(); }
    [[nodiscard]] const music::Pattern& pattern() { return m_studio->patterns().current().pattern; }
    [[nodiscard]] const TestAssets& assets() const { return m_assets; }
    [[nodiscard]] const std::shared_ptr<QTemporaryDir>& user() const { return m_user; }

    /// Where a class lies on the map.
    [[nodiscard]] latent::LatentMap::Point placeOf(int example) {
        return m_studio->instruments().layout()->map->points()[static_cast<std::size_t>(example)];
    }
    /// What a model makes of a pattern: its posterior mean, decoded.
    [[nodiscard]] music::Pattern reconstruction(const music::Pattern& pattern) {
        const auto& model = *m_studio->instruments().instrument()->model;
        const auto workspace = model.makeWorkspace();
        return model.decode(model.encode(pattern, *workspace).mean, {}, m_studio->patterns().options(), *workspace)
            .pattern;
    }

private:
    TestAssets m_assets;
    std::shared_ptr<QTemporaryDir> m_user;
    std::shared_ptr<TestOutputs::World> m_world = std::make_shared<TestOutputs::World>();
    window::MainWindow m_window;
    std::unique_ptr<studio::Studio> m_studio;
};

} // namespace segue::test
