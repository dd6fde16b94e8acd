// A store loaded by real readers, with a view and a session, for tests of questions.
//
//   QueryStore store;
//   store.load_text("bank", kBankMapping, "from,to,...\n...");
//   Answer answer = value_of(profile(store.session(), {...}));
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "graph/execution_context.h"
#include "graph/store.h"
#include "graph/victim_key.h"
#include "ingest/loader.h"
#include "queries/answer.h"
#include "queries/query_session.h"
#include "tests/support/temporary_directory.h"

namespace headwater::tests {

// The value of a result; ends the test program with its message when it has none.
template <typename T>
T value_of(graph::Result<T> result) {
  if (!result.has_value()) {
    ADD_FAILURE() << result.error().message();
    std::abort();
  }
  return std::move(result).value();
}

class QueryStore {
 public:
  explicit QueryStore(int threads = 2) : context_({.threads = threads}) {}

  ingest::LoadReport load(ingest::LoadRequest request);
  // A file by a built-in format, or by a mapping given as text.
  ingest::LoadReport load_path(const std::string& path, const std::string& format,
                               const std::string& name_space = "");
  ingest::LoadReport load_text(const std::string& file_name, const std::string& mapping,
                               const std::string& text);
  // A key, made on first use.
  const graph::VictimKey& victim_key();
  std::string victim_key_path();

  // Opens what is loaded so far, at its newest commit.
  queries::QuerySession& session(bool with_victim_key = false);
  const graph::StoreView& view(bool with_victim_key = false);
  const graph::ExecutionContext& context() const { return context_; }
  std::string path() const { return folder_ / "store"; }
  const TemporaryDirectory& folder() const { return folder_; }

 private:
  TemporaryDirectory folder_;
  graph::ExecutionContext context_;
  std::optional<graph::VictimKey> key_;
  std::unique_ptr<graph::Store> store_;
  std::unique_ptr<graph::StoreView> view_;
  std::unique_ptr<queries::QuerySession> session_;
};

// The text of a cell, "" for null; fails the test for an unknown column or row.
std::string cell(const queries::Answer& answer, const std::string& column, std::size_t row);
// The table of the answer's rows, or of another member.
const graph::Table& table_of(const queries::Answer& answer, const std::string& member = "rows");
// The rows of a table as lines of CSV.
std::vector<std::string> csv_rows(const queries::Answer& answer,
                                  const std::string& member = "rows");
// One of the answer's notes has these words.
bool says(const queries::Answer& answer, const std::string& words);
// A scalar inside nested objects, as JSON text: "summary", "count".
std::string scalar(const queries::Answer& answer, const std::string& member,
                   const std::string& name);

}  // namespace headwater::tests
