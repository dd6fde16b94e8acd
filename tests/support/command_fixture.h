// What black-box tests of the command share: a directory, the command run in it, its answers as
// JSON, and what every refusal must look like.
//
//   class BadInput : public CommandTest {};
//   TEST_F(BadInput, MissingFile) {
//     load_bank();
//     expect_refused({"ingest", "store", "missing.csv", "--format", "workload"}, 2);
//   }
#pragma once

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "tests/support/command_run.h"
#include "tests/support/temporary_directory.h"

namespace headwater::tests {

// What must be equal before and after a command that failed.
struct StoreFacts {
  std::string content_digest;  // of `verify`
  std::string stats;           // the whole result of `stats`, without the time it took
  bool operator==(const StoreFacts&) const = default;
};
void PrintTo(const StoreFacts& facts, std::ostream* out);

// An answer without "engine" and "notes": what its digest stands for, and the digest.
std::string comparable(const boost::json::value& answer);

class CommandTest : public ::testing::Test {
 protected:
  using Words = std::vector<std::string>;

  std::string path(const std::string& name) const { return folder_ / name; }
  void write(const std::string& name, const std::string& text) const;
  std::string bytes_of(const std::string& name) const;
  // Every regular file below `name`, one after another.
  std::string bytes_below(const std::string& name) const;
  // Names of what lies in the test's folder, ascending: nothing half-written stays beside an
  // output.
  std::vector<std::string> names_here() const;

  CommandResult run(const Words& words) const { return run(words, {}); }
  CommandResult run(const Words& words, CommandOptions options) const;
  // Runs with --json added; expects exit 0, one JSON document and no error line.
  boost::json::object answer(Words words) const;
  // The same for one JSON object a line.
  std::vector<boost::json::object> lines(const Words& words) const;
  StoreFacts facts(const std::string& store = "store") const;

  // A small store: three payments between four accounts.
  void load_bank(const std::string& store = "store") const;
  // A further good file is loaded: the store takes input again.
  void expect_loads_again(const std::string& store = "store") const;

  // One line `headwater: WHAT: WHERE: FOUND: DO` on stderr, nothing on stdout, the exit code; and
  // none of `secrets()` in the message.
  void expect_refusal(const CommandResult& result, int exit_code) const;
  // The command is refused so, and the store is what it was and takes input again.
  void expect_refused(const Words& words, int exit_code) const;
  void expect_refused(const Words& words, int exit_code, CommandOptions options) const;

  // Values that stand in the tests' data and must stand in no message.
  static const std::vector<std::string>& secrets();

  TemporaryDirectory folder_;

 private:
  mutable int further_files_ = 0;
};

// The columns of format `workload`.
inline constexpr char kBankHeader[] =
    "timestamp,from_bank,from_account,to_bank,to_account,amount,currency,format\n";
inline constexpr char kBankRows[] =
    "1661990400,7,SECRET-A,8,SECRET-B,10.50,US Dollar,Wire\n"
    "1661990401,7,SECRET-A,8,SECRET-C,77331.25,US Dollar,Wire\n"
    "1661990402,8,SECRET-B,8,SECRET-D,4,Euro,Cash\n";

// `count` rows below that header, between some thousands of accounts, that do not compress well.
std::string random_payments(int count, std::uint64_t seed);

}  // namespace headwater::tests
