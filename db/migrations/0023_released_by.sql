-- How an earning was released: by the client, by the clock or by a dispute (part two, §11.3, §11.6, §11.7). What was "automatic"
-- stands as the clock's; a release by a dispute was not told apart before.
ALTER TABLE "earnings" DROP CONSTRAINT "earnings_automatic_known";--> statement-breakpoint
ALTER TABLE "earnings" RENAME COLUMN "automatic" TO "released_by";--> statement-breakpoint
ALTER TABLE "earnings" ALTER COLUMN "released_by" SET DATA TYPE text USING (CASE "released_by" WHEN 'yes' THEN 'silence' ELSE 'client' END);--> statement-breakpoint
ALTER TABLE "earnings" ADD CONSTRAINT "earnings_released_by_known" CHECK ("earnings"."released_by" in ('client', 'silence', 'dormancy', 'dispute'));
