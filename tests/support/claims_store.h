// A store of payments, owners and claims, written as short CSV texts, for tests of traced money.
//
//   ClaimsStore store;
//   store.pay("t1,client,s,2020-01-02,1000,EUR,,,1\n");
//   store.own("ana,s\n");
//   store.claim("a1,transaction:bank/t1,proceeds-of,,case:k1,,f,,,6000,charged,analyst,,,\n");
//
// Accounts and persons are of the namespace `bank`; an account written with a ':' is a full name
// ("account:cash/ESP"). Cases are of the namespace `claims`.
#pragma once

#include <map>
#include <string>

#include "tests/support/query_store.h"

namespace headwater::tests {

class ClaimsStore : public QueryStore {
 public:
  using QueryStore::QueryStore;

  // id,from,to,time,amount,asset,received,received_asset,n
  void pay(const std::string& rows);
  // who,account
  void own(const std::string& rows);
  // who,account,from,to: the last exclusive; either may be empty.
  void own_for(const std::string& rows);
  // kind,a,b,p: relations between persons.
  void tie(const std::string& rows);
  // id,subject,claim,role,case,victim_flow,form,sector,territory,share_bp,standard,basis,disputes,
  // amount,asset. Their names are `assertion:claims/ID`.
  void claim(const std::string& rows);
  // flow,victim,case,form,who,account: exploitation in ESP by the person `who`, of a victim that
  // owns the account, if given. A restricted source.
  void interview(const std::string& rows);
  void rate(const std::string& rows);       // base,quote,date,rate,source
  void open_with(const std::string& rows);  // account,asset,amount,as_of

  // The worked example of docs/tracing.md, of the case `case:claims/k1`.
  void load_worked_example();

 private:
  void add(const std::string& what, const std::string& mapping, const std::string& text);
  std::map<std::string, int> files_;
};

}  // namespace headwater::tests
