-- Refunds of money that was paid out, what a client asks for, and a wall around what a dispute freezes.
CREATE TABLE "refund_asks" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"contract_id" uuid NOT NULL,
	"currency" char(3) NOT NULL,
	"amount_minor" bigint NOT NULL,
	"reason" text NOT NULL,
	"state" text NOT NULL,
	"asked_by" uuid NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"lapses_at" timestamp with time zone NOT NULL,
	"note" text,
	"answered_by" uuid,
	"answered_at" timestamp with time zone,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "refund_asks_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "refund_asks_contract_pin" UNIQUE("account_id","id","contract_id"),
	CONSTRAINT "refund_asks_state_known" CHECK ("refund_asks"."state" in ('open', 'paid', 'declined', 'withdrawn', 'lapsed')),
	CONSTRAINT "refund_asks_amount" CHECK ("refund_asks"."amount_minor" > 0),
	CONSTRAINT "refund_asks_reason" CHECK (char_length("refund_asks"."reason") between 1 and 1000),
	CONSTRAINT "refund_asks_note" CHECK (char_length("refund_asks"."note") between 1 and 1000),
	CONSTRAINT "refund_asks_answered" CHECK (("refund_asks"."state" = 'open') = ("refund_asks"."answered_at" is null)),
	CONSTRAINT "refund_asks_declined_with_reason" CHECK (("refund_asks"."state" = 'declined') = ("refund_asks"."note" is not null))
);
--> statement-breakpoint
CREATE TABLE "refunds" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"contract_id" uuid NOT NULL,
	"currency" char(3) NOT NULL,
	"amount_minor" bigint NOT NULL,
	"reason" text NOT NULL,
	"ask_id" uuid,
	"refunded_by" uuid NOT NULL,
	"refunded_at" timestamp with time zone NOT NULL,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "refunds_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "refunds_amount" CHECK ("refunds"."amount_minor" > 0),
	CONSTRAINT "refunds_reason" CHECK (char_length("refunds"."reason") between 1 and 1000)
);
--> statement-breakpoint
ALTER TABLE "ledger_transfers" DROP CONSTRAINT "ledger_transfers_kind_known";--> statement-breakpoint
DROP INDEX "earnings_due";--> statement-breakpoint
ALTER TABLE "earnings" ADD COLUMN "refunded_minor" bigint NOT NULL DEFAULT 0;--> statement-breakpoint
ALTER TABLE "earnings" ALTER COLUMN "refunded_minor" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "earnings" ADD COLUMN "left_minor" bigint GENERATED ALWAYS AS (amount_minor - refunded_minor) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "escrow_disputes" ADD COLUMN "held_minor" bigint;--> statement-breakpoint
-- What open disputes are about; a backfill sees no rows while the policies bind the owner.
ALTER TABLE "escrow_disputes" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "milestones" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
UPDATE "escrow_disputes" SET "held_minor" = m."held_minor" FROM "milestones" m
WHERE m."account_id" = "escrow_disputes"."account_id" AND m."id" = "escrow_disputes"."milestone_id" AND "escrow_disputes"."closed_at" IS NULL;--> statement-breakpoint
ALTER TABLE "milestones" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "escrow_disputes" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "escrow_disputes" ADD COLUMN "frozen_state" text GENERATED ALWAYS AS (case when closed_at is null then 'disputed' end) STORED;--> statement-breakpoint
ALTER TABLE "escrow_disputes" ADD COLUMN "frozen_minor" bigint GENERATED ALWAYS AS (case when closed_at is null then held_minor end) STORED;--> statement-breakpoint
ALTER TABLE "refund_asks" ADD CONSTRAINT "refund_asks_contract_fk" FOREIGN KEY ("account_id","contract_id","currency") REFERENCES "public"."contracts"("account_id","id","currency") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund_asks" ADD CONSTRAINT "refund_asks_asked_by_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_contract_fk" FOREIGN KEY ("account_id","contract_id","currency") REFERENCES "public"."contracts"("account_id","id","currency") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_ask_fk" FOREIGN KEY ("account_id","ask_id","contract_id") REFERENCES "public"."refund_asks"("account_id","id","contract_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_by_fk" FOREIGN KEY ("refunded_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "refund_asks_one_open" ON "refund_asks" USING btree ("account_id","contract_id") WHERE "refund_asks"."state" = 'open';--> statement-breakpoint
CREATE INDEX "refund_asks_by_contract" ON "refund_asks" USING btree ("account_id","contract_id","asked_at","id");--> statement-breakpoint
CREATE INDEX "refund_asks_due" ON "refund_asks" USING btree ("lapses_at") WHERE "refund_asks"."state" = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "refunds_ask_once" ON "refunds" USING btree ("account_id","ask_id") WHERE "refunds"."ask_id" is not null;--> statement-breakpoint
CREATE INDEX "refunds_by_contract" ON "refunds" USING btree ("account_id","contract_id","refunded_at","id");--> statement-breakpoint
CREATE INDEX "escrow_disputes_by_milestone" ON "escrow_disputes" USING btree ("account_id","milestone_id");--> statement-breakpoint
CREATE INDEX "earnings_due" ON "earnings" USING btree ("available_at") WHERE "earnings"."moved_at" is null and "earnings"."left_minor" > 0;--> statement-breakpoint
ALTER TABLE "milestones" ADD CONSTRAINT "milestones_freeze_pin" UNIQUE("account_id","id","state","held_minor");--> statement-breakpoint
ALTER TABLE "ledger_transfers" ADD CONSTRAINT "ledger_transfers_kind_known" CHECK ("ledger_transfers"."kind" in ('order_funded', 'order_corrected', 'reserved', 'reservation_freed', 'committed', 'commitment_freed', 'accrued', 'accrual_freed', 'invoiced', 'credited', 'paid', 'refunded', 'reallocated', 'deposit', 'credit_drawn', 'escrow_funded', 'escrow_released', 'escrow_returned', 'escrow_rolled', 'bonus', 'earning_available', 'payout', 'fee', 'reversal', 'payment_refunded'));--> statement-breakpoint
ALTER TABLE "earnings" ADD CONSTRAINT "earnings_refunded" CHECK ("earnings"."refunded_minor" between 0 and "earnings"."amount_minor");--> statement-breakpoint
ALTER TABLE "escrow_disputes" ADD CONSTRAINT "escrow_disputes_held" CHECK ("escrow_disputes"."held_minor" is not null or "escrow_disputes"."closed_at" is not null);--> statement-breakpoint
-- An open dispute holds its milestone where it is, at what it holds: both columns are null once it is closed, and then the
-- key asks for nothing. Deferred, because the deed that closes it moves the milestone in the same transaction.
ALTER TABLE escrow_disputes ADD CONSTRAINT escrow_disputes_freezes_fk FOREIGN KEY (account_id, milestone_id, frozen_state, frozen_minor) REFERENCES milestones (account_id, id, state, held_minor) DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
-- Row-level security and pins, as for member_invitations in 0019. The tick plans over asks; a refund is never changed.
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY array['refund_asks', 'refunds'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (account_id) REFERENCES accounts (id)', t, t || '_account_fk');
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (account_id, audit_id) REFERENCES audit_events (account_id, id) DEFERRABLE INITIALLY DEFERRED', t, t || '_audit_fk');
    EXECUTE format('CREATE POLICY %I ON %I FOR INSERT WITH CHECK (account_id = app.acct() AND audit_id = app.audit_id())', t || '_add', t);
    EXECUTE format('REVOKE DELETE, TRUNCATE ON %I FROM %I', t, current_user);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE POLICY refunds_read ON refunds FOR SELECT USING (account_id = app.acct());
--> statement-breakpoint
CREATE POLICY refund_asks_read ON refund_asks FOR SELECT USING (account_id = app.acct() OR app.scope() = 'plan');
--> statement-breakpoint
CREATE POLICY refund_asks_change ON refund_asks FOR UPDATE USING (account_id = app.acct()) WITH CHECK (account_id = app.acct() AND audit_id = app.audit_id());
--> statement-breakpoint
-- What a dispute is over, of which milestone and by whom stands once it is opened: a smaller one would free the rest.
DO $$
BEGIN
  EXECUTE format('REVOKE UPDATE ON escrow_disputes FROM %I', current_user);
  EXECUTE format('GRANT UPDATE (state, client_evidence, client_answered_at, mediation_at, client_filed_at, talent_filed_at, since, step, due_at, closed_at, audit_id) ON escrow_disputes TO %I', current_user);
END $$;
