#include "queries/flow/internal/evidence_notes.h"

#include "queries/evidence/disputes.h"

namespace headwater::queries::internal {
namespace {

std::string count(std::uint64_t number, const char* one, const char* many) {
  return std::to_string(number) + " " + (number == 1 ? one : many);
}

void add_conflicts(const CaseAttribution& found, std::vector<std::string>& notes) {
  const EvidenceNotes& evidence = found.notes;
  if (evidence.over_claimed > 0) {
    notes.push_back(
        count(evidence.over_claimed, "transaction is claimed", "transactions are claimed") +
        " for more than the whole by assertions together: every claim on it is cut in proportion");
  }
  if (found.result.payments_capped > 0) {
    notes.push_back(count(found.result.payments_capped, "payment is", "payments are") +
                    " asserted as cost or spending for more than was paid: cut in proportion");
  }
  if (found.result.payments_left_out > 0) {
    notes.push_back(count(found.result.payments_left_out, "asserted cost or spending is",
                          "asserted costs or "
                          "spendings are") +
                    " no payment of a member to an outsider, and left out");
  }
}

void add_left_out(const CaseAttribution& found, std::vector<std::string>& notes) {
  const EvidenceNotes& evidence = found.notes;
  if (evidence.outside_window > 0) {
    notes.push_back(count(evidence.outside_window, "assertion is", "assertions are") +
                    " about transactions that are not run: outside the window, undated, "
                    "aggregates, or withdrawn");
  }
  if (evidence.without_transaction > 0) {
    notes.push_back(count(evidence.without_transaction, "assertion of proceeds or cost names",
                          "assertions of proceeds or cost name") +
                    " no transaction: there is nothing to trace, and it counts nowhere");
  }
  if (evidence.wages_without_amount > 0) {
    notes.push_back(count(evidence.wages_without_amount, "assertion of withheld wages names",
                          "assertions of withheld wages name") +
                    " no amount or nobody who withheld them: counted nowhere");
  }
  if (evidence.indicated > 0) {
    notes.push_back(count(evidence.indicated, "assertion rests", "assertions rest") +
                    " on an indicator alone: suspicions, outside every figure of profit");
  }
  if (evidence.later_openings > 0) notes.push_back(later_openings_note(evidence.later_openings));
  if (evidence.jointly_owned > 0) {
    notes.push_back(
        count(evidence.jointly_owned, "account of a member has", "accounts of members have") +
        " other owners too: nobody's alone, so an outsider's");
  }
}

}  // namespace

std::string later_openings_note(std::uint64_t later) {
  return count(later, "recorded balance is", "recorded balances are") +
         " later than the account's first: what was held then is what the run arrives at, and "
         "nothing is added";
}

std::vector<std::string> evidence_notes(const CaseAttribution& found, bool sees_victims,
                                        bool disputed_count) {
  std::vector<std::string> notes;
  const EvidenceNotes& evidence = found.notes;
  if (evidence.proceeds_assertions == 0) {
    notes.emplace_back(
        "no assertion calls any of this money proceeds, so there is nothing to trace or to "
        "attribute (headwater assert, or a file of format assertions, adds them)");
  }
  if (evidence.roles_hidden) {
    notes.emplace_back(
        "victim flows may name further members, visible with the victim key only: without them "
        "their money is an outsider's");
  }
  add_conflicts(found, notes);
  if (evidence.disputed > 0) {
    notes.push_back(count(evidence.disputed, "assertion is", "assertions are") +
                    " disputed by another one and " +
                    (disputed_count ? "counted all the same (--without-disputed leaves them out)"
                                    : "left out"));
  }
  if (evidence.disputes_of_nothing > 0) {
    notes.push_back(count(evidence.disputes_of_nothing, "dispute names", "disputes name") +
                    " no assertion of this store, and doubts nothing");
  }
  if (evidence.ambiguous_disputes > 0) {
    notes.push_back(note_on_ambiguous_disputes(evidence.ambiguous_disputes));
  }
  add_left_out(found, notes);
  if (sees_victims && evidence.dual > 0) {
    notes.push_back(count(evidence.dual, "asserted member is", "asserted members are") +
                    " protected, as a victim or as somebody used under a victim's identity: "
                    "reported here, never given a profit");
  }
  notes.emplace_back(
      "victims, and whoever is used under their identity, are conduits: they have no row and no "
      "profit, even where somebody asserts them to be members");
  return notes;
}

}  // namespace headwater::queries::internal
