import { Notice } from "@/components/ui/notice";
import type { ContractSide, ContractType, OfferKind, PauseCause } from "@/db/enums";

type PausedNoteProps = {
  contract: { kind: OfferKind; contractType: ContractType; companyName: string };
  /** why it is paused now; none where it is not */
  pauses: readonly PauseCause[];
  side: ContractSide;
  employer: string | null;
};

/** Why a contract stands still, in words that are safe for both sides: who paused it, and never what the platform knows. */
export function PausedNote({ contract, pauses, side, employer }: PausedNoteProps) {
  if (pauses.length === 0) return null;
  if (contract.kind === "payroll")
    return (
      <Notice tone="info" title="Time is kept by the employer of record">
        {employer ?? "The employer of record"} records the hours of payroll work, so this contract stays paused here.
      </Notice>
    );
  const byClient = pauses.includes("client");
  const byPlatform = pauses.some((cause) => cause !== "client");
  const who = side === "client" ? "your company" : contract.companyName;
  return (
    <>
      {byClient && (
        <Notice tone="warn" title={`Paused by ${who}`}>
          No new time is taken and nothing recorded in the pause is billed.
          {side === "client" && !byPlatform && " Restart it below whenever you want."}
        </Notice>
      )}
      {byPlatform && (
        <Notice tone="warn" title="Paused by the platform">
          {contract.contractType === "hourly"
            ? "No new time is taken and nothing recorded in the pause is billed."
            : "Nothing new is funded. What is held in escrow stays there and can still be released or returned."}{" "}
          Messages stay open. Only the platform lifts its pause
          {byClient &&
            (side === "client" ? "; your own stays until you restart" : `; that of ${who} stays until they restart`)}
          . Support answers questions about it.
        </Notice>
      )}
    </>
  );
}
