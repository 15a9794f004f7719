import { afterAll, expect, test } from "vitest";
import { checkCatalogue } from "./catalogue";
import { closePool, openPool, pool } from "./client";

afterAll(closePool);

type Sql = ReturnType<typeof pool>;

/** What the check finds after these statements, which are then taken back. */
async function findingsAfter(...statements: string[]): Promise<string[]> {
  const undo = new Error("undo");
  let findings: string[] = [];
  await pool()
    .begin(async (tx) => {
      for (const statement of statements) await tx.unsafe(statement);
      findings = await checkCatalogue(tx as unknown as Sql);
      throw undo;
    })
    .catch((error) => {
      if (error !== undo) throw error;
    });
  return findings;
}

test("tenancy holds in the migrated database", async () => {
  expect(await checkCatalogue(pool())).toEqual([]);
  // The check itself sees tables: an empty catalogue would be silent too.
  const [row] = await pool()<{ n: number }[]>`select count(*)::int as n from pg_policies where schemaname = 'public'`;
  expect(row?.n).toBeGreaterThan(50);
});

const leak = "create table leaks (account_id uuid not null, id uuid not null, primary key (account_id, id))";

test.each([
  [
    "FORCE dropped",
    ["alter table offers no force row level security"],
    "Table offers does not force row-level security on its owner.",
  ],
  [
    "row-level security off",
    ["alter table offers disable row level security"],
    "Table offers has row-level security switched off.",
  ],
  ["the reading policy dropped", ["drop policy offers_read on offers"], "Table offers has no policy for reading."],
  ["the adding policy dropped", ["drop policy offers_add on offers"], "Table offers has no policy for adding."],
  [
    "a policy for everybody",
    ["create policy open on teams for update using (true)"],
    "Table teams has a policy for changing that does not ask for the company.",
  ],
  [
    "a second policy that adds up",
    ["create policy also on offers for select using (account_id = app.acct())"],
    "Table offers has two policies that add up for reading.",
  ],
  [
    "one policy for all commands",
    ["create policy wide on teams using (account_id = app.acct())"],
    "Table teams has a policy for every command at once.",
  ],
  ["a new table without it", [leak], "Table leaks has row-level security switched off."],
  [
    "a new table without a company",
    ["create table loose (id uuid primary key)"],
    "Table loose has no account_id that is not null.",
  ],
  [
    "a table in another schema",
    ["create table app.loose (id uuid primary key)"],
    "Table loose has row-level security switched off.",
  ],
  [
    "a unique index that does not begin with the company",
    ["create unique index oracle on offers (id)"],
    "Unique index oracle of offers does not begin with account_id.",
  ],
  ["a table without a primary key", ["create table heap (account_id uuid not null)"], "Table heap has no primary key."],
  [
    "a foreign key that leaves the company out",
    [
      "create table notes (account_id uuid not null, id uuid not null, team uuid, constraint notes_pk primary key (account_id, id))",
      "alter table notes add constraint notes_x unique (id)",
      "alter table teams add column note uuid constraint teams_note_fk references notes (id)",
    ],
    "Foreign key teams_note_fk of teams does not begin with account_id.",
  ],
  [
    "a shared table that points into a company",
    [
      "alter table users add column home uuid, add column team uuid",
      "alter table users add constraint users_team_fk foreign key (home, team) references teams (account_id, id)",
    ],
    "Foreign key users_team_fk of users points into a company.",
  ],
  [
    "a company that points at plumbing",
    ["alter table teams add column session uuid constraint teams_session_fk references sessions (id)"],
    "Foreign key teams_session_fk of teams points at plumbing.",
  ],
  [
    "a trigger",
    [
      "create function app.nothing() returns trigger language plpgsql as 'begin return new; end'",
      "create trigger sneaky before insert on offers for each row execute function app.nothing()",
    ],
    "Trigger sneaky of offers is not on the list.",
  ],
  [
    "a function that runs as its owner",
    ["create function peek() returns bigint language sql security definer as 'select count(*) from offers'"],
    "Function peek() runs as its owner.",
  ],
  [
    "a view that reads as its owner",
    ["create view all_offers as select * from offers"],
    "View all_offers reads as its owner.",
  ],
  [
    "a materialised view",
    ["create materialized view frozen as select * from offers"],
    "View frozen reads as its owner.",
  ],
  ["a table that has gone", ["drop table rate_limits"], "Table rate_limits is missing."],
])("%s is reported", async (_, statements, sentence) => {
  expect(await findingsAfter(...statements)).toContain(sentence);
});

test("a view that reads as its caller is fine", async () => {
  expect(await findingsAfter("create view own_offers with (security_invoker = true) as select * from offers")).toEqual(
    [],
  );
});

test("a role that row-level security does not bind is reported", async () => {
  const admin = openPool(process.env.ADMIN_DATABASE_URL ?? "", { max: 2 });
  try {
    const findings = await checkCatalogue(admin);
    expect(findings.some((each) => each.includes("is a superuser"))).toBe(true);
  } finally {
    await admin.end();
  }
});
