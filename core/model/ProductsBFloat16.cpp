#include "core/model/ProductSource.h"

#include <immintrin.h>

namespace segue::model {
namespace {

/// Multiplied by units made for them, two at a time: sum + first * first + second * second.
struct Bf16Units : BFloat16Words<64> {
    [[gnu::always_inline]] static void addProduct(Floats& sum, Word left, const Panel& right) {
        const __m512i both = _mm512_set1_epi32(static_cast<int>(left));
        __m512bh leftPairs;
        __m512bh rightPairs;
        load(leftPairs, &both);
        load(rightPairs, &right);
        sum = _mm512_dpbf16_ps(sum, leftPairs, rightPairs);
    }
};

} // namespace

constinit const ProductKernels kAvx512BFloat16Products = Products<Bf16Units, 12, 2>::kKernels;

} // namespace segue::model
