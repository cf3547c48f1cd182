#pragma once

#include <concepts>
#include <memory>
#include <type_traits>
#include <utility>

namespace segue {

/// A function object that someone else keeps: what a call takes that calls back while it lasts. Allocates nothing.
template <class Signature>
class FunctionRef;

template <class Answer, class... Arguments>
class FunctionRef<Answer(Arguments...)> {
public:
    /// None; must not be called.
    FunctionRef() = default;
    /// Requires: `function` outlives this.
    template <class Function>
    requires(!std::same_as<std::remove_cvref_t<Function>, FunctionRef> &&
             std::is_object_v<std::remove_cvref_t<Function>> && std::is_invocable_r_v<Answer, Function&, Arguments...>)
        FunctionRef(Function&& function) // NOLINT(google-explicit-constructor)
        : m_function(const_cast<void*>(static_cast<const void*>(std::addressof(function)))),
          m_call([](void* kept, Arguments... arguments) -> Answer {
              return (*static_cast<std::remove_reference_t<Function>*>(kept))(std::forward<Arguments>(arguments)...);
          }) {}

    [[nodiscard]] explicit operator bool() const { return m_call != nullptr; }
    Answer operator()(Arguments... arguments) const {
        return m_call(m_function, std::forward<Arguments>(arguments)...);
    }

private:
    void* m_function = nullptr;
    Answer (*m_call)(void*, Arguments...) = nullptr;
};

} // namespace segue
