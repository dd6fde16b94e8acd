// Status and Result<T>: how every expected failure travels in Headwater.
//
//   Result<Store> open(const std::string& path);
//   HEADWATER_ASSIGN_OR_RETURN(auto store, open(path));
//   HEADWATER_RETURN_IF_ERROR(store.verify());
//
// Failures that input, files, users or machines can cause are values; broken promises between
// functions are HEADWATER_CHECK. A message has four parts: what was tried, on what, what was found
// and what to do. No part may hold a party's name, an account in clear or a whole input value: say
// its type, length and place instead.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace headwater::graph {

// The closed list of what can go wrong. `exit_code` gives the number the command ends with.
enum class StatusCode : std::uint8_t {
  kOk,
  kQuestion,     // the question is wrong: bad flag, malformed id, contradictory options
  kNotFound,     // the question names something that the store does not hold
  kInput,        // an input file is missing, unreadable or malformed
  kCorrupt,      // stored bytes contradict themselves
  kIo,           // the operating system refused: disk full, permission, short write
  kLocked,       // another process writes to the store
  kUnsupported,  // unknown format version or required feature
  kConflict,     // the same thing with other content; needs a decision (--supersede, --namespace)
  kOverBudget,   // a memory or work budget ended the computation
  kCancelled,    // the caller asked to stop
  kInternal,     // one of our own checks failed
};

// Process exit code of the command: 0, 1 question, 2 data or store, 3 internal, 4 budget, 130.
int exit_code(StatusCode code);

// The four parts of an error message, printed `tried: place: found: remedy`.
struct Explanation {
  std::string tried;
  std::string place;
  std::string found;
  std::string remedy;
};

class [[nodiscard]] Status {
 public:
  Status() = default;  // success
  Status(StatusCode code, Explanation explanation)
      : code_(code), explanation_(std::move(explanation)) {}

  bool ok() const { return code_ == StatusCode::kOk; }
  StatusCode code() const { return code_; }
  const Explanation& explanation() const { return explanation_; }
  // One line, `tried: place: found: remedy`; empty parts are left out.
  std::string message() const;

 private:
  StatusCode code_ = StatusCode::kOk;
  Explanation explanation_;
};

template <typename T>
class [[nodiscard]] Result : public tl::expected<T, Status> {
 public:
  using tl::expected<T, Status>::expected;
  // A failed Status converts, so that `return status;` works in functions that return Result.
  Result(Status status) : tl::expected<T, Status>(tl::unexpect, std::move(status)) {}
};

// What the operating system calls an error number, such as `errno`. Thread-safe.
std::string system_message(int error);

// Shorthands for the two commonest failures.
Status question_error(std::string tried, std::string place, std::string found, std::string remedy);
Status input_error(std::string tried, std::string place, std::string found, std::string remedy);

// Ends the process with a message; reached only through HEADWATER_CHECK.
[[noreturn]] void check_failed(const char* condition, const char* why, const char* file, int line);

}  // namespace headwater::graph

#define HEADWATER_STATUS_CONCAT_INNER(a, b) a##b
#define HEADWATER_STATUS_CONCAT(a, b) HEADWATER_STATUS_CONCAT_INNER(a, b)

// Names are made unique by a counter, because an expression may hold a lambda that uses the same
// macro, and both then stand on one line.
#define HEADWATER_RETURN_IF_ERROR_INNER(name, expression)             \
  do {                                                                \
    if (::headwater::graph::Status name = (expression); !name.ok()) { \
      return name;                                                    \
    }                                                                 \
  } while (false)

#define HEADWATER_RETURN_IF_ERROR(expression) \
  HEADWATER_RETURN_IF_ERROR_INNER(HEADWATER_STATUS_CONCAT(status_, __COUNTER__), expression)

#define HEADWATER_ASSIGN_OR_RETURN_INNER(name, declaration, expression) \
  auto name = (expression);                                             \
  if (!name.has_value()) return std::move(name).error();                \
  declaration = std::move(name).value()

#define HEADWATER_ASSIGN_OR_RETURN(declaration, expression)                                    \
  HEADWATER_ASSIGN_OR_RETURN_INNER(HEADWATER_STATUS_CONCAT(result_, __COUNTER__), declaration, \
                                   expression)

// For broken promises of our own code, on in all builds. User input never reaches it.
#define HEADWATER_CHECK(condition, why)                                      \
  do {                                                                       \
    if (!(condition)) [[unlikely]] {                                         \
      ::headwater::graph::check_failed(#condition, why, __FILE__, __LINE__); \
    }                                                                        \
  } while (false)
