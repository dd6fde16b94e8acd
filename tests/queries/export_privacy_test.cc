// What an export without the right to see victims says about them: nothing that the store would not
// say had nobody told it of any. Beside that, an attacker who knows something of a victim joins
// what is exported, one hop around: it finds nobody, and finds them where they are exported, which
// shows that the attack can succeed.
#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "ingest/generate/case_loader.h"
#include "tests/support/every_record.h"
#include "tests/support/export_folder.h"
#include "tests/support/generated_case.h"

namespace headwater::tests {
namespace {

using queries::ExportAudience;
using queries::ExportFormat;
using queries::ExportRequest;

constexpr ExportFormat kFormats[] = {ExportFormat::kCsv, ExportFormat::kGraphml,
                                     ExportFormat::kGexf, ExportFormat::kFtm};

enum class Restricted { kLeftOut, kInOrder, kFirst };

// Loads a case's sources one by one, those about victims left out, or before all others: then
// victims' accounts have the lowest numbers of all.
void load_sources(QueryStore& store, const GeneratedCase& made, Restricted restricted) {
  auto sources = value_of(ingest::read_case_sources(made.directory()));
  if (restricted == Restricted::kFirst) {
    std::stable_partition(sources.begin(), sources.end(),
                          [](const ingest::CaseSource& source) { return source.restricted; });
  }
  for (const ingest::CaseSource& source : sources) {
    if (source.restricted && restricted == Restricted::kLeftOut) continue;
    ingest::LoadRequest request;
    request.paths = {source.path};
    request.format = source.format;
    request.mapping_path = source.mapping_path;
    request.namespace_name = source.namespace_name;
    store.load(std::move(request));
  }
}

// Without what names the commit of a store: both tell of the whole store, whoever reads.
ExportFiles comparable_files(const std::string& path, ExportFormat format) {
  ExportRequest request;
  request.format = format;
  ExportFiles files = export_files(path, request);
  for (const char* name : {"manifest.json", "sources.csv", "assertions.csv"}) files.erase(name);
  return files;
}

std::multiset<CsvRecord> claims_in(const std::string& path) {
  const auto records = table_records(export_files(path, ExportRequest{}), "assertions");
  return {records.begin(), records.end()};
}

class ExportPrivacySlow : public ::testing::TestWithParam<std::uint64_t> {
 protected:
  const GeneratedCase made_{{.seed = GetParam(), .threads = 2, .scale = 0.02}};
};

TEST_P(ExportPrivacySlow, ItSaysWhatAStoreSaysThatWasNeverToldOfVictims) {
  QueryStore innocent, told, told_first;
  load_sources(innocent, made_, Restricted::kLeftOut);
  load_sources(told, made_, Restricted::kInOrder);
  load_sources(told_first, made_, Restricted::kFirst);
  for (const ExportFormat format : kFormats) {
    const ExportFiles expected = comparable_files(innocent.path(), format);
    EXPECT_EQ(first_difference(comparable_files(told.path(), format), expected), "");
    EXPECT_EQ(first_difference(comparable_files(told_first.path(), format), expected), "");
  }
  // Of claims it says less: those about protected people are missing.
  const auto all = claims_in(innocent.path());
  const auto fewer = claims_in(told.path());
  EXPECT_TRUE(fewer == claims_in(told_first.path()));
  EXPECT_TRUE(std::includes(all.begin(), all.end(), fewer.begin(), fewer.end()));
  EXPECT_GT(fewer.size(), 0u);
}

TEST_P(ExportPrivacySlow, TheKeyChangesNothingForAPublicationAndNothingIsInternalWithoutIt) {
  QueryStore store;
  load_sources(store, made_, Restricted::kInOrder);
  for (const ExportFormat format : kFormats) {
    ExportRequest plain, with_key, internal;
    plain.format = with_key.format = internal.format = format;
    with_key.victim_key = store.victim_key();
    internal.audience = ExportAudience::kInternal;
    ExportFiles expected = export_files(store.path(), plain);
    ExportFiles keyed = export_files(store.path(), with_key);
    ExportFiles inside = export_files(store.path(), internal);
    for (ExportFiles* files : {&expected, &keyed, &inside}) {  // their stamps and notes differ
      files->erase("manifest.json");
      files->erase("graph.gexf");
    }
    EXPECT_EQ(first_difference(keyed, expected), "");
    EXPECT_EQ(first_difference(inside, expected), "");
  }
}

// The attacker: joins the tables of a csv export.
class Attacker {
 public:
  explicit Attacker(const ExportFiles& files)
      : flows_(table_records(files, "victim_flows")),
        relations_(table_records(files, "relations")),
        claims_(table_records(files, "assertions")) {
    for (CsvRecord& payment : table_records(files, "transactions")) {
      payments_by_end_[payment.at("from")].push_back(payment);
      payments_by_end_[payment.at("to")].push_back(payment);
    }
    for (const CsvRecord& claim : claims_) claims_about_[claim.at("subject")].push_back(claim);
  }

  // Knows a victim's account and somebody who was paid from it or paid to it. True: some record one
  // hop around says that the holder is a victim.
  bool singles_out(const std::string& account, const std::string& counterparty) const {
    const std::set<std::string> around = {account, counterparty};
    for (const CsvRecord& relation : relations_) {
      const std::string &from = relation.at("from"), &to = relation.at("to");
      if (!around.contains(from) && !around.contains(to)) continue;
      if (is_victim(from) || is_victim(to)) return true;
      for (const std::string& holder : {from, to}) {
        if (!around.contains(holder) && speaks_of_victims(holder)) return true;
      }
    }
    return std::any_of(around.begin(), around.end(),
                       [&](const std::string& who) { return speaks_of_victims(who); }) ||
           is_claimed_from(account);
  }

  // Knows where and when a victim was moved. The accounts and people whom a flow leads to that fits
  // alone.
  std::set<std::string> found_by_journey(const std::string& recruitment, const std::string& place,
                                         const std::string& start, const std::string& end) const {
    std::set<std::string> victims;
    for (const CsvRecord& flow : flows_) {
      const bool fits = flow.at("recruitment") == recruitment && flow.at("exploitation") == place &&
                        flow.at("start") == start && flow.at("end") == end;
      if (fits) victims.insert(flow.at("victim"));
    }
    std::set<std::string> found;
    if (victims.size() != 1) return found;
    for (const CsvRecord& relation : relations_) {
      if (relation.at("from") == *victims.begin()) found.insert(relation.at("to"));
      if (relation.at("to") == *victims.begin()) found.insert(relation.at("from"));
    }
    return found;
  }

 private:
  static bool is_victim(const std::string& name) { return name.starts_with("victim:"); }

  // A relation to a victim, a claim about a flow, or one that says itself who was exploited.
  bool speaks_of_victims(const std::string& who) const {
    const auto claims = claims_about_.find(who);
    if (claims != claims_about_.end() &&
        std::any_of(claims->second.begin(), claims->second.end(), is_claim_about_victim)) {
      return true;
    }
    return std::any_of(relations_.begin(), relations_.end(), [&](const CsvRecord& relation) {
      return (relation.at("from") == who && is_victim(relation.at("to"))) ||
             (relation.at("to") == who && is_victim(relation.at("from")));
    });
  }
  static bool is_claim_about_victim(const CsvRecord& claim) {
    static const std::set<std::string> kClaims = {"recruitment-fee", "wage-withheld",
                                                  "debt-interest", "compensation"};
    return !claim.at("victim_flow").empty() || kClaims.contains(claim.at("claim"));
  }
  // Any claim about a payment of the account ties its holder to the case.
  bool is_claimed_from(const std::string& account) const {
    const auto payments = payments_by_end_.find(account);
    if (payments == payments_by_end_.end()) return false;
    return std::any_of(
        payments->second.begin(), payments->second.end(), [&](const CsvRecord& payment) {
          return std::any_of(claims_.begin(), claims_.end(), [&](const CsvRecord& claim) {
            return claim.at("subject").ends_with("/" + payment.at("id"));
          });
        });
  }

  std::vector<CsvRecord> flows_, relations_, claims_;
  std::map<std::string, std::vector<CsvRecord>> payments_by_end_, claims_about_;
};

// What the attacker knows: the sources themselves, which only the interviewers have.
struct Known {
  std::string account, counterparty;
};

std::vector<Known> known_accounts(const GeneratedCase& made, const ExportFiles& files) {
  std::vector<Known> known;
  const auto payments = table_records(files, "transactions");
  for (const CsvRow& row : read_csv(made.directory() / "interviews/victim_accounts.csv")) {
    Known one{"account:iban/" + row.at("account"), ""};
    for (const CsvRecord& payment : payments) {
      if (payment.at("from") == one.account) one.counterparty = payment.at("to");
      if (payment.at("to") == one.account) one.counterparty = payment.at("from");
      if (!one.counterparty.empty()) break;
    }
    known.push_back(std::move(one));
  }
  return known;
}

std::string territory_name(const std::string& code) {
  return code.empty() ? "" : "location:iso3166/" + code;
}

std::size_t found_by_journeys(const GeneratedCase& made, const Attacker& attacker) {
  std::size_t found = 0;
  for (const CsvRow& row : read_csv(made.directory() / "interviews/victim_flows.csv")) {
    const auto people = attacker.found_by_journey(
        territory_name(row.at("recruitment")), territory_name(row.at("exploitation")),
        row.at("start") + "T00:00:00Z", row.at("end") + "T00:00:00Z");
    found += people.empty() ? 0u : 1u;
  }
  return found;
}

std::size_t found_by_accounts(const std::vector<Known>& known, const Attacker& attacker) {
  return static_cast<std::size_t>(std::count_if(known.begin(), known.end(), [&](const Known& one) {
    return attacker.singles_out(one.account, one.counterparty);
  }));
}

TEST_P(ExportPrivacySlow, WhoKnowsAnAccountOrAJourneyFindsNobodyOneHopAround) {
  QueryStore store;
  load_sources(store, made_, Restricted::kInOrder);
  const ExportFiles open = export_files(store.path(), ExportRequest{});
  const ExportFiles inside = export_files(store.path(), everything(store.victim_key()));
  const std::vector<Known> known = known_accounts(made_, open);
  ASSERT_GT(known.size(), 0u);
  const Attacker blind(open), seeing(inside);
  EXPECT_EQ(found_by_accounts(known, blind), 0u);
  EXPECT_EQ(found_by_journeys(made_, blind), 0u);
  EXPECT_EQ(found_by_accounts(known, seeing), known.size()) << "the attack works where it can";
  EXPECT_GT(found_by_journeys(made_, seeing), 0u);
}

INSTANTIATE_TEST_SUITE_P(Cases, ExportPrivacySlow, ::testing::Values(1, 2));

// The forms of claims about victims that the generated cases lack.
TEST(ExportClaims, ThoseAboutVictimsAreLeftOut) {
  QueryStore store;
  load_every_record(store);
  const auto ids = [&](const ExportRequest& request) {
    std::set<std::string> found;
    const ExportFiles files = export_files(store.path(), request);
    for (const char* table : {"assertions", "disputes"}) {
      for (const CsvRecord& claim : table_records(files, table)) found.insert(claim.at("id"));
    }
    return found;
  };
  EXPECT_EQ(ids({}), (std::set<std::string>{"", "C1", "C3", "C5", "D2"}));
  EXPECT_EQ(ids(everything(store.victim_key())),
            (std::set<std::string>{"", "C1", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "D2"}));
}

// Whom a restricted source alone tells of, what it alone says of somebody whom others know, its
// payments and its assets: all of it is absent, and nothing shows where it was.
TEST(ExportRestricted, WhatOnlyARestrictedSourceSaysLeavesNoTrace) {
  QueryStore innocent, told;
  told.load_text("shelter.csv", R"({"headwater_mapping": 1, "name": "shelter", "restricted": true,
    "assets": {"MARK": 3}, "records": [
    {"record": "entity", "entity": {"name": {"column": "who"},
     "attributes": {"mark": {"column": "mark"}, "name": {"column": "mark"}}}},
    {"record": "transaction", "from": {"name": {"column": "from"}},
     "to": {"name": {"column": "to"}}, "time": "2024-01-01", "amount": "1.125", "asset": "MARK",
     "attributes": {"mark": {"column": "mark"}}},
    {"record": "opening-balance", "account": {"name": {"column": "to"}}, "amount": "7",
     "asset": "MARK"}]})",
                 "who,from,to,mark\nperson:bank/1,account:iban/GB3,account:mark/MARK,MARK\n"
                 "person:mark/MARK,account:iban/DE2,account:bank/8,MARK\n");
  load_open_records(innocent);
  load_open_records(told);
  for (const ExportFormat format : kFormats) {
    const ExportFiles files = comparable_files(told.path(), format);
    EXPECT_EQ(first_difference(files, comparable_files(innocent.path(), format)), "");
    for (const auto& [name, text] : files) EXPECT_EQ(text.find("MARK"), text.npos) << name;
  }
  ExportRequest request = everything(told.victim_key());
  bool is_found = false;
  for (const auto& [name, text] : export_files(told.path(), request)) {
    is_found = is_found || text.find("MARK") != text.npos;
    // Mappings name every asset of the export.
    const bool is_apart = name.starts_with("restricted/") || name.ends_with(".mapping.json");
    EXPECT_TRUE(is_apart || text.find("MARK") == text.npos) << name;
  }
  EXPECT_TRUE(is_found) << "the search can find it";
}

TEST(ExportClaims, AnotherKeyIsRefusedForEveryAudience) {
  QueryStore store, other;
  load_every_record(store);
  for (const auto audience : {ExportAudience::kPublication, ExportAudience::kInternal}) {
    ExportRequest request;
    request.audience = audience;
    request.victim_key = other.victim_key();
    class Nowhere : public queries::ExportSink {
      graph::Status append(std::string_view, std::string_view) override {
        ADD_FAILURE() << "nothing is written";
        return {};
      }
    } sink;
    request.scratch_folder = store.folder().path();
    const auto opened =
        value_of(graph::Store::open(store.path(), {.mode = graph::OpenMode::kRead}));
    const auto refused = queries::export_store(*opened, request, sink, store.context());
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code(), graph::StatusCode::kQuestion);
  }
}

}  // namespace
}  // namespace headwater::tests
