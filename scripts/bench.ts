import { decide } from "./bench/decide";
import { digestPlan, digestPlanGrowth, digestRender } from "./bench/digest";
import type { Bench, Figure } from "./bench/figure";
import { firstLoad } from "./bench/first-load";
import { ledgerTransfer } from "./bench/ledger";
import { approvalsPage, approvalsPageGrowth } from "./bench/page-approvals";
import { contractPage } from "./bench/page-contract";
import { release } from "./bench/release";
import { main } from "./lib/children";

/** Every figure we publish, by the name that `npm run bench -- <name>` takes. */
const benches: Record<string, Bench> = {
  "page.approvals": approvalsPage,
  "page.approvals.growth": approvalsPageGrowth,
  "verb.decide": decide,
  "verb.release": release,
  "page.contract": contractPage,
  "ledger.transfer": ledgerTransfer,
  "digest.plan": digestPlan,
  "digest.plan.growth": digestPlanGrowth,
  "digest.render": digestRender,
  "first-load": firstLoad,
};

/**
 * `npm run bench [-- <name> …]`: one JSON line per figure, its floor measured beside it in the same run, then a table.
 * A figure outside its budget is reported as it is; the exit code stays 0, because a noisy machine is no defect.
 */
await main(async () => {
  const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith("-"));
  const unknown = wanted.find((name) => !(name in benches));
  if (unknown) throw new Error(`There is no figure named ${unknown}. Known: ${Object.keys(benches).join(", ")}.`);
  const figures: (Figure & { name: string; ratio: number })[] = [];
  for (const [name, run] of Object.entries(benches)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const figure = await run();
    const ratio = figure.difference ? figure.value - figure.floor : figure.value / figure.floor;
    figures.push({ name, ratio, ...figure });
    const round = (value: number) => Math.round(value * 1000) / 1000;
    console.log(
      JSON.stringify({
        name,
        value: round(figure.value),
        floor: round(figure.floor),
        ratio: round(ratio),
        unit: figure.unit,
      }),
    );
  }
  console.log("");
  for (const { name, value, floor, ratio, unit, budget, holds } of figures) {
    console.log(
      `${name.padEnd(24)} ${value.toFixed(1).padStart(10)} ${unit.padEnd(12)} floor ${floor.toFixed(1).padStart(10)}  →  ${ratio.toFixed(2).padStart(7)}  budget ${budget}  ${holds(ratio) ? "holds" : "MISSED"}`,
    );
  }
  return 0;
});
