import type { ContractSide, MilestoneState } from "@/db/enums";
import { formatInstant } from "@/lib/dates";
import { endOfWait, isDormant, isTalentsWindow } from "@/lib/milestones/rules";

type Shown = { state: MilestoneState; since: Date; step: number; heldMinor: bigint };

type About = {
  side: ContractSide;
  /** the two names, as both sides read them */
  talent: string;
  company: string;
  zone: string;
  /** can it be funded now: it comes next, and nothing else is at work */
  isNext: boolean;
  /** its onboarding plan is not done */
  pending: boolean;
  ended: boolean;
  /** when the clock released it; null where a person did */
  automaticAt: Date | null;
};

/** Who acts next on a milestone and by when, as this reader's next sentence; and what comes of it if nobody does. */
export function nextWords(milestone: Shown, about: About): { turn: ContractSide | null; text: string } {
  const { side, talent, company, zone, isNext, pending, ended, automaticAt } = about;
  const mine = (turn: ContractSide, own: string, other: string) => ({ turn, text: turn === side ? own : other });
  const wait = endOfWait(milestone);
  const at = wait ? formatInstant(wait.at, zone) : "";
  const rests = restsText(milestone, about, at);
  switch (milestone.state) {
    case "agreed":
      if (rests && isDormant(milestone)) return { turn: "client", text: rests };
      if (ended) return { turn: null, text: "The contract has ended." };
      return isNext
        ? mine("client", `Not funded yet: fund it so that ${talent} can start.`, "Not funded yet: do not start work.")
        : { turn: null, text: "Not funded yet: do not start work." };
    case "funded":
      if (pending)
        return {
          turn: null,
          text: isDormant(milestone)
            ? "Dormant. Do the onboarding plan or end the contract; otherwise the money goes back."
            : `No work before the onboarding plan is done. ${rests}`,
        };
      return rests && isDormant(milestone)
        ? { turn: dormantTurn(milestone), text: rests }
        : mine("talent", `Submit the work when it is done. ${rests}`, `${talent} submits the work. ${rests}`);
    case "submitted":
      return mine(
        "client",
        `Releases automatically on ${at} unless you request changes.`,
        `Releases automatically on ${at} unless ${company} requests changes.`,
      );
    case "changes_requested":
      return rests && isDormant(milestone)
        ? { turn: dormantTurn(milestone), text: rests }
        : mine("talent", `Submit it again; then 14 days begin anew. ${rests}`, `${talent} submits it again. ${rests}`);
    case "release_requested":
      return mine(
        "client",
        `${talent} asks for the release. Without an answer it is paid on ${at}.`,
        `${company} releases or disputes it. Without an answer you are paid on ${at}.`,
      );
    case "refund_requested":
      return mine(
        "talent",
        `${company} asks for the money back. Without an answer it goes back on ${at}.`,
        `${talent} approves or disputes it. Without an answer the money comes back on ${at}.`,
      );
    case "disputed":
      return { turn: null, text: "Frozen by the dispute; every other milestone goes on." };
    case "released":
      return {
        turn: null,
        text: automaticAt
          ? `Released automatically on ${formatInstant(automaticAt, zone)}.`
          : `Released on ${formatInstant(milestone.since, zone)}.`,
      };
    case "refunded":
      return { turn: null, text: `Returned on ${formatInstant(milestone.since, zone)}.` };
    case "removed":
      return { turn: null, text: "No longer part of the contract." };
  }
}

const dormantTurn = (milestone: Shown): ContractSide => (isTalentsWindow(milestone) ? "talent" : "client");

/**
 * What becomes of held money when nothing happens for long (§11.7); empty where nothing is held. The clock asks for activity
 * only when a step is due, so that until then dormancy may lie later than its row says.
 */
function restsText(milestone: Shown, { side, talent, company }: About, at: string): string {
  switch (endOfWait(milestone)?.does) {
    case "dormant":
      return `Without any activity it is dormant, on ${at} at the earliest.`;
    case "dormant-talent":
      return side === "client"
        ? `Dormant. Release it, ask for a refund or agree a change until ${at}; then ${talent} may ask for the release.`
        : `Dormant. ${company} decides until ${at}; then you may ask for the release.`;
    case "refund":
      if (milestone.state === "agreed")
        return side === "client"
          ? `Dormant. Fund it, ask for a refund or agree a change until ${at}; without it the money comes back.`
          : `Dormant. ${company} decides until ${at}; without it the money goes back.`;
      return side === "talent"
        ? `Dormant. Request the release until ${at}; without it the money goes back to ${company}.`
        : `Dormant. ${talent} may ask for the release until ${at}; without it the money comes back.`;
    default:
      return "";
  }
}
