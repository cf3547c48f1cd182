#include "core/model/ProductSource.h"

namespace segue::model {

constinit const ProductKernels kAvx512Products = Products<FloatWords<64>, 12, 2>::kKernels;

} // namespace segue::model
