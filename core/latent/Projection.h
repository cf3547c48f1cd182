#pragma once

#include "core/base/Result.h"

#include <span>
#include <vector>

namespace segue::latent {

enum class ProjectionKind { PrincipalComponents, Discriminant };

/// A linear map from z to the plane and back: plane = basis (z - centre), z = centre + lift plane, with
/// basis lift = identity. Of all such lifts it is the one that predicts z best from its place on the plane.
struct Projection {
    ProjectionKind kind = ProjectionKind::PrincipalComponents;
    int latentSize = 0;
    std::vector<float> centre; ///< [Z]
    std::vector<float> basis; ///< [2, Z]
    std::vector<float> lift; ///< [Z, 2]
    /// Share of the means' total variance that the plane shows, [0, 1].
    float explainedVariance = 0;
};

/// The plane of the two greatest variances. Shape: means [count, latentSize].
/// The sign of an axis is fixed: its greatest component is positive.
/// Errors: InvalidArgument (fewer than 3 examples, values not finite), ShapeMismatch (also: latentSize below 2).
[[nodiscard]] Result<Projection> principalComponents(std::span<const float> means, int latentSize);

/// The plane that separates the classes best (Fisher 1936; Rao 1948, multi-class), with the within-class covariance
/// shrunk towards its diagonal so that small sets work. With fewer than 3 classes the missing axes are principal
/// components of the rest. Shape: classes [count], values >= 0; -1 marks an example without a class, which does not
/// count.
[[nodiscard]] Result<Projection> discriminantPlane(std::span<const float> means, int latentSize,
                                                   std::span<const int> classes);

} // namespace segue::latent
