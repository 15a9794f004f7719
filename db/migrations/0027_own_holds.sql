-- A freelancer's earnings page says why earnings stay pending past their day: it sees the platform's holds on own contracts,
-- and no other pause.
DROP POLICY contract_pauses_read ON contract_pauses;
--> statement-breakpoint
CREATE POLICY contract_pauses_read ON contract_pauses FOR SELECT USING (account_id = app.acct() OR app.scope() = 'plan' OR (app.scope() = 'talent' AND cause = 'risk' AND EXISTS (SELECT FROM contracts c WHERE c.account_id = contract_pauses.account_id AND c.id = contract_pauses.contract_id AND c.talent_user_id = app.usr())));
