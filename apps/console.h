// Console: what a command prints on, and the context that its work runs in.
//
// Answers go to stdout, as JSON, CSV or tables; progress and notes go to stderr, progress only when
// stderr is a terminal. Nothing else is ever printed.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "apps/command.h"
#include "graph/execution_context.h"
#include "graph/store.h"
#include "queries/answer.h"

namespace headwater::apps {

class Console {
 public:
  static constexpr std::size_t kRowsForPeople = 40;

  // Reads --json, --csv, --rows, --threads and --memory. Errors: kQuestion.
  static graph::Result<std::unique_ptr<Console>> create(const Arguments& arguments);
  ~Console();
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;

  graph::ExecutionContext& context() { return *context_; }
  bool wants_json() const { return json_; }
  bool wants_csv() const { return csv_; }

  // Prints an answer in the wanted form; for people on stdout too, of each table the rows that
  // --rows asks for, else `rows` (0: all). A partial answer becomes kOverBudget after it is
  // printed.
  graph::Status print(const queries::Answer& answer, std::size_t rows = kRowsForPeople);
  // Text as it stands, for formats of their own (JSON lines, scripts).
  graph::Status print_raw(std::string_view text);
  void note(std::string_view line);
  // Answers printed from now on say what is missing from what they are read from: erasures, and
  // that a clearance filtered.
  void tell_of(const graph::StoreView& view);

 private:
  Console() = default;
  void show_progress(const graph::ProgressReport& report);
  void clear_progress();

  bool json_ = false, csv_ = false, terminal_ = false;
  std::optional<std::size_t> rows_;
  std::string erasure_note_;
  std::optional<graph::Clearance> clearance_;
  std::unique_ptr<graph::ExecutionContext> context_;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  struct Progress;
  std::unique_ptr<Progress> progress_;
};

// A store opened for reading and the view that --as-of-seq, --victim-key and --clearance ask for.
struct OpenedView {
  std::unique_ptr<graph::Store> store;
  std::unique_ptr<graph::StoreView> view;
};
graph::Result<OpenedView> open_view(const Arguments& arguments, Console& console);
// An empty namespace is a slip: leaving the option out gives the default.
graph::Status check_namespace(const Arguments& arguments);
// Opens for writing; creates when asked.
graph::Result<std::unique_ptr<graph::Store>> open_for_writing(const Arguments& arguments,
                                                              bool create);
// The commit of --as-of-seq; without it the newest. Errors: kQuestion.
graph::Result<graph::CommitSeq> read_as_of(const Arguments& arguments);
// What --clearance allows, if given. Errors: kQuestion.
graph::Result<std::optional<graph::Clearance>> read_clearance(const Arguments& arguments);
// For commands whose answer is about the store as a whole. Errors: kQuestion.
graph::Status refuse_clearance(const Arguments& arguments, std::string_view why);
// The key of --victim-key, if given.
graph::Result<std::optional<graph::VictimKey>> read_victim_key(const Arguments& arguments);

}  // namespace headwater::apps
