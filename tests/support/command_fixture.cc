#include "tests/support/command_fixture.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <sstream>

namespace headwater::tests {

namespace json = boost::json;

namespace {

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

json::object parse_object(const std::string& text) {
  json::error_code error;
  json::value document = json::parse(text, error);
  EXPECT_FALSE(error) << error.message() << " in " << text.substr(0, 500);
  if (error || !document.is_object()) return {};
  return document.get_object();
}

}  // namespace

std::string comparable(const json::value& answer) {
  json::object kept = answer.as_object();
  kept.erase("engine");
  kept.erase("notes");
  kept.erase("bytes");  // of `stats --sizes`: of this copy
  return json::serialize(kept);
}

void PrintTo(const StoreFacts& facts, std::ostream* out) {
  *out << facts.content_digest << ' ' << facts.stats;
}

std::string random_payments(int count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::string rows;
  for (int i = 0; i < count; ++i) {
    const std::uint64_t bits = random();
    rows += std::to_string(1'700'000'000 + bits % 100'000'000) + ",1,A" +
            std::to_string((bits >> 8) % 7919) + ",2,B" + std::to_string((bits >> 24) % 7919) +
            ',' + std::to_string(bits >> 34) + '.' + std::to_string(10 + bits % 90) +
            ",Euro,Wire\n";
  }
  return rows;
}

void CommandTest::write(const std::string& name, const std::string& text) const {
  std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
  std::ofstream(path(name), std::ios::binary) << text;
}

std::string CommandTest::bytes_of(const std::string& name) const {
  std::ifstream in(path(name), std::ios::binary);
  EXPECT_TRUE(in.good()) << name;
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> CommandTest::names_here() const {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
    names.push_back(entry.path().filename());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string CommandTest::bytes_below(const std::string& name) const {
  std::string all;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path(name))) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    all.append(std::istreambuf_iterator<char>(in), {});
    all += '\n';
  }
  return all;
}

CommandResult CommandTest::run(const Words& words, CommandOptions options) const {
  if (options.directory.empty()) options.directory = folder_.path();
  return run_command(words, options);
}

json::object CommandTest::answer(Words words) const {
  words.push_back("--json");
  const CommandResult result = run(words);
  EXPECT_EQ(result.exit_code, 0) << words.front() << ' ' << result.describe();
  EXPECT_EQ(result.err, "") << words.front();
  return parse_object(result.out);
}

std::vector<json::object> CommandTest::lines(const Words& words) const {
  const CommandResult result = run(words);
  EXPECT_EQ(result.exit_code, 0) << words.front() << ' ' << result.describe();
  std::vector<json::object> objects;
  std::istringstream text(result.out);
  for (std::string line; std::getline(text, line);) objects.push_back(parse_object(line));
  return objects;
}

StoreFacts CommandTest::facts(const std::string& store) const {
  const json::object verified = answer({"verify", store});
  StoreFacts found;
  if (const json::value* digest = verified.if_contains("content_digest")) {
    found.content_digest = digest->as_string();
  }
  EXPECT_EQ(verified.if_contains("ok") != nullptr && verified.at("ok").as_bool(), true)
      << json::serialize(verified);
  found.stats = comparable(answer({"stats", store}));
  return found;
}

void CommandTest::load_bank(const std::string& store) const {
  write("bank.csv", std::string(kBankHeader) + kBankRows);
  const CommandResult loaded = run({"ingest", store, "bank.csv", "--format", "workload"});
  ASSERT_EQ(loaded.exit_code, 0) << loaded.describe();
}

void CommandTest::expect_loads_again(const std::string& store) const {
  const std::string number = std::to_string(++further_files_);
  const std::string file = "again-" + number + ".csv";
  write(file, std::string(kBankHeader) + "1661990500,7,X,8,Y," + number + ",Euro,Wire\n");
  const json::object report = answer({"ingest", store, file, "--format", "workload"});
  EXPECT_EQ(report.at("accepted").to_number<int>(), 1);
}

void CommandTest::expect_refusal(const CommandResult& result, int exit_code) const {
  ASSERT_EQ(result.exit_code, exit_code) << result.describe();
  EXPECT_EQ(result.out, "");
  EXPECT_TRUE(result.err.starts_with("headwater: ")) << result.err;
  EXPECT_TRUE(result.err.ends_with("\n")) << result.err;
  EXPECT_EQ(count_of(result.err, "\n"), 1u) << result.err;
  EXPECT_GE(count_of(result.err, ": "), 4u) << "four parts: " << result.err;
  for (const std::string& secret : secrets()) {
    EXPECT_EQ(result.err.find(secret), std::string::npos) << secret << " in: " << result.err;
  }
}

void CommandTest::expect_refused(const Words& words, int exit_code) const {
  expect_refused(words, exit_code, {});
}

void CommandTest::expect_refused(const Words& words, int exit_code, CommandOptions options) const {
  const StoreFacts before = facts();
  expect_refusal(run(words, std::move(options)), exit_code);
  EXPECT_EQ(facts(), before);
  expect_loads_again();
}

const std::vector<std::string>& CommandTest::secrets() {
  static const std::vector<std::string> values = {"SECRET", "77331.25", "7733125", "1661990401"};
  return values;
}

}  // namespace headwater::tests
