#include "ingest/generate/internal/names.h"

#include <array>
#include <string_view>

namespace headwater::ingest::internal {
namespace {

constexpr std::array<std::string_view, 24> kStarts = {
    "Bra", "Cel", "Dru", "Eph", "Fyl", "Gwo", "Hze", "Ith", "Jux", "Klo", "Lym", "Mro",
    "Nuv", "Oxa", "Phe", "Qui", "Rhu", "Sko", "Thy", "Uzl", "Vro", "Wyx", "Yth", "Zem"};
constexpr std::array<std::string_view, 24> kMiddles = {
    "bax", "cluv", "dwe",  "fno",  "gari", "hux", "jolu", "kwe", "lyth", "mozu", "nax",  "pilo",
    "qua", "rizo", "suth", "tavo", "uvel", "vix", "wuna", "xor", "yelo", "zuth", "drix", "plon"};
constexpr std::array<std::string_view, 16> kEnds = {"ax",  "eth", "ilo", "om",  "uz",  "yra",
                                                    "ent", "ik",  "ova", "urd", "esh", "olt",
                                                    "aru", "imp", "oth", "unu"};

template <std::size_t N>
std::string_view pick(RandomStream& stream, const std::array<std::string_view, N>& items) {
  return items[stream.below(N)];
}

}  // namespace

std::string make_word(RandomStream& stream, int syllables) {
  std::string word(pick(stream, kStarts));
  for (int i = 2; i < syllables; ++i) word += pick(stream, kMiddles);
  word += pick(stream, kEnds);
  return word;
}

std::string make_given_name(RandomStream& stream) { return make_word(stream, 2); }
std::string make_family_name(RandomStream& stream) { return make_word(stream, 3); }

std::string make_company_name(RandomStream& stream, const std::string& trade) {
  return make_word(stream, 3) + " " + trade;
}

}  // namespace headwater::ingest::internal
