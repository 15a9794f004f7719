ALTER TABLE "money_moves" DROP CONSTRAINT "money_moves_kind_known";--> statement-breakpoint
ALTER TABLE "money_moves" DROP CONSTRAINT "money_moves_amounts";--> statement-breakpoint
ALTER TABLE "money_moves" DROP CONSTRAINT "money_moves_subject";--> statement-breakpoint
ALTER TABLE "receipts" DROP CONSTRAINT "receipts_kind_known";--> statement-breakpoint
ALTER TABLE "ledger_transfers" DROP CONSTRAINT "ledger_transfers_kind_known";--> statement-breakpoint
ALTER TABLE "account_settings" ADD COLUMN "orders_include_fees" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "approval_requests" ADD COLUMN "fee_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "approval_requests" ADD COLUMN "order_fee_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "company_billing" ADD COLUMN "fee_exempt" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "receipts" ADD COLUMN "fee_of" uuid;--> statement-breakpoint
ALTER TABLE "contracts" ADD COLUMN "order_fee_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "order_fee_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_fee_of_fk" FOREIGN KEY ("account_id","fee_of") REFERENCES "public"."receipts"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "receipts_one_fee" ON "receipts" USING btree ("account_id","fee_of") WHERE "receipts"."kind" = 'fee';--> statement-breakpoint
ALTER TABLE "approval_requests" ADD CONSTRAINT "approval_requests_fee" CHECK ("approval_requests"."fee_minor" >= 0 and "approval_requests"."fee_minor" < "approval_requests"."estimated_total_minor" and "approval_requests"."order_fee_minor" in (0, "approval_requests"."fee_minor"));--> statement-breakpoint
ALTER TABLE "money_moves" ADD CONSTRAINT "money_moves_fee_exemption" CHECK ("money_moves"."kind" <> 'fee_exemption' or coalesce("money_moves"."source", '') in ('exempt', 'charged'));--> statement-breakpoint
ALTER TABLE "money_moves" ADD CONSTRAINT "money_moves_kind_known" CHECK ("money_moves"."kind" in ('wire', 'escrow_decision', 'payout', 'company_return', 'fee_exemption'));--> statement-breakpoint
ALTER TABLE "money_moves" ADD CONSTRAINT "money_moves_amounts" CHECK (least("money_moves"."company_minor", "money_moves"."talent_minor") >= 0 and ("money_moves"."kind" = 'fee_exemption') = ("money_moves"."company_minor" + "money_moves"."talent_minor" = 0));--> statement-breakpoint
ALTER TABLE "money_moves" ADD CONSTRAINT "money_moves_subject" CHECK (("money_moves"."kind" in ('wire', 'company_return', 'fee_exemption')) = ("money_moves"."subject_id" is null));--> statement-breakpoint
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_fee_is_of_another" CHECK (("receipts"."kind" in ('fee', 'fee_refund')) = ("receipts"."fee_of" is not null));--> statement-breakpoint
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_kind_known" CHECK ("receipts"."kind" in ('funding', 'refund', 'bonus', 'payment', 'return', 'fee', 'fee_refund'));--> statement-breakpoint
ALTER TABLE "ledger_transfers" ADD CONSTRAINT "ledger_transfers_kind_known" CHECK ("ledger_transfers"."kind" in ('order_funded', 'order_corrected', 'reserved', 'reservation_freed', 'committed', 'commitment_freed', 'accrued', 'accrual_freed', 'invoiced', 'credited', 'paid', 'refunded', 'reallocated', 'deposit', 'credit_drawn', 'escrow_funded', 'escrow_released', 'escrow_returned', 'escrow_rolled', 'bonus', 'earning_available', 'payout', 'fee', 'fee_returned', 'reversal', 'payment_refunded', 'company_return'));--> statement-breakpoint
ALTER TABLE "contracts" ADD CONSTRAINT "contracts_order_fee" CHECK ("contracts"."order_fee_minor" >= 0);--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_order_fee" CHECK ("offers"."order_fee_minor" >= 0);