// What no page of a generated case may show: victims and whoever is used under their identity; and
// for publication anybody at all.
#include <gtest/gtest.h>

#include <set>

#include "queries/report/report_page.h"
#include "tests/support/reported_case.h"

namespace headwater::queries {
namespace {

using tests::value_of;

class CaseReportPrivacyTest : public tests::ReportedCaseTest {};

// What nobody may read on any page: pseudonyms and raw numbers of victims, and names, numbers and
// accounts of whoever is used under a victim's identity.
std::set<std::string> never_to_be_shown(const graph::StoreView& view,
                                        const tests::GeneratedCase& made) {
  const graph::ExecutionContext context({.threads = 2});
  const auto snapshot = value_of(graph::build_snapshot(view, {}, context));
  std::set<std::string> texts;
  for (graph::VertexIndex v = 0; v < snapshot->vertices().size(); ++v) {
    if (!snapshot->has_flag(v, graph::kProtected)) continue;
    const graph::EntityId id = snapshot->vertices().entity(v);
    texts.insert(value_of(view.key_of(id)).external_id);
    const auto entity = value_of(view.entity(id));
    if (!entity) continue;
    for (const graph::Attribute& attribute : entity->attributes) {
      if (attribute.name == "name") texts.insert(attribute.value);
    }
  }
  for (const tests::CsvRow& row :
       tests::read_csv(made.directory() / "interviews/victim_accounts.csv")) {
    texts.insert(row.at("account"));
    texts.insert(row.at("customer_id"));
  }
  for (const tests::CsvRow& row :
       tests::read_csv(made.directory() / "interviews/victim_flows.csv")) {
    texts.insert(row.at("victim"));
    texts.insert(row.at("flow"));
  }
  return texts;
}

TEST_F(CaseReportPrivacyTest, ShowsNoVictimAndNobodyUsedUnderTheirIdentity) {
  const std::set<std::string> forbidden = never_to_be_shown(*view(), made());
  EXPECT_GT(forbidden.size(), 40u);
  for (const bool with_key : {true, false}) {
    for (const CaseReportRequest& request :
         {internal_request(true), internal_request(false), publication_request()}) {
      const std::string html = page_of(request, with_key);
      for (const std::string& text : forbidden) {
        ASSERT_EQ(html.find(text), std::string::npos) << "with key: " << with_key;
      }
    }
  }
}

TEST_F(CaseReportPrivacyTest, NoEventIsOfAPaymentThatTouchesSomebodyProtected) {
  const CaseAttribution found = attribution();
  const graph::Snapshot& snapshot = *found.snapshot;
  const graph::TransactionLayer& layer = snapshot.transactions();
  std::set<std::string> open_days;
  for (std::uint32_t i = 0; i < layer.size(); ++i) {
    const bool is_protected = snapshot.has_flag(layer.from[i], graph::kProtected) ||
                              snapshot.has_flag(layer.to[i], graph::kProtected);
    if (!is_protected) {
      open_days.insert(graph::format_iso8601({layer.time_ms[i]}).substr(0, 10));
    }
  }
  for (const TimelineEvent& event : model_of(internal_request()).timeline.events) {
    if (event.label.starts_with("Asserted")) continue;
    EXPECT_TRUE(open_days.contains(event.date)) << event.label;
  }
}

TEST_F(CaseReportPrivacyTest, APublicationNamesNobody) {
  CaseReportRequest request = publication_request();
  for (const bool one_case : {false, true}) {
    if (one_case) request.case_name = "case:police/ring-1";
    const ReportModel model = model_of(request);
    EXPECT_EQ(model.audience, ReportAudience::kPublication);
    EXPECT_TRUE(model.flows.empty() && model.members.empty() && model.network.nodes.empty() &&
                model.timeline.panels.empty() && model.profit_tables.empty());
    EXPECT_EQ(model.scoreboard.size(), 1u);
    EXPECT_FALSE(model.assumptions.empty() || model.method.empty() || model.left_out.empty());
    const std::string html = value_of(report_page(model));
    for (const char* text : {"ring-1", "police", "iban/", "account:", "person:", "company:", ".csv",
                             "interviews/", "victim:", "bank-a", "2023-", "2024-"}) {
      EXPECT_EQ(html.find(text), std::string::npos) << text;
    }
    const auto opened = view();
    EXPECT_TRUE(opened
                    ->for_each_entity(graph::EntityKind::kPerson,
                                      [&](graph::EntityId, const graph::Entity& person) {
                                        for (const auto& attribute : person.attributes) {
                                          if (attribute.name != "name") continue;
                                          EXPECT_EQ(html.find(attribute.value), std::string::npos);
                                        }
                                        return graph::Status();
                                      })
                    .ok());
  }
}

}  // namespace
}  // namespace headwater::queries
