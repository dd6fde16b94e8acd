// The assertion becomes the one row of a CSV text in memory, read by the same reader and resolver
// as a file: one set of rules, whichever way a claim comes in.
#include "ingest/assertion.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>

#include "graph/sha256.h"
#include "graph/store_writer.h"
#include "ingest/internal/binding.h"
#include "ingest/internal/resolver.h"
#include "ingest/internal/row_reader.h"
#include "ingest/mapping.h"
#include "ingest/quarantine_reason.h"

namespace headwater::ingest {
namespace {

using graph::Result;
using graph::Status;

constexpr std::string_view kTried = "assert";
constexpr std::string_view kFormat = "assert";  // in the manifest

std::string quoted(const std::string& value) {
  std::string cell = "\"";
  for (const char c : value) {
    cell += c;
    if (c == '"') cell += c;
  }
  return cell + '"';
}

Result<std::string> row_of(const StatedAssertion& stated, const std::vector<std::string>& header) {
  for (const auto& [name, value] : stated.columns) {
    if (std::find(header.begin(), header.end(), name) == header.end()) {
      return graph::question_error(std::string(kTried), "", "a column that assertions do not have",
                                   "see `headwater assert --help`");
    }
  }
  std::string row;
  for (const std::string& name : header) {
    const auto given = stated.columns.find(name);
    if (!row.empty() || &name != &header.front()) row += ',';
    if (given != stated.columns.end() && !given->second.empty()) row += quoted(given->second);
  }
  return row;
}

// A slip of the keyboard must not make a new entity that somebody is then suspected with.
Status check_subject(const graph::StoreView& view, const StatedAssertion& stated) {
  const auto subject = stated.columns.find("subject");
  if (subject == stated.columns.end() || subject->second.empty()) return {};
  if (subject->second.starts_with("transaction:") || subject->second.starts_with('#')) {
    const auto found = view.resolve_transaction(subject->second);
    return found.has_value() ? Status() : found.error();
  }
  if (subject->second.starts_with("victim:")) {
    return graph::question_error(std::string(kTried), "the value of subject", "a victim",
                                 "name the payment, or the person or company that it is about");
  }
  const auto found = view.resolve(subject->second);
  return found.has_value() ? Status() : found.error();
}

// A dispute of nothing would be a doubt that nobody ever sees, and one of a name that several
// assertions share would doubt none of them. An id alone is one of the own namespace.
Status check_disputed(const graph::StoreView& view, const StatedAssertion& stated) {
  const auto disputed = stated.columns.find("disputes");
  if (disputed == stated.columns.end() || disputed->second.empty()) return {};
  const std::string& name = disputed->second;
  const bool is_bare = name.find_first_of(":/#") == std::string::npos;
  const auto named = view.resolve_assertion(name);
  if (named.has_value()) return {};
  if (!is_bare && named.error().code() == graph::StatusCode::kQuestion) return named.error();
  const auto own = view.resolve_assertion(stated.namespace_name + '/' + name);
  if (own.has_value()) return {};
  if (own.error().code() == graph::StatusCode::kQuestion) return own.error();
  return Status(graph::StatusCode::kNotFound,
                {std::string(kTried), "the value of disputes", "no visible assertion has this name",
                 "write the name as answers print it: assertion:NAMESPACE/ID"});
}

// The visible assertion that a commit of ours holds; nothing when it was retracted.
Result<std::optional<std::string>> name_in_commit(const graph::StoreView& view,
                                                  graph::CommitSeq commit) {
  std::optional<std::string> name;
  HEADWATER_RETURN_IF_ERROR(
      view.for_each_assertion([&](graph::AssertionId, const graph::Assertion& assertion) -> Status {
        if (assertion.origin.commit == commit) {
          name = view.name_of("assertion", assertion.origin);
        }
        return {};
      }));
  return name;
}

// The same words in the same namespace, if they still stand.
Result<std::optional<AssertionReport>> find_known(const graph::StoreView& view,
                                                  const std::string& sha256,
                                                  const std::string& namespace_name) {
  for (const graph::Manifest& manifest : view.manifests()) {
    const bool is_same = manifest.format == kFormat && manifest.namespace_name == namespace_name &&
                         !manifest.sources.empty() && manifest.sources.front().sha256 == sha256;
    if (!is_same || !view.is_commit_visible(manifest.commit)) continue;
    HEADWATER_ASSIGN_OR_RETURN(const auto name, name_in_commit(view, manifest.commit));
    if (name) return std::optional(AssertionReport{manifest.commit, *name, true});
  }
  return std::optional<AssertionReport>();
}

internal::DraftBatch read_row(const internal::Binding& binding, std::string row) {
  internal::DraftBatch batch;
  batch.raw.bytes = std::move(row);
  internal::RowSpan span;
  span.end = span.file_end = batch.raw.bytes.size();
  batch.raw.rows.push_back(span);
  internal::RowReader(binding, batch).read_all();
  return batch;
}

// Nobody's words are replaced in silence.
Status refused_id() {
  return Status(graph::StatusCode::kConflict,
                {std::string(kTried), "the value of id",
                 "an assertion that stands in this namespace has this id and says something else",
                 "retract it first (`headwater retract`), or give another id"});
}

// The assertion that says the same under the same id, in other words or from a file.
Result<AssertionReport> standing_report(const graph::StoreView& view,
                                        const StatedAssertion& stated) {
  const std::string name = "assertion:" + stated.namespace_name + '/' + stated.columns.at("id");
  HEADWATER_ASSIGN_OR_RETURN(const graph::AssertionId id, view.resolve_assertion(name));
  HEADWATER_ASSIGN_OR_RETURN(const auto assertion, view.assertion(id));
  HEADWATER_CHECK(assertion.has_value(), "a name leads to a visible record");
  return AssertionReport{assertion->origin.commit, name, true};
}

Status refused(const internal::FirstProblem& problem) {
  if (problem.reason == "conflict") return refused_id();
  std::string place;
  for (const std::string& column : problem.columns) {
    place += (place.empty() ? "the value of " : ", ") + column;
  }
  return graph::question_error(
      std::string(kTried), place, reason_in_words(problem.reason),
      "see `headwater assert --help`; docs/mapping.md says what an assertion may hold");
}

graph::Manifest manifest_of(const StatedAssertion& stated, const std::string& sha256) {
  using std::chrono::milliseconds;
  graph::Manifest manifest;
  manifest.format = kFormat;
  manifest.namespace_name = stated.namespace_name;
  manifest.wall_clock.ms =
      std::chrono::duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch())
          .count();
  graph::SourceFile source;
  source.path = "(stated by hand)";
  source.sha256 = sha256;
  source.recognised_as = kFormat;
  source.rows_read = source.accepted = 1;
  manifest.sources.push_back(std::move(source));
  return manifest;
}

}  // namespace

std::vector<std::string> assertion_columns() {
  return {"id",
          "subject",
          "claim",
          "role",
          "case",
          "victim_flow",
          "form",
          "sector",
          "territory",
          "share_bp",
          "amount",
          "asset",
          "author",
          "made_at",
          "evidence",
          "source_grade",
          "information_grade",
          "standard",
          "basis",
          "confidence",
          "disputes"};
}

Result<AssertionReport> assert_claim(graph::Store& store, const StatedAssertion& stated,
                                     const graph::ExecutionContext& context) {
  HEADWATER_ASSIGN_OR_RETURN(const Format format, Format::built_in("assertions"));
  internal::Binding binding;
  binding.mapping = &format.mapping();
  binding.part = &format.mapping().parts.front();
  binding.namespace_name = stated.namespace_name;
  binding.header = assertion_columns();
  HEADWATER_RETURN_IF_ERROR(internal::bind_columns(binding, std::string(kFormat)));
  HEADWATER_ASSIGN_OR_RETURN(std::string row, row_of(stated, binding.header));
  const std::string sha256 = graph::sha256_hex(row);
  HEADWATER_ASSIGN_OR_RETURN(const auto view, store.view({}));
  HEADWATER_RETURN_IF_ERROR(check_subject(*view, stated));
  HEADWATER_RETURN_IF_ERROR(check_disputed(*view, stated));
  HEADWATER_ASSIGN_OR_RETURN(const auto known, find_known(*view, sha256, stated.namespace_name));
  if (known) return *known;
  for (const graph::Asset& asset : view->assets()) binding.assets.emplace(asset.code, asset);
  internal::DraftBatch batch = read_row(binding, std::move(row));
  HEADWATER_ASSIGN_OR_RETURN(
      const auto writer, graph::CommitWriter::begin(store, manifest_of(stated, sha256), context));
  internal::StageOptions options;
  options.view = view.get();
  internal::Resolver resolver(*writer, binding, options, nullptr);
  HEADWATER_RETURN_IF_ERROR(resolver.stage(batch));
  if (resolver.counts().first_problem) return refused(*resolver.counts().first_problem);
  if (resolver.counts().duplicates > 0) return standing_report(*view, stated);
  AssertionReport report;
  HEADWATER_ASSIGN_OR_RETURN(report.commit, writer->publish());
  HEADWATER_ASSIGN_OR_RETURN(const auto published, store.view({}));
  HEADWATER_ASSIGN_OR_RETURN(const auto name, name_in_commit(*published, report.commit));
  report.name = name.value_or("");
  constexpr auto kCase = static_cast<std::size_t>(graph::EntityKind::kCase);
  report.is_new_case = published->counters().entities[kCase] > view->counters().entities[kCase];
  return report;
}

}  // namespace headwater::ingest
