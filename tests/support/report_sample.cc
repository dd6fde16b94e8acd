#include "tests/support/report_sample.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tests/support/report_sample_parts.h"

namespace headwater::queries {
namespace {

using tests::sample_major;
using tests::sample_money;
using tests::SamplePerson;

void link(FlowDiagram& flow, std::uint32_t from, std::uint32_t to, std::int64_t cents, int count) {
  flow.links.push_back({from, to, sample_major(cents),
                        fmt::format("{} {}", sample_money(cents), flow.asset),
                        fmt::format("{} payments", count)});
}

FlowDiagram euro_flow() {
  FlowDiagram flow;
  flow.title = "Euro: from client payments to cash and abroad";
  flow.asset = "EUR";
  flow.caption =
      "Asserted proceeds followed pro rata through every account, in ledger order. Width is "
      "amount.";
  const auto node = [&](const char* label, FlowRole role) {
    flow.nodes.push_back({label, "", role, std::nullopt});
  };
  node("Client payments, Antwerp", FlowRole::kSource);
  node("Client payments, Lille", FlowRole::kSource);
  node("Client payments, Cologne", FlowRole::kSource);
  node("Accounts of protected people", FlowRole::kConduit);
  node("Payment processor", FlowRole::kConduit);
  node("M. Kessler (funnel account)", FlowRole::kMember);
  node("D. Ilves (manager, Antwerp)", FlowRole::kMember);
  node("R. Baptiste (manager, Lille)", FlowRole::kMember);
  node("Mule: J. Okafor", FlowRole::kMember);
  node("Mule: P. Lindqvist", FlowRole::kMember);
  node("Sunrise Wellness BV", FlowRole::kCompany);
  node("Harbour Consulting Ltd", FlowRole::kCompany);
  node("V. Draganov (beneficiary)", FlowRole::kMember);
  node("Cash withdrawn", FlowRole::kCashedOut);
  node("Abroad: external accounts", FlowRole::kCashedOut);
  node("Converted to USD", FlowRole::kHeld);
  node("Still held", FlowRole::kHeld);
  node("Rent and advertisements", FlowRole::kSpent);
  node("Outsiders, unexplained", FlowRole::kUnexplained);
  link(flow, 0, 3, 9120000, 412);
  link(flow, 0, 4, 18840000, 655);
  link(flow, 0, 6, 7460000, 120);
  link(flow, 1, 4, 12210000, 498);
  link(flow, 1, 7, 8350000, 201);
  link(flow, 2, 5, 16430000, 377);
  link(flow, 2, 3, 2240000, 96);
  link(flow, 3, 6, 8010000, 70);
  link(flow, 3, 5, 3350000, 24);
  link(flow, 4, 5, 20550000, 44);
  link(flow, 4, 10, 10500000, 12);
  link(flow, 6, 5, 11230000, 39);
  link(flow, 6, 17, 2960000, 31);
  link(flow, 6, 13, 1280000, 22);
  link(flow, 7, 5, 6120000, 28);
  link(flow, 7, 17, 2230000, 26);
  link(flow, 5, 8, 14400000, 61);
  link(flow, 5, 9, 12050000, 58);
  link(flow, 5, 10, 17370000, 19);
  link(flow, 5, 11, 9860000, 9);
  link(flow, 5, 18, 3120000, 14);
  link(flow, 8, 13, 13910000, 140);
  link(flow, 8, 16, 490000, 1);
  link(flow, 9, 13, 11480000, 122);
  link(flow, 9, 16, 570000, 1);
  link(flow, 10, 11, 19990000, 21);
  link(flow, 10, 17, 4070000, 36);
  link(flow, 10, 5, 2810000, 5);  // comes back as a "loan"
  link(flow, 11, 12, 11040000, 11);
  link(flow, 11, 14, 14560000, 8);
  link(flow, 11, 15, 4250000, 4);
  link(flow, 12, 14, 6350000, 6);
  link(flow, 12, 16, 2480000, 1);
  link(flow, 12, 18, 2210000, 9);
  std::vector<double> in(flow.nodes.size()), out(flow.nodes.size());
  for (const FlowLink& l : flow.links) {
    out[l.from] += l.weight;
    in[l.to] += l.weight;
  }
  for (std::size_t i = 0; i < flow.nodes.size(); ++i) {
    const auto cents = std::llround(std::max(in[i], out[i]) * 100);
    flow.nodes[i].amount = fmt::format("{} EUR", sample_money(cents));
  }
  return flow;
}

FlowDiagram dollar_flow() {
  FlowDiagram flow;
  flow.title = "US dollar: after conversion";
  flow.asset = "USD";
  flow.caption = "What was converted, at the rates implied by the conversions themselves.";
  flow.nodes = {{"Converted from EUR", "46,120.00 USD", FlowRole::kSource, std::nullopt},
                {"V. Draganov (USD account)", "46,120.00 USD", FlowRole::kMember, std::nullopt},
                {"Abroad: external accounts", "39,800.00 USD", FlowRole::kCashedOut, std::nullopt},
                {"Still held", "6,320.00 USD", FlowRole::kHeld, std::nullopt}};
  link(flow, 0, 1, 4612000, 4);
  link(flow, 1, 2, 3980000, 3);
  link(flow, 1, 3, 632000, 1);
  return flow;
}

void fill_members(ReportModel& model) {
  for (const SamplePerson& p : tests::sample_people()) {
    MemberRow row;
    row.name = p.name;
    row.role = p.role;
    row.asset = "EUR";
    row.basis = p.standing == NetworkStanding::kKnownMember    ? "asserted"
                : p.standing == NetworkStanding::kMissedMember ? "not found"
                                                               : "found by rank";
    row.lower = sample_money(p.lower);
    row.profit = sample_money(p.upper);
    row.gross = sample_money(p.upper * 2);
    row.cost = sample_money(p.upper / 7);
    row.net_transfers = sample_money(-(p.upper - p.upper / 7));
    row.held = sample_money(p.lower / 3);
    row.cashed_out = sample_money(p.lower - p.lower / 3);
    row.spent = sample_money(0);
    row.unexplained = sample_money(p.upper - p.lower);
    row.truth = sample_money(p.truth);
    const bool within = p.truth >= p.lower && p.truth <= p.upper;
    row.error =
        within ? "within" : sample_money(p.upper < p.truth ? p.upper - p.truth : p.lower - p.truth);
    row.upper_error = sample_money(p.upper - p.truth);
    row.lower_weight = sample_major(p.lower);
    row.profit_weight = sample_major(p.upper);
    row.truth_weight = sample_major(p.truth);
    model.members.push_back(row);
  }
  model.members_caption =
      "Lower: profit less what went to outsiders without an explanation. Upper: profit by value "
      "chain. The upper end alone is never the answer.";
}

void fill_tables(ReportModel& model) {
  ReportTable innocents;
  innocents.title = "Over 20 synthetic cases, at the cut-off shown";
  innocents.caption = "Every innocent named is an error and is counted, by kind of decoy.";
  innocents.columns = {{"Method", false},
                       {"Members found", true},
                       {"Members missed", true},
                       {"Self-employed advertisers", true},
                       {"Remitting families", true},
                       {"Cash-heavy salons", true},
                       {"Relatives", true},
                       {"Landlords, employers", true},
                       {"Innocents in all", true}};
  innocents.rows = {
      {{"Headwater: rank by three layers"},
       {"171"},
       {"29"},
       {"2"},
       {"1"},
       {"4"},
       {"11"},
       {"9"},
       {"27"}},
      {{"Baseline: one-hop neighbours"},
       {"138"},
       {"62"},
       {"31"},
       {"44"},
       {"58"},
       {"40"},
       {"37"},
       {"210"}},
      {{"Baseline: degree"}, {"64"}, {"136"}, {"12"}, {"70"}, {"112"}, {"8"}, {"29"}, {"231"}}};
  innocents.emphasised_rows = {0};
  model.innocents = {innocents};

  ReportTable board;
  board.title = "Publication: counts below 10 hidden";
  board.columns = {{"Territory", false}, {"Form", false},         {"Sector", false},
                   {"Victims", true},    {"Profit, lower", true}, {"Profit, upper", true}};
  const ReportCell hidden{"", CellMark::kHidden};
  board.rows = {
      {{"Belgium"},
       {"sexual exploitation"},
       {"S 96"},
       {"14"},
       {"192,400.00 EUR"},
       {"211,900.00 EUR"}},
      {{"France"}, {"sexual exploitation"}, {"S 96"}, {"", CellMark::kSuppressed}, hidden, hidden},
      {{"Germany"}, {"sexual exploitation"}, {"S 96"}, hidden, hidden, hidden},
      {{"Germany"},
       {"labour exploitation"},
       {"I 56"},
       {"11"},
       {"", CellMark::kUnknown},
       {"", CellMark::kUnknown}},
      {{"All"}, {""}, {""}, {"38"}, {"299,800.00 EUR"}, {"349,320.00 EUR"}}};
  board.emphasised_rows = {4};
  model.scoreboard = {board};
}

void fill_notes(ReportModel& model) {
  model.assumptions = {{"Proceeds start from assertions",
                        "Money that nobody asserted is never called profit. 412 of "
                        "an unknown number of client payments are asserted, so every figure is a "
                        "lower bound of what was obtained."},
                       {"Pro rata",
                        "A debit takes every origin in proportion to its share of the balance at "
                        "that moment, in whole cents."},
                       {"Openings inferred",
                        "31 accounts had no opening balance; the least that avoids an overdraft "
                        "was taken, and it carries no label."},
                       {"Owners",
                        "An account counts for its owner at the time of the payment; jointly owned "
                        "accounts stay accounts."}};
  model.method = {{"Profit",
                   "pi = G + T in - C - T out for each member; the sum over members equals "
                   "proceeds reached less costs, checked to the cent."},
                  {"Rank",
                   "Personalised PageRank from the two known members over money, relations and "
                   "case ties, accounts contracted to owners."},
                  {"Disclosure",
                   "Counts from 1 to 9 are hidden, with the money beside them, and as many further "
                   "cells as it takes that no total gives them back."}};
  model.sources.title = "Sources";
  model.sources.columns = {
      {"Source", false}, {"What", false}, {"Records", true}, {"Quarantined", true}};
  model.sources.rows = {{{"bank-antwerp.csv"}, {"transactions"}, {"48,211"}, {"3"}},
                        {{"bank-lille.csv"}, {"transactions"}, {"22,904"}, {"0"}},
                        {{"register.csv"}, {"companies and officers"}, {"3,118"}, {"1"}},
                        {{"interviews.jsonl"}, {"victim flows, pseudonymous"}, {"38"}, {"0"}},
                        {{"assertions.csv"}, {"assertions"}, {"417"}, {"0"}}};
  model.left_out = {"2,140 aggregate transactions: they count in totals, and are not traced",
                    "6 undated transactions",
                    "Boundary accounts (cash, abroad) as nodes of the network"};
}

ReportModel make_sample() {
  ReportModel model;
  model.title = "Case Harbour: flow of proceeds and profit";
  model.subtitle =
      "Trafficking for sexual exploitation in three cities. Synthetic case with known truth, "
      "preset trafficking.";
  model.summary =
      "Of 746,500.00 EUR asserted as proceeds, 684,200.00 EUR reached members of the ring. Their "
      "profit lies between 299,800.00 and 349,320.00 EUR, two thirds of it with one beneficiary "
      "abroad. The ranking found 8 of 10 further members and named two innocents.";
  model.audience = ReportAudience::kInternal;
  model.stamps = {{"Store commit", "14"},
                  {"Seed", "7"},
                  {"Scale", "1"},
                  {"Tracing rule", "pro rata, ledger order"},
                  {"Resolution", "probable, 0.9"},
                  {"Engine", "0.1.0"},
                  {"Digest", "3f9a0c12be77d0b1a4c25e9c1b8f6a7d2c3e4f5061728394a5b6c7d8e9f0a1b2"}};
  model.key_figures = {
      {"Profit of the ring", "299,800.00 to 349,320.00", "EUR",
       "sum over 12 members, lower to upper"},
      {"Largest single profit", "198,400.00 to 220,500.00", "EUR", "V. Draganov, beneficiary"},
      {"Proceeds traced", "746,500.00", "EUR", "asserted; 62,300.00 still with conduits"},
      {"Cashed out or abroad", "475,800.00", "EUR", "and 39,800.00 USD after conversion"},
      {"Victims", "38", "people", "after disclosure control; 2 cells hidden in publication"},
      {"Innocents named", "2", "of 14 named", "a relative and a landlord; see section 5"}};
  model.flows = {euro_flow(), dollar_flow()};
  fill_members(model);
  model.network = tests::sample_network();
  model.timeline = tests::sample_timeline();
  fill_tables(model);
  fill_notes(model);
  return model;
}

}  // namespace
}  // namespace headwater::queries

namespace headwater::tests {

queries::ReportModel sample_report() { return queries::make_sample(); }

}  // namespace headwater::tests
