#include "queries/goaml/goaml_profile.h"

#include "queries/goaml/internal/json_reading.h"

namespace headwater::queries {
namespace {

namespace json = boost::json;
using graph::Result;
using graph::Status;
using internal::JsonReading;

constexpr char kReadProfile[] = "read a goAML profile";

// Calls `read` with each member of an object, its place and its value.
template <typename Read>
Status read_members(const JsonReading& reading, const json::value& value, const std::string& member,
                    const Read& read) {
  HEADWATER_ASSIGN_OR_RETURN(const json::object* object, reading.object(value, member));
  for (const auto& entry : *object) {
    const std::string name(entry.key());
    if (name.empty()) return reading.wrong(member, "an element without a name");
    HEADWATER_RETURN_IF_ERROR(read(name, entry.value(), member + "." + name));
  }
  return {};
}

Status read_code_lists(const JsonReading& reading, const json::value& value,
                       const std::string& member,
                       std::map<std::string, std::set<std::string>>& lists) {
  return read_members(
      reading, value, member,
      [&](const std::string& name, const json::value& codes, const std::string& place) -> Status {
        HEADWATER_ASSIGN_OR_RETURN(const std::vector<std::string> texts,
                                   reading.texts(codes, place));
        lists[name] = {texts.begin(), texts.end()};
        return {};
      });
}

Status read_bounds(const JsonReading& reading, const json::value& value, const std::string& member,
                   std::map<std::string, GoamlBounds>& all) {
  return read_members(
      reading, value, member,
      [&](const std::string& name, const json::value& stated, const std::string& place) -> Status {
        HEADWATER_ASSIGN_OR_RETURN(const json::object* object, reading.object(stated, place));
        HEADWATER_RETURN_IF_ERROR(reading.only(*object, place, {"min", "max"}));
        GoamlBounds& bounds = all[name];
        if (const json::value* least = object->if_contains("min")) {
          HEADWATER_ASSIGN_OR_RETURN(bounds.least, reading.count(*least, place + ".min"));
        }
        if (const json::value* most = object->if_contains("max")) {
          HEADWATER_ASSIGN_OR_RETURN(bounds.most, reading.count(*most, place + ".max"));
        }
        if (bounds.most && *bounds.most < bounds.least) {
          return reading.wrong(place, "a max below its min");
        }
        return {};
      });
}

Status read_mandatory(const JsonReading& reading, const json::value& value, GoamlProfile& profile) {
  return read_members(reading, value, "mandatory",
                      [&](const std::string& name, const json::value& elements,
                          const std::string& place) -> Status {
                        HEADWATER_ASSIGN_OR_RETURN(profile.mandatory[name],
                                                   reading.texts(elements, place));
                        return {};
                      });
}

Status read_dates(const JsonReading& reading, const json::value& value, GoamlProfile& profile) {
  return read_members(
      reading, value, "dates",
      [&](const std::string& name, const json::value& form, const std::string& place) -> Status {
        HEADWATER_ASSIGN_OR_RETURN(profile.dates[name], reading.text(form, place));
        if (profile.dates[name].empty()) return reading.wrong(place, "an empty text");
        return {};
      });
}

Status read_part(const JsonReading& reading, const std::string& part, const json::value& value,
                 GoamlProfile& profile) {
  if (part == "lookups") return read_code_lists(reading, value, part, profile.lookups);
  if (part == "forbidden") return read_code_lists(reading, value, part, profile.forbidden);
  if (part == "sizes") return read_bounds(reading, value, part, profile.sizes);
  if (part == "counts") return read_bounds(reading, value, part, profile.counts);
  if (part == "mandatory") return read_mandatory(reading, value, profile);
  if (part == "dates") return read_dates(reading, value, profile);
  if (part == "file_bytes") {
    HEADWATER_ASSIGN_OR_RETURN(profile.file_bytes, reading.count(value, part));
  } else if (part == "name") {
    HEADWATER_ASSIGN_OR_RETURN(profile.name, reading.text(value, part));
  }
  return {};
}

}  // namespace

Result<GoamlProfile> GoamlProfile::parse(std::string_view text, const std::string& place) {
  const JsonReading reading(kReadProfile, place);
  HEADWATER_ASSIGN_OR_RETURN(const json::object object,
                             reading.document(text, "headwater_goaml_profile"));
  HEADWATER_RETURN_IF_ERROR(reading.only(object, "",
                                         {"headwater_goaml_profile", "name", "lookups", "forbidden",
                                          "mandatory", "sizes", "counts", "dates", "file_bytes"}));
  GoamlProfile profile;
  for (const auto& entry : object) {
    HEADWATER_RETURN_IF_ERROR(read_part(reading, std::string(entry.key()), entry.value(), profile));
  }
  if (profile.name.empty()) return reading.wrong("name", "it is missing or empty");
  return profile;
}

}  // namespace headwater::queries
