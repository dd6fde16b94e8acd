// What others say about the entity: roles towards victims, assertions, and the sources of it all.
#include <algorithm>
#include <set>
#include <string>

#include <fmt/format.h>

#include "queries/evidence/disputes.h"
#include "queries/internal/columns.h"
#include "queries/internal/row_writer.h"
#include "queries/profile/internal/profile_parts.h"

namespace headwater::queries::internal {
namespace {

using graph::Assertion;
using graph::AssertionId;
using graph::Result;
using graph::Status;
using graph::Table;
using graph::VertexIndex;

struct RoleRow {
  std::uint32_t flow;
  std::string role;
};

// Roles of the members in flows, and flows in which a member is the victim.
std::vector<RoleRow> roles_of(const ProfileSubject& subject) {
  const graph::VictimFlowLayer& layer = subject.snapshot.victim_flows();
  std::vector<RoleRow> rows;
  for (std::uint32_t flow = 0; flow < layer.flows.size(); ++flow) {
    const VertexIndex victim = layer.flows[flow].victim;
    if (victim != graph::kNoVertex && subject.is_member(victim)) rows.push_back({flow, "victim"});
  }
  for (const graph::VictimFlowLayer::RoleEdge& role : layer.roles) {
    if (role.entity == graph::kNoVertex || !subject.is_member(role.entity)) continue;
    rows.push_back({role.flow, std::string(graph::to_string(role.kind))});
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const RoleRow& a, const RoleRow& b) { return a.flow < b.flow; });
  return rows;
}

Status append_role(const ProfileSubject& subject, ProfileFindings& findings, const RoleRow& row,
                   Table& table) {
  const graph::VictimFlowLayer& layer = subject.snapshot.victim_flows();
  const graph::VictimFlowLayer::Flow& flow = layer.flows[row.flow];
  HEADWATER_ASSIGN_OR_RETURN(const auto record, subject.view.victim_flow(flow.id));
  if (!record) return {};
  HEADWATER_ASSIGN_OR_RETURN(const std::string victim, findings.names.name(flow.victim));
  HEADWATER_ASSIGN_OR_RETURN(const std::string territory, findings.names.name(flow.exploitation));
  HEADWATER_ASSIGN_OR_RETURN(const std::string case_name, findings.names.name(flow.case_vertex));
  RowWriter(table)
      .text(row.role)
      .text(victim)
      .count(flow.count)
      .text(graph::to_string(flow.kind))
      .text(layer.terms[flow.form])
      .text(layer.terms[flow.sector])
      .text(territory)
      .time(flow.start)
      .time(flow.end)
      .text(case_name)
      .text(subject.view.name_of("victim-flow", record->origin))
      .done();
  return {};
}

// Assertions on the entity, on its case, or on one of its transactions; and who disputes which.
struct AssertionFindings {
  std::vector<std::pair<AssertionId, Assertion>> about;
  Disputes disputes;
};

Result<AssertionFindings> find_assertions(const ProfileSubject& subject,
                                          const ProfileFindings& findings) {
  AssertionFindings found;
  const auto concerns = [&](graph::EntityId id) {
    return !id.is_none() && subject.is_member(subject.snapshot.vertices().find(id));
  };
  HEADWATER_ASSIGN_OR_RETURN(found.disputes, read_disputes(subject.view));
  HEADWATER_RETURN_IF_ERROR(
      subject.view.for_each_assertion([&](AssertionId id, const Assertion& assertion) -> Status {
        const bool is_on_transaction =
            assertion.transaction && findings.transactions.count(assertion.transaction->value) != 0;
        const bool is_hidden = !assertion.entity.is_none() &&
                               subject.hides(subject.snapshot.vertices().find(assertion.entity));
        if (is_hidden) return {};
        if (concerns(assertion.entity) || concerns(assertion.case_id) || is_on_transaction) {
          found.about.emplace_back(id, assertion);
        }
        return {};
      }));
  return found;
}

Table assertion_table() {
  return Table({columns::text("claim"), columns::id("subject"), columns::text("role"),
                columns::id("case"), columns::share("share_bp"), columns::money("amount"),
                columns::asset_code(), columns::text("standard"), columns::text("basis"),
                columns::share("confidence_bp"), columns::text("author"), columns::time("made_at"),
                columns::text("source_grade"), columns::text("information_grade"),
                columns::text("evidence"), columns::id("disputed_by"), columns::id("assertion")});
}

Status append_assertion(const ProfileSubject& subject, ProfileFindings& findings,
                        const Assertion& assertion, const std::string& disputed_by, Table& table) {
  std::string about;
  if (assertion.transaction) {
    HEADWATER_ASSIGN_OR_RETURN(about, subject.view.name_of(*assertion.transaction));
  } else {
    HEADWATER_ASSIGN_OR_RETURN(about, findings.names.name(assertion.entity));
  }
  HEADWATER_ASSIGN_OR_RETURN(const std::string case_name, findings.names.name(assertion.case_id));
  RowWriter row(table);
  row.text(graph::to_string(assertion.claim)).text(about).text(assertion.role).text(case_name);
  row.count(static_cast<std::uint64_t>(assertion.share.value));
  if (assertion.amount) {
    row.money(assertion.amount->value, subject.snapshot.assets()[assertion.asset.value]);
  } else {
    row.null().null();
  }
  row.text(assertion.standard)
      .text(assertion.basis)
      .count(static_cast<std::uint64_t>(assertion.confidence.value))
      .text(assertion.author)
      .time(assertion.made_at)
      .text(assertion.source_grade)
      .text(assertion.information_grade)
      .text(assertion.evidence)
      .text(disputed_by)
      .text(subject.view.name_of("assertion", assertion.origin))
      .done();
  return {};
}

// By name: an answer that shows the assertion without the doubt must say whose doubt it may be.
void note_perhaps_disputed(const AssertionFindings& found, ProfileFindings& findings) {
  std::set<std::string> disputes;
  for (const auto& about : found.about) {
    const auto& names = found.disputes.perhaps_disputed_by(about.first);
    disputes.insert(names.begin(), names.end());
  }
  if (disputes.empty()) return;
  findings.notes.push_back(note_on_ambiguous_disputes(disputes.size()) +
                           fmt::format(": {}", fmt::join(disputes, ", ")));
}

// Commits that mention the entity, its namesakes or its accounts, ascending.
Result<std::vector<graph::CommitSeq>> commits_of(const ProfileSubject& subject) {
  std::vector<graph::CommitSeq> commits;
  for (const auto* vertices : {&subject.members, &subject.accounts}) {
    for (const VertexIndex vertex : *vertices) {
      HEADWATER_ASSIGN_OR_RETURN(
          const auto more, subject.view.entity_commits(subject.snapshot.vertices().entity(vertex)));
      commits.insert(commits.end(), more.begin(), more.end());
    }
  }
  std::sort(commits.begin(), commits.end());
  commits.erase(std::unique(commits.begin(), commits.end()), commits.end());
  return commits;
}

// Where the file lay does not matter to what it says.
std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

bool has_restricted_source(const graph::StoreView& view) {
  return std::any_of(view.manifests().begin(), view.manifests().end(), [](const auto& manifest) {
    return std::any_of(manifest.sources.begin(), manifest.sources.end(),
                       [](const graph::SourceFile& source) { return source.restricted; });
  });
}

}  // namespace

Status add_victim_roles(const ProfileSubject& subject, ProfileFindings& findings,
                        Document& result) {
  Table table({columns::text("role"), columns::id("victim"), columns::count("count"),
               columns::text("kind"), columns::text("form"), columns::text("sector"),
               columns::id("territory"), columns::time("start"), columns::time("end"),
               columns::id("case"), columns::id("victim_flow")});
  if (!subject.view.sees_victims()) {
    if (!subject.snapshot.victim_flows().flows.empty()) {
      findings.notes.emplace_back("roles towards victims are shown with the victim key only");
    }
    result.set("victim_roles", Document(std::move(table)));
    return {};
  }
  const std::vector<RoleRow> roles = roles_of(subject);
  const std::size_t shown = subject.rows_shown(roles.size());
  for (std::size_t i = 0; i < shown; ++i) {
    HEADWATER_RETURN_IF_ERROR(append_role(subject, findings, roles[i], table));
  }
  findings.note_cut("victim_roles", roles.size(), shown);
  result.set("victim_roles", Document(std::move(table)));
  return {};
}

Status add_assertions(const ProfileSubject& subject, ProfileFindings& findings, Document& result) {
  HEADWATER_ASSIGN_OR_RETURN(const AssertionFindings found, find_assertions(subject, findings));
  note_perhaps_disputed(found, findings);
  Table table = assertion_table();
  const std::size_t shown = subject.rows_shown(found.about.size());
  const bool withholds = std::any_of(found.about.begin(), found.about.end(), [](const auto& about) {
    return about.second.origin.source == graph::Origin::kWithheldSource;
  });
  if (withholds) {
    findings.notes.emplace_back(
        "of assertions from restricted sources or about victim flows, author, evidence and other "
        "free text are shown with the victim key only");
  }
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& [id, assertion] = found.about[i];
    const std::string doubts = fmt::format("{}", fmt::join(found.disputes.disputed_by(id), ", "));
    HEADWATER_RETURN_IF_ERROR(append_assertion(subject, findings, assertion, doubts, table));
  }
  findings.note_cut("assertions", found.about.size(), shown);
  result.set("assertions", Document(std::move(table)));
  return {};
}

// A restricted source would say that the entity has to do with a victim: only with the key.
Status add_sources(const ProfileSubject& subject, ProfileFindings& findings, Document& result) {
  HEADWATER_ASSIGN_OR_RETURN(const auto commits, commits_of(subject));
  Table table({{"commit", graph::ColumnType::kInt64, "id"},
               columns::text("format"),
               columns::text("namespace"),
               columns::text("file"),
               columns::text("sha256")});
  for (const graph::Manifest& manifest : subject.view.manifests()) {
    if (!std::binary_search(commits.begin(), commits.end(), manifest.commit)) continue;
    for (const graph::SourceFile& source : manifest.sources) {
      if (source.restricted && !subject.view.sees_victims()) continue;
      RowWriter(table)
          .count(manifest.commit.value)
          .text(manifest.format)
          .text(manifest.namespace_name)
          .text(file_name(source.path))
          .text(source.sha256)
          .done();
    }
  }
  if (!subject.view.sees_victims() && has_restricted_source(subject.view)) {
    findings.notes.emplace_back("restricted sources are named with the victim key only");
  }
  result.set("sources", Document(std::move(table)));
  return {};
}

}  // namespace headwater::queries::internal
