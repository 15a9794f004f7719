import { describe, expect, test } from "vitest";
import { deedOf, detailOf, isDecision } from "./history-words";

describe("the history of a request in words", () => {
  test("a decision from the mail says so, one from the dashboard does not", () => {
    expect(deedOf({ action: "request.approved", data: { step: "1", channel: "mail" } })).toBe(
      "approved the request from the mail",
    );
    expect(deedOf({ action: "request.approved", data: { step: "1", channel: "dashboard" } })).toBe(
      "approved the request",
    );
    expect(isDecision("request.approved")).toBe(true);
    expect(isDecision("request.signed")).toBe(false);
  });

  test("expiry tells pending and unused apart", () => {
    expect(deedOf({ action: "request.expired", data: { was: "pending" } })).toContain("nobody decided");
    expect(deedOf({ action: "request.expired", data: { was: "approved" } })).toContain("no offer used it");
  });

  test("an offer that ends gives the approval back and says why", () => {
    expect(deedOf({ action: "request.freed", data: { offer: "1042", why: "withdrawn" } })).toBe(
      "gave the approval back: offer 1042 was withdrawn",
    );
  });

  test("a request of somebody who has left says why it was withdrawn", () => {
    expect(deedOf({ action: "request.withdrawn", data: { because: "Hana Okafor has left the company" } })).toBe(
      "withdrew the request: Hana Okafor has left the company",
    );
  });

  test("reasons are quoted, fields beyond the approval are named", () => {
    expect(detailOf({ action: "request.declined", data: { reason: "Too dear" } })).toBe("“Too dear”");
    expect(detailOf({ action: "request.carried-over", data: { beyond: "rate end" } })).toBe(
      "Beyond what was approved: rate, end date.",
    );
    expect(detailOf({ action: "request.withdrawn", data: {} })).toBeNull();
  });

  test("an event nobody worded yet is still readable", () => {
    expect(deedOf({ action: "request.looked-at", data: {} })).toBe("looked at");
  });
});
