CREATE TABLE "contract_tasks" (
	"account_id" uuid NOT NULL,
	"contract_id" uuid NOT NULL,
	"position" smallint NOT NULL,
	"title" text NOT NULL,
	"owner_id" uuid,
	"done_at" timestamp with time zone,
	"done_by" uuid,
	"open" boolean GENERATED ALWAYS AS (case when done_at is null then true end) STORED,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "contract_tasks_pk" PRIMARY KEY("account_id","contract_id","position"),
	CONSTRAINT "contract_tasks_ten" CHECK ("contract_tasks"."position" between 1 and 10),
	CONSTRAINT "contract_tasks_title_length" CHECK (char_length("contract_tasks"."title") between 1 and 120),
	CONSTRAINT "contract_tasks_done_whole" CHECK (num_nulls("contract_tasks"."done_at", "contract_tasks"."done_by") in (0, 2))
);
--> statement-breakpoint
CREATE TABLE "offer_tasks" (
	"account_id" uuid NOT NULL,
	"offer_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"position" smallint NOT NULL,
	"title" text NOT NULL,
	"owner_id" uuid,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "offer_tasks_pk" PRIMARY KEY("account_id","offer_id","version","position"),
	CONSTRAINT "offer_tasks_ten" CHECK ("offer_tasks"."position" between 1 and 10),
	CONSTRAINT "offer_tasks_title_length" CHECK (char_length("offer_tasks"."title") between 1 and 120)
);
--> statement-breakpoint
ALTER TABLE "contracts" ADD COLUMN "takes_open_tasks" boolean GENERATED ALWAYS AS (state in ('pending', 'ended')) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "contracts" ADD COLUMN "remind_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "contracts" ADD CONSTRAINT "contracts_tasks_pin" UNIQUE("account_id","id","takes_open_tasks");--> statement-breakpoint
ALTER TABLE "contract_tasks" ADD CONSTRAINT "contract_tasks_contract_fk" FOREIGN KEY ("account_id","contract_id") REFERENCES "public"."contracts"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contract_tasks" ADD CONSTRAINT "contract_tasks_open_fk" FOREIGN KEY ("account_id","contract_id","open") REFERENCES "public"."contracts"("account_id","id","takes_open_tasks") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contract_tasks" ADD CONSTRAINT "contract_tasks_owner_fk" FOREIGN KEY ("account_id","owner_id") REFERENCES "public"."memberships"("account_id","user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contract_tasks" ADD CONSTRAINT "contract_tasks_done_by_fk" FOREIGN KEY ("done_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offer_tasks" ADD CONSTRAINT "offer_tasks_version_fk" FOREIGN KEY ("account_id","offer_id","version") REFERENCES "public"."offer_versions"("account_id","offer_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offer_tasks" ADD CONSTRAINT "offer_tasks_owner_fk" FOREIGN KEY ("account_id","owner_id") REFERENCES "public"."memberships"("account_id","user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "contracts_tasks_due" ON "contracts" USING btree ("remind_at") WHERE "contracts"."remind_at" is not null;--> statement-breakpoint
ALTER TABLE "contracts" ADD CONSTRAINT "contracts_reminds_pending" CHECK ("contracts"."remind_at" is null or "contracts"."state" = 'pending');--> statement-breakpoint
-- Row-level security and pins, as for refunds in 0021. What an offer or a contract agreed is never changed; a task is done.
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY array['offer_tasks', 'contract_tasks'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (account_id) REFERENCES accounts (id)', t, t || '_account_fk');
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (account_id, audit_id) REFERENCES audit_events (account_id, id) DEFERRABLE INITIALLY DEFERRED', t, t || '_audit_fk');
    EXECUTE format('CREATE POLICY %I ON %I FOR SELECT USING (account_id = app.acct())', t || '_read', t);
    EXECUTE format('CREATE POLICY %I ON %I FOR INSERT WITH CHECK (account_id = app.acct() AND audit_id = app.audit_id())', t || '_add', t);
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM %I', t, current_user);
  END LOOP;
  EXECUTE format('GRANT UPDATE (done_at, done_by, audit_id) ON contract_tasks TO %I', current_user);
END $$;
--> statement-breakpoint
CREATE POLICY contract_tasks_change ON contract_tasks FOR UPDATE USING (account_id = app.acct() AND done_at IS NULL) WITH CHECK (account_id = app.acct() AND audit_id = app.audit_id());
