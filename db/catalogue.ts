import "server-only";
import type { pool } from "./client";

type Sql = ReturnType<typeof pool>;

/**
 * The tables without row-level security: shared ones, read before a tenant is known, and plumbing. Every other table
 * belongs to a company and is held to the rules below (reliability.md §4.4).
 */
export const tablesWithoutTenant: { shared: readonly string[]; plumbing: readonly string[] } = {
  shared: ["accounts", "users"],
  plumbing: [
    "sessions",
    "verification_tokens",
    "rate_limits",
    "demo_clock",
    "mailbox_messages",
    "mail_suppressions",
    "webhook_events",
    "schema_migrations",
  ],
};

/** Triggers that are allowed, with the reason. A constraint or a policy says everything so far. */
const allowedTriggers: readonly string[] = [];

/**
 * Asks the database's own catalogue whether tenancy holds, for boot and for the tests (I35). Members of extensions are
 * left out.
 * @returns one sentence for each thing that is wrong; empty when all is well.
 */
export async function checkCatalogue(sql: Sql): Promise<string[]> {
  return (
    await Promise.all([
      roleFindings(sql),
      tableFindings(sql),
      policyFindings(sql),
      indexFindings(sql),
      foreignKeyFindings(sql),
      codeFindings(sql),
    ])
  ).flat();
}

async function roleFindings(sql: Sql): Promise<string[]> {
  const [role] = await sql<{ name: string; rolsuper: boolean; rolbypassrls: boolean }[]>`
    select rolname as name, rolsuper, rolbypassrls from pg_roles where rolname = current_user`;
  if (!role) return ["The role of this connection is unknown."];
  const findings: string[] = [];
  if (role.rolsuper) findings.push(`Role ${role.name} is a superuser, for whom row-level security does not count.`);
  if (role.rolbypassrls) findings.push(`Role ${role.name} may bypass row-level security.`);
  return findings;
}

/** Our tables with what row-level security says of them; `tenant` by the list above, not by a column. */
const tables = (sql: Sql) => sql`
  select c.oid, c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
    not (c.relname = any(${[...tablesWithoutTenant.shared, ...tablesWithoutTenant.plumbing]})) as tenant,
    (select a.attnum from pg_attribute a where a.attrelid = c.oid and a.attname = 'account_id' and a.attnotnull) as key
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_'
    and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`;

async function tableFindings(sql: Sql): Promise<string[]> {
  const rows = await sql<{ name: string; enabled: boolean; forced: boolean; key: number | null; tenant: boolean }[]>`
    select name, enabled, forced, key, tenant from (${tables(sql)}) t order by name`;
  const findings: string[] = [];
  for (const { name, enabled, forced, key } of rows.filter((each) => each.tenant)) {
    if (!enabled) findings.push(`Table ${name} has row-level security switched off.`);
    if (!forced) findings.push(`Table ${name} does not force row-level security on its owner.`);
    if (key === null) findings.push(`Table ${name} has no account_id that is not null.`);
  }
  const known = new Set(rows.map((each) => each.name));
  for (const name of [...tablesWithoutTenant.shared, "sessions", "verification_tokens", "rate_limits"]) {
    if (!known.has(name)) findings.push(`Table ${name} is missing.`);
  }
  return findings;
}

async function policyFindings(sql: Sql): Promise<string[]> {
  const rows = await sql<
    { name: string; command: string | null; using: string | null; check: string | null; permissive: boolean }[]
  >`
    select t.name, p.polcmd as command, pg_get_expr(p.polqual, t.oid) as using, pg_get_expr(p.polwithcheck, t.oid) as check,
      p.polpermissive as permissive
    from (${tables(sql)}) t left join pg_policy p on p.polrelid = t.oid where t.tenant order by t.name`;
  const findings: string[] = [];
  const seen = new Map<string, string[]>();
  for (const { name, command, using, check, permissive } of rows) {
    const commands = seen.get(name) ?? [];
    seen.set(name, commands);
    if (command === null) continue;
    if (command === "*") findings.push(`Table ${name} has a policy for every command at once.`);
    if (permissive && commands.includes(command))
      findings.push(`Table ${name} has two policies that add up for ${words[command]}.`);
    commands.push(command);
    for (const expression of [using, check]) {
      if (expression && !expression.includes("app.acct()"))
        findings.push(`Table ${name} has a policy for ${words[command]} that does not ask for the company.`);
    }
  }
  for (const [name, commands] of seen) {
    for (const needed of ["r", "a"])
      if (!commands.includes(needed)) findings.push(`Table ${name} has no policy for ${words[needed]}.`);
  }
  return findings;
}

const words: Record<string, string> = { r: "reading", a: "adding", w: "changing", d: "removing", "*": "everything" };

async function indexFindings(sql: Sql): Promise<string[]> {
  const rows = await sql<{ name: string; index: string | null }[]>`
    select t.name, i.indexrelid::regclass::text as index
    from (${tables(sql)}) t left join pg_index i on i.indrelid = t.oid and i.indisunique and i.indkey[0] <> coalesce(t.key, -1)
    where t.tenant and i.indexrelid is not null`;
  const bare = await sql<{ name: string }[]>`
    select t.name from (${tables(sql)}) t
    where t.tenant and not exists (select from pg_index i where i.indrelid = t.oid and i.indisprimary)`;
  return [
    ...rows.map(({ name, index }) => `Unique index ${index} of ${name} does not begin with account_id.`),
    ...bare.map(({ name }) => `Table ${name} has no primary key.`),
  ];
}

async function foreignKeyFindings(sql: Sql): Promise<string[]> {
  const rows = await sql<
    { name: string; key: string; target: string; tenant: boolean; target_tenant: boolean; leads: boolean }[]
  >`
    with t as (${tables(sql)})
    select t.name, f.conname as key, o.name as target, t.tenant, o.tenant as target_tenant,
      coalesce(f.conkey[1] = t.key and f.confkey[1] = o.key, false) as leads
    from pg_constraint f join t on t.oid = f.conrelid join t o on o.oid = f.confrelid
    where f.contype = 'f'`;
  const findings: string[] = [];
  for (const { name, key, target, tenant, target_tenant, leads } of rows) {
    if (tenant && target_tenant && !leads)
      findings.push(`Foreign key ${key} of ${name} does not begin with account_id.`);
    if (tenant && tablesWithoutTenant.plumbing.includes(target))
      findings.push(`Foreign key ${key} of ${name} points at plumbing.`);
    if (!tenant && target_tenant) findings.push(`Foreign key ${key} of ${name} points into a company.`);
  }
  return findings;
}

/** Code inside the database that could reach past the policies. */
async function codeFindings(sql: Sql): Promise<string[]> {
  const foreign = sql`nspname not in ('pg_catalog', 'information_schema') and nspname !~ '^pg_'`;
  const triggers = await sql<{ trigger: string; name: string }[]>`
    select g.tgname as trigger, t.name from pg_trigger g join (${tables(sql)}) t on t.oid = g.tgrelid
    where not g.tgisinternal and not (g.tgname = any(${[...allowedTriggers]}))`;
  const definers = await sql<{ name: string }[]>`
    select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where p.prosecdef and ${foreign}
      and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')`;
  const views = await sql<{ name: string }[]>`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where ${foreign} and (c.relkind = 'm' or (c.relkind = 'v'
        and not coalesce(c.reloptions, '{}') && array['security_invoker=true', 'security_invoker=on', 'security_invoker=1']))
      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`;
  return [
    ...triggers.map(({ trigger, name }) => `Trigger ${trigger} of ${name} is not on the list.`),
    ...definers.map(({ name }) => `Function ${name} runs as its owner.`),
    ...views.map(({ name }) => `View ${name} reads as its owner.`),
  ];
}
