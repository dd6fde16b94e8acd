// What a goAML report says happened: its head, transactions, activities and goods.
#include <array>
#include <utility>

#include "ingest/internal/goaml_json.h"
#include "ingest/internal/goaml_row.h"

namespace headwater::ingest::internal {

namespace {

void add_told(std::string_view name, std::string_view text, GoamlFields& fields) {
  if (!text.empty()) fields.emplace_back(name, text);
}

struct ChannelCode {
  std::string_view code, channel;
};

// Codes of funds and of conduction are each unit's own; these are in common use.
constexpr std::array<ChannelCode, 16> kChannels = {{{"CASH", "cash"},
                                                    {"ATM", "cash"},
                                                    {"CDM", "cash"},
                                                    {"CHQ", "cheque"},
                                                    {"BANKD", "cheque"},
                                                    {"SWIFT", "wire"},
                                                    {"SWF", "wire"},
                                                    {"ELCFT", "wire"},
                                                    {"DTB", "wire"},
                                                    {"MB", "mobile"},
                                                    {"ONBNK", "online"},
                                                    {"CCD", "card"},
                                                    {"DBCD", "card"},
                                                    {"POS", "card"},
                                                    {"CRPTC", "crypto"},
                                                    {"DAWLT", "crypto"}}};

std::string_view channel_of(std::initializer_list<std::string_view> codes) {
  for (const std::string_view code : codes) {
    for (const ChannelCode& one : kChannels) {
      if (one.code == code) return one.channel;
    }
  }
  return {};
}

}  // namespace

void GoamlRow::read_header() {
  constexpr std::uint32_t kRoot = XmlView::kRoot;
  const std::string rentity(view_.text(kRoot, "rentity_id"));
  const std::string_view reference = view_.text(kRoot, "entity_reference");
  if (!rentity.empty() && !reference.empty()) report_id_ = rentity + ":" + std::string(reference);
  add_told("report", report_id_, header_);
  add_told("rentity", rentity, header_);
  add_told("branch", view_.text(kRoot, "rentity_branch"), header_);
  add_told("code", view_.text(kRoot, "report_code"), header_);
  add_told("submission_code", view_.text(kRoot, "submission_code"), header_);
  add_told("fiu_reference", view_.text(kRoot, "fiu_ref_number"), header_);
  add_told("submitted", view_.text(kRoot, "submission_date"), header_);
  add_told("currency", view_.text(kRoot, "currency_code_local"), header_);
}

// Paid is what the sending side states, received what the other one does.
GoamlRow::Named GoamlRow::read_side(std::uint32_t side, std::string_view prefix,
                                    std::uint32_t transaction) {
  const std::string before(prefix);
  const bool is_from = prefix == "from_";
  Named who;
  if (auto found = party_in(side, prefix)) who = *std::move(found);
  name(who, is_from ? "from" : "to", flow_);
  std::string_view amount = view_.text(transaction, "amount_local");
  std::string_view currency = view_.text(XmlView::kRoot, "currency_code_local");
  for (const std::uint32_t foreign : view_.all(side, before + "foreign_currency")) {
    const std::string_view stated = view_.text(foreign, "foreign_amount");
    const std::string_view code = view_.text(foreign, "foreign_currency_code");
    if (stated.empty() || code.empty()) continue;
    amount = stated;
    currency = code;
  }
  add_told(is_from ? "amount" : "received", amount, flow_);
  add_told(is_from ? "asset" : "received_asset", currency, flow_);
  add_told(is_from ? "from_funds" : "to_funds", view_.text(side, before + "funds_code"), flow_);
  add_told(is_from ? "from_country" : "to_country", view_.text(side, before + "country"), flow_);
  if (!who.kind.empty()) {
    GoamlFields more{{"side", is_from ? "from" : "to"}};
    add_told("suspected", view_.text(side, before + "is_suspected"), more);
    mention(who, std::move(more));
  }
  for (const std::uint32_t conductor : view_.all(side, "t_conductor")) {
    GoamlFields more{{"side", is_from ? "from" : "to"}, {"role", "conductor"}};
    add_told("suspected", view_.text(side, "conductor_is_suspected"), more);
    mention(person(conductor), std::move(more));
  }
  return who;
}

void GoamlRow::read_transaction(std::uint32_t transaction) {
  const std::string number(view_.text(transaction, "transactionnumber"));
  row_id_ = report_id_ + ":t:" + number;
  const std::string rentity(view_.text(XmlView::kRoot, "rentity_id"));
  if (!number.empty()) transaction_id_ = rentity + ":" + number;
  for (const std::uint32_t parties : view_.all(transaction, "involved_parties")) {
    for (const std::uint32_t party : view_.all(parties, "party")) read_party(party);
  }
  read_goods(transaction);
  const auto from = view_.all(transaction, "t_from");
  const auto to = view_.all(transaction, "t_to");
  if (from.empty() && to.empty()) return;  // between many: who paid whom is not said
  Named sender, receiver;
  if (!from.empty()) sender = read_side(from.front(), "from_", transaction);
  if (!to.empty()) receiver = read_side(to.front(), "to_", transaction);
  flow_.emplace_back("given", "1");
  add_told("id", transaction_id_, flow_);
  add_told("time", view_.text(transaction, "date_transaction"), flow_);
  const std::string_view mode = view_.text(transaction, "transmode_code");
  std::string_view from_funds, to_funds;
  if (!from.empty()) from_funds = view_.text(from.front(), "from_funds_code");
  if (!to.empty()) to_funds = view_.text(to.front(), "to_funds_code");
  add_told("channel", channel_of({from_funds, to_funds, mode}), flow_);
  if (from_funds == "CASH" && !sender.is_account() && receiver.is_account()) {
    flow_.emplace_back("kind", "deposit");
  } else if (to_funds == "CASH" && sender.is_account() && !receiver.is_account()) {
    flow_.emplace_back("kind", "withdrawal");
  }
  add_told("mode", mode, flow_);
  add_told("type", view_.text(transaction, "transaction_type_code"), flow_);
  add_told("reference", view_.text(transaction, "internal_ref_number"), flow_);
  add_told("suspicious", view_.text(transaction, "transaction_is_suspicious"), flow_);
  add_told("status", view_.text(transaction, "transaction_status"), flow_);
}

// A party of an activity, or of a transaction between many: mentioned, with the amount if any.
void GoamlRow::read_party(std::uint32_t party) {
  const std::optional<Named> who = party_in(party, "");
  if (!who) return;
  GoamlFields more;
  const std::string_view role = view_.text(party, "role");
  if (who->kind != "victim") add_told("role", role, more);
  add_told("suspected", view_.text(party, "is_suspected"), more);
  add_told("country", view_.text(party, "country"), more);
  add_told("funds", view_.text(party, "funds_code"), more);
  mention(*who, std::move(more));
}

void GoamlRow::read_activity(std::uint32_t activity) {
  row_id_ = report_id_ + ":a:" + std::to_string(++report_.rows_[report_id_]);
  for (const std::uint32_t parties : view_.all(activity, "report_parties")) {
    for (const std::uint32_t party : view_.all(parties, "report_party")) read_party(party);
  }
  read_goods(activity);
}

// "GOLD 1234567.89 AED": what was sold, and for how much; no names.
void GoamlRow::read_goods(std::uint32_t holder) {
  for (const std::uint32_t list : view_.all(holder, "goods_services")) {
    for (const std::uint32_t item : view_.all(list, "item")) {
      std::string words(view_.text(item, "item_type"));
      std::string_view value = view_.text(item, "disposed_value");
      if (value.empty()) value = view_.text(item, "estimated_value");
      const std::string_view currency = view_.text(item, "currency_code");
      if (!value.empty()) words.append(words.empty() ? "" : " ").append(value);
      if (!currency.empty()) words.append(" ").append(currency);
      if (!words.empty()) goods_.push_back(std::move(words));
    }
  }
}

std::string GoamlRow::text() {
  read_header();
  for (const std::uint32_t one : view_.all(XmlView::kRoot, "transaction")) read_transaction(one);
  for (const std::uint32_t one : view_.all(XmlView::kRoot, "activity")) read_activity(one);
  for (const std::uint32_t list : view_.all(XmlView::kRoot, "report_indicators")) {
    for (const std::string_view code : view_.texts(list, "indicator"))
      indicators_.emplace_back(code);
  }
  count_unread();
  return json();
}

// The head stands in every row, and counts once.
void GoamlRow::count_unread() {
  const bool is_first = report_.counted_.insert(report_id_).second;
  const JsonTree& tree = view_.tree();
  for (std::uint32_t i = 1; i < tree.at(XmlView::kRoot).end; i = tree.at(i).end) {
    const std::string_view key = tree.at(i).key;
    const bool is_row = key == "transaction" || key == "activity" || key == "report_indicators";
    if (is_row || is_first) view_.count_unread(i, report_.unread_);
  }
}

std::string GoamlRow::json() const {
  std::string out;
  append_goaml_object(header_, out);
  out.pop_back();
  if (out.back() == '{') out += "\"head\":null";
  append_goaml_texts("indicators", indicators_, out);
  append_goaml_texts("goods", goods_, out);
  append_goaml_objects("parties", parties_, out);
  append_goaml_objects("accounts", accounts_, out);
  append_goaml_objects("same", same_, out);
  append_goaml_objects("ties", ties_, out);
  append_goaml_objects("mentions", mentions_, out);
  if (!flow_.empty()) append_goaml_objects("flow", {flow_}, out);
  out += '}';
  return out;
}

}  // namespace headwater::ingest::internal
