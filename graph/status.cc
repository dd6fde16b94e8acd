#include "graph/status.h"

#include <cstdio>
#include <cstdlib>
#include <system_error>

namespace headwater::graph {

int exit_code(StatusCode code) {
  switch (code) {
    case StatusCode::kOk:
      return 0;
    case StatusCode::kQuestion:
    case StatusCode::kNotFound:
    case StatusCode::kConflict:
      return 1;
    case StatusCode::kInput:
    case StatusCode::kCorrupt:
    case StatusCode::kIo:
    case StatusCode::kLocked:
    case StatusCode::kUnsupported:
      return 2;
    case StatusCode::kInternal:
      return 3;
    case StatusCode::kOverBudget:
      return 4;
    case StatusCode::kCancelled:
      return 130;
  }
  return 3;
}

std::string Status::message() const {
  std::string line;
  for (const std::string* part :
       {&explanation_.tried, &explanation_.place, &explanation_.found, &explanation_.remedy}) {
    if (part->empty()) continue;
    if (!line.empty()) line += ": ";
    line += *part;
  }
  return line;
}

std::string system_message(int error) { return std::generic_category().message(error); }

Status question_error(std::string tried, std::string place, std::string found, std::string remedy) {
  return Status(StatusCode::kQuestion,
                {std::move(tried), std::move(place), std::move(found), std::move(remedy)});
}

Status input_error(std::string tried, std::string place, std::string found, std::string remedy) {
  return Status(StatusCode::kInput,
                {std::move(tried), std::move(place), std::move(found), std::move(remedy)});
}

void check_failed(const char* condition, const char* why, const char* file, int line) {
  // The single place of the libraries that writes to stderr: the process is about to end.
  std::fprintf(stderr, "headwater: internal check: %s:%d: %s is false: %s; please report it\n",
               file, line, condition, why);
  std::abort();
}

}  // namespace headwater::graph
