#include "ingest/internal/mapping_fragments.h"

#include <utility>

#include "ingest/internal/json_object.h"

namespace headwater::ingest::internal {

using graph::Result;
namespace json = boost::json;

namespace {

constexpr std::size_t kValueLimit = 1'000'000;  // fragments of fragments multiply
constexpr std::size_t kDepthLimit = 64;

class Expansion {
 public:
  explicit Expansion(const std::string& place) : place_(place) {}

  graph::Status define(const json::value& fragments) {
    if (!fragments.is_object()) {
      return mapping_error(place_, "`define` is no object", "write {NAME: FRAGMENT}");
    }
    for (const auto& member : fragments.get_object()) {
      HEADWATER_ASSIGN_OR_RETURN(json::value fragment, expand(member.value()));
      known_[member.key()] = std::move(fragment);
    }
    return {};
  }

  Result<json::value> expand(const json::value& value) {
    if (++values_ > kValueLimit || depth_ > kDepthLimit) {
      return mapping_error(
          place_, "its fragments make more than a million values, or nest too deeply", "use fewer");
    }
    ++depth_;
    Result<json::value> expanded = expand_one(value);
    --depth_;
    return expanded;
  }

 private:
  Result<json::value> expand_one(const json::value& value) {
    if (value.is_array()) return expand_list(value.get_array());
    if (!value.is_object()) return value;
    const json::object& object = value.get_object();
    const json::value* name = object.size() == 1 ? object.if_contains("use") : nullptr;
    if (name == nullptr) return expand_object(object);
    const json::value* found = name->is_string() ? known_.if_contains(name->get_string()) : nullptr;
    if (found == nullptr) {
      return mapping_error(place_, "`use` names no fragment above it", "add it to `define`");
    }
    return expand(*found);
  }

  Result<json::value> expand_list(const json::array& list) {
    json::array result;
    for (const json::value& element : list) {
      HEADWATER_ASSIGN_OR_RETURN(json::value expanded, expand(element));
      result.push_back(std::move(expanded));
    }
    return json::value(std::move(result));
  }

  Result<json::value> expand_object(const json::object& object) {
    json::object result;
    for (const auto& member : object) {
      HEADWATER_ASSIGN_OR_RETURN(json::value expanded, expand(member.value()));
      result.emplace(member.key(), std::move(expanded));
    }
    return json::value(std::move(result));
  }

  const std::string& place_;
  json::object known_;
  std::size_t values_ = 0, depth_ = 0;
};

}  // namespace

Result<json::value> with_fragments(const json::value& root, const std::string& place) {
  if (!root.is_object() || !root.get_object().contains("define")) return root;
  Expansion expansion(place);
  HEADWATER_RETURN_IF_ERROR(expansion.define(root.at("define")));
  json::object rest = root.get_object();
  rest.erase("define");
  return expansion.expand(json::value(std::move(rest)));
}

}  // namespace headwater::ingest::internal
