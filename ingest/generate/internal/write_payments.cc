// The payments of all accounts, one file a bank, in time order, made month by month.
//
// A payment stands in one file: that of the payer's bank, or of the payee's where the payer is the
// world outside. Each bank numbers its bookings one after another. People and companies are
// simulated in parallel, each from random streams of its own into a list of its own; the lists are
// joined in a fixed order and sorted by a total order, so threads change nothing.
#include <algorithm>

#include <tbb/parallel_for.h>

#include "ingest/generate/internal/case_folder.h"
#include "ingest/generate/internal/decoy_life.h"
#include "ingest/generate/internal/made_case.h"
#include "ingest/generate/internal/mappings.h"
#include "ingest/generate/internal/ordinary_life.h"
#include "ingest/generate/internal/ring_money.h"

namespace headwater::ingest::internal {
namespace {

constexpr std::size_t kBlock = 256;  // people or companies simulated together

void append_text(std::string& line, const Payment& payment) {
  static constexpr std::string_view kTexts[] = {
      "",          "wages ",   "pension ",  "rent ",   "electricity",   "telephone", "insurance",
      "purchase",  "invoice ", "tax",       "support", "thank you",     "my share",  "savings",
      "small ads", "drawings", "repayment", "fee",     "for the family"};
  line += kTexts[static_cast<std::size_t>(payment.text)];
  const bool monthly =
      payment.text == Text::kWage || payment.text == Text::kPension || payment.text == Text::kRent;
  if (monthly) line += format_month(month_of_day(day_of(payment.time)));
  if (payment.text == Text::kInvoice) line += std::to_string(payment.number);
}

class BankFiles {
 public:
  explicit BankFiles(MadeCase& made) : made_(made) {}

  graph::Status open() {
    for (std::size_t bank = 0; bank < made_.world.banks.size(); ++bank) {
      const std::string name = "bank/payments_" + made_.world.banks[bank].slug + ".csv";
      HEADWATER_ASSIGN_OR_RETURN(
          CsvFile file, CsvFile::create(made_.report.directory / name,
                                        "payment_id,booked_at,type,debtor_account,creditor_account,"
                                        "amount,currency,received_amount,received_currency,"
                                        "country,place,text"));
      files_.push_back(std::move(file));
      RandomStream stream(made_.world.seed, Purpose::kAccounts, static_cast<std::uint32_t>(bank),
                          5);
      next_.push_back(10'000'000 + stream.below(80'000'000));
      made_.sources.push_back({name, "csv", "bank/payments.mapping.json",
                               "bank-" + made_.world.banks[bank].slug, false});
    }
    return write_text(made_.report.directory / "bank/payments.mapping.json", payments_mapping());
  }

  void write(const Payment& payment) {
    const World& world = made_.world;
    const bool pays_from_account = payment.from < world.accounts.size();
    const std::size_t bank = world.accounts[pays_from_account ? payment.from : payment.to].bank;
    const std::string id = numbered("B", next_[bank]++, 8);
    if (payment.tag != 0) {
      made_.truth.entries[payment.tag - 1].payment =
          "transaction:bank-" + world.banks[bank].slug + "/" + id;
    }
    std::string& line = files_[bank].buffer();
    line += id;
    line += ',';
    append_time(line, payment.time);
    line += ',';
    line += payment_type_name(payment.type);
    line += ',';
    if (pays_from_account) line += world.accounts[payment.from].number;
    line += ',';
    if (payment.to < world.accounts.size()) line += world.accounts[payment.to].number;
    line += ',';
    append_money(line, payment.amount);
    line += ',';
    line += currency_code(payment.currency);
    line += ',';
    if (payment.received > 0) append_money(line, payment.received);
    line += ',';
    if (payment.received > 0) line += currency_code(payment.received_currency);
    append_place(line, payment);
    append_text(line, payment);
    files_[bank].end_row();
    ++made_.report.transactions;
  }

  graph::Status close() {
    for (CsvFile& file : files_) {
      HEADWATER_RETURN_IF_ERROR(file.close());
      made_.report.bytes_written += file.bytes();
    }
    return {};
  }

 private:
  void append_place(std::string& line, const Payment& payment) const {
    const bool outside = payment.from >= kOutside || payment.to >= kOutside;
    line += ',';
    if (outside) line += territory_code(payment.outside);
    line += ',';
    if (payment.place != kNoPlace) line += made_.world.cities[payment.place].name;
    line += ',';
  }

  MadeCase& made_;
  std::vector<CsvFile> files_;
  std::vector<std::uint64_t> next_;
};

Payments ordinary_month(const World& world, int month, const graph::ExecutionContext& context) {
  const std::size_t person_blocks = (world.persons.size() + kBlock - 1) / kBlock;
  const std::size_t company_blocks = (world.companies.size() + kBlock - 1) / kBlock;
  std::vector<Payments> parts(person_blocks + company_blocks);
  context.run([&] {
    tbb::parallel_for(std::size_t{0}, parts.size(), [&](std::size_t block) {
      const bool of_people = block < person_blocks;
      const std::size_t first = (of_people ? block : block - person_blocks) * kBlock;
      const std::size_t count = of_people ? world.persons.size() : world.companies.size();
      for (std::size_t i = first; i < std::min(count, first + kBlock); ++i) {
        const auto index = static_cast<Index>(i);
        if (of_people)
          live_month(world, index, month, parts[block]);
        else
          trade_month(world, index, month, parts[block]);
      }
    });
  });
  Payments all;
  for (const Payments& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace

graph::Status write_payments(MadeCase& made, const graph::ExecutionContext& context) {
  Payments cast_payments = live_as_decoys(made.world, made.cast);
  const Payments ring = RingMoney(made.world, made.cast, made.truth).run();
  cast_payments.insert(cast_payments.end(), ring.begin(), ring.end());
  sort_payments(cast_payments);
  BankFiles files(made);
  HEADWATER_RETURN_IF_ERROR(files.open());
  std::size_t next = 0;
  for (int month = 0; month < kWindowMonths; ++month) {
    HEADWATER_RETURN_IF_ERROR(context.check_cancelled("generate a case"));
    Payments payments = ordinary_month(made.world, month, context);
    const Seconds end = at(month_start(month + 1), 0);
    for (; next < cast_payments.size() && cast_payments[next].time < end; ++next) {
      payments.push_back(cast_payments[next]);
    }
    sort_payments(payments);
    for (const Payment& payment : payments) files.write(payment);
    context.report(
        {"generating payments", static_cast<std::uint64_t>(month) + 1, kWindowMonths, "months"});
  }
  HEADWATER_CHECK(next == cast_payments.size(), "every planned payment lies in the window");
  return files.close();
}

}  // namespace headwater::ingest::internal
