// Companies' months. Wages are on the employees' side (person_life.cc), card sales on the buyers'.
#include <algorithm>
#include <array>

#include "ingest/generate/internal/ordinary_life.h"

namespace headwater::ingest::internal {
namespace {

struct Month {
  const World& world;
  Index index;
  const Company& company;
  int month;
  RandomStream stream;
  Payments& payments;

  Payment& pay(Seconds time, Index to, Cents amount, PaymentType type, Text text) {
    Payment payment;
    payment.time = time;
    payment.from = company.account;
    payment.to = to;
    payment.amount = std::max<Cents>(amount, 100);
    payment.type = type;
    payment.text = text;
    payments.push_back(payment);
    return payments.back();
  }
  Seconds in_office_hours() { return time_in_month(stream, month, 7 * kHour, 18 * kHour); }
  Index one_of(Sector sector) {
    const auto& all = world.directory.by_sector[static_cast<std::size_t>(sector)];
    return all.empty() ? kNobody : world.company(all[index % all.size()]).account;
  }
};

bool sells_to_people(Sector sector) { return sector <= Sector::kSalon; }
bool is_cash_heavy(Sector sector) {
  return sector == Sector::kSalon || sector == Sector::kRestaurant || sector == Sector::kGrocer;
}

// Costs that every company has.
void pay_running_costs(Month& m) {
  const Company& company = m.company;
  if (company.landlord != kNobody) {
    m.pay(at(month_start(m.month) + static_cast<std::int32_t>(m.index % 4),
             m.stream.between(4 * kHour, 7 * kHour)),
          m.world.company(company.landlord).account, company.rent, PaymentType::kStandingOrder,
          Text::kRent);
  }
  const Index power = m.one_of(Sector::kUtility);
  if (power != company.account) {
    m.pay(m.in_office_hours(), power,
          8'000 + company.employees * 2'100 + m.stream.between(0, 9'000), PaymentType::kTransfer,
          Text::kElectricity);
  }
  const Index accountant = m.one_of(Sector::kAccountant);
  if (accountant != kNobody && accountant != company.account) {
    m.pay(m.in_office_hours(), accountant, 6'000 + company.employees * 1'200,
          PaymentType::kTransfer, Text::kFee);
  }
  const Index tax_office = m.one_of(Sector::kTaxOffice);
  if (company.payroll > 0) {
    m.pay(at(month_start(m.month) + 9, m.stream.between(5 * kHour, 17 * kHour)), tax_office,
          company.payroll * 24 / 100, PaymentType::kTransfer, Text::kTax);
  }
  if (m.stream.chance(900)) {
    m.pay(m.in_office_hours(), m.one_of(Sector::kAdvertising), m.stream.between(30, 400) * 100,
          PaymentType::kCard, Text::kAdvertisement);
  }
}

void pay_owners(Month& m) {
  for (const Owner& owner : m.company.owners) {
    if (owner.person == kNobody || m.world.person(owner.person).account == kNobody) continue;
    if (!m.stream.chance(8'000)) continue;
    const Cents monthly = 40'000 + m.company.payroll / 30 * owner.share_percent / 10;
    m.pay(m.in_office_hours(), m.world.person(owner.person).account,
          monthly * m.stream.between(70, 140) / 100 / 100 * 100, PaymentType::kTransfer,
          Text::kDrawings);
  }
}

void sell_to_businesses(Month& m) {
  const Company& company = m.company;
  const Cents wanted = company.payroll * 155 / 100 + company.rent + 250'000;
  const std::int64_t invoices = m.stream.between(3, 7);
  for (std::int64_t i = 0; i < invoices; ++i) {
    Payment invoice;
    invoice.time = m.in_office_hours();
    invoice.to = company.account;
    invoice.amount = std::max<Cents>(wanted / invoices * m.stream.between(60, 140) / 100, 5'000);
    invoice.text = Text::kInvoice;
    invoice.number = 1'000 + m.stream.below(90'000);
    const Index payer = m.stream.pick(m.world.directory.businesses);
    const bool can_pay = invoice.amount < m.world.company(payer).payroll / 3 && payer != m.index;
    invoice.from = can_pay ? m.world.company(payer).account : kOutside;
    if (!can_pay) {
      invoice.type = PaymentType::kIncomingForeign;
      invoice.outside = Country::kTransit;
    }
    m.payments.push_back(invoice);
  }
}

void buy_supplies(Month& m) {
  const std::int64_t orders = m.stream.between(1, 3);
  for (std::int64_t i = 0; i < orders; ++i) {
    const Index seller = m.stream.pick(m.world.directory.businesses);
    Payment& order = m.pay(m.in_office_hours(), m.world.company(seller).account,
                           (m.company.payroll / 5 + 60'000) * m.stream.between(50, 160) / 100,
                           PaymentType::kTransfer, Text::kInvoice);
    order.number = 1'000 + m.stream.below(90'000);
  }
}

// Takings in cash, carried to the bank; card sales to strangers come from outside.
void bank_takings(Month& m) {
  const Company& company = m.company;
  const Cents takings = company.payroll * 90 / 100 + company.rent + 140'000;
  const std::int64_t trips = is_cash_heavy(company.sector) ? m.stream.between(3, 7) : 2;
  for (std::int64_t i = 0; i < trips; ++i) {
    Payment deposit;
    deposit.time = time_in_month(m.stream, m.month, 9 * kHour, 20 * kHour);
    deposit.from = kCash;
    deposit.to = company.account;
    deposit.amount =
        std::max<Cents>(takings / trips * m.stream.between(60, 140) / 100 / 500 * 500, 5'000);
    deposit.type = PaymentType::kCashDeposit;
    deposit.place = company.city;
    m.payments.push_back(deposit);
  }
  Payment terminal;
  terminal.time = m.in_office_hours();
  terminal.from = kOutside;
  terminal.to = company.account;
  terminal.amount = company.payroll * 45 / 100 + m.stream.between(200, 900) * 100;
  terminal.type = PaymentType::kIncomingForeign;
  terminal.outside = Country::kTransit;
  terminal.text = Text::kInvoice;
  terminal.number = 1'000 + m.stream.below(90'000);
  m.payments.push_back(terminal);
}

// Landlords repair; utilities, telephones, insurers and the state buy from businesses and abroad.
void spend_elsewhere(Month& m) {
  const auto& builders = m.world.directory.by_sector[static_cast<std::size_t>(
      m.company.sector == Sector::kLandlord ? Sector::kConstruction : Sector::kServices)];
  const std::int64_t orders = m.stream.between(1, 4);
  for (std::int64_t i = 0; i < orders && !builders.empty(); ++i) {
    const Index to = m.world.company(m.stream.pick(builders)).account;
    Payment& order = m.pay(m.in_office_hours(), to, m.stream.between(300, 4'000) * 100,
                           PaymentType::kTransfer, Text::kInvoice);
    order.number = 1'000 + m.stream.below(90'000);
  }
  Payment abroad;
  abroad.time = m.in_office_hours();
  abroad.amount = std::max<Cents>(m.company.payroll * 60 / 100, 10'000);
  abroad.from = m.company.account;
  abroad.to = kOutside;
  abroad.type = PaymentType::kOutgoingForeign;
  abroad.outside = Country::kTransit;
  m.payments.push_back(abroad);
}

}  // namespace

void trade_month(const World& world, Index index, int month, Payments& payments) {
  const Company& company = world.company(index);
  if (!company.ordinary_life) return;
  Month m{world,
          index,
          company,
          month,
          RandomStream(world.seed, Purpose::kCompanyLife, index, static_cast<std::uint32_t>(month)),
          payments};
  if (company.sector == Sector::kTaxOffice || company.sector == Sector::kPensionFund) {
    return spend_elsewhere(m);
  }
  pay_running_costs(m);
  pay_owners(m);
  if (sells_to_people(company.sector)) {
    bank_takings(m);
    buy_supplies(m);
  } else if (company.sector == Sector::kLandlord || company.sector == Sector::kUtility ||
             company.sector == Sector::kTelecom || company.sector == Sector::kInsurer) {
    spend_elsewhere(m);
  } else {
    sell_to_businesses(m);
  }
}

}  // namespace headwater::ingest::internal
