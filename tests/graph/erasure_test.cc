// Erasing: what was known goes from every file, at every commit; what others did stays; a process
// that dies at any step has erased nothing or is completed.
#include "graph/erasure.h"
#include "graph/internal/data_keys.h"
#include "graph/internal/hash128.h"
#include "graph/internal/run_erasure.h"
#include "graph/internal/store_state.h"
#include "tests/graph/sealed_store_fixture.h"

namespace headwater::graph::store_tests {
namespace {

using internal::Family;

// Random text, so that compression leaves it as it is.
constexpr char kName[] = "qZ7x-Kw93-Jp0f-Rt5v-Ym2c";
constexpr char kAttribute[] = "vB4n-Xs81-Lq6d-Hg3k-Uo7e";

class ErasureTest : public SealedStoreFixture {
 protected:
  // Person kName with an account, attributes in two commits, and payments; beside it the victims.
  void fill_all() {
    const auto store = open(OpenMode::kCreate);
    fill(*store, key());
    for (std::uint64_t commit = 0; commit < 2; ++commit) {
      const auto writer = begin(*store, static_cast<char>('b' + commit));
      Relation owns;
      owns.from = person(*writer, kName);
      owns.to = account(*writer, "1");
      owns.kind = RelationKind::kOwnsAccount;
      const Attribute attribute{"address", kAttribute + std::to_string(commit)};
      ASSERT_TRUE(writer->add_attributes(owns.from, {&attribute, 1}).ok());
      value(writer->add(owns));
      for (std::uint64_t row = 1; row <= 3; ++row) {
        Transaction t = transfer(*writer, "1", "2", 10, row);
        t.from = value(writer->entity(pooled_account_of({EntityKind::kPerson, "bank", kName})));
        value(writer->add(t));
      }
      value(writer->publish());
    }
  }
  ErasureReport erase_names(const std::vector<std::string>& names) {
    const auto store = open(OpenMode::kWrite);
    return value(erase(*store, {names, "test", key()}, context_));
  }
  static std::string person_name() { return std::string("person:bank/") + kName; }
  StatusCode refusal(const std::vector<std::string>& names, bool with_key = true) {
    const auto store = open(OpenMode::kWrite);
    ErasureRequest request{names, "", {}};
    if (with_key) request.victim_key = key();
    const auto result = erase(*store, request, context_);
    return result.has_value() ? StatusCode::kOk : result.error().code();
  }
  std::string wrapped_key(std::uint64_t slot) {
    const auto database = raw();
    const std::string at = internal::big_endian_key(slot);
    const auto row = value(database->get(Family::kVictimKey, at, nullptr));
    EXPECT_TRUE(row.has_value());
    return row ? value(internal::decode_data_key(at, *row)).wrapped : std::string();
  }
};

TEST_F(ErasureTest, AnEntityGoesFromEveryFileAndCommitAndItsPaymentsStay) {
  fill_all();
  ASSERT_NE(bytes_on_disk().find(kName), std::string::npos) << "the search is not blind";
  ASSERT_NE(bytes_on_disk().find(kAttribute), std::string::npos);
  const ErasureReport report = erase_names({person_name()});
  EXPECT_EQ(report.names,
            (std::vector<std::string>{"person:erased/1", "account:unspecified/erased/4"}));
  EXPECT_EQ(report.erased.size(), 2u);
  for (const std::string& bytes : {bytes_on_disk(), bytes_in_rows()}) {
    EXPECT_EQ(bytes.find(kName), std::string::npos);
    EXPECT_EQ(bytes.find(kAttribute), std::string::npos);
  }
  const auto store = open(OpenMode::kRead);
  sound_digest(*store);
  sound_digest(*store, key());
  for (const std::uint64_t as_of : {2u, 3u, 4u}) {
    const auto view = value(store->view({.as_of = {as_of}}));
    EXPECT_EQ(view->resolve(person_name()).error().code(), StatusCode::kNotFound);
    const EntityId id = value(view->resolve("person:erased/1"));
    EXPECT_TRUE(value(view->entity(id))->attributes.empty());
    EXPECT_EQ(value(view->entity_commits(id)).size(), std::min<std::size_t>(as_of - 1, 2));
    const auto payment = value(view->transaction({0}));
    EXPECT_EQ(to_string(value(view->key_of(payment->from))), "account:unspecified/erased/4");
    EXPECT_TRUE(is_pooled_account(value(view->key_of(payment->from))));
    ASSERT_EQ(view->erasures().size(), 2u);
    EXPECT_EQ(view->erasures()[0].entity, id);
  }
  EXPECT_FALSE(value(value(store->view({.as_of = {1}}))->entity({EntityKind::kPerson, 1})));
}

TEST_F(ErasureTest, OfAVictimTheDataKeyGoesAndCountsStay) {
  fill_all();
  const std::string wrapped = wrapped_key(EntityId(EntityKind::kVictim, 0).value());
  ASSERT_NE(bytes_on_disk().find(wrapped), std::string::npos);
  const ErasureReport report = erase_names({"victim:shelter/pseudonym-1"});
  ASSERT_EQ(report.erased.size(), 1u);
  EXPECT_EQ(report.erased[0].victim_flows, 2u);
  EXPECT_EQ(report.erased[0].relations, 1u);
  EXPECT_EQ(bytes_on_disk().find(wrapped), std::string::npos);
  EXPECT_EQ(bytes_on_disk().find("pseudonym-1"), std::string::npos);
  const auto store = open(OpenMode::kRead);
  EXPECT_EQ(sound_digest(*store), sound_digest(*store, key()));
  for (const std::uint64_t as_of : {1u, 4u}) {
    const auto seeing = value(store->view({.as_of = {as_of}, .victim_key = key()}));
    const auto blind = value(store->view({.as_of = {as_of}}));
    for (const auto* view : {seeing.get(), blind.get()}) {
      const auto all = flows(*view);
      ASSERT_EQ(all.size(), 5u);
      EXPECT_TRUE(all[0].is_erased && all[1].is_erased);
      EXPECT_TRUE(!all[2].is_erased && !all[4].is_erased);
      EXPECT_EQ(all[0].victim_token, all[1].victim_token);
      EXPECT_NE(all[0].victim_token, 0u);
      EXPECT_TRUE(all[0].sex.empty() && all[0].roles.empty() && all[0].origin.source_id.empty());
    }
    EXPECT_EQ(flows(*seeing)[2].sex, "SEX222");
    EXPECT_EQ(value(seeing->key_of({EntityKind::kVictim, 0})).scheme, "erased");
    EXPECT_TRUE(value(seeing->relation({0}))->evidence.empty());
    EXPECT_EQ(value(seeing->relation({1}))->evidence, "EVIDENCE222");
  }
}

// The hash of a name is found by whoever guesses the name. While the erasure is at work `meta`
// lists it, as a range to clean.
TEST_F(ErasureTest, TheHashOfTheNameGoesFromEveryFileToo) {
  for (int commits = 1; commits <= 6; ++commits) {  // as many files of `meta`
    SCOPED_TRACE(commits);
    std::filesystem::remove_all(path());
    std::string hash;
    {
      const auto store = open(OpenMode::kCreate);
      for (int commit = 0; commit < commits; ++commit) {
        const auto writer = begin(*store, static_cast<char>('a' + commit));
        person(*writer, kName);
        value(writer->publish());
      }
      const EntityKey key{EntityKind::kPerson, "bank", kName};
      hash = internal::key_bytes(internal::hash_of(key, store->internal().meta.seed));
    }
    ASSERT_NE(bytes_in_rows().find(hash), std::string::npos) << "the search is not blind";
    erase_names({person_name()});
    EXPECT_EQ(bytes_in_rows().find(hash), std::string::npos);
    EXPECT_EQ(bytes_on_disk().find(hash), std::string::npos);
  }
}

TEST_F(ErasureTest, AVictimIsFoundByTheSourcesIdTooAndWithTheKeyOnly) {
  {
    const auto store = open(OpenMode::kCreate);
    const auto writer = begin(*store);
    ASSERT_TRUE(writer->bind_victim_key(key()).ok());
    VictimFlow record = flow(*writer, "1", "111");
    record.victim = value(
        writer->entity({EntityKind::kVictim, "shelter", key().pseudonym("shelter", "V-0042")}));
    value(writer->add(record));
    value(writer->publish());
  }
  EXPECT_EQ(refusal({"victim:shelter/V-0042"}, false), StatusCode::kNotFound);
  EXPECT_EQ(refusal({"victim:shelter/V-0043"}), StatusCode::kNotFound);
  EXPECT_EQ(erase_names({"victim:shelter/V-0042"}).erased.front().victim_flows, 1u);
  EXPECT_EQ(refusal({"victim:shelter/V-0042"}), StatusCode::kNotFound);
}

TEST_F(ErasureTest, ACountedGroupLosesItsKeyByTheNameOfItsFlow) {
  fill_all();
  const std::string wrapped = wrapped_key(internal::slot_of_group(4));
  EXPECT_EQ(refusal({"victim-flow:bank/F1"}), StatusCode::kQuestion);
  const ErasureReport report = erase_names({"victim-flow:bank/H"});
  EXPECT_EQ(report.names.front(), "victim-flow:#4");
  EXPECT_EQ(report.erased.front().victim_flows, 1u);
  EXPECT_EQ(bytes_on_disk().find(wrapped), std::string::npos);
  const auto store = open(OpenMode::kRead);
  sound_digest(*store, key());
  const auto all = flows(*value(store->view({.victim_key = key()})));
  EXPECT_TRUE(all[4].is_erased);
  EXPECT_EQ(all[4].count, 7u);
  EXPECT_FALSE(all[0].is_erased);
}

TEST_F(ErasureTest, WhatWasStoredInPlainTextGoesAsWell) {
  fill(*open(OpenMode::kCreate), {});
  ASSERT_EQ(found_of(marks_of("1"), bytes_in_rows()), marks_of("1").size());
  erase_names({"victim:shelter/pseudonym-1"});
  EXPECT_EQ(found_of(marks_of("1"), bytes_in_rows()), 0u);
  EXPECT_EQ(found_of(marks_of("1"), bytes_on_disk()), 0u);
  EXPECT_EQ(found_of(marks_of("2"), bytes_in_rows()), marks_of("2").size());
  const auto store = open(OpenMode::kRead);
  sound_digest(*store);
  EXPECT_TRUE(flows(*value(store->view({})))[0].is_erased);
}

TEST_F(ErasureTest, OneUnknownNameAndNothingIsErased) {
  fill_all();
  const std::string before = sound_digest(*open(OpenMode::kRead));
  EXPECT_EQ(refusal({person_name(), "person:bank/nobody"}), StatusCode::kNotFound);
  EXPECT_EQ(refusal({}), StatusCode::kQuestion);
  {
    const auto store = open(OpenMode::kWrite);
    const auto view = value(store->view({}));
    EXPECT_EQ(erase(*store, {{person_name()}, "", {}}, context_).error().code(),
              StatusCode::kLocked);
  }
  EXPECT_EQ(erase(*open(OpenMode::kRead), {{person_name()}, "", {}}, context_).error().code(),
            StatusCode::kLocked);
  EXPECT_EQ(sound_digest(*open(OpenMode::kRead)), before);
}

TEST_F(ErasureTest, WhatNamesNobodyIsRefused) {
  {
    const auto store = open(OpenMode::kCreate);
    const auto writer = begin(*store);
    value(writer->entity({EntityKind::kAccount, "cash", "ESP"}));
    value(writer->entity({EntityKind::kLocation, "iso3166", "ESP"}));
    value(writer->publish());
  }
  EXPECT_EQ(refusal({"account:cash/ESP"}), StatusCode::kQuestion);
  EXPECT_EQ(refusal({"location:iso3166/ESP"}), StatusCode::kQuestion);
}

TEST_F(ErasureTest, WhoIsLoadedAgainIsSomebodyNewAlsoInTheSameProcess) {
  fill_all();
  const auto store = open(OpenMode::kWrite);
  {
    const auto writer = begin(*store, 'd');  // the writer knows the key by now
    person(*writer, kName);
    value(writer->publish());
  }
  value(erase(*store, {{person_name()}, "", {}}, context_));
  const auto writer = begin(*store, 'e');
  EXPECT_EQ(person(*writer, kName), EntityId(EntityKind::kPerson, 2));
  EXPECT_EQ(value(writer->entity({EntityKind::kPerson, "erased", "1"})),
            EntityId(EntityKind::kPerson, 1));
  value(writer->publish());
  sound_digest(*store, key());
}

TEST_F(ErasureTest, ANameThatASourceUsedBeforeIsNotGivenAgain) {
  {
    const auto store = open(OpenMode::kCreate);
    const auto writer = begin(*store);
    person(*writer, kName);
    value(writer->entity({EntityKind::kPerson, "erased", "0"}));
    value(writer->publish());
  }
  EXPECT_EQ(erase_names({person_name()}).names.front(), "person:erased/0+");
  sound_digest(*open(OpenMode::kRead));
}

TEST_F(ErasureTest, TheBackupsThatAreRegisteredAreListed) {
  fill_all();
  std::ofstream(path() + "/backups") << "/backup/one 2\n\n/backup/two 3\n";
  EXPECT_EQ(erase_names({person_name()}).backups,
            (std::vector<std::string>{"/backup/one 2", "/backup/two 3"}));
}

// What a kill at a step leaves is what stands in the folder then: it is copied there and then,
// while nothing moves rows in the background: a list of files and the files are of one moment.
TEST_F(ErasureTest, AKillAtAnyStepErasesNothingOrIsCompletedByTheNextWriter) {
  fill_all();
  const std::string before = sound_digest(*open(OpenMode::kRead));
  const std::string wrapped = wrapped_key(EntityId(EntityKind::kVictim, 0).value());
  const ErasureRequest request{{person_name(), "victim:shelter/pseudonym-1"}, "", key()};
  std::vector<std::string> steps;
  {
    const auto store = open(OpenMode::kWrite);
    value(internal::run_erasure(*store, request, context_, [&](std::string_view step) {
      steps.emplace_back(step);
      internal::Database* database = store->internal().database.get();
      if (database != nullptr) {
        ASSERT_TRUE(database->raw().PauseBackgroundWork().ok());
      }
      std::filesystem::copy(path(), folder_ / ("killed when " + steps.back()),
                            std::filesystem::copy_options::recursive);
      if (database != nullptr) {
        ASSERT_TRUE(database->raw().ContinueBackgroundWork().ok());
      }
    }));
  }
  const std::string after = sound_digest(*open(OpenMode::kRead));
  EXPECT_NE(before, after);
  EXPECT_EQ(steps, (std::vector<std::string>{"staged", "published", "headed", "compacted", "closed",
                                             "reopened", "finished"}));
  for (const std::string& step : steps) {
    SCOPED_TRACE(step);
    std::filesystem::remove_all(path());
    std::filesystem::rename(folder_ / ("killed when " + step), path());
    const bool is_published = step != "staged";
    {  // readers see all of it or nothing, whatever is left to do
      const auto store = open(OpenMode::kRead);
      EXPECT_EQ(value(store->view({}))->resolve(person_name()).has_value(), !is_published);
      EXPECT_EQ(value(verify(*store, false, context_)).ok(), !is_published || step == "finished");
    }
    open(OpenMode::kWrite);
    EXPECT_EQ(sound_digest(*open(OpenMode::kRead)), is_published ? after : before);
    const std::string bytes = bytes_on_disk();
    EXPECT_EQ(bytes.find(kName) == std::string::npos, is_published);
    EXPECT_EQ(bytes.find(kAttribute) == std::string::npos, is_published);
    EXPECT_EQ(bytes.find(wrapped) == std::string::npos, is_published);
  }
}

// A store of some size, in many files and levels: one of many goes, with all old versions.
TEST_F(ErasureTest, OneOfManyGoesFromAStoreThatWasCompactedAndLoadedMore) {
  constexpr int kPeople = 3'000;
  for (int round = 0; round < 6; ++round) {
    const auto store = open(OpenMode::kCreate);
    const auto writer = begin(*store, static_cast<char>('a' + round));
    ASSERT_TRUE(writer->bind_victim_key(key()).ok());
    for (int i = 0; i < kPeople; ++i) {
      const std::string id = i == 1234 ? kName : std::to_string(i);
      const Attribute attribute{"text", i == 1234 ? kAttribute : std::to_string(i * 7919)};
      ASSERT_TRUE(writer->add_attributes(person(*writer, id), {&attribute, 1}).ok());
      if (i % 10 == round) value(writer->add(flow(*writer, std::to_string(i % 100), "555")));
    }
    value(writer->publish());
  }
  erase_names({person_name(), "victim:shelter/pseudonym-3"});
  const std::string bytes = bytes_on_disk();
  EXPECT_EQ(bytes.find(kName), std::string::npos);
  EXPECT_EQ(bytes.find(kAttribute), std::string::npos);
  const auto store = open(OpenMode::kRead);
  sound_digest(*store, key());
  EXPECT_EQ(value(value(store->view({}))->count_entities(EntityKind::kPerson)), kPeople + 1u);
}

}  // namespace
}  // namespace headwater::graph::store_tests
