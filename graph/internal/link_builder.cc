#include "graph/internal/link_builder.h"

#include "graph/internal/external_sorter.h"
#include "graph/internal/files.h"
#include "graph/internal/link_key.h"
#include "graph/internal/rocks_status.h"
#include "graph/internal/sst_output.h"

namespace headwater::graph::internal {
namespace {

constexpr char kIndexing[] = "index the records by what they name";
constexpr std::size_t kLinksInMemory = 64 << 20;
constexpr std::uint64_t kRowsBetweenChecks = 1 << 12;

Status sort_links_of(Family family, std::uint64_t end, const StoreView::Internal& view,
                     const ExecutionContext& context, ExternalSorter& sorter) {
  std::uint64_t rows = 0;
  return view.database->scan(
      family, "", big_endian_key(end), view.snapshot,
      [&](std::string_view key, std::string_view value) -> Status {
        if (++rows % kRowsBetweenChecks == 0) {
          HEADWATER_RETURN_IF_ERROR(context.check_cancelled(kIndexing));
          context.report({"indexing records", read_big_endian(key, 0), end, "records"});
        }
        HEADWATER_ASSIGN_OR_RETURN(const auto links, links_of_row(family, key, value));
        for (const std::string& link : links) HEADWATER_RETURN_IF_ERROR(sorter.add(link, ""));
        return {};
      });
}

}  // namespace

Status build_links(const StoreView::Internal& view, const std::string& folder,
                   const ExecutionContext& context,
                   const std::function<Status(std::string_view)>& put) {
  ExternalSorter sorter(folder, "link", kLinksInMemory);
  for (const auto& [family, end] : {std::pair{Family::kRelation, view.counters.relations},
                                    {Family::kVictimFlow, view.counters.victim_flows},
                                    {Family::kAssertion, view.counters.assertions}}) {
    HEADWATER_RETURN_IF_ERROR(sort_links_of(family, end, view, context, sorter));
  }
  std::uint64_t built = 0;
  std::string last;
  return sorter.finish([&](std::string_view key, std::string_view) -> Status {
    if (++built % kRowsBetweenChecks == 0) {
      HEADWATER_RETURN_IF_ERROR(context.check_cancelled(kIndexing));
    }
    if (key == last) return {};  // of two versions of one record
    last = key;
    return put(key);
  });
}

Status compare_links(const StoreView::Internal& view, const std::string& folder,
                     const ExecutionContext& context,
                     const std::function<Status(std::string_view)>& missing,
                     const std::function<Status(std::string_view)>& surplus) {
  const auto stored = view.database->iterator(Family::kLink, view.snapshot);
  const auto stored_key = [&] {
    return std::string_view(stored->key().data(), stored->key().size());
  };
  stored->SeekToFirst();
  HEADWATER_RETURN_IF_ERROR(build_links(view, folder, context, [&](std::string_view key) -> Status {
    for (; stored->Valid() && stored_key() < key; stored->Next()) {
      HEADWATER_RETURN_IF_ERROR(surplus(stored_key()));
    }
    if (!stored->Valid() || stored_key() != key) return missing(key);
    const bool is_sound =
        std::string_view(stored->value().data(), stored->value().size()) == link_value();
    stored->Next();
    return is_sound ? Status() : missing(key);
  }));
  for (; stored->Valid(); stored->Next()) HEADWATER_RETURN_IF_ERROR(surplus(stored_key()));
  return from_rocks(stored->status(), "read the store", name_of(Family::kLink));
}

Result<LinkRepair> stage_link_repair(Store::Internal& state, const ExecutionContext& context) {
  HEADWATER_CHECK(!state.commit_open, "no commit is staged while the records are indexed");
  HEADWATER_RETURN_IF_ERROR(make_folder(state.scratch(), kIndexing));
  const RocksStoreView view(state, ViewOptions{}, /*sees_everything=*/true);
  SstOutput output(*state.database, Family::kLink, state.scratch());
  LinkRepair repair;
  HEADWATER_RETURN_IF_ERROR(compare_links(
      view.internal(), state.scratch(), context,
      [&](std::string_view key) {
        ++repair.written;
        return output.put(key, link_value());
      },
      [&](std::string_view key) {
        ++repair.removed;
        return output.remove(key);
      }));
  HEADWATER_ASSIGN_OR_RETURN(repair.files, output.finish());
  return repair;
}

Result<LinkRepair> repair_links(Store::Internal& state, const ExecutionContext& context) {
  HEADWATER_ASSIGN_OR_RETURN(LinkRepair repair, stage_link_repair(state, context));
  if (!repair.files.empty()) {
    HEADWATER_RETURN_IF_ERROR(state.database->ingest({Family::kLink}, {repair.files}));
  }
  return repair;
}

}  // namespace headwater::graph::internal
