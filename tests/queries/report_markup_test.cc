#include <gtest/gtest.h>

#include <random>

#include "queries/report/internal/markup_writer.h"
#include "queries/report/internal/text_metrics.h"
#include "tests/support/markup_check.h"

namespace headwater::queries::internal {
namespace {

TEST(ReportMarkup, EscapesWhatMarkupGivesMeaning) {
  EXPECT_EQ(escape_markup("a<b>&\"c\"'d'"), "a&lt;b&gt;&amp;&quot;c&quot;&#39;d&#39;");
  EXPECT_EQ(escape_markup("Lumi\xC3\xA8re \xE2\x82\xAC \xF0\x9F\x9A\xA2"),
            "Lumi\xC3\xA8re \xE2\x82\xAC \xF0\x9F\x9A\xA2");
}

TEST(ReportMarkup, ReplacesControlCharactersBrokenUtf8AndReorderingMarks) {
  const std::string replacement = "\xEF\xBF\xBD";
  EXPECT_EQ(escape_markup(std::string_view("a\0b", 3)), "a" + replacement + "b");
  EXPECT_EQ(escape_markup("a\x1B[31mb"), "a" + replacement + "[31mb");
  EXPECT_EQ(escape_markup("\xC3("), replacement + "(");             // cut short
  EXPECT_EQ(escape_markup("\xC0\xBC"), replacement + replacement);  // '<' in two bytes
  EXPECT_EQ(escape_markup("\xED\xA0\x80"), replacement + replacement + replacement);  // surrogate
  EXPECT_EQ(escape_markup("\xE2\x80\xAEgnp"), replacement + "gnp");  // right-to-left override
  EXPECT_EQ(escape_markup("end\xE2\x82"), "end" + replacement + replacement);
}

TEST(ReportMarkup, StaysWellFormedWithRandomBytesInTextAndAttributes) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    std::mt19937_64 random(seed);
    std::string noise;
    for (int i = 0; i < 60; ++i) noise.push_back(static_cast<char>(random() & 0xFF));
    MarkupWriter writer;
    writer.open("g", {{"id", noise}}).element("text", {{"class", noise}}, noise);
    const std::string text = writer.empty("path", {{"d", noise}}).close().take();
    EXPECT_EQ(tests::markup_fault(text), "") << "seed " << seed;
  }
}

TEST(ReportMarkup, WritesCoordinatesWithoutExponentsOrNegativeZero) {
  EXPECT_EQ(coordinate(12), "12");
  EXPECT_EQ(coordinate(1.005e3), "1005");
  EXPECT_EQ(coordinate(0.126), "0.13");
  EXPECT_EQ(coordinate(-0.001), "0");
  EXPECT_EQ(coordinate(-2.5), "-2.5");
  EXPECT_EQ(coordinate(1e-9), "0");
  EXPECT_EQ(coordinate(1e12), "1000000000000");
}

TEST(ReportMarkup, ShortensAndWrapsBetweenCharactersAndWithinTheWidth) {
  const std::string name = "Soci\xC3\xA9t\xC3\xA9 g\xC3\xA9n\xC3\xA9rale de conseil maritime";
  for (double width = 20; width < 400; width += 3) {
    const std::string shorter = shorten(name, 12, width);
    EXPECT_LE(text_width(shorter, 12), width + 1e-9);
    EXPECT_EQ(escape_markup(shorter), shorter) << "cut within a character";
    const auto lines = wrap(name, 12, width, 2);
    EXPECT_LE(lines.size(), 2u);
    for (const std::string& line : lines) EXPECT_LE(text_width(line, 12), width + 1e-9);
  }
  EXPECT_EQ(wrap("two words", 12, 60, 2), (std::vector<std::string>{"two", "words"}));
  EXPECT_EQ(wrap("", 12, 60, 2), std::vector<std::string>{""});
}

TEST(MarkupCheck, FindsFaults) {
  for (const char* bad : {"<a>", "</a>", "<a></b>", "<a b=c></a>", "<a b=\"1\" b=\"2\"/>",
                          "<a>&nbsp;</a>", "<a>x & y</a>", "<a b=\"<\"/>", "a > b", "<a b=\"/>"}) {
    EXPECT_NE(tests::markup_fault(bad), "") << bad;
  }
  EXPECT_EQ(tests::markup_fault("<a b=\"1\"><c/>x &amp; y</a>"), "");
}

}  // namespace
}  // namespace headwater::queries::internal
