// Answers for a terminal.
#include <algorithm>

#include "queries/internal/text_table.h"
#include "queries/internal/utf8_text.h"
#include "queries/render.h"

namespace headwater::queries {
namespace {

using internal::display_width;
using internal::printable;
using Members = std::vector<Document::Member>;
using Items = std::vector<Document>;
using TablePointer = std::shared_ptr<const graph::Table>;

bool is_scalar(const Document& document) {
  const auto& value = document.value();
  return !std::holds_alternative<Items>(value) && !std::holds_alternative<Members>(value) &&
         !std::holds_alternative<TablePointer>(value);
}

std::string scalar_text(const Document& document) {
  const auto& value = document.value();
  if (const auto* boolean = std::get_if<bool>(&value)) return *boolean ? "yes" : "no";
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return internal::grouped(*whole);
  if (const auto* real = std::get_if<double>(&value)) return internal::brief(*real);
  if (const auto* text = std::get_if<std::string>(&value)) return printable(*text);
  return "-";
}

bool is_list_of_scalars(const Document& document) {
  const auto* items = std::get_if<Items>(&document.value());
  return items != nullptr && std::all_of(items->begin(), items->end(), is_scalar);
}

std::string list_text(const Document& document) {
  std::string text;
  for (const Document& item : std::get<Items>(document.value())) {
    text += (text.empty() ? "" : ", ") + scalar_text(item);
  }
  return text.empty() ? "none" : text;
}

bool is_one_line(const Document& document) {
  return is_scalar(document) || is_list_of_scalars(document);
}

class TextWriter {
 public:
  explicit TextWriter(std::size_t max_rows) : max_rows_(max_rows) {}

  // Scalars first, aligned; then everything that needs a heading of its own.
  void object(const Members& members, const std::string& indent) {
    std::size_t width = 0;
    for (const auto& [name, value] : members) {
      if (is_one_line(value)) width = std::max(width, display_width(printable(name)));
    }
    for (const auto& [name, value] : members) {
      if (!is_one_line(value)) continue;
      follows_heading_ = false;
      const std::string shown = printable(name);
      out_ += indent + shown + std::string(width - display_width(shown) + 2, ' ');
      out_ += (is_scalar(value) ? scalar_text(value) : list_text(value)) + "\n";
    }
    for (const auto& [name, value] : members) {
      if (!is_one_line(value)) block(printable(name), value, indent);
    }
  }

  void block(const std::string& name, const Document& value, const std::string& indent) {
    if (!out_.empty() && !follows_heading_) out_ += "\n";
    const bool is_main_table =
        name == "rows" && std::holds_alternative<TablePointer>(value.value());
    if (!is_main_table) out_ += indent + name + "\n";
    follows_heading_ = !is_main_table;
    content(value, is_main_table ? indent : indent + "  ");
  }

  void content(const Document& value, const std::string& indent) {
    const auto* members = std::get_if<Members>(&value.value());
    if (members != nullptr && !members->empty()) return object(*members, indent);
    follows_heading_ = false;
    if (const auto* table = std::get_if<TablePointer>(&value.value())) {
      out_ += (*table)->row_count() == 0 ? indent + "none\n"
                                         : internal::format_table(**table, max_rows_, indent);
    } else if (const auto* items = std::get_if<Items>(&value.value())) {
      for (const Document& item : *items) {
        content(item, indent);
        out_ += "\n";
      }
    } else {
      out_ += indent + (members != nullptr ? "none" : scalar_text(value)) + "\n";
    }
  }

  std::string take() { return std::move(out_); }

 private:
  std::size_t max_rows_;
  bool follows_heading_ = false;
  std::string out_;
};

std::string footer(const Answer& answer, const EngineStamp& stamp) {
  return "commit " + std::to_string(answer.commit.value) + " | digest " + digest(answer) +
         " | headwater " + stamp.version + ", " + std::to_string(stamp.threads) + " threads, " +
         internal::brief(stamp.seconds) + " s\n";
}

}  // namespace

std::string to_one_line(std::string_view text) { return internal::printable(text); }

std::string to_text(const Answer& answer, const EngineStamp& stamp, std::size_t max_rows) {
  std::string out;
  if (!answer.title.empty()) out += printable(answer.title) + "\n\n";
  if (answer.internal_audience) out += "INTERNAL: shows exact cells; not for publication\n\n";
  if (answer.partial) out += "PARTIAL: ended by a budget or limit\n\n";
  TextWriter writer(max_rows);
  writer.content(answer.result, "");
  if (!answer.aside.is_empty_object()) writer.content(answer.aside, "");
  out += writer.take();
  if (!answer.notes.empty()) out += "\n";
  for (const std::string& note : answer.notes) out += "note: " + printable(note) + "\n";
  return out + "\n" + footer(answer, stamp);
}

}  // namespace headwater::queries
