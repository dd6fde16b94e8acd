// Recruitment, movement, the sites and the front: where the money comes from.
#include <algorithm>
#include <array>

#include "ingest/generate/internal/ordinary_life.h"
#include "ingest/generate/internal/ring_money.h"

namespace headwater::ingest::internal {
namespace {

constexpr std::array<Cents, 8> kPrices = {6'000,  8'000,  8'000,  10'000,
                                          10'000, 12'000, 15'000, 20'000};

}  // namespace

// A family's fee, in dollars from abroad, in two or three instalments.
void RingMoney::pay_fee(const Victim& victim, std::int32_t day) {
  const std::int64_t parts = stream_.between(2, 3);
  for (std::int64_t i = 0; i < parts; ++i) {
    const std::int32_t on = day + static_cast<std::int32_t>(i * stream_.between(4, 12));
    const Cents euros = victim.fee / parts;
    Payment& payment =
        pay(world_.person(victim.family).account, account(recruiter_),
            to_dollars(world_, euros, on), PaymentType::kForeignTransfer, {on, 8, 20, kNoPlace});
    payment.currency = Currency::kDollar;
    payment.received = euros;
    payment.received_currency = Currency::kEuro;
    payment.text = Text::kFamily;
    tag(payment, Deed::kRecruitmentFee, kOutsider, recruiter_);
    credit(recruiter_, euros, payment.time);
  }
}

void RingMoney::recruit(std::int32_t day) {
  for (const Victim& victim : cast_.victims) {
    if (victim.recruited_day == day && victim.fee > 0) pay_fee(victim, day);
    const Stay& first = victim.stays.front();
    if (first.from_day + 9 != day) continue;
    const std::uint32_t manager =
        cast_.sites[victim.labour ? 1u : static_cast<unsigned>(first.site)].manager;
    const Cents commission = stream_.between(40, 75) * 1'000;
    transfer(manager, recruiter_, commission, {day, 9, 21, kNoPlace}, Text::kLoan);
    pay_for_ride(manager, victim.transporter, day, stream_.between(25, 45) * 1'000);
  }
}

// The manager who takes a victim in pays the driver; the driver pays the fuel the next day.
void RingMoney::pay_for_ride(std::uint32_t manager, std::uint32_t transporter, std::int32_t day,
                             Cents price) {
  if (!transfer(manager, transporter, price, {day, 8, 23, kNoPlace}, Text::kThanks)) return;
  const Cents fuel = stream_.between(45, 110) * 100;
  const std::uint8_t city = cast_.members[manager].city;
  const Index station = shop(Sector::kFuel, city);
  if (station == kNobody) return;
  Payment& payment =
      pay(account(transporter), station, fuel, PaymentType::kCard, {day + 1, 6, 22, city});
  payment.text = Text::kPurchase;
  tag(payment, Deed::kTransport, transporter, kOutsider);
  credit(transporter, -fuel, payment.time);
}

void RingMoney::move_victims(std::int32_t day) {
  for (const Victim& victim : cast_.victims) {
    for (std::size_t i = 1; i < victim.stays.size(); ++i) {
      const Stay& stay = victim.stays[i];
      if (stay.from_day + 1 != day) continue;
      pay_for_ride(cast_.sites[static_cast<std::size_t>(stay.site)].manager, victim.transporter,
                   day, stream_.between(12, 25) * 1'000);
    }
  }
}

void RingMoney::serve_clients(const Site& site, std::int32_t day) {
  const bool has_terminal = &site == &cast_.sites[1];
  const auto index = static_cast<std::size_t>(&site - cast_.sites.data());
  const std::int64_t busy = weekday(day) >= 4 ? 5 : 4;
  for (const Victim& victim : cast_.victims) {
    if (!is_at(victim, static_cast<int>(index), day)) continue;
    const std::int64_t clients = stream_.between(1, busy);
    for (std::int64_t i = 0; i < clients; ++i) {
      const Cents price = kPrices[stream_.below(kPrices.size())];
      if (!stream_.chance(1'700)) {
        cash_[index] += price;
        continue;
      }
      const Index client = stream_.pick(world_.directory.clients);
      const bool card = has_terminal && stream_.chance(5'000);
      Payment& payment = pay(world_.person(client).account, account(site.manager), price,
                             card ? PaymentType::kCard : PaymentType::kInstant,
                             {day, 12, 26, card ? site.city : kNoPlace});
      payment.text = card ? Text::kPurchase : stream_.chance(5'000) ? Text::kThanks : Text::kEmpty;
      tag(payment, Deed::kExploitation, kOutsider, site.manager);
      credit(site.manager, price, payment.time);
    }
  }
}

// Two or three times a week most of the notes go to a machine; the rest never sees a bank.
void RingMoney::bank_cash(std::size_t index, std::int32_t day) {
  if (cash_[index] < 30'000 || !stream_.chance(3'600)) return;
  const Site& site = cast_.sites[index];
  Cents left = cash_[index] * stream_.between(66, 90) / 100 / 500 * 500;
  truth_.unbanked[site.manager] += cash_[index] - left;
  cash_[index] = 0;
  for (std::int64_t hour = 9; left > 0; hour = std::min<std::int64_t>(hour + 4, 21)) {
    const Cents part = std::min(left, stream_.between(90, 190) * 1'000);
    Payment& deposit = pay(kCash, account(site.manager), part, PaymentType::kCashDeposit,
                           {day, hour, hour + 3, site.city});
    tag(deposit, Deed::kExploitation, kOutsider, site.manager);
    credit(site.manager, part, deposit.time);
    left -= part;
  }
}

void RingMoney::pay_site_costs(const Site& site, std::int32_t day) {
  const std::uint32_t member = site.manager;
  const std::int32_t day_of_month = day - month_start(month_of_day(day));
  if (day_of_month == 2 + site.city % 3) {
    pay_cost(member, Deed::kRent, world_.company(cast_.landlord).account, site.rent,
             {day, 4, 7, kNoPlace}, PaymentType::kStandingOrder, Text::kRent);
  }
  if (stream_.chance(3'300)) {
    const auto& ads = world_.directory.by_sector[static_cast<std::size_t>(Sector::kAdvertising)];
    pay_cost(member, Deed::kAdvertising, world_.company(stream_.pick(ads)).account,
             stream_.between(12, 55) * 100 + (stream_.chance(5'000) ? 90 : 0),
             {day, 8, 24, kNoPlace}, PaymentType::kCard, Text::kAdvertisement);
  }
  if (stream_.chance(1'200)) {
    const Sector sector = stream_.chance(4'000) ? Sector::kPharmacy : Sector::kRetail;
    pay_cost(member, Deed::kSupplies, shop(sector, site.city), stream_.between(1'500, 14'000),
             {day, 9, 20, site.city}, PaymentType::kCard, Text::kPurchase);
  }
}

void RingMoney::pass_on_takings(std::size_t index, std::int32_t day) {
  const Site& site = cast_.sites[index];
  Cents& ready = ready_[site.manager];
  if (ready < 160'000 || !stream_.chance(4'200)) return;
  const Cents reserve = stream_.between(30, 70) * 1'000;
  const Cents own = ready * stream_.between(9, 16) / 100;
  if (stream_.chance(4'500)) {
    draw_cash(site.manager, std::min<Cents>(own, 60'000), {day, 8, 23, site.city});
  } else if (own <= ready) {  // to the manager's other account: the same member's money
    ready -= own;
    pay(account(site.manager), world_.person(cast_.members[site.manager].person).account, own,
        PaymentType::kInstant, {day, 8, 23, kNoPlace});
  }
  Cents left = ready - reserve;
  for (int i = 0; i < 3 && left > 30'000; ++i) {
    const Cents part =
        std::min(left, stream_.between(40, 240) * 1'000 + stream_.between(0, 9) * 100);
    const bool to_mule = stream_.chance(1'500);
    transfer(site.manager, to_mule ? stream_.pick(mules_) : funnel_, part, {day, 8, 23, kNoPlace},
             stream_.chance(5'000) ? Text::kShare : Text::kEmpty);
    left -= part;
  }
}

void RingMoney::take_clients(std::int32_t day) {
  for (std::size_t i = 0; i < cast_.sites.size(); ++i) {
    if (day >= cast_.first_day && day <= cast_.last_day) serve_clients(cast_.sites[i], day);
    bank_cash(i, day);
    if (day >= cast_.first_day - 3 && day <= cast_.last_day + 10)
      pay_site_costs(cast_.sites[i], day);
    pass_on_takings(i, day);
  }
}

// At the front, wages are paid short; part of what is paid comes back as "debt", the rest is drawn
// at one machine within minutes.
void RingMoney::exploit_labour(int month) {
  for (std::uint32_t v = 0; v < cast_.victims.size(); ++v) {
    const Victim& victim = cast_.victims[v];
    if (!victim.labour) continue;
    const Stay& stay = victim.stays.front();
    if (month_start(month) < stay.from_day || month_start(month) > stay.to_day) continue;
    truth_.withheld.push_back({v, month, victim.wage_due, victim.wage_paid});
    const std::int32_t next = month_start(month + 1) + 3;
    if (next >= kWindowDays) continue;
    const std::uint32_t manager = cast_.sites[1].manager;
    const Cents debt = victim.wage_paid * 45 / 100 / 100 * 100;
    Payment& back = pay(world_.person(victim.person).account, account(manager), debt,
                        PaymentType::kStandingOrder, {next, 18, 22, kNoPlace});
    back.text = Text::kLoan;
    tag(back, Deed::kDebtInterest, kOutsider, manager);
    credit(manager, debt, back.time);
    pay(world_.person(victim.person).account, kCash,
        (victim.wage_paid - debt) * 80 / 100 / 1'000 * 1'000, PaymentType::kCashWithdrawal,
        {next, 23, 24, cast_.sites[1].city});
  }
}

}  // namespace headwater::ingest::internal
