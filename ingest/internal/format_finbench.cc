// LDBC FinBench, the files of a `snapshot` folder, in the language of docs/mapping.md. Columns go
// by their names, of both generations of files; entities stand before what ties them.
#include "ingest/internal/format_texts.h"

namespace headwater::ingest::internal {

std::string_view finbench_format() {
  constexpr std::string_view kText = R"json({
  "headwater_mapping": 1, "name": "finbench", "precision": "millisecond",
  "define": {
    "pipes": {"delimiter": "|"},
    "pipes-of-persons": {"delimiter": "|", "rename": {"ownerId": "personId"}},
    "pipes-of-companies": {"delimiter": "|", "rename": {"ownerId": "companyId"}},
    "pipes-of-accounts": {"delimiter": "|", "rename": {"accoutType": "accountType"}},
    "created": {"column": "createTime", "as": "time"},
    "seen": {"column": "lastLoginTime", "optional": true,
             "as": {"type": "time", "format": ["unix-milliseconds", "iso8601"]}},
    "since": {"column": "createTime"},
    "blocked": {"column": "isBlocked", "map": {"true": "true", "false": "false"}},
    "comment": {"column": "comment", "optional": true},
    "person": {"kind": "person", "id": {"column": "personId"}},
    "company": {"kind": "company", "id": {"column": "companyId"}},
    "account": {"kind": "account", "id": {"column": "accountId"}},
    "loan": {"kind": "loan", "id": {"column": "loanId"}},
    "medium": {"kind": "medium", "id": {"column": "mediumId"}},
    "sender": {"kind": "account", "id": {"column": "fromId"}},
    "receiver": {"kind": "account", "id": {"column": "toId"}},
    "application": {
      "loan-amount": {"column": "loanAmount", "optional": true, "as": "decimal"},
      "organization": {"column": "org", "optional": true}, "comment": {"use": "comment"}},
    "share": {"ratio": {"column": "ratio", "as": "decimal"}, "comment": {"use": "comment"}},
    "guarantee": {"relationship": {"column": "relation", "optional": true},
                  "comment": {"use": "comment"}}
  },
  "parts": [
    {"files": ["Person.csv"], "named_only": true, "csv": {"use": "pipes"},
     "records": [{"record": "entity", "entity": {
       "kind": "person", "id": {"column": "personId"}, "attributes": {
         "name": {"column": "personName"}, "blocked": {"use": "blocked"},
         "create-time": {"use": "created"}, "gender": {"column": "gender", "optional": true},
         "birth-date": {"column": "birthday", "optional": true, "as": "date"},
         "country": {"column": "country", "optional": true},
         "city": {"column": "city", "optional": true}}}}]},
    {"files": ["Company.csv"], "named_only": true, "csv": {"use": "pipes"},
     "records": [{"record": "entity", "entity": {
       "kind": "company", "id": {"column": "companyId"}, "attributes": {
         "name": {"column": "companyName"}, "blocked": {"use": "blocked"},
         "create-time": {"use": "created"}, "country": {"column": "country", "optional": true},
         "city": {"column": "city", "optional": true},
         "business": {"column": "business", "optional": true},
         "description": {"column": "description", "optional": true},
         "url": {"column": "url", "optional": true}}}}]},
    {"files": ["Account.csv"], "named_only": true, "csv": {"use": "pipes-of-accounts"},
     "records": [{"record": "entity", "entity": {
       "kind": "account", "id": {"column": "accountId"}, "attributes": {
         "create-time": {"use": "created"}, "blocked": {"use": "blocked"},
         "type": {"column": "accountType"}, "nickname": {"column": "nickname", "optional": true},
         "phone": {"column": "phonenum", "optional": true},
         "email": {"column": "email", "optional": true},
         "login-type": {"column": "freqLoginType", "optional": true},
         "last-login-time": {"use": "seen"},
         "level": {"column": "accountLevel", "optional": true}}}}]},
    {"files": ["Loan.csv"], "named_only": true, "csv": {"use": "pipes"},
     "records": [{"record": "entity", "entity": {
       "kind": "loan", "id": {"column": "loanId"}, "attributes": {
         "loan-amount": {"column": "loanAmount", "as": "decimal"},
         "balance": {"column": "balance", "as": "decimal"}, "create-time": {"use": "created"},
         "usage": {"column": "loanUsage", "optional": true},
         "interest-rate": {"column": "interestRate", "optional": true, "as": "decimal"}}}}]},
    {"files": ["Medium.csv"], "named_only": true, "csv": {"use": "pipes"},
     "records": [{"record": "entity", "entity": {
       "kind": "medium", "id": {"column": "mediumId"}, "attributes": {
         "type": {"column": "mediumType"}, "blocked": {"use": "blocked"},
         "create-time": {"use": "created"}, "last-login-time": {"use": "seen"},
         "risk-level": {"column": "riskLevel", "optional": true}}}}]},
    {"files": ["PersonOwnAccount.csv"], "named_only": true, "csv": {"use": "pipes-of-persons"},
     "records": [{"record": "relation", "kind": "owns-account", "from": {"use": "person"},
       "to": {"use": "account"}, "valid_from": {"use": "since"},
       "attributes": {"comment": {"use": "comment"}}}]},
    {"files": ["CompanyOwnAccount.csv"], "named_only": true, "csv": {"use": "pipes-of-companies"},
     "records": [{"record": "relation", "kind": "owns-account", "from": {"use": "company"},
       "to": {"use": "account"}, "valid_from": {"use": "since"},
       "attributes": {"comment": {"use": "comment"}}}]},
    {"files": ["PersonApplyLoan.csv"], "named_only": true, "csv": {"use": "pipes-of-persons"},
     "records": [{"record": "relation", "kind": "loan-application", "from": {"use": "person"},
       "to": {"use": "loan"}, "valid_from": {"use": "since"},
       "attributes": {"use": "application"}}]},
    {"files": ["CompanyApplyLoan.csv"], "named_only": true, "csv": {"use": "pipes-of-companies"},
     "records": [{"record": "relation", "kind": "loan-application", "from": {"use": "company"},
       "to": {"use": "loan"}, "valid_from": {"use": "since"},
       "attributes": {"use": "application"}}]},
    {"files": ["PersonInvestCompany.csv"], "named_only": true, "csv": {"use": "pipes"},
     "records": [{"record": "relation", "kind": "investment",
       "from": {"kind": "person", "id": {"column": "investorId"}}, "to": {"use": "company"},
       "valid_from": {"use": "since"}, "attributes": {"use": "share"}}]},
    {"files": ["CompanyInvestCompany.csv"], "named_only": true, "csv": {"use": "pipes"},
     "records": [{"record": "relation", "kind": "investment",
       "from": {"kind": "company", "id": {"column": "investorId"}}, "to": {"use": "company"},
       "valid_from": {"use": "since"}, "attributes": {"use": "share"}}]},
    {"files": ["PersonGuaranteePerson.csv"], "named_only": true, "csv": {"use": "pipes"},
     "records": [{"record": "relation", "kind": "guarantee",
       "from": {"kind": "person", "id": {"column": "fromId"}},
       "to": {"kind": "person", "id": {"column": "toId"}},
       "valid_from": {"use": "since"}, "attributes": {"use": "guarantee"}}]},
    {"files": ["CompanyGuaranteeCompany.csv"], "named_only": true, "csv": {"use": "pipes"},
     "records": [{"record": "relation", "kind": "guarantee",
       "from": {"kind": "company", "id": {"column": "fromId"}},
       "to": {"kind": "company", "id": {"column": "toId"}},
       "valid_from": {"use": "since"}, "attributes": {"use": "guarantee"}}]},
    {"files": ["MediumSignInAccount.csv"], "named_only": true, "csv": {"use": "pipes"},
     "records": [{"record": "relation", "kind": "sign-in", "from": {"use": "medium"},
       "to": {"use": "account"}, "valid_from": {"use": "since"},
       "attributes": {"location": {"column": "location", "optional": true},
         "comment": {"use": "comment"}}}]},
    {"files": ["AccountTransferAccount.csv"], "named_only": true, "csv": {"use": "pipes"},
     "records": [{"record": "transaction", "kind": "transfer", "from": {"use": "sender"},
       "to": {"use": "receiver"}, "time": {"use": "since"}, "amount": {"column": "amount"},
       "attributes": {"order-number": {"column": "orderNum", "optional": true},
         "comment": {"use": "comment"},
         "pay-type": {"column": "payType", "optional": true},
         "goods-type": {"column": "goodsType", "optional": true}}}]},
    {"files": ["AccountWithdrawAccount.csv"], "named_only": true, "csv": {"use": "pipes"},
     "records": [{"record": "transaction", "kind": "withdrawal", "from": {"use": "sender"},
       "to": {"use": "receiver"}, "time": {"use": "since"}, "amount": {"column": "amount"},
       "attributes": {"from-type": {"column": "fromType", "optional": true},
         "to-type": {"column": "toType", "optional": true}, "comment": {"use": "comment"}}}]},
    {"files": ["LoanDepositAccount.csv"], "named_only": true, "csv": {"use": "pipes"},
     "records": [{"record": "transaction", "kind": "deposit", "from": {"use": "loan"},
       "to": {"use": "account"}, "time": {"use": "since"}, "amount": {"column": "amount"},
       "attributes": {"comment": {"use": "comment"}}}]},
    {"files": ["AccountRepayLoan.csv"], "named_only": true, "csv": {"use": "pipes"},
     "records": [{"record": "transaction", "kind": "repayment", "from": {"use": "account"},
       "to": {"use": "loan"}, "time": {"use": "since"}, "amount": {"column": "amount"},
       "attributes": {"comment": {"use": "comment"}}}]}]
})json";
  return kText;
}

}  // namespace headwater::ingest::internal
