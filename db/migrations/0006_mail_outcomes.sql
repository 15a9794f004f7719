ALTER TABLE "notices" DROP CONSTRAINT "notices_category_known";--> statement-breakpoint
ALTER TABLE "notification_settings" DROP CONSTRAINT "notification_settings_category_known";--> statement-breakpoint
ALTER TABLE "mail_outbox" DROP CONSTRAINT "mail_outbox_state_known";--> statement-breakpoint
ALTER TABLE "mail_outbox" ADD COLUMN "sealed_headers" "bytea";--> statement-breakpoint
ALTER TABLE "mail_outbox" ADD COLUMN "delivered_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "mail_outbox" ADD COLUMN "bounced_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "mail_outbox" ADD COLUMN "complained_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_category_known" CHECK ("notices"."category" in ('approvals', 'approval_reminders', 'offers', 'contracts', 'contract_stops', 'orders', 'spend_alerts', 'messages', 'billing', 'account_standing', 'security'));--> statement-breakpoint
ALTER TABLE "notification_settings" ADD CONSTRAINT "notification_settings_category_known" CHECK ("notification_settings"."category" in ('approvals', 'approval_reminders', 'offers', 'contracts', 'contract_stops', 'orders', 'spend_alerts', 'messages', 'billing', 'account_standing', 'security'));--> statement-breakpoint
ALTER TABLE "mail_outbox" ADD CONSTRAINT "mail_outbox_state_known" CHECK ("mail_outbox"."state" in ('ready', 'leased', 'sent', 'unknown', 'dead', 'held', 'dropped'));