#include "tests/support/report_sample_parts.h"

#include <fmt/format.h>

#include <cstdlib>

namespace headwater::tests {

using queries::NetworkDiagram;
using queries::NetworkLayer;
using queries::NetworkShape;
using queries::NetworkStanding;
using queries::Timeline;
using queries::TimelineAmount;
using queries::TimelinePanel;

std::string sample_money(std::int64_t cents) {
  std::string digits = std::to_string(std::abs(cents) / 100);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, ',');
  return fmt::format("{}{}.{:02}", cents < 0 ? "-" : "", digits, std::abs(cents) % 100);
}

double sample_major(std::int64_t cents) { return static_cast<double>(cents) / 100; }

const std::vector<SamplePerson>& sample_people() {
  static const std::vector<SamplePerson> people = {
      {"M. Kessler", "funnel account holder", NetworkStanding::kKnownMember, 4120000, 4432000,
       4290000},
      {"D. Ilves", "manager, Antwerp", NetworkStanding::kKnownMember, 2380000, 2510000, 2466000},
      {"R. Baptiste", "manager, Lille", NetworkStanding::kFoundMember, 1890000, 1890000, 1812000},
      {"J. Okafor", "mule", NetworkStanding::kFoundMember, 490000, 910000, 720000},
      {"P. Lindqvist", "mule", NetworkStanding::kFoundMember, 570000, 1020000, 700000},
      {"V. Draganov", "beneficiary", NetworkStanding::kFoundMember, 19840000, 22050000, 21437000},
      {"S. Moreau", "recruiter", NetworkStanding::kFoundMember, 610000, 880000, 845000},
      {"A. Petrenko", "transporter", NetworkStanding::kFoundMember, 320000, 410000, 388000},
      {"Sunrise Wellness BV", "shell company", NetworkStanding::kFoundMember, -240000, 310000, 0},
      {"Harbour Consulting Ltd", "shell company", NetworkStanding::kFoundMember, 0, 520000, 120000},
      {"K. Andersen", "driver", NetworkStanding::kMissedMember, 0, 0, 152000},
      {"T. Vasile", "document supplier", NetworkStanding::kMissedMember, 0, 0, 96000},
  };
  return people;
}

NetworkDiagram sample_network() {
  NetworkDiagram network;
  network.caption =
      "The ring at the cut-off shown, with the entities that tie it together. Victims are never "
      "drawn; a tie through a case says only that both are named in it.";
  for (const SamplePerson& p : sample_people()) {
    const bool company = std::string(p.role) == "shell company";
    network.nodes.push_back(
        {p.name, p.role, company ? NetworkShape::kCompany : NetworkShape::kPerson, p.standing});
  }
  const auto add = [&](const char* name, NetworkShape shape, NetworkStanding standing,
                       const char* detail) {
    network.nodes.push_back({name, detail, shape, standing});
    return static_cast<std::uint32_t>(network.nodes.size() - 1);
  };
  const auto tie = [&](std::uint32_t from, std::uint32_t to, NetworkLayer layer, double weight,
                       const char* detail) {
    network.edges.push_back({from, to, layer, weight, detail});
  };
  const auto kOther = NetworkStanding::kOther;
  const auto sister = add("L. Kessler", NetworkShape::kPerson, NetworkStanding::kInnocentNamed,
                          "relative of a member; rank 9");
  const auto landlord =
      add("N. de Wit", NetworkShape::kPerson, NetworkStanding::kInnocentNamed, "landlord; rank 12");
  const auto salon =
      add("Salon Lumi\xC3\xA8re", NetworkShape::kCompany, kOther, "cash-heavy salon");
  const auto phone =
      add("phone 4f21\xE2\x80\xA6", NetworkShape::kMedium, kOther, "in 14 advertisements");
  const auto phone2 =
      add("phone 90ab\xE2\x80\xA6", NetworkShape::kMedium, kOther, "in 9 advertisements");
  const auto ad = add("advertisement 118", NetworkShape::kMedium, kOther, "");
  const auto flat = add("Quay 14, Antwerp", NetworkShape::kPlace, kOther, "");
  const auto flat2 = add("Rue des Arts 3, Lille", NetworkShape::kPlace, kOther, "");
  const auto dossier = add("Case 2023/117", NetworkShape::kCase, kOther, "");
  const auto bank = add("Second Bank", NetworkShape::kInstitution, kOther, "");
  const auto account = add("account 7c1e\xE2\x80\xA6", NetworkShape::kAccount, kOther, "pooled");
  const auto money_layer = NetworkLayer::kMoney;
  const auto relation = NetworkLayer::kRelation;
  const auto case_tie = NetworkLayer::kCaseTie;
  tie(1, 0, money_layer, 112300, "112,300.00 EUR in 39 payments");
  tie(2, 0, money_layer, 61200, "61,200.00 EUR in 28 payments");
  tie(0, 3, money_layer, 144000, "144,000.00 EUR in 61 payments");
  tie(0, 4, money_layer, 120500, "120,500.00 EUR in 58 payments");
  tie(0, 8, money_layer, 173700, "173,700.00 EUR in 19 payments");
  tie(8, 0, money_layer, 28100, "28,100.00 EUR in 5 payments");
  tie(0, 9, money_layer, 98600, "98,600.00 EUR in 9 payments");
  tie(8, 9, money_layer, 199900, "199,900.00 EUR in 21 payments");
  tie(9, 5, money_layer, 110400, "110,400.00 EUR in 11 payments");
  tie(0, sister, money_layer, 3400, "3,400.00 EUR in 6 payments");
  tie(1, landlord, money_layer, 21800, "21,800.00 EUR in 24 payments");
  tie(1, salon, money_layer, 4100, "4,100.00 EUR in 12 payments");
  tie(1, 7, money_layer, 5200, "5,200.00 EUR in 8 payments");
  tie(account, 0, money_layer, 205500, "205,500.00 EUR in 44 payments");
  tie(1, 10, money_layer, 900, "900.00 EUR in 2 payments");
  tie(0, sister, relation, 1, "family");
  tie(5, 9, relation, 1, "control since 2021-03");
  tie(0, 8, relation, 1, "directorship");
  tie(6, phone, relation, 1, "uses");
  tie(1, phone, relation, 1, "uses");
  tie(2, phone2, relation, 1, "uses");
  tie(phone, ad, relation, 1, "listed in");
  tie(phone2, ad, relation, 1, "listed in");
  tie(1, flat, relation, 1, "rents");
  tie(landlord, flat, relation, 1, "owns");
  tie(2, flat2, relation, 1, "rents");
  tie(6, 11, relation, 1, "associate");
  tie(account, bank, relation, 1, "held at");
  tie(6, dossier, case_tie, 1, "named in the case");
  tie(7, dossier, case_tie, 1, "named in the case");
  tie(1, dossier, case_tie, 1, "named in the case");
  tie(2, dossier, case_tie, 1, "named in the case");
  return network;
}

Timeline sample_timeline() {
  Timeline timeline;
  timeline.caption =
      "By month. Received: asserted proceeds when they first reach a member. Leaving: "
      "the part that was cashed out, sent abroad or spent.";
  TimelinePanel euro{"EUR",
                     {{"proceeds received", {}}},
                     {{"cash withdrawn", {}}, {"sent abroad", {}}, {"spent, explained", {}}}};
  TimelinePanel dollar{"USD",
                       {{"proceeds received", {}}},
                       {{"cash withdrawn", {}}, {"sent abroad", {}}, {"spent, explained", {}}}};
  const auto push = [](std::vector<TimelineAmount>& amounts, std::int64_t cents) {
    amounts.push_back({sample_major(cents), sample_money(cents)});
  };
  for (int month = 0; month < 22; ++month) {
    timeline.periods.push_back(
        fmt::format("{}-{:02}", 2022 + (month + 2) / 12, (month + 2) % 12 + 1));
    const std::int64_t swell = month < 6 ? month * 600000 : 3600000 + month % 5 * 310000;
    push(euro.received[0].second, swell);
    push(euro.leaving[0].second, month < 3 ? 0 : swell * 36 / 100);
    push(euro.leaving[1].second, month < 8 ? 0 : swell * (month % 3) / 5);
    push(euro.leaving[2].second, swell / 9);
    push(dollar.received[0].second, month == 12 || month == 15 ? 1153000 : 0);
    push(dollar.leaving[0].second, 0);
    push(dollar.leaving[1].second, month == 13 || month == 17 ? 990000 : 0);
    push(dollar.leaving[2].second, 0);
  }
  timeline.panels = {euro, dollar};
  timeline.events = {{2, "2022-05-11", "Sunrise Wellness BV registered"},
                     {7, "2022-10-03", "First advertisement with the second phone"},
                     {11, "2023-02-20", "Harbour Consulting Ltd changes hands"},
                     {14, "2023-05-02", "First report to the unit"},
                     {14, "2023-05-29", "Second report, same accounts"},
                     {20, "2023-11-14", "Accounts frozen"}};
  return timeline;
}

}  // namespace headwater::tests
