// Transactions, opening balances and rates of one row.
#include <charconv>
#include <numeric>

#include "graph/ascii.h"
#include "graph/sha256.h"
#include "ingest/internal/row_reader.h"

namespace headwater::ingest::internal {

using graph::Transaction;

namespace {

// Channels and kinds are written in any case and with blanks; the tables hold plain words.
template <typename Parse>
auto any_case(Parse parse) {
  return [parse](std::string_view text) {
    std::string plain;
    for (const char c : text) plain += c == ' ' || c == '_' ? '-' : graph::ascii_lower(c);
    return parse(plain);
  };
}

// Legs of one event share a number: the first 8 bytes of SHA-256(namespace, 0, group), never 0.
std::uint64_t group_number(std::string_view namespace_name, std::string_view group) {
  std::string text(namespace_name);
  text += '\0';
  text += group;
  const std::string digest = graph::sha256_hex(text);
  std::uint64_t number = 0;
  std::from_chars(digest.data(), digest.data() + 16, number, 16);
  return number == 0 ? 1 : number;
}

}  // namespace

bool RowReader::read_money(const TransactionRecord& spec, Transaction& record) {
  if (!asset(spec.asset, record.asset)) return false;
  if (!amount(spec.amount, record.asset, record.amount)) return false;
  record.received_asset = record.asset;
  record.received_amount = record.amount;
  if (!spec.received_amount.value.is_given()) return true;
  return asset(spec.received_asset, record.received_asset) &&
         amount(spec.received_amount, record.received_asset, record.received_amount);
}

bool RowReader::read_flags(const TransactionRecord& spec, Transaction& record) {
  unsigned flags = 0;
  if (!record.time.is_known()) flags |= graph::kUndated;
  if (record.time.is_known() && record.period_end.is_known() && record.period_end < record.time) {
    flags |= graph::kPeriodReversed;
  }
  if (record.from == record.to) flags |= graph::kSameParty;
  if (!spec.same_party.empty()) {
    std::string_view one;
    std::string_view other;
    if (!text(spec.same_party[0], one) || !text(spec.same_party[1], other)) return false;
    if (!one.empty() && one == other) flags |= graph::kSameParty;
  }
  if (spec.aggregate || record.count != 1) flags |= graph::kAggregate;
  bool illicit = false;
  if (!flag(spec.labelled_illicit, illicit)) return false;
  if (illicit) flags |= graph::kLabelledIllicit;
  if (record.group != 0) flags |= graph::kMultiLeg;
  record.flags = static_cast<std::uint16_t>(flags);
  return true;
}

// All but its id and its attributes.
bool RowReader::read_transaction(const TransactionRecord& spec, Transaction& record) {
  if (!entity(spec.from, record.from) || !entity(spec.to, record.to)) return false;
  if (!record.from.is_ledger_vertex()) return fail("not-an-account", spec.from.id);
  if (!record.to.is_ledger_vertex()) return fail("not-an-account", spec.to.id);
  if (!time(spec.time, record.time) || !time(spec.period_end, record.period_end)) return false;
  if (!read_money(spec, record)) return false;
  if (!word(spec.kind, any_case(graph::parse_transaction_kind), record.kind)) return false;
  if (!word(spec.channel, any_case(graph::parse_channel), record.channel)) return false;
  if (spec.count.is_given() && !count(spec.count, record.count)) return false;
  std::string_view group;
  if (!text(spec.group, group)) return false;
  if (!group.empty()) record.group = group_number(binding_.namespace_name, group);
  return read_flags(spec, record);
}

bool RowReader::read(const ReferenceRecord& spec) {
  DraftReference draft;
  draft.attribute = spec.attribute;
  if (!entity(spec.entity, draft.entity)) return false;
  if (!read_transaction(spec.transaction, draft.transaction)) return false;
  batch_.references.push_back(std::move(draft));
  mention(DraftKind::kReference, batch_.references.size() - 1);
  return true;
}

bool RowReader::read(const TransactionRecord& spec) {
  Transaction record;
  if (!read_transaction(spec, record)) return false;
  std::string_view id;
  if (!record_id(spec.id, id)) return false;
  if (spec.id.is_given() && id.empty() && !spec.may_lack_id) return fail("missing-id", spec.id);
  record.origin = origin(id);
  record.origin.ordinal = ordinals_[static_cast<std::size_t>(DraftKind::kTransaction)]++;
  if (!collect(spec.attributes, record.attributes)) return false;
  batch_.transactions.push_back(std::move(record));
  mention(DraftKind::kTransaction, batch_.transactions.size() - 1);
  return true;
}

bool RowReader::read(const OpeningRecord& spec) {
  graph::OpeningBalance record;
  if (!entity(spec.account, record.account)) return false;
  if (!record.account.is_ledger_vertex()) return fail("not-an-account", spec.account.id);
  if (!asset(spec.asset, record.asset)) return false;
  if (!amount(spec.amount, record.asset, record.amount)) return false;
  if (!time(spec.time, record.as_of)) return false;
  record.origin = origin({});
  record.origin.ordinal = ordinals_[static_cast<std::size_t>(DraftKind::kOpening)]++;
  batch_.openings.push_back(std::move(record));
  mention(DraftKind::kOpening, batch_.openings.size() - 1);
  return true;
}

// "1.0934" or "a/b", as a reduced fraction above 0.
bool RowReader::read(const RateRecord& spec) {
  graph::Rate record;
  if (!asset(spec.base, record.base) || !asset(spec.quote, record.quote)) return false;
  if (!time(spec.date, record.date)) return false;
  if (!record.date.is_known()) return fail("bad-time", spec.date.value);
  std::string_view found;
  if (!text(spec.rate, found)) return false;
  const std::size_t slash = found.find('/');
  std::uint8_t scale = 0;
  if (!scaled_integer(spec.rate, found.substr(0, slash), {}, record.numerator, scale)) return false;
  for (int i = 0; i < scale; ++i) record.denominator *= 10;
  if (slash != std::string_view::npos) {
    if (scale != 0) return fail("bad-rate", spec.rate);
    if (!scaled_integer(spec.rate, found.substr(slash + 1), {}, record.denominator, scale)) {
      return false;
    }
    if (scale != 0) return fail("bad-rate", spec.rate);
  }
  if (record.numerator <= 0 || record.denominator <= 0) return fail("bad-rate", spec.rate);
  const std::int64_t divisor = std::gcd(record.numerator, record.denominator);
  record.numerator /= divisor;
  record.denominator /= divisor;
  // One unit of an asset is one unit of it: another rate is a slip of a column.
  const bool is_of_itself = record.base == record.quote;
  if (is_of_itself && record.numerator != record.denominator) return fail("bad-rate", spec.rate);
  if (!text(spec.source, record.source)) return false;
  record.origin = origin({});
  record.origin.ordinal = ordinals_[static_cast<std::size_t>(DraftKind::kRate)]++;
  batch_.rates.push_back(std::move(record));
  mention(DraftKind::kRate, batch_.rates.size() - 1);
  return true;
}

}  // namespace headwater::ingest::internal
