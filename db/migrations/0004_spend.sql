CREATE TABLE "alert_acknowledgements" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"line_key" text NOT NULL,
	"cause" text NOT NULL,
	"until_date" date NOT NULL,
	"note" text,
	"acknowledged_at" timestamp with time zone NOT NULL,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "alert_acknowledgements_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "alert_acknowledgements_note" CHECK (char_length("alert_acknowledgements"."note") between 1 and 500)
);
--> statement-breakpoint
CREATE TABLE "alert_evaluations" (
	"account_id" uuid NOT NULL,
	"iso_week" text NOT NULL,
	"evaluated_at" timestamp with time zone NOT NULL,
	"lines" integer NOT NULL,
	CONSTRAINT "alert_evaluations_pk" PRIMARY KEY("account_id","iso_week")
);
--> statement-breakpoint
CREATE TABLE "alert_settings" (
	"account_id" uuid NOT NULL,
	"enabled" boolean NOT NULL,
	"weekday" smallint NOT NULL,
	"minute_of_day" smallint NOT NULL,
	"zone" text,
	"overlap" text NOT NULL,
	"personal_schedule" boolean NOT NULL,
	"version" integer NOT NULL,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "alert_settings_pk" PRIMARY KEY("account_id"),
	CONSTRAINT "alert_settings_weekday" CHECK ("alert_settings"."weekday" between 1 and 7),
	CONSTRAINT "alert_settings_time" CHECK ("alert_settings"."minute_of_day" between 300 and 1260),
	CONSTRAINT "alert_settings_overlap_known" CHECK ("alert_settings"."overlap" in ('most_severe', 'all'))
);
--> statement-breakpoint
CREATE TABLE "alert_snapshots" (
	"account_id" uuid NOT NULL,
	"iso_week" text NOT NULL,
	"line_key" text NOT NULL,
	"weeks_open" smallint NOT NULL,
	"title" text NOT NULL,
	"detail" jsonb NOT NULL,
	CONSTRAINT "alert_snapshots_pk" PRIMARY KEY("account_id","iso_week","line_key"),
	CONSTRAINT "alert_snapshots_weeks" CHECK ("alert_snapshots"."weeks_open" >= 1)
);
--> statement-breakpoint
CREATE TABLE "digest_runs" (
	"account_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"iso_week" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"planned_at" timestamp with time zone NOT NULL,
	"outcome" text,
	"settled_at" timestamp with time zone,
	"new_lines" integer,
	"open_lines" integer,
	"mail_id" uuid,
	CONSTRAINT "digest_runs_pk" PRIMARY KEY("account_id","user_id","iso_week"),
	CONSTRAINT "digest_runs_week_shape" CHECK ("digest_runs"."iso_week" ~ '^[0-9]{4}-W[0-9]{2}$'),
	CONSTRAINT "digest_runs_outcome_known" CHECK ("digest_runs"."outcome" in ('sent', 'nothing', 'setting_off', 'not_eligible', 'suppressed', 'skipped')),
	CONSTRAINT "digest_runs_settled" CHECK (("digest_runs"."outcome" is null) = ("digest_runs"."settled_at" is null))
);
--> statement-breakpoint
CREATE TABLE "digest_schedules" (
	"account_id" uuid NOT NULL,
	"scope_id" uuid NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"iso_week" text NOT NULL,
	CONSTRAINT "digest_schedules_pk" PRIMARY KEY("account_id","scope_id")
);
--> statement-breakpoint
CREATE TABLE "mail_suppressions" (
	"address" text PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	CONSTRAINT "mail_suppressions_reason_known" CHECK ("mail_suppressions"."reason" in ('bounced', 'complained'))
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"category" text NOT NULL,
	"key" text NOT NULL,
	"title" text NOT NULL,
	"href" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"read_at" timestamp with time zone,
	CONSTRAINT "notices_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "notices_once" UNIQUE("account_id","user_id","kind","key"),
	CONSTRAINT "notices_category_known" CHECK ("notices"."category" in ('approvals', 'offers', 'contracts', 'orders', 'spend_alerts', 'messages', 'billing', 'security')),
	CONSTRAINT "notices_own_page" CHECK ("notices"."href" ~ '^/[^/]')
);
--> statement-breakpoint
CREATE TABLE "notification_settings" (
	"account_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"category" text NOT NULL,
	"channel" text NOT NULL,
	"value" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "notification_settings_pk" PRIMARY KEY("account_id","user_id","category","channel"),
	CONSTRAINT "notification_settings_category_known" CHECK ("notification_settings"."category" in ('approvals', 'offers', 'contracts', 'orders', 'spend_alerts', 'messages', 'billing', 'security')),
	CONSTRAINT "notification_settings_channel_known" CHECK ("notification_settings"."channel" in ('in_product', 'mail')),
	CONSTRAINT "notification_settings_value" CHECK ("notification_settings"."value" in ('on', 'off', 'at_once', '15m', 'hourly', 'daily'))
);
--> statement-breakpoint
CREATE TABLE "personal_schedules" (
	"account_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"weekday" smallint,
	"minute_of_day" smallint,
	"zone" text,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "personal_schedules_pk" PRIMARY KEY("account_id","user_id"),
	CONSTRAINT "personal_schedules_weekday" CHECK ("personal_schedules"."weekday" between 1 and 7),
	CONSTRAINT "personal_schedules_time" CHECK ("personal_schedules"."minute_of_day" between 300 and 1260)
);
--> statement-breakpoint
CREATE TABLE "webhook_events" (
	"id" text PRIMARY KEY NOT NULL,
	"received_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_accounts" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"code" text NOT NULL,
	"currency" char(3) NOT NULL,
	"guarded" boolean NOT NULL,
	"normal_side" smallint NOT NULL,
	"balance" bigint NOT NULL,
	"version" bigint NOT NULL,
	"last_version" bigint GENERATED ALWAYS AS (nullif(version, 0)) STORED,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "ledger_accounts_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "ledger_accounts_currency_pin" UNIQUE("account_id","id","currency"),
	CONSTRAINT "ledger_accounts_once" UNIQUE("account_id","subject_id","code","currency"),
	CONSTRAINT "ledger_accounts_subject_known" CHECK ("ledger_accounts"."subject_kind" in ('order', 'company', 'milestone', 'offer', 'talent', 'platform')),
	CONSTRAINT "ledger_accounts_side" CHECK ("ledger_accounts"."normal_side" in (-1, 1)),
	CONSTRAINT "ledger_accounts_guard" CHECK (not "ledger_accounts"."guarded" or "ledger_accounts"."balance" * "ledger_accounts"."normal_side" >= 0),
	CONSTRAINT "ledger_accounts_start" CHECK ("ledger_accounts"."version" >= 0 and ("ledger_accounts"."version" > 0 or "ledger_accounts"."balance" = 0))
);
--> statement-breakpoint
CREATE TABLE "ledger_entries" (
	"account_id" uuid NOT NULL,
	"ledger_account_id" uuid NOT NULL,
	"version" bigint NOT NULL,
	"prev_version" bigint,
	"side" char(1) NOT NULL,
	"amount" bigint NOT NULL,
	"transfer_id" uuid NOT NULL,
	"balance_before" bigint NOT NULL,
	"balance_after" bigint NOT NULL,
	CONSTRAINT "ledger_entries_pk" PRIMARY KEY("account_id","ledger_account_id","version"),
	CONSTRAINT "ledger_entries_side_once" UNIQUE("account_id","transfer_id","side"),
	CONSTRAINT "ledger_entries_link" UNIQUE("account_id","ledger_account_id","version","balance_after"),
	CONSTRAINT "ledger_entries_transfer_pin" UNIQUE("account_id","ledger_account_id","version","transfer_id","side"),
	CONSTRAINT "ledger_entries_side_known" CHECK ("ledger_entries"."side" in ('D', 'C')),
	CONSTRAINT "ledger_entries_no_gap" CHECK ("ledger_entries"."prev_version" is not distinct from nullif("ledger_entries"."version" - 1, 0)),
	CONSTRAINT "ledger_entries_first" CHECK ("ledger_entries"."version" >= 1 and ("ledger_entries"."version" > 1 or "ledger_entries"."balance_before" = 0)),
	CONSTRAINT "ledger_entries_sum" CHECK ("ledger_entries"."balance_after" = "ledger_entries"."balance_before" + case when "ledger_entries"."side" = 'D' then "ledger_entries"."amount" else -"ledger_entries"."amount" end)
);
--> statement-breakpoint
CREATE TABLE "ledger_transfers" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"idem_key" text NOT NULL,
	"request_hash" "bytea" NOT NULL,
	"currency" char(3) NOT NULL,
	"amount" bigint NOT NULL,
	"debit_id" uuid NOT NULL,
	"debit_version" bigint NOT NULL,
	"debit_side" char(1) DEFAULT 'D' NOT NULL,
	"credit_id" uuid NOT NULL,
	"credit_version" bigint NOT NULL,
	"credit_side" char(1) DEFAULT 'C' NOT NULL,
	"reverses" uuid,
	"subject_kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"order_id" uuid,
	"note" text,
	"occurred_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "ledger_transfers_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "ledger_transfers_key_once" UNIQUE("account_id","idem_key"),
	CONSTRAINT "ledger_transfers_reversed_once" UNIQUE("account_id","reverses"),
	CONSTRAINT "ledger_transfers_amount_pin" UNIQUE("account_id","id","amount"),
	CONSTRAINT "ledger_transfers_kind_known" CHECK ("ledger_transfers"."kind" in ('order_funded', 'order_corrected', 'reserved', 'reservation_freed', 'committed', 'commitment_freed', 'accrued', 'accrual_freed', 'invoiced', 'credited', 'paid', 'refunded', 'reallocated', 'deposit', 'credit_drawn', 'escrow_funded', 'escrow_released', 'escrow_returned', 'escrow_rolled', 'bonus', 'earning_available', 'payout', 'fee', 'reversal')),
	CONSTRAINT "ledger_transfers_amount_positive" CHECK ("ledger_transfers"."amount" > 0),
	CONSTRAINT "ledger_transfers_two_accounts" CHECK ("ledger_transfers"."debit_id" <> "ledger_transfers"."credit_id"),
	CONSTRAINT "ledger_transfers_sides" CHECK ("ledger_transfers"."debit_side" = 'D' and "ledger_transfers"."credit_side" = 'C'),
	CONSTRAINT "ledger_transfers_note_length" CHECK (char_length("ledger_transfers"."note") between 1 and 500)
);
--> statement-breakpoint
CREATE TABLE "contract_charges" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"contract_id" uuid NOT NULL,
	"order_id" uuid,
	"charged_on" date NOT NULL,
	"currency" char(3) NOT NULL,
	"amount_minor" bigint NOT NULL,
	"note" text,
	"recorded_by" uuid,
	"recorded_at" timestamp with time zone NOT NULL,
	"reversed_at" timestamp with time zone,
	"reversed_by" uuid,
	"reversal_reason" text,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "contract_charges_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "contract_charges_amount_positive" CHECK ("contract_charges"."amount_minor" > 0),
	CONSTRAINT "contract_charges_note_length" CHECK (char_length("contract_charges"."note") between 1 and 500),
	CONSTRAINT "contract_charges_reversal" CHECK (("contract_charges"."reversed_at" is null) = ("contract_charges"."reversal_reason" is null))
);
--> statement-breakpoint
CREATE TABLE "contract_orders" (
	"account_id" uuid NOT NULL,
	"contract_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"order_id" uuid,
	"linked_by" uuid,
	"linked_at" timestamp with time zone NOT NULL,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "contract_orders_pk" PRIMARY KEY("account_id","contract_id","version")
);
--> statement-breakpoint
CREATE TABLE "contract_terms" (
	"account_id" uuid NOT NULL,
	"contract_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"counts_from" timestamp with time zone NOT NULL,
	"description" text NOT NULL,
	"rate_minor" bigint,
	"weekly_hours" smallint,
	"manual_time" boolean NOT NULL,
	"work_diary" boolean NOT NULL,
	"budget_minor" bigint,
	"employer" text,
	"country_of_work" text,
	"made_by" uuid,
	"made_at" timestamp with time zone NOT NULL,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "contract_terms_pk" PRIMARY KEY("account_id","contract_id","version"),
	CONSTRAINT "contract_terms_rate" CHECK ("contract_terms"."rate_minor" is null or "contract_terms"."rate_minor" > 0),
	CONSTRAINT "contract_terms_hours" CHECK ("contract_terms"."weekly_hours" is null or "contract_terms"."weekly_hours" between 1 and 168),
	CONSTRAINT "contract_terms_budget" CHECK ("contract_terms"."budget_minor" is null or "contract_terms"."budget_minor" > 0),
	CONSTRAINT "contract_terms_version" CHECK ("contract_terms"."version" >= 1)
);
--> statement-breakpoint
CREATE TABLE "order_crossings" (
	"account_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"percent" smallint NOT NULL,
	"arming" integer NOT NULL,
	"crossed_at" timestamp with time zone NOT NULL,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "order_crossings_pk" PRIMARY KEY("account_id","order_id","percent","arming")
);
--> statement-breakpoint
CREATE TABLE "order_grants" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"team_id" uuid,
	"user_id" uuid,
	"given_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "order_grants_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "order_grants_one_grantee" CHECK (num_nonnulls("order_grants"."team_id", "order_grants"."user_id") = 1)
);
--> statement-breakpoint
CREATE TABLE "order_thresholds" (
	"account_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"percent" smallint NOT NULL,
	"active" boolean NOT NULL,
	"arming" integer NOT NULL,
	"crossed_at" timestamp with time zone,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "order_thresholds_pk" PRIMARY KEY("account_id","order_id","percent"),
	CONSTRAINT "order_thresholds_percent" CHECK ("order_thresholds"."percent" between 1 and 99),
	CONSTRAINT "order_thresholds_arming" CHECK ("order_thresholds"."arming" >= 1)
);
--> statement-breakpoint
CREATE TABLE "purchase_orders" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"number" text NOT NULL,
	"number_key" text COLLATE "C" GENERATED ALWAYS AS (lower(number)) STORED NOT NULL,
	"description" text NOT NULL,
	"currency" char(3) NOT NULL,
	"valid_through" date,
	"state" text NOT NULL,
	"permission" text NOT NULL,
	"inline" boolean NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"version" integer NOT NULL,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "purchase_orders_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "purchase_orders_number_once" UNIQUE("account_id","number_key"),
	CONSTRAINT "purchase_orders_currency_pin" UNIQUE("account_id","id","currency"),
	CONSTRAINT "purchase_orders_state_known" CHECK ("purchase_orders"."state" in ('active', 'archived')),
	CONSTRAINT "purchase_orders_permission_known" CHECK ("purchase_orders"."permission" in ('everybody', 'teams', 'people')),
	CONSTRAINT "purchase_orders_number_shape" CHECK (char_length("purchase_orders"."number") between 1 and 40 and "purchase_orders"."number" = btrim("purchase_orders"."number")),
	CONSTRAINT "purchase_orders_description_length" CHECK (char_length("purchase_orders"."description") <= 500),
	CONSTRAINT "purchase_orders_version" CHECK ("purchase_orders"."version" >= 1)
);
--> statement-breakpoint
CREATE TABLE "job_posts" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"title" text NOT NULL,
	"description" text NOT NULL,
	"team_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"author_id" uuid,
	"contract_type" text NOT NULL,
	"currency" char(3) NOT NULL,
	"rate_from_minor" bigint,
	"rate_to_minor" bigint,
	"budget_minor" bigint,
	"order_choice" text NOT NULL,
	"order_id" uuid,
	"state" text NOT NULL,
	"opened_at" timestamp with time zone,
	"open_until" timestamp with time zone,
	"closed_at" timestamp with time zone,
	"close_reason" text,
	"filled" boolean NOT NULL,
	"external_ref" text,
	"created_at" timestamp with time zone NOT NULL,
	"version" integer NOT NULL,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "job_posts_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "job_posts_external_once" UNIQUE("account_id","external_ref"),
	CONSTRAINT "job_posts_state_known" CHECK ("job_posts"."state" in ('draft', 'open', 'closed', 'expired')),
	CONSTRAINT "job_posts_type_known" CHECK ("job_posts"."contract_type" in ('hourly', 'fixed_price')),
	CONSTRAINT "job_posts_choice_known" CHECK ("job_posts"."order_choice" in ('order', 'placeholder', 'none')),
	CONSTRAINT "job_posts_order_chosen" CHECK (("job_posts"."order_choice" = 'order') = ("job_posts"."order_id" is not null)),
	CONSTRAINT "job_posts_title_length" CHECK (char_length("job_posts"."title") between 1 and 120),
	CONSTRAINT "job_posts_text_length" CHECK (char_length("job_posts"."description") <= 5000),
	CONSTRAINT "job_posts_reason_length" CHECK (char_length("job_posts"."close_reason") between 1 and 1000),
	CONSTRAINT "job_posts_rates" CHECK (("job_posts"."rate_from_minor" is null or ("job_posts"."contract_type" = 'hourly' and "job_posts"."rate_from_minor" > 0)) and ("job_posts"."rate_to_minor" is null or ("job_posts"."contract_type" = 'hourly' and "job_posts"."rate_to_minor" >= coalesce("job_posts"."rate_from_minor", 1)))),
	CONSTRAINT "job_posts_budget" CHECK ("job_posts"."budget_minor" is null or ("job_posts"."contract_type" = 'fixed_price' and "job_posts"."budget_minor" > 0)),
	CONSTRAINT "job_posts_life" CHECK (("job_posts"."state" = 'open') = ("job_posts"."open_until" is not null) and ("job_posts"."state" = 'draft' or "job_posts"."opened_at" is not null) and ("job_posts"."state" in ('closed', 'expired')) = ("job_posts"."closed_at" is not null)),
	CONSTRAINT "job_posts_version" CHECK ("job_posts"."version" >= 1)
);
--> statement-breakpoint
ALTER TABLE "contracts" ALTER COLUMN "offer_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "contracts" ALTER COLUMN "offer_state" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "contracts" ALTER COLUMN "offer_version" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "account_settings" ADD COLUMN "orders_on" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "account_settings" ADD COLUMN "orders_required_on_posts" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "account_settings" ADD COLUMN "orders_required_on_offers" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "account_settings" ADD COLUMN "one_dollar_exempt" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "account_settings" ADD COLUMN "orders_inline" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "account_settings" ADD COLUMN "post_life_days" smallint DEFAULT 30 NOT NULL;--> statement-breakpoint
ALTER TABLE "approval_requests" ADD COLUMN "post_id" uuid;--> statement-breakpoint
ALTER TABLE "approval_requests" ADD COLUMN "order_choice" text DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE "approval_requests" ADD COLUMN "order_id" uuid;--> statement-breakpoint
ALTER TABLE "contracts" ADD COLUMN "origin" text DEFAULT 'offer' NOT NULL;--> statement-breakpoint
ALTER TABLE "contracts" ADD COLUMN "external_ref" text;--> statement-breakpoint
ALTER TABLE "contracts" ADD COLUMN "order_id" uuid;--> statement-breakpoint
ALTER TABLE "contracts" ADD COLUMN "order_choice" text DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE "contracts" ADD COLUMN "post_id" uuid;--> statement-breakpoint
ALTER TABLE "contracts" ADD COLUMN "ended_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "contracts" ADD COLUMN "ended_by" uuid;--> statement-breakpoint
ALTER TABLE "contracts" ADD COLUMN "end_reason" text;--> statement-breakpoint
ALTER TABLE "contracts" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "post_id" uuid;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "order_choice" text DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "order_id" uuid;--> statement-breakpoint
ALTER TABLE "contracts" ADD CONSTRAINT "contracts_external_once" UNIQUE("account_id","external_ref");--> statement-breakpoint
ALTER TABLE "contracts" ADD CONSTRAINT "contracts_currency_pin" UNIQUE("account_id","id","currency");--> statement-breakpoint
ALTER TABLE "alert_acknowledgements" ADD CONSTRAINT "alert_acknowledgements_seat_fk" FOREIGN KEY ("account_id","user_id") REFERENCES "public"."memberships"("account_id","user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digest_runs" ADD CONSTRAINT "digest_runs_seat_fk" FOREIGN KEY ("account_id","user_id") REFERENCES "public"."memberships"("account_id","user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_seat_fk" FOREIGN KEY ("account_id","user_id") REFERENCES "public"."memberships"("account_id","user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_settings" ADD CONSTRAINT "notification_settings_seat_fk" FOREIGN KEY ("account_id","user_id") REFERENCES "public"."memberships"("account_id","user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "personal_schedules" ADD CONSTRAINT "personal_schedules_seat_fk" FOREIGN KEY ("account_id","user_id") REFERENCES "public"."memberships"("account_id","user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_pot_fk" FOREIGN KEY ("account_id","ledger_account_id") REFERENCES "public"."ledger_accounts"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_previous_fk" FOREIGN KEY ("account_id","ledger_account_id","prev_version","balance_before") REFERENCES "public"."ledger_entries"("account_id","ledger_account_id","version","balance_after") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_transfer_fk" FOREIGN KEY ("account_id","transfer_id","amount") REFERENCES "public"."ledger_transfers"("account_id","id","amount") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_transfers" ADD CONSTRAINT "ledger_transfers_debit_fk" FOREIGN KEY ("account_id","debit_id","currency") REFERENCES "public"."ledger_accounts"("account_id","id","currency") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_transfers" ADD CONSTRAINT "ledger_transfers_credit_fk" FOREIGN KEY ("account_id","credit_id","currency") REFERENCES "public"."ledger_accounts"("account_id","id","currency") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_transfers" ADD CONSTRAINT "ledger_transfers_reverses_fk" FOREIGN KEY ("account_id","reverses","amount") REFERENCES "public"."ledger_transfers"("account_id","id","amount") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contract_charges" ADD CONSTRAINT "contract_charges_contract_fk" FOREIGN KEY ("account_id","contract_id","currency") REFERENCES "public"."contracts"("account_id","id","currency") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contract_charges" ADD CONSTRAINT "contract_charges_order_fk" FOREIGN KEY ("account_id","order_id","currency") REFERENCES "public"."purchase_orders"("account_id","id","currency") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contract_orders" ADD CONSTRAINT "contract_orders_contract_fk" FOREIGN KEY ("account_id","contract_id") REFERENCES "public"."contracts"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contract_orders" ADD CONSTRAINT "contract_orders_order_fk" FOREIGN KEY ("account_id","order_id") REFERENCES "public"."purchase_orders"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contract_terms" ADD CONSTRAINT "contract_terms_contract_fk" FOREIGN KEY ("account_id","contract_id") REFERENCES "public"."contracts"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_crossings" ADD CONSTRAINT "order_crossings_threshold_fk" FOREIGN KEY ("account_id","order_id","percent") REFERENCES "public"."order_thresholds"("account_id","order_id","percent") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_grants" ADD CONSTRAINT "order_grants_order_fk" FOREIGN KEY ("account_id","order_id") REFERENCES "public"."purchase_orders"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_grants" ADD CONSTRAINT "order_grants_team_fk" FOREIGN KEY ("account_id","team_id") REFERENCES "public"."teams"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_grants" ADD CONSTRAINT "order_grants_seat_fk" FOREIGN KEY ("account_id","user_id") REFERENCES "public"."memberships"("account_id","user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_thresholds" ADD CONSTRAINT "order_thresholds_order_fk" FOREIGN KEY ("account_id","order_id") REFERENCES "public"."purchase_orders"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_posts" ADD CONSTRAINT "job_posts_team_fk" FOREIGN KEY ("account_id","team_id") REFERENCES "public"."teams"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_posts" ADD CONSTRAINT "job_posts_owner_fk" FOREIGN KEY ("account_id","owner_id") REFERENCES "public"."memberships"("account_id","user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_posts" ADD CONSTRAINT "job_posts_order_fk" FOREIGN KEY ("account_id","order_id","currency") REFERENCES "public"."purchase_orders"("account_id","id","currency") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alert_acknowledgements_by_line" ON "alert_acknowledgements" USING btree ("account_id","line_key","user_id","until_date");--> statement-breakpoint
CREATE INDEX "digest_runs_open" ON "digest_runs" USING btree ("due_at") WHERE "digest_runs"."outcome" is null;--> statement-breakpoint
CREATE INDEX "digest_runs_by_mail" ON "digest_runs" USING btree ("account_id","mail_id");--> statement-breakpoint
CREATE INDEX "digest_schedules_due" ON "digest_schedules" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "notices_newest" ON "notices" USING btree ("account_id","user_id","at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "notices_unread" ON "notices" USING btree ("account_id","user_id") WHERE "notices"."read_at" is null;--> statement-breakpoint
CREATE INDEX "webhook_events_received" ON "webhook_events" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "ledger_transfers_by_order" ON "ledger_transfers" USING btree ("account_id","order_id","occurred_at" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE "ledger_transfers"."order_id" is not null;--> statement-breakpoint
CREATE INDEX "ledger_transfers_by_subject" ON "ledger_transfers" USING btree ("account_id","subject_kind","subject_id","occurred_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "contract_charges_newest" ON "contract_charges" USING btree ("account_id","contract_id","charged_on" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "order_grants_team_once" ON "order_grants" USING btree ("account_id","order_id","team_id") WHERE "order_grants"."revoked_at" is null and "order_grants"."team_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "order_grants_person_once" ON "order_grants" USING btree ("account_id","order_id","user_id") WHERE "order_grants"."revoked_at" is null and "order_grants"."user_id" is not null;--> statement-breakpoint
CREATE INDEX "purchase_orders_newest" ON "purchase_orders" USING btree ("account_id","state","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "purchase_orders_by_date" ON "purchase_orders" USING btree ("account_id","valid_through","id");--> statement-breakpoint
CREATE INDEX "job_posts_by_state" ON "job_posts" USING btree ("account_id","state","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "job_posts_by_owner" ON "job_posts" USING btree ("account_id","owner_id","state","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "job_posts_by_order" ON "job_posts" USING btree ("account_id","order_id") WHERE "job_posts"."order_id" is not null;--> statement-breakpoint
CREATE INDEX "job_posts_placeholders" ON "job_posts" USING btree ("account_id","id") WHERE "job_posts"."state" = 'open' and "job_posts"."order_choice" = 'placeholder';--> statement-breakpoint
CREATE INDEX "job_posts_due" ON "job_posts" USING btree ("open_until") WHERE "job_posts"."state" = 'open';--> statement-breakpoint
ALTER TABLE "approval_requests" ADD CONSTRAINT "approval_requests_post_fk" FOREIGN KEY ("account_id","post_id") REFERENCES "public"."job_posts"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval_requests" ADD CONSTRAINT "approval_requests_order_fk" FOREIGN KEY ("account_id","order_id","currency") REFERENCES "public"."purchase_orders"("account_id","id","currency") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contracts" ADD CONSTRAINT "contracts_order_fk" FOREIGN KEY ("account_id","order_id","currency") REFERENCES "public"."purchase_orders"("account_id","id","currency") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contracts" ADD CONSTRAINT "contracts_post_fk" FOREIGN KEY ("account_id","post_id") REFERENCES "public"."job_posts"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_post_fk" FOREIGN KEY ("account_id","post_id") REFERENCES "public"."job_posts"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_order_fk" FOREIGN KEY ("account_id","order_id","currency") REFERENCES "public"."purchase_orders"("account_id","id","currency") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "approval_requests_by_order" ON "approval_requests" USING btree ("account_id","order_id") WHERE "approval_requests"."order_id" is not null;--> statement-breakpoint
CREATE INDEX "contracts_by_order" ON "contracts" USING btree ("account_id","order_id","state") WHERE "contracts"."order_id" is not null;--> statement-breakpoint
CREATE INDEX "contracts_by_contact" ON "contracts" USING btree ("account_id","contact_id","started_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "contracts_past_end" ON "contracts" USING btree ("account_id","end_date") WHERE "contracts"."contract_type" = 'fixed_price' and "contracts"."state" in ('active', 'paused');--> statement-breakpoint
CREATE INDEX "offers_by_order" ON "offers" USING btree ("account_id","order_id") WHERE "offers"."order_id" is not null;--> statement-breakpoint
CREATE INDEX "offers_by_post" ON "offers" USING btree ("account_id","post_id") WHERE "offers"."post_id" is not null;--> statement-breakpoint
ALTER TABLE "account_settings" ADD CONSTRAINT "account_settings_post_life" CHECK ("account_settings"."post_life_days" between 1 and 365);--> statement-breakpoint
ALTER TABLE "approval_requests" ADD CONSTRAINT "approval_requests_choice_known" CHECK ("approval_requests"."order_choice" in ('order', 'placeholder', 'none'));--> statement-breakpoint
ALTER TABLE "approval_requests" ADD CONSTRAINT "approval_requests_order_chosen" CHECK (("approval_requests"."order_choice" = 'order') = ("approval_requests"."order_id" is not null));--> statement-breakpoint
ALTER TABLE "contracts" ADD CONSTRAINT "contracts_origin_known" CHECK ("contracts"."origin" in ('offer', 'import'));--> statement-breakpoint
ALTER TABLE "contracts" ADD CONSTRAINT "contracts_offer_whole" CHECK (num_nonnulls("contracts"."offer_id", "contracts"."offer_state", "contracts"."offer_version") = case when "contracts"."origin" = 'offer' then 3 else 0 end);--> statement-breakpoint
ALTER TABLE "contracts" ADD CONSTRAINT "contracts_choice_known" CHECK ("contracts"."order_choice" in ('order', 'placeholder', 'none'));--> statement-breakpoint
ALTER TABLE "contracts" ADD CONSTRAINT "contracts_order_chosen" CHECK (("contracts"."order_choice" = 'order') = ("contracts"."order_id" is not null));--> statement-breakpoint
ALTER TABLE "contracts" ADD CONSTRAINT "contracts_ended" CHECK (("contracts"."state" = 'ended') = ("contracts"."ended_at" is not null));--> statement-breakpoint
ALTER TABLE "contracts" ADD CONSTRAINT "contracts_end_reason" CHECK (char_length("contracts"."end_reason") between 1 and 1000);--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_choice_known" CHECK ("offers"."order_choice" in ('order', 'placeholder', 'none'));--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_order_chosen" CHECK (("offers"."order_choice" = 'order') = ("offers"."order_id" is not null));