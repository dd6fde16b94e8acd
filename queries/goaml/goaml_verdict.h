// GoamlVerdict: whether a goAML file keeps to a set of rules, and where it does not.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "queries/document.h"

namespace headwater::queries {

// Names elements and kinds of faults, never what the file says there.
struct GoamlViolation {
  std::uint64_t line = 0;  // 1-based; 0: of the file as a whole
  std::string element;     // its name, or a path of names
  std::string found;
};

class GoamlVerdict {
 public:
  // As many are kept; all are counted.
  static constexpr std::size_t kKept = 100;

  void add(GoamlViolation violation);
  bool is_kept_to() const { return count_ == 0; }
  std::uint64_t count() const { return count_; }
  const std::vector<GoamlViolation>& violations() const { return kept_; }

 private:
  std::uint64_t count_ = 0;
  std::vector<GoamlViolation> kept_;
};

// {"checked":true,"name":...,"valid":...,"violation_count":...,"violations":{table}}.
Document verdict_document(const GoamlVerdict& verdict, const std::string& name);
// {"checked":false}: nobody asked.
Document no_verdict_document();

}  // namespace headwater::queries
