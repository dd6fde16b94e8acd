// Format: how a kind of file becomes records; a built-in one, or one's own mapping file
// (docs/mapping.md).
//
//   HEADWATER_ASSIGN_OR_RETURN(Format format, Format::built_in("workload"));
//   HEADWATER_ASSIGN_OR_RETURN(Format mine, Format::from_file("bank.json"));
//
// Immutable and cheap to copy; thread-safe.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "graph/status.h"

namespace headwater::ingest {

namespace internal {
struct Mapping;
}

class Format {
 public:
  // Errors: kQuestion for an unknown name; the message lists the names.
  static graph::Result<Format> built_in(std::string_view name);
  // Errors: kInput for a missing or unreadable file, for malformed JSON and for every key, word or
  // combination that the language does not know, with its place.
  static graph::Result<Format> from_file(const std::string& path);
  static graph::Result<Format> from_text(std::string_view json, const std::string& place);

  const std::string& name() const;
  const std::string& default_namespace() const;
  // True when any of its files says something about victims.
  bool is_restricted() const;

  const internal::Mapping& mapping() const { return *mapping_; }

 private:
  explicit Format(std::shared_ptr<const internal::Mapping> mapping);
  std::shared_ptr<const internal::Mapping> mapping_;
};

// Names of the built-in formats, ascending.
std::vector<std::string_view> built_in_format_names();
// The mapping text of a built-in format; empty for an unknown name.
std::string_view built_in_format_text(std::string_view name);

}  // namespace headwater::ingest
