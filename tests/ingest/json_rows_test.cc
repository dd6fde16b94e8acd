// JSON through the mapping language: lines, arrays, paths, records for each element.
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "ingest/internal/json_tree.h"
#include "tests/support/staging.h"

namespace headwater {
namespace {

using tests::load_rows;
using tests::mapping_of;
using tests::Outcome;
using tests::reason_of;
using tests::RecordingWriter;
using tests::stage_text;

std::string json_mapping(const std::string& records,
                         const std::string& rows = R"("rows":"lines")") {
  return R"({"headwater_mapping": 1, "name": "js", "json": {)" + rows + R"(}, "records": [)" +
         records + "]}";
}

constexpr const char* kPayment = R"({"record": "transaction", "id": {"column": "id"},
    "from": {"kind": "account", "id": {"column": "from.account"}},
    "to": {"kind": "account", "id": {"column": "to.account"}},
    "time": {"column": "at"}, "amount": {"column": "money.value"},
    "asset": {"column": "money.unit"}, "attributes": {"tag": {"column": "tags"}}})";

constexpr const char* kPerson = R"({"record": "entity", "entity": {"kind": "person",
    "id": {"column": "id"}, "attributes": {"name": {"column": "names.full"}}}})";

TEST(JsonRows, ALineBecomesARecordWithExactNumbers) {
  Outcome outcome;
  load_rows(json_mapping(kPayment),
            R"({"id": 9007199254740993, "from": {"account": "A"}, "to": {"account": 7},)"
            R"( "at": "2024-05-01", "money": {"value": 12345678901234.57, "unit": "EUR"},)"
            R"( "tags": ["x", null, "", "y"]})"
            "\n",
            outcome);
  ASSERT_EQ(outcome.writer.transactions.size(), 1u);
  const graph::Transaction& record = outcome.writer.transactions[0];
  EXPECT_EQ(record.origin.source_id, "9007199254740993");
  EXPECT_EQ(outcome.writer.name(record.to), "account:js/7");
  EXPECT_EQ(record.amount.value, 1'234'567'890'123'457);
  ASSERT_EQ(record.attributes.size(), 2u);
  EXPECT_EQ(record.attributes[1].value, "y");
}

TEST(JsonRows, AnExponentAndABigNumberKeepEveryDigit) {
  for (const auto& [written, minor] : {std::pair<const char*, std::int64_t>{"1.5e3", 150'000},
                                       {"\" 20.10 \"", 2'010},
                                       {"0.1", 10},
                                       {"92233720368547758.07", 9'223'372'036'854'775'807}}) {
    Outcome outcome;
    load_rows(
        json_mapping(kPayment),
        R"({"id":1,"from":{"account":"A"},"to":{"account":"B"},"money":{"unit":"EUR","value":)" +
            std::string(written) + "}}",
        outcome);
    ASSERT_EQ(outcome.writer.transactions.size(), 1u) << written;
    EXPECT_EQ(outcome.writer.transactions[0].amount.value, minor);
  }
  EXPECT_EQ(reason_of(json_mapping(kPayment),
                      R"({"id":1,"from":{"account":"A"},"to":{"account":"B"},)"
                      R"("money":{"unit":"EUR","value":0.1000000000000000055511151231257827}})"),
            "precision money.value");
}

TEST(JsonRows, WhatIsNoObjectIsQuarantined) {
  const std::string deep = R"({"id": )" + std::string(70, '[') + std::string(70, ']') + "}";
  for (const std::string& row :
       {std::string("[1]"), std::string("7"), std::string(R"({"id": 1)"),
        std::string(R"({"id": 1} x)"), std::string(R"({"id": 01})"), std::string(R"({"id": .5})"),
        std::string(R"({'id': 1})"), std::string(R"({"id": NaN})"), std::string(R"({"id": 1,})"),
        std::string(R"({"id": "\ud800"})"), std::string("{\"id\": \"a\tb\"}"), deep}) {
    EXPECT_EQ(reason_of(json_mapping(kPerson), row), "bad-json") << row;
  }
  EXPECT_EQ(reason_of(json_mapping(kPerson), R"({"id": 1, "x": {"a": 1, "a": 1}})"),
            "duplicate-key");
  EXPECT_EQ(reason_of(json_mapping(kPerson), R"({"id": 1, "x": {"a": 1, "\u0061": 2}})"),
            "duplicate-key");
  EXPECT_EQ(reason_of(json_mapping(kPerson), R"({"id": "a\u0000b"})"), "nul-byte");
  EXPECT_EQ(reason_of(json_mapping(kPerson), "{\"id\": \"\xff\"}"), "not-utf8");
  EXPECT_EQ(reason_of(json_mapping(kPerson), R"({"id": {"a": 1}})"), "not-a-value id");
  EXPECT_EQ(reason_of(json_mapping(kPerson), R"({"id": null})"), "missing-id id");
}

TEST(JsonRows, SeveralValuesNeedEach) {
  EXPECT_EQ(reason_of(json_mapping(kPerson), R"({"id": ["a", "b"]})"), "several-values id");
  const std::string each = R"({"record": "entity", "each": "id", "entity": {"kind": "person",
    "id": {"column": "id"}, "attributes": {"name": {"column": "names.full"}}}})";
  Outcome outcome;
  load_rows(json_mapping(each),
            R"({"id": ["a", "b", ["c"]], "names": [{"full": "N"}, {"full": "M"}]})", outcome);
  ASSERT_EQ(outcome.writer.keys.size(), 3u);
  EXPECT_EQ(outcome.writer.attributes_of("person:js/c"),
            (std::set<std::string>{"name=M", "name=N"}));
  EXPECT_EQ(reason_of(json_mapping(each), R"({"id": []})"), "missing-id id");
}

TEST(JsonRows, EachMakesEveryCombinationAndReadsWithinItsElement) {
  Outcome outcome;
  load_rows(json_mapping(R"({"record": "relation", "kind": "associate",
      "each": ["groups", "groups.members", "with"],
      "when": {"column": "groups.members.left", "is": "empty"},
      "from": {"kind": "person", "id": {"column": "groups.members.id"}},
      "to": {"kind": "person", "id": {"column": "with"}},
      "evidence": {"column": "groups.name"}})"),
            R"({"groups": [{"name": "g1", "members": [{"id": "a"}, {"id": "b", "left": 2020}]},
                {"name": "g2", "members": {"id": "c"}}], "with": ["x", "y"]})"
            "\n",
            outcome);
  EXPECT_EQ(outcome.counts.quarantined, 2u) << "an object over two lines is two broken lines";
  Outcome one_line;
  load_rows(json_mapping(R"({"record": "relation", "kind": "associate",
      "each": ["groups", "groups.members", "with"],
      "when": {"column": "groups.members.left", "is": "empty"},
      "from": {"kind": "person", "id": {"column": "groups.members.id"}},
      "to": {"kind": "person", "id": {"column": "with"}},
      "evidence": {"column": "groups.name"}})"),
            R"({"groups": [{"name": "g1", "members": [{"id": "a"}, {"id": "b", "left": 2020}]},)"
            R"( {"name": "g2", "members": {"id": "c"}}], "with": ["x", "y"]})"
            "\n",
            one_line);
  std::vector<std::string> made;
  for (const graph::Relation& record : one_line.writer.relations) {
    made.push_back(one_line.writer.name(record.from) + " " + one_line.writer.name(record.to) + " " +
                   record.evidence);
  }
  EXPECT_EQ(made,
            (std::vector<std::string>{"person:js/a person:js/x g1", "person:js/a person:js/y g1",
                                      "person:js/c person:js/x g2", "person:js/c person:js/y g2"}));
}

TEST(JsonRows, ListsThatMultiplyAreBounded) {
  std::string list = "[0";
  for (int i = 1; i < 300; ++i) list += "," + std::to_string(i);
  list += "]";
  const std::string pairs = R"({"record": "relation", "kind": "associate", "each": ["a", "b"],
      "from": {"kind": "person", "id": {"column": "a"}},
      "to": {"kind": "person", "id": {"column": "b"}}})";
  EXPECT_EQ(reason_of(json_mapping(pairs), R"({"a": )" + list + R"(, "b": )" + list + "}"),
            "too-many-records");
  const std::string never = R"({"record": "relation", "kind": "associate", "each": ["a", "b"],
      "when": {"column": "b", "equals": "no"}, "from": {"kind": "person", "id": {"column": "a"}},
      "to": {"kind": "person", "id": {"column": "b"}}})";
  EXPECT_EQ(reason_of(json_mapping(never), R"({"a": )" + list + R"(, "b": )" + list + "}"),
            "too-many-records");
}

TEST(JsonRows, ConditionsOfSeveralValuesAreUnclearUnlessTheyAskForPresence) {
  const auto when = [](const std::string& test) {
    return json_mapping(R"({"record": "entity", "when": {"column": "t", )" + test +
                        R"(}, "entity": {"kind": "person", "id": {"column": "id"}}})");
  };
  const std::string row = R"({"id": 1, "t": ["a", "b"]})";
  EXPECT_EQ(reason_of(when(R"("is": "present")"), row), "");
  EXPECT_EQ(reason_of(when(R"("is": "empty")"), row), "no-record");
  EXPECT_EQ(reason_of(when(R"("equals": "a")"), row), "several-values t");
  EXPECT_EQ(reason_of(when(R"("not": "a")"), row), "several-values t");
  EXPECT_EQ(reason_of(when(R"("is": "present")"), R"({"id": 1, "t": {"u": 1}})"), "");
}

TEST(JsonRows, NamesWithDotsAndXmlTextAreReachedByPath) {
  Outcome outcome;
  load_rows(json_mapping(R"({"record": "entity", "entity": {"kind": "person",
      "id": {"column": "a\\.b.c"}, "attributes": {"x": {"column": "x"}, "y": {"column": "y.#"},
      "z": {"column": "x.@u"}}}})"),
            R"({"a.b": {"c": "P"}, "x": {"@u": "EUR", "#": "5"}, "y": "6"})"
            "\n",
            outcome);
  EXPECT_EQ(outcome.writer.attributes_of("person:js/P"),
            (std::set<std::string>{"x=5", "y=6", "z=EUR"}));
}

TEST(JsonRows, MappingsThatMeanNothingAreRefused) {
  std::string deep = "a";
  for (int i = 0; i < 64; ++i) deep += ".a";
  for (const std::string& json :
       {json_mapping(R"({"record": "entity", "entity": {"kind": "person", "id": {"column": ")" +
                     deep + R"("}}})"),
        json_mapping(kPerson, R"("rows":"words")"),
        json_mapping(kPerson, R"("rows":"lines","at":"a")"),
        json_mapping(kPerson, R"("rows":"array","at":"a..b")"),
        json_mapping(
            R"({"record": "entity", "entity": {"kind": "person", "id": {"column": "a."}}})"),
        json_mapping(R"({"record": "entity", "each": ["a.b", "a"],
                         "entity": {"kind": "person", "id": {"column": "a"}}})"),
        json_mapping(R"({"record": "entity", "each": ["a", "a"],
                         "entity": {"kind": "person", "id": {"column": "a"}}})"),
        std::string(R"({"headwater_mapping": 1, "name": "c", "records": [{"record": "entity",
            "each": "a", "entity": {"kind": "person", "id": {"column": "a"}}}]})"),
        std::string(R"({"headwater_mapping": 1, "name": "c", "csv": {}, "json": {"rows": "lines"},
            "records": [{"record": "entity",
            "entity": {"kind": "person", "id": {"column": "a"}}}]})")}) {
    EXPECT_FALSE(ingest::Format::from_text(json, "m").has_value()) << json;
  }
}

TEST(JsonRows, FragmentsStandForWhatTheyName) {
  const auto with = [](const std::string& define) {
    return R"({"headwater_mapping": 1, "name": "d", "json": {"rows": "lines"}, "define": {)" +
           define + R"(}, "records": [{"record": "entity", "entity": {"use": "who"}}]})";
  };
  Outcome outcome;
  load_rows(with(R"("id": {"column": "i"}, "who": {"kind": "person", "id": {"use": "id"}})"),
            R"({"i": 7})", outcome);
  ASSERT_EQ(outcome.writer.keys.size(), 1u);
  EXPECT_EQ(graph::to_string(outcome.writer.keys[0]), "person:d/7");
  std::string bomb = R"("a0": ["x"])";
  for (int i = 1; i < 40; ++i) {
    const std::string use = R"({"use": "a)" + std::to_string(i - 1) + "\"}";
    bomb += R"(, "a)" + std::to_string(i) + "\": [" + use + "," + use + "]";
  }
  std::string tower = R"("a0": "x")";
  for (int i = 1; i < 100; ++i) {
    tower += R"(, "a)" + std::to_string(i) + R"(": [{"use": "a)" + std::to_string(i - 1) + R"("}])";
  }
  for (const std::string& define :
       {tower, std::string(), std::string(R"("who": {"use": "who"})"),
        std::string(R"("who": {"use": "later"}, "later": {"kind": "person", "id": "x"})"), bomb}) {
    EXPECT_FALSE(ingest::Format::from_text(with(define), "m").has_value()) << define;
  }
}

TEST(JsonRows, TheFirstEntityThatHasAnIdIsTaken) {
  const std::string json = json_mapping(R"({"record": "transaction", "may_lack_id": true,
      "id": {"column": "id"}, "from": {"first_of": [
        {"kind": "account", "scheme": "iban", "id": {"column": "iban"}},
        {"kind": "account", "id": {"template": "{bank}:{number}"}},
        {"pooled_of": {"kind": "person", "id": {"column": "who"}}},
        {"boundary": "external"}]},
      "to": {"kind": "account", "id": "t"}, "amount": "1",
      "when": {"value": {"first_of": [{"column": "s"}, {"column": "t"}]}, "not_in": ["no", ""]}})");
  Outcome outcome;
  load_rows(json,
            R"({"s":"yes","iban":"DE1","bank":"b","number":"1"}
{"t":"yes","bank":"b","number":"1","who":"w"}
{"t":"yes","bank":"b","who":"w"}
{"s":"yes","bank":"b"}
{"s":"no","t":"yes","bank":"b"}
{"bank":"b"}
)",
            outcome);
  std::vector<std::string> from;
  for (const auto& record : outcome.writer.transactions) {
    from.push_back(outcome.writer.name(record.from));
  }
  EXPECT_EQ(from, (std::vector<std::string>{"account:iban/DE1", "account:js/b:1",
                                            "account:unspecified/person:js/w",
                                            "account:external/unknown"}));
  EXPECT_EQ(outcome.counts.quarantined, 2u);
}

TEST(JsonRows, UnreadNamesAreCountedWithoutValues) {
  Outcome outcome;
  load_rows(json_mapping(kPerson),
            R"({"id": 1, "names": {"full": "N", "short": "S"}, "secret": {"deep": 1}})"
            "\n"
            R"({"id": 2, "names": "plain", "secret": 5, "odd name!": 1})"
            "\n",
            outcome);
  std::map<std::string, std::uint64_t> counted;
  for (const auto& one : outcome.counts.unread.names()) counted[one.name] = one.count;
  EXPECT_EQ(counted, (std::map<std::string, std::uint64_t>{
                         {"names", 1}, {"names.short", 1}, {"secret", 2}}));
  EXPECT_EQ(outcome.counts.unread.others(), 1u);
}

TEST(JsonRows, AVictimsPathIsReadAsNothingElse) {
  const auto flow = [](const std::string& rest) {
    return json_mapping(R"({"record": "victim-flow", "victim": {"column": "case.victim.id"},
        "kind": "exploitation"},)" +
                        rest);
  };
  for (const char* path :
       {"case.victim.id", "case.victim", "case", "case.victim.id.#", "case.victim.id.x"}) {
    const std::string json = flow(R"({"record": "entity", "entity": {"kind": "person",
        "id": {"column": "who"}, "attributes": {"a": {"column": ")" +
                                  std::string(path) + R"("}}}})");
    const auto format = ingest::Format::from_text(json, "m");
    ASSERT_FALSE(format.has_value()) << path;
    EXPECT_NE(format.error().message().find("victims' ids"), std::string::npos);
  }
  EXPECT_TRUE(ingest::Format::from_text(flow(R"({"record": "entity", "entity": {"kind": "person",
      "id": {"column": "case.victim.ward"}}})"),
                                        "m")
                  .has_value());
}

TEST(JsonRows, QuarantineKeepsNoTextThatNamesAVictimBehindEscapes) {
  for (const char* row :
       {R"({"id": {}, "x": "victim:ngo/MARKER"})", R"({"id": {}, "x": "\u0076ictim:ngo/MARKER"})",
        R"({"id": {}, "x": "v\tictim\u003ango/MARKER"})", R"({"id": {}, "victim": "MARKER"})"}) {
    Outcome outcome;
    load_rows(json_mapping(kPerson), row, outcome);
    ASSERT_EQ(outcome.writer.quarantined.size(), 1u);
    EXPECT_EQ(outcome.writer.quarantined[0].text, "") << row;
  }
}

TEST(JsonRows, EqualRowsAreEqualHoweverTheyAreWritten) {
  using ingest::internal::JsonFault;
  ingest::internal::JsonTree tree;
  ingest::internal::TextArena arena;
  const auto canonical = [&](const std::string& text) {
    EXPECT_EQ(tree.parse(text, arena), JsonFault::kNone) << text;
    std::string out;
    tree.append_canonical(0, out);
    return out;
  };
  const std::string plain = R"({"a":{"full":"é/\u0001"},"id":1.0,"l":[1,null,true,{}]})";
  EXPECT_EQ(canonical(plain), plain);
  EXPECT_EQ(canonical("{ \"l\": [1, null,true , {}],\"id\" :1.0, \"a\":"
                      "{\"\\u0066ull\": \"\\u00e9\\/\\u0001\"}}"),
            plain);
  EXPECT_NE(canonical(R"({"id":1})"), canonical(R"({"id":1.0})"));
}

TEST(JsonRows, ThreadsAndBlocksDoNotChangeTheOutcome) {
  std::string text;
  for (int i = 0; i < 400; ++i) {
    text += R"({"id":)" + std::to_string(i) + R"(,"from":{"account":"A)" + std::to_string(i % 7) +
            R"("},"to":{"account":"B"},"money":{"unit":"EUR","value":)" + std::to_string(i) +
            (i % 11 == 0 ? "" : "}") + R"(,"t)" + std::to_string(i % 150) + "\":1}\n";
  }
  std::set<std::string> outcomes;
  for (const int threads : {1, 2, 4}) {
    for (const std::size_t block : {std::size_t{7}, std::size_t{1000}, std::size_t{1} << 20}) {
      RecordingWriter writer;
      const auto counts = stage_text(mapping_of(json_mapping(kPayment)), text, writer,
                                     {.block_bytes = block, .threads = threads});
      ASSERT_TRUE(counts.has_value());
      std::string outcome = writer.transcript();
      for (const auto& one : counts->unread.names()) {
        outcome += one.name + "=" + std::to_string(one.count) + "\n";
      }
      outcomes.insert(outcome + std::to_string(counts->unread.others()));
      EXPECT_EQ(counts->unread.names().size(), 100u);
    }
  }
  EXPECT_EQ(outcomes.size(), 1u);
}

}  // namespace
}  // namespace headwater
