import type { PersonaKey } from "@/lib/demo/personas";
import type { Plants } from "./plant";

/** Everybody the harness asks as. */
export type Asker = PersonaKey | "nobody";

const hirers = ["hiring-manager", "second-hiring-manager"] as const;
const admins = ["admin", "program-owner"] as const;
const northwind = [...hirers, "approver", "second-approver", ...admins, "finance-admin"] as const;
const members = [...northwind, "other-company-hiring-manager"] as const;
const talent = ["freelancer", "second-freelancer"] as const;
const payments = ["payment-operations-agent", "second-payment-operations-agent"] as const;
const staff = ["support-agent", ...payments] as const;
const signedIn = [...members, ...talent, ...staff] as const;
const anybody = [...signedIn, "nobody"] as const;

export const askers: readonly Asker[] = anybody;

/** Somebody's thing behind an address: only these people find it there. */
export type Thing = { path: string; id: string; seenBy: readonly Asker[] };

export type RoutePolicy = {
  /** Who finds something here at all. Anybody else who is signed in finds nothing, and nobody is led to sign in. */
  who: readonly Asker[];
  /** What people it is not for get; by default a page that is not found. */
  others?: { signedIn?: readonly number[]; nobody?: readonly number[] };
  /** What `who` gets at the plain address. Default 200. */
  answers?: readonly number[];
  /** The thing in the address, in every company; `at` puts any id in its place. */
  things?: (plants: Plants) => Thing[];
  at?: (id: string) => string;
  /** Only in the demo: shows what the demo is there to show, so no word is foreign. */
  demo?: true;
};

type Of = (plants: Plants) => Thing[];

/** Who sees what was planted at Northwind and at Harbour (product.md §2.4): creator, assigned approver, admins, program owners. */
const requestReaders = ["hiring-manager", "approver", ...admins] as const;
const offerReaders = ["hiring-manager", ...admins] as const;
const contractReaders = ["hiring-manager", ...admins, "finance-admin"] as const;
/** What was planted names the hiring manager's team (product.md §2.4: usable, or all). */
const orderReaders = ["hiring-manager", ...admins, "finance-admin"] as const;
const otherHirer = ["other-company-hiring-manager"] as const;
const billing = [...admins, "finance-admin"] as const;

const requests =
  (at: (id: string) => string): Of =>
  ({ northwind: ours, harbour: theirs }) => [
    ...[ours.pending.id, ours.used.id, ours.free.id, ours.contract.requestId].map((id) => ({
      path: at(id),
      id,
      seenBy: requestReaders,
    })),
    ...[theirs.pending.id, theirs.used.id, theirs.free.id].map((id) => ({ path: at(id), id, seenBy: otherHirer })),
  ];

const offers =
  (at: (id: string) => string): Of =>
  ({ northwind: ours, harbour: theirs }) => [
    ...[ours.offer.id, ours.contract.offerId].map((id) => ({ path: at(id), id, seenBy: offerReaders })),
    ...[theirs.offer.id, theirs.contract.offerId].map((id) => ({ path: at(id), id, seenBy: otherHirer })),
  ];

/** Owner, people who hire in its team, admins and finance. */
const postReaders = ["hiring-manager", ...admins, "finance-admin"] as const;
const posts =
  (at: (id: string) => string): Of =>
  ({ northwind: ours, harbour: theirs }) => [
    { path: at(ours.post.id), id: ours.post.id, seenBy: postReaders },
    { path: at(theirs.post.id), id: theirs.post.id, seenBy: otherHirer },
  ];

const talentOffers =
  (at: (id: string) => string): Of =>
  ({ northwind: ours, harbour: theirs }) => [
    { path: at(ours.offer.id), id: ours.offer.id, seenBy: ["freelancer"] },
    { path: at(ours.contract.offerId), id: ours.contract.offerId, seenBy: ["second-freelancer"] },
    { path: at(theirs.offer.id), id: theirs.offer.id, seenBy: [] },
  ];

const talentContracts =
  (at: (id: string) => string): Of =>
  ({ northwind: ours, harbour: theirs }) => [
    { path: at(ours.contract.id), id: ours.contract.id, seenBy: ["second-freelancer"] },
    { path: at(ours.work.id), id: ours.work.id, seenBy: ["second-freelancer"] },
    { path: at(ours.waiting.id), id: ours.waiting.id, seenBy: ["second-freelancer"] },
    { path: at(theirs.contract.id), id: theirs.contract.id, seenBy: [] },
    { path: at(theirs.work.id), id: theirs.work.id, seenBy: [] },
    { path: at(theirs.waiting.id), id: theirs.waiting.id, seenBy: [] },
  ];

/** Finance, and the client side of the contract; at Harbour the planted contract is the hiring manager's. */
const receipts =
  (at: (id: string) => string): Of =>
  ({ northwind: ours, harbour: theirs }) => [
    { path: at(ours.money.receiptId), id: ours.money.receiptId, seenBy: ["hiring-manager", ...billing] },
    { path: at(theirs.money.receiptId), id: theirs.money.receiptId, seenBy: otherHirer },
  ];

const earnings =
  (at: (id: string) => string): Of =>
  ({ northwind: ours, harbour: theirs }) => [
    { path: at(ours.money.earningId), id: ours.money.earningId, seenBy: ["second-freelancer"] },
    { path: at(theirs.money.earningId), id: theirs.money.earningId, seenBy: [] },
  ];

/** A payout of the demo's story; at Harbour nobody was paid out yet. */
const payouts =
  (at: (id: string) => string): Of =>
  ({ northwind: ours }) => [
    { path: at(ours.money.paidOutId ?? ""), id: ours.money.paidOutId ?? "", seenBy: ["second-freelancer"] },
  ];

const orders =
  (at: (id: string) => string): Of =>
  ({ northwind: ours, harbour: theirs }) => [
    { path: at(ours.order.id), id: ours.order.id, seenBy: orderReaders },
    { path: at(theirs.order.id), id: theirs.order.id, seenBy: otherHirer },
  ];

/** Finance of the own company; nobody who asks sees the money of Harbour. */
const invoices =
  (at: (id: string) => string): Of =>
  ({ northwind: ours, harbour: theirs }) => [
    { path: at(ours.money.invoiceId), id: ours.money.invoiceId, seenBy: billing },
    { path: at(theirs.money.invoiceId), id: theirs.money.invoiceId, seenBy: [] },
  ];

/** The file of a wire, by the company it was recorded in. */
const wireFiles =
  (at: (id: string, slug: string) => string, seenBy: readonly Asker[]): Of =>
  ({ northwind: ours, harbour: theirs }) => [
    { path: at(ours.money.wire.id, "northwind"), id: ours.money.wire.id, seenBy },
    { path: at(theirs.money.wire.id, "harbour"), id: theirs.money.wire.id, seenBy: seenBy === billing ? [] : seenBy },
    // A move is found in its own company alone.
    { path: at(ours.money.wire.id, "harbour"), id: ours.money.wire.id, seenBy: seenBy === billing ? billing : [] },
  ];

const about = (at: (id: string) => string, of: (at: (id: string) => string) => Of) => ({ at, things: of(at) });

const signInFirst = { nobody: [307] };
const demoPage: RoutePolicy = { who: anybody, demo: true };

/** Every address that the build serves. One that is missing here fails the harness, and so does one that is gone. */
export const routes: Record<string, RoutePolicy> = {
  "/": { who: anybody, answers: [307] },
  "/sign-in": { who: anybody },
  "/verify": { who: anybody, answers: [200, 307] },
  "/_not-found": { who: anybody, answers: [404] },
  "/_global-error": { who: anybody, answers: [200, 404, 500] },
  "/icon.svg": { who: anybody },

  "/ab": { who: [...members, ...staff], answers: [307], others: signInFirst },
  "/ab/jobs": { who: members, answers: [307], others: signInFirst },
  "/ab/jobs/approvals": { who: members, others: signInFirst },
  // An id that is not one's own to copy leaves the form empty: foreign and absent are the same empty form.
  "/ab/jobs/approvals/new": {
    who: members,
    others: signInFirst,
    at: (id) => `/ab/jobs/approvals/new?copy=${id}`,
    things: ({ northwind: ours, harbour: theirs }) => [
      ...[ours.pending.id, ours.free.id].map((id) => ({
        path: `/ab/jobs/approvals/new?copy=${id}`,
        id,
        seenBy: ["hiring-manager"] as const,
      })),
      { path: `/ab/jobs/approvals/new?copy=${theirs.pending.id}`, id: theirs.pending.id, seenBy: otherHirer },
      { path: `/ab/jobs/approvals/new?draft=${ours.draft.id}`, id: ours.draft.id, seenBy: ["hiring-manager"] },
      { path: `/ab/jobs/approvals/new?draft=${theirs.draft.id}`, id: theirs.draft.id, seenBy: otherHirer },
    ],
  },
  "/ab/jobs/approvals/[requestId]": {
    who: members,
    others: signInFirst,
    ...about((id) => `/ab/jobs/approvals/${id}`, requests),
  },
  "/ab/jobs/posts": { who: members, others: signInFirst },
  "/ab/jobs/posts/new": { who: [...hirers, ...admins, ...otherHirer], others: signInFirst },
  "/ab/jobs/posts/[postId]": { who: members, others: signInFirst, ...about((id) => `/ab/jobs/posts/${id}`, posts) },
  "/ab/jobs/posts/[postId]/edit": {
    who: members,
    others: signInFirst,
    at: (id) => `/ab/jobs/posts/${id}/edit`,
    things: ({ northwind: ours, harbour: theirs }) => [
      { path: `/ab/jobs/posts/${ours.post.id}/edit`, id: ours.post.id, seenBy: offerReaders },
      { path: `/ab/jobs/posts/${theirs.post.id}/edit`, id: theirs.post.id, seenBy: otherHirer },
    ],
  },
  "/ab/jobs/offers": { who: members, others: signInFirst },
  "/ab/jobs/offers/new": {
    who: [...hirers, ...admins, "other-company-hiring-manager"],
    others: signInFirst,
    at: (id) => `/ab/jobs/offers/new?from=${id}`,
    things: (plants) => [
      ...offers((id) => `/ab/jobs/offers/new?from=${id}`)(plants),
      {
        path: `/ab/jobs/offers/new?draft=${plants.northwind.draft.id}`,
        id: plants.northwind.draft.id,
        seenBy: ["hiring-manager"],
      },
      { path: `/ab/jobs/offers/new?draft=${plants.harbour.draft.id}`, id: plants.harbour.draft.id, seenBy: otherHirer },
      {
        path: `/ab/jobs/offers/new?request=${plants.northwind.free.id}`,
        id: plants.northwind.free.id,
        seenBy: ["hiring-manager"],
      },
      { path: `/ab/jobs/offers/new?request=${plants.harbour.free.id}`, id: plants.harbour.free.id, seenBy: otherHirer },
      {
        path: `/ab/jobs/offers/new?post=${plants.northwind.post.id}`,
        id: plants.northwind.post.id,
        seenBy: offerReaders,
      },
      { path: `/ab/jobs/offers/new?post=${plants.harbour.post.id}`, id: plants.harbour.post.id, seenBy: otherHirer },
    ],
  },
  "/ab/jobs/offers/[offerId]": { who: members, others: signInFirst, ...about((id) => `/ab/jobs/offers/${id}`, offers) },
  "/ab/jobs/offers/[offerId]/modify": {
    who: members,
    others: signInFirst,
    ...about((id) => `/ab/jobs/offers/${id}/modify`, offers),
  },
  "/ab/jobs/contracts": { who: members, others: signInFirst },
  "/ab/jobs/contracts/[number]": {
    who: members,
    others: signInFirst,
    at: (number) => `/ab/jobs/contracts/${number}`,
    // Numbers count per company: that of the other company leads nowhere or to an own contract, never to theirs.
    things: ({ northwind: ours }) => [
      { path: `/ab/jobs/contracts/${ours.contract.number}`, id: String(ours.contract.number), seenBy: contractReaders },
      { path: `/ab/jobs/contracts/${ours.work.number}`, id: String(ours.work.number), seenBy: contractReaders },
      { path: `/ab/jobs/contracts/${ours.waiting.number}`, id: String(ours.waiting.number), seenBy: contractReaders },
    ],
  },
  "/ab/settings": { who: members, others: signInFirst },
  "/ab/settings/purchase-orders": { who: members, others: signInFirst },
  "/ab/reports/purchase-orders": { who: members, others: signInFirst },
  "/ab/reports/purchase-orders/new": { who: members, others: signInFirst },
  "/ab/reports/purchase-orders/[orderId]": {
    who: members,
    others: signInFirst,
    ...about((id) => `/ab/reports/purchase-orders/${id}`, orders),
  },
  "/ab/reports/purchase-orders/[orderId]/edit": {
    who: members,
    others: signInFirst,
    ...about((id) => `/ab/reports/purchase-orders/${id}/edit`, orders),
  },
  "/ab/billing": { who: billing, others: signInFirst },
  "/ab/billing/transactions": { who: billing, others: signInFirst },
  "/ab/billing/invoices": { who: billing, others: signInFirst },
  "/ab/billing/payments": { who: billing, others: signInFirst },
  "/ab/billing/invoices/[invoiceId]": {
    who: billing,
    others: signInFirst,
    ...about((id) => `/ab/billing/invoices/${id}`, invoices),
  },
  "/ab/billing/statements/[month]": {
    who: billing,
    others: signInFirst,
    at: (month) => `/ab/billing/statements/${month}`,
    things: () => [],
  },
  "/ab/billing/receipts/[receiptId]": {
    who: members,
    others: signInFirst,
    ...about((id) => `/ab/billing/receipts/${id}`, receipts),
  },

  "/ab/settings/spend-alerts": { who: members, others: signInFirst },
  "/ab/settings/teams": { who: members, others: signInFirst },
  "/ab/settings/teams/[teamId]": {
    who: members,
    others: signInFirst,
    at: (id) => `/ab/settings/teams/${id}`,
    things: ({ northwind: ours, harbour: theirs }) => [
      { path: `/ab/settings/teams/${ours.teamId}`, id: ours.teamId, seenBy: admins },
      { path: `/ab/settings/teams/${theirs.teamId}`, id: theirs.teamId, seenBy: [] },
    ],
  },
  "/ab/settings/members": { who: members, others: signInFirst },
  "/ab/settings/members/invite": { who: members, others: signInFirst },
  "/ab/settings/members/[userId]": {
    who: members,
    others: signInFirst,
    at: (id) => `/ab/settings/members/${id}`,
    things: ({ northwind: ours, harbour: theirs }) => [
      { path: `/ab/settings/members/${ours.hirerId}`, id: ours.hirerId, seenBy: admins },
      { path: `/ab/settings/members/${theirs.hirerId}`, id: theirs.hirerId, seenBy: [] },
    ],
  },
  "/ab/settings/import": { who: members, others: signInFirst },
  "/ab/reports/spend-alerts": { who: members, others: signInFirst },
  "/ab/notification-settings": { who: members, others: signInFirst },
  "/ab/notifications": { who: members, others: signInFirst },

  "/talent": { who: signedIn, answers: [307], others: signInFirst },
  "/talent/offers": { who: signedIn, others: signInFirst },
  "/talent/offers/[offerId]": {
    who: signedIn,
    others: signInFirst,
    ...about((id) => `/talent/offers/${id}`, talentOffers),
  },
  "/talent/contracts": { who: signedIn, others: signInFirst },
  "/talent/contracts/[contractId]": {
    who: signedIn,
    others: signInFirst,
    ...about((id) => `/talent/contracts/${id}`, talentContracts),
  },

  "/talent/earnings": { who: signedIn, others: signInFirst },
  "/talent/earnings/[earningId]": {
    who: signedIn,
    others: signInFirst,
    ...about((id) => `/talent/earnings/${id}`, earnings),
  },

  "/talent/earnings/payouts/[payoutId]": {
    who: signedIn,
    others: signInFirst,
    ...about((id) => `/talent/earnings/payouts/${id}`, payouts),
  },

  "/talent/notification-settings": { who: signedIn, others: signInFirst },

  "/staff": { who: staff, answers: [307], others: signInFirst },
  "/staff/moves": { who: staff, others: signInFirst },
  "/staff/disputes": { who: staff, others: signInFirst },
  "/staff/companies": { who: payments, others: signInFirst },
  "/staff/companies/[slug]": {
    who: payments,
    others: signInFirst,
    at: (slug) => `/staff/companies/${slug}`,
    things: () => [],
  },
  "/staff/companies/[slug]/moves/[moveId]": {
    who: payments,
    others: signInFirst,
    at: (id) => `/staff/companies/northwind/moves/${id}`,
    things: ({ northwind: ours, harbour: theirs }) => [
      { path: `/staff/companies/northwind/moves/${ours.money.wire.id}`, id: ours.money.wire.id, seenBy: payments },
      { path: `/staff/companies/harbour/moves/${theirs.money.wire.id}`, id: theirs.money.wire.id, seenBy: payments },
      // A move is found in its own company alone.
      { path: `/staff/companies/harbour/moves/${ours.money.wire.id}`, id: ours.money.wire.id, seenBy: [] },
    ],
  },
  "/staff/companies/[slug]/payouts/[requestId]": {
    who: payments,
    others: signInFirst,
    at: (id) => `/staff/companies/northwind/payouts/${id}`,
    things: ({ northwind: { money } }) =>
      (money.payoutId ? [money.payoutId] : []).flatMap((id) => [
        { path: `/staff/companies/northwind/payouts/${id}`, id, seenBy: payments },
        // A request is found in its own company alone.
        { path: `/staff/companies/harbour/payouts/${id}`, id, seenBy: [] },
      ]),
  },
  "/staff/companies/[slug]/contracts": {
    who: payments,
    others: signInFirst,
    at: (slug) => `/staff/companies/${slug}/contracts`,
    things: () => [],
  },
  // Payment operations read all contracts of a company, support agents those with a dispute, or with work in review or refused.
  "/staff/companies/[slug]/contracts/[number]": {
    who: staff,
    others: signInFirst,
    at: (number) => `/staff/companies/northwind/contracts/${number}`,
    things: ({ northwind: ours, harbour: theirs }) =>
      [
        { slug: "northwind", planted: ours },
        { slug: "harbour", planted: theirs },
      ].flatMap(({ slug, planted }) =>
        [planted.contract, planted.work, planted.waiting, planted.case].map((contract) => ({
          path: `/staff/companies/${slug}/contracts/${contract.number}`,
          id: String(contract.number),
          seenBy: contract === planted.case ? staff : payments,
        })),
      ),
  },
  "/staff/companies/[slug]/disputes/[disputeId]": {
    who: staff,
    others: signInFirst,
    at: (id) => `/staff/companies/northwind/disputes/${id}`,
    things: ({ northwind: ours, harbour: theirs }) => [
      { path: `/staff/companies/northwind/disputes/${ours.case.disputeId}`, id: ours.case.disputeId, seenBy: staff },
      { path: `/staff/companies/harbour/disputes/${theirs.case.disputeId}`, id: theirs.case.disputeId, seenBy: staff },
      // A dispute is found in its own company alone.
      { path: `/staff/companies/harbour/disputes/${ours.case.disputeId}`, id: ours.case.disputeId, seenBy: [] },
    ],
  },

  // Without a session it asks to sign in and with another person's it names nobody; links of mails are the scanners' part.
  // Nobody was invited: every link looks alike.
  "/join/[invitationId]": { who: signedIn, others: signInFirst, at: (id) => `/join/${id}`, things: () => [] },
  "/d/[token]": { who: anybody, at: (token) => `/d/${token}`, things: () => [] },

  "/api/approvals/[requestId]": {
    who: members,
    others: { nobody: [401] },
    ...about((id) => `/api/approvals/${id}`, requests),
  },
  "/api/approvals/[requestId]/files/[fileId]": {
    who: members,
    others: { nobody: [401] },
    at: (id) => `/api/approvals/${id}/files/${id}`,
    things: ({ northwind: ours, harbour: theirs }) => [
      { path: `/api/approvals/${ours.pending.id}/files/${ours.file.id}`, id: ours.file.id, seenBy: requestReaders },
      { path: `/api/approvals/${theirs.pending.id}/files/${theirs.file.id}`, id: theirs.file.id, seenBy: otherHirer },
      // Own request, somebody else's file; a file that is attached to nothing.
      { path: `/api/approvals/${ours.pending.id}/files/${theirs.file.id}`, id: theirs.file.id, seenBy: [] },
      { path: `/api/approvals/${ours.free.id}/files/${ours.file.id}`, id: ours.file.id, seenBy: [] },
      { path: `/api/approvals/${ours.pending.id}/files/${ours.loose.id}`, id: ours.loose.id, seenBy: [] },
    ],
  },
  // Taken in by PUT and taken out by DELETE; what they refuse stands in attachments.spec.ts.
  // Taken in by POST; what it refuses stands in import.spec.ts.
  "/api/imports": { who: anybody, answers: [405] },
  "/api/uploads": { who: anybody, answers: [405] },
  "/api/uploads/[fileId]": { who: anybody, answers: [405], at: (id) => `/api/uploads/${id}`, things: () => [] },
  // Its token is its right; forged ones, and what scanners do with true ones, stand beside lib/notifications.
  "/unsubscribe/[token]": { who: anybody, at: (token) => `/unsubscribe/${token}`, things: () => [] },
  "/api/unsubscribe/[token]": {
    who: anybody,
    answers: [405],
    at: (token) => `/api/unsubscribe/${token}`,
    things: () => [],
  },
  "/api/webhooks/resend": { who: anybody, answers: [405] },
  "/api/notifications": { who: members, others: { nobody: [401] } },
  "/api/auth/[...nextauth]": { who: anybody, answers: [200, 404], at: (name) => `/api/auth/${name}`, things: () => [] },
  "/api/approvals/export": { who: members, others: { nobody: [401] } },
  "/api/contracts/export": { who: members, others: { nobody: [401] } },
  "/api/talent/contracts/export": { who: signedIn, others: { nobody: [401] } },
  "/api/billing/transactions": { who: billing, others: { nobody: [401] } },
  "/api/billing/receipts/[receiptId]": {
    who: members,
    others: { nobody: [401] },
    ...about((id) => `/api/billing/receipts/${id}`, receipts),
  },
  "/api/billing/invoices/[invoiceId]": {
    who: billing,
    others: { nobody: [401] },
    ...about((id) => `/api/billing/invoices/${id}`, invoices),
  },
  "/api/billing/statements/[month]": {
    who: billing,
    others: { nobody: [401] },
    at: (month) => `/api/billing/statements/${month}`,
    things: () => [],
  },
  "/api/billing/payments/[moveId]/file": {
    who: billing,
    others: { nobody: [401] },
    at: (id) => `/api/billing/payments/${id}/file`,
    things: wireFiles((id) => `/api/billing/payments/${id}/file`, billing),
  },
  "/api/staff/companies/[slug]/moves/[moveId]/file": {
    who: staff,
    others: { nobody: [401] },
    at: (id) => `/api/staff/companies/northwind/moves/${id}/file`,
    things: wireFiles((id, slug) => `/api/staff/companies/${slug}/moves/${id}/file`, payments),
  },
  "/api/contracts/[number]/files/[fileId]": {
    who: members,
    others: { nobody: [401] },
    at: (id) => `/api/contracts/${id}/files/${id}`,
    things: ({ northwind: ours, harbour: theirs }) => [
      {
        path: `/api/contracts/${ours.case.number}/files/${ours.case.fileId}`,
        id: ours.case.fileId,
        seenBy: contractReaders,
      },
      {
        path: `/api/contracts/${theirs.case.number}/files/${theirs.case.fileId}`,
        id: theirs.case.fileId,
        seenBy: otherHirer,
      },
      // Own contract, somebody else's file; an own file of another contract.
      { path: `/api/contracts/${ours.case.number}/files/${theirs.case.fileId}`, id: theirs.case.fileId, seenBy: [] },
      { path: `/api/contracts/${ours.work.number}/files/${ours.case.fileId}`, id: ours.case.fileId, seenBy: [] },
    ],
  },
  "/api/talent/contracts/[contractId]/files/[fileId]": {
    who: signedIn,
    others: { nobody: [401] },
    at: (id) => `/api/talent/contracts/${id}/files/${id}`,
    things: ({ northwind: ours, harbour: theirs }) => [
      {
        path: `/api/talent/contracts/${ours.case.id}/files/${ours.case.fileId}`,
        id: ours.case.fileId,
        seenBy: ["second-freelancer"],
      },
      {
        path: `/api/talent/contracts/${theirs.case.id}/files/${theirs.case.fileId}`,
        id: theirs.case.fileId,
        seenBy: [],
      },
      { path: `/api/talent/contracts/${ours.case.id}/files/${theirs.case.fileId}`, id: theirs.case.fileId, seenBy: [] },
    ],
  },
  "/api/staff/companies/[slug]/disputes/[disputeId]/files/[fileId]": {
    who: staff,
    others: { nobody: [401] },
    at: (id) => `/api/staff/companies/northwind/disputes/${id}/files/${id}`,
    things: ({ northwind: ours, harbour: theirs }) => {
      const at = (slug: string, disputeId: string, fileId: string, seenBy: readonly Asker[]) => ({
        path: `/api/staff/companies/${slug}/disputes/${disputeId}/files/${fileId}`,
        id: fileId,
        seenBy,
      });
      return [
        at("northwind", ours.case.disputeId, ours.case.fileId, staff),
        at("harbour", theirs.case.disputeId, theirs.case.fileId, staff),
        at("northwind", ours.case.disputeId, theirs.case.fileId, []),
        at("harbour", ours.case.disputeId, ours.case.fileId, []),
      ];
    },
  },
  "/api/talent/earnings/[earningId]": {
    who: signedIn,
    others: { nobody: [401] },
    ...about((id) => `/api/talent/earnings/${id}`, earnings),
  },
  "/api/talent/payouts/[payoutId]": {
    who: signedIn,
    others: { nobody: [401] },
    ...about((id) => `/api/talent/payouts/${id}`, payouts),
  },
  "/api/orders/export": { who: members, others: { nobody: [401] } },
  "/api/cron/spend-alerts": { who: [], others: { signedIn: [401], nobody: [401] } },
  "/api/cron/tick": { who: [], others: { signedIn: [401], nobody: [401] } },
  "/api/demo/clock": demoPage,
  "/api/demo/mailbox": demoPage,
  "/api/demo/sign-in": { ...demoPage, answers: [405] },
  "/dev/emails": demoPage,
  "/dev/empty": demoPage,
  "/dev/empty-client": demoPage,
  "/dev/mailbox": { ...demoPage, at: (id) => `/dev/mailbox?mail=${id}`, things: () => [] },
};

/** The words and ids that may reach these people only; everybody else must never be sent one. */
export function canaries({ northwind: ours, harbour: theirs }: Plants): { word: string; seenBy: readonly Asker[] }[] {
  const secret = (words: readonly string[], seenBy: readonly Asker[]) => words.map((word) => ({ word, seenBy }));
  return [
    ...secret([ours.pending.word, ours.pending.id, ours.file.word, ours.used.word, ours.free.word], requestReaders),
    ...secret([ours.offer.word, ours.offer.id], [...requestReaders, "freelancer"]),
    ...secret(
      [ours.contract.word, ours.work.word, ours.waiting.word],
      [...requestReaders, "finance-admin", "second-freelancer", ...payments],
    ),
    ...secret([ours.case.word, "zqnwdelivery"], [...requestReaders, "finance-admin", "second-freelancer", ...staff]),
    ...secret([ours.draft.word, ours.draft.id], ["hiring-manager"]),
    ...secret([ours.post.word, ours.post.id], postReaders),
    ...secret([ours.charge.word, ours.charge.id], contractReaders),
    ...secret([ours.order.word, ours.order.id], orderReaders),
    ...secret(
      [
        theirs.pending.word,
        theirs.file.word,
        theirs.used.word,
        theirs.free.word,
        theirs.offer.word,
        theirs.draft.word,
        theirs.post.word,
        theirs.charge.word,
        theirs.order.word,
        "zqhbtalent",
      ],
      otherHirer,
    ),
    ...secret([theirs.contract.word, theirs.work.word, theirs.waiting.word], [...otherHirer, ...payments]),
    // Disputes of all companies wait on one list of staff.
    ...secret([theirs.case.word, "zqhbdelivery"], [...otherHirer, ...staff]),
    // Staff see which company money moves in, and its people only where they recorded something.
    ...secret(["Northwind Grid"], [...northwind, ...talent, ...staff]),
    ...secret(["@northwind.example"], [...northwind, ...talent]),
    ...secret(["Harbour Analytics"], [...otherHirer, ...talent, ...staff]),
    ...secret(["@harbour.example"], [...otherHirer, ...talent]),
    ...secret([ours.money.wire.word, ours.money.wire.id], [...billing, ...payments]),
    ...secret([theirs.money.wire.word, theirs.money.wire.id], payments),
  ];
}
