#include "apps/console.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <mutex>

#include <fmt/format.h>

#include "apps/interrupt.h"
#include "apps/version.h"
#include "queries/render.h"

namespace headwater::apps {

using graph::Result;
using graph::Status;

// Redraws one line at most five times a second, from whichever thread reports.
struct Console::Progress {
  std::mutex mutex;
  std::chrono::steady_clock::time_point last_drawn;
  std::chrono::steady_clock::time_point stage_started;
  std::string stage;
  bool line_open = false;
};

Result<std::unique_ptr<Console>> Console::create(const Arguments& arguments) {
  std::unique_ptr<Console> console(new Console());
  console->json_ = arguments.has("--json");
  console->csv_ = arguments.has("--csv");
  if (console->json_ && console->csv_) {
    return graph::question_error("read the options", "", "both --json and --csv",
                                 "choose one of them");
  }
  HEADWATER_ASSIGN_OR_RETURN(const auto rows, arguments.integer("--rows"));
  HEADWATER_ASSIGN_OR_RETURN(const auto threads, arguments.integer("--threads"));
  HEADWATER_ASSIGN_OR_RETURN(const auto memory, arguments.number("--memory"));
  if ((rows && *rows < 0) || (threads && (*threads < 1 || *threads > 4096)) ||
      (memory && !(*memory > 0 && *memory < 1e9))) {
    return graph::question_error("read the options", "", "a number outside its range",
                                 "--threads 1 to 4096, --memory above 0, --rows 0 or more");
  }
  if (rows) console->rows_ = static_cast<std::size_t>(*rows);
  console->terminal_ = ::isatty(STDERR_FILENO) == 1;
  console->progress_ = std::make_unique<Progress>();
  graph::ExecutionOptions options;
  options.threads = threads ? static_cast<int>(*threads) : 0;
  if (memory) options.memory_budget_bytes = static_cast<std::uint64_t>(*memory * (1u << 30));
  if (console->terminal_) {
    options.on_progress = [raw = console.get()](const graph::ProgressReport& report) {
      raw->show_progress(report);
    };
  }
  console->context_ = std::make_unique<graph::ExecutionContext>(std::move(options));
  set_interrupt_target(console->context_.get());
  return console;
}

Console::~Console() {
  set_interrupt_target(nullptr);
  clear_progress();
}

namespace {

// "reading transactions.csv: 48391 rows, 96000 rows/s, 41 % done, 1 s left".
std::string progress_line(const graph::ProgressReport& report, double seconds) {
  const bool has_items = !report.item_unit.empty();
  const std::uint64_t count = has_items ? report.items : report.done;
  const std::string_view unit = has_items ? report.item_unit : report.unit;
  std::string line = fmt::format("{}: {} {}", report.stage, count, unit);
  if (seconds <= 0 || report.done == 0) return line;
  line += fmt::format(", {:.0f} {}/s", static_cast<double>(count) / seconds, unit);
  if (report.total <= report.done) return line;
  const double part = static_cast<double>(report.done) / static_cast<double>(report.total);
  return line +
         fmt::format(", {:.0f} % done, {:.0f} s left", 100 * part, seconds * (1 - part) / part);
}

}  // namespace

void Console::show_progress(const graph::ProgressReport& report) {
  const std::lock_guard<std::mutex> lock(progress_->mutex);
  const auto now = std::chrono::steady_clock::now();
  if (progress_->stage != report.stage) {
    progress_->stage = report.stage;
    progress_->stage_started = now;
  }
  if (now - progress_->last_drawn < std::chrono::milliseconds(200)) return;
  progress_->last_drawn = now;
  const double seconds = std::chrono::duration<double>(now - progress_->stage_started).count();
  std::fprintf(stderr, "\r\x1b[K%s", progress_line(report, seconds).c_str());
  std::fflush(stderr);
  progress_->line_open = true;
}

void Console::clear_progress() {
  if (progress_ == nullptr || !progress_->line_open) return;
  std::fprintf(stderr, "\r\x1b[K");
  progress_->line_open = false;
}

void Console::tell_of(const graph::StoreView& view) {
  clearance_ = view.clearance();
  std::uint64_t entities = 0, records = 0;
  for (const graph::Erasure& erasure : view.erasures()) {
    if (!erasure.entity.is_none()) ++entities;
    records += erasure.victim_flows + erasure.relations;
  }
  if (view.erasures().empty()) return;
  erasure_note_ = fmt::format(
      "{} entities, and what {} records said of victims, were erased from this store: they are "
      "missing at every commit, also at earlier ones",
      entities, records);
}

Status Console::print(const queries::Answer& stated, std::size_t rows) {
  queries::Answer answer = stated;
  if (!erasure_note_.empty()) answer.notes.push_back(erasure_note_);
  if (clearance_) queries::note_clearance(*clearance_, answer);
  queries::EngineStamp stamp;
  stamp.version = kVersion;
  stamp.threads = context_->threads();
  stamp.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
  if (json_) {
    HEADWATER_RETURN_IF_ERROR(print_raw(queries::to_json(answer, stamp)));
  } else if (csv_) {
    HEADWATER_RETURN_IF_ERROR(print_raw(queries::to_csv(answer)));
    for (const std::string& line : answer.notes) note(line);
  } else {
    HEADWATER_RETURN_IF_ERROR(print_raw(queries::to_text(answer, stamp, rows_.value_or(rows))));
  }
  if (!answer.partial) return {};
  return Status(graph::StatusCode::kOverBudget,
                {"answer the question", "", "a limit ended it early; what was printed is partial",
                 "raise the limit or narrow the question"});
}

Status Console::print_raw(std::string_view text) {
  clear_progress();
  const std::size_t written = std::fwrite(text.data(), 1, text.size(), stdout);
  if (written == text.size() && std::fflush(stdout) == 0) return {};
  return Status(graph::StatusCode::kIo, {"print the answer", "stdout", graph::system_message(errno),
                                         "check where it goes"});
}

void Console::note(std::string_view line) {
  clear_progress();
  std::fprintf(stderr, "note: %.*s\n", static_cast<int>(line.size()), line.data());
}

Result<std::optional<graph::VictimKey>> read_victim_key(const Arguments& arguments) {
  if (!arguments.has("--victim-key")) return std::optional<graph::VictimKey>();
  HEADWATER_ASSIGN_OR_RETURN(graph::VictimKey key,
                             graph::VictimKey::load(arguments.text("--victim-key")));
  return std::optional<graph::VictimKey>(std::move(key));
}

Result<std::optional<graph::Clearance>> read_clearance(const Arguments& arguments) {
  if (!arguments.has("--clearance")) return std::optional<graph::Clearance>();
  HEADWATER_ASSIGN_OR_RETURN(graph::Clearance clearance,
                             graph::parse_clearance(arguments.text("--clearance")));
  return std::optional<graph::Clearance>(std::move(clearance));
}

Status refuse_clearance(const Arguments& arguments, std::string_view why) {
  if (!arguments.has("--clearance")) return {};
  return graph::question_error("read the command line", "--clearance", std::string(why),
                               "leave it out; whoever asks this is cleared for all of the store");
}

Result<graph::CommitSeq> read_as_of(const Arguments& arguments) {
  HEADWATER_ASSIGN_OR_RETURN(const auto sequence, arguments.integer("--as-of-seq"));
  if (!sequence) return graph::kLatestCommit;
  if (*sequence >= 0) return graph::CommitSeq{static_cast<std::uint64_t>(*sequence)};
  return graph::question_error("read the option --as-of-seq", "", "a number below zero",
                               "give a commit's number; `headwater stats` shows the newest");
}

Result<OpenedView> open_view(const Arguments& arguments, Console& console) {
  OpenedView opened;
  graph::OpenOptions options;
  options.mode = graph::OpenMode::kRead;
  HEADWATER_ASSIGN_OR_RETURN(opened.store, graph::Store::open(arguments.text("STORE"), options));
  graph::ViewOptions view_options;
  HEADWATER_ASSIGN_OR_RETURN(view_options.as_of, read_as_of(arguments));
  HEADWATER_ASSIGN_OR_RETURN(view_options.victim_key, read_victim_key(arguments));
  HEADWATER_ASSIGN_OR_RETURN(view_options.clearance, read_clearance(arguments));
  HEADWATER_ASSIGN_OR_RETURN(opened.view, opened.store->view(view_options));
  console.tell_of(*opened.view);
  return opened;
}

Status check_namespace(const Arguments& arguments) {
  if (!arguments.has("--namespace") || !arguments.text("--namespace").empty()) return {};
  return graph::question_error("read the option --namespace", "", "an empty text",
                               "name the source that the ids belong to, or leave the option out");
}

Result<std::unique_ptr<graph::Store>> open_for_writing(const Arguments& arguments, bool create) {
  graph::OpenOptions options;
  options.mode = create ? graph::OpenMode::kCreate : graph::OpenMode::kWrite;
  return graph::Store::open(arguments.text("STORE"), options);
}

}  // namespace headwater::apps
