-- A reference credits once however it is typed. Where two of one company differ in case or blanks alone, this stops and names them.
DROP INDEX "money_moves_reference_once";--> statement-breakpoint
ALTER TABLE "money_moves" ADD COLUMN "reference_key" text GENERATED ALWAYS AS (lower(regexp_replace(external_ref, '\s', '', 'g'))) STORED;--> statement-breakpoint
CREATE UNIQUE INDEX "money_moves_reference_once" ON "money_moves" USING btree ("account_id","source","reference_key") WHERE "money_moves"."state" in ('proposed', 'confirmed');