// What other programs may rely on whatever the command: one JSON document with parameters, digest
// and engine; digests that do not depend on threads; help, completion, and refusals of wrong words.
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/support/command_fixture.h"
#include "tests/support/victim_commands.h"

namespace headwater::tests {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using Words = std::vector<std::string>;

// Each command as its words.
std::vector<Words> all_commands() {
  std::vector<Words> commands;
  for (const std::string& name : command_names()) {
    std::istringstream text(name);
    Words& words = commands.emplace_back();
    for (std::string word; text >> word;) words.push_back(word);
  }
  return commands;
}

class CommandContract : public CommandTest {
 protected:
  Words with(Words words, const Words& more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  std::string bash(const std::string& line) {
    RunningCommand shell("/bin/bash", {"-c", line}, {.directory = folder_.path()});
    const CommandResult result = shell.wait();
    EXPECT_EQ(result.exit_code, 0) << result.describe();
    return result.out;
  }
};

TEST_F(CommandContract, EveryJsonAnswerSaysHowItWasMade) {
  load_bank();
  const std::vector<Words> commands = {
      {"stats", "store"},
      {"stats", "store", "--sizes"},
      {"verify", "store"},
      {"verify", "store", "--deep"},
      {"analyze", "store", "wcc"},
      {"analyze", "--list"},
      {"analyze", "--describe", "pagerank"},
      {"query", "--list"},
      {"query", "store", "profile", "--entity", "account:workload/SECRET-A"},
      {"query", "store", "neighbourhood", "--entity", "account:workload/SECRET-A"},
      {"query", "store", "path", "--source", "account:workload/SECRET-A", "--target",
       "account:workload/SECRET-D"},
      {"trace", "store", "--from-assertions"},
      {"attribute", "store"},
      {"measure", "scoreboard", "store"},
      {"report", "store", "--output", "report.html"},
      {"ingest", "store", "bank.csv", "--format", "workload"},
      {"assert", "store", "--claim", "member-of", "--subject", "account:workload/SECRET-A",
       "--case", "case:police/1", "--standard", "charged"},
      {"retract", "store", "commit:1"}};
  for (const Words& words : commands) {
    SCOPED_TRACE(words.front() + " " + words.back());
    const json::object document = answer(words);
    EXPECT_TRUE(document.at("parameters").is_object());
    EXPECT_EQ(document.at("digest").as_string().size(), 64u);
    const json::object& engine = document.at("engine").as_object();
    EXPECT_EQ(engine.at("version").as_string(), "0.1.0");
    EXPECT_GE(engine.at("commit").to_number<int>(), 0);
    EXPECT_GE(engine.at("threads").to_number<int>(), 1);
    EXPECT_GE(engine.at("seconds").to_number<double>(), 0);
  }
}

TEST_F(CommandContract, DigestsAreEqualForAnyNumberOfThreads) {
  write("bank.csv", kBankHeader + random_payments(5'000, 3) +
                        "x,7,A,8,B,1,Euro,Wire\n1700000000,1,A1,2,B1,1,Euro,Wire\n");
  const std::vector<Words> readers = {
      {"stats"},
      {"verify"},
      {"analyze", "pagerank"},
      {"analyze", "wcc"},
      {"analyze", "cdlp"},
      {"analyze", "degree"},
      {"analyze", "strength", "--weight", "amount"},
      {"query", "profile", "--entity", "account:workload/A1", "--scores"},
      {"query", "neighbourhood", "--entity", "account:workload/A1"}};
  std::vector<std::string> first;
  for (const char* threads : {"1", "2", "4"}) {
    const std::string store = std::string("store-") + threads;
    std::vector<std::string> found = {comparable(
        answer({"ingest", store, "bank.csv", "--format", "workload", "--threads", threads}))};
    for (Words words : readers) {
      words.insert(words.begin() + 1, store);
      found.push_back(comparable(answer(with(words, {"--threads", threads}))));
    }
    found.push_back(run({"quarantine", store, "--json", "--threads", threads}).out);
    if (first.empty()) first = found;
    EXPECT_EQ(found, first) << threads << " threads";
  }
}

TEST_F(CommandContract, StatsAndVerifyAndQuarantineHaveTheirFields) {
  load_bank();
  const json::object stats = answer({"stats", "store"});
  for (const char* field : {"entities", "transactions", "relations", "victim_flows", "statistics",
                            "assertions", "money", "time", "commit"}) {
    EXPECT_TRUE(stats.contains(field)) << field;
  }
  EXPECT_EQ(stats.at("entities").at("account").to_number<int>(), 4);
  EXPECT_EQ(stats.at("money").at("USD").at("count").to_number<int>(), 2);
  EXPECT_EQ(stats.at("money").at("USD").at("sum_minor").as_string(), "7734175");
  EXPECT_EQ(stats.at("time").at("first").as_string(), "2022-09-01T00:00:00Z");
  EXPECT_EQ(stats.at("time").at("last").as_string(), "2022-09-01T00:00:02Z");
  const json::object verified = answer({"verify", "store", "--deep"});
  EXPECT_TRUE(verified.at("ok").as_bool());
  EXPECT_TRUE(verified.at("problems").as_array().empty());
  EXPECT_EQ(verified.at("content_digest").as_string().size(), 64u);
  EXPECT_EQ(run({"quarantine", "store", "--json"}).out, "");
}

TEST_F(CommandContract, TablesAreCsvWithAHeader) {
  load_bank();
  const CommandResult result = run({"analyze", "store", "degree", "--csv"});
  EXPECT_EQ(result.exit_code, 0) << result.describe();
  EXPECT_TRUE(result.out.starts_with("id,value\naccount:workload/SECRET-")) << result.out;
  EXPECT_EQ(std::count(result.out.begin(), result.out.end(), '\n'), 5);
  expect_refusal(run({"analyze", "store", "degree", "--csv", "--json"}), 1);
}

// A load that could not be printed would be published and say that it was not.
TEST_F(CommandContract, AnAnswerWithoutATableIsCsvToo) {
  write("own.csv", "id\n7\n");
  write("own.json", R"({"headwater_mapping": 1, "name": "m", "records": [
      {"record": "entity", "entity": {"kind": "person", "id": {"column": "id"}}}]})");
  const std::vector<Words> commands = {
      {"ingest", "store", "own.csv", "--format", "csv", "--mapping", "own.json"},
      {"stats", "store"},
      {"verify", "store"},
      {"assert", "store", "--claim", "member-of", "--subject", "person:m/7"},
      {"retract", "store", "commit:2"}};
  for (Words words : commands) {
    words.push_back("--csv");
    const CommandResult result = run(words);
    EXPECT_EQ(result.exit_code, 0) << result.describe();
    EXPECT_TRUE(result.out.starts_with("name,value\n")) << result.out;
  }
}

TEST_F(CommandContract, ABatchAnswersLineByLineAndGoesOn) {
  load_bank();
  write("questions.jsonl",
        "{\"query\":\"profile\",\"params\":{\"entity\":\"account:workload/SECRET-A\"}}\n"
        "{\"query\":\"profile\",\"params\":{\"entity\":\"account:workload/nobody\"}}\n"
        "no json\n"
        "{\"query\":\"profile\",\"params\":{\"entity\":\"account:workload/SECRET-B\"}}\n");
  const CommandResult result = run({"query", "store", "--batch", "questions.jsonl", "--json"});
  EXPECT_EQ(result.exit_code, 0) << result.describe();
  EXPECT_EQ(std::count(result.out.begin(), result.out.end(), '\n'), 4);
  std::istringstream text(result.out);
  for (std::string line; std::getline(text, line);) {
    json::error_code error;
    json::parse(line, error);
    EXPECT_FALSE(error) << line;
  }
  expect_refusal(run({"query", "store", "--batch", "none.jsonl"}), 2);
}

TEST_F(CommandContract, EveryCommandExplainsItselfWithExamples) {
  for (const Words& command : all_commands()) {
    const CommandResult help = run(with(command, {"--help"}));
    EXPECT_EQ(help.exit_code, 0) << help.describe();
    EXPECT_EQ(help.err, "");
    EXPECT_NE(help.out.find("Examples:\n  headwater " + command.front()), std::string::npos)
        << help.out;
    std::istringstream text(help.out);
    const std::string usage = help.out.substr(0, help.out.find("Examples:"));
    EXPECT_NE(usage.find("Usage: headwater " + command.front()), std::string::npos) << usage;
  }
}

TEST_F(CommandContract, WordsThatNoCommandKnowsAreRefused) {
  for (const Words& command : all_commands()) {
    SCOPED_TRACE(command.front());
    expect_refusal(run(with(command, {"--no-such-option"})), 1);
    expect_refusal(run(with(command, {"a", "b", "c", "--no-such-option", "SECRET"})), 1);
  }
  expect_refusal(run({}), 1);
  expect_refusal(run({"SECRET"}), 1);
  expect_refusal(run({"key"}), 1);
  expect_refusal(run({"key", "SECRET"}), 1);
  expect_refusal(run({"--SECRET"}), 1);
}

TEST_F(CommandContract, ValuesOutsideTheirRangeAreRefused) {
  load_bank();
  const std::vector<Words> wrong = {
      {"--threads", "0"},     {"--threads", "SECRET"}, {"--memory", "-1"},
      {"--memory", "nan"},    {"--as-of-seq", "-1"},   {"--as-of-seq", "99"},
      {"--as-of-seq", "2.5"}, {"--rows", "-1"},        {"--victim-key", "none"}};
  for (const Words& words : wrong) {
    SCOPED_TRACE(words[0] + " " + words[1]);
    const CommandResult result = run(with({"stats", "store"}, words));
    expect_refusal(result, words[0] == "--victim-key" ? 2 : 1);
  }
}

// A claim is refused with the name of what is wrong and words for it.
TEST_F(CommandContract, AClaimThatIsIncompleteSaysWhatIsMissing) {
  load_bank();
  const CommandResult without = run({"assert", "store", "--claim", "member-of"});
  expect_refusal(without, 1);
  EXPECT_NE(without.err.find("subject"), std::string::npos) << without.err;
  const CommandResult share =
      run({"assert", "store", "--claim", "proceeds-of", "--subject", "account:workload/SECRET-A",
           "--case", "case:x/1", "--share-bp", "77331"});
  expect_refusal(share, 1);
  EXPECT_NE(share.err.find("share"), std::string::npos) << share.err;
}

TEST_F(CommandContract, ADisputeOfNothingIsLoadedAndSaidSo) {
  std::ofstream(folder_ / "doubts.csv") << "id,subject,claim,disputes\nd1,,disputes,no-such\n";
  const auto loaded = answer({"ingest", "store", "doubts.csv", "--format", "assertions"});
  EXPECT_EQ(loaded.at("accepted"), 1);
  EXPECT_NE(json::serialize(loaded.at("notes")).find("1 dispute of this load names"),
            std::string::npos);
}

// What is kept and cannot be used says so at once; what is free text is not repeated.
TEST_F(CommandContract, AClaimSaysWhatItWasAndWhatItWillNotCountFor) {
  load_bank();
  const Words bare = {"assert",      "store",     "--claim",
                      "proceeds-of", "--subject", "account:workload/SECRET-A",
                      "--evidence",  "SECRET"};
  const auto claimed = answer(bare);
  EXPECT_EQ(claimed.at("parameters").at("claim"), "proceeds-of");
  EXPECT_EQ(claimed.at("parameters").at("evidence"), true);
  EXPECT_EQ(claimed.at("notes").as_array().size(), 2u);
  const std::string name(claimed.at("assertion").as_string());
  expect_refusal(run({"assert", "store", "--claim", "disputes", "--disputes", "no-such"}), 1);
  EXPECT_EQ(run({"assert", "store", "--claim", "disputes", "--disputes", name}).exit_code, 0);
  const auto withdrawn = answer({"retract", "store", name, "--reason", "SECRET"});
  EXPECT_EQ(withdrawn.at("parameters").at("names").as_array().at(0), boost::json::value(name));
  expect_refusal(run({"generate", "case", "--preset", "trafficking", "--seed", "-1"}), 1);
  expect_refusal(run({"ingest", "store", "bank.csv", "--format", "workload", "--namespace", ""}),
                 1);
  expect_refusal(run({"quarantine", "store", "--source", "deadbeef"}), 1);
}

TEST_F(CommandContract, AClaimMayNameATransactionByItsNumberAndNeedsTheAssetOfAnAmount) {
  load_bank();
  const auto claimed = answer({"assert", "store", "--claim", "proceeds-of", "--subject", "#0",
                               "--case", "case:police/harbour"});
  EXPECT_EQ(claimed.at("notes").as_array().size(), 1u);  // the case is new
  const Words traced = {"trace", "store", "--from-assertions", "case:police/harbour"};
  EXPECT_EQ(run(traced).exit_code, 0);
  expect_refusal(run({"assert", "store", "--claim", "wage-withheld", "--subject",
                      "account:workload/SECRET-A", "--amount", "10.00"}),
                 1);
}

// An id means one claim: another under it is refused, and nothing stands twice under one name.
TEST_F(CommandContract, AClaimWithAKnownIdSaysTheSameOrIsRefused) {
  load_bank();
  const auto claim = [](const std::string& role, const std::string& author) {
    return Words{
        "assert", "store",    "--claim", "member-of", "--subject", "account:workload/SECRET-A",
        "--case", "case:x/1", "--role",  role,        "--author",  author,
        "--id",   "SECRET-Q1"};
  };
  const auto first = answer(claim("recruiter", "a"));
  const std::string name(first.at("assertion").as_string());
  EXPECT_EQ(answer(claim("recruiter", "a")).at("duplicate"), true);
  const CommandResult other = run(claim("transporter", "a"));
  expect_refusal(other, 1);
  EXPECT_NE(other.err.find("retract it first"), std::string::npos) << other.err;
  EXPECT_EQ(run({"retract", "store", name}).exit_code, 0);
  EXPECT_EQ(answer(claim("transporter", "a")).at("duplicate"), false);
  EXPECT_EQ(run({"retract", "store", name}).exit_code, 0);
  expect_refusal(run({"retract", "store", name}), 1);
}

TEST_F(CommandContract, ManyMoreThreadsThanProcessorsAreNotWaitedFor) {
  load_bank();
  const auto found = answer({"analyze", "store", "pagerank", "--threads", "4096"});
  EXPECT_LE(found.at("engine").at("threads").to_number<int>(), 1024);
  EXPECT_EQ(found.at("digest"), answer({"analyze", "store", "pagerank"}).at("digest"));
}

TEST_F(CommandContract, QuestionsAboutNobodyAreRefusedWithoutRepeatingThem) {
  load_bank();
  const std::vector<Words> questions = {
      {"query", "store", "profile", "--entity", "account:workload/SECRET-Z"},
      {"query", "store", "profile", "--entity", "SECRET"},
      {"query", "store", "profile", "--entity", "victim:x/SECRET"},
      {"query", "store", "neighbourhood", "--entity", "person:SECRET/1"},
      {"query", "store", "path", "--source", "account:SECRET-A", "--target", "account:SECRET-Z"},
      {"query", "store", "SECRET"},
      {"analyze", "store", "SECRET"},
      {"analyze", "store", "pagerank", "--layers", "SECRET"},
      {"analyze", "store", "pagerank", "--currency", "SECRET"},
      {"analyze", "store", "personalised-pagerank", "--source", "account:SECRET-Z"},
      {"retract", "store", "transaction:workload/SECRET"},
      {"retract", "store", "SECRET"},
      {"assert", "store", "--claim", "member-of", "--subject", "SECRET", "--case", "case:x/1"}};
  const StoreFacts before = facts();
  for (const Words& words : questions) {
    SCOPED_TRACE(words.front() + " " + words.back());
    expect_refusal(run(words), 1);
  }
  EXPECT_EQ(facts(), before);
}

TEST_F(CommandContract, TheCompletionScriptOfBashCompletes) {
  const CommandResult script = run({"completion", "bash"});
  ASSERT_EQ(script.exit_code, 0) << script.describe();
  write("completion.sh", script.out);
  bash("bash -n completion.sh");
  const std::string complete = ". ./completion.sh; _headwater; echo \"${COMPREPLY[@]}\"";
  EXPECT_EQ(bash("COMP_WORDS=(headwater inge); COMP_CWORD=1; " + complete), "ingest\n");
  EXPECT_EQ(bash("COMP_WORDS=(headwater stats s --si); COMP_CWORD=3; " + complete), "--sizes\n");
  EXPECT_EQ(bash("COMP_WORDS=(headwater key ''); COMP_CWORD=2; " + complete), "new\n");
  EXPECT_EQ(bash("COMP_WORDS=(headwater measure scoreboard s --aud); COMP_CWORD=4; " + complete),
            "--audience\n");
  EXPECT_EQ(bash("COMP_WORDS=(headwater ingest s f --format work); COMP_CWORD=5; " + complete),
            "workload\n");
  for (const Words& command : all_commands()) {
    EXPECT_NE(script.out.find(command.front()), std::string::npos);
  }
}

TEST_F(CommandContract, TheOtherCompletionScriptsNameEveryCommand) {
  for (const char* shell : {"zsh", "fish"}) {
    const CommandResult script = run({"completion", shell});
    EXPECT_EQ(script.exit_code, 0);
    for (const Words& command : all_commands()) {
      EXPECT_NE(script.out.find(command.front()), std::string::npos) << shell;
    }
  }
  expect_refusal(run({"completion", "SECRET"}), 1);
}

TEST_F(CommandContract, AVictimKeyIsForItsOwnerAndNeverOverwritten) {
  const CommandResult made = run({"key", "new", "victims.key"});
  EXPECT_EQ(made.exit_code, 0) << made.describe();
  EXPECT_EQ(made.out, "");
  struct stat status = {};
  ASSERT_EQ(::stat(path("victims.key").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777u, 0600u);
  const std::string before = bytes_below(".");
  expect_refusal(run({"key", "new", "victims.key"}), 2);
  expect_refusal(run({"key", "new", "no-folder/victims.key"}), 2);
  EXPECT_EQ(bytes_below("."), before);
}

}  // namespace
}  // namespace headwater::tests
