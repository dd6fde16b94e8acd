#include "ingest/generate/truth_reader.h"

#include <charconv>
#include <fstream>
#include <map>

namespace headwater::ingest {
namespace {

graph::Status truth_error(const std::string& file, std::string found) {
  return graph::input_error("read the truth of a case", file, std::move(found),
                            "name the folder that `generate` wrote beside the case");
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == separator) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

// A file as the generator writes it: a header, and cells without quotes.
class TruthTable {
 public:
  static graph::Result<TruthTable> read(const std::filesystem::path& folder,
                                        const std::string& file) {
    TruthTable table;
    table.file_ = file;
    std::ifstream stream(folder / file);
    std::string line;
    if (!std::getline(stream, line)) return truth_error(file, "no such file, or an empty one");
    const std::vector<std::string> header = split(line, ',');
    for (std::size_t i = 0; i < header.size(); ++i) table.columns_[header[i]] = i;
    while (std::getline(stream, line)) {
      table.rows_.push_back(split(line, ','));
      if (table.rows_.back().size() != header.size()) {
        return truth_error(file + ":" + std::to_string(table.rows_.size()),
                           "a row with another number of cells than the header");
      }
    }
    return table;
  }

  std::size_t size() const { return rows_.size(); }
  graph::Result<std::string> text(std::size_t row, const std::string& column) const {
    const auto at = columns_.find(column);
    if (at == columns_.end()) return truth_error(file_, "no column `" + column + "`");
    return rows_[row][at->second];
  }
  graph::Result<graph::MinorUnits> minor(std::size_t row, const std::string& column) const {
    HEADWATER_ASSIGN_OR_RETURN(const std::string cell, text(row, column));
    graph::MinorUnits amount;
    const char* end = cell.data() + cell.size();
    const auto [stopped, error] = std::from_chars(cell.data(), end, amount.value);
    if (error != std::errc() || stopped != end) {
      return truth_error(file_ + ":" + std::to_string(row + 1), "`" + column + "` is no integer");
    }
    return amount;
  }
  graph::Result<std::vector<graph::EntityKey>> keys(std::size_t row,
                                                    const std::string& column) const {
    HEADWATER_ASSIGN_OR_RETURN(const std::string cell, text(row, column));
    std::vector<graph::EntityKey> result;
    for (const std::string& name : split(cell, ';')) {
      if (name.empty()) continue;
      HEADWATER_ASSIGN_OR_RETURN(graph::EntityKey key, graph::parse_entity_key(name));
      result.push_back(std::move(key));
    }
    return result;
  }

 private:
  std::string file_;
  std::map<std::string, std::size_t> columns_;
  std::vector<std::vector<std::string>> rows_;
};

graph::Result<TrueMember> member_of(const TruthTable& table, std::size_t row) {
  TrueMember member;
  HEADWATER_ASSIGN_OR_RETURN(member.name, table.text(row, "member"));
  HEADWATER_ASSIGN_OR_RETURN(member.role, table.text(row, "role"));
  HEADWATER_ASSIGN_OR_RETURN(const graph::MinorUnits known, table.minor(row, "known"));
  member.known = known.value == 1;
  HEADWATER_ASSIGN_OR_RETURN(member.entities, table.keys(row, "entities"));
  HEADWATER_ASSIGN_OR_RETURN(member.accounts, table.keys(row, "accounts"));
  HEADWATER_ASSIGN_OR_RETURN(member.withheld_wages, table.minor(row, "withheld_wages_eur_minor"));
  HEADWATER_ASSIGN_OR_RETURN(member.cash_handed_on, table.minor(row, "cash_handed_on_eur_minor"));
  HEADWATER_ASSIGN_OR_RETURN(member.cash_taken_over, table.minor(row, "cash_taken_over_eur_minor"));
  HEADWATER_ASSIGN_OR_RETURN(member.unbanked, table.minor(row, "unbanked_eur_minor"));
  return member;
}

graph::Result<TrueMemberProfit> profit_of(const TruthTable& table, std::size_t row) {
  TrueMemberProfit profit;
  HEADWATER_ASSIGN_OR_RETURN(profit.asset, table.text(row, "asset"));
  HEADWATER_ASSIGN_OR_RETURN(profit.gross, table.minor(row, "gross_minor"));
  HEADWATER_ASSIGN_OR_RETURN(profit.transfers_in, table.minor(row, "transfers_in_minor"));
  HEADWATER_ASSIGN_OR_RETURN(profit.transfers_out, table.minor(row, "transfers_out_minor"));
  HEADWATER_ASSIGN_OR_RETURN(profit.cost, table.minor(row, "cost_minor"));
  HEADWATER_ASSIGN_OR_RETURN(profit.profit, table.minor(row, "profit_minor"));
  HEADWATER_ASSIGN_OR_RETURN(profit.held, table.minor(row, "held_minor"));
  HEADWATER_ASSIGN_OR_RETURN(profit.cashed_out, table.minor(row, "cashed_out_minor"));
  HEADWATER_ASSIGN_OR_RETURN(profit.spent, table.minor(row, "spent_minor"));
  return profit;
}

graph::Status read_members(const std::filesystem::path& directory, CaseTruth& truth) {
  HEADWATER_ASSIGN_OR_RETURN(const TruthTable members, TruthTable::read(directory, "members.csv"));
  std::map<std::string, std::size_t> by_name;
  for (std::size_t row = 0; row < members.size(); ++row) {
    HEADWATER_ASSIGN_OR_RETURN(TrueMember member, member_of(members, row));
    by_name[member.name] = truth.members.size();
    truth.members.push_back(std::move(member));
  }
  HEADWATER_ASSIGN_OR_RETURN(const TruthTable profits, TruthTable::read(directory, "profits.csv"));
  for (std::size_t row = 0; row < profits.size(); ++row) {
    HEADWATER_ASSIGN_OR_RETURN(const std::string name, profits.text(row, "member"));
    const auto at = by_name.find(name);
    if (at == by_name.end()) return truth_error("profits.csv", "a member that members.csv lacks");
    HEADWATER_ASSIGN_OR_RETURN(TrueMemberProfit profit, profit_of(profits, row));
    truth.members[at->second].profits.push_back(std::move(profit));
  }
  return {};
}

graph::Result<std::vector<TrueInnocent>> read_innocents(const std::filesystem::path& directory,
                                                        const std::string& file) {
  HEADWATER_ASSIGN_OR_RETURN(const TruthTable table, TruthTable::read(directory, file));
  std::vector<TrueInnocent> innocents;
  for (std::size_t row = 0; row < table.size(); ++row) {
    TrueInnocent innocent;
    HEADWATER_ASSIGN_OR_RETURN(innocent.kind, table.text(row, "kind"));
    HEADWATER_ASSIGN_OR_RETURN(innocent.entities, table.keys(row, "entities"));
    innocents.push_back(std::move(innocent));
  }
  return innocents;
}

}  // namespace

graph::Result<CaseTruth> read_case_truth(const std::filesystem::path& directory) {
  CaseTruth truth;
  HEADWATER_RETURN_IF_ERROR(read_members(directory, truth));
  HEADWATER_ASSIGN_OR_RETURN(truth.decoys, read_innocents(directory, "decoys.csv"));
  HEADWATER_ASSIGN_OR_RETURN(truth.bystanders, read_innocents(directory, "bystanders.csv"));
  return truth;
}

}  // namespace headwater::ingest
