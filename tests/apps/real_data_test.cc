// The published files that the built-in formats were made for, loaded and asked as a user would.
#include <cmath>
#include <map>
#include <sstream>

#include "tests/support/command_fixture.h"
#include "tests/support/graphalytics.h"
#include "tests/support/shared_data.h"

namespace headwater::tests {
namespace {

class RealData : public CommandTest {
 protected:
  static std::int64_t number(const boost::json::value& value) {
    return value.to_number<std::int64_t>();
  }
  boost::json::object load(const std::string& path, const std::string& format,
                           const Words& more = {}) {
    Words words = {"ingest", "store", path, "--format", format};
    words.insert(words.end(), more.begin(), more.end());
    return answer(words);
  }
};

TEST_F(RealData, FincenFiles) {
  HEADWATER_SHARED_OR_SKIP(folder, "data/fincen_files");
  const auto report = load(folder.string(), "fincen-files");
  EXPECT_EQ(number(report.at("accepted")), 4'507 + 5'498);
  EXPECT_EQ(number(report.at("quarantined")), 0);
  EXPECT_EQ(number(report.at("added").at("transactions")), 4'507);
  std::map<std::string, std::int64_t> accepted;
  for (const auto& source : report.at("sources").as_array()) {
    accepted[std::string(source.at("path").as_string())] = number(source.at("accepted"));
  }
  EXPECT_EQ(accepted["download_transactions_map.csv"], 4'507);
  EXPECT_EQ(accepted["download_bank_connections.csv"], 5'498);
  EXPECT_EQ(report.at("ignored").as_array().size(), 1u);  // PROVENANCE.md
  const auto stats = answer({"stats", "store"});
  EXPECT_EQ(number(stats.at("transactions")), 4'507);
  EXPECT_EQ(stats.at("money").at("USD").at("sum_minor").as_string(), "3568224798501");
  EXPECT_EQ(stats.at("money").as_object().size(), 1u);
  const auto again = load(folder.string(), "fincen-files");
  EXPECT_EQ(number(again.at("accepted")), 0);
  EXPECT_EQ(number(again.at("duplicates")), 4'507 + 5'498);
  // Aggregates count in totals and take part in a walk only when asked for.
  const auto profile =
      answer({"query", "store", "profile", "--entity", "institution:fincen/barclays-bank-plc"});
  EXPECT_EQ(profile.at("kind").as_string(), "institution");
  EXPECT_TRUE(answer({"verify", "store", "--deep"}).at("ok").as_bool());
}

TEST_F(RealData, TwoAmlsimFoldersStandApartInOneStore) {
  HEADWATER_SHARED_OR_SKIP(first, "data/amlsim/20K_cycle200");
  HEADWATER_SHARED_OR_SKIP(second, "data/amlsim/20K_fanin200");
  const auto cycle = load(first.string(), "amlsim");
  EXPECT_EQ(number(cycle.at("added").at("transactions")), 117'805);
  EXPECT_EQ(number(cycle.at("quarantined")), 0);
  expect_refusal(run({"ingest", "store", second.string(), "--format", "amlsim"}), 1);
  const auto fanin = load(second.string(), "amlsim", {"--namespace", "fanin"});
  EXPECT_EQ(number(fanin.at("added").at("transactions")), 118'250);
  EXPECT_EQ(number(fanin.at("quarantined")), 0);
  const auto stats = answer({"stats", "store"});
  EXPECT_EQ(number(stats.at("transactions")), 117'805 + 118'250);
  EXPECT_EQ(number(stats.at("entities").at("account")), 40'000);
}

TEST_F(RealData, TheAmlworldSample) {
  HEADWATER_SHARED_OR_SKIP(file, "data/amlworld/transactions_sample.csv");
  EXPECT_EQ(number(load(file.string(), "amlworld").at("accepted")), 1'000);
  const auto profile =
      answer({"query", "store", "profile", "--entity", "account:amlworld/10:8000EBD30"});
  EXPECT_EQ(profile.at("id").as_string(), "account:amlworld/10:8000EBD30");
}

TEST_F(RealData, PublishedStatisticsAreAnsweredAndNeverFlows) {
  HEADWATER_SHARED_OR_SKIP(file, "data/unodc_glotip/data_glotip.csv");
  const auto report = load(file.string(), "glotip");
  EXPECT_EQ(number(report.at("accepted")), 58'769);
  const auto stats = answer({"stats", "store"});
  EXPECT_EQ(number(stats.at("statistics")), 58'769);
  EXPECT_EQ(number(stats.at("victim_flows")), 0);
  EXPECT_EQ(number(stats.at("transactions")), 0);
  const auto cell =
      answer({"query", "store", "statistic", "--indicator", "Detected trafficking victims",
              "--territory", "ESP", "--period", "2019"});
  const auto& columns = cell.at("columns").as_array();
  const auto& rows = cell.at("rows").as_array();
  ASSERT_EQ(rows.size(), 1u);
  std::map<std::string, boost::json::value> values;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    values[std::string(columns[i].as_string())] = rows[0].as_array()[i];
  }
  EXPECT_EQ(number(values.at("low")), 523);
  EXPECT_EQ(number(values.at("high")), 523);
  EXPECT_EQ(number(values.at("occurrence")), 1);
}

class StandAlone : public CommandTest {
 protected:
  std::map<std::uint64_t, double> values(const Words& words) {
    const CommandResult result = run(words);
    EXPECT_EQ(result.exit_code, 0) << result.describe();
    std::istringstream text(result.out);
    std::string line;
    std::getline(text, line);
    std::map<std::uint64_t, double> found;
    while (std::getline(text, line)) {
      const std::size_t comma = line.find(',');
      found[std::stoull(line.substr(0, comma))] = std::stod(line.substr(comma + 1));
    }
    return found;
  }
  void expect_near(const std::map<std::uint64_t, double>& found,
                   const std::map<std::uint64_t, double>& expected) {
    ASSERT_EQ(found.size(), expected.size());
    for (const auto& [id, value] : expected) {
      ASSERT_TRUE(found.contains(id)) << id;
      EXPECT_NEAR(found.at(id), value, 1e-4 * std::abs(value)) << id;
    }
  }
};

TEST_F(StandAlone, GraphalyticsExamplesGiveTheGivenAnswers) {
  HEADWATER_SHARED_OR_SKIP(folder, "data/graphalytics/example");
  for (const bool directed : {true, false}) {
    const std::string name =
        (folder / (directed ? "example-directed" : "example-undirected")).string();
    SCOPED_TRACE(name);
    const Words edges = {"analyze",    "--edges",   name + ".e",
                         "--vertices", name + ".v", directed ? "--directed" : "--undirected",
                         "--csv"};
    const Words adjacency = {"analyze",
                             "--edges",
                             name + "-input",
                             "--adjacency",
                             directed ? "--directed" : "--undirected",
                             "--csv"};
    for (const Words& file : {edges, adjacency}) {
      const auto with = [&](const Words& more) {
        Words words = file;
        words.insert(words.end(), more.begin(), more.end());
        return values(words);
      };
      EXPECT_EQ(with({"wcc"}), read_values(name + "-WCC"));
      EXPECT_EQ(with({"cdlp", "--iterations", "2"}), read_values(name + "-CDLP"));
      expect_near(with({"pagerank", "--iterations", "2"}), read_values(name + "-PR"));
    }
  }
}

TEST_F(StandAlone, GraphalyticsTestGraphsGiveTheGivenAnswers) {
  HEADWATER_SHARED_OR_SKIP(folder, "data/graphalytics");
  const auto words = [&](const char* graph, const Words& more) {
    Words all = {"analyze",     "--edges",    (folder / graph / "dir-input").string(),
                 "--adjacency", "--directed", "--csv"};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  };
  EXPECT_EQ(values(words("wcc", {"wcc"})), read_values(folder / "wcc/dir-output"));
  EXPECT_EQ(values(words("cdlp", {"cdlp", "--iterations", "5"})),
            read_values(folder / "cdlp/dir-output"));
  expect_near(values(words("pr", {"pagerank", "--iterations", "14"})),
              read_values(folder / "pr/dir-output"));
}

TEST_F(StandAlone, BadEdgeFilesAreRefused) {
  write("empty.e", "");
  write("bad.e", "1 2\nSECRET\n");
  write("weight.e", "1 2 SECRET\n");
  std::filesystem::create_directory(path("folder.e"));
  for (const char* file : {"none.e", "bad.e", "weight.e", "folder.e"}) {
    SCOPED_TRACE(file);
    expect_refusal(run({"analyze", "--edges", file, "pagerank", "--csv"}), 2);
  }
  expect_refusal(run({"analyze", "store", "--edges", "bad.e", "pagerank"}), 1);
  expect_refusal(run({"analyze", "--edges", "bad.e"}), 1);
}

}  // namespace
}  // namespace headwater::tests
