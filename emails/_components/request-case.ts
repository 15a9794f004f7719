import type { Fact } from "./facts";

/** One slot of a request's policy as its page shows it. */
export interface ApproverLine {
  step: number;
  name: string;
  /** "Waiting", "Approved on 4 May", "Not yet asked". */
  status: string;
}

/** The whole case, so that reading needs no sign-in. Sums and dates are formatted by the verb. */
export interface RequestCase {
  title: string;
  requesterName: string;
  /** A name, or "Not chosen yet". */
  talent: string;
  /** "Direct", "BYO" or "Payroll". */
  kind: string;
  /** "$85.00 an hour, up to 20 hours a week" or "Fixed price $12,400.00". */
  terms: string;
  /** What the company will have spent at the end: "$12,400.00". */
  estimatedTotal: string;
  /** What of it is the client fee; null or absent where there is none. */
  clientFee?: string | null;
  /** How an open-ended total came about: "Open-ended: 12 weeks of 40 hours assumed". */
  estimateNote: string | null;
  startDate: string | null;
  endDate: string | null;
  team: string;
  purchaseOrder: string | null;
  neededBy: string | null;
  /** The requester's own words; may have line breaks. */
  reason: string;
  /** Name and size, a line each; the files themselves are on the page. Absent in mails queued before there were any. */
  attachments?: string[];
  approvers: ApproverLine[];
}

/** The label of the row that decides. */
export const totalLabel = "Estimated total";

/** The case as a definition list, in the order an approver asks for it. */
export function caseFacts(of: RequestCase): Fact[] {
  return [
    [totalLabel, of.estimatedTotal],
    ["Client fee in it", of.clientFee ?? null],
    ["How estimated", of.estimateNote],
    ["Title", of.title],
    ["Requested by", of.requesterName],
    ["Talent", of.talent],
    ["Kind", of.kind],
    ["Terms", of.terms],
    ["Start", of.startDate],
    ["End", of.endDate],
    ["Team", of.team],
    ["Purchase order", of.purchaseOrder],
    ["Needed by", of.neededBy],
    ["Attachments", of.attachments?.join("\n") || null],
    ["Approvers", approverLines(of.approvers)],
  ];
}

/** "Step 1: Bo Lindqvist (Waiting)", a line each; steps are named only where there are several. */
function approverLines(approvers: readonly ApproverLine[]): string {
  const several = approvers.some(({ step }) => step > 1);
  return approvers.map(({ step, name, status }) => `${several ? `Step ${step}: ` : ""}${name} (${status})`).join("\n");
}

/** A real-sounding case for previews and tests. */
export const previewCase: RequestCase = {
  title: "Payroll audit, March",
  requesterName: "Hana Okafor",
  talent: "Teodor Marsh",
  kind: "Direct",
  terms: "$155.00 an hour, up to 20 hours a week",
  estimatedTotal: "$12,400.00",
  estimateNote: null,
  startDate: "2 March 2026",
  endDate: "27 March 2026",
  team: "Finance operations",
  purchaseOrder: "PO 4500018231 ($38,200.00 left, valid through 30 June 2026)",
  neededBy: "24 February 2026",
  reason:
    "The March payroll closes on the 27th and internal audit asked for an outside check of the overtime rules.\nTeodor did the same review for us last year.",
  attachments: ["Overtime rules 2026.pdf (412 kB)", "March hours.xlsx (38.4 kB)"],
  approvers: [
    { step: 1, name: "Bo Lindqvist", status: "Waiting" },
    { step: 2, name: "Priya Raman", status: "Not yet asked" },
  ],
};
