// The family `link`: the order of its keys, damage that is named and repaired, and what it must not
// say about victims.
#include "graph/internal/link_key.h"

#include <algorithm>
#include <random>
#include <tuple>

#include "graph/erasure.h"
#include "graph/internal/bytes.h"
#include "graph/internal/data_keys.h"
#include "graph/internal/link_builder.h"
#include "graph/internal/store_state.h"
#include "graph/internal/value_frame.h"
#include "graph/sha256.h"
#include "tests/graph/sealed_store_fixture.h"

namespace headwater::graph::store_tests {
namespace {

using internal::decode_link_key;
using internal::encode_link_key;
using internal::Family;
using internal::LinkKey;
using internal::LinkType;

TEST(LinkKeys, ComeBackAndLieInTheOrderOfLookUps) {
  std::mt19937_64 random(7);
  std::vector<LinkKey> keys;
  constexpr std::int64_t kTimes[] = {std::numeric_limits<std::int64_t>::min(),
                                     std::numeric_limits<std::int64_t>::min() + 1,
                                     -1,
                                     0,
                                     1,
                                     std::numeric_limits<std::int64_t>::max()};
  for (int i = 0; i < 3'000; ++i) {
    LinkKey key;
    key.end = random() % 2 == 0 ? random() : random() % 3;
    key.type = static_cast<LinkType>(random() % 4);
    key.kind = static_cast<std::uint8_t>(random() % 64);
    key.role = static_cast<std::uint8_t>(random() % 20);
    key.time = {random() % 2 == 0 ? kTimes[random() % 6] : static_cast<std::int64_t>(random())};
    key.number = random() % 5;
    keys.push_back(key);
  }
  const auto place = [](const LinkKey& key) {
    return std::tuple(key.end, key.type, key.kind, key.role, key.number);
  };
  for (std::size_t i = 0; i + 1 < keys.size(); ++i) {
    const LinkKey &a = keys[i], &b = keys[i + 1];
    const auto back = decode_link_key(encode_link_key(a));
    ASSERT_TRUE(back.has_value());
    EXPECT_EQ(place(*back), place(a));
    EXPECT_EQ(back->time, a.time);
    const auto before = std::tuple(a.end, a.type, a.kind, a.role, b.time, a.number);
    const auto after = std::tuple(b.end, b.type, b.kind, b.role, a.time, b.number);
    EXPECT_EQ(encode_link_key(a) < encode_link_key(b), before < after);
  }
  EXPECT_FALSE(decode_link_key(encode_link_key(keys[0]) + "x").has_value());
  EXPECT_FALSE(decode_link_key("").has_value());
}

class LinkTest : public SealedStoreFixture {
 protected:
  std::map<std::string, std::string> links() const { return rows(*raw(), Family::kLink); }
  std::vector<LinkKey> decoded_links() const {
    std::vector<LinkKey> all;
    for (const auto& row : links()) all.push_back(decode_link_key(row.first).value());
    return all;
  }
  void put(const std::string& at, const std::string& row) const {
    ASSERT_TRUE(raw()->put_synced(Family::kLink, at, row).ok());
  }
  void remove(const std::string& at) const {
    ASSERT_TRUE(raw()->remove_synced(Family::kLink, at).ok());
  }
  std::vector<std::string> problems(bool deep) {
    return value(verify(*open(OpenMode::kRead), deep, context_)).problems;
  }
  void expect_named(bool deep, const std::string& at, const std::string& found) {
    const auto lines = problems(deep);
    const std::string hex = to_hex(reinterpret_cast<const std::uint8_t*>(at.data()), at.size());
    EXPECT_EQ(std::count(lines.begin(), lines.end(), "link " + hex + ": " + found), 1)
        << found << (lines.empty() ? "; no problem" : "; first: " + lines.front());
  }
  internal::LinkRepair repair() {
    return value(internal::repair_links(open(OpenMode::kWrite)->internal(), context_));
  }
};

TEST_F(LinkTest, ARemovedAddedOrChangedLinkIsNamed) {
  fill(*open(OpenMode::kCreate), key());
  ASSERT_TRUE(problems(true).empty());
  const auto sound = links();
  for (const auto& [at, row] : sound) {
    remove(at);
    expect_named(true, at, "the link of a record is missing");
    LinkKey moved = decode_link_key(at).value();
    moved.time = {12'345};
    put(encode_link_key(moved), row);
    expect_named(true, encode_link_key(moved), "no record accounts for it");
    EXPECT_EQ(problems(true).size(), 2u);
    remove(encode_link_key(moved));
    put(at, row);
  }
  EXPECT_TRUE(problems(true).empty());
}

TEST_F(LinkTest, ALinkToNothingIsNamedWithoutDeepChecksToo) {
  fill(*open(OpenMode::kCreate), key());
  const std::string good = links().begin()->second;
  const auto expect = [&](const LinkKey& link, const std::string& found) {
    const std::string at = encode_link_key(link);
    put(at, good);
    expect_named(false, at, found);
    remove(at);
  };
  const std::uint64_t person = EntityId(EntityKind::kPerson, 0).value();
  const auto link = [](std::uint64_t end, LinkType type, std::uint8_t kind, std::uint8_t role,
                       std::uint64_t number) { return LinkKey{end, type, kind, role, {}, number}; };
  const std::string no_record = "it names a record that is not there";
  const std::string no_end = "its end is not there", no_role = "the kind or role is not known";
  expect(link(person, LinkType::kRelation, 1, 1, 2), no_record);
  expect(link(person, LinkType::kVictimFlow, 1, 1, 5), no_record);
  expect(link(77, LinkType::kFlowByToken, 1, 1, 5), no_record);
  expect(link(person + 1, LinkType::kRelation, 1, 1, 0), no_end);
  expect(link(0, LinkType::kVictimFlow, 1, 1, 0), no_end);
  expect(link(0, LinkType::kFlowByToken, 1, 1, 0), no_end);
  expect(link(person, LinkType::kRelation, 63, 1, 0), no_role);
  expect(link(person, LinkType::kRelation, 1, 3, 0), no_role);
  expect(link(person, LinkType::kVictimFlow, 1, 0x10, 0), no_role);
  expect(link(77, LinkType::kFlowByToken, 1, 2, 0), no_role);
  put("short", good);
  expect_named(false, "short", "the key has another length");
  remove("short");
  internal::ByteWriter writer = internal::begin_value();
  writer.u8(1);
  const std::string at = links().begin()->first;
  put(at, internal::end_value(std::move(writer)));
  expect_named(false, at, "the value says something");
  expect_named(true, at, "the link of a record is missing");
  put(at, good.substr(0, 4));
  expect_named(false, at, "the value is cut short");
  put(at, good);
  EXPECT_TRUE(problems(true).empty());
}

TEST_F(LinkTest, ALinkToARecordThatDoesNotSaySoIsNoAnswer) {
  fill(*open(OpenMode::kCreate), {});
  const std::uint64_t person = EntityId(EntityKind::kPerson, 0).value();
  put(encode_link_key({person, LinkType::kRelation, 1, 1, {}, 0}), links().begin()->second);
  const auto store = open(OpenMode::kRead);
  const auto view = value(store->view({.victim_key = key()}));
  const auto nothing = [](RelationId, const Relation&) { return Status(); };
  EXPECT_EQ(view->for_each_relation_of({EntityId::from_value(person)}, nothing).code(),
            StatusCode::kCorrupt);
}

TEST_F(LinkTest, TheWholeFamilyComesFromTheRecordsAgain) {
  {
    const auto store = open(OpenMode::kCreate);
    fill(*store, {});
    fill(*store, key());
    const auto writer = begin(*store);
    ASSERT_TRUE(writer->retract(RelationId{0}).ok());
    value(writer->publish());
  }
  const auto sound = links();
  EXPECT_EQ(repair().written, 0u);
  // One of three is missing, one has another value, and there are others.
  std::uint64_t number = 0;
  for (const auto& [at, row] : sound) {
    if (++number % 3 == 0) remove(at);
    if (number % 3 == 1) put(at, "?");
    if (number % 3 == 2) put(at + "x", row);
  }
  const auto damaged = repair();
  EXPECT_EQ(damaged.written + damaged.removed, number);
  EXPECT_EQ(links(), sound);
  for (const auto& row : sound) remove(row.first);  // as in a store that never had them
  EXPECT_EQ(repair().written, sound.size());
  EXPECT_EQ(links(), sound);
  EXPECT_TRUE(problems(true).empty());
  EXPECT_GT(value(sizes_by_family(*open(OpenMode::kRead))).at("link"), 0u);
}

TEST_F(LinkTest, BuildingEndsWhenItIsToldTo) {
  const auto store = open(OpenMode::kCreate);
  auto writer = begin(*store);
  Relation row;
  row.from = row.to = account(*writer, "1");
  for (int i = 0; i < 5'000; ++i) value(writer->add(row));
  value(writer->publish());
  writer.reset();
  ExecutionContext stopped;
  stopped.cancel();
  const auto repaired = internal::repair_links(store->internal(), stopped);
  ASSERT_FALSE(repaired.has_value());
  EXPECT_EQ(repaired.error().code(), StatusCode::kCancelled);
}

// Whom the links alone tie to a flow: who is named by it, or shares an end with it that says more
// than a place or a case.
class VictimLinkTest : public LinkTest {
 protected:
  static constexpr int kVictims = 12;

  // Flows of each victim, at places, of a case, with roles; each also has an account.
  void load(bool with_key, bool with_relations = true) {
    const auto store = open(OpenMode::kCreate);
    const auto writer = begin(*store);
    if (with_key) {
      ASSERT_TRUE(writer->bind_victim_key(key()).ok());
    }
    for (int i = 0; i < 3 * kVictims; ++i) {
      const std::string id = std::to_string(i % kVictims);
      VictimFlow record = flow(*writer, id, id + id + id);
      record.exploitation_territory =
          value(writer->entity({EntityKind::kLocation, "iso3166", i % 2 == 0 ? "ESP" : "FRA"}));
      record.start = {i * 1'000};
      value(writer->add(record));
      if (with_relations) value(writer->add(use_of_account(*writer, id, id + id + id)));
    }
    value(writer->publish());
  }
  static bool is_victim_end(const LinkKey& link) {
    return link.type != LinkType::kFlowByToken &&
           EntityId::from_value(link.end).kind() == EntityKind::kVictim;
  }
  static bool is_about_flow(const LinkKey& link) {
    return link.type == LinkType::kVictimFlow || link.type == LinkType::kFlowByToken;
  }
  // Flows and victims that one hop ties together: through the flow itself, or through a token.
  static std::set<std::pair<std::uint64_t, std::uint64_t>> tied(const std::vector<LinkKey>& links) {
    std::set<std::pair<std::uint64_t, std::uint64_t>> found;
    for (const LinkKey& of_flow : links) {
      if (!is_about_flow(of_flow)) continue;
      for (const LinkKey& other : links) {
        if (!is_victim_end(other)) continue;
        const bool is_same_flow = is_about_flow(other) && other.number == of_flow.number;
        const bool is_same_end = other.end == of_flow.end;
        if (is_same_flow || is_same_end) found.emplace(of_flow.number, other.end);
      }
    }
    return found;
  }
  static bool has_bytes(const std::string& row, std::uint64_t number) {
    return row.find(internal::big_endian_key(number)) != std::string::npos;
  }
};

TEST_F(VictimLinkTest, OfASealedFlowNeitherVictimNorRoleStandsInAnyByte) {
  load(true, false);
  const auto all = links();
  EXPECT_EQ(all.size(), 3u * 3 * kVictims) << "by place, case and token";
  for (const auto& [at, row] : all) {
    for (std::uint64_t index = 0; index < kVictims; ++index) {
      EXPECT_FALSE(has_bytes(at + row, EntityId(EntityKind::kVictim, index).value()));
    }
    EXPECT_FALSE(has_bytes(at + row, EntityId(EntityKind::kPerson, 0).value())) << "a role";
  }
  std::filesystem::remove_all(path());
  load(false, false);
  const auto plain = links();
  EXPECT_EQ(std::count_if(plain.begin(), plain.end(),
                          [](const auto& row) {
                            return has_bytes(row.first, EntityId(EntityKind::kPerson, 0).value());
                          }),
            3 * kVictims)
      << "the search is not blind";
}

TEST_F(VictimLinkTest, NobodyIsFoundOneHopFromASealedFlow) {
  load(true);
  const auto sealed = decoded_links();
  EXPECT_TRUE(tied(sealed).empty());
  EXPECT_EQ(std::count_if(sealed.begin(), sealed.end(), is_victim_end), 3 * kVictims)
      << "ends of relations stand in clear in their rows";
  std::filesystem::remove_all(path());
  load(false);
  EXPECT_EQ(tied(decoded_links()).size(), 3u * kVictims) << "the attack is no blind one";
}

// Who was stored in plain text and is met again under the key: the old flows name the victim, the
// new ones the token, and no link both.
TEST_F(VictimLinkTest, PlainFlowsDoNotTieATokenToAVictim) {
  load(false);
  const auto before = decoded_links().size();
  load(true);
  const auto all = decoded_links();
  EXPECT_GT(all.size(), before);
  std::set<std::uint64_t> of_victims, of_tokens;
  for (const LinkKey& link : all) {
    if (link.type == LinkType::kFlowByToken) of_tokens.insert(link.number);
    if (is_about_flow(link) && is_victim_end(link)) of_victims.insert(link.number);
  }
  EXPECT_EQ(of_victims.size(), 3u * kVictims);
  EXPECT_EQ(of_tokens.size(), 3u * kVictims);
  EXPECT_LT(*of_victims.rbegin(), *of_tokens.begin());
  for (const auto& [number, victim] : tied(all)) EXPECT_LT(number, 3u * kVictims);
  const auto store = open(OpenMode::kRead);
  const auto view = value(store->view({.victim_key = key()}));
  std::vector<std::uint64_t> found;
  EXPECT_TRUE(
      view->for_each_victim_flow_of({EntityId(EntityKind::kVictim, 3), VictimFlowEnd::kVictim},
                                    [&](VictimFlowId id, const VictimFlow& row) -> Status {
                                      EXPECT_EQ(row.victim, EntityId(EntityKind::kVictim, 3));
                                      found.push_back(id.value);
                                      return {};
                                    })
          .ok());
  EXPECT_EQ(found, (std::vector<std::uint64_t>{27, 63, 15, 51, 3, 39}));
}

TEST_F(VictimLinkTest, ErasingTakesTheVictimsLinksFromEveryFile) {
  for (const bool with_key : {true, false}) {
    SCOPED_TRACE(with_key ? "sealed" : "plain");
    std::filesystem::remove_all(path());
    load(with_key);
    const EntityId victim(EntityKind::kVictim, 3);
    std::uint64_t end = victim.value();
    if (with_key) {
      const auto store = open(OpenMode::kRead);
      const internal::VictimCipher cipher(key(), store->internal().meta.seed);
      const internal::DataKeys keys(*store->internal().database, nullptr, &cipher);
      end = value(keys.find(victim.value())).key.token;
    }
    const auto flows_by = [&](const std::vector<LinkKey>& all) {
      return std::count_if(all.begin(), all.end(), [&](const LinkKey& link) {
        return is_about_flow(link) && link.end == end;
      });
    };
    const auto before = decoded_links();
    ASSERT_EQ(flows_by(before), 3);
    const std::string as_key = internal::big_endian_key(end);
    if (with_key) {
      ASSERT_NE(bytes_in_rows().find(as_key), std::string::npos);
    }
    value(erase(*open(OpenMode::kWrite), {{"victim:shelter/pseudonym-3"}, "", key()}, context_));
    const auto after = decoded_links();
    EXPECT_EQ(flows_by(after), 0);
    // By the victim or token; of plain flows also by the role in each.
    EXPECT_EQ(before.size() - after.size(), with_key ? 3u : 6u);
    if (with_key) {
      EXPECT_EQ(bytes_in_rows().find(as_key), std::string::npos);
      EXPECT_EQ(bytes_on_disk().find(as_key), std::string::npos);
    }
    EXPECT_TRUE(problems(true).empty());
  }
}

}  // namespace
}  // namespace headwater::graph::store_tests
