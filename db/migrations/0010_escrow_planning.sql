-- The tick passes over earnings under a risk hold, so its planner sees which contracts have one.
DROP POLICY contract_pauses_read ON contract_pauses;
--> statement-breakpoint
CREATE POLICY contract_pauses_read ON contract_pauses FOR SELECT USING (account_id = app.acct() OR app.scope() = 'plan');
