import "server-only";
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { plumbing } from "@/db/plumbing";
import { users, verificationTokens } from "@/db/schema";
import { wallNow } from "../clock";
import { listSeats } from "./queries";
import { openSession } from "./sessions";
import { browserHash, codeHash, isToken, linkHash } from "./tokens";

type Handle = ReturnType<typeof plumbing>;
type Tx = Parameters<Parameters<Handle["transaction"]>[0]>[0];

/** What a browser shows to finish a sign-in: the link and the secret of the asking browser, or a typed code. */
export type Proof =
  | { by: "link"; token: string; secret: string }
  /** typed where the mail was asked for */
  | { by: "code-here"; secret: string; code: string }
  /** typed into the page behind the link, in any browser */
  | { by: "code-elsewhere"; token: string; code: string };

export type SignedIn = { userId: string; token: string; maxAge: number };

/**
 * Finishes a sign-in, once: of any number of parallel tries with the same proof one gets a session.
 * @param replaces the session this browser had before; it ends.
 * @returns null when the proof is wrong, used, over, or the address belongs to nobody. The cases look alike.
 */
export async function completeSignIn(proof: Proof, replaces?: string): Promise<SignedIn | null> {
  if ("token" in proof && !isToken(proof.token)) return null;
  if ("secret" in proof && !isToken(proof.secret)) return null;
  const link = proof.by === "link" ? null : await countTry(proof);
  if (proof.by !== "link" && !link) return null;
  const person = await findPersonBehind(proof, link);
  if (!person) return null;
  const seats = await listSeats(person.id);
  const strict = person.staffRole !== null || seats.length > 0;
  return plumbing().transaction(async (tx) => {
    if (!(await consume(tx, proof, link))) return null;
    const seat = { userId: person.id, accountId: seats[0]?.accountId ?? null, strict, replaces };
    const { token, maxAge } = await openSession(seat, tx);
    await tx
      .update(users)
      .set({ emailVerifiedAt: wallNow() })
      .where(and(eq(users.id, person.id), isNull(users.emailVerifiedAt)));
    return { userId: person.id, token, maxAge };
  });
}

const alive = () => gt(verificationTokens.expiresAt, wallNow());

/** Takes one of the tries before the code is compared, so that parallel guesses cannot share one. @returns the link's hash. */
async function countTry(proof: Exclude<Proof, { by: "link" }>): Promise<string | null> {
  const which =
    proof.by === "code-here"
      ? eq(verificationTokens.browserHash, browserHash(proof.secret))
      : eq(verificationTokens.tokenHash, linkHash(proof.token));
  const [row] = await plumbing()
    .update(verificationTokens)
    .set({ triesLeft: sql`${verificationTokens.triesLeft} - 1` })
    .where(and(which, gt(verificationTokens.triesLeft, 0), alive()))
    .returning({ tokenHash: verificationTokens.tokenHash });
  return row?.tokenHash ?? null;
}

/** The one condition that must still hold when the token is consumed. */
function matches(proof: Proof, link: string | null) {
  return proof.by === "link"
    ? and(
        eq(verificationTokens.tokenHash, linkHash(proof.token)),
        eq(verificationTokens.browserHash, browserHash(proof.secret)),
        gt(verificationTokens.triesLeft, 0),
        alive(),
      )
    : and(
        eq(verificationTokens.tokenHash, link ?? ""),
        eq(verificationTokens.codeHash, codeHash(link ?? "", proof.code)),
        alive(),
      );
}

async function findPersonBehind(proof: Proof, link: string | null) {
  const [person] = await plumbing()
    .select({ id: users.id, staffRole: users.staffRole })
    .from(verificationTokens)
    .innerJoin(users, eq(users.email, verificationTokens.identifier))
    .where(matches(proof, link));
  return person ?? null;
}

async function consume(tx: Tx, proof: Proof, link: string | null): Promise<boolean> {
  const gone = await tx
    .delete(verificationTokens)
    .where(matches(proof, link))
    .returning({ tokenHash: verificationTokens.tokenHash });
  return gone.length === 1;
}

/**
 * What the page behind a link may offer: `here`, one press in the browser that asked; `elsewhere`, the code; null when
 * the link is used, over or none of ours. Reads only.
 */
export async function findSignIn(
  token: string,
  secret: string | null,
): Promise<{ place: "here"; address: string } | { place: "elsewhere" } | null> {
  if (!isToken(token)) return null;
  const [row] = await plumbing()
    .select({ address: verificationTokens.identifier, browserHash: verificationTokens.browserHash })
    .from(verificationTokens)
    .where(and(eq(verificationTokens.tokenHash, linkHash(token)), gt(verificationTokens.triesLeft, 0), alive()));
  if (!row) return null;
  if (secret && row.browserHash === browserHash(secret)) return { place: "here", address: row.address };
  return { place: "elsewhere" };
}
