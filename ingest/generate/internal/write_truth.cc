// The truth folder: for measuring answers, never for finding them.
#include <algorithm>
#include <array>
#include <map>

#include <boost/json.hpp>

#include "ingest/generate/internal/case_folder.h"
#include "ingest/generate/internal/made_case.h"

namespace headwater::ingest::internal {
namespace {

using std::to_string;

std::string member_name(std::uint32_t member) {
  return member == kOutsider ? std::string() : numbered("M-", member + 1, 2);
}

// Every name that some source knows a person or company by, joined by ';'.
std::string entity_names(const MadeCase& made, Index person, Index company,
                         const std::string& interview_id) {
  if (company != kNobody) return made.ids.company_entity(company);
  std::string names = made.ids.bank_entity(person) + ";" + made.ids.register_entity(person);
  if (!interview_id.empty()) {
    names += std::string(";person:") + kInterviewNamespace + "/" + interview_id;
  }
  return names;
}

std::string account_names(const MadeCase& made, Index person, Index company) {
  std::string names;
  for (const Account& account : made.world.accounts) {
    const bool is_theirs =
        person != kNobody ? account.person == person : account.company == company;
    if (is_theirs) names += (names.empty() ? "account:iban/" : ";account:iban/") + account.number;
  }
  return names;
}

class TruthWriter {
 public:
  TruthWriter(const MadeCase& made, std::filesystem::path folder)
      : made_(made),
        folder_(std::move(folder)),
        profits_(true_profits(made.truth, made.cast.members.size())) {}

  graph::Status write(const GenerateRequest& request) {
    HEADWATER_RETURN_IF_ERROR(members());
    HEADWATER_RETURN_IF_ERROR(profits());
    HEADWATER_RETURN_IF_ERROR(decoys());
    HEADWATER_RETURN_IF_ERROR(deeds());
    HEADWATER_RETURN_IF_ERROR(cash_and_wages());
    HEADWATER_RETURN_IF_ERROR(bystanders());
    return summary(request);
  }

 private:
  template <typename Fill>
  graph::Status table(const char* name, const char* header, Fill fill) {
    HEADWATER_ASSIGN_OR_RETURN(CsvFile file, CsvFile::create(folder_ / name, header));
    fill(file);
    return file.close();
  }
  const TrueProfit& profit(std::size_t member, Currency currency) const {
    return profits_[member * 2 + static_cast<std::size_t>(currency)];
  }

  graph::Status members() {
    return table("members.csv",
                 "member,role,kind,city,known,entities,accounts,profit_eur_minor,profit_usd_minor,"
                 "withheld_wages_eur_minor,cash_handed_on_eur_minor,cash_taken_over_eur_minor,"
                 "unbanked_eur_minor",
                 [&](CsvFile& file) {
                   for (std::uint32_t i = 0; i < made_.cast.members.size(); ++i)
                     member_row(file, i);
                 });
  }

  void member_row(CsvFile& file, std::uint32_t i) {
    const Member& member = made_.cast.members[i];
    Cents handed_on = 0, taken_over = 0, withheld = 0;
    for (const CashHandover& handover : made_.truth.handovers) {
      if (handover.from == i) handed_on += handover.amount;
      if (handover.to == i) taken_over += handover.amount;
    }
    if (member.role == RingRole::kFrontCompany) {
      for (const WithheldWage& wage : made_.truth.withheld) withheld += wage.due - wage.paid;
    }
    file.row({member_name(i), ring_role_name(member.role),
              member.person != kNobody ? "person" : "company",
              member.role == RingRole::kBeneficiary ? std::string("abroad")
                                                    : made_.world.cities[member.city].name,
              member.known ? "1" : "0",
              entity_names(made_, member.person, member.company, member.interview_id),
              account_names(made_, member.person, member.company),
              to_string(profit(i, Currency::kEuro).profit()),
              to_string(profit(i, Currency::kDollar).profit()), to_string(withheld),
              to_string(handed_on), to_string(taken_over), to_string(made_.truth.unbanked[i])});
  }

  graph::Status profits() {
    return table("profits.csv",
                 "member,asset,gross_minor,transfers_in_minor,transfers_out_minor,cost_minor,"
                 "profit_minor,held_minor,cashed_out_minor,spent_minor",
                 [&](CsvFile& file) {
                   for (std::uint32_t i = 0; i < made_.cast.members.size(); ++i) {
                     for (const Currency currency : {Currency::kEuro, Currency::kDollar}) {
                       const TrueProfit& p = profit(i, currency);
                       file.row({member_name(i), currency_code(currency), to_string(p.gross),
                                 to_string(p.transfers_in), to_string(p.transfers_out),
                                 to_string(p.cost), to_string(p.profit()), to_string(p.held()),
                                 to_string(p.cashed_out), to_string(p.spent)});
                     }
                   }
                 });
  }

  graph::Status decoys() {
    return table("decoys.csv", "decoy,kind,city,entities", [&](CsvFile& file) {
      std::uint64_t number = 1;
      for (const Decoy& decoy : made_.cast.decoys) {
        file.row({numbered("D-", number++, 2), decoy_kind_name(decoy.kind),
                  made_.world.cities[decoy.city].name,
                  entity_names(made_, decoy.person, decoy.company, "")});
      }
    });
  }

  // In time order: proceeds where they reach a member, and everything else that members did.
  graph::Status deeds() {
    HEADWATER_RETURN_IF_ERROR(table(
        "proceeds.csv", "transaction,component,member,asset,amount_minor", [&](CsvFile& file) {
          for (const TruthEntry& entry : in_time_order()) {
            if (!is_proceeds(entry.deed)) continue;
            file.row({entry.payment, deed_name(entry.deed), member_name(entry.to),
                      currency_code(entry.received_currency), to_string(entry.received)});
          }
        }));
    return table("deeds.csv",
                 "transaction,deed,from,to,paid_asset,paid_minor,received_asset,received_minor",
                 [&](CsvFile& file) {
                   for (const TruthEntry& entry : in_time_order()) {
                     if (is_proceeds(entry.deed)) continue;
                     file.row({entry.payment, deed_name(entry.deed), member_name(entry.from),
                               member_name(entry.to), currency_code(entry.paid_currency),
                               to_string(entry.paid), currency_code(entry.received_currency),
                               to_string(entry.received)});
                   }
                 });
  }

  std::vector<TruthEntry> in_time_order() const {
    std::vector<TruthEntry> entries = made_.truth.entries;
    std::stable_sort(entries.begin(), entries.end(),
                     [](const TruthEntry& a, const TruthEntry& b) { return a.time < b.time; });
    return entries;
  }

  graph::Status cash_and_wages() {
    HEADWATER_RETURN_IF_ERROR(
        table("cash_handovers.csv", "from,to,date,amount_eur_minor", [&](CsvFile& file) {
          for (const CashHandover& handover : made_.truth.handovers) {
            file.row({member_name(handover.from), member_name(handover.to),
                      format_date(handover.day), to_string(handover.amount)});
          }
        }));
    return table(
        "withheld_wages.csv", "victim,month,due_eur_minor,paid_eur_minor,withheld_eur_minor",
        [&](CsvFile& file) {
          for (const WithheldWage& wage : made_.truth.withheld) {
            file.row({made_.cast.victims[wage.victim].id, format_month(wage.month),
                      to_string(wage.due), to_string(wage.paid), to_string(wage.due - wage.paid)});
          }
        });
  }

  // Innocents with a true tie to the ring, and those who must never be named at all.
  graph::Status bystanders() {
    return table("bystanders.csv", "kind,entities", [&](CsvFile& file) {
      for (const Victim& victim : made_.cast.victims) {
        if (victim.person != kNobody) {
          file.row({victim.interviewed ? "victim" : "unidentified-victim",
                    entity_names(made_, victim.person, kNobody, "")});
        }
        if (victim.family != kNobody) {
          file.row({"victim-family", entity_names(made_, victim.family, kNobody, "")});
        }
      }
      for (const Index client : made_.world.directory.clients) {
        file.row({"client", entity_names(made_, client, kNobody, "")});
      }
    });
  }

  graph::Status summary(const GenerateRequest& request) {
    boost::json::object document;
    document["preset"] = request.preset;
    document["seed"] = to_string(request.seed);
    document["members"] = made_.cast.members.size();
    document["decoys"] = made_.cast.decoys.size();
    document["victims"] = made_.cast.victims.size();
    boost::json::object totals;
    for (const Currency currency : {Currency::kEuro, Currency::kDollar}) {
      totals[currency_code(currency)] = asset_totals(currency);
    }
    document["totals"] = std::move(totals);
    document["components"] = components();
    return write_text(folder_ / "summary.json", boost::json::serialize(document) + "\n");
  }

  // profit = gross - cost + converted in - converted out, to the cent.
  boost::json::object asset_totals(Currency currency) const {
    TrueProfit sum;
    for (std::size_t i = 0; i < made_.cast.members.size(); ++i) {
      const TrueProfit& p = profit(i, currency);
      sum.gross += p.gross;
      sum.transfers_in += p.transfers_in;
      sum.transfers_out += p.transfers_out;
      sum.cost += p.cost;
      sum.cashed_out += p.cashed_out;
      sum.spent += p.spent;
    }
    Cents converted_in = 0, converted_out = 0;
    for (const TruthEntry& entry : made_.truth.entries) {
      if (entry.deed != Deed::kBetweenMembers || entry.paid_currency == entry.received_currency) {
        continue;
      }
      if (entry.paid_currency == currency) converted_out += entry.paid;
      if (entry.received_currency == currency) converted_in += entry.received;
    }
    boost::json::object totals;
    totals["gross_minor"] = to_string(sum.gross);
    totals["cost_minor"] = to_string(sum.cost);
    totals["converted_in_minor"] = to_string(converted_in);
    totals["converted_out_minor"] = to_string(converted_out);
    totals["profit_minor"] = to_string(sum.profit());
    totals["held_minor"] = to_string(sum.held());
    totals["cashed_out_minor"] = to_string(sum.cashed_out);
    totals["spent_minor"] = to_string(sum.spent);
    return totals;
  }

  boost::json::object components() const {
    std::map<std::string, Cents> sums;
    for (const TruthEntry& entry : made_.truth.entries) {
      if (is_proceeds(entry.deed)) sums[std::string(deed_name(entry.deed))] += entry.received;
    }
    for (const WithheldWage& wage : made_.truth.withheld) {
      sums["withheld-wages"] += wage.due - wage.paid;
    }
    boost::json::object result;
    for (const auto& [name, sum] : sums) result[name] = to_string(sum);
    return result;
  }

  const MadeCase& made_;
  std::filesystem::path folder_;
  std::vector<TrueProfit> profits_;
};

}  // namespace

graph::Status write_truth(const MadeCase& made, const GenerateRequest& request) {
  return TruthWriter(made, made.report.truth_directory).write(request);
}

}  // namespace headwater::ingest::internal
