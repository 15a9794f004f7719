import { randomBytes } from "node:crypto";
import postgres from "postgres";

/** A database of its own for one chaos run, reached as a role that is neither superuser nor owner of anything else. */
export interface Scratch {
  /** Logs in as the powerless role: what the workload uses. */
  url: string;
  /** Logs in as superuser, into the scratch database: what kills and judges. */
  adminUrl: string;
  database: string;
  drop(): Promise<void>;
}

/** Two accounts of the same worker never exist, so transfers cross between workers and really contend. */
export const ACCOUNTS = 20;

/**
 * Creates the scratch database, its role and its tables.
 *
 * `xact` is the top-level transaction a row was written in. It is what lets plain SQL see a statement that ran outside
 * its transaction or inside somebody else's.
 *
 * @param clusterUrl superuser URL of the test cluster, any database
 */
export async function createScratch(clusterUrl: string): Promise<Scratch> {
  const name = `chaos_${randomBytes(6).toString("hex")}`;
  const password = randomBytes(12).toString("hex");
  const cluster = postgres(clusterUrl, { max: 1, onnotice: () => undefined });
  await cluster.unsafe(`create role ${name} login nosuperuser nobypassrls nocreatedb password '${password}'`);
  await cluster.unsafe(`create database ${name} owner ${name}`);

  const adminUrl = withPath(clusterUrl, name);
  const url = withLogin(adminUrl, name, password);
  const owner = postgres(url, { max: 1, onnotice: () => undefined });
  await owner.unsafe(`
    create table accounts (id int primary key, balance bigint not null);
    create table transfers (
      id text primary key, amount bigint not null check (amount > 0), padding text not null,
      xact text not null default pg_current_xact_id()::text);
    create table entries (
      transfer_id text not null, account_id int not null references accounts, minor bigint not null,
      xact text not null default pg_current_xact_id()::text);
    create index on entries (transfer_id);
    create table notes (id text primary key, xact text not null default pg_current_xact_id()::text);
    insert into accounts select n, 0 from generate_series(1, ${ACCOUNTS}) n;
  `);
  await owner.end();

  async function drop() {
    await cluster.unsafe(`drop database ${name} with (force)`);
    await cluster.unsafe(`drop role ${name}`);
    await cluster.end();
  }
  return { url, adminUrl, database: name, drop };
}

function withPath(url: string, database: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${database}`;
  return parsed.href;
}

function withLogin(url: string, user: string, password: string): string {
  const parsed = new URL(url);
  parsed.username = user;
  parsed.password = password;
  return parsed.href;
}
