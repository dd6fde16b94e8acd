// Every reason that the README lists is explained, and every explanation is listed there.
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "ingest/quarantine_reason.h"

namespace headwater::ingest {
namespace {

std::set<std::string> listed_reasons() {
  std::ifstream in(std::string(HEADWATER_SOURCE_DIR) + "/ingest/README.md");
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  const std::size_t begin = text.find("Quarantine reasons:");
  const std::string list = text.substr(begin, text.find("\n\n", begin) - begin);
  const std::regex word("`([a-z0-9-]+)`");
  std::set<std::string> reasons;
  for (std::sregex_iterator at(list.begin(), list.end(), word), end; at != end; ++at) {
    reasons.insert((*at)[1]);
  }
  return reasons;
}

TEST(QuarantineReason, EachIsExplainedInOneSentence) {
  const std::set<std::string> reasons = listed_reasons();
  EXPECT_EQ(reasons.size(), 46u);
  for (const std::string& reason : reasons) {
    const std::string_view meaning = explain_reason(reason);
    EXPECT_GT(meaning.size(), 10u) << reason;
    EXPECT_NE(meaning.back(), '.') << reason;
    EXPECT_EQ(reason_in_words(reason), reason + " (" + std::string(meaning) + ")");
  }
}

TEST(QuarantineReason, AnUnknownOneStandsForItself) {
  EXPECT_EQ(explain_reason("no-such-reason"), "");
  EXPECT_EQ(reason_in_words("no-such-reason"), "no-such-reason");
}

}  // namespace
}  // namespace headwater::ingest
