#include "queries/parameters.h"

#include <map>

#include <gtest/gtest.h>

namespace headwater::queries {
namespace {

const std::vector<ParameterSpec> kSpecs = {{"n", "integer", "7", false, "a number"},
                                           {"x", "number", "", false, "a number"},
                                           {"gap", "duration", "", false, "a length of time"},
                                           {"on", "flag", "", false, "a switch"},
                                           {"list", "list", "", false, "parted by commas"},
                                           {"side", "in|out", "out", false, "a choice"},
                                           {"must", "text", "", true, "needed"},
                                           {"resolve", "level", "", false, "sameness"}};

Parameters with(ParameterMap given) { return Parameters("test", kSpecs, given); }

TEST(Parameters, DurationsAreExact) {
  const std::map<std::string, std::int64_t> known = {{"", 0},
                                                     {"0", 0},
                                                     {"5ms", 5},
                                                     {"90s", 90'000},
                                                     {"30m", 1'800'000},
                                                     {"24h", 86'400'000},
                                                     {"7d", 604'800'000},
                                                     {"0d", 0}};
  for (const auto& [text, ms] : known) {
    EXPECT_EQ(with({{"gap", text}}).duration_ms("gap").value(), ms) << text;
  }
  for (const char* wrong : {"5", "h", "1.5h", "-1h", " 1h", "1h ", "1 h", "1H", "999999999d"}) {
    EXPECT_FALSE(with({{"gap", wrong}}).duration_ms("gap").has_value()) << wrong;
  }
}

TEST(Parameters, NumbersAreReadWholeAndWithinTheirRange) {
  EXPECT_EQ(with({}).integer("n", 1, 9).value(), 7);
  for (const char* wrong : {"", "x", "1x", "1.0", "0", "10", "99999999999999999999"}) {
    EXPECT_FALSE(with({{"n", wrong}}).integer("n", 1, 9).has_value()) << wrong;
  }
  EXPECT_EQ(with({{"x", "1e-3"}}).number("x").value(), 1e-3);
  for (const char* wrong : {"", "nan", "inf", "1,5", "0x1"}) {
    EXPECT_FALSE(with({{"x", wrong}}).number("x").has_value()) << wrong;
  }
}

TEST(Parameters, ListsLeaveOutWhatIsEmpty) {
  EXPECT_EQ(with({{"list", "a,,b,"}}).list("list"), (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(with({}).list("list").empty());
}

TEST(Parameters, SwitchesAreOffUntilGiven) {
  EXPECT_FALSE(with({}).flag("on").value());
  EXPECT_TRUE(with({{"on", ""}}).flag("on").value());
  EXPECT_FALSE(with({{"on", "false"}}).flag("on").value());
  EXPECT_FALSE(with({{"on", "perhaps"}}).flag("on").has_value());
}

TEST(Parameters, ResolutionsReadBackTheSame) {
  for (const char* text :
       {"none", "confirmed", "probable:0.9", "probable:0.0001", "probable:1", "probable:0"}) {
    EXPECT_EQ(to_text(with({{"resolve", text}}).resolution().value()), text);
  }
  for (const char* wrong : {"probable", "probable:", "probable:1.1", "probable:-1", "sure"}) {
    EXPECT_FALSE(with({{"resolve", wrong}}).resolution().has_value()) << wrong;
  }
}

TEST(Parameters, AreCheckedAgainstTheirTable) {
  EXPECT_TRUE(check_parameters("test", kSpecs, {{"must", "x"}, {"side", "in"}}).ok());
  EXPECT_NE(check_parameters("test", kSpecs, {}).message().find("must"), std::string::npos);
  EXPECT_NE(
      check_parameters("test", kSpecs, {{"must", "x"}, {"side", "up"}}).message().find("in|out"),
      std::string::npos);
  EXPECT_NE(
      check_parameters("test", kSpecs, {{"must", "x"}, {"other", "1"}}).message().find("n, x, gap"),
      std::string::npos);
}

}  // namespace
}  // namespace headwater::queries
