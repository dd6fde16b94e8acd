// FollowTheMoney entities. No file of them is given: these lines are written from its schema.
#include <algorithm>

#include <gtest/gtest.h>

#include "tests/support/staging.h"

namespace headwater {
namespace {

using tests::built_in;
using tests::load_rows;
using tests::RecordingWriter;
using tests::stage_text;

constexpr const char* kFtmLines =
    R"({"id":"p-own","schema":"Ownership","properties":{"owner":["p1"],"asset":["c1"],"percentage":["33.5 %"],"startDate":["2019"],"endDate":["2020-02"]},"datasets":["d"]}
{"id":"p1","schema":"Person","caption":"A B","properties":{"name":["A B"],"alias":["B A","Ab"],"nationality":["gb"],"birthDate":["1970-05"],"religion":["x"]},"datasets":["d","e"]}
{"id":"c1","schema":"Company","properties":{"name":["C Ltd"],"leiCode":["5493001KJTIIGC8Y1R12"],"parent":["c2"]},"datasets":["d"]}
{"id":"c2","schema":"LegalEntity","properties":{"name":["D Ltd"]},"datasets":["d"]}
{"id":"b1","schema":"BankAccount","properties":{"iban":["DE89 3704 0044 0532 0130 00"],"bankName":["Bank"]},"datasets":["d"]}
{"id":"o2","schema":"Ownership","properties":{"owner":["p1","c2"],"asset":["b1"]},"datasets":["d"]}
{"id":"o3","schema":"Ownership","properties":{"owner":["c2"],"asset":["c1"],"percentage":["25-50%"]},"datasets":["d"]}
{"id":"dir","schema":"Directorship","properties":{"director":["p1"],"organization":["c1"],"role":["director"]},"datasets":["d"]}
{"id":"fam","schema":"Family","properties":{"person":["p1"],"relative":["p2"],"relationship":["sister"]},"datasets":["d"]}
{"id":"p2","schema":"Person","properties":{"name":["E"],"addressEntity":["a1"]},"datasets":["d"]}
{"id":"a1","schema":"Address","properties":{"full":["1 Street"],"country":["gb"]},"datasets":["d"]}
{"id":"s1","schema":"Sanction","properties":{"entity":["c1","p2"],"authority":["Office of X"],"program":["P"],"listingDate":["2021-01-02"]},"datasets":["d"]}
{"id":"w1","schema":"CryptoWallet","properties":{"publicKey":["1BoatSLRHtKNngkdXEeobR76b53LETtpyT"],"currencySymbol":["BTC"],"holder":["p2"]},"datasets":["d"]}
{"id":"m1","schema":"Payment","properties":{"payer":["c1"],"beneficiary":["p1"],"amount":["1250.75"],"currency":["EUR"],"date":["2022-03-04"],"purpose":["rent"]},"datasets":["d"]}
{"id":"m2","schema":"Payment","properties":{"payer":["c1"],"payerAccount":["b1"],"beneficiary":["p2"],"amount":["10"],"currency":["GBP"],"date":["2022-03-05"]},"datasets":["d"]}
{"id":"m3","schema":"Payment","properties":{"payer":["c1","c2"],"beneficiary":["p2"],"amount":["10"],"date":["2022-03-05"]},"datasets":["d"]}
{"id":"m4","schema":"Payment","properties":{"payer":["c1"],"beneficiary":["p2"],"amount":["10"],"date":["2022"]},"datasets":["d"]}
{"id":"m5","schema":"Payment","properties":{"payer":["nobody"],"beneficiary":["p2"],"amount":["10"],"date":["2022-01-01"]},"datasets":["d"]}
{"id":"doc","schema":"Document","properties":{"fileName":["x.pdf"]},"datasets":["d"]}
{"id":"doc2","schema":"Document","properties":{"fileName":["y.pdf"]},"datasets":["d"]}
)";

class FtmTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto counts = stage_text(built_in("ftm"), kFtmLines, writer_);
    ASSERT_TRUE(counts.has_value()) << counts.error().message();
    counts_ = *counts;
  }
  std::vector<std::string> ties(graph::RelationKind kind) const {
    std::vector<std::string> found;
    for (const graph::Relation& record : writer_.relations) {
      if (record.kind != kind) continue;
      found.push_back(writer_.name(record.from) + " " + writer_.name(record.to));
    }
    std::sort(found.begin(), found.end());
    return found;
  }
  RecordingWriter writer_;
  ingest::internal::RowCounts counts_;
};

using Ties = std::vector<std::string>;

TEST_F(FtmTest, EveryRowIsAcceptedPassedOverOrRefusedForAReason) {
  EXPECT_EQ(counts_.rows_read, 20u);
  EXPECT_EQ(counts_.accepted, 15u);
  EXPECT_EQ(counts_.skipped, 2u);
  std::map<std::string, std::string> reasons;
  for (const auto& row : writer_.quarantined) reasons[std::to_string(row.row)] = row.reason;
  EXPECT_EQ(reasons, (std::map<std::string, std::string>{
                         {"16", "several-values"}, {"17", "bad-time"}, {"18", "unknown-kind"}}));
  ASSERT_EQ(counts_.skipped_by.names().size(), 1u);
  EXPECT_EQ(counts_.skipped_by.names()[0].name, "Document");
  EXPECT_EQ(counts_.skipped_by.names()[0].count, 2u);
}

TEST_F(FtmTest, EdgesFindTheKindsThatOtherRowsDescribe) {
  EXPECT_EQ(ties(graph::RelationKind::kOwnership),
            (Ties{"company:ftm/c2 company:ftm/c1", "person:ftm/p1 company:ftm/c1"}));
  EXPECT_EQ(ties(graph::RelationKind::kDirectorship), (Ties{"person:ftm/p1 company:ftm/c1"}));
  EXPECT_EQ(ties(graph::RelationKind::kFamily), (Ties{"person:ftm/p1 person:ftm/p2"}));
  EXPECT_EQ(ties(graph::RelationKind::kControl), (Ties{"company:ftm/c2 company:ftm/c1"}));
  EXPECT_EQ(ties(graph::RelationKind::kLocatedAt), (Ties{"person:ftm/p2 location:ftm/a1"}));
  EXPECT_EQ(ties(graph::RelationKind::kListedBy),
            (Ties{"company:ftm/c1 institution:ftm/authority-office-of-x",
                  "person:ftm/p2 institution:ftm/authority-office-of-x"}));
  EXPECT_EQ(ties(graph::RelationKind::kSameAs),
            (Ties{"account:ftm/b1 account:iban/DE89370400440532013000",
                  "account:ftm/w1 account:wallet-btc/1BoatSLRHtKNngkdXEeobR76b53LETtpyT",
                  "company:ftm/c1 company:lei/5493001KJTIIGC8Y1R12"}));
}

TEST_F(FtmTest, AccountsAreOwnedByTheirOwnersHoldersAndPayers) {
  EXPECT_EQ(
      ties(graph::RelationKind::kOwnsAccount),
      (Ties{"company:ftm/c1 account:ftm/b1", "company:ftm/c1 account:unspecified/company:ftm/c1",
            "company:ftm/c2 account:ftm/b1", "person:ftm/p1 account:ftm/b1",
            "person:ftm/p1 account:unspecified/person:ftm/p1", "person:ftm/p2 account:ftm/w1",
            "person:ftm/p2 account:unspecified/person:ftm/p2"}));
}

TEST_F(FtmTest, SharesThatAreFreeTextAreTakenOnlyWhereTheyAreNumbers) {
  for (const graph::Relation& record : writer_.relations) {
    if (record.kind != graph::RelationKind::kOwnership) continue;
    const bool is_person = writer_.name(record.from) == "person:ftm/p1";
    ASSERT_EQ(record.share.has_value(), is_person);
    if (!is_person) continue;
    EXPECT_EQ(record.share->low.value, 3'350);
    EXPECT_EQ(graph::format_iso8601(record.valid_from), "2019-01-01T00:00:00Z");
    EXPECT_EQ(graph::format_iso8601(record.valid_to), "2020-02-29T00:00:00Z");
  }
}

TEST_F(FtmTest, PaymentsGoBetweenAccountsOrTheOnePooledAccountOfAParty) {
  ASSERT_EQ(writer_.transactions.size(), 2u);
  const graph::Transaction& first = writer_.transactions[0];
  EXPECT_EQ(writer_.name(first.from), "account:unspecified/company:ftm/c1");
  EXPECT_EQ(writer_.name(first.to), "account:unspecified/person:ftm/p1");
  EXPECT_EQ(first.amount.value, 125'075);
  EXPECT_EQ(writer_.assets.at(first.asset.value).code, "EUR");
  EXPECT_EQ(graph::format_iso8601(first.time), "2022-03-04T00:00:00Z");
  EXPECT_EQ(first.origin.source_id, "m1");
  EXPECT_EQ(writer_.name(writer_.transactions[1].from), "account:ftm/b1");
}

TEST_F(FtmTest, EveryNameOfAPersonIsAnAttribute) {
  const auto attributes = writer_.attributes_of("person:ftm/p1");
  for (const char* one : {"name=A B", "alias=B A", "alias=Ab", "nationality=gb",
                          "birth-date=1970-05", "dataset=d", "dataset=e", "schema=Person"}) {
    EXPECT_TRUE(attributes.contains(one)) << one;
  }
  std::map<std::string, std::uint64_t> unread;
  for (const auto& one : counts_.unread.names()) unread[one.name] = one.count;
  EXPECT_EQ(unread, (std::map<std::string, std::uint64_t>{
                        {"caption", 1}, {"properties.religion", 1}, {"properties.fileName", 2}}));
}

TEST(FtmKinds, AnIdThatIsDescribedInTwoWaysIsNotGuessed) {
  tests::Outcome outcome;
  RecordingWriter writer;
  const auto counts = stage_text(built_in("ftm"),
                                 R"({"id":"x","schema":"Person","properties":{"name":["A"]}}
{"id":"x","schema":"Company","properties":{"name":["A"]}}
{"id":"e","schema":"UnknownLink","properties":{"subject":["x"],"object":["x"]}}
)",
                                 writer);
  ASSERT_TRUE(counts.has_value());
  EXPECT_EQ(counts->quarantined, 3u);
  for (const auto& row : writer.quarantined) EXPECT_EQ(row.reason, "unknown-kind");
}

TEST(FtmKinds, ThreadsAndBlocksDoNotChangeTheOutcome) {
  std::set<std::string> outcomes;
  for (const int threads : {1, 2, 4}) {
    for (const std::size_t block : {std::size_t{100}, std::size_t{1} << 20}) {
      RecordingWriter writer;
      ASSERT_TRUE(
          stage_text(built_in("ftm"), kFtmLines, writer, {.block_bytes = block, .threads = threads})
              .has_value());
      outcomes.insert(writer.transcript());
    }
  }
  EXPECT_EQ(outcomes.size(), 1u);
}

}  // namespace
}  // namespace headwater
