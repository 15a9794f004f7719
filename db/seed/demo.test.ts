import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { plumbing } from "@/db/plumbing";
import { approvalRequests, mailboxMessages, offers, users } from "@/db/schema";
import type { SystemActor } from "@/lib/actor";
import { verifyAudit } from "@/lib/audit/verify";
import { listSeats } from "@/lib/auth/queries";
import { readAs } from "@/lib/ctx";
import { personas } from "@/lib/demo/personas";
import { seedDemo } from "./demo";

beforeAll(seedDemo);
afterAll(closePool);

test("every persona is there, with the seats and roles of its name", async () => {
  const people = await plumbing().select().from(users);
  const seats = new Map<string, string[]>();
  for (const { key, name, email } of personas) {
    const person = people.find((each) => each.email === email);
    expect(person, key).toMatchObject({ name });
    seats.set(
      key,
      (await listSeats(person?.id ?? "")).map((seat) => `${seat.slug}: ${seat.roles.join(" ")}`),
    );
  }
  expect(Object.fromEntries(seats)).toEqual({
    "hiring-manager": ["northwind: hiring_manager"],
    "second-hiring-manager": ["northwind: hiring_manager"],
    approver: ["northwind: "],
    "second-approver": ["northwind: "],
    admin: ["northwind: admin"],
    "program-owner": ["northwind: program_owner"],
    "finance-admin": ["northwind: finance_admin"],
    freelancer: [],
    "second-freelancer": [],
    "support-agent": [],
    "payment-operations-agent": [],
    "second-payment-operations-agent": [],
    "other-company-hiring-manager": ["harbour: hiring_manager"],
  });
  expect(people.filter((person) => person.staffRole).map((person) => [person.name, person.staffRole])).toEqual([
    ["Sam Keller", "support_agent"],
    ["Pat Moreau", "payment_operations_agent"],
    ["Ruth Adler", "payment_operations_agent"],
  ]);
});

test("every state is shown, every mail lies in the mailbox, every chain holds", async () => {
  const slugs = new Map<string, string>();
  for await (const { slug, accountId, fault } of verifyAudit()) {
    expect(fault, slug).toBeNull();
    slugs.set(slug, accountId);
  }
  expect([...slugs.keys()]).toEqual(["harbour", "northwind", "platform"]);
  const northwind: SystemActor = {
    kind: "system",
    accountId: slugs.get("northwind") ?? "",
    userId: null,
    job: "look",
    via: "test",
  };
  const states = await readAs(northwind, async ({ db, accountId }) => ({
    requests: await db
      .selectDistinct({ state: approvalRequests.state })
      .from(approvalRequests)
      .where(eq(approvalRequests.accountId, accountId)),
    offers: await db.selectDistinct({ state: offers.state }).from(offers).where(eq(offers.accountId, accountId)),
  }));
  expect(states.requests.map((row) => row.state).toSorted()).toEqual([
    "approved",
    "consumed",
    "declined",
    "expired",
    "pending",
    "withdrawn",
  ]);
  expect(states.offers.map((row) => row.state).toSorted()).toEqual([
    "accepted",
    "declined",
    "expired",
    "pending",
    "withdrawn",
  ]);
  expect(await plumbing().$count(mailboxMessages)).toBeGreaterThan(50);
});

test("where a company is, nothing is told again", async () => {
  const count = async () => [await plumbing().$count(users), await plumbing().$count(mailboxMessages)];
  const before = await count();
  await seedDemo();
  expect(await count()).toEqual(before);
});
