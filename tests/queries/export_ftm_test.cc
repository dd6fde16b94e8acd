// FollowTheMoney: valid schemata and properties (by the published schema files, where they are at
// hand), every reference to a line of the file, and the store's payments to the unit.
#include <fstream>
#include <map>
#include <set>

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "graph/sha256.h"
#include "tests/support/every_record.h"
#include "tests/support/export_folder.h"
#include "tests/support/shared_data.h"

namespace headwater::tests {
namespace {

namespace json = boost::json;
using queries::ExportRequest;

using FtmLines = std::map<std::string, json::object>;  // by id

FtmLines ftm_lines(QueryStore& store, ExportRequest request) {
  request.format = queries::ExportFormat::kFtm;
  const ExportFiles files = export_files(store.path(), std::move(request));
  std::istringstream text(files.at("entities.ftm.json"));
  FtmLines lines;
  for (std::string line; std::getline(text, line);) {
    json::object entity = json::parse(line).as_object();
    const std::string id(entity.at("id").as_string());
    EXPECT_TRUE(lines.emplace(id, std::move(entity)).second) << "an id twice: " << line;
  }
  return lines;
}

std::vector<std::string> values_of(const json::object& entity, const std::string& property) {
  std::vector<std::string> values;
  const json::value* found = entity.at("properties").as_object().if_contains(property);
  if (found == nullptr) return values;
  for (const json::value& one : found->as_array()) values.emplace_back(one.as_string());
  return values;
}

std::string value_of_one(const json::object& entity, const std::string& property) {
  const auto values = values_of(entity, property);
  return values.size() == 1 ? values.front() : "(" + std::to_string(values.size()) + " values)";
}

std::string id_of(const std::string& name) { return "n" + graph::sha256_hex(name).substr(0, 32); }

// As much of the YAML as says what extends what and which properties there are.
struct Schema {
  std::set<std::string> extends, required;
  std::map<std::string, std::string> properties;  // name -> range, "" for texts
};

Schema read_schema(const std::filesystem::path& file) {
  Schema schema;
  std::ifstream stream(file);
  std::string section, property;
  for (std::string line; std::getline(stream, line);) {
    const std::size_t indent = line.find_first_not_of(' ');
    if (indent == line.npos || line[indent] == '#') continue;
    const std::string word = line.substr(indent, line.find_first_of(":#", indent) - indent);
    if (indent == 2) section = word;
    if (indent == 4 && line.substr(4, 2) == "- " && section == "extends") {
      schema.extends.insert(line.substr(6));
    } else if (indent == 4 && line.substr(4, 2) == "- " && section == "required") {
      schema.required.insert(line.substr(6));
    } else if (indent == 4 && section == "properties") {
      schema.properties.emplace(property = word, "");
    } else if (indent == 6 && section == "properties" && word == "range") {
      schema.properties[property] = line.substr(line.find(": ") + 2);
    }
  }
  return schema;
}

class Schemata {
 public:
  explicit Schemata(const std::filesystem::path& folder) {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      schemata_[entry.path().stem()] = read_schema(entry.path());
    }
  }
  bool is_a(const std::string& schema, const std::string& wanted) const {
    if (schema == wanted) return true;
    const Schema& one = schemata_.at(schema);
    return std::any_of(one.extends.begin(), one.extends.end(),
                       [&](const std::string& parent) { return is_a(parent, wanted); });
  }
  // The range of a property, "" for a text; "?" for one that there is not.
  std::string range_of(const std::string& schema, const std::string& property) const {
    const Schema& one = schemata_.at(schema);
    const auto found = one.properties.find(property);
    if (found != one.properties.end()) return found->second;
    for (const std::string& parent : one.extends) {
      const std::string range = range_of(parent, property);
      if (range != "?") return range;
    }
    return "?";
  }
  const std::set<std::string>& required_of(const std::string& schema) const {
    return schemata_.at(schema).required;
  }
  bool knows(const std::string& schema) const { return schemata_.contains(schema); }

 private:
  std::map<std::string, Schema> schemata_;
};

TEST(ExportFtm, SchemataPropertiesAndReferencesAreThePublishedOnes) {
  HEADWATER_SHARED_OR_SKIP(folder, "data/ftm/schema");
  const Schemata schemata(folder);
  ASSERT_EQ(schemata.range_of("Payment", "payer"), "LegalEntity");
  ASSERT_EQ(schemata.range_of("Person", "salary"), "?");
  QueryStore store;
  load_every_record(store);
  const FtmLines lines = ftm_lines(store, everything(store.victim_key()));
  std::set<std::string> used;
  for (const auto& [id, entity] : lines) {
    const std::string schema(entity.at("schema").as_string());
    ASSERT_TRUE(schemata.knows(schema)) << schema;
    used.insert(schema);
    for (const std::string& required : schemata.required_of(schema)) {
      EXPECT_FALSE(values_of(entity, required).empty()) << schema << " without " << required;
    }
    for (const auto& [property, values] : entity.at("properties").as_object()) {
      const std::string range = schemata.range_of(schema, property);
      EXPECT_NE(range, "?") << schema << "." << property;
      if (range.empty() || range == "?") continue;
      for (const json::value& value : values.as_array()) {
        const auto end = lines.find(std::string(value.as_string()));
        ASSERT_NE(end, lines.end()) << schema << "." << property << " leads nowhere";
        const std::string other(end->second.at("schema").as_string());
        EXPECT_TRUE(schemata.is_a(other, range)) << property << " is a " << other;
      }
    }
  }
  for (const char* schema : {"Person", "Company", "BankAccount", "CryptoWallet", "Address",
                             "UserAccount", "CourtCase", "LegalEntity", "Payment", "Ownership",
                             "Directorship", "Family", "Associate", "Employment", "UnknownLink"}) {
    EXPECT_TRUE(used.contains(schema)) << schema;
  }
}

TEST(ExportFtm, PaymentsAreTheStoresToTheUnit) {
  QueryStore store;
  load_open_records(store);
  const FtmLines lines = ftm_lines(store, {});
  using PaymentFields = std::vector<std::string>;
  std::multiset<PaymentFields> found, expected;
  for (const auto& [id, entity] : lines) {
    if (entity.at("schema").as_string() != "Payment") continue;
    const auto accounts = values_of(entity, "payerAccount");
    found.insert({accounts.empty() ? "" : accounts.front(), value_of_one(entity, "amount"),
                  value_of_one(entity, "currency"), value_of_one(entity, "recordId")});
  }
  const graph::StoreView& view = store.view();
  ASSERT_TRUE(view.for_each_transaction([&](auto, const graph::Transaction& record) {
                    const graph::Asset& asset = view.assets()[record.asset.value];
                    const std::string from = to_string(value_of(view.key_of(record.from)));
                    expected.insert({id_of(from),
                                     graph::format_major_units(record.amount.value, asset.exponent),
                                     asset.code, view.name_of("transaction", record.origin)});
                    return graph::Status();
                  })
                  .ok());
  EXPECT_EQ(found, expected);
  EXPECT_EQ(found.size(), 9u);
}

// The owner at the time pays; where nobody is known to be the one owner, nobody is named.
TEST(ExportFtm, ThePayerIsTheOwnerOfTheAccountAtThatTime) {
  QueryStore store;
  load_open_records(store);
  const FtmLines lines = ftm_lines(store, {});
  std::map<std::string, const json::object*> payments;
  for (const auto& [id, entity] : lines) {
    if (entity.at("schema").as_string() == "Payment") {
      payments[value_of_one(entity, "recordId")] = &entity;
    }
  }
  const auto payer = [&](const std::string& record) {
    return value_of_one(*payments.at(record), "payer");
  };
  EXPECT_EQ(payer("transaction:payments/A1"), id_of("person:bank/1"));
  EXPECT_EQ(payer("transaction:payments/A2"), id_of("person:bank/2"));
  const json::object& undated = *payments.at("transaction:payments/A/3");
  EXPECT_EQ(lines.at(value_of_one(undated, "payer")).at("schema").as_string(), "LegalEntity");
  EXPECT_TRUE(values_of(undated, "date").empty());
  EXPECT_TRUE(values_of(undated, "beneficiaryAccount").empty()) << "a wallet is no BankAccount";
  EXPECT_EQ(value_of_one(undated, "beneficiary"), id_of("person:bank/2"));
  EXPECT_EQ(value_of_one(*payments.at("transaction:payments/A1"), "date"), "2024-01-05T10:11:12");
}

TEST(ExportFtm, EntitiesKeepTheirNamesAndNumbers) {
  QueryStore store;
  load_open_records(store);
  const FtmLines lines = ftm_lines(store, {});
  const json::object& person = lines.at(id_of("person:bank/1"));
  EXPECT_EQ(value_of_one(person, "name"), "Ann & Bob <b>");
  EXPECT_EQ(values_of(person, "alias"), (std::vector<std::string>{"first", "second"}));
  EXPECT_EQ(value_of_one(person, "notes"), "note: a \"quoted\" text, with\na line end");
  EXPECT_EQ(value_of_one(lines.at(id_of("account:iban/DE1")), "iban"), "DE1");
  EXPECT_EQ(value_of_one(lines.at(id_of("account:bank/7")), "accountNumber"), "7");
  EXPECT_EQ(value_of_one(lines.at(id_of("institution:bic/DEUTDEFF")), "swiftBic"), "DEUTDEFF");
  EXPECT_EQ(value_of_one(lines.at(id_of("account:wallet-btc/bc1qexample")), "publicKey"),
            "bc1qexample");
}

}  // namespace
}  // namespace headwater::tests
