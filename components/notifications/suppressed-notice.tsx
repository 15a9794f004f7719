import { Notice } from "@/components/ui/notice";

type SuppressedNoticeProps = {
  address: string;
  reason: "bounced" | "complained";
  /** an instant in the reader's zone */
  since: string;
  /** whom to turn to, a whole sentence */
  ask: string;
};

/** Says that nothing is sent to this address any more, since when and why. */
export function SuppressedNotice({ address, reason, since, ask }: SuppressedNoticeProps) {
  return (
    <Notice tone="warn" title={`No mail is sent to ${address}.`}>
      {reason === "bounced" ? `Mail to it came back on ${since}.` : `Our mail to it was reported as spam on ${since}.`}{" "}
      {ask}
    </Notice>
  );
}
