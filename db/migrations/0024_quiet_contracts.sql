ALTER TABLE "contracts" ADD COLUMN "active_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "contracts" ADD COLUMN "idle_told_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "contracts_quiet" ON "contracts" USING btree (greatest("started_at", "active_at", "idle_told_at")) WHERE "contracts"."contract_type" = 'hourly' and "contracts"."state" = 'active';