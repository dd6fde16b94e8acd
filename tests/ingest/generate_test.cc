#include "ingest/generate/generate.h"

#include <limits>
#include <map>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest/generate/internal/calendar.h"
#include "ingest/generate/internal/identifiers.h"
#include "ingest/generate/internal/random_stream.h"
#include "tests/support/generated_case.h"
#include "tests/support/rounds.h"

namespace headwater::ingest {
namespace {

namespace fs = std::filesystem;
using tests::GeneratedCase;
using tests::read_csv;
using tests::read_folder;

std::int64_t number(const std::string& text) { return std::stoll(text); }

TEST(RandomStream, DependsOnSeedPurposeSubjectAndPeriodOnly) {
  using internal::Purpose;
  using internal::RandomStream;
  RandomStream a(7, Purpose::kPerson, 3, 4), b(7, Purpose::kPerson, 3, 4);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(a.next(), b.next());
  EXPECT_NE(RandomStream(7, Purpose::kPerson, 3, 4).next(),
            RandomStream(8, Purpose::kPerson, 3, 4).next());
  EXPECT_NE(RandomStream(7, Purpose::kPerson, 3, 4).next(),
            RandomStream(7, Purpose::kPerson, 3, 5).next());
}

TEST(RandomStream, StaysWithinItsBounds) {
  internal::RandomStream stream(1, internal::Purpose::kNames, 0);
  const std::vector<std::int64_t> quantiles = {10, 20, 1000};
  std::int64_t below_middle = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::int64_t between = stream.between(-3, 3);
    EXPECT_GE(between, -3);
    EXPECT_LE(between, 3);
    const std::int64_t drawn = stream.quantile(quantiles);
    EXPECT_GE(drawn, 10);
    EXPECT_LT(drawn, 1000);
    if (drawn < 20) ++below_middle;
  }
  EXPECT_NEAR(static_cast<double>(below_middle), 10'000, 500);
}

TEST(Identifiers, AccountNumbersCarryValidCheckDigits) {
  // The check digits of a number published in ISO 13616 as an example.
  EXPECT_TRUE(internal::is_valid_iban("GB82WEST12345698765432"));
  EXPECT_FALSE(internal::is_valid_iban("GB82WEST12345698765423"));
  for (std::uint64_t i = 0; i < 500; ++i) {
    EXPECT_TRUE(internal::is_valid_iban(internal::make_iban("XA", 1234, i * 7'919)));
  }
}

TEST(Identifiers, ShufflingIsOneToOne) {
  const internal::NumberShuffle shuffle(11, 2);
  std::set<std::uint32_t> seen;
  for (std::uint32_t i = 0; i < 50'000; ++i) {
    EXPECT_LT(shuffle(i), 1u << 30);
    seen.insert(shuffle(i));
  }
  EXPECT_EQ(seen.size(), 50'000u);
}

TEST(Calendar, CoversTheWindowDayByDay) {
  using namespace internal;
  EXPECT_EQ(format_date(0), "2023-01-01");
  EXPECT_EQ(format_date(month_start(14)), "2024-03-01");
  EXPECT_EQ(format_date(kWindowDays - 1), "2024-06-30");
  EXPECT_EQ(weekday(0), 6);  // a Sunday
  EXPECT_EQ(month_of_day(month_start(5)), 5);
  EXPECT_EQ(month_of_day(month_start(5) - 1), 4);
  std::string text;
  append_time(text, at(1, 3'723));
  EXPECT_EQ(text, "2023-01-02T01:02:03Z");
}

TEST(Generate, EqualSeedsGiveEqualBytesForAnyNumberOfThreads) {
  const GeneratedCase one({.seed = 5, .threads = 1});
  const GeneratedCase two({.seed = 5, .threads = 2});
  const GeneratedCase many({.seed = 5, .threads = 7});
  EXPECT_GT(read_folder(one.directory()).size(), 20u);
  EXPECT_EQ(read_folder(one.directory()), read_folder(two.directory()));
  EXPECT_EQ(read_folder(one.directory()), read_folder(many.directory()));
  EXPECT_EQ(read_folder(one.truth_directory()), read_folder(two.truth_directory()));
  EXPECT_EQ(read_folder(one.truth_directory()), read_folder(many.truth_directory()));
}

TEST(Generate, DifferentSeedsDiffer) {
  const GeneratedCase one({.seed = 5});
  const GeneratedCase other({.seed = 6});
  const auto a = read_folder(one.directory()), b = read_folder(other.directory());
  EXPECT_NE(a.at("bank/payments_a.csv"), b.at("bank/payments_a.csv"));
  EXPECT_NE(a.at("interviews/victim_flows.csv"), b.at("interviews/victim_flows.csv"));
  EXPECT_NE(read_folder(one.truth_directory()).at("members.csv"),
            read_folder(other.truth_directory()).at("members.csv"));
}

TEST(Generate, HasAsManyDecoysAsMembersInEveryKindAsked) {
  for (std::uint64_t seed = 1; seed <= tests::rounds(10); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const GeneratedCase made({.seed = seed});
    std::map<std::string, int> roles, kinds;
    std::set<std::string> entities;
    std::size_t known = 0;
    for (const auto& row : read_csv(made.truth_directory() / "members.csv")) {
      ++roles[row.at("role")];
      known += row.at("known") == "1";
      entities.insert(row.at("entities"));
    }
    for (const auto& row : read_csv(made.truth_directory() / "decoys.csv")) {
      ++kinds[row.at("kind")];
      entities.insert(row.at("entities"));
    }
    EXPECT_EQ(known, 2u);
    EXPECT_EQ(made.report().members, made.report().decoys);
    EXPECT_EQ(entities.size(), made.report().members + made.report().decoys) << "nobody twice";
    EXPECT_EQ(roles["site-manager"], 3);
    EXPECT_EQ(roles["shell-company"], 2);
    EXPECT_EQ(roles.size(), 9u);
    for (const char* kind : {"advertiser", "remittance-family", "cash-salon", "relative",
                             "landlord", "honest-employer", "honest-employee"}) {
      EXPECT_GT(kinds[kind], 0) << kind;
    }
  }
}

TEST(Generate, TrueProfitsAddUpToTheCent) {
  for (std::uint64_t seed = 1; seed <= tests::rounds(10); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const GeneratedCase made({.seed = seed});
    std::map<std::string, std::int64_t> profit, gross, cost, out, in, proceeds, spread;
    for (const auto& row : read_csv(made.truth_directory() / "profits.csv")) {
      const std::string& asset = row.at("asset");
      profit[asset] += number(row.at("profit_minor"));
      gross[asset] += number(row.at("gross_minor"));
      cost[asset] += number(row.at("cost_minor"));
      EXPECT_EQ(number(row.at("profit_minor")), number(row.at("held_minor")) +
                                                    number(row.at("cashed_out_minor")) +
                                                    number(row.at("spent_minor")));
      EXPECT_GE(number(row.at("held_minor")), 0) << "a member spends what it has";
    }
    for (const auto& row : read_csv(made.truth_directory() / "proceeds.csv")) {
      proceeds[row.at("asset")] += number(row.at("amount_minor"));
    }
    for (const auto& row : read_csv(made.truth_directory() / "deeds.csv")) {
      if (row.at("deed") != "between-members" || row.at("paid_asset") == row.at("received_asset")) {
        continue;
      }
      out[row.at("paid_asset")] += number(row.at("paid_minor"));
      in[row.at("received_asset")] += number(row.at("received_minor"));
    }
    for (const char* asset : {"EUR", "USD"}) {
      EXPECT_EQ(gross[asset], proceeds[asset]);
      EXPECT_EQ(profit[asset], gross[asset] - cost[asset] - out[asset] + in[asset]) << asset;
    }
    EXPECT_GT(in["USD"], 0) << "money is converted on its way abroad";
  }
}

TEST(Generate, SourcesShareNoPersonNumbers) {
  const GeneratedCase made({.seed = 3});
  std::set<std::string> bank, registered;
  for (const auto& row : read_csv(made.directory() / "bank/customers.csv")) {
    bank.insert(row.at("customer_id"));
  }
  for (const auto& row : read_csv(made.directory() / "register/directors.csv")) {
    registered.insert(row.at("person_id"));
    EXPECT_FALSE(bank.contains(row.at("person_id")));
    EXPECT_FALSE(bank.contains(row.at("person_id").substr(1)));
  }
  for (const auto& row : read_csv(made.directory() / "interviews/suspects.csv")) {
    EXPECT_FALSE(bank.contains(row.at("suspect")));
    EXPECT_FALSE(registered.contains(row.at("suspect")));
  }
}

TEST(Generate, RingPaymentsLookLikeOthers) {
  const GeneratedCase made({.seed = 4});
  std::set<std::string> ring;
  for (const char* file : {"proceeds.csv", "deeds.csv"}) {
    for (const auto& row : read_csv(made.truth_directory() / file)) {
      ring.insert(row.at("transaction"));
    }
  }
  double rows = 0, ring_rows = 0, place = 0, ring_place = 0, on_the_minute = 0;
  for (const char* bank : {"a", "b", "c", "d", "e"}) {
    const auto table =
        read_csv(made.directory() / "bank" / ("payments_" + std::string(bank) + ".csv"));
    for (std::size_t i = 0; i < table.size(); ++i) {
      const double where = static_cast<double>(i) / static_cast<double>(table.size());
      const std::string name =
          "transaction:bank-" + std::string(bank) + "/" + table[i].at("payment_id");
      rows += 1;
      place += where;
      if (i > 0) {
        EXPECT_GE(table[i].at("booked_at"), table[i - 1].at("booked_at"));
      }
      if (!ring.contains(name)) continue;
      ring_rows += 1;
      ring_place += where;
      on_the_minute += table[i].at("booked_at").substr(17, 2) == "00";
    }
  }
  EXPECT_GT(ring_rows, 1'000);
  EXPECT_LT(on_the_minute / ring_rows, 0.04);
  EXPECT_NEAR(ring_place / ring_rows, place / rows, 0.12) << "numbers run through the whole window";
}

TEST(Generate, SchemeAccountsAreNeverOverdrawn) {
  for (std::uint64_t seed = 1; seed <= 2; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const GeneratedCase made({.seed = seed});
    std::map<std::string, std::int64_t> balance, lowest;
    const auto cents = [](const std::string& text) {
      std::string digits = text;
      digits.erase(digits.find('.'), 1);
      return number(digits);
    };
    for (const auto& row : read_csv(made.directory() / "bank/opening_balances.csv")) {
      balance[row.at("account")] = cents(row.at("amount"));
    }
    std::multimap<std::string, std::map<std::string, std::string>> by_time;
    for (const char* bank : {"a", "b", "c", "d", "e", "abroad"}) {
      for (auto& row :
           read_csv(made.directory() / "bank" / ("payments_" + std::string(bank) + ".csv"))) {
        by_time.emplace(row.at("booked_at"), row);
      }
    }
    for (const auto& [time, row] : by_time) {
      if (const std::string& payer = row.at("debtor_account"); !payer.empty()) {
        balance.at(payer) -= cents(row.at("amount"));
        lowest[payer] = std::min(lowest[payer], balance.at(payer));
      }
      const std::string& received = row.at("received_amount");
      if (const std::string& payee = row.at("creditor_account"); !payee.empty()) {
        balance.at(payee) += cents(received.empty() ? row.at("amount") : received);
      }
    }
    for (const auto& row : read_csv(made.truth_directory() / "members.csv")) {
      const bool scheme_only = row.at("role") == "shell-company";
      if (!scheme_only) continue;
      const std::string account = row.at("accounts").substr(std::string("account:iban/").size());
      EXPECT_GE(lowest[account], 0);
    }
  }
}

TEST(Generate, RefusesWhatItCannotDo) {
  const tests::TemporaryDirectory folder;
  graph::ExecutionContext context({.threads = 1});
  const auto code = [&](GenerateRequest request) {
    const auto result = generate_case(request, context);
    return result.has_value() ? graph::StatusCode::kOk : result.error().code();
  };
  GenerateRequest request{.directory = folder / "case", .scale = 0.05, .seed = 1};
  request.preset = "piracy";
  EXPECT_EQ(code(request), graph::StatusCode::kQuestion);
  request.preset = "trafficking";
  for (const double scale : {0.0, -1.0, 1e9, std::numeric_limits<double>::quiet_NaN()}) {
    request.scale = scale;
    EXPECT_EQ(code(request), graph::StatusCode::kQuestion) << scale;
  }
  request.scale = 0.05;
  request.truth_directory = folder.path() / "case" / "truth";
  EXPECT_EQ(code(request), graph::StatusCode::kQuestion) << "the truth would be inside the case";
  request.truth_directory.clear();
  EXPECT_EQ(code(request), graph::StatusCode::kOk);
  EXPECT_EQ(code(request), graph::StatusCode::kQuestion) << "the folder is not empty any more";
  EXPECT_EQ(default_truth_directory("a/case/"), fs::path("a/case-truth"));
}

TEST(Generate, ReportsAFullDiskOrAForbiddenFolder) {
  graph::ExecutionContext context({.threads = 1});
  const auto result = generate_case({.directory = "/proc/headwater-cannot-be-made",
                                     .scale = 0.05,
                                     .seed = 1,
                                     .truth_directory = "/proc/headwater-truth"},
                                    context);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code(), graph::StatusCode::kIo);
}

TEST(Generate, StopsWhenAsked) {
  const tests::TemporaryDirectory folder;
  graph::ExecutionContext context({.threads = 1});
  context.cancel();
  const auto result =
      generate_case({.directory = folder / "case", .scale = 0.05, .seed = 1}, context);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code(), graph::StatusCode::kCancelled);
}

}  // namespace
}  // namespace headwater::ingest
