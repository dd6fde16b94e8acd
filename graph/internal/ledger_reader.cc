#include "graph/internal/ledger_reader.h"

#include <algorithm>

#include "graph/internal/bytes.h"
#include "graph/internal/ledger_segment.h"

namespace headwater::graph::internal {

namespace {

using SegmentVisitor = std::function<Status(std::uint64_t, std::string_view)>;

// What was folded holds rows of later commits than an older view's: they are cut off.
Status visit_published(const StoreView::Internal& view, std::uint64_t first, std::string_view value,
                       std::uint32_t count, const SegmentVisitor& visit) {
  if (first + count <= view.counters.transactions) return visit(first, value);
  HEADWATER_ASSIGN_OR_RETURN(const SegmentHeader header, decode_segment_header(value, first));
  // Of one commit it belongs to no other view: the store is damaged, which the visitor tells.
  if (!header.is_mixed) return visit(first, value);
  HEADWATER_ASSIGN_OR_RETURN(const std::string cut,
                             cut_segment(value, first, view.counters.transactions - first));
  return visit(first, cut);
}

Status scan_segments(const StoreView::Internal& view, Family family, std::uint64_t begin,
                     std::uint64_t end, const SegmentVisitor& visit) {
  return view.database->scan(family, big_endian_key(begin), big_endian_key(end), view.snapshot,
                             [&](std::string_view key, std::string_view value) {
                               return visit(read_big_endian(key, 0), value);
                             });
}

}  // namespace

// Where segments of the ledger leave a gap, small writes stand in the tail.
Status for_each_segment(const StoreView::Internal& view, std::uint64_t begin, std::uint64_t end,
                        const SegmentVisitor& visit) {
  end = std::min(end, view.counters.transactions);
  if (begin >= end) return {};
  std::uint64_t next = begin;
  HEADWATER_RETURN_IF_ERROR(scan_segments(
      view, Family::kLedger, begin, end,
      [&](std::uint64_t first, std::string_view value) -> Status {
        if (first > next) {
          HEADWATER_RETURN_IF_ERROR(scan_segments(view, Family::kTail, next, first, visit));
        }
        // What does not decode is the visitor's to tell: no tail stands behind it.
        const auto header = decode_segment_header(value, first);
        next = header.has_value() ? first + header->count : end;
        return visit_published(view, first, value, header.has_value() ? header->count : 0, visit);
      }));
  if (next >= end) return {};
  return scan_segments(view, Family::kTail, next, end, visit);
}

Result<std::optional<FoundSegment>> find_segment(const StoreView::Internal& view,
                                                 TransactionId id) {
  for (const Family family : {Family::kLedger, Family::kTail}) {
    HEADWATER_ASSIGN_OR_RETURN(auto row, view.database->last_at_or_before(
                                             family, big_endian_key(id.value), view.snapshot));
    if (!row) continue;
    const std::uint64_t first = read_big_endian(row->first, 0);
    HEADWATER_ASSIGN_OR_RETURN(const SegmentHeader header,
                               decode_segment_header(row->second, first));
    if (id.value - first >= header.count) continue;
    return std::optional<FoundSegment>(FoundSegment{first, std::move(row->second)});
  }
  return std::optional<FoundSegment>();
}

// mark: key `tx8 . commit8`.
Result<std::vector<std::uint64_t>> hidden_transactions(const StoreView::Internal& view) {
  std::vector<std::uint64_t> hidden;
  HEADWATER_RETURN_IF_ERROR(view.database->scan(
      Family::kMark, "", "", view.snapshot, [&](std::string_view key, std::string_view) -> Status {
        const std::uint64_t transaction = read_big_endian(key, 0);
        if (!view.is_in_force({read_big_endian(key, 8)})) return {};
        if (hidden.empty() || hidden.back() != transaction) hidden.push_back(transaction);
        return {};
      }));
  return hidden;
}

}  // namespace headwater::graph::internal
