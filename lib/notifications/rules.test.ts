import { describe, expect, test } from "vitest";
import { type NotificationCategory, notificationCategories } from "@/db/enums";
import { isMailKind, mails } from "@/emails";
import { categoryTitles } from "@/emails/_components/category";
import type { MemberActor } from "../actor";
import {
  categoriesFor,
  digestTimeOf,
  holdBack,
  isForSeat,
  notificationRules,
  type Standing,
  usualAlertSettings,
} from "./rules";
import { changeAlertSettingsInput, changeDigestScheduleInput } from "./schema";

/** product.md §6 and part two §16, written down once more by hand: what may be chosen in product and by mail. */
const table: Record<NotificationCategory, [string, string]> = {
  approvals: ["switch", "locked"],
  approval_reminders: ["switch", "switch"],
  offers: ["switch", "switch"],
  contracts: ["switch", "switch"],
  contract_stops: ["locked", "locked"],
  orders: ["switch", "switch"],
  spend_alerts: ["absent", "switch"],
  messages: ["switch", "frequency"],
  billing: ["switch", "switch"],
  account_standing: ["locked", "locked"],
  security: ["locked", "locked"],
};

test.each(notificationCategories)(
  "%s may be chosen as the product says, and is called the same in every mail",
  (name) => {
    const { title, cells } = notificationRules[name];
    expect([cells.in_product.kind, cells.mail.kind]).toEqual(table[name]);
    expect(title).toBe(categoryTitles[name]);
  },
);

test("spend alerts are shown to hiring managers, admins and program owners alone", () => {
  const member = (over: Partial<MemberActor>): MemberActor => ({
    kind: "member",
    userId: "u",
    accountId: "a",
    name: "",
    email: "",
    roles: [],
    hiringTeams: [],
    via: "test",
    ...over,
  });
  const sees = (over: Partial<MemberActor>) => categoriesFor(member(over)).includes("spend_alerts");
  expect([sees({ hiringTeams: ["t"] }), sees({ roles: ["admin"] }), sees({ roles: ["program_owner"] })]).toEqual([
    true,
    true,
    true,
  ]);
  expect([sees({}), sees({ roles: ["finance_admin"] })]).toEqual([false, false]);
});

describe("what is held back at the hand-over", () => {
  const well: Standing = { suppressed: false, seat: "active", spends: true, off: [], offAsTalent: [] };
  const about = (kind: string, props: { to?: unknown } = {}) => {
    if (!isMailKind(kind)) throw new Error(`no such mail: ${kind}`);
    return { category: mails[kind].category, forSeat: isForSeat(kind, props) };
  };

  test.each([
    ["offer-accepted", {}, {}, null],
    ["offer-accepted", {}, { off: ["offers"] }, "setting_off"],
    ["offer-accepted", {}, { off: ["approvals", "orders"] }, null],
    ["offer-accepted", {}, { seat: "removed" }, "not_eligible"],
    ["offer-accepted", {}, { suppressed: true, off: ["offers"] }, "suppressed"],
    // Locked on: whatever stands in the table, by whatever route it came there.
    ["request-requested", {}, { off: [...notificationCategories] }, null],
    ["request-declined", {}, { off: [...notificationCategories] }, null],
    ["request-reminder", {}, { off: ["approval_reminders"] }, "setting_off"],
    // To a freelancer: no seat, and no switch of one.
    ["offer-sent", {}, { seat: "removed", off: ["offers"] }, null],
    ["offer-expired", { to: "talent" }, { seat: "removed", off: ["offers"] }, null],
    // As a freelancer one has switches of one's own, and they are those of no seat.
    ["offer-expired", { to: "talent" }, { seat: null, offAsTalent: ["offers"] }, "setting_off"],
    ["offer-expired", { to: "sender" }, { offAsTalent: ["offers"] }, null],
    ["contract-end-near", { to: "talent" }, { seat: "removed", offAsTalent: ["offers"] }, null],
    ["contract-end-near", { to: "talent" }, { offAsTalent: ["contracts"] }, "setting_off"],
    ["earnings-available", { to: "talent" }, { offAsTalent: ["contracts"] }, "setting_off"],
    ["offer-sent", {}, { seat: null, offAsTalent: [...notificationCategories] }, null],
    ["contract-ended", { to: "talent" }, { seat: "removed", offAsTalent: [...notificationCategories] }, null],
    ["milestone-funded", { to: "talent" }, { offAsTalent: [...notificationCategories] }, null],
    ["sign-in-link", {}, { seat: null, offAsTalent: [...notificationCategories] }, null],
    ["offer-expired", { to: "talent" }, { suppressed: true, offAsTalent: ["offers"] }, "suppressed"],
    ["offer-expired", { to: "sender" }, { seat: "removed" }, "not_eligible"],
    ["sign-in-link", {}, { seat: null }, null],
    ["sign-in-link", {}, { suppressed: true }, "suppressed"],
    ["spend-alerts", {}, { spends: false }, "not_eligible"],
    ["spend-alerts", {}, { off: ["spend_alerts"] }, "setting_off"],
    ["spend-alerts", {}, {}, null],
  ] as const)("%s %j to somebody who is %j: %s", (kind, props, standing, because) => {
    expect(holdBack(about(kind, props), { ...well, ...standing })).toBe(because);
  });
});

test("the own time of the digest counts part by part, and only where the company offers it", () => {
  const own = { weekday: 4, minuteOfDay: null, zone: "Asia/Tokyo" };
  expect(digestTimeOf(usualAlertSettings, "Europe/Berlin", own)).toEqual({
    weekday: 4,
    minuteOfDay: 480,
    zone: "Asia/Tokyo",
  });
  const strict = { ...usualAlertSettings, personalSchedule: false, zone: "Europe/Paris" };
  expect(digestTimeOf(strict, "Europe/Berlin", own)).toEqual({ weekday: 1, minuteOfDay: 480, zone: "Europe/Paris" });
});

describe("times of the digest", () => {
  const form = { version: "1", weekday: "1", time: "08:00", zone: "", overlap: "all" };
  const errorsOf = (over: Record<string, string>) =>
    changeAlertSettingsInput
      .safeParse({ ...form, ...over })
      .error?.issues.map((issue) => [issue.path[0], issue.message]);

  test.each(["05:00", "21:00", "12:34"])("%s is allowed", (time) => expect(errorsOf({ time })).toBeUndefined());
  test.each(["04:59", "21:01", "00:00"])("%s is not", (time) =>
    expect(errorsOf({ time })).toEqual([["time", "Choose a time from 05:00 to 21:00."]]),
  );
  test.each(["", "8", "25:00", "08:60", "08:00:00"])("“%s” is no time", (time) =>
    expect(errorsOf({ time })).toEqual([["time", "Enter a time such as 08:00."]]),
  );
  test.each(["Mars/Olympus", "+02:00", "Europe/Berlin\0"])("%j is no zone", (zone) =>
    expect(errorsOf({ zone })).toEqual([["zone", "Choose a time zone from the list, such as Europe/Berlin."]]),
  );

  test("an empty part of the own schedule follows the company", () => {
    expect(changeDigestScheduleInput.parse({ weekday: "", time: "", zone: "" })).toEqual({
      weekday: null,
      time: null,
      zone: null,
    });
    expect(changeDigestScheduleInput.safeParse({ weekday: "8", time: "", zone: "" }).success).toBe(false);
  });
});
