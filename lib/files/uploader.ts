import "server-only";
import { asTalent, type MemberActor, type PersonActor, type TalentActor } from "../actor";
import { findAccountForTalent } from "../contracts/queries";
import { readAs } from "../ctx";

/**
 * As whom a file is uploaded or taken back: the member who is signed in, or, where the request names one of their own
 * contracts in `X-Contract`, the freelancer in the company that has it. Null for everybody else.
 */
export async function uploaderOf(
  person: PersonActor,
  headers: Headers,
): Promise<MemberActor | (TalentActor & { accountId: string }) | null> {
  const contractId = headers.get("x-contract");
  if (contractId === null) return person.kind === "member" ? person : null;
  const talent = asTalent(person);
  const accountId = await readAs(talent, (ctx) => findAccountForTalent(ctx, contractId));
  return accountId ? { ...talent, accountId } : null;
}
