import { formatInstant, formatShortDay, localDateOf } from "../dates";
import { noApprover, slotWords } from "../words";
import type { Request } from "./queries";
import type { RequestStatus, SlotStatus } from "./query-options";
import { isReplaceable, isUnheld, nudgedLately } from "./rules";

/**
 * Who must approve and who has, ready to be shown in the reader's zone: rendered with the page, and read again while
 * somebody looks. `signature` changes whenever anything else on the page might have.
 */
export function statusOf(request: Request, zone: string, now: Date): RequestStatus {
  const steps = [...new Set(request.slots.map((slot) => slot.step))].map((step) => ({
    step,
    people: request.slots
      .filter((slot) => slot.step === step)
      .map((slot) => slotStatus(slot, request.neededBy, zone, now)),
  }));
  const signature = [request.fingerprint, request.state, ...request.slots.map(slotMark)].join(" ");
  return { state: request.state, signature, steps };
}

type Slot = Request["slots"][number];

/** A slot moves by being answered, and the page's history by every reminder. */
const slotMark = ({ state, seatState, nudgedAt, remindAt }: Slot) =>
  `${state}${seatState === "active" ? "" : "-"}${nudgedAt?.getTime() ?? ""}/${remindAt?.getTime() ?? ""}`;

function slotStatus(slot: Slot, neededBy: string | null, zone: string, now: Date): SlotStatus {
  const at = slot.decidedAt ?? (slot.state === "open" ? slot.openedAt : null);
  const late =
    slot.state === "open" && neededBy !== null && slot.openedAt !== null && localDateOf(slot.openedAt, zone) > neededBy;
  const lately = nudgedLately(slot.nudgedAt, now);
  return {
    approverId: slot.approverId,
    name: slot.approverName,
    state: slot.state,
    words: isUnheld(slot) ? noApprover : slotWords[slot.state],
    unheld: isUnheld(slot),
    replaceable: isReplaceable(slot),
    at: at && { iso: at.toISOString(), short: formatShortDay(at, zone, now), exact: formatInstant(at, zone) },
    comment: slot.reason,
    late,
    nudged: lately && formatInstant(lately, zone),
  };
}
