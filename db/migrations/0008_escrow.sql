-- Milestones and their escrow, pauses, disputes, earnings, the money moves of two people, receipts and invoices.
CREATE TABLE "company_billing" (
	"account_id" uuid NOT NULL,
	"mode" text NOT NULL,
	"credit_limit_minor" bigint,
	"terms_days" smallint NOT NULL,
	"invoice_at" timestamp with time zone,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "company_billing_pk" PRIMARY KEY("account_id"),
	CONSTRAINT "company_billing_mode_known" CHECK ("company_billing"."mode" in ('charged', 'on_terms')),
	CONSTRAINT "company_billing_limit" CHECK ("company_billing"."credit_limit_minor" >= 0),
	CONSTRAINT "company_billing_terms" CHECK ("company_billing"."terms_days" between 1 and 90)
);
--> statement-breakpoint
CREATE TABLE "company_suspensions" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "company_suspensions_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "company_suspensions_order" CHECK ("company_suspensions"."ended_at" >= "company_suspensions"."started_at")
);
--> statement-breakpoint
CREATE TABLE "invoice_lines" (
	"account_id" uuid NOT NULL,
	"invoice_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"receipt_id" uuid NOT NULL,
	"amount_minor" bigint NOT NULL,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "invoice_lines_pk" PRIMARY KEY("account_id","invoice_id","position"),
	CONSTRAINT "invoice_lines_receipt_once" UNIQUE("account_id","receipt_id"),
	CONSTRAINT "invoice_lines_amount" CHECK ("invoice_lines"."amount_minor" <> 0)
);
--> statement-breakpoint
CREATE TABLE "invoices" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"year" smallint NOT NULL,
	"number" integer NOT NULL,
	"previous" integer,
	"kind" text NOT NULL,
	"month" char(7) NOT NULL,
	"company_name" text NOT NULL,
	"currency" char(3) NOT NULL,
	"total_minor" bigint NOT NULL,
	"issued_on" date NOT NULL,
	"due_on" date NOT NULL,
	"issued_at" timestamp with time zone NOT NULL,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "invoices_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "invoices_number_once" UNIQUE("account_id","year","number"),
	CONSTRAINT "invoices_month_once" UNIQUE("account_id","month"),
	CONSTRAINT "invoices_kind_known" CHECK ("invoices"."kind" in ('monthly', 'credit_note')),
	CONSTRAINT "invoices_no_gap" CHECK ("invoices"."previous" is not distinct from nullif("invoices"."number" - 1, 0)),
	CONSTRAINT "invoices_sign" CHECK (("invoices"."kind" = 'credit_note') = ("invoices"."total_minor" < 0)),
	CONSTRAINT "invoices_due" CHECK ("invoices"."due_on" >= "invoices"."issued_on")
);
--> statement-breakpoint
CREATE TABLE "money_moves" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"currency" char(3) NOT NULL,
	"company_minor" bigint NOT NULL,
	"talent_minor" bigint NOT NULL,
	"subject_id" uuid,
	"source" text,
	"external_ref" text,
	"received_on" date,
	"file_name" text,
	"reason" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp with time zone,
	"refusal" text,
	"since" timestamp with time zone NOT NULL,
	"step" smallint NOT NULL,
	"due_at" timestamp with time zone,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "money_moves_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "money_moves_kind_known" CHECK ("money_moves"."kind" in ('wire', 'escrow_decision', 'payout')),
	CONSTRAINT "money_moves_state_known" CHECK ("money_moves"."state" in ('proposed', 'confirmed', 'refused', 'lapsed')),
	CONSTRAINT "money_moves_four_eyes" CHECK ("money_moves"."decided_by" <> "money_moves"."proposed_by"),
	CONSTRAINT "money_moves_decided" CHECK (("money_moves"."state" = 'proposed') = ("money_moves"."decided_at" is null) and ("money_moves"."state" in ('confirmed', 'refused')) = ("money_moves"."decided_by" is not null) and ("money_moves"."state" = 'proposed') = ("money_moves"."due_at" is not null)),
	CONSTRAINT "money_moves_amounts" CHECK (least("money_moves"."company_minor", "money_moves"."talent_minor") >= 0 and "money_moves"."company_minor" + "money_moves"."talent_minor" > 0),
	CONSTRAINT "money_moves_wire" CHECK ("money_moves"."kind" <> 'wire' or (num_nulls("money_moves"."source", "money_moves"."external_ref", "money_moves"."received_on") = 0 and "money_moves"."talent_minor" = 0)),
	CONSTRAINT "money_moves_subject" CHECK (("money_moves"."kind" = 'wire') = ("money_moves"."subject_id" is null)),
	CONSTRAINT "money_moves_reason" CHECK (char_length("money_moves"."reason") between 1 and 1000),
	CONSTRAINT "money_moves_reference" CHECK (char_length("money_moves"."external_ref") between 1 and 80)
);
--> statement-breakpoint
CREATE TABLE "receipts" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"year" smallint NOT NULL,
	"number" integer NOT NULL,
	"previous" integer,
	"kind" text NOT NULL,
	"contract_id" uuid,
	"milestone_id" uuid,
	"order_id" uuid,
	"order_number" text,
	"move_id" uuid,
	"title" text NOT NULL,
	"method" text NOT NULL,
	"currency" char(3) NOT NULL,
	"amount_minor" bigint NOT NULL,
	"issued_at" timestamp with time zone NOT NULL,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "receipts_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "receipts_number_once" UNIQUE("account_id","year","number"),
	CONSTRAINT "receipts_kind_known" CHECK ("receipts"."kind" in ('funding', 'refund', 'bonus', 'payment')),
	CONSTRAINT "receipts_method_known" CHECK ("receipts"."method" in ('balance', 'terms', 'wire')),
	CONSTRAINT "receipts_no_gap" CHECK ("receipts"."previous" is not distinct from nullif("receipts"."number" - 1, 0)),
	CONSTRAINT "receipts_amount_positive" CHECK ("receipts"."amount_minor" > 0),
	CONSTRAINT "receipts_payment_has_move" CHECK (("receipts"."kind" = 'payment') = ("receipts"."move_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "contract_pauses" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"contract_id" uuid NOT NULL,
	"cause" text NOT NULL,
	"paused_by" uuid,
	"paused_at" timestamp with time zone NOT NULL,
	"lifted_by" uuid,
	"lifted_at" timestamp with time zone,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "contract_pauses_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "contract_pauses_cause_known" CHECK ("contract_pauses"."cause" in ('client', 'suspension', 'dispute', 'risk', 'payroll')),
	CONSTRAINT "contract_pauses_lifted_later" CHECK ("contract_pauses"."lifted_at" >= "contract_pauses"."paused_at")
);
--> statement-breakpoint
CREATE TABLE "dispute_settlements" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"dispute_id" uuid NOT NULL,
	"state" text NOT NULL,
	"release_minor" bigint NOT NULL,
	"refund_minor" bigint NOT NULL,
	"note" text NOT NULL,
	"mediator_id" uuid NOT NULL,
	"proposed_at" timestamp with time zone NOT NULL,
	"answer_by" timestamp with time zone NOT NULL,
	"client_accepted_at" timestamp with time zone,
	"talent_accepted_at" timestamp with time zone,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "dispute_settlements_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "dispute_settlements_state_known" CHECK ("dispute_settlements"."state" in ('open', 'agreed', 'rejected', 'executed')),
	CONSTRAINT "dispute_settlements_shares" CHECK (least("dispute_settlements"."release_minor", "dispute_settlements"."refund_minor") >= 0),
	CONSTRAINT "dispute_settlements_note" CHECK (char_length("dispute_settlements"."note") between 1 and 5000),
	CONSTRAINT "dispute_settlements_both_accepted" CHECK ("dispute_settlements"."state" not in ('agreed', 'executed') or num_nulls("dispute_settlements"."client_accepted_at", "dispute_settlements"."talent_accepted_at") = 0)
);
--> statement-breakpoint
CREATE TABLE "earnings" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"talent_user_id" uuid NOT NULL,
	"contract_id" uuid NOT NULL,
	"milestone_id" uuid,
	"kind" text NOT NULL,
	"currency" char(3) NOT NULL,
	"amount_minor" bigint NOT NULL,
	"automatic" text NOT NULL,
	"note" text,
	"earned_at" timestamp with time zone NOT NULL,
	"available_at" timestamp with time zone NOT NULL,
	"moved_at" timestamp with time zone,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "earnings_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "earnings_kind_known" CHECK ("earnings"."kind" in ('release', 'bonus')),
	CONSTRAINT "earnings_amount_positive" CHECK ("earnings"."amount_minor" > 0),
	CONSTRAINT "earnings_of_milestone" CHECK (("earnings"."kind" = 'release') = ("earnings"."milestone_id" is not null)),
	CONSTRAINT "earnings_five_days" CHECK ("earnings"."available_at" >= "earnings"."earned_at" and "earnings"."moved_at" >= "earnings"."available_at"),
	CONSTRAINT "earnings_automatic_known" CHECK ("earnings"."automatic" in ('yes', 'no'))
);
--> statement-breakpoint
CREATE TABLE "escrow_disputes" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"milestone_id" uuid NOT NULL,
	"contract_id" uuid NOT NULL,
	"origin" text NOT NULL,
	"former_state" text NOT NULL,
	"state" text NOT NULL,
	"description" text NOT NULL,
	"opened_by" uuid NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"client_evidence" text,
	"client_answered_at" timestamp with time zone,
	"mediation_at" timestamp with time zone,
	"client_filed_at" timestamp with time zone,
	"talent_filed_at" timestamp with time zone,
	"since" timestamp with time zone NOT NULL,
	"step" smallint NOT NULL,
	"due_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "escrow_disputes_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "escrow_disputes_origin_known" CHECK ("escrow_disputes"."origin" in ('refund_request', 'ticket', 'dormancy')),
	CONSTRAINT "escrow_disputes_state_known" CHECK ("escrow_disputes"."state" in ('awaiting_client', 'mediation', 'arbitration', 'closed', 'withdrawn')),
	CONSTRAINT "escrow_disputes_description" CHECK (char_length("escrow_disputes"."description") between 1 and 5000),
	CONSTRAINT "escrow_disputes_evidence" CHECK (char_length("escrow_disputes"."client_evidence") between 1 and 5000),
	CONSTRAINT "escrow_disputes_timer_or_end" CHECK (("escrow_disputes"."closed_at" is null) = ("escrow_disputes"."due_at" is not null) and ("escrow_disputes"."closed_at" is null) = ("escrow_disputes"."state" not in ('closed', 'withdrawn')))
);
--> statement-breakpoint
CREATE TABLE "escrow_refund_requests" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"milestone_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"requested_by" uuid,
	"requested_at" timestamp with time zone NOT NULL,
	"answer" text,
	"answered_by" uuid,
	"answered_at" timestamp with time zone,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "escrow_refund_requests_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "escrow_refund_requests_amount" CHECK ("escrow_refund_requests"."amount_minor" > 0),
	CONSTRAINT "escrow_refund_requests_reason" CHECK (char_length("escrow_refund_requests"."reason") between 1 and 1000),
	CONSTRAINT "escrow_refund_requests_answer" CHECK ("escrow_refund_requests"."answer" in ('approved', 'silent', 'disputed', 'given_back')),
	CONSTRAINT "escrow_refund_requests_answered" CHECK (("escrow_refund_requests"."answer" is null) = ("escrow_refund_requests"."answered_at" is null))
);
--> statement-breakpoint
CREATE TABLE "milestone_proposals" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"contract_id" uuid NOT NULL,
	"side" text NOT NULL,
	"target" jsonb NOT NULL,
	"seen" text NOT NULL,
	"note" text,
	"state" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp with time zone NOT NULL,
	"lapses_at" timestamp with time zone NOT NULL,
	"answered_by" uuid,
	"answered_at" timestamp with time zone,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "milestone_proposals_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "milestone_proposals_state_known" CHECK ("milestone_proposals"."state" in ('open', 'accepted', 'declined', 'lapsed')),
	CONSTRAINT "milestone_proposals_side_known" CHECK ("milestone_proposals"."side" in ('client', 'talent')),
	CONSTRAINT "milestone_proposals_note" CHECK (char_length("milestone_proposals"."note") between 1 and 1000),
	CONSTRAINT "milestone_proposals_answered" CHECK (("milestone_proposals"."state" = 'open') = ("milestone_proposals"."answered_at" is null))
);
--> statement-breakpoint
CREATE TABLE "milestone_submissions" (
	"account_id" uuid NOT NULL,
	"milestone_id" uuid NOT NULL,
	"round" smallint NOT NULL,
	"key" uuid NOT NULL,
	"message" text NOT NULL,
	"links" text[] NOT NULL,
	"submitted_by" uuid NOT NULL,
	"submitted_at" timestamp with time zone NOT NULL,
	"changes_note" text,
	"changes_by" uuid,
	"changes_at" timestamp with time zone,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "milestone_submissions_pk" PRIMARY KEY("account_id","milestone_id","round"),
	CONSTRAINT "milestone_submissions_key_once" UNIQUE("account_id","key"),
	CONSTRAINT "milestone_submissions_message" CHECK (char_length("milestone_submissions"."message") between 1 and 5000),
	CONSTRAINT "milestone_submissions_links" CHECK (cardinality("milestone_submissions"."links") <= 10),
	CONSTRAINT "milestone_submissions_note" CHECK (char_length("milestone_submissions"."changes_note") between 1 and 5000),
	CONSTRAINT "milestone_submissions_answer" CHECK (num_nulls("milestone_submissions"."changes_note", "milestone_submissions"."changes_by", "milestone_submissions"."changes_at") in (0, 3))
);
--> statement-breakpoint
CREATE TABLE "milestones" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"contract_id" uuid NOT NULL,
	"number" smallint NOT NULL,
	"position" smallint NOT NULL,
	"title" text NOT NULL,
	"description" text NOT NULL,
	"currency" char(3) NOT NULL,
	"amount_minor" bigint NOT NULL,
	"due_date" date,
	"state" text NOT NULL,
	"rounds" smallint NOT NULL,
	"funded_minor" bigint NOT NULL,
	"rolled_minor" bigint NOT NULL,
	"released_minor" bigint NOT NULL,
	"refunded_minor" bigint NOT NULL,
	"held_minor" bigint GENERATED ALWAYS AS (funded_minor - rolled_minor - released_minor - refunded_minor) STORED NOT NULL,
	"funded_at" timestamp with time zone,
	"since" timestamp with time zone NOT NULL,
	"step" smallint NOT NULL,
	"due_at" timestamp with time zone,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "milestones_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "milestones_number_once" UNIQUE("account_id","contract_id","number"),
	CONSTRAINT "milestones_currency_pin" UNIQUE("account_id","id","currency"),
	CONSTRAINT "milestones_contract_pin" UNIQUE("account_id","id","contract_id"),
	CONSTRAINT "milestones_state_known" CHECK ("milestones"."state" in ('agreed', 'funded', 'submitted', 'changes_requested', 'release_requested', 'refund_requested', 'disputed', 'released', 'refunded', 'removed')),
	CONSTRAINT "milestones_title_length" CHECK (char_length("milestones"."title") between 1 and 120),
	CONSTRAINT "milestones_text_length" CHECK (char_length("milestones"."description") <= 5000),
	CONSTRAINT "milestones_amount_positive" CHECK ("milestones"."amount_minor" > 0),
	CONSTRAINT "milestones_figures" CHECK (least("milestones"."funded_minor", "milestones"."rolled_minor", "milestones"."released_minor", "milestones"."refunded_minor", "milestones"."held_minor") >= 0),
	CONSTRAINT "milestones_held_by_state" CHECK (case when "milestones"."state" in ('funded', 'submitted', 'changes_requested', 'release_requested', 'refund_requested', 'disputed') then "milestones"."held_minor" > 0 when "milestones"."state" = 'agreed' then true else "milestones"."held_minor" = 0 end),
	CONSTRAINT "milestones_never_without_timer" CHECK ("milestones"."due_at" is not null or "milestones"."held_minor" = 0 or "milestones"."state" = 'disputed'),
	CONSTRAINT "milestones_unfunded" CHECK ("milestones"."state" <> 'agreed' or ("milestones"."released_minor" = 0 and "milestones"."funded_at" is null))
);
--> statement-breakpoint
ALTER TABLE "invoice_lines" ADD CONSTRAINT "invoice_lines_invoice_fk" FOREIGN KEY ("account_id","invoice_id") REFERENCES "public"."invoices"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoice_lines" ADD CONSTRAINT "invoice_lines_receipt_fk" FOREIGN KEY ("account_id","receipt_id") REFERENCES "public"."receipts"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_previous_fk" FOREIGN KEY ("account_id","year","previous") REFERENCES "public"."invoices"("account_id","year","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "money_moves" ADD CONSTRAINT "money_moves_proposer_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "money_moves" ADD CONSTRAINT "money_moves_decider_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_previous_fk" FOREIGN KEY ("account_id","year","previous") REFERENCES "public"."receipts"("account_id","year","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_contract_fk" FOREIGN KEY ("account_id","contract_id") REFERENCES "public"."contracts"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_order_fk" FOREIGN KEY ("account_id","order_id") REFERENCES "public"."purchase_orders"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_move_fk" FOREIGN KEY ("account_id","move_id") REFERENCES "public"."money_moves"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contract_pauses" ADD CONSTRAINT "contract_pauses_contract_fk" FOREIGN KEY ("account_id","contract_id") REFERENCES "public"."contracts"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispute_settlements" ADD CONSTRAINT "dispute_settlements_dispute_fk" FOREIGN KEY ("account_id","dispute_id") REFERENCES "public"."escrow_disputes"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispute_settlements" ADD CONSTRAINT "dispute_settlements_mediator_fk" FOREIGN KEY ("mediator_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "earnings" ADD CONSTRAINT "earnings_contract_fk" FOREIGN KEY ("account_id","contract_id","currency") REFERENCES "public"."contracts"("account_id","id","currency") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "earnings" ADD CONSTRAINT "earnings_milestone_fk" FOREIGN KEY ("account_id","milestone_id","contract_id") REFERENCES "public"."milestones"("account_id","id","contract_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "earnings" ADD CONSTRAINT "earnings_talent_fk" FOREIGN KEY ("talent_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "escrow_disputes" ADD CONSTRAINT "escrow_disputes_milestone_fk" FOREIGN KEY ("account_id","milestone_id","contract_id") REFERENCES "public"."milestones"("account_id","id","contract_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "escrow_refund_requests" ADD CONSTRAINT "escrow_refund_requests_fk" FOREIGN KEY ("account_id","milestone_id") REFERENCES "public"."milestones"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "milestone_proposals" ADD CONSTRAINT "milestone_proposals_contract_fk" FOREIGN KEY ("account_id","contract_id") REFERENCES "public"."contracts"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "milestone_submissions" ADD CONSTRAINT "milestone_submissions_fk" FOREIGN KEY ("account_id","milestone_id") REFERENCES "public"."milestones"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "milestones" ADD CONSTRAINT "milestones_contract_fk" FOREIGN KEY ("account_id","contract_id","currency") REFERENCES "public"."contracts"("account_id","id","currency") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "company_billing_due" ON "company_billing" USING btree ("invoice_at") WHERE "company_billing"."invoice_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "company_suspensions_one_open" ON "company_suspensions" USING btree ("account_id") WHERE "company_suspensions"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "invoices_newest" ON "invoices" USING btree ("account_id","issued_on" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "money_moves_reference_once" ON "money_moves" USING btree ("account_id","source","external_ref") WHERE "money_moves"."state" in ('proposed', 'confirmed');--> statement-breakpoint
CREATE UNIQUE INDEX "money_moves_one_waiting" ON "money_moves" USING btree ("account_id","subject_id") WHERE "money_moves"."state" = 'proposed' and "money_moves"."subject_id" is not null;--> statement-breakpoint
CREATE INDEX "money_moves_due" ON "money_moves" USING btree ("due_at") WHERE "money_moves"."due_at" is not null;--> statement-breakpoint
CREATE INDEX "money_moves_waiting" ON "money_moves" USING btree ("account_id","proposed_at","id") WHERE "money_moves"."state" = 'proposed';--> statement-breakpoint
CREATE INDEX "receipts_newest" ON "receipts" USING btree ("account_id","issued_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "receipts_by_contract" ON "receipts" USING btree ("account_id","contract_id","issued_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "contract_pauses_open_once" ON "contract_pauses" USING btree ("account_id","contract_id","cause") WHERE "contract_pauses"."lifted_at" is null;--> statement-breakpoint
CREATE INDEX "contract_pauses_open_by_cause" ON "contract_pauses" USING btree ("account_id","cause") WHERE "contract_pauses"."lifted_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "dispute_settlements_one_open" ON "dispute_settlements" USING btree ("account_id","dispute_id") WHERE "dispute_settlements"."state" in ('open', 'agreed');--> statement-breakpoint
CREATE INDEX "earnings_due" ON "earnings" USING btree ("available_at") WHERE "earnings"."moved_at" is null;--> statement-breakpoint
CREATE INDEX "earnings_by_talent" ON "earnings" USING btree ("talent_user_id","earned_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "earnings_by_contract" ON "earnings" USING btree ("account_id","contract_id","earned_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "escrow_disputes_one_open" ON "escrow_disputes" USING btree ("account_id","milestone_id") WHERE "escrow_disputes"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "escrow_disputes_by_contract" ON "escrow_disputes" USING btree ("account_id","contract_id","opened_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "escrow_disputes_due" ON "escrow_disputes" USING btree ("due_at") WHERE "escrow_disputes"."due_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "escrow_refund_requests_one_open" ON "escrow_refund_requests" USING btree ("account_id","milestone_id") WHERE "escrow_refund_requests"."answer" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "milestone_proposals_one_open" ON "milestone_proposals" USING btree ("account_id","contract_id") WHERE "milestone_proposals"."state" = 'open';--> statement-breakpoint
CREATE INDEX "milestone_proposals_due" ON "milestone_proposals" USING btree ("lapses_at") WHERE "milestone_proposals"."state" = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "milestones_one_at_work" ON "milestones" USING btree ("account_id","contract_id") WHERE "milestones"."state" in ('funded', 'submitted', 'changes_requested', 'release_requested', 'refund_requested');--> statement-breakpoint
CREATE INDEX "milestones_in_order" ON "milestones" USING btree ("account_id","contract_id","position","id");--> statement-breakpoint
CREATE INDEX "milestones_due" ON "milestones" USING btree ("due_at") WHERE "milestones"."due_at" is not null;--> statement-breakpoint
ALTER TABLE "ledger_accounts" ADD CONSTRAINT "ledger_accounts_held_money" CHECK ("ledger_accounts"."subject_kind" not in ('milestone', 'offer', 'talent') or ("ledger_accounts"."guarded" and "ledger_accounts"."normal_side" = 1 and ("ledger_accounts"."subject_kind" <> 'milestone' or "ledger_accounts"."code" = 'escrow')));
--> statement-breakpoint
-- Row-level security, the audit pins and the first rows: what the generator cannot say (reliability.md §4.4, §4.5).
DO $$
DECLARE
  t text;
  audited text[] := array[
    'contract_pauses', 'milestones', 'milestone_submissions', 'milestone_proposals', 'escrow_refund_requests',
    'escrow_disputes', 'dispute_settlements', 'earnings', 'company_billing', 'company_suspensions', 'money_moves',
    'receipts', 'invoices', 'invoice_lines'];
  changeable text[] := array[
    'contract_pauses', 'milestones', 'milestone_submissions', 'milestone_proposals', 'escrow_refund_requests',
    'escrow_disputes', 'dispute_settlements', 'earnings', 'company_billing', 'company_suspensions', 'money_moves'];
  planned text[] := array['milestones', 'milestone_proposals', 'escrow_disputes', 'company_billing', 'money_moves'];
BEGIN
  FOREACH t IN ARRAY audited LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (account_id) REFERENCES accounts (id)', t, t || '_account_fk');
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (account_id, audit_id) REFERENCES audit_events (account_id, id) DEFERRABLE INITIALLY DEFERRED', t, t || '_audit_fk');
    EXECUTE format('CREATE POLICY %I ON %I FOR SELECT USING (account_id = app.acct()%s)', t || '_read', t,
      CASE WHEN t = ANY (planned) THEN ' OR app.scope() = ''plan'''
        WHEN t = 'earnings' THEN ' OR app.scope() = ''plan'' OR (app.scope() = ''talent'' AND talent_user_id = app.usr())'
        ELSE '' END);
    EXECUTE format('CREATE POLICY %I ON %I FOR INSERT WITH CHECK (account_id = app.acct() AND audit_id = app.audit_id())', t || '_add', t);
    EXECUTE format('REVOKE DELETE, TRUNCATE ON %I FROM %I', t, current_user);
  END LOOP;
  FOREACH t IN ARRAY changeable LOOP
    EXECUTE format('CREATE POLICY %I ON %I FOR UPDATE USING (account_id = app.acct()) WITH CHECK (account_id = app.acct() AND audit_id = app.audit_id())', t || '_change', t);
  END LOOP;
END $$;
--> statement-breakpoint
-- Backfill; it sees no rows while the policies bind the owner.
ALTER TABLE account_settings NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE contracts NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE offer_milestones NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE company_billing NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE contract_pauses NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE milestones NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
INSERT INTO company_billing (account_id, mode, credit_limit_minor, terms_days, invoice_at, audit_id)
SELECT account_id, 'on_terms', null, 30, null, audit_id FROM account_settings;
--> statement-breakpoint
INSERT INTO contract_pauses (account_id, id, contract_id, cause, paused_by, paused_at, lifted_by, lifted_at, audit_id)
SELECT account_id, gen_random_uuid(), id, 'payroll', null, started_at, null, null, audit_id FROM contracts WHERE state = 'paused';
--> statement-breakpoint
INSERT INTO milestones (account_id, id, contract_id, number, position, title, description, currency, amount_minor, due_date, state, rounds, funded_minor, rolled_minor, released_minor, refunded_minor, funded_at, since, step, due_at, audit_id)
SELECT c.account_id, gen_random_uuid(), c.id, m.position, m.position, m.title, '', c.currency, m.amount_minor, m.due_date, 'agreed', 0, 0, 0, 0, 0, null, c.started_at, 0, null, c.audit_id
FROM contracts c JOIN offer_milestones m ON m.account_id = c.account_id AND m.offer_id = c.offer_id AND m.version = c.offer_version
WHERE c.contract_type = 'fixed_price' AND c.kind <> 'payroll' AND c.state <> 'ended';
--> statement-breakpoint
ALTER TABLE account_settings FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE contracts FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE offer_milestones FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE company_billing FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE contract_pauses FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE milestones FORCE ROW LEVEL SECURITY;
