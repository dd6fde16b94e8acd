#include "ingest/generate/internal/ring_money.h"

#include "ingest/generate/internal/ordinary_life.h"

namespace headwater::ingest::internal {

RingMoney::RingMoney(const World& world, const Cast& cast, Truth& truth)
    : world_(world),
      cast_(cast),
      truth_(truth),
      stream_(world.seed, Purpose::kRingMoney, 0),
      ready_(cast.members.size(), 0),
      arrivals_(kWindowDays + 2),
      cash_(kSiteCount, 0),
      mules_(cast.all(RingRole::kMule)),
      shells_(cast.all(RingRole::kShellCompany)),
      controller_(cast.first(RingRole::kController)),
      recruiter_(cast.first(RingRole::kRecruiter)),
      funnel_(cast.first(RingRole::kFunnelHolder)),
      beneficiary_(cast.first(RingRole::kBeneficiary)) {
  truth_.unbanked.assign(cast.members.size(), 0);
}

Payments RingMoney::run() {
  for (std::int32_t day = 0; day < kWindowDays; ++day) {
    for (const Arrival& arrival : arrivals_[static_cast<std::size_t>(day)]) {
      ready_[arrival.member] += arrival.amount;
    }
    const int month = month_of_day(day);
    if (day == month_start(month)) {
      live_beside(month);
      exploit_labour(month);
    }
    recruit(day);
    move_victims(day);
    take_clients(day);
    run_funnel(day);
    run_mules(day);
    run_first_shell(day);
    run_second_shell(day);
    run_top(day);
    run_beneficiary(day);
  }
  for (std::size_t i = 0; i < cash_.size(); ++i) {
    truth_.unbanked[cast_.sites[i].manager] += cash_[i];
  }
  return std::move(payments_);
}

Payment& RingMoney::pay(Index from, Index to, Cents amount, PaymentType type, const Spot& spot) {
  Payment payment;
  payment.time = at(spot.day, stream_.between(spot.first_hour * kHour, spot.last_hour * kHour - 1));
  payment.from = from;
  payment.to = to;
  payment.amount = amount;
  payment.type = type;
  payment.place = spot.place;
  payments_.push_back(payment);
  return payments_.back();
}

void RingMoney::tag(Payment& payment, Deed deed, std::uint32_t from, std::uint32_t to) {
  TruthEntry entry;
  entry.deed = deed;
  entry.from = from;
  entry.to = to;
  entry.time = payment.time;
  entry.paid = payment.amount;
  entry.received = payment.received > 0 ? payment.received : payment.amount;
  entry.paid_currency = payment.currency;
  entry.received_currency = payment.received > 0 ? payment.received_currency : payment.currency;
  entry.city = cast_.members[to == kOutsider ? from : to].city;
  truth_.entries.push_back(entry);
  payment.tag = static_cast<std::uint32_t>(truth_.entries.size());
}

void RingMoney::credit(std::uint32_t member, Cents amount, Seconds time) {
  const std::int32_t day = day_of(time) + 1;
  if (day < kWindowDays) arrivals_[static_cast<std::size_t>(day)].push_back({member, amount});
}

bool RingMoney::transfer(std::uint32_t from, std::uint32_t to, Cents amount, const Spot& spot,
                         Text text) {
  if (amount <= 0 || amount > ready_[from]) return false;
  ready_[from] -= amount;
  Payment& payment = pay(account(from), account(to), amount,
                         amount < 300'000 ? PaymentType::kInstant : PaymentType::kTransfer, spot);
  payment.text = text;
  if (text == Text::kInvoice) {
    payment.type = PaymentType::kTransfer;
    payment.number = 1'000 + stream_.below(90'000);
  }
  Cents received = amount;
  if (to == beneficiary_) {
    payment.type = PaymentType::kForeignTransfer;
    received = to_dollars(world_, amount, day_of(payment.time));
    payment.received = received;
    payment.received_currency = Currency::kDollar;
  }
  credit(to, received, payment.time);
  tag(payment, Deed::kBetweenMembers, from, to);
  return true;
}

bool RingMoney::pay_cost(std::uint32_t member, Deed deed, Index to_account, Cents amount,
                         const Spot& spot, PaymentType type, Text text) {
  if (amount <= 0 || amount > ready_[member] || to_account == kNobody) return false;
  ready_[member] -= amount;
  Payment& payment = pay(account(member), to_account, amount, type, spot);
  payment.text = text;
  if (text == Text::kInvoice) payment.number = 1'000 + stream_.below(90'000);
  tag(payment, deed, member, kOutsider);
  return true;
}

bool RingMoney::draw_cash(std::uint32_t member, Cents amount, const Spot& spot) {
  amount = amount / 1'000 * 1'000;
  if (amount <= 0 || amount > ready_[member]) return false;
  ready_[member] -= amount;
  Payment& payment = pay(account(member), kCash, amount, PaymentType::kCashWithdrawal, spot);
  if (member == beneficiary_) {
    payment.currency = payment.received_currency = Currency::kDollar;
    payment.outside = Country::kOrigin;
  }
  tag(payment, Deed::kCashOut, member, kOutsider);
  return true;
}

Index RingMoney::shop(Sector sector, std::uint8_t city) {
  const auto kind = static_cast<std::size_t>(sector);
  const auto& here = world_.directory.by_sector_and_city[kind][city];
  const auto& all = here.empty() ? world_.directory.by_sector[kind] : here;
  return all.empty() ? kNobody : world_.company(stream_.pick(all)).account;
}

bool RingMoney::is_at(const Victim& victim, int site, std::int32_t day) const {
  for (const Stay& stay : victim.stays) {
    if (stay.site == site && stay.from_day <= day && day <= stay.to_day) return true;
  }
  return false;
}

}  // namespace headwater::ingest::internal
