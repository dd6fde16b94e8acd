// The built-in formats on the published files they were made for.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/shared_data.h"
#include "tests/support/staging.h"

namespace headwater {
namespace {

using graph::Transaction;
using tests::built_in;
using tests::RecordingWriter;
using tests::stage_file;

__extension__ typedef __int128 Wide;

long long sum_minor(const std::vector<Transaction>& transactions) {
  Wide sum = 0;
  for (const Transaction& record : transactions) sum += record.amount.value;
  return static_cast<long long>(sum);
}

std::size_t count_flag(const std::vector<Transaction>& transactions, unsigned flag) {
  std::size_t count = 0;
  for (const Transaction& record : transactions) count += (record.flags & flag) != 0;
  return count;
}

TEST(FincenFiles, EveryTransactionRowIsAccepted) {
  HEADWATER_SHARED_OR_SKIP(file, "data/fincen_files/download_transactions_map.csv");
  RecordingWriter writer;
  const auto counts = stage_file(built_in("fincen-files"), file.string(), writer);
  ASSERT_TRUE(counts.has_value()) << counts.error().message();
  EXPECT_EQ(counts->rows_read, 4507u);
  EXPECT_EQ(counts->accepted, 4507u);
  EXPECT_EQ(writer.transactions.size(), 4507u);
  EXPECT_EQ(sum_minor(writer.transactions), 3'568'224'798'501LL);
  EXPECT_EQ(count_flag(writer.transactions, graph::kAggregate), 4507u);
  EXPECT_EQ(count_flag(writer.transactions, graph::kUndated), 6u);
  EXPECT_EQ(count_flag(writer.transactions, graph::kPeriodReversed), 15u);
  EXPECT_EQ(count_flag(writer.transactions, graph::kSameParty), 1u);
  std::size_t unknown_counts = 0;
  std::uint64_t payments = 0;
  for (const Transaction& record : writer.transactions) {
    unknown_counts += record.count == 0;
    payments += record.count;
  }
  EXPECT_EQ(unknown_counts, 111u);
  EXPECT_EQ(payments, 18'153u);
  EXPECT_EQ(writer.assets.size(), 1u);
}

TEST(FincenFiles, FirstRowReadsAsPublished) {
  HEADWATER_SHARED_OR_SKIP(file, "data/fincen_files/download_transactions_map.csv");
  RecordingWriter writer;
  ASSERT_TRUE(stage_file(built_in("fincen-files"), file.string(), writer).has_value());
  const Transaction& first = writer.transactions.front();
  EXPECT_EQ(writer.name(first.from), "account:unspecified/institution:fincen/cimb-bank-berhad");
  EXPECT_EQ(first.origin.source_id, "223254");
  EXPECT_EQ(first.amount.value, 5'689'852'347);
  EXPECT_EQ(first.count, 68u);
  EXPECT_EQ(graph::format_iso8601(first.time), "2015-03-25T00:00:00Z");
  EXPECT_EQ(graph::format_iso8601(first.period_end), "2015-09-25T00:00:00Z");
  const auto attributes = writer.attributes_of("institution:fincen/cimb-bank-berhad");
  EXPECT_TRUE(attributes.contains("name=CIMB Bank Berhad"));
}

TEST(FincenFiles, EveryPooledAccountIsOwnedOnce) {
  HEADWATER_SHARED_OR_SKIP(file, "data/fincen_files/download_transactions_map.csv");
  RecordingWriter writer;
  ASSERT_TRUE(stage_file(built_in("fincen-files"), file.string(), writer).has_value());
  std::size_t accounts = 0;
  for (const auto& key : writer.keys) accounts += key.kind == graph::EntityKind::kAccount;
  std::set<std::string> owned;
  std::size_t ownerships = 0;
  for (const auto& relation : writer.relations) {
    if (relation.kind != graph::RelationKind::kOwnsAccount) continue;
    ++ownerships;
    owned.insert(writer.name(relation.to));
    EXPECT_EQ(writer.name(relation.to), "account:unspecified/" + writer.name(relation.from));
  }
  EXPECT_EQ(ownerships, accounts);
  EXPECT_EQ(owned.size(), accounts);
}

TEST(FincenFiles, EveryConnectionIsARelation) {
  HEADWATER_SHARED_OR_SKIP(file, "data/fincen_files/download_bank_connections.csv");
  RecordingWriter writer;
  const auto counts = stage_file(built_in("fincen-files"), file.string(), writer, {.part = 1});
  ASSERT_TRUE(counts.has_value()) << counts.error().message();
  EXPECT_EQ(counts->accepted, 5498u);
  std::size_t mentions = 0;
  for (const auto& relation : writer.relations) {
    mentions += relation.kind == graph::RelationKind::kMentions;
  }
  EXPECT_EQ(mentions, 5498u);
}

struct AmlsimCase {
  const char* folder;
  std::size_t transactions;
  std::size_t frauds;
  std::size_t repeated;  // byte for byte a row before
};

// Rows of a file that say the same as one before them.
std::size_t repeated_rows(const std::vector<Transaction>& transactions) {
  std::set<std::tuple<graph::EntityId, graph::EntityId, std::int64_t, std::int64_t, std::string>>
      rows;
  for (const Transaction& t : transactions) {
    std::string rest;
    for (const auto& [name, value] : t.attributes) rest += name + '=' + value + '\n';
    rows.emplace(t.from, t.to, t.time.ms, t.amount.value,
                 rest + std::to_string(static_cast<int>(t.kind)) + ' ' + std::to_string(t.flags));
  }
  return transactions.size() - rows.size();
}

TEST(Amlsim, EveryRowOfBothSamplesIsAccepted) {
  for (const AmlsimCase& sample : {AmlsimCase{"20K_cycle200", 117'805, 945, 1'420},
                                   AmlsimCase{"20K_fanin200", 118'250, 954, 254}}) {
    HEADWATER_SHARED_OR_SKIP(folder, std::string("data/amlsim/") + sample.folder);
    RecordingWriter writer;
    const auto nodes = stage_file(built_in("amlsim"), folder / "nodes.csv", writer);
    const auto moves =
        stage_file(built_in("amlsim"), folder / "transactions.csv", writer, {.part = 1});
    ASSERT_TRUE(nodes.has_value() && moves.has_value());
    EXPECT_EQ(nodes->accepted, 20'000u);
    EXPECT_EQ(writer.openings.size(), 20'000u);
    EXPECT_EQ(moves->accepted, sample.transactions);
    EXPECT_EQ(moves->duplicates + moves->quarantined, 0u);
    EXPECT_FALSE(writer.openings.front().as_of.is_known());
    EXPECT_EQ(writer.openings.front().asset.value, 0);
    EXPECT_EQ(writer.assets.front().code, "XXX");
    EXPECT_EQ(writer.name(writer.transactions[0].from).substr(0, 15), "account:amlsim/");
    EXPECT_EQ(writer.transactions[0].time.ms, 86'400'000);
    EXPECT_EQ(writer.entities_with("label", "1"), sample.frauds);
    EXPECT_EQ(repeated_rows(writer.transactions), sample.repeated) << "all stored all the same";
  }
}

TEST(Amlworld, RenamedSampleKeepsSelfTransfersAndWideAssets) {
  HEADWATER_SHARED_OR_SKIP(file, "data/amlworld/transactions_sample.csv");
  RecordingWriter writer;
  const auto counts = stage_file(built_in("amlworld"), file.string(), writer, {.part = 1});
  ASSERT_TRUE(counts.has_value()) << counts.error().message();
  EXPECT_EQ(counts->accepted, 1000u);
  EXPECT_EQ(count_flag(writer.transactions, graph::kSameParty), 732u);
  EXPECT_EQ(count_flag(writer.transactions, graph::kLabelledIllicit), 0u);
  EXPECT_EQ(writer.name(writer.transactions[0].from), "account:amlworld/10:8000EBD30");
  EXPECT_EQ(writer.transactions[0].amount.value, 369'734);
}

TEST(Amlworld, OriginalHeaderReadsTheSameAccounts) {
  const std::string text =
      "Timestamp,From Bank,Account,To Bank,Account,Amount Received,Receiving Currency,"
      "Amount Paid,Payment Currency,Payment Format,Is Laundering\n"
      "2022/09/01 00:03,01467,8013C4030,000,80BC62F10,10.50,Yuan,0.00012345,Bitcoin,ACH,1\n"
      "2022/09/01 00:04,01467,8013C4030,000,80BC62F10,1850.75,Yen,1850.75,Yen,Cheque,0\n";
  RecordingWriter writer;
  const auto counts = tests::stage_text(built_in("amlworld"), text, writer);
  ASSERT_TRUE(counts.has_value()) << counts.error().message();
  ASSERT_EQ(writer.transactions.size(), 2u);
  const Transaction& yen = writer.transactions[1];
  EXPECT_EQ(writer.assets[yen.asset.value].code, "JPY");
  EXPECT_EQ(writer.assets[yen.asset.value].exponent, 2) << "published data has yen with decimals";
  EXPECT_EQ(yen.amount.value, 185'075);
  const Transaction& record = writer.transactions[0];
  EXPECT_EQ(writer.name(record.from), "account:amlworld/1467:8013C4030");
  EXPECT_EQ(writer.name(record.to), "account:amlworld/0:80BC62F10");
  EXPECT_EQ(writer.assets[record.asset.value].code, "BTC");
  EXPECT_EQ(record.amount.value, 12'345);
  EXPECT_EQ(writer.assets[record.received_asset.value].code, "CNY");
  EXPECT_EQ(record.received_amount.value, 1'050);
  EXPECT_EQ(record.flags, graph::kLabelledIllicit);
  EXPECT_EQ(record.channel, graph::Channel::kAch);
  EXPECT_EQ(graph::format_iso8601(record.time), "2022-09-01T00:03:00Z");
}

TEST(Glotip, RowsAreStatisticsWithTheirRepetitionsFlagged) {
  HEADWATER_SHARED_OR_SKIP(file, "data/unodc_glotip/data_glotip.csv");
  RecordingWriter writer;
  const auto counts = stage_file(built_in("glotip"), file.string(), writer);
  ASSERT_TRUE(counts.has_value()) << counts.error().message();
  EXPECT_EQ(counts->accepted, 58'769u);
  ASSERT_EQ(writer.statistics.size(), 58'769u);
  std::size_t censored = 0;
  std::size_t without_code = 0;
  std::size_t second_occurrences = 0;
  std::size_t ambiguous = 0;
  std::vector<std::int64_t> spain;
  std::map<std::vector<std::string>, std::set<std::pair<std::int64_t, std::int64_t>>> values;
  std::size_t thousands = 0;  // published with a separator
  for (const auto& cell : writer.statistics) {
    values[{writer.name(cell.territory), cell.indicator, cell.period, cell.dimension, cell.category,
            cell.sex, cell.age_band, cell.unit}]
        .emplace(cell.low, cell.high);
    thousands += cell.low >= 1'000;
    censored += (cell.flags & graph::kCensoredInterval) != 0;
    without_code += (cell.flags & graph::kNoIsoTerritory) != 0;
    second_occurrences += cell.occurrence == 2;
    ambiguous += (cell.flags & graph::kAmbiguousCell) != 0;
    if (writer.name(cell.territory) == "location:iso3166/ESP" && cell.period == "2019" &&
        cell.indicator == "Detected trafficking victims" && cell.dimension == "Total" &&
        cell.sex == "Total" && cell.age_band == "Total") {
      spain.push_back(cell.low);
    }
  }
  EXPECT_EQ(censored, 29'558u);
  EXPECT_EQ(without_code, 26u);
  EXPECT_EQ(second_occurrences, 492u);
  EXPECT_EQ(std::count_if(values.begin(), values.end(),
                          [](const auto& cell) { return cell.second.size() > 1; }),
            284)
      << "cells that contradict one another";
  EXPECT_EQ(thousands, 813u);
  EXPECT_EQ(ambiguous, 58'769u - 57'553u);
  EXPECT_EQ(spain, std::vector<std::int64_t>{523});
  EXPECT_TRUE(writer.attributes_of("location:glotip/Sark").contains("name=Sark"));
}

}  // namespace
}  // namespace headwater
