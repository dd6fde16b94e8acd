#include "graph/ids.h"

#include <fstream>

#include <gtest/gtest.h>

#include "graph/execution_context.h"
#include "graph/records.h"
#include "graph/sha256.h"
#include "graph/table.h"
#include "graph/victim_key.h"
#include "tests/support/temporary_directory.h"

namespace headwater::graph {
namespace {

TEST(EntityKey, PrintsAndReadsBack) {
  const auto key = parse_entity_key("account:amlworld/10:8000EBD30");
  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(key->scheme, "amlworld");
  EXPECT_EQ(key->external_id, "10:8000EBD30");
  EXPECT_EQ(to_string(*key), "account:amlworld/10:8000EBD30");
  EXPECT_EQ(parse_entity_key("person:7")->scheme, "");
}

TEST(EntityKey, GlobalIdsAreReadInTheFormInWhichTheyAreKept) {
  EXPECT_EQ(parse_entity_key("account:iban/de89 3704 0044")->external_id, "DE8937040044");
  EXPECT_EQ(parse_entity_key("location:iso3166/esp")->external_id, "ESP");
  EXPECT_EQ(parse_entity_key("person:bank/ab c")->external_id, "ab c");
}

TEST(EntityKey, RefusesWithoutEchoingTheText) {
  for (std::string_view text :
       {"", "account", "martian:x/1", "account:", "account:/secret-name", "account:x/"}) {
    const auto key = parse_entity_key(text);
    ASSERT_FALSE(key.has_value()) << text;
    EXPECT_EQ(key.error().code(), StatusCode::kQuestion);
    EXPECT_EQ(key.error().message().find("secret-name"), std::string::npos);
  }
}

TEST(EntityKey, PooledAccountsNameTheirParty) {
  const EntityKey bank{EntityKind::kInstitution, "fincen", "barclays-plc"};
  const EntityKey pooled = pooled_account_of(bank);
  EXPECT_EQ(to_string(pooled), "account:unspecified/institution:fincen/barclays-plc");
  EXPECT_EQ(*parse_entity_key(to_string(pooled)), pooled);
  EXPECT_TRUE(is_pooled_account(pooled));
  EXPECT_TRUE(is_boundary_account({EntityKind::kAccount, "cash", "ESP"}));
}

TEST(EntityId, PacksKindAndIndex) {
  const EntityId id(EntityKind::kCompany, 123'456'789'012);
  EXPECT_EQ(id.kind(), EntityKind::kCompany);
  EXPECT_EQ(id.index(), 123'456'789'012u);
  EXPECT_EQ(EntityId::from_value(id.value()), id);
  EXPECT_FALSE(id.is_ledger_vertex());
  EXPECT_TRUE(EntityId(EntityKind::kLoan, 0).is_ledger_vertex());
}

TEST(Vocabularies, EveryNameReadsBack) {
  for (EntityKind kind : kAllEntityKinds) EXPECT_EQ(parse_entity_kind(to_string(kind)), kind);
  for (int i = 1; i <= 19; ++i) {
    const auto kind = static_cast<RelationKind>(i);
    EXPECT_EQ(parse_relation_kind(to_string(kind)), kind);
  }
  for (int i = 1; i <= 10; ++i) {
    EXPECT_EQ(parse_claim(to_string(static_cast<Claim>(i))), static_cast<Claim>(i));
  }
  EXPECT_EQ(to_string(RelationKind::kOwnsAccount), "owns-account");
  EXPECT_EQ(to_string(RelationKind::kLocatedAt), "located-at");
  EXPECT_EQ(to_string(Channel::kWire), "wire");
  EXPECT_EQ(to_string(Channel::kOther), "other");
  EXPECT_EQ(to_string(RoleKind::kProfited), "profited");
  EXPECT_EQ(to_string(Claim::kDisputes), "disputes");
  EXPECT_EQ(to_string(TransactionKind::kOther), "other");
}

TEST(Share, ReadsBasisPointsAndFractionsExactly) {
  EXPECT_EQ(parse_basis_points("2500")->value, 2500);
  EXPECT_FALSE(parse_basis_points("10001"));
  EXPECT_FALSE(parse_basis_points("25.5"));
  EXPECT_EQ(parse_fraction("0.975")->value, 9750);
  EXPECT_EQ(parse_fraction("1")->value, 10'000);
  EXPECT_EQ(parse_fraction("1.0000")->value, 10'000);
  for (std::string_view text : {"1.1", "-0.5", "0.97501", "x", "", "0.", "2"}) {
    EXPECT_FALSE(parse_fraction(text)) << text;
  }
  EXPECT_EQ(format_percent(BasisPoints{2505}), "25.05 %");
}

TEST(Table, KeepsNullsApartFromValues) {
  Table table({{"id", ColumnType::kText, "id"}, {"n", ColumnType::kInt64, "count"}});
  for (int i = 0; i < 20; ++i) {
    table.column(0).append_text(std::string(static_cast<std::size_t>(i), 'x'));
    if (i % 3 == 0) {
      table.column(1).append_null();
    } else {
      table.column(1).append_int64(i);
    }
  }
  ASSERT_TRUE(table.is_rectangular());
  EXPECT_EQ(table.row_count(), 20u);
  EXPECT_EQ(table.column(0).text(7), "xxxxxxx");
  EXPECT_TRUE(table.column(1).is_null(9));
  EXPECT_EQ(table.find("n")->int64(10), 10);
  EXPECT_EQ(table.find("nothing"), nullptr);
}

TEST(VictimKey, SameKeySamePseudonymOtherKeyOther) {
  const tests::TemporaryDirectory folder;
  ASSERT_TRUE(VictimKey::generate_file(folder / "a.key").ok());
  ASSERT_TRUE(VictimKey::generate_file(folder / "b.key").ok());
  const auto a = VictimKey::load(folder / "a.key");
  const auto again = VictimKey::load(folder / "a.key");
  const auto b = VictimKey::load(folder / "b.key");
  ASSERT_TRUE(a.has_value() && again.has_value() && b.has_value());
  EXPECT_EQ(a->pseudonym("interviews", "V-1"), again->pseudonym("interviews", "V-1"));
  EXPECT_NE(a->pseudonym("interviews", "V-1"), b->pseudonym("interviews", "V-1"));
  EXPECT_NE(a->pseudonym("interviews", "V-1"), a->pseudonym("interview", "sV-1"));
  EXPECT_EQ(a->pseudonym("interviews", "V-1").size(), 64u);
  EXPECT_NE(a->fingerprint(), b->fingerprint());
}

TEST(VictimKey, RefusesToOverwriteAndToReadRubbish) {
  const tests::TemporaryDirectory folder;
  ASSERT_TRUE(VictimKey::generate_file(folder / "a.key").ok());
  EXPECT_EQ(VictimKey::generate_file(folder / "a.key").code(), StatusCode::kInput);
  const auto permissions = std::filesystem::status(folder / "a.key").permissions();
  EXPECT_EQ(permissions & std::filesystem::perms::group_all, std::filesystem::perms::none);
  EXPECT_EQ(permissions & std::filesystem::perms::others_all, std::filesystem::perms::none);
  std::ofstream(folder / "short.key") << "abc";
  EXPECT_FALSE(VictimKey::load(folder / "short.key").has_value());
  EXPECT_FALSE(VictimKey::load(folder / "missing.key").has_value());
}

TEST(Sha256, MatchesThePublishedVector) {
  // FIPS 180-4's example "abc".
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  Sha256 pieces;
  pieces.update("a");
  pieces.update("bc");
  EXPECT_EQ(pieces.finish_hex(), sha256_hex("abc"));
}

TEST(Status, MessageHasItsFourParts) {
  const Status status = input_error("read a file", "x.csv:3", "7 columns", "write 8");
  EXPECT_EQ(status.message(), "read a file: x.csv:3: 7 columns: write 8");
  EXPECT_EQ(exit_code(status.code()), 2);
  EXPECT_EQ(exit_code(StatusCode::kQuestion), 1);
  EXPECT_EQ(exit_code(StatusCode::kCancelled), 130);
}

TEST(ExecutionContext, StopsAndRefusesWhenAsked) {
  ExecutionContext context({.threads = 2, .memory_budget_bytes = 1000});
  EXPECT_TRUE(context.check_cancelled("work").ok());
  EXPECT_EQ(context.check_memory(2000, "work", "narrow it").code(), StatusCode::kOverBudget);
  EXPECT_TRUE(context.check_memory(1000, "work", "narrow it").ok());
  context.cancel();
  EXPECT_EQ(context.check_cancelled("work").code(), StatusCode::kCancelled);
  int ran = 0;
  context.run([&] { ++ran; });
  EXPECT_EQ(ran, 1);
}

}  // namespace
}  // namespace headwater::graph
