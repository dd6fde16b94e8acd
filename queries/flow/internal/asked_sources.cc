#include "queries/flow/internal/asked_sources.h"

#include <algorithm>
#include <set>

#include "graph/sha256.h"
#include "queries/flow/internal/trace_window.h"
#include "queries/flow/internal/transaction_positions.h"

namespace headwater::queries::internal {
namespace {

using graph::Result;
using graph::Status;

constexpr std::string_view kTried = "trace money";
constexpr std::size_t kListedSources = 100;  // more stand in the parameters as a checksum

struct FoundSource {
  std::string name;  // of the transaction, as answers print it
  std::uint32_t position = 0;
  graph::MinorUnits amount;
  graph::AssetId asset;
  std::string label;
};

Status at_place(const AskedSource& asked, const Status& status) {
  if (asked.place.empty()) return status;
  const graph::Explanation& was = status.explanation();
  return Status(status.code(), {was.tried, asked.place, was.found, was.remedy});
}

Status wrong_amount(const AskedSource& asked, std::string found) {
  return graph::question_error(
      std::string(kTried), asked.place.empty() ? "parameter source" : asked.place, std::move(found),
      "give decimal major units of the asset that the transaction credits, at most what it "
      "credits");
}

// An id may hold '=': the whole text is tried first.
Result<graph::TransactionId> find_transaction(const graph::StoreView& view, AskedSource& asked) {
  const auto whole = view.resolve_transaction(asked.transaction);
  const std::size_t equals = asked.transaction.rfind('=');
  if (whole.has_value()) return *whole;
  if (!asked.amount.empty() || equals == std::string::npos) return at_place(asked, whole.error());
  asked.amount = asked.transaction.substr(equals + 1);
  asked.transaction.resize(equals);
  if (asked.amount.empty()) return wrong_amount(asked, "no amount after the '='");
  const auto named = view.resolve_transaction(asked.transaction);
  if (!named.has_value()) return at_place(asked, named.error());
  return *named;
}

Result<FoundSource> find_source(const graph::StoreView& view, const graph::Snapshot& snapshot,
                                const TransactionPositions& positions, AskedSource asked) {
  HEADWATER_ASSIGN_OR_RETURN(const graph::TransactionId id, find_transaction(view, asked));
  const auto position = positions.find(id);
  HEADWATER_CHECK(position, "a snapshot of everything has every visible transaction");
  const graph::TransactionLayer& layer = snapshot.transactions();
  const auto* received = layer.find_received(*position);
  FoundSource found;
  found.position = *position;
  found.asset = received != nullptr ? received->asset : graph::AssetId{layer.asset[*position]};
  const std::int64_t whole = received != nullptr ? received->amount : layer.amount[*position];
  found.amount.value = whole;
  found.label = asked.label.empty() ? "source" : asked.label;
  if (!asked.amount.empty()) {
    const auto amount =
        graph::parse_minor_units(asked.amount, snapshot.assets()[found.asset.value].exponent);
    if (!amount.has_value()) return wrong_amount(asked, amount.error().explanation().found);
    found.amount = *amount;
    if (amount->value <= 0) return wrong_amount(asked, "an amount that is not above zero");
    if (amount->value > whole) return wrong_amount(asked, "more than the transaction credits");
  }
  HEADWATER_ASSIGN_OR_RETURN(found.name, view.name_of(id));
  return found;
}

Document parameters_of(const std::vector<FoundSource>& found,
                       const std::vector<graph::Asset>& assets) {
  Document listed = Document::array();
  std::string canonical;
  for (const FoundSource& source : found) {
    const graph::Asset& asset = assets[source.asset.value];
    const std::string amount = graph::format_major_units(source.amount.value, asset.exponent);
    for (const std::string& part : {source.name, amount, asset.code, source.label}) {
      canonical += part;
      canonical += '\n';
    }
    listed.push(std::move(Document::object()
                              .set("transaction", Document(source.name))
                              .set("amount", Document(amount))
                              .set("asset", Document(asset.code))
                              .set("label", Document(source.label))));
  }
  return std::move(
      Document::object()
          .set("sources", found.size() <= kListedSources ? std::move(listed) : Document())
          .set("source_count", Document(std::uint64_t{found.size()}))
          .set("sources_sha256", Document(graph::sha256_hex(canonical))));
}

}  // namespace

Result<SourceSet> asked_sources(const graph::StoreView& view, const graph::Snapshot& snapshot,
                                const TraceQuestion& question, const engine::TraceRequest& policy) {
  const TransactionPositions positions(snapshot.transactions());
  std::vector<FoundSource> found;
  std::set<std::string> labels;
  for (const AskedSource& asked : question.sources) {
    HEADWATER_ASSIGN_OR_RETURN(FoundSource source, find_source(view, snapshot, positions, asked));
    labels.insert(source.label);
    found.push_back(std::move(source));
  }
  SourceSet set;
  set.labels.assign(labels.begin(), labels.end());
  for (const FoundSource& source : found) {
    const auto label = std::lower_bound(set.labels.begin(), set.labels.end(), source.label);
    set.sources.push_back(
        {source.position, source.amount, static_cast<std::uint32_t>(label - set.labels.begin())});
    set.left_out += !is_run(snapshot.transactions(), source.position, policy);
  }
  set.parameters = parameters_of(found, snapshot.assets());
  return set;
}

}  // namespace headwater::queries::internal
