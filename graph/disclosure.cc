#include "graph/disclosure.h"

#include <algorithm>
#include <charconv>

#include "graph/store_writer.h"

namespace headwater::graph {
namespace {

constexpr std::string_view kDisclosureFormat = "disclosure";
constexpr std::size_t kLongestRecipient = 200;

bool has_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
  });
}

// Lines `name value`, in this order.
std::string lines_of(const Disclosure& disclosure) {
  std::string lines;
  const auto add = [&](std::string_view name, std::string_view value) {
    lines.append(name).append(" ").append(value).append("\n");
  };
  add("recipient", disclosure.recipient);
  add("what", disclosure.what);
  add("sha256", disclosure.sha256);
  add("case", disclosure.case_name);
  add("victims", std::to_string(disclosure.victims));
  add("transactions", std::to_string(disclosure.transactions));
  add("as-of", std::to_string(disclosure.as_of.value));
  return lines;
}

std::uint64_t number_in(std::string_view text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

void read_line(std::string_view name, std::string_view value, Disclosure& disclosure) {
  if (name == "recipient") disclosure.recipient = value;
  if (name == "what") disclosure.what = value;
  if (name == "sha256") disclosure.sha256 = value;
  if (name == "case") disclosure.case_name = value;
  if (name == "victims") disclosure.victims = number_in(value);
  if (name == "transactions") disclosure.transactions = number_in(value);
  if (name == "as-of") disclosure.as_of = {number_in(value)};
}

Disclosure read_disclosure(const Manifest& manifest) {
  Disclosure disclosure;
  std::string_view rest = manifest.purpose;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    const std::size_t blank = line.find(' ');
    if (blank != std::string_view::npos) {
      read_line(line.substr(0, blank), line.substr(blank + 1), disclosure);
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  disclosure.commit = manifest.commit;
  disclosure.wall_clock = manifest.wall_clock;
  return disclosure;
}

}  // namespace

Status check_recipient(const std::string& recipient) {
  const bool is_blank = recipient.find_first_not_of(' ') == std::string::npos;
  if (is_blank || recipient.size() > kLongestRecipient || has_control_character(recipient)) {
    return question_error("record a disclosure", "the recipient",
                          "a text of " + std::to_string(recipient.size()) +
                              " bytes that is blank, longer than 200 or has control characters",
                          "name the office that receives the report, in one line");
  }
  return {};
}

Result<CommitSeq> record_disclosure(Store& store, const Disclosure& disclosure,
                                    const ExecutionContext& context) {
  HEADWATER_RETURN_IF_ERROR(check_recipient(disclosure.recipient));
  if (has_control_character(disclosure.what) || has_control_character(disclosure.case_name)) {
    return question_error("record a disclosure", "", "a reference with control characters",
                          "give the report a reference of one line");
  }
  Manifest manifest;
  manifest.format = kDisclosureFormat;
  manifest.purpose = lines_of(disclosure);
  HEADWATER_ASSIGN_OR_RETURN(const auto writer,
                             CommitWriter::begin(store, std::move(manifest), context));
  return writer->publish();
}

std::vector<Disclosure> disclosures(const StoreView& view) {
  std::vector<Disclosure> found;
  for (const Manifest& manifest : view.manifests()) {
    const bool is_one = manifest.format == kDisclosureFormat && manifest.commit <= view.as_of();
    if (is_one) found.push_back(read_disclosure(manifest));
  }
  return found;
}

}  // namespace headwater::graph
