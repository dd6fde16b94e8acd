// Answers as JSON, and their digest.
#include "graph/sha256.h"
#include "queries/internal/json_writer.h"
#include "queries/render.h"

namespace headwater::queries {

using internal::JsonWriter;
using internal::MemberOrder;

namespace {

Document strings(const std::vector<std::string>& values) {
  Document array = Document::array();
  for (const std::string& value : values) array.push(Document(value));
  return array;
}

// What follows the result's own members; a name that the result has taken already stays its own.
Document closing_members(const Answer& answer, const EngineStamp& stamp) {
  Document engine = Document::object();
  engine.set("version", Document(stamp.version));
  engine.set("commit", Document(answer.commit.value));
  engine.set("threads", Document(stamp.threads));
  engine.set("seconds", Document(stamp.seconds));
  Document closing = Document::object();
  const auto add = [&](std::string_view name, Document value) {
    if (answer.result.find(name) == nullptr) closing.set(name, std::move(value));
  };
  if (const auto* members = std::get_if<std::vector<Document::Member>>(&answer.aside.value())) {
    for (const auto& [name, value] : *members) add(name, value);
  }
  if (answer.partial) add("partial", Document(true));
  if (answer.internal_audience) add("audience", Document("internal"));
  add("parameters", answer.parameters);
  add("commit", Document(answer.commit.value));
  add("notes", strings(answer.notes));
  add("digest", Document(digest(answer)));
  add("engine", std::move(engine));
  return closing;
}

}  // namespace

std::string to_json(const Document& document) {
  JsonWriter writer(MemberOrder::kAsSet);
  writer.write(document);
  return writer.take();
}

std::string digest(const Answer& answer) {
  graph::Sha256 hash;
  JsonWriter writer(MemberOrder::kByName, [&](std::string_view piece) { hash.update(piece); });
  writer.text("{\"commit\":");
  writer.integer(static_cast<std::int64_t>(answer.commit.value));
  writer.text(",\"parameters\":");
  writer.write(answer.parameters);
  writer.text(",\"result\":");
  writer.write(answer.result);
  writer.text("}");
  writer.take();
  return hash.finish_hex();
}

std::string to_json(const Answer& answer, const EngineStamp& stamp) {
  JsonWriter writer(MemberOrder::kAsSet);
  writer.text("{");
  writer.write_members(answer.result);
  if (!answer.result.is_empty_object()) writer.text(",");
  writer.write_members(closing_members(answer, stamp));
  writer.text("}\n");
  return writer.take();
}

}  // namespace headwater::queries
