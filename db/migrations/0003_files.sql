-- Files beside a request: uploaded first, attached when it is submitted.
CREATE TABLE "files" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"state" text NOT NULL,
	"name" text NOT NULL,
	"media_type" text,
	"size_bytes" integer NOT NULL,
	"sha256" "bytea",
	"storage_key" text NOT NULL,
	"uploaded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "files_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "files_storage_key_once" UNIQUE("account_id","storage_key"),
	CONSTRAINT "files_content_pin" UNIQUE("account_id","id","state","name","media_type","size_bytes","sha256"),
	CONSTRAINT "files_state_known" CHECK ("files"."state" in ('pending', 'ready', 'attached')),
	CONSTRAINT "files_name_length" CHECK (char_length("files"."name") between 1 and 200),
	CONSTRAINT "files_size" CHECK ("files"."size_bytes" between 1 and 26214400),
	CONSTRAINT "files_checked" CHECK ("files"."state" = 'pending' or ("files"."media_type" is not null and octet_length("files"."sha256") = 32))
);
--> statement-breakpoint
CREATE TABLE "request_files" (
	"account_id" uuid NOT NULL,
	"request_id" uuid NOT NULL,
	"position" smallint NOT NULL,
	"file_id" uuid NOT NULL,
	"file_state" text NOT NULL,
	"name" text NOT NULL,
	"media_type" text NOT NULL,
	"size_bytes" integer NOT NULL,
	"sha256" "bytea" NOT NULL,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "request_files_pk" PRIMARY KEY("account_id","request_id","position"),
	CONSTRAINT "request_files_once" UNIQUE("account_id","request_id","file_id"),
	CONSTRAINT "request_files_attached" CHECK ("request_files"."file_state" = 'attached'),
	CONSTRAINT "request_files_ten" CHECK ("request_files"."position" between 1 and 10)
);
--> statement-breakpoint
-- Instants by which the tick finds reminders and warnings that are due.
ALTER TABLE "approval_requests" ADD COLUMN "warned_for" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "approval_slots" ADD COLUMN "remind_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "approval_slots" ADD COLUMN "nudged_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "warned_for" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_owner_fk" FOREIGN KEY ("account_id","owner_id") REFERENCES "public"."memberships"("account_id","user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request_files" ADD CONSTRAINT "request_files_request_fk" FOREIGN KEY ("account_id","request_id") REFERENCES "public"."approval_requests"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request_files" ADD CONSTRAINT "request_files_content_fk" FOREIGN KEY ("account_id","file_id","file_state","name","media_type","size_bytes","sha256") REFERENCES "public"."files"("account_id","id","state","name","media_type","size_bytes","sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "files_of_day" ON "files" USING btree ("account_id","uploaded_at");--> statement-breakpoint
CREATE INDEX "files_loose" ON "files" USING btree ("account_id","owner_id","uploaded_at") WHERE "files"."state" <> 'attached';--> statement-breakpoint
CREATE INDEX "files_loose_anywhere" ON "files" USING btree ("uploaded_at") WHERE "files"."state" <> 'attached';--> statement-breakpoint
CREATE INDEX "request_files_by_file" ON "request_files" USING btree ("account_id","file_id");--> statement-breakpoint
CREATE INDEX "approval_requests_unwarned" ON "approval_requests" USING btree ("expires_at") WHERE "approval_requests"."state" in ('pending', 'approved') and "approval_requests"."warned_for" is distinct from "approval_requests"."expires_at";--> statement-breakpoint
CREATE INDEX "approval_slots_remind" ON "approval_slots" USING btree ("remind_at") WHERE "approval_slots"."state" = 'open';--> statement-breakpoint
CREATE INDEX "offers_unwarned" ON "offers" USING btree ("valid_until") WHERE "offers"."state" = 'pending' and "offers"."warned_for" is distinct from "offers"."valid_until";
--> statement-breakpoint
-- Row-level security and pins, as in 0001: files are operational like drafts, what is attached belongs to the audit chain.
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY array['files', 'request_files'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (account_id) REFERENCES accounts (id)', t, t || '_account_fk');
    EXECUTE format('REVOKE TRUNCATE ON %I FROM %I', t, current_user);
  END LOOP;
  EXECUTE format('REVOKE DELETE ON request_files FROM %I', current_user);
END $$;
--> statement-breakpoint
CREATE POLICY files_read ON files FOR SELECT USING (account_id = app.acct() OR app.scope() = 'plan');
--> statement-breakpoint
CREATE POLICY files_add ON files FOR INSERT WITH CHECK (account_id = app.acct());
--> statement-breakpoint
CREATE POLICY files_change ON files FOR UPDATE USING (account_id = app.acct()) WITH CHECK (account_id = app.acct());
--> statement-breakpoint
CREATE POLICY files_remove ON files FOR DELETE USING (account_id = app.acct());
--> statement-breakpoint
CREATE POLICY request_files_read ON request_files FOR SELECT USING (account_id = app.acct());
--> statement-breakpoint
CREATE POLICY request_files_add ON request_files FOR INSERT WITH CHECK (account_id = app.acct() AND audit_id = app.audit_id());
--> statement-breakpoint
ALTER TABLE "request_files" ADD CONSTRAINT "request_files_audit_fk" FOREIGN KEY ("account_id","audit_id") REFERENCES "public"."audit_events"("account_id","id") DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
-- The tick looks for due reminders across companies.
DROP POLICY approval_slots_read ON approval_slots;
--> statement-breakpoint
CREATE POLICY approval_slots_read ON approval_slots FOR SELECT USING (account_id = app.acct() OR app.scope() = 'plan');
--> statement-breakpoint
-- A backfill sees no rows while the policies bind the owner.
ALTER TABLE approval_slots NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
UPDATE approval_slots SET remind_at = opened_at + interval '72 hours' WHERE state = 'open';
--> statement-breakpoint
ALTER TABLE approval_slots FORCE ROW LEVEL SECURITY;
