// ISO 20022 messages: every given one against a count of its tags that shares nothing with the
// reader, payments as they stand, and shapes that no given file has, written from the schemas.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "ingest/internal/row_source.h"
#include "tests/support/shared_data.h"
#include "tests/support/staging.h"
#include "tests/support/temporary_directory.h"

namespace headwater {
namespace {

using tests::built_in;
using tests::RecordingWriter;

// What a message holds, counted at its tags.
struct TagCount {
  std::string message;  // "camt.053"
  std::uint64_t heads = 0, entries = 0, details = 0, empty_entries = 0, transfers = 0;
  std::int64_t booked_minor = 0;  // sum of the entries' amounts
  std::uint64_t rows() const { return heads + details + empty_entries + transfers; }
};

std::int64_t minor_of(const std::string& text) {
  const std::size_t dot = text.find('.');
  std::string fraction = dot == std::string::npos ? "" : text.substr(dot + 1);
  fraction.resize(2, '0');
  return std::stoll(text.substr(0, dot)) * 100 + std::stoll(fraction);
}

TagCount count_tags(const std::string& text) {
  TagCount count;
  std::vector<std::string> path;
  std::uint64_t in_entry = 0;
  const std::size_t at_name = text.find("iso:20022:tech:xsd:", text.find("Document"));
  if (at_name != std::string::npos) count.message = text.substr(at_name + 19, 8);
  for (std::size_t at = text.find('<'); at != std::string::npos; at = text.find('<', at + 1)) {
    if (text.compare(at, 4, "<!--") == 0) {
      at = text.find("-->", at);
      continue;
    }
    if (text[at + 1] == '?') continue;
    const bool closes = text[at + 1] == '/';
    const std::size_t end = text.find('>', at);
    std::string name =
        text.substr(at + 1 + closes, text.find_first_of(" \t\r\n/>", at + 2) - at - 1 - closes);
    if (name.find(':') != std::string::npos) name = name.substr(name.find(':') + 1);
    if (closes) {
      if (name == "Ntry" && in_entry == 0) ++count.empty_entries;
      path.pop_back();
      continue;
    }
    const std::string parent = path.empty() ? "" : path.back();
    if (parent.starts_with("BkToCstmr") && name != "GrpHdr" && name != "SplmtryData") ++count.heads;
    if (name == "Ntry") {
      ++count.entries;
      in_entry = 0;
    }
    if (name == "TxDtls") {
      ++count.details;
      ++in_entry;
    }
    if (name == "CdtTrfTxInf") ++count.transfers;
    if (name == "Amt" && parent == "Ntry") {
      count.booked_minor += minor_of(text.substr(end + 1, text.find('<', end) - end - 1));
    }
    if (text[end - 1] != '/') path.push_back(name);
  }
  return count;
}

graph::Result<ingest::internal::RowCounts> stage_message(const std::string& path,
                                                         RecordingWriter& writer, int threads = 2) {
  const ingest::Format format = built_in("iso20022");
  tests::StagingOptions options;
  options.threads = threads;
  options.block_bytes = threads == 1 ? 1 : ingest::internal::kBlockBytes;
  for (const auto& part : format.mapping().parts) {
    const auto fits = ingest::internal::begins_as(path, part);
    if (fits.has_value() && *fits) return tests::stage_file(format, path, writer, options);
    ++options.part;
  }
  return graph::input_error("read", path, "no part reads it", "");
}

void stage_xml(const std::string& text, RecordingWriter& writer,
               ingest::internal::RowCounts& counts) {
  const tests::TemporaryDirectory directory;
  tests::write_file(directory / "message.xml", text);
  const auto staged = stage_message(directory / "message.xml", writer);
  ASSERT_TRUE(staged.has_value()) << staged.error().message();
  counts = *staged;
}

TEST(Iso20022, EveryGivenMessageIsReadInFull) {
  HEADWATER_SHARED_OR_SKIP(folder, "data/iso20022");
  std::map<std::string, int> read;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".xml") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    const TagCount expected = count_tags(text);
    if (expected.rows() == 0 || !std::set<std::string>{"camt.052", "camt.053", "camt.054",
                                                       "pain.001", "pacs.008", "pacs.009"}
                                     .contains(expected.message)) {
      continue;
    }
    ++read[expected.message];
    std::set<std::string> outcomes;
    for (const int threads : {1, 2, 4}) {
      RecordingWriter writer;
      const auto counts = stage_message(entry.path(), writer, threads);
      ASSERT_TRUE(counts.has_value()) << entry.path() << counts.error().message();
      EXPECT_EQ(counts->rows_read, expected.rows()) << entry.path();
      // Two of them are templates, with letters in the place of the date.
      const std::uint64_t undated =
          text.find("YYYY-MM-DD") == std::string::npos ? 0 : expected.transfers;
      EXPECT_EQ(counts->quarantined, undated) << entry.path();
      EXPECT_EQ(writer.transactions.size() + undated,
                expected.details + expected.empty_entries + expected.transfers)
          << entry.path();
      std::int64_t sum = 0;
      for (const auto& record : writer.transactions) sum += record.amount.value;
      if (expected.transfers == 0) {
        EXPECT_EQ(sum, expected.booked_minor) << entry.path();
      }
      outcomes.insert(writer.transcript());
    }
    EXPECT_EQ(outcomes.size(), 1u) << entry.path();
  }
  EXPECT_EQ(read, (std::map<std::string, int>{{"camt.052", 3},
                                              {"camt.053", 18},
                                              {"camt.054", 3},
                                              {"pain.001", 8},
                                              {"pacs.008", 21},
                                              {"pacs.009", 13}}));
}

TEST(Iso20022, AGivenPain001ReadsAsItStands) {
  HEADWATER_SHARED_OR_SKIP(file, "data/iso20022/iso20022js/example/sepa_pain_001_v3.xml");
  RecordingWriter writer;
  ASSERT_TRUE(stage_message(file, writer).has_value());
  ASSERT_EQ(writer.transactions.size(), 1u);
  const graph::Transaction& record = writer.transactions[0];
  EXPECT_EQ(writer.name(record.from), "account:iban/ES9121000418450200051332");
  EXPECT_EQ(writer.name(record.to), "account:iban/ES8201822200150201504058");
  EXPECT_EQ(record.amount.value, 1'000);
  EXPECT_EQ(writer.assets.at(record.asset.value).code, "EUR");
  EXPECT_EQ(graph::format_iso8601(record.time), "2025-02-10T00:00:00Z");
  const auto owner = writer.attributes_of("account:iban/ES8201822200150201504058");
  EXPECT_TRUE(owner.contains("owner-name=Dáel Muñiz"));
  EXPECT_TRUE(owner.contains("agent-bic=BBVAESMMXXX"));
}

TEST(Iso20022, AGivenPacs009GoesBetweenBanks) {
  HEADWATER_SHARED_OR_SKIP(file,
                           "data/iso20022/cbpr_iso20022-to-swiftmt/p_2_2_1/CBPR+ p.2.2.1 "
                           "pacs.009-BtoC.xml");
  RecordingWriter writer;
  ASSERT_TRUE(stage_message(file, writer).has_value());
  ASSERT_EQ(writer.transactions.size(), 1u);
  const graph::Transaction& record = writer.transactions[0];
  EXPECT_EQ(writer.name(record.from), "account:unspecified/institution:bic/RBOSGB2LXXX");
  EXPECT_EQ(writer.name(record.to), "account:unspecified/institution:bic/EVSEFIHHXXX");
  EXPECT_EQ(record.amount.value, 65'448'998);
  EXPECT_EQ(record.origin.source_id, "pacs.009:dab3b64f-092b-4839-b7e9-8f438af50961");
}

TEST(Iso20022, AGivenStatementTellsBatchesFromPaymentsAndDirections) {
  HEADWATER_SHARED_OR_SKIP(file, "data/iso20022/iso20022js/abn_amro/example_camt.xml");
  RecordingWriter writer;
  ASSERT_TRUE(stage_message(file, writer).has_value());
  const std::string account = "account:iban/NL77ABNA0574908765";
  std::map<std::uint32_t, int> by_count;
  std::int64_t credit = 0;
  std::int64_t debit = 0;
  for (const graph::Transaction& record : writer.transactions) {
    ++by_count[record.count];
    EXPECT_EQ((record.flags & graph::kAggregate) != 0, record.count != 1);
    (writer.name(record.to) == account ? credit : debit) += record.amount.value;
    EXPECT_NE(writer.name(record.to) == account, writer.name(record.from) == account);
  }
  EXPECT_EQ(by_count, (std::map<std::uint32_t, int>{{1, 27}, {2, 1}, {7, 1}}));
  EXPECT_EQ(credit, 2'800);  // 4 x 1.00, 10.00, 7.00, 7.00
  EXPECT_EQ(debit, 92'800);  // 3 x 1.00, 2 x 2.00, 921.00
  EXPECT_TRUE(writer.openings.empty()) << "PRCD is the close of an earlier day";
}

TEST(Iso20022, OpeningBalancesOfStatementsAreTakenWithTheirSign) {
  HEADWATER_SHARED_OR_SKIP(
      file, "data/iso20022/cbpr_iso20022-to-swiftmt/p_2_3_1_a/CBPR+ p.2.3.1.a camt.053-CtoD.xml");
  RecordingWriter writer;
  ASSERT_TRUE(stage_message(file, writer).has_value());
  ASSERT_EQ(writer.openings.size(), 1u);
  EXPECT_EQ(writer.openings[0].amount.value, -854'725);
  EXPECT_EQ(writer.name(writer.openings[0].account), "account:iso20022/48751258");
  ASSERT_EQ(writer.transactions.size(), 1u);
  EXPECT_EQ(writer.name(writer.transactions[0].from), "account:external/unknown");
  EXPECT_EQ(writer.transactions[0].amount.value, 6'578'432);
}

constexpr const char* kStatementHead =
    R"(<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
    <Acct><Id><IBAN>DE89370400440532013000</IBAN></Id></Acct>)";

std::string entry_xml(const std::string& direction, const std::string& rest,
                      const std::string& amount = "30") {
  return "<Ntry><Amt Ccy=\"EUR\">" + amount + "</Amt><CdtDbtInd>" + direction + "</CdtDbtInd>" +
         rest + "</Ntry>";
}

constexpr const char* kParties =
    "<RltdPties><Dbtr><Pty><Nm>D</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>GB29NWBK60161331926819"
    "</IBAN></Id></DbtrAcct><CdtrAcct><Id><IBAN>FR1420041010050500013M02606</IBAN></Id></CdtrAcct>"
    "</RltdPties>";

std::vector<std::string> ways(const std::string& entries,
                              std::vector<std::string>* reasons = nullptr) {
  RecordingWriter writer;
  ingest::internal::RowCounts counts;
  stage_xml(kStatementHead + entries + "</Stmt></BkToCstmrStmt></Document>", writer, counts);
  std::vector<std::string> found;
  for (const graph::Transaction& record : writer.transactions) {
    found.push_back(writer.name(record.from).substr(8, 7) + ">" +
                    writer.name(record.to).substr(8, 7) + " " +
                    std::to_string(record.amount.value));
  }
  if (reasons != nullptr) {
    for (const auto& row : writer.quarantined) reasons->push_back(row.reason);
  }
  return found;
}

using Ways = std::vector<std::string>;

TEST(Iso20022, DirectionAndReversalDecideWhoTheOtherSideIs) {
  const std::string details = "<NtryDtls><TxDtls>" + std::string(kParties) + "</TxDtls></NtryDtls>";
  EXPECT_EQ(ways(entry_xml("CRDT", details)), (Ways{"iban/GB>iban/DE 3000"}));
  EXPECT_EQ(ways(entry_xml("DBIT", details)), (Ways{"iban/DE>iban/FR 3000"}));
  EXPECT_EQ(ways(entry_xml("CRDT", "<RvslInd>true</RvslInd>" + details)),
            (Ways{"iban/FR>iban/DE 3000"}));
  EXPECT_EQ(ways(entry_xml("DBIT", "<RvslInd>1</RvslInd>" + details)),
            (Ways{"iban/DE>iban/GB 3000"}));
}

TEST(Iso20022, DetailsOfABatchStateTheirOwnAmountsAndDirections) {
  const auto details = [](const std::string& one, const std::string& other) {
    return "<NtryDtls><TxDtls>" + one + "</TxDtls><TxDtls>" + other + "</TxDtls></NtryDtls>";
  };
  const std::string ten = "<Amt Ccy=\"EUR\">10</Amt>";
  const std::string forty = "<Amt Ccy=\"EUR\">40</Amt><CdtDbtInd>CRDT</CdtDbtInd>";
  EXPECT_EQ(ways(entry_xml("CRDT", details(ten + "<CdtDbtInd>DBIT</CdtDbtInd>", forty))),
            (Ways{"iban/DE>externa 1000", "externa>iban/DE 4000"}));
  std::vector<std::string> reasons;
  EXPECT_EQ(ways(entry_xml("CRDT", details("", ten)), &reasons), (Ways{"externa>iban/DE 1000"}));
  EXPECT_EQ(reasons, (std::vector<std::string>{"not-a-number"})) << "30 is not counted twice";
}

TEST(Iso20022, WhatIsNotBookedIsPassedOverAndWhatIsNotUnderstoodIsRefused) {
  std::vector<std::string> reasons;
  EXPECT_EQ(
      ways(entry_xml("CRDT", "<Sts><Cd>PDNG</Cd></Sts>") + entry_xml("CRDT", "<Sts>INFO</Sts>"),
           &reasons),
      Ways{});
  EXPECT_TRUE(reasons.empty());
  EXPECT_EQ(ways(entry_xml("CREDIT", "") + entry_xml("", "") +
                     entry_xml("CRDT", "<Sts><Cd>BOOK</Cd></Sts>", "1,50"),
                 &reasons),
            Ways{});
  EXPECT_EQ(reasons,
            (std::vector<std::string>{"unmapped-value", "unmapped-value", "not-a-number"}));
}

TEST(Iso20022, OneUetrIsOnePaymentHoweverManyBanksStateIt) {
  const auto payment = [](const std::string& uetr, const std::string& amount) {
    return "<CdtTrfTxInf><PmtId><EndToEndId>NOTPROVIDED</EndToEndId>" + uetr +
           "</PmtId><IntrBkSttlmAmt Ccy=\"EUR\">" + amount +
           "</IntrBkSttlmAmt><Dbtr><Nm>A</Nm><Id><OrgId><LEI>5493001KJTIIGC8Y1R12</LEI></OrgId>"
           "</Id></Dbtr><DbtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></DbtrAcct>"
           "</CdtTrfTxInf>";
  };
  RecordingWriter writer;
  ingest::internal::RowCounts counts;
  stage_xml(
      "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pacs.008.001.10\"><FIToFICstmrCdtTrf>"
      "<GrpHdr><MsgId>M</MsgId></GrpHdr>" +
          payment("<UETR>u-1</UETR>", "5") + payment("<UETR>u-1</UETR>", "5") +
          payment("<UETR>u-1</UETR>", "4") + payment("", "5") + payment("", "5") +
          "</FIToFICstmrCdtTrf></Document>",
      writer, counts);
  EXPECT_EQ(counts.accepted, 3u);
  EXPECT_EQ(counts.duplicates, 1u);
  ASSERT_EQ(writer.quarantined.size(), 1u);
  EXPECT_EQ(writer.quarantined[0].reason, "conflict");
  std::size_t owned = 0;
  for (const auto& record : writer.relations) {
    owned += writer.name(record.from) == "company:lei/5493001KJTIIGC8Y1R12";
  }
  EXPECT_EQ(owned, 1u);
}

TEST(Iso20022, MessagesOfOtherKindsAreRefusedBeforeAnyRow) {
  HEADWATER_SHARED_OR_SKIP(folder, "data/iso20022/iso20022js/goldman_sachs");
  RecordingWriter writer;
  EXPECT_FALSE(stage_message(folder / "pain_002_v3_group_accepted.xml", writer).has_value());
}

}  // namespace
}  // namespace headwater
