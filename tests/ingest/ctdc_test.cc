// The Counter-Trafficking Data Collaborative's columns. The data set itself is not given, so rows
// are made here from its data dictionary, and counted as they are made.
#include <algorithm>
#include <map>
#include <random>

#include <gtest/gtest.h>

#include "tests/support/loading_store.h"
#include "tests/support/staging.h"

namespace headwater {
namespace {

using CtdcRow = std::map<std::string, std::string>;
using CtdcCounts = std::map<std::string, std::size_t>;

struct CtdcCode {
  const char* column;
  const char* term;  // what 1 means
};

constexpr CtdcCode kCtdcMeans[] = {
    {"meansOfControlDebtBondage", "debt-bondage"},
    {"meansOfControlTakesEarnings", "takes-earnings"},
    {"meansOfControlRestrictsFinancialAccess", "restricts-financial-access"},
    {"meansOfControlThreats", "threats"},
    {"meansOfControlPsychologicalAbuse", "psychological-abuse"},
    {"meansOfControlPhysicalAbuse", "physical-abuse"},
    {"meansOfControlSexualAbuse", "sexual-abuse"},
    {"meansOfControlFalsePromises", "false-promises"},
    {"meansOfControlPsychoactiveSubstances", "psychoactive-substances"},
    {"meansOfControlRestrictsMovement", "restricts-movement"},
    {"meansOfControlRestrictsMedicalCare", "restricts-medical-care"},
    {"meansOfControlExcessiveWorkingHours", "excessive-working-hours"},
    {"meansOfControlUsesChildren", "uses-children"},
    {"meansOfControlThreatOfLawEnforcement", "threat-of-law-enforcement"},
    {"meansOfControlWithholdsNecessities", "withholds-necessities"},
    {"meansOfControlWithholdsDocuments", "withholds-documents"},
    {"meansOfControlOther", "other"}};
constexpr CtdcCode kCtdcForms[] = {{"isForcedLabour", "forced-labour"},
                                   {"isSexualExploit", "sexual-exploitation"},
                                   {"isOtherExploit", "other"},
                                   {"isForcedMarriage", "forced-marriage"},
                                   {"isForcedMilitary", "forced-military"},
                                   {"isOrganRemoval", "organ-removal"}};
constexpr CtdcCode kCtdcLabour[] = {{"typeOfLabourAgriculture", "agriculture"},
                                    {"typeOfLabourAquafarming", "aquafarming"},
                                    {"typeOfLabourBegging", "begging"},
                                    {"typeOfLabourConstruction", "construction"},
                                    {"typeOfLabourDomesticWork", "domestic-work"},
                                    {"typeOfLabourHospitality", "hospitality"},
                                    {"typeOfLabourIllicitActivities", "illicit-activities"},
                                    {"typeOfLabourManufacturing", "manufacturing"},
                                    {"typeOfLabourMiningOrDrilling", "mining-or-drilling"},
                                    {"typeOfLabourPeddling", "peddling"},
                                    {"typeOfLabourTransportation", "transportation"},
                                    {"typeOfLabourOther", "other"}};
constexpr CtdcCode kCtdcSex[] = {
    {"typeOfSexProstitution", "prostitution"},
    {"typeOfSexPornography", "pornography"},
    {"typeOfSexRemoteInteractiveServices", "remote-interactive-services"},
    {"typeOfSexPrivateSexualServices", "private-sexual-services"}};
constexpr CtdcCode kCtdcRecruiter[] = {{"recruiterRelationIntimatePartner", "intimate-partner"},
                                       {"recruiterRelationFriend", "friend"},
                                       {"recruiterRelationFamily", "family"},
                                       {"recruiterRelationOther", "other"}};
// Read by nothing, or standing for what other columns say.
constexpr const char* kCtdcUnread[] = {"meansOfControlNotSpecified", "meansOfControlConcatenated",
                                       "typeOfExploitConcatenated",  "typeOfLabourNotSpecified",
                                       "typeOfLabourConcatenated",   "typeOfSexConcatenated",
                                       "recruiterRelationUnknown"};
const std::map<std::string, std::vector<std::string>> kCtdcChoices = {
    {"yearOfRegistration", {"2004", "2016"}},
    {"Datasource", {"Case management", "Hotline"}},
    {"gender", {"Female", "Male", "-99"}},
    {"ageBroad", {"0--8", "9--17", "18--20", "48+", "Unknown", "-99"}},
    {"majorityStatus", {"Adult", "Minor", "Unknown", "-99"}},
    {"majorityStatusAtExploit", {"Adult", "Minor", "Unknown"}},
    {"MajorityEntry", {"Adult", "9--17", "-99"}},
    {"citizenship", {"UA", "KH", "00", "-99", "AN", "ZR"}},
    {"isSexAndLabour", {"0", "-99", "1"}},
    {"isAbduction", {"0", "1", "-99"}},
    {"RecruiterRelationship", {"-99", "Family; Intimate Partner", "Unknown"}},
    {"CountryOfExploitation", {"RU", "US", "00", "0", "-99"}}};

template <typename Coding>
void add_ctdc_codes(const Coding& coding, CtdcRow& row, std::mt19937& random) {
  for (const CtdcCode& one : coding) {
    const unsigned drawn = random() % 8;
    row[one.column] = drawn == 0 ? "1" : drawn < 5 ? "0" : "-99";
  }
}

CtdcRow make_ctdc_row(std::mt19937& random) {
  CtdcRow row;
  add_ctdc_codes(kCtdcMeans, row, random);
  add_ctdc_codes(kCtdcForms, row, random);
  add_ctdc_codes(kCtdcLabour, row, random);
  add_ctdc_codes(kCtdcSex, row, random);
  add_ctdc_codes(kCtdcRecruiter, row, random);
  for (const char* column : kCtdcUnread) row[column] = "-99";
  for (const auto& [column, values] : kCtdcChoices) row[column] = values[random() % values.size()];
  return row;
}

std::string ctdc_table(const std::vector<CtdcRow>& rows) {
  std::string text;
  for (const auto& [column, value] : rows.front()) text += (text.empty() ? "" : ",") + column;
  for (const CtdcRow& row : rows) {
    std::string line;
    for (const auto& [column, value] : row) line += ',' + value;
    text += '\n' + line.substr(1);
  }
  return text + '\n';
}

std::vector<CtdcRow> made_ctdc_rows(std::size_t count) {
  std::mt19937 random(1711);
  std::vector<CtdcRow> rows;
  while (rows.size() < count) rows.push_back(make_ctdc_row(random));
  return rows;
}

// The one form of a row, by hand: several are mixed.
std::string ctdc_form_of(const CtdcRow& row) {
  std::vector<std::string> stated;
  for (const CtdcCode& one : kCtdcForms) {
    if (row.at(one.column) == "1") stated.push_back(one.term);
  }
  if (row.at("isSexAndLabour") == "1" || stated.size() > 1) return "mixed";
  return stated.empty() ? "" : stated.front();
}

std::string ctdc_sector_of(const CtdcRow& row) {
  static const std::map<std::string, std::string> kSections = {
      {"agriculture", "A"},        {"aquafarming", "A"}, {"construction", "F"},
      {"domestic-work", "T"},      {"hospitality", "I"}, {"manufacturing", "C"},
      {"mining-or-drilling", "B"}, {"peddling", "G"},    {"transportation", "H"}};
  std::set<std::string> stated;
  for (const CtdcCode& one : kCtdcLabour) {
    if (row.at(one.column) == "1" && kSections.contains(one.term)) {
      stated.insert(kSections.at(one.term));
    }
  }
  return stated.size() == 1 ? *stated.begin() : "";
}

template <typename Coding>
void count_ctdc_codes(const Coding& coding, const std::string& name, const CtdcRow& row,
                      CtdcCounts& counts) {
  for (const CtdcCode& one : coding) counts[name + "=" + one.term] += row.at(one.column) == "1";
}

std::string ctdc_country_of(const std::string& code) {
  static const std::map<std::string, std::string> kCountries = {
      {"UA", "UKR"}, {"KH", "KHM"}, {"ZR", "COD"}, {"RU", "RUS"}, {"US", "USA"}};
  return kCountries.contains(code) ? kCountries.at(code) : "";
}

CtdcCounts ctdc_counted_by_hand(const std::vector<CtdcRow>& rows) {
  CtdcCounts counts;
  for (const CtdcRow& row : rows) {
    ++counts["form=" + ctdc_form_of(row)];
    ++counts["sector=" + ctdc_sector_of(row)];
    ++counts["in=" + ctdc_country_of(row.at("CountryOfExploitation"))];
    ++counts["citizenship=" + ctdc_country_of(row.at("citizenship"))];
    const std::string& gender = row.at("gender");
    ++counts["sex=" + std::string(gender == "Female" ? "female" : gender == "Male" ? "male" : "")];
    std::string band = row.at("ageBroad");
    if (band == "Unknown" || band == "-99") band = "";
    if (const auto at = band.find("--"); at != std::string::npos) band.erase(at, 1);
    ++counts["band=" + band];
    count_ctdc_codes(kCtdcMeans, "means", row, counts);
    count_ctdc_codes(kCtdcForms, "exploitation-type", row, counts);
    count_ctdc_codes(kCtdcLabour, "labour-type", row, counts);
    count_ctdc_codes(kCtdcSex, "sex-type", row, counts);
    const bool by_words = row.at("RecruiterRelationship").starts_with("Family");
    const auto is_stated = [&](const char* column) { return row.at(column) == "1"; };
    counts["recruiter-relation=family"] += by_words || is_stated("recruiterRelationFamily");
    counts["recruiter-relation=intimate-partner"] +=
        by_words || is_stated("recruiterRelationIntimatePartner");
    counts["recruiter-relation=friend"] += is_stated("recruiterRelationFriend");
    counts["recruiter-relation=other"] += is_stated("recruiterRelationOther");
    counts["majority-status=adult"] += row.at("majorityStatus") == "Adult";
    counts["abduction=yes"] += row.at("isAbduction") == "1";
    counts["abduction=no"] += row.at("isAbduction") == "0";
  }
  return counts;
}

TEST(Ctdc, EveryCodeOfTheDictionaryIsCountedAsItStands) {
  const std::vector<CtdcRow> rows = made_ctdc_rows(500);
  const CtdcCounts expected = ctdc_counted_by_hand(rows);
  tests::RecordingWriter writer;
  const auto counts = tests::stage_text(tests::built_in("ctdc"), ctdc_table(rows), writer);
  ASSERT_TRUE(counts.has_value()) << counts.error().message();
  EXPECT_EQ(counts->accepted, rows.size());
  EXPECT_EQ(counts->quarantined, 0u);
  ASSERT_EQ(writer.victim_flows.size(), rows.size());
  CtdcCounts found;
  std::set<std::string> victims;
  for (const auto& flow : writer.victim_flows) {
    victims.insert(writer.name(flow.victim));
    EXPECT_EQ(flow.kind, graph::VictimFlowKind::kExploitation);
    ++found["form=" + flow.form];
    ++found["sector=" + flow.sector];
    ++found["citizenship=" + flow.citizenship];
    ++found["sex=" + flow.sex];
    ++found["band=" + flow.age_band];
    const auto where = flow.exploitation_territory;
    ++found["in=" + (where.is_none() ? "" : writer.name(where).substr(sizeof("location:iso3166")))];
    for (const auto& means : flow.means) ++found["means=" + means];
    for (const auto& attribute : writer.attributes_of(writer.name(flow.victim))) {
      ++found[attribute];
    }
  }
  EXPECT_EQ(victims.size(), rows.size()) << "a person a row";
  EXPECT_TRUE(victims.contains("victim:ctdc/0123456789ab:1"));
  for (const auto& [what, count] : expected) EXPECT_EQ(found[what], count) << what;
}

TEST(Ctdc, WhatIsNoCodeIsQuarantinedWithoutItsText) {
  std::vector<CtdcRow> rows = made_ctdc_rows(6);
  rows[0]["isForcedLabour"] = "maybe";
  rows[1]["CountryOfExploitation"] = "Atlantis";
  rows[2]["ageBroad"] = "41";
  rows[3]["gender"] = "MARKER";
  rows[4]["Datasource"] = "MARKER";
  tests::RecordingWriter writer;
  const auto counts = tests::stage_text(tests::built_in("ctdc"), ctdc_table(rows), writer);
  ASSERT_TRUE(counts.has_value()) << counts.error().message();
  EXPECT_EQ(counts->accepted, 1u);
  ASSERT_EQ(writer.quarantined.size(), 5u);
  for (const auto& row : writer.quarantined) {
    EXPECT_TRUE(row.text.empty());
    EXPECT_EQ(row.reason, row.row == 2 ? "bad-territory" : "unmapped-value");
  }
}

TEST(Ctdc, TheColumnsOfTheEditionOf2020AreReadToo) {
  std::vector<CtdcRow> rows = made_ctdc_rows(2);
  for (CtdcRow& row : rows) {
    for (const CtdcCode& one : kCtdcForms) row[one.column] = "0";
    row["isSexAndLabour"] = "0";
    row["majorityEntry"] = row["MajorityEntry"] = "-99";
  }
  for (CtdcRow& row : rows) row.erase("MajorityEntry");
  rows[0]["majorityEntry"] = "Minor";
  rows[0]["isSlaveryAndPractices"] = "1";
  rows[1]["isSlaveryAndPractices"] = "-99";
  tests::RecordingWriter writer;
  const auto counts = tests::stage_text(tests::built_in("ctdc"), ctdc_table(rows), writer);
  ASSERT_TRUE(counts.has_value()) << counts.error().message();
  ASSERT_EQ(writer.victim_flows.size(), 2u);
  EXPECT_EQ(writer.victim_flows[0].form, "slavery");
  EXPECT_EQ(writer.victim_flows[1].form, "");
  EXPECT_TRUE(
      writer.attributes_of("victim:ctdc/0123456789ab:1").contains("majority-at-entry=minor"));
}

TEST(Ctdc, EditionsWithoutTheYoungerColumnsAreRead) {
  std::vector<CtdcRow> rows = made_ctdc_rows(3);
  for (CtdcRow& row : rows) {
    for (const char* column : {"isAbduction", "RecruiterRelationship", "MajorityEntry",
                               "typeOfSexRemoteInteractiveServices",
                               "typeOfSexPrivateSexualServices", "recruiterRelationFriend"}) {
      row.erase(column);
    }
  }
  tests::RecordingWriter writer;
  const auto counts = tests::stage_text(tests::built_in("ctdc"), ctdc_table(rows), writer);
  ASSERT_TRUE(counts.has_value()) << counts.error().message();
  EXPECT_EQ(counts->accepted, 3u);
  for (CtdcRow& row : rows) row.erase("CountryOfExploitation");
  EXPECT_FALSE(tests::stage_text(tests::built_in("ctdc"), ctdc_table(rows), writer).has_value());
}

class CtdcStore : public testing::Test, protected tests::LoadingStore {};

// Equal rows are different people; the same file is the same people.
TEST_F(CtdcStore, EqualRowsAreDifferentPeopleAndEqualFilesTheSame) {
  std::vector<CtdcRow> rows = made_ctdc_rows(2);
  rows[1] = rows[0];
  tests::write_file(folder_ / "a.csv", ctdc_table(rows));
  const ingest::LoadRequest request{.paths = {folder_ / "a.csv"}, .format = "ctdc"};
  EXPECT_EQ(load(request).accepted, 2u);
  const std::string before = digest();
  const auto again = load(request);
  EXPECT_EQ(again.accepted, 0u);
  EXPECT_EQ(again.duplicates, 2u);
  EXPECT_EQ(digest(), before);
  const auto victims = [&] {
    return tests::value_of(
        tests::value_of(store_->view({}))->count_entities(graph::EntityKind::kVictim));
  };
  EXPECT_EQ(victims(), 2u);
  tests::write_file(folder_ / "b.csv", ctdc_table(made_ctdc_rows(1)));
  EXPECT_EQ(load({.paths = {folder_ / "b.csv"}, .format = "ctdc"}).accepted, 1u);
  EXPECT_EQ(victims(), 3u) << "row 1 of another file is another person";
}

}  // namespace
}  // namespace headwater
