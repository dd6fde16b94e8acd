// The order of the work: build the country, give out the parts, settle who pays whom, write what
// the sources hold, simulating month by month, and last the truth.
#include "ingest/generate/generate.h"

#include <algorithm>
#include <cmath>
#include <system_error>

#include <boost/json.hpp>

#include "ingest/generate/case_manifest.h"
#include "ingest/generate/internal/case_folder.h"
#include "ingest/generate/internal/made_case.h"

namespace headwater::ingest {
namespace {

namespace fs = std::filesystem;

graph::Status refuse(std::string found, std::string remedy) {
  return graph::question_error("generate a case", "the request", std::move(found),
                               std::move(remedy));
}

bool is_inside(const fs::path& inner, const fs::path& outer) {
  const fs::path a = fs::absolute(inner).lexically_normal();
  const fs::path b = fs::absolute(outer).lexically_normal();
  const auto [end, unused] = std::mismatch(b.begin(), b.end(), a.begin(), a.end());
  return end == b.end();
}

graph::Status check_empty(const fs::path& folder, const std::string& what) {
  std::error_code error;
  if (!fs::exists(folder, error)) return {};
  if (!fs::is_directory(folder, error)) return refuse(what + " is a file", "name a new folder");
  if (!fs::is_empty(folder, error) || error) {
    return refuse(what + " is not empty", "name a new folder or empty this one");
  }
  return {};
}

graph::Status check(const GenerateRequest& request, const fs::path& truth) {
  if (request.preset != "trafficking") return refuse("an unknown preset", "use trafficking");
  if (!(request.scale >= 0.02 && request.scale <= 400)) {
    return refuse("a scale outside 0.02 .. 400", "use 1 for some thousands of people");
  }
  if (request.directory.empty()) return refuse("no folder", "name the folder to make");
  if (is_inside(truth, request.directory) || is_inside(request.directory, truth)) {
    return refuse("one of case and truth folder lies inside the other", "keep them apart");
  }
  HEADWATER_RETURN_IF_ERROR(check_empty(request.directory, "the case folder"));
  return check_empty(truth, "the truth folder");
}

void count(internal::MadeCase& made) {
  GenerateReport& report = made.report;
  report.persons = made.world.persons.size();
  report.companies = made.world.companies.size();
  report.accounts = made.world.accounts.size();
  report.victims = made.cast.victims.size();
  report.members = made.cast.members.size();
  report.decoys = made.cast.decoys.size();
}

graph::Status write_all(internal::MadeCase& made, const GenerateRequest& request,
                        const graph::ExecutionContext& context) {
  HEADWATER_RETURN_IF_ERROR(write_register(made));
  HEADWATER_RETURN_IF_ERROR(write_bank_registers(made));
  HEADWATER_RETURN_IF_ERROR(write_rates(made));
  HEADWATER_RETURN_IF_ERROR(write_payments(made, context));
  HEADWATER_RETURN_IF_ERROR(write_sign_ins(made));
  HEADWATER_RETURN_IF_ERROR(write_advertisements(made));
  HEADWATER_RETURN_IF_ERROR(write_interviews(made));
  HEADWATER_RETURN_IF_ERROR(write_links(made));
  HEADWATER_RETURN_IF_ERROR(write_assertions(made));
  HEADWATER_RETURN_IF_ERROR(write_manifest(made, request));
  return write_truth(made, request);
}

}  // namespace

namespace internal {

graph::Status write_manifest(MadeCase& made, const GenerateRequest& request) {
  namespace json = boost::json;
  const std::string text =
      case_manifest({{"preset", json::serialize(json::value(request.preset))}, {"victims", "true"}},
                    made.sources);
  return write_text(made.report.directory / "case.json", text);
}

}  // namespace internal

fs::path default_truth_directory(const fs::path& directory) {
  fs::path plain = directory.lexically_normal();
  if (!plain.has_filename()) plain = plain.parent_path();
  return plain.parent_path() / (plain.filename().string() + "-truth");
}

graph::Result<GenerateReport> generate_case(const GenerateRequest& request,
                                            const graph::ExecutionContext& context) {
  const fs::path truth = request.truth_directory.empty()
                             ? default_truth_directory(request.directory)
                             : request.truth_directory;
  HEADWATER_RETURN_IF_ERROR(check(request, truth));
  const auto thousandths = static_cast<std::uint64_t>(std::llround(request.scale * 1000));
  internal::World world = internal::build_world(request.seed, thousandths);
  internal::Cast cast = internal::cast_parts(world);
  internal::settle_world(world);
  internal::MadeCase made(std::move(world), std::move(cast));
  made.report.directory = request.directory;
  made.report.truth_directory = truth;
  count(made);
  HEADWATER_RETURN_IF_ERROR(write_all(made, request, context));
  return made.report;
}

}  // namespace headwater::ingest
