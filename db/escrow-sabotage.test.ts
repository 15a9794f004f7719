import type { Sql, TransactionSql } from "postgres";
import { afterAll, expect, test } from "vitest";
import { type EscrowWorld, openEscrowWorld } from "@/e2e/world/escrow";
import { recordEvent } from "@/lib/audit/record-event";
import { type Ctx, writeAs } from "@/lib/ctx";
import { openDispute } from "@/lib/disputes/open-dispute";
import { ConflictError, violatedConstraint } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { payTalent } from "@/lib/milestones/escrow";
import { moveMilestone } from "@/lib/milestones/move-milestone";
import { getMilestoneForChange } from "@/lib/milestones/queries";
import { releaseMilestone, releasePart } from "@/lib/milestones/release-milestone";
import { requestRefund } from "@/lib/milestones/request-refund";
import { openPool } from "./client";
import { escrowBreaches, standing, thawed } from "./model/escrow-checks";
import { type LedgerScene, posting } from "./model/ledger-attacks";
import { attemptWithin, copyRow } from "./model/raw";

// Money released twice, and money released while a dispute freezes it: the verb's own rules are left out, as a careless change
// would, and then the walls of the database behind them, one after the other. Each wall that stands refuses; when none
// does, the judge of the escrow model sees the damage, so that it is not blind.

const sql = openPool(process.env.ADMIN_DATABASE_URL ?? "", { max: 2 });
afterAll(() => sql.end({ timeout: 5 }));

type Scene = { world: EscrowWorld; milestoneId: string; key: string };
/** Tries it inside the transaction that will be rolled back. @returns "done", or what refused it */
type Attack = (tx: TransactionSql, scene: Scene) => Promise<string>;

/** Through the product's own verbs, less their rules. */
const byVerb =
  (verb: (ctx: Ctx, scene: Scene) => Promise<void>): Attack =>
  (tx, scene) =>
    writeAs(scene.world.as("hiringManager").actor, (ctx) => verb(ctx, scene).then(() => "done"), {
      now: scene.world.now ?? new Date(0),
      sql: within(tx),
    }).catch(refusal);

/** All that was held once, paid again by the same form: neither a repetition nor the milestone's state is asked after. */
const payAgain = byVerb(async (ctx, { milestoneId, key }) => {
  const { contract, milestones, milestone } = await getMilestoneForChange(ctx, milestoneId);
  await releasePart(ctx, contract, milestones, milestone, { key, amount: 100_000n, note: null });
});

/** A half, paid out of a milestone that stays as it is. */
const payOnTheSide = byVerb(async (ctx, { milestoneId }) => {
  const { contract, milestone } = await getMilestoneForChange(ctx, milestoneId);
  const amount = milestone.heldMinor / 2n;
  await payTalent(ctx, contract, milestone, { amount, key: newId(), by: "client", note: null, at: ctx.now });
  await moveMilestone(ctx, contract, milestone, { to: milestone.state, add: { released: amount }, timers: "keep" });
  recordEvent(ctx, "milestone.released", "contract", contract.id);
});

/** All that was held once, paid again by raw SQL that gets every row right. */
const payByHand: Attack = (tx, { world, milestoneId, key }) => {
  const { accountId } = world;
  const { userId } = world.as("hiringManager").actor;
  return attemptWithin(tx, "countersign", { account: accountId, user: userId }, async (inner, auditId) => {
    const [pots] = await inner<{ escrow: string; pending: string }[]>`
      select (select id from ledger_accounts where account_id = ${accountId} and subject_id = ${milestoneId}) as escrow,
        (select id from ledger_accounts where account_id = ${accountId} and subject_kind = 'talent' and code = 'pending') as pending`;
    const bent = {
      debit: pots?.pending ?? "",
      credit: pots?.escrow ?? "",
      amount: 100_000,
      transfer: { kind: "escrow_released", subject_kind: "milestone", subject_id: milestoneId },
    };
    await posting(() => bent)(inner, { account: accountId } as LedgerScene, auditId);
    await copyRow(inner, "earnings", `t.id = '${key}'`, { id: newId(), audit_id: auditId });
    return (
      await inner`update milestones set released_minor = released_minor + 100000, audit_id = ${auditId} where id = ${milestoneId}`
    ).count;
  });
};

/** The milestone's row alone, as raw SQL of the application's own role. */
const moveByHand =
  (state: string, figures: string): Attack =>
  (tx, { world, milestoneId }) => {
    const { accountId } = world;
    const { userId } = world.as("hiringManager").actor;
    return attemptWithin(tx, "countersign", { account: accountId, user: userId }, async (inner, auditId) => {
      const moved = await inner.unsafe(
        `update milestones set state = '${state}', ${figures}, audit_id = '${auditId}' where id = '${milestoneId}'`,
      );
      return moved.count;
    });
  };

/** Half of it released by hand, and the dispute made to fit. */
const payAndDisputeLess: Attack = (tx, { world, milestoneId }) => {
  const { accountId } = world;
  const { userId } = world.as("hiringManager").actor;
  return attemptWithin(tx, "countersign", { account: accountId, user: userId }, async (inner, auditId) => {
    await inner`update milestones set released_minor = 50000, audit_id = ${auditId} where id = ${milestoneId}`;
    const made =
      await inner`update escrow_disputes set held_minor = 50000, audit_id = ${auditId} where milestone_id = ${milestoneId}`;
    return made.count;
  });
};

async function released(): Promise<Scene> {
  const world = await openEscrowWorld({ amounts: [1000], ordered: true });
  const milestoneId = (await world.list())[0]?.id ?? "";
  const key = newId();
  const input = { milestoneId, key, amountMinor: null, note: null };
  expect(await world.as("hiringManager").write((ctx) => releaseMilestone(ctx, input))).toEqual({ ok: true });
  return { world, milestoneId, key };
}

async function frozen(): Promise<Scene> {
  const world = await openEscrowWorld({ amounts: [1000], ordered: true });
  const milestoneId = (await world.list())[0]?.id ?? "";
  const refund = { milestoneId, key: newId(), reason: "Late." };
  expect(await world.as("hiringManager").write((ctx) => requestRefund(ctx, refund))).toEqual({ ok: true });
  const dispute = { milestoneId, key: newId(), description: "As agreed." };
  expect(await world.as("freelancer").write((ctx) => openDispute(ctx, dispute))).toMatchObject({ ok: true });
  return { world, milestoneId, key: newId() };
}

const drop = (table: string, constraint: string, more = "") => ({
  answers: constraint,
  ddl: `alter table ${table} drop constraint ${constraint} ${more}`,
});
/** What the milestone's own row holds against being paid out twice. */
const ofTheRow = [
  drop("milestones", "milestones_figures"),
  drop("milestones", "milestones_held_by_state"),
  drop("milestones", "milestones_never_without_timer"),
];

const sabotages: {
  name: string;
  scene: () => Promise<Scene>;
  attack: Attack;
  /** Walls in the order in which they are met: what each answers, and what takes it away. */
  walls: { answers: string; ddl: string }[];
  judged: RegExp;
}[] = [
  {
    name: "released twice, by hand",
    scene: released,
    attack: payByHand,
    walls: [drop("ledger_accounts", "ledger_accounts_guard"), ...ofTheRow],
    judged: /^I19 pot escrow crossed zero/,
  },
  {
    name: "released twice, by the same form",
    scene: released,
    attack: payAgain,
    walls: [drop("earnings", "earnings_pk", "cascade"), ...ofTheRow],
    judged: /^I20 milestone 1 says 100000\/0\/200000\/0, the ledger 100000\/0\/100000\/0/,
  },
  {
    name: "released in full while frozen",
    scene: frozen,
    attack: payAgain,
    walls: [drop("escrow_disputes", "escrow_disputes_freezes_fk")],
    judged: /^milestone 1 is released and has 1 open disputes/,
  },
  {
    name: "released in full while frozen, by hand",
    scene: frozen,
    attack: moveByHand("released", "released_minor = held_minor"),
    walls: [drop("escrow_disputes", "escrow_disputes_freezes_fk")],
    judged: /^milestone 1 is released and has 1 open disputes/,
  },
  {
    name: "refunded while frozen, by hand",
    scene: frozen,
    attack: moveByHand("refunded", "refunded_minor = held_minor"),
    walls: [drop("escrow_disputes", "escrow_disputes_freezes_fk")],
    judged: /^milestone 1 is refunded and has 1 open disputes/,
  },
  {
    name: "put back to work while frozen, by hand",
    scene: frozen,
    attack: moveByHand("submitted", "due_at = since + interval '14 days'"),
    walls: [drop("escrow_disputes", "escrow_disputes_freezes_fk")],
    judged: /^milestone 1 is submitted and has 1 open disputes/,
  },
  {
    name: "released in part while frozen, by hand",
    scene: frozen,
    attack: moveByHand("disputed", "released_minor = 50000"),
    walls: [drop("escrow_disputes", "escrow_disputes_freezes_fk")],
    judged: /^frozen milestone .* moved: disputed 100000 0 0 0 → disputed 100000 0 50000 0/,
  },
  {
    name: "released in part while frozen, with a dispute over less",
    scene: frozen,
    attack: payAndDisputeLess,
    walls: [{ answers: "denied escrow_disputes", ddl: "grant update on escrow_disputes to countersign" }],
    judged: /^frozen milestone .* moved: disputed 100000 0 0 0 → disputed 100000 0 50000 0/,
  },
  {
    name: "released in part while frozen",
    scene: frozen,
    attack: payOnTheSide,
    walls: [drop("escrow_disputes", "escrow_disputes_freezes_fk")],
    judged: /^frozen milestone .* moved: disputed 100000 0 0 0 → disputed 100000 0 50000 0/,
  },
];

test.each(sabotages)("$name: every wall refuses, and without them the judge sees it", async (sabotage) => {
  const scene = await sabotage.scene();
  const { world } = scene;
  const before = await standing(sql, world.accountId);
  const rolledBack = new Error("rolled back");
  let seen: string[] = [];
  const sabotaged = sql.begin(async (tx) => {
    for (const { answers, ddl } of sabotage.walls) {
      expect(await sabotage.attack(tx, scene)).toBe(answers);
      await tx.unsafe(ddl);
    }
    expect(await sabotage.attack(tx, scene)).toBe("done");
    seen = [...(await escrowBreaches(tx, world.accountId)), ...thawed(before, await standing(tx, world.accountId))];
    throw rolledBack;
  });
  await expect(sabotaged).rejects.toBe(rolledBack);
  expect(
    seen.filter((each) => sabotage.judged.test(each)),
    seen.join("\n"),
  ).toHaveLength(1);
  expect((await standing(sql, world.accountId)).text).toBe(before.text);
  expect(await escrowBreaches(sql, world.accountId)).toEqual([]);
});

/** The doors' pool, in which every transaction is a savepoint of this one, as the application's role. */
function within(tx: TransactionSql): Sql {
  const begin = (run: (inner: TransactionSql) => Promise<unknown>) =>
    tx.savepoint(async (inner) => {
      await inner.unsafe("set local role countersign");
      const result = await run(inner);
      await inner`set constraints all immediate`;
      await inner.unsafe("reset role");
      return result;
    });
  return { begin } as unknown as Sql;
}

function refusal(error: unknown): string {
  if (error instanceof ConflictError) return error.message;
  const constraint = violatedConstraint(error);
  if (!constraint) throw error;
  return constraint;
}
