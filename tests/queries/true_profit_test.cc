// The generator's truth against the engine's attribution: with every member known and every deed
// asserted, both must say the same where nothing depends on how mixed money is split.
#include <map>

#include <gtest/gtest.h>

#include "engine/flow/attribution.h"
#include "ingest/generate/case_loader.h"
#include "ingest/generate/truth_reader.h"
#include "tests/support/generated_case.h"

namespace headwater::queries {
namespace {

using tests::CsvRow;

class WholeTruth {
 public:
  explicit WholeTruth(std::uint64_t seed) : made_({.seed = seed}) {
    const std::string key_path = folder_ / "victims.key";
    EXPECT_TRUE(graph::VictimKey::generate_file(key_path).ok());
    const auto key = graph::VictimKey::load(key_path);
    store_ = std::move(*graph::Store::open(folder_ / "store", {.mode = graph::OpenMode::kCreate}));
    EXPECT_TRUE(ingest::load_case(*store_, made_.directory(), *key, context_).has_value());
    view_ = std::move(*store_->view({.victim_key = *key}));
    snapshot = *graph::build_snapshot(*view_, {}, context_);
    truth = *ingest::read_case_truth(made_.truth_directory());
    const graph::TransactionLayer& layer = snapshot->transactions();
    for (std::uint32_t i = 0; i < layer.size(); ++i) positions_[layer.id(i)] = i;
    number_members();
    add_sources();
    add_payments();
    add_openings();
  }

  engine::AttributionResult attribute() const {
    auto result = engine::attribute(*snapshot, request_, context_);
    EXPECT_TRUE(result.has_value()) << result.error().message();
    return result.has_value() ? std::move(*result) : engine::AttributionResult();
  }
  std::string asset_code(graph::AssetId asset) const {
    return snapshot->assets()[asset.value].code;
  }

  std::shared_ptr<const graph::Snapshot> snapshot;
  ingest::CaseTruth truth;

 private:
  void number_members() {
    request_.member_count = static_cast<std::uint32_t>(truth.members.size());
    request_.holders = engine::AccountHolders(snapshot->vertices().size());
    for (std::uint32_t m = 0; m < truth.members.size(); ++m) {
      members_[truth.members[m].name] = m;
      for (const graph::EntityKey& key : truth.members[m].accounts) {
        const auto id = view_->find(key);
        ASSERT_TRUE(id.has_value() && id->has_value());
        request_.holders.set(snapshot->vertices().find(**id), m);
      }
    }
  }
  std::uint32_t position(const CsvRow& row) const {
    const auto id = view_->resolve_transaction(row.at("transaction"));
    EXPECT_TRUE(id.has_value()) << row.at("transaction");
    return positions_.at(*id);
  }
  void add_sources() {
    for (const CsvRow& row : tests::read_csv(made_.truth_directory() / "proceeds.csv")) {
      request_.trace.sources.push_back({position(row), {std::stoll(row.at("amount_minor"))}, 0});
    }
  }
  void add_payments() {
    for (const CsvRow& row : tests::read_csv(made_.truth_directory() / "deeds.csv")) {
      const std::string& deed = row.at("deed");
      if (deed == "between-members" || deed == "cash-out") continue;
      request_.payments.push_back(
          {position(row), 0, {std::stoll(row.at("paid_minor"))}, deed == "spending"});
    }
  }
  void add_openings() {
    const auto status =
        view_->for_each_opening([&](const graph::OpeningBalance& opening) -> graph::Status {
          request_.trace.openings.push_back({snapshot->vertices().find(opening.account),
                                             opening.asset, opening.amount, opening.as_of});
          return {};
        });
    EXPECT_TRUE(status.ok());
  }

  tests::GeneratedCase made_;
  tests::TemporaryDirectory folder_;
  graph::ExecutionContext context_{{.threads = 2}};
  std::unique_ptr<graph::Store> store_;
  std::unique_ptr<graph::StoreView> view_;
  std::map<graph::TransactionId, std::uint32_t> positions_;
  std::map<std::string, std::uint32_t> members_;
  engine::AttributionRequest request_;
};

TEST(TrueProfit, AgreesWithAttributionWhenEverythingIsAssertedSlow) {
  for (const std::uint64_t seed : {41u, 42u}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const WholeTruth whole(seed);
    const engine::AttributionResult result = whole.attribute();
    std::map<std::pair<std::uint32_t, std::string>, const engine::MemberProfit*> rows;
    for (const engine::MemberProfit& row : result.members) {
      rows[{row.member, whole.asset_code(row.asset)}] = &row;
    }
    std::map<std::string, graph::WideMinorUnits> gross, cost;
    for (std::uint32_t m = 0; m < whole.truth.members.size(); ++m) {
      const ingest::TrueMember& member = whole.truth.members[m];
      for (const ingest::TrueMemberProfit& expected : member.profits) {
        gross[expected.asset] += expected.gross.value;
        cost[expected.asset] += expected.cost.value;
        const auto found = rows.find({m, expected.asset});
        if (found == rows.end()) {
          EXPECT_EQ(expected.gross.value, 0) << member.role;
          continue;
        }
        const engine::MemberProfit& row = *found->second;
        EXPECT_TRUE(row.cost == expected.cost.value) << member.role;
        EXPECT_TRUE(row.spent == expected.spent.value) << member.role;
        // Clients may hold a little of the ring's own money (wages of its front, say): what they
        // pay with it was labelled before and is no new gross.
        const auto difference =
            static_cast<double>(expected.gross.value - static_cast<std::int64_t>(row.gross));
        EXPECT_GE(difference, 0) << member.role;
        EXPECT_LE(difference, 0.02 * static_cast<double>(expected.gross.value) + 1) << member.role;
      }
    }
    for (const engine::CaseTotals& totals : result.cases) {
      if (whole.asset_code(totals.asset) != "EUR") continue;
      EXPECT_TRUE(totals.cost == cost["EUR"]);
      EXPECT_LE(static_cast<double>(totals.gross), static_cast<double>(gross["EUR"]));
      EXPECT_GE(static_cast<double>(totals.gross), 0.98 * static_cast<double>(gross["EUR"]));
    }
  }
}

}  // namespace
}  // namespace headwater::queries
