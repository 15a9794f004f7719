ALTER TABLE "money_moves" ADD COLUMN "file_id" uuid;--> statement-breakpoint
ALTER TABLE "money_moves" ADD CONSTRAINT "money_moves_file_fk" FOREIGN KEY ("account_id","file_id") REFERENCES "public"."files"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "money_moves_by_subject" ON "money_moves" USING btree ("account_id","subject_id","id") WHERE "money_moves"."subject_id" is not null;--> statement-breakpoint
CREATE INDEX "money_moves_newest" ON "money_moves" USING btree ("account_id","kind","id");--> statement-breakpoint
CREATE INDEX "receipts_by_order" ON "receipts" USING btree ("account_id","order_id","issued_at","id") WHERE "receipts"."order_id" is not null;--> statement-breakpoint
-- A freelancer's earnings page shows what is held for them and what was paid out to them, whatever the company.
DROP POLICY money_moves_read ON money_moves;
--> statement-breakpoint
CREATE POLICY money_moves_read ON money_moves FOR SELECT USING (account_id = app.acct() OR app.scope() = 'plan' OR (app.scope() = 'talent' AND kind = 'payout' AND subject_id = app.usr()));
--> statement-breakpoint
DROP POLICY milestones_read ON milestones;
--> statement-breakpoint
CREATE POLICY milestones_read ON milestones FOR SELECT USING (account_id = app.acct() OR app.scope() = 'plan' OR (app.scope() = 'talent' AND EXISTS (SELECT FROM contracts c WHERE c.account_id = milestones.account_id AND c.id = milestones.contract_id AND c.talent_user_id = app.usr())));
