-- Row-level security, the audit pins and the first rows: what the generator cannot say (reliability.md §4.4, §4.5).
-- The policies read four settings that only app.enter() sets, always for one transaction.
CREATE SCHEMA app;
--> statement-breakpoint
CREATE FUNCTION app.acct() RETURNS uuid LANGUAGE sql STABLE AS
$$ SELECT nullif(current_setting('app.account_id', true), '')::uuid $$;
--> statement-breakpoint
CREATE FUNCTION app.usr() RETURNS uuid LANGUAGE sql STABLE AS
$$ SELECT nullif(current_setting('app.user_id', true), '')::uuid $$;
--> statement-breakpoint
CREATE FUNCTION app.audit_id() RETURNS uuid LANGUAGE sql STABLE AS
$$ SELECT nullif(current_setting('app.audit_id', true), '')::uuid $$;
--> statement-breakpoint
CREATE FUNCTION app.scope() RETURNS text LANGUAGE sql STABLE AS
$$ SELECT current_setting('app.scope', true) $$;
--> statement-breakpoint
-- The one place that sets the context; on a distributed database only this body changes.
CREATE FUNCTION app.enter(account uuid, usr uuid, audit uuid, scope text) RETURNS void LANGUAGE sql AS
$$ SELECT set_config('app.account_id', coalesce(account::text, ''), true),
          set_config('app.user_id', coalesce(usr::text, ''), true),
          set_config('app.audit_id', coalesce(audit::text, ''), true),
          set_config('app.scope', coalesce(scope, ''), true);
   SELECT NULL::void $$;
--> statement-breakpoint
-- Every audited table: a row carries the event of its latest change, and that event must exist at commit.
DO $$
DECLARE
  t text;
  audited text[] := array[
    'account_settings', 'teams', 'memberships', 'member_roles', 'approval_policies', 'policy_approvers',
    'approval_requests', 'approval_slots', 'approval_decisions', 'approval_outcomes', 'approval_envelopes',
    'decision_links', 'approval_terms', 'offers', 'offer_versions', 'offer_milestones', 'offer_outcomes', 'contracts'];
  changeable text[] := array[
    'account_settings', 'teams', 'memberships', 'member_roles', 'approval_requests', 'approval_slots',
    'decision_links', 'offers', 'contracts'];
  operational text[] := array[
    'account_counters', 'audit_events', 'audit_entries', 'audit_heads', 'mail_outbox', 'offer_drafts'];
  reach text;
BEGIN
  FOREACH t IN ARRAY audited || operational LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (account_id) REFERENCES accounts (id)', t, t || '_account_fk');
    reach := CASE
      WHEN t IN ('memberships', 'member_roles') THEN 'account_id = app.acct() OR user_id = app.usr()'
      WHEN t = 'contracts' THEN 'account_id = app.acct() OR (app.scope() = ''talent'' AND talent_user_id = app.usr())'
      WHEN t = 'offers' THEN 'account_id = app.acct() OR app.scope() = ''plan'' OR (app.scope() = ''talent'' AND talent_user_id = app.usr())'
      WHEN t IN ('approval_requests', 'mail_outbox') THEN 'account_id = app.acct() OR app.scope() = ''plan'''
      ELSE 'account_id = app.acct()' END;
    EXECUTE format('CREATE POLICY %I ON %I FOR SELECT USING (%s)', t || '_read', t, reach);
  END LOOP;
  FOREACH t IN ARRAY audited LOOP
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (account_id, audit_id) REFERENCES audit_events (account_id, id) DEFERRABLE INITIALLY DEFERRED', t, t || '_audit_fk');
    EXECUTE format('CREATE POLICY %I ON %I FOR INSERT WITH CHECK (account_id = app.acct() AND audit_id = app.audit_id())', t || '_add', t);
    EXECUTE format('REVOKE DELETE, TRUNCATE ON %I FROM %I', t, current_user);
  END LOOP;
  FOREACH t IN ARRAY changeable LOOP
    EXECUTE format('CREATE POLICY %I ON %I FOR UPDATE USING (account_id = app.acct()) WITH CHECK (account_id = app.acct() AND audit_id = app.audit_id())', t || '_change', t);
  END LOOP;
  FOREACH t IN ARRAY operational LOOP
    EXECUTE format('CREATE POLICY %I ON %I FOR INSERT WITH CHECK (account_id = app.acct())', t || '_add', t);
    EXECUTE format('REVOKE TRUNCATE ON %I FROM %I', t, current_user);
  END LOOP;
  FOREACH t IN ARRAY array['account_counters', 'audit_heads', 'mail_outbox', 'offer_drafts'] LOOP
    EXECUTE format('CREATE POLICY %I ON %I FOR UPDATE USING (account_id = app.acct()) WITH CHECK (account_id = app.acct())', t || '_change', t);
  END LOOP;
  FOREACH t IN ARRAY array['mail_outbox', 'offer_drafts'] LOOP
    EXECUTE format('CREATE POLICY %I ON %I FOR DELETE USING (account_id = app.acct())', t || '_remove', t);
  END LOOP;
  FOREACH t IN ARRAY array['account_counters', 'audit_events', 'audit_entries', 'audit_heads'] LOOP
    EXECUTE format('REVOKE DELETE ON %I FROM %I', t, current_user);
  END LOOP;
END $$;
--> statement-breakpoint
-- Prefix search compares bytes, whatever the collation of the database.
ALTER TABLE approval_terms ALTER COLUMN term TYPE text COLLATE "C";
--> statement-breakpoint
-- Mail that belongs to no company (sign-in) is queued under this one.
INSERT INTO accounts (id, slug, state) VALUES ('00000000-0000-7000-8000-000000000001', 'platform', 'internal');
--> statement-breakpoint
INSERT INTO demo_clock (id, offset_ms) VALUES (1, 0);
