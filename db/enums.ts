/** Closed value lists. No imports, so that browser code may use them too. Each is also a check constraint in db/schema. */

export const roles = ["hiring_manager", "admin", "finance_admin", "program_owner"] as const;
export type Role = (typeof roles)[number];

export const staffRoles = ["support_agent", "payment_operations_agent"] as const;
export type StaffRole = (typeof staffRoles)[number];

export const membershipStates = ["active", "removed"] as const;
export type MembershipState = (typeof membershipStates)[number];

/** Expired is a question, not a state: an open invitation whose time is over. */
export const invitationStates = ["open", "accepted", "revoked"] as const;
export type InvitationState = (typeof invitationStates)[number];

export const approvalScopes = ["all", "direct", "byo_payroll"] as const;
export type ApprovalScope = (typeof approvalScopes)[number];

/** How far an offer may go beyond what was approved. */
export const envelopeModes = ["carry_over_always", "percent", "strict"] as const;
export type EnvelopeMode = (typeof envelopeModes)[number];

export const offerKinds = ["direct", "byo", "payroll"] as const;
export type OfferKind = (typeof offerKinds)[number];

export const contractTypes = ["hourly", "fixed_price"] as const;
export type ContractType = (typeof contractTypes)[number];

/** `consumed`: a live offer holds the approval. `declined`, `withdrawn`, `expired` are final. */
export const requestStates = ["pending", "approved", "declined", "withdrawn", "expired", "consumed"] as const;
export type RequestState = (typeof requestStates)[number];

/** How a pending request ended. It never changes afterwards, also when an approved request expires unused. */
export const requestOutcomes = ["approved", "declined", "withdrawn", "expired"] as const;
export type RequestOutcome = (typeof requestOutcomes)[number];

/**
 * `waiting`: a later step. `skipped`: the slot of the requester. `closed`: the request ended before this person answered.
 * `replaced`: an admin named somebody else, whose slot follows; this person is no approver of the request any more.
 */
export const slotStates = ["waiting", "open", "approved", "declined", "skipped", "closed", "replaced"] as const;
export type SlotState = (typeof slotStates)[number];

export const decisionKinds = ["approved", "declined"] as const;
export type DecisionKind = (typeof decisionKinds)[number];

export const decisionChannels = ["dashboard", "mail", "import"] as const;
export type DecisionChannel = (typeof decisionChannels)[number];

/** `pending` and `accepted` are live; the others are final. Drafts live in a table of their own. */
export const offerStates = ["pending", "accepted", "declined", "withdrawn", "expired"] as const;
export type OfferState = (typeof offerStates)[number];

export const offerOutcomes = ["accepted", "declined", "withdrawn", "expired"] as const;
export type OfferOutcome = (typeof offerOutcomes)[number];

export const offerGates = ["approved", "not_required"] as const;
export type OfferGate = (typeof offerGates)[number];

export const contractStates = ["pending", "active", "paused", "ended"] as const;
export type ContractState = (typeof contractStates)[number];

/** `pending`: not checked yet. `ready`: its owner may attach it. `attached`: part of a request, kept. */
export const fileStates = ["pending", "ready", "attached"] as const;
export type FileState = (typeof fileStates)[number];

/** `dropped`: not wanted, or not to be sent, when its turn came; `lastError` says why. `dead`: could not be sent. */
export const outboxStates = ["ready", "leased", "sent", "unknown", "dead", "held", "dropped"] as const;
export type OutboxState = (typeof outboxStates)[number];

/** What a ledger account belongs to. */
export const ledgerSubjects = ["order", "company", "milestone", "offer", "talent", "platform"] as const;
export type LedgerSubject = (typeof ledgerSubjects)[number];

/** Why money or a stage moved. */
export const transferKinds = [
  "order_funded",
  "order_corrected",
  "reserved",
  "reservation_freed",
  "committed",
  "commitment_freed",
  "accrued",
  "accrual_freed",
  "invoiced",
  "credited",
  "paid",
  "refunded",
  "reallocated",
  "deposit",
  "credit_drawn",
  "escrow_funded",
  "escrow_released",
  "escrow_returned",
  "escrow_rolled",
  "bonus",
  "earning_available",
  "payout",
  "fee",
  "fee_returned",
  "reversal",
  "payment_refunded",
  "company_return",
] as const;
export type TransferKind = (typeof transferKinds)[number];

/** The pots of a purchase order: `funds` is the other side of all of them together (product.md §4). */
export const orderStages = ["funds", "free", "reserved", "committed", "accrued", "invoiced", "paid"] as const;
export type OrderStage = (typeof orderStages)[number];

export const orderStates = ["active", "archived"] as const;
export type OrderState = (typeof orderStates)[number];

export const orderPermissions = ["everybody", "teams", "people"] as const;
export type OrderPermission = (typeof orderPermissions)[number];

/** `placeholder`: "I don't have one yet". `none`: the question was not asked. */
export const orderChoices = ["order", "placeholder", "none"] as const;
export type OrderChoice = (typeof orderChoices)[number];

export const postStates = ["draft", "open", "closed", "expired"] as const;
export type PostState = (typeof postStates)[number];

export const contractOrigins = ["offer", "import"] as const;
export type ContractOrigin = (typeof contractOrigins)[number];

export const alertOverlaps = ["most_severe", "all"] as const;
export type AlertOverlap = (typeof alertOverlaps)[number];

/** `nothing`: nothing to report that week. `skipped`: more than 72 hours late. */
export const digestOutcomes = ["sent", "nothing", "setting_off", "not_eligible", "suppressed", "skipped"] as const;
export type DigestOutcome = (typeof digestOutcomes)[number];

/** The rows of the notification settings (product.md §6): where part of a category is locked on, it is a row of its own. */
export const notificationCategories = [
  "approvals",
  "approval_reminders",
  "offers",
  "contracts",
  "contract_stops",
  "orders",
  "spend_alerts",
  "messages",
  "billing",
  "account_standing",
  "security",
] as const;
export type NotificationCategory = (typeof notificationCategories)[number];

export const notificationChannels = ["in_product", "mail"] as const;
export type NotificationChannel = (typeof notificationChannels)[number];

export const suppressionReasons = ["bounced", "complained"] as const;

/** Why a contract is paused. The client lifts only `client`; the others end with their cause (product.md §9). */
export const pauseCauses = ["client", "suspension", "dispute", "risk", "payroll"] as const;
export type PauseCause = (typeof pauseCauses)[number];

/**
 * Where a milestone stands (product part two, §11.3). Money is held from `funded` to `disputed`; an agreed one may hold
 * what rolled on from the one before. `release_requested`: the freelancer asked for it on a dormant contract (§11.7).
 */
export const milestoneStates = [
  "agreed",
  "funded",
  "submitted",
  "changes_requested",
  "release_requested",
  "refund_requested",
  "disputed",
  "released",
  "refunded",
  "removed",
] as const;
export type MilestoneState = (typeof milestoneStates)[number];

export const contractSides = ["client", "talent"] as const;
export type ContractSide = (typeof contractSides)[number];

/** `lapsed`: 14 days, a submission or the contract's end came first. */
export const proposalStates = ["open", "accepted", "declined", "lapsed"] as const;
export type ProposalState = (typeof proposalStates)[number];

/** How a request for a refund of escrow ended. `silent`: nobody answered within 7 days. */
export const refundAnswers = ["approved", "silent", "disputed", "given_back"] as const;
export type RefundAnswer = (typeof refundAnswers)[number];

/** How a request for a refund of what was paid out ended; nobody has to give one. */
export const askStates = ["open", "paid", "declined", "withdrawn", "lapsed"] as const;
export type AskState = (typeof askStates)[number];

export const disputeOrigins = ["refund_request", "ticket", "dormancy"] as const;
export type DisputeOrigin = (typeof disputeOrigins)[number];

export const disputeStates = ["awaiting_client", "mediation", "arbitration", "closed", "withdrawn"] as const;
export type DisputeState = (typeof disputeStates)[number];

/** `agreed` waits for the second staff person; `rejected` also stands for no answer in time. */
export const settlementStates = ["open", "agreed", "rejected", "executed"] as const;
export type SettlementState = (typeof settlementStates)[number];

export const earningKinds = ["release", "bonus"] as const;
export type EarningKind = (typeof earningKinds)[number];

export const billingModes = ["charged", "on_terms"] as const;
export type BillingMode = (typeof billingModes)[number];

/** Who or what released an earning: the client; the clock, after a submission or on a dormant contract; or a dispute. */
export const releasedBy = ["client", "silence", "dormancy", "dispute"] as const;
export type ReleasedBy = (typeof releasedBy)[number];

/**
 * A movement of a company's money that has a receipt. `return`: what was left on its balance is paid back to it.
 * `fee_refund`: the fee on money that came back comes back with it.
 */
export const receiptKinds = ["funding", "refund", "bonus", "payment", "return", "fee", "fee_refund"] as const;
export type ReceiptKind = (typeof receiptKinds)[number];

export const invoiceKinds = ["monthly", "credit_note"] as const;
export type InvoiceKind = (typeof invoiceKinds)[number];

/** Money moves that need two people (product part two, §13.7). */
export const moveKinds = ["wire", "escrow_decision", "payout", "company_return", "fee_exemption"] as const;
export type MoveKind = (typeof moveKinds)[number];

/** A freelancer's request for a payout: open, recorded by staff as a money move, and how it ended (part two, §11.4). */
export const payoutStates = ["open", "recorded", "paid", "declined", "withdrawn"] as const;
export type PayoutState = (typeof payoutStates)[number];

export const moveStates = ["proposed", "confirmed", "refused", "lapsed"] as const;
export type MoveState = (typeof moveStates)[number];
