CREATE TABLE "account_counters" (
	"account_id" uuid NOT NULL,
	"noun" text NOT NULL,
	"last" integer NOT NULL,
	CONSTRAINT "account_counters_pk" PRIMARY KEY("account_id","noun")
);
--> statement-breakpoint
CREATE TABLE "account_settings" (
	"account_id" uuid NOT NULL,
	"name" text NOT NULL,
	"time_zone" text NOT NULL,
	"currency" char(3) NOT NULL,
	"offer_life_days" smallint NOT NULL,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "account_settings_pk" PRIMARY KEY("account_id"),
	CONSTRAINT "account_settings_offer_life" CHECK ("account_settings"."offer_life_days" between 1 and 90)
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"state" text NOT NULL,
	CONSTRAINT "accounts_slug_once" UNIQUE("slug"),
	CONSTRAINT "accounts_state_known" CHECK ("accounts"."state" in ('active', 'internal')),
	CONSTRAINT "accounts_slug_shape" CHECK ("accounts"."slug" ~ '^[a-z0-9-]{3,40}$')
);
--> statement-breakpoint
CREATE TABLE "approval_policies" (
	"account_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"enabled" boolean NOT NULL,
	"scope" text NOT NULL,
	"expiry_days" smallint NOT NULL,
	"decline_reason_required" boolean NOT NULL,
	"changed_by" uuid,
	"changed_at" timestamp with time zone NOT NULL,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "approval_policies_pk" PRIMARY KEY("account_id","version"),
	CONSTRAINT "approval_policies_scope_known" CHECK ("approval_policies"."scope" in ('all', 'direct', 'byo_payroll')),
	CONSTRAINT "approval_policies_expiry" CHECK ("approval_policies"."expiry_days" between 1 and 365),
	CONSTRAINT "approval_policies_version" CHECK ("approval_policies"."version" >= 1)
);
--> statement-breakpoint
CREATE TABLE "member_roles" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role" text NOT NULL,
	"team_id" uuid NOT NULL,
	"given_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "member_roles_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "member_roles_known" CHECK ("member_roles"."role" in ('hiring_manager', 'admin', 'finance_admin', 'program_owner'))
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"account_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"state" text NOT NULL,
	"joined_at" timestamp with time zone NOT NULL,
	"removed_at" timestamp with time zone,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "memberships_pk" PRIMARY KEY("account_id","user_id"),
	CONSTRAINT "memberships_state_known" CHECK ("memberships"."state" in ('active', 'removed')),
	CONSTRAINT "memberships_removed_has_instant" CHECK (("memberships"."state" = 'removed') = ("memberships"."removed_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "policy_approvers" (
	"account_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"step" smallint NOT NULL,
	"position" smallint NOT NULL,
	"user_id" uuid NOT NULL,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "policy_approvers_pk" PRIMARY KEY("account_id","version","step","position"),
	CONSTRAINT "policy_approvers_person_once" UNIQUE("account_id","version","user_id"),
	CONSTRAINT "policy_approvers_two_steps" CHECK ("policy_approvers"."step" in (1, 2)),
	CONSTRAINT "policy_approvers_two_people" CHECK ("policy_approvers"."position" in (1, 2))
);
--> statement-breakpoint
CREATE TABLE "teams" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"parent" boolean NOT NULL,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "teams_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "teams_name_once" UNIQUE("account_id","name")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"staff_role" text,
	"time_zone" text NOT NULL,
	"email_verified_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "users_email_once" UNIQUE("email"),
	CONSTRAINT "users_staff_role_known" CHECK ("users"."staff_role" in ('support_agent', 'payment_operations_agent'))
);
--> statement-breakpoint
CREATE TABLE "approval_decisions" (
	"account_id" uuid NOT NULL,
	"request_id" uuid NOT NULL,
	"step" smallint NOT NULL,
	"approver_id" uuid NOT NULL,
	"requester_id" uuid NOT NULL,
	"content_version" integer NOT NULL,
	"kind" text NOT NULL,
	"reason" text,
	"channel" text NOT NULL,
	"decided_at" timestamp with time zone NOT NULL,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "approval_decisions_pk" PRIMARY KEY("account_id","request_id","step","approver_id"),
	CONSTRAINT "approval_decisions_kind_known" CHECK ("approval_decisions"."kind" in ('approved', 'declined')),
	CONSTRAINT "approval_decisions_channel_known" CHECK ("approval_decisions"."channel" in ('dashboard', 'mail', 'import')),
	CONSTRAINT "approval_decisions_not_own" CHECK ("approval_decisions"."approver_id" <> "approval_decisions"."requester_id"),
	CONSTRAINT "approval_decisions_reason" CHECK (char_length("approval_decisions"."reason") between 1 and 1000)
);
--> statement-breakpoint
CREATE TABLE "approval_envelopes" (
	"account_id" uuid NOT NULL,
	"request_id" uuid NOT NULL,
	"offer_kind" text NOT NULL,
	"contract_type" text NOT NULL,
	"talent_email" text NOT NULL,
	"max_total_minor" bigint NOT NULL,
	"max_rate_minor" bigint NOT NULL,
	"max_weekly_hours" smallint NOT NULL,
	"latest_end" date NOT NULL,
	"frozen_at" timestamp with time zone NOT NULL,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "approval_envelopes_pk" PRIMARY KEY("account_id","request_id"),
	CONSTRAINT "approval_envelopes_copy" UNIQUE("account_id","request_id","offer_kind","contract_type","talent_email","max_total_minor","max_rate_minor","max_weekly_hours","latest_end")
);
--> statement-breakpoint
CREATE TABLE "approval_outcomes" (
	"account_id" uuid NOT NULL,
	"request_id" uuid NOT NULL,
	"outcome" text NOT NULL,
	"decided_by" uuid,
	"reason" text,
	"decided_at" timestamp with time zone NOT NULL,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "approval_outcomes_pk" PRIMARY KEY("account_id","request_id"),
	CONSTRAINT "approval_outcomes_known" CHECK ("approval_outcomes"."outcome" in ('approved', 'declined', 'withdrawn', 'expired'))
);
--> statement-breakpoint
CREATE TABLE "approval_requests" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"requester_id" uuid NOT NULL,
	"team_id" uuid NOT NULL,
	"policy_version" integer NOT NULL,
	"state" text NOT NULL,
	"decided_as" text,
	"content_version" integer NOT NULL,
	"title" text NOT NULL,
	"talent_name" text,
	"talent_email" text,
	"offer_kind" text NOT NULL,
	"contract_type" text NOT NULL,
	"currency" char(3) NOT NULL,
	"rate_minor" bigint,
	"weekly_hours" smallint,
	"budget_minor" bigint,
	"estimated_total_minor" bigint NOT NULL,
	"open_ended" boolean NOT NULL,
	"start_date" date,
	"end_date" date,
	"needed_by" date,
	"reason" text NOT NULL,
	"copied_from" uuid,
	"current_step" smallint NOT NULL,
	"step_count" smallint NOT NULL,
	"requested_at" timestamp with time zone NOT NULL,
	"decided_at" timestamp with time zone,
	"expires_at" timestamp with time zone,
	"clock_left_ms" bigint,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "approval_requests_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "approval_requests_state_pin" UNIQUE("account_id","id","state"),
	CONSTRAINT "approval_requests_outcome_pin" UNIQUE("account_id","id","decided_as"),
	CONSTRAINT "approval_requests_requester_pin" UNIQUE("account_id","id","requester_id"),
	CONSTRAINT "approval_requests_content_pin" UNIQUE("account_id","id","content_version"),
	CONSTRAINT "approval_requests_state_known" CHECK ("approval_requests"."state" in ('pending', 'approved', 'declined', 'withdrawn', 'expired', 'consumed')),
	CONSTRAINT "approval_requests_outcome_known" CHECK ("approval_requests"."decided_as" in ('approved', 'declined', 'withdrawn', 'expired')),
	CONSTRAINT "approval_requests_kind_known" CHECK ("approval_requests"."offer_kind" in ('direct', 'byo', 'payroll')),
	CONSTRAINT "approval_requests_type_known" CHECK ("approval_requests"."contract_type" in ('hourly', 'fixed_price')),
	CONSTRAINT "approval_requests_title_length" CHECK (char_length("approval_requests"."title") between 1 and 120),
	CONSTRAINT "approval_requests_reason_length" CHECK (char_length("approval_requests"."reason") between 1 and 2000),
	CONSTRAINT "approval_requests_hourly_terms" CHECK (("approval_requests"."contract_type" = 'hourly') = ("approval_requests"."rate_minor" is not null) and ("approval_requests"."rate_minor" is null or "approval_requests"."rate_minor" > 0) and ("approval_requests"."weekly_hours" is null or ("approval_requests"."contract_type" = 'hourly' and "approval_requests"."weekly_hours" between 1 and 168))),
	CONSTRAINT "approval_requests_fixed_terms" CHECK (("approval_requests"."contract_type" = 'fixed_price') = ("approval_requests"."budget_minor" is not null) and ("approval_requests"."budget_minor" is null or "approval_requests"."budget_minor" > 0)),
	CONSTRAINT "approval_requests_total_positive" CHECK ("approval_requests"."estimated_total_minor" > 0),
	CONSTRAINT "approval_requests_dates" CHECK ("approval_requests"."end_date" is null or "approval_requests"."start_date" is null or "approval_requests"."end_date" >= "approval_requests"."start_date"),
	CONSTRAINT "approval_requests_steps" CHECK ("approval_requests"."current_step" between 1 and "approval_requests"."step_count" and "approval_requests"."step_count" in (1, 2)),
	CONSTRAINT "approval_requests_pending_undecided" CHECK (("approval_requests"."state" = 'pending') = ("approval_requests"."decided_as" is null) and ("approval_requests"."state" = 'pending') = ("approval_requests"."decided_at" is null)),
	CONSTRAINT "approval_requests_outcome_state" CHECK (case "approval_requests"."state" when 'pending' then true when 'approved' then "approval_requests"."decided_as" = 'approved' when 'consumed' then "approval_requests"."decided_as" = 'approved' when 'expired' then "approval_requests"."decided_as" in ('approved', 'expired') else "approval_requests"."decided_as" = "approval_requests"."state" end),
	CONSTRAINT "approval_requests_clock" CHECK (("approval_requests"."state" in ('pending', 'approved')) = ("approval_requests"."expires_at" is not null) and ("approval_requests"."state" = 'consumed') = ("approval_requests"."clock_left_ms" is not null))
);
--> statement-breakpoint
CREATE TABLE "approval_slots" (
	"account_id" uuid NOT NULL,
	"request_id" uuid NOT NULL,
	"step" smallint NOT NULL,
	"approver_id" uuid NOT NULL,
	"state" text NOT NULL,
	"opened_at" timestamp with time zone,
	"request_state" text NOT NULL,
	"requested_at" timestamp with time zone NOT NULL,
	"needed_by" date NOT NULL,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "approval_slots_pk" PRIMARY KEY("account_id","request_id","step","approver_id"),
	CONSTRAINT "approval_slots_person_once" UNIQUE("account_id","request_id","approver_id"),
	CONSTRAINT "approval_slots_state_known" CHECK ("approval_slots"."state" in ('waiting', 'open', 'approved', 'declined', 'skipped', 'closed')),
	CONSTRAINT "approval_slots_opened" CHECK ("approval_slots"."state" <> 'open' or ("approval_slots"."opened_at" is not null and "approval_slots"."request_state" = 'pending'))
);
--> statement-breakpoint
CREATE TABLE "approval_terms" (
	"account_id" uuid NOT NULL,
	"term" text NOT NULL,
	"request_id" uuid NOT NULL,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "approval_terms_pk" PRIMARY KEY("account_id","term","request_id")
);
--> statement-breakpoint
CREATE TABLE "decision_links" (
	"account_id" uuid NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"request_id" uuid NOT NULL,
	"approver_id" uuid NOT NULL,
	"step" smallint NOT NULL,
	"fingerprint" text NOT NULL,
	"issued_at" timestamp with time zone NOT NULL,
	"dead_since" timestamp with time zone,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "decision_links_pk" PRIMARY KEY("account_id","token_hash")
);
--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"account_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"position" smallint NOT NULL,
	"action" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"data" jsonb NOT NULL,
	CONSTRAINT "audit_entries_pk" PRIMARY KEY("account_id","event_id","position")
);
--> statement-breakpoint
CREATE TABLE "audit_events" (
	"account_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"prev_seq" bigint,
	"id" uuid NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" uuid,
	"via" text NOT NULL,
	"payload" "bytea" NOT NULL,
	"prev_hash" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "audit_events_pk" PRIMARY KEY("account_id","seq"),
	CONSTRAINT "audit_events_id_once" UNIQUE("account_id","id"),
	CONSTRAINT "audit_events_link" UNIQUE("account_id","seq","hash"),
	CONSTRAINT "audit_events_no_gap" CHECK ("audit_events"."prev_seq" is not distinct from nullif("audit_events"."seq" - 1, 0)),
	CONSTRAINT "audit_events_first" CHECK ("audit_events"."seq" > 1 or "audit_events"."prev_hash" = decode(repeat('00', 32), 'hex')),
	CONSTRAINT "audit_events_hash" CHECK ("audit_events"."hash" = sha256("audit_events"."prev_hash" || "audit_events"."payload"))
);
--> statement-breakpoint
CREATE TABLE "audit_heads" (
	"account_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "audit_heads_pk" PRIMARY KEY("account_id")
);
--> statement-breakpoint
CREATE TABLE "mail_outbox" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"dedupe_key" text NOT NULL,
	"to_address" text NOT NULL,
	"sealed_props" "bytea" NOT NULL,
	"sealed_mail" "bytea",
	"state" text NOT NULL,
	"attempts" integer NOT NULL,
	"queued_at" timestamp with time zone NOT NULL,
	"first_attempt_at" timestamp with time zone,
	"run_after" timestamp with time zone NOT NULL,
	"lease_until" timestamp with time zone,
	"lease_token" uuid,
	"sent_at" timestamp with time zone,
	"provider_id" text,
	"last_error" text,
	CONSTRAINT "mail_outbox_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "mail_outbox_dedupe_once" UNIQUE("account_id","dedupe_key"),
	CONSTRAINT "mail_outbox_state_known" CHECK ("mail_outbox"."state" in ('ready', 'leased', 'sent', 'unknown', 'dead', 'held')),
	CONSTRAINT "mail_outbox_lease" CHECK (("mail_outbox"."state" = 'leased') = ("mail_outbox"."lease_token" is not null))
);
--> statement-breakpoint
CREATE TABLE "mailbox_messages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"idempotency_key" text NOT NULL,
	"kind" text NOT NULL,
	"to_address" text NOT NULL,
	"subject" text NOT NULL,
	"html" text NOT NULL,
	"text" text NOT NULL,
	"headers" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "mailbox_messages_once" UNIQUE("idempotency_key")
);
--> statement-breakpoint
CREATE TABLE "contracts" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"number" integer NOT NULL,
	"offer_id" uuid NOT NULL,
	"offer_state" text NOT NULL,
	"offer_version" integer NOT NULL,
	"state" text NOT NULL,
	"kind" text NOT NULL,
	"contract_type" text NOT NULL,
	"title" text NOT NULL,
	"team_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"talent_user_id" uuid NOT NULL,
	"talent_name" text NOT NULL,
	"company_name" text NOT NULL,
	"currency" char(3) NOT NULL,
	"estimated_total_minor" bigint NOT NULL,
	"start_date" date NOT NULL,
	"end_date" date,
	"started_at" timestamp with time zone NOT NULL,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "contracts_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "contracts_number_once" UNIQUE("account_id","number"),
	CONSTRAINT "contracts_offer_once" UNIQUE("account_id","offer_id"),
	CONSTRAINT "contracts_offer_is_accepted" CHECK ("contracts"."offer_state" = 'accepted'),
	CONSTRAINT "contracts_state_known" CHECK ("contracts"."state" in ('pending', 'active', 'paused', 'ended'))
);
--> statement-breakpoint
CREATE TABLE "offer_drafts" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"title" text NOT NULL,
	"fields" jsonb NOT NULL,
	"saved_at" timestamp with time zone NOT NULL,
	CONSTRAINT "offer_drafts_pk" PRIMARY KEY("account_id","id")
);
--> statement-breakpoint
CREATE TABLE "offer_milestones" (
	"account_id" uuid NOT NULL,
	"offer_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"position" smallint NOT NULL,
	"title" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"due_date" date,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "offer_milestones_pk" PRIMARY KEY("account_id","offer_id","version","position"),
	CONSTRAINT "offer_milestones_amount_positive" CHECK ("offer_milestones"."amount_minor" > 0),
	CONSTRAINT "offer_milestones_title_length" CHECK (char_length("offer_milestones"."title") between 1 and 120)
);
--> statement-breakpoint
CREATE TABLE "offer_outcomes" (
	"account_id" uuid NOT NULL,
	"offer_id" uuid NOT NULL,
	"outcome" text NOT NULL,
	"ended_by" uuid,
	"reason" text,
	"ended_at" timestamp with time zone NOT NULL,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "offer_outcomes_pk" PRIMARY KEY("account_id","offer_id"),
	CONSTRAINT "offer_outcomes_known" CHECK ("offer_outcomes"."outcome" in ('accepted', 'declined', 'withdrawn', 'expired')),
	CONSTRAINT "offer_outcomes_reason" CHECK (char_length("offer_outcomes"."reason") between 1 and 1000)
);
--> statement-breakpoint
CREATE TABLE "offer_versions" (
	"account_id" uuid NOT NULL,
	"offer_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"title" text NOT NULL,
	"description" text NOT NULL,
	"contract_type" text NOT NULL,
	"currency" char(3) NOT NULL,
	"rate_minor" bigint,
	"weekly_hours" smallint,
	"manual_time" boolean NOT NULL,
	"work_diary" boolean NOT NULL,
	"budget_minor" bigint,
	"estimated_total_minor" bigint NOT NULL,
	"open_ended" boolean NOT NULL,
	"start_date" date NOT NULL,
	"end_date" date,
	"message" text,
	"employer" text,
	"country_of_work" text,
	"made_by" uuid NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"request_id" uuid,
	"offer_kind" text NOT NULL,
	"talent_email" text NOT NULL,
	"env_kind" text,
	"env_type" text,
	"env_talent_email" text,
	"env_total_minor" bigint,
	"env_rate_minor" bigint,
	"env_weekly_hours" smallint,
	"env_latest_end" date,
	"inside" boolean NOT NULL,
	"carried_over" boolean NOT NULL,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "offer_versions_pk" PRIMARY KEY("account_id","offer_id","version"),
	CONSTRAINT "offer_versions_envelope_whole" CHECK (num_nulls("offer_versions"."request_id", "offer_versions"."env_kind", "offer_versions"."env_type", "offer_versions"."env_talent_email", "offer_versions"."env_total_minor", "offer_versions"."env_rate_minor", "offer_versions"."env_weekly_hours", "offer_versions"."env_latest_end") in (0, 8)),
	CONSTRAINT "offer_versions_inside_is_true" CHECK ("offer_versions"."inside" = ("offer_versions"."request_id" is null or ("offer_versions"."offer_kind" = "offer_versions"."env_kind" and "offer_versions"."contract_type" = "offer_versions"."env_type" and ("offer_versions"."env_talent_email" = '' or "offer_versions"."talent_email" = "offer_versions"."env_talent_email") and "offer_versions"."estimated_total_minor" <= "offer_versions"."env_total_minor" and coalesce("offer_versions"."rate_minor", 0) <= "offer_versions"."env_rate_minor" and ("offer_versions"."contract_type" = 'fixed_price' or coalesce("offer_versions"."weekly_hours", 999) <= "offer_versions"."env_weekly_hours") and coalesce("offer_versions"."end_date", '9999-12-31'::date) <= "offer_versions"."env_latest_end"))),
	CONSTRAINT "offer_versions_inside_or_carried" CHECK ("offer_versions"."inside" or "offer_versions"."carried_over"),
	CONSTRAINT "offer_versions_hourly_terms" CHECK (("offer_versions"."contract_type" = 'hourly') = ("offer_versions"."rate_minor" is not null) and ("offer_versions"."rate_minor" is null or "offer_versions"."rate_minor" > 0) and ("offer_versions"."weekly_hours" is null or ("offer_versions"."contract_type" = 'hourly' and "offer_versions"."weekly_hours" between 1 and 168))),
	CONSTRAINT "offer_versions_fixed_terms" CHECK (("offer_versions"."contract_type" = 'fixed_price') = ("offer_versions"."budget_minor" is not null) and ("offer_versions"."budget_minor" is null or "offer_versions"."budget_minor" > 0)),
	CONSTRAINT "offer_versions_dates" CHECK ("offer_versions"."end_date" is null or "offer_versions"."end_date" >= "offer_versions"."start_date"),
	CONSTRAINT "offer_versions_title_length" CHECK (char_length("offer_versions"."title") between 1 and 120),
	CONSTRAINT "offer_versions_text_length" CHECK (char_length("offer_versions"."description") between 1 and 5000)
);
--> statement-breakpoint
CREATE TABLE "offers" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"number" integer NOT NULL,
	"request_id" uuid,
	"gate" text NOT NULL,
	"state" text NOT NULL,
	"needs" text GENERATED ALWAYS AS (case when state in ('pending', 'accepted') and gate = 'approved' then 'consumed' end) STORED,
	"version" integer NOT NULL,
	"kind" text NOT NULL,
	"team_id" uuid NOT NULL,
	"sender_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"talent_user_id" uuid NOT NULL,
	"talent_name" text NOT NULL,
	"talent_email" text NOT NULL,
	"company_name" text NOT NULL,
	"title" text NOT NULL,
	"contract_type" text NOT NULL,
	"currency" char(3) NOT NULL,
	"estimated_total_minor" bigint NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	"valid_until" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"audit_id" uuid NOT NULL,
	CONSTRAINT "offers_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "offers_number_once" UNIQUE("account_id","number"),
	CONSTRAINT "offers_state_pin" UNIQUE("account_id","id","state"),
	CONSTRAINT "offers_state_known" CHECK ("offers"."state" in ('pending', 'accepted', 'declined', 'withdrawn', 'expired')),
	CONSTRAINT "offers_gate_known" CHECK ("offers"."gate" in ('approved', 'not_required')),
	CONSTRAINT "offers_kind_known" CHECK ("offers"."kind" in ('direct', 'byo', 'payroll')),
	CONSTRAINT "offers_type_known" CHECK ("offers"."contract_type" in ('hourly', 'fixed_price')),
	CONSTRAINT "offers_gate_has_request" CHECK (("offers"."gate" = 'approved') = ("offers"."request_id" is not null)),
	CONSTRAINT "offers_ended_has_instant" CHECK (("offers"."state" = 'pending') = ("offers"."ended_at" is null))
);
--> statement-breakpoint
CREATE TABLE "demo_clock" (
	"id" smallint PRIMARY KEY NOT NULL,
	"offset_ms" bigint NOT NULL,
	CONSTRAINT "demo_clock_one_row" CHECK ("demo_clock"."id" = 1 and "demo_clock"."offset_ms" >= 0)
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"points" integer NOT NULL,
	"expire" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"user_id" uuid NOT NULL,
	"account_id" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "sessions_token_once" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "verification_tokens" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"code_hash" text NOT NULL,
	"browser_hash" text NOT NULL,
	"tries_left" smallint NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "verification_tokens_tries" CHECK ("verification_tokens"."tries_left" >= 0)
);
--> statement-breakpoint
ALTER TABLE "member_roles" ADD CONSTRAINT "member_roles_seat_fk" FOREIGN KEY ("account_id","user_id") REFERENCES "public"."memberships"("account_id","user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member_roles" ADD CONSTRAINT "member_roles_team_fk" FOREIGN KEY ("account_id","team_id") REFERENCES "public"."teams"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_approvers" ADD CONSTRAINT "policy_approvers_policy_fk" FOREIGN KEY ("account_id","version") REFERENCES "public"."approval_policies"("account_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_approvers" ADD CONSTRAINT "policy_approvers_seat_fk" FOREIGN KEY ("account_id","user_id") REFERENCES "public"."memberships"("account_id","user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval_decisions" ADD CONSTRAINT "approval_decisions_slot_fk" FOREIGN KEY ("account_id","request_id","step","approver_id") REFERENCES "public"."approval_slots"("account_id","request_id","step","approver_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval_decisions" ADD CONSTRAINT "approval_decisions_requester_fk" FOREIGN KEY ("account_id","request_id","requester_id") REFERENCES "public"."approval_requests"("account_id","id","requester_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval_decisions" ADD CONSTRAINT "approval_decisions_content_fk" FOREIGN KEY ("account_id","request_id","content_version") REFERENCES "public"."approval_requests"("account_id","id","content_version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval_envelopes" ADD CONSTRAINT "approval_envelopes_request_fk" FOREIGN KEY ("account_id","request_id") REFERENCES "public"."approval_requests"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval_outcomes" ADD CONSTRAINT "approval_outcomes_request_fk" FOREIGN KEY ("account_id","request_id","outcome") REFERENCES "public"."approval_requests"("account_id","id","decided_as") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval_requests" ADD CONSTRAINT "approval_requests_requester_fk" FOREIGN KEY ("account_id","requester_id") REFERENCES "public"."memberships"("account_id","user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval_requests" ADD CONSTRAINT "approval_requests_team_fk" FOREIGN KEY ("account_id","team_id") REFERENCES "public"."teams"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval_requests" ADD CONSTRAINT "approval_requests_policy_fk" FOREIGN KEY ("account_id","policy_version") REFERENCES "public"."approval_policies"("account_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval_requests" ADD CONSTRAINT "approval_requests_copied_fk" FOREIGN KEY ("account_id","copied_from") REFERENCES "public"."approval_requests"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval_slots" ADD CONSTRAINT "approval_slots_request_fk" FOREIGN KEY ("account_id","request_id","request_state") REFERENCES "public"."approval_requests"("account_id","id","state") ON DELETE no action ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "approval_slots" ADD CONSTRAINT "approval_slots_seat_fk" FOREIGN KEY ("account_id","approver_id") REFERENCES "public"."memberships"("account_id","user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval_terms" ADD CONSTRAINT "approval_terms_request_fk" FOREIGN KEY ("account_id","request_id") REFERENCES "public"."approval_requests"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_links" ADD CONSTRAINT "decision_links_slot_fk" FOREIGN KEY ("account_id","request_id","step","approver_id") REFERENCES "public"."approval_slots"("account_id","request_id","step","approver_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_entries" ADD CONSTRAINT "audit_entries_event_fk" FOREIGN KEY ("account_id","event_id") REFERENCES "public"."audit_events"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_previous_fk" FOREIGN KEY ("account_id","prev_seq","prev_hash") REFERENCES "public"."audit_events"("account_id","seq","hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contracts" ADD CONSTRAINT "contracts_accepted_offer_fk" FOREIGN KEY ("account_id","offer_id","offer_state") REFERENCES "public"."offers"("account_id","id","state") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contracts" ADD CONSTRAINT "contracts_version_fk" FOREIGN KEY ("account_id","offer_id","offer_version") REFERENCES "public"."offer_versions"("account_id","offer_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contracts" ADD CONSTRAINT "contracts_team_fk" FOREIGN KEY ("account_id","team_id") REFERENCES "public"."teams"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contracts" ADD CONSTRAINT "contracts_contact_fk" FOREIGN KEY ("account_id","contact_id") REFERENCES "public"."memberships"("account_id","user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contracts" ADD CONSTRAINT "contracts_talent_fk" FOREIGN KEY ("talent_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offer_drafts" ADD CONSTRAINT "offer_drafts_owner_fk" FOREIGN KEY ("account_id","owner_id") REFERENCES "public"."memberships"("account_id","user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offer_milestones" ADD CONSTRAINT "offer_milestones_version_fk" FOREIGN KEY ("account_id","offer_id","version") REFERENCES "public"."offer_versions"("account_id","offer_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offer_outcomes" ADD CONSTRAINT "offer_outcomes_offer_fk" FOREIGN KEY ("account_id","offer_id","outcome") REFERENCES "public"."offers"("account_id","id","state") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offer_versions" ADD CONSTRAINT "offer_versions_offer_fk" FOREIGN KEY ("account_id","offer_id") REFERENCES "public"."offers"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offer_versions" ADD CONSTRAINT "offer_versions_envelope_fk" FOREIGN KEY ("account_id","request_id","env_kind","env_type","env_talent_email","env_total_minor","env_rate_minor","env_weekly_hours","env_latest_end") REFERENCES "public"."approval_envelopes"("account_id","request_id","offer_kind","contract_type","talent_email","max_total_minor","max_rate_minor","max_weekly_hours","latest_end") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_request_fk" FOREIGN KEY ("account_id","request_id") REFERENCES "public"."approval_requests"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_need_consumed_request" FOREIGN KEY ("account_id","request_id","needs") REFERENCES "public"."approval_requests"("account_id","id","state") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_team_fk" FOREIGN KEY ("account_id","team_id") REFERENCES "public"."teams"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_sender_fk" FOREIGN KEY ("account_id","sender_id") REFERENCES "public"."memberships"("account_id","user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_contact_fk" FOREIGN KEY ("account_id","contact_id") REFERENCES "public"."memberships"("account_id","user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_talent_fk" FOREIGN KEY ("talent_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_account_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "member_roles_held_once" ON "member_roles" USING btree ("account_id","user_id","role","team_id") WHERE "member_roles"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX "member_roles_by_user" ON "member_roles" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "memberships_by_user" ON "memberships" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "teams_one_parent" ON "teams" USING btree ("account_id") WHERE "teams"."parent";--> statement-breakpoint
CREATE INDEX "approval_requests_newest" ON "approval_requests" USING btree ("account_id","requested_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "approval_requests_by_state" ON "approval_requests" USING btree ("account_id","state","requested_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "approval_requests_by_total" ON "approval_requests" USING btree ("account_id","estimated_total_minor" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "approval_requests_state_total" ON "approval_requests" USING btree ("account_id","state","estimated_total_minor" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "approval_requests_own" ON "approval_requests" USING btree ("account_id","requester_id","requested_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "approval_requests_own_state" ON "approval_requests" USING btree ("account_id","requester_id","state","requested_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "approval_requests_due" ON "approval_requests" USING btree ("expires_at") WHERE "approval_requests"."state" in ('pending', 'approved');--> statement-breakpoint
CREATE INDEX "approval_slots_queue" ON "approval_slots" USING btree ("account_id","approver_id","needed_by","opened_at","request_id") WHERE "approval_slots"."state" = 'open';--> statement-breakpoint
CREATE INDEX "approval_slots_assigned" ON "approval_slots" USING btree ("account_id","approver_id","requested_at" DESC NULLS LAST,"request_id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "approval_slots_assigned_state" ON "approval_slots" USING btree ("account_id","approver_id","request_state","requested_at" DESC NULLS LAST,"request_id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "approval_terms_by_request" ON "approval_terms" USING btree ("account_id","request_id","term");--> statement-breakpoint
CREATE INDEX "decision_links_alive" ON "decision_links" USING btree ("account_id","request_id") WHERE "decision_links"."dead_since" is null;--> statement-breakpoint
CREATE INDEX "audit_entries_by_subject" ON "audit_entries" USING btree ("account_id","subject_kind","subject_id","occurred_at");--> statement-breakpoint
CREATE INDEX "mail_outbox_due" ON "mail_outbox" USING btree ("account_id","run_after","id") WHERE "mail_outbox"."state" in ('ready', 'leased');--> statement-breakpoint
CREATE INDEX "mail_outbox_due_anywhere" ON "mail_outbox" USING btree ("run_after","account_id") WHERE "mail_outbox"."state" in ('ready', 'leased');--> statement-breakpoint
CREATE INDEX "mailbox_messages_newest" ON "mailbox_messages" USING btree ("at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "mailbox_messages_to" ON "mailbox_messages" USING btree ("to_address","at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "contracts_newest" ON "contracts" USING btree ("account_id","started_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "contracts_by_state" ON "contracts" USING btree ("account_id","state","started_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "contracts_by_talent" ON "contracts" USING btree ("talent_user_id","started_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "offer_drafts_by_owner" ON "offer_drafts" USING btree ("account_id","owner_id","saved_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "one_live_offer" ON "offers" USING btree ("account_id","request_id") WHERE "offers"."state" in ('pending', 'accepted');--> statement-breakpoint
CREATE INDEX "offers_newest" ON "offers" USING btree ("account_id","sent_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "offers_by_state" ON "offers" USING btree ("account_id","state","sent_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "offers_by_sender" ON "offers" USING btree ("account_id","sender_id","sent_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "offers_by_request" ON "offers" USING btree ("account_id","request_id","sent_at");--> statement-breakpoint
CREATE INDEX "offers_by_talent" ON "offers" USING btree ("talent_user_id","sent_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "offers_due" ON "offers" USING btree ("valid_until") WHERE "offers"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "rate_limits_expired" ON "rate_limits" USING btree ("expire");--> statement-breakpoint
CREATE INDEX "sessions_by_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_expired" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "verification_tokens_by_browser" ON "verification_tokens" USING btree ("browser_hash");--> statement-breakpoint
CREATE INDEX "verification_tokens_expired" ON "verification_tokens" USING btree ("expires_at");