#include "core/model/Backend.h"

#include "core/model/LibTorch.h"

#include <torch/version.h>

#include <dlfcn.h>
#include <filesystem>
#if defined(__GLIBC__)
#include <limits>
#include <malloc.h>
#endif

namespace segue::model {
namespace {

using SetThreads = void (*)(int);

} // namespace

BlasLibrary blasLibrary() {
    BlasLibrary result;
    Dl_info info{};
    void* const product = dlsym(RTLD_DEFAULT, "sgemm_");
    if (product == nullptr || dladdr(product, &info) == 0 || info.dli_fname == nullptr)
        return result;
    std::error_code ignored;
    const auto path = std::filesystem::canonical(info.dli_fname, ignored);
    result.path = ignored ? std::string(info.dli_fname) : path.string();
    result.isReference = isReferenceBlas(result.path);
    return result;
}

std::string torchVersion() {
    return TORCH_VERSION;
}

bool isReferenceBlas(const std::string& path) {
    const std::filesystem::path file(path);
    const std::string folder = file.parent_path().filename().string();
    return file.filename().string().starts_with("libblas.so") &&
           (folder == "blas" || folder == "lib" || folder == "lib64");
}

void useThreads(int blasThreads) {
    at::set_num_threads(1);
    if (auto* const set = dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))
        reinterpret_cast<SetThreads>(set)(blasThreads);
    else if (blasThreads > 1)
        at::set_num_threads(blasThreads); // an official LibTorch: its MKL takes the number from here
}

void keepFreedMemory() {
#if defined(__GLIBC__)
    mallopt(M_MMAP_MAX, 0); // large blocks as small ones
    mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
    mallopt(M_ARENA_MAX, 1); // another thread's arena would give its pages back
#endif
}

} // namespace segue::model
