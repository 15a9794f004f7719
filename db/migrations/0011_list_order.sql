-- Written ascending and read backwards: an index that says "desc nulls last" gives no order to a query that says "desc".
DROP INDEX "notices_newest";--> statement-breakpoint
DROP INDEX "approval_requests_newest";--> statement-breakpoint
DROP INDEX "approval_requests_by_state";--> statement-breakpoint
DROP INDEX "approval_requests_by_total";--> statement-breakpoint
DROP INDEX "approval_requests_state_total";--> statement-breakpoint
DROP INDEX "approval_requests_own";--> statement-breakpoint
DROP INDEX "approval_requests_own_state";--> statement-breakpoint
DROP INDEX "approval_slots_assigned";--> statement-breakpoint
DROP INDEX "approval_slots_assigned_state";--> statement-breakpoint
DROP INDEX "invoices_newest";--> statement-breakpoint
DROP INDEX "receipts_newest";--> statement-breakpoint
DROP INDEX "receipts_by_contract";--> statement-breakpoint
DROP INDEX "ledger_transfers_by_order";--> statement-breakpoint
DROP INDEX "ledger_transfers_by_subject";--> statement-breakpoint
DROP INDEX "mailbox_messages_newest";--> statement-breakpoint
DROP INDEX "mailbox_messages_to";--> statement-breakpoint
DROP INDEX "earnings_by_talent";--> statement-breakpoint
DROP INDEX "earnings_by_contract";--> statement-breakpoint
DROP INDEX "escrow_disputes_by_contract";--> statement-breakpoint
DROP INDEX "contract_charges_newest";--> statement-breakpoint
DROP INDEX "contracts_by_contact";--> statement-breakpoint
DROP INDEX "contracts_newest";--> statement-breakpoint
DROP INDEX "contracts_by_state";--> statement-breakpoint
DROP INDEX "contracts_by_talent";--> statement-breakpoint
DROP INDEX "offer_drafts_by_owner";--> statement-breakpoint
DROP INDEX "offers_newest";--> statement-breakpoint
DROP INDEX "offers_by_state";--> statement-breakpoint
DROP INDEX "offers_by_sender";--> statement-breakpoint
DROP INDEX "offers_by_talent";--> statement-breakpoint
DROP INDEX "purchase_orders_newest";--> statement-breakpoint
DROP INDEX "job_posts_by_state";--> statement-breakpoint
DROP INDEX "job_posts_by_owner";--> statement-breakpoint
DROP INDEX "job_posts_by_order";--> statement-breakpoint
CREATE INDEX "contracts_of_order" ON "contracts" USING btree ("account_id","order_id","started_at","id") WHERE "contracts"."order_id" is not null;--> statement-breakpoint
CREATE INDEX "notices_newest" ON "notices" USING btree ("account_id","user_id","at","id");--> statement-breakpoint
CREATE INDEX "approval_requests_newest" ON "approval_requests" USING btree ("account_id","requested_at","id");--> statement-breakpoint
CREATE INDEX "approval_requests_by_state" ON "approval_requests" USING btree ("account_id","state","requested_at","id");--> statement-breakpoint
CREATE INDEX "approval_requests_by_total" ON "approval_requests" USING btree ("account_id","estimated_total_minor","id");--> statement-breakpoint
CREATE INDEX "approval_requests_state_total" ON "approval_requests" USING btree ("account_id","state","estimated_total_minor","id");--> statement-breakpoint
CREATE INDEX "approval_requests_own" ON "approval_requests" USING btree ("account_id","requester_id","requested_at","id");--> statement-breakpoint
CREATE INDEX "approval_requests_own_state" ON "approval_requests" USING btree ("account_id","requester_id","state","requested_at","id");--> statement-breakpoint
CREATE INDEX "approval_slots_assigned" ON "approval_slots" USING btree ("account_id","approver_id","requested_at","request_id");--> statement-breakpoint
CREATE INDEX "approval_slots_assigned_state" ON "approval_slots" USING btree ("account_id","approver_id","request_state","requested_at","request_id");--> statement-breakpoint
CREATE INDEX "invoices_newest" ON "invoices" USING btree ("account_id","issued_on","id");--> statement-breakpoint
CREATE INDEX "receipts_newest" ON "receipts" USING btree ("account_id","issued_at","id");--> statement-breakpoint
CREATE INDEX "receipts_by_contract" ON "receipts" USING btree ("account_id","contract_id","issued_at","id");--> statement-breakpoint
CREATE INDEX "ledger_transfers_by_order" ON "ledger_transfers" USING btree ("account_id","order_id","occurred_at","id") WHERE "ledger_transfers"."order_id" is not null;--> statement-breakpoint
CREATE INDEX "ledger_transfers_by_subject" ON "ledger_transfers" USING btree ("account_id","subject_kind","subject_id","occurred_at","id");--> statement-breakpoint
CREATE INDEX "mailbox_messages_newest" ON "mailbox_messages" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "mailbox_messages_to" ON "mailbox_messages" USING btree ("to_address","at","id");--> statement-breakpoint
CREATE INDEX "earnings_by_talent" ON "earnings" USING btree ("talent_user_id","earned_at","id");--> statement-breakpoint
CREATE INDEX "earnings_by_contract" ON "earnings" USING btree ("account_id","contract_id","earned_at","id");--> statement-breakpoint
CREATE INDEX "escrow_disputes_by_contract" ON "escrow_disputes" USING btree ("account_id","contract_id","opened_at","id");--> statement-breakpoint
CREATE INDEX "contract_charges_newest" ON "contract_charges" USING btree ("account_id","contract_id","charged_on","id");--> statement-breakpoint
CREATE INDEX "contracts_by_contact" ON "contracts" USING btree ("account_id","contact_id","started_at","id");--> statement-breakpoint
CREATE INDEX "contracts_newest" ON "contracts" USING btree ("account_id","started_at","id");--> statement-breakpoint
CREATE INDEX "contracts_by_state" ON "contracts" USING btree ("account_id","state","started_at","id");--> statement-breakpoint
CREATE INDEX "contracts_by_talent" ON "contracts" USING btree ("talent_user_id","started_at","id");--> statement-breakpoint
CREATE INDEX "offer_drafts_by_owner" ON "offer_drafts" USING btree ("account_id","owner_id","saved_at","id");--> statement-breakpoint
CREATE INDEX "offers_newest" ON "offers" USING btree ("account_id","sent_at","id");--> statement-breakpoint
CREATE INDEX "offers_by_state" ON "offers" USING btree ("account_id","state","sent_at","id");--> statement-breakpoint
CREATE INDEX "offers_by_sender" ON "offers" USING btree ("account_id","sender_id","sent_at","id");--> statement-breakpoint
CREATE INDEX "offers_by_talent" ON "offers" USING btree ("talent_user_id","sent_at","id");--> statement-breakpoint
CREATE INDEX "purchase_orders_newest" ON "purchase_orders" USING btree ("account_id","state","created_at","id");--> statement-breakpoint
CREATE INDEX "job_posts_by_state" ON "job_posts" USING btree ("account_id","state","created_at","id");--> statement-breakpoint
CREATE INDEX "job_posts_by_owner" ON "job_posts" USING btree ("account_id","owner_id","state","created_at","id");--> statement-breakpoint
CREATE INDEX "job_posts_by_order" ON "job_posts" USING btree ("account_id","order_id","created_at","id") WHERE "job_posts"."order_id" is not null;