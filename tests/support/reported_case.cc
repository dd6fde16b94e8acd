#include "tests/support/reported_case.h"

#include "ingest/generate/case_loader.h"
#include "queries/report/report_page.h"

namespace headwater::tests {

using queries::CaseReportRequest;
using queries::QuerySession;

GeneratedCase* ReportedCaseTest::made_ = nullptr;
TemporaryDirectory* ReportedCaseTest::folder_ = nullptr;
graph::VictimKey* ReportedCaseTest::key_ = nullptr;
graph::Store* ReportedCaseTest::store_ = nullptr;

void ReportedCaseTest::SetUpTestSuite() {
  made_ = new GeneratedCase({.seed = 7});
  folder_ = new TemporaryDirectory();
  const std::string key_path = *folder_ / "victims.key";
  ASSERT_TRUE(graph::VictimKey::generate_file(key_path).ok());
  key_ = new graph::VictimKey(value_of(graph::VictimKey::load(key_path)));
  const graph::ExecutionContext context({.threads = 2});
  auto store = value_of(graph::Store::open(*folder_ / "store", {.mode = graph::OpenMode::kCreate}));
  ASSERT_EQ(value_of(ingest::load_case(*store, made_->directory(), *key_, context)).quarantined,
            0u);
  store_ = store.release();
}

void ReportedCaseTest::TearDownTestSuite() {
  delete store_;
  delete key_;
  delete folder_;
  delete made_;
}

std::unique_ptr<graph::StoreView> ReportedCaseTest::view(bool with_key) {
  graph::ViewOptions options;
  if (with_key) options.victim_key = *key_;
  return value_of(store_->view(options));
}

CaseReportRequest ReportedCaseTest::internal_request(bool with_truth) {
  CaseReportRequest request = publication_request();
  request.audience = queries::ReportAudience::kInternal;
  if (with_truth) request.truth = made_->truth_directory();
  return request;
}

CaseReportRequest ReportedCaseTest::publication_request() {
  CaseReportRequest request;
  request.resolution = {graph::Resolution::Level::kProbable, graph::BasisPoints{7'000}};
  return request;
}

queries::ReportModel ReportedCaseTest::model_of(const CaseReportRequest& request, bool with_key,
                                                int threads) {
  const auto opened = view(with_key);
  const graph::ExecutionContext context({.threads = threads});
  QuerySession session(*opened, context);
  return value_of(build_case_report(session, request));
}

std::string ReportedCaseTest::page_of(const CaseReportRequest& request, bool with_key,
                                      int threads) {
  return value_of(report_page(model_of(request, with_key, threads)));
}

queries::CaseAttribution ReportedCaseTest::attribution() {
  const auto opened = view();
  const graph::ExecutionContext context({.threads = 2});
  QuerySession session(*opened, context);
  queries::CaseAttributionRequest request;
  request.resolution = internal_request().resolution;
  return value_of(attribute_cases(session, request));
}

}  // namespace headwater::tests
