-- Whoever sits in several companies chooses between them by name: a person reads the settings of companies in which they
-- hold a seat, in the one scope that looks across companies for them.
DROP POLICY account_settings_read ON account_settings;
--> statement-breakpoint
CREATE POLICY account_settings_read ON account_settings FOR SELECT USING (account_id = app.acct() OR app.scope() = 'plan' OR (app.scope() = 'talent' AND EXISTS (SELECT FROM memberships m WHERE m.account_id = account_settings.account_id AND m.user_id = app.usr() AND m.state = 'active')));
