import { expect, test } from "vitest";
import { companyDeeds, contractDeed, doneByCountersign } from "./history-words";

const of = { milestone: "2", title: "New chart", currency: "USD" };
const by = (action: string, data: Record<string, string>) => contractDeed({ action, actorKind: "member", data });

test("what rolls on names both milestones, by the facts that the event has", () => {
  const data = { from: "2", to: "3", amount: "140000", currency: "USD" };
  expect(by("milestone.rolled-on", data)).toBe("moved $1,400.00 of milestone 2 on to milestone 3");
});

test("who released, and how", () => {
  expect(by("milestone.released", { ...of, amount: "100000", how: "automatic" })).toBe(
    "released $1,000.00 of milestone 2, “New chart”, automatically",
  );
  expect(by("escrow.refunded", { ...of, amount: "100000", answer: "silent" })).toContain("was not answered in time");
});

test("the client fee is the company's own matter, and no person charges or returns it", () => {
  for (const action of ["fee.charged", "fee.returned"] as const) {
    expect(companyDeeds).toContain(action);
    for (const actorKind of ["member", "talent", "staff"]) expect(doneByCountersign({ action, actorKind })).toBe(true);
    expect(by(action, { amount: "5000", currency: "USD" })).toContain("$50.00");
  }
});

test("the onboarding plan of a contract, from the acceptance to its start", () => {
  expect(by("contract.agreed", { number: "7", offer: "12" })).toBe(
    "accepted offer 12; the contract is pending until its onboarding plan is done",
  );
  expect(by("task.finished", { task: "1", title: "Sign", instead: "Hana Okafor" })).toBe(
    "did a task of the onboarding plan: “Sign”, instead of Hana Okafor",
  );
  expect(by("contract.started", { number: "7", plan: "done" })).toBe(
    "started the contract: its onboarding plan is done",
  );
});
