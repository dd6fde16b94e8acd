// Any bytes as a stored value of each family: refused or decoded, never a crash; and what decodes
// encodes to bytes that decode to the same again. The first byte chooses the family.
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <string>
#include <string_view>

#include "graph/internal/ledger_segment.h"
#include "graph/internal/record_codec.h"
#include "graph/internal/value_frame.h"

namespace {

using headwater::graph::Assertion;
using headwater::graph::Manifest;
using headwater::graph::OpeningBalance;
using headwater::graph::QuarantinedRow;
using headwater::graph::Rate;
using headwater::graph::Relation;
using headwater::graph::Statistic;
using headwater::graph::VictimFlow;
using headwater::graph::internal::begin_value;
using headwater::graph::internal::ByteReader;
using headwater::graph::internal::ByteWriter;
using headwater::graph::internal::ColdFields;
using headwater::graph::internal::decode_segment_header;
using headwater::graph::internal::DecodedSegment;
using headwater::graph::internal::end_value;
using headwater::graph::internal::EntityContribution;
using headwater::graph::internal::open_value;

template <typename Record>
std::string encoded(const Record& record) {
  ByteWriter writer = begin_value();
  encode(record, writer);
  return end_value(std::move(writer));
}

template <typename Record>
void check(std::string_view body) {
  ByteReader reader(body);
  Record record;
  if (!decode(reader, record)) return;
  const std::string bytes = encoded(record);
  const auto opened = open_value(bytes, "fuzz", "fuzz");
  if (!opened.has_value()) std::abort();
  ByteReader again(*opened);
  Record second;
  if (!decode(again, second) || encoded(second) != bytes) std::abort();
}

void check_segment(std::string_view value) {
  static_cast<void>(decode_segment_header(value, 7));
  DecodedSegment segment;
  static_cast<void>(decode_segment(value, 7, segment));
  ByteWriter writer = begin_value();  // the same bytes in a frame whose checksum holds
  writer.raw(value.data(), value.size());
  const std::string framed = end_value(std::move(writer));
  static_cast<void>(decode_segment_header(framed, 7));
  if (!decode_segment(framed, 7, segment).ok()) return;
  for (std::size_t i = 0; i < segment.from.size(); ++i) {
    static_cast<void>(segment.transaction(i));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string_view body(reinterpret_cast<const char*>(data) + 1, size - 1);
  using Check = void (*)(std::string_view);
  constexpr Check kChecks[] = {check<EntityContribution>, check<Relation>,       check<VictimFlow>,
                               check<Statistic>,          check<Assertion>,      check<Rate>,
                               check<OpeningBalance>,     check<QuarantinedRow>, check<Manifest>,
                               check<ColdFields>,         check_segment};
  kChecks[data[0] % std::size(kChecks)](body);
  return 0;
}
