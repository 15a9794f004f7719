import { expect, test } from "vitest";
import { tellStory } from "./tell";

test("the story is told to its end: every kind of state, movement and mail of its contracts, and no fault", async () => {
  const lines: string[] = [];
  const told = await tellStory((line) => lines.push(...line.split("\n")));
  const kinds = (of: RegExp) => [...new Set(lines.flatMap((line) => of.exec(line)?.[1] ?? []))];
  expect(told.faults).toEqual([]);
  expect(told).toMatchObject({ days: 166, states: lines.filter((line) => line.startsWith("  state ")).length });
  expect(lines.filter((line) => /\b(undefined|NaN|null)\b|\[object/.test(line.replace(/ · \w+ null/g, "")))).toEqual(
    [],
  );

  expect(kinds(/^ {2}state {6}([a-z.-]+)/)).toEqual(
    expect.arrayContaining([
      ...["offer.sent", "offer.accepted", "contract.started", "contract.terms-changed", "contract.end-near"],
      ...["contract.paused", "contract.restarted", "contract.ended"],
      ...["milestone.agreed", "milestone.funded", "milestone.submitted", "changes.requested", "milestone.reminded"],
      ...["milestone.released", "milestone.rolled-on", "milestone.dormancy-told", "milestone.dormant"],
      ...["escrow.refund-requested", "escrow.refunded", "bonus.paid", "earnings.available"],
      ...["dispute.opened", "dispute.answered", "dispute.proposed", "dispute.proposal-answered", "dispute.decided"],
      ...["money-move.proposed", "money-move.confirmed", "payout.asked", "invoice.issued", "billing.month-closed"],
    ]),
  );
  expect(kinds(/^ {2}movement .*\(([a-z_]+)\)$/)).toEqual(
    expect.arrayContaining([
      ...["order_funded", "reserved", "reservation_freed", "committed", "commitment_freed", "invoiced", "paid"],
      ...["credit_drawn", "credited", "deposit", "refunded"],
      ...["escrow_funded", "escrow_rolled", "escrow_released", "escrow_returned"],
      ...["bonus", "earning_available", "payout"],
    ]),
  );
  expect(kinds(/^ {2}mail {7}([a-z-]+)/)).toEqual(
    expect.arrayContaining([
      ...["offer-sent", "offer-accepted", "contract-terms-changed", "contract-end-near"],
      ...["contract-paused", "contract-restarted", "contract-ended", "contract-dormant"],
      ...[
        "milestone-funded",
        "milestone-submitted",
        "changes-requested",
        "auto-release-reminder",
        "milestone-released",
      ],
      ...["escrow-refund-requested", "escrow-refunded", "bonus-paid", "earnings-available"],
      ...["dispute-opened", "dispute-answered", "dispute-proposed", "dispute-decided"],
      ...["invoice-issued", "payment-received", "money-move-waiting", "payout-asked", "payout-answered"],
    ]),
  );
  // What is not possible is told with its reason, and the story goes on.
  expect(lines.filter((line) => /^ {2}refused {4}\S.*\.$/.test(line))).toHaveLength(7);
  // Both contracts end, and nothing is left in escrow.
  expect(lines.filter((line) => line.startsWith("  state      contract.ended"))).toHaveLength(2);
  const left = lines.slice(lines.indexOf("What is where:"));
  expect(left.filter((line) => line.startsWith("  milestone "))).toHaveLength(4);
  for (const line of left.filter((each) => each.startsWith("  milestone "))) expect(line).toMatch(/ \$0\.00$/);
}, 180_000);
