// Philox 4x32-10: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3",
// SC 2011. The counter holds (block, purpose, subject, period), the key holds the seed, so no state
// is ever shared and every stream can be drawn from anywhere.
#include "ingest/generate/internal/random_stream.h"

#include <Random123/philox.h>

namespace headwater::ingest::internal {

RandomStream::RandomStream(std::uint64_t seed, Purpose purpose, std::uint32_t subject,
                           std::uint32_t period)
    : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)},
      counter_{0, static_cast<std::uint32_t>(purpose), subject, period} {}

std::uint32_t RandomStream::next() {
  if (used_ == 4) {
    const r123::Philox4x32::ctr_type counter = {
        {counter_[0], counter_[1], counter_[2], counter_[3]}};
    const r123::Philox4x32::key_type key = {{key_[0], key_[1]}};
    const r123::Philox4x32::ctr_type block = r123::Philox4x32{}(counter, key);
    for (std::size_t i = 0; i < 4; ++i) block_[i] = block[i];
    ++counter_[0];
    used_ = 0;
  }
  return block_[used_++];
}

std::int64_t RandomStream::quantile(std::span<const std::int64_t> values) {
  const std::uint64_t scaled = std::uint64_t{next()} * (values.size() - 1);
  const std::size_t segment = static_cast<std::size_t>(scaled >> 32);
  const auto fraction = static_cast<std::int64_t>((scaled & 0xFFFFFFFFu) >> 8);  // 24 bits
  const std::int64_t rise = values[segment + 1] - values[segment];
  return values[segment] + ((rise * fraction) >> 24);
}

std::size_t RandomStream::weighted(std::span<const std::uint32_t> weights) {
  std::uint32_t total = 0;
  for (const std::uint32_t weight : weights) total += weight;
  std::uint32_t left = below(total);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (left < weights[i]) return i;
    left -= weights[i];
  }
  return weights.size() - 1;
}

}  // namespace headwater::ingest::internal
