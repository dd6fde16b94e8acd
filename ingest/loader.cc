#include "ingest/loader.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

#include "graph/store_writer.h"
#include "ingest/internal/admission.h"
#include "ingest/internal/loose_disputes.h"
#include "ingest/internal/name_counts.h"
#include "ingest/internal/pipeline.h"
#include "ingest/internal/source_plan.h"
#include "ingest/quarantine_reason.h"

namespace headwater::ingest {

using graph::CommitSeq;
using graph::Result;
using graph::Status;
using graph::StatusCode;
using internal::Admission;
using internal::Binding;
using internal::Mapping;
using internal::PlannedSource;
using internal::RowCounts;
using internal::SourcePlan;

namespace {

constexpr CommitSeq kThisCommand{0};  // known, but from an earlier path of the same command

graph::Timestamp now() {
  using std::chrono::milliseconds;
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<milliseconds>(since).count()};
}

std::uint64_t entity_count(const graph::Counters& counters) {
  std::uint64_t sum = 0;
  for (const std::uint64_t count : counters.entities) sum += count;
  return sum;
}

LoadReport::Added difference(const graph::Counters& before, const graph::Counters& after) {
  return {entity_count(after) - entity_count(before),
          after.transactions - before.transactions,
          after.relations - before.relations,
          after.victim_flows - before.victim_flows,
          after.statistics - before.statistics,
          after.assertions - before.assertions,
          after.rates - before.rates};
}

Result<std::string> choose_namespace(const LoadRequest& request, const Mapping& mapping) {
  if (request.namespace_name.empty()) return mapping.namespace_name;
  const std::string& name = request.namespace_name;
  if (name.find_first_of("/: \t\r\n") == std::string::npos && !graph::is_global_scheme(name)) {
    return name;
  }
  return graph::question_error("choose a namespace", "--namespace",
                               "it is a global scheme, or holds '/', ':' or blanks",
                               "choose a short word, e.g. bank-a");
}

void tell(const RowCounts& counts, SourceReport& report) {
  report.rows_read = counts.rows_read;
  report.accepted = counts.accepted;
  report.duplicates = counts.duplicates;
  report.quarantined = counts.quarantined;
  report.skipped = counts.skipped;
  report.skipped_by = internal::name_counts(counts.skipped_by, report.restricted);
  report.unread = internal::name_counts(counts.unread, report.restricted);
}

// One load: the state that its steps share.
class Load {
 public:
  Load(const LoadRequest& request, const graph::ExecutionContext& context, const Format& format)
      : request_(request), context_(context), mapping_(format.mapping()) {}

  Result<LoadReport> run(const StoreOpener& open_store) {
    HEADWATER_ASSIGN_OR_RETURN(namespace_name_, choose_namespace(request_, mapping_));
    HEADWATER_ASSIGN_OR_RETURN(plan_, internal::plan_sources(request_, mapping_, context_));
    HEADWATER_RETURN_IF_ERROR(internal::check_steps(request_, plan_.sources.size()));
    HEADWATER_RETURN_IF_ERROR(check_victim_key_given());
    HEADWATER_ASSIGN_OR_RETURN(store_, open_store());
    HEADWATER_RETURN_IF_ERROR(check_victim_key_known());
    HEADWATER_RETURN_IF_ERROR(refresh_view());
    const graph::Counters before = view_->counters();
    HEADWATER_RETURN_IF_ERROR(settle_assets());
    HEADWATER_RETURN_IF_ERROR(admit_all());
    HEADWATER_RETURN_IF_ERROR(request_.batch_all ? load_together() : load_one_by_one());
    HEADWATER_RETURN_IF_ERROR(refresh_view());
    report_.added = difference(before, view_->counters());
    HEADWATER_ASSIGN_OR_RETURN(report_.disputes,
                               internal::loose_disputes(*view_, report_.added.assertions));
    finish_report();
    return std::move(report_);
  }

 private:
  Status check_victim_key_given() const;
  Status check_victim_key_known() const;
  Status refresh_view();
  Status settle_assets();
  Status admit_all();
  Status load_together();
  Status load_one_by_one();
  Status load_source(std::size_t index, graph::CommitWriter& writer);
  Result<std::unique_ptr<graph::CommitWriter>> begin() const;
  void bind(std::size_t index);
  void report_known(std::size_t index);
  bool adds_nothing(std::size_t index) const;
  Status check_strict(const PlannedSource& source, const RowCounts& counts) const;
  void finish_report();

  graph::Store* store_ = nullptr;
  const LoadRequest& request_;
  const graph::ExecutionContext& context_;
  const Mapping& mapping_;
  std::string namespace_name_;
  SourcePlan plan_;
  std::vector<Admission> admissions_;
  internal::SettledAssets assets_;
  std::unique_ptr<graph::StoreView> view_;
  LoadReport report_;
};

Status Load::check_victim_key_given() const {
  for (const PlannedSource& source : plan_.sources) {
    if (!source.part->restricted || request_.victim_key || mapping_.publisher_pseudonymised) {
      continue;
    }
    return graph::question_error("load a file about victims", source.shown,
                                 "no victim key is given",
                                 "give --victim-key FILE (`headwater key new FILE` makes one)");
  }
  return {};
}

Status Load::check_victim_key_known() const {
  const std::string& known = store_->victim_key_fingerprint();
  if (known.empty() || (request_.victim_key && request_.victim_key->fingerprint() == known)) {
    return {};
  }
  for (const PlannedSource& source : plan_.sources) {
    if (!source.part->restricted) continue;
    return graph::question_error(
        "load a file about victims", source.shown,
        request_.victim_key ? "the victim key is not the one that the store was made with"
                            : "the store encrypts what it says of victims, and no key is given",
        "give the key whose fingerprint the store keeps");
  }
  return {};
}

Status Load::refresh_view() {
  graph::ViewOptions options;
  const std::string& known = store_->victim_key_fingerprint();
  if (request_.victim_key && request_.victim_key->fingerprint() == known) {
    options.victim_key = request_.victim_key;
  }
  view_.reset();
  HEADWATER_ASSIGN_OR_RETURN(view_, store_->view(options));
  return {};
}

// The exponent of an asset is fixed once a store has used it.
Status Load::settle_assets() {
  for (const graph::Asset& asset : view_->assets()) assets_.emplace(asset.code, asset);
  for (const auto& [code, exponent] : mapping_.exponents) {
    const auto known = graph::find_known_asset(code);
    const graph::Asset wanted{code, known ? known->kind : graph::AssetKind::kOther, exponent};
    const auto [stored, is_new] = assets_.emplace(code, wanted);
    if (!is_new && stored->second.exponent != exponent) {
      return Status(
          StatusCode::kConflict,
          {"use a mapping", mapping_.name,
           "the store keeps " + code + " with " + std::to_string(stored->second.exponent) +
               " places, the mapping asks for " + std::to_string(exponent),
           "leave the asset out of the mapping, or load into another store"});
    }
  }
  return {};
}

Status Load::admit_all() {
  const internal::Identity identity{mapping_.name, namespace_name_, mapping_.sha256};
  std::vector<internal::KnownCommit> history = internal::history_of(*view_);
  for (const PlannedSource& source : plan_.sources) {
    HEADWATER_ASSIGN_OR_RETURN(Admission admission,
                               internal::admit(source, identity, history, request_));
    if (admission.known_as && request_.supersede) {
      HEADWATER_ASSIGN_OR_RETURN(admission.retried_rows,
                                 internal::conflicting_rows(*view_, admission));
    }
    if (!admission.is_known()) {  // later paths of this command meet it too
      graph::Manifest coming;
      coming.commit = kThisCommand;
      coming.format = identity.format;
      coming.namespace_name = identity.namespace_name;
      coming.mapping_sha256 = identity.mapping_sha256;
      coming.sources.resize(1);
      coming.sources[0].sha256 = source.file.sha256;
      coming.sources[0].recognised_as = source.recognised_as;
      history.push_back({std::move(coming), true});
    }
    admissions_.push_back(std::move(admission));
    SourceReport& report = report_.sources.emplace_back();
    report.path = source.name;
    report.sha256 = source.file.sha256;
    report.recognised_as = source.recognised_as;
    report.restricted = source.part->restricted;
  }
  return {};
}

Result<std::unique_ptr<graph::CommitWriter>> Load::begin() const {
  graph::Manifest manifest;
  manifest.format = mapping_.name;
  manifest.namespace_name = namespace_name_;
  manifest.mapping_sha256 = mapping_.sha256;
  manifest.precision = mapping_.precision;
  manifest.wall_clock = now();
  manifest.handling_code = request_.handling_code;
  manifest.compartment = request_.compartment;
  manifest.purpose = request_.purpose;
  manifest.review_by = request_.review_by;
  return graph::CommitWriter::begin(*store_, std::move(manifest), context_);
}

void Load::bind(std::size_t index) {
  Binding& binding = plan_.sources[index].binding;
  binding.namespace_name = namespace_name_;
  binding.file_print = plan_.sources[index].file.sha256.substr(0, 12);
  binding.assets = assets_;
  binding.keeps_row_text = request_.dedupe_rows;
  binding.rows_are_final = binding.rows_are_final && !request_.dedupe_rows;
  if (request_.victim_key) binding.victim_key = &*request_.victim_key;
}

Status Load::check_strict(const PlannedSource& source, const RowCounts& counts) const {
  if (!request_.strict || !counts.first_problem) return {};
  std::string found = counts.first_problem->reason;
  for (const std::string& column : counts.first_problem->columns) found += ", column " + column;
  const std::string_view meaning = explain_reason(counts.first_problem->reason);
  if (!meaning.empty()) found.append(" (").append(meaning).append(")");
  if (counts.quarantined > 1) {
    found += " (and " + std::to_string(counts.quarantined - 1) + " more rows)";
  }
  return graph::input_error("load a file strictly",
                            source.shown + ":" + std::to_string(counts.first_problem->row),
                            std::move(found), "mend the rows, or load without --strict");
}

Status Load::load_source(std::size_t index, graph::CommitWriter& writer) {
  PlannedSource& source = plan_.sources[index];
  bind(index);
  if (source.part->restricted && request_.victim_key) {
    HEADWATER_RETURN_IF_ERROR(writer.bind_victim_key(*request_.victim_key));
  }
  for (const CommitSeq replaced : admissions_[index].replaces) {
    if (view_->is_commit_visible(replaced)) {
      HEADWATER_RETURN_IF_ERROR(writer.retract(replaced));
    } else {  // hidden only by a commit that this one withdraws: it must stay so
      writer.manifest().retracts.push_back(replaced);
    }
  }
  internal::StageOptions options;
  options.source = static_cast<std::uint32_t>(writer.manifest().sources.size());
  options.supersede = request_.supersede;
  options.dedupe_rows = request_.dedupe_rows;
  options.view = view_.get();
  options.is_known = admissions_[index].known_as.has_value();
  options.retried_rows = &admissions_[index].retried_rows;
  options.takes_gone = admissions_[index].takes_gone;
  graph::SourceFile file;
  file.path = source.name;
  file.sha256 = source.file.sha256;
  file.recognised_as = source.recognised_as;
  file.restricted = source.part->restricted;
  writer.manifest().sources.push_back(file);
  const internal::ReadRequest read{source.path, source.shown, source.file.state};
  HEADWATER_ASSIGN_OR_RETURN(
      const RowCounts counts,
      internal::stage_source(source.binding, read, options, writer, context_));
  HEADWATER_RETURN_IF_ERROR(check_strict(source, counts));
  graph::SourceFile& stored = writer.manifest().sources[options.source];
  stored.rows_read = counts.rows_read;
  stored.accepted = counts.accepted;
  stored.duplicates = counts.duplicates;
  stored.quarantined = counts.quarantined;
  tell(counts, report_.sources[index]);
  return {};
}

void Load::report_known(std::size_t index) {
  SourceReport& report = report_.sources[index];
  report.accepted = report.quarantined = report.skipped = 0;
  report.rows_read = report.duplicates = admissions_[index].known_rows;
  report.commit = *admissions_[index].known_as;
  if (report.commit != kThisCommand) return;
  for (std::size_t earlier = 0; earlier < index; ++earlier) {
    const SourceReport& first = report_.sources[earlier];
    if (first.sha256 != report.sha256 || admissions_[earlier].is_known()) continue;
    report.rows_read = report.duplicates = first.rows_read;
    report.commit = first.commit;
  }
}

// Read again, and no row could be taken: it stays known as it was.
bool Load::adds_nothing(std::size_t index) const {
  return admissions_[index].known_as && report_.sources[index].accepted == 0;
}

Status Load::load_one_by_one() {
  for (std::size_t i = 0; i < plan_.sources.size(); ++i) {
    if (admissions_[i].is_known()) {
      report_known(i);
      continue;
    }
    HEADWATER_ASSIGN_OR_RETURN(const auto writer, begin());
    HEADWATER_RETURN_IF_ERROR(load_source(i, *writer));
    if (adds_nothing(i)) {
      report_known(i);
      continue;
    }
    HEADWATER_ASSIGN_OR_RETURN(report_.sources[i].commit, writer->publish());
    HEADWATER_RETURN_IF_ERROR(refresh_view());
  }
  return {};
}

Status Load::load_together() {
  std::unique_ptr<graph::CommitWriter> writer;
  bool adds_something = false;
  for (std::size_t i = 0; i < plan_.sources.size(); ++i) {
    if (admissions_[i].is_known()) continue;
    if (writer == nullptr) {
      HEADWATER_ASSIGN_OR_RETURN(writer, begin());
    }
    HEADWATER_RETURN_IF_ERROR(load_source(i, *writer));
    adds_something = adds_something || !adds_nothing(i);
  }
  CommitSeq commit;
  if (adds_something) {
    HEADWATER_ASSIGN_OR_RETURN(commit, writer->publish());
  }
  for (std::size_t i = 0; i < plan_.sources.size(); ++i) {
    if (admissions_[i].is_known() || !adds_something) {
      report_known(i);
    } else {
      report_.sources[i].commit = commit;
    }
  }
  return {};
}

void Load::finish_report() {
  bool drops_victim_text = false, stores_plain = false;
  for (std::size_t i = 0; i < report_.sources.size(); ++i) {
    const SourceReport& source = report_.sources[i];
    stores_plain = stores_plain || (source.restricted && !request_.victim_key);
    report_.rows_read += source.rows_read;
    report_.accepted += source.accepted;
    report_.duplicates += source.duplicates;
    report_.quarantined += source.quarantined;
    report_.skipped += source.skipped;
    report_.commit = std::max(report_.commit, source.commit);
    drops_victim_text = drops_victim_text || plan_.sources[i].part->has_victim_attributes;
  }
  report_.ignored = std::move(plan_.ignored);
  if (stores_plain) report_.notes.emplace_back("no victim key: victims are stored unencrypted");
  if (drops_victim_text && !mapping_.keeps_victim_text) {
    report_.notes.push_back(
        "attributes of victims were left out; \"keep_victim_text\": true in the mapping keeps "
        "them");
  }
}

}  // namespace

Result<LoadReport> load(const StoreOpener& open_store, const LoadRequest& request,
                        const graph::ExecutionContext& context) {
  HEADWATER_ASSIGN_OR_RETURN(const Format format, choose_format(request));
  return Load(request, context, format).run(open_store);
}

Result<LoadReport> load(graph::Store& store, const LoadRequest& request,
                        const graph::ExecutionContext& context) {
  return load([&store]() -> Result<graph::Store*> { return &store; }, request, context);
}

}  // namespace headwater::ingest
