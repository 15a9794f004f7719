import { and, asc, eq } from "drizzle-orm";
import { contracts, ledgerAccounts, milestones } from "@/db/schema";
import { knowPerson } from "@/db/seed/people";
import type { StaffActor } from "@/lib/actor";
import { type Ctx, readAs, writeAs } from "@/lib/ctx";
import { newId } from "@/lib/ids";
import { listMilestones, type Milestone } from "@/lib/milestones/queries";
import { acceptOffer } from "@/lib/offers/accept-offer";
import { talentOwns } from "@/lib/offers/rules";
import { sendOffer } from "@/lib/offers/send-offer";
import { runTick } from "@/lib/tick";
import { openWorld, type Role, type World, type WorldSpec } from "./world";

/** A world with a fixed-price contract and everybody who deals with its money. */
export type EscrowWorld = World & {
  contractId: string;
  mediator: StaffActor;
  payments: StaffActor;
  secondPayments: StaffActor;
  /** One deed of staff in this company, at the world's instant. */
  asStaff<T>(who: StaffActor, verb: (ctx: Ctx) => Promise<T>): Promise<T>;
  /** The milestones as they stand, in their order. */
  list(): Promise<Milestone[]>;
  /** Moves the clock by days (24 hours each) and lets the tick do what is due. */
  pass(days: number): Promise<void>;
  tick(): Promise<Record<string, number>>;
  /** Balances by pot: "milestone 1", "company balance", "company credit", "talent pending", … minor units. */
  pots(): Promise<Record<string, bigint>>;
};

export type EscrowSpec = WorldSpec & {
  /** amounts of the milestones in major units */
  amounts?: readonly number[];
  dueDates?: readonly string[];
  contractType?: "fixed_price" | "hourly";
  /** its onboarding plan: what, and whose it is */
  tasks?: readonly (readonly [title: string, owner: Role])[];
  /** runs on a purchase order of $10,000.00 */
  ordered?: boolean;
};

/** Opens a world without approvals, sends an offer with these milestones and has it accepted. */
export async function openEscrowWorld({
  amounts = [1000, 2000, 3000],
  dueDates = [],
  contractType = "fixed_price",
  ordered = false,
  tasks = [],
  ...spec
}: EscrowSpec = {}): Promise<EscrowWorld> {
  const world = await openWorld({ policy: null, ...spec });
  const fixed = {
    contractType: "fixed_price" as const,
    rate: "",
    weeklyHours: "",
    "milestoneTitle[]": amounts.map(
      (_, index) => ["Storyboard", "Rough cut", "Final cut"][index] ?? `Part ${index + 1}`,
    ),
    "milestoneAmount[]": amounts.map(String),
    "milestoneDue[]": amounts.map((_, index) => dueDates[index] ?? ""),
  };
  const input = world.offerInput({
    title: "Brand film",
    ...(contractType === "hourly" ? {} : fixed),
    "taskTitle[]": tasks.map(([title]) => title),
    "taskOwner[]": tasks.map(([, owner]) => (owner === "freelancer" ? talentOwns : world.as(owner).actor.userId)),
    ...(ordered ? { orderChoice: (await world.order()).id } : {}),
  });
  const sent = await world.as("hiringManager").write((ctx) => sendOffer(ctx, input));
  if (!sent.ok) throw new Error(`The premise was refused: ${JSON.stringify(sent)}`);
  const accepted = await world.as("freelancer").write((ctx) => acceptOffer(ctx, { offerId: input.id, version: 1 }));
  if (!accepted.ok) throw new Error(`The premise was refused: ${JSON.stringify(accepted)}`);
  const { accountId, system } = world;
  const [contract] = await readAs(system, ({ db }) =>
    db
      .select({ id: contracts.id })
      .from(contracts)
      .where(and(eq(contracts.accountId, accountId), eq(contracts.offerId, input.id))),
  );
  const contractId = contract?.id ?? "";
  const staff = async (name: string, role: StaffActor["role"]): Promise<StaffActor> => {
    const email = `${name.toLowerCase()}@${newId().slice(-12)}-desk.example`;
    const userId = await knowPerson({ name, email, staffRole: role }, world.now ?? new Date(0));
    return { kind: "staff", userId, accountId, name, email, role, via: "test" };
  };
  const people = {
    mediator: await staff("Sam", "support_agent"),
    payments: await staff("Paula", "payment_operations_agent"),
    secondPayments: await staff("Petra", "payment_operations_agent"),
  };
  const escrow: EscrowWorld = Object.assign(world, {
    contractId,
    ...people,
    asStaff: <T>(who: StaffActor, verb: (ctx: Ctx) => Promise<T>) =>
      writeAs(who, verb, world.now ? { now: world.now } : {}),
    list: () => readAs(system, (ctx) => listMilestones(ctx, contractId)),
    tick: () => runTick({ ...(world.now ? { now: world.now } : {}), accountId }),
    async pass(days: number) {
      world.now = new Date((world.now?.getTime() ?? 0) + days * 86_400_000);
      await escrow.tick();
    },
    async pots() {
      const rows = await readAs(system, ({ db }) =>
        db
          .select({
            kind: ledgerAccounts.subjectKind,
            subjectId: ledgerAccounts.subjectId,
            code: ledgerAccounts.code,
            balance: ledgerAccounts.balance,
            number: milestones.number,
          })
          .from(ledgerAccounts)
          .leftJoin(milestones, and(eq(milestones.accountId, accountId), eq(milestones.id, ledgerAccounts.subjectId)))
          .where(eq(ledgerAccounts.accountId, accountId))
          .orderBy(asc(ledgerAccounts.subjectKind)),
      );
      const pots: Record<string, bigint> = {};
      for (const { kind, code, balance, number } of rows) {
        const name = kind === "milestone" ? `milestone ${number}` : `${kind} ${code}`;
        pots[name] = (pots[name] ?? 0n) + balance;
      }
      return pots;
    },
  });
  return escrow;
}
