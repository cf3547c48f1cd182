#pragma once

#include <QWidget>

#include <optional>

class QLabel;
class QSlider;

namespace segue::widgets {

/// What a latent space is made to be good at: how many bits of KL are free, and what those beyond cost. Many free bits
/// at a low price reconstruct closely, and leave holes between the examples; few at a high price draw freely, and
/// blur what they are given.
struct Balance {
    double freeBits = 0; ///< an example
    double maxBeta = 0; ///< weight of the KL beyond them

    friend bool operator==(const Balance&, const Balance&) = default;
};

/// From Magenta's values for samples (48 bits, 0.2) to the closest reconstruction that was found worth its price
/// (256 bits, 0.05), in even ratios. `closeness` in [0, 1].
[[nodiscard]] Balance balanceAt(double closeness);

/// Chooses between closer reconstructions and freer samples in plain words, and says the numbers. Stands where the
/// recipe has it until it is moved.
class BalanceSlider : public QWidget {
    Q_OBJECT

public:
    explicit BalanceSlider(QWidget* parent = nullptr);

    /// What is learned with unless the slider is moved.
    void setRecipe(std::optional<Balance> recipe);
    /// Nothing while it stands where the recipe has it.
    [[nodiscard]] std::optional<Balance> balance() const;

Q_SIGNALS:
    void changed();

private:
    void showValues();

    QSlider* m_slider = nullptr;
    QLabel* m_values = nullptr;
    std::optional<Balance> m_recipe;
    bool m_moved = false;
};

} // namespace segue::widgets
