// Statements that replace others: against a slow reading of the same statements, and in mappings of
// one's own.
#include "ingest/internal/statement_history.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "tests/support/staging.h"

namespace headwater::ingest::internal {
namespace {

struct WrittenStatement {
  std::string id, record, revision;
  std::vector<std::string> replaces;
};

StatementHistory history_of_statements(const std::vector<WrittenStatement>& statements) {
  StatementHistory history;
  for (std::size_t i = 0; i < statements.size(); ++i) {
    const WrittenStatement& one = statements[i];
    StatementNote note{i + 1, one.id, one.record, one.revision, {}};
    for (const std::string& replaced : one.replaces) note.replaces.push_back(replaced);
    history.add(note);
  }
  history.seal();
  return history;
}

// Asks of every other statement whether it puts this one out of force.
bool is_out_of_force(const std::vector<WrittenStatement>& statements, std::size_t at) {
  const WrittenStatement& own = statements[at];
  for (std::size_t i = 0; i < statements.size(); ++i) {
    const WrittenStatement& other = statements[i];
    for (const std::string& replaced : other.replaces) {
      if (replaced == own.id && replaced != other.id) return true;
    }
    if (i == at || own.record.empty() || own.record != other.record) continue;
    if (other.revision > own.revision) return true;
    if (other.revision == own.revision && i > at && other.id != own.id) return true;
  }
  return false;
}

TEST(StatementHistory, AgreesWithASlowReadingOnRandomStatements) {
  for (std::uint32_t seed = 1; seed <= 200; ++seed) {
    std::mt19937 random(seed);
    const auto pick = [&](std::uint32_t below) { return std::to_string(random() % below); };
    std::vector<WrittenStatement> statements;
    for (std::uint32_t i = 0; i < 2 + random() % 12; ++i) {
      WrittenStatement one;
      one.id = "s" + std::to_string(i);
      if (random() % 2 == 0) {
        one.record = "r" + pick(3);
        one.revision = "201" + pick(3);
      }
      // Only statements before it, so that no ring is made.
      if (i > 0 && random() % 2 == 0) one.replaces.push_back("s" + pick(i));
      statements.push_back(one);
    }
    std::shuffle(statements.begin(), statements.end(), random);
    const StatementHistory history = history_of_statements(statements);
    for (std::size_t i = 0; i < statements.size(); ++i) {
      ASSERT_EQ(history.is_superseded(i + 1, statements[i].id), is_out_of_force(statements, i))
          << "seed " << seed << ", row " << i + 1;
      std::string first = statements[i].id;
      for (bool goes_on = true; goes_on;) {
        goes_on = false;
        for (const WrittenStatement& one : statements) {
          if (one.id != first || one.replaces.empty()) continue;
          first = one.replaces.front();
          goes_on = true;
          break;
        }
      }
      ASSERT_EQ(history.record_of(statements[i].id), first) << "seed " << seed;
    }
  }
}

TEST(StatementHistory, ALongChainAndARingEnd) {
  std::vector<WrittenStatement> chain;
  for (int i = 0; i < 20'000; ++i) {
    WrittenStatement one{"s" + std::to_string(i), "", "", {}};
    if (i > 0) one.replaces.push_back("s" + std::to_string(i - 1));
    chain.push_back(one);
  }
  const StatementHistory long_history = history_of_statements(chain);
  EXPECT_EQ(long_history.record_of("s19999"), "s0");
  EXPECT_TRUE(long_history.is_superseded(1, "s0"));
  EXPECT_FALSE(long_history.is_superseded(20'000, "s19999"));
  const StatementHistory ring = history_of_statements({{"b", "", "", {"a"}}, {"a", "", "", {"b"}}});
  EXPECT_EQ(ring.record_of("a"), "a");
  EXPECT_EQ(ring.record_of("b"), "a");
  EXPECT_EQ(ring.record_of("c"), "c");
}

constexpr const char* kRegister = R"json({"headwater_mapping": 1, "name": "register",
  "statements": {"id": {"column": "id"}, "record": {"column": "record"},
    "revision": {"column": "date"}},
  "records": [{"record": "relation", "kind": "ownership", "id": {"column": "record"},
    "from": {"kind": "person", "id": {"column": "owner"}},
    "to": {"kind": "company", "id": {"column": "company"}},
    "share_low": {"column": "share", "unit": "percent", "rounding": "down"},
    "share_high": {"column": "share", "unit": "percent", "rounding": "up"},
    "attributes": {"revision": {"column": "date"}}}]})json";

TEST(StatementRows, AnyFormatMayStateRecordsAgain) {
  tests::Outcome outcome;
  tests::load_rows(kRegister,
                   "id,record,date,owner,company,share\n1,r,2020-01-01,a,c,10\n"
                   "2,r,2021-01-01,a,c,33.33333\n3,q,2019-01-01,b,c,50\n",
                   outcome);
  EXPECT_EQ(outcome.counts.skipped, 1u);
  ASSERT_EQ(outcome.writer.relations.size(), 2u);
  EXPECT_EQ(outcome.writer.relations[0].share->low.value, 3'333);
  EXPECT_EQ(outcome.writer.relations[0].share->high.value, 3'334);
}

TEST(StatementRows, AMappingThatSaysHalfOfItIsRefused) {
  const std::string good = kRegister;
  const std::pair<const char*, const char*> changes[] = {
      {R"("id": {"column": "id"}, "record")", R"("record")"},
      {R"(,
    "revision": {"column": "date"}},)",
       "},"},
      {R"("rounding": "up")", R"("rounding": "nearest")"},
      {R"("statements": {)", R"("statements": {"replace": "x", )"}};
  for (const auto& [from, to] : changes) {
    std::string text = good;
    ASSERT_NE(text.find(from), std::string::npos) << from;
    text.replace(text.find(from), std::string(from).size(), to);
    EXPECT_FALSE(Format::from_text(text, "test").has_value()) << to;
  }
}

}  // namespace
}  // namespace headwater::ingest::internal
