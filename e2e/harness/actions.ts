import type { Plants } from "./plant";
import { type Asker, askers } from "./policies";

export type Fields = Record<string, string | string[]>;

/** A form that is complete and true, so that only the right of the sender stands between it and the deed. */
export type Attempt = {
  fields: Fields;
  /** For these people it would work; the harness sends it as one of them only where nothing is committed. */
  mayBy: readonly Asker[];
  /** They did it before: they are told again that it is done, and nothing is. */
  again?: readonly Asker[];
};

export type ActionPolicy = {
  /** How many arguments: `(previous, form)` of a form with state, or `(form)`. */
  args: 1 | 2;
  attempts(plants: Plants): Attempt[];
  /** Names of fields that hold an id; each is replaced by absent and malformed ones. */
  ids: readonly string[];
  /** What is not there is as good as gone: everybody is told so, and nothing is done. */
  gone?: true;
};

const day = (offset: number) => new Date(Date.UTC(2026, 0, 1 + offset)).toISOString().slice(0, 10);
const terms = { contractType: "hourly", rate: "71.00", weeklyHours: "17", startDate: day(700), endDate: day(730) };
const newIds = { id: "01a1ff00-0000-7000-8000-00000000aaaa", draftId: "01a1ff00-0000-7000-8000-00000000bbbb" };
const work = {
  title: "Forged",
  description: "Forged",
  talentName: "Forger",
  talentEmail: "teodor@marsh.example", // a direct offer goes to somebody who works here
  kind: "direct",
  ...terms,
};

const invited = { name: "Forger", email: "forger@forged.example" };

const workForm = { side: "client", key: "01a1ff00-0000-7000-8000-00000000cccc" };

const hirers = ["hiring-manager"] as const;
const managers = ["hiring-manager", "admin", "program-owner"] as const;
const admins = ["admin", "program-owner"] as const;
const financers = ["admin", "program-owner", "finance-admin"] as const;
const lena = ["other-company-hiring-manager"] as const;
/** Everybody with a seat in a company, and those of them who can spend. */
const seats = [...managers, ...lena, "second-hiring-manager", "approver", "second-approver", "finance-admin"] as const;
const spenders = [...managers, ...lena, "second-hiring-manager"] as const;

const decisions =
  (again: readonly Asker[]) =>
  ({ northwind: ours, harbour: theirs }: Plants): Attempt[] => [
    {
      fields: { requestId: ours.pending.id, fingerprint: ours.pending.fingerprint, reason: "Forged" },
      mayBy: ["approver"],
    },
    { fields: { requestId: theirs.pending.id, fingerprint: theirs.pending.fingerprint, reason: "Forged" }, mayBy: [] },
    // Of another request: right person, wrong content.
    { fields: { requestId: ours.pending.id, fingerprint: theirs.pending.fingerprint, reason: "Forged" }, mayBy: [] },
    // Decided already.
    { fields: { requestId: ours.used.id, fingerprint: ours.pending.fingerprint, reason: "Forged" }, mayBy: [], again },
  ];
const approval: ActionPolicy = { args: 2, ids: ["requestId"], attempts: decisions(["approver"]) };
const refusal: ActionPolicy = { args: 2, ids: ["requestId"], attempts: decisions([]) };

const managed =
  (fields: Fields) =>
  ({ northwind: ours, harbour: theirs }: Plants): Attempt[] => [
    { fields: { ...fields, offerId: ours.offer.id, version: String(ours.offer.version) }, mayBy: managers },
    { fields: { ...fields, offerId: theirs.offer.id, version: String(theirs.offer.version) }, mayBy: lena },
    // Accepted: final for everybody.
    { fields: { ...fields, offerId: ours.contract.offerId, version: "1" }, mayBy: [] },
  ];

const answered =
  (again: readonly Asker[]) =>
  ({ northwind: ours, harbour: theirs }: Plants): Attempt[] => [
    {
      fields: { offerId: ours.offer.id, version: String(ours.offer.version), reason: "Forged" },
      mayBy: ["freelancer"],
    },
    { fields: { offerId: theirs.offer.id, version: String(theirs.offer.version), reason: "Forged" }, mayBy: [] },
    { fields: { offerId: ours.contract.offerId, version: "1", reason: "Forged" }, mayBy: [], again },
  ];

const sent = ({ northwind: ours, harbour: theirs }: Plants): Attempt[] => [
  { fields: { ...newIds, ...work, deed: "send", teamId: ours.teamId, requestId: ours.free.id }, mayBy: hirers },
  { fields: { ...newIds, ...work, deed: "send", teamId: theirs.teamId, requestId: theirs.free.id }, mayBy: lena },
  // Own team, somebody else's approval; a used approval; none.
  { fields: { ...newIds, ...work, deed: "send", teamId: ours.teamId, requestId: theirs.free.id }, mayBy: [] },
  { fields: { ...newIds, ...work, deed: "send", teamId: ours.teamId, requestId: ours.used.id }, mayBy: [] },
  { fields: { ...newIds, ...work, deed: "send", teamId: ours.teamId, requestId: "" }, mayBy: [] },
];

const drafted = ({ northwind: ours }: Plants): Attempt[] => [
  // The same id in another company is another draft.
  {
    fields: { ...newIds, ...work, deed: "draft", draftId: ours.draft.id, teamId: ours.teamId },
    mayBy: ["hiring-manager", ...lena],
  },
];

/** A deed of finance on the planted purchase order; at Harbour nobody who asks may do it. */
const ofOrder = (fields: Fields, mayBy: readonly Asker[] = financers): ActionPolicy => ({
  args: 2,
  ids: ["orderId"],
  attempts: ({ northwind: ours, harbour: theirs }) => [
    { fields: { ...fields, orderId: ours.order.id }, mayBy },
    { fields: { ...fields, orderId: theirs.order.id }, mayBy: [] },
  ],
});

const wanted = { title: "Forged", description: "Forged", contractType: "hourly", orderChoice: "placeholder" };

/** A new job post, in a team of one's own and in one of another company. */
const posted =
  (fields: Fields) =>
  ({ northwind: ours, harbour: theirs }: Plants): Attempt[] => [
    { fields: { ...wanted, ...fields, id: newIds.id, version: "0", teamId: ours.teamId }, mayBy: managers },
    { fields: { ...wanted, ...fields, id: newIds.id, version: "0", teamId: theirs.teamId }, mayBy: lena },
    // An id that is taken, by somebody else's post.
    { fields: { ...wanted, ...fields, id: theirs.post.id, version: "1", teamId: ours.teamId }, mayBy: [] },
  ];

/** The planted job posts, changed. */
const kept =
  (fields: Fields) =>
  ({ northwind: ours, harbour: theirs }: Plants): Attempt[] => [
    { fields: { ...wanted, ...fields, id: ours.post.id, version: "1", teamId: ours.teamId }, mayBy: managers },
    { fields: { ...wanted, ...fields, id: theirs.post.id, version: "1", teamId: theirs.teamId }, mayBy: lena },
  ];

const ofContract = ({ contract }: Plants["northwind"], fields: Fields): Fields => ({
  ...fields,
  contractId: contract.id,
  version: "1",
});

/** A deed of the client on the planted fixed-price work: on its funded milestone, unless `on` says which one. */
const ofWork = (
  fields: Fields,
  { on = "funded", done = false }: { on?: "funded" | "agreed"; done?: boolean } = {},
): ActionPolicy => ({
  args: 2,
  ids: ["milestoneId"],
  attempts: ({ northwind: ours, harbour: theirs }) => [
    {
      fields: { ...workForm, ...fields, contractId: ours.work.id, milestoneId: ours.work[on] },
      mayBy: done ? managers : [],
    },
    {
      fields: { ...workForm, ...fields, contractId: theirs.work.id, milestoneId: theirs.work[on] },
      mayBy: done ? lena : [],
    },
  ],
});

/** A deed of the freelancer on it; at Harbour it is somebody else's. */
const ofOwnWork = (fields: Fields, mayBy: readonly Asker[] = ["second-freelancer"]): ActionPolicy => ({
  args: 2,
  ids: ["contractId", "milestoneId"],
  attempts: ({ northwind: ours, harbour: theirs }) => [
    { fields: { ...workForm, ...fields, contractId: ours.work.id, milestoneId: ours.work.funded }, mayBy },
    { fields: { ...workForm, ...fields, contractId: theirs.work.id, milestoneId: theirs.work.funded }, mayBy: [] },
    // Own contract, a milestone of another company.
    { fields: { ...workForm, ...fields, contractId: ours.work.id, milestoneId: theirs.work.funded }, mayBy: [] },
  ],
});

/** A deed of the freelancer on the planted hourly contract, which has a bonus; at Harbour it is somebody else's. */
const ofOwnContract = (fields: Fields, mayBy: readonly Asker[] = ["second-freelancer"]): ActionPolicy => ({
  args: 2,
  ids: ["contractId"],
  attempts: ({ northwind: ours, harbour: theirs }) => [
    { fields: { ...workForm, ...fields, contractId: ours.contract.id }, mayBy },
    { fields: { ...workForm, ...fields, contractId: theirs.contract.id }, mayBy: [] },
  ],
});

/** A deed on a whole contract, from one side's page. */
const onContract = (
  fields: Fields,
  { of = "contract", mayBy = managers }: { of?: "contract" | "work"; mayBy?: readonly Asker[] } = {},
): ActionPolicy => ({
  args: 2,
  ids: ["contractId"],
  attempts: ({ northwind: ours, harbour: theirs }) => [
    { fields: { ...workForm, ...fields, contractId: ours[of].id }, mayBy },
    { fields: { ...workForm, ...fields, contractId: theirs[of].id }, mayBy: mayBy === managers ? lena : [] },
    // From the freelancer's page: where an action has that side, it is nobody's here; elsewhere the word is not read.
    {
      fields: { ...workForm, ...fields, side: "talent", contractId: theirs[of].id },
      mayBy: mayBy === managers ? lena : [],
    },
  ],
});

/** A deed on the planted dispute, which waits for the client's answer; on a thing of another kind it is nobody's. */
const ofDispute = (fields: Fields, done = false): ActionPolicy => ({
  args: 2,
  ids: ["disputeId"],
  attempts: ({ northwind: ours, harbour: theirs }) => {
    const form = { side: "client", answer: "accept", ...fields };
    return [
      {
        fields: { ...form, contractId: ours.case.id, disputeId: ours.case.disputeId },
        mayBy: done ? managers : [],
      },
      {
        fields: { ...form, contractId: theirs.case.id, disputeId: theirs.case.disputeId },
        mayBy: done ? lena : [],
      },
      { fields: { ...form, contractId: ours.case.id, disputeId: ours.case.submitted }, mayBy: [] },
    ];
  },
});

/** The list of milestones of the planted work as a proposal would have it: the funded one alone, for less. */
const changed = ({ northwind: ours, harbour: theirs }: Plants, contractId?: string | string[]): Fields => ({
  "milestoneId[]": [contractId === ours.work.id ? ours.work.funded : theirs.work.funded],
  "milestoneTitle[]": ["Forged"],
  "milestoneAmount[]": ["7.00"],
  "milestoneDue[]": [""],
});

const payments = ["payment-operations-agent", "second-payment-operations-agent"] as const;
const wired = { key: newIds.id, amount: "71.00", reference: "Forged", receivedOn: day(0), note: "Forged" };

/** A deed of payment operations on the wire that waits in each company. */
const ofWire = (fields: Fields): ActionPolicy => ({
  args: 2,
  ids: ["company", "moveId"],
  attempts: ({ northwind: ours, harbour: theirs }) => [
    { fields: { ...fields, company: "northwind", moveId: ours.money.wire.id }, mayBy: payments },
    { fields: { ...fields, company: "harbour", moveId: theirs.money.wire.id }, mayBy: payments },
    // A move is found in its own company alone.
    { fields: { ...fields, company: "harbour", moveId: ours.money.wire.id }, mayBy: [] },
  ],
});

/** A deed of payment operations on the planted contract of each company. */
const ofHold = (mayBy: readonly Asker[]): ActionPolicy => ({
  args: 2,
  ids: ["company", "contractId"],
  attempts: ({ northwind: ours, harbour: theirs }) => [
    { fields: { company: "northwind", contractId: ours.contract.id, reason: "Forged" }, mayBy },
    { fields: { company: "harbour", contractId: theirs.contract.id, reason: "Forged" }, mayBy },
    // A contract is found in its own company alone.
    { fields: { company: "harbour", contractId: ours.contract.id, reason: "Forged" }, mayBy: [] },
  ],
});

/** The planted disputes are in no mediation and no arbitration, so nobody shares anything. */
const shared: ActionPolicy = {
  args: 2,
  ids: ["company", "disputeId"],
  attempts: ({ northwind: ours, harbour: theirs }) =>
    [
      { company: "northwind", disputeId: ours.case.disputeId },
      { company: "harbour", disputeId: theirs.case.disputeId },
      { company: "harbour", disputeId: ours.case.disputeId },
      { company: "northwind", disputeId: ours.contract.id },
    ].map((about) => ({
      fields: { ...about, key: newIds.id, release: "71.00", refund: "0", note: "Forged" },
      mayBy: [],
    })),
};

const open = (fields: Fields): ActionPolicy => ({ args: 2, ids: [], attempts: () => [{ fields, mayBy: [] }] });

/** A deed of admins on the planted team, or on a member in it; at Harbour nobody who asks may do it. */
const ofTeam = (
  fieldsOf: (planted: Plants["northwind"]) => Fields,
  ids: readonly string[],
  done = true,
): ActionPolicy => ({
  args: 2,
  ids,
  attempts: ({ northwind: ours, harbour: theirs }) => [
    { fields: fieldsOf(ours), mayBy: done ? admins : [] },
    { fields: fieldsOf(theirs), mayBy: [] },
    // Own member, another company's team; and the other way round.
    { fields: { ...fieldsOf(ours), teamId: theirs.teamId, "teamId[]": [theirs.teamId] }, mayBy: [] },
    { fields: { ...fieldsOf(ours), userId: theirs.colleagueId, teamId: theirs.teamId }, mayBy: [] },
  ],
});

const ofStanding: ActionPolicy = {
  args: 2,
  ids: ["company"],
  attempts: () => ["northwind", "harbour"].map((company) => ({ fields: { company, reason: "Forged" }, mayBy: [] })),
};

const payoutOf = ({ money }: Plants["northwind"]) => money.payoutId ?? newIds.id;

/** A deed of payment operations on the payout that is asked for; in another company it is not there. */
const ofPayout = (fields: Fields): ActionPolicy => ({
  args: 2,
  ids: ["company", "requestId"],
  attempts: ({ northwind: ours }) => [
    { fields: { ...fields, company: "northwind", requestId: payoutOf(ours) }, mayBy: payments },
    { fields: { ...fields, company: "harbour", requestId: payoutOf(ours) }, mayBy: [] },
  ],
});

/** Every Server Action of the product. One that the build has and this list has not fails the harness. */
export const actions: Record<string, ActionPolicy> = {
  createTeamAction: { args: 2, ids: [], attempts: () => [{ fields: { name: "Forged" }, mayBy: admins }] },
  renameTeamAction: ofTeam(({ teamId, teamToken }) => ({ teamId, token: teamToken, name: "Forged" }), ["teamId"]),
  // Work stands in it, so nobody hides it.
  hideTeamAction: ofTeam(({ teamId }) => ({ teamId }), ["teamId"], false),
  showTeamAction: ofTeam(({ teamId }) => ({ teamId }), ["teamId"]),
  addToTeamAction: ofTeam(({ teamId, colleagueId }) => ({ teamId, userId: colleagueId }), ["teamId", "userId"]),
  removeFromTeamAction: ofTeam(({ teamId, colleagueId }) => ({ teamId, userId: colleagueId }), ["teamId", "userId"]),
  changeRolesAction: ofTeam(
    ({ colleagueId, colleagueToken, teamId }) => ({
      userId: colleagueId,
      token: colleagueToken,
      admin: "on",
      "teamId[]": [teamId],
    }),
    ["userId", "teamId[]"],
  ),
  inviteMemberAction: {
    args: 2,
    ids: ["teamId[]"],
    attempts: ({ northwind: ours, harbour: theirs }): Attempt[] => [
      { fields: { ...invited, "teamId[]": [ours.teamId] }, mayBy: admins },
      // A team of another company; an address that has a seat.
      { fields: { ...invited, "teamId[]": [theirs.teamId] }, mayBy: [] },
      { fields: { ...invited, email: "bo@northwind.example", "teamId[]": [ours.teamId] }, mayBy: [] },
    ],
  },
  // Nobody was invited.
  sendInvitationAgainAction: open({ invitationId: newIds.id }),
  revokeInvitationAction: open({ invitationId: newIds.id }),
  acceptInvitationAction: open({ invitationId: newIds.id }),
  removeMemberAction: {
    args: 2,
    ids: ["userId"],
    attempts: ({ northwind: ours, harbour: theirs }): Attempt[] => [
      { fields: { userId: ours.colleagueId, token: ours.colleagueToken }, mayBy: admins },
      { fields: { userId: theirs.colleagueId, token: theirs.colleagueToken }, mayBy: [] },
      // Somebody answers for a contract that runs.
      { fields: { userId: ours.hirerId, token: ours.colleagueToken, ownerId: ours.colleagueId }, mayBy: [] },
    ],
  },
  requestApprovalAction: {
    args: 2,
    ids: ["id", "teamId", "postId", "orderChoice", "files[]"],
    attempts: ({ northwind: ours, harbour: theirs }) => {
      const form = {
        id: newIds.id,
        talentChoice: "open",
        title: "Forged",
        offerKind: "byo",
        reason: "Forged",
        orderChoice: "placeholder",
        ...terms,
      };
      return [
        { fields: { ...form, teamId: ours.teamId }, mayBy: managers },
        { fields: { ...form, teamId: theirs.teamId }, mayBy: lena },
        // Somebody else's upload.
        { fields: { ...form, teamId: ours.teamId, "files[]": [theirs.loose.id] }, mayBy: [] },
      ];
    },
  },
  submitPostFormAction: { args: 2, ids: ["id", "teamId", "ownerId"], attempts: posted({ deed: "open" }) },
  openPostAction: { args: 2, ids: ["id", "teamId", "ownerId", "orderChoice"], attempts: posted({}) },
  savePostDraftAction: { args: 2, ids: ["id", "teamId", "ownerId", "orderChoice"], attempts: posted({}) },
  editPostAction: { args: 2, ids: ["id", "teamId", "ownerId", "orderChoice"], attempts: kept({ title: "Forged" }) },
  // It is open, so nobody reopens it.
  reopenPostAction: {
    args: 2,
    ids: ["id", "teamId", "ownerId", "orderChoice"],
    attempts: (plants) => kept({})(plants).map((attempt) => ({ ...attempt, mayBy: [] })),
  },
  closePostAction: {
    args: 2,
    ids: ["postId"],
    attempts: ({ northwind: ours, harbour: theirs }) => [
      { fields: { postId: ours.post.id, reason: "Forged" }, mayBy: managers },
      { fields: { postId: theirs.post.id, reason: "Forged" }, mayBy: lena },
    ],
  },
  linkOrderAction: {
    args: 2,
    ids: ["contractId", "orderChoice"],
    attempts: ({ northwind: ours, harbour: theirs }) => [
      { fields: ofContract(ours, { orderChoice: ours.order.id }), mayBy: [...managers, "finance-admin"] },
      { fields: ofContract(theirs, { orderChoice: theirs.order.id }), mayBy: lena },
      // Own contract, another company's purchase order.
      { fields: ofContract(ours, { orderChoice: theirs.order.id }), mayBy: [] },
    ],
  },
  changeEndDateAction: {
    args: 2,
    ids: ["contractId"],
    attempts: ({ northwind: ours, harbour: theirs }) => [
      { fields: ofContract(ours, { endDate: day(900) }), mayBy: managers },
      { fields: ofContract(theirs, { endDate: day(900) }), mayBy: lena },
    ],
  },
  changeContactAction: {
    args: 2,
    ids: ["contractId", "contactId"],
    attempts: ({ northwind: ours, harbour: theirs }) => [
      // It is the contact person already; one of another company; one who may not hire.
      { fields: ofContract(ours, { contactId: ours.hirerId }), mayBy: [] },
      { fields: ofContract(ours, { contactId: theirs.hirerId }), mayBy: [] },
      { fields: ofContract(ours, { contactId: ours.approverId }), mayBy: [] },
    ],
  },
  recordChargeAction: {
    args: 2,
    ids: ["id", "contractId"],
    attempts: ({ northwind: ours, harbour: theirs }) => {
      const charge = { id: newIds.id, amount: "71.00", chargedOn: day(10), note: "Forged" };
      return [
        { fields: ofContract(ours, charge), mayBy: financers },
        { fields: ofContract(theirs, charge), mayBy: [] },
        // The id of another charge.
        { fields: ofContract(ours, { ...charge, id: ours.charge.id }), mayBy: [] },
      ];
    },
  },
  reverseChargeAction: {
    args: 2,
    ids: ["contractId", "chargeId"],
    attempts: ({ northwind: ours, harbour: theirs }) => [
      { fields: ofContract(ours, { chargeId: ours.charge.id, reason: "Forged" }), mayBy: financers },
      { fields: ofContract(theirs, { chargeId: theirs.charge.id, reason: "Forged" }), mayBy: [] },
      { fields: ofContract(ours, { chargeId: theirs.charge.id, reason: "Forged" }), mayBy: [] },
    ],
  },
  endContractAction: {
    args: 2,
    ids: ["contractId"],
    attempts: ({ northwind: ours, harbour: theirs }) => [
      { fields: ofContract(ours, { cause: "Other", reason: "Forged" }), mayBy: managers },
      { fields: ofContract(theirs, { cause: "Other", reason: "Forged" }), mayBy: lena },
    ],
  },
  endOwnContractAction: {
    args: 2,
    ids: ["contractId"],
    attempts: ({ northwind: ours, harbour: theirs }) => [
      { fields: ofContract(ours, { cause: "Other", reason: "Forged" }), mayBy: ["second-freelancer"] },
      { fields: ofContract(theirs, { cause: "Other", reason: "Forged" }), mayBy: [] },
    ],
  },
  // The first task of the planted plan is the freelancer's, the second the hiring manager's, and nobody does another's.
  finishTaskAction: {
    args: 2,
    ids: ["contractId"],
    attempts: ({ northwind: ours, harbour: theirs }) => [
      { fields: { side: "client", contractId: ours.waiting.id, position: "2" }, mayBy: hirers },
      { fields: { side: "talent", contractId: ours.waiting.id, position: "1" }, mayBy: ["second-freelancer"] },
      { fields: { side: "client", contractId: ours.waiting.id, position: "1" }, mayBy: [] },
      { fields: { side: "talent", contractId: ours.waiting.id, position: "2" }, mayBy: [] },
      { fields: { side: "client", contractId: theirs.waiting.id, position: "2" }, mayBy: lena },
      { fields: { side: "talent", contractId: theirs.waiting.id, position: "1" }, mayBy: [] },
    ],
  },
  // Pausing, restarting and hourly terms, on the planted hourly contract.
  pauseContractAction: onContract({}),
  // It is not paused, so nobody restarts it.
  restartContractAction: onContract({}, { mayBy: [] }),
  changeRateAction: onContract({ rate: "99.00" }),
  changeWeeklyLimitAction: onContract({ weeklyHours: "19" }),
  changeManualTimeAction: onContract({ manualTime: "on" }),
  // One milestone is funded at a time, and the first one is.
  fundMilestoneAction: ofWork({}, { on: "agreed" }),
  releaseMilestoneAction: ofWork({ pay: "part", amount: "7.00" }, { done: true }),
  requestRefundAction: ofWork({ reason: "Forged" }, { done: true }),
  // Nothing is submitted.
  requestChangesAction: ofWork({ note: "Forged" }),
  giveBonusAction: onContract({ amount: "7.00" }, { of: "work" }),
  askRefundAction: onContract({ amount: "1.00", reason: "Forged" }),
  // No request waits: nobody declines or withdraws one.
  declineRefundAction: { ...ofOwnContract({ askId: newIds.id, reason: "Forged" }, []), ids: ["contractId", "askId"] },
  withdrawAskAction: { ...onContract({ askId: newIds.id }, { mayBy: [] }), ids: ["contractId", "askId"] },
  payRefundAction: ofOwnContract({ amount: "1.00", reason: "Forged" }),
  proposeChangeAction: {
    ...onContract({}, { of: "work" }),
    attempts: (plants) =>
      onContract({}, { of: "work" })
        .attempts(plants)
        .map(({ fields, mayBy }) => ({ fields: { ...fields, ...changed(plants, fields.contractId) }, mayBy })),
  },
  answerProposalAction: onContract({ proposalId: newIds.id, answer: "accept" }, { of: "work", mayBy: [] }),
  submitWorkAction: {
    ...ofOwnWork({ message: "Forged", links: "" }),
    ids: ["contractId", "milestoneId", "files[]"],
  },
  giveBackAction: ofOwnWork({}),
  // It is not dormant, and no refund is asked for.
  requestReleaseAction: ofOwnWork({}, []),
  openDisputeAction: ofOwnWork({ side: "talent", description: "Forged" }, []),
  acceptDisputeAction: ofDispute({}, true),
  declineDisputeAction: ofDispute({ evidence: "Forged" }, true),
  // Another milestone of the contract is at work.
  withdrawDisputeAction: ofDispute({}),
  answerSettlementAction: ofDispute({ settlementId: newIds.id }),
  fileForArbitrationAction: ofDispute({}),
  recordWireAction: {
    args: 2,
    ids: ["key", "files[]"],
    attempts: ({ harbour: theirs }) => [
      { fields: wired, mayBy: financers },
      // Somebody else's upload.
      { fields: { ...wired, "files[]": [theirs.loose.id] }, mayBy: [] },
    ],
  },
  recordCompanyWireAction: {
    args: 2,
    ids: ["key", "company"],
    attempts: () => [{ fields: { ...wired, company: "northwind" }, mayBy: payments }],
  },
  recordPayoutAction: {
    args: 2,
    ids: ["key", "company", "talentUserId"],
    // Of the planted people nobody has that much.
    attempts: ({ northwind: ours }) => [
      {
        fields: {
          key: newIds.id,
          company: "northwind",
          talentUserId: ours.hirerId,
          amount: "71000.00",
          reason: "Forged",
        },
        mayBy: [],
      },
    ],
  },
  recordReturnAction: {
    args: 2,
    ids: ["key", "company"],
    // Nobody has that much on a balance.
    attempts: () =>
      ["northwind", "harbour"].map((company) => ({
        fields: { key: newIds.id, company, amount: "71000000.00", reference: "Forged", note: "Forged" },
        mayBy: [],
      })),
  },
  exemptFromFeeAction: {
    args: 2,
    ids: ["key", "company"],
    // Both pay what the installation takes already.
    attempts: () =>
      ["northwind", "harbour"].map((company) => ({
        fields: { key: newIds.id, company, to: "charged", note: "Forged" },
        mayBy: [],
      })),
  },
  askPayoutAction: {
    args: 2,
    ids: ["key", "company"],
    // Nobody has that much, and a company that owes one nothing is none.
    attempts: ({ northwind: ours, harbour: theirs }) =>
      [ours, theirs].map(({ accountId }) => ({
        fields: { key: newIds.id, company: accountId, amount: "71000.00" },
        mayBy: [],
      })),
  },
  withdrawPayoutAction: {
    args: 2,
    ids: ["requestId", "company"],
    attempts: ({ northwind: ours, harbour: theirs }) => [
      { fields: { company: ours.accountId, requestId: payoutOf(ours) }, mayBy: ["second-freelancer"] },
      { fields: { company: theirs.accountId, requestId: payoutOf(ours) }, mayBy: [] },
    ],
  },
  recordAskedPayoutAction: ofPayout({ key: newIds.id, amount: "1.00", reference: "Forged", note: "Forged" }),
  declinePayoutAction: ofPayout({ reason: "Forged" }),
  confirmMoveAction: ofWire({}),
  refuseMoveAction: ofWire({ reason: "Forged" }),
  holdContractAction: ofHold(payments),
  // Nothing holds it, so nobody lifts that.
  liftHoldAction: ofHold([]),
  // Nothing is past due and nobody is suspended, so neither is done.
  suspendCompanyAction: ofStanding,
  reinstateCompanyAction: ofStanding,
  openTicketDisputeAction: {
    args: 2,
    ids: ["company", "milestoneId"],
    attempts: ({ northwind: ours, harbour: theirs }) => {
      const form = { key: newIds.id, description: "Forged" };
      return [
        { fields: { ...form, company: "northwind", milestoneId: ours.case.submitted }, mayBy: ["support-agent"] },
        { fields: { ...form, company: "harbour", milestoneId: theirs.case.submitted }, mayBy: ["support-agent"] },
        // In another company; nothing was submitted.
        { fields: { ...form, company: "harbour", milestoneId: ours.case.submitted }, mayBy: [] },
        { fields: { ...form, company: "northwind", milestoneId: ours.work.funded }, mayBy: [] },
      ];
    },
  },
  proposeSettlementAction: shared,
  recordAwardAction: shared,
  approveRequestAction: approval,
  declineRequestAction: refusal,
  approveByMailAction: approval,
  declineByMailAction: refusal,
  withdrawRequestAction: {
    args: 2,
    ids: ["requestId"],
    attempts: ({ northwind: ours, harbour: theirs }) => [
      { fields: { requestId: ours.pending.id }, mayBy: hirers },
      { fields: { requestId: theirs.pending.id }, mayBy: lena },
      { fields: { requestId: ours.used.id }, mayBy: [] },
    ],
  },
  replaceApproverAction: {
    args: 2,
    ids: ["requestId", "approverId", "replacementId"],
    attempts: ({ northwind: ours, harbour: theirs }) => [
      {
        fields: { requestId: ours.pending.id, approverId: ours.approverId, replacementId: ours.colleagueId },
        mayBy: admins,
      },
      // Harbour has no admin among the askers; of another company; nobody asks this person; decided already.
      {
        fields: { requestId: theirs.pending.id, approverId: theirs.approverId, replacementId: theirs.colleagueId },
        mayBy: [],
      },
      {
        fields: { requestId: ours.pending.id, approverId: ours.approverId, replacementId: theirs.approverId },
        mayBy: [],
      },
      {
        fields: { requestId: ours.pending.id, approverId: theirs.approverId, replacementId: ours.colleagueId },
        mayBy: [],
      },
      {
        fields: { requestId: ours.used.id, approverId: ours.approverId, replacementId: ours.colleagueId },
        mayBy: [],
      },
    ],
  },
  remindApproverAction: {
    args: 2,
    ids: ["requestId", "approverId"],
    attempts: ({ northwind: ours, harbour: theirs }) => [
      { fields: { requestId: ours.pending.id, approverId: ours.approverId }, mayBy: hirers },
      { fields: { requestId: theirs.pending.id, approverId: theirs.approverId }, mayBy: lena },
      // Nobody asks this person; decided already.
      { fields: { requestId: ours.pending.id, approverId: theirs.approverId }, mayBy: [] },
      { fields: { requestId: ours.used.id, approverId: ours.approverId }, mayBy: [] },
    ],
  },
  submitOfferFormAction: {
    args: 2,
    ids: ["id", "teamId", "requestId", "contactId", "postId", "orderChoice"],
    attempts: (plants) => [...sent(plants), ...drafted(plants)],
  },
  sendOfferAction: {
    args: 2,
    ids: ["id", "teamId", "requestId", "contactId", "postId", "orderChoice"],
    attempts: sent,
  },
  saveDraftAction: { args: 2, ids: ["draftId"], attempts: drafted },
  discardDraftAction: {
    args: 2,
    ids: ["draftId"],
    gone: true,
    attempts: ({ northwind: ours, harbour: theirs }) => [
      { fields: { draftId: ours.draft.id }, mayBy: hirers },
      { fields: { draftId: theirs.draft.id }, mayBy: lena },
    ],
  },
  submitModifiedOfferAction: { args: 2, ids: ["offerId"], attempts: managed(work) },
  modifyOfferAction: { args: 2, ids: ["offerId"], attempts: managed(work) },
  withdrawOfferAction: { args: 2, ids: ["offerId"], attempts: managed({ reason: "Forged" }) },
  acceptOfferAction: { args: 2, ids: ["offerId"], attempts: answered(["second-freelancer"]) },
  declineOfferAction: { args: 2, ids: ["offerId"], attempts: answered([]) },
  changeApprovalPolicyAction: {
    args: 2,
    ids: ["step1a"],
    attempts: ({ northwind: ours, harbour: theirs }) => {
      const envelope = { envelope: "percent", envelopePercent: "10" };
      const form = {
        version: "1",
        enabled: "on",
        scope: "all",
        expiryDays: "9",
        declineReason: "optional",
        ...envelope,
      };
      return [
        { fields: { ...form, step1a: ours.approverId }, mayBy: admins },
        { fields: { ...form, step1a: theirs.approverId }, mayBy: [] },
      ];
    },
  },
  changeOrderSettingsAction: {
    args: 2,
    ids: ["token"],
    attempts: ({ northwind: ours, harbour: theirs }) => [
      { fields: { token: ours.settingsToken, requiredOnOffers: "on" }, mayBy: admins },
      { fields: { token: theirs.settingsToken, requiredOnOffers: "on" }, mayBy: [] },
    ],
  },
  createOrderAction: {
    args: 2,
    ids: ["id"],
    attempts: ({ northwind: ours, harbour: theirs }) => {
      const form = { id: newIds.id, number: "Forged", amount: "71.00", permission: "everybody" };
      return [
        { fields: form, mayBy: financers },
        // Another company's team; the id of a purchase order that is there.
        { fields: { ...form, permission: "teams", "teamId[]": [theirs.teamId] }, mayBy: [] },
        { fields: { ...form, id: ours.order.id }, mayBy: [] },
      ];
    },
  },
  updateOrderAction: ofOrder({ version: "1", number: "Forged", permission: "everybody" }),
  addFundsAction: ofOrder({ id: newIds.id, amount: "71.00", note: "Forged" }),
  correctFundsAction: ofOrder({ id: newIds.id, direction: "take", amount: "71.00", reason: "Forged" }, admins),
  extendOrderAction: ofOrder({ validThrough: day(900) }),
  archiveOrderAction: ofOrder({}),
  // Who manages purchase orders does it; whoever only sees one asks. Lena sees the one of her own company.
  askFinanceAction: {
    args: 2,
    ids: ["orderId"],
    attempts: ({ northwind: ours, harbour: theirs }) => [
      { fields: { orderId: ours.order.id, note: "Forged" }, mayBy: hirers },
      { fields: { orderId: theirs.order.id, note: "Forged" }, mayBy: lena },
    ],
  },
  // It is not archived, so nobody brings it back.
  unarchiveOrderAction: ofOrder({}, []),
  changeAlertSettingsAction: {
    args: 2,
    ids: [],
    attempts: ({ northwind: { alertVersion } }) => [
      {
        fields: {
          version: String(alertVersion),
          ...{ weekday: "3", time: "06:00", zone: "", overlap: "all", enabled: "on" },
        },
        mayBy: admins,
      },
    ],
  },
  changeNotificationSettingAction: {
    args: 2,
    ids: [],
    attempts: () => [
      { fields: { category: "offers", channel: "mail", value: "off" }, mayBy: seats },
      { fields: { category: "spend_alerts", channel: "mail", value: "off" }, mayBy: spenders },
      // Locked on, for everybody; no such choice.
      { fields: { category: "approvals", channel: "mail", value: "off" }, mayBy: [] },
      { fields: { category: "security", channel: "in_product", value: "off" }, mayBy: [] },
      { fields: { category: "offers", channel: "mail", value: "daily" }, mayBy: [] },
    ],
  },
  // Everybody with a session has these of their own; there is none for what freelancers get no mail of.
  changeTalentNotificationSettingAction: {
    args: 2,
    ids: [],
    attempts: () => [
      {
        fields: { category: "offers", channel: "mail", value: "off" },
        mayBy: askers.filter((asker) => asker !== "nobody"),
      },
      { fields: { category: "contract_stops", channel: "mail", value: "off" }, mayBy: [] },
      { fields: { category: "security", channel: "mail", value: "off" }, mayBy: [] },
      { fields: { category: "offers", channel: "in_product", value: "off" }, mayBy: [] },
      { fields: { category: "spend_alerts", channel: "mail", value: "off" }, mayBy: [] },
    ],
  },
  changeDigestScheduleAction: {
    args: 2,
    ids: [],
    attempts: () => [
      { fields: { weekday: "2", time: "09:00", zone: "" }, mayBy: spenders },
      { fields: { weekday: "2", time: "04:00", zone: "" }, mayBy: [] },
    ],
  },
  acknowledgeAlertAction: {
    args: 2,
    ids: [],
    // Nothing that was planted raises an alert, so nobody finds a line to acknowledge.
    attempts: ({ northwind: ours, harbour: theirs }) =>
      [ours, theirs].map(({ contract }) => ({
        fields: { lineKey: `past_end/${contract.id}`, untilDate: day(700), note: "Forged" },
        mayBy: [],
      })),
  },
  openNoticeAction: {
    args: 2,
    ids: ["noticeId"],
    attempts: ({ northwind: ours, harbour: theirs }) => [
      { fields: { noticeId: ours.notice.id }, mayBy: ["approver"] },
      { fields: { noticeId: theirs.notice.id }, mayBy: [] },
    ],
  },
  markAllNoticesReadAction: {
    args: 2,
    ids: [],
    attempts: () => [{ fields: { shownAt: "2100-01-01T00:00:00Z" }, mayBy: seats }],
  },
  switchAccountAction: {
    args: 1,
    ids: ["accountId"],
    attempts: ({ northwind: ours, harbour: theirs }) => [
      {
        fields: { accountId: ours.accountId },
        mayBy: [
          "hiring-manager",
          "second-hiring-manager",
          "approver",
          "second-approver",
          "admin",
          "program-owner",
          "finance-admin",
        ],
      },
      { fields: { accountId: theirs.accountId }, mayBy: lena },
    ],
  },
  askToSignInAction: open({ email: "not an address" }),
  finishWithLinkAction: open({ token: "A".repeat(43) }),
  finishWithCodeAction: open({ token: "A".repeat(43), code: "000000" }),
  // Ends the sender's own session and nothing else; its origin check is tried with everybody's.
  signOutAction: { args: 1, ids: [], attempts: () => [] },
  continueAsAction: { args: 1, ids: [], attempts: () => [{ fields: { persona: "emperor" }, mayBy: [] }] },
  advanceClockAction: {
    args: 1,
    ids: [],
    attempts: () => [
      { fields: { advance: "P-1D" }, mayBy: [] },
      { fields: { advance: "tomorrow" }, mayBy: [] },
    ],
  },
};

const boundary = "----countersign-harness";

/** A call of an action as the browser sends it: `[null, form]` or `[form]`, the form’s fields under part 1. */
export function encode(
  policy: Pick<ActionPolicy, "args">,
  fields: Fields,
): { headers: Record<string, string>; body: string } {
  const parts = Object.entries(fields).flatMap(([name, value]) =>
    [value].flat().map((text) => [`_1_${name}`, text] as const),
  );
  return multipart([...parts, ["0", policy.args === 2 ? '[null,"$K1"]' : '["$K1"]']]);
}

export function multipart(parts: readonly (readonly [name: string, value: string])[]): {
  headers: Record<string, string>;
  body: string;
} {
  const body = parts
    .map(
      ([name, value]) =>
        `--${boundary}\r\ncontent-disposition: form-data; name="${name.replaceAll('"', "%22")}"\r\n\r\n${value}\r\n`,
    )
    .join("");
  return {
    headers: { "content-type": `multipart/form-data; boundary=${boundary}` },
    body: `${body}--${boundary}--\r\n`,
  };
}

/** What is no call of an action at all. */
export const garbage: { headers: Record<string, string>; body: string }[] = [
  ...["garbage", "", "{}", '[null,{"requestId":"1"}]', '[null,"$K9"]', '["$9:then"]', "\ud800"].map((body) => ({
    headers: { "content-type": "text/plain;charset=UTF-8" },
    body,
  })),
  { headers: { "content-type": "text/plain;charset=UTF-8" }, body: `${"[".repeat(3_000)}${"]".repeat(3_000)}` },
  { headers: { "content-type": "application/json" }, body: '{"__proto__":{"ok":true}}' },
  { headers: { "content-type": "application/x-www-form-urlencoded" }, body: "requestId=1&a[]=2" },
  { headers: { "content-type": "multipart/form-data" }, body: "no boundary" },
  { headers: { "content-type": `multipart/form-data; boundary=${boundary}` }, body: "--other\r\n" },
  { headers: { "content-type": `multipart/form-data; boundary=${boundary}` }, body: `--${boundary}\r\ncontent-` },
  ...[
    "not json",
    "",
    "null",
    "{}",
    "[]",
    "[null]",
    '[null,""]',
    "[null,7]",
    '[null,["$K1"]]',
    '[null,{"a":{"b":"$K1"}}]',
    '["$K1",null]',
  ].map((args) =>
    multipart([
      ["0", args],
      ["_1_id", "\0"],
    ]),
  ),
  ...['["$F1","$@2","$Q3","$W4","$i5"]', '["$1:__proto__:then","$K1"]', '[{"__proto__":"$F1"},"$K1"]'].map((args) =>
    multipart([["0", args]]),
  ),
  multipart([["_1_a", "b"]]),
];
