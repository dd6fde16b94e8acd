// What is said about victims is sealed on disk; the view shows what it showed, with the key and
// without; the content digest knows of no key, nonce or order of loading.
#include "graph/internal/data_keys.h"
#include "graph/internal/store_view.h"
#include "graph/internal/transaction_keys.h"
#include "graph/internal/value_frame.h"
#include "tests/graph/sealed_store_fixture.h"

namespace headwater::graph::store_tests {
namespace {

using internal::Family;

class SealedVictims : public SealedStoreFixture {};

TEST_F(SealedVictims, NothingThatIsSaidOfThemStandsInTheFiles) {
  fill(*open(OpenMode::kCreate), key());
  const std::string files = bytes_on_disk(), in_rows = bytes_in_rows();
  for (const std::string id : {"1", "2", "3"}) {
    EXPECT_EQ(found_of(marks_of(id), files), 0u);
    EXPECT_EQ(found_of(marks_of(id), in_rows), 0u);
  }
  EXPECT_NE(in_rows.find("pseudonym-1"), std::string::npos) << "the search is not blind";
}

TEST_F(SealedVictims, WithoutAKeyTheyAreStoredAsTheyAre) {
  fill(*open(OpenMode::kCreate), {});
  EXPECT_EQ(found_of(marks_of("1"), bytes_in_rows()), marks_of("1").size());
}

TEST_F(SealedVictims, TheKeyShowsThemAndWithoutItTheyAreAbsentAndCounted) {
  const auto store = open(OpenMode::kCreate);
  fill(*store, key());
  const auto seeing = value(store->view({.victim_key = key()}));
  const auto blind = value(store->view({}));
  const auto seen = flows(*seeing), hidden = flows(*blind);
  ASSERT_EQ(seen.size(), 5u);
  ASSERT_EQ(hidden.size(), 5u);
  EXPECT_EQ(seen[0].victim, EntityId(EntityKind::kVictim, 0));
  EXPECT_EQ(seen[0].means, (std::vector<std::string>{"MEANS111", "threats"}));
  EXPECT_EQ(seen[2].sex + seen[2].age_band + seen[2].citizenship, "SEX222BAND222NATION222");
  ASSERT_EQ(seen[4].roles.size(), 1u);
  EXPECT_EQ(value(seeing->key_of(seen[4].roles[0].entity)).external_id, "recruiter");
  for (const auto* all : {&seen, &hidden}) {
    EXPECT_EQ((*all)[0].victim_token, (*all)[1].victim_token);
    EXPECT_NE((*all)[0].victim_token, (*all)[2].victim_token);
    EXPECT_NE((*all)[0].victim_token, 0u);
    EXPECT_EQ((*all)[4].victim_token, 0u);
    EXPECT_FALSE((*all)[0].is_erased);
  }
  for (const VictimFlow& flow : hidden) {
    EXPECT_TRUE(flow.victim.is_none() && flow.means.empty() && flow.roles.empty());
    EXPECT_TRUE(flow.sex.empty() && flow.age_band.empty() && flow.citizenship.empty());
    EXPECT_EQ(flow.form, "forced-labour");
  }
  EXPECT_EQ(value(seeing->relation({0}))->evidence, "EVIDENCE111");
  EXPECT_EQ(value(seeing->relation({0}))->attributes.front().value, "NOTE111");
  EXPECT_FALSE(value(blind->relation({0})).has_value());
  const auto entity = value(seeing->entity(seen[0].victim));
  ASSERT_EQ(entity->attributes.size(), 2u);
  EXPECT_EQ(entity->attributes[1].value, "STORY111");
  EXPECT_EQ(store->view({.victim_key = key("other")}).error().code(), StatusCode::kQuestion);
}

TEST_F(SealedVictims, TheDigestIsEqualWithAndWithoutTheKeyAndHoweverLoaded) {
  std::string whole;
  {
    const auto store = open(OpenMode::kCreate);
    fill(*store, key());
    whole = sound_digest(*store);
    EXPECT_EQ(sound_digest(*store, key()), whole);
    EXPECT_FALSE(verify(*store, false, context_, kLatestCommit, key("other")).has_value());
  }
  std::filesystem::remove_all(path());
  const auto store = open(OpenMode::kCreate);
  for (const std::string id : {"3", "2", "1"}) {  // the other way round, in many commits
    auto writer = begin(*store);
    ASSERT_TRUE(writer->bind_victim_key(key()).ok());
    if (id == "3") {
      value(writer->add(flow(*writer, "", "333", "H")));
    } else {
      const Attribute story{"story", "STORY" + id + id + id};
      ASSERT_TRUE(writer->add_attributes(victim(*writer, id), {&story, 1}).ok());
      value(writer->add(use_of_account(*writer, id, id + id + id)));
      value(writer->add(flow(*writer, id, id + id + id, "G" + id)));
    }
    value(writer->publish());
    if (id == "3") continue;
    writer.reset();
    writer = begin(*store);
    ASSERT_TRUE(writer->bind_victim_key(key()).ok());
    const std::vector<Attribute> both = {{"name", "NAME" + id + id + id},
                                         {"story", "STORY" + id + id + id}};
    ASSERT_TRUE(writer->add_attributes(victim(*writer, id), both).ok());
    value(writer->add(flow(*writer, id, id + id + id, "F" + id)));
    value(writer->publish());
  }
  EXPECT_EQ(sound_digest(*store), whole);
  EXPECT_EQ(sound_digest(*store, key()), whole);
}

TEST_F(SealedVictims, TheDigestTellsWhatIsSealedApart) {
  std::set<std::string> digests;
  for (const std::string mark : {"1", "2"}) {
    std::filesystem::remove_all(path());
    const auto store = open(OpenMode::kCreate);
    const auto writer = begin(*store);
    ASSERT_TRUE(writer->bind_victim_key(key()).ok());
    value(writer->add(flow(*writer, "1", mark)));
    value(writer->publish());
    digests.insert(sound_digest(*store));
  }
  EXPECT_EQ(digests.size(), 2u);
  std::filesystem::remove_all(path());
  const auto store = open(OpenMode::kCreate);
  const auto writer = begin(*store);
  ASSERT_TRUE(writer->bind_victim_key(key("other")).ok());
  value(writer->add(flow(*writer, "1", "1")));
  value(writer->publish());
  digests.insert(sound_digest(*store));
  EXPECT_EQ(digests.size(), 3u) << "digests of stores with different victim keys differ";
}

TEST_F(SealedVictims, CiphertextsThatChangePlacesAreNoticed) {
  fill(*open(OpenMode::kCreate), key());
  for (const Family family : {Family::kVictimFlow, Family::kRelation}) {
    std::map<std::string, std::string> sound;
    {
      const auto database = raw();
      sound = rows(*database, family);
      auto first = sound.begin();
      auto second = std::next(first);
      ASSERT_TRUE(database->put_synced(family, first->first, second->second).ok());
      ASSERT_TRUE(database->put_synced(family, second->first, first->second).ok());
    }
    {
      const auto store = open(OpenMode::kRead);
      EXPECT_TRUE(value(verify(*store, false, context_)).ok()) << "tags are where they were";
      EXPECT_FALSE(value(verify(*store, false, context_, kLatestCommit, key())).ok());
      const auto view = value(store->view({.victim_key = key()}));
      const Status read =
          family == Family::kRelation
              ? view->for_each_relation([](RelationId, const Relation&) { return Status(); })
              : view->for_each_victim_flow(
                    [](VictimFlowId, const VictimFlow&) { return Status(); });
      EXPECT_EQ(read.code(), StatusCode::kCorrupt);
    }
    const auto database = raw();
    for (const auto& [at, row] : sound) ASSERT_TRUE(database->put_synced(family, at, row).ok());
  }
}

TEST_F(SealedVictims, AMissingDataKeyIsAProblemAndAWrongOneToo) {
  fill(*open(OpenMode::kCreate), key());
  std::map<std::string, std::string> keys;
  {
    const auto database = raw();
    keys = rows(*database, Family::kVictimKey);
    ASSERT_EQ(keys.size(), 3u);
    ASSERT_TRUE(database->remove_synced(Family::kVictimKey, keys.begin()->first).ok());
  }
  EXPECT_FALSE(value(verify(*open(OpenMode::kRead), false, context_)).ok());
  {
    const auto store = open(OpenMode::kRead);
    const auto view = value(store->view({.victim_key = key()}));
    EXPECT_EQ(view->victim_flow({0}).error().code(), StatusCode::kCorrupt);
    EXPECT_TRUE(view->victim_flow({2}).has_value());
    EXPECT_TRUE(value(store->view({}))->victim_flow({0}).has_value());
  }
  {
    const auto database = raw();
    ASSERT_TRUE(
        database->put_synced(Family::kVictimKey, keys.begin()->first, keys.rbegin()->second).ok());
  }
  const auto store = open(OpenMode::kRead);
  EXPECT_TRUE(value(verify(*store, false, context_)).ok());
  EXPECT_FALSE(value(verify(*store, false, context_, kLatestCommit, key())).ok());
}

TEST_F(SealedVictims, AStoreWithAKeyTakesNothingAboutThemWithoutIt) {
  const auto store = open(OpenMode::kCreate);
  fill(*store, key());
  const auto writer = begin(*store);
  const Attribute name{"name", "X"};
  EXPECT_EQ(writer->add(flow(*writer, "1", "x")).error().code(), StatusCode::kQuestion);
  EXPECT_EQ(writer->add(flow(*writer, "", "x")).error().code(), StatusCode::kQuestion);
  EXPECT_EQ(writer->add(use_of_account(*writer, "1", "x")).error().code(), StatusCode::kQuestion);
  EXPECT_EQ(writer->add_attributes(victim(*writer, "1"), {&name, 1}).code(), StatusCode::kQuestion);
}

// A publisher's pseudonyms may be loaded without a key, and the same people with one later.
TEST_F(SealedVictims, WhoWasStoredInPlainTextFirstIsCountedOnce) {
  const auto store = open(OpenMode::kCreate);
  fill(*store, {});
  {
    const auto writer = begin(*store);
    ASSERT_TRUE(writer->bind_victim_key(key()).ok());
    EXPECT_EQ(value(writer->check_source_id(flow(*writer, "1", "111", "F1"))),
              KeyOutcome::kDuplicate);
    EXPECT_EQ(value(writer->check_source_id(flow(*writer, "1", "112", "F1"))),
              KeyOutcome::kConflict);
    value(writer->add(flow(*writer, "1", "444", "I1")));
    EXPECT_EQ(value(writer->check_source_id(flow(*writer, "1", "444", "I1"))),
              KeyOutcome::kDuplicate);
    value(writer->publish());
  }
  for (const bool with_key : {false, true}) {
    ViewOptions options;
    if (with_key) options.victim_key = key();
    std::set<std::uint64_t> tokens;
    for (const VictimFlow& flow : flows(*value(store->view(options)))) {
      if (flow.victim_token != 0) tokens.insert(flow.victim_token);
    }
    EXPECT_EQ(tokens.size(), 2u) << with_key;
  }
  EXPECT_EQ(sound_digest(*store), sound_digest(*store, key()));
  const auto writer = begin(*store);
  ASSERT_TRUE(writer->bind_victim_key(key()).ok());
  EXPECT_EQ(value(writer->check_source_id(flow(*writer, "1", "444", "I1"))),
            KeyOutcome::kDuplicate);
  EXPECT_EQ(value(writer->check_source_id(flow(*writer, "1", "445", "I1"))), KeyOutcome::kConflict);
}

// Ages and sexes are few: whoever can hash them all must not find the one that is stored.
TEST_F(SealedVictims, TheHashOfContentTellsNobodyWhatWasSaid) {
  VictimFlow guess;
  std::uint64_t seed = 0;
  {
    const auto store = open(OpenMode::kCreate);
    fill(*store, key());
    guess = *value(value(store->view({.victim_key = key()}))->victim_flow({0}));
    guess.victim_token = 0;
    seed = value(store->view({}))->internal().seed;
  }
  const internal::Hash128 plain = internal::hash_of_content(guess, seed);
  std::size_t entries = 0;
  for (const auto& [at, row] : rows(*raw(), Family::kTransactionKey)) {
    for (const auto& entry : value(internal::decode_record_keys(at, row))) {
      EXPECT_FALSE(entry.content == plain);
      ++entries;
    }
  }
  EXPECT_EQ(entries, 5u);
}

TEST(VictimKeyDerivation, IsHkdfOfTheKey) {
  tests::TemporaryDirectory folder;
  std::string digits;
  std::array<std::uint8_t, 32> bytes{};
  for (int i = 0; i < 32; ++i) {
    bytes[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(i);
    const char* const hex = "0123456789abcdef";
    digits += {hex[i / 16], hex[i % 16]};
  }
  std::ofstream(folder / "key") << digits << "\n";
  const VictimKey key = value(VictimKey::load(folder / "key"));
  // RFC 5869 by its two steps: extract with a salt of zeros, expand to one block.
  const internal::KeyedHash extract{internal::SecretKey()};
  const auto pseudorandom = extract({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  const internal::KeyedHash expand{internal::SecretKey(pseudorandom)};
  EXPECT_EQ(key.derived("purpose"), expand(std::string("purpose") + '\1'));
  EXPECT_NE(key.derived("purpose"), key.derived("other purpose"));
}

TEST(AuthenticatedCipher, OpensThePublishedTestCaseAndNothingElse) {
  // Test case 14 of McGrew and Viega, "The Galois/Counter Mode of Operation": key, nonce and text
  // of zeros.
  const unsigned char sealed[] = {0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,
                                  0,    0xce, 0xa7, 0x40, 0x3d, 0x4d, 0x60, 0x6b, 0x6e, 0x07, 0x4e,
                                  0xc5, 0xd3, 0xba, 0xf3, 0x9d, 0x18, 0xd0, 0xd1, 0xc8, 0xa7, 0x99,
                                  0x99, 0x6b, 0xf0, 0x26, 0x5b, 0x98, 0xb5, 0xd4, 0x8a, 0xb9, 0x19};
  const std::string bytes(reinterpret_cast<const char*>(sealed), sizeof(sealed));
  const internal::SecretKey zeros;
  EXPECT_EQ(internal::unseal(zeros, bytes, ""), std::string(16, '\0'));
  EXPECT_FALSE(internal::unseal(zeros, bytes, "x").has_value());
  EXPECT_FALSE(internal::unseal(internal::SecretKey::random(), bytes, "").has_value());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string changed = bytes;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(internal::unseal(zeros, changed, "").has_value()) << i;
    EXPECT_FALSE(internal::unseal(zeros, bytes.substr(0, i), "").has_value()) << i;
  }
  const internal::SecretKey key = internal::SecretKey::random();
  for (const std::string& text : {std::string(), std::string("a"), std::string(1000, 'b')}) {
    const std::string once = internal::seal(key, text, "place");
    EXPECT_EQ(once.size(), text.size() + internal::kSealOverhead);
    EXPECT_NE(once, internal::seal(key, text, "place")) << "nonces differ";
    EXPECT_EQ(internal::unseal(key, once, "place"), text);
  }
}

}  // namespace
}  // namespace headwater::graph::store_tests
