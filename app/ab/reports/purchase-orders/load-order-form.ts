import "server-only";
import { getAccountSettings, listHirers, listTeams } from "@/lib/accounts/queries";
import type { MemberActor } from "@/lib/actor";
import { readAs } from "@/lib/ctx";
import { localDateOf } from "@/lib/dates";

/** What the form of a purchase order chooses from: teams, people who may hire, and today where the company is. */
export function loadOrderForm(actor: MemberActor) {
  return readAs(actor, async (ctx) => {
    const [teams, people, settings] = [await listTeams(ctx), await listHirers(ctx), await getAccountSettings(ctx)];
    return {
      // A hidden one may be named already, and what is named must be there to be unticked.
      teams: teams.map(({ id, name, hidden }) => ({ value: id, label: hidden ? `${name} (hidden)` : name })),
      people: people.map(({ userId, name }) => ({ value: userId, label: name })),
      today: localDateOf(ctx.now, settings.timeZone),
    };
  });
}
