#include "core/model/ProductSource.h"

namespace segue::model {

constinit const ProductKernels kPlainProducts = Products<FloatWords<16>, 4, 2>::kKernels;
constinit const ProductKernels kPlainBFloat16Products = Products<BFloat16Words<16>, 4, 2>::kKernels;

} // namespace segue::model
