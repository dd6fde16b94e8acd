// The version of the engine, as every answer states it.
#pragma once

namespace headwater::apps {
inline constexpr char kVersion[] = "0.1.0";
}  // namespace headwater::apps
