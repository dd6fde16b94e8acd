#include "queries/ring/ring_answer.h"

#include <algorithm>

#include <fmt/format.h>

#include "ingest/generate/truth_reader.h"
#include "queries/evidence/asserted_members.h"
#include "queries/evidence/disputes.h"
#include "queries/internal/layer_names.h"
#include "queries/internal/row_writer.h"
#include "queries/internal/values.h"
#include "queries/ring/measured_error.h"

namespace headwater::queries {
namespace {

using graph::ColumnType;
using graph::EntityId;
using graph::Result;
using internal::RowWriter;

constexpr std::string_view kAbout = "rank a ring";

// Given by name, or asserted.
Result<AssertedMembers> known_members(QuerySession& session, const graph::Snapshot& snapshot,
                                      const RingQuestion& question) {
  const graph::StoreView& view = session.view();
  AssertedMembers known;
  for (const std::string& text : question.known) {
    HEADWATER_ASSIGN_OR_RETURN(const EntityId id, view.resolve(text));
    known.members.push_back(id);
  }
  if (!known.members.empty()) {
    std::sort(known.members.begin(), known.members.end());
    known.members.erase(std::unique(known.members.begin(), known.members.end()),
                        known.members.end());
    return known;
  }
  const auto resolved = session.resolved(question.ranking.resolution);
  HEADWATER_ASSIGN_OR_RETURN(known,
                             asserted_members(view, snapshot, *resolved, question.case_name));
  if (!known.members.empty()) return known;
  return graph::question_error(std::string(kAbout), "the known members",
                               "no member is asserted, and none was given",
                               "give --known ID, or assert one with `member-of`");
}

Result<std::string> name_attribute(const graph::StoreView& view, EntityId id) {
  HEADWATER_ASSIGN_OR_RETURN(const auto entity, view.entity(id));
  if (!entity) return std::string();
  for (const graph::Attribute& attribute : entity->attributes) {
    if (attribute.name == "name") return attribute.value;
  }
  return std::string();
}

// Those that the ranking started from.
Result<graph::Table> known_table(QuerySession& session, const graph::Snapshot& snapshot,
                                 const RingRequest& request, const RingRanking& ranking) {
  const graph::StoreView& view = session.view();
  const auto resolved = session.resolved(request.resolution);
  graph::Table table({{"id", ColumnType::kText, "id"}, {"name", ColumnType::kText, "text"}});
  for (const EntityId id : request.known) {
    const graph::VertexIndex vertex = resolved->representative[snapshot.vertices().find(id)];
    if (!std::binary_search(ranking.known.begin(), ranking.known.end(), vertex)) continue;
    HEADWATER_ASSIGN_OR_RETURN(const graph::EntityKey key, view.key_of(id));
    HEADWATER_ASSIGN_OR_RETURN(const std::string name, name_attribute(view, id));
    RowWriter(table).text(graph::to_string(key)).text(name).done();
  }
  return table;
}

// The ranking's rows with what the truth says beside them.
graph::Table side_by_side(const graph::Table& ranked, const graph::Table& judged) {
  graph::Table table({{"rank", ColumnType::kInt64, "count"},
                      {"id", ColumnType::kText, "id"},
                      {"name", ColumnType::kText, "text"},
                      {"ties", ColumnType::kInt64, "count"},
                      {"score", ColumnType::kFloat64, "score"},
                      {"member", ColumnType::kBool, "text"},
                      {"truly", ColumnType::kText, "text"}});
  for (std::size_t row = 0; row < ranked.row_count(); ++row) {
    RowWriter(table)
        .count(static_cast<std::uint64_t>(ranked.find("rank")->int64(row)))
        .text(ranked.find("id")->text(row))
        .text(ranked.find("name")->text(row))
        .count(static_cast<std::uint64_t>(ranked.find("ties")->int64(row)))
        .score(ranked.find("score")->float64(row))
        .flag(judged.find("member")->boolean(row))
        .text(judged.find("truly")->text(row))
        .done();
  }
  return table;
}

Document score_document(const RingScore& score) {
  Document kinds = Document::object();
  for (const auto& [kind, count] : score.innocents_by_kind) {
    kinds.set(kind, Document(std::uint64_t{count}));
  }
  return std::move(
      Document::object()
          .set("rows", Document(std::uint64_t{score.named}))
          .set("members_to_find", Document(std::uint64_t{score.members}))
          .set("found", Document(std::uint64_t{score.found}))
          .set("missed", Document(std::uint64_t{score.missed()}))
          .set("to_find_named_by_role", Document(std::uint64_t{score.members_named_by_role}))
          .set("found_named_by_role", Document(std::uint64_t{score.found_named_by_role}))
          .set("to_find_named_by_nothing", Document(std::uint64_t{score.members_unnamed()}))
          .set("found_named_by_nothing", Document(std::uint64_t{score.found_unnamed()}))
          .set("innocents_named", Document(std::uint64_t{score.innocents}))
          .set("victims_named", Document(std::uint64_t{score.victims_named}))
          .set("average_precision", Document(score.average_precision))
          .set("innocents_by_kind", std::move(kinds)));
}

Result<std::string> add_rows(QuerySession& session, const graph::Snapshot& snapshot,
                             const RingQuestion& question, const RingRanking& ranking,
                             Document& result) {
  const graph::StoreView& view = session.view();
  const std::size_t top = question.top == 0 ? ranking.ranked.size() : question.top;
  HEADWATER_ASSIGN_OR_RETURN(graph::Table rows, ring_table(view, ranking, top));
  if (question.truth.empty()) {
    result.set("rows", Document(std::move(rows)));
    return std::string();
  }
  HEADWATER_ASSIGN_OR_RETURN(const auto truth, ingest::read_case_truth(question.truth));
  const graph::Resolution& resolution = question.ranking.resolution;
  HEADWATER_ASSIGN_OR_RETURN(const graph::Table judged,
                             judged_table(view, snapshot, resolution, ranking, truth, top));
  result.set("rows", Document(side_by_side(rows, judged)));
  HEADWATER_ASSIGN_OR_RETURN(
      const RingScore score,
      score_ranking(view, snapshot, resolution, ranking, truth, static_cast<std::uint32_t>(top)));
  result.set("judged", score_document(score));
  return fmt::format(
      "judged against the truth of a generated case: {} of the {} members whom no assertion names "
      "are among {} rows, {} missed: {} of {} whom victim flows name by a role, and {} of {} whom "
      "no visible evidence names; {} {} innocents; made-up rings compare methods and say nothing "
      "about real ones",
      score.found, score.members, score.named, score.missed(), score.found_named_by_role,
      score.members_named_by_role, score.found_unnamed(), score.members_unnamed(), score.innocents,
      score.innocents == 1 ? "row names" : "rows name");
}

// Measured were money alone and all layers; of other choices the latter is the nearest that is
// known.
std::string measured_note(const std::vector<graph::Layer>& layers) {
  const bool is_money_alone = layers == std::vector<graph::Layer>{graph::Layer::kMoney};
  const std::string_view method =
      is_money_alone ? "ring ranking, money" : "ring ranking, money and ties";
  const auto all = measured_methods();
  const auto measured = std::find_if(
      all.begin(), all.end(), [&](const MeasuredMethod& each) { return each.method == method; });
  HEADWATER_CHECK(measured != all.end(), "the method was measured");
  const auto tenths = [](int value) { return fmt::format("{}.{}", value / 10, value % 10); };
  return fmt::format(
      "a list of whom to look at, no evidence: on {} generated cases, with {}, {} of {} rows named "
      "an innocent on average, and {} of {} members whom no assertion names were missed; of the {} "
      "of them whom interviews do not name either, {} were found (docs/ring.md)",
      kMeasuredSeeds, is_money_alone ? "money alone" : "all layers", tenths(measured->innocents),
      kMeasuredCutOff, tenths(measured->missed), kMeasuredToFind, tenths(kMeasuredUnnamed),
      tenths(measured->found_unnamed));
}

void add_notes(QuerySession& session, const RingQuestion& question, const RingRanking& ranking,
               std::vector<std::string>& notes) {
  notes.push_back(fmt::format(
      "{} protected persons and companies (victims, and whoever is used under a victim's identity) "
      "take part and are in no list",
      ranking.protected_left_out));
  const std::vector<graph::Layer>& layers = question.ranking.layers;
  const bool asks_victims =
      std::find(layers.begin(), layers.end(), graph::Layer::kVictims) != layers.end();
  if (asks_victims && !session.view().sees_victims()) {
    notes.emplace_back("without the victim key the victims layer is empty");
  }
  if (ranking.notes.jointly_owned_accounts > 0) {
    notes.push_back(fmt::format("{} accounts of several owners stand for themselves",
                                ranking.notes.jointly_owned_accounts));
  }
  const auto resolved = session.resolved(question.ranking.resolution);
  const auto sameness = internal::resolution_notes(*resolved, question.ranking.resolution);
  notes.insert(notes.end(), sameness.begin(), sameness.end());
}

std::string_view discount_name(HubDiscount discount) {
  switch (discount) {
    case HubDiscount::kNone:
      return "none";
    case HubDiscount::kSquareRoot:
      return "square-root";
    case HubDiscount::kFull:
      break;
  }
  return "full";
}

Document parameters_of(const RingQuestion& question, const graph::Table& known) {
  const RingRequest& ranking = question.ranking;
  Document names = Document::array();
  for (std::size_t row = 0; row < known.row_count(); ++row) {
    names.push(Document(known.find("id")->text(row)));
  }
  const bool of_case = question.known.empty() && !question.case_name.empty();
  return std::move(Document::object()
                       .set("rank", Document("ring"))
                       .set("known", std::move(names))
                       .set("case", of_case ? Document(question.case_name) : Document())
                       .set("layers", internal::layers_document(ranking.layers))
                       .set("resolve", Document(to_text(ranking.resolution)))
                       .set("from", internal::time_document(ranking.window.from))
                       .set("to", internal::time_document(ranking.window.to))
                       .set("weight", Document("amount"))
                       .set("tie-discount", Document(discount_name(ranking.tie_discount)))
                       .set("score-discount", Document(discount_name(ranking.score_discount)))
                       .set("damping", Document(ranking.damping))
                       .set("top", Document(std::uint64_t{question.top}))
                       .set("judged", Document(!question.truth.empty())));
}

}  // namespace

const std::vector<ParameterSpec>& ring_parameters() {
  static const std::vector<ParameterSpec> kParameters = {
      {"layers", "list of money, relations, victims", "money,relations,victims", false,
       "which ties count"},
      {"resolve", "none, confirmed or probable:P", "confirmed", false, "who counts as the same"},
      {"case", "case", "", false, "start from the asserted members of this case only"},
      {"from", "time", "", false, "transactions at or after this"},
      {"to", "time", "", false, "transactions before this"},
      {"top", "integer", "25", false, "rows; 0 all"}};
  return kParameters;
}

Result<RingQuestion> parse_ring(const ParameterMap& given) {
  HEADWATER_RETURN_IF_ERROR(check_parameters(kAbout, ring_parameters(), given));
  const Parameters parameters(kAbout, ring_parameters(), given);
  RingQuestion question;
  question.case_name = parameters.text("case");
  HEADWATER_ASSIGN_OR_RETURN(question.ranking.layers,
                             internal::parse_layers(kAbout, parameters.list("layers")));
  HEADWATER_ASSIGN_OR_RETURN(question.ranking.resolution, parameters.resolution());
  HEADWATER_ASSIGN_OR_RETURN(question.ranking.window, parameters.window());
  HEADWATER_ASSIGN_OR_RETURN(const std::int64_t top, parameters.integer("top", 0, 1'000'000));
  question.top = static_cast<std::size_t>(top);
  return question;
}

Result<Answer> ring_answer(QuerySession& session, const RingQuestion& question) {
  const graph::StoreView& view = session.view();
  RingRequest request = question.ranking;
  graph::SnapshotRequest wanted;
  wanted.window = request.window;
  HEADWATER_ASSIGN_OR_RETURN(const auto snapshot, session.snapshot(wanted));
  HEADWATER_ASSIGN_OR_RETURN(const AssertedMembers asserted,
                             known_members(session, *snapshot, question));
  request.known = asserted.members;
  HEADWATER_ASSIGN_OR_RETURN(const RingRanking ranking,
                             rank_ring(*snapshot, request, session.context()));
  HEADWATER_ASSIGN_OR_RETURN(graph::Table known, known_table(session, *snapshot, request, ranking));
  Answer answer;
  answer.title = fmt::format("Ring around {} known {}", known.row_count(),
                             known.row_count() == 1 ? "member" : "members");
  answer.commit = view.as_of();
  answer.parameters = parameters_of(question, known);
  HEADWATER_ASSIGN_OR_RETURN(const std::string judged,
                             add_rows(session, *snapshot, question, ranking, answer.result));
  const bool all_known_start = known.row_count() == request.known.size();
  answer.result.set("known", Document(std::move(known)));
  answer.notes.push_back(judged.empty() ? measured_note(request.layers) : judged);
  if (!all_known_start) {
    answer.notes.emplace_back(
        "known members without a tie in these layers, or that may not start a ranking, play no "
        "part");
  }
  if (asserted.disputed > 0) {
    answer.notes.push_back(fmt::format(
        "{} of the known members {} asserted by disputed assertions only, and counted all the same "
        "(--known starts from others)",
        asserted.disputed, asserted.disputed == 1 ? "is" : "are"));
  }
  if (asserted.ambiguous_disputes > 0) {
    answer.notes.push_back(note_on_ambiguous_disputes(asserted.ambiguous_disputes));
  }
  add_notes(session, question, ranking, answer.notes);
  return answer;
}

Answer ring_evaluation_answer(const SeedEvaluation& evaluation) {
  const SeedEvaluationRequest& request = evaluation.request;
  Answer answer;
  answer.title =
      fmt::format("Ring ranking on {} generated cases, beside two baselines", request.seeds);
  answer.result = to_document(evaluation);
  answer.parameters.set("rank", Document("evaluate"))
      .set("first-seed", Document(request.first_seed))
      .set("seeds", Document(std::uint64_t{request.seeds}))
      .set("scale", Document(request.scale))
      .set("cut-off", Document(std::uint64_t{request.cut_off}))
      .set("resolve", Document(to_text(request.resolution)));
  answer.notes = {
      "means over seeds of the first rows of each list; every row that names no member counts as "
      "an innocent named, two ids of one person twice; innocents_named adds up all seeds",
      "members are to be found whom no assertion names; some of them are named by a role in victim "
      "flows that are loaded (found_named_by_role), the others by no evidence at all "
      "(found_named_by_nothing)",
      "one hop: neighbours of the known members; degree: whoever has most counterparties",
      "the rings are made up, and large beside their small towns: methods can be compared, the "
      "absolute figures say nothing about real cases (docs/ring.md, docs/generator.md)"};
  return answer;
}

}  // namespace headwater::queries
