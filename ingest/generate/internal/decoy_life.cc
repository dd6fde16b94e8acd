#include "ingest/generate/internal/decoy_life.h"

#include <algorithm>
#include <array>

#include "ingest/generate/internal/ordinary_life.h"

namespace headwater::ingest::internal {
namespace {

constexpr std::array<Cents, 6> kPrices = {8'000, 10'000, 10'000, 12'000, 15'000, 20'000};

struct DecoyMonth {
  const World& world;
  const Decoy& decoy;
  int month;
  RandomStream stream;
  Payments& payments;

  Payment& pay(Seconds time, Index from, Index to, Cents amount, PaymentType type, Text text) {
    Payment payment;
    payment.time = time;
    payment.from = from;
    payment.to = to;
    payment.amount = amount;
    payment.type = type;
    payment.text = text;
    payments.push_back(payment);
    return payments.back();
  }
  Seconds between_hours(std::int64_t first, std::int64_t last) {
    return time_in_month(stream, month, first * kHour, last * kHour);
  }
};

void receive_clients(DecoyMonth& m, Index own) {
  const std::int64_t clients = m.stream.between(14, 34);
  for (std::int64_t i = 0; i < clients; ++i) {
    const Index client = m.stream.pick(m.world.directory.clients);
    Payment& payment = m.pay(m.between_hours(12, 24), m.world.person(client).account, own,
                             kPrices[m.stream.below(kPrices.size())], PaymentType::kInstant,
                             m.stream.chance(5'000) ? Text::kThanks : Text::kEmpty);
    payment.number = 0;
  }
  const std::int64_t deposits = m.stream.between(3, 6);
  for (std::int64_t i = 0; i < deposits; ++i) {
    Payment& deposit = m.pay(m.between_hours(9, 24), kCash, own, m.stream.between(50, 180) * 500,
                             PaymentType::kCashDeposit, Text::kEmpty);
    deposit.place = m.decoy.city;
  }
}

// The room is rented from a landlord of their own, never the ring's.
Index landlord_of_room(const World& world, const Cast& cast, const Decoy& decoy) {
  Index fallback = kNobody;
  for (const Index landlord :
       world.directory.by_sector[static_cast<std::size_t>(Sector::kLandlord)]) {
    if (landlord == cast.landlord) continue;
    if (world.company(landlord).city == decoy.city) return landlord;
    fallback = landlord;
  }
  return fallback;
}

void advertise(DecoyMonth& m, const Cast& cast) {
  const Index own = m.world.person(m.decoy.person).account;
  receive_clients(m, own);
  const auto& ads = m.world.directory.by_sector[static_cast<std::size_t>(Sector::kAdvertising)];
  const std::int64_t bookings = m.stream.between(5, 11);
  for (std::int64_t i = 0; i < bookings; ++i) {
    m.pay(m.between_hours(8, 24), own, m.world.company(m.stream.pick(ads)).account,
          m.stream.between(12, 55) * 100 + (m.stream.chance(5'000) ? 90 : 0), PaymentType::kCard,
          Text::kAdvertisement);
  }
  const Index landlord = landlord_of_room(m.world, cast, m.decoy);
  if (landlord != kNobody) {
    const Cents rent = 55'000 + (m.decoy.person % 40) * 1'000;
    m.pay(at(month_start(m.month) + 1, m.stream.between(4 * kHour, 7 * kHour)), own,
          m.world.company(landlord).account, rent, PaymentType::kStandingOrder, Text::kRent);
  }
  if (m.month % 3 == 1) {
    const auto& office = m.world.directory.by_sector[static_cast<std::size_t>(Sector::kTaxOffice)];
    m.pay(m.between_hours(8, 18), own, m.world.company(office[0]).account,
          m.stream.between(900, 1'900) * 100, PaymentType::kTransfer, Text::kTax);
  }
}

// One more sending a month, to the same bank abroad as the ring's foreign end.
void send_home(DecoyMonth& m) {
  const Person& person = m.world.person(m.decoy.person);
  const Cents amount = m.stream.between(10, 42) * 1'000;
  Payment& payment = m.pay(m.between_hours(8, 22), person.account, person.relative_abroad, amount,
                           PaymentType::kForeignTransfer, Text::kFamily);
  payment.received = to_dollars(m.world, amount, day_of(payment.time));
  payment.received_currency = Currency::kDollar;
}

// Many notes, most days.
void bank_notes(DecoyMonth& m) {
  const std::int64_t deposits = m.stream.between(9, 15);
  for (std::int64_t i = 0; i < deposits; ++i) {
    Payment& deposit =
        m.pay(m.between_hours(9, 22), kCash, m.world.company(m.decoy.company).account,
              m.stream.between(60, 340) * 500, PaymentType::kCashDeposit, Text::kEmpty);
    deposit.place = m.decoy.city;
  }
}

}  // namespace

Payments live_as_decoys(const World& world, const Cast& cast) {
  Payments payments;
  for (std::uint32_t i = 0; i < cast.decoys.size(); ++i) {
    const Decoy& decoy = cast.decoys[i];
    for (int month = 0; month < kWindowMonths; ++month) {
      RandomStream stream(world.seed, Purpose::kDecoyLife, i, static_cast<std::uint32_t>(month));
      DecoyMonth m{world, decoy, month, stream, payments};
      if (decoy.kind == DecoyKind::kAdvertiser) advertise(m, cast);
      if (decoy.kind == DecoyKind::kRemittanceFamily) send_home(m);
      if (decoy.kind == DecoyKind::kCashSalon) bank_notes(m);
    }
  }
  return payments;
}

}  // namespace headwater::ingest::internal
