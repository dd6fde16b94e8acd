// Lists of the Office of Foreign Assets Control: every file of the published folder is counted here
// by reading it slowly, and what the lists lack is written after their description.
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/support/loading_store.h"
#include "tests/support/shared_data.h"
#include "tests/support/staging.h"

namespace headwater {
namespace {

using graph::EntityKind;
using tests::value_of;
using OfacCells = std::vector<std::string>;

// OfacCells of a line, the word for nothing as nothing. The slow reading that ours is held against.
OfacCells ofac_cells(const std::string& line) {
  OfacCells cells(1);
  bool is_quoted = false;
  bool was_quoted = false;
  const auto finish = [&] {
    std::string& cell = cells.back();
    while (!cell.empty() && (cell.back() == ' ' || cell.back() == '\r')) cell.pop_back();
    while (!cell.empty() && cell.front() == ' ') cell.erase(0, 1);
    if (!was_quoted && cell == "-0-") cell.clear();
    was_quoted = false;
  };
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line[at] == '"' && is_quoted && at + 1 < line.size() && line[at + 1] == '"') {
      cells.back() += line[++at];
    } else if (line[at] == '"') {
      is_quoted = !is_quoted;
      was_quoted = true;
    } else if (line[at] == ',' && !is_quoted) {
      finish();
      cells.emplace_back();
    } else {
      cells.back() += line[at];
    }
  }
  finish();
  return cells;
}

std::vector<OfacCells> ofac_rows(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::vector<OfacCells> rows;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line[0] != '\x1a') rows.push_back(ofac_cells(line));
  }
  return rows;
}

// What stands between the semicolons of the remarks, without the full stop behind the last.
OfacCells remarks_of(std::string text) {
  if (!text.empty() && text.back() == '.') text.pop_back();
  OfacCells remarks;
  std::istringstream in(text);
  for (std::string one; std::getline(in, one, ';');) {
    const std::size_t begin = one.find_first_not_of(' ');
    if (begin != std::string::npos) remarks.push_back(one.substr(begin));
  }
  return remarks;
}

bool is_ofac_party(const OfacCells& row) { return row.at(2).empty() || row.at(2) == "individual"; }

class Ofac : public testing::Test, protected tests::LoadingStore {
 protected:
  std::set<std::string> attributes_of(const std::string& name) {
    const auto view = value_of(store_->view({}));
    const auto entity = value_of(view->entity(value_of(view->resolve(name))));
    std::set<std::string> found;
    for (const auto& [key, value] : entity.value().attributes) found.insert(key + "=" + value);
    return found;
  }
  // How many attributes of that name all persons and companies have.
  std::size_t stated(const std::string& name) {
    const auto view = value_of(store_->view({}));
    std::size_t count = 0;
    for (const EntityKind kind : {EntityKind::kPerson, EntityKind::kCompany}) {
      const auto visit = [&](graph::EntityId, const graph::Entity& entity) {
        for (const auto& [key, value] : entity.attributes) count += key == name;
        return graph::Status();
      };
      EXPECT_TRUE(view->for_each_entity(kind, visit).ok());
    }
    return count;
  }
  std::size_t relations(graph::RelationKind kind) {
    const auto view = value_of(store_->view({}));
    std::size_t count = 0;
    const auto visit = [&](graph::RelationId, const graph::Relation& relation) {
      count += relation.kind == kind;
      return graph::Status();
    };
    EXPECT_TRUE(view->for_each_relation(visit).ok());
    return count;
  }
};

TEST_F(Ofac, EveryRowOfThePublishedListsIsAccountedFor) {
  HEADWATER_SHARED_OR_SKIP(folder, "data/screening/lists/ofac");
  std::map<EntityKind, std::size_t> parties;
  std::map<std::string, std::set<std::string>> aliases;  // by number: a name is one, said twice
  std::map<std::string, std::set<std::string>> earlier;
  std::set<std::string> known;
  std::map<std::string, std::set<std::string>> weak_aliases, birth_dates;
  std::size_t left_out = 0;
  std::size_t listings = 0;  // who stands on both lists is one party with two
  for (const char* file : {"sdn.csv", "cons_prim.csv"}) {
    for (const OfacCells& row : ofac_rows(folder / file)) {
      left_out += !is_ofac_party(row);
      if (!is_ofac_party(row)) continue;
      ++listings;
      for (const std::string& remark : remarks_of(row[11])) {
        // One that the list breaks off has no end.
        if (remark.starts_with("a.k.a. '") && remark.size() > 8 && remark.back() == '\'') {
          weak_aliases[row[0]].insert(remark.substr(8, remark.size() - 9));
        }
        const std::size_t at = remark.find("DOB ");
        if (at == 0 || (at == 5 && remark.starts_with("alt. "))) {
          birth_dates[row[0]].insert(remark.substr(at + 4));
        }
      }
      if (!known.insert(row[0]).second) continue;
      ++parties[row[2].empty() ? EntityKind::kCompany : EntityKind::kPerson];
    }
  }
  std::size_t of_others = 0;
  for (const char* file : {"alt.csv", "cons_alt.csv"}) {
    for (const OfacCells& row : ofac_rows(folder / file)) {
      of_others += !known.contains(row[0]);
      if (known.contains(row[0])) (row[2] == "fka" ? earlier : aliases)[row[0]].insert(row[3]);
    }
  }
  std::size_t addresses = 0;
  std::set<std::string> places;  // by number: both lists state the addresses of who is on both
  for (const char* file : {"add.csv", "cons_add.csv"}) {
    for (const OfacCells& row : ofac_rows(folder / file)) {
      const bool says_something = !(row[2] + row[3] + row[4] + row[5]).empty();
      left_out += !says_something;
      of_others += says_something && !known.contains(row[0]);
      if (!says_something || !known.contains(row[0])) continue;
      ++addresses;
      places.insert(row[1]);
    }
  }
  for (const char* file : {"sdn_comments.csv", "cons_comments.csv"}) {
    for (const OfacCells& row : ofac_rows(folder / file)) of_others += !known.contains(row[0]);
  }

  const auto report = load({.paths = {folder.string()}, .format = "ofac"});
  EXPECT_EQ(report.sources.size(), 8u);
  EXPECT_EQ(report.skipped, left_out);
  EXPECT_EQ(report.quarantined, of_others) << "names and addresses of ships and aircraft";
  const auto view = value_of(store_->view({}));
  EXPECT_EQ(value_of(view->count_entities(EntityKind::kPerson)), parties[EntityKind::kPerson]);
  EXPECT_EQ(value_of(view->count_entities(EntityKind::kCompany)), parties[EntityKind::kCompany]);
  EXPECT_EQ(relations(graph::RelationKind::kListedBy), listings);
  EXPECT_EQ(listings - known.size(), 2u) << "one person and one company stand on both lists";
  EXPECT_EQ(relations(graph::RelationKind::kLocatedAt), addresses) << "as each list states them";
  EXPECT_EQ(value_of(view->count_entities(EntityKind::kLocation)), places.size());
  EXPECT_EQ(addresses - places.size(), 2u);
  EXPECT_EQ(stated("name"), known.size());
  const auto total = [](const auto& names) {
    std::size_t count = 0;
    for (const auto& [number, all] : names) count += all.size();
    return count;
  };
  EXPECT_EQ(stated("weak-alias"), total(weak_aliases));
  EXPECT_EQ(stated("date-of-birth"), total(birth_dates));
  EXPECT_EQ(stated("alias"), total(aliases));
  EXPECT_EQ(stated("previous-name"), total(earlier));
}

TEST_F(Ofac, APartyHasItsListingsNamesAndRemarks) {
  tests::write_file(folder_ / "sdn.csv",
                    "7,\"DOE, John \"\"Jo\"\"\",\"individual\",\"SDGT] [IRAN\",\"Dr.\",-0- ,-0- "
                    ",-0- ,-0- ,-0- ,-0- ,\"DOB 1962; alt. DOB circa 1963; POB X; a.k.a. 'JOE "
                    "S.A.'; Passport 7.\"\r\n"
                    "8,\"-0-\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n"
                    "9,\"SHIP\",\"vessel\",\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n"
                    "\x1a");
  tests::write_file(folder_ / "alt.csv",
                    "7,1,\"aka\",\"JO\",-0- \r\n7,2,\"fka\",\"JIM\",-0- \r\n"
                    "9,3,\"aka\",\"BOAT\",-0- \r\n\x1a");
  const auto first = load({.paths = {folder_ / "sdn.csv"}, .format = "ofac"});
  EXPECT_EQ(first.accepted, 2u);
  EXPECT_EQ(first.skipped, 1u);
  EXPECT_EQ(first.quarantined, 0u);
  const auto names = load({.paths = {folder_ / "alt.csv"}, .format = "ofac"});
  EXPECT_EQ(names.accepted, 2u);
  EXPECT_EQ(names.quarantined, 1u) << "a ship's, which is nobody here";
  EXPECT_EQ(
      attributes_of("person:ofac/7"),
      (std::set<std::string>{"name=DOE, John \"Jo\"", "title=Dr.", "remark=DOB 1962",
                             "remark=alt. DOB circa 1963", "remark=POB X",
                             "remark=a.k.a. 'JOE S.A.'", "remark=Passport 7.", "date-of-birth=1962",
                             "date-of-birth=circa 1963", "birth-place=X", "weak-alias=JOE S.A.",
                             "passport-number=7", "alias=JO", "previous-name=JIM"}));
  EXPECT_EQ(attributes_of("company:ofac/8"), (std::set<std::string>{"name=-0-"}))
      << "in quotes it is a name";
  const auto view = value_of(store_->view({}));
  const auto listing =
      value_of(view->relation(value_of(view->resolve_relation("relation:ofac/sdn:7"))));
  std::multiset<std::string> said;
  for (const auto& [key, value] : listing.value().attributes) said.insert(key + "=" + value);
  EXPECT_EQ(said, (std::multiset<std::string>{"list=SDN", "program=SDGT", "program=IRAN"}));
}

// Who stands on both lists is one party with two listings; an address that both state is one.
TEST_F(Ofac, BothListsMaySpeakOfOneParty) {
  const std::string rest = ",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n";
  tests::write_file(folder_ / "SDN.CSV", "7,\"DOE\",\"individual\",\"SDGT\"" + rest);
  tests::write_file(folder_ / "CONS_PRIM.CSV", "7,\"DOE\",\"individual\",\"NS-PLC\"" + rest);
  tests::write_file(folder_ / "ADD.CSV", "7,31,\"5 Main st.\",\"X\",-0- ,-0- \r\n");
  tests::write_file(folder_ / "CONS_ADD.CSV",
                    "7,31,\"5 Main St.\",\"X\",-0- ,-0- \r\n7,32,-0- ,-0- ,-0- ,-0- \r\n\x1a");
  std::uint64_t quarantined = 0;
  for (const char* file : {"SDN.CSV", "CONS_PRIM.CSV", "ADD.CSV", "CONS_ADD.CSV"}) {
    quarantined += load({.paths = {folder_ / file}, .format = "ofac"}).quarantined;
  }
  EXPECT_EQ(quarantined, 0u);
  EXPECT_EQ(relations(graph::RelationKind::kListedBy), 2u);
  EXPECT_EQ(relations(graph::RelationKind::kLocatedAt), 2u);
  EXPECT_EQ(attributes_of("person:ofac/7"), (std::set<std::string>{"name=DOE"}));
  EXPECT_EQ(attributes_of("location:ofac/address:31"),
            (std::set<std::string>{"street=5 Main st.", "street=5 Main St.", "city=X"}))
      << "what the lists say differently is kept twice";
}

TEST_F(Ofac, LoadedAgainNothingChangesAndANewerListIsAskedAbout) {
  const std::string row = "7,\"DOE\",\"individual\",\"SDGT\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,";
  tests::write_file(folder_ / "sdn.csv", row + "\"DOB 1962.\"\r\n");
  const ingest::LoadRequest request{.paths = {folder_ / "sdn.csv"}, .format = "ofac"};
  EXPECT_EQ(load(request).accepted, 1u);
  const std::string before = digest();
  const auto again = load(request);
  EXPECT_EQ(again.accepted, 0u);
  EXPECT_EQ(again.duplicates, 1u);
  EXPECT_EQ(digest(), before);
  tests::write_file(folder_ / "sdn.csv", row + "\"DOB 1963.\"\r\n");
  EXPECT_FALSE(ingest::load(*store_, request, context_).has_value())
      << "another list under the same name";
}

TEST_F(Ofac, WhatIsNoRowOfAListIsQuarantined) {
  const std::string tail = ",\"P\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n";
  tests::write_file(folder_ / "sdn.csv",
                    "1,\"A\",-0- ,\"P\"\n"  // cells are missing
                    ",\"B\",-0- " +
                        tail +                    // no number
                        "2,\"C\"x,-0- " + tail +  // text behind a quote
                        "3,\"D\",-0- " + tail);
  const auto report = load({.paths = {folder_ / "sdn.csv"}, .format = "ofac"});
  EXPECT_EQ(report.accepted, 1u);
  EXPECT_EQ(report.quarantined, 3u);
  tests::write_file(folder_ / "alt.csv", "3,1,\"aka\",\"DD\",-0- \n4,2,\"aka\",\"E\",-0- \n");
  EXPECT_EQ(load({.paths = {folder_ / "alt.csv"}, .format = "ofac"}).quarantined, 1u)
      << "of nobody who is known";
}

TEST(EmptyWord, IsEmptyUnlessItIsQuotedOrPartOfMore) {
  constexpr const char* kJson = R"({"headwater_mapping": 1, "name": "m",
    "csv": {"empty_word": "-0-"}, "records": [{"record": "entity", "entity":
    {"kind": "person", "id": {"column": "a"}, "attributes": {"x": {"column": "b"}}}}]})";
  tests::Outcome outcome;
  tests::load_rows(kJson, "a,b\n1,-0- \n2,\"-0-\"\n3,-0-0\n4, -0-", outcome);
  EXPECT_EQ(outcome.counts.accepted, 4u);
  const auto& writer = outcome.writer;
  EXPECT_TRUE(writer.attributes_of("person:m/1").empty());
  EXPECT_EQ(writer.attributes_of("person:m/2"), std::set<std::string>{"x=-0-"});
  EXPECT_EQ(writer.attributes_of("person:m/3"), std::set<std::string>{"x=-0-0"});
  EXPECT_TRUE(writer.attributes_of("person:m/4").empty());
  EXPECT_FALSE(ingest::Format::from_text(R"({"headwater_mapping": 1, "name": "m",
    "csv": {"empty_word": "-", "delimiter": "whitespace"}, "records": [{"record": "entity",
    "entity": {"kind": "person", "id": {"column": "a"}}}]})",
                                         "m.json")
                   .has_value());
}

}  // namespace
}  // namespace headwater
