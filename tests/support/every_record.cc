#include "tests/support/every_record.h"

#include "tests/support/staging.h"

namespace headwater::tests {

namespace {

constexpr char kEveryPerson[] = R"({"headwater_mapping": 1, "name": "people", "records": [
  {"record": "entity", "entity": {"name": {"column": "who"},
   "attributes": {"name": {"column": "name"}, "alias": {"column": "alias"},
                  "note": {"column": "note"}}}}]})";
constexpr char kEveryPersonRows[] =
    "who,name,alias,note\n"
    "person:bank/1,Ann & Bob <b>,first,\"a \"\"quoted\"\" text, with\na line end\"\n"
    "person:bank/1,,second,\n"
    "person:bank/2,\xC3\x85sa \xF0\x9F\x9A\xA2,,]]>\n"
    "company:register/9,\"Nine; Ltd\",,\n"
    "institution:bic/DEUTDEFF,Bank,,\n"
    "medium:email/a@b.example,,,\n"
    "account:wallet-btc/bc1qexample,,,\n"
    "location:places/the harbour,,,\n";

constexpr char kEveryPaymentBody[] = R"(
   "from": {"name": {"column": "from"}}, "to": {"name": {"column": "to"}},
   "time": {"column": "time"}, "period_end": {"column": "end"},
   "amount": {"column": "amount"}, "asset": {"column": "asset"},
   "received_amount": {"column": "received"}, "received_asset": {"column": "received_asset"},
   "kind": {"column": "kind"}, "channel": {"column": "channel"}, "count": {"column": "count"},
   "labelled_illicit": {"column": "illicit"},
   "attributes": {"text": {"column": "text"}, "place": {"column": "place"}}}]})";
constexpr char kEveryPaymentHeader[] =
    "id,from,to,time,end,amount,asset,received,received_asset,kind,channel,count,illicit,text,"
    "place\n";
constexpr char kEveryPaymentRows[] =
    "A1,account:iban/DE1,account:iban/DE2,2024-01-05T10:11:12.345Z,,10.50,EUR,10.50,EUR,transfer,"
    "wire,1,,plain,\n"
    "A2,account:iban/DE2,account:iban/GB3,2024-01-06,,99999999999999.99,EUR,7.25,GBP,transfer,"
    "card,1,1,\"tab\there, \x01 and \xEF\xBF\xBE\",Aveira\n"
    "A/3,account:iban/DE1,account:wallet-btc/bc1qexample,,,0.00000001,BTC,0.00000001,BTC,other,"
    "crypto,1,,,\n"
    "A4,account:iban/GB3,account:iban/DE1,2024-02-01,2024-01-01,5,JPY,5,JPY,deposit,cash,,,,\n"
    "A5,account:iban/GB3,account:iban/GB3,2024-02-01,2024-03-01,0,EUR,0,EUR,fee,unknown,12,,,\n";
constexpr char kEveryNamelessRows[] =
    ",account:bank/7,account:bank/8,2024-03-01,,1,EUR,1,EUR,transfer,wire,1,,same,\n"
    ",account:bank/7,account:bank/8,2024-03-01,,1,EUR,1,EUR,transfer,wire,1,,same,\n"
    ",account:bank/8,account:bank/7,2024-03-02,,2,XXX,2,XXX,transfer,wire,1,,,\n";

std::string every_payment_mapping(const std::string& name, const std::string& more) {
  return R"({"headwater_mapping": 1, "name": ")" + name + R"(", "assets": {"JPY": 3},
   "records": [{"record": "transaction",)" +
         more + kEveryPaymentBody;
}

constexpr char kEveryTie[] = R"({"headwater_mapping": 1, "name": "ties", "namespace": "register",
  "records": [{"record": "relation", "kind": {"column": "kind"}, "id": {"column": "id"},
   "from": {"name": {"column": "from"}}, "to": {"name": {"column": "to"}},
   "valid_from": {"column": "since"}, "valid_to": {"column": "until"},
   "share_low": {"column": "low"}, "share_high": {"column": "high"},
   "probability": {"column": "probability"}, "evidence": {"column": "evidence"},
   "attributes": {"remark": {"column": "remark"}}}]})";
constexpr char kEveryTieRows[] =
    "id,kind,from,to,since,until,low,high,probability,evidence,remark\n"
    "R1,owns-account,person:bank/1,account:iban/DE1,2020-01-01,2024-01-06,,,,card,\n"
    "R2,owns-account,person:bank/2,account:iban/DE1,2024-01-06,,,,,,\n"
    ",owns-account,person:bank/2,account:iban/DE2,,,,,,,\n"
    "R3,ownership,person:bank/1,company:register/9,2019-05-05,,2500,5000,,\"a, b\",x\n"
    "R4,ownership,company:register/9,institution:bic/DEUTDEFF,,,10000,10000,,,\n"
    "R5,directorship,person:bank/2,company:register/9,,,,,,,\n"
    "R6,family,person:bank/1,person:bank/2,,,,,,,\n"
    "R7,associate,person:bank/1,person:bank/2,,,,,,,\n"
    "R8,employment,person:bank/1,company:register/9,,,,,,,\n"
    "R9,same-as,person:bank/1,person:bank/2,,,,,0.9025,,\n"
    "R10,uses-medium,person:bank/1,medium:email/a@b.example,,,,,,,\n"
    "R11,located-at,person:bank/2,location:places/the harbour,,,,,,,\n"
    "R12,owns-account,person:bank/2,account:wallet-btc/bc1qexample,,,,,,,\n";

constexpr char kEveryCell[] = R"({"headwater_mapping": 1, "name": "cells", "precision": "year",
  "records": [{"record": "statistic", "indicator": {"column": "what"},
   "territory": {"column": "code"}, "territory_name": {"column": "where"},
   "period": {"column": "year"}, "sex": {"column": "sex"}, "unit": {"column": "unit"},
   "value": {"column": "value"}, "source": {"column": "source"}}]})";
constexpr char kEveryCellRows[] =
    "what,code,where,year,sex,unit,value,source\n"
    "cases,GBR,United Kingdom,2019,female,people,<5,a\n"
    "cases,GBR,United Kingdom,2019,female,people,7,b\n"
    "cases,GBR,,2020,male,people,<2,\n"
    "rate,,\"Harbour, old\",2020,,per cent,12.50,\n"
    "rate,ES-MD,,2021,,per cent,0.125,\n";

constexpr char kEveryOpening[] = R"({"headwater_mapping": 1, "name": "openings", "records": [
  {"record": "opening-balance", "account": {"name": {"column": "account"}},
   "amount": {"column": "amount"}, "asset": {"column": "asset"}, "time": {"column": "time"}}]})";

// Roles in an order of their own, means with a semicolon, a group, a flow without an id.
constexpr char kEveryFlow[] = R"({"headwater_mapping": 1, "name": "interviews",
  "keep_victim_text": true, "records": [
  {"record": "victim-flow", "id": {"column": "id"}, "victim": {"column": "victim"},
   "count": {"column": "count"}, "kind": {"column": "kind"},
   "recruitment": {"column": "from"}, "exploitation": {"column": "to"},
   "start": {"column": "start"}, "end": {"column": "end"}, "form": {"column": "form"},
   "sector": "S", "means": [{"column": "means"}, "threats"], "sex": {"column": "sex"},
   "age_band": "18-24", "citizenship": "XBO",
   "case": {"kind": "case", "scheme": "police", "id": "one"},
   "roles": [{"role": "exploited", "entity": {"name": {"column": "by"}}},
             {"role": "recruited", "entity": {"name": {"column": "recruiter"}}},
             {"role": "exploited", "entity": {"name": {"column": "recruiter"}}}]},
  {"record": "relation", "kind": "same-as", "when": {"column": "customer", "is": "present"},
   "from": {"name": {"column": "customer"}}, "to": {"kind": "victim", "id": {"column": "victim"}},
   "probability": "1", "evidence": "told", "attributes": {"remark": {"column": "story"}}},
  {"record": "entity", "when": {"column": "victim", "is": "present"},
   "entity": {"kind": "victim", "id": {"column": "victim"},
              "attributes": {"story": {"column": "story"}}}}]})";
constexpr char kEveryFlowRows[] =
    "id,victim,count,kind,from,to,start,end,form,means,sex,by,recruiter,customer,story\n"
    "F1,V1,,movement,GBR,ES-MD,2024-01-01,2024-01-02,forced-labour,debt; and more,female,"
    "person:bank/1,person:told/boss,person:bank/2,a story\n"
    "F2,V2,,exploitation,GBR,location:places/the harbour,2024-01-02,,sexual-exploitation,,male,,"
    "person:told/boss,,\n"
    ",,30,exploitation,,GBR,2024-05-01,2024-06-01,begging,,,person:bank/1,,,\n";

constexpr char kEveryClaimHeader[] =
    "id,subject,claim,role,case,victim_flow,form,sector,territory,share_bp,author,made_at,evidence,"
    "source_grade,information_grade,standard,basis,confidence,disputes,amount,asset\n";

std::string every_claim(std::string id, std::string subject, std::string claim_name,
                        std::string flow, std::string disputes, std::string amount = ",") {
  return id + "," + subject + "," + claim_name + ",,case:police/one," + flow +
         ",own words,S,GBR,2500,an analyst,2024-06-01T08:00:00Z,\"seen, heard\",B,2,charged,"
         "analyst,0.75," +
         disputes + "," + amount + "\n";
}

// Names of the records without an id, as the store prints them: of payments and of claims.
std::string nth_transaction_name(QueryStore& store, std::uint64_t number) {
  const graph::StoreView& view = store.view(true);  // the next call would end this one
  return view.name_of("transaction", value_of(view.transaction({number}))->origin);
}

void load_every_claim(QueryStore& store) {
  std::string rows = kEveryClaimHeader;
  rows += every_claim("C1", "transaction:payments/A5", "proceeds-of", "", "");
  rows += every_claim("", nth_transaction_name(store, 6), "cost-of", "", "");
  rows += every_claim("C3", "company:register/9", "member-of", "", "");
  rows += every_claim("C4", "company:register/9", "wage-withheld", "", "", "12.50,EUR");
  rows += every_claim("C5", "", "disputes", "", "C1");
  rows += every_claim("C6", "company:register/9", "member-of", "victim-flow:interviews/F1", "");
  // Protected: one is the same as a victim, the account of the other is hers.
  rows += every_claim("C7", "person:bank/2", "member-of", "", "");
  rows += every_claim("C8", "transaction:payments/A1", "proceeds-of", "", "");
  rows += every_claim("C9", "transaction:payments/A5", "recruitment-fee", "", "");
  write_file(store.folder() / "claims.csv", rows);
  store.load_path(store.folder() / "claims.csv", "assertions", "police");
}

}  // namespace

void load_open_records(QueryStore& store) {
  store.load_text("people.csv", kEveryPerson, kEveryPersonRows);
  store.load_text("payments.csv", every_payment_mapping("payments", R"("id": {"column": "id"},)"),
                  std::string(kEveryPaymentHeader) + kEveryPaymentRows);
  store.load_text("nameless.csv", every_payment_mapping("nameless", ""),
                  std::string(kEveryPaymentHeader) + kEveryNamelessRows);
  store.load_text("sums.csv", every_payment_mapping("sums", R"("aggregate": true,)"),
                  std::string(kEveryPaymentHeader) +
                      ",account:bank/7,account:bank/8,2024-03-05,,3,EUR,3,EUR,,,1,,,\n");
  store.load_text("ties.csv", kEveryTie, kEveryTieRows);
  store.load_text("cells.csv", kEveryCell, kEveryCellRows);
  store.load_text("openings.csv", kEveryOpening,
                  "account,amount,asset,time\naccount:bank/7,-5.25,EUR,\n"
                  "account:bank/8,1,EUR,2024-01-01\n");
  write_file(
      store.folder() / "rates.csv",
      "base,quote,date,rate,source\nEUR,GBP,2024-01-01,0.8612,ECB\nGBP,EUR,2024-01-01,8/7,\n");
  store.load_path(store.folder() / "rates.csv", "rates");
}

void load_every_record(QueryStore& store) {
  load_open_records(store);
  store.load_text("interviews.csv", kEveryFlow, kEveryFlowRows);
  load_every_claim(store);
  const std::string by_number = "assertion:#1";
  write_file(store.folder() / "doubts.csv", kEveryClaimHeader +
                                                every_claim("", "", "disputes", "", by_number) +
                                                every_claim("D2", "", "disputes", "", "police/C3"));
  store.load_path(store.folder() / "doubts.csv", "assertions", "police-two");
}

}  // namespace headwater::tests
