// seal and compact change no answer.
#include "tests/support/command_fixture.h"

namespace headwater::tests {
namespace {

class UpkeepCommand : public CommandTest {
 protected:
  std::int64_t unsealed() const {
    return answer({"stats", "store", "--sizes"})
        .at("unsealed_transactions")
        .to_number<std::int64_t>();
  }
};

TEST_F(UpkeepCommand, SealingPutsEveryTransactionIntoTheIndexOnce) {
  load_bank();
  const StoreFacts before = facts();
  EXPECT_EQ(unsealed(), 3);
  const auto sealed = answer({"seal", "store"});
  EXPECT_EQ(sealed.at("sealed_now").to_number<int>(), 3);
  EXPECT_EQ(sealed.at("sealed").to_number<int>(), 3);
  EXPECT_GT(sealed.at("blocks_written").to_number<int>(), 0);
  EXPECT_EQ(unsealed(), 0);
  EXPECT_EQ(answer({"seal", "store"}).at("sealed_now").to_number<int>(), 0);
  EXPECT_TRUE(answer({"verify", "store", "--deep"}).at("ok").as_bool());
  EXPECT_EQ(facts(), before);
  expect_loads_again();
  EXPECT_GT(unsealed(), 0);
}

TEST_F(UpkeepCommand, ALoadSealsWhenAsked) {
  write("more.csv",
        "timestamp,from_bank,from_account,to_bank,to_account,amount,currency,format\n"
        "1577836800,1,5,2,6,10.00,US Dollar,Wire\n");
  answer({"ingest", "store", "more.csv", "--format", "workload", "--seal"});
  EXPECT_EQ(unsealed(), 0);
}

TEST_F(UpkeepCommand, CompactingChangesNoAnswer) {
  load_bank();
  expect_loads_again();
  answer({"seal", "store"});
  const StoreFacts before = facts();
  const auto compacted = answer({"compact", "store"});
  EXPECT_GT(compacted.at("bytes_after").to_number<std::int64_t>(), 0);
  EXPECT_LE(compacted.at("bytes_after").to_number<std::int64_t>(),
            compacted.at("bytes_before").to_number<std::int64_t>());
  EXPECT_EQ(facts(), before);
  EXPECT_TRUE(answer({"verify", "store", "--deep"}).at("ok").as_bool());
}

}  // namespace
}  // namespace headwater::tests
