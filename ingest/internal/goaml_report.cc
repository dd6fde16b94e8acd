// Who is a victim in a goAML report.
//
// A role of a party, director, signatory or related person may say so; `is_protected` of a person
// counts too. So does a remark about a party (its comments, its reason) that speaks of a victim,
// not of victims, unless the party is marked as suspected: then the remark is about those whom it
// harmed. All numbers of a victim, and the name, make whoever shares them the same victim: rather
// one person too many hidden than a victim named.
#include "ingest/internal/goaml_report.h"

#include "ingest/internal/goaml_row.h"

namespace headwater::ingest::internal {

void GoamlReport::mark_person(XmlView& view, std::uint32_t person) {
  for (std::string& number : person_numbers(view, person)) victims_.insert(std::move(number));
  const std::string name = person_name_key(view, person);
  if (!name.empty()) victims_.insert("name:" + name);
}

bool GoamlReport::is_victim(XmlView& view, std::uint32_t person) const {
  if (victims_.contains("name:" + person_name_key(view, person))) return true;
  for (const std::string& number : person_numbers(view, person)) {
    if (victims_.contains(number)) return true;
  }
  return false;
}

namespace {

// Whether an element hands on what is said of it to the person in this one of its children.
bool is_about(std::string_view child) {
  return child == "person" || child == "t_person" || child == "account" || child == "signatory" ||
         child == "related_persons" || child == "account_related_person";
}

bool is_suspected_side(XmlView& view, std::uint32_t node, std::string_view child) {
  if (child == "t_conductor") return goaml_flag(view.text(node, "conductor_is_suspected"));
  return (child.starts_with("from_") && goaml_flag(view.text(node, "from_is_suspected"))) ||
         (child.starts_with("to_") && goaml_flag(view.text(node, "to_is_suspected")));
}

bool has_remark_on_victim(XmlView& view, std::uint32_t node) {
  for (const char* remark : {"comments", "reason", "significance"}) {
    for (const std::string_view text : view.texts(node, remark)) {
      if (speaks_of_victim(text)) return true;
    }
  }
  return false;
}

}  // namespace

// `is_victim`, `is_suspected`: what holds this element says so of its person.
void GoamlReport::mark(XmlView& view, std::uint32_t node, bool is_victim, bool is_suspected) {
  if (view.tree().at(node).kind != JsonTree::Kind::kObject) return;
  is_suspected = is_suspected || goaml_flag(view.text(node, "is_suspected"));
  const bool is_head = node == XmlView::kRoot;  // its reason is about the whole report
  const bool says_so = is_victim || is_victim_role(view.text(node, "role")) ||
                       (!is_suspected && !is_head && has_remark_on_victim(view, node));
  const bool is_person =
      !is_head && (!view.all(node, "first_name").empty() || !view.all(node, "last_name").empty());
  if (is_person && (says_so || goaml_flag(view.text(node, "is_protected")))) {
    mark_person(view, node);
  }
  const JsonTree& tree = view.tree();
  for (std::uint32_t i = node + 1; i < tree.at(node).end; i = tree.at(i).end) {
    const std::string_view key = tree.at(i).key;
    const bool passes_on = says_so && !is_person && is_about(key);
    const bool suspects = is_suspected || is_suspected_side(view, node, key);
    if (tree.at(i).kind != JsonTree::Kind::kArray) {
      mark(view, i, passes_on, suspects);
      continue;
    }
    for (std::uint32_t j = i + 1; j < tree.at(i).end; j = tree.at(j).end) {
      mark(view, j, passes_on, suspects);
    }
  }
}

void GoamlReport::look_for_victims(const JsonTree& tree) {
  if (tree.is_empty() || tree.at(XmlView::kRoot).kind != JsonTree::Kind::kObject) return;
  XmlView view(tree);
  mark(view, XmlView::kRoot, false, false);
}

std::string GoamlReport::row(const JsonTree& tree) {
  if (tree.is_empty() || tree.at(XmlView::kRoot).kind != JsonTree::Kind::kObject) return "{}";
  return GoamlRow(*this, tree).text();
}

}  // namespace headwater::ingest::internal
