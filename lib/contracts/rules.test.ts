import { describe, expect, test } from "vitest";
import type { ContractState, Role } from "@/db/enums";
import type { Actor, MemberActor } from "../actor";
import {
  canChangeContact,
  canChangeTerms,
  canCharge,
  canEnd,
  canFinishTask,
  canLinkOrder,
  isPastEnd,
  lacksOrder,
  neverStarted,
  taskReminderDue,
} from "./rules";

const member = (userId: string, roles: readonly Role[] = [], hiringTeams: string[] = []): MemberActor => ({
  kind: "member",
  userId,
  accountId: "a",
  name: userId,
  email: `${userId}@a.example`,
  roles,
  hiringTeams,
  via: "test",
});
const talent = (userId: string): Actor => ({
  kind: "talent",
  userId,
  accountId: "a",
  name: userId,
  email: `${userId}@b.example`,
  via: "test",
});

const contract = { teamId: "finance", contactId: "hana", talentUserId: "teodor" };
const people: Record<string, Actor> = {
  "the contact person": member("hana", ["hiring_manager"], ["finance"]),
  "the contact person, who may not hire any more": member("hana"),
  "a hiring manager of the team": member("noor", ["hiring_manager"], ["finance"]),
  "a hiring manager elsewhere": member("marek", ["hiring_manager"], ["design"]),
  "a finance admin": member("fiona", ["finance_admin"]),
  "an admin": member("dana", ["admin"]),
  "a program owner": member("olu", ["program_owner"]),
  "the freelancer": talent("teodor"),
  "another freelancer": talent("ines"),
};

/** Rights of product.md §2.4: link PO, move the end date, change the contact person, charge, end. */
describe.each<[string, boolean, boolean, boolean, boolean, boolean]>([
  ["the contact person", true, true, true, false, true],
  ["the contact person, who may not hire any more", false, false, false, false, false],
  ["a hiring manager of the team", false, true, false, false, true],
  ["a hiring manager elsewhere", false, false, false, false, false],
  ["a finance admin", true, false, false, true, false],
  ["an admin", true, true, true, true, true],
  ["a program owner", true, true, true, true, true],
  ["the freelancer", false, false, false, false, true],
  ["another freelancer", false, false, false, false, false],
])("%s", (who, link, terms, contact, charge, end) => {
  const actor = people[who] as Actor;
  test(`links a PO: ${link}, moves the end date: ${terms}, changes the contact person: ${contact}, charges: ${charge}, ends: ${end}`, () => {
    expect([
      canLinkOrder(actor, contract),
      canChangeTerms(actor, contract),
      canChangeContact(actor, contract),
      canCharge(actor),
      canEnd(actor, contract),
    ]).toEqual([link, terms, contact, charge, end]);
  });
});

test.each<[ContractState, string | null, boolean]>([
  ["active", "2026-05-03", true],
  ["active", "2026-05-04", false],
  ["active", null, false],
  ["paused", "2026-05-03", true],
  ["pending", "2026-05-03", false],
  ["ended", "2026-05-03", false],
])("a contract that is %s with the end date %s is past its end on 4 May: %s", (state, endDate, past) => {
  expect(isPastEnd({ state, endDate }, "2026-05-04")).toBe(past);
});

test.each<[ContractState, string | null, boolean, boolean, boolean]>([
  ["active", null, true, true, true],
  ["active", "o", true, true, false],
  ["active", null, false, true, false],
  ["active", null, true, false, false],
  ["ended", null, true, true, false],
])("%s, order %s, switched on %s, required %s: it lacks one %s", (state, orderId, ordersOn, required, lacks) => {
  expect(lacksOrder({ state, orderId }, { ordersOn, ordersRequiredOnOffers: required })).toBe(lacks);
});

/** Decision 028: the freelancer's task, that of a hiring manager, and the same after its owner can no longer do it. */
test.each<[string, boolean, boolean, boolean]>([
  ["the contact person", false, true, false],
  ["a hiring manager of the team", false, false, false],
  ["a finance admin", false, false, false],
  ["an admin", false, false, true],
  ["a program owner", false, false, true],
  ["the freelancer", true, false, false],
  ["another freelancer", false, false, false],
])("tasks of an onboarding plan: %s", (who, ofTalent, ofMember, ofGone) => {
  const actor = people[who] as Actor;
  expect([
    canFinishTask(actor, contract, { ownerId: null, ownerGone: false }),
    canFinishTask(actor, contract, { ownerId: "hana", ownerGone: false }),
    canFinishTask(actor, contract, { ownerId: "hana", ownerGone: true }),
  ]).toEqual([ofTalent, ofMember, ofGone]);
});

test.each<[string, string | null, string, { day: number; next: string | null } | null]>([
  ["a minute before the third day", "2026-05-07T09:00Z", "2026-05-07T08:59Z", null],
  ["after three days", "2026-05-07T09:00Z", "2026-05-07T09:00Z", { day: 3, next: "2026-05-11T09:00Z" }],
  ["after seven", "2026-05-11T09:00Z", "2026-05-11T09:00Z", { day: 7, next: null }],
  ["weeks late, the latest alone", "2026-05-07T09:00Z", "2026-06-20T09:00Z", { day: 7, next: null }],
  ["told twice", null, "2026-06-20T09:00Z", null],
])("reminding of open tasks: %s", (_, remindAt, now, due) => {
  const asked = taskReminderDue(new Date("2026-05-04T09:00Z"), remindAt ? new Date(remindAt) : null, new Date(now));
  expect(asked).toEqual(due && { day: due.day, next: due.next && new Date(due.next) });
});

test("a contract without a plan has started; one with an open task never did", () => {
  const doneAt = new Date("2026-05-04T09:00Z");
  expect([[], [{ doneAt }], [{ doneAt }, { doneAt: null }]].map(neverStarted)).toEqual([false, false, true]);
});
