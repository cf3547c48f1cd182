#pragma once

// The one door to LibTorch: what we use of it, and nothing of its modules, optimisers and data loaders, which cost
// seconds of every compilation. Debian's 1.13.1 and the official 2.x both have all of it under these names.

#include <torch/csrc/autograd/custom_function.h>
#include <torch/types.h>

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
