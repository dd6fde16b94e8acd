// Relations, victim flows and assertions with ids of their source: duplicates, conflicts,
// supersession, in one file and across files.
#include <filesystem>
#include <map>

#include <gtest/gtest.h>

#include "ingest/assertion.h"
#include "ingest/loader.h"
#include "ingest/retraction.h"
#include "tests/support/loading_store.h"
#include "tests/support/query_store.h"
#include "tests/support/staging.h"

namespace headwater::ingest {
namespace {

using graph::StatusCode;
using tests::value_of;

// A form of exploitation is a listed term, so each word stands for one.
const std::map<std::string, std::string> kForms = {
    {"old", "begging"},    {"new", "forced-labour"}, {"kept", "slavery"},
    {"bare", "servitude"}, {"more", "surrogacy"},    {"last", "mixed"},
    {"w0", "other"},       {"w1", "debt-bondage"},   {"w2", "organ-removal"},
};

std::string map_of_forms() {
  std::string pairs;
  for (const auto& [word, form] : kForms) {
    pairs += (pairs.empty() ? "\"" : ", \"") + word + "\": \"" + form + "\"";
  }
  return "{" + pairs + "}";
}

std::string word_of(const std::string& form) {
  for (const auto& [word, term] : kForms) {
    if (term == form) return word;
  }
  return form;
}

// One column says everything that a correction may change.
const std::map<std::string, std::string> kRecordMappings = {
    {"relation", R"({"record": "relation", "kind": "owns-account", "id": {"column": "i"},
      "from": {"kind": "person", "id": {"column": "a"}},
      "to": {"kind": "account", "id": {"column": "b"}}, "evidence": {"column": "x"}})"},
    {"victim-flow", R"({"record": "victim-flow", "kind": "exploitation", "id": {"column": "i"},
      "count": "3", "exploitation": {"column": "b"}, "case": {"column": "a"},
      "form": {"column": "x", "map": )" +
                        map_of_forms() + "}}"},
    {"assertion", R"({"record": "assertion", "claim": "member-of", "id": {"column": "i"},
      "subject": {"template": "person:m/{a}"}, "case": {"column": "b"}, "role": {"column": "x"}})"}};

std::string mapping_of(const std::string& records) {
  return R"({"headwater_mapping": 1, "name": "m", "publisher_pseudonymised": true, "records": [)" +
         records + "]}";
}

class LoadedIdentity : public testing::TestWithParam<std::string>, protected tests::LoadingStore {
 protected:
  LoadReport load_rows(const std::string& name, const std::string& rows, bool supersede = false,
                       const std::string& records = "") {
    tests::write_file(folder_ / "m.json",
                      mapping_of(records.empty() ? kRecordMappings.at(GetParam()) : records));
    tests::write_file(folder_ / name, "i,a,b,x\n" + rows);
    return load({.paths = {folder_ / name},
                 .format = "csv",
                 .mapping_path = folder_ / "m.json",
                 .supersede = supersede});
  }
  // What the visible records say in the column that corrections change.
  std::multiset<std::string> said(graph::CommitSeq as_of = graph::kLatestCommit) {
    std::multiset<std::string> words;
    const auto view = value_of(store_->view({.as_of = as_of}));
    EXPECT_TRUE(view->for_each_relation([&](graph::RelationId, const graph::Relation& record) {
                      words.insert(record.evidence);
                      return graph::Status();
                    })
                    .ok());
    EXPECT_TRUE(view->for_each_victim_flow([&](graph::VictimFlowId, const graph::VictimFlow& flow) {
                      words.insert(word_of(flow.form));
                      return graph::Status();
                    })
                    .ok());
    EXPECT_TRUE(view->for_each_assertion([&](graph::AssertionId, const graph::Assertion& record) {
                      words.insert(record.role);
                      return graph::Status();
                    })
                    .ok());
    return words;
  }

  using Words = std::multiset<std::string>;
};

TEST_P(LoadedIdentity, EqualRowsAreDuplicatesAndOthersConflictInOneFile) {
  const LoadReport report =
      load_rows("one.csv", "A,p,ESP,old\nA,p,ESP,old\nA,p,ESP,new\n,p,ESP,bare\n,p,ESP,bare\n");
  EXPECT_EQ(report.accepted, 3u);
  EXPECT_EQ(report.duplicates, 1u);
  EXPECT_EQ(report.quarantined, 1u);
  EXPECT_EQ(said(), (Words{"bare", "bare", "old"})) << "rows without an id stay as they are";
  digest();
}

TEST_P(LoadedIdentity, ACorrectedFileAddsOnlyWhatItSaysAnew) {
  load_rows("one.csv", "A,p,ESP,old\nB,q,ESP,kept\n");
  const std::string corrected = "A,p,ESP,new\nB,q,ESP,kept\nC,r,ESP,more\n";
  const LoadReport careful = load_rows("two.csv", corrected);
  EXPECT_EQ(careful.accepted, 1u);
  EXPECT_EQ(careful.duplicates, 1u);
  EXPECT_EQ(careful.quarantined, 1u);
  EXPECT_EQ(said(), (Words{"kept", "more", "old"}));

  const LoadReport asked = load_rows("three.csv", corrected + "D,s,ESP,last\n", true);
  EXPECT_EQ(asked.accepted, 2u);
  EXPECT_EQ(asked.duplicates, 2u);
  EXPECT_EQ(said(), (Words{"kept", "last", "more", "new"}));
  EXPECT_EQ(said({2}), (Words{"kept", "more", "old"})) << "nothing was overwritten";
  digest();
}

TEST_P(LoadedIdentity, RetractedCommitsFreeTheirIds) {
  const LoadReport first = load_rows("one.csv", "A,p,ESP,old\n");
  retract(first.commit);
  EXPECT_EQ(load_rows("two.csv", "A,p,ESP,new\n").accepted, 1u);
  EXPECT_EQ(said(), Words{"new"});
  digest();
}

TEST_P(LoadedIdentity, TheRowsInConflictOfAKnownFileCanBeSupersededLater) {
  load_rows("one.csv", "A,p,ESP,old\nB,q,ESP,kept\n");
  const std::string rows = "A,p,ESP,new\nB,q,ESP,kept\n,r,ESP,bare\n";
  EXPECT_EQ(load_rows("two.csv", rows).quarantined, 1u);
  const LoadReport known = load_rows("two.csv", rows);
  EXPECT_EQ(known.duplicates, 3u);
  EXPECT_EQ(known.commit.value, 2u);
  const LoadReport taken = load_rows("two.csv", rows, true);
  EXPECT_EQ(taken.accepted, 1u);
  EXPECT_EQ(taken.duplicates, 2u);
  EXPECT_EQ(taken.commit.value, 3u);
  EXPECT_EQ(said(), (Words{"bare", "kept", "new"}));
  const LoadReport again = load_rows("two.csv", rows, true);
  EXPECT_EQ(again.accepted, 0u);
  EXPECT_EQ(again.duplicates, 3u);
  EXPECT_EQ(again.commit.value, 3u);
  EXPECT_EQ(store_->latest_commit().value, 3u);
  digest();
}

TEST_P(LoadedIdentity, AFileThatContradictsItselfStaysKnown) {
  const std::string rows = "A,p,ESP,old\nA,p,ESP,new\n";
  EXPECT_EQ(load_rows("one.csv", rows).quarantined, 1u);
  EXPECT_EQ(load_rows("one.csv", rows, true).accepted, 0u) << "it does not replace its own row";
  EXPECT_EQ(said(), Words{"old"});
  EXPECT_EQ(store_->latest_commit().value, 1u);
}

TEST_P(LoadedIdentity, ThreadsDoNotChangeTheOutcome) {
  std::string rows;
  for (int i = 0; i < 30'000; ++i) {
    rows += "I" + std::to_string(i * 7919 % 20'000) + ",p" + std::to_string(i % 50) + ",ESP,w" +
            std::to_string(i % 3) + "\n";
  }
  std::string first;
  for (const int threads : {1, 2, 4}) {
    const std::string path = folder_ / ("store" + std::to_string(threads));
    store_ = value_of(graph::Store::open(path, {.mode = graph::OpenMode::kCreate}));
    const graph::ExecutionContext context({.threads = threads});
    tests::write_file(folder_ / "m.json", mapping_of(kRecordMappings.at(GetParam())));
    tests::write_file(folder_ / "p.csv", "i,a,b,x\n" + rows);
    const LoadReport report = value_of(ingest::load(
        *store_,
        {.paths = {folder_ / "p.csv"}, .format = "csv", .mapping_path = folder_ / "m.json"},
        context));
    EXPECT_EQ(report.accepted, 20'000u);
    EXPECT_EQ(report.quarantined + report.duplicates, 10'000u);
    const std::string found = digest() + " " + std::to_string(report.quarantined);
    if (first.empty()) first = found;
    EXPECT_EQ(found, first) << threads;
  }
}

INSTANTIATE_TEST_SUITE_P(Types, LoadedIdentity,
                         testing::Values("relation", "victim-flow", "assertion"),
                         [](const auto& type) {
                           std::string name = type.param;
                           std::erase(name, '-');
                           return name;
                         });

class RowIdentity : public LoadedIdentity {};

const std::string kTwoRelations =
    R"({"record": "relation", "kind": "owns-account", "id": {"column": "i"},
        "from": {"kind": "person", "id": {"column": "a"}},
        "to": {"kind": "account", "id": {"column": "b"}}, "evidence": {"column": "x"}},
       {"record": "relation", "kind": "control", "id": {"column": "i"},
        "from": {"kind": "person", "id": {"column": "a"}},
        "to": {"kind": "account", "id": {"column": "b"}}, "evidence": "both"})";

TEST_P(RowIdentity, TwoRelationsOfOneRowUnderOneIdAreReplacedTogether) {
  EXPECT_EQ(load_rows("one.csv", "A,p,1,old\n", false, kTwoRelations).added.relations, 2u);
  EXPECT_EQ(load_rows("two.csv", "A,p,1,old\nB,q,1,y\n", false, kTwoRelations).duplicates, 1u);
  EXPECT_EQ(load_rows("three.csv", "A,p,1,new\n", false, kTwoRelations).quarantined, 1u);
  EXPECT_EQ(load_rows("four.csv", "A,p,1,newer\n", true, kTwoRelations).accepted, 1u);
  EXPECT_EQ(said(), (Words{"both", "both", "newer", "y"}));
  digest();
}

const std::string kPaymentAndOwner =
    R"({"record": "transaction", "id": {"column": "i"}, "amount": {"column": "x"}, "asset": "EUR",
        "from": {"kind": "account", "id": {"column": "a"}},
        "to": {"kind": "account", "id": {"column": "b"}}},
       {"record": "relation", "kind": "owns-account", "id": {"template": "own-{a}"},
        "from": {"kind": "person", "id": {"column": "a"}},
        "to": {"kind": "account", "id": {"column": "a"}}, "evidence": "told by rows"})";

TEST_P(RowIdentity, ARelationThatManyPaymentsRepeatIsAddedOnce) {
  const LoadReport report = load_rows("one.csv", "T1,p,q,1\nT2,p,q,2\n", false, kPaymentAndOwner);
  EXPECT_EQ(report.accepted, 2u);
  EXPECT_EQ(report.added.transactions, 2u);
  EXPECT_EQ(report.added.relations, 1u);
  const LoadReport next = load_rows("two.csv", "T1,p,q,1\nT2,p,q,3\n", true, kPaymentAndOwner);
  EXPECT_EQ(next.accepted, 1u);
  EXPECT_EQ(next.duplicates, 1u);
  EXPECT_EQ(next.added.relations, 0u) << "what is right is left as it stands";
  EXPECT_EQ(said(), Words{"told by rows"});
  digest();
}

const std::string kOnce =
    R"({"record": "relation", "kind": "owns-account", "once": true, "id": {"column": "i"},
        "from": {"kind": "person", "id": {"column": "a"}},
        "to": {"kind": "account", "id": {"column": "b"}}, "evidence": {"column": "x"}})";

// The relation that `once` is about stands under its own id: another id does not make it two.
TEST_P(RowIdentity, ARelationThatStandsIsNotStatedAgainUnderAnotherId) {
  EXPECT_EQ(load_rows("one.csv", "A,p,1,e\n", false, kOnce).added.relations, 1u);
  const LoadReport next = load_rows("two.csv", "A,p,1,e\nB,p,1,e\n,p,1,e\n", false, kOnce);
  EXPECT_EQ(next.duplicates, 1u);
  EXPECT_EQ(next.added.relations, 0u);
  EXPECT_EQ(said(), Words{"e"});
  // What is withdrawn in this very row does not stand.
  EXPECT_EQ(load_rows("three.csv", "A,p,1,new\nC,q,1,f\n", true, kOnce).added.relations, 2u);
  EXPECT_EQ(said(), (Words{"f", "new"}));
  // Confirmed first, and given another meaning further on: the file contradicts itself.
  EXPECT_EQ(load_rows("four.csv", "A,p,1,new\nA,p,1,newer\n", true, kOnce).quarantined, 1u);
  EXPECT_EQ(said(), (Words{"f", "new"}));
  digest();
}

INSTANTIATE_TEST_SUITE_P(Rows, RowIdentity, testing::Values("relation"));

}  // namespace
}  // namespace headwater::ingest
