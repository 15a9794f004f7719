import "server-only";
import type { MemberActor, PersonActor } from "../actor";
import { listSeats } from "../auth/queries";
import { readAs } from "../ctx";
import { accountOfToken, findDecisionLink } from "./decision-link";
import { findRequestCase, type RequestCase } from "./request-case";
import { canDecide } from "./rules";

/**
 * The person in the seat of the company that a decision link names, or null. Whoever holds several seats decides there,
 * whichever company the session is in. The seat is what counts: the link alone gives nobody anything.
 */
export async function seatOfLink(person: PersonActor, token: string): Promise<MemberActor | null> {
  const accountId = accountOfToken(token);
  if (!accountId || person.kind === "staff") return null;
  const seat = (await listSeats(person.userId)).find((each) => each.accountId === accountId);
  if (!seat) return null;
  const { userId, name, email } = person;
  return {
    kind: "member",
    userId,
    accountId,
    name,
    email,
    roles: seat.roles,
    hiringTeams: seat.hiringTeams,
    via: "link",
  };
}

export type OpenedLink = {
  approver: MemberActor;
  case: RequestCase;
  /** the link stands for what is shown, and this person may decide on it now */
  alive: boolean;
};

/**
 * What the link shows to this person: the case, if the link was minted for them. Null for everybody and everything
 * else: unknown, foreign and altered links and those of other people look alike. Reads only.
 */
export async function openDecisionLink(person: PersonActor, token: string): Promise<OpenedLink | null> {
  const approver = await seatOfLink(person, token);
  if (!approver) return null;
  return readAs(approver, async (ctx) => {
    const link = await findDecisionLink(ctx, token);
    if (link?.approverId !== approver.userId) return null;
    const found = await findRequestCase(ctx, link.requestId);
    if (!found) return null;
    const { request } = found;
    const alive =
      link.deadSince === null &&
      link.fingerprint === request.fingerprint &&
      request.state === "pending" &&
      canDecide(approver, request);
    return { approver, case: found, alive };
  });
}
