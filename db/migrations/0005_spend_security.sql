-- Row-level security, the audit pins, the ledger's completeness keys and the first rows of purchase orders, job posts and
-- spend alerts: what the generator cannot say (reliability.md §4.4, §4.5, §4.8).
DO $$
DECLARE
  t text;
  audited text[] := array[
    'ledger_accounts', 'ledger_transfers', 'purchase_orders', 'order_grants', 'order_thresholds', 'order_crossings',
    'job_posts', 'contract_terms', 'contract_orders', 'contract_charges', 'alert_settings', 'personal_schedules',
    'alert_acknowledgements', 'notification_settings'];
  changeable text[] := array[
    'ledger_accounts', 'purchase_orders', 'order_grants', 'order_thresholds', 'job_posts', 'contract_charges',
    'alert_settings', 'personal_schedules', 'notification_settings'];
  operational text[] := array[
    'ledger_entries', 'digest_schedules', 'digest_runs', 'alert_snapshots', 'alert_evaluations', 'notices'];
  planned text[] := array[
    'ledger_accounts', 'purchase_orders', 'order_thresholds', 'job_posts', 'alert_settings', 'personal_schedules',
    'alert_acknowledgements', 'notification_settings', 'digest_schedules', 'digest_runs', 'alert_snapshots',
    'alert_evaluations'];
BEGIN
  FOREACH t IN ARRAY audited || operational LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (account_id) REFERENCES accounts (id)', t, t || '_account_fk');
    EXECUTE format('CREATE POLICY %I ON %I FOR SELECT USING (account_id = app.acct()%s)', t || '_read', t,
      CASE WHEN t = ANY (planned) THEN ' OR app.scope() = ''plan''' ELSE '' END);
    EXECUTE format('REVOKE TRUNCATE ON %I FROM %I', t, current_user);
  END LOOP;
  FOREACH t IN ARRAY audited LOOP
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (account_id, audit_id) REFERENCES audit_events (account_id, id) DEFERRABLE INITIALLY DEFERRED', t, t || '_audit_fk');
    EXECUTE format('CREATE POLICY %I ON %I FOR INSERT WITH CHECK (account_id = app.acct() AND audit_id = app.audit_id())', t || '_add', t);
    EXECUTE format('REVOKE DELETE ON %I FROM %I', t, current_user);
  END LOOP;
  FOREACH t IN ARRAY changeable LOOP
    EXECUTE format('CREATE POLICY %I ON %I FOR UPDATE USING (account_id = app.acct()) WITH CHECK (account_id = app.acct() AND audit_id = app.audit_id())', t || '_change', t);
  END LOOP;
  FOREACH t IN ARRAY operational LOOP
    EXECUTE format('CREATE POLICY %I ON %I FOR INSERT WITH CHECK (account_id = app.acct())', t || '_add', t);
  END LOOP;
  FOREACH t IN ARRAY array['digest_schedules', 'digest_runs', 'notices'] LOOP
    EXECUTE format('CREATE POLICY %I ON %I FOR UPDATE USING (account_id = app.acct()) WITH CHECK (account_id = app.acct())', t || '_change', t);
  END LOOP;
  FOREACH t IN ARRAY array['digest_schedules', 'alert_snapshots', 'notices'] LOOP
    EXECUTE format('CREATE POLICY %I ON %I FOR DELETE USING (account_id = app.acct())', t || '_remove', t);
  END LOOP;
  FOREACH t IN ARRAY array['ledger_entries', 'digest_runs', 'alert_evaluations'] LOOP
    EXECUTE format('REVOKE DELETE ON %I FROM %I', t, current_user);
  END LOOP;
END $$;
--> statement-breakpoint
-- The digest's planner reads these across companies, set by set.
DROP POLICY contracts_read ON contracts;
--> statement-breakpoint
CREATE POLICY contracts_read ON contracts FOR SELECT USING (account_id = app.acct() OR app.scope() = 'plan' OR (app.scope() = 'talent' AND talent_user_id = app.usr()));
--> statement-breakpoint
DROP POLICY account_settings_read ON account_settings;
--> statement-breakpoint
CREATE POLICY account_settings_read ON account_settings FOR SELECT USING (account_id = app.acct() OR app.scope() = 'plan');
--> statement-breakpoint
DROP POLICY memberships_read ON memberships;
--> statement-breakpoint
CREATE POLICY memberships_read ON memberships FOR SELECT USING (account_id = app.acct() OR user_id = app.usr() OR app.scope() = 'plan');
--> statement-breakpoint
DROP POLICY member_roles_read ON member_roles;
--> statement-breakpoint
CREATE POLICY member_roles_read ON member_roles FOR SELECT USING (account_id = app.acct() OR user_id = app.usr() OR app.scope() = 'plan');
--> statement-breakpoint
-- A transfer has both its entries when it commits, or it does not commit; an account shows the balance of its last entry.
ALTER TABLE ledger_transfers ADD CONSTRAINT ledger_transfers_debit_entry_fk FOREIGN KEY (account_id, debit_id, debit_version, id, debit_side) REFERENCES ledger_entries (account_id, ledger_account_id, version, transfer_id, side) DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
ALTER TABLE ledger_transfers ADD CONSTRAINT ledger_transfers_credit_entry_fk FOREIGN KEY (account_id, credit_id, credit_version, id, credit_side) REFERENCES ledger_entries (account_id, ledger_account_id, version, transfer_id, side) DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
ALTER TABLE ledger_accounts ADD CONSTRAINT ledger_accounts_last_entry_fk FOREIGN KEY (account_id, id, last_version, balance) REFERENCES ledger_entries (account_id, ledger_account_id, version, balance_after) DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
-- Backfill; it sees no rows while the policies bind the owner.
ALTER TABLE contracts NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE offer_versions NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE account_settings NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE contract_terms NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE alert_settings NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
INSERT INTO contract_terms (account_id, contract_id, version, counts_from, description, rate_minor, weekly_hours, manual_time, work_diary, budget_minor, employer, country_of_work, made_by, made_at, audit_id)
SELECT c.account_id, c.id, 1, c.started_at, v.description, v.rate_minor, v.weekly_hours, v.manual_time, v.work_diary, v.budget_minor, v.employer, v.country_of_work, v.made_by, c.started_at, c.audit_id
FROM contracts c JOIN offer_versions v ON v.account_id = c.account_id AND v.offer_id = c.offer_id AND v.version = c.offer_version;
--> statement-breakpoint
INSERT INTO alert_settings (account_id, enabled, weekday, minute_of_day, zone, overlap, personal_schedule, version, audit_id)
SELECT account_id, true, 1, 480, null, 'most_severe', true, 1, audit_id FROM account_settings;
--> statement-breakpoint
ALTER TABLE contracts FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE offer_versions FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE account_settings FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE contract_terms FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE alert_settings FORCE ROW LEVEL SECURITY;
