// The mapping language: what it refuses, and where it says so.
#include "ingest/mapping.h"

#include <gtest/gtest.h>

#include "ingest/internal/mapping_spec.h"
#include "tests/support/staging.h"
#include "tests/support/temporary_directory.h"

namespace headwater::ingest {
namespace {

std::string refusal(const std::string& json) {
  const auto format = Format::from_text(json, "m.json");
  if (format.has_value()) return "accepted";
  EXPECT_EQ(format.error().code(), graph::StatusCode::kInput);
  return format.error().message();
}

std::string with_records(const std::string& records, const std::string& top = "") {
  return R"({"headwater_mapping": 1, "name": "m", )" + top + R"("records": [)" + records + "]}";
}

std::string payment(const std::string& extra) {
  return R"({"record": "transaction", "from": {"kind": "account", "id": {"column": "a"}},
             "to": {"kind": "account", "id": {"column": "b"}}, "amount": {"column": "x"})" +
         extra + "}";
}

TEST(Mapping, EveryBuiltInFormatCompiles) {
  EXPECT_EQ(built_in_format_names().size(), 19u);
  for (const auto name : built_in_format_names()) {
    const auto format = Format::built_in(name);
    ASSERT_TRUE(format.has_value()) << name << ": " << format.error().message();
    EXPECT_EQ(format->name(), name);
    EXPECT_EQ(format->is_restricted(), name == "ctdc" || name == "goaml" || name == "htcds")
        << name;
    EXPECT_EQ(format->mapping().sha256.size(), 64u);
  }
  EXPECT_EQ(Format::built_in("fincen-files")->default_namespace(), "fincen");
}

TEST(Mapping, UnknownFormatIsAQuestionThatNamesTheKnownOnes) {
  const auto format = Format::built_in("nonsense");
  ASSERT_FALSE(format.has_value());
  EXPECT_EQ(format.error().code(), graph::StatusCode::kQuestion);
  EXPECT_NE(format.error().message().find("workload"), std::string::npos);
  EXPECT_EQ(format.error().message().find("nonsense"), std::string::npos);
}

TEST(Mapping, UnknownKeysAreNamedWithTheirPlace) {
  EXPECT_NE(refusal(with_records(payment(R"(, "colour": "red")")))
                .find("m.json: records[0]: the key `colour`"),
            std::string::npos);
  EXPECT_NE(refusal(with_records(payment(R"(, "time": {"column": "t", "fromat": "x"})")))
                .find("m.json: records[0].time: the key `fromat`"),
            std::string::npos);
  EXPECT_NE(refusal(with_records(payment(""), R"("csv": {"delimeter": ";"}, )"))
                .find("m.json: csv: the key `delimeter`"),
            std::string::npos);
  EXPECT_NE(refusal(with_records(payment(""), R"("titel": "x", )")).find("`titel`"),
            std::string::npos);
}

TEST(Mapping, RefusesWhatMakesNoSense) {
  const std::string cases[] = {
      "",
      "{",
      "[]",
      "{}",
      R"({"headwater_mapping": 2, "name": "m", "records": []})",
      R"({"headwater_mapping": 1, "name": "m"})",
      R"({"headwater_mapping": 1, "name": "m", "records": []})",
      R"({"headwater_mapping": 1, "name": "iban", "records": [{"record": "entity"}]})",
      R"({"headwater_mapping": 1, "name": "a/b", "records": [{"record": "entity"}]})",
      with_records(R"({"record": "payment"})"),
      with_records(R"({"record": "entity", "entity": {"kind": "robot", "id": "1"}})"),
      with_records(R"({"record": "entity", "entity": {"kind": "person"}})"),
      with_records(R"({"record": "entity", "entity": {"boundary": "moon"}})"),
      with_records(payment(R"(, "kind": "gift")")),
      with_records(payment(R"(, "channel": "pigeon")")),
      with_records(payment(R"(, "same_party": ["one"])")),
      with_records(payment(R"(, "received_amount": {"column": "y"})")),
      with_records(payment(R"(, "aggregate": "yes")")),
      with_records(payment(R"(, "time": {"column": "t", "format": "%Q"})")),
      with_records(payment(R"(, "time": {"column": "t", "zone": "Mars/Olympus"})")),
      with_records(payment(R"(, "time": {"column": "t", "format": "step"})")),
      with_records(payment(R"(, "time": {"column": "t", "step": "1d"})")),
      with_records(payment(R"(, "time": {"column": "t", "format": "step", "step": "-1d"})")),
      with_records(payment(R"(, "attributes": {"Name": "x"})")),
      with_records(payment(R"(, "when": {"column": "x", "is": "odd"})")),
      with_records(payment(R"(, "when": {"column": "x", "is": "zero", "equals": "0"})")),
      with_records(payment(R"(, "when": {"column": "x"})")),
      with_records(payment(R"(, "id": {"column": "x", "template": "{x}"})")),
      with_records(payment(R"(, "id": {"template": "{x"})")),
      with_records(payment(R"(, "id": {"template": "x}"})")),
      with_records(payment(R"(, "id": {"template": "{}"})")),
      with_records(payment(R"(, "id": 5)")),
      with_records(R"({"record": "transaction", "from": {"kind": "person", "id": "1"},
                       "to": {"kind": "account", "id": "2"}, "amount": "1"})"),
      with_records(R"({"record": "relation", "from": {"kind": "person", "id": "1"},
                       "to": {"kind": "person", "id": "2"}, "kind": "likes"})"),
      with_records(R"({"record": "relation", "from": {"kind": "person", "id": "1"},
                       "to": {"kind": "person", "id": "2"}, "kind": "family",
                       "share": "1", "share_low": "1", "share_high": "1"})"),
      with_records(R"({"record": "victim-flow", "kind": "movement"})"),
      with_records(R"({"record": "statistic", "indicator": "x", "value": {"column": "v"}})"),
      with_records(payment(""), R"("precision": "hour", )"),
      with_records(payment(""), R"("assets": {"USD": 1}, )"),
      with_records(payment(""), R"("assets": {"USD": 19}, )"),
      with_records(payment(""), R"("csv": {"delimiter": "ab"}, )"),
      with_records(payment(""), R"("csv": {"header": false}, )"),
      with_records(payment(""), R"("csv": {"columns": ["a"]}, )"),
      with_records(payment(""), R"("csv": {"delimiter": "whitespace", "quote": "'"}, )"),
      with_records(payment(""), R"("unmatched": "ignore", )"),
  };
  for (const std::string& json : cases) EXPECT_NE(refusal(json), "accepted") << json;
}

TEST(Mapping, VictimColumnsMayBeReadAsNothingElse) {
  const std::string flow = R"({"record": "victim-flow", "victim": {"column": "v"},
                               "kind": "movement" EXTRA})";
  const auto with = [&](const std::string& extra) {
    std::string text = flow;
    return with_records(text.replace(text.find("EXTRA"), 5, extra));
  };
  EXPECT_EQ(refusal(with("")), "accepted");
  EXPECT_NE(refusal(with(R"(, "form": {"column": "v"})")).find("`v`"), std::string::npos);
  EXPECT_NE(refusal(with(R"(, "case": {"template": "{v}"})")), "accepted");
  EXPECT_NE(refusal(with(R"(, "roles": [{"role": "exploited", "entity":
                             {"kind": "person", "id": {"column": "v"}}}])")),
            "accepted");
  EXPECT_EQ(refusal(with(R"(, "id": {"column": "v"})")), "accepted");
}

TEST(Mapping, VictimsMakeASourceRestricted) {
  const auto restricted = [](const std::string& records, const std::string& top = "") {
    return tests::mapping_of(with_records(records, top)).is_restricted();
  };
  EXPECT_FALSE(restricted(payment("")));
  EXPECT_TRUE(restricted(payment(""), R"("restricted": true, )"));
  EXPECT_TRUE(restricted(R"({"record": "victim-flow", "count": {"column": "n"},
                             "kind": "movement"})"));
  EXPECT_TRUE(restricted(R"({"record": "entity", "entity": {"kind": "victim", "id": "1"}})"));
}

TEST(Mapping, HashIgnoresWhiteSpaceAndNothingElse) {
  const auto hash = [](const std::string& json) {
    return tests::mapping_of(json).mapping().sha256;
  };
  const std::string one = with_records(payment(""));
  std::string spaced = one;
  spaced.insert(1, "\n  ");
  EXPECT_EQ(hash(one), hash(spaced));
  EXPECT_NE(hash(one), hash(with_records(payment(R"(, "asset": "EUR")"))));
}

TEST(Mapping, MissingEmptyAndHugeFilesAreInputErrors) {
  const tests::TemporaryDirectory directory;
  EXPECT_EQ(Format::from_file(directory / "none.json").error().code(), graph::StatusCode::kInput);
  EXPECT_EQ(Format::from_file(directory.path().string()).error().code(), graph::StatusCode::kInput);
  tests::write_file(directory / "empty.json", "");
  EXPECT_EQ(Format::from_file(directory / "empty.json").error().code(), graph::StatusCode::kInput);
}

TEST(Mapping, DeepNestingIsRefusedNotOverflowed) {
  std::string json = R"({"headwater_mapping": 1, "name": "m", "records": )";
  json += std::string(100'000, '[') + std::string(100'000, ']') + "}";
  EXPECT_NE(refusal(json), "accepted");
}

}  // namespace
}  // namespace headwater::ingest
