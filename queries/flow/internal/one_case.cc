#include "queries/flow/internal/one_case.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace headwater::queries::internal {
namespace {

using engine::AssertedPayment;
using engine::kNoHolder;

// Payments of the range that are no outlay, and those that were cut.
void count_payments(const LabelRange& range, const std::vector<AssertedPayment>& payments,
                    engine::AttributionResult& result) {
  std::map<std::tuple<std::uint32_t, std::uint32_t, bool>, std::int64_t> asked;
  for (const AssertedPayment& payment : payments) {
    if (payment.label < range.first || payment.label >= range.end) continue;
    asked[{payment.position, payment.label, payment.is_spending}] = payment.amount.value;
  }
  std::set<std::uint32_t> cut;
  for (const AssertedPayment& outlay : result.outlays) {
    if (asked.at({outlay.position, outlay.label, outlay.is_spending}) != outlay.amount.value) {
      cut.insert(outlay.position);
    }
  }
  result.payments_left_out = asked.size() - result.outlays.size();
  result.payments_capped = cut.size();
}

void renumber(std::uint32_t& member, const std::vector<std::uint32_t>& number_of_member) {
  if (member != kNoHolder) member = number_of_member[member];
}

}  // namespace

LabelRange labels_of(const std::vector<ProceedsLabel>& labels, const CaseScope& scope) {
  const auto size = static_cast<std::uint32_t>(labels.size());
  if (scope.all) return {0, size};
  const auto is_of_case = [&](const ProceedsLabel& label) { return scope.includes(label.case_id); };
  const auto first = std::find_if(labels.begin(), labels.end(), is_of_case);
  const auto end = std::find_if_not(first, labels.end(), is_of_case);
  return {static_cast<std::uint32_t>(first - labels.begin()),
          static_cast<std::uint32_t>(end - labels.begin())};
}

void keep_labels(const LabelRange& range, const std::vector<std::uint32_t>& number_of_member,
                 const std::vector<AssertedPayment>& payments, engine::AttributionResult& result) {
  const auto keep = [&](auto& rows) {
    std::erase_if(
        rows, [&](const auto& row) { return row.label < range.first || row.label >= range.end; });
  };
  const auto count_from_0 = [&](auto& rows) {
    for (auto& row : rows) row.label -= range.first;
  };
  const auto keep_all = [&](auto&... rows) {
    (keep(rows), ...);
    (count_from_0(rows), ...);
  };
  keep(result.outlays);
  count_payments(range, payments, result);
  count_from_0(result.outlays);
  engine::TraceResult& trace = result.trace;
  keep_all(result.members, result.cases, result.transfers, trace.movements, trace.holdings,
           trace.conversions, trace.balances);
  for (auto& row : result.members) renumber(row.member, number_of_member);
  for (auto& row : result.transfers) {
    renumber(row.from_member, number_of_member);
    renumber(row.to_member, number_of_member);
  }
  for (auto& row : trace.movements) {
    renumber(row.holder_before, number_of_member);
    renumber(row.holder_after, number_of_member);
  }
  for (auto& row : trace.holdings) {
    renumber(row.holder, number_of_member);
    renumber(row.paid_by, number_of_member);
  }
  for (auto& row : trace.conversions) renumber(row.holder, number_of_member);
}

CaseMembers members_of_case(const CaseMembers& all, CaseMembers asked, const CaseScope& scope,
                            std::vector<std::uint32_t>& number_of_member) {
  CaseMembers result;
  number_of_member.assign(all.members.size(), kNoHolder);
  for (std::size_t i = 0; i < all.members.size(); ++i) {
    const CaseMember& member = all.members[i];
    if (!std::binary_search(member.cases.begin(), member.cases.end(), scope.case_id)) continue;
    number_of_member[i] = static_cast<std::uint32_t>(result.members.size());
    const std::uint32_t known = asked.find(member.vertex);
    result.members.push_back(known == kNoHolder ? member : asked.members[known]);
    result.members.back().cases = {scope.case_id};
  }
  result.holders = all.holders;
  result.holders.renumber(number_of_member);
  result.only_member = all.only_member;
  for (std::uint32_t& member : result.only_member) renumber(member, number_of_member);
  result.dual = asked.dual;
  result.jointly_owned = asked.jointly_owned;
  result.roles_hidden = asked.roles_hidden;
  return result;
}

}  // namespace headwater::queries::internal
