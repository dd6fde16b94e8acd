#include "ingest/mapping.h"

#include <algorithm>
#include <utility>

#include <boost/json.hpp>

#include "graph/sha256.h"
#include "ingest/internal/byte_source.h"
#include "ingest/internal/json_object.h"
#include "ingest/internal/mapping_compiler.h"
#include "ingest/internal/mapping_fragments.h"

namespace headwater::ingest {

using graph::Result;
using graph::Status;
namespace json = boost::json;

namespace internal {
namespace {

constexpr std::size_t kMappingLimitBytes = std::size_t{4} << 20;

// "*_Trans.csv" stands for every name that ends so; a star elsewhere for nothing.
Status check_file_names(const std::vector<std::string>& names, const std::string& place) {
  for (const std::string& name : names) {
    const std::size_t star = name.rfind('*');
    const bool is_good = star == std::string::npos || (star == 0 && name.size() > 1);
    if (!is_good || name.empty()) {
      return mapping_error(place, "a name is empty, or has a star that is not its first character",
                           "write a file's name, or * and how names end");
    }
  }
  return {};
}

Result<Part> read_part(JsonObject& object, bool restricted) {
  Part part;
  part.restricted = restricted;
  HEADWATER_ASSIGN_OR_RETURN(part.files, object.texts("files"));
  HEADWATER_RETURN_IF_ERROR(check_file_names(part.files, object.place_of("files")));
  HEADWATER_ASSIGN_OR_RETURN(part.named_only, object.flag("named_only", false));
  if (part.named_only && part.files.empty()) {
    return mapping_error(object.place_of("named_only"), "no names are given", "add `files`");
  }
  HEADWATER_RETURN_IF_ERROR(read_rows(object, part));
  HEADWATER_RETURN_IF_ERROR(PartCompiler(part).compile(object));
  return part;
}

Status read_parts(JsonObject& object, bool restricted, Mapping& mapping) {
  const json::value* parts = object.find("parts");
  if (parts == nullptr) {
    HEADWATER_ASSIGN_OR_RETURN(Part part, read_part(object, restricted));
    mapping.parts.push_back(std::move(part));
    return {};
  }
  const std::string place = object.place_of("parts");
  if (!parts->is_array() || parts->get_array().empty()) {
    return mapping_error(place, "it is no list of parts", "write at least one part");
  }
  for (const json::value& element : parts->get_array()) {
    const std::string inner = place + "[" + std::to_string(mapping.parts.size()) + "]";
    HEADWATER_ASSIGN_OR_RETURN(JsonObject fields, JsonObject::from(element, inner));
    HEADWATER_ASSIGN_OR_RETURN(Part part, read_part(fields, restricted));
    HEADWATER_RETURN_IF_ERROR(fields.finish());
    mapping.parts.push_back(std::move(part));
  }
  return {};
}

Status read_precision(JsonObject& object, Mapping& mapping) {
  HEADWATER_ASSIGN_OR_RETURN(const std::string word, object.text("precision", "second"));
  using Precision = graph::TimePrecision;
  for (const Precision precision : {Precision::kMillisecond, Precision::kSecond, Precision::kMinute,
                                    Precision::kDay, Precision::kStep, Precision::kYear}) {
    if (graph::to_string(precision) == word) {
      mapping.precision = precision;
      return {};
    }
  }
  return mapping_error(object.place_of("precision"), "the word is unknown",
                       "write millisecond, second, minute, day, step or year");
}

Status read_exponents(JsonObject& object, Mapping& mapping) {
  const json::value* assets = object.find("assets");
  if (assets == nullptr) return {};
  const std::string place = object.place_of("assets");
  HEADWATER_ASSIGN_OR_RETURN(JsonObject fields, JsonObject::from(*assets, place));
  for (const auto& member : assets->get_object()) {
    const std::string code(member.key());
    HEADWATER_ASSIGN_OR_RETURN(const std::int64_t exponent, fields.integer(code, 2, 0, 18));
    const auto known = graph::find_known_asset(code);
    if (known && known->code != code) {
      return mapping_error(place, "an asset is given by its name", "write " + known->code);
    }
    if (known && known->kind == graph::AssetKind::kFiat && exponent < 2) {
      return mapping_error(place, code + " is fiat money and keeps at least 2 places", "write 2");
    }
    mapping.exponents.emplace(code, static_cast<std::uint8_t>(exponent));
  }
  return {};
}

bool is_scheme(std::string_view text) {
  return !text.empty() && text.size() <= 200 && text.find('/') == std::string_view::npos &&
         text.find('\0') == std::string_view::npos && !graph::is_global_scheme(text);
}

Result<Mapping> compile_mapping(const json::value& root, const std::string& place) {
  HEADWATER_ASSIGN_OR_RETURN(JsonObject object, JsonObject::from(root, place + ": "));
  HEADWATER_ASSIGN_OR_RETURN(const std::int64_t version,
                             object.integer("headwater_mapping", 0, 1, 1));
  if (version == 0) {
    return mapping_error(place, "the key `headwater_mapping` is missing",
                         "add \"headwater_mapping\": 1");
  }
  Mapping mapping;
  HEADWATER_ASSIGN_OR_RETURN(mapping.name, object.text("name", ""));
  HEADWATER_ASSIGN_OR_RETURN(mapping.namespace_name, object.text("namespace", mapping.name));
  if (!is_scheme(mapping.name) || !is_scheme(mapping.namespace_name)) {
    return mapping_error(place, "`name` or `namespace` is empty, holds '/', or is a global scheme",
                         "choose a short word, e.g. my-bank");
  }
  HEADWATER_ASSIGN_OR_RETURN(const bool restricted, object.flag("restricted", false));
  HEADWATER_ASSIGN_OR_RETURN(mapping.publisher_pseudonymised,
                             object.flag("publisher_pseudonymised", false));
  HEADWATER_ASSIGN_OR_RETURN(mapping.keeps_victim_text, object.flag("keep_victim_text", false));
  HEADWATER_RETURN_IF_ERROR(read_precision(object, mapping));
  HEADWATER_RETURN_IF_ERROR(read_exponents(object, mapping));
  HEADWATER_RETURN_IF_ERROR(read_parts(object, restricted, mapping));
  HEADWATER_RETURN_IF_ERROR(object.finish());
  mapping.sha256 = graph::sha256_hex(json::serialize(root));
  return mapping;
}

}  // namespace
}  // namespace internal

Format::Format(std::shared_ptr<const internal::Mapping> mapping) : mapping_(std::move(mapping)) {}

const std::string& Format::name() const { return mapping_->name; }
const std::string& Format::default_namespace() const { return mapping_->namespace_name; }
bool Format::is_restricted() const {
  return std::any_of(mapping_->parts.begin(), mapping_->parts.end(),
                     [](const internal::Part& part) { return part.restricted; });
}

Result<Format> Format::from_text(std::string_view text, const std::string& place) {
  boost::system::error_code error;
  json::parse_options options;
  options.allow_comments = false;
  const json::value root =
      json::parse(json::string_view(text.data(), text.size()), error, {}, options);
  if (error) {
    return internal::mapping_error(place, "it is no JSON: " + error.message(), "check the syntax");
  }
  HEADWATER_ASSIGN_OR_RETURN(const json::value whole, internal::with_fragments(root, place));
  HEADWATER_ASSIGN_OR_RETURN(internal::Mapping mapping, internal::compile_mapping(whole, place));
  return Format(std::make_shared<const internal::Mapping>(std::move(mapping)));
}

Result<Format> Format::from_file(const std::string& path) {
  HEADWATER_ASSIGN_OR_RETURN(internal::ByteSource source, internal::ByteSource::open(path));
  if (source.opened_as().size > internal::kMappingLimitBytes) {
    return internal::mapping_error(path, "it is larger than 4 MiB", "check that it is a mapping");
  }
  std::string text;
  HEADWATER_ASSIGN_OR_RETURN(const std::size_t count,
                             source.append(text, internal::kMappingLimitBytes));
  static_cast<void>(count);
  return from_text(text, path);
}

Result<Format> Format::built_in(std::string_view name) {
  const std::string_view text = built_in_format_text(name);
  if (!text.empty()) return from_text(text, "built-in format " + std::string(name));
  std::string names;
  for (const std::string_view known : built_in_format_names()) {
    names += (names.empty() ? "" : ", ") + std::string(known);
  }
  return graph::question_error("choose a format", "--format", "there is no such format",
                               "choose one of csv, json, xml, " + names);
}

}  // namespace headwater::ingest
