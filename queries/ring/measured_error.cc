#include "queries/ring/measured_error.h"

namespace headwater::queries {

std::span<const MeasuredMethod> measured_methods() {
  static constexpr MeasuredMethod kMethods[] = {{"ring ranking, money and ties", 114, 37, 30, 59},
                                                {"ring ranking, money", 105, 45, 45, 78},
                                                {"one hop, either", 24, 126, 126, 21},
                                                {"degree, either", 20, 130, 130, 0}};
  return kMethods;
}

}  // namespace headwater::queries
