// What things are called outside: each source has numbers of its own. A person's number at the
// banks says nothing about the one in the company register.
#pragma once

#include <string>
#include <vector>

#include "ingest/generate/internal/casting.h"

namespace headwater::ingest::internal {

inline constexpr const char* kBankNamespace = "bank";
inline constexpr const char* kRegisterNamespace = "register";
inline constexpr const char* kInterviewNamespace = "interviews";
inline constexpr const char* kForeignNamespace = "foreign-bank";
inline constexpr const char* kCaseName = "case:police/ring-1";
inline constexpr const char* kCaseId = "ring-1";

class Ids {
 public:
  explicit Ids(const World& world);

  std::string customer(Index person) const;         // at the home banks
  std::string foreign_holder(Index person) const;   // at the bank abroad
  std::string register_person(Index person) const;  // in the company register
  std::string company(Index company) const;         // register number, used by the banks, too
  std::string address(Index address) const;         // of the national address list
  std::string phone(Index person) const;
  std::string email(Index person) const;
  std::string home_ip(Index address) const;
  std::string device(Index person) const;

  // Full names of a person in bank (or bank abroad) and of a company, as the store knows them.
  std::string bank_entity(Index person) const;
  std::string register_entity(Index person) const;
  std::string company_entity(Index company) const;

 private:
  const World& world_;
  NumberShuffle customers_, register_persons_, companies_, addresses_, phones_, devices_;
};

// The ring's burner telephones, shared mailboxes, servers and devices, by number.
std::string ring_phone(const World& world, std::uint32_t number);
std::string ring_email(const World& world, std::uint32_t number);
std::string ring_ip(const World& world, std::uint32_t number);
std::string ring_device(const World& world, std::uint32_t number);

// People that the company register names: directors and owners; sorted by register number.
std::vector<Index> registered_persons(const World& world, const Ids& ids);

}  // namespace headwater::ingest::internal
