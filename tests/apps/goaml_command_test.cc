// headwater export --format goaml: a report of a case as a file or a folder, two verdicts on it,
// victims for a recipient that is recorded, and everything that it refuses.
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "tests/support/command_fixture.h"

namespace headwater::tests {
namespace {

namespace fs = std::filesystem;

constexpr char kClaims[] =
    "id,subject,claim,role,case,author,standard\n"
    "C1,account:workload/SECRET-B,member-of,,case:police/one,an analyst,suspicion\n";

// No schema of anybody: enough to tell a report from another document.
constexpr char kAnySchema[] = R"(<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
<xs:element name="ROOT"><xs:complexType><xs:sequence>
<xs:any processContents="skip" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>
</xs:schema>)";

class GoamlCommand : public CommandTest {
 protected:
  void SetUp() override {
    load_bank();
    write("claims.csv", kClaims);
    ASSERT_EQ(run({"ingest", "store", "claims.csv", "--format", "assertions"}).exit_code, 0);
    write("header.json", R"({"headwater_goaml_header": 1, "rentity_id": 7,
      "submission_date": "2026-06-02T12:00:00", "currency_code_local": "USD",
      "indicators": ["I1"], "reason": "a reason",
      "reporting_person": {"first_name": "Olga", "last_name": "Officer"}})");
    write("rates.csv", "base,quote,date,rate,source\nEUR,USD,2022-09-01,1.5,a bank\n");
    ASSERT_EQ(run({"ingest", "store", "rates.csv", "--format", "rates"}).exit_code, 0);
    write("good.xsd", schema_of("report"));
    write("bad.xsd", schema_of("other"));
    write("good.json", R"({"headwater_goaml_profile": 1, "name": "easy",
      "mandatory": {"report": ["reason"]}, "counts": {"transaction": {"min": 1, "max": 9}}})");
    write("bad.json", R"({"headwater_goaml_profile": 1, "name": "strict",
      "mandatory": {"report": ["action"]}, "file_bytes": 100})");
  }
  static std::string schema_of(const std::string& root) {
    std::string text = kAnySchema;
    return text.replace(text.find("ROOT"), 4, root);
  }
  static Words report(const std::string& to, const Words& more = {}) {
    Words words = {"export", "store",           to,         "--format",   "goaml",
                   "--case", "case:police/one", "--header", "header.json"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  unsigned mode_of(const std::string& name) const {
    struct stat status = {};
    EXPECT_EQ(::stat(path(name).c_str(), &status), 0);
    return status.st_mode & 0777u;
  }
};

TEST_F(GoamlCommand, WritesAFileOrAFolderThatItsOwnerAloneReads) {
  const auto before = names_here();
  const StoreFacts store_before = facts();
  const auto file = answer(report("r.xml"));
  EXPECT_EQ(file.at("records").at("transactions"), 2);
  EXPECT_EQ(file.at("file"), "r.xml");
  EXPECT_EQ(file.at("schema").at("checked"), false);
  EXPECT_EQ(file.at("profile").at("checked"), false);
  EXPECT_EQ(mode_of("r.xml"), 0600u);
  auto expected = before;
  expected.push_back("r.xml");
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(names_here(), expected) << "nothing else stays";
  const auto folder = answer(report("out"));
  EXPECT_EQ(folder.at("directory"), "out");
  EXPECT_EQ(folder.at("digest"), file.at("digest"));
  EXPECT_EQ(bytes_of("out/report.xml"), bytes_of("r.xml"));
  EXPECT_NE(bytes_of("out/manifest.json").find("\"victims\":0"), std::string::npos);
  EXPECT_EQ(mode_of("out"), 0700u);
  const std::string xml = bytes_of("r.xml");
  EXPECT_NE(xml.find("<amount_local>6.00</amount_local>"), xml.npos) << "4 EUR at 1.5";
  EXPECT_NE(xml.find("<last_name>Officer</last_name>"), xml.npos);
  EXPECT_EQ(facts(), store_before) << "reading changes nothing";
}

TEST_F(GoamlCommand, TwoVerdictsAreTwoAnswersAndOneAgainstItEndsWithTwo) {
  const auto good = answer(report("a.xml", {"--xsd", "good.xsd", "--profile", "good.json"}));
  EXPECT_EQ(good.at("schema").at("valid"), true);
  EXPECT_EQ(good.at("profile").at("valid"), true);
  EXPECT_EQ(good.at("profile").at("name"), "easy");
  struct {
    const char *xsd, *profile, *file;
    bool is_valid, is_kept_to;
  } const kCases[] = {{"bad.xsd", "good.json", "b.xml", false, true},
                      {"good.xsd", "bad.json", "c.xml", true, false},
                      {"bad.xsd", "bad.json", "d", false, false}};
  for (const auto& one : kCases) {
    const CommandResult result =
        run(report(one.file, {"--xsd", one.xsd, "--profile", one.profile, "--json"}));
    EXPECT_EQ(result.exit_code, 2) << result.describe();
    EXPECT_NE(result.err.find("not fit to be handed in"), std::string::npos) << result.err;
    const auto said = boost::json::parse(result.out).as_object();
    EXPECT_EQ(said.at("schema").at("valid"), one.is_valid);
    EXPECT_EQ(said.at("profile").at("valid"), one.is_kept_to);
    EXPECT_TRUE(fs::exists(path(one.file))) << "it is written, and said to be unfit";
  }
  EXPECT_EQ(boost::json::parse(bytes_of("d/manifest.json")).at("schema").at("valid"), false);
}

TEST_F(GoamlCommand, WhatIsMissingOrWrongIsRefusedAndNothingStays) {
  write("broken.json", "{\"headwater_goaml_header\": 1, ");
  write("secret.json", R"({"headwater_goaml_header": 1, "SECRET-A": 1})");
  write("broken-profile.json", R"({"headwater_goaml_profile": 1, "name": "u", "lookups": 3})");
  write("no.xsd", "SECRET-A");
  write("taken.xml", "mine");
  const auto before = names_here();
  const Words plain = {"export", "store", "x.xml", "--format", "goaml"};
  const auto with = [&](Words words, const Words& more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
  };
  struct {
    Words words;
    int exit_code;
  } const kCases[] = {
      {plain, 1},
      {with(plain, {"--case", "case:police/one"}), 1},
      {with(plain, {"--header", "header.json", "--case", "case:police/SECRET-A"}), 1},
      {with(plain, {"--header", "header.json", "--case", "account:workload/SECRET-B"}), 1},
      {with(plain, {"--header", "none.json", "--case", "case:police/one"}), 2},
      {with(plain, {"--header", "broken.json", "--case", "case:police/one"}), 2},
      {with(plain, {"--header", "secret.json", "--case", "case:police/one"}), 2},
      {report("x.xml", {"--rentity-id", "SECRET-A"}), 1},
      {report("x.xml", {"--submission-date", "SECRET-A"}), 1},
      {report("x.xml", {"--payments", "SECRET-A"}), 1},
      {report("x.xml", {"--resolve", "SECRET-A"}), 1},
      {report("x.xml", {"--from", "SECRET-A"}), 1},
      {report("x.xml", {"--local-currency", "GBP"}), 1},
      {report("x.xml", {"--profile", "none.json"}), 2},
      {report("x.xml", {"--profile", "broken-profile.json"}), 2},
      {report("x.xml", {"--profile", "header.json"}), 2},
      {report("x.xml", {"--xsd", "none.xsd"}), 2},
      {report("x.xml", {"--xsd", "no.xsd"}), 2},
      {report("x.xml", {"--audience", "internal"}), 1},
      {report("x.xml", {"--layers", "money"}), 1},
      {report("x.xml", {"--disclose-to", "somebody"}), 1},
      {report("x.xml", {"--as-of-seq", "99"}), 1},
      {report("taken.xml"), 1},
      {report("none/x.xml"), 2},
      {{"export", "no-store", "x.xml", "--format", "goaml", "--case", "case:police/one", "--header",
        "header.json"},
       2},
      {{"export", "store", "x", "--format", "csv", "--case", "case:police/one"}, 1},
      {{"export", "store", "x", "--format", "gexf", "--xsd", "good.xsd"}, 1},
      {{"export", "store", "x", "--format", "ftm", "--disclose-to", "somebody"}, 1}};
  for (const auto& one : kCases) {
    SCOPED_TRACE(::testing::PrintToString(one.words));
    expect_refusal(run(one.words), one.exit_code);
    EXPECT_EQ(names_here(), before);
  }
  EXPECT_EQ(bytes_of("taken.xml"), "mine");
  const CommandResult lacking = run(with(plain, {"--case", "case:police/one"}));
  for (const char* name : {"rentity_id", "submission_date", "currency_code_local", "indicators"}) {
    EXPECT_NE(lacking.err.find(name), std::string::npos) << lacking.err;
  }
  const CommandResult no_rate = run(report("x.xml", {"--local-currency", "GBP"}));
  EXPECT_NE(no_rate.err.find("no rate to GBP"), std::string::npos) << no_rate.err;
}

TEST_F(GoamlCommand, AFullDiskLeavesNothingBehind) {
  const auto before = names_here();
  for (const std::string to : {"x.xml", "x"}) {
    for (const std::uint64_t limit : {0u, 500u}) {
      const CommandResult full =
          run(report(to), {.directory = {}, .environment = {}, .file_size_limit = limit});
      expect_refusal(full, 2);
      EXPECT_EQ(names_here(), before);
    }
  }
}

TEST_F(GoamlCommand, OptionsGoBeforeTheFileAndTheCasesIdIsItsReference) {
  answer(report("r.xml", {"--reason", "another", "--report-code", "SAR", "--indicators", "A,B"}));
  const std::string xml = bytes_of("r.xml");
  EXPECT_NE(xml.find("<reason>another</reason>"), xml.npos);
  EXPECT_NE(xml.find("<report_code>SAR</report_code>"), xml.npos);
  EXPECT_NE(xml.find("<entity_reference>one</entity_reference>"), xml.npos);
  EXPECT_NE(xml.find("<indicator>B</indicator>"), xml.npos);
}

// A victim owns the account that a member pays.
class GoamlDisclosureCommand : public GoamlCommand {
 protected:
  void SetUp() override {
    GoamlCommand::SetUp();
    ASSERT_EQ(run({"key", "new", "v.key"}).exit_code, 0);
    ASSERT_EQ(run({"key", "new", "other.key"}).exit_code, 0);
    write("shelter.json", R"({"headwater_mapping": 1, "name": "shelter", "records": [
      {"record": "relation", "kind": "owns-account",
       "from": {"kind": "victim", "id": {"column": "who"}},
       "to": {"name": {"column": "account"}}}]})");
    write("shelter.csv", "who,account\nV-SECRET,account:workload/SECRET-D\n");
    ASSERT_EQ(run({"ingest", "store", "shelter.csv", "--format", "csv", "--mapping", "shelter.json",
                   "--victim-key", "v.key"})
                  .exit_code,
              0);
  }
  std::vector<boost::json::value> recorded() const {
    const auto listed = answer({"disclosures", "store", "--victim-key", "v.key"});
    const auto& rows = listed.at("rows").as_array();
    return {rows.begin(), rows.end()};
  }
  inline static const Words kDisclose = {"--victim-key", "v.key", "--disclose-to", "the unit"};
};

TEST_F(GoamlDisclosureCommand, WithoutBothOptionsTheVictimsPaymentIsNotThere) {
  const StoreFacts before = facts();
  const auto made = answer(report("r.xml"));
  EXPECT_EQ(made.at("records").at("transactions"), 1);
  EXPECT_EQ(made.at("left_out").as_object().size(), 0u) << "nothing says that something is missing";
  EXPECT_EQ(bytes_of("r.xml").find("SECRET-D"), std::string::npos);
  expect_refusal(run(report("s.xml", {"--victim-key", "v.key"})), 1);
  expect_refusal(run(report("s.xml", {"--disclose-to", "the unit"})), 1);
  expect_refusal(run(report("s.xml", {"--victim-key", "other.key", "--disclose-to", "the unit"})),
                 1);
  expect_refusal(run(report("s.xml", {"--victim-key", "v.key", "--disclose-to", " "})), 1);
  EXPECT_FALSE(fs::exists(path("s.xml")));
  EXPECT_TRUE(recorded().empty());
  EXPECT_EQ(facts(), before);
}

TEST_F(GoamlDisclosureCommand, WithBothTheyAreNamedByPseudonymAndItIsRecorded) {
  const StoreFacts before = facts();
  const auto made = answer(report("r.xml", kDisclose));
  EXPECT_EQ(made.at("records").at("transactions"), 2);
  EXPECT_EQ(made.at("victims"), 1);
  const std::string xml = bytes_of("r.xml");
  EXPECT_NE(xml.find("SECRET-D"), xml.npos) << "the account";
  EXPECT_NE(xml.find("victim:shelter/"), xml.npos);
  EXPECT_EQ(xml.find("V-SECRET"), xml.npos) << "never by their own id";
  EXPECT_EQ(facts().content_digest, before.content_digest) << "the record changes no content";
  const auto rows = recorded();
  ASSERT_EQ(rows.size(), 1u);
  const auto& row = rows.front().as_array();
  EXPECT_EQ(row.at(0), made.at("disclosure").at("commit"));
  EXPECT_EQ(row.at(2), "the unit");
  EXPECT_EQ(row.at(3), "goaml 7:one");
  EXPECT_EQ(row.at(4), "case:police/one");
  EXPECT_EQ(row.at(5), 1);
  EXPECT_EQ(row.at(6), 2);
  EXPECT_EQ(row.at(7), made.at("commit"));
  const auto& files = made.at("files").at("rows").as_array();
  EXPECT_EQ(row.at(8), files.front().as_array().at(3)) << "the digest of the report";
  // Handed out again: recorded again.
  answer(report("again", kDisclose));
  EXPECT_EQ(bytes_of("again/report.xml"), xml);
  EXPECT_EQ(recorded().size(), 2u);
  expect_refusal(run({"disclosures", "store"}), 1);
  expect_refusal(run({"disclosures", "store", "--victim-key", "other.key"}), 1);
}

TEST_F(GoamlDisclosureCommand, WhatIsRefusedIsNotRecorded) {
  write("taken.xml", "mine");
  Words words = report("taken.xml", kDisclose);
  expect_refusal(run(words), 1);
  words = report("x.xml", kDisclose);
  words.insert(words.end(), {"--local-currency", "GBP"});
  expect_refusal(run(words), 1);
  EXPECT_TRUE(recorded().empty());
  EXPECT_FALSE(fs::exists(path("x.xml")));
}

}  // namespace
}  // namespace headwater::tests
