import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWorld, type World } from "@/e2e/world/world";
import { openPool } from "./client";
import { attackNamed, attacks, type Scene, setScene } from "./model/attacks";
import { breaches, chainBreaks } from "./model/invariants";
import { attempt, attemptWithin, type Context, copyRow } from "./model/raw";
import { compareRows, type Rows, rowReader } from "./model/rows";

// The database alone: raw SQL as the application's role, with context and event as the doors give them (B11). Then
// sabotage: each protection is taken away, and the attack it stood against goes through, so that it is this protection
// that protects; and the judge of the other tests sees the damage, so that it is not blind.

const sql = postgres(process.env.ADMIN_DATABASE_URL ?? "", { max: 2, onnotice: () => {} });
const role = openPool(process.env.DATABASE_URL ?? "", { max: 16 });
const contextOf = (scene: Scene): Context => ({ account: scene.account, user: scene.requester });
let world: World;
let stranger: World;
let scene: Scene;
let readRows: (accountId: string) => Promise<Rows>;

beforeAll(async () => {
  world = await openWorld({ policy: { steps: [["approver"], ["secondApprover"]] } });
  stranger = await openWorld();
  scene = await setScene(world, stranger);
  readRows = await rowReader(sql);
});
afterAll(async () => {
  await Promise.all([sql.end({ timeout: 5 }), role.end({ timeout: 5 })]);
});

describe(`${attacks.length} attacks as the application's role`, () => {
  test.each(attacks)("$name: $refused", async ({ refused, run, as = contextOf, withoutEvent }) => {
    expect(await attempt(role, as(scene), (tx, auditId) => run(tx, scene, auditId), !withoutEvent)).toBe(refused);
  });

  test("none of them moved a byte", async () => {
    const before = [await readRows(scene.account), await readRows(scene.foreign.account)];
    for (const { run, as = contextOf, withoutEvent } of attacks)
      await attempt(role, as(scene), (tx, auditId) => run(tx, scene, auditId), !withoutEvent);
    const after = [await readRows(scene.account), await readRows(scene.foreign.account)];
    expect(after).toEqual(before);
    expect([...(await breaches(sql, scene.account)), ...(await chainBreaks(sql, scene.account))]).toEqual([]);
  });

  test("the same hands may do what is right", async () => {
    const added = attempt(role, contextOf(scene), (tx, auditId) =>
      copyRow(tx, "teams", "name = 'Product design'", {
        id: crypto.randomUUID(),
        name: "Facilities",
        audit_id: auditId,
      }),
    );
    expect(await added).toBe("done");
  });
});

test("64 raw inserts at once on one consumed request, 20 times: the index lets one live", async () => {
  for (let round = 0; round < 20; round++) {
    const { requestId = "", id } = await world.pendingOffer();
    await sql`update offers set state = 'declined', ended_at = '2026-05-04T10:00Z' where account_id = ${scene.account} and id = ${id}`;
    const told = await Promise.all(
      Array.from({ length: 64 }, (_, n) =>
        attempt(role, contextOf(scene), (tx, auditId) =>
          copyRow(tx, "offers", `id = '${id}'`, {
            id: crypto.randomUUID(),
            number: 20_000 + round * 64 + n,
            state: "pending",
            ended_at: null,
            audit_id: auditId,
          }),
        ),
      ),
    );
    expect(told.toSorted()).toEqual(["done", ...Array.from({ length: 63 }, () => "one_live_offer")]);
    const [live] = await sql<
      { n: number }[]
    >`select count(*)::int as n from offers where account_id = ${scene.account} and request_id = ${requestId} and state = 'pending'`;
    expect(live?.n).toBe(1);
  }
});

/** What is taken away, the attack that then goes through, and what the judge says to it. */
const sabotages: { without: string; ddl: string; attack: string; judged: string }[] = [
  {
    without: "the index of live offers",
    ddl: "drop index one_live_offer",
    attack: "a second live offer on one approval",
    judged: "I1",
  },
  {
    without: "the pin of a live offer",
    ddl: "alter table offers drop constraint offers_need_consumed_request",
    attack: "freeing a request under a live offer",
    judged: "I3",
  },
  {
    without: "the pin of a live offer, sent unapproved",
    ddl: "alter table offers drop constraint offers_need_consumed_request",
    attack: "an offer on a pending request",
    judged: "I3",
  },
  {
    without: "the pin of a contract",
    ddl: "alter table contracts drop constraint contracts_accepted_offer_fk",
    attack: "a contract on an offer nobody accepted",
    judged: "I2",
  },
  {
    without: "the key of outcomes",
    ddl: "alter table approval_outcomes drop constraint approval_outcomes_pk",
    attack: "a second outcome",
    judged: "I4",
  },
  {
    without: "the pin of outcomes",
    ddl: "alter table approval_outcomes drop constraint approval_outcomes_request_fk",
    attack: "a declined request approved",
    judged: "I4",
  },
  {
    without: "the key of decisions to slots",
    ddl: "alter table approval_decisions drop constraint approval_decisions_slot_fk",
    attack: "deciding without being asked",
    judged: "I5",
  },
  {
    without: "the self-approval check",
    ddl: "alter table approval_decisions drop constraint approval_decisions_not_own",
    attack: "deciding one's own request",
    judged: "I5",
  },
  {
    without: "the copied requester",
    ddl: "alter table approval_decisions drop constraint approval_decisions_requester_fk",
    attack: "deciding one's own request under another requester's name",
    judged: "I5",
  },
  {
    without: "the pin of content",
    ddl: "alter table approval_decisions drop constraint approval_decisions_content_fk",
    attack: "deciding on other content",
    judged: "I6",
  },
  {
    without: "the envelope check",
    ddl: "alter table offer_versions drop constraint offer_versions_inside_or_carried",
    attack: "outside what was approved, not carried over",
    judged: "I7",
  },
  {
    without: "the reckoning of inside",
    ddl: "alter table offer_versions drop constraint offer_versions_inside_is_true",
    attack: "outside what was approved, called inside",
    judged: "I7",
  },
  {
    without: "the copied envelope",
    ddl: "alter table offer_versions drop constraint offer_versions_envelope_fk",
    attack: "wider limits than were approved",
    judged: "I7",
  },
  {
    without: "the pin of a version's approval",
    ddl: "alter table offer_versions drop constraint offer_versions_gate_fk",
    attack: "a version that forgets its approval",
    judged: "I7",
  },
  {
    without: "the pin of a version's request",
    ddl: "alter table offer_versions drop constraint offer_versions_request_fk",
    attack: "a version under another approval",
    judged: "I7",
  },
  {
    without: "the audit id in a policy",
    ddl: "drop policy offers_change on offers; create policy offers_change on offers for update using (account_id = app.acct())",
    attack: "a change under the old event",
    judged: "I36",
  },
  {
    without: "the audit id in an insert policy",
    ddl: "drop policy teams_add on teams; create policy teams_add on teams for insert with check (account_id = app.acct())",
    attack: "a new row under an old event",
    judged: "I36",
  },
  {
    without: "the deferred audit key",
    ddl: "alter table teams drop constraint teams_audit_fk",
    attack: "a row without an event",
    judged: "I36",
  },
  {
    without: "the hash check",
    ddl: "alter table audit_events drop constraint audit_events_hash",
    attack: "a hash that is none",
    judged: "event",
  },
  {
    without: "the key to the previous event",
    ddl: "alter table audit_events drop constraint audit_events_previous_fk",
    attack: "a link to another past",
    judged: "event",
  },
  {
    without: "the gap check and the previous key",
    ddl: "alter table audit_events drop constraint audit_events_no_gap; alter table audit_events drop constraint audit_events_previous_fk",
    attack: "a gap in the chain",
    judged: "event",
  },
  {
    without: "append-only decisions",
    ddl: "create policy slip on approval_decisions for update using (account_id = app.acct())",
    attack: "approval_decisions rewritten",
    judged: "I36",
  },
  {
    without: "the revoked delete",
    ddl: "grant delete on approval_decisions to countersign; create policy slip on approval_decisions for delete using (account_id = app.acct())",
    attack: "approval_decisions deleted",
    judged: "I36",
  },
  {
    without: "FORCE on offers",
    ddl: "alter table offers no force row level security",
    attack: "changing another company's offer",
    judged: "foreign",
  },
  {
    without: "one policy",
    ddl: "drop policy offers_read on offers; create policy offers_read on offers for select using (true)",
    attack: "reading another company's offer",
    judged: "read",
  },
  {
    without: "the outbox key",
    ddl: "alter table mail_outbox drop constraint mail_outbox_dedupe_once",
    attack: "one mail queued twice",
    judged: "mail",
  },
];

describe("sabotage", () => {
  test.each(sabotages)(
    "without $without: “$attack” goes through, and the judge sees it",
    async ({ ddl, attack, judged }) => {
      const { run, as = contextOf, withoutEvent } = attackNamed(attack);
      const rolledBack = new Error("rolled back");
      let told = "";
      let seen: string[] = [];
      const sabotaged = sql.begin(async (tx) => {
        await tx.unsafe(ddl);
        const look = await rowReader(tx);
        const [own, foreign] = [await look(scene.account), await look(scene.foreign.account)];
        told = await attemptWithin(
          tx,
          "countersign",
          as(scene),
          (inner, auditId) => run(inner, scene, auditId),
          !withoutEvent,
        );
        const [ownAfter, foreignAfter] = [await look(scene.account), await look(scene.foreign.account)];
        const moved = compareRows(foreign, foreignAfter, scene.foreign.account).moved;
        const [twice] = await tx<
          { n: number }[]
        >`select count(*)::int as n from (select from mail_outbox where account_id = ${scene.account} group by dedupe_key having count(*) > 1) d`;
        seen = [
          ...compareRows(own, ownAfter, scene.account).broken,
          ...(await breaches(tx, scene.account)),
          ...(await chainBreaks(tx, scene.account)),
          ...(moved > 0 ? ["foreign rows moved"] : []),
          ...((twice?.n ?? 0) > 0 ? ["mail queued twice"] : []),
          ...(judged === "read" ? ["read by a stranger"] : []),
        ];
        throw rolledBack;
      });
      await expect(sabotaged).rejects.toBe(rolledBack);
      expect(told).toBe("done");
      expect(
        seen.filter((each) => each.startsWith(judged)),
        seen.join("\n"),
      ).not.toEqual([]);
    },
  );
});
