ALTER TABLE "approval_slots" DROP CONSTRAINT "approval_slots_person_once";--> statement-breakpoint
ALTER TABLE "approval_slots" DROP CONSTRAINT "approval_slots_state_known";--> statement-breakpoint
ALTER TABLE "approval_slots" DROP CONSTRAINT "approval_slots_seat_fk";--> statement-breakpoint
ALTER TABLE "approval_slots" ADD COLUMN "missing_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "approval_slots" ADD COLUMN "seat_state" text;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_state_pin" UNIQUE("account_id","user_id","state");--> statement-breakpoint
-- A backfill sees no rows while the policies bind the owner.
ALTER TABLE "approval_slots" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "memberships" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
UPDATE "approval_slots" SET "seat_state" = m."state" FROM "memberships" m WHERE m."account_id" = "approval_slots"."account_id" AND m."user_id" = "approval_slots"."approver_id";--> statement-breakpoint
ALTER TABLE "approval_slots" ALTER COLUMN "seat_state" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "approval_slots" ADD CONSTRAINT "approval_slots_seat_fk" FOREIGN KEY ("account_id","approver_id","seat_state") REFERENCES "public"."memberships"("account_id","user_id","state") ON DELETE no action ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "memberships" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "approval_slots" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE UNIQUE INDEX "approval_slots_person_once" ON "approval_slots" USING btree ("account_id","request_id","approver_id") WHERE "approval_slots"."state" <> 'replaced';--> statement-breakpoint
CREATE INDEX "approval_slots_unheld" ON "approval_slots" USING btree ("opened_at") WHERE "approval_slots"."state" = 'open' and "approval_slots"."seat_state" = 'removed' and "approval_slots"."missing_since" is null;--> statement-breakpoint
ALTER TABLE "approval_slots" ADD CONSTRAINT "approval_slots_state_known" CHECK ("approval_slots"."state" in ('waiting', 'open', 'approved', 'declined', 'skipped', 'closed', 'replaced'));
