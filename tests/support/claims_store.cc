#include "tests/support/claims_store.h"

#include <fmt/format.h>

#include <sstream>

#include "tests/support/staging.h"

namespace headwater::tests {
namespace {

constexpr char kPayments[] = R"({"headwater_mapping": 1, "name": "bank", "records": [
  {"record": "transaction", "id": {"column": "id"},
   "from": {"name": {"column": "from"}}, "to": {"name": {"column": "to"}},
   "time": {"column": "time"}, "amount": {"column": "amount"}, "asset": {"column": "asset"},
   "received_amount": {"first_of": [{"column": "received"}, {"column": "amount"}]},
   "received_asset": {"first_of": [{"column": "received_asset"}, {"column": "asset"}]},
   "count": {"column": "n"}}]})";

constexpr char kOwners[] = R"({"headwater_mapping": 1, "name": "owners", "namespace": "bank",
 "records": [{"record": "relation", "kind": "owns-account",
   "from": {"kind": "person", "id": {"column": "who"}},
   "to": {"name": {"column": "account"}}}]})";

constexpr char kDatedOwners[] =
    R"({"headwater_mapping": 1, "name": "owners", "namespace": "bank",
 "records": [{"record": "relation", "kind": "owns-account",
   "from": {"kind": "person", "id": {"column": "who"}},
   "to": {"name": {"column": "account"}},
   "valid_from": {"column": "from"}, "valid_to": {"column": "to"}}]})";

constexpr char kTies[] = R"({"headwater_mapping": 1, "name": "ties", "namespace": "bank",
 "records": [{"record": "relation", "kind": {"column": "kind"},
   "from": {"kind": "person", "id": {"column": "a"}},
   "to": {"kind": "person", "id": {"column": "b"}}, "probability": {"column": "p"}}]})";

constexpr char kInterviews[] =
    R"({"headwater_mapping": 1, "name": "interviews", "namespace": "bank", "records": [
  {"record": "victim-flow", "id": {"column": "flow"}, "victim": {"column": "victim"},
   "kind": "exploitation", "exploitation": "ESP", "form": {"column": "form"},
   "case": {"column": "case"},
   "roles": [{"role": "exploited", "entity": {"kind": "person", "id": {"column": "who"}}}]},
  {"record": "relation", "kind": "owns-account", "when": {"column": "account", "is": "present"},
   "from": {"kind": "victim", "id": {"column": "victim"}},
   "to": {"kind": "account", "id": {"column": "account"}}}]})";

constexpr char kOpenings[] = R"({"headwater_mapping": 1, "name": "openings", "namespace": "bank",
 "records": [{"record": "opening-balance", "account": {"kind": "account",
   "id": {"column": "account"}}, "asset": {"column": "asset"}, "amount": {"column": "amount"},
   "time": {"column": "as_of"}}]})";

// Cells without a kind become local accounts.
std::string with_accounts(const std::string& rows, std::size_t first, std::size_t last) {
  std::istringstream lines(rows);
  std::string line, result;
  while (std::getline(lines, line)) {
    std::istringstream cells(line);
    std::string cell;
    for (std::size_t column = 0; std::getline(cells, cell, ','); ++column) {
      const bool is_local = column >= first && column <= last && cell.find(':') == cell.npos;
      result += fmt::format("{}{}{}", column > 0 ? "," : "", is_local ? "account:" : "", cell);
    }
    result += line.back() == ',' ? ",\n" : "\n";
  }
  return result;
}

}  // namespace

void ClaimsStore::add(const std::string& what, const std::string& mapping,
                      const std::string& text) {
  const std::string file = fmt::format("{}{}.csv", what, ++files_[what]);
  const ingest::LoadReport report = load_text(file, mapping, text);
  EXPECT_EQ(report.quarantined, 0u) << file;
}

void ClaimsStore::pay(const std::string& rows) {
  add("bank", kPayments,
      "id,from,to,time,amount,asset,received,received_asset,n\n" + with_accounts(rows, 1, 2));
}

void ClaimsStore::own(const std::string& rows) {
  add("owners", kOwners, "who,account\n" + with_accounts(rows, 1, 1));
}

void ClaimsStore::own_for(const std::string& rows) {
  add("dated-owners", kDatedOwners, "who,account,from,to\n" + with_accounts(rows, 1, 1));
}

void ClaimsStore::tie(const std::string& rows) { add("ties", kTies, "kind,a,b,p\n" + rows); }

void ClaimsStore::interview(const std::string& rows) {
  add("interviews", kInterviews, "flow,victim,case,form,who,account\n" + rows);
}

void ClaimsStore::open_with(const std::string& rows) {
  add("openings", kOpenings, "account,asset,amount,as_of\n" + rows);
}

void ClaimsStore::claim(const std::string& rows) {
  const std::string file = folder() / fmt::format("claims{}.csv", ++files_["claims"]);
  write_file(file,
             "id,subject,claim,role,case,victim_flow,form,sector,territory,share_bp,standard,"
             "basis,disputes,amount,asset\n" +
                 rows);
  ingest::LoadRequest request;
  request.paths = {file};
  request.format = "assertions";
  request.namespace_name = "claims";
  request.append = true;
  EXPECT_EQ(load(std::move(request)).quarantined, 0u) << file;
}

void ClaimsStore::rate(const std::string& rows) {
  const std::string file = folder() / fmt::format("rates{}.csv", ++files_["rates"]);
  write_file(file, "base,quote,date,rate,source\n" + rows);
  EXPECT_EQ(load_path(file, "rates").quarantined, 0u) << file;
}

void ClaimsStore::load_worked_example() {
  pay("t1,client,s,2020-01-02,1000,EUR,,,1\n"
      "t2,s,landlord,2020-01-03,300,EUR,,,1\n"
      "t3,s,m,2020-01-04,500,EUR,,,1\n"
      "t4,m,b,2020-01-05,500,EUR,,,1\n"
      "t5,b,account:cash/ESP,2020-01-06,250,EUR,,,1\n"
      "t6,b,stranger,2020-01-07,125,EUR,,,1\n");
  open_with("s,EUR,500,2020-01-01\n");
  own("ana,s\nboris,b\n");
  claim(
      "a1,transaction:bank/t1,proceeds-of,,case:k1,,f,S,ESP,6000,charged,analyst,,,\n"
      "a2,transaction:bank/t2,cost-of,,case:k1,,f,S,ESP,10000,charged,analyst,,,\n"
      "a3,person:bank/ana,member-of,manager,case:k1,,,,,,charged,analyst,,,\n"
      "a4,person:bank/boris,member-of,,case:k1,,,,,,charged,analyst,,,\n");
}

}  // namespace headwater::tests
