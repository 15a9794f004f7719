ALTER TABLE "money_moves" DROP CONSTRAINT "money_moves_kind_known";--> statement-breakpoint
ALTER TABLE "money_moves" DROP CONSTRAINT "money_moves_subject";--> statement-breakpoint
ALTER TABLE "receipts" DROP CONSTRAINT "receipts_kind_known";--> statement-breakpoint
ALTER TABLE "receipts" DROP CONSTRAINT "receipts_payment_has_move";--> statement-breakpoint
ALTER TABLE "ledger_transfers" DROP CONSTRAINT "ledger_transfers_kind_known";--> statement-breakpoint
ALTER TABLE "money_moves" ADD CONSTRAINT "money_moves_company_return" CHECK ("money_moves"."kind" <> 'company_return' or (num_nulls("money_moves"."source", "money_moves"."external_ref") = 0 and "money_moves"."talent_minor" = 0));--> statement-breakpoint
ALTER TABLE "money_moves" ADD CONSTRAINT "money_moves_kind_known" CHECK ("money_moves"."kind" in ('wire', 'escrow_decision', 'payout', 'company_return'));--> statement-breakpoint
ALTER TABLE "money_moves" ADD CONSTRAINT "money_moves_subject" CHECK (("money_moves"."kind" in ('wire', 'company_return')) = ("money_moves"."subject_id" is null));--> statement-breakpoint
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_kind_known" CHECK ("receipts"."kind" in ('funding', 'refund', 'bonus', 'payment', 'return'));--> statement-breakpoint
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_payment_has_move" CHECK (("receipts"."kind" in ('payment', 'return')) = ("receipts"."move_id" is not null));--> statement-breakpoint
ALTER TABLE "ledger_transfers" ADD CONSTRAINT "ledger_transfers_kind_known" CHECK ("ledger_transfers"."kind" in ('order_funded', 'order_corrected', 'reserved', 'reservation_freed', 'committed', 'commitment_freed', 'accrued', 'accrual_freed', 'invoiced', 'credited', 'paid', 'refunded', 'reallocated', 'deposit', 'credit_drawn', 'escrow_funded', 'escrow_released', 'escrow_returned', 'escrow_rolled', 'bonus', 'earning_available', 'payout', 'fee', 'reversal', 'payment_refunded', 'company_return'));