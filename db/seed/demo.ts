import { ne } from "drizzle-orm";
import type { StaffRole } from "@/db/enums";
import { plumbing } from "@/db/plumbing";
import { accounts } from "@/db/schema";
import { platformAccountId } from "@/lib/actor";
import { wallNow } from "@/lib/clock";
import { findPersona, type PersonaKey } from "@/lib/demo/personas";
import { drainOutbox } from "@/lib/mail/drain-outbox";
import { openCompany } from "./company";
import { tellHarbour } from "./harbour";
import { tellNorthwind } from "./northwind";
import { knowPerson } from "./people";
import { storyTime } from "./story-time";

/**
 * Fills an empty database with two companies and the last seven weeks of their work, ending now. Everything is told by
 * the product's own verbs, each deed at its own instant, so the demo cannot show what the product forbids.
 * Does nothing where any company exists.
 */
export async function seedDemo(): Promise<void> {
  const others = await plumbing()
    .select({ id: accounts.id })
    .from(accounts)
    .where(ne(accounts.id, platformAccountId))
    .limit(1);
  if (others.length > 0) return;
  const time = storyTime(wallNow());
  const opened = { now: time.before(46, 9), via: "seed" } as const;

  const deskOf = async (key: PersonaKey, staffRole: StaffRole) => {
    const { name = "", email = "" } = findPersona(key) ?? {};
    return { name, email, userId: await knowPerson({ name, email, staffRole }, opened.now) };
  };
  await deskOf("support-agent", "support_agent");
  const desk = {
    pat: await deskOf("payment-operations-agent", "payment_operations_agent"),
    ruth: await deskOf("second-payment-operations-agent", "payment_operations_agent"),
  };
  const teodor = { name: "Teodor Marsh", email: "teodor@marsh.example" };
  const ines = { name: "Ines Duarte", email: "ines@duarte.example" };
  const talent = {
    teodor: { ...teodor, userId: await knowPerson({ ...teodor, timeZone: "Europe/London" }, opened.now) },
    ines: { ...ines, userId: await knowPerson({ ...ines, timeZone: "Europe/Lisbon" }, opened.now) },
  };

  const northwind = await openCompany(
    {
      slug: "northwind",
      name: "Northwind Grid",
      timeZone: "America/New_York",
      teams: ["Finance operations", "Product design"],
      members: [
        { name: "Hana Okafor", email: "hana@northwind.example", hiresFor: ["", "Finance operations"] },
        { name: "Marek Novak", email: "marek@northwind.example", hiresFor: ["Product design"] },
        { name: "Bo Lindqvist", email: "bo@northwind.example" },
        { name: "Priya Raman", email: "priya@northwind.example" },
        { name: "Dana Whitfield", email: "dana@northwind.example", roles: ["admin"] },
        { name: "Olu Adeyemi", email: "olu@northwind.example", roles: ["program_owner"] },
        { name: "Fiona Castell", email: "fiona@northwind.example", roles: ["finance_admin"] },
      ],
      policy: { steps: [["bo@northwind.example"]] },
    },
    opened,
  );
  const harbour = await openCompany(
    {
      slug: "harbour",
      name: "Harbour Analytics",
      timeZone: "Europe/Berlin",
      currency: "EUR",
      teams: ["Research"],
      members: [
        { name: "Lena Brandt", email: "lena@harbour.example", hiresFor: ["", "Research"] },
        { name: "Jonas Weber", email: "jonas@harbour.example" },
        { name: "Mia Thorne", email: "mia@harbour.example", roles: ["admin"] },
      ],
      policy: { steps: [["jonas@harbour.example"]] },
    },
    opened,
  );
  await tellNorthwind(northwind, time, { ...talent, desk });
  await tellHarbour(harbour, time, talent);
  await Promise.all([northwind, harbour].map(({ accountId }) => drainOutbox(accountId, { via: "seed", batch: 100 })));
}
