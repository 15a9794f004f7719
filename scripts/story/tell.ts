import { and, asc, eq, gt } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { auditEntries, auditEvents, ledgerAccounts, ledgerTransfers, mailOutbox } from "@/db/schema";
import { type EscrowWorld, openEscrowWorld } from "@/e2e/world/escrow";
import { verifyAudit } from "@/lib/audit/verify";
import { readAs } from "@/lib/ctx";
import { verifyLedgerOf } from "@/lib/ledger/verify";
import { formatMoney } from "@/lib/money";
import { scenes } from "./scenes";

type Print = (line: string) => void;
export type Told = { days: number; states: number; movements: number; mails: number; faults: string[] };

const dayMs = 86_400_000;

/** Tells the scenes day by day; the clock runs between them, and the tick does what is due each morning. */
export async function tellStory(print: Print): Promise<Told> {
  const world = await openEscrowWorld({ amounts: [1000, 2000, 1500, 800], ordered: true });
  const begin = world.now ?? new Date(0);
  const printed = printer(world, print);
  const list = scenes(world);
  const days = Math.max(...list.map((scene) => scene.day));
  print(`\nDay 0, ${begin.toISOString().slice(0, 10)}: an offer with four milestones is sent and accepted.`);
  await printed.news();
  const lastDeed = Math.max(...list.filter((scene) => scene.day < days).map((scene) => scene.day));
  for (let day = 0; day <= days; day++) {
    // Once nobody does anything any more, a morning a week is enough to see every notice on its day.
    if (day > lastDeed && (day - lastDeed) % 7 !== 6) continue;
    world.now = new Date(begin.getTime() + day * dayMs);
    const heading = `\nDay ${day}, ${world.now.toISOString().slice(0, 10)}`;
    if (day > 0) {
      await world.tick();
      await printed.news(`${heading}: the clock.`);
    }
    for (const scene of list.filter((each) => each.day === day)) {
      print(`${heading}: ${scene.words}`);
      const outcome = (await scene.deed()) as { ok: boolean; message?: string };
      if (outcome.ok === false && !scene.refused) throw new Error(`The story was refused: ${JSON.stringify(outcome)}`);
      if (outcome.ok === false) print(`  refused    ${outcome.message}`);
      await printed.news();
    }
  }
  print("\nWhat is where:");
  for (const [pot, minor] of Object.entries(await world.pots()))
    print(`  ${pot.padEnd(20)} ${formatMoney({ minor, currency: "USD" })}`);
  return { days, ...printed.counts, faults: await faultsOf(world) };
}

/** Prints what is new since the last time: lines of the audit log, movements of the ledger, mails of the outbox. */
function printer(world: EscrowWorld, print: Print) {
  const counts = { states: 0, movements: 0, mails: 0 };
  const told = { seq: 0, transfers: new Set<string>(), mails: new Set<string>() };
  const [debit, credit] = [alias(ledgerAccounts, "debit"), alias(ledgerAccounts, "credit")];
  const { accountId } = world;
  const read = () =>
    readAs(world.system, async ({ db }) => ({
      states: await db
        .select({ seq: auditEvents.seq, action: auditEntries.action, data: auditEntries.data })
        .from(auditEntries)
        .innerJoin(auditEvents, and(eq(auditEvents.accountId, accountId), eq(auditEvents.id, auditEntries.eventId)))
        .where(and(eq(auditEntries.accountId, accountId), gt(auditEvents.seq, told.seq)))
        .orderBy(asc(auditEvents.seq), asc(auditEntries.position)),
      transfers: await db
        .select({
          id: ledgerTransfers.id,
          kind: ledgerTransfers.kind,
          amount: ledgerTransfers.amount,
          currency: ledgerTransfers.currency,
          from: credit.code,
          fromKind: credit.subjectKind,
          to: debit.code,
          toKind: debit.subjectKind,
        })
        .from(ledgerTransfers)
        .innerJoin(debit, and(eq(debit.accountId, accountId), eq(debit.id, ledgerTransfers.debitId)))
        .innerJoin(credit, and(eq(credit.accountId, accountId), eq(credit.id, ledgerTransfers.creditId)))
        .where(eq(ledgerTransfers.accountId, accountId))
        .orderBy(asc(ledgerTransfers.createdAt), asc(ledgerTransfers.id)),
      mails: await db
        .select({ id: mailOutbox.id, kind: mailOutbox.kind, to: mailOutbox.toAddress })
        .from(mailOutbox)
        .where(eq(mailOutbox.accountId, accountId))
        .orderBy(asc(mailOutbox.queuedAt), asc(mailOutbox.id)),
    }));
  return {
    counts,
    async news(heading?: string): Promise<void> {
      const { states, transfers, mails } = await read();
      const moved = transfers.filter(({ id }) => !told.transfers.has(id));
      const sent = mails.filter(({ id }) => !told.mails.has(id));
      if (heading && states.length + moved.length + sent.length > 0) print(heading);
      for (const { seq, action, data } of states) {
        told.seq = seq;
        counts.states += 1;
        const facts = Object.entries(data).map(([name, value]) => `${name} ${value}`);
        print(`  state      ${[action, ...facts].join(" · ")}`);
      }
      for (const { id, kind, amount, currency, from, fromKind, to, toKind } of moved) {
        told.transfers.add(id);
        counts.movements += 1;
        const money = formatMoney({ minor: amount, currency });
        print(`  movement   ${money.padStart(10)}  ${fromKind} ${from} → ${toKind} ${to} (${kind})`);
      }
      for (const { id, kind, to } of sent) {
        told.mails.add(id);
        counts.mails += 1;
        print(`  mail       ${kind} to ${to.split("@")[0]}`);
      }
    },
  };
}

/** What plain sums and the audit chain say against the story; empty when all is well. */
async function faultsOf(world: EscrowWorld): Promise<string[]> {
  const faults: string[] = [];
  const sum = Object.values(await world.pots()).reduce((total, minor) => total + minor, 0n);
  if (sum !== 0n) faults.push(`All pots together hold ${sum}.`);
  for (const { number, fundedMinor, rolledMinor, releasedMinor, refundedMinor, heldMinor } of await world.list()) {
    if (fundedMinor - rolledMinor !== heldMinor + releasedMinor + refundedMinor) faults.push(`Milestone ${number}.`);
  }
  faults.push(...(await verifyLedgerOf(world.accountId)).faults);
  for await (const { slug, fault } of verifyAudit()) if (fault) faults.push(`${slug}: ${fault.row} ${fault.problem}`);
  return faults;
}
