import { and, eq, sql } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { contracts, contractTasks } from "@/db/schema";
import { type EscrowWorld, openEscrowWorld } from "@/e2e/world/escrow";
import type { MemberRole } from "@/e2e/world/people";
import { openWorld, type Role, type World } from "@/e2e/world/world";
import { reinstateCompany, suspendCompany } from "../billing/suspend-company";
import { readAs, writeAs } from "../ctx";
import { ForbiddenError, NotFoundError } from "../errors";
import { newId } from "../ids";
import { changeRoles } from "../members/change-roles";
import { findMember } from "../members/queries";
import { removeMember } from "../members/remove-member";
import { fundMilestone } from "../milestones/fund-milestone";
import { giveBack } from "../milestones/give-back";
import { releaseMilestone } from "../milestones/release-milestone";
import { submitWork } from "../milestones/submit-work";
import { modifyOffer } from "../offers/modify-offer";
import { sendOffer } from "../offers/send-offer";
import { listVersionChanges } from "../offers/version-changes";
import { changeContact } from "./change-contact";
import { endContract } from "./end-contract";
import { finishTask } from "./finish-task";
import { listContracts } from "./queries";
import { recordCharge } from "./record-charge";
import { recordChargeInput } from "./schema";
import { listTasks } from "./tasks";

afterAll(closePool);

const plan = [
  ["Sign the confidentiality agreement", "freelancer"],
  ["Open an account for the archive", "hiringManager"],
] as const;
const waiting = (spec: Parameters<typeof openEscrowWorld>[0] = {}) => openEscrowWorld({ tasks: plan, ...spec });

async function contractOf(world: EscrowWorld) {
  const [row] = await readAs(world.system, ({ db }) =>
    db
      .select()
      .from(contracts)
      .where(and(eq(contracts.accountId, world.accountId), eq(contracts.id, world.contractId))),
  );
  if (!row) throw new Error("The contract is gone.");
  return row;
}

const finish = (world: EscrowWorld, by: Role, position: number) =>
  world.as(by).write((ctx) => finishTask(ctx, { contractId: world.contractId, position }));

const told = async (world: World, to: Role) =>
  (await world.mailTo(to))
    .filter(({ kind }) =>
      ["offer-accepted", "contract-pending", "contract-started", "milestone-funded", "contract-paused"].includes(kind),
    )
    .map(({ kind, props }) => [kind, props.contract ?? props.is ?? props.own]);

const charge = (world: EscrowWorld, chargedOn: string) =>
  world
    .as("financeAdmin")
    .write((ctx) =>
      recordCharge(
        ctx,
        recordChargeInput("USD").parse({ id: newId(), contractId: world.contractId, amount: "100.00", chargedOn }),
      ),
    );

test("accepted with an onboarding plan a contract is pending, its order committed, and everybody knows their task", async () => {
  const world = await waiting({ contractType: "hourly", ordered: true });
  expect(await contractOf(world)).toMatchObject({
    state: "pending",
    number: 1001,
    remindAt: new Date("2026-05-07T09:00Z"),
  });
  expect((await world.pots())["order committed"]).toBeGreaterThan(0n);
  expect(await world.events(world.contractId)).toEqual(["contract.agreed"]);
  expect(await told(world, "freelancer")).toEqual([["contract-pending", ["Sign the confidentiality agreement"]]]);
  expect(await told(world, "hiringManager")).toEqual([
    ["offer-accepted", "pending"],
    ["contract-pending", ["Open an account for the archive"]],
  ]);
  const [mail] = (await world.mailTo("hiringManager")).filter(({ kind }) => kind === "contract-pending");
  expect(mail?.props.others).toEqual(["Sign the confidentiality agreement (Teodor Marsh)"]);
  const listed = async (state: "pending" | "active") =>
    (
      await world
        .as("hiringManager")
        .read((ctx) => listContracts(ctx, { state, kind: null, contractType: null, search: "", cursor: null }))
    ).rows.length;
  expect([await listed("pending"), await listed("active")]).toEqual([1, 0]);
});

test("the last task starts it in the same deed, at that moment, and tells both sides", async () => {
  const world = await waiting({ contractType: "hourly" });
  world.at("2026-05-05T10:00:00Z");
  expect(await finish(world, "freelancer", 1)).toEqual({ ok: true, started: false });
  expect(await contractOf(world)).toMatchObject({ state: "pending" });
  expect(await finish(world, "freelancer", 1), "twice is once").toEqual({ ok: true, started: false });
  world.at("2026-05-06T10:00:00Z");
  expect(await finish(world, "hiringManager", 2)).toEqual({ ok: true, started: true });
  expect(await contractOf(world)).toMatchObject({ state: "active", startedAt: world.now, remindAt: null });
  expect(await world.events(world.contractId)).toEqual([
    "contract.agreed",
    "task.finished",
    "task.finished",
    "contract.started",
  ]);
  expect((await told(world, "freelancer")).slice(1)).toEqual([["contract-started", "later"]]);
  expect((await told(world, "hiringManager")).slice(2)).toEqual([["contract-started", "later"]]);
});

test("two who mark the last two tasks at once start it once", async () => {
  for (let round = 0; round < 4; round++) {
    const world = await waiting({ contractType: "hourly" });
    const results = await Promise.all([finish(world, "freelancer", 1), finish(world, "hiringManager", 2)]);
    expect(results.filter((result) => result.ok && result.started)).toHaveLength(1);
    expect(await contractOf(world)).toMatchObject({ state: "active" });
    expect((await world.events(world.contractId)).filter((event) => event === "contract.started")).toHaveLength(1);
    expect((await told(world, "freelancer")).filter(([kind]) => kind === "contract-started")).toHaveLength(1);
  }
});

test("a task is marked by its owner and by nobody else on either side", async () => {
  const world = await waiting({ contractType: "hourly" });
  const others: Role[] = ["hiringManager", "admin", "programOwner", "financeAdmin"];
  const strangers: Role[] = ["secondFreelancer", "secondHiringManager", "approver"];
  const refused = async (by: Role, position: number) =>
    world.unmoved(() => finish(world, by, position)) as Promise<unknown>;
  for (const by of others) expect(await refused(by, 1), `${by}, the freelancer's`).toBeInstanceOf(ForbiddenError);
  for (const by of ["freelancer", "admin", "programOwner", "financeAdmin"] as const)
    expect(await refused(by, 2), `${by}, the hiring manager's`).toBeInstanceOf(ForbiddenError);
  for (const by of strangers)
    for (const position of [1, 2]) expect(await refused(by, position), by).toBeInstanceOf(NotFoundError);
  expect(await refused("freelancer", 3), "no such task").toBeInstanceOf(NotFoundError);
  const elsewhere = await openWorld({ policy: null });
  expect(
    await elsewhere.unmoved(() =>
      elsewhere.as("admin").write((ctx) => finishTask(ctx, { contractId: world.contractId, position: 2 })),
    ),
  ).toBeInstanceOf(NotFoundError);
  expect(
    await readAs(elsewhere.system, (ctx) =>
      listTasks(ctx, { id: world.contractId, teamId: newId(), contactId: newId() }),
    ),
  ).toEqual([]);
});

async function handTo(world: EscrowWorld, role: MemberRole) {
  const { id: contractId, version } = await contractOf(world);
  const contactId = world.as(role).actor.userId;
  expect(await world.as("admin").write((ctx) => changeContact(ctx, { contractId, version, contactId }))).toMatchObject({
    ok: true,
  });
}

const seatOf = async (world: World, role: MemberRole) => {
  const found = await readAs(world.system, (ctx) => findMember(ctx, world.as(role).actor.userId));
  return { userId: found?.userId ?? "", token: found?.token ?? "" };
};

test("for a member who has left an admin stands in and is reminded; a session that outlives the seat does nothing", async () => {
  const world = await waiting({ contractType: "hourly" });
  const late = world.as("hiringManager").actor;
  await handTo(world, "programOwner");
  const seat = await seatOf(world, "hiringManager");
  expect(await world.as("admin").write((ctx) => removeMember(ctx, { ...seat, ownerId: null }))).toEqual({ ok: true });
  const refusal = await world.unmoved(() =>
    writeAs(late, (ctx) => finishTask(ctx, { contractId: world.contractId, position: 2 }), {
      now: world.now ?? new Date(0),
    }),
  );
  expect(refusal).toBeInstanceOf(ForbiddenError);
  await world.pass(3);
  expect((await told(world, "admin")).slice(-1)).toEqual([["contract-pending", ["Open an account for the archive"]]]);
  expect((await told(world, "hiringManager")).filter(([kind]) => kind === "contract-pending")).toHaveLength(1);
  expect(await world.unmoved(() => finish(world, "financeAdmin", 2))).toBeInstanceOf(ForbiddenError);
  expect(await finish(world, "admin", 2)).toEqual({ ok: true, started: false });
  expect(await finish(world, "freelancer", 1)).toEqual({ ok: true, started: true });
});

test("for a member who hires in the team no more an admin stands in too", async () => {
  const world = await waiting({ contractType: "hourly" });
  await handTo(world, "admin");
  expect(await world.unmoved(() => finish(world, "admin", 2)), "still hires here").toBeInstanceOf(ForbiddenError);
  const seat = await seatOf(world, "hiringManager");
  expect(
    await world.as("admin").write((ctx) => changeRoles(ctx, { ...seat, roles: ["finance_admin"], teamIds: [] })),
  ).toEqual({ ok: true });
  expect(await world.unmoved(() => finish(world, "hiringManager", 2)), "sees it, hires no more").toBeInstanceOf(
    ForbiddenError,
  );
  const stale = await seatOf(world, "programOwner");
  expect(await world.as("admin").write((ctx) => changeRoles(ctx, { ...stale, roles: [], teamIds: [] }))).toEqual({
    ok: true,
  });
  expect(await world.unmoved(() => finish(world, "programOwner", 2)), "an old session").toBeInstanceOf(ForbiddenError);
  expect(await finish(world, "admin", 2)).toEqual({ ok: true, started: false });
});

test("what the offer held stays in escrow; nothing is submitted, paid or funded before the plan is done", async () => {
  const world = await waiting();
  const [first, second] = await world.list();
  expect(first).toMatchObject({ state: "funded", heldMinor: 100_000n });
  expect(await told(world, "freelancer")).toEqual([
    ["milestone-funded", "pending"],
    ["contract-pending", ["Sign the confidentiality agreement"]],
  ]);
  const milestoneId = first?.id ?? "";
  const submit = () =>
    world
      .as("freelancer")
      .write((ctx) => submitWork(ctx, { milestoneId, key: newId(), message: "Done.", links: [], fileIds: [] }));
  const client = world.as("hiringManager");
  const refusals = [
    await world.unmoved(submit),
    await world.unmoved(() =>
      client.write((ctx) => releaseMilestone(ctx, { milestoneId, key: newId(), amountMinor: null, note: null })),
    ),
  ];
  for (const refusal of refusals)
    expect(refusal).toMatchObject({
      ok: false,
      reason: "not-started",
      message: "Contract 1001 is pending. It starts when every task of its onboarding plan is done.",
    });
  await world.as("freelancer").write((ctx) => giveBack(ctx, { milestoneId, key: newId() }));
  expect(
    await world.unmoved(() =>
      client.write((ctx) => fundMilestone(ctx, { milestoneId: second?.id ?? "", key: newId() })),
    ),
  ).toMatchObject({ reason: "not-started" });
});

test("once the plan is done the money held can be worked for", async () => {
  const world = await waiting();
  await finish(world, "hiringManager", 2);
  await finish(world, "freelancer", 1);
  const [first] = await world.list();
  expect(
    await world
      .as("freelancer")
      .write((ctx) =>
        submitWork(ctx, { milestoneId: first?.id ?? "", key: newId(), message: "Done.", links: [], fileIds: [] }),
      ),
  ).toEqual({ ok: true });
  expect(await told(world, "hiringManager")).toContainEqual(["contract-started", "fixed"]);
});

test("nothing is charged while it is pending, nor afterwards for a day before it started", async () => {
  const world = await waiting({ contractType: "hourly" });
  expect(await world.unmoved(() => charge(world, "2026-05-04"))).toMatchObject({ ok: false, reason: "not-started" });
  world.at("2026-05-06T10:00:00Z");
  await finish(world, "hiringManager", 2);
  await finish(world, "freelancer", 1);
  expect(await world.unmoved(() => charge(world, "2026-05-05"))).toMatchObject({
    fieldErrors: { chargedOn: ["The contract started on 6 May 2026; nothing before can be charged."] },
  });
  expect(await charge(world, "2026-05-06")).toMatchObject({ ok: true });
});

test("either side ends it while it is pending: money and commitment return, and nothing can be charged", async () => {
  const ended = { cause: "No longer needed" as const, reason: null };
  const given = await waiting({ ordered: true });
  const { contractId } = given;
  expect(await given.as("freelancer").write((ctx) => endContract(ctx, { contractId, ...ended }))).toEqual({ ok: true });
  expect(await contractOf(given)).toMatchObject({ state: "ended", remindAt: null });
  const pots = await given.pots();
  expect([pots["milestone 1"], pots["order committed"]]).toEqual([0n, 0n]);
  expect(await given.unmoved(() => charge(given, "2026-05-04"))).toMatchObject({ reason: "not-started" });
  expect(await given.unmoved(() => finish(given, "hiringManager", 2))).toMatchObject({ ok: false, reason: "ended" });

  const asked = await waiting();
  const end = (pay: "none") =>
    asked
      .as("hiringManager")
      .write((ctx) => endContract(ctx, { contractId: asked.contractId, ...ended, pay, key: newId() }));
  expect(await end("none")).toEqual({ ok: true });
  await asked.pass(8);
  expect((await asked.pots())["milestone 1"], "the freelancer was silent").toBe(0n);
});

test("open tasks are reminded of after three and seven days, late once, and not when done or over", async () => {
  const world = await waiting({ contractType: "hourly" });
  const reminders = async (of: EscrowWorld, to: Role) =>
    (await of.mailTo(to)).filter(({ kind, props }) => kind === "contract-pending" && props.day !== null);
  await world.pass(2.9);
  expect(await reminders(world, "freelancer")).toHaveLength(0);
  await finish(world, "hiringManager", 2);
  await world.pass(0.1);
  await world.tick();
  expect((await reminders(world, "freelancer")).map(({ props }) => props.day)).toEqual([3]);
  expect(await reminders(world, "hiringManager"), "did their part").toHaveLength(0);
  await world.pass(4);
  await world.pass(30);
  expect((await reminders(world, "freelancer")).map(({ props }) => props.day)).toEqual([3, 7]);
  const late = await waiting({ contractType: "hourly" });
  await late.pass(20);
  expect(
    (await reminders(late, "freelancer")).map(({ props }) => props.day),
    "after an outage",
  ).toEqual([7]);
  const over = await waiting({ contractType: "hourly" });
  await over
    .as("freelancer")
    .write((ctx) => endContract(ctx, { contractId: over.contractId, cause: "Other", reason: null }));
  await over.pass(10);
  expect(await reminders(over, "hiringManager")).toHaveLength(0);
});

test("of a company suspended meanwhile it stays pending, and starts, for both, when the suspension ends", async () => {
  const world = await waiting({ contractType: "hourly" });
  const door = () => ({ now: world.now ?? new Date(0) });
  world.at("2026-05-05T09:00:00Z");
  await writeAs(world.system, (ctx) => suspendCompany(ctx), door());
  expect(await contractOf(world)).toMatchObject({ state: "pending" });
  world.at("2026-05-06T09:00:00Z");
  await finish(world, "hiringManager", 2);
  await finish(world, "freelancer", 1);
  expect(await contractOf(world), "its plan is done, the pause is not").toMatchObject({ state: "paused" });
  world.at("2026-05-08T09:00:00Z");
  await writeAs(world.system, (ctx) => reinstateCompany(ctx), door());
  expect(await contractOf(world)).toMatchObject({ state: "active" });
  expect((await told(world, "freelancer")).slice(-1)).toEqual([["contract-started", "later"]]);
  expect((await world.mailTo("freelancer")).map(({ kind }) => kind)).not.toContain("contract-restarted");
});

test("a suspension that ended before the plan was done leaves it to start as any other", async () => {
  const world = await waiting({ contractType: "hourly" });
  const door = () => ({ now: world.now ?? new Date(0) });
  world.at("2026-05-05T09:00:00Z");
  await writeAs(world.system, (ctx) => suspendCompany(ctx), door());
  world.at("2026-05-06T09:00:00Z");
  await writeAs(world.system, (ctx) => reinstateCompany(ctx), door());
  expect(await contractOf(world)).toMatchObject({ state: "pending" });
  await finish(world, "hiringManager", 2);
  await finish(world, "freelancer", 1);
  expect(await contractOf(world)).toMatchObject({ state: "active" });
  expect((await told(world, "freelancer")).filter(([kind]) => kind === "contract-started")).toHaveLength(1);
});

test("payroll work stays paused here when its plan is done", async () => {
  const world = await openWorld();
  const contract = await world.contract({
    kind: "payroll",
    employer: "Fairhire LLC",
    countryOfWork: "Germany",
    "taskTitle[]": ["Send the permit"],
    "taskOwner[]": ["talent"],
  });
  expect(contract.state).toBe("pending");
  await world.as("freelancer").write((ctx) => finishTask(ctx, { contractId: contract.id, position: 1 }));
  expect((await world.contractNow(contract.number)).state).toBe("paused");
});

test("the database lets no contract run while a task of it is open, and no task be undone or changed", async () => {
  const world = await waiting({ contractType: "hourly" });
  const write = (statement: ReturnType<typeof sql>) =>
    world.as("admin").write(async (ctx) => {
      ctx.entries.push({ action: "contract.started", subjectKind: "contract", subjectId: world.contractId, data: {} });
      return ctx.db.execute(
        sql`${statement}, audit_id = ${ctx.auditId}::uuid where contract_id = ${world.contractId}::uuid`,
      );
    });
  const run = world.as("admin").write(async (ctx) => {
    ctx.entries.push({ action: "contract.started", subjectKind: "contract", subjectId: world.contractId, data: {} });
    await ctx.db
      .update(contracts)
      .set({ state: "active", remindAt: null, auditId: ctx.auditId })
      .where(and(eq(contracts.accountId, ctx.accountId), eq(contracts.id, world.contractId)));
  });
  await expect(run).rejects.toMatchObject({ cause: { constraint_name: "contract_tasks_open_fk" } });
  await expect(write(sql`update contract_tasks set title = 'Nothing'`)).rejects.toMatchObject({
    cause: { message: expect.stringContaining("permission denied") },
  });
  await finish(world, "freelancer", 1);
  await write(sql`update contract_tasks set done_at = null, done_by = null`);
  const tasks = await readAs(world.system, ({ db }) =>
    db
      .select({ done: sql<boolean>`${contractTasks.doneAt} is not null` })
      .from(contractTasks)
      .where(eq(contractTasks.contractId, world.contractId))
      .orderBy(contractTasks.position),
  );
  expect(tasks.map(({ done }) => done)).toEqual([true, false]);
});

test("a plan names people who see the contract: hirers of the team, the contact person, the freelancer", async () => {
  const world = await openWorld({ policy: null });
  const send = (owner: string, more: Partial<Parameters<typeof world.offerInput>[0]> = {}) => {
    const input = world.offerInput({ "taskTitle[]": ["Open an account"], "taskOwner[]": [owner], ...more });
    return world.as("hiringManager").write((ctx) => sendOffer(ctx, input));
  };
  const idOf = (role: Role) => world.as(role).actor.userId;
  for (const wrong of [idOf("secondHiringManager"), idOf("approver"), idOf("secondFreelancer"), newId()])
    expect(await world.unmoved(() => send(wrong))).toMatchObject({
      ok: false,
      fieldErrors: { tasks: [expect.anything()] },
    });
  for (const right of ["talent", idOf("hiringManager"), idOf("admin"), idOf("programOwner")])
    expect(await send(right)).toMatchObject({ ok: true });
  const contactId = idOf("secondHiringManager");
  expect(await send(contactId, { contactId }), "as the contact person").toMatchObject({ ok: true });
});

test("a changed plan is a next version, shown as what changed; the same plan is none", async () => {
  const world = await openWorld();
  const offer = await world.pendingOffer({ "taskTitle[]": ["Sign"], "taskOwner[]": ["talent"] });
  const modify = (titles: string[], owners: string[]) =>
    world.as("hiringManager").write(async (ctx) => {
      const now = await world.offer(offer.id);
      return modifyOffer(ctx, world.modifyInput(now, { "taskTitle[]": titles, "taskOwner[]": owners }));
    });
  expect(await world.unmoved(() => modify(["Sign"], ["talent"]))).toMatchObject({ reason: "nothing-changed" });
  expect(await modify(["Sign", "Open"], ["talent", world.as("admin").actor.userId])).toEqual({ ok: true, version: 2 });
  const [, second] = listVersionChanges(await world.offer(offer.id));
  expect(second?.changes).toEqual([
    { label: "Onboarding plan", before: "1 task", after: "2 tasks", note: "see the offer" },
  ]);
  const mails = await world.mailTo("freelancer");
  expect(mails.find(({ kind }) => kind === "offer-modified")?.props.tasks).toEqual([
    { title: "Sign", owner: "Teodor Marsh" },
    { title: "Open", owner: "Dana Whitfield" },
  ]);
  expect(mails.find(({ kind }) => kind === "offer-sent")?.props.tasks).toHaveLength(1);
  expect(await modify([], [])).toEqual({ ok: true, version: 3 });
  expect((await world.offer(offer.id)).terms.tasks).toEqual([]);
});

test("what is due is found by its own index, whatever else the companies have", async () => {
  const world = await waiting({ contractType: "hourly" });
  const [plan] = await readAs(world.system, async ({ db }) => {
    await db.execute(sql`set local enable_seqscan = off`);
    return db.execute(
      sql`explain (format json) select id from contracts where remind_at <= '2026-05-08' order by remind_at limit 500`,
    );
  });
  expect(JSON.stringify(plan)).toContain("contracts_tasks_due");
});
