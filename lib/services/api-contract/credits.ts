import {
  CreateCreditPurchaseInput,
  CreditPurchase,
  ListCreditPurchasesInput,
} from "@/lib/services/credit-purchases/schema";
import { IdInput } from "@/lib/services/fields";
import { endpointsOf } from "./endpoint";

const credits = endpointsOf("Credit");

export const creditEndpoints = {
  "GET /credit-purchases": credits.list({
    operationId: "listCreditPurchases",
    summary: "List credit that was bought, with what is left of each purchase",
    scope: "credits:read",
    input: ListCreditPurchasesInput,
    output: CreditPurchase,
  }),
  "POST /credit-purchases": credits.created({
    operationId: "createCreditPurchase",
    summary: "Grant credit, in force from the next call on; for operators, or OWNERs where there are none",
    scope: "credits:write",
    input: CreateCreditPurchaseInput,
    output: CreditPurchase,
    example: { kind: "money", amount: 500000, expires_at: "2027-12-31T00:00:00Z" },
  }),
  "GET /credit-purchases/{id}": credits.one({
    operationId: "getCreditPurchase",
    summary: "Get a purchase of credit with what is left of it",
    scope: "credits:read",
    input: IdInput,
    output: CreditPurchase,
  }),
};
