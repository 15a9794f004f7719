ALTER TABLE "teams" DROP CONSTRAINT "teams_name_once";--> statement-breakpoint
-- Two teams whose names differ in case alone become one name and a numbered one. A backfill sees no rows while the
-- policies bind the owner.
ALTER TABLE "teams" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
UPDATE "teams" SET "name" = left("teams"."name", 74) || ' (' || d."place" || ')'
FROM (SELECT "account_id", "id", row_number() OVER (PARTITION BY "account_id", lower("name") ORDER BY "id") AS "place" FROM "teams") d
WHERE d."account_id" = "teams"."account_id" AND d."id" = "teams"."id" AND d."place" > 1;--> statement-breakpoint
ALTER TABLE "teams" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "name_key" text GENERATED ALWAYS AS (lower(name)) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "hidden_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "member_roles_of_team" ON "member_roles" USING btree ("account_id","team_id","role","given_at","id") WHERE "member_roles"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX "memberships_newest" ON "memberships" USING btree ("account_id","state","joined_at","user_id");--> statement-breakpoint
ALTER TABLE "teams" ADD CONSTRAINT "teams_name_once" UNIQUE("account_id","name_key");--> statement-breakpoint
ALTER TABLE "teams" ADD CONSTRAINT "teams_parent_in_sight" CHECK (not "teams"."parent" or "teams"."hidden_at" is null);
