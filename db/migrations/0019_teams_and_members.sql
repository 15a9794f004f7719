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
ALTER TABLE "teams" ADD CONSTRAINT "teams_parent_in_sight" CHECK (not "teams"."parent" or "teams"."hidden_at" is null);--> statement-breakpoint
CREATE TABLE "member_invitations" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"company_name" text NOT NULL,
	"roles" text[] NOT NULL,
	"team_ids" uuid[] NOT NULL,
	"state" text NOT NULL,
	"invited_by" uuid NOT NULL,
	"invited_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "member_invitations_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "member_invitations_state_known" CHECK ("member_invitations"."state" in ('open', 'accepted', 'revoked')),
	CONSTRAINT "member_invitations_roles_known" CHECK ("member_invitations"."roles" <@ array['admin', 'finance_admin', 'program_owner']),
	CONSTRAINT "member_invitations_some_role" CHECK (cardinality("member_invitations"."roles") + cardinality("member_invitations"."team_ids") > 0),
	CONSTRAINT "member_invitations_ended" CHECK (("member_invitations"."state" = 'open') = ("member_invitations"."ended_at" is null))
);
--> statement-breakpoint
ALTER TABLE "member_invitations" ADD CONSTRAINT "member_invitations_by_fk" FOREIGN KEY ("invited_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "member_invitations_open_once" ON "member_invitations" USING btree ("account_id","email") WHERE "member_invitations"."state" = 'open';--> statement-breakpoint
CREATE INDEX "member_invitations_newest" ON "member_invitations" USING btree ("account_id","state","invited_at","id");--> statement-breakpoint
CREATE INDEX "member_invitations_by_id" ON "member_invitations" USING btree ("id");--> statement-breakpoint
-- Row-level security and pins, as for submission_files in 0016. Whoever is signed in also reads the invitations to their
-- own address, in the one scope that looks across companies for a person.
ALTER TABLE member_invitations ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE member_invitations FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE member_invitations ADD CONSTRAINT member_invitations_account_fk FOREIGN KEY (account_id) REFERENCES accounts (id);
--> statement-breakpoint
ALTER TABLE member_invitations ADD CONSTRAINT member_invitations_audit_fk FOREIGN KEY (account_id, audit_id) REFERENCES audit_events (account_id, id) DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
CREATE POLICY member_invitations_read ON member_invitations FOR SELECT USING (account_id = app.acct() OR (app.scope() = 'talent' AND email = (SELECT u.email FROM users u WHERE u.id = app.usr())));
--> statement-breakpoint
CREATE POLICY member_invitations_add ON member_invitations FOR INSERT WITH CHECK (account_id = app.acct() AND audit_id = app.audit_id());
--> statement-breakpoint
CREATE POLICY member_invitations_change ON member_invitations FOR UPDATE USING (account_id = app.acct()) WITH CHECK (account_id = app.acct() AND audit_id = app.audit_id());
--> statement-breakpoint
DO $$
BEGIN
  EXECUTE format('REVOKE DELETE, TRUNCATE ON member_invitations FROM %I', current_user);
END $$;
