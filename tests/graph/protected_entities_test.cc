// Whoever is used under a victim's identity is protected, with all that is theirs; nobody else is.
#include "graph/protected_entities.h"

#include <algorithm>

#include "graph/snapshot.h"
#include "tests/graph/store_fixture.h"

namespace headwater::graph::store_tests {
namespace {

class ProtectedEntitiesTest : public StoreFixture {
 protected:
  static void relate(CommitWriter& writer, EntityId from, EntityId to, RelationKind kind) {
    Relation relation;
    relation.from = from;
    relation.to = to;
    relation.kind = kind;
    value(writer.add(relation));
  }
  static EntityKey person(const std::string& name) { return {EntityKind::kPerson, "bank", name}; }
  static void pay(CommitWriter& writer, const EntityKey& payee, std::uint64_t row) {
    Transaction t = transfer(writer, "payer", "payer", 10, row);
    t.to = value(writer.entity(pooled_account_of(payee)));
    value(writer.add(t));
  }
};

// A payment to a party without an account arrives in an account that no relation gives to anybody.
TEST_F(ProtectedEntitiesTest, APooledAccountIsItsPartys) {
  const auto store = open(OpenMode::kCreate);
  const auto writer = begin(*store);
  const EntityId victim = value(writer->entity({EntityKind::kVictim, "shelter", "pseudonym"}));
  const EntityId used = value(writer->entity(person("used")));
  const EntityId own = account(*writer, "own");
  relate(*writer, used, victim, RelationKind::kSameAs);
  relate(*writer, used, own, RelationKind::kOwnsAccount);
  const EntityId other = value(writer->entity(person("other")));
  relate(*writer, other, account(*writer, "others"), RelationKind::kOwnsAccount);
  pay(*writer, person("used"), 1);
  pay(*writer, person("other"), 2);
  value(writer->publish());

  const auto view = value(store->view({}));
  const EntityId pooled = *value(view->find(pooled_account_of(person("used"))));
  const EntityId others = *value(view->find(pooled_account_of(person("other"))));
  std::vector<EntityId> expected = {used, own, pooled};
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(value(protected_entities(*view)), expected);
  const auto snapshot = value(build_snapshot(*view, {}, context_));
  const VertexTable& vertices = snapshot->vertices();
  EXPECT_TRUE(snapshot->has_flag(vertices.find(pooled), kProtected)) << "never ranked";
  EXPECT_FALSE(snapshot->has_flag(vertices.find(others), kProtected));
}

}  // namespace
}  // namespace headwater::graph::store_tests
