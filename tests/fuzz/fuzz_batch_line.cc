// Any bytes as a line of a batch of questions: one line of JSON comes back, whatever it was.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "queries/catalogue.h"
#include "tests/support/query_store.h"

namespace {

constexpr char kBank[] = R"({"headwater_mapping": 1, "name": "bank", "records": [
  {"record": "transaction", "id": {"column": "id"},
   "from": {"kind": "account", "id": {"column": "from"}},
   "to": {"kind": "account", "id": {"column": "to"}}, "time": {"column": "time"},
   "amount": {"column": "amount"}, "asset": "EUR"}]})";

// Never closed: at exit the database would outlive what it stands on.
headwater::tests::QueryStore& small_store() {
  static headwater::tests::QueryStore& store = *new headwater::tests::QueryStore(1);
  static const auto loaded = store.load_text(
      "bank", kBank,
      "id,from,to,time,amount\nt1,a,b,2020-01-01,5\nt2,b,c,2020-01-02,4\nt3,c,a,2020-01-03,3\n");
  return store;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static auto& session = small_store().session();
  const headwater::queries::EngineStamp stamp{"fuzz", 1, 0};
  const auto answer = headwater::queries::run_batch_line(
      session, std::string_view(reinterpret_cast<const char*>(data), size), stamp);
  if (!answer.has_value() || answer->empty() || answer->front() != '{' || answer->back() != '\n' ||
      answer->find('\n') + 1 != answer->size()) {
    std::abort();
  }
  return 0;
}
