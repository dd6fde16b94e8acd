// MT103: the given messages against the pacs.008 that each was translated from, and forms that no
// given message has, written from the published format.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "ingest/internal/swift_message.h"
#include "tests/support/shared_data.h"
#include "tests/support/staging.h"
#include "tests/support/temporary_directory.h"

namespace headwater {
namespace {

using tests::built_in;
using tests::RecordingWriter;
using tests::stage_text;

std::string contents_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string((std::istreambuf_iterator<char>(in)), {});
}

// The text of the first element of a local name, by its tag.
std::string element_text(const std::string& xml, const std::string& name) {
  const std::regex tag("<(?:[A-Za-z]+:)?" + name + "(?: [^>]*)?>([^<]*)<");
  std::smatch found;
  return std::regex_search(xml, found, tag) ? found[1].str() : "";
}

TEST(Mt103, EveryGivenMessageSaysWhatItsPacs008Says) {
  HEADWATER_SHARED_OR_SKIP(folder, "data/iso20022/cbpr_iso20022-to-swiftmt");
  std::istringstream pairs(contents_of(folder / "pairs.csv"));
  std::size_t compared = 0;
  std::size_t returned = 0;
  for (std::string line; std::getline(pairs, line);) {
    const std::regex names(R"(([^,"]*\.fin))");
    const std::regex xml_names(R"(([^,"]*\.xml))");
    std::smatch fin;
    std::smatch xml;
    if (!std::regex_search(line, fin, names) || !std::regex_search(line, xml, xml_names)) continue;
    std::filesystem::path fin_path = folder / fin[1].str();
    if (!std::filesystem::exists(fin_path)) {
      fin_path = folder / "mt" / std::filesystem::path(fin[1].str()).filename();
    }
    const std::string message = contents_of(fin_path);
    if (!std::regex_search(message, std::regex(R"(\{2:[IO]103)"))) continue;
    const std::string original = contents_of(folder / xml[1].str());
    ASSERT_FALSE(original.empty()) << xml[1];
    RecordingWriter writer;
    const auto counts = stage_text(built_in("mt103"), message, writer);
    ASSERT_TRUE(counts.has_value()) << counts.error().message();
    if (message.find("\n:72:/RETN/") != std::string::npos) {  // it gives a payment back
      EXPECT_EQ(counts->skipped, 1u);
      EXPECT_EQ(counts->skipped_by.names().at(0).name, "RETN");
      ++returned;
      continue;
    }
    ASSERT_EQ(writer.transactions.size(), 1u) << fin_path;
    const graph::Transaction& record = writer.transactions[0];
    const std::string amount = element_text(original, "IntrBkSttlmAmt");
    const auto parsed = graph::parse_amount(amount, 2);
    EXPECT_EQ(record.amount.value, parsed.amount.value) << fin_path;
    EXPECT_NE(
        original.find("IntrBkSttlmAmt Ccy=\"" + writer.assets.at(record.asset.value).code + "\""),
        std::string::npos)
        << fin_path;
    EXPECT_EQ(graph::format_iso8601(record.time).substr(0, 10),
              element_text(original, "IntrBkSttlmDt"))
        << fin_path;
    EXPECT_EQ(record.origin.source_id, "mt103:" + element_text(original, "UETR")) << fin_path;
    ++compared;
  }
  EXPECT_EQ(compared, 21u);
  EXPECT_EQ(returned, 1u);
}

std::string mt103(const std::string& fields, const std::string& user = "") {
  return "{1:F01AAAADEFFXXXX0000000000}{2:I103BBBBGB2LXXXXN}" + user + "{4:\r\n" + fields +
         "-}{5:{CHK:0123456789AB}}";
}

constexpr const char* kFields =
    ":20:REF1\r\n:23B:CRED\r\n:32A:991231EUR1234,5\r\n:50K:/DE89370400440532013000\r\nJANE DOE\r\n"
    "1 STREET\r\n:59:/12345\r\nJOHN ROE\r\n:70:INVOICE 1\r\nLINE TWO\r\n:71A:SHA\r\n";

TEST(Mt103, FieldsBecomeAccountsAmountsAndText) {
  RecordingWriter writer;
  const auto counts = stage_text(built_in("mt103"), mt103(kFields), writer);
  ASSERT_TRUE(counts.has_value());
  ASSERT_EQ(writer.transactions.size(), 1u);
  const graph::Transaction& record = writer.transactions[0];
  EXPECT_EQ(writer.name(record.from), "account:iban/DE89370400440532013000");
  EXPECT_EQ(writer.name(record.to), "account:mt103/BBBBGB2LXXX:12345");
  EXPECT_EQ(record.amount.value, 123'450);
  EXPECT_EQ(graph::format_iso8601(record.time), "1999-12-31T00:00:00Z");
  EXPECT_EQ(record.origin.source_id, "mt103:AAAADEFFXXX:REF1");
  EXPECT_TRUE(
      writer.attributes_of("account:iban/DE89370400440532013000").contains("owner-name=JANE DOE"));
  std::map<std::string, std::string> attributes;
  for (const auto& one : record.attributes) attributes[one.name] = one.value;
  EXPECT_EQ(attributes["remittance"], "INVOICE 1\nLINE TWO");
  EXPECT_EQ(attributes["debtor-address"], "1 STREET");
}

TEST(Mt103, OptionsOfPartiesAreTakenApart) {
  const auto json = [](const std::string& fields) {
    return ingest::internal::swift_message_as_json(mt103(fields)).value_or("");
  };
  EXPECT_NE(
      json(":50A:/77\r\nCCCCFRPPXXX\r\n").find(R"("50":{"account":"77","bic":"CCCCFRPPXXX"})"),
      std::string::npos);
  EXPECT_NE(json(":50F:ARNU/DE/BANK/1\r\n1/JANE\r\n1/DOE\r\n3/DE/BERLIN\r\n")
                .find(R"("50":{"identifier":"ARNU/DE/BANK/1","name":"JANE DOE","lines":)"),
            std::string::npos);
  EXPECT_NE(
      json(":57D:BANK\r\nTOWN\r\n:59A:/1\r\nDDDDUS33\r\n")
          .find(R"("57":{"name":"BANK","lines":"TOWN"},"59":{"account":"1","bic":"DDDDUS33"})"),
      std::string::npos);
  EXPECT_NE(
      json(":71F:EUR1,\r\n:71F:EUR2,5\r\n")
          .find(R"("71F":[{"currency":"EUR","amount":"1"},{"currency":"EUR","amount":"2,5"}])"),
      std::string::npos);
}

TEST(Mt103, ManyMessagesAreCutByTheirStartOrByDollars) {
  const std::string second = mt103(":20:REF2\r\n:32A:240101EUR1,\r\n", "{3:{121:u-2}}");
  for (const std::string& text :
       {mt103(kFields) + second, mt103(kFields) + "\r\n$\r\n" + second + "$",
        "\xEF\xBB\xBF" + mt103(kFields) + "\n\n" + second + "\n"}) {
    for (const std::size_t block : {std::size_t{1}, std::size_t{1} << 20}) {
      RecordingWriter writer;
      const auto counts = stage_text(built_in("mt103"), text, writer, {.block_bytes = block});
      ASSERT_TRUE(counts.has_value());
      EXPECT_EQ(counts->accepted, 2u);
      EXPECT_EQ(writer.transactions.at(1).origin.source_id, "mt103:u-2");
    }
  }
}

TEST(Mt103, BytesOfARowAreThoseOfItsMessage) {
  const std::string text = "\r\n" + mt103(":20:A\r\n:32A:240101EURx\r\n") + "\r\n$\r\nnoise$" +
                           mt103(":20:B\r\n:32A:240101EURy\r\n");
  RecordingWriter writer;
  ASSERT_TRUE(stage_text(built_in("mt103"), text, writer).has_value());
  ASSERT_EQ(writer.quarantined.size(), 3u);
  for (const auto& row : writer.quarantined) {
    const std::string bytes = text.substr(row.byte_begin, row.byte_end - row.byte_begin);
    EXPECT_EQ(bytes.starts_with("{1:") && bytes.ends_with("}}"), row.row != 2) << bytes;
    EXPECT_EQ(row.reason, row.row == 2 ? "bad-message" : "not-a-number");
  }
  EXPECT_EQ(writer.quarantined[1].text, "noise");
}

TEST(Mt103, OtherTypesArePassedOverAndCounted) {
  RecordingWriter writer;
  const auto counts =
      stage_text(built_in("mt103"),
                 "{1:F01AAAADEFFXXXX0000000000}{2:I202BBBBGB2LXXXXN}{4:\n:20:X\n-}", writer);
  ASSERT_TRUE(counts.has_value());
  EXPECT_EQ(counts->skipped, 1u);
  ASSERT_EQ(counts->skipped_by.names().size(), 1u);
  EXPECT_EQ(counts->skipped_by.names()[0].name, "202");
}

TEST(Mt103, WhatIsNoMessageIsRefusedWithItsText) {
  for (const std::string& text :
       {std::string("hello"), std::string("{1:F01AAAADEFFXXXX0000000000}"), mt103("no tag\r\n"),
        mt103(":32A:2401EUR1,\r\n"), mt103(":32A:240101EU1,\r\n"), mt103(""),
        std::string("{1:short}{2:I103BBBBGB2LXXXXN}{4:\n:20:X\n-}"),
        std::string("{1:F01AAAADEFFXXXX0000000000}{2:I103BBBBGB2LXXXXN}{4:\n:20:X"),
        std::string("{1:F01AAAADEFFXXXX0000000000}{2:I103BBBBGB2LXXXXN}{4:\n:20:X\n-}}x"),
        std::string("{1:{{{{"), std::string("{4:\n-}"), std::string("{1:F01")}) {
    RecordingWriter writer;
    ASSERT_TRUE(stage_text(built_in("mt103"), text, writer).has_value());
    ASSERT_EQ(writer.quarantined.size(), 1u) << text;
    EXPECT_EQ(writer.quarantined[0].reason, "bad-message") << text;
    EXPECT_EQ(writer.quarantined[0].text, text);
  }
  RecordingWriter writer;
  const std::string big = mt103(":20:" + std::string(5'000, 'x') + "\r\n") + mt103(kFields);
  ASSERT_TRUE(stage_text(built_in("mt103"), big, writer, {.row_limit = 1'000}).has_value());
  ASSERT_EQ(writer.quarantined.size(), 1u);
  EXPECT_EQ(writer.quarantined[0].reason, "row-too-long");
  EXPECT_EQ(writer.transactions.size(), 1u) << "reading goes on";
}

TEST(Mt103, AnAccountIsAnIbanOnlyWithRightCheckDigits) {
  using ingest::internal::is_iban;
  EXPECT_TRUE(is_iban("DE89370400440532013000"));
  EXPECT_TRUE(is_iban("GB29NWBK60161331926819"));
  EXPECT_FALSE(is_iban("DE88370400440532013000"));
  EXPECT_FALSE(is_iban("DE8937040044053201300"));
  EXPECT_FALSE(is_iban("89370400440532013000DE"));
  EXPECT_FALSE(is_iban(""));
}

}  // namespace
}  // namespace headwater
