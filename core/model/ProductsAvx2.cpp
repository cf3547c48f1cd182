#include "core/model/ProductSource.h"

namespace segue::model {

constinit const ProductKernels kAvx2Products = Products<FloatWords<32>, 6, 2>::kKernels;
constinit const ProductKernels kAvx2BFloat16Products = Products<BFloat16Words<32>, 6, 2>::kKernels;

} // namespace segue::model
