-- The seats of one person over all companies in one trip: every page asks for them before it knows its company. Not a
-- way around the policies: it runs as its caller, steps into the person's own reach, reads, and steps out again.
CREATE FUNCTION app.seats(who uuid) RETURNS json LANGUAGE plpgsql AS $$
DECLARE
  answer json;
BEGIN
  IF app.acct() IS NOT NULL OR app.usr() IS NOT NULL THEN
    RAISE EXCEPTION 'app.seats() was asked inside somebody''s reach.';
  END IF;
  PERFORM app.enter(NULL, who, NULL, 'talent');
  SELECT json_agg(json_build_object(
      'accountId', m.account_id, 'slug', a.slug, 'name', coalesce(s.name, a.slug), 'role', r.role, 'teamId', r.team_id,
      'freelancer', EXISTS (SELECT 1 FROM offers o WHERE o.talent_user_id = who)
    ) ORDER BY m.joined_at, m.account_id, r.id)
    INTO answer
    FROM memberships m
    JOIN accounts a ON a.id = m.account_id AND a.state = 'active'
    LEFT JOIN account_settings s ON s.account_id = m.account_id
    LEFT JOIN member_roles r ON r.account_id = m.account_id AND r.user_id = m.user_id AND r.revoked_at IS NULL
    WHERE m.user_id = who AND m.state = 'active';
  PERFORM app.enter(NULL, NULL, NULL, '');
  RETURN coalesce(answer, '[]'::json);
END $$;
