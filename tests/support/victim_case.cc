#include "tests/support/victim_case.h"

#include <fstream>

#include <gtest/gtest.h>

#include "tests/support/command_run.h"
#include "tests/support/generated_case.h"

namespace headwater::tests {

namespace {

constexpr char kMapping[] = R"({
  "headwater_mapping": 1, "name": "shelter", "namespace": "shelter", "precision": "day",
  "records": [
    {"record": "victim-flow", "id": {"column": "victim"}, "victim": {"column": "victim"},
     "kind": "exploitation", "recruitment": {"column": "recruited_in"},
     "transit": {"column": "transit"}, "exploitation": {"column": "where"},
     "start": {"column": "from"}, "form": {"column": "form"}, "sector": {"column": "sector"},
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

// One row; `where` and `from` decide whether it is good.
std::string row(int number, const std::string& where, const std::string& from,
                const std::string& by, const std::string& account, const std::string& customer) {
  const std::string n = std::to_string(number);
  return "MARKIDENTITY-" + n + ",XBO,XCO," + where + ',' + from +
         ",sexual-exploitation,S,threats;MARKMEANS-" + n + ",MARKSEX-" + n + ",MARKBAND-" + n +
         ",QQC," + by + ",MARKNAME-" + n + ",\"MARKSTORY-" + n + ", told\",MARKPHONE-" + n +
         ",MARKEVIDENCE-" + n + ',' + account + ',' + customer + '\n';
}

void write_text(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

void expect_done(const std::filesystem::path& folder, const std::vector<std::string>& words) {
  const CommandResult result = run_command(words, {.directory = folder});
  ASSERT_EQ(result.exit_code, 0) << result.describe();
}

}  // namespace

const std::vector<std::string>& marks_never_kept() {
  static const std::vector<std::string> marks = {"MARKIDENTITY", "MARKNAME", "MARKSTORY",
                                                 "MARKBADROW"};
  return marks;
}

const std::vector<std::string>& marks_for_the_key_only() {
  static const std::vector<std::string> marks = {"MARKMEANS", "MARKSEX",      "MARKBAND",
                                                 "QQC",       "MARKEVIDENCE", "MARKPHONE"};
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
  std::string good = row(1, "XAV", "2024-01-05", by, made.account, made.customer);
  for (int victim = 2; victim <= 12; ++victim) good += row(victim, "XAV", "2024-01-05", by, "", "");
  const std::string bad =
      row(21, "MARKBADROW land", "2024-01-05", by, "", "") +
      row(22, "XAV", "MARKBADROW", by, "", "") +
      ",XBO,XCO,XAV,2024-01-05,x,S,MARKBADROW,,,,,MARKBADROW,MARKBADROW,MARKBADROW,,,\n" +
      "MARKIDENTITY-24,MARKBADROW\n" + "MARKIDENTITY-25,MARKBADROW\xFF,,,,,,,,,,,,,,,,\n" +
      "\"MARKIDENTITY-26,MARKBADROW\n";
  write_text(folder / "shelter.csv", kHeader + good + bad);
  write_text(folder / "shelter.json", kMapping);
  return made;
}

}  // namespace headwater::tests
