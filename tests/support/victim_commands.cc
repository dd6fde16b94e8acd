#include "tests/support/victim_commands.h"

#include <algorithm>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/support/command_run.h"
#include "tests/support/generated_case.h"
#include "tests/support/rounds.h"
#include "tests/support/victim_case.h"

namespace headwater::tests {

namespace {

using Words = std::vector<std::string>;

class Samples {
 public:
  Samples(std::string store, bool with_key) : store_(std::move(store)), with_key_(with_key) {}

  // Words after the store; each in the forms given: "", "--json", "--csv". Under the sanitizers in
  // the last of them.
  void read(const std::string& name, const Words& words, const Words& forms = {"", "--json"}) {
    for (const std::string& form : forms) {
      if (kIsSanitized && form != forms.back()) continue;
      Words all = split(name);
      all.push_back(store_);
      all.insert(all.end(), words.begin(), words.end());
      if (!form.empty()) all.push_back(form);
      if (with_key_) all.insert(all.end(), {"--victim-key", "victims.key"});
      samples_.push_back({.name = name, .words = std::move(all)});
    }
  }
  void plain(const std::string& name, Words words, bool changes_store = false) {
    samples_.push_back({.name = name, .words = std::move(words), .changes_store = changes_store});
  }
  // The sample added last writes this file.
  void writes(const std::string& file) { samples_.back().output_file = file; }
  // The same, of a folder with all that a store holds.
  void exports(const std::string& folder, bool shows_victims) {
    writes(folder);
    samples_.back().names_accounts = true;
    samples_.back().shows_victims = shows_victims;
  }
  // The samples from this one on tell of disclosures.
  std::size_t count() const { return samples_.size(); }
  void tell_records(std::size_t from) {
    for (; from < samples_.size(); ++from) samples_[from].tells_records = true;
  }
  std::vector<SampleCommand> take() { return std::move(samples_); }

 private:
  static Words split(const std::string& name) {
    std::istringstream text(name);
    Words words;
    for (std::string word; text >> word;) words.push_back(word);
    return words;
  }
  std::string store_;
  bool with_key_;
  std::vector<SampleCommand> samples_;
};

const Words kEveryForm = {"", "--json", "--csv"};
constexpr char kAllLayers[] = "money,relations,victims";

void add_store_commands(Samples& samples) {
  samples.read("stats", {"--sizes"});
  samples.read("verify", {"--deep"});
  samples.read("quarantine", {}, kEveryForm);
}

void add_analyses(Samples& samples, const std::string& member) {
  for (const char* algorithm : {"degree", "strength", "pagerank", "wcc", "cdlp"}) {
    samples.read("analyze", {algorithm, "--layers", kAllLayers}, kEveryForm);
  }
  samples.read("analyze", {"personalised-pagerank", "--layers", kAllLayers, "--source", member});
  samples.read("analyze", {"degree", "--layers", kAllLayers, "--fold-shared", "--resolve",
                           "probable:0.5", "--contract-owners"});
}

void add_questions(Samples& samples, const std::string& member, const std::string& victim,
                   const std::string& victims_account) {
  for (const std::string& entity :
       {member, victim, victims_account, std::string("case:police/ring-1"),
        std::string("location:iso3166/XAV")}) {
    samples.read("query", {"profile", "--entity", entity});
  }
  for (const std::string& entity : {member, victim, victims_account}) {
    samples.read("query", {"neighbourhood", "--entity", entity, "--boundary"}, kEveryForm);
    samples.read("query", {"neighbourhood", "--entity", entity, "--direction", "in"}, kEveryForm);
  }
  samples.read("query", {"path", "--source", member, "--target", victims_account});
  samples.read("query", {"path", "--source", victim, "--target", member});
}

void add_money(Samples& samples) {
  samples.read("trace", {"--from-assertions", "--limit", "0"}, kEveryForm);
  samples.read("trace", {"--from-assertions", "case:police/ring-1", "--resolve", "probable:0.5",
                         "--boundary", "--through-pooled", "--undated", "--aggregates"});
  for (const char* group : {"entity", "role", "form", "sector", "territory", "period"}) {
    samples.read("attribute", {"--by", group}, {"--json"});
    if (std::string(group) != "entity" && std::string(group) != "role") {
      samples.read("attribute", {"--by", group, "--audience", "publication"}, {"--json"});
    }
  }
  samples.read("attribute", {"--resolve", "probable:0.5"}, kEveryForm);
}

void add_figures(Samples& samples, const std::string& member) {
  for (const char* audience : {"internal", "publication"}) {
    samples.read("measure scoreboard", {"--audience", audience}, kEveryForm);
    samples.read("measure scoreboard", {"--audience", audience, "--by", "territory"}, {"--json"});
    samples.read("measure scoreboard",
                 {"--audience", audience, "--baseline", "2023-01-01..2023-07-01", "--endline",
                  "2023-07-01..2024-07-01"},
                 {"--json"});
  }
  samples.read("rank ring", {"--resolve", "probable:0.5", "--top", "100000"}, kEveryForm);
  for (const char* layers : {"money", "relations", "victims"}) {
    samples.read("rank ring", {"--layers", layers, "--known", member, "--top", "100000"},
                 {"--json"});
  }
}

void add_reports(Samples& samples) {
  for (const char* audience : {"internal", "publication"}) {
    const std::string file = std::string("report-") + audience + ".html";
    samples.read("report", {"--output", file, "--audience", audience, "--resolve", "probable:0.9"},
                 {"--json"});
    samples.writes(file);
  }
}

void add_exports(Samples& samples, bool with_key) {
  for (const char* format : {"csv", "graphml", "gexf", "ftm"}) {
    for (const std::string audience : {"internal", "publication"}) {
      const std::string folder =
          std::string("export-") + format + "-" + audience + (with_key ? "-key" : "");
      samples.read("export", {folder, "--format", format, "--audience", audience}, {"--json"});
      samples.exports(folder, with_key && audience == "internal");
    }
  }
}

// Without both options a report is as of a store that has no victims in the case; with them it
// names them.
void add_goaml(Samples& samples, bool with_key) {
  for (const char* payments : {"members", "asserted"}) {
    const std::string file = std::string("report-") + payments + (with_key ? "-key.xml" : ".xml");
    Words words = {file,
                   "--format",
                   "goaml",
                   "--case",
                   "case:police/ring-1",
                   "--payments",
                   payments,
                   "--rentity-id",
                   "7",
                   "--submission-date",
                   "2026-06-02",
                   "--local-currency",
                   "EUR",
                   "--indicators",
                   "I1"};
    if (with_key) words.insert(words.end(), {"--disclose-to", "the unit"});
    samples.read("export", words, {"--json"});
    samples.writes(file);
    if (!with_key) continue;
    samples.exports(file, true);
    samples.tell_records(samples.count() - 1);
  }
  const std::size_t before = samples.count();
  if (with_key) samples.read("disclosures", {}, kEveryForm);
  if (!with_key) samples.plain("disclosures", {"disclosures", "store"});
  samples.tell_records(before);
}

void add_writers(Samples& samples, const std::string& store, bool with_key) {
  const Words key = with_key ? Words{"--victim-key", "victims.key"} : Words{};
  const auto keyed = [&](Words words) {
    words.insert(words.end(), key.begin(), key.end());
    return words;
  };
  samples.plain("ingest", keyed({"ingest", store, "case", "--format", "case"}));
  samples.plain("ingest", keyed({"ingest", store, "shelter.csv", "--format", "csv", "--mapping",
                                 "shelter.json", "--json"}));
  samples.plain("ingest", keyed({"ingest", store, "outreach.csv", "--format", "csv", "--mapping",
                                 "outreach.json"}));
  samples.plain("assert",
                {"assert", store, "--claim", "member-of", "--subject",
                 "victim:shelter/MARKIDENTITY-1", "--case", "case:police/ring-1"},
                true);
  samples.plain("retract", {"retract", store, "victim-flow:shelter/MARKIDENTITY-1"}, true);
  samples.plain("retract", {"retract", store, "commit:99999"}, true);
  const std::string copy = with_key ? "copy-key" : "copy";
  samples.plain("seal", {"seal", store});
  samples.plain("compact", {"compact", store});
  samples.plain("migrate", {"migrate", store});
  samples.plain("backup", {"backup", store, copy});
  samples.exports(copy, false);
  samples.plain("restore", {"restore", copy, copy + "-restored"});
  samples.plain("erase", keyed({"erase", store, "victim:shelter/MARKIDENTITY-99"}), true);
  samples.plain("erase", {"erase", store, "victim:shelter/MARKIDENTITY-1", "--json"}, true);
  samples.plain("erase", {"erase", store, "victim-flow:shelter/MARKIDENTITY-1"}, true);
}

}  // namespace

std::vector<std::string> command_names() {
  const CommandResult help = run_command({"--help"});
  EXPECT_EQ(help.exit_code, 0) << help.describe();
  std::istringstream text(help.out);
  std::vector<std::string> names;
  bool is_list = false;
  for (std::string line; std::getline(text, line);) {
    if (line.starts_with("Commands:")) {
      is_list = true;
    } else if (line.empty()) {
      is_list = false;
    } else if (is_list && line.size() > 3 && line[2] != ' ') {
      names.push_back(line.substr(2, line.find("  ", 2) - 2));
    }
  }
  EXPECT_GE(names.size(), 11u) << help.out;
  return names;
}

std::vector<SampleCommand> commands_on_case(const std::string& store, bool with_key,
                                            const std::filesystem::path& folder) {
  const std::string member = known_member(folder);
  const CsvRow victim = read_csv(folder / "case/interviews/victim_accounts.csv").front();
  Samples samples(store, with_key);
  add_store_commands(samples);
  add_analyses(samples, member);
  add_questions(samples, member, "person:bank/" + victim.at("customer_id"),
                "account:iban/" + victim.at("account"));
  add_money(samples);
  add_figures(samples, member);
  add_reports(samples);
  add_exports(samples, with_key);
  add_goaml(samples, with_key);
  add_writers(samples, store, with_key);
  std::vector<SampleCommand> all = samples.take();
  for (const std::string& name : command_names()) {
    static const std::set<std::string> kSeeNoStore = {"generate", "key new", "completion",
                                                      "rank evaluate"};
    if (kSeeNoStore.contains(name)) continue;
    EXPECT_TRUE(std::any_of(all.begin(), all.end(),
                            [&](const SampleCommand& sample) { return sample.name == name; }))
        << "no sample of the command " << name << ": add one to tests/support/victim_commands.cc";
  }
  return all;
}

}  // namespace headwater::tests
