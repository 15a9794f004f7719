import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { ContractSide } from "@/db/enums";
import { DisputePanel } from "./dispute-panel";

type Dispute = Parameters<typeof DisputePanel>[0]["dispute"];

const since = new Date("2026-12-18T10:00:00Z");
const lastDay = "1 Jan 2027, 10:00 UTC";

/** What a side reads of a dispute in arbitration at an instant. */
function read(side: ContractSide, now: string, filed: Partial<Dispute> = {}): string {
  const arbitration = { id: "d", state: "arbitration", origin: "ticket", since, step: 0, openedAt: since } as const;
  const nobody = { description: "It was agreed.", settlement: null, clientFiledAt: null, talentFiledAt: null };
  return renderToStaticMarkup(
    <DisputePanel
      dispute={{ ...arbitration, ...nobody, ...filed } as unknown as Dispute}
      held={8000n}
      currency="USD"
      contract={{ id: "c", state: "active", talentName: "Ines", companyName: "Acme" }}
      reader={{ now: new Date(now), zone: "UTC", side, acts: false, mint: () => "key" }}
    />,
  );
}

test.each(["client", "talent"] as const)("arbitration asks nobody to file once the time is over: %s", (side) => {
  const asks = `Each side shows until ${lastDay} that it has filed.`;
  const over = `The time to file ended on ${lastDay}. A mediator of Countersign settles it next`;
  expect(read(side, "2027-01-01T09:59:59Z")).toContain(asks);
  const after = read(side, "2027-01-01T10:00:00Z", { talentFiledAt: since });
  expect(after).toContain(over);
  expect(after).not.toContain(asks);
  const both = read(side, "2026-12-20T10:00:00Z", { clientFiledAt: since, talentFiledAt: since });
  expect(both).toContain("Both sides have filed; a mediator of Countersign carries out the award");
});
