ALTER TABLE "contracts" ADD COLUMN "title_key" text GENERATED ALWAYS AS (lower(title)) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "job_posts" ADD COLUMN "title_key" text GENERATED ALWAYS AS (lower(title)) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "job_posts" ADD COLUMN "warned_for" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "contracts_by_title" ON "contracts" USING btree ("account_id","title_key");--> statement-breakpoint
CREATE INDEX "job_posts_unwarned" ON "job_posts" USING btree ("open_until") WHERE "job_posts"."state" = 'open' and "job_posts"."warned_for" is distinct from "job_posts"."open_until";--> statement-breakpoint
CREATE INDEX "job_posts_by_title" ON "job_posts" USING btree ("account_id","title_key");