// Funnel, mules, shells, the top and the foreign end: where the money goes.
#include <algorithm>

#include "ingest/generate/internal/ordinary_life.h"
#include "ingest/generate/internal/ring_money.h"

namespace headwater::ingest::internal {

// What comes in leaves within a day or two, elsewhere.
void RingMoney::run_funnel(std::int32_t day) {
  if (ready_[funnel_] < 50'000 || !stream_.chance(8'500)) return;
  for (int i = 0; i < 5 && ready_[funnel_] > 45'000; ++i) {
    const Cents ready = ready_[funnel_];
    const std::uint32_t draw = stream_.below(100);
    if (draw < 55) {
      const Cents part = std::min(ready, stream_.between(550, 2'900) * 100);
      transfer(funnel_, stream_.pick(mules_), part, {day, 7, 23, kNoPlace}, Text::kEmpty);
    } else if (draw < 80) {
      const Cents part = std::min(ready, stream_.between(1'400, 5'200) * 100 + 75);
      transfer(funnel_, shells_[0], part, {day, 8, 19, kNoPlace}, Text::kInvoice);
    } else {
      const auto city = static_cast<std::uint8_t>(
          (cast_.members[funnel_].city + 1 + stream_.below(kCityCount - 1)) % kCityCount);
      draw_cash(funnel_, std::min(ready, stream_.between(20, 50) * 2'000), {day, 7, 24, city});
    }
  }
}

// A mule keeps a few per cent, sends most on, and hands drawn cash to the controller.
void RingMoney::run_mules(std::int32_t day) {
  for (const std::uint32_t mule : mules_) {
    if (ready_[mule] < 40'000 || !stream_.chance(5'500)) continue;
    const Cents kept = ready_[mule] * stream_.between(5, 8) / 100;
    Cents left = ready_[mule] - kept;
    while (left > 20'000) {
      const std::uint32_t draw = stream_.below(100);
      if (draw < 22) {
        const Cents part = std::min(left, stream_.between(10, 45) * 2'000) / 1'000 * 1'000;
        if (!draw_cash(mule, part, {day, 7, 24, cast_.members[mule].city})) break;
        truth_.handovers.push_back({mule, controller_, day, part});
        left -= part;
        continue;
      }
      const Cents part = std::min(left, stream_.between(500, 2'600) * 100);
      const std::uint32_t to = draw < 78 ? shells_[0] : shells_[1];
      if (!transfer(mule, to, part, {day, 7, 23, kNoPlace}, Text::kInvoice)) break;
      left -= part;
    }
    ready_[mule] = 0;  // what is left is the mule's own
  }
}

void RingMoney::run_first_shell(std::int32_t day) {
  const std::uint32_t shell = shells_[0];
  const std::int32_t day_of_month = day - month_start(month_of_day(day));
  if (day_of_month == 11) {
    const Index accountant = shop(Sector::kAccountant, cast_.members[shell].city);
    pay_cost(shell, Deed::kCover, accountant, stream_.between(140, 260) * 100,
             {day, 8, 17, kNoPlace}, PaymentType::kTransfer, Text::kFee);
    const Index services = shop(Sector::kServices, cast_.members[shell].city);
    pay_cost(shell, Deed::kCover, services, stream_.between(300, 1'500) * 100,
             {day, 8, 17, kNoPlace}, PaymentType::kTransfer, Text::kInvoice);
  }
  if (day_of_month == 19) {
    transfer(shell, controller_, stream_.between(1'600, 2'700) * 100, {day, 8, 17, kNoPlace},
             Text::kWage);
  }
  if (ready_[shell] < 300'000 || weekday(day) > 4 || !stream_.chance(3'300)) return;
  const Cents part = ready_[shell] * stream_.between(76, 90) / 100;
  transfer(shell, shells_[1], part, {day, 8, 17, kNoPlace}, Text::kInvoice);
}

void RingMoney::run_second_shell(std::int32_t day) {
  const std::uint32_t shell = shells_[1];
  const std::int32_t day_of_month = day - month_start(month_of_day(day));
  if (day_of_month == 6) {
    pay_cost(shell, Deed::kCover, shop(Sector::kAccountant, cast_.members[shell].city),
             stream_.between(140, 260) * 100, {day, 8, 17, kNoPlace}, PaymentType::kTransfer,
             Text::kFee);
  }
  if (day_of_month == 23) {
    transfer(shell, controller_, stream_.between(2'200, 4'600) * 100, {day, 8, 17, kNoPlace},
             Text::kDrawings);
  }
  if (!car_bought_ && ready_[shell] > 4'000'000) {
    const Cents price = stream_.between(27'000, 36'000) * 100;
    const Index dealer = shop(Sector::kCarDealer, cast_.members[controller_].city);
    if (dealer != kNobody) {
      ready_[shell] -= price;
      Payment& payment =
          pay(account(shell), dealer, price, PaymentType::kTransfer, {day, 8, 17, kNoPlace});
      payment.text = Text::kInvoice;
      payment.number = 1'000 + stream_.below(90'000);
      tag(payment, Deed::kSpending, shell, kOutsider);
      car_bought_ = true;
    }
  }
  if (ready_[shell] < 600'000 || weekday(day) > 4 || !stream_.chance(1'500)) return;
  const Cents part = ready_[shell] * stream_.between(35, 60) / 100;
  transfer(shell, beneficiary_, part, {day, 8, 17, kNoPlace}, Text::kInvoice);
}

void RingMoney::run_top(std::int32_t day) {
  const Spot by_day{day, 9, 20, cast_.members[controller_].city};
  if (ready_[controller_] > 150'000 && stream_.chance(900)) {
    const Cents price = std::min(ready_[controller_], stream_.between(300, 4'200) * 100);
    const Index seller = shop(Sector::kRetail, by_day.place);
    if (seller != kNobody) {
      ready_[controller_] -= price;
      Payment& payment = pay(account(controller_), seller, price, PaymentType::kCard, by_day);
      payment.text = Text::kPurchase;
      tag(payment, Deed::kSpending, controller_, kOutsider);
    }
  }
  if (ready_[controller_] > 100'000 && stream_.chance(600)) {
    draw_cash(controller_, stream_.between(20, 80) * 1'000, by_day);
  }
}

// Dollars: some drawn in cash, some paid for a house.
void RingMoney::run_beneficiary(std::int32_t day) {
  if (ready_[beneficiary_] > 60'000 && stream_.chance(2'500)) {
    draw_cash(beneficiary_, stream_.between(20, 90) * 1'000, {day, 8, 20, kNoPlace});
  }
  const std::int32_t day_of_month = day - month_start(month_of_day(day));
  if (day_of_month != 14 || ready_[beneficiary_] < 1'200'000) return;
  const Cents instalment = ready_[beneficiary_] * stream_.between(30, 50) / 100 / 10'000 * 10'000;
  ready_[beneficiary_] -= instalment;
  Payment& payment = pay(account(beneficiary_), kOutside, instalment, PaymentType::kOutgoingForeign,
                         {day, 8, 17, kNoPlace});
  payment.currency = payment.received_currency = Currency::kDollar;
  payment.outside = Country::kOrigin;
  tag(payment, Deed::kSpending, beneficiary_, kOutsider);
}

// What is no deed of the scheme but mixes with it.
void RingMoney::live_beside(int month) {
  for (const std::uint32_t member : {controller_, cast_.sites[0].manager, recruiter_}) {
    const Person& person = world_.person(cast_.members[member].person);
    if (person.partner == kNobody) continue;
    const std::int32_t day = month_start(month) + static_cast<std::int32_t>(stream_.between(0, 6));
    pay(person.account, world_.person(person.partner).account, stream_.between(15, 45) * 1'000,
        PaymentType::kTransfer, {day, 7, 22, kNoPlace})
        .text = Text::kFamily;
  }
  for (const std::uint32_t shell : shells_) {
    const Index customer = stream_.pick(world_.directory.businesses);
    const std::int32_t day = month_start(month) + static_cast<std::int32_t>(stream_.between(1, 26));
    Payment& sale =
        pay(world_.company(customer).account, account(shell), stream_.between(250, 1'300) * 100,
            PaymentType::kTransfer, {day, 7, 18, kNoPlace});
    sale.text = Text::kInvoice;
    sale.number = 1'000 + stream_.below(90'000);
    if (world_.accounts[account(shell)].opened > day) payments_.pop_back();
  }
}

}  // namespace headwater::ingest::internal
