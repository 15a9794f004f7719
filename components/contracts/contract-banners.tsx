import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import type { ContractSide } from "@/db/enums";
import { formatDay } from "@/lib/dates";

type ContractBannersProps = {
  /** the end date that has passed, or null */
  pastEnd: string | null;
  lacksOrder?: boolean;
  /** whose page it is: only the client extends */
  side?: ContractSide;
  ended: { at: string; reason: string | null } | null;
};

/** What a contract needs somebody to look at: its end date is over, a purchase order is missing; or that it is over. */
export function ContractBanners({ pastEnd, lacksOrder = false, side = "client", ended }: ContractBannersProps) {
  return (
    <>
      {ended && (
        <Notice tone="neutral" title={`This contract ended on ${ended.at}`}>
          {ended.reason && (
            <p dir="auto" className="whitespace-pre-line wrap-anywhere">
              “{ended.reason}”
            </p>
          )}
        </Notice>
      )}
      {pastEnd && (
        <Notice tone="warn" title={`The end date was ${formatDay(pastEnd)}`}>
          Passing it closes nothing: work goes on.{" "}
          {side === "client" ? (
            <TextLink href="#end-date">Extend it or end the contract</TextLink>
          ) : (
            "Only the client moves it."
          )}
        </Notice>
      )}
      {lacksOrder && (
        <Notice tone="warn" title="This contract has no purchase order">
          Your company asks for one. <TextLink href="#order">Choose PO</TextLink>
        </Notice>
      )}
    </>
  );
}
