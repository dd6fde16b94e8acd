// What a row becomes under a mapping, and why it is quarantined.
#include <gtest/gtest.h>

#include "tests/support/staging.h"

namespace headwater {
namespace {

using tests::load_rows;
using tests::mapping_of;
using tests::Outcome;
using tests::reason_of;
using tests::RecordingWriter;
using tests::stage_text;

constexpr const char* kBank = R"({
  "headwater_mapping": 1, "name": "bank", "csv": {"delimiter": ";"}, "precision": "day",
  "records": [
    {"record": "transaction", "when": {"column": "Amount", "is": "negative"},
     "from": {"kind": "account", "scheme": "iban", "id": "ES9121000418450200051332"},
     "to": {"kind": "account", "scheme": "iban", "id": {"column": "Other"}},
     "time": {"column": "Date", "format": "%d.%m.%Y", "zone": "Europe/Madrid"},
     "amount": {"column": "Amount", "decimal": ",", "grouping": ".", "absolute": true},
     "asset": {"column": "Currency"}, "attributes": {"text": {"column": "Text"}}},
    {"record": "transaction", "when": {"column": "Amount", "is": "positive"},
     "from": {"kind": "account", "scheme": "iban", "id": {"column": "Other"}},
     "to": {"kind": "account", "scheme": "iban", "id": "ES9121000418450200051332"},
     "time": {"column": "Date", "format": "%d.%m.%Y", "zone": "Europe/Madrid"},
     "amount": {"column": "Amount", "decimal": ",", "grouping": ".", "absolute": true},
     "asset": {"column": "Currency"}, "attributes": {"text": {"column": "Text"}}}]})";

std::string bank_reason(const std::string& row) {
  return reason_of(kBank, "Date;Text;Other;Amount;Currency\n" + row + "\n");
}

TEST(BankStatement, AnAmountWithoutANumberIsNamed) {
  EXPECT_EQ(bank_reason("03.02.2025;x;1;NaN;EUR"), "not-a-number Amount");
  EXPECT_EQ(bank_reason("03.02.2025;x;1;n/a;EUR"), "not-a-number Amount");
  EXPECT_EQ(bank_reason("03.02.2025;x;1;50,00-;EUR"), "not-a-number Amount");
  EXPECT_EQ(bank_reason("03.02.2025;x;1;;EUR"), "no-record");
  EXPECT_EQ(bank_reason("03.02.2025;x;1;0,00;EUR"), "no-record");
}

TEST(BankStatement, DebitsAndCreditsAreTransactionsInTheirDirections) {
  Outcome outcome;
  load_rows(kBank,
            "Date;Text;Other;Amount;Currency\n"
            "03.02.2025;Rent February;de89 3704 0044 0532 0130 00;-1.250,00;EUR\r\n"
            "04.07.2025;\"Wage; July\";DE89370400440532013000;2.000,5;EUR\n",
            outcome);
  const auto& records = outcome.writer.transactions;
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(outcome.writer.name(records[0].from), "account:iban/ES9121000418450200051332");
  EXPECT_EQ(outcome.writer.name(records[0].to), "account:iban/DE89370400440532013000");
  EXPECT_EQ(records[0].to, records[1].from);
  EXPECT_EQ(records[0].amount.value, 125'000);
  EXPECT_EQ(records[1].amount.value, 200'050);
  EXPECT_EQ(graph::format_iso8601(records[0].time), "2025-02-02T23:00:00Z");
  EXPECT_EQ(graph::format_iso8601(records[1].time), "2025-07-03T22:00:00Z");
  EXPECT_EQ(records[1].attributes, (std::vector<graph::Attribute>{{"text", "Wage; July"}}));
  EXPECT_EQ(records[1].origin.row, 2u);
}

TEST(BankStatement, BadRowsAreQuarantinedWithTheirReason) {
  EXPECT_EQ(bank_reason("31.02.2025;x;DE1;-1,00;EUR"), "bad-time Date");
  EXPECT_EQ(bank_reason("2025-02-03;x;DE1;-1,00;EUR"), "bad-time Date");
  EXPECT_EQ(bank_reason("03.02.2025;x;;-1,00;EUR"), "missing-id Other");
  EXPECT_EQ(bank_reason("03.02.2025;x;DE1;-1,005;EUR"), "precision Amount");
  EXPECT_EQ(bank_reason("03.02.2025;x;DE1;-92233720368547758,08;EUR"), "overflow Amount");
  EXPECT_EQ(bank_reason("03.02.2025;x;DE1;-1,00;Galleons"), "unknown-asset Currency");
  EXPECT_EQ(bank_reason("03.02.2025;x;DE1;0,00;EUR"), "no-record");
  EXPECT_EQ(bank_reason("03.02.2025;x;DE1;NaN;EUR"), "no-record");
  EXPECT_EQ(bank_reason("03.02.2025;x;DE1;-1,0x;EUR"), "not-a-number Amount");
  EXPECT_EQ(bank_reason("03.02.2025;x;DE1;-1,00"), "column-count");
  EXPECT_EQ(bank_reason("03.02.2025;x;DE1;-1,00;EUR;more"), "column-count");
  EXPECT_EQ(bank_reason("03.02.2025;\xFF;DE1;-1,00;EUR"), "not-utf8");
  EXPECT_EQ(bank_reason(std::string("03.02.2025;\0;DE1;-1,00;EUR", 26)), "nul-byte");
  EXPECT_EQ(bank_reason("03.02.2025;\"x\"y;DE1;-1,00;EUR"), "bad-quote");
  EXPECT_EQ(bank_reason("03.02.2025;\"x;DE1;-1,00;EUR"), "unterminated-quote");
  EXPECT_EQ(bank_reason("03.02.2025;x;DE1;-1,00;EUR"), "");
}

TEST(BankStatement, ABadRowLeavesItsNeighboursAlone) {
  Outcome outcome;
  load_rows(kBank,
            "Date;Text;Other;Amount;Currency\n03.02.2025;x;DE1;-1,00;EUR\n"
            "03.02.2025;x;GHOST;-1,001;EUR\n03.02.2025;x;DE2;-3,00;EUR\n",
            outcome);
  EXPECT_EQ(outcome.counts.rows_read, 3u);
  EXPECT_EQ(outcome.counts.accepted, 2u);
  EXPECT_EQ(outcome.counts.quarantined, 1u);
  ASSERT_EQ(outcome.writer.quarantined.size(), 1u);
  const auto& row = outcome.writer.quarantined[0];
  EXPECT_EQ(row.row, 2u);
  EXPECT_EQ(row.text, "03.02.2025;x;GHOST;-1,001;EUR");
  EXPECT_EQ(row.byte_end - row.byte_begin, row.text.size());
  for (const auto& key : outcome.writer.keys) EXPECT_NE(key.external_id, "GHOST");
}

std::string one_payment(const std::string& extra) {
  return R"({"headwater_mapping": 1, "name": "m", "assets": {"GOLDMARK": 3}, "records": [
    {"record": "transaction", "from": {"kind": "account", "id": {"column": "a"}},
     "to": {"kind": "account", "id": {"column": "b"}}, "amount": {"column": "x"})" +
         extra + "}]}";
}

TEST(TransactionRecord, FlagsFollowFromWhatTheRowSays) {
  Outcome outcome;
  load_rows(
      one_payment(R"(, "time": {"column": "t"}, "period_end": {"column": "e"},
                       "count": {"column": "n"}, "labelled_illicit": {"column": "l"},
                       "group": {"column": "g"})"),
      "a,b,x,t,e,n,l,g\n1,2,1,2020-01-02,2020-01-01,1,0,\n1,1,1,,,,1,\n1,2,1,2020-01-01,,3,,g1\n"
      "2,3,1,2020-01-01,,1,true,g1\n2,3,1,2020-01-01,,1,,g2\n",
      outcome);
  const auto& records = outcome.writer.transactions;
  ASSERT_EQ(records.size(), 5u);
  EXPECT_EQ(records[0].flags, graph::kPeriodReversed);
  EXPECT_EQ(records[1].flags,
            graph::kUndated | graph::kSameParty | graph::kAggregate | graph::kLabelledIllicit);
  EXPECT_EQ(records[1].count, 0u);
  EXPECT_EQ(records[2].flags, graph::kAggregate | graph::kMultiLeg);
  EXPECT_EQ(records[2].count, 3u);
  EXPECT_NE(records[2].group, 0u);
  EXPECT_EQ(records[2].group, records[3].group);
  EXPECT_NE(records[3].group, records[4].group);
  EXPECT_EQ(records[0].asset, records[0].received_asset);
  EXPECT_EQ(outcome.writer.assets[0].code, "XXX");
}

TEST(TransactionRecord, BadFieldsAreNamed) {
  EXPECT_EQ(reason_of(one_payment(""), "a,b,x\n1,2,-5\n"), "negative-amount x");
  EXPECT_EQ(reason_of(one_payment(""), "a,b,x\n1,2,nan\n"), "not-a-number x");
  EXPECT_EQ(reason_of(one_payment(""), "a,b,x\n1,2,inf\n"), "not-a-number x");
  EXPECT_EQ(reason_of(one_payment(""), "a,b,x\n1,2,\n"), "not-a-number x");
  EXPECT_EQ(reason_of(one_payment(""), "a,b,x\n1,2,1e400\n"), "overflow x");
  EXPECT_EQ(reason_of(one_payment(R"(, "count": {"column": "x"})"), "a,b,x\n1,2,0\n"),
            "bad-count x");
  EXPECT_EQ(reason_of(one_payment(R"(, "count": {"column": "x"})"), "a,b,x\n1,2,4294967296\n"),
            "bad-count x");
  EXPECT_EQ(reason_of(one_payment(R"(, "labelled_illicit": {"column": "x"})"), "a,b,x\n1,2,2\n"),
            "bad-flag x");
  EXPECT_EQ(reason_of(one_payment(R"(, "channel": {"column": "b"})"), "a,b,x\n1,2,2\n"),
            "unmapped-value b");
  EXPECT_EQ(reason_of(one_payment(R"(, "id": {"column": "i"})"), "a,b,x,i\n1,2,2,\n"),
            "missing-id i");
  EXPECT_EQ(reason_of(one_payment(""), "a,b,x\n1," + std::string(1025, 'y') + ",2\n"),
            "id-too-long b");
}

TEST(TransactionRecord, OneIdWithOtherContentIsAConflictWithTheSameADuplicate) {
  Outcome outcome;
  load_rows(one_payment(R"(, "id": {"column": "i"})"), "a,b,x,i\n1,2,5,A\n1,2,5,A\n1,2,6,A\n",
            outcome);
  EXPECT_EQ(outcome.counts.accepted, 1u);
  EXPECT_EQ(outcome.counts.duplicates, 1u);
  EXPECT_EQ(outcome.counts.quarantined, 1u);
  EXPECT_EQ(outcome.writer.quarantined[0].reason, "conflict");
}

TEST(TransactionRecord, WithoutIdsEqualRowsOfAFileAreNoDuplicates) {
  Outcome outcome;
  load_rows(one_payment(""), "a,b,x\n1,2,5\n1,2,5\n", outcome);
  EXPECT_EQ(outcome.counts.accepted, 2u);
}

TEST(TransactionRecord, DeclaredAssetsAndWordsInAnyCase) {
  Outcome outcome;
  load_rows(
      one_payment(R"(, "asset": "GOLDMARK", "channel": {"column": "c"}, "kind": {"column": "k"})"),
      "a,b,x,c,k\n1,2,1.125,Wire,WITHDRAWAL\n1,2,1,,\n", outcome);
  const auto& records = outcome.writer.transactions;
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[0].amount.value, 1125);
  EXPECT_EQ(records[0].channel, graph::Channel::kWire);
  EXPECT_EQ(records[0].kind, graph::TransactionKind::kWithdrawal);
  EXPECT_EQ(records[1].channel, graph::Channel::kUnknown);
  EXPECT_EQ(records[1].kind, graph::TransactionKind::kTransfer);
}

// The name of the first account under an id VALUE, for the columns a and b.
std::string id_of(const std::string& value, const std::string& a, const std::string& b = "") {
  Outcome outcome;
  load_rows(R"({"headwater_mapping": 1, "name": "m", "records": [
        {"record": "entity", "entity": {"kind": "person", "id": )" +
                value + "}}]}",
            "a,b\n" + a + "," + b + "\n", outcome);
  if (!outcome.writer.quarantined.empty()) return outcome.writer.quarantined[0].reason;
  return outcome.writer.name(graph::EntityId(graph::EntityKind::kPerson, 0));
}

TEST(Value, FormsAndModifiers) {
  EXPECT_EQ(id_of(R"({"column": "a"})", "  x y "), "person:m/x y");
  EXPECT_EQ(id_of(R"({"template": "{a}:{b}"})", "x", "y"), "person:m/x:y");
  EXPECT_EQ(id_of(R"({"template": "{a}:{b}"})", "x", ""), "missing-id");
  EXPECT_EQ(id_of(R"({"template": "{{{a}}}"})", "x"), "person:m/{x}");
  EXPECT_EQ(id_of(R"({"first_of": [{"column": "b"}, {"column": "a"}]})", "x"), "person:m/x");
  EXPECT_EQ(id_of(R"({"column": "b", "default": "none"})", "x"), "person:m/none");
  EXPECT_EQ(id_of(R"({"column": "a", "strip_leading_zeros": true})", "0070"), "person:m/70");
  EXPECT_EQ(id_of(R"({"column": "a", "strip_leading_zeros": true})", "000"), "person:m/0");
  EXPECT_EQ(id_of(R"({"column": "a", "strip_leading_zeros": true})", "00:7"), "person:m/0:7");
  EXPECT_EQ(id_of(R"({"column": "a", "lower": true})", "ÄbC"), "person:m/Äbc");
  EXPECT_EQ(id_of(R"({"column": "a", "slug": true})", " Bank & Sons (London) "),
            "person:m/bank-sons-london");
  EXPECT_EQ(id_of(R"({"column": "a", "map": {"x": "1"}})", "x"), "person:m/1");
  EXPECT_EQ(id_of(R"({"column": "a", "map": {"x": "1"}})", "y"), "unmapped-value");
  EXPECT_EQ(id_of(R"({"column": "a", "map": {"x": "1", "*": "2"}})", "y"), "person:m/2");
  EXPECT_EQ(id_of(R"({"column": "c", "optional": true, "default": "d"})", "y"), "person:m/d");
  EXPECT_EQ(id_of(R"({"constant": "Q", "lower": true})", "y"), "person:m/q");
}

TEST(Columns, RepeatedNamesAreNumbered) {
  const auto mapping = [](const std::string& column) {
    return R"({"headwater_mapping": 1, "name": "m", "records": [{"record": "entity",
              "entity": {"kind": "person", "id": {"column": ")" +
           column + R"("}}}]})";
  };
  Outcome outcome;
  load_rows(mapping("a#2"), "a,b,a\n1,2,3\n", outcome);
  EXPECT_EQ(outcome.writer.keys[0].external_id, "3");
  RecordingWriter writer;
  const auto unnumbered = stage_text(mapping_of(mapping("a")), "a,b,a\n1,2,3\n", writer);
  ASSERT_FALSE(unnumbered.has_value());
  EXPECT_NE(unnumbered.error().message().find("`a#1`"), std::string::npos);
  const auto missing = stage_text(mapping_of(mapping("a#3")), "a,b,a\n1,2,3\n", writer);
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().code(), graph::StatusCode::kInput);
  EXPECT_NE(missing.error().message().find("`a#3`"), std::string::npos);
}

TEST(EntityRecord, PooledBoundaryNamedAndTypedByColumn) {
  Outcome outcome;
  load_rows(R"({"headwater_mapping": 1, "name": "m", "records": [
      {"record": "transaction",
       "from": {"pooled_of": {"kind": {"column": "k", "map": {"P": "person", "C": "company"}},
                              "id": {"column": "p"}}},
       "to": {"boundary": "cash", "territory": {"column": "w"}}, "amount": "1"},
      {"record": "relation", "kind": "associate", "from": {"name": {"column": "n"}},
       "to": {"kind": "person", "scheme": {"column": "s"}, "id": "x"}}]})",
            "k,p,w,n,s\nP,ann,gbr,company:lei/abc,other\nC,ann,,person:bob,third\n", outcome);
  const auto& writer = outcome.writer;
  ASSERT_EQ(writer.transactions.size(), 2u) << outcome.counts.quarantined;
  EXPECT_EQ(writer.name(writer.transactions[0].from), "account:unspecified/person:m/ann");
  EXPECT_EQ(writer.name(writer.transactions[0].to), "account:cash/GBR");
  EXPECT_EQ(writer.name(writer.transactions[1].from), "account:unspecified/company:m/ann");
  EXPECT_EQ(writer.name(writer.transactions[1].to), "account:cash/unknown");
  ASSERT_EQ(writer.relations.size(), 4u);
  EXPECT_EQ(writer.name(writer.relations[1].from), "company:lei/ABC");
  EXPECT_EQ(writer.name(writer.relations[1].to), "person:other/x");
  EXPECT_EQ(writer.name(writer.relations[3].from), "person:m/bob");
}

TEST(RelationRecord, SharesProbabilitiesAndOnce) {
  Outcome outcome;
  load_rows(R"({"headwater_mapping": 1, "name": "m", "records": [
      {"record": "relation", "kind": "ownership", "once": true,
       "from": {"kind": "person", "id": {"column": "f"}},
       "to": {"kind": "company", "id": {"column": "t"}},
       "share_low": {"column": "l", "unit": "percent"},
       "share_high": {"column": "h", "unit": "percent"},
       "probability": {"column": "p"}, "valid_from": {"column": "v"}}]})",
            "f,t,l,h,p,v\n1,2,25,50,0.975,2020\n1,3,,,,\n1,2,1,2,,\n1,4,25.5,,,2020-01-01\n"
            "1,5,50,25,,\n1,6,10,101,,\n1,7,1.234,5,,\n",
            outcome);
  const auto& relations = outcome.writer.relations;
  ASSERT_EQ(outcome.writer.quarantined.size(), 4u);
  EXPECT_EQ(outcome.writer.quarantined[0].reason, "bad-time");
  EXPECT_EQ(outcome.writer.quarantined[1].reason, "bad-share");
  EXPECT_EQ(outcome.writer.quarantined[2].reason, "bad-share");
  EXPECT_EQ(outcome.writer.quarantined[3].reason, "precision");
  ASSERT_EQ(relations.size(), 3u);
  EXPECT_FALSE(relations[0].share.has_value());
  EXPECT_EQ(relations[1].share, (graph::ShareInterval{{100}, {200}}));
  EXPECT_EQ(relations[2].share, (graph::ShareInterval{{2550}, {10'000}}));
}

TEST(RelationRecord, OnceKeepsTheFirstOfAKindBetweenTwo) {
  Outcome outcome;
  load_rows(R"({"headwater_mapping": 1, "name": "m", "records": [
      {"record": "relation", "kind": {"column": "k"}, "once": true,
       "from": {"kind": "person", "id": {"column": "f"}},
       "to": {"kind": "company", "id": {"column": "t"}}}]})",
            "f,t,k\n1,2,family\n1,2,family\n2,1,family\n1,2,employment\n", outcome);
  EXPECT_EQ(outcome.counts.accepted, 4u);
  EXPECT_EQ(outcome.writer.relations.size(), 3u);
}

TEST(EdgeList, WeightsAndTimesMayBeMissing) {
  Outcome outcome;
  load_rows(std::string(ingest::built_in_format_text("edgelist")),
            "# comment\n1 2\n2 3 0.5\n% another\n3\t1 2 86400\n4\n1 2 3 4 5\n1 2 -1\n1 2 1e-9\n",
            outcome);
  const auto& records = outcome.writer.transactions;
  ASSERT_EQ(records.size(), 3u);
  EXPECT_EQ(outcome.writer.assets[0].code, "UNIT");
  EXPECT_EQ(records[0].amount.value, 100'000'000);
  EXPECT_EQ(records[0].flags, graph::kUndated);
  EXPECT_EQ(records[1].amount.value, 50'000'000);
  EXPECT_EQ(records[2].time.ms, 86'400'000);
  EXPECT_EQ(outcome.counts.quarantined, 4u);
}

TEST(Unmatched, RowsCanBePassedOver) {
  Outcome outcome;
  load_rows(R"({"headwater_mapping": 1, "name": "m", "unmatched": "skip", "records": [
        {"record": "entity", "when": [{"column": "a", "in": ["x", "y"]},
                                      {"column": "b", "not": "z"}],
         "entity": {"kind": "person", "id": {"column": "b"}}}]})",
            "a,b\nx,1\nq,2\ny,z\ny,3\n", outcome);
  EXPECT_EQ(outcome.counts.accepted, 2u);
  EXPECT_EQ(outcome.counts.skipped, 2u);
  EXPECT_EQ(outcome.writer.keys.size(), 2u);
}

TEST(Unmatched, NoRowIsPassedOverForASignThatCannotBeRead) {
  Outcome outcome;
  load_rows(R"({"headwater_mapping": 1, "name": "m", "unmatched": "skip", "records": [
        {"record": "entity", "when": [{"column": "x", "is": "positive"},
                                      {"column": "b", "not": "z"}],
         "entity": {"kind": "person", "id": {"column": "b"}}}]})",
            "b,x\n1,5\n2,-5\n3,nan\nz,nan\n4,\n", outcome);
  EXPECT_EQ(outcome.counts.accepted, 1u);
  EXPECT_EQ(outcome.counts.quarantined, 1u);
  EXPECT_EQ(outcome.counts.skipped, 3u);
}

}  // namespace
}  // namespace headwater
