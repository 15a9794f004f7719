import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { openEscrowWorld } from "@/e2e/world/escrow";
import { acceptOffer } from "../offers/accept-offer";
import { sendOffer } from "../offers/send-offer";
import { changeRate } from "./change-terms";
import { exportContracts } from "./export-contracts";
import { findContract } from "./queries";

afterAll(closePool);

const all = { state: null, kind: null, contractType: null, search: "", cursor: null };

test("the file says type, rate and weekly limit as they stand, and what is in escrow", async () => {
  // The file is read at the clock's own instant, so the world lives by it too.
  const world = await openEscrowWorld({ now: "live", amounts: [1000] });
  const agree = async (weeklyHours: string) => {
    const input = world.offerInput({ title: "Month-end close", weeklyHours });
    await world.as("hiringManager").write((ctx) => sendOffer(ctx, input));
    await world.as("freelancer").write((ctx) => acceptOffer(ctx, { offerId: input.id, version: 1 }));
  };
  await agree("20");
  await agree("");
  const raised = await world.as("hiringManager").read((ctx) => findContract(ctx, "1003"));
  expect(
    await world
      .as("hiringManager")
      .write((ctx) => changeRate(ctx, { contractId: raised?.id ?? "", rateMinor: 11_050n })),
  ).toMatchObject({ ok: true });
  const text = await new Response(exportContracts(world.as("hiringManager").actor, all)).text();
  const [head = "", ...lines] = text.trim().split(/\r?\n/);
  const columns = head.split(",");
  const shown = ["number", "type", "rate", "weekly_hours", "in_escrow"].map((name) => columns.indexOf(name));
  expect(lines.map((line) => shown.map((at) => line.split(",")[at]))).toEqual([
    ["1003", "hourly", "110.50", "", "0.00"],
    ["1002", "hourly", "95.00", "20", "0.00"],
    ["1001", "fixed_price", "", "", "1000.00"],
  ]);
});
