/** Closed value lists. No imports, so that browser code may use them too. Each is also a check constraint in db/schema. */

export const roles = ["hiring_manager", "admin", "finance_admin", "program_owner"] as const;
export type Role = (typeof roles)[number];

export const staffRoles = ["support_agent", "payment_operations_agent"] as const;
export type StaffRole = (typeof staffRoles)[number];

export const membershipStates = ["active", "removed"] as const;

export const approvalScopes = ["all", "direct", "byo_payroll"] as const;
export type ApprovalScope = (typeof approvalScopes)[number];

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

/** `waiting`: a later step. `skipped`: the slot of the requester. `closed`: the request ended before this person answered. */
export const slotStates = ["waiting", "open", "approved", "declined", "skipped", "closed"] as const;
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

export const outboxStates = ["ready", "leased", "sent", "unknown", "dead", "held"] as const;
export type OutboxState = (typeof outboxStates)[number];
