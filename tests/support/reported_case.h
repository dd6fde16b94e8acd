// One generated case in a store, and reports of it, for tests of the page.
#pragma once

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "queries/flow/case_attribution.h"
#include "queries/report/case_report.h"
#include "tests/support/generated_case.h"
#include "tests/support/query_store.h"

namespace headwater::tests {

// The case is made once for all tests of a suite.
class ReportedCaseTest : public testing::Test {
 protected:
  static void SetUpTestSuite();
  static void TearDownTestSuite();

  static std::unique_ptr<graph::StoreView> view(bool with_key = true);
  // Internal, same-as from probability 0.7.
  static queries::CaseReportRequest internal_request(bool with_truth = false);
  static queries::CaseReportRequest publication_request();
  static queries::ReportModel model_of(const queries::CaseReportRequest& request,
                                       bool with_key = true, int threads = 2);
  static std::string page_of(const queries::CaseReportRequest& request, bool with_key = true,
                             int threads = 2);
  // What the reports are made from, asked for apart.
  static queries::CaseAttribution attribution();
  static const GeneratedCase& made() { return *made_; }

 private:
  static GeneratedCase* made_;
  static TemporaryDirectory* folder_;
  static graph::VictimKey* key_;
  static graph::Store* store_;
};

}  // namespace headwater::tests
