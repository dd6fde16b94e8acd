// assert, retract: what people claim, and taking it back. Both are commits; nothing is overwritten.
#include <algorithm>

#include "apps/commands.h"
#include "apps/console.h"
#include "ingest/assertion.h"
#include "ingest/retraction.h"

namespace headwater::apps {
namespace {

using graph::Status;
using queries::Document;

// --share-bp is the column share_bp.
std::string column_of(const std::string& option) {
  std::string column = option.substr(2);
  std::replace(column.begin(), column.end(), '-', '_');
  return column;
}

std::vector<OptionSpec> claim_options() {
  return {
      {"--subject", "NAME", "a transaction or an entity, as answers print it", "", {}},
      {"--claim",
       "CLAIM",
       "what is claimed of it",
       "",
       {"proceeds-of", "cost-of", "spent-on", "wage-withheld", "recruitment-fee", "debt-interest",
        "seizure", "compensation", "member-of", "disputes"},
       true},
      {"--case", "CASE", "the case it belongs to: case:scheme/id", "", {}},
      {"--role", "ROLE", "of a member: recruiter, transporter ...", "", {}},
      {"--victim-flow", "NAME", "the exploitation that it comes from", "", {}},
      {"--form", "FORM", "form of exploitation (HTCDS, IC-TIP term)", "", {}},
      {"--sector", "LETTER", "ISIC section", "", {}},
      {"--territory", "CODE", "place of exploitation, ISO 3166-1 alpha-3", "", {}},
      {"--share-bp", "N", "part of the transaction in basis points (default: the whole)", "", {}},
      {"--amount", "AMOUNT", "of a claim without a transaction, in major units", "", {}},
      {"--asset", "CODE", "of the amount", "", {}},
      {"--author", "WHO", "who claims it", "", {}},
      {"--made-at", "TIME", "when it was claimed", "", {}},
      {"--evidence", "TEXT", "record ids, a document's hash", "", {}},
      {"--source-grade", "GRADE", "of the source, by your code list", "", {}},
      {"--information-grade", "GRADE", "of the information", "", {}},
      {"--standard",
       "STANDARD",
       "of proof reached",
       "",
       {"suspicion", "charged", "convicted", "forfeited"}},
      {"--basis", "BASIS", "reported, analyst or indicator:ID", "", {}},
      {"--confidence", "P", "0 to 1", "", {}},
      {"--disputes", "NAME", "of claim disputes: the assertion disputed", "", {}},
      {"--id", "ID", "your own id of the assertion", "", {}}};
}

// What was claimed, without free text and without the name of a victim's record.
Document stated_parameters(const Arguments& arguments) {
  Document parameters = Document::object();
  for (const OptionSpec& option : claim_options()) {
    if (!arguments.has(option.name)) continue;
    const bool is_withheld = option.name == "--evidence" || option.name == "--victim-flow";
    parameters.set(option.name.substr(2),
                   is_withheld ? Document(true) : Document(arguments.text(option.name)));
  }
  return parameters;
}

// A claim that the engine keeps and cannot use says so at once, not in an answer weeks later.
std::vector<std::string> claim_notes(const Arguments& arguments) {
  std::vector<std::string> notes;
  const std::string claim = arguments.text("--claim");
  const bool has_case = arguments.has("--case") || arguments.has("--victim-flow");
  const bool is_about_money = claim == "proceeds-of" || claim == "cost-of" || claim == "spent-on" ||
                              claim == "recruitment-fee" || claim == "debt-interest";
  if ((claim == "member-of" || is_about_money) && !has_case) {
    notes.emplace_back("names no case: it counts in answers over all cases only");
  }
  const std::string subject = arguments.text("--subject");
  const bool is_transaction = subject.starts_with("transaction:") || subject.starts_with('#');
  if (is_about_money && !is_transaction) {
    notes.emplace_back(
        "names no transaction: nothing can be traced from it, and it counts nowhere");
  }
  if (claim == "member-of" && !arguments.has("--role")) {
    notes.emplace_back("names no role: answers by role have it under none");
  }
  if (arguments.has("--basis") && arguments.text("--basis").starts_with("indicator:")) {
    notes.emplace_back("rests on an indicator: suspected only, outside profit and scoreboard");
  }
  return notes;
}

Status run_assert(const Arguments& arguments, Console& console) {
  ingest::StatedAssertion stated;
  for (const OptionSpec& option : claim_options()) {
    if (arguments.has(option.name)) {
      stated.columns[column_of(option.name)] = arguments.text(option.name);
    }
  }
  HEADWATER_RETURN_IF_ERROR(check_namespace(arguments));
  if (arguments.has("--namespace")) stated.namespace_name = arguments.text("--namespace");
  HEADWATER_ASSIGN_OR_RETURN(const auto store, open_for_writing(arguments, false));
  HEADWATER_ASSIGN_OR_RETURN(const ingest::AssertionReport report,
                             ingest::assert_claim(*store, stated, console.context()));
  queries::Answer answer;
  answer.title = report.is_duplicate ? "Asserted already" : "Asserted";
  answer.commit = report.commit;
  answer.parameters = stated_parameters(arguments);
  answer.notes = claim_notes(arguments);
  if (report.is_new_case) {
    answer.notes.emplace_back("the case is new: nothing in the store named it before");
  }
  answer.result.set("assertion", Document(report.name))
      .set("duplicate", Document(report.is_duplicate));
  return console.print(answer);
}

Status run_retract(const Arguments& arguments, Console& console) {
  ingest::RetractionRequest request;
  request.names = arguments.list("NAME");
  request.reason = arguments.text("--reason");
  HEADWATER_ASSIGN_OR_RETURN(const auto store, open_for_writing(arguments, false));
  HEADWATER_ASSIGN_OR_RETURN(const ingest::RetractionReport report,
                             ingest::retract(*store, request, console.context()));
  queries::Answer answer;
  answer.title = "Retracted";
  answer.commit = report.commit;
  Document names = Document::array();
  for (const std::string& name : request.names) {
    names.push(name.starts_with("victim") ? Document() : Document(name));
  }
  answer.parameters.set("names", std::move(names));
  answer.result.set("records", Document(report.records)).set("commits", Document(report.commits));
  answer.notes.push_back("nothing was overwritten: --as-of-seq " +
                         std::to_string(report.commit.value - 1) + " still shows it");
  Document again = Document::array();
  for (const std::string& file : report.load_again) again.push(Document(file));
  answer.result.set("load_again", std::move(again));
  if (!report.load_again.empty()) {
    answer.notes.emplace_back(
        "rows of the files in load_again were duplicates, perhaps of what is withdrawn: ingest "
        "them again, and what is missing is taken");
  }
  return console.print(answer);
}

std::vector<OptionSpec> writing_options() {
  return output_options() +
         std::vector<OptionSpec>{{"--threads", "N", "threads to use (default: all)", "", {}},
                                 {"--memory", "GIB", "soft memory budget in GiB", "", {}}};
}

}  // namespace

std::vector<CommandSpec> correction_commands() {
  return {
      {"assert",
       "state a claim: these are proceeds, this person is a member, this rent is a cost",
       "Tracing and profit start from assertions: money without one is never called profit. The "
       "claim is checked like a row of `ingest --format assertions`, which takes many at once, and "
       "becomes a commit. Stating the same again adds nothing. `disputes` doubts another one.",
       "  headwater assert case.hw --claim proceeds-of --subject transaction:3f9a0c12be77:118 "
       "--case case:police/harbour --form sexual-exploitation --territory ESP --share-bp 6000\n"
       "  headwater assert case.hw --claim member-of --subject person:bank/7 "
       "--case case:police/harbour --role recruiter --standard charged\n"
       "  headwater assert case.hw --claim disputes --disputes assertion:police/N-00012",
       {{"STORE", "the store's directory"}},
       claim_options() +
           std::vector<OptionSpec>{
               {"--namespace", "NS", "of ids that name no scheme (default: assert)", "", {}}} +
           writing_options(),
       false,
       run_assert},
      {"retract",
       "withdraw records or whole commits",
       "Names of records as answers print them, commit:N, or source:SHA256 (at least 12 digits). "
       "One unknown name, and nothing is retracted. What was withdrawn stays visible to "
       "--as-of-seq of an earlier commit.",
       "  headwater retract case.hw assertion:police/N-00012 --reason \"witness recanted\"\n"
       "  headwater retract case.hw commit:4",
       {{"STORE", "the store's directory"}, {"NAME", "what to withdraw", true, true}},
       std::vector<OptionSpec>{{"--reason", "TEXT", "kept with the retraction", "", {}}} +
           writing_options(),
       false,
       run_retract}};
}

}  // namespace headwater::apps
