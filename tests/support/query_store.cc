#include "tests/support/query_store.h"

#include <algorithm>

#include "queries/render.h"
#include "tests/support/staging.h"

namespace headwater::tests {

ingest::LoadReport QueryStore::load(ingest::LoadRequest request) {
  session_.reset();
  view_.reset();
  store_.reset();
  const auto store = value_of(graph::Store::open(path(), {.mode = graph::OpenMode::kCreate}));
  request.victim_key = victim_key();
  return value_of(ingest::load(*store, request, context_));
}

ingest::LoadReport QueryStore::load_path(const std::string& file, const std::string& format,
                                         const std::string& name_space) {
  ingest::LoadRequest request;
  request.paths = {file};
  request.format = format;
  request.namespace_name = name_space;
  return load(std::move(request));
}

ingest::LoadReport QueryStore::load_text(const std::string& file_name, const std::string& mapping,
                                         const std::string& text) {
  ingest::LoadRequest request;
  request.paths = {folder_ / file_name};
  request.format = "csv";
  request.mapping_path = folder_ / (file_name + ".json");
  write_file(request.paths.front(), text);
  write_file(request.mapping_path, mapping);
  return load(std::move(request));
}

std::string QueryStore::victim_key_path() {
  victim_key();
  return folder_ / "victims.key";
}

const graph::VictimKey& QueryStore::victim_key() {
  if (!key_) {
    const std::string file = folder_ / "victims.key";
    EXPECT_TRUE(graph::VictimKey::generate_file(file).ok());
    key_ = value_of(graph::VictimKey::load(file));
  }
  return *key_;
}

const graph::StoreView& QueryStore::view(bool with_victim_key) {
  return session(with_victim_key).view();
}

queries::QuerySession& QueryStore::session(bool with_victim_key) {
  session_.reset();
  view_.reset();
  if (!store_) store_ = value_of(graph::Store::open(path(), {.mode = graph::OpenMode::kRead}));
  graph::ViewOptions options;
  if (with_victim_key) options.victim_key = victim_key();
  view_ = value_of(store_->view(options));
  session_ = std::make_unique<queries::QuerySession>(*view_, context_);
  return *session_;
}

const graph::Table& table_of(const queries::Answer& answer, const std::string& member) {
  static const graph::Table kEmpty;
  const queries::Document* found = answer.result.find(member);
  const auto* table = found == nullptr
                          ? nullptr
                          : std::get_if<std::shared_ptr<const graph::Table>>(&found->value());
  if (table == nullptr) ADD_FAILURE() << "no table " << member;
  return table == nullptr ? kEmpty : **table;
}

std::vector<std::string> csv_rows(const queries::Answer& answer, const std::string& member) {
  std::vector<std::string> lines;
  const std::string csv = queries::to_csv(table_of(answer, member));
  for (std::size_t begin = csv.find('\n') + 1; begin < csv.size();) {
    const std::size_t end = csv.find('\n', begin);
    lines.push_back(csv.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

bool says(const queries::Answer& answer, const std::string& words) {
  return std::any_of(answer.notes.begin(), answer.notes.end(), [&](const std::string& note) {
    return note.find(words) != std::string::npos;
  });
}

std::string cell(const queries::Answer& answer, const std::string& column, std::size_t row) {
  const graph::Table& table = table_of(answer);
  const graph::Column* found = table.find(column);
  if (found == nullptr || row >= found->size()) {
    ADD_FAILURE() << "no cell " << column << " " << row;
    return "";
  }
  if (found->is_null(row)) return "";
  switch (found->spec().type) {
    case graph::ColumnType::kInt64:
      return std::to_string(found->int64(row));
    case graph::ColumnType::kFloat64:
      return queries::to_json(queries::Document(found->float64(row)));
    case graph::ColumnType::kBool:
      return found->boolean(row) ? "true" : "false";
    case graph::ColumnType::kText:
      break;
  }
  return std::string(found->text(row));
}

std::string scalar(const queries::Answer& answer, const std::string& member,
                   const std::string& name) {
  const queries::Document* object = answer.result.find(member);
  const queries::Document* value = object == nullptr ? nullptr : object->find(name);
  if (value == nullptr) {
    ADD_FAILURE() << "no member " << member << "." << name;
    return "";
  }
  return queries::to_json(*value);
}

}  // namespace headwater::tests
