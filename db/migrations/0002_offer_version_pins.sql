-- A version of an offer names its offer's approval, or none where the offer has none: otherwise terms could be written
-- beside the approved limits (I7). The keys that the foreign keys point at come first.
ALTER TABLE "offers" ADD CONSTRAINT "offers_request_pin" UNIQUE("account_id","id","request_id");
--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_gate_pin" UNIQUE("account_id","id","gate","kind","talent_email");
--> statement-breakpoint
ALTER TABLE "offer_versions" ADD COLUMN "gate" text GENERATED ALWAYS AS (case when request_id is null then 'not_required' else 'approved' end) STORED;
--> statement-breakpoint
ALTER TABLE "offer_versions" ADD CONSTRAINT "offer_versions_request_fk" FOREIGN KEY ("account_id","offer_id","request_id") REFERENCES "public"."offers"("account_id","id","request_id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "offer_versions" ADD CONSTRAINT "offer_versions_gate_fk" FOREIGN KEY ("account_id","offer_id","gate","offer_kind","talent_email") REFERENCES "public"."offers"("account_id","id","gate","kind","talent_email") ON DELETE no action ON UPDATE no action;
