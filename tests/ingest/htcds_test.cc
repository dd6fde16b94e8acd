// IOM's case data standard. Nobody publishes cases, so they are made here: from the picklists of
// the standard's own form where it is given, and by hand.
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/support/loading_store.h"
#include "tests/support/shared_data.h"
#include "tests/support/staging.h"

namespace headwater {
namespace {

using Choices = std::vector<std::string>;
using HtcdsCounts = std::map<std::string, std::size_t>;

tests::StagingOptions htcds_options(const tests::TemporaryDirectory& directory) {
  EXPECT_TRUE(graph::VictimKey::generate_file(directory / "victims.key").ok());
  tests::StagingOptions options;
  options.victim_key = graph::VictimKey::load(directory / "victims.key").value();
  return options;
}

// The texts between `before` and `after`, from `at` on.
Choices texts_between(const std::string& text, const std::string& before,
                      const std::string& after) {
  Choices found;
  for (std::size_t at = text.find(before); at != text.npos; at = text.find(before, at)) {
    at += before.size();
    found.push_back(text.substr(at, text.find(after, at) - at));
  }
  return found;
}

// What may be chosen in a field of the standard's form.
Choices picklist(const std::string& form, const std::string& field) {
  const std::size_t begin = form.find("<select", form.find("<h:body>"));
  const std::size_t at = form.find("ref=\"/data/" + field + "\"", begin);
  EXPECT_NE(at, form.npos) << field;
  return texts_between(form.substr(at, form.find("</select", at) - at), "<value>", "</value>");
}

constexpr const char* kFormHeader =
    "con_Consent,prs_First_Name,prs_Second_Name,prs_Birthdate,prs_Gender,prs_Citizenship,"
    "prs_Email,prs_MobilePhone,vic_MethodOfRecruitment,vic_LocationOfRecruitment,"
    "vic_TraffickingStatus,vic_TraffickingStatusDecisionMakingOrg,vic_Methods_of_Control,"
    "vic_TypeOfExploitation,vic_ForcedLabourIndustry,vic_TypeOfSexExploitation,"
    "vic_LocationOfExploitation,cas_Status,cas_IncomingReferralDetails,meta-instanceID\n";

// Made of every choice of every field in turn, two at a time where several may be chosen.
struct MadeForms {
  std::string text = kFormHeader;
  HtcdsCounts counts;  // by hand
  std::size_t victims = 0, others = 0;
};

std::string choice_of(const Choices& list, std::size_t n) { return list[n % list.size()]; }

MadeForms make_forms(const std::string& form, std::size_t count) {
  const Choices gender = picklist(form, "prs_Gender"), country = picklist(form, "prs_Citizenship"),
                recruitment = picklist(form, "vic_MethodOfRecruitment"),
                status = picklist(form, "vic_TraffickingStatus"),
                decider = picklist(form, "vic_TraffickingStatusDecisionMakingOrg"),
                means = picklist(form, "vic_Methods_of_Control"),
                type = picklist(form, "vic_TypeOfExploitation"),
                industry = picklist(form, "vic_ForcedLabourIndustry"),
                sex = picklist(form, "vic_TypeOfSexExploitation"),
                closed = picklist(form, "cas_Status");
  MadeForms made;
  for (std::size_t n = 0; n < count; ++n) {
    const bool two = n % 3 == 0;
    const std::string types = choice_of(type, n) + (two ? " " + choice_of(type, n + 1) : "");
    const std::string industries =
        choice_of(industry, n) + (two ? " " + choice_of(industry, n + 1) : "");
    const std::string controls = choice_of(means, n) + " " + choice_of(means, n + 1);
    made.text += "TRUE,MARKNAME,MARKNAME,1999-01-02," + choice_of(gender, n) + ',' +
                 choice_of(country, n) + ",MARKNAME@x.org,MARKPHONE," + choice_of(recruitment, n) +
                 ",MARKPLACE street," + choice_of(status, n) + ',' + choice_of(decider, n) + ',' +
                 controls + ',' + types + ',' + industries + ',' + choice_of(sex, n) + ',' +
                 choice_of(country, n + 7) + ',' + choice_of(closed, n) +
                 ",MARKSTORY,uuid:MARKID-" + std::to_string(n) + '\n';
    const bool is_victim = choice_of(status, n) != "NotAVictimOfTrafficking";
    made.victims += is_victim;
    made.others += !is_victim;
    if (!is_victim) continue;
    made.counts["mixed"] += two;
    made.counts["sector"] += !two;
    made.counts["sector-B"] += !two && choice_of(industry, n).starts_with("B_");
    made.counts["forced-labour"] += !two && types == "ForcedLabour";
    made.counts["forced-military"] += !two && types == "ForcedMilitaryByNonStateActors";
    made.counts["means"] += 2;
    made.counts["takes-earnings"] += controls.find("TakesEarnings") != std::string::npos;
    made.counts["female"] += choice_of(gender, n) == "Feminine";
    made.counts["no sex"] += choice_of(gender, n) == "NonSpecifiedUnknown";
    made.counts["possible"] += choice_of(status, n) == "PossibleVictimOfTrafficking";
    made.counts["types"] += two ? 2 : 1;
  }
  return made;
}

std::string everything_staged(const tests::RecordingWriter& writer) {
  std::string all = writer.transcript();
  for (const auto& key : writer.keys) {
    all += key.external_id;
    for (const auto& text : writer.attributes_of(graph::to_string(key))) all += text;
  }
  for (const auto& flow : writer.victim_flows) all += flow.origin.source_id;
  for (const auto& row : writer.quarantined) all += row.text;
  return all;
}

TEST(Htcds, EveryChoiceOfTheStandardsFormIsRead) {
  HEADWATER_SHARED_OR_SKIP(file, "data/iom_htcds/htcds_xlsform.xml");
  std::ostringstream form;
  form << std::ifstream(file).rdbuf();
  const MadeForms made = make_forms(form.str(), 750);
  const tests::TemporaryDirectory directory;
  tests::RecordingWriter writer;
  const auto counts =
      tests::stage_text(tests::built_in("htcds"), made.text, writer, htcds_options(directory));
  ASSERT_TRUE(counts.has_value()) << counts.error().message();
  EXPECT_EQ(counts->accepted, made.victims);
  EXPECT_EQ(counts->skipped, made.others) << "no victims, so not stored as such";
  EXPECT_EQ(counts->quarantined, 0u);
  HtcdsCounts found;
  for (const auto& flow : writer.victim_flows) {
    ++found[flow.form];
    found["sector"] += !flow.sector.empty();
    ++found["sector-" + flow.sector];
    found["means"] += flow.means.size();
    for (const auto& means : flow.means) ++found[means];
    ++found[flow.sex.empty() ? "no sex" : flow.sex];
    EXPECT_FALSE(flow.exploitation_territory.is_none()) << "the code of a country";
    EXPECT_TRUE(flow.recruitment_territory.is_none()) << "an address is no territory";
    EXPECT_EQ(flow.citizenship.size(), 3u);
    for (const auto& text : writer.attributes_of(writer.name(flow.victim))) {
      found["possible"] += text == "trafficking-status=possible";
      found["types"] += text.starts_with("exploitation-type=");
    }
  }
  for (const auto& [what, count] : made.counts) EXPECT_EQ(found[what], count) << what;
  EXPECT_EQ(everything_staged(writer).find("MARK"), std::string::npos);
}

constexpr const char* kTemplateHeader =
    ",cas_CaseOwner,prs_Salutation,prs_FirstName,prs_SecondName,con_Consent,prs_Birthdate,"
    "prs_Gender,prs_Citizenship,prs_IdentityNumber,vic_AgeWhenTrafficked,vic_TraffickingStatus,"
    "vic_TraffickinStatusDecisionMakingOrg,vic_MethodsOfControl,vic_TypeOfExploitation,"
    "vic_ForcedLabourIndustry,vic_LocationOfExploitation,cas_Status\n";

std::string template_row(const std::string& id, const std::string& rest) {
  return "1,MARKOWNER,Ms,MARKNAME,MARKNAME,TRUE,1999-01-02," + rest.substr(0, rest.find('|')) +
         ",MARKID" + id + rest.substr(rest.find('|') + 1) + '\n';
}

TEST(Htcds, TheCaseTemplateIsReadWithListsAtSemicolons) {
  const tests::TemporaryDirectory directory;
  const auto options = htcds_options(directory);
  tests::RecordingWriter writer;
  const std::string text =
      kTemplateHeader +
      template_row(
          "1",
          "Transgender Feminine,MA;ESP|,17,ActualVictimOfTrafficking,NGO,Debt bondage;Physical "
          "threats,ForcedBegging,,es,FollowUp") +
      template_row("2",
                   "Not Specified/Unknown,|,,,,,Forced labour;Servitude,C_Manufacturing,Madrid,") +
      // The template's second line says what its columns are called: no case.
      "1,Case Owner,Salutation,First Name,Second "
      "Name,Consent,Birthdate,Gender,Citizenship,Identity "
      "Number,Age,Trafficking Status,Organization,Methods,Type,Industry,Location,Status\n" +
      template_row("3", "Feminine,XX|,,,,,,,,");
  auto template_part = options;
  template_part.part = 1;
  const auto counts = tests::stage_text(tests::built_in("htcds"), text, writer, template_part);
  ASSERT_TRUE(counts.has_value()) << counts.error().message();
  EXPECT_EQ(counts->accepted, 2u);
  EXPECT_EQ(counts->quarantined, 2u);
  ASSERT_EQ(writer.victim_flows.size(), 2u);
  const auto& first = writer.victim_flows[0];
  EXPECT_EQ(writer.name(first.victim),
            "victim:htcds/" + options.victim_key->pseudonym("htcds", "MARKID1"));
  EXPECT_EQ(first.means, (Choices{"debt-bondage", "physical-threats"}));
  EXPECT_EQ(first.form, "forced-begging");
  EXPECT_EQ(first.sex, "transgender-feminine");
  EXPECT_EQ(first.age_band, "9-17");
  EXPECT_EQ(first.citizenship, "") << "two";
  EXPECT_EQ(writer.name(first.exploitation_territory), "location:iso3166/ESP");
  const auto attributes = writer.attributes_of(writer.name(first.victim));
  EXPECT_TRUE(attributes.contains("citizenship=MAR"));
  EXPECT_TRUE(attributes.contains("citizenship=ESP"));
  EXPECT_TRUE(attributes.contains("trafficking-status-by=ngo"));
  EXPECT_TRUE(attributes.contains("case-status=follow-up"));
  const auto& second = writer.victim_flows[1];
  EXPECT_EQ(second.form, "mixed");
  EXPECT_EQ(second.sector, "C");
  EXPECT_EQ(second.sex, "");
  EXPECT_TRUE(second.exploitation_territory.is_none());
  EXPECT_EQ(everything_staged(writer).find("MARK"), std::string::npos);
}

TEST(Htcds, WithoutAnIdARowIsNamedByItsPlaceUnderThePseudonym) {
  const tests::TemporaryDirectory directory;
  const auto options = htcds_options(directory);
  tests::RecordingWriter writer;
  const auto counts = tests::stage_text(
      tests::built_in("htcds"),
      "vic_TraffickingStatus,vic_Methods_of_Control,vic_TypeOfExploitation\n,,Surrogacy\n", writer,
      options);
  ASSERT_TRUE(counts.has_value()) << counts.error().message();
  ASSERT_EQ(writer.victim_flows.size(), 1u);
  EXPECT_EQ(writer.name(writer.victim_flows[0].victim),
            "victim:htcds/" + options.victim_key->pseudonym("htcds", "0123456789ab:1"));
  EXPECT_EQ(writer.victim_flows[0].origin.source_id, "0123456789ab:1") << "a place, nobody's id";
}

class HtcdsStore : public testing::Test, protected tests::LoadingStore {};

TEST_F(HtcdsStore, NeedsTheKeyAndLoadedAgainNothingChanges) {
  tests::write_file(folder_ / "cases.csv",
                    "vic_TraffickingStatus,vic_MethodsOfControl,vic_TypeOfExploitation,_uuid\n"
                    "ActualVictimOfTrafficking,DebtBondage,ForcedLabour,a\n"
                    "PossibleVictimOfTrafficking,,SexualExploitation,b\n");
  ingest::LoadRequest request{.paths = {folder_ / "cases.csv"}, .format = "htcds"};
  EXPECT_FALSE(ingest::load(*store_, request, context_).has_value());
  ASSERT_TRUE(graph::VictimKey::generate_file(folder_ / "victims.key").ok());
  request.victim_key = graph::VictimKey::load(folder_ / "victims.key").value();
  EXPECT_EQ(load(request).accepted, 2u);
  const std::string before = digest();
  EXPECT_EQ(load(request).duplicates, 2u);
  EXPECT_EQ(digest(), before);
  // The export of a later day holds the same submissions and one more.
  tests::write_file(folder_ / "later.csv",
                    "vic_TraffickingStatus,vic_MethodsOfControl,vic_TypeOfExploitation,_uuid\n"
                    "ActualVictimOfTrafficking,DebtBondage,ForcedLabour,a\n"
                    "PossibleVictimOfTrafficking,,SexualExploitation,b\n"
                    "PossibleVictimOfTrafficking,,Other,c\n");
  request.paths = {folder_ / "later.csv"};
  const auto later = load(request);
  EXPECT_EQ(later.accepted, 1u);
  EXPECT_EQ(later.duplicates, 2u);
}

// Good rows, bad rows and rows of no victim carry a marker in everything that names a person.
TEST_F(HtcdsStore, NothingThatNamesAPersonReachesTheDisk) {
  std::string text = kTemplateHeader;
  for (int n = 0; n < 40; ++n) {
    const std::string status = n % 4 == 0   ? "NotAVictimOfTrafficking"
                               : n % 4 == 1 ? "MARKBAD"
                                            : "ActualVictimOfTrafficking";
    text += template_row("-" + std::to_string(n),
                         "Feminine,ES|,30," + status + ",NGO,Threats,ForcedLabour,,MARKPLACE,");
  }
  tests::write_file(folder_ / "cases.csv", text + "\"MARKOPEN,\n");
  ASSERT_TRUE(graph::VictimKey::generate_file(folder_ / "victims.key").ok());
  ingest::LoadRequest request{.paths = {folder_ / "cases.csv"}, .format = "htcds"};
  request.victim_key = graph::VictimKey::load(folder_ / "victims.key").value();
  const auto report = load(request);
  EXPECT_EQ(report.accepted, 20u);
  EXPECT_EQ(report.skipped, 10u);
  EXPECT_EQ(report.quarantined, 11u);
  digest();
  store_.reset();
  std::size_t bytes = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder_ / "store")) {
    if (!file.is_regular_file()) continue;
    std::ostringstream content;
    content << std::ifstream(file.path(), std::ios::binary).rdbuf();
    bytes += content.str().size();
    EXPECT_EQ(content.str().find("MARK"), std::string::npos) << file.path();
    EXPECT_EQ(content.str().find("trafficking-status=actual"), std::string::npos);
  }
  EXPECT_GT(bytes, 1000u);
}

}  // namespace
}  // namespace headwater
