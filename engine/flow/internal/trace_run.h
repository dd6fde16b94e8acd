// One run of a trace: the purses of the accounts that labelled money can reach, and the books that
// prove nothing was lost.
#pragma once

#include <map>
#include <vector>

#include "engine/flow/internal/event_order.h"
#include "engine/flow/internal/purse.h"
#include "engine/flow/internal/purse_table.h"
#include "engine/flow/trace.h"

namespace headwater::engine::internal {

class TraceRun {
 public:
  TraceRun(const graph::Snapshot& snapshot, const TraceRequest& request);
  graph::Result<TraceResult> run(const graph::ExecutionContext& context);

 private:
  // What a vertex does with money.
  enum class Place : std::uint8_t { kOutside, kAccount, kPooled, kCash, kExternal };
  struct AssetBook {  // of one asset, over the purses
    graph::WideMinorUnits opened = 0, opened_in_debt = 0, overdrawn = 0, debts_repaid = 0,
                          credited = 0, debited = 0;
  };

  graph::Status check_sources() const;
  bool is_source(std::uint32_t position) const;
  void find_reach();
  void choose_places();
  graph::Status prepare_openings(const graph::ExecutionContext& context);
  graph::Status infer_openings(const graph::ExecutionContext& context);
  std::vector<graph::WideMinorUnits> lowest_balances(const graph::ExecutionContext& context);
  graph::Status give_openings(graph::Timestamp up_to);
  Purse& purse(graph::VertexIndex account, graph::AssetId asset);

  graph::Status step(std::uint32_t position);
  graph::Status take_from_payer(std::uint32_t position, graph::AssetId asset, Bundle& bundle);
  void end_explained(std::uint32_t position, graph::AssetId asset, Bundle& bundle);
  void convert(std::uint32_t position, graph::AssetId paid, graph::AssetId received,
               std::int64_t amount, Bundle& bundle);
  void hand_over(std::uint32_t position, graph::AssetId asset, Bundle& bundle);
  void put_labels_on(std::uint32_t position, graph::AssetId asset, Bundle& bundle);
  graph::Status give_to_payee(std::uint32_t position, graph::AssetId asset, Bundle& bundle);
  void book_end(HoldingKind kind, graph::VertexIndex account, graph::AssetId asset, const Lot& lot,
                graph::VertexIndex payer);
  std::uint32_t holder_of(graph::VertexIndex account) const;
  // The same where that holder has to do with the label, else kNoHolder.
  std::uint32_t holder_of(graph::VertexIndex account, std::uint32_t label) const;
  LabelBalance& balance(graph::AssetId asset, std::uint32_t label);
  graph::Status finish();
  graph::Status too_wide(graph::AssetId asset) const;
  graph::Status collect_holdings();
  graph::Status check_assets() const;
  graph::Status check_labels() const;

  const graph::Snapshot& snapshot_;
  const TraceRequest& request_;
  const graph::TransactionLayer& layer_;
  EventOrder order_;
  std::vector<LabelledSource> sources_;      // by position
  std::vector<ExplainedPayment> explained_;  // by position
  std::vector<TracedOpening> openings_;      // by time, those of reached accounts
  std::size_t next_opening_ = 0;
  graph::Timestamp now_;       // of the transaction at hand; unknown: undated
  std::vector<bool> reached_;  // by vertex
  std::vector<Place> places_;  // by vertex
  PurseTable table_;           // numbers of purses
  std::vector<Purse> purses_;  // by number
  std::map<std::uint16_t, AssetBook> books_;
  std::map<std::pair<std::uint16_t, std::uint32_t>, LabelBalance> balances_;
  struct EndKey {
    HoldingKind kind;
    graph::VertexIndex account;
    std::uint16_t asset;
    std::uint32_t label, holder, paid_by;
    friend auto operator<=>(const EndKey&, const EndKey&) = default;
  };
  std::map<EndKey, graph::WideMinorUnits> ends_;  // pooled, sinks, dissipated, spent
  TraceResult result_;
  Bundle bundle_, repaid_;
};

}  // namespace headwater::engine::internal
