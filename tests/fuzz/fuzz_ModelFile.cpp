#include "core/architecture/Blueprint.h"
#include "core/files/ModelFile.h"

#include "tests/fuzz/FuzzTarget.h"

using namespace segue;

/// A model that is read has exactly the weights of its architecture, which is valid.
void segue::fuzz::consume(std::span<const std::byte> bytes) {
    const auto model = files::readModel(bytes);
    if (!model)
        return;
    promise(architecture::validate(model->architecture).has_value());
    promise(model->weights.size() == architecture::weightShapes(model->architecture).size());
    promise(files::weightsChecksum(*model).size() == 16);
}
