// Walk Free's Global Slavery Index: every figure of the published table is counted here by reading
// it slowly, and what the table lacks is written by hand.
#include <algorithm>
#include <fstream>
#include <map>

#include <gtest/gtest.h>

#include "tests/support/loading_store.h"
#include "tests/support/shared_data.h"
#include "tests/support/staging.h"

namespace headwater {
namespace {

constexpr const char* kGsiTable = "data/walkfree_gsi/Global_Slavery_Index_2023.br04aman.csv";
constexpr const char* kGsiHeader =
    "  Country ,Population,Region,\"Estimated prevalence of modern slavery per 1,000 population\","
    "Estimated number of people in modern slavery\n";
constexpr const char* kGsiNumber = "Estimated number of people in modern slavery";
constexpr const char* kGsiPrevalence = "Estimated prevalence of modern slavery";

// The cells of a line without their blanks and thousands separators.
std::vector<std::string> gsi_cells(const std::string& line) {
  std::vector<std::string> cells(1);
  bool is_quoted = false;
  for (const char c : line) {
    if (c == '"') is_quoted = !is_quoted;
    if (c == ',' && !is_quoted) cells.emplace_back();
    const bool is_digit_part = c != '"' && c != ',' && c != '\r';
    if (is_digit_part && (c != ' ' || cells.size() == 1)) cells.back() += c;
  }
  return cells;
}

TEST(Gsi, EveryFigureOfThePublishedTableIsAStatistic) {
  HEADWATER_SHARED_OR_SKIP(file, kGsiTable);
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  std::size_t figures = 0, without = 0, populations = 0, prevalences = 0, numbers = 0;
  std::int64_t people = 0;
  std::map<std::string, std::int64_t> by_name;
  while (std::getline(in, line)) {
    const auto cells = gsi_cells(line);
    ASSERT_EQ(cells.size(), 5u) << line;
    const bool has_population = cells[1] != "-";
    populations += has_population;
    prevalences += !cells[3].empty();
    numbers += !cells[4].empty();
    without += !has_population && cells[3].empty() && cells[4].empty();
    if (!cells[4].empty()) people += by_name[cells[0]] = std::stoll(cells[4]);
  }
  figures = populations + prevalences + numbers;
  EXPECT_EQ(people, 49'630'000) << "the world's total as the collector of the file counted it";

  tests::RecordingWriter writer;
  const auto counts = tests::stage_file(tests::built_in("gsi"), file.string(), writer);
  ASSERT_TRUE(counts.has_value()) << counts.error().message();
  EXPECT_EQ(counts->quarantined, 0u);
  EXPECT_EQ(counts->skipped, without);
  ASSERT_EQ(writer.statistics.size(), figures);
  std::int64_t read = 0;
  std::map<std::string, std::size_t> of_indicator;
  for (const auto& cell : writer.statistics) {
    ++of_indicator[cell.indicator];
    EXPECT_EQ(cell.flags, 0u) << "every country has a code and every cell stands once";
    EXPECT_FALSE(cell.method.empty());
    EXPECT_EQ(cell.source, "Walk Free, Global Slavery Index 2023");
    EXPECT_EQ(cell.period, cell.indicator == "Population" ? "" : "2021");
    if (cell.indicator == kGsiNumber) read += cell.low;
  }
  EXPECT_EQ(read, people);
  EXPECT_EQ(of_indicator["Population"], populations);
  EXPECT_EQ(of_indicator[kGsiPrevalence], prevalences);
  EXPECT_EQ(of_indicator[kGsiNumber], numbers);
  EXPECT_TRUE(writer.victim_flows.empty());
  const auto find = [&](const std::string& where, const std::string& indicator) {
    const auto found =
        std::find_if(writer.statistics.begin(), writer.statistics.end(), [&](const auto& cell) {
          return writer.name(cell.territory) == where && cell.indicator == indicator;
        });
    return found == writer.statistics.end() ? graph::Statistic() : *found;
  };
  EXPECT_EQ(find("location:iso3166/CIV", kGsiNumber).low, by_name["Côte d'Ivoire"]);
  EXPECT_EQ(find("location:iso3166/COD", kGsiNumber).low,
            by_name["Democratic Republic of the Congo"]);
  EXPECT_EQ(find("location:iso3166/COG", kGsiNumber).low, by_name["Republic of the Congo"]);
  EXPECT_EQ(find("location:iso3166/PRK", kGsiPrevalence).low, 1046);
  EXPECT_EQ(find("location:iso3166/PRK", kGsiPrevalence).scale, 1u);
  EXPECT_EQ(find("location:iso3166/XKX", "Population").low, 0) << "not stated, so not there";
}

// Whose code is known, by the names of the table: each of its countries and no two the same.
TEST(Gsi, EachCountryHasItsOwnCode) {
  HEADWATER_SHARED_OR_SKIP(file, kGsiTable);
  tests::RecordingWriter writer;
  ASSERT_TRUE(tests::stage_file(tests::built_in("gsi"), file.string(), writer).has_value());
  std::map<std::string, std::set<std::string>> names;
  for (const auto& cell : writer.statistics) {
    const std::string where = writer.name(cell.territory);
    for (const auto& name : writer.attributes_of(where)) names[where].insert(name);
  }
  EXPECT_EQ(names.size(), 177u) << "180 rows, of which three say nothing";
  for (const auto& [where, all] : names) EXPECT_EQ(all.size(), 1u) << where;
}

TEST(Gsi, UnknownNamesKeepTheirNameAndBadFiguresAreQuarantined) {
  tests::RecordingWriter writer;
  const auto counts = tests::stage_text(tests::built_in("gsi"),
                                        std::string(kGsiHeader) +
                                            "Utopia,\"  1,000 \",Nowhere,2.5,\"3\"\n"
                                            "Spain,\" many \",Europe,,\n"
                                            "Spain,-,Europe,2.3x,\n"
                                            "Spain,-,Europe,,\n"
                                            "Spain,-\n"
                                            ",\"5\",Europe,,\n"
                                            "Kenya,-,Africa,,<5\n",
                                        writer);
  ASSERT_TRUE(counts.has_value()) << counts.error().message();
  EXPECT_EQ(counts->accepted, 2u);
  EXPECT_EQ(counts->skipped, 1u);
  EXPECT_EQ(counts->quarantined, 4u);
  ASSERT_EQ(writer.statistics.size(), 4u);
  EXPECT_EQ(writer.name(writer.statistics[0].territory), "location:gsi/Utopia");
  EXPECT_NE(writer.statistics[0].flags & graph::kNoIsoTerritory, 0);
  EXPECT_EQ(writer.statistics[3].low, 1);
  EXPECT_EQ(writer.statistics[3].high, 4);
}

class GsiStore : public testing::Test, protected tests::LoadingStore {};

TEST_F(GsiStore, LoadedAgainNothingChanges) {
  tests::write_file(folder_ / "gsi.csv",
                    std::string(kGsiHeader) + "Spain,\"46,755,000\",Europe,2.3,\"108,000\"\n");
  const ingest::LoadRequest request{.paths = {folder_ / "gsi.csv"}, .format = "gsi"};
  EXPECT_EQ(load(request).accepted, 1u);
  const std::string before = digest();
  EXPECT_EQ(load(request).duplicates, 1u);
  EXPECT_EQ(digest(), before);
}

}  // namespace
}  // namespace headwater
