// What tests of sealed victims share: a store with marks in every text about victims, and a search
// of all its bytes.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "graph/internal/database.h"
#include "tests/graph/store_fixture.h"

namespace headwater::graph::store_tests {

class SealedStoreFixture : public StoreFixture {
 protected:
  VictimKey key(const std::string& name = "key") const {
    const std::string file = folder_ / name;
    if (!std::filesystem::exists(file)) {
      EXPECT_TRUE(VictimKey::generate_file(file).ok());
    }
    return value(VictimKey::load(file));
  }
  static EntityKey victim_key_of(const std::string& id) {
    return {EntityKind::kVictim, "shelter", "pseudonym-" + id};
  }
  static EntityId victim(CommitWriter& writer, const std::string& id) {
    return value(writer.entity(victim_key_of(id)));
  }
  static EntityId person(CommitWriter& writer, const std::string& id) {
    return value(writer.entity({EntityKind::kPerson, "bank", id}));
  }
  // `mark` stands in every text; empty `of`: a group.
  static VictimFlow flow(CommitWriter& writer, const std::string& of, const std::string& mark,
                         const std::string& source_id = "") {
    VictimFlow record;
    if (!of.empty()) record.victim = victim(writer, of);
    record.count = of.empty() ? 7 : 1;
    record.form = "forced-labour";
    record.means = {"MEANS" + mark, "threats"};
    record.sex = "SEX" + mark;
    record.age_band = "BAND" + mark;
    record.citizenship = "NATION" + mark;
    record.case_id = value(writer.entity({EntityKind::kCase, "police", "c"}));
    record.roles = {{RoleKind::kRecruited, person(writer, "recruiter")}};
    record.origin.source_id = source_id;
    return record;
  }
  static Relation use_of_account(CommitWriter& writer, const std::string& of,
                                 const std::string& mark) {
    Relation record;
    record.from = victim(writer, of);
    record.to = account(writer, "used-by-" + of);
    record.kind = RelationKind::kOwnsAccount;
    record.evidence = "EVIDENCE" + mark;
    record.attributes = {{"note", "NOTE" + mark}};
    return record;
  }
  // Victims 1 and 2 with everything, and a group.
  void fill(Store& store, const std::optional<VictimKey>& with) {
    const auto writer = begin(store);
    if (with) {
      ASSERT_TRUE(writer->bind_victim_key(*with).ok());
    }
    for (const std::string id : {"1", "2"}) {
      const std::vector<Attribute> attributes = {{"name", "NAME" + id + id + id},
                                                 {"story", "STORY" + id + id + id}};
      ASSERT_TRUE(writer->add_attributes(victim(*writer, id), attributes).ok());
      value(writer->add(flow(*writer, id, id + id + id, "F" + id)));
      value(writer->add(flow(*writer, id, id + id + id, "G" + id)));
      value(writer->add(use_of_account(*writer, id, id + id + id)));
    }
    value(writer->add(flow(*writer, "", "333", "H")));
    value(writer->publish());
  }
  static std::vector<std::string> marks_of(const std::string& id) {
    std::vector<std::string> marks;
    for (const char* word :
         {"NAME", "STORY", "MEANS", "SEX", "BAND", "NATION", "EVIDENCE", "NOTE"}) {
      marks.push_back(word + id + id + id);
    }
    return marks;
  }

  // Every file of the store, one after another: also what no list of the database names.
  std::string bytes_on_disk() const {
    std::string bytes;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path())) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      bytes.append(std::istreambuf_iterator<char>(file), {});
    }
    return bytes;
  }
  std::unique_ptr<internal::Database> raw() const {
    return value(internal::Database::open_primary(path() + "/rocksdb", false, 2));
  }
  static std::map<std::string, std::string> rows(const internal::Database& database,
                                                 internal::Family family) {
    std::map<std::string, std::string> found;
    EXPECT_TRUE(database
                    .scan(family, "", "", nullptr,
                          [&](std::string_view at, std::string_view bytes) -> Status {
                            found.emplace(at, bytes);
                            return {};
                          })
                    .ok());
    return found;
  }
  // Keys and values as the database has them: compression hides nothing.
  std::string bytes_in_rows() const {
    const auto database = raw();
    std::string bytes;
    for (int i = 0; i < internal::kFamilyCount; ++i) {
      for (const auto& [at, row] : rows(*database, static_cast<internal::Family>(i))) {
        bytes += at + row + '\n';
      }
    }
    return bytes;
  }
  static std::size_t found_of(const std::vector<std::string>& marks, const std::string& bytes) {
    std::size_t count = 0;
    for (const std::string& mark : marks) count += bytes.find(mark) != std::string::npos ? 1 : 0;
    return count;
  }
  static std::vector<VictimFlow> flows(const StoreView& view) {
    std::vector<VictimFlow> all;
    EXPECT_TRUE(view.for_each_victim_flow([&](VictimFlowId, const VictimFlow& record) -> Status {
                      all.push_back(record);
                      return {};
                    })
                    .ok());
    return all;
  }
  std::string sound_digest(const Store& store, const std::optional<VictimKey>& with = {}) {
    const VerifyReport report = value(verify(store, false, context_, kLatestCommit, with));
    EXPECT_TRUE(report.ok()) << report.problems.front();
    return report.content_digest;
  }
};

}  // namespace headwater::graph::store_tests
