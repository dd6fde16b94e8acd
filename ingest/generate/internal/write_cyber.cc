// Advertisements with their telephones, mailboxes and addresses, and the banks' sign-in records.
#include <algorithm>
#include <tuple>

#include "ingest/generate/internal/made_case.h"
#include "ingest/generate/internal/mappings.h"
#include "ingest/generate/internal/ordinary_life.h"
#include "ingest/generate/internal/source_writer.h"

namespace headwater::ingest::internal {
namespace {

struct Advertisement {
  Seconds posted = 0;
  Index platform = 0;
  std::uint8_t city = 0;
  const char* category = "trade";
  std::string phone, email, ip, device;
};

constexpr std::uint32_t kRingPhones = 8;

Index draw_platform(const World& world, RandomStream& stream) {
  return stream.pick(world.directory.by_sector[static_cast<std::size_t>(Sector::kAdvertising)]);
}

// A site advertises twice a week under telephones that change every few months and that sites
// share now and then; sometimes somebody is careless and posts from home.
void advertise_sites(const MadeCase& made, std::vector<Advertisement>& ads) {
  const World& world = made.world;
  for (std::uint32_t s = 0; s < kSiteCount; ++s) {
    const Site& site = made.cast.sites[s];
    const Index manager = made.cast.members[site.manager].person;
    RandomStream stream(world.seed, Purpose::kAdvertisements, s, 1);
    for (std::int32_t day = made.cast.first_day - 2; day <= made.cast.last_day; ++day) {
      if (!stream.chance(2'600)) continue;
      Advertisement ad;
      ad.posted = at(day, stream.between(8 * kHour, 24 * kHour - 1));
      ad.platform = draw_platform(world, stream);
      ad.city = site.city;
      ad.category = "adult services";
      const auto period = static_cast<std::uint32_t>(day / 140);
      const std::uint32_t phone =
          stream.chance(1'500) ? stream.below(kRingPhones) : s * 2 + period % 2;
      ad.phone = ring_phone(world, phone);
      if (stream.chance(7'000)) ad.email = ring_email(world, stream.below(4));
      if (stream.chance(1'200)) {
        const Index address = world.person(manager).address;
        ad.ip = made.ids.home_ip(address);
        ad.device = made.ids.device(manager);
      } else {
        ad.ip = ring_ip(world, stream.below(5));
        if (stream.chance(6'000)) ad.device = ring_device(world, s);
      }
      ads.push_back(std::move(ad));
    }
  }
}

void advertise_openly(const MadeCase& made, std::vector<Advertisement>& ads) {
  const World& world = made.world;
  for (std::uint32_t d = 0; d < made.cast.decoys.size(); ++d) {
    const Decoy& decoy = made.cast.decoys[d];
    if (decoy.kind != DecoyKind::kAdvertiser) continue;
    RandomStream stream(world.seed, Purpose::kAdvertisements, d, 2);
    for (std::int32_t day = 0; day < kWindowDays; ++day) {
      if (!stream.chance(1'900)) continue;
      Advertisement ad;
      ad.posted = at(day, stream.between(8 * kHour, 24 * kHour - 1));
      ad.platform = draw_platform(world, stream);
      ad.city = decoy.city;
      ad.category = "adult services";
      ad.phone = made.ids.phone(decoy.person);
      if (stream.chance(7'000)) ad.email = made.ids.email(decoy.person);
      ad.ip = made.ids.home_ip(world.person(decoy.person).address);
      ad.device = made.ids.device(decoy.person);
      ads.push_back(std::move(ad));
    }
  }
}

// Plumbers, tutors and sellers of sofas.
void advertise_trades(const MadeCase& made, std::vector<Advertisement>& ads) {
  const World& world = made.world;
  static constexpr const char* kTrades[] = {"repairs", "tuition", "cleaning", "for sale"};
  for (Index i = 0; i < world.persons.size(); ++i) {
    const Person& person = world.person(i);
    RandomStream stream(world.seed, Purpose::kAdvertisements, i, 3);
    const bool trades = person.livelihood == Livelihood::kSelfEmployed;
    if (person.has_part || person.livelihood == Livelihood::kAbroad ||
        !stream.chance(trades ? 4'000 : 300)) {
      continue;
    }
    const std::int64_t count = trades ? stream.between(2, 9) : 1;
    for (std::int64_t n = 0; n < count; ++n) {
      Advertisement ad;
      ad.posted = static_cast<Seconds>(stream.between(0, at(kWindowDays, 0) - 1));
      ad.platform = draw_platform(world, stream);
      ad.city = person.city;
      ad.category = kTrades[trades ? i % 3 : 3];
      ad.phone = made.ids.phone(i);
      if (stream.chance(5'000)) ad.email = made.ids.email(i);
      ad.ip = made.ids.home_ip(person.address);
      ads.push_back(std::move(ad));
    }
  }
}

std::vector<Advertisement> make_advertisements(const MadeCase& made) {
  std::vector<Advertisement> ads;
  advertise_sites(made, ads);
  advertise_openly(made, ads);
  advertise_trades(made, ads);
  std::sort(ads.begin(), ads.end(), [](const Advertisement& a, const Advertisement& b) {
    return std::tie(a.posted, a.phone, a.platform) < std::tie(b.posted, b.phone, b.platform);
  });
  return ads;
}

struct SignIn {
  Index account = 0;
  std::string device, ip;
  std::int32_t first = 0, last = 0;
};

// Who reads which account from what. Accountants do it for many companies; couples share a line.
void sign_in_owners(const MadeCase& made, std::vector<SignIn>& sign_ins) {
  const World& world = made.world;
  for (Index i = 0; i < world.accounts.size(); ++i) {
    const Account& account = world.accounts[i];
    if (account.bank == kForeignBank) continue;
    RandomStream stream(world.seed, Purpose::kMedia, i, 2);
    if (!stream.chance(8'200)) continue;
    const Index reader =
        account.person != kNobody ? account.person : world.company(account.company).director;
    const auto first = static_cast<std::int32_t>(stream.between(std::max(account.opened, 0), 530));
    sign_ins.push_back({i, made.ids.device(reader), made.ids.home_ip(world.person(reader).address),
                        first, static_cast<std::int32_t>(stream.between(first, 546))});
    if (account.company == kNobody || !stream.chance(3'500)) continue;
    const auto& accountants =
        world.directory.by_sector[static_cast<std::size_t>(Sector::kAccountant)];
    if (accountants.empty()) continue;
    const Index office = accountants[account.company % accountants.size()];
    const Index clerk = world.company(office).director;
    sign_ins.push_back(
        {i, made.ids.device(clerk), made.ids.home_ip(world.company(office).address), first, 546});
  }
}

// The controller looks into funnel, shells and some mules' accounts from one device.
void sign_in_ring(const MadeCase& made, std::vector<SignIn>& sign_ins) {
  const World& world = made.world;
  const Cast& cast = made.cast;
  RandomStream stream(world.seed, Purpose::kMedia, 0, 3);
  std::vector<std::uint32_t> watched = cast.all(RingRole::kShellCompany);
  watched.push_back(cast.first(RingRole::kFunnelHolder));
  const auto mules = cast.all(RingRole::kMule);
  watched.insert(watched.end(), mules.begin(), mules.begin() + 2);
  for (const std::uint32_t member : watched) {
    const Index account = cast.members[member].account;
    const std::int32_t first = std::max(world.accounts[account].opened, cast.first_day) +
                               static_cast<std::int32_t>(stream.between(0, 20));
    const bool from_home = stream.chance(2'500);
    const Index controller = cast.members[cast.first(RingRole::kController)].person;
    sign_ins.push_back({account, ring_device(world, 3),
                        from_home ? made.ids.home_ip(world.person(controller).address)
                                  : ring_ip(world, stream.below(5)),
                        first, first + static_cast<std::int32_t>(stream.between(40, 420))});
  }
}

void write_sign_in_rows(const MadeCase& made, CsvFile& file) {
  std::vector<SignIn> sign_ins;
  sign_in_owners(made, sign_ins);
  sign_in_ring(made, sign_ins);
  const auto& accounts = made.world.accounts;
  std::sort(sign_ins.begin(), sign_ins.end(), [&](const SignIn& a, const SignIn& b) {
    return std::tie(a.first, accounts[a.account].number, a.device) <
           std::tie(b.first, accounts[b.account].number, b.device);
  });
  for (const SignIn& sign_in : sign_ins) {
    file.row({accounts[sign_in.account].number, sign_in.device, sign_in.ip,
              format_date(sign_in.first), format_date(std::min(sign_in.last, kWindowDays - 1))});
  }
}

}  // namespace

graph::Status write_sign_ins(MadeCase& made) {
  SourceWriter writer(made, kBankNamespace);
  return writer.write("bank/sign_ins", sign_ins_mapping(), "account,device,ip,first_seen,last_seen",
                      write_sign_in_rows);
}

graph::Status write_advertisements(MadeCase& made) {
  SourceWriter writer(made, "cyber");
  HEADWATER_RETURN_IF_ERROR(
      writer.write("cyber/advertisements", advertisements_mapping(),
                   "advertisement,platform,posted_at,city,category,phone,email,ip,device",
                   [](const MadeCase& of, CsvFile& file) {
                     std::uint64_t number =
                         40'000 + RandomStream(of.world.seed, Purpose::kMedia, 0).below(9'999);
                     for (const Advertisement& ad : make_advertisements(of)) {
                       std::string posted;
                       append_time(posted, ad.posted);
                       file.row({numbered("AD", number++, 5), of.ids.company(ad.platform), posted,
                                 of.world.cities[ad.city].code, ad.category, ad.phone, ad.email,
                                 ad.ip, ad.device});
                     }
                   }));
  made.report.advertisements = writer.rows();
  return {};
}

}  // namespace headwater::ingest::internal
