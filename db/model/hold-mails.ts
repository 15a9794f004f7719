import type { Sql } from "postgres";

/**
 * Mails are queued and looked at in a model, and never handed over: rendering them takes longer than all the rest, and
 * lib/mail's own tests do it. `sql` logs in as superuser.
 */
export async function holdMails(sql: Sql): Promise<void> {
  await sql.unsafe(
    "create function hold_mail() returns trigger language plpgsql as $$ begin new.state := 'held'; return new; end $$",
  );
  await sql`create trigger hold_mail before insert on mail_outbox for each row execute function hold_mail()`;
}
