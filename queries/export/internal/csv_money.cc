// Transactions, opening balances and rates.
#include "queries/export/internal/csv_mappings.h"
#include "queries/export/internal/csv_writers.h"

namespace headwater::queries::internal {
namespace {

using graph::Status;

constexpr char kTransactionsHeader[] =
    "id,from,to,time,period_end,amount,asset,received_amount,received_asset,kind,channel,count,"
    "aggregate,labelled_illicit,same_party,group";
constexpr char kOpeningsHeader[] = "account,amount,asset,as_of";
constexpr char kRatesHeader[] = "base,quote,date,rate,source";

std::string_view flag_text(const graph::Transaction& record, graph::TransactionFlag flag) {
  return (record.flags & flag) != 0 ? "1" : "";
}

void write_row(ExportRun& run, const graph::Transaction& record, const NameBook& names,
               const std::vector<std::string>& attributes, CsvRow& row) {
  row.cell(record.origin.source_id)
      .cell(names.of(record.from))
      .cell(names.of(record.to))
      .cell(graph::format_iso8601(record.time))
      .cell(graph::format_iso8601(record.period_end))
      .cell(decimal_amount(run, record.amount, record.asset))
      .cell(asset_code(run, record.asset))
      .cell(decimal_amount(run, record.received_amount, record.received_asset))
      .cell(asset_code(run, record.received_asset))
      .cell(graph::to_string(record.kind))
      .cell(graph::to_string(record.channel))
      .cell(record.count == 0 ? "" : std::to_string(record.count))
      .cell(flag_text(record, graph::kAggregate))
      .cell(flag_text(record, graph::kLabelledIllicit))
      .cell(flag_text(record, graph::kSameParty))
      .cell(record.group == 0 ? "" : std::to_string(record.group));
  for (const std::string& name : attributes) row.cell(attribute_value(record.attributes, name));
}

}  // namespace

std::string decimal_amount(const ExportRun& run, graph::MinorUnits amount, graph::AssetId asset) {
  return graph::format_major_units(amount.value, run.view.assets().at(asset.value).exponent);
}

const std::string& asset_code(ExportRun& run, graph::AssetId asset) {
  const graph::Asset& named = run.view.assets().at(asset.value);
  return run.assets.emplace(named.code, named).first->first;
}

std::vector<graph::Asset> named_assets(const ExportRun& run) {
  std::vector<graph::Asset> assets;
  for (const auto& [code, asset] : run.assets) assets.push_back(asset);
  return assets;
}

Status write_transactions(CsvExport& csv) {
  ExportRun& run = csv.run;
  const std::vector<std::string>& attributes = csv.attributes.of_transactions;
  CsvTable table(run, "transactions", header_with_attributes(kTransactionsHeader, attributes),
                 [&](bool restricted) {
                   return transactions_mapping({restricted, named_assets(run)}, attributes);
                 });
  std::map<std::uint64_t, ExportedRow> claimed;
  HEADWATER_RETURN_IF_ERROR(walk_transactions(
      run,
      [&](std::uint64_t number, const graph::Transaction& record, const NameBook& names) -> Status {
        HEADWATER_ASSIGN_OR_RETURN(const ExportedRow place,
                                   table.write(record.origin, [&](CsvRow& row) {
                                     write_row(run, record, names, attributes, row);
                                   }));
        if (csv.transaction_names.contains(number)) claimed.emplace(number, place);
        ++run.records["transactions"];
        return {};
      }));
  HEADWATER_RETURN_IF_ERROR(table.close(csv.sources));
  for (const auto& [number, place] : claimed) {
    csv.transaction_names[number] = "transaction:" + table.place_of(place);
  }
  return {};
}

Status write_openings(CsvExport& csv) {
  ExportRun& run = csv.run;
  CsvTable table(run, "openings", kOpeningsHeader, [&](bool restricted) {
    return openings_mapping({restricted, named_assets(run)});
  });
  HEADWATER_RETURN_IF_ERROR(walk_openings(
      run,
      [&](std::uint64_t, const graph::OpeningBalance& record, const NameBook& names) -> Status {
        const auto written = table.write(record.origin, [&](CsvRow& row) {
          row.cell(names.of(record.account))
              .cell(decimal_amount(run, record.amount, record.asset))
              .cell(asset_code(run, record.asset))
              .cell(graph::format_iso8601(record.as_of));
        });
        ++run.records["openings"];
        return written.has_value() ? Status() : written.error();
      }));
  return table.close(csv.sources);
}

Status write_rates(CsvExport& csv) {
  ExportRun& run = csv.run;
  CsvTable table(run, "rates", kRatesHeader, [&](bool restricted) {
    return rates_mapping({restricted, named_assets(run)});
  });
  HEADWATER_RETURN_IF_ERROR(
      walk_rates(run, [&](std::uint64_t, const graph::Rate& record, const NameBook&) -> Status {
        const auto written = table.write(record.origin, [&](CsvRow& row) {
          row.cell(asset_code(run, record.base))
              .cell(asset_code(run, record.quote))
              .cell(graph::format_iso8601(record.date))
              .cell(std::to_string(record.numerator) + "/" + std::to_string(record.denominator))
              .cell(record.source);
        });
        ++run.records["rates"];
        return written.has_value() ? Status() : written.error();
      }));
  return table.close(csv.sources);
}

}  // namespace headwater::queries::internal
