CREATE TABLE "payout_requests" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"talent_user_id" uuid NOT NULL,
	"currency" char(3) NOT NULL,
	"amount_minor" bigint NOT NULL,
	"state" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"move_id" uuid,
	"reason" text,
	"since" timestamp with time zone NOT NULL,
	"step" smallint NOT NULL,
	"due_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "payout_requests_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "payout_requests_move_once" UNIQUE("account_id","move_id"),
	CONSTRAINT "payout_requests_state_known" CHECK ("payout_requests"."state" in ('open', 'recorded', 'paid', 'declined', 'withdrawn')),
	CONSTRAINT "payout_requests_amount_positive" CHECK ("payout_requests"."amount_minor" > 0),
	CONSTRAINT "payout_requests_timer" CHECK (("payout_requests"."state" = 'open') = ("payout_requests"."due_at" is not null)),
	CONSTRAINT "payout_requests_recorded" CHECK (("payout_requests"."state" in ('recorded', 'paid')) = ("payout_requests"."move_id" is not null)),
	CONSTRAINT "payout_requests_closed" CHECK (("payout_requests"."state" in ('paid', 'declined', 'withdrawn')) = ("payout_requests"."closed_at" is not null)),
	CONSTRAINT "payout_requests_reason" CHECK (("payout_requests"."state" = 'declined') = ("payout_requests"."reason" is not null) and char_length("payout_requests"."reason") between 1 and 1000)
);
--> statement-breakpoint
ALTER TABLE "company_suspensions" ADD COLUMN "started_by" uuid;--> statement-breakpoint
ALTER TABLE "company_suspensions" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "company_suspensions" ADD COLUMN "ended_by" uuid;--> statement-breakpoint
ALTER TABLE "company_suspensions" ADD COLUMN "end_reason" text;--> statement-breakpoint
ALTER TABLE "payout_requests" ADD CONSTRAINT "payout_requests_talent_fk" FOREIGN KEY ("talent_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payout_requests" ADD CONSTRAINT "payout_requests_move_fk" FOREIGN KEY ("account_id","move_id") REFERENCES "public"."money_moves"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "payout_requests_one_at_work" ON "payout_requests" USING btree ("account_id","talent_user_id") WHERE "payout_requests"."state" in ('open', 'recorded');--> statement-breakpoint
CREATE INDEX "payout_requests_by_talent" ON "payout_requests" USING btree ("talent_user_id","id");--> statement-breakpoint
CREATE INDEX "payout_requests_waiting" ON "payout_requests" USING btree ("asked_at","id") WHERE "payout_requests"."state" = 'open';--> statement-breakpoint
CREATE INDEX "payout_requests_due" ON "payout_requests" USING btree ("due_at") WHERE "payout_requests"."due_at" is not null;--> statement-breakpoint
ALTER TABLE "company_suspensions" ADD CONSTRAINT "company_suspensions_starter_fk" FOREIGN KEY ("started_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "company_suspensions" ADD CONSTRAINT "company_suspensions_ender_fk" FOREIGN KEY ("ended_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "company_suspensions_open" ON "company_suspensions" USING btree ("started_at","id") WHERE "company_suspensions"."ended_at" is null;--> statement-breakpoint
ALTER TABLE "company_suspensions" ADD CONSTRAINT "company_suspensions_reason" CHECK (char_length("company_suspensions"."reason") between 1 and 1000);--> statement-breakpoint
ALTER TABLE "company_suspensions" ADD CONSTRAINT "company_suspensions_end_reason" CHECK (char_length("company_suspensions"."end_reason") between 1 and 1000);--> statement-breakpoint
CREATE INDEX "money_moves_to_talent" ON "money_moves" USING btree ("subject_id","id") WHERE "money_moves"."kind" = 'payout';--> statement-breakpoint
-- Row-level security and pins, as for submission_files in 0016. A freelancer reads their own requests whatever the company,
-- and the planner sees who waits; it also looks for suspended companies that owe nothing any more.
ALTER TABLE payout_requests ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE payout_requests FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE payout_requests ADD CONSTRAINT payout_requests_account_fk FOREIGN KEY (account_id) REFERENCES accounts (id);
--> statement-breakpoint
ALTER TABLE payout_requests ADD CONSTRAINT payout_requests_audit_fk FOREIGN KEY (account_id, audit_id) REFERENCES audit_events (account_id, id) DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
CREATE POLICY payout_requests_read ON payout_requests FOR SELECT USING (account_id = app.acct() OR app.scope() = 'plan' OR (app.scope() = 'talent' AND talent_user_id = app.usr()));
--> statement-breakpoint
CREATE POLICY payout_requests_add ON payout_requests FOR INSERT WITH CHECK (account_id = app.acct() AND audit_id = app.audit_id());
--> statement-breakpoint
CREATE POLICY payout_requests_change ON payout_requests FOR UPDATE USING (account_id = app.acct()) WITH CHECK (account_id = app.acct() AND audit_id = app.audit_id());
--> statement-breakpoint
DROP POLICY company_suspensions_read ON company_suspensions;
--> statement-breakpoint
CREATE POLICY company_suspensions_read ON company_suspensions FOR SELECT USING (account_id = app.acct() OR app.scope() = 'plan');
--> statement-breakpoint
DO $$
BEGIN
  EXECUTE format('REVOKE DELETE, TRUNCATE ON payout_requests FROM %I', current_user);
END $$;
