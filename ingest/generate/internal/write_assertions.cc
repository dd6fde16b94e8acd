// What the investigators already claim: two members, a part of the clients' payments, some costs,
// wages kept back and one use of profit. It is drawn from the truth and leaves most of it out.
#include <algorithm>

#include "ingest/generate/internal/made_case.h"
#include "ingest/generate/internal/source_writer.h"

namespace headwater::ingest::internal {
namespace {

struct Claimed {
  std::string subject, amount;
  std::string_view claim, role, form, sector, share, evidence;
  std::string_view standard = "suspicion", basis = "analyst", confidence = "0.9";
};

// In how many of 100 cases the investigators have proved a deed so far.
std::uint32_t coverage(const Cast& cast, const TruthEntry& entry) {
  const bool at_known = (entry.to != kOutsider && cast.members[entry.to].known) ||
                        (entry.from != kOutsider && cast.members[entry.from].known);
  switch (entry.deed) {
    case Deed::kExploitation:
      return at_known ? 68 : 17;
    case Deed::kRecruitmentFee:
      return 50;
    case Deed::kAdvertising:
      return at_known ? 80 : 30;
    case Deed::kRent:
      return at_known ? 90 : 40;
    default:
      return 0;
  }
}

Claimed claim_of(const TruthEntry& entry, bool is_cash) {
  Claimed claimed;
  claimed.subject = entry.payment;
  claimed.form = "sexual-exploitation";
  claimed.sector = "S";
  claimed.share = "10000";
  if (entry.deed == Deed::kExploitation) {
    claimed.claim = "proceeds-of";
    claimed.evidence = is_cash ? "notebook of takings; cautious share of the deposit"
                               : "client's statement and messages on the telephone";
    if (is_cash) claimed.share = "8500";
  } else if (entry.deed == Deed::kRecruitmentFee) {
    claimed.claim = "recruitment-fee";
    claimed.evidence = "statement of the family";
  } else {
    claimed.claim = "cost-of";
    claimed.evidence = entry.deed == Deed::kRent ? "lease" : "platform's invoice";
  }
  return claimed;
}

std::vector<Claimed> claimed_payments(const MadeCase& made) {
  std::vector<Claimed> claims;
  for (std::uint32_t i = 0; i < made.truth.entries.size(); ++i) {
    const TruthEntry& entry = made.truth.entries[i];
    RandomStream stream(made.world.seed, Purpose::kAssertions, i);
    if (!stream.chance(coverage(made.cast, entry) * 100)) continue;
    claims.push_back(claim_of(entry, entry.paid > 20'000 && entry.deed == Deed::kExploitation));
    if (stream.chance(2'500)) claims.back().standard = "charged";
  }
  return claims;
}

void add_members(const MadeCase& made, std::vector<Claimed>& claims) {
  for (const Member& member : made.cast.members) {
    if (!member.known) continue;
    Claimed claimed;
    claimed.subject = made.ids.bank_entity(member.person);
    claimed.claim = "member-of";
    claimed.role = ring_role_name(member.role);
    claimed.evidence = "arrest report";
    claimed.standard = "charged";
    claims.push_back(std::move(claimed));
  }
}

// One claim a victim interviewed: wages due less wages paid, as the pay slips show.
void add_withheld(const MadeCase& made, std::vector<Claimed>& claims) {
  const Cast& cast = made.cast;
  for (std::uint32_t v = 0; v < cast.victims.size(); ++v) {
    Cents withheld = 0;
    for (const WithheldWage& wage : made.truth.withheld) {
      if (wage.victim == v) withheld += wage.due - wage.paid;
    }
    if (withheld == 0 || !cast.victims[v].interviewed) continue;
    Claimed claimed;
    claimed.subject =
        made.ids.company_entity(cast.members[cast.first(RingRole::kFrontCompany)].company);
    claimed.claim = "wage-withheld";
    claimed.form = "forced-labour";
    claimed.sector = "N";
    claimed.amount = money(withheld);
    claimed.evidence = "hours told at the interview; collective wage agreement";
    claims.push_back(std::move(claimed));
  }
}

// The dearest thing bought: the car.
void add_spending(const MadeCase& made, std::vector<Claimed>& claims) {
  const TruthEntry* dearest = nullptr;
  for (const TruthEntry& entry : made.truth.entries) {
    const bool fits = entry.deed == Deed::kSpending && entry.paid_currency == Currency::kEuro;
    if (fits && (dearest == nullptr || entry.paid > dearest->paid)) dearest = &entry;
  }
  if (dearest == nullptr) return;
  Claimed claimed;
  claimed.subject = dearest->payment;
  claimed.claim = "spent-on";
  claimed.share = "10000";
  claimed.evidence = "seized receipt";
  claims.push_back(std::move(claimed));
}

}  // namespace

graph::Status write_assertions(MadeCase& made) {
  std::vector<Claimed> claims;
  add_members(made, claims);
  for (Claimed& claimed : claimed_payments(made)) claims.push_back(std::move(claimed));
  add_withheld(made, claims);
  add_spending(made, claims);
  SourceWriter writer(made, "police");
  HEADWATER_RETURN_IF_ERROR(writer.write_built_in(
      "assertions/assertions", "assertions",
      "id,subject,claim,role,case,victim_flow,form,sector,territory,share_bp,author,made_at,"
      "evidence,source_grade,information_grade,standard,basis,confidence,disputes,amount,asset",
      [&](const MadeCase&, CsvFile& file) {
        std::uint64_t number = 1;
        for (const Claimed& c : claims) {
          const bool has_amount = !c.amount.empty();
          file.row({numbered("N", number++, 5),
                    c.subject,
                    c.claim,
                    c.role,
                    kCaseName,
                    "",
                    c.form,
                    c.sector,
                    territory_code(Country::kHome),
                    c.share,
                    "analyst-3",
                    "2024-07-15T09:00:00Z",
                    c.evidence,
                    "B",
                    "2",
                    c.standard,
                    c.basis,
                    c.confidence,
                    "",
                    c.amount,
                    has_amount ? "EUR" : ""});
        }
      }));
  made.report.assertions = writer.rows();
  return {};
}

}  // namespace headwater::ingest::internal
