import type { TransactionSql } from "postgres";
import { v7 as uuidv7 } from "uuid";
import type { World } from "@/e2e/world/world";
import { declineRequest } from "@/lib/approvals/decline-request";
import { withdrawOffer } from "@/lib/offers/withdraw-offer";
import { type Context, copyRow } from "./raw";

/** One company with a thing in every state, and a stranger's. */
export type Scene = {
  account: string;
  requester: string;
  approver: string;
  secondApprover: string;
  talent: string;
  pending: string;
  approved: string;
  declined: string;
  held: string;
  offer: string;
  ended: string;
  accepted: string;
  foreign: { account: string; request: string; offer: string };
};

/** `world` wants two steps of one approver each. */
export async function setScene(world: World, stranger: World): Promise<Scene> {
  const pending = await world.pendingRequest();
  const approved = await world.approvedRequest();
  const refused = await world.pendingRequest();
  const form = await world.decision(refused.id, "Too expensive for this quarter.");
  await world.as("approver").write((ctx) => declineRequest(ctx, form));
  const offer = await world.pendingOffer();
  const ended = await world.pendingOffer();
  await world.as("hiringManager").write((ctx) => withdrawOffer(ctx, { offerId: ended.id, reason: null }));
  const accepted = await world.acceptedOffer();
  const foreign = await stranger.pendingOffer();
  return {
    account: world.accountId,
    requester: pending.requesterId,
    approver: world.as("approver").actor.userId,
    secondApprover: world.as("secondApprover").actor.userId,
    talent: offer.talentUserId,
    pending: pending.id,
    approved: approved.id,
    declined: refused.id,
    held: offer.requestId ?? "",
    offer: offer.id,
    ended: ended.id,
    accepted: accepted.id,
    foreign: { account: stranger.accountId, request: foreign.requestId ?? "", offer: foreign.id },
  };
}

type Run = (tx: TransactionSql, scene: Scene, auditId: string) => Promise<number>;
/** `refused`: the constraint, policy or privilege that must stand in the way; "nothing": no row is in reach. */
export type Attack = { name: string; refused: string; run: Run; as?: (scene: Scene) => Context; withoutEvent?: true };

const far = "2027-01-01T00:00Z";
const run =
  (text: (scene: Scene) => string): Run =>
  async (tx, scene, auditId) =>
    (await tx.unsafe(text(scene).replaceAll("$event", `'${auditId}'`))).count;
const copy =
  (table: string, where: (scene: Scene) => string, other: (scene: Scene) => Record<string, unknown>): Run =>
  (tx, scene, auditId) =>
    copyRow(tx, table, where(scene), { audit_id: auditId, ...other(scene) });
const offerLike = (other: (scene: Scene) => Record<string, unknown>): Run =>
  copy(
    "offers",
    (s) => `id = '${s.offer}'`,
    (s) => ({ id: uuidv7(), number: 9001, ...other(s) }),
  );
const versionLike = (other: (scene: Scene) => Record<string, unknown>): Run =>
  copy(
    "offer_versions",
    (s) => `offer_id = '${s.offer}'`,
    (s) => ({ version: 2, ...other(s) }),
  );
const moved = (request: (scene: Scene) => string, set: string): Run =>
  run(
    (s) =>
      `update approval_requests set ${set}, audit_id = $event where account_id = '${s.account}' and id = '${request(s)}'`,
  );
const decision = (
  s: Scene,
  values: { request?: string; step?: number; approver: string; requester?: string; content?: number },
) =>
  `insert into approval_decisions (account_id, request_id, step, approver_id, requester_id, content_version, kind, reason, channel, decided_at, audit_id)
   values ('${s.account}', '${values.request ?? s.pending}', ${values.step ?? 1}, '${values.approver}', '${values.requester ?? s.requester}', ${values.content ?? 1}, 'approved', null, 'dashboard', '${far}', $event)`;
const ownSlot = async (tx: TransactionSql, s: Scene, auditId: string) =>
  copyRow(tx, "approval_slots", `request_id = '${s.pending}' and step = 1`, {
    approver_id: s.requester,
    audit_id: auditId,
  });
const event =
  (values: (s: Scene) => { seq?: string; prev?: string; prevHash?: string; hash?: string; account?: string }): Run =>
  async (tx, s) => {
    const v = values(s);
    const payload = "'\\x02'::bytea";
    const prevHash = v.prevHash ?? "h.hash";
    return (
      await tx.unsafe(`
    insert into audit_events (account_id, seq, prev_seq, id, occurred_at, recorded_at, actor_kind, actor_id, via, payload, prev_hash, hash)
    select '${v.account ?? s.account}', ${v.seq ?? "h.seq + 1"}, ${v.prev ?? "h.seq"}, '${uuidv7()}', '${far}', '${far}', 'system', null, 'test', ${payload}, ${prevHash}, ${v.hash ?? `sha256(${prevHash} || ${payload})`}
    from audit_heads h where h.account_id = '${s.account}'`)
    ).count;
  };

const noLimits = {
  request_id: null,
  env_kind: null,
  env_type: null,
  env_talent_email: null,
  env_total_minor: null,
  env_rate_minor: null,
  env_weekly_hours: null,
  env_latest_end: null,
  inside: true,
  carried_over: false,
};

const audited = [
  "account_settings",
  "teams",
  "memberships",
  "member_roles",
  "approval_policies",
  "policy_approvers",
  "approval_requests",
  "approval_slots",
  "approval_decisions",
  "approval_outcomes",
  "approval_envelopes",
  "decision_links",
  "approval_terms",
  "request_files",
  "submission_files",
  "offers",
  "offer_versions",
  "offer_milestones",
  "offer_outcomes",
  "contracts",
];
const neverRemoved = [...audited, "account_counters", "audit_events", "audit_entries", "audit_heads"];
const neverChanged = [
  "approval_policies",
  "policy_approvers",
  "approval_decisions",
  "approval_outcomes",
  "approval_envelopes",
  "approval_terms",
  "request_files",
  "submission_files",
  "offer_versions",
  "offer_milestones",
  "offer_outcomes",
];

/** What must never succeed, whatever the code above does (B11). Each carries an honest event unless it is about events. */
export const attacks: Attack[] = [
  { name: "a second live offer on one approval", refused: "one_live_offer", run: offerLike(() => ({})) },
  {
    name: "an offer on an approval nobody consumed",
    refused: "offers_need_consumed_request",
    run: offerLike((s) => ({ request_id: s.approved })),
  },
  {
    name: "an offer on a pending request",
    refused: "offers_need_consumed_request",
    run: offerLike((s) => ({ request_id: s.pending })),
  },
  {
    name: "an offer on a declined request",
    refused: "offers_need_consumed_request",
    run: offerLike((s) => ({ request_id: s.declined })),
  },
  {
    name: "an offer on another company's approval",
    refused: "offers_request_fk",
    run: offerLike((s) => ({ request_id: s.foreign.request })),
  },
  {
    name: "an approved offer without a request",
    refused: "offers_gate_has_request",
    run: offerLike(() => ({ request_id: null })),
  },
  {
    name: "a request smuggled past the gate",
    refused: "offers_gate_has_request",
    run: offerLike(() => ({ gate: "not_required" })),
  },
  {
    name: "a number twice",
    refused: "offers_number_once",
    run: copy(
      "offers",
      (s) => `id = '${s.offer}'`,
      (s) => ({ id: uuidv7(), request_id: null, gate: "not_required", state: "pending", account_id: s.account }),
    ),
  },
  {
    name: "freeing a request under a live offer",
    refused: "offers_need_consumed_request",
    run: moved((s) => s.held, `state = 'approved', expires_at = '${far}', clock_left_ms = null`),
  },
  {
    name: "expiring a request under a live offer",
    refused: "offers_need_consumed_request",
    run: moved((s) => s.held, "state = 'expired', clock_left_ms = null"),
  },
  {
    name: "an ended offer revived",
    refused: "offer_outcomes_offer_fk",
    run: run(
      (s) =>
        `update offers set state = 'pending', ended_at = null, audit_id = $event where account_id = '${s.account}' and id = '${s.ended}'`,
    ),
  },
  {
    name: "an accepted offer taken back",
    refused: "contracts_accepted_offer_fk",
    run: run(
      (s) =>
        `update offers set state = 'withdrawn', audit_id = $event where account_id = '${s.account}' and id = '${s.accepted}'`,
    ),
  },
  {
    name: "a contract on an offer nobody accepted",
    refused: "contracts_accepted_offer_fk",
    run: copy(
      "contracts",
      (s) => `offer_id = '${s.accepted}'`,
      (s) => ({ id: uuidv7(), number: 9001, offer_id: s.offer, offer_version: 1 }),
    ),
  },
  {
    name: "a contract that says its offer is pending",
    refused: "contracts_offer_is_accepted",
    run: copy(
      "contracts",
      (s) => `offer_id = '${s.accepted}'`,
      (s) => ({ id: uuidv7(), number: 9001, offer_id: s.offer, offer_state: "pending" }),
    ),
  },
  {
    name: "two contracts of one offer",
    refused: "contracts_offer_once",
    run: copy(
      "contracts",
      (s) => `offer_id = '${s.accepted}'`,
      () => ({ id: uuidv7(), number: 9001 }),
    ),
  },
  {
    name: "deciding one's own request",
    refused: "approval_decisions_not_own",
    run: async (tx, s, id) =>
      (await ownSlot(tx, s, id)) && run((scene) => decision(scene, { approver: scene.requester }))(tx, s, id),
  },
  {
    name: "deciding one's own request under another requester's name",
    refused: "approval_decisions_requester_fk",
    run: async (tx, s, id) =>
      (await ownSlot(tx, s, id)) &&
      run((scene) => decision(scene, { approver: scene.requester, requester: scene.approver }))(tx, s, id),
  },
  {
    name: "deciding without being asked",
    refused: "approval_decisions_slot_fk",
    run: run((s) => decision(s, { approver: s.talent })),
  },
  {
    name: "deciding twice",
    refused: "approval_decisions_pk",
    run: run((s) => decision(s, { approver: s.approver, request: s.declined })),
  },
  {
    name: "deciding on other content",
    refused: "approval_decisions_content_fk",
    run: run((s) => decision(s, { approver: s.approver, content: 2 })),
  },
  {
    name: "a second outcome",
    refused: "approval_outcomes_pk",
    run: copy(
      "approval_outcomes",
      (s) => `request_id = '${s.approved}'`,
      () => ({}),
    ),
  },
  {
    name: "an outcome nobody decided",
    refused: "approval_outcomes_request_fk",
    run: copy(
      "approval_outcomes",
      (s) => `request_id = '${s.approved}'`,
      (s) => ({ request_id: s.pending }),
    ),
  },
  {
    name: "a decided request back to pending",
    refused: "approval_outcomes_request_fk",
    run: moved((s) => s.approved, "state = 'pending', decided_as = null, decided_at = null"),
  },
  {
    name: "a declined request approved",
    refused: "approval_outcomes_request_fk",
    run: moved((s) => s.declined, `state = 'approved', decided_as = 'approved', expires_at = '${far}'`),
  },
  {
    name: "an approval that was declined",
    refused: "approval_requests_outcome_state",
    run: moved((s) => s.declined, `state = 'approved', expires_at = '${far}'`),
  },
  {
    name: "a consumed request whose clock runs",
    refused: "approval_requests_clock",
    run: moved((s) => s.approved, "state = 'consumed'"),
  },
  {
    name: "a pending request that was decided",
    refused: "approval_requests_pending_undecided",
    run: moved((s) => s.pending, "decided_as = 'approved'"),
  },
  {
    name: "a state nobody knows",
    refused: "offers_state_known",
    run: run(
      (s) =>
        `update offers set state = 'blessed', audit_id = $event where account_id = '${s.account}' and id = '${s.ended}'`,
    ),
  },
  {
    name: "asking again after the end",
    refused: "approval_slots_opened",
    run: run(
      (s) =>
        `update approval_slots set state = 'open', opened_at = '${far}', audit_id = $event where account_id = '${s.account}' and request_id = '${s.declined}'`,
    ),
  },
  {
    name: "one person in two steps",
    refused: "approval_slots_person_once",
    run: copy(
      "approval_slots",
      (s) => `request_id = '${s.pending}' and step = 1`,
      () => ({ step: 2 }),
    ),
  },
  {
    name: "an approver without a seat",
    refused: "approval_slots_seat_fk",
    run: copy(
      "approval_slots",
      (s) => `request_id = '${s.pending}' and step = 1`,
      (s) => ({ approver_id: s.talent }),
    ),
  },
  {
    name: "outside what was approved, called inside",
    refused: "offer_versions_inside_is_true",
    run: versionLike(() => ({ rate_minor: 99_900, inside: true, carried_over: false })),
  },
  {
    name: "outside what was approved, not carried over",
    refused: "offer_versions_inside_or_carried",
    run: versionLike(() => ({ rate_minor: 99_900, inside: false, carried_over: false })),
  },
  {
    name: "wider limits than were approved",
    refused: "offer_versions_envelope_fk",
    run: versionLike(() => ({
      rate_minor: 99_900,
      estimated_total_minor: 99_900,
      env_rate_minor: 100_000,
      inside: true,
      carried_over: false,
    })),
  },
  {
    name: "a laxer rule than it was approved under",
    refused: "offer_versions_envelope_fk",
    run: versionLike(() => ({ env_mode: "percent", env_percent: 100 })),
  },
  {
    name: "a version that forgets its approval",
    refused: "offer_versions_gate_fk",
    run: versionLike(() => ({ ...noLimits, rate_minor: 99_900 })),
  },
  {
    name: "a version under another approval",
    refused: "offer_versions_request_fk",
    run: versionLike((s) => ({ request_id: s.approved })),
  },
  {
    name: "a version for somebody else",
    refused: "offer_versions_gate_fk",
    run: versionLike(() => ({ talent_email: "else@northwind.example", inside: false, carried_over: true })),
  },
  {
    name: "limits with one left out",
    refused: "offer_versions_envelope_whole",
    run: versionLike(() => ({ env_latest_end: null })),
  },
  {
    name: "an hourly version without a rate",
    refused: "offer_versions_hourly_terms",
    run: versionLike(() => ({ rate_minor: null })),
  },
  {
    name: "an end before the start",
    refused: "offer_versions_dates",
    run: versionLike(() => ({ end_date: "2001-01-01" })),
  },
  {
    name: "a milestone of nothing",
    refused: "offer_milestones_amount_positive",
    run: run(
      (s) =>
        `insert into offer_milestones (account_id, offer_id, version, position, title, amount_minor, audit_id) values ('${s.account}', '${s.offer}', 1, 1, 'Draft', 0, $event)`,
    ),
  },
  {
    name: "a third step",
    refused: "policy_approvers_two_steps",
    run: copy(
      "policy_approvers",
      () => "step = 1",
      () => ({ step: 3 }),
    ),
  },
  {
    name: "a person who signs twice",
    refused: "policy_approvers_person_once",
    run: copy(
      "policy_approvers",
      () => "step = 1",
      () => ({ position: 2 }),
    ),
  },
  {
    name: "a seat removed at no time",
    refused: "memberships_removed_has_instant",
    run: run(
      (s) =>
        `update memberships set state = 'removed', audit_id = $event where account_id = '${s.account}' and user_id = '${s.approver}'`,
    ),
  },
  {
    name: "a second parent team",
    refused: "teams_one_parent",
    run: copy(
      "teams",
      () => "parent",
      () => ({ id: uuidv7(), name: "Another top" }),
    ),
  },
  {
    name: "one mail queued twice",
    refused: "mail_outbox_dedupe_once",
    run: (tx, s) =>
      copyRow(
        tx,
        "mail_outbox",
        `id = (select min(id::text)::uuid from mail_outbox where account_id = '${s.account}')`,
        { id: uuidv7() },
      ),
  },
  {
    name: "a lease that nobody holds",
    refused: "mail_outbox_lease",
    run: run((s) => `update mail_outbox set state = 'leased' where account_id = '${s.account}'`),
  },

  {
    name: "a row without an event",
    refused: "teams_audit_fk",
    run: copy(
      "teams",
      () => "not parent and name = 'Product design'",
      () => ({ id: uuidv7(), name: "Ghosts" }),
    ),
    withoutEvent: true,
  },
  {
    name: "a change under the old event",
    refused: "policy offers",
    run: run((s) => `update offers set title = 'Another' where account_id = '${s.account}' and id = '${s.offer}'`),
  },
  {
    name: "a new row under an old event",
    refused: "policy teams",
    run: (tx) => copyRow(tx, "teams", "name = 'Product design'", { id: uuidv7(), name: "Ghosts" }),
  },
  {
    name: "a gap in the chain",
    refused: "audit_events_no_gap",
    run: event(() => ({ seq: "h.seq + 2" })),
    withoutEvent: true,
  },
  {
    name: "a second start of the chain",
    refused: "audit_events_pk",
    run: event(() => ({ seq: "1", prev: "null", prevHash: "decode(repeat('00', 32), 'hex')" })),
    withoutEvent: true,
  },
  {
    name: "a fork of the chain",
    refused: "audit_events_pk",
    run: event(() => ({
      seq: "h.seq",
      prev: "h.seq - 1",
      prevHash: "(select e.prev_hash from audit_events e where e.account_id = h.account_id and e.seq = h.seq)",
    })),
    withoutEvent: true,
  },
  {
    name: "a link to another past",
    refused: "audit_events_previous_fk",
    run: event(() => ({ prevHash: "sha256('another past')" })),
    withoutEvent: true,
  },
  {
    name: "a hash that is none",
    refused: "audit_events_hash",
    run: event(() => ({ hash: "sha256('none')" })),
    withoutEvent: true,
  },
  {
    name: "an event in another company's chain",
    refused: "policy audit_events",
    run: event((s) => ({ account: s.foreign.account })),
    withoutEvent: true,
  },
  {
    name: "an event rewritten",
    refused: "nothing",
    run: run((s) => `update audit_events set via = 'web' where account_id = '${s.account}'`),
  },
  {
    name: "a line of history rewritten",
    refused: "nothing",
    run: run((s) => `update audit_entries set data = '{}' where account_id = '${s.account}'`),
  },

  {
    name: "reading another company's offer",
    refused: "nothing",
    run: run((s) => `select id from offers where id = '${s.foreign.offer}'`),
  },
  {
    name: "changing another company's offer",
    refused: "nothing",
    run: run((s) => `update offers set title = 'Ours' where id = '${s.foreign.offer}'`),
  },
  {
    name: "a row for another company",
    refused: "policy offers",
    run: offerLike((s) => ({ account_id: s.foreign.account })),
  },
  {
    name: "an offer moved to another company",
    refused: "policy offers",
    run: run(
      (s) =>
        `update offers set account_id = '${s.foreign.account}', audit_id = $event where account_id = '${s.account}' and id = '${s.offer}'`,
    ),
  },
  {
    name: "reading without a context",
    refused: "nothing",
    as: () => ({ account: null, user: null }),
    run: run(
      () => "select id from offers union all select id from approval_requests union all select id from mail_outbox",
    ),
  },
  {
    name: "writing without a context",
    refused: "policy teams",
    as: () => ({ account: null, user: null }),
    run: run(
      (s) =>
        `insert into teams (account_id, id, name, parent, audit_id) values ('${s.account}', '${uuidv7()}', 'Ghosts', false, $event)`,
    ),
  },
  {
    name: "a freelancer who changes the offer",
    refused: "nothing",
    as: (s) => ({ account: null, user: s.talent, scope: "talent" }),
    run: run(
      (s) => `update offers set state = 'accepted', ended_at = '${far}', audit_id = $event where id = '${s.offer}'`,
    ),
  },
  {
    name: "a planner that writes",
    refused: "nothing",
    as: () => ({ account: null, user: null, scope: "plan" }),
    run: run(
      (s) =>
        `update approval_requests set state = 'expired', expires_at = null, audit_id = $event where id = '${s.approved}'`,
    ),
  },
  {
    name: "a planner that reads terms",
    refused: "nothing",
    as: () => ({ account: null, user: null, scope: "plan" }),
    run: run(() => "select offer_id from offer_versions"),
  },

  ...neverChanged.map(
    (table): Attack => ({
      name: `${table} rewritten`,
      refused: "nothing",
      run: run((s) => `update ${table} set audit_id = $event where account_id = '${s.account}'`),
    }),
  ),
  ...neverRemoved.map(
    (table): Attack => ({
      name: `${table} deleted`,
      refused: `denied ${table}`,
      run: run((s) => `delete from ${table} where account_id = '${s.account}'`),
    }),
  ),
  ...neverRemoved.map(
    (table): Attack => ({
      name: `${table} truncated`,
      refused: `denied ${table}`,
      run: run(() => `truncate ${table} cascade`),
    }),
  ),
];

export const attackNamed = (name: string): Attack => {
  const found = attacks.find((attack) => attack.name === name);
  if (!found) throw new Error(`There is no attack “${name}”.`);
  return found;
};
