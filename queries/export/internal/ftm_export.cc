// FollowTheMoney: entities, then payments, then relations, an object a line.
#include "queries/export/internal/account_holders.h"
#include "queries/export/internal/csv_writers.h"
#include "queries/export/internal/ftm_entity.h"
#include "queries/export/internal/graph_layout.h"
#include "queries/export/internal/record_walk.h"
#include "queries/internal/json_writer.h"

namespace headwater::queries::internal {
namespace {

using graph::Status;

bool is_wallet(const std::string& account) { return account.starts_with("account:wallet-"); }

class FtmWriter {
 public:
  explicit FtmWriter(ExportRun& run) : run_(run), file_(run.sink, "entities.ftm.json") {}

  Status write() {
    HEADWATER_ASSIGN_OR_RETURN(holders_, AccountHolders::read(run_));
    HEADWATER_RETURN_IF_ERROR(walk_entities(
        run_, ToldBy::kAll,
        [&](const std::string& name, const graph::Entity& entity) { return thing(name, entity); }));
    HEADWATER_RETURN_IF_ERROR(
        walk_transactions(run_, [&](std::uint64_t, const graph::Transaction& record,
                                    const NameBook& names) { return payment(record, names); }));
    HEADWATER_RETURN_IF_ERROR(walk_relations(
        run_, [&](std::uint64_t, const graph::Relation& record, const NameBook& names) {
          ++run_.records["relations"];
          return line(ftm_relation(record, run_.view.name_of("relation", record.origin),
                                   names.of(record.from), names.of(record.to)));
        }));
    return run_.close(file_);
  }

 private:
  Status thing(const std::string& name, const graph::Entity& entity) {
    ++run_.records["entities"];
    HEADWATER_RETURN_IF_ERROR(line(ftm_entity(name, entity)));
    const bool needs_holder = graph::is_ledger_kind(entity.key.kind) &&
                              run_.scope.takes_layer(graph::Layer::kMoney) &&
                              !holders_.has_one_for_ever(node_id(name));
    if (!needs_holder) return {};
    ++run_.records["account_holders"];
    return line(ftm_holder(name));
  }

  void add_side(const std::string& account, graph::Timestamp time, const char* party,
                const char* party_account, FtmEntity& payment) const {
    const std::string id = node_id(account);
    const std::string owner = holders_.owner_at(id, time);
    payment.add(party, owner.empty() ? holder_id(account) : owner);
    if (!is_wallet(account)) payment.add(party_account, id);  // its range is BankAccount
  }

  Status payment(const graph::Transaction& record, const NameBook& names) {
    ++run_.records["transactions"];
    const std::string name = run_.view.name_of("transaction", record.origin);
    const std::string amount = decimal_amount(run_, record.amount, record.asset);
    FtmEntity found{record_id('t', name, record.origin), "Payment",
                    amount + " " + asset_code(run_, record.asset)};
    add_side(names.of(record.from), record.time, "payer", "payerAccount", found);
    add_side(names.of(record.to), record.time, "beneficiary", "beneficiaryAccount", found);
    found.add("amount", amount);
    found.add("currency", asset_code(run_, record.asset));
    found.add("date", ftm_time(record.time));
    found.add("endDate", ftm_time(record.period_end));
    found.add("transactionNumber", record.origin.source_id);
    found.add("recordId", name);
    add_remarks(record, found);
    return line(found);
  }

  // What FollowTheMoney has no property for stands as words.
  void add_remarks(const graph::Transaction& record, FtmEntity& found) const {
    found.add("summary", "kind: " + std::string(graph::to_string(record.kind)));
    found.add("summary", "channel: " + std::string(graph::to_string(record.channel)));
    if (record.received_asset != record.asset || record.received_amount != record.amount) {
      found.add("summary",
                "received: " + decimal_amount(run_, record.received_amount, record.received_asset) +
                    " " + asset_code(run_, record.received_asset));
    }
    if (record.count != 1) {
      found.add("summary", "payments: " + (record.count == 0 ? std::string("unknown")
                                                             : std::to_string(record.count)));
    }
    for (const std::string& flag : graph::transaction_flag_names(record.flags)) {
      found.add("summary", "flag: " + flag);
    }
    for (const graph::Attribute& attribute : record.attributes) {
      if (attribute.name == "text") {
        found.add("purpose", attribute.value);
      } else {
        found.add("summary", attribute.name + ": " + attribute.value);
      }
    }
  }

  Status line(const FtmEntity& entity) {
    JsonWriter json(MemberOrder::kAsSet);
    json.text("{\"id\":");
    json.quoted(entity.id);
    json.text(",\"caption\":");
    json.quoted(entity.caption);
    json.text(",\"schema\":");
    json.quoted(entity.schema);
    json.text(",\"properties\":{");
    bool first = true;
    for (const auto& [name, values] : entity.properties) {
      if (!first) json.text(",");
      first = false;
      json.quoted(name);
      json.text(":[");
      for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0) json.text(",");
        json.quoted(values[i]);
      }
      json.text("]");
    }
    json.text("}}\n");
    file_.buffer() += json.take();
    return file_.end_row();
  }

  ExportRun& run_;
  ExportFile file_;
  AccountHolders holders_;
};

}  // namespace

Status write_ftm_export(ExportRun& run) { return FtmWriter(run).write(); }

}  // namespace headwater::queries::internal
