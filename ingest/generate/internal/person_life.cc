#include <algorithm>
#include <array>

#include "ingest/generate/internal/ordinary_life.h"

namespace headwater::ingest::internal {
namespace {

constexpr std::array<std::int64_t, 6> kGroceries = {450, 1'900, 3'600, 5'400, 8'200, 16'500};
constexpr std::array<std::int64_t, 5> kMeals = {600, 1'650, 2'900, 4'600, 11'000};
constexpr std::array<std::int64_t, 6> kGoods = {690, 1'900, 3'900, 7'900, 15'900, 62'000};
constexpr std::array<std::int64_t, 4> kTank = {2'000, 4'100, 6'000, 9'300};
constexpr std::array<std::int64_t, 4> kMedicine = {380, 1'100, 2'200, 6'400};
constexpr std::array<std::int64_t, 4> kHair = {1'800, 3'500, 5'500, 12'000};
constexpr std::array<std::int64_t, 6> kGifts = {500, 1'200, 2'000, 4'000, 8'000, 30'000};

// Everything a month of one person is written with.
struct Month {
  const World& world;
  Index index;
  const Person& person;
  int month;
  RandomStream stream;
  Payments& payments;

  Payment& pay(Seconds time, Index to, Cents amount, PaymentType type, Text text) {
    Payment payment;
    payment.time = time;
    payment.from = person.account;
    payment.to = to;
    payment.amount = amount;
    payment.type = type;
    payment.text = text;
    payments.push_back(payment);
    return payments.back();
  }
  Index shop(Sector sector) {
    const Directory& directory = world.directory;
    const auto kind = static_cast<std::size_t>(sector);
    const auto& here = directory.by_sector_and_city[kind][person.city];
    const auto& all = directory.by_sector[kind];
    // People keep to a few shops: most purchases are at two favourites.
    const auto& shops = here.empty() || stream.chance(800) ? all : here;
    const auto size = static_cast<std::uint32_t>(shops.size());
    const std::uint32_t favourite = (index * 7 + stream.below(2) * 3 + 5) % size;
    return shops[stream.chance(7'000) ? favourite : stream.below(size)];
  }
  void buy(Sector sector, std::span<const std::int64_t> prices, std::int64_t opens,
           std::int64_t closes) {
    const Company& seller = world.company(shop(sector));
    Payment& payment = pay(time_in_month(stream, month, opens, closes), seller.account,
                           stream.quantile(prices), PaymentType::kCard, Text::kPurchase);
    payment.place = seller.city;
  }
  Seconds early_on(std::int32_t day_of_month) {
    const std::int32_t last = month_start(month + 1) - 1;
    const std::int32_t day = std::min(month_start(month) + day_of_month - 1, last);
    return at(day, stream.between(4 * kHour, 7 * kHour));
  }
};

void earn(Month& m) {
  Payment wage;
  wage.to = m.person.account;
  wage.amount = m.person.income;
  if (m.person.employer != kNobody) {
    const Company& employer = m.world.company(m.person.employer);
    // A company pays all wages in one run.
    RandomStream run(m.world.seed, Purpose::kEmployment, m.person.employer,
                     100u + static_cast<std::uint32_t>(m.month));
    const std::int32_t day =
        std::min(month_start(m.month) + employer.payday - 1, month_start(m.month + 1) - 1);
    wage.time = at(day, run.between(5 * kHour, 15 * kHour) + m.stream.between(0, 240));
    wage.from = employer.account;
    wage.text = Text::kWage;
  } else if (m.person.livelihood == Livelihood::kPensioner) {
    wage.time = at(month_start(m.month), m.stream.between(5 * kHour, 8 * kHour));
    wage.from =
        m.world
            .company(m.world.directory.by_sector[static_cast<std::size_t>(Sector::kPensionFund)][0])
            .account;
    wage.text = Text::kPension;
  } else if (m.person.supporter != kNobody) {
    wage.time = m.early_on(static_cast<std::int32_t>(1 + m.index % 6));
    wage.from = m.world.person(m.person.supporter).account;
    wage.text = Text::kSupport;
    wage.type = PaymentType::kStandingOrder;
  } else {
    return;
  }
  m.payments.push_back(wage);
}

// The self-employed are paid by businesses and by neighbours.
void earn_by_invoices(Month& m) {
  const std::int64_t invoices = m.stream.between(2, 7);
  const auto& businesses = m.world.directory.businesses;
  for (std::int64_t i = 0; i < invoices; ++i) {
    Payment invoice;
    invoice.time = time_in_month(m.stream, m.month, 7 * kHour, 21 * kHour);
    const bool to_people = m.stream.chance(4'500);
    const auto& neighbours = m.world.directory.residents[m.person.city];
    invoice.from = to_people ? m.world.person(m.stream.pick(neighbours)).account
                             : m.world.company(m.stream.pick(businesses)).account;
    invoice.to = m.person.account;
    const Cents fair = m.person.income / invoices;
    invoice.amount = fair * m.stream.between(50, 150) / 100;
    if (to_people)
      invoice.amount = std::min<Cents>(invoice.amount, m.stream.between(20, 180) * 100);
    invoice.text = Text::kInvoice;
    invoice.number = 100 + m.stream.below(9'000);
    if (invoice.from != invoice.to && invoice.amount > 0) m.payments.push_back(invoice);
  }
  if (m.month % 3 != 1) return;
  const auto& office = m.world.directory.by_sector[static_cast<std::size_t>(Sector::kTaxOffice)];
  m.pay(m.early_on(10), m.world.company(office[0]).account, m.person.income * 3 * 17 / 100,
        PaymentType::kTransfer, Text::kTax);
}

void pay_for_home(Month& m) {
  if (m.person.landlord != kNobody) {
    m.pay(m.early_on(static_cast<std::int32_t>(1 + m.index % 4)),
          m.world.company(m.person.landlord).account, m.person.rent, PaymentType::kStandingOrder,
          Text::kRent);
  }
  const bool partner_pays = m.person.partner != kNobody && m.person.partner < m.index;
  if (!partner_pays) {
    const auto& power = m.world.directory.by_sector[static_cast<std::size_t>(Sector::kUtility)];
    const Cents bill = 3'500 + (m.index % 61) * 100 + m.stream.between(0, 3'000);
    m.pay(m.early_on(12), m.world.company(power[m.index % power.size()]).account, bill,
          PaymentType::kTransfer, Text::kElectricity);
  }
  const auto& telecom = m.world.directory.by_sector[static_cast<std::size_t>(Sector::kTelecom)];
  m.pay(m.early_on(static_cast<std::int32_t>(8 + m.index % 15)),
        m.world.company(telecom[m.index / 3 % telecom.size()]).account, 990 + (m.index % 5) * 500,
        PaymentType::kTransfer, Text::kTelephone);
  if ((m.month + static_cast<int>(m.index % 3)) % 3 != 0) return;
  const auto& insurer = m.world.directory.by_sector[static_cast<std::size_t>(Sector::kInsurer)];
  m.pay(m.early_on(20), m.world.company(insurer[m.index % insurer.size()]).account,
        4'000 + (m.index % 97) * 200, PaymentType::kTransfer, Text::kInsurance);
}

void shop_and_eat(Month& m) {
  const std::int64_t tight = m.person.income < 100'000 ? 1 : 0;
  const std::int64_t groceries = m.stream.between(2, 5) - tight;
  for (std::int64_t i = 0; i < groceries; ++i) {
    m.buy(Sector::kGrocer, kGroceries, 8 * kHour, 21 * kHour);
  }
  const std::int64_t meals = std::max<std::int64_t>(0, m.stream.between(-1, 3) - tight);
  for (std::int64_t i = 0; i < meals; ++i) {
    m.buy(Sector::kRestaurant, kMeals, 12 * kHour, 23 * kHour);
  }
  if (m.stream.chance(6'500)) m.buy(Sector::kRetail, kGoods, 9 * kHour, 20 * kHour);
  if (m.stream.chance(5'000)) m.buy(Sector::kFuel, kTank, 6 * kHour, 22 * kHour);
  if (m.stream.chance(3'000)) m.buy(Sector::kPharmacy, kMedicine, 8 * kHour, 19 * kHour);
  if (m.stream.chance(m.person.female ? 3'000u : 1'800u)) {
    m.buy(Sector::kSalon, kHair, 9 * kHour, 19 * kHour);
  }
}

void draw_cash(Month& m) {
  const std::int64_t visits = std::max<std::int64_t>(0, m.stream.between(-1, 2));
  for (std::int64_t i = 0; i < visits; ++i) {
    Payment& payment =
        m.pay(time_in_month(m.stream, m.month, 7 * kHour, 23 * kHour), kCash,
              m.stream.between(2, 15) * 1'000, PaymentType::kCashWithdrawal, Text::kEmpty);
    payment.place = m.person.city;
  }
}

// Friends are few and mostly near: a handful of residents found by hashing.
Index friend_of(Month& m) {
  const auto& near =
      m.world.directory
          .residents[m.stream.chance(9'000) ? m.person.city : m.stream.below(kCityCount)];
  if (near.empty()) return kNobody;
  const std::uint32_t slot = m.stream.below(6);
  RandomStream friends(m.world.seed, Purpose::kHousehold, m.index, 1'000u + slot);
  const Index other = near[friends.below(static_cast<std::uint32_t>(near.size()))];
  return other == m.index ? kNobody : other;
}

void give_and_save(Month& m) {
  if (m.person.partner != kNobody && m.stream.chance(3'000)) {
    m.pay(time_in_month(m.stream, m.month, 7 * kHour, 23 * kHour),
          m.world.person(m.person.partner).account, m.stream.between(5, 60) * 1'000,
          PaymentType::kTransfer, Text::kShare);
  }
  const std::int64_t gifts = std::max<std::int64_t>(0, m.stream.between(-1, 2));
  for (std::int64_t i = 0; i < gifts; ++i) {
    const Index other = friend_of(m);
    if (other == kNobody) continue;
    const Cents amount = std::min(m.stream.quantile(kGifts) / 100 * 100, m.person.income / 6);
    m.pay(time_in_month(m.stream, m.month, 7 * kHour, 24 * kHour), m.world.person(other).account,
          amount, PaymentType::kInstant, Text::kThanks);
  }
  if (m.person.savings != kNobody && m.stream.chance(6'000)) {
    const Account& savings = m.world.accounts[m.person.savings];
    if (savings.opened < month_start(m.month)) {
      m.pay(m.early_on(static_cast<std::int32_t>(2 + m.index % 7)), m.person.savings,
            m.person.income * m.stream.between(4, 14) / 10'000 * 100 + 1'000,
            PaymentType::kStandingOrder, Text::kSavings);
    }
  }
  if (m.stream.chance(150)) {
    const auto& ads = m.world.directory.by_sector[static_cast<std::size_t>(Sector::kAdvertising)];
    m.pay(time_in_month(m.stream, m.month, 7 * kHour, 24 * kHour),
          m.world.company(m.stream.pick(ads)).account, m.stream.between(5, 40) * 100,
          PaymentType::kCard, Text::kAdvertisement);
  }
}

void send_home(Month& m) {
  if (m.person.relative_abroad == kNobody || !m.stream.chance(7'500)) return;
  const Cents amount =
      std::clamp<Cents>(m.person.income * m.stream.between(4, 16) / 100, 4'000, 45'000) / 500 * 500;
  Payment& payment =
      m.pay(time_in_month(m.stream, m.month, 8 * kHour, 22 * kHour), m.person.relative_abroad,
            amount, PaymentType::kForeignTransfer, Text::kFamily);
  payment.received = to_dollars(m.world, amount, day_of(payment.time));
  payment.received_currency = Currency::kDollar;
}

// Relatives abroad live mostly on cash.
void live_abroad(Month& m) {
  const std::int64_t visits = m.stream.between(0, 2);
  for (std::int64_t i = 0; i < visits; ++i) {
    Payment& payment =
        m.pay(time_in_month(m.stream, m.month, 7 * kHour, 21 * kHour), kCash,
              m.stream.between(2, 12) * 1'000, PaymentType::kCashWithdrawal, Text::kEmpty);
    payment.currency = payment.received_currency = Currency::kDollar;
    payment.outside = Country::kOrigin;
  }
}

}  // namespace

Seconds time_in_month(RandomStream& stream, int month, std::int64_t first, std::int64_t last) {
  const std::int64_t day = stream.between(month_start(month), month_start(month + 1) - 1);
  return at(static_cast<std::int32_t>(day), stream.between(first, last - 1));
}

void live_month(const World& world, Index index, int month, Payments& payments) {
  const Person& person = world.person(index);
  Month m{world,
          index,
          person,
          month,
          RandomStream(world.seed, Purpose::kPersonLife, index, static_cast<std::uint32_t>(month)),
          payments};
  if (world.accounts[person.account].opened > month_start(month)) return;
  if (person.livelihood == Livelihood::kAbroad) return live_abroad(m);
  if (month_start(month) > person.until) return;
  earn(m);
  if (person.livelihood == Livelihood::kExploited) return;  // what follows is not theirs to decide
  if (person.livelihood == Livelihood::kSelfEmployed) earn_by_invoices(m);
  pay_for_home(m);
  shop_and_eat(m);
  draw_cash(m);
  give_and_save(m);
  send_home(m);
}

}  // namespace headwater::ingest::internal
