#include "tests/support/victim_case.h"

#include <fstream>

#include <gtest/gtest.h>

#include "tests/support/command_run.h"
#include "tests/support/generated_case.h"

namespace headwater::tests {

namespace {

constexpr char kMapping[] = R"({
  "headwater_mapping": 1, "name": "NAME", "namespace": "NAME", "precision": "day",
  "records": [
    {"record": "victim-flow", "id": {"column": "victim"}, "victim": {"column": "victim"},
     "kind": "exploitation", "recruitment": {"column": "recruited_in"},
     "transit": {"column": "transit"}, "exploitation": {"column": "where"},
     "start": {"column": "from"}, "form": {"column": "form"MAP_FORM},
     "sector": {"column": "sector"MAP_SECTOR},
     "means": {"column": "means", "split": ";"}, "sex": {"column": "sex"},
     "age_band": {"column": "band"}, "citizenship": {"column": "citizenship"},
     "case": {"kind": "case", "scheme": "police", "id": "ring-1"},
     "roles": [{"role": "exploited",
                "entity": {"kind": "person", "scheme": "bank", "id": {"column": "by"}}}]},
    {"record": "entity", "entity": {"kind": "victim", "id": {"column": "victim"},
     "attributes": {"name": {"column": "name"}, "story": {"column": "story"}}}},
    {"record": "relation", "kind": "uses-medium", "when": {"column": "phone", "is": "present"},
     "from": {"kind": "victim", "id": {"column": "victim"}},
     "to": {"kind": "medium", "scheme": "phone", "id": {"column": "phone"}},
     "evidence": {"column": "evidence"}, "attributes": {"note": {"column": "story"}}},
    {"record": "relation", "kind": "owns-account", "when": {"column": "account", "is": "present"},
     "from": {"kind": "victim", "id": {"column": "victim"}},
     "to": {"kind": "account", "scheme": "iban", "id": {"column": "account"}}},
    {"record": "relation", "kind": "same-as", "when": {"column": "customer", "is": "present"},
     "from": {"kind": "person", "scheme": "bank", "id": {"column": "customer"}},
     "to": {"kind": "victim", "id": {"column": "victim"}}, "probability": "1.0"}]})";

constexpr char kHeader[] =
    "victim,recruited_in,transit,where,from,form,sector,means,sex,band,citizenship,by,name,story,"
    "phone,evidence,account,customer\n";

struct Row {
  int number = 0;
  std::string by = {}, account = {}, customer = {};  // an offender; of the victim
  std::string recruited_in = "XBO", transit = "XCO", where = "XAV", from = "2024-01-05";
  std::string form = "sexual-exploitation", sector = "S";
};

std::string text_of(const Row& row) {
  const std::string n = std::to_string(row.number);
  return "MARKIDENTITY-" + n + ',' + row.recruited_in + ',' + row.transit + ',' + row.where + ',' +
         row.from + ',' + row.form + ',' + row.sector + ",threats;MARKMEANS-" + n + ",MARKSEX-" +
         n + ",MARKBAND-" + n + ",QQC," + row.by + ",MARKNAME-" + n + ",\"MARKSTORY-" + n +
         ", told\",MARKPHONE-" + n + ",MARKEVIDENCE-" + n + ',' + row.account + ',' + row.customer +
         '\n';
}

// `form` and `sector`: what is written beside the column.
std::string mapping(const std::string& name, const std::string& form, const std::string& sector) {
  std::string text = kMapping;
  const auto replace = [&](const std::string& word, const std::string& by) {
    for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + by.size())) {
      text.replace(at, word.size(), by);
    }
  };
  replace("NAME", name);
  replace("MAP_FORM", form);
  replace("MAP_SECTOR", sector);
  return text;
}

void write_text(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

void expect_done(const std::filesystem::path& folder, const std::vector<std::string>& words) {
  const CommandResult result = run_command(words, {.directory = folder});
  ASSERT_EQ(result.exit_code, 0) << result.describe();
}

// Rows of which nothing may be kept, each for a reason of its own.
std::string bad_rows(const std::string& by) {
  return text_of({.number = 21, .by = by, .where = "MARKBADROW land"}) +
         text_of({.number = 22, .by = by, .from = "MARKBADROW"}) +
         ",XBO,XCO,XAV,2024-01-05,x,S,MARKBADROW,,,,,MARKBADROW,MARKBADROW,MARKBADROW,,,\n" +
         "MARKIDENTITY-24,MARKBADROW\n" +  //
         "MARKIDENTITY-25,MARKBADROW\xFF,,,,,,,,,,,,,,,,\n" +
         text_of({.number = 27, .by = "MARKROLE-27", .form = "MARKFORM-27"}) +
         text_of({.number = 28, .by = by, .sector = "MARKSECTOR-28"}) +
         text_of({.number = 29, .by = by, .recruited_in = "MARKTERRITORY-29"}) +
         text_of({.number = 30, .by = by, .transit = "MARKTERRITORY-30"}) +
         "\"MARKIDENTITY-26,MARKBADROW\n";
}

// Rows that the mapping makes good: their forms and sectors are turned into listed ones, their
// places are names of a local scheme.
std::string outreach_rows(std::set<std::string>& protected_ids) {
  std::string rows;
  for (int victim = 1; victim <= 12; ++victim) {
    const std::string n = std::to_string(victim);
    const std::string account = "MARKACCOUNT-" + n, customer = "MARKCUSTOMER-" + n;
    rows += text_of({victim, "MARKROLE-" + n, account, customer, "location:loc/MARKPLACE-from-" + n,
                     "location:loc/MARKPLACE-by-" + n, "location:loc/MARKPLACE-in-" + n,
                     "2024-01-05", "MARKFORM-" + n, "MARKSECTOR-" + n});
    protected_ids.insert("account:iban/" + account);
    protected_ids.insert("person:bank/" + customer);
  }
  return rows;
}

}  // namespace

const std::vector<std::string>& marks_never_kept() {
  static const std::vector<std::string> marks = {"MARKIDENTITY", "MARKNAME", "MARKSTORY",
                                                 "MARKBADROW",   "MARKFORM", "MARKSECTOR",
                                                 "MARKTERRITORY"};
  return marks;
}

const std::vector<std::string>& marks_for_the_key_only() {
  static const std::vector<std::string> marks = {"MARKMEANS", "MARKSEX",      "MARKBAND",
                                                 "QQC",       "MARKEVIDENCE", "MARKPHONE"};
  return marks;
}

const std::vector<std::string>& marks_encrypted_on_disk() {
  static const std::vector<std::string> marks = {"MARKMEANS", "MARKSEX", "MARKBAND",
                                                 "MARKEVIDENCE"};
  return marks;
}

const std::vector<std::string>& marks_never_published() {
  static const std::vector<std::string> marks = {"MARK", "QQC"};
  return marks;
}

std::string known_member(const std::filesystem::path& folder) {
  for (const CsvRow& claim : read_csv(folder / "case/assertions/assertions.csv")) {
    const std::string& subject = claim.at("subject");
    if (claim.at("claim") == "member-of" && subject.starts_with("person:bank/")) {
      return subject;
    }
  }
  ADD_FAILURE() << "the case names no member";
  return "";
}

VictimCase write_victim_case(const std::filesystem::path& folder) {
  VictimCase made;
  made.folder = folder;
  expect_done(folder, {"generate", "case", "--scale", "0.02", "--seed", "3"});
  expect_done(folder, {"key", "new", "victims.key"});
  for (const CsvRow& victim : read_csv(folder / "case/interviews/victim_accounts.csv")) {
    made.protected_ids.insert("account:iban/" + victim.at("account"));
    made.protected_ids.insert("person:bank/" + victim.at("customer_id"));
  }
  // Victim 1 is an ordinary customer whom the bank's files know.
  for (const CsvRow& account : read_csv(folder / "case/bank/accounts.csv")) {
    if (!made.account.empty() || account.at("holder_kind") != "person") continue;
    if (made.protected_ids.contains("person:bank/" + account.at("holder_id"))) continue;
    made.account = account.at("account");
    made.customer = account.at("holder_id");
  }
  made.protected_ids.insert("account:iban/" + made.account);
  made.protected_ids.insert("person:bank/" + made.customer);
  const std::string by = known_member(folder).substr(sizeof("person:bank/") - 1);
  std::string good = text_of({1, by, made.account, made.customer});
  for (int victim = 2; victim <= 12; ++victim) good += text_of({.number = victim, .by = by});
  write_text(folder / "shelter.csv", kHeader + good + bad_rows(by));
  write_text(folder / "shelter.json", mapping("shelter", "", ""));
  write_text(folder / "outreach.csv", kHeader + outreach_rows(made.protected_ids));
  write_text(folder / "outreach.json",
             mapping("outreach", R"(, "map": {"*": "other"})", R"(, "map": {"*": "S"})"));
  return made;
}

}  // namespace headwater::tests
