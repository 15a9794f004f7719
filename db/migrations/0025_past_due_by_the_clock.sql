ALTER TABLE "company_billing" ADD COLUMN "collect_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "company_billing" ADD COLUMN "past_due_since" date;--> statement-breakpoint
CREATE INDEX "company_billing_collect" ON "company_billing" USING btree ("collect_at") WHERE "company_billing"."collect_at" is not null;--> statement-breakpoint
-- The first look is on the day after the first due day of each company; what was paid is found paid. A backfill sees no rows
-- while the policies bind the owner.
ALTER TABLE company_billing NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE invoices NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
UPDATE company_billing SET collect_at = first.day AT TIME ZONE 'UTC'
FROM (SELECT account_id, (min(due_on) + 1)::timestamp AS day FROM invoices WHERE total_minor > 0 GROUP BY account_id) first
WHERE first.account_id = company_billing.account_id;
--> statement-breakpoint
ALTER TABLE invoices FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE company_billing FORCE ROW LEVEL SECURITY;
