CREATE TABLE "talent_notification_settings" (
	"account_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"category" text NOT NULL,
	"channel" text NOT NULL,
	"value" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "talent_notification_settings_pk" PRIMARY KEY("account_id","user_id","category","channel"),
	CONSTRAINT "talent_notification_settings_platform" CHECK ("talent_notification_settings"."account_id" = '00000000-0000-7000-8000-000000000001'),
	CONSTRAINT "talent_notification_settings_category_known" CHECK ("talent_notification_settings"."category" in ('approvals', 'approval_reminders', 'offers', 'contracts', 'contract_stops', 'orders', 'spend_alerts', 'messages', 'billing', 'account_standing', 'security')),
	CONSTRAINT "talent_notification_settings_channel_known" CHECK ("talent_notification_settings"."channel" in ('in_product', 'mail')),
	CONSTRAINT "talent_notification_settings_value" CHECK ("talent_notification_settings"."value" in ('on', 'off'))
);
--> statement-breakpoint
ALTER TABLE "digest_runs" ADD COLUMN "first_week" text;--> statement-breakpoint
ALTER TABLE "talent_notification_settings" ADD CONSTRAINT "talent_notification_settings_user_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digest_runs" ADD CONSTRAINT "digest_runs_first_week" CHECK ("digest_runs"."first_week" is null or "digest_runs"."first_week" ~ '^[0-9]{4}-W[0-9]{2}$' and "digest_runs"."first_week" < "digest_runs"."iso_week" and "digest_runs"."outcome" is not distinct from 'skipped');--> statement-breakpoint
-- Row-level security and pins, as for notification_settings in 0005, but about a person and not a seat: only that person
-- writes, in the platform's account; only that person and the processes, which act for nobody, read.
ALTER TABLE talent_notification_settings ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE talent_notification_settings FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE talent_notification_settings ADD CONSTRAINT talent_notification_settings_account_fk FOREIGN KEY (account_id) REFERENCES accounts (id);
--> statement-breakpoint
ALTER TABLE talent_notification_settings ADD CONSTRAINT talent_notification_settings_audit_fk FOREIGN KEY (account_id, audit_id) REFERENCES audit_events (account_id, id) DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
CREATE POLICY talent_notification_settings_read ON talent_notification_settings FOR SELECT USING (user_id = app.usr() OR (app.acct() IS NOT NULL AND app.usr() IS NULL));
--> statement-breakpoint
CREATE POLICY talent_notification_settings_add ON talent_notification_settings FOR INSERT WITH CHECK (account_id = app.acct() AND user_id = app.usr() AND audit_id = app.audit_id());
--> statement-breakpoint
CREATE POLICY talent_notification_settings_change ON talent_notification_settings FOR UPDATE USING (account_id = app.acct() AND user_id = app.usr()) WITH CHECK (account_id = app.acct() AND user_id = app.usr() AND audit_id = app.audit_id());
--> statement-breakpoint
DO $$
BEGIN
  EXECUTE format('REVOKE DELETE, TRUNCATE ON talent_notification_settings FROM %I', current_user);
END $$;
