// The ring's money, day by day: clients pay at the sites, sites pay costs and pass the rest on,
// funnel, mules and shells layer it, the top spends it and sends it abroad.
//
// A day's outgoings come from what stood in the scheme's accounts the evening before, so that no
// scheme payment overdraws an account. One thread; a ring is small whatever the scale.
#pragma once

#include <vector>

#include "ingest/generate/internal/random_stream.h"
#include "ingest/generate/internal/truth.h"

namespace headwater::ingest::internal {

class RingMoney {
 public:
  RingMoney(const World& world, const Cast& cast, Truth& truth);
  // All payments of the ring, tagged where they are deeds.
  Payments run();

 private:
  struct Arrival {
    std::uint32_t member = 0;
    Cents amount = 0;
  };
  struct Spot {  // when and where
    std::int32_t day = 0;
    std::int64_t first_hour = 9, last_hour = 18;
    std::uint8_t place = kNoPlace;
  };

  // ring_sites.cc
  void recruit(std::int32_t day);
  void pay_fee(const Victim& victim, std::int32_t day);
  void move_victims(std::int32_t day);
  void pay_for_ride(std::uint32_t manager, std::uint32_t transporter, std::int32_t day,
                    Cents price);
  void take_clients(std::int32_t day);
  void serve_clients(const Site& site, std::int32_t day);
  void bank_cash(std::size_t site, std::int32_t day);
  void pay_site_costs(const Site& site, std::int32_t day);
  void pass_on_takings(std::size_t site, std::int32_t day);
  void exploit_labour(int month);

  // ring_layering.cc
  void run_funnel(std::int32_t day);
  void run_mules(std::int32_t day);
  void run_first_shell(std::int32_t day);
  void run_second_shell(std::int32_t day);
  void run_top(std::int32_t day);
  void run_beneficiary(std::int32_t day);
  void live_beside(int month);  // money to relatives, honest invoices of the shell

  // ring_money.cc
  Payment& pay(Index from, Index to, Cents amount, PaymentType type, const Spot& spot);
  void tag(Payment& payment, Deed deed, std::uint32_t from, std::uint32_t to);
  // Money that arrived at `time` may be spent from the next day on.
  void credit(std::uint32_t member, Cents amount, Seconds time);
  // From the member's scheme account; false when the purse does not hold it.
  bool transfer(std::uint32_t from, std::uint32_t to, Cents amount, const Spot& spot, Text text);
  bool pay_cost(std::uint32_t member, Deed deed, Index to_account, Cents amount, const Spot& spot,
                PaymentType type, Text text);
  bool draw_cash(std::uint32_t member, Cents amount, const Spot& spot);
  Index account(std::uint32_t member) const { return cast_.members[member].account; }
  Index shop(Sector sector, std::uint8_t city);
  bool is_at(const Victim& victim, int site, std::int32_t day) const;

  const World& world_;
  const Cast& cast_;
  Truth& truth_;
  RandomStream stream_;
  Payments payments_;
  std::vector<Cents> ready_;                    // by member: what the scheme may spend today
  std::vector<std::vector<Arrival>> arrivals_;  // by day
  std::vector<Cents> cash_;                     // by site
  std::vector<std::uint32_t> mules_, shells_;
  std::uint32_t controller_, recruiter_, funnel_, beneficiary_;
  bool car_bought_ = false;
};

}  // namespace headwater::ingest::internal
