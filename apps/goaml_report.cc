#include "apps/goaml_report.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "apps/output_folder.h"
#include "apps/parameter_options.h"
#include "apps/version.h"
#include "graph/disclosure.h"
#include "queries/export/export_request.h"
#include "queries/goaml/goaml_export.h"
#include "queries/goaml/goaml_profile.h"
#include "queries/goaml/goaml_schema.h"
#include "queries/render.h"

namespace headwater::apps {
namespace {

using graph::Result;
using graph::Status;
using queries::Document;
using queries::GoamlProfile;
using queries::GoamlVerdict;

constexpr std::uintmax_t kLargestFile = std::uintmax_t{16} << 20;  // of a header or a profile

std::vector<OptionSpec> file_options() {
  return {{"--header",
           "FILE",
           "goaml: who reports, when and why, as JSON; options go before it",
           "",
           {}},
          {"--xsd", "FILE", "goaml: say whether the report keeps to this schema", "", {}},
          {"--profile", "FILE", "goaml: say whether it keeps to these rules of a unit", "", {}},
          {"--disclose-to",
           "RECIPIENT",
           "goaml: with --victim-key, name victims by pseudonym and record to whom",
           "",
           {}}};
}

Status cannot_read(const std::string& path, std::string found) {
  return graph::input_error("write a goAML report", path, std::move(found), "check the path");
}

Result<std::string> read_small_file(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return cannot_read(path, "no file there");
  if (std::filesystem::file_size(path, error) > kLargestFile) {
    return cannot_read(path, "a file of more than 16 MiB");
  }
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file.good() && !file.eof()) return cannot_read(path, graph::system_message(errno));
  return text;
}

// Both or neither: the right to see victims is not yet one to name them to somebody.
Result<std::optional<queries::GoamlDisclosure>> read_disclosure(const Arguments& arguments) {
  HEADWATER_ASSIGN_OR_RETURN(std::optional<graph::VictimKey> key, read_victim_key(arguments));
  const bool has_recipient = arguments.has("--disclose-to");
  if (key.has_value() != has_recipient) {
    return graph::question_error(
        "write a goAML report", has_recipient ? "--disclose-to" : "--victim-key",
        has_recipient ? "a recipient, and no victim key" : "a victim key, and no recipient",
        "give --victim-key and --disclose-to, or neither and no victim is named");
  }
  if (!key) return std::optional<queries::GoamlDisclosure>();
  const std::string recipient = arguments.text("--disclose-to");
  HEADWATER_RETURN_IF_ERROR(graph::check_recipient(recipient));
  return std::optional<queries::GoamlDisclosure>({*std::move(key), recipient});
}

Result<queries::GoamlRequest> read_request(const Arguments& arguments) {
  for (const char* option : {"--audience", "--layers"}) {
    if (!arguments.has(option)) continue;
    return graph::question_error("write a goAML report", option, "a report has no use for it",
                                 "leave it out");
  }
  queries::GoamlHeader header;
  if (arguments.has("--header")) {
    const std::string path = arguments.text("--header");
    HEADWATER_ASSIGN_OR_RETURN(const std::string text, read_small_file(path));
    HEADWATER_ASSIGN_OR_RETURN(header, queries::parse_goaml_header(text, path));
  }
  HEADWATER_ASSIGN_OR_RETURN(
      queries::GoamlRequest request,
      queries::parse_goaml(
          given_parameters(arguments, parameter_options(queries::goaml_parameters())),
          std::move(header)));
  HEADWATER_ASSIGN_OR_RETURN(request.as_of, read_as_of(arguments));
  HEADWATER_ASSIGN_OR_RETURN(request.clearance, read_clearance(arguments));
  HEADWATER_ASSIGN_OR_RETURN(request.disclosure, read_disclosure(arguments));
  return request;
}

Result<std::optional<GoamlProfile>> read_profile(const Arguments& arguments) {
  if (!arguments.has("--profile")) return std::optional<GoamlProfile>();
  const std::string path = arguments.text("--profile");
  HEADWATER_ASSIGN_OR_RETURN(const std::string text, read_small_file(path));
  HEADWATER_ASSIGN_OR_RETURN(GoamlProfile profile, GoamlProfile::parse(text, path));
  return std::optional<GoamlProfile>(std::move(profile));
}

// Two questions of one file; neither knows the other.
struct Verdicts {
  std::uint64_t against_schema = 0, against_profile = 0;
};
Result<Verdicts> add_verdicts(const Arguments& arguments,
                              const std::optional<GoamlProfile>& profile, const std::string& report,
                              queries::Answer& answer) {
  Verdicts verdicts;
  Document schema_says = queries::no_verdict_document();
  Document profile_says = queries::no_verdict_document();
  if (arguments.has("--xsd")) {
    const std::string xsd = arguments.text("--xsd");
    HEADWATER_ASSIGN_OR_RETURN(const GoamlVerdict verdict,
                               queries::check_goaml_schema(report, xsd));
    verdicts.against_schema = verdict.count();
    schema_says = queries::verdict_document(verdict, std::filesystem::path(xsd).filename());
  } else {
    answer.notes.emplace_back("no --xsd: whether it keeps to a schema was not asked");
  }
  if (profile) {
    HEADWATER_ASSIGN_OR_RETURN(const GoamlVerdict verdict,
                               queries::check_goaml_profile(report, *profile));
    verdicts.against_profile = verdict.count();
    profile_says = queries::verdict_document(verdict, profile->name);
  } else {
    answer.notes.emplace_back("no --profile: whether it keeps to a unit's rules was not asked");
  }
  answer.result.set("schema", std::move(schema_says)).set("profile", std::move(profile_says));
  return verdicts;
}

Status record(graph::Store& store, const queries::GoamlRequest& request, queries::GoamlExport& made,
              Console& console) {
  if (!request.disclosure) return {};
  graph::Disclosure disclosure;
  disclosure.recipient = request.disclosure->recipient;
  disclosure.what = "goaml " + request.header.rentity_id + ":" + request.header.entity_reference;
  disclosure.sha256 = made.sha256;
  disclosure.case_name = made.case_name;
  disclosure.victims = made.victims;
  disclosure.transactions = made.transactions;
  disclosure.as_of = made.answer.commit;
  HEADWATER_ASSIGN_OR_RETURN(const graph::CommitSeq commit,
                             graph::record_disclosure(store, disclosure, console.context()));
  made.answer.aside.set("disclosure", Document::object()
                                          .set("commit", Document(commit.value))
                                          .set("recipient", Document(disclosure.recipient))
                                          .set("victims", Document(disclosure.victims)));
  return {};
}

Status write_goaml_manifest(const queries::Answer& answer, OutputFolder& folder) {
  Document manifest = Document::object();
  manifest.set("headwater_export", Document(1))
      .set("engine", Document(std::string("Headwater ") + kVersion))
      .set("audience", Document("internal"))
      .set("commit", Document(answer.commit.value))
      .set("parameters", answer.parameters);
  for (const char* member :
       {"format", "content_digest", "records", "victims", "left_out", "unknown",
        "characters_replaced", "names_respelt", "files", "schema", "profile"}) {
    manifest.set(member, *answer.result.find(member));
  }
  return folder.append("manifest.json", queries::to_json(manifest) + "\n");
}

Status verdict_status(const Verdicts& verdicts, const std::string& path) {
  if (verdicts.against_schema + verdicts.against_profile == 0) return {};
  return graph::input_error(
      "write a goAML report", path,
      "it is written and not fit to be handed in: " + std::to_string(verdicts.against_schema) +
          " violations of the schema, " + std::to_string(verdicts.against_profile) +
          " of the profile",
      "see the answer; give what is missing in the header or load it, and export again");
}

}  // namespace

void add_goaml_options(std::vector<OptionSpec>& options) {
  add_parameter_options(queries::goaml_parameters(), options);
  for (OptionSpec& option : file_options()) options.push_back(std::move(option));
}

Status refuse_goaml_options(const Arguments& arguments) {
  std::vector<OptionSpec> of_reports;
  add_goaml_options(of_reports);
  const std::vector<OptionSpec> of_all = parameter_options(queries::export_parameters());
  for (const OptionSpec& option : of_reports) {
    bool is_shared = false;
    for (const OptionSpec& other : of_all) is_shared = is_shared || other.name == option.name;
    if (is_shared || !arguments.has(option.name)) continue;
    return graph::question_error("export a store", option.name,
                                 "only --format goaml has use for it",
                                 "leave it out, or write a report");
  }
  return {};
}

Status export_goaml_report(const Arguments& arguments, Console& console) {
  HEADWATER_ASSIGN_OR_RETURN(const queries::GoamlRequest request, read_request(arguments));
  HEADWATER_ASSIGN_OR_RETURN(const std::optional<GoamlProfile> profile, read_profile(arguments));
  graph::OpenOptions options;
  options.mode = request.disclosure ? graph::OpenMode::kWrite : graph::OpenMode::kRead;
  HEADWATER_ASSIGN_OR_RETURN(const auto store,
                             graph::Store::open(arguments.text("STORE"), options));
  const std::string path = arguments.text("DIR");
  HEADWATER_ASSIGN_OR_RETURN(const auto folder, OutputFolder::create(path));
  HEADWATER_ASSIGN_OR_RETURN(queries::GoamlExport made,
                             queries::export_goaml(*store, request, *folder, console.context()));
  HEADWATER_ASSIGN_OR_RETURN(
      const Verdicts verdicts,
      add_verdicts(arguments, profile, folder->path_of(queries::kGoamlFile), made.answer));
  const bool is_file = path.ends_with(".xml");
  if (!is_file) HEADWATER_RETURN_IF_ERROR(write_goaml_manifest(made.answer, *folder));
  HEADWATER_RETURN_IF_ERROR(console.context().check_cancelled("export a store"));
  HEADWATER_RETURN_IF_ERROR(record(*store, request, made, console));
  HEADWATER_RETURN_IF_ERROR(is_file ? folder->publish_file(queries::kGoamlFile)
                                    : folder->publish());
  made.answer.aside.set(is_file ? "file" : "directory", Document(path));
  HEADWATER_RETURN_IF_ERROR(console.print(made.answer));
  return verdict_status(verdicts, path);
}

}  // namespace headwater::apps
